/// @file
/// @brief One line on standard error that says how far it is, ten times a second, on a terminal
/// alone.
#ifndef FABULA_APPS_PROGRESS_HPP
#define FABULA_APPS_PROGRESS_HPP

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace fabula::program {

/// May be told from any thread.
class progress {
 public:
  /// Shows nothing where not `wanted` or where standard error is no terminal.
  progress(bool wanted, std::size_t inputs);
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() { clear(); }

  void stage(std::string_view input, std::string_view name, double done);
  void one_more_done();
  /// Takes the line away, so that something else can be printed.
  void clear();

  /// As `clear`, for the moment before the program is ended by a signal.
  static void erase_line();

 private:
  const bool shown_;
  const std::size_t inputs_;
  std::mutex mutex_;
  std::size_t done_ = 0;
  bool on_screen_ = false;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace fabula::program

#endif  // FABULA_APPS_PROGRESS_HPP
