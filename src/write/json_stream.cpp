#include "write/json_stream.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::string_view k_hex = "0123456789abcdef";

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    default: break;
  }
  const auto u = static_cast<unsigned char>(c);
  (out += "\\u00") += k_hex[u >> 4U];
  out += k_hex[u & 15U];
}

void append_escaped_run(std::string& out, std::string_view s) {
  std::size_t done = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(s, done, i - done);
    append_escaped(out, c);
    done = i + 1;
  }
  out.append(s, done);
}

}  // namespace

void append_json_string(std::string& out, std::string_view s) {
  out += '"';
  if (text::find_invalid_utf8(s) == std::string_view::npos) {
    append_escaped_run(out, s);
  } else {
    append_escaped_run(out, text::replace_invalid_utf8(s));
  }
  out += '"';
}

void append_confidence(std::string& out, float value) {
  if (!(value > 0)) value = 0;  // NaN too
  if (value > 1) value = 1;
  const long thousandths = std::lround(value * 1000.0F);
  if (thousandths == 0 || thousandths == 1000) {
    out += thousandths == 0 ? '0' : '1';
    return;
  }
  std::string digits = std::to_string(thousandths);
  digits.insert(0, 3 - digits.size(), '0');
  digits.erase(digits.find_last_not_of('0') + 1);
  (out += "0.") += digits;
}

json_stream& json_stream::value(std::string_view s) {
  separate();
  append_json_string(out_, s);
  return *this;
}

json_stream& json_stream::value(bool b) {
  separate();
  out_ += b ? "true" : "false";
  return *this;
}

json_stream& json_stream::value(std::uint64_t n) {
  separate();
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  out_.append(digits.data(), end);
  return *this;
}

json_stream& json_stream::value(std::int64_t n) {
  separate();
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
  out_.append(digits.data(), end);
  return *this;
}

json_stream& json_stream::number(float value) {
  separate();
  append_confidence(out_, value);
  return *this;
}

json_stream& json_stream::null() {
  separate();
  out_ += "null";
  return *this;
}

}  // namespace fabula
