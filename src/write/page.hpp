/// @file
/// @brief The parts of which `write_html` makes the page. Not for anyone else.
#ifndef FABULA_WRITE_PAGE_HPP
#define FABULA_WRITE_PAGE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::page {

/// Built from web/ and embedded; `shell` has places named `{{like_this}}`.
[[nodiscard]] std::string_view shell() noexcept;
[[nodiscard]] std::string_view style() noexcept;
[[nodiscard]] std::string_view script() noexcept;
[[nodiscard]] std::string_view script_hash() noexcept;  ///< "sha256-..." for the page's own policy

/// Speakers who have a colour of their own; all others share one.
inline constexpr std::uint32_t k_colours = 12;

/// What is counted once and used by all parts.
class utf16_map;

struct cast_view {
  std::vector<std::uint32_t>
      lines;  ///< utterances a character, those that are only quoted left out
  std::vector<std::uint32_t> colour;  ///< 1 to 12, 0 for the shared one, a character
  std::vector<std::uint32_t> order;   ///< characters, most lines first, then most mentions
  std::uint32_t unknown = 0;          ///< utterances without a speaker
};
[[nodiscard]] cast_view view_cast(const story& s);

/// Text for an element or for an attribute in double quotes.
void append_escaped(std::string& out, std::string_view words);

/// A JSON string that is harmless inside `<script>`.
void append_script_string(std::string& out, std::string_view words);

/// "CHAPTER I. The Harbour", or what to call a chapter that has no title.
[[nodiscard]] std::string chapter_name(const story& s, std::uint32_t chapter);

/// The whole text, chapter by chapter, as elements.
void append_text(std::string& out, const story& s, const cast_view& cast);
/// The list of chapters, the list of the cast, what is known of the source: elements that stand
/// without script.
void append_contents(std::string& out, const story& s);
void append_cast(std::string& out, const story& s, const cast_view& cast);
void append_about(std::string& out, const story& s, const cast_view& cast);
/// The story over time, behind the other columns.
void append_plot(std::string& out, const story& s, const utf16_map& map);
/// The columns for the page's script.
void append_data(std::string& out, const story& s, const cast_view& cast);

}  // namespace fabula::page

#endif  // FABULA_WRITE_PAGE_HPP
