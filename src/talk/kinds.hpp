/// @file
/// @brief What each candidate is: speech, thought, message, letter, sign, or only quoted words.
#ifndef FABULA_TALK_KINDS_HPP
#define FABULA_TALK_KINDS_HPP

#include <cstdint>
#include <vector>

#include "talk/candidates.hpp"

namespace fabula::talk {

/// Finds the tag of each candidate that has none yet.
void find_tags(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
               std::vector<candidate>& all);

/// Decides each candidate's kind by form, tag and neighbours; marks plain emphasis to be dropped.
void decide_kinds(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
                  std::vector<candidate>& all);

}  // namespace fabula::talk

#endif  // FABULA_TALK_KINDS_HPP
