#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "text/unicode.hpp"

namespace fabula::program {
namespace {

[[nodiscard]] bool is_control(char32_t c) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  // Format characters can turn the direction of a whole line around.
  return category == UTF8PROC_CATEGORY_CC ||
         (category == UTF8PROC_CATEGORY_CF && c != U'\u200d' && c != U'\u200c');
}

[[nodiscard]] std::size_t width_of(char32_t c) {
  const int w = utf8proc_charwidth(static_cast<utf8proc_int32_t>(c));
  return w > 0 ? static_cast<std::size_t>(w) : 0;
}

[[nodiscard]] std::string_view code_of(style s) {
  switch (s) {
    case style::plain: return "";
    case style::bold: return "\033[1m";
    case style::dim: return "\033[2m";
    case style::good: return "\033[32m";
    case style::bad: return "\033[1;31m";
  }
  return "";
}

}  // namespace

std::size_t width_of(std::string_view words) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < words.size();) {
    const text::decoded d = text::decode_at(words, i);
    width += width_of(d.code_point);
    i += d.length;
  }
  return width;
}

std::string one_line(std::string_view words, std::size_t columns) {
  std::string out;
  std::size_t width = 0;
  std::size_t fits = 0;  // bytes of `out` that leave a column for the ellipsis
  bool gap = false;
  for (std::size_t i = 0; i < words.size();) {
    const text::decoded d = text::decode_at(words, i);
    i += d.length;
    if (text::is_space(d.code_point)) {
      gap = !out.empty();
    } else if (!is_control(d.code_point)) {
      if (gap) out += ' ';
      width += width_of(d.code_point) + (gap ? 1 : 0);
      gap = false;
      text::append_utf8(out, d.code_point);
      if (width < columns) fits = out.size();
      if (columns > 0 && width > columns) {
        out.resize(fits);
        return out + "\u2026";
      }
    }
  }
  return out;
}

std::size_t columns_of(int descriptor) {
  winsize size{};
  if (::isatty(descriptor) == 0) return 0;
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool wants_colour(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return ::isatty(descriptor) != 0 && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

std::string styled(std::string_view words, style s, bool on) {
  const std::string_view code = on ? code_of(s) : "";
  std::string out(code);
  out += words;
  if (!code.empty()) out += "\033[0m";
  return out;
}

std::string table::text(std::size_t indent, std::size_t columns, bool colour) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    if (widths.size() < row.size()) widths.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i].words));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    out.append(indent, ' ');
    std::size_t at = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      const std::string words =
          last && columns > at ? one_line(row[i].words, columns - at) : row[i].words;
      const std::size_t gap = widths[i] - std::min(widths[i], width_of(words));
      if (row[i].right) out.append(gap, ' ');
      out += styled(words, row[i].look, colour);
      if (!last) out.append((row[i].right ? 0 : gap) + 2, ' ');
      at += widths[i] + 2;
    }
    while (out.back() == ' ')
      out.pop_back();
    out += '\n';
  }
  return out;
}

void print(std::string_view words) {
  std::fwrite(words.data(), 1, words.size(), stdout);
}

void complain(std::string_view words) {
  const std::string line = "fabula: " + one_line(words) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

bool flush_output() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  if (errno != EPIPE)
    complain(std::string("standard output: cannot write: ") + std::strerror(errno));
  return false;
}

}  // namespace fabula::program
