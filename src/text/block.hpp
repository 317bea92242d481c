/// @file
/// @brief What every reader hands on: the text, cut into blocks that know what the source says of
/// them. `find_chapters` makes the chapters from it.
#ifndef FABULA_TEXT_BLOCK_HPP
#define FABULA_TEXT_BLOCK_HPP

#include <cstdint>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::text {

/// A piece of text that becomes a paragraph. Blocks are in order, hold no white space at their ends
/// and have nothing but white space between them.
struct block {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  paragraph_kind kind = paragraph_kind::prose;
  std::uint8_t level = 0;   ///< 1 to 6 where the markup says that it is a heading
  std::uint16_t gap = 0;    ///< empty lines before it (plain text)
  std::uint16_t lines = 1;  ///< lines of the source that it fills (plain text)
  bool after_gap = false;   ///< more space before it than is usual there
};

}  // namespace fabula::text

#endif  // FABULA_TEXT_BLOCK_HPP
