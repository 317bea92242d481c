#include "text/paragraphs.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "text/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

constexpr std::size_t k_window = 256;          // lines whose habits are taken together
constexpr std::uint32_t k_longest_wrap = 120;  // nobody wraps by hand wider than this
constexpr std::uint32_t k_narrowest_wrap = 40;
constexpr std::size_t k_longest_stretch = 96;  // lines judged together

/// The habits of the lines around a place.
struct habits {
  std::uint32_t width = 72;  ///< where its lines are broken
  bool spaced = true;        ///< empty lines part its paragraphs
};

using line_span = std::span<const line>;

/// The habits of each window of `k_window` lines that hold words.
[[nodiscard]] std::vector<habits> find_habits(line_span lines) {
  std::vector<habits> all;
  std::vector<std::uint32_t> widths;
  for (std::size_t from = 0; from < lines.size(); from += k_window) {
    widths.clear();
    std::size_t stretches = 0;
    const std::size_t to = std::min(from + k_window, lines.size());
    for (std::size_t i = from; i < to; ++i) {
      if (lines[i].blank()) continue;
      widths.push_back(lines[i].width);
      stretches += i == 0 || lines[i - 1].blank();
    }
    habits h;
    if (!widths.empty()) {
      const auto nth = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 19 / 20);
      std::nth_element(widths.begin(), nth, widths.end());
      h.width = *nth;
      h.spaced = stretches * 16 >= widths.size();
    }
    all.push_back(h);
  }
  return all;
}

/// How many of the lines but the last are so full that the next word had no room.
[[nodiscard]] double fill_rate(line_span lines, std::uint32_t width) noexcept {
  std::size_t full = 0;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i)
    full += (lines[i].width + 1 + lines[i + 1].first_word) * 100 > width * 93;
  return static_cast<double>(full) / static_cast<double>(lines.size() - 1);
}

enum class layout : std::uint8_t { wrapped, indented, one_a_line, verse };

struct stretch_facts {
  std::uint32_t widest = 0;
  std::uint16_t least_indent = 0;
  std::size_t capitals = 0;       ///< lines that begin with a capital
  std::size_t closed = 0;         ///< lines that end as a sentence ends
  std::size_t openings = 0;       ///< lines that begin with a quotation mark or a dash
  std::size_t indents = 0;        ///< lines set in from the rest
  std::size_t false_indents = 0;  ///< of these, those that follow a line that ends in mid-sentence
};

[[nodiscard]] stretch_facts look_at(line_span lines) noexcept {
  stretch_facts f;
  f.least_indent = lines.front().indent;
  for (const line& l : lines) {
    f.widest = std::max(f.widest, l.width);
    f.least_indent = std::min(f.least_indent, l.indent);
    f.capitals += l.capital;
    f.closed += l.closes;
    f.openings += l.opens;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].indent < f.least_indent + 2) continue;
    ++f.indents;
    f.false_indents += i > 0 && !lines[i - 1].closes;
  }
  return f;
}

/// Whether the lines that are set in begin paragraphs.
[[nodiscard]] bool has_first_line_indents(line_span lines, const stretch_facts& f) noexcept {
  if (f.indents == 0 || f.indents == lines.size()) return false;
  if (f.indents == 1 && lines.front().indent >= f.least_indent + 2) return true;
  return f.false_indents * 4 <= f.indents && f.indents * 4 <= lines.size() * 3;
}

[[nodiscard]] layout judge(line_span lines, const habits& around) noexcept {
  const stretch_facts f = look_at(lines);
  const std::size_t n = lines.size();
  const bool wide = around.width > k_longest_wrap;
  if (f.widest > std::max<std::uint32_t>(130, around.width * 13 / 10)) return layout::one_a_line;
  const std::uint32_t width =
      wide ? f.widest : std::min(std::max(f.widest, around.width * 8 / 10), around.width);
  const bool narrow =
      !wide && around.width < k_narrowest_wrap;  // nobody wraps so: the breaks are meant
  const bool sentences = !around.spaced && n >= 4 && f.closed == n && f.capitals == n;
  const double full = narrow || sentences ? 0 : fill_rate(lines, width);
  const bool many_capitals = f.capitals * 10 >= n * 8;
  if (wide) {
    if (f.widest > k_longest_wrap) return layout::one_a_line;
    if (n >= 3 && full >= 0.75 && !many_capitals)
      return has_first_line_indents(lines, f) ? layout::indented : layout::wrapped;
    const bool poem =
        many_capitals && f.widest <= 60 && f.closed * 10 <= n * 6 && f.openings * 2 <= n;
    return poem ? layout::verse : layout::one_a_line;
  }
  if (full >= 0.5 && !(many_capitals && full < 0.8 && n >= 4))
    return has_first_line_indents(lines, f) ? layout::indented : layout::wrapped;
  if (!around.spaced && has_first_line_indents(lines, f)) return layout::indented;
  if (f.closed * 10 >= n * 8 && f.capitals * 10 >= n * 8 && (!around.spaced || f.openings * 2 >= n))
    return layout::one_a_line;
  if (many_capitals || narrow || f.widest * 10 <= width * 8) return layout::verse;
  return layout::wrapped;
}

/// Writes the blocks of the text, stretch by stretch.
class paragraph_finder {
 public:
  explicit paragraph_finder(std::string_view text)
      : text_(text), lines_(split_lines(text)), habits_(find_habits(lines_)) {}

  [[nodiscard]] std::vector<block> find() {
    std::uint32_t gap = 0;
    for (std::size_t i = 0; i < lines_.size();) {
      if (lines_[i].blank()) {
        ++gap;
        ++i;
        continue;
      }
      const std::size_t end = end_of_stretch(i);
      const std::size_t before = blocks_.size();
      cut(i, end);
      blocks_[before].gap = static_cast<std::uint16_t>(std::min<std::uint32_t>(gap, 1000));
      gap = 0;
      i = end;
    }
    mark_gaps();
    return std::move(blocks_);
  }

 private:
  [[nodiscard]] bool is_break(std::size_t i) const noexcept {
    const line& l = lines_[i];
    return is_scene_break(text_.substr(l.start, l.end - l.start));
  }

  /// The stretch ends at an empty line or a scene-break mark, or, where it is long, at a line that
  /// ends a sentence and leaves room.
  [[nodiscard]] std::size_t end_of_stretch(std::size_t i) const noexcept {
    if (is_break(i)) return i + 1;
    std::size_t end = i + 1;
    while (end < lines_.size() && !lines_[end].blank() && !is_break(end)) {
      const bool natural =
          lines_[end - 1].closes && lines_[end].capital &&
          (lines_[end].indent >= 2 || lines_[end - 1].width * 10 < lines_[end].width * 8);
      if (end - i >= k_longest_stretch && (natural || end - i >= 4 * k_longest_stretch)) break;
      ++end;
    }
    return end;
  }

  void add(std::size_t from, std::size_t to, paragraph_kind kind) {
    block b;
    b.start = lines_[from].start;
    b.end = lines_[to - 1].end;
    b.kind = kind;
    b.lines = static_cast<std::uint16_t>(std::min<std::size_t>(to - from, 65535));
    blocks_.push_back(b);
  }

  void cut(std::size_t from, std::size_t to) {
    if (to - from == 1) {
      add(from, to, is_break(from) ? paragraph_kind::scene_break : paragraph_kind::prose);
      return;
    }
    const line_span lines(lines_.data() + from, to - from);
    const habits& around = habits_[from / k_window];
    switch (judge(lines, around)) {
      case layout::verse: add(from, to, paragraph_kind::verse); return;
      case layout::wrapped: cut_wrapped(from, to, around); return;
      case layout::indented: cut_indented(from, to); return;
      case layout::one_a_line:
        for (std::size_t i = from; i < to; ++i)
          add(i, i + 1, paragraph_kind::prose);
        return;
    }
  }

  void cut_indented(std::size_t from, std::size_t to) {
    const std::uint16_t least = look_at(line_span(lines_.data() + from, to - from)).least_indent;
    std::size_t first = from;
    for (std::size_t i = from + 1; i < to; ++i) {
      if (lines_[i].indent < least + 2) continue;
      add(first, i, paragraph_kind::prose);
      first = i;
    }
    add(first, to, paragraph_kind::prose);
  }

  /// Where empty lines part paragraphs, a stretch is one; elsewhere a short line that ends a
  /// sentence ends its paragraph.
  void cut_wrapped(std::size_t from, std::size_t to, const habits& around) {
    std::size_t first = from;
    for (std::size_t i = from + 1; i < to && !around.spaced; ++i) {
      const line& l = lines_[i - 1];
      const bool room = (l.width + 1 + lines_[i].first_word) * 100 <= around.width * 93;
      if (!l.closes || !lines_[i].capital || !room) continue;
      add(first, i, paragraph_kind::prose);
      first = i;
    }
    add(first, to, paragraph_kind::prose);
  }

  /// Tells the gaps that are wider than the usual one around them.
  void mark_gaps() {
    for (std::size_t from = 0; from < blocks_.size(); from += k_window) {
      const std::size_t to = std::min(from + k_window, blocks_.size());
      std::array<std::size_t, 8> seen{};
      for (std::size_t i = std::max<std::size_t>(from, 1); i < to; ++i)
        ++seen[std::min<std::size_t>(blocks_[i].gap, 7)];
      const auto usual =
          static_cast<std::uint16_t>(std::max_element(seen.begin(), seen.end()) - seen.begin());
      for (std::size_t i = std::max<std::size_t>(from, 1); i < to; ++i) {
        const paragraph_kind before = blocks_[i - 1].kind;
        blocks_[i].after_gap = blocks_[i].gap > usual &&
                               blocks_[i].kind != paragraph_kind::scene_break &&
                               before != paragraph_kind::scene_break;
      }
    }
  }

  std::string_view text_;
  std::vector<line> lines_;
  std::vector<habits> habits_;
  std::vector<block> blocks_;
};

}  // namespace

std::vector<block> find_paragraphs(std::string_view text) {
  return paragraph_finder(text).find();
}

}  // namespace fabula::text
