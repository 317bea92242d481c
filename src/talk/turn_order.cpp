#include "talk/turn_order.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fabula::talk {
namespace {

using people::k_nobody;

constexpr turn_order k_last_look = {0.3, 0.8, 1.3, 1.1};
constexpr float k_least = 1e-5F;  ///< of who is not among the likeliest of the turn

/// The sums over turns of one exchange that answer one another. Products are scaled to 1 at each
/// turn.
class exchange_sums {
 public:
  exchange_sums(const line_layer& lines, const std::vector<weighted_people>& turns,
                const std::vector<std::uint32_t>& of, const turn_order& order)
      : order_(order), of_(of), states_(of.size()), unbroken_(of.size(), false) {
    constexpr std::size_t k_states = 6;
    for (std::size_t k = 0; k < states_.size(); ++k) {
      states_[k] = turns[of[k]];
      if (states_[k].size() > k_states) states_[k].resize(k_states);
      if (states_[k].empty()) states_[k].emplace_back(k_nobody, 1.0F);
      unbroken_[k] = k > 0 && of[k] == of[k - 1] + 1 && gap_before(lines, of[k]) == 0;
    }
    go_forward();
    go_backward();
  }

  void write_to(std::vector<weighted_people>& out) const {
    for (std::size_t k = 0; k < states_.size(); ++k) {
      const std::size_t wide = states_[k].size();
      std::vector<double> sums(wide, 0);
      for (std::size_t x = 0; x < forward_[k].size(); ++x)
        sums[x % wide] += forward_[k][x] * backward_[k][x];
      scale(sums);
      for (std::size_t c = 0; c < wide; ++c)
        out[of_[k]].emplace_back(states_[k][c].first, static_cast<float>(sums[c]));
    }
  }

 private:
  [[nodiscard]] double again(std::size_t k, std::size_t b, std::size_t c) const {
    if (states_[k - 1][b].first != states_[k][c].first) return 1;
    return unbroken_[k] ? order_.again : order_.again_over_gap;
  }
  [[nodiscard]] double alternate(std::size_t k, std::size_t a, std::size_t c) const {
    if (states_[k - 2][a].first != states_[k][c].first) return 1;
    return unbroken_[k] && unbroken_[k - 1] ? order_.alternate : order_.alternate_over_gap;
  }
  [[nodiscard]] double emits(std::size_t k, std::size_t c) const {
    constexpr double k_floor = 0.004;
    return static_cast<double>(states_[k][c].second) + k_floor;
  }
  static void scale(std::vector<double>& v) {
    double sum = 0;
    for (const double x : v)
      sum += x;
    for (double& x : v)
      x /= sum;
  }

  void go_forward() {
    forward_.resize(states_.size());
    for (std::size_t k = 0; k < states_.size(); ++k) {
      const std::size_t wide = states_[k].size();
      const std::size_t before = k == 0 ? 1 : states_[k - 1].size();
      forward_[k].assign(before * wide, 0);
      for (std::size_t b = 0; b < before; ++b)
        for (std::size_t c = 0; c < wide; ++c) {
          double sum = 1;
          if (k == 1) sum = forward_[0][b];
          if (k > 1) {
            sum = 0;
            for (std::size_t a = 0; a < states_[k - 2].size(); ++a)
              sum += forward_[k - 1][a * before + b] * alternate(k, a, c);
          }
          forward_[k][b * wide + c] = sum * (k > 0 ? again(k, b, c) : 1.0) * emits(k, c);
        }
      scale(forward_[k]);
    }
  }

  void go_backward() {
    const std::size_t n = states_.size();
    backward_.resize(n);
    for (std::size_t k = n; k-- > 0;) {
      const std::size_t wide = states_[k].size();
      const std::size_t before = k == 0 ? 1 : states_[k - 1].size();
      backward_[k].assign(before * wide, 1);
      if (k + 1 == n) continue;
      const std::size_t next = states_[k + 1].size();
      for (std::size_t b = 0; b < before; ++b)
        for (std::size_t c = 0; c < wide; ++c) {
          double sum = 0;
          for (std::size_t d = 0; d < next; ++d)
            sum += backward_[k + 1][c * next + d] * again(k + 1, c, d) * emits(k + 1, d) *
                   (k > 0 ? alternate(k + 1, b, d) : 1.0);
          backward_[k][b * wide + c] = sum;
        }
      scale(backward_[k]);
    }
  }

  const turn_order& order_;
  const std::vector<std::uint32_t>& of_;
  std::vector<weighted_people> states_;
  std::vector<bool> unbroken_;
  /// [k][b, c]: turns k - 1 and k are said by b and c.
  std::vector<std::vector<double>> forward_;
  std::vector<std::vector<double>> backward_;
};

}  // namespace

std::vector<weighted_people> people_of_turns(const line_layer& lines,
                                             const std::vector<line_candidates>& of) {
  std::vector<weighted_people> out(lines.turns.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    const token_span span = lines.turns[t];
    const float part = 1.0F / static_cast<float>(span.last - span.first);
    for (std::uint32_t i = span.first; i < span.last; ++i)
      for (std::size_t k = 0; k < of[i].who.size(); ++k)
        if (of[i].who[k] != k_nobody) add_weight(out[t], of[i].who[k], part * of[i].probability[k]);
    by_weight(out[t]);
  }
  return out;
}

std::vector<weighted_people> smooth(const line_layer& lines,
                                    const std::vector<weighted_people>& turns,
                                    const turn_order& order) {
  std::vector<weighted_people> out(turns.size());
  for (const token_span e : lines.exchanges) {
    // Talk goes on beside messages, and messages beside talk.
    std::array<std::vector<std::uint32_t>, 2> of;
    for (std::uint32_t t = e.first; t < e.last; ++t)
      of[lines.lines[lines.turns[t].first].remote ? 1 : 0].push_back(t);
    for (const auto& some : of)
      if (!some.empty()) exchange_sums(lines, turns, some, order).write_to(out);
  }
  return out;
}

void settle_turns(const line_layer& lines, std::vector<line_candidates>& of) {
  const auto said = smooth(lines, people_of_turns(lines, of), k_last_look);
  for (std::uint32_t i = 0; i < of.size(); ++i) {
    line_candidates& c = of[i];
    if (c.who.size() < 2) continue;
    const float anybody = 1 - c.probability.back();  // "none of these" has no turns
    float sum = 0;
    for (std::size_t k = 0; k < c.who.size(); ++k) {
      float& p = c.probability[k];
      if (c.who[k] != k_nobody)
        p = std::sqrt(p * anybody *
                      std::max(k_least, weight_of(said[lines.lines[i].turn], c.who[k])));
      sum += p;
    }
    if (sum > 0)
      for (float& p : c.probability)
        p /= sum;
  }
}

}  // namespace fabula::talk
