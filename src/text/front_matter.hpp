/// @file
/// @brief What stands before and behind the story: Project Gutenberg's header and licence.
#ifndef FABULA_TEXT_FRONT_MATTER_HPP
#define FABULA_TEXT_FRONT_MATTER_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/block.hpp"

namespace fabula::text {

/// Where Project Gutenberg's own words end and begin again, and what its header says.
struct gutenberg_frame {
  std::size_t story_start = 0;                     ///< behind the header
  std::size_t story_end = std::string_view::npos;  ///< before the licence
  std::string title;
  std::string author;
  std::string language;
};

[[nodiscard]] gutenberg_frame find_gutenberg_frame(std::string_view text);

/// Makes blocks of kind `note` of what editors put in brackets: `[Illustration: ...]`,
/// `[Footnote 1: ...]` over several paragraphs, `[3] The text of a note`.
void mark_notes(std::string_view text, std::vector<block>& blocks);

/// "by Jane Hale", "By JANE HALE", "Written by ...": the name; empty where it is no byline.
[[nodiscard]] std::string read_byline(std::string_view words);

}  // namespace fabula::text

#endif  // FABULA_TEXT_FRONT_MATTER_HPP
