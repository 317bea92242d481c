// The text of the page: every byte of the story in order, with elements around it and none lost.
#include <algorithm>
#include <charconv>
#include <limits>

#include "write/page.hpp"

namespace fabula::page {
namespace {

constexpr std::uint32_t k_never = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t k_emphasis = k_never;

/// A stretch of text with an element around it: a piece of a quote, or an emphasis.
struct mark {
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t quote = k_emphasis;
};

void append_number(std::string& out, std::uint32_t n) {
  char digits[12];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

/// All stretches, those that hold others before those that they hold.
[[nodiscard]] std::vector<mark> marks_of(const story& s) {
  std::vector<mark> marks;
  for (std::uint32_t i = 0; i < s.quotes.size(); ++i) {
    for (const byte_range r : s.quotes[i].spans)
      marks.push_back({r.start.value, r.end.value, i});
  }
  for (const emphasis& e : s.emphases)
    marks.push_back({e.span.start.value, e.span.end.value, k_emphasis});
  std::stable_sort(marks.begin(), marks.end(), [](const mark& a, const mark& b) {
    return a.start != b.start ? a.start < b.start : a.end > b.end;
  });
  return marks;
}

class text_writer {
 public:
  text_writer(std::string& out, const story& s, const cast_view& cast)
      : out_(out), s_(s), cast_(cast), marks_(marks_of(s)), begun_(s.quotes.size(), false) {}

  void write() {
    const auto size = static_cast<std::uint32_t>(s_.text.size());
    for (std::uint32_t c = 0; c < s_.chapters.size(); ++c) {
      const std::uint32_t end =
          c + 1 < s_.chapters.size() ? s_.chapters[c + 1].span.start.value : size;
      open_chapter(c, end);
      write_paragraphs(end);
      out_ +=
          s_.chapters[c].kind == chapter_kind::front || s_.chapters[c].kind == chapter_kind::back
              ? "</details>"
              : "</section>";
    }
    write_paragraphs(size);  // a story without chapters
  }

 private:
  void open_chapter(std::uint32_t c, std::uint32_t end) {
    const chapter& ch = s_.chapters[c];
    headings_ = 0;
    const bool matter = ch.kind == chapter_kind::front || ch.kind == chapter_kind::back;
    out_ += matter ? "<details open class=\"chapter " : "<section class=\"chapter ";
    (out_ += to_string(ch.kind)) += "\" id=\"ch";
    append_number(out_, c);
    // About how tall it is, so that the page's height hardly changes when it is laid out.
    out_ += "\" style=\"--lines:";
    append_number(out_, end > at_ ? (end - at_) / 60 + 4 : 4);
    out_ += "\">";
    if (!matter) return;
    // The label is drawn by the style: the text of the page is the story's and nothing else.
    const std::string name = chapter_name(s_, c);
    const char* what = ch.kind == chapter_kind::front ? "Before the story" : "After the story";
    (out_ += "<summary aria-label=\"") += what;
    out_ += ": ";
    append_escaped(out_, name);
    (out_ += "\" data-label=\"") += what;
    out_ += "\"></summary>";
  }

  void write_paragraphs(std::uint32_t end) {
    while (next_paragraph_ < s_.paragraphs.size() && at_ < end) {
      const paragraph& p = s_.paragraphs[next_paragraph_];
      const std::uint32_t start = std::max(p.span.start.value, at_);
      const std::uint32_t stop = std::min(p.span.end.value, end);
      if (start >= end) break;
      write_gap(start);
      if (start < stop) write_paragraph(p, stop);
      if (p.span.end.value > end) break;
      ++next_paragraph_;
    }
    write_gap(end);
  }

  /// White space between paragraphs; anything else there still gets an element.
  void write_gap(std::uint32_t end) {
    if (at_ >= end) return;
    const std::string_view words = std::string_view(s_.text).substr(at_, end - at_);
    if (words.find_first_not_of(" \t\n\r\f\v") == words.npos) {
      append_escaped(out_, words);
      at_ = end;
    } else {
      write_element("p", "", end);
    }
  }

  void write_paragraph(const paragraph& p, std::uint32_t stop) {
    switch (p.kind) {
      case paragraph_kind::prose: return write_element("p", p.after_gap ? "gap" : "", stop);
      case paragraph_kind::heading: return write_element(headings_++ == 0 ? "h2" : "h3", "", stop);
      case paragraph_kind::scene_break: return write_element("p", "break", stop);
      case paragraph_kind::verse: return write_element("p", "verse", stop);
      case paragraph_kind::note: return write_element("p", "note", stop);
    }
  }

  void write_element(std::string_view name, std::string_view style_class, std::uint32_t stop) {
    (out_ += '<') += name;
    if (!style_class.empty()) ((out_ += " class=\"") += style_class) += '"';
    bool anchored = false;
    while (next_scene_ < s_.scenes.size() && s_.scenes[next_scene_].span.start.value < stop) {
      if (!anchored) {
        out_ += " id=\"s";
        append_number(out_, next_scene_);
        out_ += '"';
      }
      anchored = true;
      ++next_scene_;
    }
    out_ += '>';
    write_words(stop);
    ((out_ += "</") += name) += '>';
  }

  /// The words up to `stop`. Elements that cross each other, or the end of a paragraph, are closed
  /// and opened again.
  void write_words(std::uint32_t stop) {
    take_marks();
    for (const mark& m : open_)
      open_tag(m);
    while (at_ < stop) {
      std::uint32_t to = stop;
      for (const mark& m : open_)
        to = std::min(to, m.end);
      if (next_mark_ < marks_.size()) to = std::min(to, std::max(at_, marks_[next_mark_].start));
      append_escaped(out_, std::string_view(s_.text).substr(at_, to - at_));
      at_ = to;
      if (at_ == stop) break;
      close_ended();
      const std::size_t had = open_.size();
      take_marks();
      for (std::size_t i = had; i < open_.size(); ++i)
        open_tag(open_[i]);
    }
    for (auto m = open_.rbegin(); m != open_.rend(); ++m)
      close_tag(*m);
  }

  /// Moves the marks that have begun to the open ones, and forgets those that are over.
  void take_marks() {
    std::erase_if(open_, [this](const mark& m) { return m.end <= at_; });
    for (; next_mark_ < marks_.size() && marks_[next_mark_].start <= at_; ++next_mark_) {
      if (marks_[next_mark_].end > at_) open_.push_back(marks_[next_mark_]);
    }
  }

  void close_ended() {
    std::size_t keep = 0;
    while (keep < open_.size() && open_[keep].end > at_)
      ++keep;
    for (std::size_t i = open_.size(); i > keep; --i)
      close_tag(open_[i - 1]);
    const std::vector<mark> again(open_.begin() + static_cast<std::ptrdiff_t>(keep), open_.end());
    open_.resize(keep);
    for (const mark& m : again) {
      if (m.end <= at_) continue;
      open_.push_back(m);
      open_tag(m);
    }
  }

  void open_tag(const mark& m) {
    if (m.quote == k_emphasis) {
      out_ += "<em>";
      return;
    }
    const quote& q = s_.quotes[m.quote];
    out_ += "<span class=\"q";
    if (q.kind != quote_kind::quoted) {
      const bool known = q.speaker && q.speaker->value < s_.characters.size();
      if (known) {
        out_ += " c";
        append_number(out_, cast_.colour[q.speaker->value]);
        if (q.confidence < 0.5F) out_ += " doubt";
      } else {
        out_ += " unknown";
      }
    }
    if (q.kind != quote_kind::speech) (out_ += ' ') += to_string(q.kind);
    // The first piece has the id, so that a link can lead to it; the others name it.
    out_ += begun_[m.quote] ? "\" data-q=\"" : "\" id=\"q";
    begun_[m.quote] = true;
    append_number(out_, m.quote);
    out_ += "\">";
  }

  void close_tag(const mark& m) { out_ += m.quote == k_emphasis ? "</em>" : "</span>"; }

  std::string& out_;
  const story& s_;
  const cast_view& cast_;
  const std::vector<mark> marks_;
  std::vector<bool> begun_;  ///< quotes whose first piece is written
  std::vector<mark> open_;   ///< outermost first
  std::size_t next_mark_ = 0;
  std::size_t next_paragraph_ = 0;
  std::uint32_t next_scene_ = 0;
  std::uint32_t headings_ = 0;
  std::uint32_t at_ = 0;  ///< all bytes before it are written
};

}  // namespace

void append_text(std::string& out, const story& s, const cast_view& cast) {
  text_writer(out, s, cast).write();
}

}  // namespace fabula::page
