/// @file
/// @brief Who sends a message, and to whom: messages answer one another, not the talk around them.
#ifndef FABULA_TALK_MESSAGE_THREADS_HPP
#define FABULA_TALK_MESSAGE_THREADS_HPP

#include <vector>

#include "talk/speakers.hpp"

namespace fabula::talk {

/// Follows messages from one to the next while they stand near one another. What a tag or the words
/// before a message say of its sender holds ("Dana typed", "Okafor texted."); a message without any
/// that follows another is the answer of who was written to, and goes back to who wrote. A message
/// that begins with a name ("lena, what did you tell her") goes to its bearer. What no words tell
/// is left as it was. Reads utterances, cast and mentions; writes speakers and addressees of
/// messages alone. O(messages + name forms).
void find_message_threads(const speaker_input& in, std::vector<quote>& quotes);

}  // namespace fabula::talk

#endif  // FABULA_TALK_MESSAGE_THREADS_HPP
