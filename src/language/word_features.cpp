#include "language/word_features.hpp"

#include <zlib.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "text/unicode.hpp"

namespace fabula::language {
namespace {

constexpr std::pair<std::string_view, std::string_view> k_folded[] = {
    {"\u2019", "'"},  {"\u2018", "'"},  {"\u201b", "'"},        {"`", "'"},        {"\u201c", "\""},
    {"\u201d", "\""}, {"\u201e", "\""}, {"\u201f", "\""},       {"``", "\""},      {"''", "\""},
    {"\u00ab", "\""}, {"\u00bb", "\""}, {"\u2014", "--"},       {"\u2013", "--"},  {"\u2015", "--"},
    {"---", "--"},    {"----", "--"},   {"\u2014\u2014", "--"}, {"\u2026", "..."}, {"....", "..."},
    {". . .", "..."}};

[[nodiscard]] constexpr bool is_single_mark(char32_t c) noexcept {
  return c == 0x2018 || c == 0x2019 || c == 0x201B;
}

[[nodiscard]] std::vector<char32_t> fold(std::string_view form) {
  for (const auto& [from, to] : k_folded)
    if (form == from) return {to.begin(), to.end()};
  std::vector<char32_t> out;
  out.reserve(form.size());
  for (std::size_t i = 0; i < form.size();) {
    const text::decoded d = text::decode_at(form, i);
    out.push_back(is_single_mark(d.code_point) ? U'\'' : d.code_point);
    i += d.length;
  }
  return out;
}

// Latin-1 alone, so that no table of Unicode can tell Python and C++ apart.
[[nodiscard]] constexpr bool is_capital(char32_t c) noexcept {
  return (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

[[nodiscard]] constexpr char32_t norm(char32_t c) noexcept {
  if (is_capital(c)) return c + 32;
  return c >= U'1' && c <= U'9' ? U'0' : c;
}

[[nodiscard]] constexpr char32_t kind_of(char32_t c) noexcept {
  if (is_capital(c)) return U'X';
  if ((c >= U'a' && c <= U'z') || c >= 0xDF) return U'x';
  return c >= U'0' && c <= U'9' ? U'd' : c;
}

[[nodiscard]] std::string utf8(const std::vector<char32_t>& s, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i)
    text::append_utf8(out, s[i]);
  return out;
}

[[nodiscard]] std::vector<char32_t> norm_points(std::string_view form) {
  std::vector<char32_t> out = fold(form);
  for (char32_t& c : out)
    c = norm(c);
  return out;
}

[[nodiscard]] std::uint32_t hash(char table, std::string_view piece) {
  const auto start = crc32(0, reinterpret_cast<const Bytef*>(&table), 1);
  return static_cast<std::uint32_t>(
      crc32_z(start, reinterpret_cast<const Bytef*>(piece.data()), piece.size()));
}

}  // namespace

std::string norm_of(std::string_view form) {
  const std::vector<char32_t> n = norm_points(form);
  return utf8(n, 0, n.size());
}

std::string shape_of(std::string_view form) {
  std::string out;
  char32_t last = 0;
  int run = 0;
  for (const char32_t c : fold(form)) {
    const char32_t k = kind_of(c);
    run = k == last ? run + 1 : 1;
    last = k;
    if (run <= 4) text::append_utf8(out, k);
  }
  return out;
}

word_features features_of(std::string_view form) {
  const std::vector<char32_t> n = norm_points(form);
  const std::size_t size = n.size();
  const std::string whole = utf8(n, 0, size);
  const std::string tail3 = utf8(n, size - std::min<std::size_t>(size, 3), size);
  const std::string tail4 = utf8(n, size - std::min<std::size_t>(size, 4), size);
  const std::uint64_t high = hash('u', whole);
  return {{hash('a', whole) % k_norm_rows, hash('b', whole) % k_norm_rows},
          hash('p', utf8(n, 0, std::min<std::size_t>(size, 3))) % k_prefix_rows,
          {hash('s', tail3) % k_suffix_rows, hash('t', tail4) % k_suffix_rows},
          hash('h', shape_of(form)) % k_shape_rows,
          high << 32U | hash('v', whole)};
}

}  // namespace fabula::language
