#include <md4c.h>

#include <algorithm>

#include "text/failure.hpp"
#include "text/headings.hpp"
#include "text/html_tree.hpp"
#include "text/pages.hpp"
#include "text/readers.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr unsigned k_flags = MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_STRIKETHROUGH | MD_FLAG_TABLES;

/// Gives a piece of HTML, parsed, to `use`.
template <class Use>
void read_html(std::string_view html, Use use) {
  const auto page = parsed_page::parse(html, {});
  if (page) use(*page, style_rules());
}

/// Takes what md4c finds and writes it into a text builder. HTML inside is read as HTML.
class markdown_reader {
 public:
  explicit markdown_reader(text_builder& out) : out_(out) {}

  /// Whether md4c could read it (it fails for want of memory alone).
  [[nodiscard]] bool read(std::string_view source) {
    MD_PARSER parser{};
    parser.flags = k_flags;
    parser.enter_block = [](MD_BLOCKTYPE t, void* d, void* self) {
      return me(self).enter_block(t, d);
    };
    parser.leave_block = [](MD_BLOCKTYPE t, void*, void* self) { return me(self).leave_block(t); };
    parser.enter_span = [](MD_SPANTYPE t, void*, void* self) { return me(self).span(t, true); };
    parser.leave_span = [](MD_SPANTYPE t, void*, void* self) { return me(self).span(t, false); };
    parser.text = [](MD_TEXTTYPE t, const MD_CHAR* s, MD_SIZE n, void* self) {
      return me(self).words(t, std::string_view(s, n));
    };
    return md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, this) == 0;
  }

 private:
  static markdown_reader& me(void* self) noexcept { return *static_cast<markdown_reader*>(self); }

  int enter_block(MD_BLOCKTYPE type, void* detail) {
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) {
      out_.cell();
      return 0;
    }
    out_.end_block(style_);
    style_ = {};
    if (type == MD_BLOCK_H)
      style_.level = static_cast<std::uint8_t>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
    if (type == MD_BLOCK_HR) out_.rule();
    in_html_ = type == MD_BLOCK_HTML;
    if (type == MD_BLOCK_CODE) {
      out_.preformatted(true);
      style_.preformatted = true;
    }
    return 0;
  }

  int leave_block(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) return 0;
    if (type == MD_BLOCK_HTML) {
      read_html(html_, [&](const parsed_page& page, const style_rules& styles) {
        page_reader reader(out_, styles, false, {});
        page.walk(reader);
      });
      html_.clear();
      in_html_ = false;
    }
    out_.end_block(style_);
    if (type == MD_BLOCK_CODE) out_.preformatted(false);
    style_ = {};
    return 0;
  }

  int span(MD_SPANTYPE type, bool on) {
    if (type == MD_SPAN_EM) out_.emphasis(on);
    if (type == MD_SPAN_STRONG) out_.bold(on);
    if (type == MD_SPAN_IMG) images_ += on ? 1 : -1;
    return 0;
  }

  int words(MD_TEXTTYPE type, std::string_view s) {
    if (images_ > 0) return 0;  // the words for a picture
    switch (type) {
      case MD_TEXT_BR: out_.line_break(); break;
      case MD_TEXT_SOFTBR: out_.text("\n"); break;
      case MD_TEXT_ENTITY: out_.text(entity(s)); break;
      case MD_TEXT_NULLCHAR: out_.text("\xEF\xBF\xBD"); break;
      case MD_TEXT_HTML:
        if (in_html_) {
          html_ += s;
        } else {
          html_inline(s);
        }
        break;
      default: out_.text(s);
    }
    return 0;
  }

  /// `<br>`, `<i>` and the like inside a paragraph; other tags are dropped as a browser would.
  void html_inline(std::string_view tag) {
    const std::string t = lower(tag.substr(0, 8));
    if (t.starts_with("<br")) out_.line_break();
    if (t == "<i>" || t == "<em>") out_.emphasis(true);
    if (t == "</i>" || t == "</em>") out_.emphasis(false);
  }

  [[nodiscard]] static std::string entity(std::string_view s) {
    const std::string resolved = resolve_entities(s);
    for (const auto& [name, value] : {std::pair{"&lt;"sv, "<"sv},
                                      {"&gt;"sv, ">"sv},
                                      {"&amp;"sv, "&"sv},
                                      {"&quot;"sv, "\""sv},
                                      {"&apos;"sv, "'"sv},
                                      {"&#38;"sv, "&"sv},
                                      {"&#60;"sv, "<"sv},
                                      {"&#62;"sv, ">"sv},
                                      {"&#34;"sv, "\""sv},
                                      {"&#39;"sv, "'"sv}})
      if (resolved == name) return std::string(value);
    return resolved;
  }

  text_builder& out_;
  block_style style_;
  std::string html_;  ///< of the HTML block that is being read
  bool in_html_ = false;
  int images_ = 0;

  friend class markdown_counter;
};

/// Counts the visible characters of a source without building anything.
class markdown_counter {
 public:
  [[nodiscard]] std::uint64_t count(std::string_view source) {
    MD_PARSER parser{};
    parser.flags = k_flags;
    parser.enter_block = [](MD_BLOCKTYPE t, void*, void* self) {
      static_cast<markdown_counter*>(self)->in_html_ = t == MD_BLOCK_HTML;
      return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE t, void*, void* self) {
      if (t == MD_BLOCK_HTML) static_cast<markdown_counter*>(self)->count_html();
      return 0;
    };
    parser.enter_span = [](MD_SPANTYPE t, void*, void* self) {
      static_cast<markdown_counter*>(self)->images_ += t == MD_SPAN_IMG;
      return 0;
    };
    parser.leave_span = [](MD_SPANTYPE t, void*, void* self) {
      static_cast<markdown_counter*>(self)->images_ -= t == MD_SPAN_IMG;
      return 0;
    };
    parser.text = [](MD_TEXTTYPE t, const MD_CHAR* s, MD_SIZE n, void* self) {
      auto& me = *static_cast<markdown_counter*>(self);
      if (me.images_ > 0) return 0;
      if (t == MD_TEXT_HTML) {
        if (me.in_html_) me.html_.append(s, n);
      } else if (t == MD_TEXT_ENTITY) {
        me.n_ += count_visible(markdown_reader::entity(std::string_view(s, n)));
      } else {
        me.n_ += t == MD_TEXT_NULLCHAR ? 1 : count_visible(std::string_view(s, n));
      }
      return 0;
    };
    md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, this);
    return n_;
  }

 private:
  void count_html() {
    read_html(html_, [&](const parsed_page& page, const style_rules& styles) {
      visible_counter counter(styles, false);
      page.walk(counter);
      n_ += counter.count;
    });
    html_.clear();
    in_html_ = false;
  }

  std::uint64_t n_ = 0;
  int images_ = 0;
  bool in_html_ = false;
  std::string html_;
};

/// Reads `---` front matter: title and author to the source, other keys to the author's notes.
/// Returns where the story begins.
[[nodiscard]] std::size_t read_front_matter(std::string_view text, document& d) {
  if (!text.starts_with("---\n")) return 0;
  const std::size_t end = std::min(text.find("\n---\n", 3), text.find("\n...\n", 3));
  if (end == std::string_view::npos || end > 16384) return 0;
  std::string_view lines = text.substr(4, end >= 4 ? end - 4 + 1 : 0);
  std::vector<author_note> found;
  while (!lines.empty()) {
    const std::size_t stop = std::min(lines.find('\n'), lines.size());
    const std::string_view one = lines.substr(0, stop);
    lines.remove_prefix(std::min(stop + 1, lines.size()));
    const std::size_t colon = one.find(':');
    const bool more = one.starts_with(' ') || one.starts_with('-') || one.starts_with('\t');
    if (one.empty() || one.starts_with('#')) continue;
    if (more && !found.empty()) {
      found.back().text += (found.back().text.empty() ? "" : " ") + tidy_title(one);
      continue;
    }
    if (colon == std::string_view::npos) return 0;  // a rule over the story, not front matter
    std::string value = tidy_title(one.substr(colon + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front())
      value = value.substr(1, value.size() - 2);
    found.push_back({tidy_title(one.substr(0, colon)), std::move(value)});
  }
  for (author_note& n : found) {
    const std::string key = lower(n.label);
    if (key == "title")
      d.source.title = n.text;
    else if (key == "author" || key == "authors")
      d.source.author = n.text;
    else if (key == "lang" || key == "language")
      d.source.language = n.text;
    else
      d.source.author_notes.push_back(std::move(n));
  }
  return end + 5;
}

}  // namespace

result<document> read_markdown(std::string_view bytes) {
  auto decoded = decode(bytes);
  if (!decoded) return tl::make_unexpected(decoded.error());
  if (auto ok = check_not_empty(decoded->text); !ok) return tl::make_unexpected(ok.error());
  document d;
  note_decoding(d, *decoded);
  const std::string_view story =
      std::string_view(decoded->text).substr(read_front_matter(decoded->text, d));
  text_builder out;
  markdown_reader reader(out);
  if (!reader.read(story))
    return failure(error_code::damaged, {}, "the Markdown cannot be read", "save it as plain text");
  out.finish();
  d.source.visible_characters = markdown_counter().count(story);
  if (out.blocks.empty())
    return failure(error_code::empty, {}, "there is no text in it", "give a book to read");
  finish_marked(d, std::move(out), {});
  return d;
}

}  // namespace fabula::text
