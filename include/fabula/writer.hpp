/// @file
/// @brief The story as bytes, in a format chosen by name.
#ifndef FABULA_WRITER_HPP
#define FABULA_WRITER_HPP

#include <span>
#include <string>
#include <string_view>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// A form in which a story can be written.
struct format {
  std::string_view name;         ///< "json"
  std::string_view extension;    ///< of files in it, with its dot: ".json"
  std::string_view description;  ///< one line, for people
};

/// Several formats under one name: all files that some other program writes.
struct format_group {
  std::string_view name;                      ///< "booknlp"
  std::span<const std::string_view> members;  ///< names of formats
  std::string_view description;               ///< one line, for people
};

/// Every format, in the order in which help lists them.
[[nodiscard]] std::span<const format> formats() noexcept;

/// The format of this name; null where there is none.
[[nodiscard]] const format* find_format(std::string_view name) noexcept;

/// Every group, in the order in which help lists them. No group has the name of a format.
[[nodiscard]] std::span<const format_group> format_groups() noexcept;

/// The group of this name; null where there is none.
[[nodiscard]] const format_group* find_format_group(std::string_view name) noexcept;

/// Writes a story; the same story gives the same bytes.
/// Errors: `bad_option` (no such format, and the message lists them; the name of a group; a format
/// made of words, of a story that no model read), `damaged` (a story made by hand
/// whose ranges or ids point outside of it), `too_large` (beyond what the format can hold).
/// @example `write(*reader().read_file("book.epub"), "json")`
[[nodiscard]] result<std::string> write(const story& s, std::string_view format);

}  // namespace fabula

#endif  // FABULA_WRITER_HPP
