#include "talk/speaker_beliefs.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace fabula::talk {
namespace {

using people::k_nobody;

constexpr float k_missing = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint32_t k_words_of_line = 80;
constexpr turn_order k_order = {0.05, 0.4, 2.5, 1.6};
constexpr float k_smallest = 0.01F;  ///< beliefs below it are left out of sums over words

[[nodiscard]] std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) noexcept {
  return (static_cast<std::uint64_t>(a) << 32U) | b;
}

void set(std::span<float> row, belief b, float value) {
  row[static_cast<std::size_t>(b)] = value;
}

/// How many times oftener than usual, between -1 and 1, as `vocabulary` has it.
[[nodiscard]] float lift(float times, float of, float usual) {
  constexpr float k_prior = 6;
  const float r =
      (std::max(0.0F, times) + k_prior * usual) / ((std::max(0.0F, of) + k_prior) * usual);
  return (r - 1) / (r + 1);
}

[[nodiscard]] float found_in(const std::unordered_map<std::uint64_t, float>& map,
                             std::uint64_t key) {
  const auto at = map.find(key);
  return at == map.end() ? 0.0F : at->second;
}

/// How many words a line has: the sum of how often each stands there.
[[nodiscard]] float length_of(const std::vector<std::pair<std::uint32_t, float>>& words) {
  float sum = 0;
  for (const auto& [word, times] : words)
    sum += times;
  return sum;
}

}  // namespace

speaker_beliefs::speaker_beliefs(const speaker_input& in, const line_layer& lines,
                                 const std::vector<line_candidates>& first)
    : in_(in), lines_(lines), first_(first) {
  gather_turns();
  gather_words();
  gather_answers();
  gather_address();
  marginals_ = smooth(lines, turns_, k_order);
}

float speaker_beliefs::in_turn(std::uint32_t t, std::uint32_t who) const {
  return weight_of(turns_[t], who);
}

float speaker_beliefs::at_line(std::uint32_t i, std::uint32_t who) const {
  const line_candidates& c = first_[i];
  for (std::size_t k = 0; k < c.who.size(); ++k)
    if (c.who[k] == who) return c.probability[k];
  return 0;
}

void speaker_beliefs::gather_turns() {
  turns_ = people_of_turns(lines_, first_);
  exchanges_.resize(lines_.exchanges.size());
  book_.assign(in_.cast.characters.size(), 0);
  for (const line_candidates& line : first_)
    for (std::size_t k = 0; k < line.who.size(); ++k)
      if (line.who[k] != k_nobody) book_[line.who[k]] += line.probability[k];
  for (std::size_t t = 0; t < turns_.size(); ++t)
    for (const auto& [who, p] : turns_[t])
      add_weight(exchanges_[lines_.lines[lines_.turns[t].first].exchange], who, p);
  for (weighted_people& list : exchanges_)
    by_weight(list);
}

void speaker_beliefs::run_beliefs(std::uint32_t i, std::uint32_t who, std::span<float> row) const {
  constexpr float k_further = 0.9F;
  const std::uint32_t t = lines_.lines[i].turn;
  const token_span run = lines_.runs[t];
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
  if (t > exchange.first) set(row, belief::gap_before, static_cast<float>(gap_before(lines_, t)));
  if (t + 1 < exchange.last)
    set(row, belief::gap_behind, static_cast<float>(gap_before(lines_, t + 1)));
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
  const float length = length_of(line_words_[i]);
  const float kept = own < k_smallest ? 0.0F : own;
  const float said = spoken_[who] - kept * length;
  if (said < 20 || length == 0) return k_missing;
  constexpr float k_prior = 30;
  float sum = 0;
  for (const auto& [w, n] : line_words_[i]) {
    const float theirs = std::max(0.0F, found_in(words_, pair_key(who, w)) - kept * n);
    const float usual = (word_total_[w] + 1) / (all_words_ + 1);
    const float r = (theirs + k_prior * usual) / ((said + k_prior) * usual);
    sum += n * (r - 1) / (r + 1);
  }
  return sum / (length < 4 ? 4.0F : length) * (length > 10 ? 1.5F : 1.0F);
}

/// Of one word, what `vocabulary` says, with one use more and one use more expected: a word said
/// once tells little, "mummy" said eight times by one and never by others tells much.
float speaker_beliefs::vocabulary_word(std::uint32_t i, std::uint32_t who, float own) const {
  const float length = length_of(line_words_[i]);
  const float kept = own < k_smallest ? 0.0F : own;
  const float said = std::max(0.0F, spoken_[who] - kept * length);
  if (length == 0) return k_missing;
  float best = -1;
  for (const auto& [w, n] : line_words_[i]) {
    const float theirs = std::max(0.0F, found_in(words_, pair_key(who, w)) - kept * n);
    const float r = (theirs + 1) / (said * (word_total_[w] / (all_words_ + 1)) + 1);
    best = std::max(best, (r - 1) / (r + 1));
  }
  return best;
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

/// How probably `who` hears turn `t`: they speak beside it and do not say it.
float speaker_beliefs::listens(std::uint32_t t, std::uint32_t who) const {
  const token_span e = lines_.exchanges[lines_.lines[lines_.turns[t].first].exchange];
  const float before = t > e.first ? in_turn(t - 1, who) : 0;
  const float behind = t + 1 < e.last ? in_turn(t + 1, who) : 0;
  return std::max(before, behind) * (1 - in_turn(t, who));
}

/// Who calls others "sir" or "daddy", and who is called so.
void speaker_beliefs::gather_address() {
  heard_.assign(in_.cast.characters.size(), 0);
  for (std::uint32_t t = 0; t < turns_.size(); ++t) {
    const token_span e = lines_.exchanges[lines_.lines[lines_.turns[t].first].exchange];
    weighted_people hearers;
    const auto hear = [&](std::uint32_t beside) {
      for (const auto& [who, p] : turns_[beside])
        if (p >= k_smallest && weight_of(hearers, who) == 0)
          hearers.emplace_back(who, listens(t, who));
    };
    if (t > e.first) hear(t - 1);
    if (t + 1 < e.last) hear(t + 1);
    for (const auto& [who, p] : hearers)
      heard_[who] += p;
    for (std::uint32_t i = lines_.turns[t].first; i < lines_.turns[t].last; ++i)
      for (const std::uint32_t w : lines_.lines[i].address) {
        auto& [said, called] = address_total_[w];
        said += 1;
        for (std::size_t k = 0; k < first_[i].who.size(); ++k)
          if (first_[i].who[k] != k_nobody && first_[i].probability[k] >= k_smallest)
            addresses_[pair_key(first_[i].who[k], w)] += first_[i].probability[k];
        for (const auto& [who, p] : hearers) {
          addressed_[pair_key(who, w)] += p;
          called += p;
        }
      }
  }
}

/// The line itself, with the part `own` of it, is left out.
float speaker_beliefs::address_used(std::uint32_t i, std::uint32_t who, float own) const {
  const std::vector<std::uint32_t>& words = lines_.lines[i].address;
  if (words.empty()) return k_missing;
  const auto n = static_cast<float>(lines_.lines.size());
  float sum = 0;
  for (const std::uint32_t w : words)
    sum += lift(found_in(addresses_, pair_key(who, w)) - own, book_[who] - own,
                address_total_.find(w)->second.first / n);
  return sum / static_cast<float>(words.size());
}

/// Whether turn `t` is said to `who`, by what it calls its hearer; the turn itself is left out.
float speaker_beliefs::address_heard(std::uint32_t t, std::uint32_t who) const {
  const float own = listens(t, who);
  const auto n = static_cast<float>(turns_.size());
  float sum = 0;
  float words = 0;
  for (std::uint32_t i = lines_.turns[t].first; i < lines_.turns[t].last; ++i)
    for (const std::uint32_t w : lines_.lines[i].address) {
      const float usual = (address_total_.find(w)->second.second + 0.5F) / n;
      sum += lift(found_in(addressed_, pair_key(who, w)) - own, heard_[who] - own, usual);
      words += 1;
    }
  return words == 0 ? k_missing : sum / words;
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
      *out = weight_of(marginals_[static_cast<std::size_t>(t)], who);
    ++out;
  }
}

void speaker_beliefs::share_beliefs(std::uint32_t i, std::uint32_t who,
                                    std::span<float> row) const {
  const line& l = lines_.lines[i];
  const token_span exchange = lines_.exchanges[l.exchange];
  const weighted_people& parties = exchanges_[l.exchange];
  const auto turns = static_cast<float>(exchange.last - exchange.first);
  set(row, belief::exchange_share, weight_of(parties, who) / turns);
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
  const std::uint32_t scene = lines_.scenes[l.first_paragraph];
  float in_scene = 0;
  std::uint32_t others = 0;
  const auto look = [&](std::uint32_t k) {
    if (lines_.scenes[lines_.lines[k].first_paragraph] != scene) return false;
    in_scene += at_line(k, who);
    ++others;
    return true;
  };
  for (std::uint32_t k = 1; k <= 40 && k <= i && look(i - k); ++k) {
  }
  for (std::uint32_t k = 1; k <= 40 && i + k < n && look(i + k); ++k) {
  }
  if (others > 0) set(row, belief::scene_share, in_scene / static_cast<float>(others));
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
    set(row, belief::address_used, address_used(i, who, p));
    if (has_before) set(row, belief::address_heard_before, address_heard(l.turn - 1, who));
    if (has_behind) set(row, belief::address_heard_behind, address_heard(l.turn + 1, who));
    const float v = vocabulary(i, who, p);
    set(row, belief::vocabulary, v);
    set(row, belief::vocabulary_word, vocabulary_word(i, who, p));
    if (v > lead_1)
      lead_2 = lead_1, lead_1 = v;
    else if (v > lead_2)
      lead_2 = v;
    const float marginal = weight_of(marginals_[l.turn], who);
    set(row, belief::marginal, marginal);
    float other = 0;
    for (const auto& [k, q] : marginals_[l.turn])
      if (k != who) other = std::max(other, q);
    set(row, belief::marginal_rival, other);
  }
  const auto side = [&](std::size_t c, belief before, belief behind) {
    const float* row = out.data() + c * k_beliefs;
    return row[static_cast<std::size_t>(before)] + row[static_cast<std::size_t>(behind)];
  };
  for (std::size_t c = 0; c < own.who.size(); ++c) {
    const std::span<float> row = std::span(out).subspan(c * k_beliefs, k_beliefs);
    float same = 0;
    float run = 0;
    float word = k_missing;
    for (std::size_t k = 0; k < own.who.size(); ++k) {
      if (k == c || own.who[k] == k_nobody) continue;
      const float theirs = out[k * k_beliefs + static_cast<std::size_t>(belief::vocabulary_word)];
      if (theirs == theirs && !(word > theirs)) word = theirs;
      same = std::max(same, side(k, belief::same_before, belief::same_behind));
      run = std::max(run, side(k, belief::run_same_before, belief::run_same_behind));
    }
    set(row, belief::same_rival, same);
    set(row, belief::vocabulary_word_rival, word);
    set(row, belief::run_rival, run);
    const float v = row[static_cast<std::size_t>(belief::vocabulary)];
    if (v == v && lead_2 > -1e8F)
      set(row, belief::vocabulary_lead, v - (v == lead_1 ? lead_2 : lead_1));
  }
}

}  // namespace fabula::talk
