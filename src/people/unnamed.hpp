/// @file
/// @brief People of the cast whom no name is given, known by whose they are: "his wife", "Ruth's
/// assistant".
#ifndef FABULA_PEOPLE_UNNAMED_HPP
#define FABULA_PEOPLE_UNNAMED_HPP

#include <cstdint>
#include <vector>

#include "people/join_names.hpp"

namespace fabula::people {

/// Finds "his wife", "Ruth's assistant", "my sister" in the narration, tells whose they are by the
/// names before them, and groups them by owner and role. A group is somebody with a name where an
/// apposition says so ("his wife, Helena,") or where just one woman bears the husband's name as his
/// wife; it becomes a person of its own where it speaks or acts and nobody whom it could mean is
/// about. What is neither is left to coreference: a false merge is worse than a split, and a
/// second Mrs. Bennet worse than none. Adds forms and uses to `names`, persons and owners to
/// `joined`. O(n).
void join_unnamed(const cast_input& in, const std::vector<std::uint8_t>& in_quote,
                  name_table& names, joined_names& joined);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_UNNAMED_HPP
