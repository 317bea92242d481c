/// @file
/// @brief The story as bytes, in a format chosen by name.
#ifndef FABULA_WRITER_HPP
#define FABULA_WRITER_HPP

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// A form in which a story can be written.
struct format {
  std::string_view name;         ///< "json"
  std::string_view extension;    ///< of its file, or of its folder, with its dot: ".json"
  std::string_view description;  ///< one line, for people
};

/// Who reads the words that tell who speaks and nothing else ("she said softly"), in the formats
/// for audiobooks.
enum class tag_reading : std::uint8_t {
  keep,      ///< the speaker, in one breath with the line
  narrator,  ///< the narrator
  drop       ///< nobody
};

/// Who reads the narration of a chapter that a character tells ("I").
enum class first_person_reading : std::uint8_t {
  narrator,  ///< the narrator, as any other chapter
  character  ///< the character
};

/// What the formats for audiobooks leave open; the others do not heed it.
struct write_options {
  tag_reading tags = tag_reading::narrator;
  first_person_reading first_person = first_person_reading::narrator;
  /// The bytes of a voices.json (docs/script.md) that was filled in; may be empty.
  std::string voices = {};
};

/// One file of a format.
struct output_part {
  std::string name;  ///< what stands behind the story's own name: ".json", ".ssml/001.ssml"
  std::string bytes;
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

/// As above. Errors besides: `damaged` (voices that are no voices.json).
[[nodiscard]] result<std::string> write(const story& s, std::string_view format,
                                        const write_options& options);

/// Writes a story as the files that programs for this format expect: one, named by the format's
/// extension, or several. No two have the same name. Errors: as `write`.
/// @example SSML is one document by `write`, and one a chapter by `write_parts`.
[[nodiscard]] result<std::vector<output_part>> write_parts(const story& s, std::string_view format,
                                                           const write_options& options = {});

}  // namespace fabula

#endif  // FABULA_WRITER_HPP
