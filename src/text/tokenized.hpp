/// @file
/// @brief Paragraphs of text that has none: one sentence a line, tokens parted by one space.
#ifndef FABULA_TEXT_TOKENIZED_HPP
#define FABULA_TEXT_TOKENIZED_HPP

#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::text {

/// Guesses where the paragraphs of a tokenized text (LitBank, CoNLL) began, by its quotation marks,
/// which are double ones or, where hardly any of these stand, single ones:
/// a line inside an open quotation goes on; one that opens a quotation begins a paragraph, unless
/// the line before holds a quotation and ends in narration (`" No , " she said .` goes on with
/// `" Never . "`); narration behind a closed quotation begins one. A quotation still open where a
/// line opens another one runs on into a new paragraph. O(n).
[[nodiscard]] std::vector<paragraph> paragraphs_of_lines(std::string_view text);

}  // namespace fabula::text

#endif  // FABULA_TEXT_TOKENIZED_HPP
