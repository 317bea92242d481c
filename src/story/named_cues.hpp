/// @file
/// @brief The few cues that nobody can read in two ways: `"...," said NAME` and its like. Written
/// apart from src/talk, so that the two can be compared. Not for finding speakers.
#ifndef FABULA_STORY_NAMED_CUES_HPP
#define FABULA_STORY_NAMED_CUES_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fabula/story.hpp"

namespace fabula {

/// Finds, beside an utterance, a name of the cast with a verb of speaking.
class named_cues {
 public:
  explicit named_cues(const story& s);

  struct cue {
    byte_range span;       ///< "said Odile Marr"
    character_id speaker;  ///< whom the name means; no other member of the cast bears it
  };

  /// The cue beside one part of an utterance; none where there is none or it could mean two things.
  [[nodiscard]] std::optional<cue> beside(byte_range part) const;

  /// Whether one of the forms of this character stands in `words`, as whole words.
  [[nodiscard]] bool names(std::string_view words, character_id who) const;

 private:
  struct name_form {
    std::string text;
    std::optional<character_id> owner;  ///< none where two bear it
  };
  struct match {
    std::size_t end;
    std::optional<character_id> owner;
  };

  [[nodiscard]] std::optional<match> name_at(std::size_t at) const;
  [[nodiscard]] std::optional<cue> verb_then_name(byte_range part) const;
  [[nodiscard]] std::optional<cue> name_then_verb(byte_range part) const;
  [[nodiscard]] std::optional<cue> before(byte_range part) const;

  const story& s_;
  std::unordered_map<std::string, std::vector<name_form>> by_first_word_;
};

}  // namespace fabula

#endif  // FABULA_STORY_NAMED_CUES_HPP
