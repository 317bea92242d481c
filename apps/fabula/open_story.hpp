/// @file
/// @brief A story from whatever the user names: a book that is read, or a .story file that is
/// loaded.
#ifndef FABULA_APPS_OPEN_STORY_HPP
#define FABULA_APPS_OPEN_STORY_HPP

#include <string>

#include "fabula/reader.hpp"
#include "inputs.hpp"
#include "models.hpp"
#include "progress.hpp"

namespace fabula::program {

/// Reads bytes; progress is shown under the input's name, and errors name the file as the user did.
[[nodiscard]] result<story> read_story(const input& in, std::string_view bytes,
                                       read_options options, reader_source& readers,
                                       progress& shown);

struct opened_story {
  story value;
  std::string bytes;  ///< of the book; empty for a .story file
};

[[nodiscard]] result<opened_story> open_story(const input& in, bool tokenized,
                                              reader_source& readers, progress& shown);

}  // namespace fabula::program

#endif  // FABULA_APPS_OPEN_STORY_HPP
