#include "text/tokenized.hpp"

#include "text/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

enum class mark : std::uint8_t { none, straight, open, close };

[[nodiscard]] mark mark_of(std::string_view token) noexcept {
  if (token == "\"" || token == "''") return mark::straight;
  if (token == "\u201C" || token == "``") return mark::open;
  if (token == "\u201D") return mark::close;
  return mark::none;
}

/// What one line holds, given whether a quotation is open before it.
struct line_reading {
  bool opens_first = false;  ///< begins with a mark that opens, or may open
  bool quoted = false;       ///< holds the mark of a quotation
  bool ends_quoted = false;  ///< its last word is a mark
  bool open_after = false;
};

[[nodiscard]] line_reading read_line(std::string_view line, bool open) noexcept {
  line_reading r;
  bool first = true;
  while (!line.empty()) {
    const std::size_t stop = line.find(' ');
    const std::string_view token = line.substr(0, stop);
    line = stop == std::string_view::npos ? std::string_view() : line.substr(stop + 1);
    if (token.empty()) continue;
    const mark m = mark_of(token);
    if (m != mark::none) {
      // `" said he .` behind an open quotation closes it; `" And so` runs on.
      const bool capital = !line.empty() && is_upper(decode_at(line, 0).code_point);
      if (first && (m == mark::open || (m == mark::straight && (!open || capital)))) {
        r.opens_first = true;
        open = true;
      } else {
        open = m == mark::open || (m == mark::straight && !open);
      }
      r.quoted = true;
    }
    r.ends_quoted = m != mark::none;
    first = false;
  }
  r.open_after = open;
  return r;
}

}  // namespace

std::vector<paragraph> paragraphs_of_lines(std::string_view text) {
  std::vector<paragraph> out;
  line_reading before;
  for (const line& l : split_lines(text)) {
    if (l.blank()) continue;
    const line_reading now = read_line(text.substr(l.start, l.end - l.start), before.open_after);
    const bool speech_goes_on = before.quoted && !before.ends_quoted && !before.open_after;
    const bool begins = out.empty() || (now.opens_first && !speech_goes_on) ||
                        (!now.opens_first && !before.open_after && before.ends_quoted);
    if (begins)
      out.push_back({{{l.start}, {l.end}}, {0}, paragraph_kind::prose, false});
    else
      out.back().span.end = {l.end};
    before = now;
  }
  return out;
}

}  // namespace fabula::text
