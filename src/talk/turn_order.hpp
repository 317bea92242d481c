/// @file
/// @brief The turns of an exchange looked at together: people seldom speak twice in a row and often
/// every other time.
#ifndef FABULA_TALK_TURN_ORDER_HPP
#define FABULA_TALK_TURN_ORDER_HPP

#include <cstdint>
#include <utility>
#include <vector>

#include "talk/speaker_features.hpp"

namespace fabula::talk {

/// How much likelier the same voice is than another, in the next turn and in the one after it;
/// narration between two turns lets the same voice go on.
struct turn_order {
  double again = 0;
  double again_over_gap = 0;
  double alternate = 0;
  double alternate_over_gap = 0;
};

/// Who may say each turn: the mean of its lines, `k_nobody` left out.
[[nodiscard]] std::vector<weighted_people> people_of_turns(const line_layer& lines,
                                                           const std::vector<line_candidates>& of);

/// Of each turn, how probable each of its likeliest six is within its exchange, messages and talk
/// apart, by forward and
/// backward sums (Rabiner 1989) of second order; `turns` as `people_of_turns` gives them. O(turns).
[[nodiscard]] std::vector<weighted_people> smooth(const line_layer& lines,
                                                  const std::vector<weighted_people>& turns,
                                                  const turn_order& order);

/// The last look: each probability becomes its geometric mean with what `smooth` says, so that one
/// voice does not say ten turns of an unbroken run ("Where's mummy gone?" "London." "Why?").
void settle_turns(const line_layer& lines, std::vector<line_candidates>& of);

}  // namespace fabula::talk

#endif  // FABULA_TALK_TURN_ORDER_HPP
