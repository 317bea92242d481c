/// @file
/// @brief The layers that one stage hands to another and that no output shows as they are.
#ifndef FABULA_LAYERS_HPP
#define FABULA_LAYERS_HPP

#include <cstdint>
#include <string_view>
#include <vector>

#include "fabula/span.hpp"

namespace fabula {

/// What a token is made of; told once by the tokenizer, asked for everywhere.
enum class token_shape : std::uint8_t {
  word,         ///< has a letter
  number,       ///< digits, no letter
  punctuation,  ///< a mark or a run of like marks: `...`, `--`
  quote_mark    ///< a quotation mark, opening or closing; an apostrophe inside a word is part of it
};

/// Tokens as a structure of arrays; all vectors have the same length. Between two tokens there is
/// white space or nothing.
struct token_layer {
  std::vector<std::uint32_t> start;  ///< byte offset of the first byte
  std::vector<std::uint32_t> end;    ///< byte offset behind the last byte
  std::vector<token_shape> shape;
  std::vector<std::uint8_t> capital;       ///< 1 where the first letter is a capital
  std::vector<std::uint32_t> paragraph;    ///< index of its paragraph
  std::vector<std::uint32_t> sentence;     ///< index of its sentence

  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(start.size());
  }
  [[nodiscard]] std::string_view words(std::string_view text, std::uint32_t i) const noexcept {
    return text.substr(start[i], end[i] - start[i]);
  }
};

}  // namespace fabula

#endif  // FABULA_LAYERS_HPP
