/// @file
/// @brief The files that BookNLP 1.0.7 writes, column for column: what reads those reads these
/// (docs/booknlp.md).
///
/// All of them: UTF-8, a line of column names, TAB between columns, no quoting and no escaping
/// (read them with `csv.QUOTE_NONE`). Tokens are counted over the whole story from 0, ends are
/// inclusive, offsets count code points. White space inside a word is written as BookNLP does: a
/// space as `S`, a line break as `N`, a tab as `T`. Each needs a story that passes `check_bounds`.
/// Errors: `bad_option` (it has no words).
#ifndef FABULA_WRITE_BOOKNLP_HPP
#define FABULA_WRITE_BOOKNLP_HPP

#include <string>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// NAME.tokens: a row a word. Paragraphs and sentences have the numbers that they have in the
/// story; labels and heads are those of `clear_tree`.
[[nodiscard]] result<std::string> write_booknlp_tokens(const story& s);

/// NAME.entities: a row a mention that has words, in their order. COREF is `mention::entity`.
[[nodiscard]] result<std::string> write_booknlp_entities(const story& s);

/// NAME.supersense: a row a supersense, in their order.
[[nodiscard]] result<std::string> write_booknlp_supersense(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_BOOKNLP_HPP
