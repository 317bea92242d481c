/// @file
/// @brief Finds what is said, thought and written inside the story, whatever its typography.
#ifndef FABULA_TALK_UTTERANCES_HPP
#define FABULA_TALK_UTTERANCES_HPP

#include <optional>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "language/lexicon.hpp"
#include "layers.hpp"
#include "talk/cues.hpp"

namespace fabula::talk {

/// Quotes without speakers, sorted by start, and the cue of each.
struct utterance_layer {
  std::vector<quote> quotes;
  std::vector<std::optional<cue>> cues;  ///< parallel to `quotes`
};

/// What the finder reads; all of it outlives the call.
struct utterance_input {
  std::string_view text;
  const std::vector<chapter>& chapters;
  const std::vector<paragraph>& paragraphs;
  const std::vector<emphasis>& emphases;
  const token_layer& tokens;
  const language::lexicon& words;
  const std::vector<token>* grammar = nullptr;  ///< tree of each token; null where there is none

  [[nodiscard]] cue_source cues() const noexcept { return {tokens, text, grammar}; }
};

/// Reads text, paragraphs, emphases, tokens and trees; writes utterances. Style is decided by
/// paragraph and its neighbours, never once for a book. Front and back matter holds none. O(n).
[[nodiscard]] utterance_layer find_utterances(const utterance_input& in);

}  // namespace fabula::talk

#endif  // FABULA_TALK_UTTERANCES_HPP
