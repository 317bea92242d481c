#include "text/chapters.hpp"
#include "text/failure.hpp"
#include "text/front_matter.hpp"
#include "text/headings.hpp"
#include "text/paragraphs.hpp"
#include "text/readers.hpp"
#include "text/text_builder.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

/// The encoding that Project Gutenberg's header declares, or an editor's mode line.
[[nodiscard]] std::string_view declared_in(std::string_view bytes) noexcept {
  const std::string_view head = bytes.substr(0, 4096);
  for (const std::string_view label : {"Character set encoding:", "-*- coding:"}) {
    const std::size_t at = head.find(label);
    if (at == std::string_view::npos) continue;
    const std::size_t from = head.find_first_not_of(" \t", at + label.size());
    if (from == std::string_view::npos) return {};
    return head.substr(from, head.find_first_of(" \t\r\n", from) - from);
  }
  return {};
}

/// A title over a byline at the top of the file names the book.
void find_title_page(document& d, const std::vector<block>& blocks) {
  for (std::size_t i = 0; i < std::min<std::size_t>(blocks.size(), 8); ++i) {
    const std::string_view s =
        std::string_view(d.text).substr(blocks[i].start, blocks[i].end - blocks[i].start);
    if (s.size() > 200) return;
    const std::size_t in_block = s.find("\nby ");
    std::string author =
        read_byline(in_block == std::string_view::npos ? s : s.substr(in_block + 1));
    if (author.empty() && (s == "by" || s == "By" || s == "BY") && i + 1 < blocks.size())
      author = read_byline(
          "by " + d.text.substr(blocks[i + 1].start, blocks[i + 1].end - blocks[i + 1].start));
    if (author.empty()) continue;
    std::string title;
    if (in_block != std::string_view::npos) {
      title = tidy_title(s.substr(0, in_block));
    } else if (i > 0) {
      title = tidy_title(d.text.substr(blocks[0].start, blocks[0].end - blocks[0].start));
    }
    if (d.source.author.empty()) d.source.author = std::move(author);
    if (d.source.title.empty()) d.source.title = std::move(title);
    return;
  }
}

}  // namespace

result<document> read_plain(std::string_view bytes) {
  auto decoded = decode(bytes, declared_in(bytes));
  if (!decoded) return tl::make_unexpected(decoded.error());
  if (auto ok = check_not_empty(decoded->text); !ok) return tl::make_unexpected(ok.error());
  document d;
  note_decoding(d, *decoded);
  d.text = std::move(decoded->text);
  d.source.visible_characters = count_visible(d.text);
  const gutenberg_frame gutenberg = find_gutenberg_frame(d.text);
  d.source.title = gutenberg.title;
  d.source.author = gutenberg.author;
  std::vector<block> blocks = find_paragraphs(d.text);
  mark_notes(d.text, blocks);
  find_title_page(d, blocks);
  const auto marks = find_chapters(d.text, blocks, {gutenberg.story_start, gutenberg.story_end});
  build_chapters(d, blocks, marks);
  return d;
}

}  // namespace fabula::text
