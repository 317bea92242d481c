#include "talk/speaker_beliefs.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace fabula::talk {
namespace {

using people::k_nobody;

constexpr float k_missing = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint32_t k_words_of_line = 80;
constexpr float k_smallest = 0.01F;  ///< beliefs below it are left out of sums over words

[[nodiscard]] std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) noexcept {
  return (static_cast<std::uint64_t>(a) << 32U) | b;
}

void set(std::span<float> row, belief b, float value) {
  row[static_cast<std::size_t>(b)] = value;
}

void by_weight(std::vector<std::pair<std::uint32_t, float>>& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
}

void add(std::vector<std::pair<std::uint32_t, float>>& list, std::uint32_t who, float weight) {
  for (auto& entry : list)
    if (entry.first == who) {
      entry.second += weight;
      return;
    }
  list.emplace_back(who, weight);
}

}  // namespace

speaker_beliefs::speaker_beliefs(const speaker_input& in, const line_layer& lines,
                                 const std::vector<line_candidates>& first)
    : in_(in), lines_(lines), first_(first) {
  gather_turns();
  gather_runs();
  gather_words();
  gather_answers();
  smooth();
}

float speaker_beliefs::find(const candidate_list& list, std::uint32_t who) {
  for (const auto& [other, weight] : list)
    if (other == who) return weight;
  return 0;
}

float speaker_beliefs::in_turn(std::uint32_t t, std::uint32_t who) const {
  return find(turns_[t], who);
}

float speaker_beliefs::at_line(std::uint32_t i, std::uint32_t who) const {
  const line_candidates& c = first_[i];
  for (std::size_t k = 0; k < c.who.size(); ++k)
    if (c.who[k] == who) return c.probability[k];
  return 0;
}

void speaker_beliefs::gather_turns() {
  turns_.resize(lines_.turns.size());
  exchanges_.resize(lines_.exchanges.size());
  book_.assign(in_.cast.characters.size(), 0);
  for (std::size_t t = 0; t < turns_.size(); ++t) {
    const token_span of = lines_.turns[t];
    const float part = 1.0F / static_cast<float>(of.last - of.first);
    for (std::uint32_t i = of.first; i < of.last; ++i)
      for (std::size_t k = 0; k < first_[i].who.size(); ++k) {
        if (first_[i].who[k] == k_nobody) continue;
        add(turns_[t], first_[i].who[k], part * first_[i].probability[k]);
        book_[first_[i].who[k]] += first_[i].probability[k];
      }
    by_weight(turns_[t]);
    for (const auto& [who, p] : turns_[t])
      add(exchanges_[lines_.lines[of.first].exchange], who, p);
  }
  for (candidate_list& list : exchanges_)
    by_weight(list);
}

/// Paragraphs of narration between turn `t` and the one before it in its exchange.
std::uint32_t speaker_beliefs::gap_between(std::uint32_t t) const {
  const line& now = lines_.lines[lines_.turns[t].first];
  const line& before = lines_.lines[lines_.turns[t].first - 1];
  return now.first_paragraph > before.last_paragraph
             ? now.first_paragraph - before.last_paragraph - 1
             : 0;
}

/// Turns in paragraphs that follow one another: where two talk, theirs alternate.
void speaker_beliefs::gather_runs() {
  runs_.resize(turns_.size());
  for (const token_span e : lines_.exchanges)
    for (std::uint32_t t = e.first; t < e.last;) {
      std::uint32_t end = t + 1;
      while (end < e.last && gap_between(end) == 0)
        ++end;
      std::fill(runs_.begin() + t, runs_.begin() + end, token_span{t, end});
      t = end;
    }
}

void speaker_beliefs::run_beliefs(std::uint32_t i, std::uint32_t who, std::span<float> row) const {
  constexpr float k_further = 0.9F;
  const std::uint32_t t = lines_.lines[i].turn;
  const token_span run = runs_[t];
  std::array<float, 2> before{};
  std::array<float, 2> behind{};
  float weight = 1;
  for (std::uint32_t k = 1; k <= 30 && t >= run.first + k; ++k, weight *= k_further)
    before[k % 2] += weight * in_turn(t - k, who);
  weight = 1;
  for (std::uint32_t k = 1; k <= 30 && t + k < run.last; ++k, weight *= k_further)
    behind[k % 2] += weight * in_turn(t + k, who);
  set(row, belief::run_same_before, before[0]);
  set(row, belief::run_other_before, before[1]);
  set(row, belief::run_same_behind, behind[0]);
  set(row, belief::run_other_behind, behind[1]);
  const float around = before[0] + before[1] + behind[0] + behind[1];
  if (run.last > run.first + 1)
    set(row, belief::run_share, around / static_cast<float>(run.last - run.first - 1));
  set(row, belief::run_before, static_cast<float>(std::min(t - run.first, 30U)));
  set(row, belief::run_behind, static_cast<float>(std::min(run.last - 1 - t, 30U)));
  const token_span exchange = lines_.exchanges[lines_.lines[i].exchange];
  if (t > exchange.first) set(row, belief::gap_before, static_cast<float>(gap_between(t)));
  if (t + 1 < exchange.last) set(row, belief::gap_behind, static_cast<float>(gap_between(t + 1)));
}

/// The words of each line with what is believed of who said it.
void speaker_beliefs::gather_words() {
  const token_layer& t = in_.tokens;
  line_words_.resize(lines_.lines.size());
  word_total_.assign(t.words.forms.size(), 0);
  spoken_.assign(in_.cast.characters.size(), 0);
  for (std::uint32_t i = 0; i < lines_.lines.size(); ++i) {
    std::vector<std::uint32_t> forms;
    for (const byte_range s : in_.utterances.quotes[lines_.lines[i].quote].spans)
      for (std::uint32_t k = t.first_at(s.start.value);
           k < t.size() && t.start[k] < s.end.value && forms.size() < k_words_of_line; ++k)
        if (t.shape[k] != token_shape::quote_mark) forms.push_back(t.word[k]);
    std::sort(forms.begin(), forms.end());
    for (const std::uint32_t w : forms) {
      if (line_words_[i].empty() || line_words_[i].back().first != w)
        line_words_[i].emplace_back(w, 0.0F);
      line_words_[i].back().second += 1;
    }
    for (const auto& [w, n] : line_words_[i]) {
      word_total_[w] += n;
      all_words_ += n;
    }
    for (std::size_t k = 0; k < first_[i].who.size(); ++k) {
      const std::uint32_t who = first_[i].who[k];
      const float p = first_[i].probability[k];
      if (who == k_nobody || p < k_smallest) continue;
      for (const auto& [w, n] : line_words_[i]) {
        words_[pair_key(who, w)] += p * n;
        spoken_[who] += p * n;
      }
    }
  }
}

/// Whether the words of line `i` are rather those of `who` than of everybody: the mean over words
/// of (r - 1) / (r + 1), which is half a logarithm near r = 1, of how many times oftener they use
/// them. The line itself, with the part `own` of it, is left out.
float speaker_beliefs::vocabulary(std::uint32_t i, std::uint32_t who, float own) const {
  float length = 0;
  for (const auto& [w, n] : line_words_[i])
    length += n;
  const float kept = own < k_smallest ? 0.0F : own;
  const float said = spoken_[who] - kept * length;
  if (said < 20 || length == 0) return k_missing;
  constexpr float k_prior = 30;
  float sum = 0;
  for (const auto& [w, n] : line_words_[i]) {
    const auto found = words_.find(pair_key(who, w));
    const float theirs = std::max(0.0F, (found == words_.end() ? 0.0F : found->second) - kept * n);
    const float usual = (word_total_[w] + 1) / (all_words_ + 1);
    const float r = (theirs + k_prior * usual) / ((said + k_prior) * usual);
    sum += n * (r - 1) / (r + 1);
  }
  return sum / (length < 4 ? 4.0F : length) * (length > 10 ? 1.5F : 1.0F);
}

void speaker_beliefs::gather_answers() {
  for (const token_span e : lines_.exchanges)
    for (std::uint32_t t = e.first + 1; t < e.last; ++t)
      for (const auto& [a, p] : turns_[t - 1]) {
        if (p < 0.1F) break;
        for (const auto& [b, q] : turns_[t]) {
          if (q < 0.1F) break;
          if (a == b) continue;
          answers_[pair_key(a, b)] += p * q;
          answers_[pair_key(b, a)] += p * q;
        }
      }
}

float speaker_beliefs::answers(std::uint32_t who, std::uint32_t to) const {
  const auto found = answers_.find(pair_key(who, to));
  return found == answers_.end() ? 0 : found->second / (book_[to] + 2);
}

void speaker_beliefs::smooth() {
  marginals_.resize(turns_.size());
  for (const token_span e : lines_.exchanges)
    smooth_exchange(e);
}

/// Forward and backward sums over the turns of an exchange (Rabiner 1989), of second order: people
/// seldom speak twice in a row and often every other time. Products are scaled to 1 at each turn.
void speaker_beliefs::smooth_exchange(token_span of) {
  constexpr std::size_t k_states = 6;
  // Narration between two turns lets the same voice go on.
  constexpr double k_again = 0.05;
  constexpr double k_again_over_gap = 0.4;
  constexpr double k_alternate = 2.5;
  constexpr double k_alternate_over_gap = 1.6;
  constexpr double k_floor = 0.004;
  const std::size_t n = of.last - of.first;
  std::vector<candidate_list> states(n);
  for (std::size_t k = 0; k < n; ++k) {
    states[k] = turns_[of.first + k];
    if (states[k].size() > k_states) states[k].resize(k_states);
    if (states[k].empty()) states[k].emplace_back(k_nobody, 1.0F);
  }
  std::vector<bool> unbroken(n, false);
  for (std::size_t k = 1; k < n; ++k)
    unbroken[k] = gap_between(of.first + static_cast<std::uint32_t>(k)) == 0;
  const auto again = [&](std::size_t k, std::size_t b, std::size_t c) {
    if (states[k - 1][b].first != states[k][c].first) return 1.0;
    return unbroken[k] ? k_again : k_again_over_gap;
  };
  const auto alternate = [&](std::size_t k, std::size_t a, std::size_t c) {
    if (states[k - 2][a].first != states[k][c].first) return 1.0;
    return unbroken[k] && unbroken[k - 1] ? k_alternate : k_alternate_over_gap;
  };
  const auto emits = [&](std::size_t k, std::size_t c) {
    return static_cast<double>(states[k][c].second) + k_floor;
  };
  const auto scale = [](std::vector<double>& v) {
    double sum = 0;
    for (const double x : v)
      sum += x;
    for (double& x : v)
      x /= sum;
  };
  // forward[k][b][c]: turns k - 1 and k are said by b and c
  std::vector<std::vector<double>> forward(n);
  std::vector<std::vector<double>> backward(n);
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t wide = states[k].size();
    const std::size_t before = k == 0 ? 1 : states[k - 1].size();
    forward[k].assign(before * wide, 0);
    for (std::size_t b = 0; b < before; ++b)
      for (std::size_t c = 0; c < wide; ++c) {
        double sum = 1;
        if (k == 1) sum = forward[0][b];
        if (k > 1) {
          sum = 0;
          for (std::size_t a = 0; a < states[k - 2].size(); ++a)
            sum += forward[k - 1][a * before + b] * alternate(k, a, c);
        }
        forward[k][b * wide + c] = sum * (k > 0 ? again(k, b, c) : 1.0) * emits(k, c);
      }
    scale(forward[k]);
  }
  for (std::size_t k = n; k-- > 0;) {
    const std::size_t wide = states[k].size();
    const std::size_t before = k == 0 ? 1 : states[k - 1].size();
    backward[k].assign(before * wide, 1);
    if (k + 1 == n) continue;
    const std::size_t next = states[k + 1].size();
    for (std::size_t b = 0; b < before; ++b)
      for (std::size_t c = 0; c < wide; ++c) {
        double sum = 0;
        for (std::size_t d = 0; d < next; ++d)
          sum += backward[k + 1][c * next + d] * again(k + 1, c, d) * emits(k + 1, d) *
                 (k > 0 ? alternate(k + 1, b, d) : 1.0);
        backward[k][b * wide + c] = sum;
      }
    scale(backward[k]);
  }
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t wide = states[k].size();
    std::vector<double> sums(wide, 0);
    for (std::size_t x = 0; x < forward[k].size(); ++x)
      sums[x % wide] += forward[k][x] * backward[k][x];
    scale(sums);
    for (std::size_t c = 0; c < wide; ++c)
      marginals_[of.first + k].emplace_back(states[k][c].first, static_cast<float>(sums[c]));
  }
}

void speaker_beliefs::neighbour_beliefs(std::uint32_t i, std::uint32_t who,
                                        std::span<float> row) const {
  const line& l = lines_.lines[i];
  const token_span exchange = lines_.exchanges[l.exchange];
  const auto first_line = lines_.turns[exchange.first].first;
  const auto last_line = lines_.turns[exchange.last - 1].last;
  float* out = row.data() + static_cast<std::size_t>(belief::lines);
  for (std::uint32_t k = 6; k >= 1; --k, ++out)
    if (i >= first_line + k) *out = at_line(i - k, who);
  for (std::uint32_t k = 1; k <= 4; ++k, ++out)
    if (i + k < last_line) *out = at_line(i + k, who);
  out = row.data() + static_cast<std::size_t>(belief::turns);
  for (std::uint32_t k = 4; k >= 1; --k, ++out)
    if (l.turn >= exchange.first + k) *out = in_turn(l.turn - k, who);
  for (std::uint32_t k = 1; k <= 4; ++k, ++out)
    if (l.turn + k < exchange.last) *out = in_turn(l.turn + k, who);
  std::array<float, 2> before{};
  std::array<float, 2> behind{};
  float weight = 1;
  for (std::uint32_t k = 1; k <= 12; ++k, weight *= 0.8F) {
    if (l.turn >= exchange.first + k) before[k % 2] += weight * in_turn(l.turn - k, who);
    if (l.turn + k < exchange.last) behind[k % 2] += weight * in_turn(l.turn + k, who);
  }
  set(row, belief::same_before, before[0]);
  set(row, belief::other_before, before[1]);
  set(row, belief::same_behind, behind[0]);
  set(row, belief::other_behind, behind[1]);
  const token_span turn = lines_.turns[l.turn];
  if (turn.last > turn.first + 1) {
    float sum = 0;
    for (std::uint32_t k = turn.first; k < turn.last; ++k)
      sum += k == i ? 0.0F : at_line(k, who);
    set(row, belief::rest_of_turn, sum / static_cast<float>(turn.last - turn.first - 1));
  }
  out = row.data() + static_cast<std::size_t>(belief::marginal_turns);
  for (const int d : {-2, -1, 1, 2}) {
    const std::int64_t t = static_cast<std::int64_t>(l.turn) + d;
    if (t >= exchange.first && t < exchange.last)
      *out = find(marginals_[static_cast<std::size_t>(t)], who);
    ++out;
  }
}

void speaker_beliefs::share_beliefs(std::uint32_t i, std::uint32_t who,
                                    std::span<float> row) const {
  const line& l = lines_.lines[i];
  const token_span exchange = lines_.exchanges[l.exchange];
  const candidate_list& parties = exchanges_[l.exchange];
  const auto turns = static_cast<float>(exchange.last - exchange.first);
  set(row, belief::exchange_share, find(parties, who) / turns);
  for (std::size_t k = 0; k < parties.size(); ++k)
    if (parties[k].first == who)
      set(row, belief::exchange_place, static_cast<float>(std::min<std::size_t>(k, 9)));
  const auto sum = [&](std::uint32_t from, std::uint32_t to) {
    float s = 0;
    for (std::uint32_t k = from; k < to; ++k)
      s += k == i ? 0.0F : at_line(k, who);
    return s;
  };
  const auto n = static_cast<std::uint32_t>(lines_.lines.size());
  set(row, belief::last_10, sum(i > 10 ? i - 10 : 0, i));
  set(row, belief::next_10, sum(i, std::min(n, i + 11)));
  set(row, belief::last_30, sum(i > 30 ? i - 30 : 0, i));
  set(row, belief::next_30, sum(i, std::min(n, i + 31)));
  set(row, belief::book, book_[who] / static_cast<float>(n));
  for (std::uint32_t k = 1; k <= 40 && k <= i; ++k)
    if (at_line(i - k, who) > 0.5F) {
      set(row, belief::lines_since, static_cast<float>(k));
      break;
    }
  for (std::uint32_t k = 1; k <= 40 && i + k < n; ++k)
    if (at_line(i + k, who) > 0.5F) {
      set(row, belief::lines_until, static_cast<float>(k));
      break;
    }
}

void speaker_beliefs::rows(std::uint32_t i, const line_candidates& own,
                           std::vector<float>& out) const {
  const line& l = lines_.lines[i];
  const token_span exchange = lines_.exchanges[l.exchange];
  out.assign(own.who.size() * k_beliefs, k_missing);
  const bool has_before = l.turn > exchange.first;
  const bool has_behind = l.turn + 1 < exchange.last;
  float before_called = 0;
  float behind_called = 0;
  for (const std::uint32_t v : l.called) {
    if (has_before) before_called += in_turn(l.turn - 1, v);
    if (has_behind) behind_called += in_turn(l.turn + 1, v);
  }
  float parties = 0;
  for (const auto& [who, p] : exchanges_[l.exchange])
    parties += p > 0.12F * static_cast<float>(exchange.last - exchange.first) ? 1.0F : 0.0F;
  float lead_1 = -1e9F;
  float lead_2 = -1e9F;
  for (std::size_t c = 0; c < own.who.size(); ++c) {
    const std::span<float> row = std::span(out).subspan(c * k_beliefs, k_beliefs);
    const float p = own.probability[c];
    float rival = 0;
    float place = 0;
    for (std::size_t k = 0; k < own.who.size(); ++k) {
      if (k == c) continue;
      rival = std::max(rival, own.probability[k]);
      place += own.probability[k] > p ? 1.0F : 0.0F;
    }
    set(row, belief::own, p);
    set(row, belief::rival, rival);
    set(row, belief::place, place);
    set(row, belief::parties, parties);
    if (has_before) {
      set(row, belief::speaker_before_called, before_called);
      if (!turns_[l.turn - 1].empty())
        set(row, belief::sure_before, turns_[l.turn - 1].front().second);
    }
    if (has_behind) {
      set(row, belief::speaker_behind_called, behind_called);
      if (!turns_[l.turn + 1].empty())
        set(row, belief::sure_behind, turns_[l.turn + 1].front().second);
    }
    const std::uint32_t who = own.who[c];
    if (who == k_nobody) continue;
    neighbour_beliefs(i, who, row);
    run_beliefs(i, who, row);
    share_beliefs(i, who, row);
    if (has_before) {
      float sum = 0;
      for (const auto& [other, q] : turns_[l.turn - 1])
        sum += q < 0.1F ? 0.0F : q * answers(who, other);
      set(row, belief::answers_before, sum);
    }
    if (has_behind) {
      float sum = 0;
      for (const auto& [other, q] : turns_[l.turn + 1])
        sum += q < 0.1F ? 0.0F : q * answers(who, other);
      set(row, belief::answers_behind, sum);
    }
    const float v = vocabulary(i, who, p);
    set(row, belief::vocabulary, v);
    if (v > lead_1)
      lead_2 = lead_1, lead_1 = v;
    else if (v > lead_2)
      lead_2 = v;
    const float marginal = find(marginals_[l.turn], who);
    set(row, belief::marginal, marginal);
    float other = 0;
    for (const auto& [k, q] : marginals_[l.turn])
      if (k != who) other = std::max(other, q);
    set(row, belief::marginal_rival, other);
  }
  for (std::size_t c = 0; c < own.who.size(); ++c) {
    const std::span<float> row = std::span(out).subspan(c * k_beliefs, k_beliefs);
    const float v = row[static_cast<std::size_t>(belief::vocabulary)];
    if (v == v && lead_2 > -1e8F)
      set(row, belief::vocabulary_lead, v - (v == lead_1 ? lead_2 : lead_1));
  }
}

}  // namespace fabula::talk
