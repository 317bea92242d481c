#include "text/front_matter.hpp"

#include <algorithm>
#include <array>

#include "text/headings.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_longest_note = 8;          // paragraphs between an editor's brackets
constexpr std::size_t k_header_reach = 64 * 1024;  // the old small print is long, never longer

[[nodiscard]] std::string_view line_at(std::string_view text, std::size_t at) noexcept {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  return text.substr(at, end - at);
}

[[nodiscard]] std::string squeezed_lower(std::string_view s) {
  std::string out;
  for (const char c : s.substr(0, 120))
    if (c != ' ' && c != '*' && c != '\t')
      out += static_cast<char>(to_lower(static_cast<unsigned char>(c)));
  return out;
}

[[nodiscard]] bool is_start_marker(std::string_view line) {
  if (line.find("***") == std::string_view::npos && line.find("*END") == std::string_view::npos)
    return false;
  const std::string s = squeezed_lower(line);
  return s.starts_with("startof")
             ? s.find("gutenberg") != std::string::npos
             : s.starts_with("endthesmallprint") || s.starts_with("end*thesmallprint") ||
                   s.starts_with("endthesmallprint!");
}

[[nodiscard]] bool is_end_marker(std::string_view line) {
  if (line.size() > 160) return false;
  const std::string s = squeezed_lower(line);
  if (s.find("gutenberg") == std::string::npos) return s.starts_with("startfulllicense");
  return s.starts_with("endof") || s.starts_with("startfulllicense") ||
         s.starts_with("startof:fulllicense");
}

/// "Title: The Harbour" with the lines that go on under it.
[[nodiscard]] std::string header_field(std::string_view header, std::string_view label) {
  std::size_t at = header.starts_with(label) ? 0 : header.find(std::string("\n").append(label));
  if (at == std::string_view::npos) return {};
  at += (header[at] == '\n' ? 1U : 0U) + label.size();
  std::string value(line_at(header, at));
  at += value.size() + 1;
  while (at < header.size() && header[at] == ' ') {  // a long title goes on, set in
    const std::string_view more = line_at(header, at);
    value += more;
    at += more.size() + 1;
  }
  return tidy_title(value);
}

}  // namespace

gutenberg_frame find_gutenberg_frame(std::string_view text) {
  gutenberg_frame frame;
  const std::string_view head = text.substr(0, k_header_reach);
  std::size_t header_end = 0;
  for (std::size_t at = 0; at < head.size();) {
    const std::string_view line = line_at(head, at);
    at += line.size() + 1;
    if (is_start_marker(line)) header_end = std::min(at, text.size());
  }
  // A header that was cut short has its fields but no marker.
  const bool fields =
      header_end == 0 && head.substr(0, 4096).find("Project Gutenberg") != std::string_view::npos;
  if (header_end != 0 || fields) {
    const std::string_view header = head.substr(0, header_end != 0 ? header_end : 4096);
    frame.title = header_field(header, "Title:");
    frame.author = header_field(header, "Author:");
    frame.language = header_field(header, "Language:");
  }
  frame.story_start = header_end;
  std::size_t at = text.size() > 400000 ? text.size() - text.size() / 4 : header_end;
  at = std::max(at, header_end);
  while (at < text.size()) {
    const std::size_t found = std::min(text.find("utenberg", at), text.find("UTENBERG", at));
    if (found == std::string_view::npos) break;
    const std::size_t begin = text.rfind('\n', found) + 1;  // npos + 1 is 0
    const std::string_view line = line_at(text, begin);
    if (begin >= header_end && is_end_marker(line)) {
      frame.story_end = begin;
      break;
    }
    at = begin + line.size() + 1;
  }
  return frame;
}

void mark_notes(std::string_view text, std::vector<block>& blocks) {
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::string_view s = text.substr(blocks[b].start, blocks[b].end - blocks[b].start);
    if (!s.starts_with('[') || s.size() < 8) continue;
    const std::string head = squeezed_lower(s.substr(1, 20));
    const std::size_t digits = head.find_first_not_of("0123456789");
    const bool numbered =
        digits > 0 && digits != std::string::npos && digits < 4 && head[digits] == ']';
    const bool named = head.starts_with("illustration") || head.starts_with("_illustration") ||
                       head.starts_with("footnote") || head.starts_with("transcriber") ||
                       head.starts_with("sidenote") || head.starts_with("editor'snote");
    if (!numbered && !named) continue;
    blocks[b].kind = paragraph_kind::note;
    int open = named ? 1 : 0;
    for (std::size_t k = b; k < std::min(b + k_longest_note, blocks.size()) && open == 1; ++k) {
      const std::string_view t = text.substr(blocks[k].start, blocks[k].end - blocks[k].start);
      if (t.find(']') == std::string_view::npos) continue;
      for (std::size_t i = b; i <= k; ++i)
        blocks[i].kind = paragraph_kind::note;
      b = k;
      open = 0;
    }
  }
}

std::string read_byline(std::string_view words) {
  if (words.size() > 120) return {};
  for (const std::string_view start : {"by "sv, "By "sv, "BY "sv, "by\n"sv, "By\n"sv, "BY\n"sv,
                                       "Written by "sv, "written by "sv}) {
    if (!words.starts_with(start)) continue;
    std::string name = tidy_title(words.substr(start.size()));
    if (name.empty() || !is_upper(decode_at(name, 0).code_point) ||
        std::count(name.begin(), name.end(), ' ') > 5)
      return {};
    if (name.back() == '.' && name.size() > 3 && name[name.size() - 3] != '.' &&
        name[name.size() - 3] != ' ')
      name.pop_back();
    return name;
  }
  return {};
}

}  // namespace fabula::text
