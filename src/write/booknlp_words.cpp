#include "write/booknlp_words.hpp"

#include <algorithm>

#include "text/unicode.hpp"

namespace fabula::booknlp {
namespace {

/// A letter for each character of white space, as BookNLP writes it; 0 for any other character.
[[nodiscard]] char letter_for_space(char32_t c) noexcept {
  if (!text::is_space(c)) return '\0';
  if (c == U'\t') return 'T';
  const bool breaks_line = (c >= U'\n' && c <= U'\r') || c == U'\u0085' || c == U'\u2028' ||
                           c == U'\u2029' || (c >= 0x1C && c <= 0x1E);
  return breaks_line ? 'N' : 'S';
}

}  // namespace

void append_word(std::string& out, std::string_view word) {
  for (std::size_t i = 0; i < word.size();) {
    const text::decoded d = text::decode_at(word, i);
    if (const char letter = letter_for_space(d.code_point); letter != '\0') {
      out += letter;
    } else {
      out += word.substr(i, d.length);
    }
    i += d.length;
  }
}

void append_words(std::string& out, const story& s, token_range tokens) {
  for (std::uint32_t i = tokens.start.value; i < tokens.end.value; ++i) {
    if (i > tokens.start.value) out += ' ';
    append_word(out, s.words_of(s.tokens[i].span));
  }
}

void append_number(std::string& out, std::uint32_t n) {
  out.append(std::to_string(n)) += '\t';
}

token_range tokens_of(const story& s, byte_range r) {
  const auto first =
      std::upper_bound(s.tokens.begin(), s.tokens.end(), r.start,
                       [](byte_offset at, const token& t) { return at < t.span.end; });
  const auto end =
      std::lower_bound(first, s.tokens.end(), r.end,
                       [](const token& t, byte_offset at) { return t.span.start < at; });
  return {{static_cast<std::uint32_t>(first - s.tokens.begin())},
          {static_cast<std::uint32_t>(end - s.tokens.begin())}};
}

}  // namespace fabula::booknlp
