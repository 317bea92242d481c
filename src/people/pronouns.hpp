/// @file
/// @brief Whom "he" and "she" mean in the narration.
#ifndef FABULA_PEOPLE_PRONOUNS_HPP
#define FABULA_PEOPLE_PRONOUNS_HPP

#include <cstdint>
#include <vector>

#include "people/cast.hpp"

namespace fabula::people {

/// Reads the cast's mentions; gives them back with the pronouns of narration among them, in order.
/// `speaker_of` holds, for each paragraph, the character who speaks in it, or `k_nobody`: a subject
/// pronoun beside speech is its speaker ("She grinned." between two lines of hers). May be all
/// nobody. By salience: nearest subject of fitting gender first (Hobbs 1978 in spirit). O(n).
[[nodiscard]] std::vector<person_mention> resolve_pronouns(
    const cast_input& in, const cast_layer& cast, const std::vector<std::uint32_t>& speaker_of);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_PRONOUNS_HPP
