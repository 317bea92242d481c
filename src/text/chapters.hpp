/// @file
/// @brief Chapters: from marks that the source gives, or found by the conventions of plain text.
#ifndef FABULA_TEXT_CHAPTERS_HPP
#define FABULA_TEXT_CHAPTERS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/block.hpp"
#include "text/document.hpp"

namespace fabula::text {

/// Where a chapter begins.
struct chapter_mark {
  std::uint32_t block = 0;    ///< its first block
  std::uint32_t heading = 0;  ///< how many blocks from there are its heading; 0 where it has none
  chapter_kind kind = chapter_kind::chapter;
  std::string title;
};

/// The story inside a larger text: what is outside is front and back matter.
struct frame {
  std::size_t start = 0;
  std::size_t end = std::string_view::npos;
};

/// Finds where chapters begin by their headings. The first mark is always block 0 (no mark where
/// there is no block). Sub-headings and editor's notes get their kind in `blocks`.
[[nodiscard]] std::vector<chapter_mark> find_chapters(std::string_view text,
                                                      std::vector<block>& blocks,
                                                      const frame& story);

/// The same by the heading levels of markup; empty where these do not part the story. Blocks with a
/// level become headings.
[[nodiscard]] std::vector<chapter_mark> find_chapters_by_level(std::string_view text,
                                                               std::vector<block>& blocks,
                                                               const frame& story);

/// By level where that gives chapters, else by convention.
[[nodiscard]] std::vector<chapter_mark> find_marked_chapters(std::string_view text,
                                                             std::vector<block>& blocks,
                                                             const frame& story);

/// How many of these marks begin story.
[[nodiscard]] std::size_t count_story(const std::vector<chapter_mark>& marks) noexcept;

/// Puts a mark before all others.
void prepend(std::vector<chapter_mark>& marks, chapter_mark first);

/// A title that its blocks give: "CHAPTER I" over "The Harbour" is "CHAPTER I. The Harbour".
[[nodiscard]] std::string title_of_blocks(std::string_view text, const std::vector<block>& blocks,
                                          std::uint32_t from, std::uint32_t count);

/// Fills chapters and paragraphs of a document whose text is there already.
void build_chapters(document& d, const std::vector<block>& blocks,
                    const std::vector<chapter_mark>& marks);

}  // namespace fabula::text

#endif  // FABULA_TEXT_CHAPTERS_HPP
