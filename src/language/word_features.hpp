/// @file
/// @brief What the network sees of a word form: rows in hashed tables. `train/language/text.py`
/// does the same in Python; tests/unit/word_features_test.cpp holds both to one list.
#ifndef FABULA_LANGUAGE_WORD_FEATURES_HPP
#define FABULA_LANGUAGE_WORD_FEATURES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fabula::language {

/// Rows of the hashed tables.
inline constexpr std::uint32_t k_norm_rows = 24000;
inline constexpr std::uint32_t k_prefix_rows = 4000;
inline constexpr std::uint32_t k_suffix_rows = 8000;
inline constexpr std::uint32_t k_shape_rows = 1000;

/// The form in lower case (Latin-1 letters), quotation marks, dashes and dots of one kind, every
/// digit as 0: `"\u2014"` is `"--"`, `1813` is `0000`.
[[nodiscard]] std::string norm_of(std::string_view form);

/// Capitals as X, other letters as x, digits as d, runs cut at four: `Mr.` is `Xx.`.
[[nodiscard]] std::string shape_of(std::string_view form);

/// The rows of a form, and the key of its static vector.
struct word_features {
  std::array<std::uint32_t, 2> norm;    ///< two rows of one table, added (a Bloom embedding)
  std::uint32_t prefix;                 ///< of the first three letters
  std::array<std::uint32_t, 2> suffix;  ///< of the last three and of the last four letters
  std::uint32_t shape;
  std::uint64_t vector_key;
};

/// Hashes are CRC-32 (zlib) of a letter for the table and the piece.
[[nodiscard]] word_features features_of(std::string_view form);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_WORD_FEATURES_HPP
