#include "write/file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "story/input.hpp"

namespace {

namespace fs = std::filesystem;
using fabula::error_code;
using fabula::output_file;
using fabula::write_files;

class WriteFiles : public testing::Test {
 protected:
  WriteFiles() {
    std::string pattern = (fs::temp_directory_path() / "fabula-file-test-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~WriteFiles() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  void put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& e : fs::directory_iterator(folder_))
      out.push_back(e.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }

  fs::path folder_;
};

/// While it lives no file may grow beyond `bytes`: what a full disk or a quota does.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;
  ~file_size_limit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

TEST_F(WriteFiles, WritesAllAndLeavesNothingElse) {
  const std::string zeros(100000, '\0');
  const std::array files{output_file{path("a"), "one"}, output_file{path("b"), zeros},
                         output_file{path("c"), ""}};
  ASSERT_TRUE(write_files(files));
  EXPECT_THAT(names(), testing::ElementsAre("a", "b", "c"));
  EXPECT_EQ(content("a"), "one");
  EXPECT_EQ(content("b"), zeros);
  EXPECT_EQ(content("c"), "");
}

TEST_F(WriteFiles, ReplacesWhatWasThere) {
  put("a", "something longer than the new content");
  ASSERT_TRUE(write_files(std::array{output_file{path("a"), "new"}}));
  EXPECT_EQ(content("a"), "new");
}

TEST_F(WriteFiles, KeepsEveryOldFileWhenTheDiskIsFull) {
  put("a", "old a");
  put("b", "old b");
  const std::string much(200000, 'x');
  {
    const file_size_limit limit(100000);
    const auto done =
        write_files(std::array{output_file{path("a"), "fits"}, output_file{path("b"), much}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, error_code::no_space);
    EXPECT_THAT(done.error().message(), testing::HasSubstr(path("b") + ": cannot write"));
    EXPECT_THAT(done.error().message(), testing::HasSubstr("unchanged"));
  }
  EXPECT_THAT(names(), testing::ElementsAre("a", "b"));
  EXPECT_EQ(content("a"), "old a");
  EXPECT_EQ(content("b"), "old b");
}

TEST_F(WriteFiles, LeavesNothingBehindWhereNothingWas) {
  const file_size_limit limit(10);
  EXPECT_FALSE(write_files(std::array{output_file{path("a"), "more than ten bytes"}}));
  EXPECT_THAT(names(), testing::IsEmpty());
}

TEST_F(WriteFiles, RefusesAFolderThatIsNotThereAndWritesNothing) {
  const auto done =
      write_files(std::array{output_file{path("a"), "x"}, output_file{path("no/b"), "x"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, error_code::not_found);
  EXPECT_THAT(names(), testing::IsEmpty());
}

TEST_F(WriteFiles, RefusesToReplaceAFolder) {
  fs::create_directory(folder_ / "b");
  const auto done =
      write_files(std::array{output_file{path("a"), "x"}, output_file{path("b"), "x"}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, error_code::not_a_file);
  EXPECT_THAT(names(), testing::ElementsAre("b"));
}

TEST_F(WriteFiles, WritesThroughALink) {
  fs::create_directory(folder_ / "sub");
  put("sub/real", "old");
  fs::create_symlink("sub/real", folder_ / "link");
  ASSERT_TRUE(write_files(std::array{output_file{path("link"), "new"}}));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(content("sub/real"), "new");
}

TEST_F(WriteFiles, GivesTheModeThatTheUmaskAsksFor) {
  const mode_t old = ::umask(027);
  ASSERT_TRUE(write_files(std::array{output_file{path("a"), "x"}}));
  ::umask(old);
  struct stat about{};
  ASSERT_EQ(::stat(path("a").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0640U);
}

TEST_F(WriteFiles, TakesANameOfTheGreatestLength) {
  const std::string name(255, 'n');
  ASSERT_TRUE(write_files(std::array{output_file{path(name), "x"}}));
  EXPECT_EQ(content(name), "x");
}

TEST(WriteDescriptor, ReportsAClosedPipe) {
  const auto old = std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ::close(ends[0]);
  const auto done = fabula::write_descriptor(ends[1], "words", "standard output");
  ::close(ends[1]);
  std::signal(SIGPIPE, old);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message(), testing::StartsWith("standard output: cannot write"));
}

TEST_F(WriteFiles, ReadsAWholeFile) {
  const std::string bytes(200001, 'y');
  put("in", bytes);
  EXPECT_EQ(fabula::read_whole_file(path("in")).value(), bytes);
}

TEST_F(WriteFiles, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(fabula::read_whole_file(path("missing")).error().code, error_code::not_found);
  EXPECT_EQ(fabula::read_whole_file(folder_.string()).error().code, error_code::not_a_file);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(fabula::read_whole_file(path("pipe")).error().code, error_code::not_a_file);
}

}  // namespace
