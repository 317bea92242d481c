/// @file
/// @brief The layers that one stage hands to another and that no output shows as they are.
#ifndef FABULA_LAYERS_HPP
#define FABULA_LAYERS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/span.hpp"

namespace fabula {

/// What a token is made of; told once by the tokenizer, asked for everywhere.
enum class token_shape : std::uint8_t {
  word,         ///< has a letter
  number,       ///< digits, no letter
  punctuation,  ///< a mark or a run of like marks: `...`, `--`
  quote_mark    ///< a quotation mark or an apostrophe that belongs to no word
};

/// The word forms of one text, in lower case and with straight apostrophes, numbered in the order
/// in which they first appear; `classes` holds the bits of `language::word_class` for each.
struct vocabulary {
  std::vector<std::string> forms;
  std::vector<std::uint64_t> classes;
};

/// Tokens as a structure of arrays: all vectors but `words` have one entry a token. Tokens are in
/// order, do not overlap, and between two there is white space or nothing.
struct token_layer {
  std::vector<std::uint32_t> start;  ///< byte offset of the first byte
  std::vector<std::uint32_t> end;    ///< byte offset behind the last byte
  std::vector<std::uint32_t> word;   ///< its form: an index into `words`
  std::vector<token_shape> shape;
  std::vector<std::uint8_t> capital;     ///< 1 where the first letter is a capital
  std::vector<std::uint32_t> paragraph;  ///< index of its paragraph
  std::vector<std::uint32_t> sentence;   ///< index of its sentence
  vocabulary words;

  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(start.size());
  }
  [[nodiscard]] std::string_view text_of(std::string_view text, std::uint32_t i) const noexcept {
    return text.substr(start[i], end[i] - start[i]);
  }
  [[nodiscard]] const std::string& form(std::uint32_t i) const noexcept {
    return words.forms[word[i]];
  }
  /// A mark that parts what stands before it from what stands behind.
  [[nodiscard]] bool parts(std::uint32_t i) const noexcept {
    return shape[i] == token_shape::punctuation || shape[i] == token_shape::quote_mark;
  }
  /// Whether token `i` has any of the bits `classes` of `language::word_class`.
  [[nodiscard]] bool is(std::uint32_t i, std::uint64_t classes) const noexcept {
    return (words.classes[word[i]] & classes) != 0;
  }
  /// The first token that ends behind byte `at`; `size()` if none.
  [[nodiscard]] std::uint32_t first_at(std::uint32_t at) const noexcept;
};

}  // namespace fabula

#endif  // FABULA_LAYERS_HPP
