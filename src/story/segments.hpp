/// @file
/// @brief The text cut into what is narrated and what is said.
#ifndef FABULA_STORY_SEGMENTS_HPP
#define FABULA_STORY_SEGMENTS_HPP

#include <optional>
#include <vector>

#include "fabula/story.hpp"

namespace fabula {

/// A stretch of narration, or one part of an utterance.
struct segment {
  byte_range span;
  std::optional<quote_id> quote;  ///< none for narration
};

/// Segments in order that tile `s.text`. Quotes of kind `quoted` are narration, and so is an
/// utterance that lies inside another: the outer one holds it. Needs a story that passes
/// `check_bounds`.
[[nodiscard]] std::vector<segment> segments(const story& s);

}  // namespace fabula

#endif  // FABULA_STORY_SEGMENTS_HPP
