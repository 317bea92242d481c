#include "talk/cues.hpp"

#include <algorithm>
#include <array>

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

/// `Ruth broke in`, `Krook chimed in`: verbs that say something with their particle alone.
[[nodiscard]] bool is_breaking_in(const token_layer& t, std::uint32_t i) noexcept {
  if (i + 1 >= t.size() || (t.form(i + 1) != "in" && t.form(i + 1) != "out")) return false;
  const std::string& f = t.form(i);
  return f == "broke" || f == "chimed" || f == "struck" || f == "burst" || f == "put" || f == "cut";
}

[[nodiscard]] verb_kind kind_of_verb(const token_layer& t, std::uint32_t i) noexcept {
  if (t.is(i, wc::sing_verb)) return verb_kind::sing;
  if (is_breaking_in(t, i)) return verb_kind::speech;
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
  c.weak = is_weak_verb(t, verb) && !is_breaking_in(t, verb) &&
           !(side == cue_side::after && verb < who.first);
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
  if (i < to && t.capital[i] == 0 && (is_cue_verb(t, i) || is_breaking_in(t, i))) return i;
  return std::nullopt;
}

/// `said one`, `asked another of the men`: somebody whom nothing else tells of.
[[nodiscard]] std::optional<person_phrase> read_indefinite(const token_layer& t, std::uint32_t at,
                                                           std::uint32_t to) {
  const std::string& f = t.form(at);
  if (f != "one" && f != "another" && f != "someone" && f != "somebody" && f != "others")
    return std::nullopt;
  // "said one day" has its subject elsewhere.
  const bool stands_alone = at + 1 >= to || !is_word(t, at + 1) || t.is(at + 1, wc::preposition);
  if (!stands_alone) return std::nullopt;
  return person_phrase{at, at + 1, people::phrase_kind::description};
}

/// `said the mariner`: behind an inverted verb any noun phrase is somebody, also one that no list
/// has.
[[nodiscard]] std::optional<person_phrase> read_any_subject(const token_layer& t, std::uint32_t at,
                                                            std::uint32_t to) {
  if (at >= to) return std::nullopt;
  if (auto one = read_indefinite(t, at, to)) return one;
  if (!t.is(at, wc::article)) return std::nullopt;
  // "said the one they called Nessa"
  if (at + 4 < to && t.form(at + 1) == "one")
    for (std::uint32_t k = at + 2; k < at + 4; ++k)
      if (t.form(k) == "called" || t.form(k) == "named")
        if (auto who = read_person(t, k + 1, to)) return who;
  std::uint32_t i = at + 1;
  while (i < to && i < at + 4 && is_word(t, i) && !t.is(i, wc::function_word | wc::adverb) &&
         !t.form(i).ends_with("ly") && !t.form(i).ends_with("ing"))
    ++i;
  if (i == at + 1) return std::nullopt;
  return person_phrase{at, i, people::phrase_kind::description};
}

/// What is said, as a noun: `Ruth's reply`.
[[nodiscard]] bool is_saying(const std::string& f) noexcept {
  constexpr std::array<std::string_view, 41> k_sayings{
      "admission",    "advice",      "announcement", "answer",     "appeal",      "assurance",
      "comment",      "conclusion",  "counsel",      "cry",        "declaration", "demand",
      "enquiry",      "exclamation", "explanation",  "greeting",   "injunction",  "inquiry",
      "interruption", "objection",   "observation",  "opinion",    "order",       "plea",
      "protest",      "query",       "question",     "reflection", "rejoinder",   "remark",
      "reply",        "response",    "retort",       "statement",  "suggestion",  "thought",
      "verdict",      "voice",       "warning",      "way",        "words"};
  return std::binary_search(k_sayings.begin(), k_sayings.end(), std::string_view(f));
}

/// Whose saying stands in tokens [from, to): `Ruth's emphatic comment`, `her answer`, `the calm
/// inquiry of Mrs. Tarn`.
[[nodiscard]] std::optional<person_phrase> read_sayer(const token_layer& t, std::uint32_t from,
                                                      std::uint32_t to, std::uint32_t& noun) {
  std::optional<person_phrase> who;
  std::uint32_t i = from;
  if (i >= to || !is_word(t, i)) return std::nullopt;
  if (auto owner = read_person(t, i, to);
      owner && owner->last < to && t.form(owner->last) == "'s") {
    who = owner;  // also "his mother's only reply"
    i = owner->last + 1;
  } else if (t.is(i, wc::possessive)) {
    using people::phrase_kind;
    const phrase_kind kind = t.is(i, wc::pronoun_he)    ? phrase_kind::he
                             : t.is(i, wc::pronoun_she) ? phrase_kind::she
                             : t.is(i, wc::pronoun_i)   ? phrase_kind::i
                                                        : phrase_kind::they;
    if (kind != phrase_kind::they) who = person_phrase{i, i + 1, kind};
    ++i;
  } else if (t.is(i, wc::article)) {
    ++i;
  } else {
    return std::nullopt;
  }
  const std::uint32_t stop = std::min(to, i + 4);
  while (i < stop && is_word(t, i) && !is_saying(t.form(i)))
    ++i;
  if (i >= stop || !is_saying(t.form(i))) return std::nullopt;
  noun = i;
  if (who) return who;
  if (i + 2 < to && (t.form(i + 1) == "of" || t.form(i + 1) == "from"))
    return read_person(t, i + 2, to);
  return std::nullopt;
}

/// `the clear voice of Ruth`, `Ruth's voice`.
[[nodiscard]] std::optional<person_phrase> read_voice(const token_layer& t, std::uint32_t from,
                                                      std::uint32_t to) {
  std::uint32_t noun = 0;
  const auto who = read_sayer(t, from, to, noun);
  return who && t.form(noun) == "voice" ? who : std::nullopt;
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
                    (particle && (is_breaking_in(t, verb) || f == "came"));
  if (!past || (verb > 0 && is_word(t, verb - 1))) return std::nullopt;
  const std::uint32_t who_at = verb + (particle ? 2 : 1);
  auto who = read_voice(t, who_at, to);
  if (!who) {
    who = read_person(t, who_at, to);
    if (!who || who->kind != people::phrase_kind::name) return std::nullopt;
    // "..., burned Tom's hand"
    if (who->last < to && (t.form(who->last) == "'s" || t.form(who->last - 1).ends_with("'s")))
      return std::nullopt;
  }
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

[[nodiscard]] bool is_being(const token_layer& t, std::uint32_t i) noexcept {
  const std::string& f = t.form(i);
  return f == "was" || f == "were" || f == "is" || f == "came" || f == "followed";
}

[[nodiscard]] cue make_saying(const token_layer& t, const person_phrase& who, std::uint32_t being,
                              std::uint32_t noun, cue_side side) {
  cue c = make_cue(t, who, being, side);
  c.kind = t.form(noun) == "thought" || t.form(noun) == "reflection" ? verb_kind::thought
                                                                     : verb_kind::speech;
  c.last = std::max(c.last, noun + 1);
  c.first = std::min(c.first, noun);
  return c;
}

/// `"...," was Ruth's emphatic comment`, `"...," came her answer`, `"...," burst from Ruth`.
[[nodiscard]] std::optional<cue> saying_after(const token_layer& t, std::uint32_t at,
                                              std::uint32_t to) {
  if (at + 1 >= to || !is_word(t, at)) return std::nullopt;
  const std::string& f = t.form(at);
  if (f == "came" || f == "burst" || f == "broke") {
    const std::uint32_t from = skip_adverbs(t, at + 1, to);
    if (from < to && t.form(from) == "from")
      if (const auto who = read_person(t, from + 1, to); who && t.form(who->last) != "'s")
        return make_saying(t, *who, at, at, cue_side::after);
  }
  if (!is_being(t, at)) return std::nullopt;
  std::uint32_t noun = 0;
  const auto who = read_sayer(t, at + 1, to, noun);
  if (!who) return std::nullopt;
  return make_saying(t, *who, at, noun, cue_side::after);
}

/// `Ruth's only answer was, "..."`.
[[nodiscard]] std::optional<cue> saying_before(const token_layer& t, std::uint32_t from,
                                               std::uint32_t to) {
  std::uint32_t being = to;
  while (being > from && to - being < 4 && !is_being(t, being - 1))
    --being;
  if (being == from || to - being >= 4 || !is_being(t, being - 1)) return std::nullopt;
  --being;
  for (std::uint32_t s = being > from + 8 ? being - 8 : from; s + 1 < being; ++s) {
    std::uint32_t noun = 0;
    const auto who = read_sayer(t, s, being, noun);
    if (who && noun < being) return make_saying(t, *who, being, noun, cue_side::before);
  }
  return std::nullopt;
}

/// The token of the tree that is the subject of verb `v`, its own or that of the verb it is joined
/// to: in "Ruth saw that he was angry and said" it is Ruth. What "who" stands for, its noun.
[[nodiscard]] std::optional<std::uint32_t> subject_by_tree(const cue_source& in, std::uint32_t v,
                                                           std::uint32_t from) {
  const token_layer& t = in.tokens;
  const std::vector<token>& g = *in.grammar;
  for (int up = 0; up < 4; ++up) {
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = from; i < t.size() && t.sentence[i] == t.sentence[v]; ++i) {
      if (g[i].head.value != v || i == v || g[i].relation != relation_named("nsubj")) continue;
      const auto apart = [&](std::uint32_t k) { return k > v ? k - v : v - k; };
      if (!best || apart(i) < apart(*best)) best = i;
    }
    if (best) {
      const std::string& f = t.form(*best);
      if (f != "who" && f != "which" && f != "that") return best;
      return g[v].relation == relation_named("acl:relcl") ? std::optional(g[v].head.value)
                                                          : std::nullopt;
    }
    const relation r = g[v].relation;
    const bool participle = t.form(v).ends_with("ing");
    // "heard Jimmy shouting"
    if (r == relation_named("acl") && participle) return g[v].head.value;
    const bool purpose = v > from && t.form(v - 1) == "to";  // "came to their table to say"
    if (r != relation_named("conj") && r != relation_named("xcomp") &&
        !(r == relation_named("advcl") && (participle || purpose)))
      return std::nullopt;
    v = g[v].head.value;
  }
  return std::nullopt;
}

/// `Elinor heard Willoughby say`: who is heard speaks, in whatever case the pronoun is.
[[nodiscard]] std::optional<person_phrase> heard_subject(const token_layer& t, std::uint32_t v,
                                                         std::uint32_t from) {
  using people::phrase_kind;
  for (std::uint32_t s = v; s-- > from + 1 && s + 6 > v;) {
    const std::string& f = t.form(s - 1);
    if (f != "heard" && f != "hear" && f != "hears" && f != "overheard" && f != "made" &&
        f != "let" && f != "saw")
      continue;
    if (s + 1 == v && t.is(s, wc::pronoun_he | wc::pronoun_she))
      return person_phrase{s, v, t.is(s, wc::pronoun_he) ? phrase_kind::he : phrase_kind::she};
    const auto who = read_person(t, s, v);
    if (who && skip_adverbs(t, who->last, v) == v) return who;
  }
  return std::nullopt;
}

/// `Benno looked on until Thomas, turning to see, said`: who stands before the aside speaks.
[[nodiscard]] std::optional<person_phrase> subject_before_aside(const token_layer& t,
                                                                const std::string_view text,
                                                                std::uint32_t v,
                                                                std::uint32_t from) {
  constexpr std::uint32_t k_aside = 20;
  if (v < from + 4 || t.text_of(text, v - 1) != ",") return std::nullopt;
  for (std::uint32_t c = v - 2; c > from && v - c < k_aside; --c) {
    if (t.text_of(text, c) != ",") continue;
    if (!t.form(c + 1).ends_with("ing")) return std::nullopt;
    for (std::uint32_t s = c; s-- > from && c - s < 5;) {
      const auto who = read_person(t, s, c);
      if (who && who->last == c && (s == from || !people::looks_like_name(t, s - 1))) return who;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

/// The phrase for a person whose words hold token `i`; its first word stands at `from` or behind.
[[nodiscard]] std::optional<person_phrase> person_around(const token_layer& t, std::uint32_t i,
                                                         std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t s = i > from + 5 ? i - 5 : from; s <= i; ++s) {
    const auto who = read_person(t, s, to);
    if (who && who->last > i) return who;
  }
  return std::nullopt;
}

}  // namespace

std::optional<cue> cue_after(const cue_source& in, std::uint32_t from, std::uint32_t to) {
  const token_layer& t = in.tokens;
  to = std::min(to, from + k_window);
  std::uint32_t i = from;
  while (i < to && !is_word(t, i)) {
    const std::string_view w = t.text_of(in.text, i);
    if (w != "," && w != "\u2014" && w != "--" && w != "-" && w != "\u2013") return std::nullopt;
    ++i;
  }
  if (i < to &&
      (t.form(i) == "and" || t.form(i) == "then" || t.form(i) == "so" || t.form(i) == "but"))
    ++i;
  if (i >= to) return std::nullopt;
  if (auto saying = saying_after(t, i, to)) return saying;
  // said Ruth
  const std::uint32_t verb = skip_adverbs(t, i, to);
  if (verb < to && is_cue_verb(t, verb)) {
    const std::uint32_t who_at = skip_adverbs(t, verb + 1, to);
    if (auto who = read_voice(t, who_at, to)) return make_cue(t, *who, verb, cue_side::after);
    if (auto who = read_person(t, who_at, to)) return make_cue(t, *who, verb, cue_side::after);
    // "remarked sceptical Ruth": an adjective that no list has.
    const bool described = in.grammar != nullptr && who_at + 1 < to && t.capital[who_at] == 0 &&
                           (*in.grammar)[who_at].upos == universal_tag::adj &&
                           people::looks_like_name(t, who_at + 1);
    if (auto who = described ? read_person(t, who_at + 1, to) : std::nullopt)
      return make_cue(t, *who, verb, cue_side::after);
    if (auto who = read_any_subject(t, who_at, to)) return make_cue(t, *who, verb, cue_side::after);
    // "said nanny": kin and the like need no article.
    if (who_at < to &&
        t.is(who_at, wc::kin | wc::title | wc::person_any | wc::person_he | wc::person_she) &&
        (who_at + 1 >= to || !is_word(t, who_at + 1)))
      return make_cue(t, {who_at, who_at + 1, people::phrase_kind::description}, verb,
                      cue_side::after);
    return inverted_cue(t, i, to);
  }
  if (auto inverted = inverted_cue(t, i, to)) return inverted;
  // Ruth said; Ruth looked up and said
  const auto who = read_person(t, i, to);
  if (!who) return std::nullopt;
  if (const auto v = verb_behind(t, *who, to)) return make_cue(t, *who, *v, cue_side::after);
  if (const auto v = later_verb(t, who->last, to)) return make_cue(t, *who, *v, cue_side::after);
  // "Ruth heard Tom say", "Ruth forced herself to say"
  const std::uint32_t stop = std::min(to, who->last + 8);
  for (std::uint32_t v = who->last; v < stop && t.sentence[v] == t.sentence[i]; ++v) {
    if (!is_cue_verb(t, v) || t.capital[v] != 0 || is_weak_verb(t, v)) continue;
    if (const auto heard = heard_subject(t, v, i)) return make_cue(t, *heard, v, cue_side::after);
    if (in.grammar == nullptr || t.form(v - 1) != "to") break;
    const auto subject = subject_by_tree(in, v, i);
    if (subject && *subject >= who->first && *subject < who->last)
      return make_cue(t, *who, v, cue_side::after);
    break;
  }
  return std::nullopt;
}

std::optional<cue> cue_before(const cue_source& in, std::uint32_t from, std::uint32_t to) {
  const token_layer& t = in.tokens;
  if (from >= to) return std::nullopt;
  const std::string_view last = t.text_of(in.text, to - 1);
  // "and then he said" at the end of a paragraph, its mark forgotten.
  const bool unmarked =
      is_word(t, to - 1) && to < t.size() && t.paragraph[to] != t.paragraph[to - 1];
  const bool leads = unmarked || last == "," || last == ":" || last == "\u2014" || last == "--" ||
                     last == "-" || last == ":--" || last == "\u2014:" || last == ";";
  // A beat, "She wondered.", leads to nothing; the tag of what was said before, "said she.", does.
  const bool ends = last == "." || last == "!" || last == "?";
  if (ends && (from == 0 || t.sentence[from - 1] != t.sentence[to - 1])) return std::nullopt;
  std::uint32_t begin = to;
  while (begin > from && to - begin < k_window && t.sentence[begin - 1] == t.sentence[to - 1])
    --begin;
  if (leads)
    if (auto saying = saying_before(t, begin, to)) return saying;
  // Ruth said, "…": the last verb of speech in the sentence, with the subject before or behind it.
  for (std::uint32_t v = to; v-- > begin;) {
    // "Ruth ran out, shouting,": who shouts, the tree alone tells.
    const bool participle = in.grammar != nullptr && leads && is_word(t, v) && to - v < 6 &&
                            t.is(v, wc::speech_verb) && t.form(v).ends_with("ing");
    if (!is_cue_verb(t, v) && !participle) continue;
    const bool adjacent = v + 1 == to;
    if (!leads && !adjacent && !t.is(v, wc::speech_verb)) continue;
    if ((!leads && to - v > 4) || (unmarked && to - v > 14)) break;
    if (auto heard = heard_subject(t, v, begin)) return make_cue(t, *heard, v, cue_side::before);
    // "Benno paused to say to Ruth again:": who pauses, the tree alone tells.
    const bool purpose =
        in.grammar != nullptr && leads && v > begin && t.form(v - 1) == "to" && to - v < 6;
    if (!purpose && v > begin && t.is(v - 1, wc::article | wc::possessive | wc::preposition))
      continue;
    if (to - v > 6 && kind_of_verb(t, v) == verb_kind::thought) continue;
    const std::uint32_t who_at = skip_adverbs(t, v + 1, to);
    if (!participle && !purpose && who_at < to && !t.is(who_at, wc::pronoun_it | wc::possessive)) {
      const auto who = read_person(t, who_at, to);
      const bool inverted = who && (who->last + 1 >= to || !is_word(t, who->last)) &&
                            (v == begin || !t.is(v - 1, wc::nominative)) &&
                            (v == begin || !people::looks_like_name(t, v - 1));
      if (inverted && !t.is(v, wc::message_verb) && t.form(v) != "told" && t.form(v) != "asked" &&
          t.form(v) != "called")
        return make_cue(t, *who, v, cue_side::before);
    }
    if (const auto who = subject_before_aside(t, in.text, v, begin))
      return make_cue(t, *who, v, cue_side::before);
    if (in.grammar != nullptr)
      if (const auto head = subject_by_tree(in, v, begin); head && *head >= begin && *head < v)
        if (auto who = person_around(t, *head, begin, v); who && t.form(who->last) != "'s")
          return make_cue(t, *who, v, cue_side::before);
    if (participle || purpose) continue;
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
