/// @file
/// @brief To whom a line may be said, and what speaks for each: the inputs of the addressee ranker.
#ifndef FABULA_TALK_ADDRESSEES_HPP
#define FABULA_TALK_ADDRESSEES_HPP

#include <cstdint>
#include <span>
#include <vector>

#include "talk/speaker_beliefs.hpp"

namespace fabula::talk {

/// What an addressee's row has beside its `sign` and `belief` numbers, which are as for a speaker.
enum class ear : std::uint32_t {
  turns_since,  ///< since they last spoke, the speaker's own turns left out
  turns_until,
  last_other,  ///< 1 where nobody but the speaker has spoken since
  next_other,
  speaker_called_before,  ///< the turn before calls the speaker, and they may have said it
  speaker_called_behind,
  speaker_probability,
  speaker_is_narrator,
  same_gender,
  speaker_share,
  count
};

inline constexpr std::size_t k_ears = static_cast<std::size_t>(ear::count);
inline constexpr std::size_t k_addressee_row = k_signs + k_beliefs + k_ears;

/// Those who may be addressed by line `i`, with what the second pass believes of them as speakers
/// of it: everyone near, also those who certainly do not say it.
[[nodiscard]] line_candidates hearers(const speaker_features& features,
                                      const std::vector<line_candidates>& second, std::uint32_t i);

/// A row for each of `own`, the hearers of line `i`, one after the other: its signs, its beliefs,
/// its `ear` numbers. `second` is who says each line, with how much belief.
void addressee_rows(const speaker_input& in, const line_layer& lines,
                    const speaker_features& features, const speaker_beliefs& beliefs,
                    const std::vector<line_candidates>& second, std::uint32_t i,
                    const line_candidates& own, std::vector<float>& out);

/// The most probable candidate of a line, `k_nobody` apart; `who.size()` where there is none.
[[nodiscard]] std::size_t best_of(const line_candidates& c);

}  // namespace fabula::talk

#endif  // FABULA_TALK_ADDRESSEES_HPP
