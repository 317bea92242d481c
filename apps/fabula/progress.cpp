#include "progress.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdio>

#include "terminal.hpp"

namespace fabula::program {
namespace {

constexpr std::chrono::milliseconds k_interval{100};
std::atomic<bool> line_is_on_screen{false};

}  // namespace

progress::progress(bool wanted, std::size_t inputs)
    : shown_(wanted && ::isatty(STDERR_FILENO) != 0), inputs_(inputs) {}

void progress::stage(std::string_view input, std::string_view name, double done) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < k_interval) return;
  last_ = now;
  std::string words;
  if (inputs_ > 1) words = std::to_string(done_) + " of " + std::to_string(inputs_) + " read; ";
  words.append(input).append(": ").append(name);
  words.append(" ").append(std::to_string(static_cast<int>(done * 100))).append(" %");
  const std::string line = "\r\033[K" + one_line(words, columns_of(STDERR_FILENO) - 1);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  on_screen_ = true;
  line_is_on_screen = true;
}

void progress::one_more_done() {
  const std::lock_guard lock(mutex_);
  ++done_;
}

void progress::clear() {
  const std::lock_guard lock(mutex_);
  if (on_screen_) erase_line();
  on_screen_ = false;
}

void progress::erase_line() {
  if (line_is_on_screen.exchange(false)) {
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  }
}

}  // namespace fabula::program
