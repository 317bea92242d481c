#include "text/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

#include "text/failure.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

// The code points of the bytes 0x80 to 0x9F; the five that Windows leaves open stay C1 controls.
constexpr std::array<char32_t, 32> k_windows_1252 = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

[[nodiscard]] unsigned byte_at(std::string_view s, std::size_t i) noexcept {
  return static_cast<unsigned char>(s[i]);
}

[[nodiscard]] std::string byte_place(std::size_t at) {
  return "byte " + std::to_string(at);
}

[[nodiscard]] std::string from_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 16);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const unsigned b = byte_at(bytes, i);
    append_utf8(out, b >= 0x80 && b < 0xA0 ? k_windows_1252[b - 0x80] : b);
  }
  return out;
}

[[nodiscard]] result<std::string> from_utf16(std::string_view bytes, bool little,
                                             std::size_t offset) {
  const auto unit = [&](std::size_t i) -> char32_t {
    const unsigned a = byte_at(bytes, i);
    const unsigned b = byte_at(bytes, i + 1);
    return little ? (b << 8U) | a : (a << 8U) | b;
  };
  if (bytes.size() % 2 != 0)
    return failure(error_code::damaged, byte_place(offset + bytes.size()),
                   "the UTF-16 text ends in the middle of a character", k_fetch_again);
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    char32_t c = unit(i);
    if (c >= 0xD800 && c <= 0xDFFF) {
      const bool pair = c < 0xDC00 && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00U) == 0xDC00U;
      if (!pair)
        return failure(error_code::damaged, byte_place(offset + i),
                       "half of a UTF-16 surrogate pair", "save the file again as UTF-8");
      c = 0x10000 + ((c & 0x3FFU) << 10U) + (unit(i + 2) & 0x3FFU);
      i += 2;
    }
    append_utf8(out, c);
  }
  return out;
}

/// 'l' or 'b' where the zero bytes show UTF-16 of mostly Latin letters, else 0.
[[nodiscard]] char guess_utf16(std::string_view bytes) noexcept {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return 0;
  const std::size_t n = std::min<std::size_t>(bytes.size(), 1U << 16U);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < n; ++i)
    zeros[i % 2] += bytes[i] == '\0';
  const std::size_t enough = std::max<std::size_t>(n / 2 * 3 / 10, 2);
  if (zeros[1] >= enough && zeros[0] * 20 <= zeros[1]) return 'l';
  if (zeros[0] >= enough && zeros[1] * 20 <= zeros[0]) return 'b';
  return 0;
}

struct utf8_count {
  std::size_t broken = 0;  ///< bytes that belong to no valid sequence
  std::size_t whole = 0;   ///< valid sequences of two bytes or more
  std::size_t first_broken = std::string_view::npos;
};

[[nodiscard]] utf8_count count_utf8(std::string_view bytes) noexcept {
  utf8_count n;
  for (std::size_t i = 0; i < bytes.size();) {
    std::uint64_t eight = 0x80;
    if (i + sizeof eight <= bytes.size()) std::memcpy(&eight, bytes.data() + i, sizeof eight);
    if ((eight & 0x8080808080808080U) == 0) {
      i += sizeof eight;
      continue;
    }
    if (byte_at(bytes, i) < 0x80) {
      ++i;
      continue;
    }
    const decoded d = decode_at(bytes, i);
    if (d.length > 1) {
      ++n.whole;
    } else {
      n.first_broken = std::min(n.first_broken, i);
      ++n.broken;
    }
    i += d.length;
  }
  return n;
}

/// UTF-8 with each broken byte as U+FFFD.
[[nodiscard]] std::string mend_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const decoded d = decode_at(bytes, i);
    append_utf8(out, d.code_point);
    i += d.length;
  }
  return out;
}

/// A label as the web writes it: lower case, without what stands between letters and digits.
[[nodiscard]] std::string plain_label(std::string_view label) {
  std::string out;
  for (const char c : label)
    if (is_letter(static_cast<unsigned char>(c)) || is_digit(static_cast<unsigned char>(c)))
      out += static_cast<char>(to_lower(static_cast<unsigned char>(c)));
  return out;
}

/// What a label means by the rules of the web: Latin-1 and ASCII are Windows-1252 there.
[[nodiscard]] std::string meaning_of(std::string_view label) {
  const std::string p = plain_label(label);
  if (p.empty()) return {};
  for (const char* latin : {"iso88591", "latin1", "usascii", "ascii", "windows1252", "cp1252",
                            "ansi", "l1", "iso646us"})
    if (p == latin) return "windows-1252";
  if (p == "utf8" || p == "unicode11utf8") return "utf-8";
  if (p == "utf16" || p == "utf16le" || p == "unicode") return "utf-16le";
  if (p == "utf16be") return "utf-16be";
  return std::string(label);
}

struct iconv_closer {
  void operator()(void* handle) const noexcept { iconv_close(handle); }
};

/// Any other encoding that the C library knows; empty where it does not, or where bytes do not fit.
[[nodiscard]] std::string from_library(std::string_view bytes, const std::string& label) {
  if (label.find_first_of("/,") != std::string::npos) return {};  // no iconv options from a file
  iconv_t raw = iconv_open("UTF-8", label.c_str());
  if (raw == reinterpret_cast<iconv_t>(-1)) return {};
  const std::unique_ptr<void, iconv_closer> handle(raw);
  std::string source(bytes);
  std::string out;
  std::array<char, 65536> buffer;
  char* in = source.data();
  std::size_t left = source.size();
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t n = iconv(raw, &in, &left, &to, &room);
    out.append(buffer.data(), buffer.size() - room);
    if (n == static_cast<std::size_t>(-1) && errno != E2BIG) return {};
  }
  return find_invalid_utf8(out) == std::string_view::npos ? out : std::string();
}

/// NUL and too many control characters are no text.
[[nodiscard]] result<decoded_text> checked(decoded_text d) {
  if (const void* nul = std::memchr(d.text.data(), 0, d.text.size())) {
    const auto at = static_cast<std::size_t>(static_cast<const char*>(nul) - d.text.data());
    return failure(error_code::not_text, byte_place(at), "a NUL byte, which no text holds",
                   "remove it, or save the book as a text file");
  }
  // A count that compilers turn into vector code; the closer look is for the rare file that needs
  // it.
  std::size_t suspects = 0;
  for (const char c : d.text) {
    const unsigned b = static_cast<unsigned char>(c);
    suspects += (b < 0x20 && (b < 9 || b > 13)) || b == 0x7F;
  }
  if (suspects == 0) {
    normalize_newlines(d.text);
    return d;
  }
  std::size_t controls = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < d.text.size(); ++i) {
    const unsigned b = byte_at(d.text, i);
    if (b >= 0x20 && b != 0x7F && b != 0xC2) continue;
    const bool c1 = b == 0xC2 && i + 1 < d.text.size() && byte_at(d.text, i + 1) < 0xA0 &&
                    byte_at(d.text, i + 1) != 0x85;
    if (!c1 && (b == 0xC2 || (b >= 9 && b <= 13) || b == 0x1A || b == 0x1B)) continue;
    if (controls++ == 0) first = i;
  }
  if (controls > 8 && controls * 100 > d.text.size())
    return failure(error_code::not_text, byte_place(first), "this is binary data, not text",
                   "give the book as .txt, .epub, .html, .md or .docx");
  normalize_newlines(d.text);
  return d;
}

[[nodiscard]] result<decoded_text> decode_utf16(std::string_view bytes, bool little,
                                                std::string_view evidence, std::size_t offset) {
  auto text = from_utf16(bytes, little, offset);
  if (!text) return tl::make_unexpected(text.error());
  return checked({std::move(*text), little ? "utf-16le" : "utf-16be", std::string(evidence), {}});
}

/// Not UTF-8 from end to end: mended where nearly all of it is, refused where half of it is,
/// else Windows-1252.
[[nodiscard]] result<decoded_text> decode_8bit(std::string_view bytes, const utf8_count& n,
                                               bool declared_latin) {
  if (n.whole >= 8 && n.broken * 20 <= n.whole) {
    decoded_text d{mend_utf8(bytes), "utf-8", "nearly all valid utf-8", {}};
    d.remarks.push_back("The file is UTF-8 with " + std::to_string(n.broken) +
                        " broken byte(s), the first at byte " + std::to_string(n.first_broken) +
                        "; each is shown as U+FFFD.");
    return checked(std::move(d));
  }
  if (n.whole >= 8 && n.broken <= n.whole * 2)
    return failure(error_code::damaged, byte_place(n.first_broken),
                   "the file is part UTF-8 and part something else",
                   "save it again as UTF-8 in a text editor");
  decoded_text d{
      from_windows_1252(bytes), "windows-1252", declared_latin ? "declared" : "fallback", {}};
  if (!declared_latin) d.remarks.emplace_back("Decoded as Windows-1252, as it is not valid UTF-8.");
  return checked(std::move(d));
}

}  // namespace

void normalize_newlines(std::string& text) {
  std::size_t at = text.find('\r');
  if (at == std::string::npos) return;
  std::size_t to = at;
  while (at < text.size()) {
    text[to++] = '\n';
    at += at + 1 < text.size() && text[at + 1] == '\n' ? 2U : 1U;
    const std::size_t next = std::min(text.find('\r', at), text.size());
    std::memmove(text.data() + to, text.data() + at, next - at);
    to += next - at;
    at = next;
  }
  text.resize(to);
}

result<decoded_text> decode(std::string_view bytes, std::string_view declared) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv))
    return failure(error_code::not_text, "byte 0", "the text is in UTF-32",
                   "save it again as UTF-8");
  if (bytes.starts_with("\xFF\xFE"))
    return decode_utf16(bytes.substr(2), true, "byte order mark", 2);
  if (bytes.starts_with("\xFE\xFF"))
    return decode_utf16(bytes.substr(2), false, "byte order mark", 2);
  const bool bom = bytes.starts_with("\xEF\xBB\xBF");
  if (bom) bytes.remove_prefix(3);
  const char utf16 = bom ? '\0' : guess_utf16(bytes);
  if (utf16 != 0) return decode_utf16(bytes, utf16 == 'l', "zero bytes", 0);

  const std::string wanted = bom ? "utf-8" : meaning_of(declared);
  const utf8_count n = count_utf8(bytes);
  if (n.broken == 0 && (n.whole > 0 || wanted.empty() || wanted == "utf-8" ||
                        wanted == "windows-1252" || wanted.starts_with("utf-16"))) {
    decoded_text d{std::string(bytes),
                   "utf-8",
                   bom ? "byte order mark" : (wanted == "utf-8" ? "declared" : "valid utf-8"),
                   {}};
    if (n.whole > 0 && !wanted.empty() && wanted != "utf-8")
      d.remarks.push_back("The file says it is " + std::string(declared) + ", but it is UTF-8.");
    return checked(std::move(d));
  }
  if (!wanted.empty() && wanted != "utf-8" && wanted != "windows-1252") {
    std::string text = from_library(bytes, wanted);
    if (!text.empty()) return checked({std::move(text), lower(wanted), "declared", {}});
  }
  return decode_8bit(bytes, n, wanted == "windows-1252");
}

}  // namespace fabula::text
