/// @file
/// @brief Who writes a letter and who reads it.
#ifndef FABULA_TALK_CORRESPONDENTS_HPP
#define FABULA_TALK_CORRESPONDENTS_HPP

#include <vector>

#include "talk/speakers.hpp"

namespace fabula::talk {

/// Gives each letter its writer and its reader by what a letter says of itself (the name under it,
/// the one it greets) and what the narration before it says of it ("a letter from her uncle", "Ruth
/// broke the seal"). Turns of talk tell nothing of a letter: where no words do, both stay unknown.
/// Reads utterances, cast and mentions; writes speakers and addressees of letters alone.
/// O(letters).
void find_correspondents(const speaker_input& in, std::vector<quote>& quotes);

}  // namespace fabula::talk

#endif  // FABULA_TALK_CORRESPONDENTS_HPP
