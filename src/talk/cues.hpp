/// @file
/// @brief The words beside a quotation that tell who speaks and how: `said Ruth`, `she wrote back`.
#ifndef FABULA_TALK_CUES_HPP
#define FABULA_TALK_CUES_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "layers.hpp"
#include "people/person_phrase.hpp"

namespace fabula::talk {

enum class verb_kind : std::uint8_t { speech, thought, message, sing };
enum class cue_side : std::uint8_t { after, before };

/// A verb of speech, thought or writing with its subject.
struct cue {
  std::uint32_t first = 0;  ///< tokens [first, last) of verb and subject
  std::uint32_t last = 0;
  std::uint32_t subject_first = 0;  ///< tokens of the subject
  std::uint32_t subject_last = 0;
  std::uint32_t verb = 0;
  people::phrase_kind subject = people::phrase_kind::name;
  verb_kind kind = verb_kind::speech;
  cue_side side = cue_side::after;
  bool weak = false;  ///< the verb stands by itself as often as in a cue ("began", "went on")
};

/// What cues are read from; all of it outlives the calls.
struct cue_source {
  const token_layer& tokens;
  std::string_view text;
  const std::vector<token>* grammar =
      nullptr;  ///< of each token its tree; null where there is none
};

/// The cue in tokens [from, to) that follow a quotation; `to` is the end of the paragraph or where
/// the next quotation opens.
[[nodiscard]] std::optional<cue> cue_after(const cue_source& in, std::uint32_t from,
                                           std::uint32_t to);

/// The cue in tokens [from, to) that stand before a quotation.
[[nodiscard]] std::optional<cue> cue_before(const cue_source& in, std::uint32_t from,
                                            std::uint32_t to);

}  // namespace fabula::talk

#endif  // FABULA_TALK_CUES_HPP
