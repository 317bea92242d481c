/// @file
/// @brief Who may have said each line, and what speaks for each of them: the inputs of the first
/// pass of the attribution. `train/speaker_rows.cpp` writes the very same numbers for training.
#ifndef FABULA_TALK_SPEAKER_FEATURES_HPP
#define FABULA_TALK_SPEAKER_FEATURES_HPP

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "talk/lines.hpp"

namespace fabula::talk {

/// The numbers of one line and one candidate. A change here needs a new training: the model's
/// architecture tag (speaker_model.hpp) must change with it. What is not there is NaN.
enum class sign : std::uint32_t {
  // of the line
  cue_kind,  ///< 0 none, else 1 + people::phrase_kind
  cue_before,
  cue_weak,
  cue_verb,
  cue_capital,  ///< its subject ends with a capital: "the Secretary", no mere description
  cue_known,    ///< whether somebody knows whom the cue means
  words,
  opens,
  closes,
  spans,
  gap_before,  ///< paragraphs
  gap_behind,
  kind,
  asks,
  asked,  ///< the line before asks
  asks_next,
  begins,  ///< `opening` of the line, of the one before and of the next
  begins_before,
  begins_next,
  says_i,
  says_you,
  says_he,
  says_she,
  says_honorific,  ///< 1 sir, -1 madam
  first_person,    ///< the chapter has a narrator
  place_in_turn,
  lines_in_turn,
  candidates,
  words_before,
  words_after,
  words_between,  ///< of narration, to the line before
  anybody_called,
  runs_on,
  ran_on,  ///< the line before was not closed
  // of the candidate
  nobody,  ///< 1 in the row that stands for "none of these"
  narrator,
  gender,  ///< 1 he, -1 she, 0 not known
  cue_gender,
  cue_is,
  cue_confidence,
  cue_form,     ///< the cue is a whole name form of who it means
  turn_cue_is,  ///< of the other cues in the turn
  rank,         ///< by mentions in the book
  share,
  cue_share,
  // of each place beside the line, five numbers: distance by name, by any mention, role, others
  // between, verb
  places,
  subject_rank = places + 5 * k_places,  ///< among the last subjects of narration
  words_since,
  paragraphs_since_named,
  paragraphs_since,
  recency,
  recency_of_gender,
  count_1,
  count_3,
  count_10,
  paragraphs_until,
  called_here,
  named_here,
  pronoun_here,
  called_1_before,
  called_2_before,
  called_1_behind,
  called_2_behind,
  named_1_before,
  named_1_behind,
  honorific_before,
  honorific_behind,
  cue_turns_before,
  cue_turns_before_odd,
  cue_turns_behind,
  cue_turns_behind_odd,
  is_cue_1_before,
  is_cue_2_before,
  is_cue_1_behind,
  is_cue_2_behind,
  gender_1_before,
  gender_2_before,
  gender_1_behind,
  gender_2_behind,
  mentions_in_exchange,
  cues_in_exchange,
  subject_in_paragraph,
  named,      ///< share of their mentions that are names and not descriptions
  cue_words,  ///< how many cues name or describe the one whom this cue means
  remote_only,
  object_of_cue,
  // of the scene: paragraphs between break marks, gaps or headings
  scenes_since,        ///< breaks since they were last mentioned
  scenes_since_named,  ///< by name
  scene_before,        ///< mentions of them in narration, or calls, in this scene before the line
  scene_behind,
  scene_until,        ///< paragraphs to the next of them
  scene_people,       ///< how many others are mentioned so in the scene
  scene_moves,        ///< what they last did in the scene: came 1, left -1, stayed 0
  scene_cues_before,  ///< turns of the scene whose cue names them
  scene_cues_behind,
  scene_called,  ///< lines of the scene that call them
  scene_named,   ///< lines of the scene that speak of them
  // of the run of unbroken speech, where two who talk take every other turn
  run_called_odd,    ///< decayed sums over turns at odd distance that call them by name
  run_called_even,   ///< at even distance
  run_called_other,  ///< at odd distance, and call somebody else
  run_named,         ///< turns that speak of them
  run_pronoun,       ///< turns whose "he" or "she" means them
  run_cued_odd,      ///< turns whose cue names them
  run_cued_even,
  run_cued_other,  ///< at even distance, and names somebody else
  run_place,       ///< turns of the run before this one
  run_left,
  run_gender,  ///< what turns at even distance tell of their speaker, at odd of their hearer: fits
  frame_before,  ///< in the narration before the run: 1 mentioned, 2 a subject
  frame_behind,
  count
};

inline constexpr std::size_t k_signs = static_cast<std::size_t>(sign::count);

/// What is known of one line's speaker before and after each pass.
struct line_candidates {
  std::vector<std::uint32_t> who;  ///< characters; the last one is `k_nobody`
  std::vector<float> probability;  ///< parallel to `who`; sums to 1
};

/// Finds candidates and their signs, line by line.
class speaker_features {
 public:
  /// Both outlive this. O(mentions + lines).
  speaker_features(const speaker_input& in, const line_layer& lines);

  /// Those who may have said line `i`: everyone mentioned near, those who spoke last, the narrator.
  [[nodiscard]] std::vector<std::uint32_t> candidates(std::uint32_t i) const;

  /// A row of `k_signs` numbers for each of `who`, one after the other.
  void rows(std::uint32_t i, const std::vector<std::uint32_t>& who, std::vector<float>& out) const;

  /// Who says line `i` as the user knows; `k_nobody` where they say nothing of it.
  [[nodiscard]] std::uint32_t fixed_by_user(std::uint32_t i) const;

  /// The character whom the user or a plain cue of line `i` names; `k_nobody` where none does.
  [[nodiscard]] std::uint32_t named_by_cue(std::uint32_t i) const { return cued_[i]; }

 private:
  struct reach;
  void line_signs(std::uint32_t i, std::size_t candidates, std::span<float> row) const;
  void candidate_signs(std::uint32_t i, std::uint32_t who, std::span<float> row) const;
  void place_signs(std::uint32_t i, std::span<const std::uint32_t> who,
                   std::span<float> rows) const;
  void salience_signs(std::uint32_t i, std::span<const std::uint32_t> who,
                      std::span<float> rows) const;
  void neighbour_signs(std::uint32_t i, std::uint32_t who, std::span<float> row) const;
  void run_signs(std::uint32_t i, std::uint32_t who, std::span<float> row) const;
  void scene_signs(std::uint32_t i, std::span<const std::uint32_t> who,
                   std::span<float> rows) const;
  void gather_frames();
  [[nodiscard]] float gender_of(std::uint32_t who) const;
  [[nodiscard]] float agreement(const cue* tag, std::uint32_t who) const;

  const speaker_input& in_;
  const line_layer& lines_;
  std::vector<std::uint32_t> cued_;       ///< of each line
  std::vector<std::uint8_t> form_;        ///< of each line: its cue is a whole name form
  std::vector<std::uint32_t> turn_cued_;  ///< of each turn
  std::vector<const cue*> turn_tag_;
  std::vector<std::uint32_t> mentions_;  ///< of each character
  std::vector<std::uint32_t> names_;
  std::vector<std::uint32_t> cues_;
  std::vector<std::uint32_t> rank_;
  std::vector<std::uint32_t> narrated_;  ///< mentions of the narration, in order
  /// Of each turn that begins a run: who is mentioned in the narration before it and behind it,
  /// and whether as a subject.
  struct frame {
    std::vector<std::pair<std::uint32_t, bool>> before;
    std::vector<std::pair<std::uint32_t, bool>> behind;
  };
  std::vector<frame> frames_;
  std::unordered_map<std::uint32_t, weighted_people> address_users_;  ///< of a form: by cues
  std::vector<std::vector<std::uint32_t>> pronouns_;  ///< of each line: whom its "he", "she" mean
  std::uint32_t all_cues_ = 0;
};

}  // namespace fabula::talk

#endif  // FABULA_TALK_SPEAKER_FEATURES_HPP
