#include <algorithm>
#include <unordered_map>

#include "text/failure.hpp"
#include "text/pages.hpp"
#include "text/readers.hpp"
#include "text/unicode.hpp"
#include "text/zip_archive.hpp"

namespace fabula::text {
namespace {

constexpr std::string_view k_document = "word/document.xml";

/// What a style of Word means for reading.
struct word_style {
  std::string name;
  std::string based_on;
  int level = -1;   ///< outline level, 0 for the highest; -1 for none
  int italic = -1;  ///< 1 on, 0 off, -1 not said
  bool contents = false;
};

[[nodiscard]] bool is_on(const pugi::xml_node& toggle) noexcept {
  const std::string_view v = attribute_of(toggle, "val");
  return v != "0" && v != "false" && v != "none" && v != "off";
}

[[nodiscard]] pugi::xml_node child(const pugi::xml_node& node, std::string_view name) noexcept {
  for (const pugi::xml_node c : node.children())
    if (local_name(c) == name) return c;
  return {};
}

class word_styles {
 public:
  void read(const pugi::xml_node& root) {
    for (const pugi::xml_node s : find_element(root, "styles").children()) {
      if (local_name(s) != "style") continue;
      word_style w;
      w.name = lower(attribute_of(child(s, "name"), "val"));
      w.based_on = attribute_of(child(s, "basedOn"), "val");
      const pugi::xml_node outline = child(child(s, "pPr"), "outlineLvl");
      if (outline) w.level = static_cast<int>(number(attribute_of(outline, "val")));
      if (w.name.starts_with("heading ")) w.level = static_cast<int>(number(w.name.substr(8))) - 1;
      if (w.name == "title") w.level = 0;
      w.contents = w.name.starts_with("toc ");
      const pugi::xml_node italic = child(child(s, "rPr"), "i");
      if (italic) w.italic = is_on(italic);
      styles_.emplace(attribute_of(s, "styleId"), std::move(w));
    }
  }

  /// The style with what it inherits.
  [[nodiscard]] word_style of(std::string_view id) const {
    word_style all;
    std::string at(id);
    for (int step = 0; step < 12 && !at.empty(); ++step) {
      const auto it = styles_.find(at);
      if (it == styles_.end()) break;
      if (all.level < 0) all.level = it->second.level;
      if (all.italic < 0) all.italic = it->second.italic;
      all.contents = all.contents || it->second.contents;
      at = it->second.based_on;
    }
    if (styles_.empty() && id.starts_with("Heading"))
      all.level = static_cast<int>(number(id.substr(7))) - 1;
    return all;
  }

  [[nodiscard]] static unsigned number(std::string_view s) noexcept {
    unsigned n = 0;
    for (const char c : s)
      if (c >= '0' && c <= '9' && n < 1000) n = n * 10 + static_cast<unsigned>(c - '0');
    return n;
  }

 private:
  std::unordered_map<std::string, word_style> styles_;
};

/// What a reader of the document does not see: deleted text, field codes, the older of two forms.
[[nodiscard]] bool is_skipped(std::string_view name) noexcept {
  return name == "del" || name == "instrText" || name == "delText" || name == "Fallback" ||
         name == "moveFrom" || name == "delInstrText" || name == "sdtPr" || name == "sectPr" ||
         name == "rPrChange" || name == "pPrChange" || name == "pict";
}

[[nodiscard]] bool is_vanished(const pugi::xml_node& run) noexcept {
  const pugi::xml_node v = child(child(run, "rPr"), "vanish");
  return v && is_on(v);
}

/// Goes through WordprocessingML without recursion: the node behind `n`, passing what is under it
/// where `skip` is set.
[[nodiscard]] pugi::xml_node behind(pugi::xml_node n, const pugi::xml_node& root,
                                    bool skip) noexcept {
  if (!skip) return next_node(n, root);
  while (n && n != root && !n.next_sibling())
    n = n.parent();
  return !n || n == root ? pugi::xml_node() : n.next_sibling();
}

class docx_reader {
 public:
  docx_reader(text_builder& out, const word_styles& styles) : out_(out), styles_(styles) {}

  void add_notes(const pugi::xml_node& root, std::string_view list) {
    const pugi::xml_node notes = find_element(root, list);
    for (const pugi::xml_node n : notes.children()) {
      const std::string_view type = attribute_of(n, "type");
      if (type.empty() || type == "normal") notes_.emplace(key(list, attribute_of(n, "id")), n);
    }
  }

  void read(const pugi::xml_node& body) {
    read_under(body, {});
    out_.finish();
  }

  std::uint64_t notes_read = 0;

 private:
  [[nodiscard]] static std::string key(std::string_view list, std::string_view id) {
    return std::string(list.substr(0, 4)).append(":").append(id);
  }

  void open_paragraph(const pugi::xml_node& p, const block_style& base) {
    style_ = base;
    const pugi::xml_node properties = child(p, "pPr");
    word_style w = styles_.of(attribute_of(child(properties, "pStyle"), "val"));
    const pugi::xml_node outline = child(properties, "outlineLvl");
    if (outline) w.level = static_cast<int>(word_styles::number(attribute_of(outline, "val")));
    if (w.level >= 0 && w.level < 6) style_.level = static_cast<std::uint8_t>(w.level + 1);
    if (w.contents) style_.level = 0;
    paragraph_italic_ = w.italic == 1;
    const pugi::xml_node spacing = child(properties, "spacing");
    style_.gap = style_.level == 0 && word_styles::number(attribute_of(spacing, "before")) >= 360;
    first_block_ = out_.next_block();
  }

  void run(const pugi::xml_node& r) {
    const pugi::xml_node properties = child(r, "rPr");
    const pugi::xml_node italic = child(properties, "i");
    const word_style w = styles_.of(attribute_of(child(properties, "rStyle"), "val"));
    bool slanted = w.italic == -1 ? paragraph_italic_ : w.italic == 1;
    if (italic) slanted = is_on(italic);
    const pugi::xml_node bold = child(properties, "b");
    set_emphasis(slanted);
    set_bold(bold && is_on(bold));
  }

  void set_emphasis(bool on) {
    if (on != emphasis_) out_.emphasis(on);
    emphasis_ = on;
  }
  void set_bold(bool on) {
    if (on != bold_) out_.bold(on);
    bold_ = on;
  }

  void close_paragraph() {
    set_emphasis(false);
    const bool empty = out_.pending() == 0;
    out_.end_block(style_);
    set_bold(false);
    if (empty && out_.next_block() == first_block_) out_.gap();
    std::vector<std::string> open;
    open.swap(open_notes_);
    for (const std::string& id : open) {
      const auto it = notes_.find(id);
      if (it == notes_.end()) continue;
      block_style note;
      note.kind = paragraph_kind::note;
      const pugi::xml_node n = it->second;
      notes_.erase(it);  // each note once, where it is first called
      notes_read += count_docx_visible(n);
      read_under(n, note);
    }
  }

  void read_under(const pugi::xml_node& root, const block_style& base) {
    bool open = false;
    for (pugi::xml_node n = next_node(root, root); n;) {
      const std::string_view name = local_name(n);
      bool skip = is_skipped(name) || (name == "r" && is_vanished(n));
      if (!skip) {
        if (name == "p" && !n.first_child()) {
          if (out_.pending() == 0) out_.gap();
        } else if (name == "p" && !(open && in_cell(n))) {
          if (open) close_paragraph();
          open_paragraph(n, base);
          open = true;
        }
        inside(name, n);
      }
      const pugi::xml_node next = behind(n, root, skip);
      // Paragraphs are closed when the walk leaves them; in a table cell a tab parts them.
      if (open && leaves_paragraph(n, next, root)) {
        const bool cell = in_cell(n);
        if (cell) {
          out_.cell();
        } else {
          close_paragraph();
          open = false;
        }
      }
      if (leaves(n, next, "tr", root) && open) {
        close_paragraph();
        open = false;
      }
      n = next;
    }
    if (open) close_paragraph();
  }

  [[nodiscard]] static bool in_cell(pugi::xml_node n) noexcept {
    for (int step = 0; n && step < 40; ++step, n = n.parent())
      if (local_name(n) == "tc") return true;
    return false;
  }
  [[nodiscard]] static bool leaves(pugi::xml_node n, const pugi::xml_node& next,
                                   std::string_view name, const pugi::xml_node& root) noexcept {
    const pugi::xml_node stop = next ? next.parent() : root;
    for (; n && n != stop && n != root; n = n.parent())
      if (local_name(n) == name) return true;
    return false;
  }
  [[nodiscard]] static bool leaves_paragraph(const pugi::xml_node& n, const pugi::xml_node& next,
                                             const pugi::xml_node& root) noexcept {
    return leaves(n, next, "p", root);
  }

  void inside(std::string_view name, const pugi::xml_node& n) {
    if (name == "r") {
      run(n);
    } else if (name == "t") {
      out_.text(n.text().get());
    } else if (name == "tab") {
      if (local_name(n.parent()) == "r") out_.text(" ");
    } else if (name == "br" || name == "cr") {
      if (attribute_of(n, "type") == "page") return;
      out_.line_break();
    } else if (name == "noBreakHyphen") {
      out_.generated("-");
    } else if (name == "footnoteReference" || name == "endnoteReference") {
      const std::string_view list = name.substr(0, 4);
      open_notes_.push_back(key(list, attribute_of(n, "id")));
      out_.generated("[" + std::to_string(++note_number_) + "]");
    }
  }

 public:
  /// Counts what a reader of the document sees under `root`, without the notes.
  [[nodiscard]] static std::uint64_t count_docx_visible(const pugi::xml_node& root) {
    std::uint64_t count = 0;
    for (pugi::xml_node n = next_node(root, root); n;) {
      const std::string_view name = local_name(n);
      const bool skip = is_skipped(name) || (name == "r" && is_vanished(n));
      if (!skip && name == "t") count += count_visible(n.text().get());
      n = behind(n, root, skip);
    }
    return count;
  }

 private:
  text_builder& out_;
  const word_styles& styles_;
  std::unordered_map<std::string, pugi::xml_node> notes_;
  std::vector<std::string> open_notes_;
  block_style style_;
  std::uint32_t first_block_ = 0;
  unsigned note_number_ = 0;
  bool paragraph_italic_ = false;
  bool emphasis_ = false;
  bool bold_ = false;
};

/// A part of the archive as a tree; empty where the archive has no such part.
[[nodiscard]] tl::expected<void, error> read_part(zip_archive& zip, std::string_view name,
                                                  pugi::xml_document& out) {
  if (!zip.has(name)) return {};
  const auto bytes = zip.read(name);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return decode_and_parse_xml(*bytes, name, out);
}

void read_core(zip_archive& zip, document& d) {
  pugi::xml_document core;
  if (!read_part(zip, "docProps/core.xml", core)) return;
  d.source.title = text_under(find_element(core, "title"));
  d.source.author = text_under(find_element(core, "creator"));
  d.source.language = text_under(find_element(core, "language"));
}

}  // namespace

result<document> read_docx(std::string_view bytes) {
  auto zip = zip_archive::open(bytes);
  if (!zip) return tl::make_unexpected(zip.error());
  if (zip->has("EncryptedPackage") || zip->has("EncryptionInfo"))
    return failure(error_code::encrypted, {}, "the document is protected by a password",
                   "save it without one");
  if (!zip->has(k_document))
    return failure(error_code::damaged, k_document, "there is no document in this Word file",
                   "save it again as .docx");
  pugi::xml_document body;
  pugi::xml_document style_tree;
  pugi::xml_document footnotes;
  pugi::xml_document endnotes;
  for (const auto& [name, tree] :
       {std::pair<std::string_view, pugi::xml_document*>{k_document, &body},
        {"word/styles.xml", &style_tree},
        {"word/footnotes.xml", &footnotes},
        {"word/endnotes.xml", &endnotes}})
    if (auto ok = read_part(*zip, name, *tree); !ok) return tl::make_unexpected(ok.error());
  const pugi::xml_node root = find_element(body, "body");
  if (!root)
    return failure(error_code::damaged, k_document, "the document has no body",
                   "save it again as .docx");
  document d;
  d.source.encoding = "utf-8";
  d.source.encoding_evidence = "declared";
  read_core(*zip, d);
  word_styles styles;
  styles.read(style_tree);
  text_builder out;
  docx_reader reader(out, styles);
  reader.add_notes(footnotes, "footnotes");
  reader.add_notes(endnotes, "endnotes");
  reader.read(root);
  d.source.visible_characters = docx_reader::count_docx_visible(root) + reader.notes_read;
  if (out.blocks.empty())
    return failure(error_code::empty, k_document, "there is no text in the document",
                   "give a book to read");
  finish_marked(d, std::move(out), {});
  return d;
}

}  // namespace fabula::text
