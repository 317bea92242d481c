// Chapters by the heading levels of markup: h1 to h6, #, Word's outline levels.
#include <algorithm>
#include <array>

#include "text/chapters.hpp"
#include "text/headings.hpp"

namespace fabula::text {
namespace {

constexpr std::size_t k_part_prose = 1500;   // more than this under a part heading is a chapter
constexpr std::size_t k_front_prose = 4000;  // more than this before the first heading is story

class level_finder {
 public:
  level_finder(std::string_view text, std::vector<block>& blocks, const frame& story)
      : text_(text), blocks_(blocks) {
    first_ = block_at(story.start);
    last_ =
        story.end >= text.size() ? static_cast<std::uint32_t>(blocks.size()) : block_at(story.end);
  }

  [[nodiscard]] std::vector<chapter_mark> find() {
    for (std::uint32_t b = first_; b < last_; ++b)
      if (blocks_[b].level >= 1 && blocks_[b].level <= 6) heads_.push_back(b);
    if (heads_.empty()) return {};
    choose_level();
    if (chapter_level_ == 0) return {};
    for (const std::uint32_t b : heads_) {
      blocks_[b].kind = paragraph_kind::heading;
      add(b);
    }
    if (count_story(marks_) == 0) return {};
    settle_kinds();
    add_start();
    return std::move(marks_);
  }

 private:
  [[nodiscard]] std::uint32_t block_at(std::size_t byte) const noexcept {
    const auto it = std::lower_bound(blocks_.begin(), blocks_.end(), byte,
                                     [](const block& b, std::size_t at) { return b.start < at; });
    return static_cast<std::uint32_t>(it - blocks_.begin());
  }
  [[nodiscard]] std::string_view words(std::uint32_t b) const noexcept {
    return text_.substr(blocks_[b].start, blocks_[b].end - blocks_[b].start);
  }
  [[nodiscard]] std::size_t bytes(std::uint32_t from, std::uint32_t to) const noexcept {
    return from < to ? blocks_[to - 1].end - blocks_[from].start : 0;
  }

  /// The level on which most numbered headings stand; else the highest that comes twice, unless the
  /// one below it holds the text.
  void choose_level() {
    std::array<std::size_t, 7> count{};
    std::array<std::size_t, 7> numbered{};
    std::array<std::size_t, 7> own{};  // bytes right under the headings of a level
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      const std::uint8_t level = blocks_[heads_[i]].level;
      const heading_form f = read_heading(words(heads_[i])).form;
      ++count[level];
      numbered[level] += f == heading_form::chapter || f == heading_form::number ||
                         f == heading_form::number_title || f == heading_form::story;
      own[level] += bytes(heads_[i] + 1, i + 1 < heads_.size() ? heads_[i + 1] : last_);
    }
    const auto most = static_cast<std::uint8_t>(std::max_element(numbered.begin(), numbered.end()) -
                                                numbered.begin());
    if (numbered[most] >= 2) {
      chapter_level_ = most;
      return;
    }
    for (std::uint8_t level = 1; level <= 6; ++level) {
      if (count[level] < 2) continue;
      chapter_level_ = level;
      const auto next = std::find_if(count.begin() + level + 1, count.end(),
                                     [](std::size_t n) { return n >= 2; });
      if (next == count.end()) return;
      const auto below = static_cast<std::uint8_t>(next - count.begin());
      const bool parts = count[below] > count[level] && own[level] * 10 < own[below];
      if (parts) chapter_level_ = below;
      return;
    }
    // One heading of each level at the most: the lowest with text under it heads the one chapter.
    for (std::uint8_t level = 6; level >= 1 && chapter_level_ == 0; --level)
      if (count[level] == 1 && own[level] > 0) chapter_level_ = level;
  }

  void add(std::uint32_t b) {
    const std::uint8_t level = blocks_[b].level;
    const bool under = !marks_.empty() && marks_.back().block + marks_.back().heading == b;
    const heading h = read_heading(words(b));
    const bool named = h.form == heading_form::front || h.form == heading_form::back ||
                       h.form == heading_form::either || h.form == heading_form::story;
    if (level > chapter_level_ && !(named && h.rest.empty() && !under)) {
      if (under && marks_.back().kind != chapter_kind::part) join(b);
      return;
    }
    chapter_mark m{b, 1, chapter_kind::chapter, title_of_blocks(text_, blocks_, b, 1)};
    if (h.form == heading_form::part ||
        (level < chapter_level_ && h.form != heading_form::chapter && !named))
      m.kind = chapter_kind::part;
    if (h.form == heading_form::front || h.form == heading_form::either)
      m.kind = chapter_kind::front;
    if (h.form == heading_form::back) m.kind = chapter_kind::back;
    if (under && level == chapter_level_ && blocks_[b - 1].level == level &&
        m.kind == chapter_kind::chapter && marks_.back().kind == chapter_kind::chapter &&
        h.form == heading_form::title) {
      join(b);  // a title in two headings of one level
      return;
    }
    marks_.push_back(std::move(m));
  }

  void join(std::uint32_t b) {
    chapter_mark& m = marks_.back();
    ++m.heading;
    m.title = join_titles(m.title, title_of_blocks(text_, blocks_, b, 1));
  }

  /// Front names in the middle are chapters; notes at the end are back; a part with pages is a
  /// chapter.
  void settle_kinds() {
    const auto is_story = [](const chapter_mark& m) {
      return m.kind == chapter_kind::chapter || m.kind == chapter_kind::part;
    };
    // The book's own title, alone over everything, begins no part.
    if (marks_.front().kind == chapter_kind::part &&
        blocks_[marks_.front().block].level < chapter_level_ &&
        read_heading(words(marks_.front().block)).form != heading_form::part) {
      const auto same = std::count_if(marks_.begin(), marks_.end(), [&](const chapter_mark& m) {
        return m.kind == chapter_kind::part &&
               blocks_[m.block].level == blocks_[marks_.front().block].level;
      });
      if (same == 1) marks_.front().kind = chapter_kind::front;
    }
    const auto first = std::find_if(marks_.begin(), marks_.end(), is_story);
    const auto last = std::find_if(marks_.rbegin(), marks_.rend(), is_story).base();
    for (auto m = marks_.begin(); m != marks_.end(); ++m) {
      const auto next = m + 1;
      const std::uint32_t end = next == marks_.end() ? last_ : next->block;
      const std::size_t size = bytes(m->block + m->heading, end);
      if (m->kind == chapter_kind::part && size > k_part_prose) m->kind = chapter_kind::chapter;
      if (m->kind == chapter_kind::front && m >= last) m->kind = chapter_kind::back;
      if ((m->kind == chapter_kind::front && m > first) ||
          (m->kind == chapter_kind::back && m < first))
        m->kind = chapter_kind::chapter;
    }
  }

  void add_start() {
    if (marks_.front().block == first_) return;
    const bool much = bytes(first_, marks_.front().block) > k_front_prose;
    prepend(marks_, {first_, 0, much ? chapter_kind::chapter : chapter_kind::front, {}});
  }

  std::string_view text_;
  std::vector<block>& blocks_;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::uint8_t chapter_level_ = 0;
  std::vector<std::uint32_t> heads_;
  std::vector<chapter_mark> marks_;
};

}  // namespace

std::size_t count_story(const std::vector<chapter_mark>& marks) noexcept {
  return static_cast<std::size_t>(
      std::count_if(marks.begin(), marks.end(), [](const chapter_mark& m) {
        return m.kind == chapter_kind::chapter || m.kind == chapter_kind::part;
      }));
}

void prepend(std::vector<chapter_mark>& marks, chapter_mark first) {
  std::vector<chapter_mark> all;
  all.reserve(marks.size() + 1);
  all.push_back(std::move(first));
  for (chapter_mark& m : marks)
    all.push_back(std::move(m));
  marks = std::move(all);
}

std::string title_of_blocks(std::string_view text, const std::vector<block>& blocks,
                            std::uint32_t from, std::uint32_t count) {
  std::string title;
  for (std::uint32_t b = from; b < from + count; ++b) {
    const std::string_view s = text.substr(blocks[b].start, blocks[b].end - blocks[b].start);
    for (std::size_t at = 0; at < s.size();) {
      const std::size_t end = std::min(s.find('\n', at), s.size());
      const std::string part = tidy_title(s.substr(at, end - at));
      const heading first = read_heading(title);
      const bool numbered = first.form == heading_form::chapter ||
                            first.form == heading_form::part || first.form == heading_form::number;
      const bool bare = (numbered && first.rest.empty()) || first.form == heading_form::story;
      const bool new_block = at == 0;
      if (!part.empty()) title = bare || new_block ? join_titles(title, part) : title + " " + part;
      at = end + 1;
    }
  }
  return tidy_title(title);
}

std::vector<chapter_mark> find_chapters_by_level(std::string_view text, std::vector<block>& blocks,
                                                 const frame& story) {
  return level_finder(text, blocks, story).find();
}

std::vector<chapter_mark> find_marked_chapters(std::string_view text, std::vector<block>& blocks,
                                               const frame& story) {
  std::vector<chapter_mark> by_level = find_chapters_by_level(text, blocks, story);
  if (count_story(by_level) >= 2) return by_level;
  std::vector<block> copy = blocks;
  for (block& b : copy)
    if (b.kind == paragraph_kind::heading) b.kind = paragraph_kind::prose;
  std::vector<chapter_mark> by_words = find_chapters(text, copy, story);
  if (by_level.empty() || count_story(by_words) > count_story(by_level) + 1) {
    for (std::size_t i = 0; i < blocks.size(); ++i)
      if (blocks[i].level == 0 || blocks[i].level == 7) blocks[i].kind = copy[i].kind;
    return by_words;
  }
  return by_level;
}

}  // namespace fabula::text
