#include "write/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "story/input.hpp"

namespace fabula {
namespace {

namespace fs = std::filesystem;

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
      : named_(std::move(other.named_)),
        target_(std::move(other.target_)),
        temporary_(std::exchange(other.temporary_, {})) {}
  staged_file& operator=(staged_file&&) = delete;
  ~staged_file() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  [[nodiscard]] static result<staged_file> write(const output_file& file) {
    staged_file staged(file.path);
    if (std::error_code ignored; fs::is_directory(staged.target_, ignored)) {
      return tl::unexpected(system_failure(EISDIR, file.path, "cannot write"));
    }
    const int fd = staged.create();
    if (fd < 0) return tl::unexpected(system_failure(errno, file.path, "cannot write"));
    descriptor out(fd);
    int failed = write_all(out.get(), file.bytes);
    if (failed == 0 && ::fsync(out.get()) != 0) failed = errno;
    if (!out.close() && failed == 0) failed = errno;
    if (failed != 0) return tl::unexpected(system_failure(failed, file.path, "cannot write"));
    return staged;
  }

  [[nodiscard]] result<void> take_name() {
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
      return tl::unexpected(system_failure(errno, named_, "cannot replace"));
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
    return tl::unexpected(system_failure(failed, std::string(name), "cannot write"));
  }
  return {};
}

}  // namespace fabula
