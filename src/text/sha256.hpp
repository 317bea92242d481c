/// @file
/// @brief SHA-256, to name an input by its content.
#ifndef FABULA_TEXT_SHA256_HPP
#define FABULA_TEXT_SHA256_HPP

#include <string>
#include <string_view>

namespace fabula::text {

/// The digest as 64 lower-case hexadecimal digits (FIPS 180-4).
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace fabula::text

#endif  // FABULA_TEXT_SHA256_HPP
