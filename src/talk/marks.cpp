#include "talk/marks.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

using language::word_class::elision;
using language::word_class::nominative;
using language::word_class::speech_verb;
using language::word_class::thought_verb;
using text::decode_at;
using text::decode_before;

enum class role : std::uint8_t { open, close, either };

/// One quotation mark that is not a plain apostrophe.
struct mark {
  std::uint32_t at;
  std::uint32_t length;
  mark_family family;
  role what;
  bool sure = false;  ///< single quotes: closes behind punctuation or before a tag: no apostrophe
  bool punctuated = false;    ///< single quotes: closes behind punctuation
  bool elided = false;        ///< single quotes: may be the apostrophe of `'tis`
  std::uint32_t segment = 0;  ///< single quotes: how many double marks stand before it
};

constexpr std::size_t k_families = 6;
/// Single marks that are looked through for a closing one: hostile text must not cost quadratic
/// time.
constexpr std::size_t k_look_ahead = 100;
/// Bytes of a phrase whose closing single mark no punctuation proves: `the word 'perhaps' again`.
constexpr std::uint32_t k_longest_phrase = 60;

[[nodiscard]] std::size_t number_of(mark_family f) noexcept {
  return static_cast<std::size_t>(f);
}

[[nodiscard]] bool is_end_punctuation(char32_t c) noexcept {
  return c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == 0x2026 ||
         c == 0x2014 || c == 0x2013 || c == '-' || c == ')' || c == '*' || c == '_' ||
         c == 0x3002 || c == 0x2015 || c == '~';
}

[[nodiscard]] bool is_open_punctuation(char32_t c) noexcept {
  return c == '(' || c == '[' || c == '{' || c == 0x2014 || c == 0x2013 || c == 0x2015 ||
         c == '-' || c == '*' || c == '_' || c == '/' || c == 0x201C || c == 0x2018 || c == 0xAB;
}

/// What stands before a closing mark: `"So," `, `"'So,"' `.
[[nodiscard]] bool ends_quoted(char32_t c) noexcept {
  return is_end_punctuation(c) || c == '"' || c == 0x201D;
}

[[nodiscard]] std::uint32_t skip_spaces(std::string_view text, std::uint32_t at,
                                        std::uint32_t end) noexcept {
  while (at < end && text[at] == ' ')
    ++at;
  return at;
}

/// Scans one paragraph for marks.
class mark_scanner {
 public:
  mark_scanner(std::string_view text, byte_range where, const language::lexicon& words)
      : text_(text), start_(where.start.value), end_(where.end.value), words_(words) {}

  [[nodiscard]] std::vector<mark> scan() {
    for (std::uint32_t i = start_; i < end_;) {
      const auto byte = static_cast<unsigned char>(text_[i]);
      if (byte < 0x80 && byte != '"' && byte != '\'' && byte != '`') {
        ++i;
        continue;
      }
      const auto d = decode_at(text_, i);
      look_at(i, d.length, d.code_point);
      i += skip_;
    }
    return std::move(marks_);
  }

 private:
  [[nodiscard]] char32_t before(std::uint32_t at) const noexcept {
    return at > start_ ? decode_before(text_, at).code_point : U' ';
  }
  [[nodiscard]] char32_t after(std::uint32_t at) const noexcept {
    return at < end_ ? decode_at(text_, at).code_point : U' ';
  }

  void look_at(std::uint32_t at, std::uint32_t length, char32_t c) {
    skip_ = length;
    switch (c) {
      case '"':
      case 0xFF02:
      case 0x201F: add_straight(at, length); return;
      case 0x201C: add_left_double(at, length); return;
      case 0x201D: add_right_double(at, length); return;
      case 0x201E: add(at, length, mark_family::double_quote, role::open); return;
      case '`':
        if (after(at + 1) == '`') {
          skip_ = 2;
          add(at, 2, mark_family::double_quote, role::open);
        } else if (text::is_letter(after(at + 1)) && !text::is_letter(before(at))) {
          add(at, 1, mark_family::single_quote, role::open);
        }
        return;
      case '\'':
        if (after(at + 1) == '\'') {
          skip_ = 2;
          if (!begins_elision(at + 2))
            add_straight(at, 2);  // typed as two strokes
          else
            add_single(at, length, true);  // ''Tis so,' he said.
          return;
        }
        add_single(at, length, false);
        return;
      case 0x2018:
      case 0x201A:
      case 0x201B: add_single(at, length, true); return;
      case 0x2019: add_single(at, length, false); return;
      case 0xAB:
      case 0xBB: add_angle(at, length, mark_family::guillemet, c == 0xAB); return;
      case 0x2039:
      case 0x203A: add_angle(at, length, mark_family::angle, c == 0x2039); return;
      case 0x300C: add(at, length, mark_family::corner, role::open); return;
      case 0x300D: add(at, length, mark_family::corner, role::close); return;
      case 0x300E: add(at, length, mark_family::white_corner, role::open); return;
      case 0x300F: add(at, length, mark_family::white_corner, role::close); return;
      default: return;
    }
  }

  void add(std::uint32_t at, std::uint32_t length, mark_family family, role what) {
    marks_.push_back({at, length, family, what});
    last_of_[number_of(family)] = marks_.size();
    if (family != mark_family::double_quote) return;
    // A double quotation inside a single one that is inside a double one changes nothing for it.
    if (what == role::open && doubles_ % 2 == 1 && single_since_double_) {
      inner_double_ = true;
    } else if (what == role::close && inner_double_) {
      inner_double_ = false;
    } else {
      ++doubles_;
      single_since_double_ = false;
    }
  }

  void add_straight(std::uint32_t at, std::uint32_t length) {
    const char32_t prev = before(at);
    const char32_t next = after(at + length);
    if (text::is_digit(prev) && !text::is_letter(next) && at > start_ && is_measure(at)) return;
    const bool space_before = text::is_space(prev);
    const bool space_after = text::is_space(next);
    role what = role::either;
    if (space_before != space_after)
      what = space_before ? role::open : role::close;
    else if (is_open_punctuation(prev) && text::is_letter(next))
      what = role::either;
    else if ((next == '_' || next == '*') && is_open_punctuation(prev))
      what = role::either;
    else if (is_end_punctuation(next) && !space_before)
      what = role::close;
    else if (prev == '(' || prev == '[')
      what = role::open;
    if (what == role::close && at == start_) what = role::open;
    if (what == role::either && at == start_) what = role::open;
    if (what == role::either && at + length == end_) what = role::close;
    add(at, length, mark_family::double_quote, what);
  }

  /// `6' 2"`: inches, where no quotation stands open.
  [[nodiscard]] bool is_measure(std::uint32_t at) const noexcept {
    std::uint32_t i = at;
    while (i > start_ && text::is_digit(before(i)))
      --i;
    while (i > start_ && before(i) == ' ')
      --i;
    return before(i) == '\'' || before(i) == 0x2019 || before(i) == 0x2032;
  }

  /// The German closing mark has the shape of the English opening one: „so“.
  void add_left_double(std::uint32_t at, std::uint32_t length) {
    const bool low = last_opens_with(mark_family::double_quote, "\u201E");
    const bool closes = low && !text::is_space(before(at));
    add(at, length, mark_family::double_quote, closes ? role::close : role::open);
  }

  /// The Swedish and Finnish opening mark has the shape of the closing one: \u201Dso\u201D.
  void add_right_double(std::uint32_t at, std::uint32_t length) {
    const char32_t next = after(at + length);
    const bool opens =
        text::is_space(before(at)) && (text::is_letter(next) || text::is_digit(next));
    add(at, length, mark_family::double_quote, opens ? role::either : role::close);
  }

  /// «so» and »so«: a mark that touches the word behind it opens.
  void add_angle(std::uint32_t at, std::uint32_t length, mark_family family, bool left) {
    const char32_t prev = before(at);
    const char32_t next = after(at + length);
    const bool space_before = text::is_space(prev);
    const bool space_after = text::is_space(next);
    role what = left ? role::open : role::close;
    if (!left && space_before && !space_after && !is_end_punctuation(next)) what = role::open;
    if (left && !space_before && at > start_ && (space_after || is_end_punctuation(next)) &&
        (last_opens_with(family, "\u00BB") || last_opens_with(family, "\u203A")))
      what = role::close;
    if (at == start_) what = role::open;
    add(at, length, family, what);
  }

  /// Whether the last mark of `family` opens and is `shape`.
  [[nodiscard]] bool last_opens_with(mark_family family, std::string_view shape) const noexcept {
    const std::size_t last = last_of_[number_of(family)];
    if (last == 0) return false;
    const mark& m = marks_[last - 1];
    return m.what == role::open && text_.substr(m.at, m.length) == shape;
  }

  void add_single(std::uint32_t at, std::uint32_t length, bool left) {
    const char32_t prev = before(at);
    const char32_t next = after(at + length);
    if (text::is_space(prev) && text::is_space(next)) {
      add_lone_single(at, length);
      return;
    }
    const bool low = text_.substr(at, length) == "\u201A";
    if (left && !low && low_single_open_ && !text::is_space(prev)) left = false;  // \u201Aso\u2018
    low_single_open_ = low;
    const bool backward = left && !low && !text::is_space(prev) && !is_open_punctuation(prev) &&
                          (text::is_space(next) || at + length == end_);
    if (backward || (left && prev == 0x2014 && text::is_space(next)))
      left = false;  // typed the wrong way round
    const bool word_before = text::is_letter(prev) || text::is_digit(prev);
    const bool word_after = text::is_letter(next) || text::is_digit(next);
    if (word_before && word_after && !left) return;  // don't
    if (is_of_n(at, length)) return;
    mark m{at, length, mark_family::single_quote, role::close};
    m.segment = doubles_;
    m.elided = word_after && begins_elision(at + length);
    const bool opens_here = text::is_space(prev) || is_open_punctuation(prev) || prev == '"' ||
                            prev == 0x201D || prev == 0x300C;
    if (left || (text_[at] == '\'' && opens_here && !text::is_space(next) &&
                 !(is_end_punctuation(next) && next != 0x2026 && next != '.' && next != 0x2014 &&
                   next != '-'))) {
      m.what = role::open;
    } else if (text_[at] != '\'' && !word_before && word_after) {
      return;  // a curly apostrophe before a word: 'tis, 'em, 'phone
    } else {
      m.punctuated = ends_quoted(prev);
      if (prev == '-' || prev == 0x2014) m.punctuated = !word_after;
      m.sure = m.punctuated || (!drops_last_letter(at) && followed_by_cue(at + length));
    }
    if (m.what == role::open && !m.elided) single_since_double_ = true;
    marks_.push_back(m);
  }

  /// `' Edith ! ' said Margaret .`: a token of its own, as in LitBank. A straight one opens and
  /// closes in turn, unless it stands for what a word lost or owns: `goin ' home`, `the boys '
  /// coats`.
  void add_lone_single(std::uint32_t at, std::uint32_t length) {
    const std::uint32_t stop = skip_spaces_back(at);
    const std::uint32_t behind = skip_spaces(text_, at + length, end_);
    const char32_t prev = before(stop);
    const std::string_view shape = text_.substr(at, length);
    const bool left = shape == "\u2018" || shape == "\u201A";
    mark m{at, length, mark_family::single_quote, role::close};
    m.segment = doubles_;
    if (left || (shape == "'" && !lone_open_)) m.what = role::open;
    if (m.what == role::open ? behind == end_ : stop == start_) return;
    if (!left && text::is_letter(prev)) {
      if (drops_last_letter(stop) || (prev == 's' && text::is_lower(after(behind)))) return;
      if (m.what == role::open && !text::is_upper(after(behind))) return;
    }
    lone_open_ = m.what == role::open;
    if (lone_open_) {
      single_since_double_ = true;
    } else {
      m.punctuated = ends_quoted(prev);
      m.sure = m.punctuated || followed_by_cue(behind);
    }
    marks_.push_back(m);
  }

  [[nodiscard]] std::uint32_t skip_spaces_back(std::uint32_t at) const noexcept {
    while (at > start_ && text_[at - 1] == ' ')
      --at;
    return at;
  }

  /// `goin'`, `an'`, `o'`, `th'`: the apostrophe at `at` stands for a letter.
  [[nodiscard]] bool drops_last_letter(std::uint32_t at) const {
    std::uint32_t from = at;
    while (from > start_ && at - from < 16 && text::is_letter(before(from)))
      from -= decode_before(text_, from).length;
    const std::string word = text::lower(text_.substr(from, at - from));
    return word == "an" || word == "o" || word == "th" || word == "wi" || word == "ol" ||
           word == "mo" || (word.size() > 3 && word.ends_with("in"));
  }

  /// `rock 'n' roll`: two apostrophes around one letter.
  [[nodiscard]] bool is_of_n(std::uint32_t at, std::uint32_t length) const noexcept {
    const auto apostrophe = [](char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018; };
    const auto letter_n = [](char32_t c) { return c == 'n' || c == 'N'; };
    const std::uint32_t behind = at + length;
    if (letter_n(after(behind)) && apostrophe(after(behind + 1))) return true;
    return letter_n(before(at)) && at > start_ + 1 && apostrophe(before(at - 1));
  }

  [[nodiscard]] bool begins_elision(std::uint32_t at) const {
    std::uint32_t stop = at;
    while (stop < end_ && stop - at < 24 && (text::is_letter(after(stop)) || after(stop) == '\''))
      stop += decode_at(text_, stop).length;
    if (text::is_digit(after(at))) return true;  // '90s
    if (stop == at || !text::is_letter(after(at))) return false;
    std::string form(1, '\'');
    form.append(text::lower(text_.substr(at, stop - at)));
    return (words_.classes_of(form) & elision) != 0;
  }

  /// `'Typical' she thought`: a subject and a verb of speech behind a mark without punctuation.
  [[nodiscard]] bool followed_by_cue(std::uint32_t at) const {
    std::uint64_t earlier = 0;
    bool capital = false;
    for (int n = 0; n < 2; ++n) {
      at = skip_spaces(text_, at, end_);
      std::uint32_t stop = at;
      while (stop < end_ && text::is_letter(after(stop)))
        stop += decode_at(text_, stop).length;
      if (stop == at) return false;
      const std::uint64_t now = words_.classes_of(text::lower(text_.substr(at, stop - at)));
      const bool verb = (now & (speech_verb | thought_verb)) != 0;
      if (n == 0 && verb && !text::is_upper(after(at))) return true;
      if (n == 1 && verb) return (earlier & nominative) != 0 || capital;
      earlier = now;
      capital = text::is_upper(after(at));
      at = stop;
    }
    return false;
  }

  std::string_view text_;
  std::uint32_t start_;
  std::uint32_t end_;
  const language::lexicon& words_;
  std::vector<mark> marks_;
  std::array<std::size_t, k_families> last_of_{};  ///< one past the last mark of each family
  std::uint32_t doubles_ = 0;
  std::uint32_t skip_ = 1;
  bool low_single_open_ = false;
  bool lone_open_ = false;            ///< a single mark that is a token of its own stands open
  bool single_since_double_ = false;  ///< an opening single mark stands behind the last double one
  bool inner_double_ = false;
};

/// Whether the opening single mark `at` (a position in `singles`) stands inside an open single
/// quotation: its own closing mark follows, and then a sure one for the outer quotation.
[[nodiscard]] bool holds_single(std::string_view text, const std::vector<mark>& marks,
                                const std::vector<std::size_t>& singles, std::size_t at) {
  if (at + 2 >= singles.size()) return false;
  const mark& open = marks[singles[at]];
  const mark& inner = marks[singles[at + 1]];
  const mark& outer = marks[singles[at + 2]];
  if (inner.what != role::close || outer.what != role::close || !outer.punctuated) return false;
  if (inner.segment != open.segment || outer.segment != open.segment) return false;
  return inner.punctuated || (inner.at < open.at + k_longest_phrase && text[inner.at - 1] != 's');
}

/// Decides which single marks are quotation marks; the rest are taken out of the list.
void settle_singles(std::string_view text, byte_range where, std::vector<mark>& marks) {
  std::vector<std::size_t> singles;
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (marks[i].family == mark_family::single_quote) singles.push_back(i);
  if (singles.empty()) return;
  std::vector<char> keep(marks.size(), 1);
  for (const std::size_t i : singles)
    keep[i] = 0;
  // Double marks before each: a pair must have the same number modulo a whole quotation.
  for (std::size_t s = 0; s < singles.size(); ++s) {
    const mark& open = marks[singles[s]];
    if (open.what != role::open) continue;
    std::size_t best = singles.size();
    std::size_t last_soft = singles.size();
    bool soft_apostrophe = false;
    const std::uint32_t inside = skip_spaces(text, open.at + open.length, where.end.value);
    const bool phrase = text::is_lower(decode_at(text, inside).code_point);
    std::size_t next = s + 1;
    const std::size_t limit = std::min(singles.size(), s + k_look_ahead);
    for (; next < limit; ++next) {
      const mark& m = marks[singles[next]];
      if (m.segment != open.segment && (open.segment % 2 == 1 || m.segment % 2 == 1)) {
        if (open.segment % 2 == 1) break;  // its double quotation has ended
        continue;
      }
      if (m.what == role::open) {
        if (m.elided) continue;
        if (!holds_single(text, marks, singles, next)) break;
        keep[singles[next]] = keep[singles[next + 1]] = 1;
        ++next;
        continue;
      }
      if (m.sure) {
        best = next;
        break;
      }
      const char before = text[m.at - 1];
      if (phrase && m.at > open.at + k_longest_phrase) continue;
      // `the boys'` and `goin'` close a quotation only where nothing else does.
      const bool apostrophe = before == 's' || before == 'n';
      if (last_soft == singles.size() || (soft_apostrophe && !apostrophe)) {
        last_soft = next;
        soft_apostrophe = apostrophe;
      }
    }
    if (best == singles.size()) best = last_soft;
    const bool starts_paragraph = open.at == where.start.value;
    if (best == singles.size()) {
      // Speech that runs on into the next paragraph; an elision elsewhere is only an apostrophe.
      if (starts_paragraph && !open.elided) keep[singles[s]] = 1;
      continue;
    }
    if (open.elided && !marks[singles[best]].punctuated) continue;
    keep[singles[s]] = 1;
    keep[singles[best]] = 1;
    s = best;
  }
  // A sure closing mark that nothing opened, at the end of a paragraph: speech that ran on to here.
  const mark& last = marks[singles.back()];
  if (keep[singles.back()] == 0 && last.what == role::close && last.sure &&
      std::none_of(singles.begin(), singles.end(), [&](std::size_t i) { return keep[i] != 0; }))
    keep[singles.back()] = 1;
  std::size_t out = 0;
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (keep[i] != 0) marks[out++] = marks[i];
  marks.resize(out);
}

/// Pairs marks with a stack of open quotations.
class pairer {
 public:
  pairer(std::string_view text, byte_range where) : text_(text), where_(where) {}

  [[nodiscard]] std::vector<quotation> pair(const std::vector<mark>& marks) {
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const mark& m = marks[i];
      const bool is_open = open_[number_of(m.family)] != 0;
      role what = m.what;
      if (what == role::either) what = is_open ? role::close : role::open;
      if (what == role::close) {
        close(m, is_open);
      } else {
        if (is_open && !opens_inside(marks, i)) end_open(m);
        push(m);
      }
    }
    while (!stack_.empty())
      end_unclosed(where_.end.value);
    std::sort(found_.begin(), found_.end(), [](const quotation& a, const quotation& b) {
      return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
    });
    return std::move(found_);
  }

 private:
  struct entry {
    std::uint32_t at;
    mark_family family;
  };

  /// Whether the opening mark `i` stands inside the open quotation of its own family, `"a "b" c"`:
  /// both are closed before a third opens.
  [[nodiscard]] static bool opens_inside(const std::vector<mark>& marks, std::size_t i) noexcept {
    constexpr std::size_t k_reach = 12;
    int open = 2;
    for (std::size_t k = i + 1; k < marks.size() && k < i + k_reach; ++k) {
      if (marks[k].family != marks[i].family) continue;
      if (marks[k].what == role::either) return false;
      open += marks[k].what == role::open ? 1 : -1;
      if (open == 0) return true;
      if (open > 2) return false;
    }
    return false;
  }

  /// A second opening mark of one family: the first was never closed.
  void end_open(const mark& m) {
    while (!stack_.empty() && open_[number_of(m.family)] != 0) {
      const bool same = stack_.back().family == m.family;
      end_unclosed(same ? sentence_end_before(stack_.back().at, m.at) : m.at);
    }
  }

  void push(const mark& m) {
    stack_.push_back({m.at, m.family});
    ++open_[number_of(m.family)];
  }

  void close(const mark& m, bool is_open) {
    if (!is_open) {
      if (!stack_.empty()) return;
      if (opens_by_mistake(m))
        push(m);
      else
        add_unopened(m);
      return;
    }
    while (stack_.back().family != m.family) {  // an inner one that was never closed is none
      --open_[number_of(stack_.back().family)];
      stack_.pop_back();
    }
    const entry e = stack_.back();
    stack_.pop_back();
    --open_[number_of(e.family)];
    found_.push_back({{{e.at}, {m.at + m.length}}, e.family, depth(), false, false});
    last_end_ = m.at + m.length;
  }

  [[nodiscard]] std::uint8_t depth() const noexcept {
    return static_cast<std::uint8_t>(std::min<std::size_t>(stack_.size(), 9));
  }

  void end_unclosed(std::uint32_t at) {
    const entry e = stack_.back();
    stack_.pop_back();
    --open_[number_of(e.family)];
    if (!stack_.empty()) return;  // an inner one: no telling where it ends
    while (at > e.at + 1 && text::is_space(decode_before(text_, at).code_point))
      at -= decode_before(text_, at).length;
    if (at <= e.at + 1) return;
    found_.push_back({{{e.at}, {at}}, e.family, 0, false, true});
    last_end_ = at;
  }

  /// Where an unclosed quotation that began at `from` ends at the latest, before `to`: behind its
  /// first sentence, as what follows up to the next opening mark is likely to be the tag or a beat.
  [[nodiscard]] std::uint32_t sentence_end_before(std::uint32_t from,
                                                  std::uint32_t to) const noexcept {
    for (std::uint32_t i = from + 1; i + 1 < to; ++i) {
      const char c = text_[i];
      const bool initial = i >= from + 2 &&
                           text::is_upper(static_cast<unsigned char>(text_[i - 1])) &&
                           !text::is_letter(static_cast<unsigned char>(text_[i - 2]));
      if ((c == '.' || c == '!' || c == '?') && text_[i + 1] == ' ' && !initial) return i + 1;
    }
    return to;
  }

  /// `"Yes," said Ada," and they ran."`: a mark behind a short tag that stands on the wrong side of
  /// a space.
  [[nodiscard]] bool opens_by_mistake(const mark& m) const noexcept {
    constexpr std::uint32_t k_longest_tag = 60;
    if (last_end_ <= where_.start.value || m.at - last_end_ > k_longest_tag ||
        m.at + m.length >= where_.end.value)
      return false;
    const std::string_view gap = text_.substr(last_end_, m.at - last_end_);
    if (gap.size() < 4 || gap.find_first_of(".!?") < gap.size() - 1) return false;
    return (gap.back() == ',' || gap.back() == '.') &&
           text_.substr(last_end_ - 1, 1) == text_.substr(m.at, 1) &&
           text::is_space(decode_at(text_, m.at + m.length).code_point);
  }

  /// `No thanks," she said.`: from the sentence's start behind the last quotation to this mark.
  void add_unopened(const mark& m) {
    if (m.at == where_.start.value || !is_end_punctuation(decode_before(text_, m.at).code_point))
      return;
    std::uint32_t from = std::max(where_.start.value, last_end_);
    if (last_end_ > where_.start.value) {
      for (std::uint32_t i = from; i + 2 < m.at; ++i) {
        const char c = text_[i];
        if ((c == '.' || c == '!' || c == '?') && text_[i + 1] == ' ') {
          from = i + 2;
          break;
        }
      }
    }
    while (from < m.at && text::is_space(decode_at(text_, from).code_point))
      from += decode_at(text_, from).length;
    if (from >= m.at) return;
    found_.push_back({{{from}, {m.at + m.length}}, m.family, 0, true, false});
    last_end_ = m.at + m.length;
  }

  std::string_view text_;
  byte_range where_;
  std::vector<quotation> found_;
  std::vector<entry> stack_;
  std::array<std::uint32_t, k_families> open_{};
  std::uint32_t last_end_ = 0;
};

}  // namespace

std::vector<quotation> find_quotations(std::string_view text, byte_range where,
                                       const language::lexicon& words) {
  std::vector<mark> marks = mark_scanner(text, where, words).scan();
  if (marks.empty()) return {};
  settle_singles(text, where, marks);
  return pairer(text, where).pair(marks);
}

}  // namespace fabula::talk
