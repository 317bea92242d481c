#include "talk/lines.hpp"

#include <algorithm>
#include <span>
#include <string>

#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using people::k_nobody;
using people::mention_role;
using people::person_mention;
using people::phrase_kind;

/// Paragraphs of narration that do not end an exchange.
constexpr std::uint32_t k_exchange_gap = 4;

/// How people are addressed without a name: men, women, and either.
constexpr std::string_view k_address_he[] = {
    "sir",       "daddy",  "dad",     "papa",        "pa",        "father",  "boy",     "boys",
    "lad",       "lads",   "fellow",  "chap",        "man",       "uncle",   "brother", "son",
    "sonny",     "mister", "lord",    "grandfather", "grandpapa", "grandpa", "bro",     "dude",
    "gentlemen", "padre",  "guv'nor", "governor",    "squire",    "lordship"};
constexpr std::string_view k_address_she[] = {
    "madam",  "ma'am",  "madame", "mum",     "mummy",  "mom",      "mommy",
    "mother", "mamma",  "mama",   "ma",      "girl",   "girls",    "lass",
    "aunt",   "auntie", "granny", "grandma", "sister", "daughter", "grandmother",
    "miss",   "missus", "missy",  "lady",    "nurse",  "nanny",    "ladyship"};
constexpr std::string_view k_address_any[] = {
    "darling",    "dear",     "dearest",   "love",    "child",   "children", "baby",
    "sweetheart", "honey",    "doctor",    "captain", "colonel", "general",  "major",
    "inspector",  "sergeant", "professor", "friend",  "comrade", "mate",     "pet",
    "boss",       "chief",    "vicar",     "rector",  "parson",  "reverend", "judge",
    "excellency", "highness", "majesty"};
/// Only behind "my", "old", "dear": "old man", "my lord".
constexpr std::string_view k_address_led[] = {"fellow", "chap",     "man",     "lord",
                                              "lady",   "lordship", "ladyship"};

constexpr std::string_view k_address_leads[] = {"my",     "dear", "old",   "dearest", "poor",
                                                "little", "good", "young", "darling", "sweet",
                                                "you",    "own",  "your"};

constexpr std::string_view k_departing[] = {"left",      "leaves",      "departed", "withdrew",
                                            "withdraws", "retired",     "retires",  "fled",
                                            "vanished",  "disappeared", "departs"};
constexpr std::string_view k_arriving[] = {"entered",  "enters",    "arrived", "arrives",
                                           "returned", "returns",   "joined",  "appeared",
                                           "appears",  "reappeared"};
constexpr std::string_view k_going[] = {
    "went",    "goes",   "walked", "ran", "drove", "rode",  "rushed",  "rang",    "hurried",
    "slipped", "strode", "hung",   "got", "came",  "comes", "stepped", "marched", "stalked"};
constexpr std::string_view k_away[] = {"away",     "out",        "off", "home",
                                       "upstairs", "downstairs", "up"};
constexpr std::string_view k_in[] = {"in", "into", "back"};

[[nodiscard]] bool holds(std::span<const std::string_view> list, std::string_view form) {
  return std::find(list.begin(), list.end(), form) != list.end();
}

class finder {
 public:
  explicit finder(const speaker_input& in)
      : in_(in), t_(in.tokens), first_token_(in.paragraphs.size() + 1, in.tokens.size()) {}

  [[nodiscard]] line_layer find() {
    for (std::uint32_t i = t_.size(); i-- > 0;)
      first_token_[t_.paragraph[i]] = i;
    for (std::size_t p = in_.paragraphs.size(); p-- > 0;)
      first_token_[p] = std::min(first_token_[p], first_token_[p + 1]);
    index_mentions();
    for (const paragraph& p : in_.paragraphs) {
      const bool breaks =
          p.kind == paragraph_kind::scene_break || p.kind == paragraph_kind::heading || p.after_gap;
      const std::uint32_t before = out_.scenes.empty() ? 0 : out_.scenes.back();
      out_.scenes.push_back(before + (breaks ? 1U : 0U));
    }
    for (std::uint32_t q = 0; q < in_.utterances.quotes.size(); ++q) {
      const quote_kind k = in_.utterances.quotes[q].kind;
      if (k != quote_kind::quoted && k != quote_kind::sign) add(q);
    }
    for (std::size_t i = 0; i < out_.lines.size(); ++i)
      look_around(i);
    group();
    judge_mentions();
    return std::move(out_);
  }

 private:
  void index_mentions() {
    const auto n = static_cast<std::uint32_t>(in_.mentions.size());
    out_.first_mention.assign(in_.paragraphs.size() + 1, n);
    for (std::uint32_t m = n; m-- > 0;)
      out_.first_mention[t_.paragraph[in_.mentions[m].first]] = m;
    for (std::size_t p = in_.paragraphs.size(); p-- > 0;)
      out_.first_mention[p] = std::min(out_.first_mention[p], out_.first_mention[p + 1]);
  }

  void add(std::uint32_t q) {
    const quote& said = in_.utterances.quotes[q];
    line l;
    l.quote = q;
    l.first = t_.first_at(said.span().start.value);
    l.last = behind(said.span().end.value);
    if (l.first >= t_.size() || l.last <= l.first) return;
    l.first_paragraph = t_.paragraph[l.first];
    l.last_paragraph = t_.paragraph[l.last - 1];
    l.remote = said.kind == quote_kind::message || said.kind == quote_kind::letter;
    if (in_.utterances.cues[q]) l.tag = &*in_.utterances.cues[q];
    l.opens = l.first == first_token_[l.first_paragraph];
    l.closes = l.last >= first_token_[l.last_paragraph + 1];
    l.runs_on = t_.shape[l.last - 1] != token_shape::quote_mark &&
                t_.shape[l.first] == token_shape::quote_mark;
    for (std::uint32_t i = l.first; i < l.last; ++i)
      if (t_.shape[i] == token_shape::word) {
        l.begins = opening_of(i);
        break;
      }
    for (const byte_range s : said.spans)
      read_span(l, t_.first_at(s.start.value), behind(s.end.value));
    out_.lines.push_back(std::move(l));
  }

  /// Behind the last token that begins before byte `end`.
  [[nodiscard]] std::uint32_t behind(std::uint32_t end) const {
    return static_cast<std::uint32_t>(std::lower_bound(t_.start.begin(), t_.start.end(), end) -
                                      t_.start.begin());
  }

  [[nodiscard]] opening opening_of(std::uint32_t i) const {
    const std::string& f = t_.form(i);
    if (f == "yes" || f == "yeah" || f == "yep" || f == "aye" || f == "certainly" ||
        f == "indeed" || f == "exactly" || f == "quite" || f == "true" || f == "right")
      return opening::yes;
    if (f == "no" || f == "nope" || f == "nay" || f == "not" || f == "never" || f == "nothing")
      return opening::no;
    if (f == "well") return opening::well;
    if (t_.is(i, wc::question_word)) return opening::question;
    if (t_.is(i, wc::conjunction)) return opening::joined;
    if (t_.is(i, wc::interjection)) return opening::called_out;
    if (t_.is(i, wc::pronoun_i)) return opening::i;
    return t_.is(i, wc::pronoun_you) ? opening::you : opening::other;
  }

  void read_span(line& l, std::uint32_t first, std::uint32_t last) const {
    for (std::uint32_t i = first; i < last; ++i) {
      if (t_.shape[i] == token_shape::punctuation) {
        if (t_.text_of(in_.text, i).starts_with('?')) l.asks = true;
        continue;
      }
      if (t_.shape[i] != token_shape::word) continue;
      ++l.words;
      l.says_i = l.says_i || t_.is(i, wc::pronoun_i);
      l.says_you = l.says_you || t_.is(i, wc::pronoun_you);
      l.says_he = l.says_he || t_.is(i, wc::pronoun_he);
      l.says_she = l.says_she || t_.is(i, wc::pronoun_she);
      read_address(l, first, i, last);
      read_marriage(l, i, last);
      if (!t_.is(i, wc::honorific)) continue;
      const std::string& f = t_.form(i);
      l.says_sir = l.says_sir || f == "sir";
      l.says_madam = l.says_madam || f == "madam" || f == "ma'am" || f == "madame";
    }
    for (std::uint32_t m = mention_at(in_, first);
         m < in_.mentions.size() && in_.mentions[m].first < last; ++m) {
      const person_mention& x = in_.mentions[m];
      if (x.form == mention_form::pron) continue;
      auto& list = x.role == mention_role::vocative ? l.called : l.spoken_of;
      if (std::find(list.begin(), list.end(), x.character) == list.end())
        list.push_back(x.character);
    }
  }

  /// "Yes, daddy", "my dear fellow!" at word `i` of the span [first, last).
  void read_address(line& l, std::uint32_t first, std::uint32_t i, std::uint32_t last) const {
    if (i + 1 < last && !t_.parts(i + 1)) return;
    const std::string& f = t_.form(i);
    const std::int8_t gender = holds(k_address_he, f) ? 1 : holds(k_address_she, f) ? -1 : 0;
    if (gender == 0 && !holds(k_address_any, f)) return;
    std::uint32_t begin = i;
    while (begin > first && t_.shape[begin - 1] == token_shape::word &&
           holds(k_address_leads, t_.form(begin - 1)))
      --begin;
    if (begin == i && holds(k_address_led, f)) return;
    // "Is mummy coming" speaks of her; "Oh mummy," and "Yes sir" speak to them.
    if (begin > first && !t_.parts(begin - 1) && !t_.is(begin - 1, wc::interjection)) {
      const opening o = opening_of(begin - 1);
      if (o != opening::yes && o != opening::no) return;
    }
    if (gender != 0) l.tells_listener = gender;
    l.address.push_back(t_.word[i]);
  }

  /// "My wife" tells that a man speaks, "your husband" that a woman hears it.
  void read_marriage(line& l, std::uint32_t i, std::uint32_t last) const {
    const std::string& f = t_.form(i);
    if (f != "my" && f != "your") return;
    for (std::uint32_t k = i + 1; k < std::min(last, i + 3); ++k) {
      if (t_.shape[k] != token_shape::word) return;
      const std::string& of = t_.form(k);
      if (of != "wife" && of != "husband") continue;
      const std::int8_t gender = of == "wife" ? 1 : -1;
      (f == "my" ? l.tells_speaker : l.tells_listener) = gender;
      return;
    }
  }

  /// The narration beside each line, to the next line or the paragraph's end.
  void look_around(std::size_t i) {
    line& l = out_.lines[i];
    const line* before = i > 0 ? &out_.lines[i - 1] : nullptr;
    const line* next = i + 1 < out_.lines.size() ? &out_.lines[i + 1] : nullptr;
    const auto span_of = [&](place p) -> token_span& {
      return l.around[static_cast<std::size_t>(p)];
    };
    const std::uint32_t p = l.first_paragraph;
    const std::uint32_t q = l.last_paragraph;
    const std::uint32_t from = before != nullptr ? std::min(before->last, l.first) : 0;
    const std::uint32_t to = next != nullptr ? std::max(next->first, l.last) : t_.size();
    span_of(place::before) = {std::max(first_token_[p], from), l.first};
    span_of(place::after) = {l.last, std::max(l.last, std::min(first_token_[q + 1], to))};
    span_of(place::inside) = {l.first, l.last};
    if (p > 0 && from < first_token_[p])
      span_of(place::paragraph_before) = {std::max(first_token_[p - 1], from), first_token_[p]};
    if (q + 1 < in_.paragraphs.size() && to > first_token_[q + 1])
      span_of(place::paragraph_behind) = {first_token_[q + 1], std::min(first_token_[q + 2], to)};
  }

  /// Whether line `i` goes on in the voice of the one before: the same paragraph, and no other tag.
  [[nodiscard]] bool same_voice(std::size_t i) const {
    const line& a = out_.lines[i - 1];
    const line& b = out_.lines[i];
    if (a.last_paragraph != b.first_paragraph) return false;
    if (a.tag == nullptr || b.tag == nullptr || a.tag->first == b.tag->first) return true;
    if (a.remote && b.remote) return false;  // an answer may follow in the same paragraph
    if (a.tag->weak || b.tag->weak) return true;
    const std::uint32_t x = character_of(in_, *a.tag);
    const std::uint32_t y = character_of(in_, *b.tag);
    const auto named = [](const cue& c) { return c.subject == phrase_kind::name; };
    if (named(*a.tag) && named(*b.tag)) return x == y;
    if (x != k_nobody && y != k_nobody && (named(*a.tag) || named(*b.tag))) return x == y;
    const auto gendered = [](phrase_kind k) {
      return k == phrase_kind::he || k == phrase_kind::she || k == phrase_kind::i;
    };
    return !(gendered(a.tag->subject) && gendered(b.tag->subject) &&
             a.tag->subject != b.tag->subject);
  }

  [[nodiscard]] bool opens_exchange(std::size_t i) const {
    const line& a = out_.lines[i - 1];
    const line& b = out_.lines[i];
    if (b.first_paragraph > a.last_paragraph + k_exchange_gap ||
        in_.paragraphs[b.first_paragraph].chapter != in_.paragraphs[a.last_paragraph].chapter)
      return true;
    for (std::uint32_t p = a.last_paragraph + 1; p < b.first_paragraph; ++p)
      if (in_.paragraphs[p].kind == paragraph_kind::scene_break ||
          in_.paragraphs[p].kind == paragraph_kind::heading)
        return true;
    return false;
  }

  void group() {
    for (std::uint32_t i = 0; i < out_.lines.size(); ++i) {
      line& l = out_.lines[i];
      if (i == 0 || !same_voice(i)) {
        if (i == 0 || opens_exchange(i)) {
          const auto turn = static_cast<std::uint32_t>(out_.turns.size());
          out_.exchanges.push_back({turn, turn});
        }
        out_.turns.push_back({i, i});
        ++out_.exchanges.back().last;
      }
      ++out_.turns.back().last;
      l.turn = static_cast<std::uint32_t>(out_.turns.size() - 1);
      l.exchange = static_cast<std::uint32_t>(out_.exchanges.size() - 1);
    }
    // Turns in paragraphs that follow one another: where two talk, theirs alternate.
    out_.runs.resize(out_.turns.size());
    for (const token_span e : out_.exchanges)
      for (std::uint32_t t = e.first; t < e.last;) {
        std::uint32_t end = t + 1;
        while (end < e.last && gap_before(out_, end) == 0)
          ++end;
        std::fill(out_.runs.begin() + t, out_.runs.begin() + end, token_span{t, end});
        t = end;
      }
  }

  void judge_mentions() {
    out_.facts.resize(in_.mentions.size());
    for (std::size_t m = 0; m < in_.mentions.size(); ++m)
      out_.facts[m] = judge(in_.mentions[m]);
    for (const line& l : out_.lines) {
      if (!l.remote || l.tag == nullptr) continue;
      for (std::uint32_t m = mention_at(in_, l.tag->subject_first);
           m < in_.mentions.size() && in_.mentions[m].first < l.tag->subject_last; ++m)
        out_.facts[m].remote = true;
    }
  }

  [[nodiscard]] mention_fact judge(const person_mention& x) const {
    mention_fact f;
    switch (x.role) {
      case mention_role::subject: f.role = clause_role::subject; break;
      case mention_role::possessive: f.role = clause_role::possessive; break;
      case mention_role::vocative: f.role = clause_role::vocative; break;
      case mention_role::absent: f.role = clause_role::absent; break;
      default: break;
    }
    std::uint32_t verb = t_.size();
    if (in_.grammar != nullptr && in_.grammar->size() == t_.size()) {
      verb = judge_by_tree(x, f);
    } else if (f.role == clause_role::subject) {
      for (std::uint32_t i = x.last; i < std::min(t_.size(), x.last + 3) && verb == t_.size(); ++i)
        if (t_.is(i, wc::speech_verb | wc::thought_verb | wc::message_verb)) verb = i;
      if (verb == t_.size() && x.first > 0 && t_.is(x.first - 1, wc::speech_verb))
        verb = x.first - 1;
      if (verb == t_.size() && x.last < t_.size()) f.moves = moves(x.last);
    }
    if (verb < t_.size() && f.role == clause_role::subject)
      f.verb = t_.is(verb, wc::speech_verb)                       ? 2
               : t_.is(verb, wc::thought_verb | wc::message_verb) ? 1
                                                                  : 0;
    if (verb < t_.size() && f.role == clause_role::subject && f.verb == 0) f.moves = moves(verb);
    return f;
  }

  /// "Tony went out" and "hung up" -1, "Polly came in" 1: who is about changes with it.
  [[nodiscard]] std::int8_t moves(std::uint32_t verb) const {
    if (holds(k_departing, t_.form(verb))) return -1;
    if (holds(k_arriving, t_.form(verb))) return 1;
    if (!holds(k_going, t_.form(verb))) return 0;
    for (std::uint32_t i = verb + 1; i < std::min(t_.size(), verb + 3); ++i) {
      if (holds(k_away, t_.form(i))) return -1;
      if (holds(k_in, t_.form(i))) return 1;
    }
    return 0;
  }

  /// The role that the tree gives; the verb over a subject, `size()` where there is none.
  [[nodiscard]] std::uint32_t judge_by_tree(const person_mention& x, mention_fact& f) const {
    const std::vector<token>& g = *in_.grammar;
    std::uint32_t head = x.last - 1;
    for (std::uint32_t i = x.first; i < x.last; ++i) {
      const std::uint32_t up = g[i].head.value;
      if (up < x.first || up >= x.last || up == i) {
        head = i;
        break;
      }
    }
    // "Ruth and Tom came": both are subjects.
    for (int n = 0; n < 4 && g[head].relation == relation_named("conj"); ++n)
      head = g[head].head.value;
    const std::string_view r = k_relations[g[head].relation.value];
    if (f.role == clause_role::vocative || f.role == clause_role::absent) return t_.size();
    if (r.starts_with("nsubj"))
      f.role = clause_role::subject;
    else if (r == "nmod:poss")
      f.role = clause_role::possessive;
    else if (r == "obj" || r == "iobj" || r.starts_with("obl") || r == "nmod")
      f.role = clause_role::object;
    return r.starts_with("nsubj") ? g[head].head.value : t_.size();
  }

  const speaker_input& in_;
  const token_layer& t_;
  std::vector<std::uint32_t> first_token_;
  line_layer out_;
};

/// Letters and digits of each word, small, with a space before and behind.
[[nodiscard]] std::string folded(std::string_view words) {
  std::string out = " ";
  for (std::size_t i = 0; i < words.size(); i += text::decode_at(words, i).length) {
    const char32_t c = text::decode_at(words, i).code_point;
    if (text::is_letter(c) || text::is_digit(c))
      out += std::to_string(static_cast<std::uint32_t>(text::to_lower(c))) + '.';
    else if (c != U'.' && out.back() != ' ')
      out += ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

}  // namespace

float weight_of(const weighted_people& people, std::uint32_t who) noexcept {
  for (const auto& [other, weight] : people)
    if (other == who) return weight;
  return 0;
}

void add_weight(weighted_people& people, std::uint32_t who, float weight) {
  for (auto& entry : people)
    if (entry.first == who) {
      entry.second += weight;
      return;
    }
  people.emplace_back(who, weight);
}

void by_weight(weighted_people& people) {
  std::stable_sort(people.begin(), people.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
}

std::uint32_t gap_before(const line_layer& lines, std::uint32_t t) noexcept {
  const line& now = lines.lines[lines.turns[t].first];
  const line& before = lines.lines[lines.turns[t].first - 1];
  return now.first_paragraph > before.last_paragraph
             ? now.first_paragraph - before.last_paragraph - 1
             : 0;
}

std::uint32_t mention_at(const speaker_input& in, std::uint32_t token) noexcept {
  // Mentions are in order of their first token and may nest.
  const auto found = std::partition_point(in.mentions.begin(), in.mentions.end(),
                                          [&](const person_mention& x) { return x.first < token; });
  auto m = static_cast<std::uint32_t>(found - in.mentions.begin());
  while (m > 0 && in.mentions[m - 1].last > token)
    --m;
  return m;
}

std::uint32_t character_of(const speaker_input& in, const cue& c, std::uint32_t* mention) noexcept {
  // Of nested ones, "[[Mr.] Tarn]" or "[[her] brother]", the one with the subject's head, its last
  // word; the longest of these; only where there is none any other that is no pronoun.
  const std::uint32_t head = c.subject_last - 1;
  std::uint32_t best = k_nobody;
  std::uint32_t best_length = 0;
  for (std::uint32_t m = mention_at(in, c.subject_first);
       m < in.mentions.size() && in.mentions[m].first < c.subject_last; ++m) {
    const person_mention& x = in.mentions[m];
    const bool holds_head = x.first <= head && head < x.last;
    if (x.form == mention_form::pron && !(holds_head && x.last == x.first + 1)) continue;
    const std::uint32_t length = (holds_head ? 1000U : 0U) + std::min(x.last - x.first, 999U);
    if (length <= best_length) continue;
    best = m;
    best_length = length;
  }
  if (best == k_nobody) return k_nobody;
  if (mention != nullptr) *mention = best;
  return in.mentions[best].character;
}

bool bears_name(const speaker_input& in, std::uint32_t m) {
  const person_mention& x = in.mentions[m];
  const std::string head = folded(in.tokens.text_of(in.text, x.last - 1));
  const character& who = in.cast.characters[x.character];
  if (head.size() < 2 || folded(who.name).find(head) != std::string::npos) return true;
  return std::any_of(who.aliases.begin(), who.aliases.end(), [&](const alias& a) {
    return folded(a.text).find(head) != std::string::npos;
  });
}

bool holds_alias(const speaker_input& in, std::uint32_t m) {
  const person_mention& x = in.mentions[m];
  const std::uint32_t start = in.tokens.start[x.first];
  const std::string words = folded(in.text.substr(start, in.tokens.end[x.last - 1] - start));
  const character& who = in.cast.characters[x.character];
  return std::any_of(who.aliases.begin(), who.aliases.end(), [&](const alias& a) {
    const std::string form = folded(a.text);
    return form.size() > 1 && words.find(form) != std::string::npos;
  });
}

line_layer find_lines(const speaker_input& in) {
  return finder(in).find();
}

}  // namespace fabula::talk
