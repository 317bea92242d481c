/// @file
/// @brief The story as a script in plain text: for reading aloud, for a terminal, for `diff`.
#ifndef FABULA_WRITE_TEXT_HPP
#define FABULA_WRITE_TEXT_HPP

#include <string>

#include "fabula/story.hpp"

namespace fabula {

/// The cast, then each chapter: narration as paragraphs, each part of an utterance on a line of its
/// own behind its speaker's name ("?" where not known). White space inside a line is collapsed.
/// Needs a story that passes `check_bounds`.
[[nodiscard]] std::string write_text(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_TEXT_HPP
