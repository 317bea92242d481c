/// @file
/// @brief Who says each utterance, and to whom.
#ifndef FABULA_TALK_SPEAKERS_HPP
#define FABULA_TALK_SPEAKERS_HPP

#include <cstdint>
#include <vector>

#include "people/cast.hpp"
#include "talk/fixed_lines.hpp"
#include "talk/utterances.hpp"

namespace fabula::talk {

/// What the attribution reads; all of it outlives the call.
struct speaker_input {
  std::string_view text;
  const std::vector<chapter>& chapters;
  const std::vector<paragraph>& paragraphs;
  const token_layer& tokens;
  const utterance_layer& utterances;
  const people::cast_layer& cast;
  const std::vector<people::person_mention>& mentions;  ///< names, descriptions, pronouns, in order
  const std::vector<token>* grammar = nullptr;          ///< the trees, where a network read them
  /// What the user says: a speaker here is certain for its own turn and evidence for the turns
  /// around it, as a cue by name is. Null where nothing was corrected.
  const fixed_lines* fixed = nullptr;
};

class speaker_model;

/// Gives each utterance its speaker, addressees, evidence and confidence. A cue by name is a fact.
/// With a model, two passes of boosted trees weigh everything else (trained_speakers.cpp); without
/// one, rules weigh it and each exchange is solved as a whole by the best sequence of speakers
/// (second-order Viterbi over turns). O(utterances).
[[nodiscard]] std::vector<quote> find_speakers(const speaker_input& in,
                                               const speaker_model* model = nullptr);

/// The same, by the model: find_speakers calls it.
[[nodiscard]] std::vector<quote> find_trained_speakers(const speaker_input& in,
                                                       const speaker_model& model);

}  // namespace fabula::talk

#endif  // FABULA_TALK_SPEAKERS_HPP
