#include "talk/addressees.hpp"

#include <algorithm>
#include <limits>

namespace fabula::talk {
namespace {

using people::k_nobody;

constexpr float k_missing = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint32_t k_turns = 8;

[[nodiscard]] bool calls(const line_layer& lines, std::uint32_t turn, std::uint32_t who) {
  for (std::uint32_t k = lines.turns[turn].first; k < lines.turns[turn].last; ++k) {
    const auto& called = lines.lines[k].called;
    if (std::find(called.begin(), called.end(), who) != called.end()) return true;
  }
  return false;
}

/// Who says a turn, as far as its first line tells.
[[nodiscard]] std::uint32_t speaker_of_turn(const line_layer& lines,
                                            const std::vector<line_candidates>& second,
                                            std::uint32_t turn) {
  const line_candidates& c = second[lines.turns[turn].first];
  const std::size_t best = best_of(c);
  return best < c.who.size() ? c.who[best] : k_nobody;
}

}  // namespace

std::size_t best_of(const line_candidates& c) {
  std::size_t best = c.who.size();
  for (std::size_t k = 0; k < c.who.size(); ++k)
    if (c.who[k] != k_nobody && (best == c.who.size() || c.probability[k] > c.probability[best]))
      best = k;
  return best;
}

line_candidates hearers(const speaker_features& features,
                        const std::vector<line_candidates>& second, std::uint32_t i) {
  constexpr std::size_t k_most = 10;
  line_candidates out = second[i];
  for (const std::uint32_t who : features.candidates(i)) {
    if (out.who.size() >= k_most) break;
    if (std::find(out.who.begin(), out.who.end(), who) != out.who.end()) continue;
    out.who.push_back(who);
    out.probability.push_back(0);
  }
  return out;
}

void addressee_rows(const speaker_input& in, const line_layer& lines,
                    const speaker_features& features, const speaker_beliefs& beliefs,
                    const std::vector<line_candidates>& second, std::uint32_t i,
                    const line_candidates& own, std::vector<float>& out) {
  const line& l = lines.lines[i];
  const token_span exchange = lines.exchanges[l.exchange];
  std::vector<float> signs;
  std::vector<float> believed;
  features.rows(i, own.who, signs);
  beliefs.rows(i, own, believed);
  out.assign(own.who.size() * k_addressee_row, k_missing);
  const std::size_t best = best_of(own);
  const std::uint32_t speaker = best < own.who.size() ? own.who[best] : k_nobody;
  // The others who spoke around, nearest first.
  std::vector<std::uint32_t> before;
  std::vector<std::uint32_t> behind;
  for (std::uint32_t k = 1; k <= k_turns; ++k) {
    if (l.turn >= exchange.first + k) before.push_back(speaker_of_turn(lines, second, l.turn - k));
    if (l.turn + k < exchange.last) behind.push_back(speaker_of_turn(lines, second, l.turn + k));
  }
  const auto first_other = [&](const std::vector<std::uint32_t>& turns) {
    for (const std::uint32_t who : turns)
      if (who != speaker && who != k_nobody) return who;
    return k_nobody;
  };
  const auto distance = [](const std::vector<std::uint32_t>& turns, std::uint32_t who) {
    for (std::size_t k = 0; k < turns.size(); ++k)
      if (turns[k] == who) return static_cast<float>(k + 1);
    return k_missing;
  };
  for (std::size_t c = 0; c < own.who.size(); ++c) {
    float* row = out.data() + c * k_addressee_row;
    std::copy_n(signs.begin() + static_cast<std::ptrdiff_t>(c * k_signs), k_signs, row);
    std::copy_n(believed.begin() + static_cast<std::ptrdiff_t>(c * k_beliefs), k_beliefs,
                row + k_signs);
    const std::uint32_t who = own.who[c];
    if (who == k_nobody) continue;
    float* ears = row + k_signs + k_beliefs;
    const auto set = [&](ear e, float value) { ears[static_cast<std::size_t>(e)] = value; };
    set(ear::turns_since, distance(before, who));
    set(ear::turns_until, distance(behind, who));
    set(ear::last_other, first_other(before) == who ? 1.0F : 0.0F);
    set(ear::next_other, first_other(behind) == who ? 1.0F : 0.0F);
    if (speaker == k_nobody) continue;
    const character& teller = in.cast.characters[speaker];
    const character& hearer = in.cast.characters[who];
    set(ear::speaker_probability, own.probability[best]);
    set(ear::speaker_is_narrator, teller.narrator ? 1.0F : 0.0F);
    set(ear::same_gender,
        teller.pronouns == pronoun_set::unknown || hearer.pronouns == pronoun_set::unknown
            ? k_missing
        : teller.pronouns == hearer.pronouns ? 1.0F
                                             : 0.0F);
    set(ear::speaker_share,
        believed[best * k_beliefs + static_cast<std::size_t>(belief::exchange_share)]);
    if (l.turn > exchange.first && calls(lines, l.turn - 1, speaker))
      set(ear::speaker_called_before, beliefs.in_turn(l.turn - 1, who));
    if (l.turn + 1 < exchange.last && calls(lines, l.turn + 1, speaker))
      set(ear::speaker_called_behind, beliefs.in_turn(l.turn + 1, who));
  }
}

}  // namespace fabula::talk
