#include "write/spoken.hpp"

#include "write/words.hpp"

namespace fabula {
namespace {

[[nodiscard]] reader_of_line reader_of(const quote& q) noexcept {
  using role = reader_of_line::role;
  if (q.speaker) return {role::character, q.speaker->value};
  const bool of_nobody = q.kind == quote_kind::sign || q.kind == quote_kind::letter;
  return {of_nobody ? role::narrator : role::unknown, 0};
}

[[nodiscard]] reader_of_line reader_of(const story& s, const script_line& l,
                                       const write_options& options) noexcept {
  if (l.is_said() || (l.kind == line_kind::tag && options.tags == tag_reading::keep))
    return reader_of(s.quotes[l.quote->value]);
  if (l.narrator && options.first_person == first_person_reading::character)
    return {reader_of_line::role::character, l.narrator->value};
  return {};
}

/// Whether `l` goes on with what is read before it.
[[nodiscard]] bool goes_on(const spoken_line& before, const spoken_line& l) noexcept {
  if (before.reader != l.reader || before.paragraph != l.paragraph || before.chapter != l.chapter)
    return false;
  return before.quote == l.quote;
}

}  // namespace

std::vector<spoken_line> spoken_lines(const story& s, const write_options& options) {
  std::vector<spoken_line> out;
  const std::vector<script_line> lines = script_lines(s);
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    const script_line& l = lines[i];
    if (l.kind == line_kind::tag && options.tags == tag_reading::drop) continue;
    spoken_line now{reader_of(s, l, options), l.kind, i, l.chapter, l.paragraph, l.quote, {l.span}};
    if (l.kind == line_kind::tag && options.tags == tag_reading::narrator) {
      now.kind = line_kind::narration;
      now.quote.reset();
    }
    if (out.empty() || !goes_on(out.back(), now)) {
      out.push_back(std::move(now));
    } else if (out.back().words.back().end == l.span.start) {
      out.back().words.back().end = l.span.end;
    } else {
      out.back().words.push_back(l.span);
    }
  }
  return out;
}

bool is_story(const story& s, const spoken_line& l) noexcept {
  if (l.chapter >= s.chapters.size()) return true;
  const chapter_kind k = s.chapters[l.chapter].kind;
  return k != chapter_kind::front && k != chapter_kind::back;
}

std::string words_of(const story& s, const spoken_line& l) {
  std::string out;
  for (const byte_range r : l.words) {
    if (!out.empty()) out += ' ';
    if (!append_collapsed(out, s.words_of(r)) && !out.empty()) out.pop_back();
  }
  return out;
}

}  // namespace fabula
