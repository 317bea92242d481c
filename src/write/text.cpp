#include "write/text.hpp"

#include <algorithm>
#include <numeric>

#include "story/segments.hpp"
#include "write/stamp.hpp"
#include "write/words.hpp"

namespace fabula {
namespace {

/// Verse keeps its lines, each without white space at its end.
bool append_verse(std::string& out, std::string_view words) {
  bool any = false;
  while (!words.empty()) {
    const std::size_t end = words.find('\n');
    out += "    ";
    any = append_collapsed(out, words.substr(0, end)) || any;
    out += '\n';
    words.remove_prefix(end == words.npos ? words.size() : end + 1);
  }
  return any;
}

void append_cast(std::string& out, const story& s) {
  std::vector<std::uint32_t> order(s.characters.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return s.characters[a].quotes > s.characters[b].quotes;
  });
  if (order.empty()) return;
  out += "CAST\n\n";
  for (const std::uint32_t i : order) {
    const character& c = s.characters[i];
    append_collapsed(out, c.name);
    if (c.pronouns != pronoun_set::unknown) (out += " (").append(to_string(c.pronouns)) += ')';
    if (c.narrator) out += ", narrator";
    (out += ", ").append(std::to_string(c.quotes)).append(c.quotes == 1 ? " line" : " lines") +=
        '\n';
  }
  out += '\n';
}

/// One paragraph: the parts of utterances on lines of their own, the narration between them.
class script_writer {
 public:
  script_writer(const story& s, std::string& out) : s_(s), out_(out), segments_(segments(s)) {}

  void write() {
    std::size_t p = 0;
    for (const chapter& c : s_.chapters) {
      for (; p < s_.paragraphs.size() && s_.paragraphs[p].span.start < c.span.end; ++p) {
        paragraph_lines(s_.paragraphs[p]);
      }
    }
  }

 private:
  void paragraph_lines(const paragraph& p) {
    if (p.kind == paragraph_kind::verse) {
      append_verse(out_, s_.words_of(p.span));
    } else {
      while (at_ < segments_.size() && segments_[at_].span.end <= p.span.start)
        ++at_;
      for (std::size_t i = at_; i < segments_.size() && segments_[i].span.start < p.span.end; ++i) {
        const byte_range part{std::max(p.span.start, segments_[i].span.start),
                              std::min(p.span.end, segments_[i].span.end)};
        segment_line(segments_[i], s_.words_of(part), p);
      }
    }
    out_ += '\n';
  }

  void segment_line(const segment& x, std::string_view words, const paragraph& p) {
    if (p.kind == paragraph_kind::heading) out_ += "== ";
    if (x.quote) {
      const quote& q = s_.quotes[x.quote->value];
      if (!q.speaker || !append_collapsed(out_, s_.characters[q.speaker->value].name)) out_ += '?';
      if (q.kind != quote_kind::speech) (out_ += " (").append(to_string(q.kind)) += ')';
      out_ += ": ";
    }
    if (append_collapsed(out_, words)) {
      out_ += p.kind == paragraph_kind::heading ? " ==\n" : "\n";
    }
  }

  const story& s_;
  std::string& out_;
  std::vector<segment> segments_;
  std::size_t at_ = 0;
};

}  // namespace

std::string write_text(const story& s) {
  std::string out = "# " + stamp_line(stamp_of(s)) + "\n\n";
  out.reserve(s.text.size() + s.text.size() / 4 + 1024);
  if (append_collapsed(out, s.source.title)) {
    if (!s.source.author.empty()) out += ", by ";
    append_collapsed(out, s.source.author);
    out += "\n\n";
  }
  append_cast(out, s);
  script_writer(s, out).write();
  return out;
}

}  // namespace fabula
