#include "text/lines.hpp"

#include <algorithm>
#include <limits>

#include "text/unicode.hpp"

namespace fabula::text {
namespace {

constexpr std::uint32_t k_most16 = std::numeric_limits<std::uint16_t>::max();

[[nodiscard]] bool is_quote_mark(char32_t c) noexcept {
  return c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB ||
         c == 0x2039 || c == 0x203A || c == '`' || c == 0x300C || c == 0x300E;
}

[[nodiscard]] bool is_dash(char32_t c) noexcept {
  return c == '-' || (c >= 0x2012 && c <= 0x2015);
}

/// Marks that may stand before the first letter of a sentence.
[[nodiscard]] bool is_opening(char32_t c) noexcept {
  return is_quote_mark(c) || c == '(' || c == '[' || c == '_' || c == '*' || is_dash(c);
}

[[nodiscard]] bool ends_sentence(char32_t c) noexcept {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == ':' || c == 0x3002 || is_dash(c);
}

void look_at_start(std::string_view words, line& l) noexcept {
  bool in_first_word = true;
  bool only_marks = true;
  std::uint32_t first = 0;
  for (std::size_t i = 0; i < words.size() && (in_first_word || only_marks);) {
    const decoded d = decode_at(words, i);
    if (i == 0) l.opens = is_quote_mark(d.code_point) || is_dash(d.code_point);
    if (is_space(d.code_point)) in_first_word = false;
    if (in_first_word) ++first;
    if (only_marks && !is_opening(d.code_point) && !is_space(d.code_point)) {
      only_marks = false;
      l.capital = is_upper(d.code_point) || is_digit(d.code_point);
    }
    i += d.length;
    if (first > 200) break;
  }
  l.first_word = static_cast<std::uint16_t>(first);
}

void look_at_end(std::string_view words, line& l) noexcept {
  std::size_t at = words.size();
  for (int step = 0; step < 4 && at > 0; ++step) {
    const decoded d = decode_before(words, at);
    if (ends_sentence(d.code_point)) {
      l.closes = true;
      return;
    }
    if (!is_quote_mark(d.code_point) && d.code_point != ')' && d.code_point != ']' &&
        d.code_point != '_' && d.code_point != '*')
      return;
    at -= d.length;
  }
}

/// Fills in a line that lies at [from, to) of the text.
[[nodiscard]] line look_at(std::string_view text, std::size_t from, std::size_t to) noexcept {
  line l;
  std::uint32_t indent = 0;
  while (from < to) {
    const decoded d = decode_at(text, from);
    if (!is_space(d.code_point)) break;
    indent += d.code_point == '\t' ? 4 : 1;
    from += d.length;
  }
  while (to > from) {
    const decoded d = decode_before(text, to);
    if (!is_space(d.code_point)) break;
    to -= d.length;
  }
  l.start = static_cast<std::uint32_t>(from);
  l.end = static_cast<std::uint32_t>(to);
  if (from == to) return l;
  l.indent = static_cast<std::uint16_t>(std::min(indent, k_most16));
  const std::string_view words = text.substr(from, to - from);
  const auto starts = std::count_if(words.begin(), words.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  l.width = l.indent + static_cast<std::uint32_t>(starts);
  look_at_start(words, l);
  look_at_end(words, l);
  return l;
}

[[nodiscard]] bool is_ornament(char32_t c) noexcept {
  if (c < 0x80)
    return std::string_view("*#~-_=+.<>/\\|^%@&:").find(static_cast<char>(c)) !=
           std::string_view::npos;
  return is_dash(c) || c == 0xA7 || c == 0xB6 || c == 0xB7 || c == 0xD7 || c == 0xA4 ||
         (c >= 0x2020 && c <= 0x2024) || c == 0x2026 || c == 0x2042 || c == 0x2043 ||
         (c >= 0x204E && c <= 0x2055) || c == 0x2217 || c == 0x223C || c == 0x22C6 ||
         (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2500 && c <= 0x27BF) || c == 0x2E0E ||
         (c >= 0x2B00 && c <= 0x2BFF) || c == 0x3030 || c == 0xFE0F || c == 0xFF0A || c == 0x221E ||
         (c >= 0x1F650 && c <= 0x1F67F);
}

/// `o0o`, `oOo`, `-x-X-x-`: o's, zeros or x's alone, three marks or more.
[[nodiscard]] bool is_letter_ornament(std::string_view words) noexcept {
  std::size_t letters = 0;
  std::size_t others = 0;
  char kind = 0;
  for (const char c : words) {
    if (c == 'o' || c == 'O' || c == '0' || c == 'x' || c == 'X') {
      const char k = c == 'x' || c == 'X' ? 'x' : 'o';
      if (kind != 0 && kind != k) return false;
      kind = k;
      ++letters;
    } else if (c == ' ' || c == '-' || c == '~' || c == '*' || c == '=' || c == '.') {
      others += c != ' ';
    } else {
      return false;
    }
  }
  const bool zeros_alone = words.find_first_of("oOxX") == std::string_view::npos;
  const bool laugh = kind == 'x' && words.find(' ') == std::string_view::npos && others == 0;
  return !zeros_alone && !laugh && letters >= 1 && letters + others >= 3 && words != "Ooo" &&
         words != "ooo" && words != "OOO" && !words.starts_with("Ooo") && !words.ends_with('.');
}

}  // namespace

std::vector<line> split_lines(std::string_view text) {
  std::vector<line> lines;
  lines.reserve(text.size() / 48 + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(look_at(text, at, end));
    at = end + 1;
  }
  return lines;
}

bool is_scene_break(std::string_view words) noexcept {
  if (words.empty() || words.size() > 240) return false;
  std::size_t marks = 0;
  std::size_t spaces = 0;
  bool all_dots = true;
  bool all_dashes = true;
  bool strong = false;
  for (std::size_t i = 0; i < words.size();) {
    const decoded d = decode_at(words, i);
    i += d.length;
    if (is_space(d.code_point)) {
      ++spaces;
      continue;
    }
    if (!is_ornament(d.code_point)) return is_letter_ornament(words);
    ++marks;
    const bool dot = d.code_point == '.' || d.code_point == 0x2026;
    const bool dash = is_dash(d.code_point) || d.code_point == '_' || d.code_point == '=';
    all_dots = all_dots && dot;
    all_dashes = all_dashes && dash;
    strong = strong || d.code_point == '*' || d.code_point == '#' || d.code_point == '~' ||
             d.code_point == 0xA7 || d.code_point >= 0x2042;
  }
  if (all_dots) return (spaces >= 2 && marks >= 3) || marks >= 6;
  if (all_dashes) return marks >= 2;
  return strong || marks >= 3;
}

}  // namespace fabula::text
