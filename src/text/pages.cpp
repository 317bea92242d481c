#include "text/pages.hpp"

#include <algorithm>

#include "text/front_matter.hpp"

namespace fabula::text {
namespace {

struct style_collector final : markup_sink {
  style_rules* styles = nullptr;
  std::string sheet;
  bool inside = false;
  void open(const element& e) override { inside = e.name() == "style"; }
  void close() override {
    if (inside) styles->add_sheet(sheet);
    sheet.clear();
    inside = false;
  }
  void words(std::string_view text) override {
    if (inside) sheet += text;
  }
};

[[nodiscard]] bool says_xhtml(std::string_view s) noexcept {
  const std::string_view head = s.substr(0, 2048);
  return head.find("<?xml") != std::string_view::npos ||
         head.find("http://www.w3.org/1999/xhtml") != std::string_view::npos;
}

/// Too many blocks with extra space: that is the page's habit and parts no scenes.
void drop_common_gaps(std::vector<block>& blocks) {
  const auto gaps =
      std::count_if(blocks.begin(), blocks.end(), [](const block& b) { return b.after_gap; });
  if (static_cast<std::size_t>(gaps) * 3 <= blocks.size()) return;
  for (block& b : blocks)
    b.after_gap = false;
}

}  // namespace

result<parsed_page> parsed_page::parse(std::string_view utf8, std::string_view place) {
  parsed_page page;
  const bool xhtml = says_xhtml(utf8);
  if (xhtml) {
    page.xml_ = std::make_unique<pugi::xml_document>();
    if (parse_xml(utf8, place, *page.xml_) && find_element(*page.xml_, "body")) return page;
    page.xml_.reset();
  }
  auto html = html_tree::parse(expand_self_closed(utf8, xhtml), place);
  if (!html) return tl::make_unexpected(html.error());
  page.html_.emplace(std::move(*html));
  return page;
}

void parsed_page::walk(markup_sink& sink) const {
  if (xml_) {
    text::walk(*xml_, sink);
  } else {
    html_->walk(sink);
  }
}

void parsed_page::add_styles(style_rules& styles) const {
  style_collector collector;
  collector.styles = &styles;
  walk(collector);
}

void finish_with_marks(document& d, text_builder&& out, const std::vector<chapter_mark>& marks) {
  drop_common_gaps(out.blocks);
  mark_notes(out.text_out, out.blocks);
  for (block& b : out.blocks)
    if (b.level >= 1 && b.level <= 6 && b.kind == paragraph_kind::prose)
      b.kind = paragraph_kind::heading;
  d.text = std::move(out.text_out);
  d.emphases = std::move(out.emphases);
  d.generated_characters = out.generated_characters;
  build_chapters(d, out.blocks, marks);
}

void finish_marked(document& d, text_builder&& out, const frame& story) {
  std::vector<chapter_mark> marks = find_marked_chapters(out.text_out, out.blocks, story);
  const auto first = std::lower_bound(out.blocks.begin(), out.blocks.end(), story.start,
                                      [](const block& b, std::size_t at) { return b.start < at; });
  if (first != out.blocks.begin() && (marks.empty() || marks.front().block != 0))
    prepend(marks, {0, 0, chapter_kind::front, {}});
  const auto last = std::lower_bound(out.blocks.begin(), out.blocks.end(), story.end,
                                     [](const block& b, std::size_t at) { return b.start < at; });
  const auto end = static_cast<std::uint32_t>(last - out.blocks.begin());
  const bool marked = std::any_of(marks.begin(), marks.end(),
                                  [&](const chapter_mark& m) { return m.block == end; });
  if (end < out.blocks.size() && !marked) marks.push_back({end, 0, chapter_kind::back, {}});
  finish_with_marks(d, std::move(out), marks);
}

}  // namespace fabula::text
