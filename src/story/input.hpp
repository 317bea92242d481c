/// @file
/// @brief Bytes of a file or of an open descriptor, and the system's refusals as errors.
#ifndef FABULA_STORY_INPUT_HPP
#define FABULA_STORY_INPUT_HPP

#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

#include "fabula/result.hpp"

namespace fabula {

/// An open file that is closed on every way out.
class descriptor {
 public:
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const noexcept { return fd_; }
  /// Closes now and tells whether that went well: some file systems report a full disk only here.
  [[nodiscard]] bool close() noexcept { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// An errno as an error; `doing` is what was tried, e.g. "cannot write".
[[nodiscard]] error system_failure(int code, std::string file, std::string_view doing);

/// The whole content of a file or of an open descriptor.
/// Errors: `not_found`, `not_a_file`, `not_allowed`, `too_large`.
[[nodiscard]] result<std::string> read_whole_file(const std::string& path);
[[nodiscard]] result<std::string> read_descriptor(int fd, std::string_view name);

}  // namespace fabula

#endif  // FABULA_STORY_INPUT_HPP
