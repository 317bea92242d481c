/// @file
/// @brief Proves what can be proved about a story without gold: nothing lost, nothing out of place,
/// and no answer against what the text itself says.
#ifndef FABULA_STORY_VERIFY_HPP
#define FABULA_STORY_VERIFY_HPP

#include <string>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula {

/// One question and its answer.
struct check {
  std::string name;                   ///< "segments tile the text"
  std::string detail;                 ///< "1,204 segments, 684,731 of 684,731 characters"
  std::vector<std::string> problems;  ///< the first ten, each with its place
  std::size_t failures = 0;           ///< all of them

  [[nodiscard]] bool passed() const noexcept { return failures == 0; }
};

struct report {
  std::vector<check> checks;

  [[nodiscard]] bool passed() const noexcept {
    for (const check& c : checks) {
      if (!c.passed()) return false;
    }
    return true;
  }
};

/// Runs every check; O(text). `input`, where given, is what the story was read from: a plain text
/// in UTF-8 is compared with it character for character. Ids and ranges are checked first; where
/// they are wrong, nothing else is.
[[nodiscard]] report verify(const story& s, std::string_view input = {});

/// A number with a comma at every thousand: 684,731.
[[nodiscard]] std::string with_commas(std::uint64_t n);

}  // namespace fabula

#endif  // FABULA_STORY_VERIFY_HPP
