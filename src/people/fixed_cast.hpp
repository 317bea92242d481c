/// @file
/// @brief The cast as the user corrects it.
#ifndef FABULA_PEOPLE_FIXED_CAST_HPP
#define FABULA_PEOPLE_FIXED_CAST_HPP

#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/result.hpp"
#include "people/cast.hpp"
#include "people/name_index.hpp"

namespace fabula::people {

/// Applies split, not_same, merge, rename, pronouns and narrator, in this order, to a cast that is
/// found or given. Names mean what they mean before a rename, and after it. Where `keeps_order`
/// (a given cast), nobody is numbered anew but by those who go; else by where first mentioned. Adds
/// what meets nothing to `unmatched`. Gives back who is called what. Errors: `bad_option`, for two
/// facts that contradict each other in this text ("Ada" and "Mrs. Hale" turn out to be one).
/// O(cast + mentions + fixes).
[[nodiscard]] result<name_index> apply_fixes(const cast_input& in, const fix_list& fixes,
                                             bool keeps_order, cast_layer& cast,
                                             std::vector<unmatched_fix>& unmatched);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_FIXED_CAST_HPP
