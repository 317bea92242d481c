/// @file
/// @brief What the first pass believes of the lines around: the further inputs of the second pass.
#ifndef FABULA_TALK_SPEAKER_BELIEFS_HPP
#define FABULA_TALK_SPEAKER_BELIEFS_HPP

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "talk/speaker_features.hpp"
#include "talk/turn_order.hpp"

namespace fabula::talk {

/// The numbers that the second pass adds to `sign`, of one line and one candidate.
enum class belief : std::uint32_t {
  own,
  rival,
  place,               ///< among the line's candidates by probability
  lines,               ///< probability at the lines -6 .. -1 and 1 .. 4
  turns = lines + 10,  ///< at the turns -4 .. -1 and 1 .. 4
  rest_of_turn = turns + 8,
  same_before,  ///< decayed sums over turns of the same parity
  other_before,
  same_behind,
  other_behind,
  exchange_share,
  exchange_place,
  parties,
  last_10,
  next_10,
  last_30,
  next_30,
  book,
  answers_before,  ///< how often they answer those who spoke before
  answers_behind,
  vocabulary,
  vocabulary_lead,
  lines_since,
  lines_until,
  speaker_before_called,  ///< probability that who spoke last is called by name here
  speaker_behind_called,
  sure_before,  ///< the highest probability of the turn before
  sure_behind,
  marginal,  ///< by forward and backward sums over the exchange
  marginal_rival,
  marginal_turns,                        ///< at the turns -2, -1, 1, 2
  run_same_before = marginal_turns + 4,  ///< as `same_before`, in the run of unbroken speech alone
  run_other_before,
  run_same_behind,
  run_other_behind,
  run_share,
  run_before,  ///< turns of the run before this one
  run_behind,
  gap_before,  ///< paragraphs of narration between this turn and the one before
  gap_behind,
  address_used,  ///< how much rather they than others say "daddy", "sir", "old boy" as this line
                 ///< does
  address_heard_before,  ///< how much rather they are called what the turn before calls its hearer
  address_heard_behind,
  same_rival,       ///< of the others, the highest of `same_before` and `same_behind` together
  run_rival,        ///< the same in the run
  vocabulary_word,  ///< the word of the line that is most theirs: "mummy"
  vocabulary_word_rival,  ///< the same of the others
  scene_share,            ///< of the other lines of the scene, 40 at most to either side
  count
};

inline constexpr std::size_t k_beliefs = static_cast<std::size_t>(belief::count);

/// Beliefs about all lines of a text, gathered so that each line can be looked at again.
class speaker_beliefs {
 public:
  /// All outlive this. O(words of utterances + turns).
  speaker_beliefs(const speaker_input& in, const line_layer& lines,
                  const std::vector<line_candidates>& first);

  /// A row of `k_beliefs` numbers for each of `own`, the candidates of line `i`, one after the
  /// other.
  void rows(std::uint32_t i, const line_candidates& own, std::vector<float>& out) const;

  /// How probable `who` is for turn `t`; 0 where they are no candidate.
  [[nodiscard]] float in_turn(std::uint32_t t, std::uint32_t who) const;

 private:
  void gather_turns();
  void gather_words();
  void gather_answers();
  void gather_address();
  [[nodiscard]] float listens(std::uint32_t t, std::uint32_t who) const;
  [[nodiscard]] float address_used(std::uint32_t i, std::uint32_t who, float own) const;
  [[nodiscard]] float address_heard(std::uint32_t t, std::uint32_t who) const;
  [[nodiscard]] float at_line(std::uint32_t i, std::uint32_t who) const;
  [[nodiscard]] float answers(std::uint32_t who, std::uint32_t to) const;
  [[nodiscard]] float vocabulary(std::uint32_t i, std::uint32_t who, float own) const;
  [[nodiscard]] float vocabulary_word(std::uint32_t i, std::uint32_t who, float own) const;
  void neighbour_beliefs(std::uint32_t i, std::uint32_t who, std::span<float> row) const;
  void run_beliefs(std::uint32_t i, std::uint32_t who, std::span<float> row) const;
  void share_beliefs(std::uint32_t i, std::uint32_t who, std::span<float> row) const;

  const speaker_input& in_;
  const line_layer& lines_;
  const std::vector<line_candidates>& first_;
  std::vector<weighted_people> turns_;                ///< of each turn, by probability
  std::vector<weighted_people> marginals_;            ///< of each turn
  std::vector<weighted_people> exchanges_;            ///< of each exchange: sums over its turns
  std::vector<float> book_;                           ///< of each character: sum over lines
  std::unordered_map<std::uint64_t, float> answers_;  ///< looked up only, never walked through
  std::unordered_map<std::uint64_t, float> words_;    ///< of a character: weight of a word
  std::vector<float> word_total_;                     ///< of each word
  std::vector<float> spoken_;                         ///< of each character: words
  float all_words_ = 0;
  std::unordered_map<std::uint64_t, float> addresses_;  ///< of a character and a form: lines
  std::unordered_map<std::uint64_t, float> addressed_;  ///< turns that call them so
  std::unordered_map<std::uint32_t, std::pair<float, float>> address_total_;  ///< of each form
  std::vector<float> heard_;  ///< of each character: turns
  std::vector<std::vector<std::pair<std::uint32_t, float>>> line_words_;  ///< word, times
};

}  // namespace fabula::talk

#endif  // FABULA_TALK_SPEAKER_BELIEFS_HPP
