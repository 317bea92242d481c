/// @file
/// @brief The words beside a quotation that tell who speaks and how: `said Ruth`, `she wrote back`.
#ifndef FABULA_TALK_CUES_HPP
#define FABULA_TALK_CUES_HPP

#include <cstdint>
#include <optional>
#include <string_view>

#include "fabula/span.hpp"
#include "layers.hpp"

namespace fabula::talk {

enum class subject_kind : std::uint8_t { name, he, she, they, i, we, description };
enum class verb_kind : std::uint8_t { speech, thought, message, sing };
enum class cue_side : std::uint8_t { after, before };

/// A verb of speech, thought or writing with its subject.
struct cue {
  std::uint32_t first = 0;  ///< tokens [first, last) of verb and subject
  std::uint32_t last = 0;
  std::uint32_t subject_first = 0;  ///< tokens of the subject
  std::uint32_t subject_last = 0;
  std::uint32_t verb = 0;
  subject_kind subject = subject_kind::name;
  verb_kind kind = verb_kind::speech;
  cue_side side = cue_side::after;
  bool weak = false;  ///< the verb stands by itself as often as in a cue ("began", "went on")
};

/// A noun phrase that can be somebody: tokens [first, last).
struct person_phrase {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  subject_kind kind = subject_kind::name;
};

/// Reads a phrase for a person at token `at`, not beyond `stop`: a pronoun in the nominative, a name
/// with its titles (`old Mr. Pettersen`), a description (`the other engineer`, `her assistant`).
[[nodiscard]] std::optional<person_phrase> read_person(const token_layer& t, std::uint32_t at,
                                                       std::uint32_t stop);

/// The cue in tokens [from, to) that follow a quotation; `to` is the end of the paragraph or where the
/// next quotation opens.
[[nodiscard]] std::optional<cue> cue_after(const token_layer& t, std::string_view text,
                                           std::uint32_t from, std::uint32_t to);

/// The cue in tokens [from, to) that stand before a quotation.
[[nodiscard]] std::optional<cue> cue_before(const token_layer& t, std::string_view text,
                                            std::uint32_t from, std::uint32_t to);

}  // namespace fabula::talk

#endif  // FABULA_TALK_CUES_HPP
