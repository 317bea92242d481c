#include "plot/scenes.hpp"

#include <algorithm>
#include <unordered_map>

namespace fabula::plot {
namespace {

/// How a character shows in one scene.
struct presence {
  std::uint32_t narrated = 0;  ///< mentions outside utterances
  std::uint32_t spoken = 0;    ///< utterances aloud or thought
};

[[nodiscard]] bool is_story(chapter_kind k) noexcept {
  return k == chapter_kind::chapter || k == chapter_kind::part;
}

[[nodiscard]] std::vector<scene> cut(const scene_input& in) {
  std::vector<scene> out;
  const char* why = "chapter";
  for (const paragraph& p : in.paragraphs) {
    if (!is_story(in.chapters[p.chapter.value].kind) || p.kind == paragraph_kind::heading ||
        p.kind == paragraph_kind::note)
      continue;
    if (p.kind == paragraph_kind::scene_break) {
      why = "break mark";
      continue;
    }
    const bool new_chapter = out.empty() || out.back().chapter != p.chapter;
    const bool broken = why != nullptr || p.after_gap;
    if (new_chapter || broken) {
      scene s;
      s.span = p.span;
      s.chapter = p.chapter;
      s.why = new_chapter ? "chapter" : why != nullptr ? why : "gap";
      out.push_back(std::move(s));
    }
    why = nullptr;
    out.back().span.end = p.span.end;
  }
  return out;
}

/// Whether one of the quote's spans holds the place; a speech may run over thousands of paragraphs.
[[nodiscard]] bool holds(const quote& q, byte_offset at) noexcept {
  const auto next = std::partition_point(q.spans.begin(), q.spans.end(),
                                         [&](byte_range s) { return s.end <= at; });
  return next != q.spans.end() && next->contains(at);
}

}  // namespace

std::vector<scene> find_scenes(const scene_input& in) {
  std::vector<scene> out = cut(in);
  std::size_t m = 0;
  std::size_t first_quote = 0;
  for (scene& s : out) {
    std::unordered_map<std::uint32_t, presence> who;
    while (m < in.mentions.size() && in.mentions[m].span.start < s.span.start)
      ++m;
    while (first_quote < in.quotes.size() && in.quotes[first_quote].span().end <= s.span.start)
      ++first_quote;
    for (std::size_t q = first_quote;
         q < in.quotes.size() && in.quotes[q].span().start < s.span.end; ++q) {
      const quote& u = in.quotes[q];
      if (u.speaker && (u.kind == quote_kind::speech || u.kind == quote_kind::thought))
        ++who[u.speaker->value].spoken;
    }
    std::size_t q = first_quote;
    for (; m < in.mentions.size() && in.mentions[m].span.start < s.span.end; ++m) {
      const byte_offset at = in.mentions[m].span.start;
      while (q < in.quotes.size() && in.quotes[q].span().end <= at)
        ++q;
      const bool inside = q < in.quotes.size() && holds(in.quotes[q], at);
      if (!inside && in.mentions[m].character) ++who[in.mentions[m].character->value].narrated;
    }
    for (const auto& [character, seen] : who)
      if (seen.spoken > 0 || seen.narrated >= 2) s.present.push_back({character});
    std::sort(s.present.begin(), s.present.end());
  }
  return out;
}

}  // namespace fabula::plot
