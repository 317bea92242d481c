#include "talk/kinds.hpp"

#include <algorithm>
#include <string>

#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using text::decode_at;
using text::decode_before;

/// What stands in a candidate and around it.
struct form {
  std::uint32_t first = 0;  ///< tokens of the first span, marks included
  std::uint32_t last = 0;
  std::uint32_t inner_first = 0;  ///< without marks
  std::uint32_t inner_last = 0;
  std::uint32_t end_last = 0;  ///< behind the last token of the last span
  std::uint32_t words = 0;
  bool opens_paragraph = false;
  bool closes_paragraph = false;
  bool capital = false;      ///< its first word has one
  bool ends_strong = false;  ///< . ! ? ... inside the marks
  bool ends_any = false;     ///< the same, or a comma or dash
  bool embedded = false;     ///< the token before is a word of the same sentence
  bool led = false;          ///< a comma, colon or dash before it
};

[[nodiscard]] bool is_mark_only(const token_layer& t, std::string_view text,
                                std::uint32_t i) noexcept {
  if (t.shape[i] == token_shape::quote_mark) return true;
  const char c = text[t.start[i]];
  return t.shape[i] == token_shape::punctuation && (c == '*' || c == '_');
}

class decider {
 public:
  decider(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
          std::vector<candidate>& all)
      : in_(in), t_(in.tokens), first_token_(first_token), all_(all) {}

  void find_tags() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      candidate& c = all_[i];
      if (c.tag || c.depth > 0) continue;
      c.tag = tag_of(i);
    }
  }

  void decide() {
    forms_.reserve(all_.size());
    for (const candidate& c : all_)
      forms_.push_back(form_of(c));
    count_styles();
    for (std::size_t i = 0; i < all_.size(); ++i)
      decide_one(i);
    // Emphasis takes its sense from its neighbours, so twice: `*Yes.*` among messages is one.
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (is_emphasis(all_[i])) decide_emphasis(i);
  }

 private:
  [[nodiscard]] static bool is_emphasis(const candidate& c) noexcept {
    return c.how == setting::stars || c.how == setting::underscores || c.how == setting::markup;
  }

  /// Whether the tag's clause touches the candidate: tags before it reach back to the last
  /// utterance.
  [[nodiscard]] std::optional<cue> tag_of(std::size_t i) const {
    const candidate& c = all_[i];
    const std::uint32_t begin = t_.first_at(c.span().start.value);
    const std::uint32_t end = t_.first_at(c.span().end.value);
    const std::uint32_t next = next_start(i, c.last_paragraph);
    const std::uint32_t from = previous_end(i, c.paragraph);
    if (end < next && !ends_sentence_before(c, end)) {
      auto tag = cue_after(in_.cues(), end, next);
      // `"I believe you" was Ruth's comment.`
      const bool saying = tag && begin == first_token_[c.paragraph] && tag->verb == end &&
                          (t_.form(end) == "was" || t_.form(end) == "is");
      if (tag && !known_verb(*tag) && !goes_on(c, end) && !saying) tag.reset();
      if (tag) {
        // `Tom said, "…," said he, "…"`: the name before says more than the pronoun behind.
        // `Tom said "...", and Ruth asked him`: what is joined on tells of something else.
        const bool joined = is_joined(end, tag->first);
        const bool leads_on = leads_to_next(c, *tag, end, next);
        const auto leading =
            (tag->subject != people::phrase_kind::name || joined || leads_on) && begin > from
                ? cue_before(in_.cues(), from, begin)
                : std::nullopt;
        if (leads_on && (leading || joined)) return leading;
        const bool adjacent = leading && leading->subject == people::phrase_kind::name &&
                              !leading->weak && leading->verb + 2 >= begin;
        return adjacent ? leading : tag;
      }
    }
    if (begin > from) {
      if (auto tag = cue_before(in_.cues(), from, begin)) return tag;
      // `He texted. *status?*`: a sentence that ends with its verb leads to what was sent.
      if (is_emphasis(c) && begin > from + 2 && ends_sentence(begin - 1) &&
          t_.is(begin - 2, wc::message_verb))
        return cue_before(in_.cues(), from, begin - 1);
    } else if (c.paragraph > 0 && begin == first_token_[c.paragraph]) {
      // "…and said:" at the end of the paragraph before.
      const std::uint32_t p_end = begin;
      if (p_end > 0 && is_story_paragraph(in_, t_.paragraph[p_end - 1])) {
        const std::string_view w = t_.text_of(in_.text, p_end - 1);
        if (w == ":" || w == "," || w == "\u2014" || w == "--" ||
            t_.shape[p_end - 1] == token_shape::word) {
          const std::uint32_t p_begin = previous_end(i, t_.paragraph[p_end - 1]);
          if (p_begin < p_end) return cue_before(in_.cues(), p_begin, p_end);
        }
      }
    }
    return std::nullopt;
  }

  /// `Milly said, "So soon?" Tom said, "We must."`: a clause of its own between two utterances, the
  /// second of which begins anew, is the tag of that one.
  [[nodiscard]] bool leads_to_next(const candidate& c, const cue& tag, std::uint32_t end,
                                   std::uint32_t next) const {
    if (next <= end || tag.verb < tag.subject_first || last_of(c, end) == ',') return false;
    if (t_.text_of(in_.text, next - 1) != "," && t_.text_of(in_.text, next - 1) != ":")
      return false;
    std::uint32_t i = next;
    while (i < t_.size() && t_.paragraph[i] == c.last_paragraph && t_.shape[i] != token_shape::word)
      ++i;
    return i < t_.size() && t_.paragraph[i] == c.last_paragraph && t_.capital[i] != 0;
  }

  [[nodiscard]] bool is_joined(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i)
      if (t_.is(i, wc::conjunction)) return true;
    return false;
  }

  [[nodiscard]] bool known_verb(const cue& tag) const {
    return t_.is(tag.verb, wc::speech_verb | wc::thought_verb | wc::message_verb | wc::sing_verb);
  }

  /// The last character of the utterance before token `end`, without its closing mark; 0 if none.
  [[nodiscard]] char32_t last_of(const candidate& c, std::uint32_t end) const {
    const std::uint32_t first = t_.first_at(c.spans.back().start.value);
    std::uint32_t last = end;
    while (last > first && is_mark_only(t_, in_.text, last - 1))
      --last;
    if (last == first) return 0;
    const std::string_view w = t_.text_of(in_.text, last - 1);
    return decode_before(w, w.size()).code_point;
  }

  /// Whether the utterance before token `end` ends in a comma, a dash, `!` or `?`, so that any verb
  /// behind it is its tag's: not so in `the "quiet room" housed Osric`.
  [[nodiscard]] bool goes_on(const candidate& c, std::uint32_t end) const {
    const char32_t e = last_of(c, end);
    return e == ',' || e == '!' || e == '?' || e == '-' || e == 0x2014;
  }

  /// `"Go." Ruth said nothing.` has no tag, `"Go?" Ruth said.` has one: only a full stop inside the
  /// marks parts the quotation from what follows.
  [[nodiscard]] bool ends_sentence_before(const candidate& c, std::uint32_t end) const {
    if (end == 0 || c.how == setting::dash) return false;
    const std::uint32_t first = t_.first_at(c.spans.back().start.value);
    std::uint32_t last = end - 1;
    while (last > first && is_mark_only(t_, in_.text, last))
      --last;
    const std::string_view w = t_.text_of(in_.text, last);
    if (w != ".") return false;
    return end >= t_.size() || t_.capital[end] != 0 || t_.is(end, wc::article | wc::possessive);
  }

  [[nodiscard]] std::uint32_t next_start(std::size_t i, std::uint32_t p) const {
    for (std::size_t k = i + 1; k < all_.size() && k < i + 8; ++k) {
      if (all_[k].depth > 0) continue;
      if (all_[k].paragraph != p) break;
      return std::min(t_.first_at(all_[k].span().start.value), first_token_[p + 1]);
    }
    return first_token_[p + 1];
  }

  [[nodiscard]] std::uint32_t previous_end(std::size_t i, std::uint32_t p) const {
    for (std::size_t k = i; k-- > 0 && k + 8 > i;) {
      if (all_[k].depth > 0) continue;
      if (all_[k].last_paragraph != p) break;
      return token_behind(t_, all_[k].span().end);
    }
    return first_token_[p];
  }

  [[nodiscard]] form form_of(const candidate& c) const {
    form f;
    const byte_range head = c.spans.front();
    const byte_range tail = c.spans.back();
    f.first = t_.first_at(head.start.value);
    f.last = token_behind(t_, head.end);
    f.end_last = token_behind(t_, tail.end);
    f.inner_first = f.first;
    f.inner_last = f.last;
    while (f.inner_first < f.inner_last && is_mark_only(t_, in_.text, f.inner_first))
      ++f.inner_first;
    while (f.inner_last > f.inner_first && is_mark_only(t_, in_.text, f.inner_last - 1))
      --f.inner_last;
    for (std::uint32_t k = f.inner_first; k < f.inner_last && f.words < 1000; ++k)
      f.words += t_.shape[k] == token_shape::word || t_.shape[k] == token_shape::number;
    f.opens_paragraph = f.first == first_token_[c.paragraph];
    f.closes_paragraph = f.end_last >= first_token_[c.last_paragraph + 1];
    if (f.inner_first == f.inner_last) return f;
    f.capital = t_.capital[f.inner_first] != 0;
    const std::string_view last = t_.text_of(in_.text, f.inner_last - 1);
    const char32_t e = decode_before(last, last.size()).code_point;
    f.ends_strong = e == '.' || e == '!' || e == '?' || e == 0x2026 || e == 0x3002 || e == 0xFF01 ||
                    e == 0xFF1F;
    f.ends_any =
        f.ends_strong || e == ',' || e == 0x2014 || e == '-' || e == 0x2013 || e == ';' || e == ':';
    // `*on my way*, Ines typed`: stars leave the comma outside.
    if (is_emphasis(c) && f.end_last < t_.size() && t_.text_of(in_.text, f.end_last) == ",")
      f.ends_any = true;
    if (!f.opens_paragraph && f.first > 0) {
      const std::string_view b = t_.text_of(in_.text, f.first - 1);
      const token_shape s = t_.shape[f.first - 1];
      f.embedded = s == token_shape::word || s == token_shape::number;
      f.led = b == "," || b == ":" || b == "\u2014" || b == "--" || b == "-" || b == ";";
    }
    return f;
  }

  /// Counts, for windows over paragraphs, how often single and double marks hold whole sentences.
  void count_styles() {
    doubles_.assign(in_.paragraphs.size() + 1, 0);
    singles_.assign(in_.paragraphs.size() + 1, 0);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const candidate& c = all_[i];
      const form& f = forms_[i];
      if (c.depth > 0) continue;
      const bool speech_like =
          f.ends_any && (f.opens_paragraph || (c.tag && c.tag->kind == verb_kind::speech));
      if (!speech_like) continue;
      if (c.how == setting::double_marks || c.how == setting::dash) ++doubles_[c.paragraph + 1];
      if (c.how == setting::single_marks) ++singles_[c.paragraph + 1];
    }
    for (std::size_t p = 1; p < doubles_.size(); ++p) {
      doubles_[p] += doubles_[p - 1];
      singles_[p] += singles_[p - 1];
    }
  }

  /// Of the paragraphs around `p`, how often `sums` counts one.
  [[nodiscard]] static std::uint32_t near(const std::vector<std::uint32_t>& sums,
                                          std::uint32_t p) noexcept {
    constexpr std::size_t k_reach = 25;
    const std::size_t a = p > k_reach ? p - k_reach : 0;
    return sums[std::min<std::size_t>(sums.size() - 1, p + k_reach)] - sums[a];
  }
  [[nodiscard]] std::uint32_t doubles_near(std::uint32_t p) const noexcept {
    return near(doubles_, p);
  }

  /// Whether people near paragraph `p` speak in single quotes.
  [[nodiscard]] bool singles_speak(std::uint32_t p) const noexcept {
    const std::uint32_t singles = near(singles_, p);
    return singles >= 2 && singles > doubles_near(p);
  }

  void decide_one(std::size_t i) {
    candidate& c = all_[i];
    const form& f = forms_[i];
    if (c.how == setting::chat || c.how == setting::letter || c.how == setting::capitals) {
      if (c.how == setting::capitals && c.depth > 0) c.drop = true;
      return;
    }
    if (is_emphasis(c)) {
      decide_emphasis(i);
      return;
    }
    if (f.words == 0 && c.close_missing) {  // a stray mark
      c.drop = true;
      return;
    }
    if (c.depth > 0 || f.words == 0) {
      c.kind = f.words == 0 && c.depth == 0 && f.inner_last > f.inner_first ? quote_kind::speech
                                                                            : quote_kind::quoted;
      return;
    }
    if (is_sign(i)) {
      c.kind = quote_kind::sign;
      return;
    }
    if (c.how != setting::dash && is_from_letter(i)) {
      c.kind = quote_kind::letter;
      return;
    }
    if (c.how == setting::dash) {
      c.kind = quote_kind::speech;
    } else if (c.how == setting::single_marks && !singles_speak(c.paragraph)) {
      c.kind = kind_of_lone_single(i);
    } else {
      c.kind = is_quoted(i) ? quote_kind::quoted : kind_by_tag(i);
    }
    if (c.kind == quote_kind::speech && (is_letter(c, f) || is_introduced(i) || takes_leave(i)))
      c.kind = quote_kind::letter;
  }

  /// Single quotes where people speak in double ones: a thought, or quoted words.
  [[nodiscard]] quote_kind kind_of_lone_single(std::size_t i) const {
    const candidate& c = all_[i];
    const form& f = forms_[i];
    if (c.tag && !is_quoted(i))
      return c.tag->kind == verb_kind::thought ? quote_kind::thought : kind_by_tag(i);
    const bool sentence = f.ends_strong && f.capital && !f.embedded;
    if (f.opens_paragraph && f.ends_any && f.capital &&
        near(singles_, c.paragraph) >= doubles_near(c.paragraph))
      return quote_kind::speech;
    if (sentence && doubles_.back() > 0) return quote_kind::thought;
    if (sentence && (f.opens_paragraph || f.words >= 3)) return quote_kind::speech;
    return quote_kind::quoted;
  }

  [[nodiscard]] quote_kind kind_by_tag(std::size_t i) const {
    const candidate& c = all_[i];
    if (!c.tag) return quote_kind::speech;
    if (c.tag->kind == verb_kind::thought) {
      const std::string& v = t_.form(c.tag->verb);
      if (v == "thought" || v == "thinks" || v == "think" || v == "wondered" || v == "mused")
        return to_self(*c.tag, c) ? quote_kind::thought : quote_kind::speech;
    }
    if (c.tag->kind == verb_kind::message || t_.is(c.tag->verb, wc::message_verb)) {
      const std::string& v = t_.form(c.tag->verb);
      if (v.starts_with("typ") || v.starts_with("text") || v.starts_with("messag") ||
          v.starts_with("ping"))
        return quote_kind::message;
      if (t_.is(c.tag->verb, wc::speech_verb))
        return quote_kind::speech;  // "answered" with a telephone near
      if (device_near(c)) return quote_kind::message;
      if (v.starts_with("wr")) return quote_kind::letter;
    }
    if (t_.is(c.tag->verb, wc::thought_verb) && to_self(*c.tag, c) &&
        t_.form(c.tag->verb) == "told")
      return quote_kind::thought;
    return quote_kind::speech;
  }

  /// "she told herself" is a thought; "thought" always is.
  [[nodiscard]] bool to_self(const cue& tag, const candidate&) const {
    if (t_.form(tag.verb) != "told") return true;
    return tag.last < t_.size() && t_.is(tag.last, wc::reflexive);
  }

  /// A telephone, a screen or a message in this paragraph or just before it.
  [[nodiscard]] bool device_near(const candidate& c) const {
    const std::uint32_t p0 = c.paragraph > 0 ? c.paragraph - 1 : 0;
    for (std::uint32_t k = first_token_[p0]; k < first_token_[c.paragraph + 1]; ++k)
      if (t_.is(k, wc::device_noun)) return true;
    return false;
  }

  /// `The sign read "NO ENTRY"`.
  [[nodiscard]] bool is_sign(std::size_t i) const { return borne_before(i, wc::sign_noun); }

  /// `The note said: "Come"`, `"Come," it ran`.
  [[nodiscard]] bool is_from_letter(std::size_t i) const {
    return borne_before(i, wc::letter_noun) || borne_after(i);
  }

  /// Whether a noun of `nouns` bears candidate `i`, which a verb or a colon leads to; nobody stands
  /// between the two, as in "he dropped the note and said".
  [[nodiscard]] bool borne_before(std::size_t i, std::uint64_t nouns) const {
    const std::uint32_t first = forms_[i].first;
    const std::uint32_t stop =
        std::max(first_token_[all_[i].paragraph], first > 14 ? first - 14 : 0);
    std::uint32_t noun = first;
    for (std::uint32_t k = first;
         k-- > stop && t_.sentence[k] == t_.sentence[first] && noun == first;)
      if (t_.is(k, nouns)) noun = k;
    // `At the door Ruth said, "Wait."`
    if (noun + 2 < first && t_.capital[noun + 1] != 0 && t_.is(noun + 2, wc::bearing_verb))
      return false;
    bool verb = false;
    for (std::uint32_t k = noun + 1; k < first; ++k) {
      const std::string& w = t_.form(k);
      verb = verb || (w == ":" && k + 1 == first) || t_.is(k, wc::bearing_verb);
      if (!verb && (t_.is(k, wc::nominative) || w == "and" || w == "but" || w == ",")) return false;
    }
    return verb;
  }

  /// `"Dear brother," it ran`, `"Come," said the telegram`.
  [[nodiscard]] bool borne_after(std::size_t i) const {
    const form& f = forms_[i];
    const std::uint32_t stop = std::min(first_token_[all_[i].last_paragraph + 1], f.end_last + 5);
    bool bears = false;
    bool verb = false;
    for (std::uint32_t k = f.end_last; k < stop; ++k) {
      if (t_.shape[k] != token_shape::word) {
        if (k == f.end_last) continue;
        break;
      }
      const std::string& w = t_.form(k);
      bears = bears || t_.is(k, wc::letter_noun) || (w == "it" && letter_near(i));
      verb = verb || t_.is(k, wc::bearing_verb);
      if (t_.is(k, wc::nominative) && w != "it") return false;
    }
    return bears && verb;
  }

  /// A letter or a note in this paragraph or just before it.
  [[nodiscard]] bool letter_near(std::size_t i) const {
    const std::uint32_t first = forms_[i].first;
    for (std::uint32_t k = first; k-- > 0 && k + 40 > first;)
      if (t_.is(k, wc::letter_noun)) return true;
    return false;
  }

  /// Salutation at the start of what is quoted over several paragraphs.
  [[nodiscard]] bool is_letter(const candidate& c, const form& f) const {
    if (f.inner_first + 2 >= f.inner_last || c.last_paragraph == c.paragraph) return false;
    // The date may stand before the salutation.
    bool dear = false;
    for (std::size_t k = 0; k < c.spans.size() && k < 3 && !dear; ++k)
      dear = opens_letter(c.spans[k]);
    return dear &&
           (!c.tag || !t_.is(c.tag->verb, wc::speech_verb) || c.tag->side == cue_side::before);
  }

  /// `He held out the letter. It was as follows:` before what fills its paragraphs.
  [[nodiscard]] bool is_introduced(std::size_t i) const {
    const candidate& c = all_[i];
    const form& f = forms_[i];
    constexpr std::uint32_t k_least_words = 12;  // `He read the letter. He said this much: "No."`
    if (!f.opens_paragraph || !f.closes_paragraph || f.words < k_least_words) return false;
    if (c.paragraph == 0 || !is_story_paragraph(in_, c.paragraph - 1)) return false;
    const std::uint32_t end = f.first;
    const std::uint32_t from = previous_end(i, c.paragraph - 1);
    if (from >= end || (c.tag && t_.is(c.tag->verb, wc::speech_verb) && !reads(c.tag->verb)))
      return false;
    return leads_to_letter(std::max(from, end > 130 ? end - 130 : 0), end);
  }

  [[nodiscard]] bool reads(std::uint32_t k) const { return t_.form(k).starts_with("read"); }

  /// Whether the last sentence of tokens [from, to) leads to what a letter among them says: `which
  /// read as follows:`, `These were the contents:`, `to this effect:`.
  [[nodiscard]] bool leads_to_letter(std::uint32_t from, std::uint32_t to) const {
    bool letter = false;
    bool leads = false;
    bool bears = false;
    for (std::uint32_t k = from; k < to; ++k) {
      letter = letter || t_.is(k, wc::letter_noun);
      if (t_.sentence[k] != t_.sentence[to - 1]) continue;
      const std::string& w = t_.form(k);
      const std::string& before = k > from ? t_.form(k - 1) : t_.form(to - 1);
      leads = leads || w == "contents" || (w == "follows" && before == "as") ||
              (w == "effect" && before == "this") || (w == "words" && before == "these");
      bears = bears || reads(k) || w == "ran" || w.starts_with("writ") || w == "wrote";
    }
    const std::string_view end = t_.text_of(in_.text, to - 1);
    const std::string& before_end = t_.form(to - 2 < from ? to - 1 : to - 2);
    const bool colon =
        end == ":" || ((end == "--" || end == "\u2014" || end == "-") && before_end == ":");
    return letter && (leads || (colon && bears));
  }

  /// `"... Let me hear from you.--Yours, etc."`, or a name in capitals under what runs on to it.
  [[nodiscard]] bool takes_leave(std::size_t i) const {
    const candidate& c = all_[i];
    const form& f = forms_[i];
    constexpr std::uint32_t k_least_words = 12;
    if (!f.opens_paragraph || !f.closes_paragraph || f.words < k_least_words) return false;
    std::uint32_t end = token_behind(t_, c.spans.back().end);
    if (c.spans.size() > 1) {
      const std::uint32_t last = t_.first_at(c.spans.back().start.value);
      if (is_signed(in_, last, end)) return true;
      if (signs(in_, last, end)) end = token_behind(t_, c.spans[c.spans.size() - 2].end);
    }
    return is_leave(in_, f.first, end);
  }

  /// `"Dear Ruth,` alone in its paragraph, or `"Dear Ruth,--I have`, which nobody says.
  [[nodiscard]] bool opens_letter(byte_range span) const {
    constexpr std::uint32_t k_longest = 14;  // tokens of a salutation
    std::uint32_t i = t_.first_at(span.start.value);
    const std::uint32_t last = t_.first_at(span.end.value - 1);
    while (i < last && is_mark_only(t_, in_.text, i))
      ++i;
    const std::string& w = t_.form(i);
    const bool dear = w == "dear" || w == "dearest" ||
                      (w == "my" && i < last && t_.form(i + 1).starts_with("dear"));
    if (!dear || last - i < k_longest) return dear;
    for (std::uint32_t k = i + 1; k + 1 < i + k_longest; ++k) {
      const std::string_view mark = t_.text_of(in_.text, k);
      const std::string_view next = t_.text_of(in_.text, k + 1);
      if ((mark == "," || mark == ":") && (next == "--" || next == "\u2014")) return true;
    }
    return false;
  }

  /// Scare quotes, titles and mentioned words: inside a sentence of narration, and no sentence
  /// itself.
  [[nodiscard]] bool is_quoted(std::size_t i) const {
    const candidate& c = all_[i];
    const form& f = forms_[i];
    if (c.open_missing || c.close_missing || c.last_paragraph != c.paragraph) return false;
    if (f.opens_paragraph && f.closes_paragraph) return false;
    const bool tag_after = c.tag && c.tag->side == cue_side::after;
    const bool tag_before = c.tag && c.tag->side == cue_side::before;
    const bool goes_on = !f.closes_paragraph && f.end_last < t_.size() &&
                         t_.shape[f.end_last] == token_shape::word && t_.capital[f.end_last] == 0;
    if (tag_after && f.ends_any) return false;
    if (f.embedded) {
      const std::uint32_t b = f.first - 1;
      // He had read "The Lantern" twice; he said "yes" once too often.
      const bool a_word =
          !f.ends_any && f.words <= 6 && (t_.form(b) == "read" ? goes_on : !f.capital);
      if (tag_before &&
          t_.is(b, wc::speech_verb | wc::message_verb | wc::thought_verb | wc::adverb) &&
          !t_.is(b, wc::naming_word) && !a_word)
        return false;
      if (tag_before && f.ends_strong && f.words > 2) return false;
      if (f.capital && f.ends_strong && f.words > 3 && !t_.is(b, wc::naming_word)) return false;
      if (!f.capital && f.ends_strong && f.closes_paragraph && f.words > 4) return false;
      return f.words <= 12 || (!f.capital && !f.closes_paragraph);
    }
    if (tag_before || tag_after) return f.led && !f.capital && !f.ends_any && f.words <= 3;
    if (f.led && !f.capital && f.words <= 4 && !f.ends_strong) return !previous_speaks(i);
    if (!f.ends_any && goes_on && f.words <= 6) return true;
    if (!f.ends_any && !f.opens_paragraph && f.words <= 5) return true;
    return false;
  }

  /// Whether another utterance ends in this paragraph before candidate `i`.
  [[nodiscard]] bool previous_speaks(std::size_t i) const {
    return i > 0 && all_[i - 1].depth == 0 && all_[i - 1].last_paragraph == all_[i].paragraph &&
           all_[i - 1].kind != quote_kind::quoted;
  }

  void decide_emphasis(std::size_t i) {
    candidate& c = all_[i];
    const form& f = forms_[i];
    c.drop = false;
    const bool whole = f.opens_paragraph && f.closes_paragraph;
    const bool sentence = f.capital && f.ends_strong && !f.embedded;
    const bool tagged =
        c.tag.has_value() && f.words > 0 && (f.ends_any || f.led) && (!f.embedded || f.ends_strong);
    const bool by_device = speaks_by_device(i);
    // `The phone lit up. *call me when you can*`: nobody types capitals and full stops.
    const bool typed = !f.embedded && f.closes_paragraph && f.words >= 3 && f.first > 0 &&
                       ends_sentence(f.first - 1) && device_near(c);
    if (f.words == 0 || c.depth > 0 ||
        (!sentence && !tagged && !by_device && !typed && !(whole && f.words >= 2))) {
      c.drop = true;
      return;
    }
    if ((by_device || typed) && !tagged) {
      c.kind = quote_kind::message;
      return;
    }
    if (c.tag && tagged) {
      if (c.tag->kind == verb_kind::sing) {
        c.kind = quote_kind::speech;
        return;
      }
      if (t_.is(c.tag->verb, wc::message_verb) &&
          (device_near(c) || !t_.is(c.tag->verb, wc::speech_verb))) {
        c.kind = quote_kind::message;
        return;
      }
      if (t_.is(c.tag->verb, wc::thought_verb) && !device_near(c)) {
        c.kind = quote_kind::thought;
        return;
      }
    }
    if (is_sign(i)) {
      c.kind = quote_kind::sign;
      return;
    }
    c.kind = device_near(c) || message_near(i) ? quote_kind::message : quote_kind::thought;
    // A foreign or stressed word alone is no thought: `_Never!_`; nor is a heading: `_Her Diary._`
    if (c.kind == quote_kind::thought && !c.tag && ((f.words < 3 && !whole) || !is_clause(f)))
      c.drop = true;
    if (!c.tag && runs_in(f)) c.drop = true;
  }

  [[nodiscard]] bool ends_sentence(std::uint32_t i) const {
    const std::string_view w = t_.text_of(in_.text, i);
    return w == "." || w == "!" || w == "?" || w == ":";
  }

  /// `*On my way,* said the phone`, `_Not yet,_ it said, and under that, _soon._`
  [[nodiscard]] bool speaks_by_device(std::size_t i) const {
    const form& f = forms_[i];
    if (!f.ends_any || !(device_near(all_[i]) || message_near(i))) return false;
    if (f.led && f.ends_strong && f.words >= 4 && message_near(i)) return true;
    const std::uint32_t stop = std::min(first_token_[all_[i].last_paragraph + 1], f.end_last + 4);
    bool device = false;
    bool verb = false;
    for (std::uint32_t k = f.end_last;
         k < stop && t_.shape[k] == token_shape::word && t_.capital[k] == 0; ++k) {
      const std::string& w = t_.form(k);
      device = device || w == "it" || w == "answer" || w == "reply" || t_.is(k, wc::device_noun);
      verb = verb || w == "came" || t_.is(k, wc::speech_verb | wc::bearing_verb);
    }
    return device && verb;
  }

  /// `_Later._--After lunch`: a heading at the start of its paragraph.
  [[nodiscard]] bool runs_in(const form& f) const {
    return f.opens_paragraph && f.end_last < t_.size() &&
           t_.start[f.end_last] == t_.end[f.end_last - 1] &&
           t_.shape[f.end_last] == token_shape::punctuation;
  }

  /// English that could be thought: not a heading, a date, or a line of Latin.
  [[nodiscard]] bool is_clause(const form& f) const {
    constexpr std::uint64_t subjects =
        wc::nominative | wc::pronoun_you | wc::pronoun_it | wc::pronoun_i;
    std::uint32_t common = 0;
    bool finite = false;
    for (std::uint32_t k = f.inner_first; k < f.inner_last && k < f.inner_first + 60; ++k) {
      common += t_.is(k, wc::function_word);
      finite =
          finite || (t_.is(k, subjects | wc::auxiliary | wc::common_verb | wc::question_word) &&
                     t_.form(k) != "'s");
    }
    if (t_.shape[f.inner_first] == token_shape::number) return false;
    const std::string_view end = t_.text_of(in_.text, f.inner_last - 1);
    const bool asks = end.ends_with('?') || end.ends_with('!');
    return (finite || (asks && f.words < 4)) &&
           (f.words < 4 || common * 5 >= std::min(f.words, 60U));
  }

  [[nodiscard]] bool message_near(std::size_t i) const {
    const std::uint32_t p = all_[i].paragraph;
    for (std::size_t k = i; k-- > 0 && k + 4 > i;)
      if (all_[k].kind == quote_kind::message && !all_[k].drop && all_[k].last_paragraph + 3 >= p)
        return true;
    for (std::size_t k = i + 1; k < all_.size() && k < i + 4; ++k)
      if (all_[k].kind == quote_kind::message && !all_[k].drop && all_[k].paragraph <= p + 3)
        return true;
    return false;
  }

  const utterance_input& in_;
  const token_layer& t_;
  const std::vector<std::uint32_t>& first_token_;
  std::vector<candidate>& all_;
  std::vector<form> forms_;
  std::vector<std::uint32_t> doubles_;
  std::vector<std::uint32_t> singles_;
};

}  // namespace

void find_tags(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
               std::vector<candidate>& all) {
  decider(in, first_token, all).find_tags();
}

void decide_kinds(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
                  std::vector<candidate>& all) {
  decider(in, first_token, all).decide();
}

}  // namespace fabula::talk
