#include <algorithm>

#include "talk/addressees.hpp"
#include "talk/speaker_beliefs.hpp"
#include "talk/speaker_features.hpp"
#include "talk/speaker_model.hpp"
#include "talk/speakers.hpp"
#include "talk/turn_order.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using people::k_nobody;
using people::person_mention;
using people::phrase_kind;

class solver {
 public:
  solver(const speaker_input& in, const speaker_model& model)
      : in_(in),
        model_(model),
        lines_(find_lines(in)),
        features_(in, lines_),
        by_rules_(find_speakers(in)),
        quotes_(in.utterances.quotes) {}

  [[nodiscard]] std::vector<quote> solve() {
    const auto n = static_cast<std::uint32_t>(lines_.lines.size());
    std::vector<line_candidates> first(n);
    std::vector<float> rows;
    for (std::uint32_t i = 0; i < n; ++i) {
      auto who = features_.candidates(i);
      features_.rows(i, who, rows);
      first[i] = likely_ones(model_.first(std::move(who), rows));
      if (const std::uint32_t fixed = features_.fixed_by_user(i); fixed != k_nobody)
        state(fixed, 1, first[i]);
    }
    second_.resize(n);
    const speaker_beliefs beliefs(in_, lines_, first);
    for (const token_span e : lines_.exchanges)
      look_at(lines_.turns[e.first].first, lines_.turns[e.last - 1].last, first, beliefs);
    settle_turns(lines_, second_);
    for (std::uint32_t i = 0; i < n; ++i) {
      trust_rules(i);
      respect_cue(i);
    }
    const speaker_beliefs last(in_, lines_, second_);
    for (std::uint32_t i = 0; i < n; ++i)
      write_out(i, last);
    if (in_.fixed != nullptr) state_fixes(*in_.fixed, quotes_);
    return std::move(quotes_);
  }

 private:
  /// The second look at lines [from, to), which are one exchange.
  void look_at(std::uint32_t from, std::uint32_t to, const std::vector<line_candidates>& first,
               const speaker_beliefs& beliefs) {
    std::vector<float> rows;
    std::vector<float> believed;
    std::vector<float> all;
    for (std::uint32_t i = from; i < to; ++i) {
      features_.rows(i, first[i].who, rows);
      beliefs.rows(i, first[i], believed);
      constexpr std::size_t k_wide = k_signs + k_beliefs;
      const std::size_t begin = all.size();
      all.resize(begin + first[i].who.size() * k_wide);
      float* both = all.data() + begin;
      for (std::size_t c = 0; c < first[i].who.size(); ++c) {
        std::copy_n(rows.data() + c * k_signs, k_signs, both + c * k_wide);
        std::copy_n(believed.data() + c * k_beliefs, k_beliefs, both + c * k_wide + k_signs);
      }
      second_[i] = model_.second(first[i], std::span(all).subspan(begin));
    }
    model_.correct(std::span(first).subspan(from, to - from), all,
                   std::span(second_).subspan(from, to - from));
  }

  /// What a plain cue names is a fact, what the user says all the more.
  void respect_cue(std::uint32_t i) {
    const std::uint32_t named = features_.named_by_cue(i);
    if (named == k_nobody) return;
    if (features_.fixed_by_user(i) != k_nobody) {
      state(named, 1, second_[i]);
      return;
    }
    const std::size_t best = best_of(second_[i]);
    if (best == second_[i].who.size() || second_[i].who[best] != named)
      state(named, k_fact, second_[i]);
  }

  /// Letters and messages are rare in what the trees have learned from: rules know of sender and
  /// recipient though they are rooms apart.
  void trust_rules(std::uint32_t i) {
    if (!lines_.lines[i].remote) return;
    const auto& who = by_rules_[lines_.lines[i].quote].speaker;
    if (who) state(who->value, by_rules_[lines_.lines[i].quote].confidence, second_[i]);
  }

  /// Gives `named` the probability `p`, and the rest to the others.
  static void state(std::uint32_t named, float p, line_candidates& c) {
    if (std::find(c.who.begin(), c.who.end(), named) == c.who.end()) {
      c.who.back() = named;  // nobody stays the last
      c.who.push_back(k_nobody);
      c.probability.push_back(c.probability.back());
      c.probability[c.probability.size() - 2] = 0;
    }
    for (std::size_t k = 0; k < c.who.size(); ++k)
      c.probability[k] = c.who[k] == named ? p : (1 - p) * c.probability[k];
  }

  void write_out(std::uint32_t i, const speaker_beliefs& beliefs) {
    const line& l = lines_.lines[i];
    const line_candidates& c = second_[i];
    quote& out = quotes_[l.quote];
    const std::size_t best = best_of(c);
    // "None of these" needs no fallback: the speaker stays unknown.
    const bool known = best < c.who.size() && c.probability[best] >= k_least &&
                       k_doubt * c.probability[best] >= c.probability.back();
    if (!known) {
      out.cue.reset();
      return;
    }
    const std::uint32_t who = c.who[best];
    out.speaker = character_id{who};
    out.confidence = model_.confidence(c.probability[best]);
    out.evidence = evidence_of(i, who);
    switch (out.evidence) {
      case evidence_kind::name: widen_cue(*l.tag, out); break;
      case evidence_kind::pronoun:
      case evidence_kind::narrator:
      case evidence_kind::description: break;
      default: out.cue.reset();
    }
    if (out.kind == quote_kind::thought) {
      out.addressees = {character_id{who}};
      return;
    }
    if (l.remote && by_rules_[l.quote].speaker == out.speaker)
      out.addressees = by_rules_[l.quote].addressees;
    else
      add_addressees(i, beliefs, out);
  }

  void add_addressees(std::uint32_t i, const speaker_beliefs& beliefs, quote& out) {
    const line_candidates c = hearers(features_, second_, i);
    std::vector<float> rows;
    addressee_rows(in_, lines_, features_, beliefs, second_, i, c, rows);
    std::vector<std::pair<float, std::uint32_t>> found;
    for (std::size_t k = 0; k < c.who.size(); ++k) {
      if (c.who[k] == k_nobody || character_id{c.who[k]} == *out.speaker) continue;
      found.emplace_back(
          model_.addressee(std::span(rows).subspan(k * k_addressee_row, k_addressee_row)),
          c.who[k]);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [p, who] : found)
      if (p >= k_also || (p >= k_addressed && out.addressees.empty()))
        out.addressees.push_back({who});
  }

  /// "said Doctor" of "said Doctor May": the cue holds the whole name.
  void widen_cue(const cue& own, quote& out) const {
    if (!out.cue) return;
    for (std::uint32_t m = mention_at(in_, own.subject_first);
         m < in_.mentions.size() && in_.mentions[m].first < own.subject_last; ++m) {
      const person_mention& x = in_.mentions[m];
      out.cue->start = std::min(out.cue->start, byte_offset{in_.tokens.start[x.first]});
      out.cue->end = std::max(out.cue->end, byte_offset{in_.tokens.end[x.last - 1]});
    }
  }

  /// What stands in the text for this answer: the line's own cue where it fits, a beat of theirs in
  /// the paragraph, a call in the turn before, else the order of turns.
  [[nodiscard]] evidence_kind evidence_of(std::uint32_t i, std::uint32_t who) const {
    const line& l = lines_.lines[i];
    if (l.tag != nullptr) {
      std::uint32_t m = 0;
      const std::uint32_t meant = character_of(in_, *l.tag, &m);
      const pronoun_set p = in_.cast.characters[who].pronouns;
      switch (l.tag->subject) {
        case phrase_kind::name:
          if (meant == who)
            return holds_alias(in_, m) ? evidence_kind::name : evidence_kind::description;
          break;
        case phrase_kind::he:
          if (p != pronoun_set::she) return evidence_kind::pronoun;
          break;
        case phrase_kind::she:
          if (p != pronoun_set::he) return evidence_kind::pronoun;
          break;
        case phrase_kind::i:
        case phrase_kind::we:
          if (in_.cast.narrator[l.first_paragraph] == who) return evidence_kind::narrator;
          break;
        case phrase_kind::description:
          if (meant == who || meant == k_nobody) return evidence_kind::description;
          break;
        case phrase_kind::they: break;
      }
    }
    for (const place s : {place::before, place::inside, place::after}) {
      const token_span span = l.around[static_cast<std::size_t>(s)];
      for (std::uint32_t m = mention_at(in_, span.first);
           m < in_.mentions.size() && in_.mentions[m].first < span.last; ++m)
        if (in_.mentions[m].character == who && !in_.mentions[m].in_quote &&
            lines_.facts[m].role == clause_role::subject)
          return evidence_kind::beat;
    }
    if (l.turn > lines_.exchanges[l.exchange].first) {
      const token_span before = lines_.turns[l.turn - 1];
      for (std::uint32_t k = before.first; k < before.last; ++k) {
        const auto& called = lines_.lines[k].called;
        if (std::find(called.begin(), called.end(), who) != called.end())
          return evidence_kind::vocative;
      }
    }
    return evidence_kind::turn;
  }

  static constexpr float k_fact = 0.97F;
  static constexpr float k_least = 0.12F;     ///< below it a guess tells nothing
  static constexpr float k_doubt = 2.0F;      ///< so much likelier "none of these" may be
  static constexpr float k_addressed = 0.2F;  ///< the likeliest addressee
  static constexpr float k_also = 0.5F;       ///< each further one

  const speaker_input& in_;
  const speaker_model& model_;
  line_layer lines_;
  speaker_features features_;
  std::vector<quote> by_rules_;
  std::vector<quote> quotes_;
  std::vector<line_candidates> second_;
};

}  // namespace

std::vector<quote> find_trained_speakers(const speaker_input& in, const speaker_model& model) {
  return solver(in, model).solve();
}

}  // namespace fabula::talk
