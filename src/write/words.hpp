/// @file
/// @brief What formats made of words share.
#ifndef FABULA_WRITE_WORDS_HPP
#define FABULA_WRITE_WORDS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// `bad_option`: the story has no words, because no model of its language read them.
[[nodiscard]] error no_words(const story& s);

/// The paragraph of each token; that of the token before where it is in none. O(n).
[[nodiscard]] std::vector<std::uint32_t> paragraphs_of_tokens(const story& s);

/// Appends `words` with each run of white space as one space, and none at either end; false where
/// nothing was left.
bool append_collapsed(std::string& out, std::string_view words);

/// As `append_collapsed`, so that a word stays in its column; `_` where nothing was left.
void append_in_column(std::string& out, std::string_view word);

}  // namespace fabula

#endif  // FABULA_WRITE_WORDS_HPP
