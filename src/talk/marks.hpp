/// @file
/// @brief Quotation marks of one paragraph: which open, which close, which are apostrophes; and the
/// quotations that they make.
#ifndef FABULA_TALK_MARKS_HPP
#define FABULA_TALK_MARKS_HPP

#include <cstdint>
#include <string_view>
#include <vector>

#include "fabula/span.hpp"
#include "language/lexicon.hpp"

namespace fabula::talk {

/// Marks that close one another. Straight and curly ones mix within a family: a curly opening mark
/// may be closed by a straight one.
enum class mark_family : std::uint8_t {
  double_quote,
  single_quote,
  guillemet,
  angle,
  corner,
  white_corner
};

/// A quotation as its marks give it, marks included.
struct quotation {
  byte_range span;
  mark_family family = mark_family::double_quote;
  std::uint8_t depth = 0;      ///< 0: stands in narration; 1: inside another
  bool open_missing = false;   ///< no opening mark: `No thanks," she said.`
  bool close_missing = false;  ///< no closing mark before the paragraph ends
};

/// Finds the quotations of the paragraph `where`, in order of their start. Straight marks are told
/// by what stands beside them, single ones also by whether something closes them, so that `'tis`,
/// `don't` and `the boys' coats` stay words. O(length of the paragraph).
[[nodiscard]] std::vector<quotation> find_quotations(std::string_view text, byte_range where,
                                                     const language::lexicon& words);

}  // namespace fabula::talk

#endif  // FABULA_TALK_MARKS_HPP
