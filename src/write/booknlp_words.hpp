/// @file
/// @brief How BookNLP's files write words and count them.
#ifndef FABULA_WRITE_BOOKNLP_WORDS_HPP
#define FABULA_WRITE_BOOKNLP_WORDS_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "fabula/story.hpp"

namespace fabula::booknlp {

/// Appends a word with its white space as letters: `S`, `N` for a line break, `T` for a tab.
void append_word(std::string& out, std::string_view word);

/// Appends words parted by one space.
void append_words(std::string& out, const story& s, token_range tokens);

/// Appends a number and a TAB.
void append_number(std::string& out, std::uint32_t n);

/// The tokens that share a character with `r`; may be empty, with `end` before `start`.
[[nodiscard]] token_range tokens_of(const story& s, byte_range r);

}  // namespace fabula::booknlp

#endif  // FABULA_WRITE_BOOKNLP_WORDS_HPP
