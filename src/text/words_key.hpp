/// @file
/// @brief When two spellings are the same words, whatever their case, marks and white space.
#ifndef FABULA_TEXT_WORDS_KEY_HPP
#define FABULA_TEXT_WORDS_KEY_HPP

#include <string>
#include <string_view>
#include <vector>

namespace fabula::text {

/// Words of letters and digits in lower case; an apostrophe inside a word goes ("Don't" -> "dont").
[[nodiscard]] std::vector<std::string> plain_words(std::string_view s);

/// The plain words with a space behind each, so that one key begins another only at a word's end.
[[nodiscard]] std::string words_key(std::string_view s);

/// The plain words without anything between them: "Mrs. Tarn's son" as a name of the cast.
[[nodiscard]] std::string name_key(std::string_view s);

}  // namespace fabula::text

#endif  // FABULA_TEXT_WORDS_KEY_HPP
