/// @file
/// @brief The text cut into the lines of a script: who reads what. Every audiobook format is made
/// of these.
#ifndef FABULA_WRITE_SCRIPT_LINES_HPP
#define FABULA_WRITE_SCRIPT_LINES_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula {

enum class line_kind : std::uint8_t {
  narration,
  tag,  ///< narration that tells who speaks and nothing else: `she said softly. `
  speech,
  thought,
  message,
  letter,
  sign,
  heading,
  verse,
  scene_break,  ///< the mark itself: `***`
  note,
  front,
  back
};

/// The names used in outputs, e.g. "narration".
[[nodiscard]] std::string_view to_string(line_kind) noexcept;

/// A stretch of the text in one voice, inside one paragraph, with the white space behind it.
struct script_line {
  byte_range span;
  line_kind kind = line_kind::narration;
  std::uint32_t chapter = 0;               ///< 0 where the story has no chapters
  std::optional<std::uint32_t> scene;      ///< position in `story::scenes`
  std::optional<std::uint32_t> paragraph;  ///< position in `story::paragraphs`
  std::optional<quote_id> quote;           ///< whose part it is; of a tag, whose speaker it tells
  std::uint32_t part = 0;                  ///< of the utterance, from 0
  std::uint32_t parts = 0;                 ///< of the whole utterance; 0 where it is none
  /// Of what is not said by somebody, in a chapter told by "I": who tells it.
  std::optional<character_id> narrator;

  [[nodiscard]] bool is_said() const noexcept { return parts > 0; }
};

/// Lines in order that tile `s.text`, none empty. Utterances are those of `segments`: what is only
/// quoted is narration, and what is quoted inside an utterance belongs to it. An utterance broken
/// by its tag, or over several paragraphs, is one of several parts. Needs a story that passes
/// `check_bounds`. O(n log n).
[[nodiscard]] std::vector<script_line> script_lines(const story& s);

/// Who says "I" in the narration of each chapter: as `story::narrations` say. Where there are none,
/// by the mentions of narrators; where these do not tell and the cast has one narrator, by how
/// often the narration says "I", "me" or "my" (one word in a hundred).
[[nodiscard]] std::vector<std::optional<character_id>> narrators_of_chapters(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_SCRIPT_LINES_HPP
