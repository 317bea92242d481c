/// @file
/// @brief The lines of a plain text and what can be told from each alone.
#ifndef FABULA_TEXT_LINES_HPP
#define FABULA_TEXT_LINES_HPP

#include <cstdint>
#include <string_view>
#include <vector>

namespace fabula::text {

/// A line without the white space at its ends.
struct line {
  std::uint32_t start = 0;
  std::uint32_t end = 0;         ///< equal to `start` where the line is empty
  std::uint32_t width = 0;       ///< code points, indentation included
  std::uint16_t indent = 0;      ///< columns before it; a tab counts four
  std::uint16_t first_word = 0;  ///< code points of its first word
  bool capital = false;          ///< begins with a capital, behind opening marks
  bool opens = false;            ///< begins with a quotation mark or a dash
  bool closes = false;           ///< ends as a sentence ends

  [[nodiscard]] bool blank() const noexcept { return start == end; }
};

[[nodiscard]] std::vector<line> split_lines(std::string_view text);

/// Whether these words (without white space at the ends) are a scene-break mark: `***`, `#`, a
/// rule, `o0o`, a row of like ornaments.
[[nodiscard]] bool is_scene_break(std::string_view words) noexcept;

}  // namespace fabula::text

#endif  // FABULA_TEXT_LINES_HPP
