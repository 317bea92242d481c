/// @file
/// @brief One reader a format, and what they share.
#ifndef FABULA_TEXT_READERS_HPP
#define FABULA_TEXT_READERS_HPP

#include <optional>
#include <string_view>

#include "text/document.hpp"
#include "text/encoding.hpp"

namespace fabula::text {

[[nodiscard]] result<document> read_plain(std::string_view bytes);
[[nodiscard]] result<document> read_html(std::string_view bytes);
[[nodiscard]] result<document> read_markdown(std::string_view bytes);
[[nodiscard]] result<document> read_epub(std::string_view bytes);
[[nodiscard]] result<document> read_docx(std::string_view bytes);

/// What the bytes are: told from `media`, from magic numbers, and from the name's ending. Errors:
/// `not_text` for kinds that are not read, with what to convert them to.
[[nodiscard]] result<media_type> tell_media(std::string_view bytes, std::string_view name,
                                            std::optional<media_type> media);

/// Puts what decoding told into the source; the text is left where it is.
void note_decoding(document& d, const decoded_text& decoded);

/// Refuses a text in which there is nothing to read.
[[nodiscard]] tl::expected<void, error> check_not_empty(std::string_view text);

}  // namespace fabula::text

#endif  // FABULA_TEXT_READERS_HPP
