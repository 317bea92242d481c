#include "text/headings.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>
#include <vector>

#include "text/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_longest_title = 120;
constexpr std::size_t k_longest_heading =
    400;  // bytes; some old books tell the chapter in its title

constexpr std::array k_part_words = {"part"sv,  "book"sv, "volume"sv, "vol"sv,      "phase"sv,
                                     "epoch"sv, "act"sv,  "period"sv, "narrative"sv};
constexpr std::array k_chapter_words = {"chapter"sv, "chap"sv,      "letter"sv,  "stave"sv,
                                        "canto"sv,   "adventure"sv, "episode"sv, "section"sv,
                                        "tale"sv,    "fit"sv,       "scene"sv,   "ch"sv};
constexpr std::array k_story_names = {
    "prologue"sv,   "prolog"sv,       "epilogue"sv,         "epilog"sv,        "interlude"sv,
    "conclusion"sv, "finale"sv,       "intermezzo"sv,       "intermission"sv,  "coda"sv,
    "prelude"sv,    "postlude"sv,     "overture"sv,         "introductory"sv,  "envoi"sv,
    "l'envoi"sv,    "last chapter"sv, "the last chapter"sv, "final chapter"sv, "induction"sv};
constexpr std::array k_front_names = {"contents"sv,
                                      "table of contents"sv,
                                      "list of illustrations"sv,
                                      "illustrations"sv,
                                      "list of contents"sv,
                                      "list of chapters"sv,
                                      "chapters"sv,
                                      "dedication"sv,
                                      "preface"sv,
                                      "foreword"sv,
                                      "introduction"sv,
                                      "introductory note"sv,
                                      "to the reader"sv,
                                      "copyright"sv,
                                      "copyright page"sv,
                                      "title page"sv,
                                      "half title"sv,
                                      "half title page"sv,
                                      "cover"sv,
                                      "cover page"sv,
                                      "epigraph"sv,
                                      "dramatis personae"sv,
                                      "cast of characters"sv,
                                      "list of characters"sv,
                                      "list of plates"sv,
                                      "list of maps"sv,
                                      "praise"sv,
                                      "table of illustrations"sv,
                                      "frontispiece"sv,
                                      "author's preface"sv,
                                      "author's introduction"sv,
                                      "preface to the second edition"sv,
                                      "publisher's preface"sv,
                                      "publisher's note"sv,
                                      "translator's preface"sv,
                                      "translator's note"sv,
                                      "editor's preface"sv,
                                      "editor's introduction"sv,
                                      "introduction by the editor"sv,
                                      "prefatory note"sv,
                                      "prefatory"sv,
                                      "advertisement"sv,
                                      "masthead"sv,
                                      "toc"sv,
                                      "main contents"sv,
                                      "full contents"sv,
                                      "preface to the first edition"sv,
                                      "preface to the third edition"sv,
                                      "the contents"sv,
                                      "about this book"sv,
                                      "about this edition"sv};
constexpr std::array k_back_names = {"afterword"sv,
                                     "appendix"sv,
                                     "footnotes"sv,
                                     "endnotes"sv,
                                     "end notes"sv,
                                     "end note"sv,
                                     "endnote"sv,
                                     "closing note"sv,
                                     "author's end note"sv,
                                     "chapter end notes"sv,
                                     "index"sv,
                                     "glossary"sv,
                                     "bibliography"sv,
                                     "works cited"sv,
                                     "the end"sv,
                                     "finis"sv,
                                     "about the author"sv,
                                     "about the authors"sv,
                                     "colophon"sv,
                                     "errata"sv,
                                     "advertisements"sv,
                                     "reading group guide"sv,
                                     "discussion questions"sv,
                                     "end"sv,
                                     "about the publisher"sv,
                                     "about the type"sv,
                                     "a note on the type"sv,
                                     "bonus material"sv,
                                     "newsletter"sv,
                                     "end of book"sv,
                                     "author's afterword"sv,
                                     "uncopyright"sv,
                                     "imprint"sv};
constexpr std::array k_either_names = {"notes"sv,
                                       "note"sv,
                                       "acknowledgements"sv,
                                       "acknowledgments"sv,
                                       "acknowledgement"sv,
                                       "acknowledgment"sv,
                                       "also by"sv,
                                       "author's note"sv,
                                       "author's notes"sv,
                                       "a/n"sv,
                                       "transcriber's note"sv,
                                       "transcriber's notes"sv,
                                       "transcribers' note"sv,
                                       "transcriber note"sv,
                                       "transcriber notes"sv,
                                       "editor's note"sv,
                                       "note to the reader"sv,
                                       "a note from the author"sv,
                                       "author note"sv,
                                       "books by"sv,
                                       "historical note"sv,
                                       "note on the text"sv,
                                       "a note on the text"sv,
                                       "other books by"sv,
                                       "by the same author"sv,
                                       "also by the author"sv,
                                       "transcription note"sv,
                                       "transcription notes"sv,
                                       "translator's notes"sv,
                                       "editor's notes"sv,
                                       "credits"sv,
                                       "maps"sv,
                                       "map"sv};

constexpr std::array k_units = {"one"sv,     "two"sv,       "three"sv,    "four"sv,     "five"sv,
                                "six"sv,     "seven"sv,     "eight"sv,    "nine"sv,     "ten"sv,
                                "eleven"sv,  "twelve"sv,    "thirteen"sv, "fourteen"sv, "fifteen"sv,
                                "sixteen"sv, "seventeen"sv, "eighteen"sv, "nineteen"sv};
constexpr std::array k_unit_ordinals = {
    "first"sv,     "second"sv,      "third"sv,      "fourth"sv,     "fifth"sv,
    "sixth"sv,     "seventh"sv,     "eighth"sv,     "ninth"sv,      "tenth"sv,
    "eleventh"sv,  "twelfth"sv,     "thirteenth"sv, "fourteenth"sv, "fifteenth"sv,
    "sixteenth"sv, "seventeenth"sv, "eighteenth"sv, "nineteenth"sv};
constexpr std::array k_tens = {"twenty"sv, "thirty"sv,  "forty"sv,  "fifty"sv,
                               "sixty"sv,  "seventy"sv, "eighty"sv, "ninety"sv};
constexpr std::array k_ten_ordinals = {"twentieth"sv, "thirtieth"sv,  "fortieth"sv,  "fiftieth"sv,
                                       "sixtieth"sv,  "seventieth"sv, "eightieth"sv, "ninetieth"sv};

template <std::size_t N>
[[nodiscard]] std::size_t find_in(const std::array<std::string_view, N>& all, std::string_view w) {
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), w) - all.begin());
}
template <std::size_t N>
[[nodiscard]] bool contains(const std::array<std::string_view, N>& all, std::string_view w) {
  return find_in(all, w) < N;
}

[[nodiscard]] std::uint32_t small_word_number(std::string_view w) {
  if (const auto i = find_in(k_units, w); i < k_units.size())
    return static_cast<std::uint32_t>(i + 1);
  if (const auto i = find_in(k_unit_ordinals, w); i < k_unit_ordinals.size())
    return static_cast<std::uint32_t>(i + 1);
  return 0;
}

/// "twelve", "twelfth", "twenty-one", "twenty"; 0 where it is none.
[[nodiscard]] std::uint32_t word_number(std::string_view w) {
  if (const std::uint32_t n = small_word_number(w); n != 0) return n;
  if (const auto i = find_in(k_ten_ordinals, w); i < k_ten_ordinals.size())
    return static_cast<std::uint32_t>((i + 2) * 10);
  for (std::size_t i = 0; i < k_tens.size(); ++i) {
    if (!w.starts_with(k_tens[i])) continue;
    const auto tens = static_cast<std::uint32_t>((i + 2) * 10);
    std::string_view rest = w.substr(k_tens[i].size());
    if (rest.empty()) return tens;
    if (rest.front() == '-') rest.remove_prefix(1);
    const std::uint32_t unit = small_word_number(rest);
    if (unit >= 1 && unit <= 9) return tens + unit;
  }
  return 0;
}

[[nodiscard]] std::string to_roman(std::uint32_t n) {
  static constexpr std::array<std::pair<std::uint32_t, std::string_view>, 13> k_signs = {
      {{1000, "m"},
       {900, "cm"},
       {500, "d"},
       {400, "cd"},
       {100, "c"},
       {90, "xc"},
       {50, "l"},
       {40, "xl"},
       {10, "x"},
       {9, "ix"},
       {5, "v"},
       {4, "iv"},
       {1, "i"}}};
  std::string out;
  for (const auto& [value, sign] : k_signs)
    for (; n >= value; n -= value)
      out += sign;
  return out;
}

/// Lower-case Roman numerals in their one right spelling (and IIII, VIIII, XXXX of old books).
[[nodiscard]] std::uint32_t roman_number(std::string_view w) {
  if (w.empty() || w.size() > 12) return 0;
  std::uint32_t sum = 0;
  std::uint32_t before = 1000;
  for (const char c : w) {
    const auto at = "ivxlcdm"sv.find(c);
    if (at == std::string_view::npos) return 0;
    static constexpr std::array<std::uint32_t, 7> k_values = {1, 5, 10, 50, 100, 500, 1000};
    const std::uint32_t v = k_values[at];
    sum += v > before ? v - 2 * before : v;
    before = v;
  }
  if (sum == 0 || sum > 3999) return 0;
  if (to_roman(sum) == w) return sum;
  return w.ends_with("iiii") && to_roman(sum - 1) + "i" == w ? sum : 0;
}

struct word_in_line {
  std::string lower;       ///< without marks at its ends
  std::size_t end = 0;     ///< behind it, its marks included
  bool separated = false;  ///< a mark or a line break stands behind it
};

[[nodiscard]] bool is_mark(char32_t c) noexcept {
  return !is_letter(c) && !is_digit(c) && c != '\'' && c != 0x2019 && c != '&' && !is_combining(c);
}

/// Lower case with straight apostrophes, marks at the ends dropped.
[[nodiscard]] std::string bare(std::string_view w) {
  std::size_t from = 0;
  std::size_t to = w.size();
  while (from < to) {
    const decoded d = decode_at(w, from);
    if (!is_mark(d.code_point)) break;
    from += d.length;
  }
  while (to > from) {
    const decoded d = decode_before(w, to);
    if (!is_mark(d.code_point)) break;
    to -= d.length;
  }
  std::string out;
  for (std::size_t i = from; i < to;) {
    const decoded d = decode_at(w, i);
    append_utf8(out, d.code_point == 0x2019 ? U'\'' : to_lower(d.code_point));
    i += d.length;
  }
  return out;
}

[[nodiscard]] bool is_separator(char32_t c) noexcept {
  return c == '.' || c == ':' || c == ';' || c == ',' || c == '-' || c == ']' || c == ')' ||
         (c >= 0x2012 && c <= 0x2015) || c == '_' || c == '*' || c == '=' || c == '|' || c == '~';
}

/// The first words; enough of them to see the word, its number and where the title begins.
[[nodiscard]] std::vector<word_in_line> first_words(std::string_view s) {
  std::vector<word_in_line> out;
  std::size_t at = 0;
  while (at < s.size() && out.size() < 6) {
    std::size_t begin = at;
    bool newline = false;
    while (begin < s.size()) {
      const decoded d = decode_at(s, begin);
      if (!is_space(d.code_point)) break;
      newline = newline || d.code_point == '\n';
      begin += d.length;
    }
    std::size_t end = begin;
    while (end < s.size() && !is_space(decode_at(s, end).code_point)) {
      const decoded d = decode_at(s, end);
      end += d.length;
      if (d.code_point == 0x2014 || d.code_point == ':') break;  // "CHAPTER I--", "I:The"
      if (d.code_point == '-' && end < s.size() && s[end] == '-') break;
      if (d.code_point == '.' && end < s.size() && is_letter(decode_at(s, end).code_point)) break;
    }
    if (end == begin) break;
    if (newline && !out.empty()) out.back().separated = true;
    word_in_line w{bare(s.substr(begin, end - begin)), end, false};
    w.separated = is_separator(decode_before(s, end).code_point);
    if (w.lower.empty()) {
      if (!out.empty()) {
        out.back().separated = true;
        out.back().end = end;
      }
    } else {
      out.push_back(std::move(w));
    }
    at = end;
  }
  return out;
}

struct case_count {
  std::size_t upper = 0;
  std::size_t lower = 0;
  std::size_t words = 0;
  std::size_t long_words = 0;     ///< of four letters or more
  std::size_t long_capitals = 0;  ///< of these, those with a capital
};

[[nodiscard]] case_count count_cases(std::string_view s) noexcept {
  case_count n;
  std::size_t length = 0;
  bool capital = false;
  const auto close = [&] {
    n.words += length > 0;
    if (length >= 4) {
      ++n.long_words;
      n.long_capitals += capital;
    }
    length = 0;
  };
  for (std::size_t i = 0; i < s.size();) {
    const decoded d = decode_at(s, i);
    i += d.length;
    if (is_letter(d.code_point) || (d.code_point == '-' && length > 0)) {
      if (length++ == 0) capital = is_upper(d.code_point);
      n.upper += is_upper(d.code_point);
      n.lower += is_lower(d.code_point);
    } else if (d.code_point != '\'' && d.code_point != 0x2019) {
      close();
    }
  }
  close();
  return n;
}

/// Whether a title may follow the number without a mark between: it begins like one.
[[nodiscard]] bool begins_like_title(std::string_view rest) noexcept {
  for (std::size_t i = 0; i < rest.size();) {
    const decoded d = decode_at(rest, i);
    if (is_letter(d.code_point)) return is_upper(d.code_point);
    if (is_digit(d.code_point)) return true;
    i += d.length;
  }
  return true;
}

void set_rest(heading& h, std::string_view s, std::size_t from) {
  h.rest = tidy_title(s.substr(std::min(from, s.size())));
}

/// "chapter iv", "part the second", "first part": fills `h` and says whether it is one.
[[nodiscard]] bool read_numbered(std::string_view s, const std::vector<word_in_line>& w,
                                 heading& h) {
  std::size_t i = w[0].lower == "the" && w.size() > 1 ? 1 : 0;
  const auto unit = [&](std::size_t k) {
    if (k >= w.size()) return heading_form::none;
    if (contains(k_part_words, w[k].lower)) return heading_form::part;
    return contains(k_chapter_words, w[k].lower) ? heading_form::chapter : heading_form::none;
  };
  std::size_t last = 0;
  if (unit(i) != heading_form::none && i == 0) {
    h.form = unit(i);
    h.word = w[i].lower;
    std::size_t j = i + 1;
    if (j + 1 < w.size() && (w[j].lower == "the" || w[j].lower == "no" || w[j].lower == "number"))
      ++j;
    if (j >= w.size()) return false;
    h.last = w[j].lower == "last" && j > i + 1;
    h.number = read_number(w[j].lower, h.style);
    last = j;
    if (h.style == numeral::words && h.number % 10 == 0 && j + 1 < w.size() && !w[j].separated) {
      const std::uint32_t more = small_word_number(w[j + 1].lower);
      if (more >= 1 && more <= 9) {
        h.number += more;
        last = j + 1;
      }
    }
  } else if (unit(i + 1) == heading_form::part) {
    h.form = unit(i + 1);
    h.word = w[i + 1].lower;
    h.number = read_number(w[i].lower, h.style);
    if (h.style != numeral::words) return false;
    last = i + 1;
  }
  if (h.number == 0 && !h.last) return false;
  set_rest(h, s, w[last].end);
  if (h.rest.empty() || w[last].separated) return true;
  return begins_like_title(h.rest);
}

// With more behind them on the line these are words of the story.
constexpr std::array k_whole_line_names = {
    "end"sv,        "note"sv,       "notes"sv,     "chapters"sv,    "the end"sv,
    "finis"sv,      "index"sv,      "credits"sv,   "map"sv,         "illustrations"sv,
    "maps"sv,       "cover"sv,      "toc"sv,       "praise"sv,      "imprint"sv,
    "conclusion"sv, "newsletter"sv, "prefatory"sv, "introductory"sv};

[[nodiscard]] heading_form named_form(std::string_view name) {
  if (contains(k_story_names, name)) return heading_form::story;
  if (contains(k_front_names, name)) return heading_form::front;
  if (contains(k_back_names, name)) return heading_form::back;
  if (contains(k_either_names, name)) return heading_form::either;
  return heading_form::none;
}

/// "PROLOGUE", "Prologue: The Harbour", "PREFACE.", "Acknowledgements".
[[nodiscard]] bool read_named(std::string_view s, heading& h) {
  const char32_t start = decode_at(s, 0).code_point;
  if (start == '"' || start == '\'' || (start >= 0x2018 && start <= 0x201F)) return false;
  if (s.ends_with('?') || s.ends_with('!')) return false;
  const std::string tidy = tidy_title(s);
  if (tidy.empty() || is_lower(decode_at(tidy, 0).code_point)) return false;
  const std::string whole = bare(tidy);
  if (h.form = named_form(whole); h.form != heading_form::none) {
    h.word = whole;
    return true;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(s.size(), 40);) {
    const decoded d = decode_at(s, i);
    const bool stop =
        d.code_point == ':' || d.code_point == '.' || d.code_point == '\n' ||
        d.code_point == 0x2014 || d.code_point == 0x2013 || d.code_point == ',' ||
        (d.code_point == '-' && i + 1 < s.size() && (s[i + 1] == '-' || s[i + 1] == ' '));
    if (stop) {
      h.word = bare(s.substr(0, i));
      h.form = named_form(h.word);
      if (contains(k_whole_line_names, h.word)) h.form = heading_form::none;
      if (h.form != heading_form::none) {
        set_rest(h, s, i + d.length);
        return true;
      }
    }
    i += d.length;
  }
  return false;
}

/// `"Late?"`, `"No," she said.`: marks of a sentence inside quotation marks are speech, no title.
[[nodiscard]] bool is_spoken_line(std::string_view s) noexcept {
  for (const std::string_view end :
       {".\""sv, "?\""sv, "!\""sv, ",\""sv, ".\u201D"sv, "?\u201D"sv, "!\u201D"sv, ",\u201D"sv,
        ".'"sv, "?'"sv, "!'"sv, ".\u2019"sv, "?\u2019"sv, "!\u2019"sv})
    if (s.ends_with(end)) return true;
  return false;
}

/// A short line that a printer would set as a title.
[[nodiscard]] bool is_title_line(std::string_view s, const case_count& n) {
  if (s.size() > k_longest_title || n.words == 0 || n.words > 14 || n.upper == 0) return false;
  const decoded end = decode_before(s, s.size());
  if (end.code_point == ',' || end.code_point == ';' || end.code_point == ':') return false;
  if (n.lower > 0 && is_spoken_line(s)) return false;
  if (n.lower == 0) return n.upper >= 2;
  std::size_t from = 0;
  while (from + 1 < s.size() && is_mark(decode_at(s, from).code_point))
    from += decode_at(s, from).length;
  if (end.code_point == '.' || !is_upper(decode_at(s, from).code_point)) return false;
  return n.long_words == 0 ? n.words <= 4 && n.upper * 2 >= n.words
                           : n.long_capitals * 10 >= n.long_words * 8;
}

/// The first run of letters and digits, in lower case, where it is short ASCII; else empty.
[[nodiscard]] std::string_view first_word_of(std::string_view s,
                                             std::array<char, 24>& buffer) noexcept {
  std::size_t at = 0;
  while (at < s.size() && static_cast<unsigned char>(s[at]) < 0x80 &&
         is_mark(static_cast<unsigned char>(s[at])))
    ++at;
  if (s.substr(at).starts_with("\xE2\x80")) at += 3;  // a dash or a quotation mark
  while (at < s.size() && s[at] == ' ')
    ++at;
  std::size_t n = 0;
  for (; at < s.size() && n < buffer.size(); ++at) {
    const auto c = static_cast<unsigned char>(s[at]);
    if (c >= 0x80 || is_mark(c)) break;
    buffer[n++] = static_cast<char>(to_lower(c));
  }
  return {buffer.data(), n};
}

/// Whether a heading other than a title line may begin with this word: nearly all lines of prose
/// are told apart by it, at little cost.
[[nodiscard]] bool may_begin_heading(std::string_view word) {
  static const std::unordered_set<std::string_view> k_first = [] {
    std::unordered_set<std::string_view> all = {"the", "author's", "translator's", "editor's"};
    const auto add = [&](const auto& names) {
      for (const std::string_view name : names)
        all.insert(name.substr(0, name.find_first_of(" '/")));
    };
    add(k_part_words), add(k_chapter_words), add(k_story_names), add(k_front_names),
        add(k_back_names), add(k_either_names);
    return all;
  }();
  if (word.empty()) return true;  // no plain ASCII: look closely
  if (k_first.contains(word.substr(0, word.find('\'')))) return true;
  numeral style = numeral::none;
  return read_number(word, style) != 0;
}

/// Whether a title line may end so; capitals may end with a full stop.
[[nodiscard]] bool may_end_title(std::string_view s) noexcept {
  const char end = s.back();
  if (end == ',' || end == ';' || end == ':') return false;
  if (end != '.') return true;
  return std::none_of(s.begin(), s.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::uint32_t read_number(std::string_view word, numeral& style) {
  style = numeral::none;
  const std::string w = bare(word);
  if (w.empty()) return 0;
  if (std::all_of(w.begin(), w.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    if (w.size() > 4) return 0;
    style = numeral::arabic;
    return static_cast<std::uint32_t>(std::stoul(w));
  }
  std::uint32_t n = word_number(w);
  style = n != 0 ? numeral::words : numeral::none;
  if (n == 0) {
    n = roman_number(w);
    style = n != 0 ? numeral::roman : numeral::none;
  }
  return n;
}

heading read_heading(std::string_view s) {
  heading h;
  if (s.empty() || s.size() > k_longest_heading) return h;
  std::array<char, 24> buffer;
  if (!may_begin_heading(first_word_of(s, buffer))) {
    if (s.size() > k_longest_title) {
      h.capitals = std::none_of(s.begin(), s.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      return h;
    }
    if (!may_end_title(s)) return h;
    const case_count n = count_cases(s);
    h.capitals = n.lower == 0 && n.upper > 0;
    if (is_title_line(s, n)) h.form = heading_form::title;
    return h;
  }
  const std::vector<word_in_line> w = first_words(s);
  if (w.empty()) return h;
  const case_count n = count_cases(s);
  h.capitals = n.lower == 0 && n.upper > 0;
  heading numbered = h;
  if (read_numbered(s, w, numbered)) {
    const bool any_case = numbered.rest.empty();
    const std::size_t first = s.find_first_not_of("[(*_=#~- ");
    if (any_case ||
        is_upper(decode_at(s, first == std::string_view::npos ? 0 : first).code_point) ||
        decode_at(s, 0).code_point >= 0x80)
      return numbered;
  }
  heading named = h;
  if (read_named(s, named)) return named;
  h.number = read_number(w[0].lower, h.style);
  const bool lower_roman = h.style == numeral::roman && n.upper == 0 && n.lower > 0;
  if (h.number != 0 && w.size() == 1 && h.style != numeral::none && n.words <= 2 &&
      !s.ends_with('?') && !s.ends_with('!') &&
      !(h.style == numeral::words && !h.capitals && s.ends_with('.'))) {
    h.form = heading_form::number;
    return h;
  }
  if (h.number != 0 && !lower_roman && w.size() > 1 && s.size() <= 120 &&
      h.style != numeral::words) {
    set_rest(h, s, w[0].end);
    const case_count rest = count_cases(h.rest);
    std::string_view body = h.rest;
    if (body.ends_with('.')) body.remove_suffix(1);
    if (is_title_line(body, rest)) {
      h.form = heading_form::number_title;
      h.loose = !w[0].separated;
      return h;
    }
  }
  h.number = 0;
  h.style = numeral::none;
  h.rest.clear();
  if (is_title_line(s, n)) h.form = heading_form::title;
  return h;
}

bool is_strong_heading(std::string_view words) {
  if (words.size() > 80) return false;
  const heading h = read_heading(words);
  return (h.form == heading_form::chapter || h.form == heading_form::part) && (h.rest.size() < 60);
}

std::string tidy_title(std::string_view words) {
  std::string out;
  for (std::size_t i = 0; i < words.size();) {
    const decoded d = decode_at(words, i);
    if (is_space(d.code_point)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      append_utf8(out, d.code_point);
    }
    i += d.length;
  }
  const auto drop = [](char32_t c) {
    return c == ' ' || c == '_' || c == '*' || c == '=' || c == '#' || c == '~' || c == '|' ||
           c == '-' || c == ':' || (c >= 0x2012 && c <= 0x2015);
  };
  std::size_t from = 0;
  while (from < out.size()) {
    const decoded d = decode_at(out, from);
    if (!drop(d.code_point) && d.code_point != '.' && d.code_point != ']' && d.code_point != ')')
      break;
    from += d.length;
  }
  std::size_t to = out.size();
  while (to > from) {
    const decoded d = decode_before(out, to);
    if (!drop(d.code_point)) break;
    to -= d.length;
  }
  return out.substr(from, to - from);
}

std::string join_titles(std::string_view first, std::string_view second) {
  if (first.empty()) return std::string(second);
  if (second.empty()) return std::string(first);
  const char end = first.back();
  const bool closed = end == '.' || end == ':' || end == '!' || end == '?';
  return std::string(first) + (closed ? " " : ". ") + std::string(second);
}

}  // namespace fabula::text
