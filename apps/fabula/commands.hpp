/// @file
/// @brief What the program does, apart from reading its command line. Each command gives the exit
/// status: 0 done, 1 an input could not be read or is not right, 2 wrong usage.
#ifndef FABULA_APPS_COMMANDS_HPP
#define FABULA_APPS_COMMANDS_HPP

#include <string>
#include <vector>

#include "fabula/writer.hpp"

namespace fabula::program {

inline constexpr int k_done = 0;
inline constexpr int k_not_readable = 1;
inline constexpr int k_wrong_usage = 2;

struct read_command {
  std::vector<std::string> inputs;
  std::vector<std::string> formats;  ///< empty: the store and the page
  std::string folder;                ///< empty: where the user stands, or standard output
  unsigned threads = 0;              ///< 0: as many as the machine has
  std::string model;                 ///< its folder; empty: where `reader_source` finds one
  std::string cast;                  ///< the file of a given cast; empty where none is given
  std::string fixes;  ///< a file of fixes; empty: NAME.fixes.yaml beside each input
  bool tokenized = false;
  bool quiet = false;
  tag_reading tags = tag_reading::narrator;
  first_person_reading first_person = first_person_reading::narrator;
  std::string voices;  ///< a file; may be empty
};

struct verify_command {
  std::vector<std::string> inputs;
  std::string model;  ///< its folder; empty: where `reader_source` finds one
  bool tokenized = false;
  bool quiet = false;
};

struct show_command {
  std::string input;
  std::string what = "cast";
  std::string model;  ///< its folder; empty: where `reader_source` finds one
  bool tokenized = false;
};

[[nodiscard]] int run(const read_command& c);
[[nodiscard]] int run(const verify_command& c);
[[nodiscard]] int run(const show_command& c);
[[nodiscard]] int list_formats();

}  // namespace fabula::program

#endif  // FABULA_APPS_COMMANDS_HPP
