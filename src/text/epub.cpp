#include <algorithm>
#include <array>
#include <tuple>

#include "text/ao3.hpp"
#include "text/epub_package.hpp"
#include "text/failure.hpp"
#include "text/front_matter.hpp"
#include "text/headings.hpp"
#include "text/pages.hpp"
#include "text/readers.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t k_part_prose = 1500;  // more than this under a part heading is a chapter
constexpr std::size_t k_front_page = 4000;  // a page before the first chapter with more is story
constexpr std::size_t k_title_page = 1200;  // what a title page or a motto may hold

enum class sense : std::uint8_t { unknown, story, part, front, back, either };

/// What epub:type, a landmark or a guide entry says of a place.
[[nodiscard]] sense sense_of_role(std::string_view role) {
  const std::string r = lower(role);
  constexpr std::array k_story = {"chapter"sv,    "prologue"sv, "epilogue"sv,
                                  "conclusion"sv, "prelude"sv,  "interlude"sv};
  constexpr std::array k_front = {"cover"sv,
                                  "titlepage"sv,
                                  "title-page"sv,
                                  "halftitlepage"sv,
                                  "copyright-page"sv,
                                  "copyright"sv,
                                  "dedication"sv,
                                  "epigraph"sv,
                                  "toc"sv,
                                  "loi"sv,
                                  "lot"sv,
                                  "foreword"sv,
                                  "preface"sv,
                                  "introduction"sv,
                                  "imprint"sv,
                                  "imprimatur"sv,
                                  "landmarks"sv,
                                  "page-list"sv,
                                  "frontispiece"sv,
                                  "preamble"sv,
                                  "z3998:half-title"sv,
                                  "z3998:title-page"sv,
                                  "tip-in"sv};
  constexpr std::array k_back = {
      "afterword"sv,     "appendix"sv,          "colophon"sv, "endnotes"sv,     "footnotes"sv,
      "rearnotes"sv,     "glossary"sv,          "index"sv,    "bibliography"sv, "errata"sv,
      "other-credits"sv, "z3998:uncopyright"sv, "credits"sv};
  for (const std::string_view w : k_story)
    if (has_word(r, w)) return sense::story;
  for (const std::string_view w : k_front)
    if (has_word(r, w)) return sense::front;
  for (const std::string_view w : k_back)
    if (has_word(r, w)) return sense::back;
  if (has_word(r, "part") || has_word(r, "division") || has_word(r, "volume")) return sense::part;
  if (has_word(r, "acknowledgments") || has_word(r, "acknowledgements") || has_word(r, "notes"))
    return sense::either;
  return sense::unknown;
}

[[nodiscard]] sense sense_of_label(std::string_view label) {
  switch (read_heading(label).form) {
    case heading_form::part: return sense::part;
    case heading_form::chapter:
    case heading_form::story:
    case heading_form::number:
    case heading_form::number_title: return sense::story;
    case heading_form::front: return sense::front;
    case heading_form::back: return sense::back;
    case heading_form::either: return sense::either;
    default: return sense::unknown;
  }
}

struct page_info {
  std::string path;
  std::uint32_t first = 0;  ///< its blocks
  std::uint32_t last = 0;
  bool linear = true;
  std::uint64_t linked = 0;
  std::string title;
  std::vector<role_mark> roles;
};

struct entry_mark {
  chapter_mark mark;
  sense what = sense::unknown;
  int depth = 0;
  bool listed = true;     ///< in the contents list, not a page of its own
  std::size_t order = 0;  ///< in the list, for what shares a place
};

class epub_reader {
 public:
  explicit epub_reader(zip_archive& zip, epub_package package)
      : zip_(zip), package_(std::move(package)) {}

  [[nodiscard]] result<document> read() {
    d_.source.title = package_.title;
    d_.source.author = package_.author;
    d_.source.language = package_.language;
    read_styles();
    for (const bool linear : {true, false})
      for (std::size_t i = 0; i < package_.spine.size(); ++i)
        if (package_.linear[i] == linear)
          if (auto ok = read_page(package_.spine[i], linear); !ok)
            return tl::make_unexpected(ok.error());
    out_.finish();
    if (out_.blocks.empty())
      return failure(
          missing_ > 0 ? error_code::damaged : error_code::empty, {},
          missing_ > 0 ? "the pages that the EPUB lists are not in it" : "the EPUB holds no text",
          missing_ > 0 ? k_fetch_again : "a book of pictures alone cannot be read");
    std::vector<region> regions = std::move(regions_);
    read_ao3(d_, out_, regions);
    read_contents();
    mark_pages();
    settle();
    finish_with_marks(d_, std::move(out_), marks());
    return std::move(d_);
  }

 private:
  void read_styles() {
    for (const std::string& path : package_.style_sheets) {
      if (!zip_.has(path)) continue;
      const auto css = zip_.read(path);
      if (css && find_invalid_utf8(*css) == std::string::npos) styles_.add_sheet(*css);
    }
  }

  [[nodiscard]] tl::expected<void, error> read_page(const std::string& path, bool linear) {
    if (!zip_.has(path)) {
      ++missing_;
      d_.source.remarks.push_back("The EPUB lists " + path + " but does not hold it.");
      return {};
    }
    if (!seen_.try_emplace(path, pages_.size()).second) return {};
    const auto bytes = zip_.read(path);
    if (!bytes) return tl::make_unexpected(bytes.error());
    auto decoded = decode(*bytes, declared_encoding(*bytes));
    if (!decoded) {
      error e = decoded.error();
      e.place = e.place.empty() ? path : path + ", " + e.place;
      return tl::make_unexpected(std::move(e));
    }
    if (d_.source.encoding.empty()) note_decoding(d_, *decoded);
    auto page = parsed_page::parse(decoded->text, path);
    if (!page) return tl::make_unexpected(page.error());
    style_rules styles = styles_;
    page->add_styles(styles);
    page_info info{path, out_.next_block(), 0, linear, 0, {}, {}};
    out_.anchor(path);
    page_reader reader(out_, styles, false, path);
    page->walk(reader);
    out_.end_block({});
    info.last = out_.next_block();
    info.linked = reader.linked;
    info.title = tidy_title(reader.title);
    info.roles = std::move(reader.roles);
    regions_.insert(regions_.end(), reader.regions.begin(), reader.regions.end());
    visible_counter counter(styles, false);
    page->walk(counter);
    d_.source.visible_characters += counter.count;
    pages_.push_back(std::move(info));
    return {};
  }

  [[nodiscard]] std::string_view words(std::uint32_t b) const noexcept {
    return std::string_view(out_.text_out)
        .substr(out_.blocks[b].start, out_.blocks[b].end - out_.blocks[b].start);
  }
  [[nodiscard]] std::uint32_t count() const noexcept {
    return static_cast<std::uint32_t>(out_.blocks.size());
  }
  [[nodiscard]] std::size_t bytes(std::uint32_t from, std::uint32_t to) const noexcept {
    return from < to ? out_.blocks[to - 1].end - out_.blocks[from].start : 0;
  }

  void read_contents() {
    std::vector<toc_entry> entries;
    for (const std::string& path : {package_.nav, package_.ncx}) {
      if (path.empty() || !zip_.has(path)) continue;
      const auto bytes = zip_.read(path);
      pugi::xml_document tree;
      if (!bytes || !decode_and_parse_xml(*bytes, path, tree)) continue;
      std::vector<toc_entry> found =
          path == package_.nav ? parse_nav(tree, path, package_.guide) : parse_ncx(tree, path);
      if (found.size() > entries.size()) entries = std::move(found);
    }
    for (const toc_entry& e : entries)
      add_entry(e);
    sort_entries();
    split_shared_places();
  }

  void add_entry(const toc_entry& e) {
    auto at =
        e.fragment.empty() ? out_.anchors.end() : out_.anchors.find(e.path + "#" + e.fragment);
    if (at == out_.anchors.end()) at = out_.anchors.find(e.path);
    if (at == out_.anchors.end() || at->second >= count()) return;
    entry_mark m;
    m.mark = {settled_block(at->second, e.title), 0, chapter_kind::chapter, e.title};
    m.what = sense_of_label(e.title);
    m.depth = e.depth;
    m.order = entries_.size();
    entries_.push_back(std::move(m));
  }

  void sort_entries() {
    std::sort(entries_.begin(), entries_.end(), [](const entry_mark& a, const entry_mark& b) {
      return std::tie(a.mark.block, a.order) < std::tie(b.mark.block, b.order);
    });
  }

  /// An anchor at the end of a paragraph means the heading that follows.
  [[nodiscard]] std::uint32_t settled_block(std::uint32_t b, std::string_view title) const {
    const std::string wanted = plain(title);
    if (wanted.empty() || plain(words(b)).starts_with(wanted)) return b;
    const std::uint32_t next = b + 1;
    const bool heading_next =
        next < count() && out_.blocks[next].level != 0 && plain(words(next)).starts_with(wanted);
    return heading_next && out_.blocks[b].level == 0 ? next : b;
  }

  /// Letters and digits alone, in lower case.
  [[nodiscard]] static std::string plain(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size() && out.size() < 200;) {
      const decoded d = decode_at(s, i);
      i += d.length;
      if (is_letter(d.code_point) || is_digit(d.code_point))
        append_utf8(out, to_lower(d.code_point));
    }
    return out;
  }

  /// A part and its first chapter may name one place: the chapter goes to its own heading, or they
  /// share a title.
  void split_shared_places() {
    std::vector<entry_mark> kept;
    for (entry_mark& e : entries_) {
      if (kept.empty() || kept.back().mark.block != e.mark.block) {
        kept.push_back(std::move(e));
        continue;
      }
      const std::string wanted = plain(e.mark.title);
      const std::uint32_t from = e.mark.block;
      for (std::uint32_t b = from + 1; b < std::min(from + 4, count()) && !wanted.empty(); ++b)
        if (plain(words(b)).starts_with(wanted)) e.mark.block = b;
      if (e.mark.block != from) {
        kept.push_back(std::move(e));
      } else if (e.depth > kept.back().depth) {
        e.mark.title = join_titles(kept.back().mark.title, e.mark.title);
        kept.back() = std::move(e);
      }
    }
    entries_ = std::move(kept);
  }

  [[nodiscard]] const entry_mark* entry_at(std::uint32_t b) const noexcept {
    const auto it = std::find_if(entries_.begin(), entries_.end(),
                                 [&](const entry_mark& e) { return e.mark.block == b; });
    return it == entries_.end() ? nullptr : &*it;
  }

  [[nodiscard]] sense page_sense(const page_info& p) const {
    for (const role_mark& r : p.roles) {
      if (r.block != p.first) continue;
      const sense s = sense_of_role(r.role);
      if (s != sense::unknown) return s;
    }
    const auto it = package_.guide.find(p.path);
    const sense s = it == package_.guide.end() ? sense::unknown : sense_of_role(it->second);
    if (s != sense::unknown) return s;
    const std::uint64_t size = bytes(p.first, p.last);
    if (size > 0 && p.linked * 10 > size * 6 && p.linked > 40)
      return sense::front;  // a contents list
    return sense_of_label(words(p.first));
  }

  /// Pages that the contents list leaves out, and what the package says of those that it names.
  void mark_pages() {
    std::vector<entry_mark> more;
    const std::uint32_t first_listed = entries_.empty() ? count() : entries_.front().mark.block;
    for (const page_info& p : pages_) {
      if (p.first >= p.last) continue;
      sense s = page_sense(p);
      entry_mark* listed = nullptr;
      for (entry_mark& e : entries_)
        if (e.mark.block == p.first) listed = &e;
      if (!p.linear) s = s == sense::back || s == sense::front ? s : sense::back;
      if (listed != nullptr) {
        if (s != sense::unknown &&
            (listed->what == sense::unknown || s == sense::front || s == sense::back)) {
          const bool by_name = listed->what == sense::story || listed->what == sense::part;
          if (!by_name || !p.linear) listed->what = s;
        }
        continue;
      }
      const bool before = p.first < first_listed;
      const bool new_place =
          before || s == sense::front || s == sense::back || s == sense::either || !p.linear;
      if (!new_place) continue;
      entry_mark m;
      m.mark = {p.first, 0, chapter_kind::chapter, {}};
      m.what = s == sense::unknown && bytes(p.first, p.last) < k_front_page ? sense::front : s;
      m.listed = false;
      more.push_back(std::move(m));
    }
    entries_.insert(entries_.end(), more.begin(), more.end());
    sort_entries();
  }

  [[nodiscard]] std::uint32_t end_of(std::size_t i) const noexcept {
    return i + 1 < entries_.size() ? entries_[i + 1].mark.block : count();
  }

  /// Gives every place its kind.
  void settle() {
    drop_sections();
    find_headings();
    const auto is_story = [](const entry_mark& e) {
      return e.what == sense::story || e.what == sense::part;
    };
    // Where no label says "chapter", the unknown ones with pages under them are the chapters.
    const auto first_named = std::find_if(entries_.begin(), entries_.end(), is_story);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      entry_mark& e = entries_[i];
      if (e.what != sense::unknown) continue;
      const std::size_t size = bytes(e.mark.block + e.mark.heading, end_of(i));
      const bool before = entries_.begin() + static_cast<std::ptrdiff_t>(i) < first_named;
      const bool title_page =
          before && (size < k_title_page ||
                     (plain(e.mark.title) == plain(d_.source.title) && size < k_front_page));
      e.what = title_page ? sense::front : sense::story;
    }
    const auto first = std::find_if(entries_.begin(), entries_.end(), is_story);
    const auto last = std::find_if(entries_.rbegin(), entries_.rend(), is_story).base();
    for (auto e = entries_.begin(); e != entries_.end(); ++e) {
      if (e->what == sense::either) e->what = e < first ? sense::front : sense::back;
      if (e->what == sense::front && e >= last) e->what = sense::back;
      const auto i = static_cast<std::size_t>(e - entries_.begin());
      const std::size_t size = bytes(e->mark.block + e->mark.heading, end_of(i));
      const bool has_children =
          i + 1 < entries_.size() && entries_[i + 1].depth > e->depth && entries_[i + 1].listed;
      if (e->what == sense::story && has_children && size < k_part_prose &&
          sense_of_label(e->mark.title) != sense::story)
        e->what = sense::part;
      if (e->what == sense::part && size > k_part_prose) e->what = sense::story;
      e->mark.kind = e->what == sense::part    ? chapter_kind::part
                     : e->what == sense::front ? chapter_kind::front
                     : e->what == sense::back  ? chapter_kind::back
                                               : chapter_kind::chapter;
    }
  }

  /// What the contents list sets under a chapter are sections of it.
  void drop_sections() {
    int inside = -1;
    std::erase_if(entries_, [&](const entry_mark& e) {
      if (!e.listed) return false;
      if (inside >= 0 && e.depth > inside) return true;
      inside = e.what == sense::story && read_heading(e.mark.title).form == heading_form::chapter
                   ? e.depth
                   : -1;
      return false;
    });
  }

  void find_headings() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      chapter_mark& m = entries_[i].mark;
      const std::uint32_t end = end_of(i);
      std::uint32_t n = 0;
      const std::string label = plain(m.title);
      while (m.block + n < end && n < 4) {
        const block& b = out_.blocks[m.block + n];
        const std::string own = plain(words(m.block + n));
        const bool says_label = !label.empty() && !own.empty() && own.size() < 160 &&
                                (label.find(own) != std::string::npos || own == label);
        if (b.kind == paragraph_kind::scene_break || !(b.level != 0 || says_label)) break;
        ++n;
      }
      m.heading = n;
      const std::string own = title_of_blocks(out_.text_out, out_.blocks, m.block, n);
      if (m.title.empty() ||
          (plain(own).find(label) != std::string::npos && plain(own).size() > label.size()))
        m.title = own;
      if (entries_[i].what == sense::unknown && n > 0) entries_[i].what = sense_of_label(m.title);
    }
  }

  /// The marks, or those of the headings where the contents list tells much less.
  [[nodiscard]] std::vector<chapter_mark> marks() {
    std::vector<chapter_mark> out;
    for (const entry_mark& e : entries_) {
      const bool same = !out.empty() && !e.listed && e.mark.kind == chapter_kind::front &&
                        out.back().kind == chapter_kind::front && e.mark.title.empty();
      if (!same) out.push_back(e.mark);
    }
    std::uint32_t end = count();
    for (const page_info& p : pages_)
      if (!p.linear && p.first < p.last) end = std::min(end, p.first);
    const gutenberg_frame g = find_gutenberg_frame(out_.text_out);
    frame story{g.story_start, g.story_end};
    if (end < count()) story.end = std::min<std::size_t>(story.end, out_.blocks[end].start);
    std::vector<block> copy = out_.blocks;
    std::vector<chapter_mark> by_heading = find_marked_chapters(out_.text_out, copy, story);
    if (count_story(by_heading) > count_story(out) * 2 + 1) {
      out_.blocks = std::move(copy);
      for (const chapter_mark& m : marks_behind(end))
        by_heading.push_back(m);
      out = std::move(by_heading);
    }
    if (out.empty() || out.front().block != 0) {
      const bool front = !out.empty() && bytes(0, out.front().block) < k_front_page;
      prepend(out, {0, 0, front ? chapter_kind::front : chapter_kind::chapter, {}});
    }
    add_licence(out, g);
    return out;
  }

  [[nodiscard]] std::vector<chapter_mark> marks_behind(std::uint32_t end) const {
    std::vector<chapter_mark> out;
    for (const entry_mark& e : entries_)
      if (e.mark.block >= end) out.push_back(e.mark);
    return out;
  }

  /// Project Gutenberg's licence in the last chapter becomes back matter, its header front matter.
  void add_licence(std::vector<chapter_mark>& marks, const gutenberg_frame& g) const {
    const auto block_at = [&](std::size_t byte) {
      const auto it = std::lower_bound(out_.blocks.begin(), out_.blocks.end(), byte,
                                       [](const block& b, std::size_t at) { return b.start < at; });
      return static_cast<std::uint32_t>(it - out_.blocks.begin());
    };
    const std::uint32_t end = g.story_end >= out_.text_out.size() ? count() : block_at(g.story_end);
    for (chapter_mark& m : marks)
      if (m.block >= end) m.kind = chapter_kind::back;
    const bool marked = std::any_of(marks.begin(), marks.end(),
                                    [&](const chapter_mark& m) { return m.block == end; });
    if (end < count() && !marked) {
      const auto at = std::find_if(marks.begin(), marks.end(),
                                   [&](const chapter_mark& m) { return m.block > end; });
      marks.insert(at, {end, 0, chapter_kind::back, {}});
    }
    if (g.story_start == 0) return;
    const std::uint32_t start = block_at(g.story_start);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const bool whole =
          marks[i].block < start && (i + 1 == marks.size() || marks[i + 1].block >= start);
      if (marks[i].block < start) marks[i].kind = chapter_kind::front;
      const std::uint32_t next = i + 1 < marks.size() ? marks[i + 1].block : count();
      if (whole && next > start && bytes(start, next) > k_front_page && start < count())
        marks.insert(marks.begin() + static_cast<std::ptrdiff_t>(i + 1),
                     {start, 0, chapter_kind::chapter, {}});
    }
  }

  zip_archive& zip_;
  epub_package package_;
  document d_;
  text_builder out_;
  style_rules styles_;
  std::vector<page_info> pages_;
  std::unordered_map<std::string, std::size_t> seen_;
  std::vector<region> regions_;
  std::vector<entry_mark> entries_;
  std::size_t missing_ = 0;
};

}  // namespace

result<document> read_epub(std::string_view bytes) {
  auto zip = zip_archive::open(bytes);
  if (!zip) return tl::make_unexpected(zip.error());
  auto package = read_package(*zip);
  if (!package) return tl::make_unexpected(package.error());
  return epub_reader(*zip, std::move(*package)).read();
}

}  // namespace fabula::text
