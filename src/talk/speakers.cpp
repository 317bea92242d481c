#include "talk/speakers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "talk/correspondents.hpp"
#include "talk/lines.hpp"
#include "talk/message_threads.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using people::k_nobody;
using people::mention_role;
using people::person_mention;
using people::phrase_kind;

/// The weights of what speaks for a candidate, in log-odds. Set by hand on PDNC train; trained ones
/// follow with the attribution model.
struct weights {
  float fixed = 1000;  ///< the user says so
  float cue_name = 14;
  float cue_narrator = 14;
  float cue_description = 12;
  float cue_agrees = 3.0F;
  float cue_clashes = -9;
  float cue_antecedent = 1.6F;
  float beat_name = 4.5F;
  float beat_antecedent = 1.4F;
  float beat_agrees = 1.5F;
  float beat_clashes = -3.5F;
  float lead_subject = 1.6F;  ///< subject of the narration just before the paragraph
  float vocative_here = -7;
  float vocative_before = 2.4F;  ///< called by name in the line before: answers
  float vocative_after = 1.6F;
  float named_inside = -1.8F;  ///< spoken of in the third person
  float recency = -0.16F;      ///< a paragraph since last mentioned
  float per_mention = 0.22F;
  float party = 0.9F;  ///< takes part in the talk around, by cue or by name
  float narrator = 0.3F;
  float unknown = -2.6F;
  float unknown_description = 6;
  float same_turn = -3.2F;      ///< two turns in a row
  float same_turn_gap = -0.9F;  ///< the same with narration between
  float alternate = 1.5F;       ///< as two turns before
};

constexpr weights k_weights;
constexpr std::size_t k_candidates = 9;  ///< and the unknown one, always last
constexpr std::uint32_t k_reach = 12;    ///< paragraphs back
constexpr std::uint32_t k_exchange_gap =
    4;  ///< paragraphs of narration that do not end an exchange

/// One turn: utterances of one paragraph (or one that runs over several) by one speaker.
struct turn {
  std::vector<std::uint32_t> quotes;
  std::uint32_t first_paragraph = 0;
  std::uint32_t last_paragraph = 0;
  bool opens_exchange = false;
  bool remote = false;             ///< a message: who sends it need not be in the room
  bool gap_before = false;         ///< narration between it and the turn before
  std::vector<std::uint32_t> who;  ///< candidates; k_nobody last
  std::vector<float> score;
  evidence_kind evidence = evidence_kind::none;
  const cue* tag = nullptr;
  const cue* last_cue = nullptr;  ///< of the last of its utterances that has one
  std::uint32_t speaker = k_nobody;
  float margin = 0;
};

class attributor {
 public:
  explicit attributor(const speaker_input& in)
      : in_(in), t_(in.tokens), quotes_(in.utterances.quotes) {}

  [[nodiscard]] std::vector<quote> solve() {
    index_mentions();
    mark_remote();
    make_turns();
    for (std::size_t i = 0; i < turns_.size(); ++i)
      find_vocatives(i);
    for (std::size_t i = 0; i < turns_.size(); ++i)
      pick_tag(turns_[i]);
    for (std::size_t i = 0; i < turns_.size();) {
      std::size_t end = i + 1;
      while (end < turns_.size() && !turns_[end].opens_exchange)
        ++end;
      for (std::size_t k = i; k < end; ++k)
        weigh(k, i, end);
      decode(i, end);
      i = end;
    }
    for (std::size_t i = 0; i < turns_.size(); ++i)
      write_out(i);
    if (in_.fixed != nullptr) state_fixes(*in_.fixed, quotes_);
    return std::move(quotes_);
  }

 private:
  void index_mentions() {
    first_mention_.assign(in_.paragraphs.size() + 1,
                          static_cast<std::uint32_t>(in_.mentions.size()));
    for (std::size_t m = in_.mentions.size(); m-- > 0;)
      first_mention_[t_.paragraph[in_.mentions[m].first]] = static_cast<std::uint32_t>(m);
    for (std::size_t p = in_.paragraphs.size(); p-- > 0;)
      first_mention_[p] = std::min(first_mention_[p], first_mention_[p + 1]);
  }

  /// The first mention that ends behind `token`. A paragraph may hold a whole book: looking through
  /// it for each line would cost quadratic time.
  [[nodiscard]] std::uint32_t mention_at(std::uint32_t token) const {
    const auto found =
        std::partition_point(in_.mentions.begin(), in_.mentions.end(),
                             [&](const person_mention& x) { return x.last <= token; });
    return static_cast<std::uint32_t>(found - in_.mentions.begin());
  }

  /// Calls `use` with the number of each mention that shares a token with [first, last).
  template <class Use>
  void for_each_mention(std::uint32_t first, std::uint32_t last, Use use) const {
    for (std::uint32_t m = mention_at(first);
         m < in_.mentions.size() && in_.mentions[m].first < last; ++m)
      use(m);
  }

  [[nodiscard]] static bool is_remote(quote_kind k) noexcept {
    return k == quote_kind::message || k == quote_kind::letter;
  }

  /// Those named only by the tag of a message ("Marta had written") are at its other end.
  void mark_remote() {
    remote_.assign(in_.mentions.size(), 0);
    for (std::size_t q = 0; q < quotes_.size(); ++q) {
      const auto& c = in_.utterances.cues[q];
      if (!c || !is_remote(quotes_[q].kind)) continue;
      for_each_mention(c->subject_first, c->subject_last, [&](std::uint32_t m) { remote_[m] = 1; });
    }
  }

  /// Whether mention `m` puts nobody into the room where turn `now` is said.
  [[nodiscard]] bool elsewhere(std::uint32_t m, const turn& now) const {
    return in_.mentions[m].role == mention_role::absent || (remote_[m] != 0 && !now.remote);
  }

  [[nodiscard]] std::uint32_t paragraph_at(std::uint32_t byte) const {
    const std::uint32_t i = t_.first_at(byte);
    return i < t_.size() ? t_.paragraph[i] : static_cast<std::uint32_t>(in_.paragraphs.size()) - 1;
  }

  void make_turns() {
    for (std::uint32_t q = 0; q < quotes_.size(); ++q) {
      if (quotes_[q].kind == quote_kind::quoted || quotes_[q].kind == quote_kind::sign) continue;
      const std::uint32_t p = paragraph_at(quotes_[q].span().start.value);
      const std::uint32_t last = paragraph_at(quotes_[q].span().end.value - 1);
      if (!turns_.empty() && turns_.back().last_paragraph == p && same_turn(turns_.back(), q)) {
        turns_.back().quotes.push_back(q);
        turns_.back().last_paragraph = last;
        if (in_.utterances.cues[q]) turns_.back().last_cue = &*in_.utterances.cues[q];
        continue;
      }
      turn now;
      now.quotes.push_back(q);
      if (in_.utterances.cues[q]) now.last_cue = &*in_.utterances.cues[q];
      now.remote = is_remote(quotes_[q].kind);
      now.first_paragraph = p;
      now.last_paragraph = last;
      set_gap(now);
      turns_.push_back(std::move(now));
    }
  }

  void set_gap(turn& now) const {
    if (turns_.empty()) {
      now.opens_exchange = true;
      return;
    }
    const turn& before = turns_.back();
    now.gap_before = now.first_paragraph > before.last_paragraph + 1;
    now.opens_exchange = now.first_paragraph > before.last_paragraph + k_exchange_gap ||
                         in_.paragraphs[now.first_paragraph].chapter !=
                             in_.paragraphs[before.last_paragraph].chapter;
    for (std::uint32_t p = before.last_paragraph + 1;
         p < now.first_paragraph && !now.opens_exchange; ++p)
      now.opens_exchange = in_.paragraphs[p].kind == paragraph_kind::scene_break ||
                           in_.paragraphs[p].kind == paragraph_kind::heading;
  }

  /// The speaker whom the user gives utterance `q`.
  [[nodiscard]] std::uint32_t fixed_speaker(std::uint32_t q) const {
    return in_.fixed == nullptr ? k_nobody : in_.fixed->speaker(q).value_or(k_nobody);
  }
  [[nodiscard]] std::uint32_t fixed_speaker(const turn& now) const {
    for (const std::uint32_t q : now.quotes)
      if (const std::uint32_t who = fixed_speaker(q); who != k_nobody) return who;
    return k_nobody;
  }

  /// Two utterances of one paragraph are one turn unless their cues name different people.
  [[nodiscard]] bool same_turn(const turn& now, std::uint32_t q) const {
    const cue* a = now.last_cue;
    const auto& b = in_.utterances.cues[q];
    if (const std::uint32_t fixed = fixed_speaker(q); fixed != k_nobody) {
      const std::uint32_t other = fixed_speaker(now);
      if (other != k_nobody) return fixed == other;
      if (a != nullptr && a->subject == phrase_kind::name && character_of(*a) != fixed)
        return false;
    }
    if (quotes_[q].kind == quote_kind::message &&
        quotes_[now.quotes.back()].kind == quote_kind::message && a != nullptr && b &&
        a->first != b->first)
      return false;
    if (a == nullptr || !b || a->first == b->first) return true;
    if (a->subject == phrase_kind::name && b->subject == phrase_kind::name)
      return character_of(*a) == character_of(*b);
    // `"…?" she said. "…?" asked Martha.`: a name behind a line that another tag has closed is a
    // new voice.
    if (b->subject == phrase_kind::name && b->side == cue_side::after &&
        a->side == cue_side::after && !b->weak)
      return false;
    if (a->subject == phrase_kind::name && b->subject == phrase_kind::description &&
        b->side == cue_side::after)
      return false;
    const auto gendered = [](phrase_kind k) {
      return k == phrase_kind::he || k == phrase_kind::she || k == phrase_kind::i;
    };
    return !(gendered(a->subject) && gendered(b->subject) && a->subject != b->subject);
  }

  /// The character whom the cue's subject names or describes.
  [[nodiscard]] std::uint32_t character_of(const cue& c) const {
    std::uint32_t m = 0;
    const std::uint32_t who = talk::character_of(in_, c, &m);
    return who == k_nobody || in_.mentions[m].form == mention_form::pron ? k_nobody : who;
  }

  [[nodiscard]] std::uint32_t antecedent_at(std::uint32_t token) const {
    const std::uint32_t m = mention_at(token);
    const bool here = m < in_.mentions.size() && in_.mentions[m].first == token;
    return here ? in_.mentions[m].character : k_nobody;
  }

  [[nodiscard]] pronoun_set pronouns(std::uint32_t who) const {
    return in_.cast.characters[who].pronouns;
  }

  void find_vocatives(std::size_t i) {
    vocatives_.emplace_back();
    spoken_of_.emplace_back();
    for (const std::uint32_t q : turns_[i].quotes)
      for (const byte_range s : quotes_[q].spans) {
        const std::uint32_t end = first_mention_[paragraph_at(s.start.value) + 1];
        for (std::uint32_t m = mention_at(t_.first_at(s.start.value)); m < end; ++m) {
          const person_mention& x = in_.mentions[m];
          if (t_.start[x.first] >= s.end.value) break;
          if (t_.start[x.first] < s.start.value || x.form == mention_form::pron) continue;
          (x.role == mention_role::vocative ? vocatives_[i] : spoken_of_[i]).push_back(x.character);
        }
      }
  }

  [[nodiscard]] static bool holds(const std::vector<std::uint32_t>& v, std::uint32_t x) {
    return std::find(v.begin(), v.end(), x) != v.end();
  }

  /// Everyone near: mentioned within reach, the narrator, those called by name around here.
  void gather_candidates(std::size_t i,
                         const std::vector<std::pair<std::uint32_t, float>>& parties) {
    turn& now = turns_[i];
    std::vector<std::pair<float, std::uint32_t>> found;
    const auto add = [&](std::uint32_t who, float weight) {
      for (auto& f : found)
        if (f.second == who) {
          f.first += weight;
          return;
        }
      found.emplace_back(weight, who);
    };
    const std::uint32_t from = now.first_paragraph > k_reach ? now.first_paragraph - k_reach : 0;
    const std::uint32_t to = std::min<std::uint32_t>(
        static_cast<std::uint32_t>(in_.paragraphs.size()), now.last_paragraph + 3);
    const std::uint32_t last = first_mention_[to];
    for (std::uint32_t m = std::max(first_mention_[from], last > 400 ? last - 400 : 0); m < last;
         ++m) {
      const person_mention& x = in_.mentions[m];
      const std::uint32_t p = t_.paragraph[x.first];
      if (in_.paragraphs[p].chapter != in_.paragraphs[now.first_paragraph].chapter) continue;
      const float apart = static_cast<float>(p < now.first_paragraph ? now.first_paragraph - p : 0);
      if (remote_[m] != 0 && !now.remote) continue;
      const bool told =
          (x.in_quote && x.role != mention_role::vocative) || x.role == mention_role::absent;
      add(x.character, (told ? 0.3F : 1.0F) / (1.0F + 0.3F * apart));
    }
    const std::uint32_t narrator = in_.cast.narrator[now.first_paragraph];
    if (narrator != k_nobody) add(narrator, 2);
    if (now.tag != nullptr) {
      const std::uint32_t named = character_of(*now.tag);
      if (named != k_nobody) add(named, 100);
    }
    for (const auto& [who, weight] : parties)
      add(who, weight);
    if (const std::uint32_t fixed = fixed_speaker(now); fixed != k_nobody) add(fixed, 1e6F);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    if (found.size() > k_candidates) found.resize(k_candidates);
    for (const auto& f : found)
      now.who.push_back(f.second);
    now.who.push_back(k_nobody);
    now.score.assign(now.who.size(), 0);
    now.score.back() = k_weights.unknown;
  }

  /// Those who certainly take part in the talk around turn `i`: named by a cue or called by name,
  /// and those who spoke last before this exchange began.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, float>> party(std::size_t i, std::size_t from,
                                                                   std::size_t to) const {
    std::vector<std::pair<std::uint32_t, float>> out;
    const auto add = [&](std::uint32_t who, float weight) {
      if (who == k_nobody) return;
      for (auto& p : out)
        if (p.first == who) {
          p.second += weight;
          return;
        }
      out.emplace_back(who, weight);
    };
    constexpr std::size_t k_around = 10;
    for (std::size_t k = i > from + k_around ? i - k_around : from;
         k < std::min(to, i + k_around + 1); ++k) {
      if (k == i || (turns_[k].remote && !turns_[i].remote)) continue;
      const float near = 1.0F / (1.0F + 0.25F * static_cast<float>(k > i ? k - i : i - k));
      const cue* tag = turns_[k].tag;
      const std::uint32_t fixed = fixed_speaker(turns_[k]);
      if (fixed != k_nobody)
        add(fixed, near);
      else if (tag != nullptr && tag->subject == phrase_kind::name)
        add(character_of(*tag), near);
      for (const std::uint32_t v : vocatives_[k])
        add(v, 0.7F * near);
    }
    if (from > 0 && i < from + 6 && turns_[from - 1].remote == turns_[i].remote &&
        in_.paragraphs[turns_[from - 1].last_paragraph].chapter ==
            in_.paragraphs[turns_[i].first_paragraph].chapter)
      for (std::size_t k = from; k-- > 0 && k + 4 >= from;)
        add(turns_[k].speaker, 0.25F);
    return out;
  }

  void pick_tag(turn& now) const {
    for (const std::uint32_t q : now.quotes) {
      const auto& c = in_.utterances.cues[q];
      if (!c) continue;
      const bool better =
          now.tag == nullptr || (now.tag->weak && !c->weak) ||
          (now.tag->subject != phrase_kind::name && c->subject == phrase_kind::name && !c->weak);
      if (better) now.tag = &*c;
    }
  }

  void weigh(std::size_t i, std::size_t from, std::size_t to) {
    turn& now = turns_[i];
    const auto parties = party(i, from, to);
    gather_candidates(i, parties);
    for (const auto& [who, weight] : parties)
      bump(now, who, k_weights.party * std::min(1.5F, weight));
    weigh_presence(i);
    weigh_names(i);
    if (now.tag != nullptr)
      weigh_tag(now);
    else
      weigh_beats(now);
    if (const std::uint32_t fixed = fixed_speaker(now); fixed != k_nobody)
      bump(now, fixed, k_weights.fixed);
  }

  void weigh_presence(std::size_t i) {
    turn& now = turns_[i];
    const std::uint32_t narrator = in_.cast.narrator[now.first_paragraph];
    const std::uint32_t from = now.first_paragraph > k_reach ? now.first_paragraph - k_reach : 0;
    for (std::size_t c = 0; c + 1 < now.who.size(); ++c) {
      std::uint32_t last = from;
      std::uint32_t n = 0;
      std::uint32_t seen = 0;
      for (std::uint32_t m = first_mention_[now.first_paragraph];
           m-- > first_mention_[from] && seen < 200; ++seen) {
        const person_mention& x = in_.mentions[m];
        if (x.character != now.who[c] || elsewhere(m, now) ||
            (x.in_quote && x.role != mention_role::vocative))
          continue;
        if (n++ == 0) last = t_.paragraph[x.first];
      }
      const bool told = now.who[c] == narrator;
      if (told) last = now.first_paragraph > 0 ? now.first_paragraph - 1 : 0, n = std::min(n, 4U);
      now.score[c] += k_weights.recency * static_cast<float>(now.first_paragraph - last);
      now.score[c] += k_weights.per_mention * std::min(6.0F, static_cast<float>(n));
      if (told) now.score[c] += k_weights.narrator;
    }
    // The last subject of the narration that leads to this turn.
    if (now.first_paragraph == 0 || !(now.opens_exchange || now.gap_before)) return;
    const std::uint32_t p = now.first_paragraph - 1;
    for (std::uint32_t m = first_mention_[p + 1]; m-- > first_mention_[p];) {
      const person_mention& x = in_.mentions[m];
      if (x.in_quote || x.role != mention_role::subject) continue;
      bump(now, x.character, k_weights.lead_subject);
      return;
    }
  }

  static void bump(turn& now, std::uint32_t who, float by) {
    for (std::size_t c = 0; c < now.who.size(); ++c)
      if (now.who[c] == who && who != k_nobody) now.score[c] += by;
  }

  void weigh_names(std::size_t i) {
    turn& now = turns_[i];
    for (std::size_t c = 0; c + 1 < now.who.size(); ++c) {
      const std::uint32_t who = now.who[c];
      if (holds(vocatives_[i], who)) now.score[c] += k_weights.vocative_here;
      if (holds(spoken_of_[i], who)) now.score[c] += k_weights.named_inside;
      if (i > 0 && !now.opens_exchange && holds(vocatives_[i - 1], who))
        now.score[c] += k_weights.vocative_before;
      if (i + 1 < turns_.size() && !turns_[i + 1].opens_exchange && holds(vocatives_[i + 1], who))
        now.score[c] += k_weights.vocative_after;
    }
  }

  void weigh_tag(turn& now) {
    const cue& tag = *now.tag;
    const std::uint32_t narrator = in_.cast.narrator[now.first_paragraph];
    switch (tag.subject) {
      case phrase_kind::name: {
        const std::uint32_t who = character_of(tag);
        if (who == k_nobody) {
          // "said Mrs. Tarn", who is not in the cast that was given.
          if (!tag.weak && in_.cast.given) now.score.back() += k_weights.unknown_description;
          return;
        }
        bump(now, who, tag.weak ? k_weights.beat_name + 2 : k_weights.cue_name);
        now.evidence = evidence_kind::name;
        return;
      }
      case phrase_kind::description: {
        const std::uint32_t who = character_of(tag);
        now.evidence = evidence_kind::description;
        if (who != k_nobody) {
          bump(now, who, k_weights.cue_description);
          return;
        }
        const std::uint32_t noun = tag.subject_last - 1;
        weigh_gender(now, t_.is(noun, wc::person_she), t_.is(noun, wc::person_he), 1.0F,
                     k_weights.cue_clashes);
        if (t_.is(tag.subject_first, wc::possessive))
          now.score.back() += k_weights.unknown_description;
        return;
      }
      case phrase_kind::i:
      case phrase_kind::we:
        if (narrator == k_nobody) return;
        bump(now, narrator, k_weights.cue_narrator);
        now.evidence = evidence_kind::narrator;
        return;
      case phrase_kind::he:
      case phrase_kind::she:
        weigh_gender(now, tag.subject == phrase_kind::she, tag.subject == phrase_kind::he,
                     k_weights.cue_agrees, k_weights.cue_clashes);
        bump(now, antecedent_at(tag.subject_first), k_weights.cue_antecedent);
        if (narrator != k_nobody) bump(now, narrator, k_weights.cue_clashes);
        now.evidence = evidence_kind::pronoun;
        return;
      case phrase_kind::they: return;
    }
  }

  void weigh_gender(turn& now, bool she, bool he, float agrees, float clashes) const {
    if (she == he) return;
    const pronoun_set wanted = she ? pronoun_set::she : pronoun_set::he;
    for (std::size_t c = 0; c + 1 < now.who.size(); ++c) {
      const pronoun_set own = pronouns(now.who[c]);
      if (own == wanted)
        now.score[c] += agrees;
      else if (own == pronoun_set::she || own == pronoun_set::he)
        now.score[c] += clashes;
      else
        now.score[c] += 0.5F * agrees;  // nobody has said what they are called by
    }
  }

  /// Subjects of the narration in the turn's own paragraph: `Ines held it out like a bribe.`
  void weigh_beats(turn& now) {
    const auto is_subject = [&](std::uint32_t m) {
      return !in_.mentions[m].in_quote && in_.mentions[m].role == mention_role::subject;
    };
    // Before the line the last subject counts, where there is none the first behind it.
    const std::uint32_t line =
        std::max(first_mention_[now.first_paragraph],
                 mention_at(t_.first_at(quotes_[now.quotes.front()].span().start.value)));
    const person_mention* best = nullptr;
    for (std::uint32_t m = line; m-- > first_mention_[now.first_paragraph] && best == nullptr;)
      if (is_subject(m)) best = &in_.mentions[m];
    for (std::uint32_t m = line; m < first_mention_[now.last_paragraph + 1] && best == nullptr; ++m)
      if (is_subject(m)) best = &in_.mentions[m];
    if (best == nullptr) return;
    if (best->form == mention_form::pron) {
      const bool she = t_.is(best->first, wc::pronoun_she);
      const bool he = t_.is(best->first, wc::pronoun_he);
      if (she || he) {
        weigh_gender(now, she, he, k_weights.beat_agrees, k_weights.beat_clashes);
        bump(now, best->character, k_weights.beat_antecedent);
      } else {
        bump(now, best->character, k_weights.beat_name);
      }
    } else {
      bump(now, best->character, k_weights.beat_name);
    }
    now.evidence = evidence_kind::beat;
  }

  [[nodiscard]] float step(const turn& now, std::uint32_t a, std::uint32_t b) const {
    const turn& before = turns_[static_cast<std::size_t>(&now - turns_.data()) - 1];
    if (a != b || a == k_nobody || before.remote != now.remote) return 0;
    return now.first_paragraph == before.last_paragraph ? -1.0F
           : now.gap_before                             ? k_weights.same_turn_gap
                                                        : k_weights.same_turn;
  }

  [[nodiscard]] static float step2(const turn& now, std::uint32_t a, std::uint32_t c) {
    return a == c && a != k_nobody && !now.gap_before ? k_weights.alternate
           : a == c && a != k_nobody                  ? 0.5F * k_weights.alternate
                                                      : 0.0F;
  }

  /// Best sequence of speakers for turns [from, to).
  void decode(std::size_t from, std::size_t to) {
    const std::size_t n = to - from;
    std::vector<std::vector<float>> best(n);  // [turn][previous * candidates + now]
    std::vector<std::vector<std::uint16_t>> back(n);
    for (std::size_t k = 0; k < n; ++k) {
      const turn& now = turns_[from + k];
      const std::size_t wide = now.who.size();
      const std::size_t before = k == 0 ? 1 : turns_[from + k - 1].who.size();
      best[k].assign(before * wide, -1e9F);
      back[k].assign(before * wide, 0);
      for (std::size_t b = 0; b < before; ++b)
        for (std::size_t c = 0; c < wide; ++c) {
          float s = now.score[c];
          if (k == 0) {
            best[k][c] = s;
            continue;
          }
          const turn& prev = turns_[from + k - 1];
          s += step(now, prev.who[b], now.who[c]);
          if (k == 1) {
            best[k][b * wide + c] = s + best[0][b];
            continue;
          }
          const turn& older = turns_[from + k - 2];
          for (std::size_t a = 0; a < older.who.size(); ++a) {
            const float total =
                s + best[k - 1][a * before + b] + step2(now, older.who[a], now.who[c]);
            if (total > best[k][b * wide + c]) {
              best[k][b * wide + c] = total;
              back[k][b * wide + c] = static_cast<std::uint16_t>(a);
            }
          }
        }
    }
    trace(from, n, best, back);
  }

  void trace(std::size_t from, std::size_t n, const std::vector<std::vector<float>>& best,
             const std::vector<std::vector<std::uint16_t>>& back) {
    const std::size_t wide = turns_[from + n - 1].who.size();
    const std::vector<float>& last = best[n - 1];
    std::size_t at =
        static_cast<std::size_t>(std::max_element(last.begin(), last.end()) - last.begin());
    std::size_t c = at % wide;
    std::size_t b = at / wide;
    for (std::size_t k = n; k-- > 0;) {
      turn& now = turns_[from + k];
      now.speaker = now.who[c];
      set_margin(now, c);
      if (k == 0) break;
      const std::size_t a = back[k][b * now.who.size() + c];
      c = b;
      b = a;
    }
  }

  /// How far the speaker's own evidence stands before the next best candidate's.
  static void set_margin(turn& now, std::size_t chosen) {
    float rival = -1e9F;
    for (std::size_t c = 0; c < now.who.size(); ++c)
      if (c != chosen) rival = std::max(rival, now.score[c]);
    now.margin = now.score[chosen] - rival;
  }

  void write_out(std::size_t i) {
    const turn& now = turns_[i];
    const std::vector<character_id> to = addressees(i);
    for (const std::uint32_t q : now.quotes) {
      quote& out = quotes_[q];
      const cue* own = in_.utterances.cues[q] ? &*in_.utterances.cues[q] : nullptr;
      const std::uint32_t named =
          own != nullptr && own->subject == phrase_kind::name ? character_of(*own) : k_nobody;
      // What a plain cue names is a fact, whatever the turn as a whole was taken for.
      const std::uint32_t who = named != k_nobody && !own->weak ? named : now.speaker;
      if (who == k_nobody) {
        out.cue.reset();
        continue;
      }
      out.speaker = character_id{who};
      out.evidence = evidence_of(now, i, own, who);
      if (out.evidence == evidence_kind::turn || out.evidence == evidence_kind::vocative ||
          out.evidence == evidence_kind::beat ||
          (own != nullptr && now.tag != own && who != named && now.evidence == evidence_kind::name))
        out.cue.reset();
      if (out.evidence == evidence_kind::name && out.cue && own != nullptr)
        widen_cue(*own, *out.cue);
      out.confidence = confidence(now, out.evidence);
      out.addressees = out.kind == quote_kind::thought ? std::vector{character_id{who}} : to;
      std::erase(out.addressees, character_id{out.kind == quote_kind::thought ? k_nobody : who});
    }
  }

  /// "said Doctor" of "said Doctor May": the cue holds the whole name.
  void widen_cue(const cue& own, byte_range& words) const {
    for_each_mention(own.subject_first, own.subject_last, [&](std::uint32_t m) {
      const person_mention& x = in_.mentions[m];
      words.start = std::min(words.start, byte_offset{t_.start[x.first]});
      words.end = std::max(words.end, byte_offset{t_.end[x.last - 1]});
    });
  }

  /// What the answer for one utterance rests on: its own cue where that fits, else its turn's.
  [[nodiscard]] evidence_kind evidence_of(const turn& now, std::size_t i, const cue* own,
                                          std::uint32_t who) const {
    if (own != nullptr) {
      if (own->subject == phrase_kind::name && character_of(*own) == who)
        return evidence_kind::name;
      const pronoun_set p = pronouns(who);
      if (own->subject == phrase_kind::he && p != pronoun_set::she) return evidence_kind::pronoun;
      if (own->subject == phrase_kind::she && p != pronoun_set::he) return evidence_kind::pronoun;
      if (own->subject == phrase_kind::i && now.evidence == evidence_kind::narrator)
        return evidence_kind::narrator;
      if (own->subject == phrase_kind::description && now.evidence == evidence_kind::description)
        return evidence_kind::description;
    }
    if (now.evidence == evidence_kind::name &&
        (now.tag == nullptr || character_of(*now.tag) != who))
      return evidence_kind::turn;
    if (now.evidence != evidence_kind::none) return now.evidence;
    if (i > 0 && !now.opens_exchange && holds(vocatives_[i - 1], who))
      return evidence_kind::vocative;
    return evidence_kind::turn;
  }

  /// How often answers of this kind are right on PDNC train (docs/measurements.md has the table).
  [[nodiscard]] static float confidence(const turn& now, evidence_kind e) {
    switch (e) {
      case evidence_kind::name: return 0.96F;
      case evidence_kind::narrator: return 0.95F;
      case evidence_kind::description: return 0.6F;
      case evidence_kind::pronoun: return now.margin > 4 ? 0.88F : now.margin > 1 ? 0.68F : 0.45F;
      case evidence_kind::beat: return now.margin > 4 ? 0.84F : now.margin > 1 ? 0.68F : 0.53F;
      case evidence_kind::vocative: return 0.78F;
      default: return now.margin > 2 ? 0.77F : now.margin > 0 ? 0.7F : 0.62F;
    }
  }

  /// Whoever is called by name; else the other party of the exchange.
  [[nodiscard]] std::vector<character_id> addressees(std::size_t i) const {
    const turn& now = turns_[i];
    std::vector<character_id> out;
    for (const std::uint32_t v : vocatives_[i])
      if (v != now.speaker && std::find(out.begin(), out.end(), character_id{v}) == out.end())
        out.push_back({v});
    if (!out.empty()) return out;
    // First among those in the same room, or at the same telephone; a message may also go to whom
    // the sender has just talked to.
    for (const bool anywhere : {false, true}) {
      if (anywhere && !now.remote) break;
      const auto other = [&](std::size_t k) {
        return (anywhere || turns_[k].remote == now.remote) && turns_[k].speaker != now.speaker &&
               turns_[k].speaker != k_nobody;
      };
      for (std::size_t k = i; k-- > 0 && k + 4 >= i && !turns_[k + 1].opens_exchange;)
        if (other(k)) return {character_id{turns_[k].speaker}};
      for (std::size_t k = i + 1; k < turns_.size() && k < i + 4 && !turns_[k].opens_exchange; ++k)
        if (other(k)) return {character_id{turns_[k].speaker}};
    }
    return {};
  }

  const speaker_input& in_;
  const token_layer& t_;
  std::vector<quote> quotes_;
  std::vector<turn> turns_;
  std::vector<std::vector<std::uint32_t>> vocatives_;
  std::vector<std::vector<std::uint32_t>> spoken_of_;
  std::vector<std::uint32_t> first_mention_;
  std::vector<std::uint8_t> remote_;  ///< of each mention: named by the tag of a message
};

}  // namespace

std::vector<quote> find_speakers(const speaker_input& in, const speaker_model* model) {
  std::vector<quote> out =
      model != nullptr ? find_trained_speakers(in, *model) : attributor(in).solve();
  find_correspondents(in, out);
  find_message_threads(in, out);
  if (in.fixed != nullptr) state_fixes(*in.fixed, out);
  return out;
}

}  // namespace fabula::talk
