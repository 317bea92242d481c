#include "write/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace fabula {
namespace {

namespace fs = std::filesystem;

/// Beyond this no story is read (src/text says so too, with more words).
constexpr std::uint64_t k_largest_input = std::uint64_t{3} << 30U;

[[nodiscard]] error system_error(int code, std::string file, std::string_view doing) {
  error e{.code = error_code::not_allowed, .file = std::move(file), .place = {}, .problem = {},
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

/// 0, or the errno of the write that failed.
[[nodiscard]] int write_all(int fd, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0 ? ENOSPC : errno;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

/// A temporary file beside its target; removed on every way out unless it took the target's name.
class staged_file {
 public:
  staged_file(const staged_file&) = delete;
  staged_file& operator=(const staged_file&) = delete;
  staged_file(staged_file&& other) noexcept
      : named_(std::move(other.named_)), target_(std::move(other.target_)),
        temporary_(std::exchange(other.temporary_, {})) {}
  staged_file& operator=(staged_file&&) = delete;
  ~staged_file() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  [[nodiscard]] static result<staged_file> write(const output_file& file) {
    staged_file staged(file.path);
    if (std::error_code ignored; fs::is_directory(staged.target_, ignored)) {
      return tl::unexpected(system_error(EISDIR, file.path, "cannot write"));
    }
    const int fd = staged.create();
    if (fd < 0) return tl::unexpected(system_error(errno, file.path, "cannot write"));
    descriptor out(fd);
    int failed = write_all(out.get(), file.bytes);
    if (failed == 0 && ::fsync(out.get()) != 0) failed = errno;
    if (!out.close() && failed == 0) failed = errno;
    if (failed != 0) return tl::unexpected(system_error(failed, file.path, "cannot write"));
    return staged;
  }

  [[nodiscard]] result<void> take_name() {
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
      return tl::unexpected(system_error(errno, named_, "cannot replace"));
    }
    temporary_.clear();
    return {};
  }

  [[nodiscard]] fs::path folder() const {
    return target_.has_parent_path() ? target_.parent_path() : fs::path(".");
  }

 private:
  explicit staged_file(const std::string& path) : named_(path), target_(path) {
    // A link keeps pointing where it points: the file behind it is what is replaced.
    std::error_code failed;
    if (fs::is_symlink(target_, failed)) {
      const fs::path behind = fs::canonical(target_, failed);
      if (!failed) target_ = behind;
    }
  }

  /// Opens a new file of a free name; its mode is what the user's umask gives. -1 and errno else.
  [[nodiscard]] int create() {
    static std::atomic<unsigned> counter{0};
    for (int tries = 0; tries < 1000; ++tries) {
      const std::string name = ".fabula-" + std::to_string(::getpid()) + "-" +
                               std::to_string(counter.fetch_add(1)) + ".tmp";
      std::string path = (folder() / name).string();
      const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (fd >= 0) temporary_ = std::move(path);
      if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
  }

  std::string named_;
  fs::path target_;
  std::string temporary_;
};

/// After a crash the new name must be on the disk as well as the new bytes. That some file systems
/// cannot flush a folder is no failure.
void flush_folder(const fs::path& folder) {
  const descriptor d(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (d.get() >= 0 && ::fsync(d.get()) != 0) return;
}

}  // namespace

result<void> write_files(std::span<const output_file> files) {
  std::vector<staged_file> staged;
  staged.reserve(files.size());
  for (const output_file& f : files) {
    result<staged_file> one = staged_file::write(f);
    if (!one) return tl::unexpected(std::move(one.error()));
    staged.push_back(std::move(*one));
  }
  for (staged_file& s : staged) {
    if (result<void> done = s.take_name(); !done) return done;
  }
  fs::path flushed;
  for (const staged_file& s : staged) {
    if (fs::path folder = s.folder(); folder != flushed) flush_folder(flushed = std::move(folder));
  }
  return {};
}

result<void> write_descriptor(int fd, std::string_view bytes, std::string_view name) {
  if (const int failed = write_all(fd, bytes); failed != 0) {
    return tl::unexpected(system_error(failed, std::string(name), "cannot write"));
  }
  return {};
}

result<std::string> read_descriptor(int fd, std::string_view name) {
  std::string bytes;
  struct stat about {};
  if (::fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
    bytes.reserve(static_cast<std::size_t>(about.st_size) + 1);
  }
  std::vector<char> buffer(std::size_t{1} << 16U);
  for (;;) {
    const ssize_t n = ::read(fd, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return tl::unexpected(system_error(errno, std::string(name), "cannot read"));
    if (n == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(n));
    if (bytes.size() > k_largest_input) {
      return tl::unexpected(error{error_code::too_large, std::string(name), {},
                                  "it holds more than 3 GiB", "split it into its books"});
    }
  }
}

result<std::string> read_whole_file(const std::string& path) {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer that never comes.
  const descriptor in(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (in.get() < 0) return tl::unexpected(system_error(errno, path, "cannot read"));
  struct stat about {};
  if (::fstat(in.get(), &about) != 0) {
    return tl::unexpected(system_error(errno, path, "cannot read"));
  }
  if (S_ISDIR(about.st_mode)) return tl::unexpected(system_error(EISDIR, path, "cannot read"));
  if (!S_ISREG(about.st_mode)) {
    return tl::unexpected(error{error_code::not_a_file, path, {}, "it is not a regular file",
                                "give a file, or pipe it in and name it `-`"});
  }
  return read_descriptor(in.get(), path);
}

}  // namespace fabula
