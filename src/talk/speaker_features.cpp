#include "talk/speaker_features.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <unordered_map>

#include "text/words_key.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using people::k_nobody;
using people::person_mention;
using people::phrase_kind;

constexpr float k_missing = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint32_t k_paragraphs_back = 10;
constexpr std::uint32_t k_paragraphs_on = 4;
constexpr std::size_t k_most_candidates = 14;
constexpr std::uint32_t k_mentions_back = 500;  ///< a paragraph may hold a whole book
constexpr std::uint32_t k_cue_turns = 12;
constexpr std::uint32_t k_run_turns = 30;
constexpr float k_run_decay = 0.9F;
constexpr std::uint32_t k_frame_paragraphs = 3;
constexpr std::uint32_t k_scene_mentions = 300;
constexpr std::uint32_t k_scene_turns = 60;

[[nodiscard]] float capped(std::uint32_t n, std::uint32_t most) {
  return static_cast<float>(std::min(n, most));
}

void set(std::span<float> row, sign s, float value) {
  row[static_cast<std::size_t>(s)] = value;
}

void set(std::span<float> row, sign s, bool value) {
  row[static_cast<std::size_t>(s)] = value ? 1.0F : 0.0F;
}

[[nodiscard]] bool holds(const std::vector<std::uint32_t>& v, std::uint32_t x) {
  return std::find(v.begin(), v.end(), x) != v.end();
}

/// `words` without "the" or "a", and without case: "The Waiter" of a list, "the waiter" of the
/// text.
[[nodiscard]] std::string form_key(std::string_view words) {
  std::string key = text::words_key(words);
  for (const std::string_view article : {"the ", "a ", "an "})
    if (key.starts_with(article)) return key.substr(article.size());
  return key;
}

/// Of each name form that one character alone has: who that is; `k_nobody` where several have it.
[[nodiscard]] std::unordered_map<std::string, std::uint32_t> bearers_of(
    const people::cast_layer& cast) {
  std::unordered_map<std::string, std::uint32_t> out;
  for (std::uint32_t c = 0; c < cast.characters.size(); ++c)
    for (const alias& a : cast.characters[c].aliases)
      if (const auto [at, added] = out.try_emplace(form_key(a.text), c); !added && at->second != c)
        at->second = k_nobody;
  return out;
}

[[nodiscard]] float gender_of_cue(const token_layer& t, const cue* tag) {
  if (tag == nullptr) return 0;
  if (tag->subject == phrase_kind::he) return 1;
  if (tag->subject == phrase_kind::she) return -1;
  if (tag->subject != phrase_kind::description) return 0;
  const std::uint32_t noun = tag->subject_last - 1;
  const bool he = t.is(noun, wc::person_he);
  const bool she = t.is(noun, wc::person_she);
  return he == she ? 0.0F : he ? 1.0F : -1.0F;
}

}  // namespace

speaker_features::speaker_features(const speaker_input& in, const line_layer& lines)
    : in_(in), lines_(lines) {
  const std::size_t people = in.cast.characters.size();
  mentions_.assign(people, 0);
  names_.assign(people, 0);
  cues_.assign(people, 0);
  for (std::uint32_t m = 0; m < in.mentions.size(); ++m) {
    const person_mention& x = in.mentions[m];
    if (x.form != mention_form::pron) ++mentions_[x.character];
    if (x.form == mention_form::prop) ++names_[x.character];
    if (!x.in_quote) narrated_.push_back(m);
  }
  const auto bearers = bearers_of(in.cast);
  turn_cued_.assign(lines.turns.size(), k_nobody);
  turn_tag_.assign(lines.turns.size(), nullptr);
  cued_.assign(lines.lines.size(), k_nobody);
  form_.assign(lines.lines.size(), 0);
  for (std::uint32_t i = 0; i < lines.lines.size(); ++i) {
    const line& l = lines.lines[i];
    if (const std::uint32_t fixed = fixed_by_user(i); fixed != k_nobody) {
      // As good as a name in the tag, for this turn and for its neighbours.
      cued_[i] = fixed;
      turn_cued_[l.turn] = fixed;
      continue;
    }
    if (l.tag == nullptr) continue;
    if (turn_tag_[l.turn] == nullptr) turn_tag_[l.turn] = l.tag;
    // A pronoun is no name, and whom it means was only guessed.
    if (l.tag->subject != phrase_kind::name && l.tag->subject != phrase_kind::description) continue;
    std::uint32_t m = k_nobody;
    std::uint32_t who = character_of(in, *l.tag, &m);
    // "said the Duchess", "said nanny": where the cast has one such name form, as good as a name.
    // But "said the clergyman" may be Mr. Beebe, whoever else is called the Clergyman.
    const token_layer& t = in.tokens;
    const std::uint32_t begin = l.tag->subject_first;
    const std::uint32_t end = l.tag->subject_last;
    // "Said Ada's servant" means whom the cast calls so, and not Ada.
    bool owned = false;
    for (std::uint32_t k = begin; k < end; ++k)
      owned = owned || t.form(k) == "'s";
    const bool proper = t.capital[end - 1] != 0 || end == begin + 1 || owned;
    const auto form_to = [&](std::uint32_t last) {
      return bearers.find(form_key(in.text.substr(t.start[begin], t.end[last] - t.start[begin])));
    };
    auto bearer = form_to(end - 1);
    // "said Rawdon minor": a name form may go on in small letters.
    if (end < t.size() && t.shape[end] == token_shape::word)
      if (const auto longer = form_to(end); longer != bearers.end()) bearer = longer;
    const bool alone = bearer != bearers.end() && bearer->second != k_nobody;
    // Of a found cast, a tag by name means who alone is called so, as `fabula verify` reads it:
    // "said Long John", whoever "John" is about. In a list the user's "John" may be short for two.
    const bool by_name = l.tag->subject == phrase_kind::name && !in.cast.given;
    if (alone && proper && (by_name || who == k_nobody)) who = bearer->second;
    const bool same = alone && bearer->second == who;
    const bool whole = proper && same;
    form_[i] = same || (m != k_nobody && l.tag->subject == phrase_kind::name && holds_alias(in, m));
    if (who == k_nobody) continue;
    if (!whole && (l.tag->subject == phrase_kind::description || !bears_name(in, m))) {
      ++cues_[who];
      ++all_cues_;
      continue;
    }
    if (!l.tag->weak) cued_[i] = who;
    if (turn_cued_[l.turn] == k_nobody) turn_cued_[l.turn] = who, turn_tag_[l.turn] = l.tag;
    ++cues_[who];
    ++all_cues_;
  }
  std::vector<std::uint32_t> order(people);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return mentions_[a] > mentions_[b]; });
  rank_.assign(people, 0);
  for (std::uint32_t r = 0; r < order.size(); ++r)
    rank_[order[r]] = r;
  for (std::uint32_t i = 0; i < lines.lines.size(); ++i)
    for (const std::uint32_t w : lines.lines[i].address)
      if (cued_[i] != k_nobody) add_weight(address_users_[w], cued_[i], 1);
  for (auto& [word, users] : address_users_)
    by_weight(users);
  gather_frames();
  pronouns_.resize(lines.lines.size());
  for (std::uint32_t i = 0; i < lines.lines.size(); ++i)
    for (std::uint32_t m = mention_at(in, lines.lines[i].first);
         m < in.mentions.size() && in.mentions[m].first < lines.lines[i].last; ++m)
      if (const person_mention& x = in.mentions[m];
          x.in_quote && x.form == mention_form::pron &&
          in.tokens.is(x.first, wc::pronoun_he | wc::pronoun_she) &&
          !holds(pronouns_[i], x.character))
        pronouns_[i].push_back(x.character);
}

/// Who stands in the narration on either side of each run: "Tony and the vicar walked back." before
/// twenty lines without a tag.
void speaker_features::gather_frames() {
  frames_.resize(lines_.turns.size());
  const auto gather = [&](std::uint32_t first, std::uint32_t last, auto& into) {
    for (std::uint32_t m = mention_at(in_, first);
         m < in_.mentions.size() && in_.mentions[m].first < last; ++m) {
      const person_mention& x = in_.mentions[m];
      if (x.in_quote || into.size() >= 12) continue;
      const bool subject = lines_.facts[m].role == clause_role::subject;
      const auto at = std::find_if(into.begin(), into.end(),
                                   [&](const auto& f) { return f.first == x.character; });
      if (at == into.end())
        into.emplace_back(x.character, subject);
      else
        at->second = at->second || subject;
    }
  };
  const auto n = static_cast<std::uint32_t>(lines_.lines.size());
  for (std::uint32_t t = 0; t < lines_.runs.size(); t = lines_.runs[t].last) {
    const std::uint32_t i = lines_.turns[t].first;
    const std::uint32_t k = lines_.turns[lines_.runs[t].last - 1].last - 1;
    const line& first = lines_.lines[i];
    const line& last = lines_.lines[k];
    std::uint32_t from = i > 0 ? lines_.lines[i - 1].last : 0;
    std::uint32_t to = k + 1 < n ? lines_.lines[k + 1].first : in_.tokens.size();
    const auto paragraph_at = [&](std::uint32_t token) { return in_.tokens.paragraph[token]; };
    while (from < first.first &&
           (paragraph_at(from) + k_frame_paragraphs < first.first_paragraph ||
            lines_.scenes[paragraph_at(from)] != lines_.scenes[first.first_paragraph]))
      ++from;
    while (to > last.last &&
           (paragraph_at(to - 1) > last.last_paragraph + k_frame_paragraphs ||
            lines_.scenes[paragraph_at(to - 1)] != lines_.scenes[last.last_paragraph]))
      --to;
    gather(from, first.first, frames_[t].before);
    gather(last.last, to, frames_[t].behind);
  }
}

std::uint32_t speaker_features::fixed_by_user(std::uint32_t i) const {
  return in_.fixed == nullptr ? k_nobody
                              : in_.fixed->speaker(lines_.lines[i].quote).value_or(k_nobody);
}

std::vector<std::uint32_t> speaker_features::candidates(std::uint32_t i) const {
  const line& l = lines_.lines[i];
  std::vector<std::pair<float, std::uint32_t>> found;
  const auto add = [&](std::uint32_t who, float weight) {
    for (auto& f : found)
      if (f.second == who) {
        f.first += weight;
        return;
      }
    found.emplace_back(weight, who);
  };
  const std::uint32_t chapter = in_.paragraphs[l.first_paragraph].chapter.value;
  const std::uint32_t from =
      l.first_paragraph > k_paragraphs_back ? l.first_paragraph - k_paragraphs_back : 0;
  const auto to = std::min(static_cast<std::uint32_t>(in_.paragraphs.size()),
                           l.last_paragraph + k_paragraphs_on + 1);
  const std::uint32_t here = mention_at(in_, l.first);
  const std::uint32_t first =
      std::max(lines_.first_mention[from], here > k_mentions_back ? here - k_mentions_back : 0);
  const std::uint32_t last = std::min(lines_.first_mention[to], here + k_mentions_back);
  for (std::uint32_t m = first; m < last; ++m) {
    const person_mention& x = in_.mentions[m];
    const std::uint32_t p = in_.tokens.paragraph[x.first];
    if (in_.paragraphs[p].chapter.value != chapter) continue;
    // Whom "I" and "he" in a line mean hangs on who was taken for its speaker.
    if (x.in_quote && x.form == mention_form::pron) continue;
    if (lines_.facts[m].remote && !l.remote) continue;  // at the other end of a message
    const std::uint32_t apart = p < l.first_paragraph  ? l.first_paragraph - p
                                : p > l.last_paragraph ? p - l.last_paragraph
                                                       : 0;
    const bool told = x.in_quote && x.role != people::mention_role::vocative;
    add(x.character, (told ? 0.3F : 1.0F) / (1.0F + 0.4F * static_cast<float>(apart)));
  }
  // The last in the narration, however long ago.
  auto narrated = std::lower_bound(narrated_.begin(), narrated_.end(), here);
  std::uint32_t seen = 0;
  for (std::vector<std::uint32_t> people;
       narrated != narrated_.begin() && people.size() < 8 && seen < 200; ++seen) {
    const std::uint32_t who = in_.mentions[*--narrated].character;
    if (holds(people, who)) continue;
    people.push_back(who);
    add(who, 0.2F);
  }
  // Those whom a cue named lately, and soon will.
  const std::uint32_t turn = l.turn;
  for (std::uint32_t k = 1; k <= 30; ++k) {
    const float weight = 1.5F / (1.0F + 0.3F * static_cast<float>(k));
    if (turn >= k && turn_cued_[turn - k] != k_nobody) add(turn_cued_[turn - k], weight);
    if (k <= 8 && turn + k < turn_cued_.size() && turn_cued_[turn + k] != k_nobody)
      add(turn_cued_[turn + k], weight);
  }
  // "Is mummy coming, daddy?" opens a scene: who else says "daddy" may say it.
  for (const std::uint32_t w : l.address)
    if (const auto users = address_users_.find(w); users != address_users_.end())
      for (std::size_t k = 0; k < std::min<std::size_t>(2, users->second.size()); ++k)
        add(users->second[k].first, 0.4F);
  // Twenty lines may stand between a name and who it tells to speak.
  const frame& around = frames_[lines_.runs[turn].first];
  for (const auto* side : {&around.before, &around.behind})
    for (const auto& [who, subject] : *side)
      add(who, subject ? 0.5F : 0.25F);
  const std::uint32_t narrator = in_.cast.narrator[l.first_paragraph];
  if (narrator != k_nobody) add(narrator, 2);
  if (turn_cued_[turn] != k_nobody) add(turn_cued_[turn], 50);
  if (cued_[i] != k_nobody) add(cued_[i], 200);
  if (l.tag != nullptr) {
    const std::uint32_t who = character_of(in_, *l.tag);
    if (who != k_nobody) add(who, 100);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (found.size() > k_most_candidates) found.resize(k_most_candidates);
  std::vector<std::uint32_t> out;
  out.reserve(found.size() + 1);
  for (const auto& f : found)
    out.push_back(f.second);
  out.push_back(k_nobody);
  return out;
}

float speaker_features::gender_of(std::uint32_t who) const {
  const pronoun_set p = in_.cast.characters[who].pronouns;
  return p == pronoun_set::he ? 1.0F : p == pronoun_set::she ? -1.0F : 0.0F;
}

/// 1 where the cue's pronoun or noun fits the character, -1 where it does not, 0 where nobody
/// knows; missing where the cue tells no gender.
float speaker_features::agreement(const cue* tag, std::uint32_t who) const {
  const float wanted = gender_of_cue(in_.tokens, tag);
  return wanted == 0 ? k_missing : wanted * gender_of(who);
}

void speaker_features::line_signs(std::uint32_t i, std::size_t candidates,
                                  std::span<float> row) const {
  const line& l = lines_.lines[i];
  const line* before = i > 0 ? &lines_.lines[i - 1] : nullptr;
  const line* next = i + 1 < lines_.lines.size() ? &lines_.lines[i + 1] : nullptr;
  const token_span turn = lines_.turns[l.turn];
  const auto long_of = [&](place p) {
    const token_span s = l.around[static_cast<std::size_t>(p)];
    return s.last > s.first ? s.last - s.first : 0;
  };
  set(row, sign::cue_kind, l.tag == nullptr ? 0.0F : 1.0F + static_cast<float>(l.tag->subject));
  if (l.tag != nullptr) {
    set(row, sign::cue_before, l.tag->side == cue_side::before);
    set(row, sign::cue_weak, l.tag->weak);
    set(row, sign::cue_verb, static_cast<float>(l.tag->kind));
    set(row, sign::cue_capital, in_.tokens.capital[l.tag->subject_last - 1] != 0);
    set(row, sign::cue_known, character_of(in_, *l.tag) != k_nobody);
  }
  set(row, sign::words, capped(l.words, 200));
  set(row, sign::opens, l.opens);
  set(row, sign::closes, l.closes);
  set(row, sign::spans,
      capped(static_cast<std::uint32_t>(in_.utterances.quotes[l.quote].spans.size()), 4));
  if (before != nullptr)
    set(row, sign::gap_before, capped(l.first_paragraph - before->last_paragraph, 10));
  if (next != nullptr)
    set(row, sign::gap_behind, capped(next->first_paragraph - l.last_paragraph, 10));
  set(row, sign::kind, static_cast<float>(in_.utterances.quotes[l.quote].kind));
  set(row, sign::asks, l.asks);
  set(row, sign::asked, before != nullptr && before->asks);
  set(row, sign::begins, static_cast<float>(l.begins));
  if (before != nullptr) set(row, sign::begins_before, static_cast<float>(before->begins));
  if (next != nullptr) {
    set(row, sign::asks_next, next->asks);
    set(row, sign::begins_next, static_cast<float>(next->begins));
  }
  set(row, sign::says_i, l.says_i);
  set(row, sign::says_you, l.says_you);
  set(row, sign::says_he, l.says_he);
  set(row, sign::says_she, l.says_she);
  set(row, sign::says_honorific, l.says_sir ? 1.0F : l.says_madam ? -1.0F : 0.0F);
  set(row, sign::first_person, in_.cast.narrator[l.first_paragraph] != k_nobody);
  set(row, sign::place_in_turn, capped(i - turn.first, 5));
  set(row, sign::lines_in_turn, capped(turn.last - turn.first, 5));
  set(row, sign::candidates, static_cast<float>(candidates));
  set(row, sign::words_before, capped(long_of(place::before), 60));
  set(row, sign::words_after, capped(long_of(place::after), 60));
  if (before != nullptr)
    set(row, sign::words_between, capped(l.first > before->last ? l.first - before->last : 0, 300));
  set(row, sign::anybody_called, !l.called.empty());
  set(row, sign::runs_on, l.runs_on);
  set(row, sign::ran_on, before != nullptr && before->runs_on);
}

void speaker_features::candidate_signs(std::uint32_t i, std::uint32_t who,
                                       std::span<float> row) const {
  const line& l = lines_.lines[i];
  set(row, sign::narrator, in_.cast.narrator[l.first_paragraph] == who);
  set(row, sign::gender, gender_of(who));
  set(row, sign::cue_gender, agreement(l.tag, who));
  if (l.tag != nullptr) {
    std::uint32_t m = 0;
    const std::uint32_t meant = character_of(in_, *l.tag, &m);
    if (meant != k_nobody) {
      set(row, sign::cue_is, meant == who);
      set(row, sign::cue_confidence, in_.mentions[m].confidence);
      set(row, sign::cue_form, form_[i] != 0);
      if (meant == who) set(row, sign::cue_words, capped(cues_[who], 100));
    }
    // "she said to Tom", "she told him": whom the clause of the cue names besides.
    bool object = false;
    for (std::uint32_t k = mention_at(in_, l.tag->last);
         k < in_.mentions.size() && in_.mentions[k].first < l.tag->last + 5; ++k)
      object = object ||
               (in_.mentions[k].character == who && k != m &&
                in_.tokens.sentence[in_.mentions[k].first] == in_.tokens.sentence[l.tag->verb] &&
                lines_.facts[k].role == clause_role::object);
    set(row, sign::object_of_cue, object);
  }
  const token_span turn = lines_.turns[l.turn];
  for (std::uint32_t k = turn.first; k < turn.last; ++k) {
    const cue* tag = lines_.lines[k].tag;
    if (k == i || tag == nullptr || tag == l.tag) continue;
    const std::uint32_t meant = character_of(in_, *tag);
    if (meant == k_nobody) continue;
    const bool first = row[static_cast<std::size_t>(sign::turn_cue_is)] !=
                       row[static_cast<std::size_t>(sign::turn_cue_is)];
    if (first || tag->subject == phrase_kind::name) set(row, sign::turn_cue_is, meant == who);
  }
  if (mentions_[who] > 0)
    set(row, sign::named, static_cast<float>(names_[who]) / static_cast<float>(mentions_[who]));
  set(row, sign::rank, capped(rank_[who], 30));
  const float all = static_cast<float>(std::max<std::size_t>(1, in_.mentions.size()));
  set(row, sign::share, static_cast<float>(mentions_[who]) / all);
  set(row, sign::cue_share,
      static_cast<float>(cues_[who]) / static_cast<float>(std::max(1U, all_cues_)));
  set(row, sign::called_here, holds(l.called, who));
  set(row, sign::named_here, holds(l.spoken_of, who));
}

/// Narration beside the line: who is near, in which role, behind how many others.
void speaker_features::place_signs(std::uint32_t i, std::span<const std::uint32_t> who,
                                   std::span<float> rows) const {
  const line& l = lines_.lines[i];
  constexpr auto k_inside = static_cast<std::size_t>(place::inside);
  for (std::size_t s = 0; s < k_places; ++s) {
    const token_span span = l.around[s];
    if (span.last <= span.first) continue;
    const bool backward = s == static_cast<std::size_t>(place::before) ||
                          s == static_cast<std::size_t>(place::paragraph_before);
    const std::uint32_t from = mention_at(in_, span.first);
    std::uint32_t to = from;
    while (to < in_.mentions.size() && in_.mentions[to].first < span.last && to < from + 60)
      ++to;
    std::vector<std::uint32_t> others;
    for (std::uint32_t n = 0; n < to - from; ++n) {
      const std::uint32_t m = backward ? to - 1 - n : from + n;
      const person_mention& x = in_.mentions[m];
      // Inside a line broken by its tag only the tag is narration.
      if (x.in_quote) {
        if (s == k_inside && x.form == mention_form::pron &&
            in_.tokens.is(x.first, wc::pronoun_he | wc::pronoun_she))
          for (std::size_t c = 0; c < who.size(); ++c)
            if (who[c] == x.character)
              set(rows.subspan(c * k_signs, k_signs), sign::pronoun_here, true);
        continue;
      }
      const std::uint32_t away = s == k_inside ? 0
                                 : backward    ? span.last - x.last
                                               : x.first - span.first;
      for (std::size_t c = 0; c < who.size(); ++c) {
        if (who[c] != x.character) continue;
        const std::span<float> row = rows.subspan(c * k_signs, k_signs);
        float* out = row.data() + static_cast<std::size_t>(sign::places) + 5 * s;
        if (out[1] != out[1]) {
          out[1] = capped(away, 80);
          out[2] = static_cast<float>(lines_.facts[m].role);
          out[3] = static_cast<float>(others.size());
          if (lines_.facts[m].role == clause_role::subject)
            out[4] = static_cast<float>(lines_.facts[m].verb);
        }
        if (out[0] != out[0] && x.form != mention_form::pron) out[0] = capped(away, 80);
        if (lines_.facts[m].role == clause_role::subject &&
            (s == k_inside || s == static_cast<std::size_t>(place::before) ||
             s == static_cast<std::size_t>(place::after))) {
          float& n_subject = row[static_cast<std::size_t>(sign::subject_in_paragraph)];
          n_subject += 1;
        }
      }
      if (!holds(others, x.character)) others.push_back(x.character);
    }
  }
}

void speaker_features::salience_signs(std::uint32_t i, std::span<const std::uint32_t> who,
                                      std::span<float> rows) const {
  const line& l = lines_.lines[i];
  const std::uint32_t here = mention_at(in_, l.first);
  const auto row_of = [&](std::size_t c) { return rows.subspan(c * k_signs, k_signs); };
  const auto value = [&](std::size_t c, sign s) -> float& {
    return row_of(c)[static_cast<std::size_t>(s)];
  };
  for (std::size_t c = 0; c < who.size(); ++c)
    for (const sign s : {sign::count_1, sign::count_3, sign::count_10, sign::mentions_in_exchange})
      value(c, s) = 0;
  const line& opening = lines_.lines[lines_.turns[lines_.exchanges[l.exchange].first].first];
  std::vector<std::uint32_t> recent;    // distinct characters, the last mentioned first
  std::vector<std::uint32_t> subjects;  // of narration, the last first
  const std::uint32_t stop = here > k_mentions_back ? here - k_mentions_back : 0;
  for (std::uint32_t m = here; m-- > stop;) {
    const person_mention& x = in_.mentions[m];
    const std::uint32_t apart = l.first_paragraph - in_.tokens.paragraph[x.first];
    if (apart > 40) break;
    if (x.in_quote && x.role != people::mention_role::vocative) continue;
    const bool subject = !x.in_quote && lines_.facts[m].role == clause_role::subject;
    if (subject && subjects.size() < 4 && (subjects.empty() || subjects.back() != x.character))
      subjects.push_back(x.character);
    if (recent.size() < 20 && !holds(recent, x.character)) recent.push_back(x.character);
    for (std::size_t c = 0; c < who.size(); ++c) {
      if (who[c] != x.character) continue;
      if (value(c, sign::words_since) != value(c, sign::words_since)) {
        value(c, sign::words_since) = capped(l.first - x.last, 2000);
        value(c, sign::paragraphs_since) = static_cast<float>(apart);
        value(c, sign::remote_only) = lines_.facts[m].remote ? 1.0F : 0.0F;
      }
      if (x.form != mention_form::pron &&
          value(c, sign::paragraphs_since_named) != value(c, sign::paragraphs_since_named))
        value(c, sign::paragraphs_since_named) = static_cast<float>(apart);
      if (apart <= 1) value(c, sign::count_1) += 1;
      if (apart <= 3) value(c, sign::count_3) += 1;
      if (apart <= 10) value(c, sign::count_10) += 1;
      if (in_.tokens.paragraph[x.first] + 2 >= opening.first_paragraph)
        value(c, sign::mentions_in_exchange) += 1;
    }
  }
  for (std::size_t c = 0; c < who.size(); ++c) {
    if (who[c] == k_nobody) continue;
    const float own = gender_of(who[c]);
    std::uint32_t alike = 0;
    for (std::uint32_t r = 0; r < recent.size(); ++r) {
      if (recent[r] == who[c]) {
        value(c, sign::recency) = static_cast<float>(r);
        value(c, sign::recency_of_gender) = static_cast<float>(alike);
        break;
      }
      alike += gender_of(recent[r]) * own >= 0 ? 1U : 0U;
    }
    for (std::uint32_t r = 0; r < subjects.size(); ++r)
      if (subjects[r] == who[c]) {
        value(c, sign::subject_rank) = static_cast<float>(r);
        break;
      }
  }
  const auto to = std::min(static_cast<std::uint32_t>(in_.mentions.size()), here + 80);
  for (std::uint32_t m = here; m < to; ++m) {
    const person_mention& x = in_.mentions[m];
    if (x.first < l.last || x.in_quote) continue;
    const std::uint32_t apart = in_.tokens.paragraph[x.first] - l.last_paragraph;
    if (apart > 10) break;
    for (std::size_t c = 0; c < who.size(); ++c)
      if (who[c] == x.character &&
          value(c, sign::paragraphs_until) != value(c, sign::paragraphs_until))
        value(c, sign::paragraphs_until) = static_cast<float>(apart);
  }
}

/// What the turns around say of the candidate: cues that name them, calls, pronouns that fit.
void speaker_features::neighbour_signs(std::uint32_t i, std::uint32_t who,
                                       std::span<float> row) const {
  const line& l = lines_.lines[i];
  const token_span exchange = lines_.exchanges[l.exchange];
  const std::uint32_t turn = l.turn;
  const auto any = [&](std::uint32_t t, auto test) {
    for (std::uint32_t k = lines_.turns[t].first; k < lines_.turns[t].last; ++k)
      if (test(lines_.lines[k])) return true;
    return false;
  };
  const auto called = [&](const line& x) { return holds(x.called, who); };
  const auto named = [&](const line& x) { return holds(x.spoken_of, who); };
  const auto honorific = [&](std::uint32_t t) {
    if (any(t, [](const line& x) { return x.says_sir; })) return gender_of(who);
    if (any(t, [](const line& x) { return x.says_madam; })) return -gender_of(who);
    return k_missing;
  };
  const auto is_cue = [&](std::uint32_t t) {
    return turn_cued_[t] == k_nobody ? k_missing : turn_cued_[t] == who ? 1.0F : 0.0F;
  };
  if (turn > exchange.first) {
    set(row, sign::called_1_before, any(turn - 1, called));
    set(row, sign::named_1_before, any(turn - 1, named));
    set(row, sign::honorific_before, honorific(turn - 1));
    set(row, sign::is_cue_1_before, is_cue(turn - 1));
    set(row, sign::gender_1_before, agreement(turn_tag_[turn - 1], who));
  }
  if (turn > exchange.first + 1) {
    set(row, sign::called_2_before, any(turn - 2, called));
    set(row, sign::is_cue_2_before, is_cue(turn - 2));
    set(row, sign::gender_2_before, agreement(turn_tag_[turn - 2], who));
  }
  if (turn + 1 < exchange.last) {
    set(row, sign::called_1_behind, any(turn + 1, called));
    set(row, sign::named_1_behind, any(turn + 1, named));
    set(row, sign::honorific_behind, honorific(turn + 1));
    set(row, sign::is_cue_1_behind, is_cue(turn + 1));
    set(row, sign::gender_1_behind, agreement(turn_tag_[turn + 1], who));
  }
  if (turn + 2 < exchange.last) {
    set(row, sign::called_2_behind, any(turn + 2, called));
    set(row, sign::is_cue_2_behind, is_cue(turn + 2));
    set(row, sign::gender_2_behind, agreement(turn_tag_[turn + 2], who));
  }
  for (std::uint32_t k = 1; k <= k_cue_turns && turn >= exchange.first + k; ++k)
    if (turn_cued_[turn - k] == who) {
      set(row, sign::cue_turns_before, static_cast<float>(k));
      set(row, sign::cue_turns_before_odd, k % 2 == 1);
      break;
    }
  for (std::uint32_t k = 1; k <= k_cue_turns && turn + k < exchange.last; ++k)
    if (turn_cued_[turn + k] == who) {
      set(row, sign::cue_turns_behind, static_cast<float>(k));
      set(row, sign::cue_turns_behind_odd, k % 2 == 1);
      break;
    }
  float cues = 0;
  const std::uint32_t from = std::max(exchange.first, turn > 12 ? turn - 12 : 0);
  for (std::uint32_t t = from; t < std::min(exchange.last, turn + 13); ++t)
    cues += turn_cued_[t] == who && t != turn ? 1.0F : 0.0F;
  set(row, sign::cues_in_exchange, cues);
}

/// What the run of unbroken speech around says: calls at odd distance come from who answers them.
void speaker_features::run_signs(std::uint32_t i, std::uint32_t who, std::span<float> row) const {
  const std::uint32_t turn = lines_.lines[i].turn;
  const token_span run = lines_.runs[turn];
  const float gender = gender_of(who);
  float called_odd = 0;
  float called_even = 0;
  float called_other = 0;
  float named = 0;
  float pronoun = 0;
  float cued_odd = 0;
  float cued_even = 0;
  float cued_other = 0;
  float fits = 0;
  const auto look = [&](std::uint32_t t, std::uint32_t apart, float weight) {
    const bool even = apart % 2 == 0;
    for (std::uint32_t k = lines_.turns[t].first; k < lines_.turns[t].last; ++k) {
      const line& x = lines_.lines[k];
      if (apart > 0) {
        if (holds(x.called, who))
          (even ? called_even : called_odd) += weight;
        else if (!even && !x.called.empty())
          called_other += weight;
        if (holds(x.spoken_of, who)) named += weight;
        if (holds(pronouns_[k], who)) pronoun += weight;
      }
      fits += weight * gender * static_cast<float>(even ? x.tells_speaker : x.tells_listener);
    }
    if (apart > 0 && turn_cued_[t] != k_nobody) {
      if (turn_cued_[t] == who)
        (even ? cued_even : cued_odd) += weight;
      else if (even)
        cued_other += weight;
    }
    if (even && apart > 0)
      if (const float fit = agreement(turn_tag_[t], who); fit == fit) fits += weight * fit;
  };
  look(turn, 0, 1);
  float weight = 1;
  for (std::uint32_t k = 1; k <= k_run_turns; ++k, weight *= k_run_decay) {
    if (turn >= run.first + k) look(turn - k, k, weight);
    if (turn + k < run.last) look(turn + k, k, weight);
  }
  set(row, sign::run_called_odd, called_odd);
  set(row, sign::run_called_even, called_even);
  set(row, sign::run_called_other, called_other);
  set(row, sign::run_named, named);
  set(row, sign::run_pronoun, pronoun);
  set(row, sign::run_cued_odd, cued_odd);
  set(row, sign::run_cued_even, cued_even);
  set(row, sign::run_cued_other, cued_other);
  set(row, sign::run_place, capped(turn - run.first, k_run_turns));
  set(row, sign::run_left, capped(run.last - 1 - turn, k_run_turns));
  set(row, sign::run_gender, fits);
  const frame& around = frames_[run.first];
  const auto stands = [&](const std::vector<std::pair<std::uint32_t, bool>>& in) {
    for (const auto& [other, subject] : in)
      if (other == who) return subject ? 2.0F : 1.0F;
    return 0.0F;
  };
  set(row, sign::frame_before, stands(around.before));
  set(row, sign::frame_behind, stands(around.behind));
}

/// Who else is in the scene, before the line and behind it, and how many scenes ago they were met.
void speaker_features::scene_signs(std::uint32_t i, std::span<const std::uint32_t> who,
                                   std::span<float> rows) const {
  const line& l = lines_.lines[i];
  const std::uint32_t here = mention_at(in_, l.first);
  const std::uint32_t scene = lines_.scenes[l.first_paragraph];
  const auto value = [&](std::size_t c, sign s) -> float& {
    return rows[c * k_signs + static_cast<std::size_t>(s)];
  };
  for (std::size_t c = 0; c < who.size(); ++c)
    if (who[c] != k_nobody)
      for (const sign s : {sign::scene_before, sign::scene_behind, sign::scene_cues_before,
                           sign::scene_cues_behind, sign::scene_called, sign::scene_named})
        value(c, s) = 0;
  std::vector<std::uint32_t> people;
  const auto meet = [&](std::uint32_t other) {
    if (people.size() < 10 && !holds(people, other)) people.push_back(other);
  };
  const auto counts = [&](const person_mention& x) {
    return !x.in_quote || x.role == people::mention_role::vocative;
  };
  const std::uint32_t stop = here > k_mentions_back ? here - k_mentions_back : 0;
  for (std::uint32_t m = here; m-- > stop;) {
    const person_mention& x = in_.mentions[m];
    if (!counts(x)) continue;
    const std::uint32_t apart = scene - lines_.scenes[in_.tokens.paragraph[x.first]];
    if (apart > 3) break;
    if (apart == 0) meet(x.character);
    for (std::size_t c = 0; c < who.size(); ++c) {
      if (who[c] != x.character) continue;
      if (apart == 0) value(c, sign::scene_before) += 1;
      if (float& moves = value(c, sign::scene_moves);
          apart == 0 && moves != moves && lines_.facts[m].role == clause_role::subject)
        moves = static_cast<float>(lines_.facts[m].moves);
      float& since = value(c, sign::scenes_since);
      if (since != since) since = static_cast<float>(apart);
      float& named = value(c, sign::scenes_since_named);
      if (named != named && x.form != mention_form::pron) named = static_cast<float>(apart);
    }
  }
  const auto to =
      std::min(static_cast<std::uint32_t>(in_.mentions.size()), here + k_scene_mentions);
  for (std::uint32_t m = here; m < to; ++m) {
    const person_mention& x = in_.mentions[m];
    if (x.first < l.last || !counts(x)) continue;
    const std::uint32_t p = in_.tokens.paragraph[x.first];
    if (lines_.scenes[p] != scene) break;
    meet(x.character);
    for (std::size_t c = 0; c < who.size(); ++c) {
      if (who[c] != x.character) continue;
      value(c, sign::scene_behind) += 1;
      float& until = value(c, sign::scene_until);
      if (until != until) until = capped(p - l.last_paragraph, 60);
    }
  }
  const auto look = [&](std::uint32_t t, sign cues) {
    const token_span of = lines_.turns[t];
    if (lines_.scenes[lines_.lines[of.first].first_paragraph] != scene) return false;
    for (std::size_t c = 0; c < who.size(); ++c) {
      if (who[c] == k_nobody) continue;
      if (turn_cued_[t] == who[c]) value(c, cues) += 1;
      for (std::uint32_t k = of.first; k < of.last; ++k) {
        if (k == i) continue;
        if (holds(lines_.lines[k].called, who[c])) value(c, sign::scene_called) += 1;
        if (holds(lines_.lines[k].spoken_of, who[c])) value(c, sign::scene_named) += 1;
      }
    }
    return true;
  };
  const auto turns = static_cast<std::uint32_t>(lines_.turns.size());
  for (std::uint32_t k = 1; k <= k_scene_turns && k <= l.turn; ++k)
    if (!look(l.turn - k, sign::scene_cues_before)) break;
  for (std::uint32_t k = 1; k <= k_scene_turns && l.turn + k < turns; ++k)
    if (!look(l.turn + k, sign::scene_cues_behind)) break;
  for (std::size_t c = 0; c < who.size(); ++c)
    if (who[c] != k_nobody)
      value(c, sign::scene_people) =
          static_cast<float>(people.size() - (holds(people, who[c]) ? 1 : 0));
}

void speaker_features::rows(std::uint32_t i, const std::vector<std::uint32_t>& who,
                            std::vector<float>& out) const {
  out.assign(who.size() * k_signs, k_missing);
  for (std::size_t c = 0; c < who.size(); ++c) {
    const std::span<float> row = std::span(out).subspan(c * k_signs, k_signs);
    if (c == 0)
      line_signs(i, who.size() - 1, row);
    else
      std::copy_n(out.begin(), static_cast<std::ptrdiff_t>(sign::nobody), row.begin());
    set(row, sign::nobody, who[c] == k_nobody);
  }
  for (std::size_t c = 0; c < who.size(); ++c) {
    const std::span<float> row = std::span(out).subspan(c * k_signs, k_signs);
    if (who[c] == k_nobody) continue;
    set(row, sign::subject_in_paragraph, 0.0F);
    candidate_signs(i, who[c], row);
    neighbour_signs(i, who[c], row);
    run_signs(i, who[c], row);
  }
  place_signs(i, who, out);
  salience_signs(i, who, out);
  scene_signs(i, who, out);
}

}  // namespace fabula::talk
