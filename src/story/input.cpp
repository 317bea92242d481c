#include "story/input.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <vector>

namespace fabula {
namespace {

/// Beyond this no story is read (src/text says so too, with more words).
constexpr std::uint64_t k_largest_input = std::uint64_t{3} << 30U;

}  // namespace

error system_failure(int code, std::string file, std::string_view doing) {
  error e{.code = error_code::not_allowed,
          .file = std::move(file),
          .place = {},
          .problem = {},
          .remedy = {}};
  e.problem = std::string(doing) + ": " + std::generic_category().message(code);
  switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EIO:
      e.code = error_code::no_space;
      e.remedy = "free some space; what was there before is unchanged";
      break;
    case EPIPE:
      e.code = error_code::no_space;
      e.remedy = "the program that reads the output ended before it was complete";
      break;
    case ENOENT:
      e.code = error_code::not_found;
      e.remedy = "check the name";
      break;
    case EISDIR:
    case ENOTDIR:
      e.code = error_code::not_a_file;
      e.remedy = "give a file where a file is wanted and a folder where a folder is";
      break;
    default: e.remedy = "check the permissions"; break;
  }
  return e;
}

result<std::string> read_descriptor(int fd, std::string_view name) {
  std::string bytes;
  struct stat about{};
  if (::fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
    bytes.reserve(static_cast<std::size_t>(about.st_size) + 1);
  }
  std::vector<char> buffer(std::size_t{1} << 16U);
  for (;;) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return tl::unexpected(system_failure(errno, std::string(name), "cannot read"));
    if (n == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(n));
    if (bytes.size() > k_largest_input) {
      return tl::unexpected(error{error_code::too_large,
                                  std::string(name),
                                  {},
                                  "it holds more than 3 GiB",
                                  "split it into its books"});
    }
  }
}

result<std::string> read_whole_file(const std::string& path) {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer that never comes.
  const descriptor in(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (in.get() < 0) return tl::unexpected(system_failure(errno, path, "cannot read"));
  struct stat about{};
  if (::fstat(in.get(), &about) != 0) {
    return tl::unexpected(system_failure(errno, path, "cannot read"));
  }
  if (S_ISDIR(about.st_mode)) return tl::unexpected(system_failure(EISDIR, path, "cannot read"));
  if (!S_ISREG(about.st_mode)) {
    return tl::unexpected(error{error_code::not_a_file,
                                path,
                                {},
                                "it is not a regular file",
                                "give a file, or pipe it in and name it `-`"});
  }
  return read_descriptor(in.get(), path);
}

}  // namespace fabula
