#include "language/boundary_rules.hpp"

#include <algorithm>

#include "language/lexicon.hpp"
#include "text/unicode.hpp"

namespace fabula::language {
namespace {

/// Finds where sentences end, token by token.
class rules {
 public:
  rules(std::string_view text, const token_layer& t) : text_(text), t_(t), word_at_(t.size()) {
    for (std::uint32_t i = t.size(); i-- > 0;) {
      const bool stays = t.shape[i] == token_shape::word || t.shape[i] == token_shape::number ||
                         i + 1 == t.size() || t.paragraph[i + 1] != t.paragraph[i];
      word_at_[i] = stays ? i : word_at_[i + 1];
    }
  }

  /// Whether a sentence ends behind token `i`; `i + 1` is in the same paragraph.
  [[nodiscard]] bool ends_behind(std::uint32_t i) const {
    if (is_closing(i + 1) || goes_on(i + 1) || is_stutter(i)) return false;
    std::uint32_t last = i;
    while (last > 0 && is_closing(last) && t_.paragraph[last - 1] == t_.paragraph[i])
      --last;
    const bool behind_quote = last != i && t_.shape[i] == token_shape::quote_mark;
    if (ends_with_dash(last)) return behind_quote && opens_sentence(i + 1) && !is_cue(i + 1);
    if (!is_final(last)) return false;
    if (is_numbered(last) && t_.shape[i + 1] == token_shape::number) return false;
    return opens_sentence(i + 1) && !(behind_quote && is_cue(i + 1) && words(last) != ".");
  }

  /// Whether nothing can end behind token `i`, whatever its words say.
  [[nodiscard]] bool never_behind(std::uint32_t i) const noexcept {
    // `."`, `...!`, "I... I don't know": the border comes later, or not at all.
    if (is_closing(i + 1) || goes_on(i + 1) || is_stutter(i)) return true;
    const bool word = t_.shape[i] == token_shape::word;
    if (word && t_.shape[i + 1] == token_shape::word && touches_before(i + 1)) return true;
    // "MM. Dunn and Hale", but "Mm. I see."
    if (word && words(i).back() == '.' && words(i) != "Mm.")
      return words(i).size() <= 2 || t_.is(i, word_class::title);
    return t_.shape[i] == token_shape::quote_mark && is_closing(i) && words(i - 1) != "." &&
           is_cue(i + 1);
  }

  /// Of a border that rules see: whether it is one, whatever the words say. `"If only--" The door
  /// slammed.`, "at 5 p.m. Then", "He waited... Then he went.": a word of a closed class has no
  /// capital inside a sentence.
  [[nodiscard]] bool always_behind(std::uint32_t i) const noexcept {
    if (t_.shape[i + 1] != token_shape::word || !t_.is(i + 1, word_class::function_word) ||
        t_.form(i + 1) == "i" || words(i + 1).size() < 2)
      return false;
    if (t_.shape[i] == token_shape::quote_mark)
      return i > 0 && is_closing(i) && (is_final(i - 1) || ends_with_dash(i - 1));
    return t_.shape[i] == token_shape::word || (is_dots(words(i)) && touches_before(i));
  }

  /// "and oh! how cold it was", "It was, alas! too late.", but "WOW! what a night"
  [[nodiscard]] bool joins(std::uint32_t i) const noexcept {
    return i > 0 && words(i) == "!" && t_.is(i - 1, word_class::interjection) &&
           words(i - 1).back() >= 'a' && t_.shape[i + 1] == token_shape::word &&
           t_.capital[i + 1] == 0;
  }

  /// Whether the paragraph that ends with token `i` ends as a sentence does.
  [[nodiscard]] bool is_stop(std::uint32_t i) const noexcept {
    while (i > 0 && is_closing(i) && t_.paragraph[i - 1] == t_.paragraph[i])
      --i;
    return is_final(i) || ends_with_dash(i);
  }

 private:
  [[nodiscard]] std::string_view words(std::uint32_t i) const noexcept {
    return t_.text_of(text_, i);
  }

  [[nodiscard]] bool is_closing(std::uint32_t i) const noexcept {
    const std::string_view w = words(i);
    if (w == ")" || w == "]" || w == "*" || w == "_") return touches_before(i);
    return t_.shape[i] == token_shape::quote_mark && touches_before(i);
  }

  /// Whether token `i` is a mark that belongs to the word or mark before it: the `!` of `...!`.
  [[nodiscard]] bool goes_on(std::uint32_t i) const noexcept {
    constexpr std::string_view k_marks = ".!?,;:";
    return t_.shape[i] == token_shape::punctuation && touches_before(i) &&
           k_marks.find(text_[t_.start[i]]) != std::string_view::npos;
  }

  /// "I... I don't know": the word behind the dots is the one before them.
  [[nodiscard]] bool is_stutter(std::uint32_t i) const noexcept {
    return i > 0 && t_.shape[i] == token_shape::punctuation && t_.word[i - 1] == t_.word[i + 1] &&
           t_.paragraph[i - 1] == t_.paragraph[i] && t_.shape[i + 1] == token_shape::word &&
           is_dots(words(i));
  }

  [[nodiscard]] static bool is_dots(std::string_view w) noexcept {
    return w.size() >= 3 && (w.substr(0, 2) == ".." || w.substr(0, 3) == "\u2026");
  }

  [[nodiscard]] bool touches_before(std::uint32_t i) const noexcept {
    return i > 0 && t_.end[i - 1] == t_.start[i];
  }

  [[nodiscard]] bool ends_with_dash(std::uint32_t i) const noexcept {
    const std::string_view w = words(i);
    return w == "--" || w == "\u2014" || w == "\u2014\u2014" || w == "---" || w == "\u2013";
  }

  /// Whether token `i` may end a sentence: a final mark, or an abbreviation whose stop does both.
  [[nodiscard]] bool is_final(std::uint32_t i) const noexcept {
    const std::string_view w = words(i);
    const char last = w.back();
    if (t_.shape[i] == token_shape::word) {
      if (last != '.') return false;
      // "Mr. Hale" and "J. Hale" go on; "at 5 p.m. She left." ends.
      if (w == "Mm.") return true;
      return w.size() > 2 && !t_.is(i, word_class::title) && t_.is(i, word_class::abbreviation);
    }
    return w == "." || last == '!' || last == '?' || is_dots(w);
  }

  /// `No. 4`, `vol. 3`: an abbreviation that a number follows. Hours are none.
  [[nodiscard]] bool is_numbered(std::uint32_t i) const noexcept {
    const std::string& f = t_.form(i);
    return t_.shape[i] == token_shape::word && f != "a.m." && f != "p.m." && f != "etc.";
  }

  /// Whether a sentence can begin at token `i`.
  [[nodiscard]] bool opens_sentence(std::uint32_t i) const noexcept {
    i = word_at_[i];
    if (t_.shape[i] == token_shape::number) return true;
    return t_.shape[i] == token_shape::word &&
           (t_.capital[i] != 0 || text::is_cjk(text::decode_at(text_, t_.start[i]).code_point));
  }

  /// `"What?" Ruth said.`, `"Go!" cried Mr. Hale.`: the tag belongs to the quotation's sentence.
  [[nodiscard]] bool is_cue(std::uint32_t i) const noexcept {
    if (t_.shape[i] != token_shape::word) return false;
    // `"What?" She laughed.`: the tag of a pronoun would begin with a small letter.
    if (t_.capital[i] != 0 && t_.is(i, word_class::function_word) && t_.form(i) != "i")
      return false;
    const std::uint32_t stop = std::min(i + 5, t_.size());
    for (std::uint32_t k = i; k < stop && t_.paragraph[k] == t_.paragraph[i]; ++k) {
      if (t_.shape[k] != token_shape::word) return false;
      if (t_.is(k, word_class::speech_verb) && t_.capital[k] == 0) return k > i;
      const bool subject =
          t_.capital[k] != 0 ||
          t_.is(k, word_class::title | word_class::nominative | word_class::article |
                       word_class::person_he | word_class::person_she | word_class::person_any |
                       word_class::adjective | word_class::possessive);
      if (!subject) return false;
    }
    return false;
  }

  std::string_view text_;
  const token_layer& t_;
  std::vector<std::uint32_t> word_at_;  ///< the first word or number at or behind each token
};

/// Writes the signs of one paragraph after the other.
class sign_writer {
 public:
  sign_writer(std::string_view text, const token_layer& t, std::vector<std::uint32_t>& signs)
      : text_(text), t_(t), rules_(text, t), signs_(signs) {}

  /// Tokens [first, last) are a paragraph.
  void write(std::uint32_t first, std::uint32_t last) {
    open_double_ = open_single_ = false;
    brackets_ = 0;
    std::uint32_t words = 0;
    std::uint32_t capitals = 0;
    std::uint32_t borders = 0;
    for (std::uint32_t i = first; i < last; ++i) {
      std::uint32_t s = word_signs(i) | mark_signs(i, first, last);
      if (i == first) s |= boundary_sign::first;
      if (i + 1 == last) {
        s |= boundary_sign::last;
      } else {
        if (rules_.ends_behind(i)) {
          s |= boundary_sign::rule;
          ++borders;
        }
        if ((s & boundary_sign::rule) != 0 && rules_.always_behind(i)) s |= boundary_sign::always;
        if (rules_.joins(i)) s |= boundary_sign::joined;
        const bool opens = (s & boundary_sign::opens) != 0 && t_.end[i] == t_.start[i + 1];
        if (opens || rules_.never_behind(i)) s |= boundary_sign::never;
      }
      if (t_.shape[i] == token_shape::word && (s & boundary_sign::function) == 0) {
        ++words;
        capitals += t_.capital[i];
      }
      signs_[i] = s;
    }
    std::uint32_t whole = 0;
    if (!rules_.is_stop(last - 1)) whole |= boundary_sign::no_stop;
    if (borders == 0) whole |= boundary_sign::only_one;
    if (words >= 2 && capitals * 4 >= words * 3) whole |= boundary_sign::capitals;
    if (t_.shape[first] == token_shape::word && t_.capital[first] == 0)
      whole |= boundary_sign::smalls;
    write_distances(first, last, whole);
  }

 private:
  [[nodiscard]] std::uint32_t word_signs(std::uint32_t i) const noexcept {
    std::uint32_t s = 0;
    if (i > 0 && t_.end[i - 1] == t_.start[i]) s |= boundary_sign::touches;
    if (t_.capital[i] != 0) s |= boundary_sign::capital;
    if (t_.shape[i] == token_shape::number) s |= boundary_sign::number;
    if (t_.shape[i] != token_shape::word) return s;
    if (is_all_capitals(t_.text_of(text_, i))) s |= boundary_sign::all_capitals;
    constexpr std::uint64_t subjects = word_class::nominative | word_class::given_he |
                                       word_class::given_she | word_class::given_any |
                                       word_class::title;
    if (t_.is(i, subjects)) s |= boundary_sign::subject;
    if (t_.is(i, word_class::speech_verb)) s |= boundary_sign::speech;
    if (t_.is(i, word_class::function_word)) s |= boundary_sign::function;
    if (t_.is(i, word_class::adverb)) s |= boundary_sign::adverb;
    return s;
  }

  /// ASCII alone: enough to tell a shout.
  [[nodiscard]] static bool is_all_capitals(std::string_view w) noexcept {
    std::size_t capitals = 0;
    for (const char c : w) {
      if (c >= 'a' && c <= 'z') return false;
      capitals += c >= 'A' && c <= 'Z';
    }
    return capitals >= 2;
  }

  /// What token `i` opens and closes, and what is open behind it.
  [[nodiscard]] std::uint32_t mark_signs(std::uint32_t i, std::uint32_t first,
                                         std::uint32_t last) noexcept {
    std::uint32_t s = 0;
    if (t_.shape[i] == token_shape::quote_mark) {
      s = quote_signs(i, first, last);
    } else if (t_.shape[i] == token_shape::punctuation && t_.end[i] - t_.start[i] == 1) {
      const char c = text_[t_.start[i]];
      if (c == '(' || c == '[' || c == '{') {
        ++brackets_;
        s = boundary_sign::opens;
      } else if (c == ')' || c == ']' || c == '}') {
        if (brackets_ > 0) --brackets_;
        s = boundary_sign::closes;
      }
    }
    if (open_double_ || open_single_) s |= boundary_sign::quoted;
    if (brackets_ > 0) s |= boundary_sign::bracketed;
    return s;
  }

  [[nodiscard]] std::uint32_t quote_signs(std::uint32_t i, std::uint32_t first,
                                          std::uint32_t last) noexcept {
    const bool before = i > first && t_.end[i - 1] == t_.start[i];
    const bool behind = i + 1 < last && t_.end[i] == t_.start[i + 1];
    const char32_t c = text::decode_at(text_, t_.start[i]).code_point;
    const bool is_single = (c == U'\'' && t_.end[i] - t_.start[i] == 1) || c == 0x2018 ||
                           c == 0x2019 || c == 0x201B || c == 0x2039 || c == 0x203A;
    bool& open = is_single ? open_single_ : open_double_;
    bool opens = !open;
    if (c == 0x201C || c == 0x201E || c == 0x2018 || c == U'`') opens = true;
    if (c == 0x201D || c == 0x2019) opens = false;
    // An apostrophe that belongs to no word opens nothing: "the sailors' boat".
    if (is_single && opens && !behind) return 0;
    if (c == U'\'' || c == U'"') {
      if (before && !behind) opens = false;
      if (behind && !before && !open) opens = true;
    }
    open = opens;
    return opens ? boundary_sign::opens : boundary_sign::closes;
  }

  [[nodiscard]] static std::uint32_t bucket(std::uint32_t distance) noexcept {
    return distance < 2 ? 0 : distance < 4 ? 1 : distance < 8 ? 2 : distance < 16 ? 3 : 4;
  }

  void write_distances(std::uint32_t first, std::uint32_t last, std::uint32_t whole) noexcept {
    std::uint32_t border = first;
    for (std::uint32_t i = first; i < last; ++i) {
      signs_[i] |= whole | boundary_sign::before_1 << bucket(i + 1 - border);
      if ((signs_[i] & boundary_sign::rule) != 0) border = i + 1;
    }
    border = last - 1;
    for (std::uint32_t i = last; i-- > first;) {
      signs_[i] |= boundary_sign::behind_1 << bucket(border - i);
      if ((signs_[i] & boundary_sign::rule) != 0) border = i;
    }
  }

  std::string_view text_;
  const token_layer& t_;
  rules rules_;
  std::vector<std::uint32_t>& signs_;
  bool open_double_ = false;
  bool open_single_ = false;
  std::uint32_t brackets_ = 0;
};

}  // namespace

std::vector<std::uint32_t> find_boundary_signs(std::string_view text, const token_layer& tokens) {
  std::vector<std::uint32_t> signs(tokens.size());
  sign_writer writer(text, tokens, signs);
  for (std::uint32_t i = 0; i < tokens.size();) {
    std::uint32_t stop = i + 1;
    while (stop < tokens.size() && tokens.paragraph[stop] == tokens.paragraph[i])
      ++stop;
    writer.write(i, stop);
    i = stop;
  }
  return signs;
}

}  // namespace fabula::language
