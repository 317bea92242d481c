#include "write/words.hpp"

#include "text/unicode.hpp"

namespace fabula {

error no_words(const story& s) {
  return {error_code::bad_option, s.source.name, "", "its words were read without a model",
          "read the story itself with a model of its language, or choose json, html, sqlite, text or "
          "script"};
}

std::vector<std::uint32_t> paragraphs_of_tokens(const story& s) {
  std::vector<std::uint32_t> out;
  out.reserve(s.tokens.size());
  std::uint32_t at = 0;
  for (const token& t : s.tokens) {
    while (at + 1 < s.paragraphs.size() && s.paragraphs[at + 1].span.start <= t.span.start)
      ++at;
    out.push_back(at);
  }
  return out;
}

bool append_collapsed(std::string& out, std::string_view words) {
  const std::size_t before = out.size();
  bool gap = false;
  for (std::size_t i = 0; i < words.size();) {
    const text::decoded d = text::decode_at(words, i);
    if (text::is_space(d.code_point)) {
      gap = out.size() > before;
    } else {
      if (gap) out += ' ';
      gap = false;
      out += words.substr(i, d.length);
    }
    i += d.length;
  }
  return out.size() > before;
}

void append_in_column(std::string& out, std::string_view word) {
  if (!append_collapsed(out, word)) out += '_';
}

}  // namespace fabula
