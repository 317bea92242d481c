#include "text/tokenized.hpp"

#include "text/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

/// The words of a line, parted by spaces.
class word_reader {
 public:
  explicit word_reader(std::string_view line) noexcept : rest_(line) {}

  /// Goes to the next word; false behind the last one.
  [[nodiscard]] bool next() noexcept {
    before_ = now_;
    do {
      const std::size_t stop = rest_.find(' ');
      now_ = rest_.substr(0, stop);
      rest_ = stop == std::string_view::npos ? std::string_view() : rest_.substr(stop + 1);
    } while (now_.empty() && !rest_.empty());
    return !now_.empty();
  }
  [[nodiscard]] std::string_view before() const noexcept { return before_; }
  [[nodiscard]] std::string_view now() const noexcept { return now_; }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view before_;
  std::string_view now_;
  std::string_view rest_;
};

enum class mark : std::uint8_t { none, straight, open, close };

/// `doubles`: the text's quotations stand in double marks; else in single ones.
[[nodiscard]] mark mark_of(std::string_view token, bool doubles) noexcept {
  if (token == (doubles ? "\"" : "'") || (doubles && token == "''")) return mark::straight;
  if (token == (doubles ? "\u201C" : "\u2018") || token == (doubles ? "``" : "`"))
    return mark::open;
  if (token == (doubles ? "\u201D" : "\u2019")) return mark::close;
  return mark::none;
}

/// Whether as many double marks as single ones stand alone, half of the latter being apostrophes.
[[nodiscard]] bool quotes_with_doubles(std::string_view text) noexcept {
  std::size_t doubles = 0;
  std::size_t singles = 0;
  for (const line& l : split_lines(text))
    for (word_reader words(text.substr(l.start, l.end - l.start)); words.next();) {
      doubles += mark_of(words.now(), true) != mark::none;
      singles += mark_of(words.now(), false) != mark::none;
    }
  return 2 * doubles >= singles;
}

/// What one line holds, given whether a quotation is open before it.
struct line_reading {
  bool opens_first = false;  ///< begins with a mark that opens, or may open
  bool quoted = false;       ///< holds the mark of a quotation
  bool ends_quoted = false;  ///< its last word is a mark
  bool open_after = false;
};

[[nodiscard]] line_reading read_line(std::string_view line, bool doubles, bool open) noexcept {
  line_reading r;
  bool first = true;
  for (word_reader words(line); words.next();) {
    const char32_t next = decode_at(words.rest(), 0).code_point;
    mark m = mark_of(words.now(), doubles);
    // `the boys ' coats`
    if (!doubles && m != mark::open && words.before().ends_with('s') && is_lower(next))
      m = mark::none;
    if (m != mark::none) {
      // `" said he .` behind an open quotation closes it; `" And so` runs on.
      if (first && (m == mark::open || (m == mark::straight && (!open || is_upper(next))))) {
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
  const bool doubles = quotes_with_doubles(text);
  line_reading before;
  for (const line& l : split_lines(text)) {
    if (l.blank()) continue;
    const line_reading now =
        read_line(text.substr(l.start, l.end - l.start), doubles, before.open_after);
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
