/// @file
/// @brief Code points of UTF-8: decoding, and the few classes of character that stories need.
#ifndef FABULA_TEXT_UNICODE_HPP
#define FABULA_TEXT_UNICODE_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fabula::text {

/// A code point and how many bytes it takes. A byte that is not valid UTF-8 gives {U+FFFD, 1}.
struct decoded {
  char32_t code_point;
  std::uint32_t length;
};

/// Decodes the code point that starts at `at`; `at` must be inside `s`.
[[nodiscard]] decoded decode_at(std::string_view s, std::size_t at) noexcept;

/// The code point that ends just before `at`; {0, 0} at the start.
[[nodiscard]] decoded decode_before(std::string_view s, std::size_t at) noexcept;

/// Appends the UTF-8 form; a surrogate or a value beyond U+10FFFF gives U+FFFD.
void append_utf8(std::string& out, char32_t c);

/// The first byte that is not part of strict UTF-8 (no overlong forms, no surrogates); npos if
/// none.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view s) noexcept;

/// `s` with every byte that is not part of strict UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string replace_invalid_utf8(std::string_view s);

[[nodiscard]] bool is_letter(char32_t c) noexcept;
[[nodiscard]] bool is_upper(char32_t c) noexcept;
[[nodiscard]] bool is_lower(char32_t c) noexcept;
[[nodiscard]] bool is_digit(char32_t c) noexcept;
/// White space, no-break and other spaces of Unicode, and line breaks.
[[nodiscard]] bool is_space(char32_t c) noexcept;
/// CJK ideographs and kana, which are written without spaces.
[[nodiscard]] bool is_cjk(char32_t c) noexcept;
/// A mark that combines with the letter before it.
[[nodiscard]] bool is_combining(char32_t c) noexcept;
[[nodiscard]] char32_t to_lower(char32_t c) noexcept;
[[nodiscard]] char32_t to_upper(char32_t c) noexcept;

/// Lower case of the whole string, code point by code point.
[[nodiscard]] std::string lower(std::string_view s);
/// Upper case of the whole string, code point by code point.
[[nodiscard]] std::string upper(std::string_view s);

}  // namespace fabula::text

#endif  // FABULA_TEXT_UNICODE_HPP
