/// @file
/// @brief For tests of the language and talk rooms: a text as one chapter, a paragraph at each
/// empty line.
#ifndef FABULA_TESTS_READ_TOKENS_HPP
#define FABULA_TESTS_READ_TOKENS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "language/sentences.hpp"
#include "language/tokenizer.hpp"

namespace fabula::testing {

/// A text with its tokens and sentences, and nothing decided about headings.
struct read_text {
  explicit read_text(std::string words_in) : text(std::move(words_in)) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t stop = std::min(text.find("\n\n", at), text.size());
      paragraph p;
      p.span = {{static_cast<std::uint32_t>(at)}, {static_cast<std::uint32_t>(stop)}};
      if (stop > at) paragraphs.push_back(p);
      at = std::min(text.find_first_not_of('\n', stop), text.size());
    }
    chapters.push_back(
        {{{0}, {static_cast<std::uint32_t>(text.size())}}, "", chapter_kind::chapter});
    tokens = language::tokenize(text, paragraphs, lexicon);
    sentences = language::split_sentences(text, tokens);
  }

  [[nodiscard]] std::string_view words(std::uint32_t token) const {
    return tokens.text_of(text, token);
  }

  language::lexicon lexicon;
  std::string text;
  std::vector<chapter> chapters;
  std::vector<paragraph> paragraphs;
  token_layer tokens;
  std::vector<sentence> sentences;
};

}  // namespace fabula::testing

#endif  // FABULA_TESTS_READ_TOKENS_HPP
