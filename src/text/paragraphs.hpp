/// @file
/// @brief Paragraphs of plain text: hard-wrapped, one a line, or told by their indentation.
#ifndef FABULA_TEXT_PARAGRAPHS_HPP
#define FABULA_TEXT_PARAGRAPHS_HPP

#include <string_view>
#include <vector>

#include "text/block.hpp"

namespace fabula::text {

/// Cuts plain text into blocks. Each stretch of lines between empty ones is judged by itself and by
/// the lines around it, so that a file may mix its habits. Headings are not told yet.
[[nodiscard]] std::vector<block> find_paragraphs(std::string_view text);

}  // namespace fabula::text

#endif  // FABULA_TEXT_PARAGRAPHS_HPP
