/// @file
/// @brief The cast: name forms found in the text, joined to people, and who narrates.
#ifndef FABULA_PEOPLE_CAST_HPP
#define FABULA_PEOPLE_CAST_HPP

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/story.hpp"
#include "language/lexicon.hpp"
#include "language/syntax.hpp"
#include "layers.hpp"
#include "people/person_phrase.hpp"

namespace fabula::people {

inline constexpr std::uint32_t k_nobody = 0xFFFFFFFFU;

/// How a mention stands in its sentence, as far as words beside it tell.
enum class mention_role : std::uint8_t {
  other,
  subject,
  vocative,
  possessive,
  absent  ///< only told back of: "Hester had taught them"
};

/// Tokens [first, last) that name or describe a character or, once resolved, stand for one.
struct person_mention {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t character = 0;
  mention_form form = mention_form::prop;
  mention_role role = mention_role::other;
  bool in_quote = false;
  float confidence = 0.9F;
  bool certain = false;  ///< a description that needs no question: the user's own "the minister"
};

struct cast_layer {
  std::vector<character> characters;     ///< by number (people/roster.hpp)
  std::vector<person_mention> mentions;  ///< by name and description, in order; none overlap
  std::vector<std::uint32_t> narrator;   ///< of each paragraph; `k_nobody` for none
  bool given = false;                    ///< by the user: nobody else is in it
  std::vector<std::uint8_t> in_quote;  ///< of each token: inside an utterance that is not `quoted`
};

/// What the cast is built from; all of it outlives the call.
struct cast_input {
  std::string_view text;
  const std::vector<chapter>& chapters;
  const std::vector<paragraph>& paragraphs;
  const token_layer& tokens;
  const std::vector<quote>& quotes;
  const std::vector<std::optional<person_phrase>>&
      cue_subjects;  ///< of each quote, where it has a cue
  const language::lexicon& words;
  const fix_list* fixes = nullptr;  ///< names that are not the same must not be joined
  /// Tags, trees and phrases; null, or without tokens, where no network has read the text.
  const language::syntax_layer* syntax = nullptr;
  /// Only so many tokens are read; they end with a chapter.
  std::uint32_t first_tokens = k_nobody;

  [[nodiscard]] std::uint32_t size() const noexcept {
    return std::min(first_tokens, tokens.size());
  }
  [[nodiscard]] bool has_syntax() const noexcept {
    return syntax != nullptr && syntax->tokens.size() == tokens.size();
  }
};

/// Reads tokens, utterances and their cues; writes the cast and its mentions by name. O(n).
[[nodiscard]] cast_layer build_cast(const cast_input& in);

/// Of each token: 1 inside an utterance that is not `quoted`.
[[nodiscard]] std::vector<std::uint8_t> mark_quoted_tokens(const cast_input& in);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_CAST_HPP
