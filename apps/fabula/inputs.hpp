/// @file
/// @brief Which files to read, and where what is made of them goes.
#ifndef FABULA_APPS_INPUTS_HPP
#define FABULA_APPS_INPUTS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula::program {

/// The word for standard input.
inline constexpr std::string_view k_standard_input = "-";

struct input {
  std::string path;  ///< as the user named it, or found in a folder that they named; "-"
  std::string name;  ///< the file's name without its folder
};

/// The files meant by what was named: a folder stands for every story in it and below it (hidden
/// files and what fabula wrote apart), in the order of their names. A file named twice is read
/// once. Errors: `empty` (a folder without stories), `not_found`, `not_allowed`, of the first that
/// has one; a FILE that is not there is found out when it is read, so that the others are read all
/// the same.
struct input_list {
  std::vector<input> inputs;
  std::vector<error> errors;
};
[[nodiscard]] input_list find_inputs(const std::vector<std::string>& named, bool with_stores);

[[nodiscard]] result<std::string> read_bytes(const input& in);

/// FOLDER/STEM.EXTENSION; the folder may be empty.
[[nodiscard]] std::string output_path(const input& in, std::string_view folder,
                                      std::string_view extension);

/// Refuses, before anything is read, outputs that would overwrite one another or an input.
[[nodiscard]] result<void> check_outputs(const std::vector<input>& inputs, std::string_view folder,
                                         const std::vector<std::string>& formats);

}  // namespace fabula::program

#endif  // FABULA_APPS_INPUTS_HPP
