#include "text/words_key.hpp"

#include "text/unicode.hpp"

namespace fabula::text {

std::vector<std::string> plain_words(std::string_view s) {
  std::vector<std::string> out;
  bool open = false;
  for (std::size_t i = 0; i < s.size();) {
    const decoded d = text::decode_at(s, i);
    i += d.length;
    if (is_letter(d.code_point) || is_digit(d.code_point) || is_combining(d.code_point)) {
      if (!open) out.emplace_back();
      append_utf8(out.back(), to_lower(d.code_point));
      open = true;
    } else if (d.code_point != '\'' && d.code_point != 0x2019) {
      open = false;
    }
  }
  return out;
}

std::string words_key(std::string_view s) {
  std::string out;
  for (const std::string& w : plain_words(s))
    (out += w) += ' ';
  return out;
}

std::string name_key(std::string_view s) {
  std::string out;
  for (const std::string& w : plain_words(s))
    out += w;
  return out;
}

}  // namespace fabula::text
