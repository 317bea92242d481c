#include <algorithm>

#include "language/tokenizer.hpp"
#include "text/unicode.hpp"

namespace fabula::language {
namespace {

/// Finds where sentences end, token by token.
class splitter {
 public:
  splitter(std::string_view text, const token_layer& t) : text_(text), t_(t), word_at_(t.size()) {
    for (std::uint32_t i = t.size(); i-- > 0;) {
      const bool stays = t.shape[i] == token_shape::word || t.shape[i] == token_shape::number ||
                         i + 1 == t.size() || t.paragraph[i + 1] != t.paragraph[i];
      word_at_[i] = stays ? i : word_at_[i + 1];
    }
  }

  /// Whether a sentence ends behind token `i`; `i + 1` is in the same paragraph.
  [[nodiscard]] bool ends_behind(std::uint32_t i) const {
    if (is_closing(i + 1)) return false;  // `."` ends behind the mark
    std::uint32_t last = i;
    while (last > 0 && is_closing(last) && t_.paragraph[last - 1] == t_.paragraph[i])
      --last;
    const bool behind_quote = last != i && t_.shape[i] == token_shape::quote_mark;
    if (ends_with_dash(last)) return behind_quote && opens_sentence(i + 1) && !is_cue(i + 1);
    if (!is_final(last)) return false;
    if (is_numbered(last) && t_.shape[i + 1] == token_shape::number) return false;
    return opens_sentence(i + 1) && !(behind_quote && is_cue(i + 1));
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
      constexpr std::uint64_t titles =
          word_class::title_he | word_class::title_she | word_class::title_any;
      return w.size() > 2 && !t_.is(i, titles) && t_.is(i, word_class::abbreviation);
    }
    if (w == "." || last == '!' || last == '?') return true;
    return w.size() >= 3 && (w.substr(0, 2) == ".." || w.substr(0, 3) == "\u2026");
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
    const std::uint32_t stop = std::min(i + 5, t_.size());
    for (std::uint32_t k = i; k < stop && t_.paragraph[k] == t_.paragraph[i]; ++k) {
      if (t_.shape[k] != token_shape::word) return false;
      if (t_.is(k, word_class::speech_verb) && t_.capital[k] == 0) return k > i;
      const bool subject =
          t_.capital[k] != 0 ||
          t_.is(k, word_class::title_he | word_class::title_she | word_class::title_any |
                       word_class::nominative | word_class::article | word_class::person_he |
                       word_class::person_she | word_class::person_any | word_class::adjective |
                       word_class::possessive);
      if (!subject) return false;
    }
    return false;
  }

  std::string_view text_;
  const token_layer& t_;
  std::vector<std::uint32_t> word_at_;  ///< the first word or number at or behind each token
};

}  // namespace

std::vector<sentence> split_sentences(std::string_view text, token_layer& tokens, bool given) {
  std::vector<sentence> out;
  const splitter split(text, tokens);
  std::uint32_t first = 0;
  const std::uint32_t n = tokens.size();
  for (std::uint32_t i = 0; i < n; ++i) {
    tokens.sentence[i] = static_cast<std::uint32_t>(out.size());
    const bool last = i + 1 == n || tokens.paragraph[i + 1] != tokens.paragraph[i];
    if (!last && (given || !split.ends_behind(i))) continue;
    out.push_back({{{tokens.start[first]}, {tokens.end[i]}}});
    first = i + 1;
  }
  return out;
}

}  // namespace fabula::language
