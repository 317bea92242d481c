/// @file
/// @brief Tokens with exact offsets.
///
/// Tokens follow the Penn convention where it matters to people: clitics stand alone (`she|'s`,
/// `do|n't`, `Ruth|'s`), abbreviations and initials keep their full stop (`Mr.`, `J.`), hyphenated
/// words stay whole.
#ifndef FABULA_LANGUAGE_TOKENIZER_HPP
#define FABULA_LANGUAGE_TOKENIZER_HPP

#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "language/lexicon.hpp"
#include "layers.hpp"

namespace fabula::language {

/// Reads text and paragraphs; writes tokens (without sentences: every one is in sentence 0). O(n).
[[nodiscard]] token_layer tokenize(std::string_view text, const std::vector<paragraph>& paragraphs,
                                   const lexicon& words);

/// As `tokenize`, but a token is whatever stands between spaces, and a paragraph (a line) is a
/// sentence.
[[nodiscard]] token_layer read_tokens(std::string_view text,
                                      const std::vector<paragraph>& paragraphs,
                                      const lexicon& words);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_TOKENIZER_HPP
