/// @file
/// @brief What an output was made of: tells whether it must be made again.
#ifndef FABULA_WRITE_STAMP_HPP
#define FABULA_WRITE_STAMP_HPP

#include <optional>
#include <string>
#include <string_view>

#include "fabula/story.hpp"

namespace fabula {

/// Everything that decides the bytes of an output, apart from its format.
struct stamp {
  std::string fabula;
  std::string model;
  std::string name;  ///< of the input
  std::string sha256;
  bool tokenized = false;
  std::string cast_sha256{};   ///< of the given cast; empty where none was given
  std::string fixes_sha256{};  ///< of the fixes
  friend bool operator==(const stamp&, const stamp&) = default;
};

/// The stamp of a story that this version read.
[[nodiscard]] stamp stamp_of(const story& s);

/// One line without line feed, `--` or `>`: formats without fields of their own carry it in a
/// comment.
[[nodiscard]] std::string stamp_line(const stamp& s);

/// Whether files of this format have room for a stamp, and what it says decides all of their bytes;
/// those of BookNLP have no room, scripts have options: they are always written anew.
[[nodiscard]] bool bears_stamp(std::string_view format) noexcept;

/// The stamp in the bytes of an output; none where they are not an output of fabula.
[[nodiscard]] std::optional<stamp> find_stamp(std::string_view bytes, std::string_view format);

}  // namespace fabula

#endif  // FABULA_WRITE_STAMP_HPP
