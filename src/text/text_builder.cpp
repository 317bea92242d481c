#include "text/text_builder.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "text/lines.hpp"
#include "text/paragraphs.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

constexpr std::size_t k_longest_bold_heading = 120;

[[nodiscard]] bool is_ascii_space(char c) noexcept {
  return c == ' ' || (c >= 9 && c <= 13);
}

/// Without white space at the ends, as a pair of offsets.
[[nodiscard]] std::pair<std::size_t, std::size_t> trim(std::string_view s, std::size_t from,
                                                       std::size_t to) noexcept {
  while (from < to) {
    const decoded d = decode_at(s, from);
    if (!is_space(d.code_point)) break;
    from += d.length;
  }
  while (to > from) {
    const decoded d = decode_before(s.substr(0, to), to);
    if (!is_space(d.code_point)) break;
    to -= d.length;
  }
  return {from, to};
}

}  // namespace

std::uint64_t count_visible(std::string_view s) noexcept {
  constexpr std::size_t k_step = 32;  // plain ASCII goes by in steps that compilers vectorize
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < s.size();) {
    if (i + k_step <= s.size()) {
      unsigned high = 0;
      unsigned spaces = 0;
      for (std::size_t k = i; k < i + k_step; ++k) {
        const unsigned b = static_cast<unsigned char>(s[k]);
        high |= b;
        spaces += b == ' ' || (b >= 9 && b <= 13);
      }
      if (high < 0x80) {
        n += k_step - spaces;
        i += k_step;
        continue;
      }
    }
    for (const std::size_t stop = std::min(i + k_step, s.size()); i < stop;) {
      const unsigned b = static_cast<unsigned char>(s[i]);
      const bool may_be_space = b == 0xC2 || (b >= 0xE1 && b <= 0xE3);
      if (!may_be_space) {
        n += b < 0x80 ? !is_ascii_space(s[i]) : b >= 0xC0;
        ++i;
        continue;
      }
      const decoded d = decode_at(s, i);
      n += !is_space(d.code_point);
      i += d.length;
    }
  }
  return n;
}

void text_builder::text(std::string_view words) {
  if (pre_ > 0) {
    if (bold_depth_ > 0) bold_bytes_ += words.size();
    pending_ += words;
    return;
  }
  for (std::size_t i = 0; i < words.size();) {
    if (is_ascii_space(words[i])) {
      space_ = true;
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < words.size() && !is_ascii_space(words[end]))
      ++end;
    if (space_ && !pending_.empty() && pending_.back() != '\n' && pending_.back() != '\t')
      pending_ += ' ';
    space_ = false;
    pending_ += words.substr(i, end - i);
    if (bold_depth_ > 0) bold_bytes_ += end - i;
    i = end;
  }
}

void text_builder::generated(std::string_view words) {
  generated_characters += count_visible(words);
  text(words);
}

void text_builder::line_break() {
  space_ = false;
  if (!pending_.empty()) pending_ += '\n';
}

void text_builder::cell() {
  space_ = false;
  if (!pending_.empty() && pending_.back() != '\t') pending_ += '\t';
}

void text_builder::emphasis(bool on) {
  if (on && emphasis_depth_++ == 0) emphasis_from_ = pending_.size();
  if (!on && emphasis_depth_ > 0 && --emphasis_depth_ == 0 && pending_.size() > emphasis_from_)
    pending_emphases_.push_back(
        {static_cast<std::uint32_t>(emphasis_from_), static_cast<std::uint32_t>(pending_.size())});
}

void text_builder::bold(bool on) {
  if (on || bold_depth_ > 0) bold_depth_ += on ? 1 : -1;
}

void text_builder::bracket(std::size_t at) {
  pending_.insert(at, "[");
  pending_ += ']';
  generated_characters += 2;
  for (range32& e : pending_emphases_) {
    e.start += e.start > at ? 1U : 0U;
    e.end += e.end > at ? 1U : 0U;
  }
}

void text_builder::anchor(std::string name) {
  pending_anchors_.emplace_back(std::move(name), pending_.size());
}

void text_builder::place_anchors(std::size_t up_to) {
  for (; placed_ < pending_anchors_.size() && pending_anchors_[placed_].second < up_to; ++placed_)
    anchors.try_emplace(pending_anchors_[placed_].first, next_block());
}

/// Writes [from, to) of the pending words as one block.
void text_builder::add_block(std::size_t from, std::size_t to, const block_style& style) {
  const std::size_t whole = to;
  std::tie(from, to) = trim(pending_, from, to);
  if (from == to) return;
  place_anchors(whole);
  const std::string_view words = std::string_view(pending_).substr(from, to - from);
  if (!text_out.empty()) text_out += "\n\n";
  block b;
  b.start = static_cast<std::uint32_t>(text_out.size());
  text_out += words;
  b.end = static_cast<std::uint32_t>(text_out.size());
  b.kind = style.kind;
  b.level = style.level;
  b.gap = 1;
  const auto newlines = std::count(words.begin(), words.end(), '\n');
  b.lines = static_cast<std::uint16_t>(std::min<std::ptrdiff_t>(newlines + 1, 65535));
  if (style.kind == paragraph_kind::prose && is_scene_break(words))
    b.kind = paragraph_kind::scene_break;
  if (style.level == 0 && words.size() <= k_longest_bold_heading &&
      b.kind == paragraph_kind::prose && bold_bytes_ > 0 &&
      bold_bytes_ + static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) >=
          words.size())
    b.level = 7;
  const bool mark = b.kind == paragraph_kind::scene_break || b.level != 0;
  b.after_gap = (gap_ || style.gap) && !mark && !blocks.empty() &&
                blocks.back().kind != paragraph_kind::scene_break && blocks.back().level == 0;
  gap_ = false;
  for (; marked_ < pending_emphases_.size(); ++marked_) {
    const range32 e = pending_emphases_[marked_];
    if (e.start >= to) break;
    const auto [s, t] =
        trim(pending_, std::max<std::size_t>(e.start, from), std::min<std::size_t>(e.end, to));
    const auto shift = b.start - static_cast<std::uint32_t>(from);
    if (s < t)
      emphases.push_back(
          {{{static_cast<std::uint32_t>(s) + shift}, {static_cast<std::uint32_t>(t) + shift}}});
    if (e.end > to) break;  // it goes on in the next block
  }
  blocks.push_back(b);
}

/// Writes pending words that hold line breaks: two together part paragraphs; single ones are verse,
/// or part paragraphs where the lines are long or are turns of a talk.
void text_builder::add_lines(const block_style& style) {
  std::vector<line> lines = split_lines(pending_);
  std::size_t from = 0;
  while (from < lines.size()) {
    if (lines[from].blank()) {
      ++from;
      continue;
    }
    std::size_t to = from;
    std::size_t width = 0;
    std::size_t talk = 0;
    std::uint32_t widest = 0;
    for (; to < lines.size() && !lines[to].blank(); ++to) {
      width += lines[to].width;
      widest = std::max(widest, lines[to].width);
      talk += lines[to].opens && lines[to].closes;
    }
    const std::size_t n = to - from;
    const bool keep = style.keep_lines || style.level != 0 || style.kind == paragraph_kind::note;
    const bool part = !keep && n > 1 && (widest > 120 || width > 70 * n || talk * 2 >= n);
    block_style own = style;
    if (!keep && !part && n > 1) own.kind = paragraph_kind::verse;
    if (style.keep_lines && own.kind == paragraph_kind::prose) own.kind = paragraph_kind::verse;
    if (part) {
      for (std::size_t i = from; i < to; ++i)
        add_block(lines[i].start, lines[i].end, own);
    } else {
      add_block(lines[from].start, lines[to - 1].end, own);
    }
    from = to;
  }
}

void text_builder::clear_pending() {
  pending_.clear();
  pending_emphases_.clear();
  marked_ = 0;
  pending_anchors_.erase(pending_anchors_.begin(),
                         pending_anchors_.begin() + static_cast<std::ptrdiff_t>(placed_));
  placed_ = 0;
  for (auto& a : pending_anchors_)
    a.second = 0;  // they name the block that comes next
  bold_bytes_ = 0;
  space_ = false;
  emphasis_from_ = 0;
}

void text_builder::end_block(const block_style& style) {
  if (pending_.empty()) {
    space_ = false;
    return;
  }
  if (emphasis_depth_ > 0 && pending_.size() > emphasis_from_)
    pending_emphases_.push_back(
        {static_cast<std::uint32_t>(emphasis_from_), static_cast<std::uint32_t>(pending_.size())});
  const std::size_t before = blocks.size();
  if (style.preformatted && style.level == 0) {
    for (const block& b : find_paragraphs(pending_)) {
      block_style own = style;
      if (own.kind == paragraph_kind::prose) own.kind = b.kind;
      own.gap = b.after_gap;
      add_block(b.start, b.end, own);
    }
  } else if (pending_.find('\n') != std::string::npos) {
    add_lines(style);
  } else {
    block_style own = style;
    if (style.keep_lines && own.kind == paragraph_kind::prose) own.kind = paragraph_kind::verse;
    add_block(0, pending_.size(), own);
  }
  if (blocks.size() == before) gap_ = true;  // nothing but no-break spaces
  clear_pending();
}

void text_builder::rule() {
  end_block({});
  pending_ = "* * *";
  generated_characters += 3;
  block_style style;
  style.kind = paragraph_kind::scene_break;
  const int depth = std::exchange(emphasis_depth_, 0);
  end_block(style);
  emphasis_depth_ = depth;
}

void text_builder::finish() {
  end_block({});
  for (auto& a : pending_anchors_)
    anchors.try_emplace(std::move(a.first), next_block());
  pending_anchors_.clear();
  if (!text_out.empty()) text_out += '\n';
}

}  // namespace fabula::text
