/// @file
/// @brief Bytes of an unknown encoding to UTF-8 with `\n` line ends.
#ifndef FABULA_TEXT_ENCODING_HPP
#define FABULA_TEXT_ENCODING_HPP

#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"

namespace fabula::text {

struct decoded_text {
  std::string text;                  ///< valid UTF-8, no byte order mark, no NUL, `\n` line ends
  std::string encoding;              ///< "utf-8", "windows-1252", "utf-16le", "utf-16be", ...
  std::string evidence;              ///< "byte order mark", "declared", "valid utf-8", ...
  std::vector<std::string> remarks;  ///< what a reader of the result should know
};

/// Decodes `bytes`: byte order mark, then what is `declared` (a label such as "iso-8859-1", may be
/// empty), then UTF-16 by its zero bytes, then strict UTF-8, then Windows-1252. A declaration that
/// the bytes contradict is not believed. Errors: `not_text`, `damaged`, with the byte as place.
[[nodiscard]] result<decoded_text> decode(std::string_view bytes, std::string_view declared = {});

/// Turns CRLF and CR into LF, in place.
void normalize_newlines(std::string& text);

}  // namespace fabula::text

#endif  // FABULA_TEXT_ENCODING_HPP
