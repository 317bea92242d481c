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
  if (is_dash(d.code_point)) n = d.length;
  else if (w.starts_with("--") && !w.starts_with("---")) n = 2;
  else if (w.starts_with("- ")) n = 1;
  if (n == 0) return 0;
  while (n < w.size() && text::is_space(decode_at(w, n).code_point)) n += decode_at(w, n).length;
  if (n >= w.size()) return 0;
  const char32_t c = decode_at(w, n).code_point;
  const bool begins = text::is_upper(c) || c == 0xBF || c == 0xA1 || c == 0x2026 || c == '.' ||
                      c == '\'' || c == 0x2019 || text::is_digit(c);
  return begins ? n : 0;
}

/// `— Virginia Harsh`: an epigraph's source, not a speech.
[[nodiscard]] bool ends_like_speech(std::string_view w) noexcept {
  const char32_t c = decode_before(w, w.size()).code_point;
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || is_dash(c) || c == ':' || c == ',' || c == '-';
}

[[nodiscard]] candidate make_candidate(byte_range span, setting how, std::uint32_t p) {
  candidate c;
  c.spans.push_back(span);
  c.how = how;
  c.paragraph = c.last_paragraph = p;
  return c;
}

}  // namespace

std::vector<std::uint32_t> first_tokens(const utterance_input& in) {
  std::vector<std::uint32_t> out(in.paragraphs.size() + 1, in.tokens.size());
  for (std::uint32_t i = in.tokens.size(); i-- > 0;) out[in.tokens.paragraph[i]] = i;
  for (std::size_t p = in.paragraphs.size(); p-- > 0;) out[p] = std::min(out[p], out[p + 1]);
  return out;
}

bool is_story_paragraph(const utterance_input& in, std::size_t p) noexcept {
  const paragraph& par = in.paragraphs[p];
  if (par.kind != paragraph_kind::prose && par.kind != paragraph_kind::verse) return false;
  const chapter_kind k = in.chapters[par.chapter.value].kind;
  return k == chapter_kind::chapter || k == chapter_kind::part;
}

namespace {

/// Whether token `i`, behind a comma in the tag of dash speech, gives the word back: "he said, all along
/// the river", not "he said, sitting down".
[[nodiscard]] bool resumes_speech(const token_layer& t, std::uint32_t i, bool beat_over) {
  if (t.shape[i] != token_shape::word) return false;
  if (t.capital[i] != 0) return t.is(i, wc::pronoun_i) && !beat_over;
  if (beat_over) return true;
  const std::string& f = t.form(i);
  return !f.ends_with("ing") && !f.ends_with("ly") && !t.is(i, wc::preposition | wc::possessive | wc::common_verb) &&
         f != "and" && f != "but" && f != "then" && f != "while" && f != "as" && f != "who";
}

}  // namespace

std::vector<candidate> find_dash_speech(const utterance_input& in, std::uint32_t p, std::uint32_t first,
                                        std::uint32_t last) {
  const byte_range where = in.paragraphs[p].span;
  const std::string_view w = words_of(in, where);
  if (opening_dash(w) == 0 || (!ends_like_speech(w) && last - first < 12)) return {};
  const token_layer& t = in.tokens;
  candidate c = make_candidate(where, setting::dash, p);
  c.spans.clear();
  std::uint32_t from = where.start.value;
  for (std::uint32_t i = first + 1; i < last; ++i) {
    const std::string_view mark = t.text_of(in.text, i);
    const bool stop = mark == "," || mark == "." || mark == "!" || mark == "?" || mark == "\u2026" ||
                      mark == "..." || is_dash(decode_at(mark, 0).code_point) || mark == "--";
    if (!stop || i + 1 >= last) continue;
    const auto tag = cue_after(t, in.text, i + 1, last);
    if (!tag || tag->first > i + 3 || tag->weak || tag->kind != verb_kind::speech) continue;
    // "— I said so, he told me": a tag that is inverted, or a name or pronoun right before its verb.
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
    while (k < last && t.shape[k] == token_shape::punctuation) ++k;
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
      while (end < w.size() && w[end] == mark) ++end;  // **strong** counts as one mark
      const char32_t before = i == 0 ? U' ' : decode_before(w, i).code_point;
      const char32_t after = end >= w.size() ? U' ' : decode_at(w, end).code_point;
      const bool may_open = !text::is_space(after) && !text::is_letter(before) && !text::is_digit(before);
      const bool may_close = !text::is_space(before) && !text::is_letter(after) && !text::is_digit(after);
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

/// A line that may be one of a chat: who, and where the words begin.
struct chat_line {
  byte_range name;
  byte_range words;
  std::uint32_t paragraph;
};

/// Heads of a form or a letter that look like `Name: text` and are not.
[[nodiscard]] bool is_form_label(std::string_view name) {
  static constexpr std::array k_labels = {
      "to", "from", "date", "subject", "re", "cc", "note", "notes", "warning", "ps", "p.s.", "title",
      "author", "rating", "summary", "disclaimer", "chapter", "part", "time", "place", "location", "a/n",
      "an", "translator", "editor", "produced by", "language", "release date", "updated", "example",
      "fandom", "pairing", "word count", "words", "characters", "tags", "series", "prompt", "edit", "tw",
      "cw", "answer", "question", "http", "https", "total", "item", "name", "age", "address", "tel"};
  const std::string low = text::lower(name);
  return std::find(k_labels.begin(), k_labels.end(), low) != k_labels.end();
}

/// Reads `[12:03] Name: text`, `<name> text` or `Name: text`.
[[nodiscard]] std::optional<chat_line> read_chat_line(std::string_view text, std::uint32_t start,
                                                      std::uint32_t end, std::uint32_t p) {
  std::uint32_t i = start;
  const auto at = [&](std::uint32_t k) { return k < end ? text[k] : '\0'; };
  if (at(i) == '[' || at(i) == '(') {
    const std::size_t close = text.find(at(i) == '[' ? ']' : ')', i);
    if (close >= end || close - i > 24) return std::nullopt;
    bool digit = false;
    for (std::size_t k = i; k < close; ++k) digit = digit || (text[k] >= '0' && text[k] <= '9');
    if (!digit) return std::nullopt;
    i = static_cast<std::uint32_t>(close) + 1;
    while (at(i) == ' ') ++i;
  }
  const bool angled = at(i) == '<';
  const bool starred = text.substr(i, 2) == "**";
  if (angled) ++i;
  if (starred) i += 2;
  const std::uint32_t name = i;
  std::uint32_t words = 1;
  while (i < end && i - name <= 28) {
    const auto d = decode_at(text, i);
    const char32_t c = d.code_point;
    if (c == ':' || (angled && c == '>') || (starred && c == '*')) break;
    if (c == ' ') ++words;
    const bool ok = text::is_letter(c) || text::is_digit(c) || c == ' ' || c == '_' || c == '-' ||
                    c == '.' || c == '\'' || c == 0x2019 || c == '@';
    if (!ok || words > 3) return std::nullopt;
    i += d.length;
  }
  const std::uint32_t name_end = i;
  if (name_end == name || name_end - name > 28 || i >= end) return std::nullopt;
  if (starred) {
    while (at(i) == '*') ++i;
  }
  if (angled ? at(i) != '>' : at(i) != ':' && !(starred && text[name_end - 1] == ':')) return std::nullopt;
  if (at(i) == ':' || at(i) == '>') ++i;
  while (at(i) == '*') ++i;
  if (at(i) != ' ') return std::nullopt;
  while (at(i) == ' ') ++i;
  if (i >= end || !text::is_letter(decode_at(text, name).code_point)) return std::nullopt;
  if (is_form_label(text.substr(name, name_end - name))) return std::nullopt;
  return chat_line{{{name}, {name_end}}, {{i}, {end}}, p};
}

void flush_chat(const utterance_input& in, std::vector<chat_line>& run, std::vector<candidate>& out) {
  // Two lines of two names, or three of any: less is a sentence with a colon.
  bool two_names = false;
  for (const chat_line& l : run)
    two_names = two_names || words_of(in, l.name) != words_of(in, run.front().name);
  if (run.size() >= 3 || (run.size() == 2 && two_names)) {
    for (const chat_line& l : run) {
      candidate c = make_candidate(l.words, setting::chat, l.paragraph);
      c.kind = quote_kind::message;
      const token_layer& t = in.tokens;
      cue tag;
      tag.subject_first = tag.first = t.first_at(l.name.start.value);
      tag.subject_last = tag.last = std::max(tag.first + 1, t.first_at(l.name.end.value - 1) + 1);
      tag.verb = tag.first;
      tag.kind = verb_kind::message;
      tag.side = cue_side::before;
      c.tag = tag;
      out.push_back(c);
    }
  }
  run.clear();
}

}  // namespace

std::vector<candidate> find_chat(const utterance_input& in, const std::vector<std::uint32_t>&) {
  std::vector<candidate> out;
  std::vector<chat_line> run;
  for (std::uint32_t p = 0; p < in.paragraphs.size(); ++p) {
    if (!is_story_paragraph(in, p)) {
      flush_chat(in, run, out);
      continue;
    }
    const byte_range where = in.paragraphs[p].span;
    for (std::uint32_t at = where.start.value; at < where.end.value;) {
      const std::size_t stop = std::min<std::size_t>(in.text.find('\n', at), where.end.value);
      auto end = static_cast<std::uint32_t>(stop);
      while (end > at && in.text[end - 1] == ' ') --end;
      if (const auto line = end > at ? read_chat_line(in.text, at, end, p) : std::nullopt)
        run.push_back(*line);
      else
        flush_chat(in, run, out);
      at = static_cast<std::uint32_t>(stop) + 1;
    }
  }
  flush_chat(in, run, out);
  return out;
}

std::vector<candidate> find_signs(const utterance_input& in,
                                  const std::vector<std::uint32_t>& first_token) {
  std::vector<candidate> out;
  const token_layer& t = in.tokens;
  const auto all_capitals = [&](std::uint32_t i) {
    const std::string_view w = t.text_of(in.text, i);
    if (t.shape[i] != token_shape::word || t.capital[i] == 0) return false;
    for (std::size_t k = 0; k < w.size(); k += decode_at(w, k).length)
      if (text::is_lower(decode_at(w, k).code_point)) return false;
    return true;
  };
  for (std::uint32_t p = 0; p < in.paragraphs.size(); ++p) {
    if (!is_story_paragraph(in, p)) continue;
    bool sign_named = p > 0 && first_token[p] > 0 && [&] {
      for (std::uint32_t i = first_token[p]; i-- > first_token[p - 1];)
        if (t.is(i, wc::sign_noun)) return true;
      return false;
    }();
    for (std::uint32_t i = first_token[p]; i < first_token[p + 1]; ++i) {
      sign_named = sign_named || t.is(i, wc::sign_noun);
      if (!sign_named || !all_capitals(i)) continue;
      std::uint32_t end = i;
      std::uint32_t letters = 0;
      std::uint32_t words = 0;
      while (end < first_token[p + 1] && (all_capitals(end) || t.shape[end] != token_shape::word)) {
        if (all_capitals(end)) letters += t.end[end] - t.start[end], ++words;
        ++end;
      }
      std::uint32_t last = end;
      while (last > i + 1 && t.shape[last - 1] != token_shape::word && t.shape[last - 1] != token_shape::number)
        --last;
      if (letters >= 4 && (words >= 2 || letters >= 5) && !t.is(i, wc::pronoun_i)) {
        candidate c = make_candidate({{t.start[i]}, {t.end[last - 1]}}, setting::capitals, p);
        c.kind = quote_kind::sign;
        out.push_back(c);
      }
      i = std::max(i, end - 1);
    }
  }
  return out;
}

}  // namespace fabula::talk
