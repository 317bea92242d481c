#include "write/html.hpp"

#include <algorithm>
#include <numeric>

#include "write/page.hpp"

namespace fabula {
namespace page {

void append_escaped(std::string& out, std::string_view words) {
  for (const char c : words) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\r': out += "&#13;"; break;  // a bare one would be read as a line feed
      case '\0': out += "\xEF\xBF\xBD"; break;
      default: out += c;
    }
  }
}

void append_script_string(std::string& out, std::string_view words) {
  static constexpr std::string_view k_hex = "0123456789abcdef";
  out += '"';
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
      (out += "\\u00") += k_hex[byte >> 4U];
      out += k_hex[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

cast_view view_cast(const story& s) {
  cast_view view;
  const std::size_t n = s.characters.size();
  view.lines.assign(n, 0);
  view.colour.assign(n, 0);
  view.order.resize(n);
  for (const quote& q : s.quotes) {
    if (q.kind == quote_kind::quoted) continue;
    if (q.speaker && q.speaker->value < n) {
      ++view.lines[q.speaker->value];
    } else {
      ++view.unknown;
    }
  }
  std::iota(view.order.begin(), view.order.end(), 0U);
  std::stable_sort(view.order.begin(), view.order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (view.lines[a] != view.lines[b]) return view.lines[a] > view.lines[b];
    return s.characters[a].mentions > s.characters[b].mentions;
  });
  for (std::uint32_t i = 0; i < std::min<std::size_t>(n, k_colours); ++i) {
    if (view.lines[view.order[i]] > 0) view.colour[view.order[i]] = i + 1;
  }
  return view;
}

namespace {

/// The title, else the file's name as a person would write it: "the_tide.txt" is "the tide".
[[nodiscard]] std::string title_of(const story& s) {
  if (!s.source.title.empty()) return s.source.title;
  std::string name = s.source.name.substr(0, s.source.name.rfind('.'));
  std::replace(name.begin(), name.end(), '_', ' ');
  return name.empty() ? "A story" : name;
}

/// Beyond it the page lays chapters out as they come into view.
constexpr std::size_t k_long_text = 150'000;

/// A language tag, or "und" where the story does not have one that an attribute may hold.
[[nodiscard]] std::string_view language_of(const story& s) {
  const std::string& tag = s.source.language;
  const bool fine = !tag.empty() && std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  return fine ? std::string_view(tag) : "und";
}

/// Fills one place of the shell.
void append_place(std::string& out, std::string_view place, const story& s, const cast_view& cast) {
  if (place == "title") return append_escaped(out, title_of(s));
  if (place == "author") return append_escaped(out, s.source.author);
  if (place == "language") return void(out += language_of(s));
  if (place == "version") return void(out += FABULA_VERSION);
  if (place == "length") return void(out += s.text.size() > k_long_text ? "long" : "short");
  if (place == "style") return void(out += style());
  if (place == "script") return void(out += script());
  if (place == "script_hash") return void(out += script_hash());
  if (place == "contents") return append_contents(out, s);
  if (place == "cast") return append_cast(out, s, cast);
  if (place == "about") return append_about(out, s, cast);
  if (place == "text") return append_text(out, s, cast);
  if (place == "data") return append_data(out, s, cast);
}

}  // namespace
}  // namespace page

std::string write_html(const story& s) {
  const page::cast_view cast = page::view_cast(s);
  std::string out;
  out.reserve(s.text.size() * 2 + page::script().size() + page::style().size() + 65536);
  std::string_view rest = page::shell();
  while (!rest.empty()) {
    const std::size_t open = rest.find("{{");
    const std::size_t close = open == rest.npos ? rest.npos : rest.find("}}", open);
    out += rest.substr(0, open);
    if (close == rest.npos) break;
    page::append_place(out, rest.substr(open + 2, close - open - 2), s, cast);
    rest.remove_prefix(close + 2);
  }
  return out;
}

}  // namespace fabula
