#include "talk/candidates.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using text::decode_at;
using text::decode_before;

[[nodiscard]] bool is_dash(char32_t c) noexcept {
  return c == 0x2014 || c == 0x2013 || c == 0x2015 || c == 0x2500;
}

[[nodiscard]] std::string_view words_of(const utterance_input& in, byte_range r) noexcept {
  return in.text.substr(r.start.value, r.size());
}

/// How many bytes of opening dash and space a paragraph has; 0 where it opens with none.
[[nodiscard]] std::uint32_t opening_dash(std::string_view w) noexcept {
  if (w.empty()) return 0;
  const auto d = decode_at(w, 0);
  std::uint32_t n = 0;
  if (is_dash(d.code_point))
    n = d.length;
  else if (w.starts_with("--") && !w.starts_with("---"))
    n = 2;
  else if (w.starts_with("- "))
    n = 1;
  if (n == 0) return 0;
  while (n < w.size() && text::is_space(decode_at(w, n).code_point))
    n += decode_at(w, n).length;
  if (n >= w.size()) return 0;
  const char32_t c = decode_at(w, n).code_point;
  const bool begins = text::is_upper(c) || c == 0xBF || c == 0xA1 || c == 0x2026 || c == '.' ||
                      c == '\'' || c == 0x2019 || text::is_digit(c);
  return begins ? n : 0;
}

/// `— Virginia Harsh`: an epigraph's source, not a speech.
[[nodiscard]] bool ends_like_speech(std::string_view w) noexcept {
  const char32_t c = decode_before(w, w.size()).code_point;
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || is_dash(c) || c == ':' || c == ',' ||
         c == '-';
}

[[nodiscard]] candidate make_candidate(byte_range span, setting how, std::uint32_t p) {
  candidate c;
  c.spans.push_back(span);
  c.how = how;
  c.paragraph = c.last_paragraph = p;
  return c;
}

}  // namespace

std::uint32_t token_behind(const token_layer& t, byte_offset end) noexcept {
  return static_cast<std::uint32_t>(std::lower_bound(t.start.begin(), t.start.end(), end.value) -
                                    t.start.begin());
}

std::vector<std::uint32_t> first_tokens(const utterance_input& in) {
  std::vector<std::uint32_t> out(in.paragraphs.size() + 1, in.tokens.size());
  for (std::uint32_t i = in.tokens.size(); i-- > 0;)
    out[in.tokens.paragraph[i]] = i;
  for (std::size_t p = in.paragraphs.size(); p-- > 0;)
    out[p] = std::min(out[p], out[p + 1]);
  return out;
}

bool is_story_paragraph(const utterance_input& in, std::size_t p) noexcept {
  const paragraph& par = in.paragraphs[p];
  if (par.kind != paragraph_kind::prose && par.kind != paragraph_kind::verse) return false;
  const chapter_kind k = in.chapters[par.chapter.value].kind;
  return k == chapter_kind::chapter || k == chapter_kind::part;
}

namespace {

/// Whether token `i`, behind a comma in the tag of dash speech, gives the word back: "he said, all
/// along the river", not "he said, sitting down".
[[nodiscard]] bool resumes_speech(const token_layer& t, std::uint32_t i, bool beat_over) {
  if (t.shape[i] != token_shape::word) return false;
  if (t.capital[i] != 0) return t.is(i, wc::pronoun_i) && !beat_over;
  if (beat_over) return true;
  const std::string& f = t.form(i);
  return !f.ends_with("ing") && !f.ends_with("ly") &&
         !t.is(i, wc::preposition | wc::possessive | wc::common_verb) && f != "and" && f != "but" &&
         f != "then" && f != "while" && f != "as" && f != "who";
}

}  // namespace

std::vector<candidate> find_dash_speech(const utterance_input& in, std::uint32_t p,
                                        std::uint32_t first, std::uint32_t last) {
  const byte_range where = in.paragraphs[p].span;
  const std::string_view w = words_of(in, where);
  if (opening_dash(w) == 0 || (!ends_like_speech(w) && last - first < 12)) return {};
  const token_layer& t = in.tokens;
  candidate c = make_candidate(where, setting::dash, p);
  c.spans.clear();
  std::uint32_t from = where.start.value;
  for (std::uint32_t i = first + 1; i < last; ++i) {
    const std::string_view mark = t.text_of(in.text, i);
    const bool stop = mark == "," || mark == "." || mark == "!" || mark == "?" ||
                      mark == "\u2026" || mark == "..." || is_dash(decode_at(mark, 0).code_point) ||
                      mark == "--";
    if (!stop || i + 1 >= last) continue;
    const auto tag = cue_after(in.cues(), i + 1, last);
    if (!tag || tag->first > i + 3 || tag->weak || tag->kind != verb_kind::speech) continue;
    // "— He won, says he. Did he? says Lenehan": tags of others are part of what is told.
    if (c.tag && t.form(tag->subject_last - 1) != t.form(c.tag->subject_last - 1) &&
        tag->subject == people::phrase_kind::name)
      continue;
    // "— I said so, he told me": a tag that is inverted, or a name or pronoun right before its
    // verb.
    if (tag->last > tag->first + 6) continue;
    const bool dashed = mark != "," && (is_dash(decode_at(mark, 0).code_point) || mark == "--");
    const std::uint32_t end = dashed ? t.end[i - 1] : t.end[i];
    if (end > from) c.spans.push_back({{from}, {end}});
    if (!c.tag) c.tag = tag;
    // The tag ends with its sentence, or at the dash or comma that gives the word back.
    std::uint32_t k = tag->last;
    while (k < last) {
      const std::string_view m = t.text_of(in.text, k);
      if (is_dash(decode_at(m, 0).code_point) || m == "--") break;
      if ((m == "." || m == ":") && t.sentence[k] == t.sentence[tag->verb]) break;
      if (k + 1 < last && t.sentence[k + 1] != t.sentence[k]) break;
      if (!dashed && m == "," && k + 1 < last && resumes_speech(t, k + 1, k > tag->last)) break;
      ++k;
    }
    while (k < last && t.shape[k] == token_shape::punctuation)
      ++k;
    from = k < last ? t.start[k] : where.end.value;
    i = k > i ? k - 1 : i;
  }
  if (from < where.end.value) c.spans.push_back({{from}, where.end});
  if (c.spans.empty()) return {};
  return {c};
}

std::vector<candidate> find_starred(const utterance_input& in, std::uint32_t p) {
  std::vector<candidate> out;
  const byte_range where = in.paragraphs[p].span;
  const std::string_view w = words_of(in, where);
  for (const char mark : {'*', '_'}) {
    std::size_t open = std::string_view::npos;
    for (std::size_t i = w.find(mark); i < w.size(); i = w.find(mark, i + 1)) {
      std::size_t end = i + 1;
      while (end < w.size() && w[end] == mark)
        ++end;  // **strong** counts as one mark
      const char32_t before = i == 0 ? U' ' : decode_before(w, i).code_point;
      const char32_t after = end >= w.size() ? U' ' : decode_at(w, end).code_point;
      const bool may_open =
          !text::is_space(after) && !text::is_letter(before) && !text::is_digit(before);
      const bool may_close =
          !text::is_space(before) && !text::is_letter(after) && !text::is_digit(after);
      if (open != std::string_view::npos && may_close) {
        const byte_range span{{where.start.value + static_cast<std::uint32_t>(open)},
                              {where.start.value + static_cast<std::uint32_t>(end)}};
        out.push_back(make_candidate(span, mark == '*' ? setting::stars : setting::underscores, p));
        open = std::string_view::npos;
      } else if (may_open) {
        open = i;
      }
      i = end - 1;
    }
  }
  std::sort(out.begin(), out.end(), [](const candidate& a, const candidate& b) {
    return a.spans.front().start < b.spans.front().start;
  });
  return out;
}

namespace {

/// Words in capitals, tokens [first, last).
struct capital_run {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t words = 0;
  std::uint32_t longest = 0;  ///< bytes of the longest word; initials count as 1
};

[[nodiscard]] bool in_capitals(const utterance_input& in, std::uint32_t i) noexcept {
  if (in.tokens.shape[i] != token_shape::word || in.tokens.capital[i] == 0) return false;
  const std::string_view w = in.tokens.text_of(in.text, i);
  for (std::size_t k = 0; k < w.size(); k += decode_at(w, k).length)
    if (text::is_lower(decode_at(w, k).code_point)) return false;
  return true;
}

/// The run that begins at token `i`; marks and numbers may stand inside it.
[[nodiscard]] capital_run read_capitals(const utterance_input& in, std::uint32_t i,
                                        std::uint32_t stop) {
  capital_run run{i, i, 0, 0};
  for (std::uint32_t k = i;
       k < stop && (in_capitals(in, k) || in.tokens.shape[k] != token_shape::word); ++k) {
    const bool initial = in.tokens.text_of(in.text, k).find('.') != std::string_view::npos;
    if (in_capitals(in, k)) {
      ++run.words;
      run.longest = std::max(run.longest, initial ? 1 : in.tokens.end[k] - in.tokens.start[k]);
    }
    if (in_capitals(in, k) || in.tokens.shape[k] == token_shape::number) run.last = k + 1;
  }
  return run;
}

/// Whether words in capitals near a noun for a sign are what it bears: several words, or one that a
/// verb, a colon or the noun leads to. `NAME:` at the head of a paragraph is a speaker.
[[nodiscard]] bool is_borne(const utterance_input& in, const capital_run& run,
                            std::uint32_t first) {
  const token_layer& t = in.tokens;
  if (run.longest < 3) return false;
  if (run.first == first && run.last < t.size() && t.text_of(in.text, run.last) == ":")
    return false;
  if (run.words >= 2) return true;
  const bool led = run.first > first && (t.is(run.first - 1, wc::bearing_verb | wc::sign_noun) ||
                                         t.text_of(in.text, run.first - 1) == ":");
  return run.longest >= 4 && (led || run.first == first);
}

/// Lines set apart that are all in capitals, or that stand behind a colon to which a noun for a
/// sign, or `painted`, leads.
[[nodiscard]] bool is_inscription(const utterance_input& in, std::uint32_t p,
                                  const std::vector<std::uint32_t>& first_token) {
  const std::uint32_t first = first_token[p];
  if (p == 0 || in.paragraphs[p].kind != paragraph_kind::verse || first == 0 ||
      first == first_token[p + 1])
    return false;
  const capital_run run = read_capitals(in, first, first_token[p + 1]);
  if (run.last + 2 > first_token[p + 1] && run.words >= 6 && run.longest >= 4) return true;
  if (in.tokens.shape[first] == token_shape::quote_mark ||
      in.tokens.text_of(in.text, first - 1) != ":")
    return false;
  for (std::uint32_t k = first;
       k-- > first_token[p - 1] && in.tokens.sentence[k] == in.tokens.sentence[first - 1];)
    if (in.tokens.is(k, wc::sign_noun)) return true;
  return false;
}

}  // namespace

std::vector<candidate> find_signs(const utterance_input& in,
                                  const std::vector<std::uint32_t>& first_token) {
  std::vector<candidate> out;
  const token_layer& t = in.tokens;
  constexpr std::uint32_t k_none = 0xFFFFFFFFU;
  std::uint32_t named = k_none;  // the sentence of the last noun for a sign
  const auto add = [&](byte_range span, std::uint32_t p) {
    candidate c = make_candidate(span, setting::capitals, p);
    c.kind = quote_kind::sign;
    out.push_back(c);
  };
  for (std::uint32_t p = 0; p < in.paragraphs.size(); ++p) {
    if (!is_story_paragraph(in, p)) continue;
    const std::uint32_t stop = first_token[p + 1];
    if (is_inscription(in, p, first_token)) {
      add(in.paragraphs[p].span, p);
      continue;
    }
    for (std::uint32_t i = first_token[p]; i < stop; ++i) {
      if (t.is(i, wc::sign_noun)) named = t.sentence[i];
      if (named == k_none || t.sentence[i] > named + 1 || !in_capitals(in, i)) continue;
      const capital_run run = read_capitals(in, i, stop);
      if (is_borne(in, run, first_token[p]) && !t.is(i, wc::pronoun_i))
        add({{t.start[i]}, {t.end[run.last - 1]}}, p);
      i = std::max(i, run.last - 1);
    }
  }
  return out;
}

}  // namespace fabula::talk
