#include "text/ao3.hpp"
#include "text/chapters.hpp"
#include "text/failure.hpp"
#include "text/front_matter.hpp"
#include "text/headings.hpp"
#include "text/html_tree.hpp"
#include "text/pages.hpp"
#include "text/readers.hpp"
#include "text/xml.hpp"

namespace fabula::text {
namespace {

/// Facts of the head: the author and the language of the page.
struct head_reader final : markup_sink {
  std::string author;
  std::string language;
  void open(const element& e) override {
    if (e.name() == "html") {
      language = e.attribute("lang");
      if (language.empty()) language = e.attribute("xml:lang");
    }
    if (e.name() == "meta" && e.attribute("name") == "author")
      author = tidy_title(e.attribute("content"));
  }
  void close() override {}
  void words(std::string_view) override {}
};

}  // namespace

result<document> read_html(std::string_view bytes) {
  auto decoded = decode(bytes, declared_encoding(bytes));
  if (!decoded) return tl::make_unexpected(decoded.error());
  if (auto ok = check_not_empty(decoded->text); !ok) return tl::make_unexpected(ok.error());
  document d;
  note_decoding(d, *decoded);
  auto page = parsed_page::parse(decoded->text, {});
  if (!page) return tl::make_unexpected(page.error());
  style_rules styles;
  page->add_styles(styles);
  text_builder out;
  page_reader reader(out, styles, true, {});
  page->walk(reader);
  out.finish();
  visible_counter visible(styles, true);
  page->walk(visible);
  d.source.visible_characters = visible.count;
  if (out.blocks.empty())
    return failure(error_code::empty, {}, "the page shows no text",
                   "save the page of the story itself");
  head_reader head;
  page->walk(head);
  d.source.author = head.author;
  d.source.language = head.language;
  frame story;
  const bool ao3 = read_ao3(d, out, reader.regions);
  if (d.source.title.empty()) d.source.title = tidy_title(reader.title);
  for (const region& r : reader.regions) {
    if (!ao3 || r.first >= r.last) continue;
    if (r.name == "preface") story.start = out.blocks[r.last - 1].end + 1;
    if (r.name == "afterword") story.end = out.blocks[r.first].start;
  }
  if (!ao3) {
    const gutenberg_frame gutenberg = find_gutenberg_frame(out.text_out);
    story = {gutenberg.story_start, gutenberg.story_end};
    if (!gutenberg.title.empty()) d.source.title = gutenberg.title;
    if (!gutenberg.author.empty()) d.source.author = gutenberg.author;
  }
  finish_marked(d, std::move(out), story);
  return d;
}

}  // namespace fabula::text
