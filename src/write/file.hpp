/// @file
/// @brief Files that are there whole or not at all. The one place where outputs touch the disk.
#ifndef FABULA_WRITE_FILE_HPP
#define FABULA_WRITE_FILE_HPP

#include <span>
#include <string>
#include <string_view>

#include "fabula/result.hpp"

namespace fabula {

struct output_file {
  std::string path;
  std::string_view bytes;
};

/// Writes all of `files`, or none: each goes to a temporary file in its own folder, is flushed to
/// the disk, and only when all are there do they take the names of the old ones. On failure (disk
/// full, quota, no permission) the old files stand as they were and no temporary one is left.
/// Errors: `no_space`, `not_allowed`, `not_found` (the folder), `not_a_file`.
[[nodiscard]] result<void> write_files(std::span<const output_file> files);

/// Writes everything to an open descriptor, e.g. standard output; `name` is used in errors.
/// A pipe that was closed is an error as long as the caller ignores SIGPIPE.
[[nodiscard]] result<void> write_descriptor(int descriptor, std::string_view bytes,
                                            std::string_view name);

}  // namespace fabula

#endif  // FABULA_WRITE_FILE_HPP
