#include "text/chapters.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "text/front_matter.hpp"
#include "text/headings.hpp"
#include "text/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_contents_gap = 120;  // bytes between two entries of a contents list
constexpr std::size_t k_front_prose = 4000;  // more than this before the first heading is story
constexpr std::size_t k_part_prose = 1500;   // more than this under a part heading is a chapter
constexpr std::size_t k_look_ahead = 400;    // candidates among which the next number is sought
constexpr std::size_t k_part_note = 200;     // what may stand under a part without chapters
constexpr std::size_t k_thin_chapter = 600;  // less than this under most of a row is no chapter
constexpr std::size_t k_title_body = 1000;   // a recurring title line has this much under it

struct candidate {
  std::uint32_t block = 0;
  heading what;
  bool isolated = false;
  bool contents = false;
};

[[nodiscard]] bool is_numbered(heading_form f) noexcept {
  return f == heading_form::part || f == heading_form::chapter || f == heading_form::number ||
         f == heading_form::number_title;
}

[[nodiscard]] int rank_of(const heading& h) noexcept {
  if (h.form == heading_form::part) return h.word.starts_with("vol") ? 0 : h.word == "part" ? 1 : 2;
  return h.form == heading_form::number ? 4 : 3;
}

/// Finds the chapters of one text. Candidates are headings that could be; marks are those that are.
class chapter_finder {
 public:
  chapter_finder(std::string_view text, std::vector<block>& blocks, const frame& story)
      : text_(text), blocks_(blocks), story_(story) {}

  [[nodiscard]] std::vector<chapter_mark> find() {
    if (blocks_.empty()) return {};
    first_ = block_at(story_.start);
    last_ = story_.end >= text_.size() ? count() : block_at(story_.end);
    collect();
    drop_contents();
    choose_story();
    for (const std::uint32_t c : chosen_)
      marks_.push_back(mark_of(cands_[c]));
    join_title_blocks();
    join_named_blocks();
    add_front();
    add_back();
    settle_parts();
    return finish();
  }

 private:
  [[nodiscard]] std::uint32_t count() const noexcept {
    return static_cast<std::uint32_t>(blocks_.size());
  }
  [[nodiscard]] std::string_view words(std::uint32_t b) const noexcept {
    return text_.substr(blocks_[b].start, blocks_[b].end - blocks_[b].start);
  }
  [[nodiscard]] std::uint32_t block_at(std::size_t byte) const noexcept {
    const auto it = std::lower_bound(blocks_.begin(), blocks_.end(), byte,
                                     [](const block& b, std::size_t at) { return b.start < at; });
    return static_cast<std::uint32_t>(it - blocks_.begin());
  }
  /// Bytes of the blocks [from, to).
  [[nodiscard]] std::size_t bytes(std::uint32_t from, std::uint32_t to) const noexcept {
    return from < to ? blocks_[to - 1].end - blocks_[from].start : 0;
  }

  /// A list of headings in one block, as contents are printed.
  [[nodiscard]] bool is_list(std::uint32_t b) const {
    if (blocks_[b].lines < 3) return false;
    std::size_t all = 0;
    std::size_t headings = 0;
    const std::string_view s = words(b);
    for (std::size_t at = 0; at < s.size() && all < 40;) {
      const std::size_t end = std::min(s.find('\n', at), s.size());
      const std::size_t begin = std::min(s.find_first_not_of(" \t", at), end);
      const heading h = read_heading(s.substr(begin, end - begin));
      headings += is_numbered(h.form) || h.form == heading_form::front;
      ++all;
      at = end + 1;
    }
    return headings >= 3 && headings * 2 >= all;
  }

  void collect() {
    std::array<std::size_t, 4> gaps{};
    for (const block& b : blocks_)
      ++gaps[std::min<std::size_t>(b.gap, 3)];
    usual_gap_ =
        static_cast<std::uint16_t>(std::max_element(gaps.begin(), gaps.end()) - gaps.begin());
    for (std::uint32_t b = first_; b < last_; ++b) {
      const block& k = blocks_[b];
      const bool plain = k.kind == paragraph_kind::prose || k.kind == paragraph_kind::verse;
      if (!plain || k.lines > 6 || k.end - k.start > 400 || is_list(b)) continue;
      candidate c{b, read_heading(words(b)), false, false};
      if (c.what.form == heading_form::none) continue;
      const std::uint16_t needed = std::min<std::uint16_t>(usual_gap_, 1);
      c.isolated =
          (b == 0 || k.gap >= needed) && (b + 1 >= count() || blocks_[b + 1].gap >= needed);
      if (!c.isolated && c.what.form != heading_form::chapter && c.what.form != heading_form::part)
        continue;
      if (k.lines > 2 && c.what.form != heading_form::chapter &&
          c.what.form != heading_form::part && c.what.form != heading_form::number_title)
        continue;
      cands_.push_back(std::move(c));
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> strong() const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < cands_.size(); ++i)
      if (cands_[i].what.form != heading_form::title && !cands_[i].what.loose &&
          !cands_[i].contents)
        out.push_back(i);
    return out;
  }

  /// A run of headings with nothing under them is a contents list, but for its last heading and the
  /// parts that stand right over that.
  void drop_contents() {
    const std::vector<std::uint32_t> all = strong();
    const auto near = [&](std::size_t k) {
      const std::uint32_t from = cands_[all[k]].block + 1;
      const std::uint32_t to = cands_[all[k + 1]].block;
      return bytes(from, to) <= k_contents_gap;
    };
    for (std::size_t i = 0; i < all.size();) {
      std::size_t end = i;
      while (end + 1 < all.size() && near(end))
        ++end;
      std::size_t keep = end;
      while (keep > i && rank_of(cands_[all[keep - 1]].what) < rank_of(cands_[all[keep]].what))
        --keep;
      std::size_t entries = 0;
      for (std::size_t k = i; k < keep; ++k)
        entries += is_numbered(cands_[all[k]].what.form);
      for (std::size_t k = i; k < keep && entries >= 2; ++k) {
        const heading_form f = cands_[all[k]].what.form;
        const bool story = is_numbered(f) || f == heading_form::story;
        cands_[all[k]].contents = story || (k > i && f == heading_form::front);
      }
      i = end + 1;
    }
  }

  /// Whether a numbered heading has a neighbour in its own row: 1, or one that follows or leads.
  [[nodiscard]] std::vector<std::uint32_t> supported(const std::vector<std::uint32_t>& row) const {
    std::vector<std::uint32_t> out;
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const heading& h = cands_[row[i]].what;
      const std::uint32_t after = i + 1 < row.size() ? cands_[row[i + 1]].what.number : 0;
      const bool follows = before != 0 && h.number > before && h.number <= before + 3;
      const bool leads = after > h.number && after <= h.number + 3;
      if (!h.last && h.number != 1 && !follows && !leads) continue;
      if (h.number == 1 && row.size() > 1 && before == 1 && !leads) continue;
      out.push_back(row[i]);
      before = h.number;
    }
    return out;
  }

  /// Numerals alone make sense in an unbroken row only: 1, 2, 3; a new row begins at 1.
  [[nodiscard]] std::vector<std::uint32_t> chain(heading_form form, numeral style) const {
    std::vector<std::uint32_t> row;
    for (std::uint32_t i = 0; i < cands_.size(); ++i) {
      const candidate& c = cands_[i];
      if (c.what.form == form && c.what.style == style && !c.contents) row.push_back(i);
    }
    std::vector<std::uint32_t> out;
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::uint32_t n = cands_[row[i]].what.number;
      bool leads = false;  // the next of the row comes before a new row begins
      for (std::size_t k = i + 1; k < std::min(i + k_look_ahead, row.size()) && !leads; ++k) {
        if (cands_[row[k]].what.number == n) break;
        leads = cands_[row[k]].what.number == n + 1;
      }
      const bool follows = before != 0 && (n == before + 1 || (n == before + 2 && leads));
      const bool begins = leads && (n == 1 || (n == 2 && before == 0));
      if (!follows && !begins) continue;
      out.push_back(row[i]);
      before = n;
    }
    const bool loose = !out.empty() && cands_[out.front()].what.loose;
    return out.size() >= (loose ? 3U : 2U) && is_spread(out) ? out : std::vector<std::uint32_t>{};
  }

  /// Chapters have pages under them; the stanzas of a poem do not.
  [[nodiscard]] bool is_spread(const std::vector<std::uint32_t>& row) const {
    std::size_t thin = 0;
    for (std::size_t i = 0; i + 1 < row.size(); ++i)
      thin += bytes(cands_[row[i]].block + 1, cands_[row[i + 1]].block) < k_thin_chapter;
    return thin * 2 < row.size();
  }

  [[nodiscard]] std::vector<std::uint32_t> longest_chain(heading_form form) const {
    std::vector<std::uint32_t> best;
    for (const numeral s : {numeral::arabic, numeral::roman, numeral::words}) {
      std::vector<std::uint32_t> c = chain(form, s);
      if (c.size() > best.size()) best = std::move(c);
    }
    return best;
  }

  /// Title lines that recur: the same case, a wider gap before each, and enough under each.
  [[nodiscard]] std::vector<std::uint32_t> recurring_titles() const {
    for (const bool capitals : {true, false}) {
      std::vector<std::uint32_t> row;
      std::map<std::string, int> seen;  // what comes again and again is no title
      for (std::uint32_t i = 0; i < cands_.size(); ++i) {
        const candidate& c = cands_[i];
        const block& b = blocks_[c.block];
        if (c.what.form != heading_form::title || c.what.capitals != capitals) continue;
        if ((b.gap <= usual_gap_ && c.block != first_) || b.lines > 2) continue;
        if (++seen[tidy_title(words(c.block))] == 1) row.push_back(i);
      }
      std::erase_if(row,
                    [&](std::uint32_t i) { return seen[tidy_title(words(cands_[i].block))] > 1; });
      std::vector<std::uint32_t> out;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::uint32_t from = cands_[row[i]].block + 1;
        const std::uint32_t to = i + 1 < row.size() ? cands_[row[i + 1]].block : last_;
        if (bytes(from, to) >= k_title_body) out.push_back(row[i]);
      }
      if (out.size() >= 3 || (out.size() == 2 && row.size() == 2)) return out;
    }
    return {};
  }

  void choose_story() {
    std::map<std::string, std::vector<std::uint32_t>> rows;
    for (const std::uint32_t i : strong()) {
      const heading& h = cands_[i].what;
      if (h.form == heading_form::chapter || h.form == heading_form::part)
        rows[h.word].push_back(i);
    }
    std::vector<std::uint32_t> main;  // the row of chapters with the most in it
    for (auto& [word, row] : rows) {
      if (row.size() == 1 && cands_[row[0]].what.rest.size() > 80) row.clear();
      row = supported(row);
      const bool chapter = !row.empty() && cands_[row[0]].what.form == heading_form::chapter;
      if (chapter && row.size() > main.size()) main = row;
    }
    std::size_t chapters = 0;
    for (const auto& [word, row] : rows) {
      for (const std::uint32_t i : row) {
        if (cands_[i].what.form == heading_form::chapter) {
          if (is_inside(i, main)) continue;
          ++chapters;
        }
        chosen_.push_back(i);
      }
    }
    choose_numbers(chapters);
    continue_row(main);
    for (const std::uint32_t i : strong())
      if (cands_[i].what.form == heading_form::story) chosen_.push_back(i);
    choose_number_parts();
    std::sort(chosen_.begin(), chosen_.end());
    chosen_.erase(std::unique(chosen_.begin(), chosen_.end()), chosen_.end());
  }

  /// Whether a heading lies between two of the row that follow on each other: a letter in a
  /// chapter.
  [[nodiscard]] bool is_inside(std::uint32_t c, const std::vector<std::uint32_t>& row) const {
    const auto after = std::upper_bound(row.begin(), row.end(), c);
    if (after == row.begin() || after == row.end() || *(after - 1) == c) return false;
    return cands_[*after].what.number == cands_[*(after - 1)].what.number + 1;
  }

  /// "ADVENTURE VI. ..." may go on as "VII. ...": the row of names goes on as a row of numbers.
  void continue_row(const std::vector<std::uint32_t>& row) {
    if (row.empty()) return;
    std::uint32_t next = cands_[row.back()].what.number + 1;
    for (std::uint32_t i = row.back() + 1; i < cands_.size() && next >= 3; ++i) {
      const candidate& c = cands_[i];
      if (c.what.form != heading_form::number_title || c.contents) continue;
      if (c.what.number != next || c.what.loose) break;
      chosen_.push_back(i);
      ++next;
    }
  }

  /// Numerals and title lines count where no chapter has its name; else numerals are sub-headings.
  void choose_numbers(std::size_t chapters) {
    std::vector<std::uint32_t> numbers = longest_chain(heading_form::number);
    const std::vector<std::uint32_t> titled = longest_chain(heading_form::number_title);
    std::vector<std::uint32_t> titles;
    if (chapters < 2) {
      std::size_t rows = 0;
      for (const std::uint32_t i : numbers)
        rows += cands_[i].what.number == 1;
      std::size_t parts = chosen_.size() - chapters;
      if (titled.size() >= 2 && titled.size() >= numbers.size() / 4) {
        titles = titled;
      } else if (numbers.empty() || (rows >= 3 && parts + 1 < rows)) {
        titles = recurring_titles();
      }
      if (titles.empty()) titles = std::exchange(numbers, {});
    }
    chosen_.insert(chosen_.end(), titles.begin(), titles.end());
    for (const std::uint32_t i : numbers)
      blocks_[cands_[i].block].kind = paragraph_kind::heading;
  }

  /// Where "1, 2, 3" are chapters, "I" right over a "1" is a part.
  void choose_number_parts() {
    std::sort(chosen_.begin(), chosen_.end());
    std::vector<std::uint32_t> parts;
    for (std::size_t k = 0; k < chosen_.size(); ++k) {
      const std::uint32_t i = chosen_[k];
      if (i == 0 || cands_[i - 1].block + 1 != cands_[i].block ||
          (k > 0 && chosen_[k - 1] + 1 == i))
        continue;
      candidate& over = cands_[i - 1];
      const heading& h = cands_[i].what;
      if (over.what.form != heading_form::number || over.contents || over.what.style == h.style)
        continue;
      if (h.form != heading_form::number && h.form != heading_form::number_title) continue;
      over.what.form = heading_form::part;
      parts.push_back(i - 1);
    }
    chosen_.insert(chosen_.end(), parts.begin(), parts.end());
  }

  [[nodiscard]] chapter_mark mark_of(const candidate& c) const {
    const chapter_kind kind =
        c.what.form == heading_form::part ? chapter_kind::part : chapter_kind::chapter;
    return {c.block, 1, kind, title_of(c.block)};
  }

  [[nodiscard]] std::string title_of(std::uint32_t b) const {
    return title_of_blocks(text_, blocks_, b, 1);
  }

  enum class likeness : std::uint8_t { none, loose, strict };

  /// Whether the block may be the title that belongs to the bare "CHAPTER I" before it.
  [[nodiscard]] likeness title_likeness(std::uint32_t b) const {
    if (b >= last_) return likeness::none;
    const block& k = blocks_[b];
    const std::string_view s = words(b);
    if (k.kind == paragraph_kind::scene_break || k.lines > 6 || s.size() > 360)
      return likeness::none;
    if (b + 1 < count() && blocks_[b + 1].gap == 0 && usual_gap_ > 0) return likeness::none;
    const heading h = read_heading(s);
    if (is_numbered(h.form) && h.form != heading_form::number_title) return likeness::none;
    if (s.ends_with('?') && read_heading(s.substr(0, s.size() - 1)).form == heading_form::none)
      return likeness::none;
    if (h.capitals && k.lines <= 3) return likeness::strict;
    if (h.form == heading_form::title || h.form == heading_form::number_title)
      return k.lines <= 2 ? likeness::strict : likeness::none;
    for (const std::string_view start :
         {"In which"sv, "In Which"sv, "IN WHICH"sv, "Of the "sv, "How "sv, "Containing"sv,
          "Showing "sv, "Wherein"sv, "Treats of"sv, "Treating of"sv, "Concerning"sv, "Being "sv})
      if (s.starts_with(start)) return likeness::strict;
    const decoded first = decode_at(s, 0);
    const bool plain = is_upper(first.code_point) || is_digit(first.code_point);
    return plain && k.lines <= 2 && s.size() <= 130 ? likeness::loose : likeness::none;
  }

  /// A bare "CHAPTER I" takes the title line under it, where the book does so again and again.
  void join_title_blocks() {
    struct tally {
      std::size_t bare = 0;
      std::size_t strict = 0;
      std::size_t loose = 0;
    };
    std::array<tally, 2> tallies;  // of chapters, of parts
    std::vector<likeness> like(marks_.size(), likeness::none);
    const auto tally_of = [&](std::size_t i) -> tally& {
      return tallies[marks_[i].kind == chapter_kind::part ? 1 : 0];
    };
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      const heading h = read_heading(words(marks_[i].block));
      if (!is_numbered(h.form) || !h.rest.empty() || h.form == heading_form::number_title) continue;
      const std::uint32_t next = marks_[i].block + 1;
      const bool taken = i + 1 < marks_.size() && marks_[i + 1].block == next;
      like[i] = taken ? likeness::none : title_likeness(next);
      tally& t = tally_of(i);
      ++t.bare;
      t.strict += like[i] == likeness::strict;
      t.loose += like[i] != likeness::none;
    }
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      const tally& t = tally_of(i);
      const bool yes = (like[i] == likeness::strict && t.strict * 2 >= t.bare) ||
                       (like[i] == likeness::loose && t.bare >= 5 && t.loose * 10 >= t.bare * 8 &&
                        t.strict * 4 >= t.bare);
      const std::uint32_t next = marks_[i].block + 1;
      const bool body = i + 1 >= marks_.size() || marks_[i + 1].block > next + 1;
      if (!yes || !(body || marks_[i].kind == chapter_kind::part)) continue;
      marks_[i].heading = 2;
      marks_[i].title = join_titles(marks_[i].title, title_of(next));
    }
  }

  [[nodiscard]] bool has_story() const noexcept {
    return std::any_of(marks_.begin(), marks_.end(), [](const chapter_mark& m) {
      return m.kind == chapter_kind::chapter || m.kind == chapter_kind::part;
    });
  }

  /// No heading at all: a title and a byline at the top are front, a title alone is the heading.
  void add_untitled() {
    std::uint32_t from = first_;
    chapter_mark m{from, 0, chapter_kind::chapter, {}};
    for (std::uint32_t b = first_; b < std::min(first_ + 5, last_); ++b) {
      if (blocks_[b].end - blocks_[b].start > 160) break;
      if (read_byline(words(b)).empty() && words(b).find("\nby ") == std::string_view::npos)
        continue;
      if (b + 1 < last_) m.block = b + 1;
      break;
    }
    if (m.block == from && from + 1 < last_ && blocks_[from].lines == 1 &&
        read_heading(words(from)).form == heading_form::title && words(from).size() <= 80 &&
        blocks_[from + 1].gap > 0) {
      m.heading = 1;
      m.title = title_of(from);
    }
    if (m.block < last_) marks_.push_back(std::move(m));
    if (!marks_.empty() && marks_.front().block > 0)
      prepend(marks_, {0, 0, chapter_kind::front, {}});
  }

  void add_front() {
    if (!has_story() && first_ < last_) {
      add_untitled();
      return;
    }
    const std::uint32_t story = marks_.empty() ? last_ : marks_.front().block;
    if (story == 0) return;
    std::vector<chapter_mark> front;
    for (const candidate& c : cands_) {
      if (c.block >= story || c.contents) continue;
      if (c.what.form == heading_form::front || c.what.form == heading_form::either)
        front.push_back({c.block, 1, chapter_kind::front, title_of(c.block)});
    }
    const std::uint32_t named = front.empty() ? story : front.front().block;
    if (named > 0) {
      const bool much =
          first_ < named && bytes(first_, named) > k_front_prose && prose_before(named);
      if (first_ > 0) prepend(front, {0, 0, chapter_kind::front, {}});
      if (first_ < named && (much || first_ == 0)) {
        const auto at = std::find_if(front.begin(), front.end(), [&](const chapter_mark& m) {
          return m.block >= first_ && m.block > 0;
        });
        front.insert(first_ == 0 ? front.begin() : at,
                     {first_, 0, much ? chapter_kind::chapter : chapter_kind::front, {}});
      }
    }
    marks_.insert(marks_.begin(), front.begin(), front.end());
  }

  /// Whether the unnamed blocks before `end` are story rather than a title page or a list.
  [[nodiscard]] bool prose_before(std::uint32_t end) const {
    std::size_t prose = 0;
    for (std::uint32_t b = first_; b < end; ++b)
      if (blocks_[b].kind == paragraph_kind::prose && blocks_[b].end - blocks_[b].start > 160)
        prose += blocks_[b].end - blocks_[b].start;
    return prose > k_front_prose;
  }

  void add_back() {
    std::uint32_t after = first_;
    for (const chapter_mark& m : marks_)
      after = std::max(after, m.block + m.heading);
    bool open = true;
    for (const candidate& c : cands_) {
      const heading_form f = c.what.form;
      if (c.what.word == "note") continue;  // the last word of the story, as often as not
      if (f != heading_form::back && f != heading_form::either && f != heading_form::front)
        continue;
      const bool end = c.what.word == "the end" || c.what.word == "finis" || c.what.word == "end";
      if (c.block < after || marks_.empty()) {
        if (end) blocks_[c.block].kind = paragraph_kind::note;
        continue;
      }
      // So much behind it would be story whose headings were not understood.
      const bool much = bytes(c.block, last_) * 3 > bytes(first_, last_) && f != heading_form::back;
      if (much || (end && bytes(c.block, last_) * 4 > bytes(first_, last_)) ||
          (f == heading_form::front && open))
        continue;
      marks_.push_back({c.block, 1, chapter_kind::back, title_of(c.block)});
      open = false;
    }
    if (last_ < count()) marks_.push_back({last_, 0, chapter_kind::back, {}});
  }

  /// "CHAPTER XX" and "CONCLUSION" right under it are one heading.
  void join_named_blocks() {
    for (std::size_t i = 0; i + 1 < marks_.size(); ++i) {
      const chapter_mark& next = marks_[i + 1];
      if (marks_[i].kind != chapter_kind::chapter || next.kind != chapter_kind::chapter) continue;
      if (marks_[i].heading == 0 || marks_[i].block + marks_[i].heading != next.block) continue;
      if (read_heading(words(next.block)).form != heading_form::story) {
        marks_[i].kind = chapter_kind::part;  // a prologue of several numbered pieces
        continue;
      }
      marks_[i].heading += next.heading;
      marks_[i].title = join_titles(marks_[i].title, next.title);
      marks_.erase(marks_.begin() + static_cast<std::ptrdiff_t>(i + 1));
    }
  }

  /// A part with more under it than a motto is a chapter.
  void settle_parts() {
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].kind != chapter_kind::part) continue;
      const std::uint32_t from = marks_[i].block + marks_[i].heading;
      const std::uint32_t to = i + 1 < marks_.size() ? marks_[i + 1].block : count();
      const bool chapters =
          i + 1 < marks_.size() && (marks_[i + 1].kind == chapter_kind::chapter || from >= to);
      if (bytes(from, to) > (chapters ? k_part_prose : k_part_note))
        marks_[i].kind = chapter_kind::chapter;
    }
  }

  [[nodiscard]] std::vector<chapter_mark> finish() {
    if (marks_.empty() || marks_.front().block != 0)
      prepend(
          marks_,
          {0, 0, first_ > 0 || !marks_.empty() ? chapter_kind::front : chapter_kind::chapter, {}});
    return std::move(marks_);
  }

  std::string_view text_;
  std::vector<block>& blocks_;
  frame story_;
  std::uint32_t first_ = 0;  ///< first block of the story's frame
  std::uint32_t last_ = 0;   ///< behind its last block
  std::uint16_t usual_gap_ = 1;
  std::vector<candidate> cands_;
  std::vector<std::uint32_t> chosen_;
  std::vector<chapter_mark> marks_;
};

}  // namespace

std::vector<chapter_mark> find_chapters(std::string_view text, std::vector<block>& blocks,
                                        const frame& story) {
  return chapter_finder(text, blocks, story).find();
}

void build_chapters(document& d, const std::vector<block>& blocks,
                    const std::vector<chapter_mark>& marks) {
  const auto size = static_cast<std::uint32_t>(d.text.size());
  d.paragraphs.reserve(blocks.size());
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const chapter_mark& m = marks[i];
    const std::uint32_t start = i == 0 ? 0 : blocks[m.block].start;
    const std::uint32_t end = i + 1 < marks.size() ? blocks[marks[i + 1].block].start : size;
    const auto stop =
        i + 1 < marks.size() ? marks[i + 1].block : static_cast<std::uint32_t>(blocks.size());
    d.chapters.push_back({{{start}, {end}}, m.title, m.kind});
    for (std::uint32_t b = m.block; b < stop; ++b) {
      paragraph p{{{blocks[b].start}, {blocks[b].end}},
                  {static_cast<std::uint32_t>(i)},
                  blocks[b].kind,
                  blocks[b].after_gap};
      if (b == m.block && m.heading > 0) {
        b += m.heading - 1;
        p.span.end = {blocks[b].end};
        p.kind = paragraph_kind::heading;
      }
      const bool fresh = d.paragraphs.empty() || d.paragraphs.back().chapter != p.chapter ||
                         d.paragraphs.back().kind == paragraph_kind::heading;
      if (fresh || p.kind == paragraph_kind::heading) p.after_gap = false;
      d.paragraphs.push_back(p);
    }
  }
}

}  // namespace fabula::text
