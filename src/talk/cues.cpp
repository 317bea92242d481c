#include "talk/cues.hpp"

#include <algorithm>

#include "language/lexicon.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using people::person_phrase;
using people::read_person;

constexpr std::uint64_t k_cue_verbs =
    wc::speech_verb | wc::thought_verb | wc::message_verb | wc::sing_verb;
constexpr std::uint32_t k_window = 40;  ///< tokens of a clause that are looked at

[[nodiscard]] bool is_word(const token_layer& t, std::uint32_t i) noexcept {
  return t.shape[i] == token_shape::word;
}

/// A form that stands as a finite verb in a cue. Capitalised ones begin a sentence: "Said Ruth".
[[nodiscard]] bool is_cue_verb(const token_layer& t, std::uint32_t i) noexcept {
  return is_word(t, i) && t.is(i, k_cue_verbs) && !t.form(i).ends_with("ing");
}

[[nodiscard]] verb_kind kind_of_verb(const token_layer& t, std::uint32_t i) noexcept {
  if (t.is(i, wc::sing_verb)) return verb_kind::sing;
  if (t.is(i, wc::speech_verb) && !t.form(i).starts_with("wonder")) return verb_kind::speech;
  if (t.is(i, wc::message_verb)) return verb_kind::message;
  return verb_kind::thought;
}

[[nodiscard]] bool is_weak_verb(const token_layer& t, std::uint32_t i) noexcept {
  const std::string& f = t.form(i);
  return f == "began" || f == "went" || f == "put" || f == "pursued" || f == "tried" ||
         f == "knew" || f == "called" || f == "calls" || f == "offered" || f == "told" ||
         f == "spoke" || f == "read" || f == "laughed" || f == "allowed" || f == "managed" ||
         f == "cut" || f == "pressed" || f == "started" || f == "sent" || f == "granted" ||
         f == "guessed" || f == "considered" || f == "returned" || f == "wrote" || f == "ordered" ||
         f == "tapped" || f == "left" || f == "promised" || f == "remembered" || f == "decided" ||
         f == "reminded";
}

[[nodiscard]] cue make_cue(const token_layer& t, const person_phrase& who, std::uint32_t verb,
                           cue_side side) {
  cue c;
  c.first = std::min(who.first, verb);
  c.last = std::max(who.last, verb + 1);
  c.subject_first = who.first;
  c.subject_last = who.last;
  c.verb = verb;
  c.subject = who.kind;
  c.kind = kind_of_verb(t, verb);
  c.side = side;
  // "returned Krook" behind a quotation can only be its tag; "Krook returned" may go on "to the
  // shop".
  c.weak = is_weak_verb(t, verb) && !(side == cue_side::after && verb < who.first);
  return c;
}

/// Skips adverbs and the auxiliary of `had said`; at most three words.
[[nodiscard]] std::uint32_t skip_adverbs(const token_layer& t, std::uint32_t i,
                                         std::uint32_t stop) {
  for (int n = 0; n < 3 && i < stop && is_word(t, i); ++n, ++i) {
    const bool adverb = t.is(i, wc::adverb) || (t.form(i).ends_with("ly") && t.capital[i] == 0) ||
                        t.form(i) == "had" || t.form(i) == "has" || t.form(i) == "was" ||
                        t.form(i) == "'d" || t.form(i) == "would" || t.form(i) == "could" ||
                        t.form(i) == "only";
    if (!adverb || t.is(i, k_cue_verbs)) break;
  }
  return i;
}

/// A verb of speech right behind `who`, adverbs between allowed: `Ruth quietly said`.
[[nodiscard]] std::optional<std::uint32_t> verb_behind(const token_layer& t,
                                                       const person_phrase& who, std::uint32_t to) {
  std::uint32_t i = who.last;
  if (i < to && t.form(i) == "'s") return std::nullopt;
  i = skip_adverbs(t, i, to);
  if (i < to && is_cue_verb(t, i) && t.capital[i] == 0) return i;
  return std::nullopt;
}

/// `said the mariner`: behind an inverted verb any noun phrase is somebody, also one that no list
/// has.
[[nodiscard]] std::optional<person_phrase> read_any_subject(const token_layer& t, std::uint32_t at,
                                                            std::uint32_t to) {
  if (at >= to || !t.is(at, wc::article) || t.form(at) != "the") return std::nullopt;
  std::uint32_t i = at + 1;
  while (i < to && i < at + 4 && is_word(t, i) && !t.is(i, wc::function_word | wc::adverb) &&
         !t.form(i).ends_with("ly") && !t.form(i).ends_with("ing"))
    ++i;
  if (i == at + 1) return std::nullopt;
  return person_phrase{at, i, people::phrase_kind::description};
}

/// `"...," puffed Mrs. Tarn`, `"...," broke in old Krook`: behind an utterance whose sentence goes
/// on, a small past form with a name right behind it tells who speaks, whatever the verb.
/// `particle` is for `broke in`.
[[nodiscard]] std::optional<cue> inverted_cue(const token_layer& t, std::uint32_t verb,
                                              std::uint32_t to) {
  if (verb >= to || !is_word(t, verb) || t.capital[verb] != 0) return std::nullopt;
  const std::string& f = t.form(verb);
  const bool particle = verb + 1 < to && (t.form(verb + 1) == "in" || t.form(verb + 1) == "out");
  const bool past = (f.size() > 4 && f.ends_with("ed") && !t.is(verb, wc::function_word)) ||
                    (particle && (f == "broke" || f == "put" || f == "cut" || f == "struck" ||
                                  f == "came" || f == "burst"));
  if (!past || (verb > 0 && is_word(t, verb - 1))) return std::nullopt;
  const auto who = read_person(t, verb + (particle ? 2 : 1), to);
  if (!who || who->kind != people::phrase_kind::name) return std::nullopt;
  // "..., burned Tom's hand"
  if (who->last < to && (t.form(who->last) == "'s" || t.form(who->last - 1).ends_with("'s")))
    return std::nullopt;
  cue c = make_cue(t, *who, verb, cue_side::after);
  c.kind = verb_kind::speech;
  return c;
}

/// Whether the clause's words between two tokens hold no mark that ends it.
[[nodiscard]] bool one_sentence(const token_layer& t, std::uint32_t from, std::uint32_t to) {
  return from >= to || t.sentence[from] == t.sentence[to - 1];
}

/// `Ruth looked up, smiled and said`: a second verb that shares its subject.
[[nodiscard]] std::optional<std::uint32_t> later_verb(const token_layer& t, std::uint32_t from,
                                                      std::uint32_t to) {
  const std::uint32_t stop = std::min(to, from + 14);
  for (std::uint32_t i = from; i + 1 < stop && one_sentence(t, from, i + 2); ++i) {
    if (t.is(i, wc::nominative) && i > from) return std::nullopt;
    const bool joins = t.form(i) == "and" || t.form(i) == "then" || t.form(i) == ",";
    if (!joins) continue;
    const std::uint32_t v = skip_adverbs(t, i + 1, stop);
    if (v < stop && is_cue_verb(t, v) && t.capital[v] == 0 && !is_weak_verb(t, v)) return v;
  }
  return std::nullopt;
}

}  // namespace

std::optional<cue> cue_after(const token_layer& t, std::string_view text, std::uint32_t from,
                             std::uint32_t to) {
  to = std::min(to, from + k_window);
  std::uint32_t i = from;
  while (i < to && !is_word(t, i)) {
    const std::string_view w = t.text_of(text, i);
    if (w != "," && w != "\u2014" && w != "--" && w != "-" && w != "\u2013") return std::nullopt;
    ++i;
  }
  if (i < to &&
      (t.form(i) == "and" || t.form(i) == "then" || t.form(i) == "so" || t.form(i) == "but"))
    ++i;
  if (i >= to) return std::nullopt;
  // said Ruth
  const std::uint32_t verb = skip_adverbs(t, i, to);
  if (verb < to && is_cue_verb(t, verb)) {
    const std::uint32_t who_at = skip_adverbs(t, verb + 1, to);
    if (auto who = read_person(t, who_at, to)) return make_cue(t, *who, verb, cue_side::after);
    if (auto who = read_any_subject(t, who_at, to)) return make_cue(t, *who, verb, cue_side::after);
    return inverted_cue(t, i, to);
  }
  if (auto inverted = inverted_cue(t, i, to)) return inverted;
  // Ruth said; Ruth looked up and said
  const auto who = read_person(t, i, to);
  if (!who) return std::nullopt;
  if (const auto v = verb_behind(t, *who, to)) return make_cue(t, *who, *v, cue_side::after);
  if (const auto v = later_verb(t, who->last, to)) return make_cue(t, *who, *v, cue_side::after);
  return std::nullopt;
}

std::optional<cue> cue_before(const token_layer& t, std::string_view text, std::uint32_t from,
                              std::uint32_t to) {
  if (from >= to) return std::nullopt;
  const std::string_view last = t.text_of(text, to - 1);
  const bool leads = last == "," || last == ":" || last == "\u2014" || last == "--" ||
                     last == "-" || last == ":--" || last == "\u2014:" || last == ";";
  // A beat, "She wondered.", leads to nothing; the tag of what was said before, "said she.", does.
  const bool ends = last == "." || last == "!" || last == "?";
  if (ends && (from == 0 || t.sentence[from - 1] != t.sentence[to - 1])) return std::nullopt;
  std::uint32_t begin = to;
  while (begin > from && to - begin < k_window && t.sentence[begin - 1] == t.sentence[to - 1])
    --begin;
  // Ruth said, "…": the last verb of speech in the sentence, with the subject before or behind it.
  for (std::uint32_t v = to; v-- > begin;) {
    if (!is_cue_verb(t, v)) continue;
    const bool adjacent = v + 1 == to;
    if (!leads && !adjacent && !t.is(v, wc::speech_verb)) continue;
    if (!leads && to - v > 4) break;
    if (v > begin && t.is(v - 1, wc::article | wc::possessive | wc::preposition)) continue;
    if (to - v > 6 && kind_of_verb(t, v) == verb_kind::thought) continue;
    const std::uint32_t who_at = skip_adverbs(t, v + 1, to);
    if (who_at < to && !t.is(who_at, wc::pronoun_it | wc::possessive)) {
      const auto who = read_person(t, who_at, to);
      const bool inverted = who && (who->last + 1 >= to || !is_word(t, who->last)) &&
                            (v == begin || !t.is(v - 1, wc::nominative)) &&
                            (v == begin || !people::looks_like_name(t, v - 1));
      if (inverted && !t.is(v, wc::message_verb) && t.form(v) != "told" && t.form(v) != "asked" &&
          t.form(v) != "called")
        return make_cue(t, *who, v, cue_side::before);
    }
    // The nearest subject before the verb that begins a clause.
    for (std::uint32_t s = v; s-- > begin;) {
      const bool starts = s == begin || !is_word(t, s - 1) ||
                          t.is(s - 1, wc::conjunction | wc::adverb | wc::question_word);
      const auto who = starts || t.is(s, wc::nominative) ? read_person(t, s, v + 1) : std::nullopt;
      if (!who || who->last > v) continue;
      if (s > begin && t.is(s - 1, wc::preposition | wc::possessive | wc::article)) continue;
      if (who->last < v && t.form(who->last) == "'s") continue;
      if (s > begin && t.form(s - 1) == "as" && kind_of_verb(t, v) == verb_kind::thought) continue;
      return make_cue(t, *who, v, cue_side::before);
    }
  }
  return std::nullopt;
}

}  // namespace fabula::talk
