/// @file
/// @brief One reader a format, and what they share.
#ifndef FABULA_TEXT_READERS_HPP
#define FABULA_TEXT_READERS_HPP

#include <string_view>

#include "text/document.hpp"
#include "text/encoding.hpp"

namespace fabula::text {

[[nodiscard]] result<document> read_plain(std::string_view bytes);

/// Puts what decoding told into the source; the text is left where it is.
void note_decoding(document& d, const decoded_text& decoded);

/// Refuses a text in which there is nothing to read.
[[nodiscard]] tl::expected<void, error> check_not_empty(std::string_view text);

}  // namespace fabula::text

#endif  // FABULA_TEXT_READERS_HPP
