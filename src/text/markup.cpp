#include "text/markup.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "text/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr std::array k_blocks = {
    "address"sv,  "article"sv,    "aside"sv,   "blockquote"sv, "body"sv,    "caption"sv, "center"sv,
    "dd"sv,       "details"sv,    "dialog"sv,  "dir"sv,        "div"sv,     "dl"sv,      "dt"sv,
    "fieldset"sv, "figcaption"sv, "figure"sv,  "footer"sv,     "form"sv,    "h1"sv,      "h2"sv,
    "h3"sv,       "h4"sv,         "h5"sv,      "h6"sv,         "header"sv,  "hgroup"sv,  "html"sv,
    "legend"sv,   "li"sv,         "listing"sv, "main"sv,       "menu"sv,    "nav"sv,     "ol"sv,
    "p"sv,        "plaintext"sv,  "pre"sv,     "section"sv,    "summary"sv, "table"sv,   "tbody"sv,
    "tfoot"sv,    "thead"sv,      "tr"sv,      "ul"sv,         "xmp"sv};
constexpr std::array k_hidden = {"script"sv,   "style"sv,  "template"sv, "noscript"sv, "svg"sv,
                                 "iframe"sv,   "object"sv, "audio"sv,    "video"sv,    "select"sv,
                                 "textarea"sv, "button"sv, "datalist"sv, "canvas"sv,   "noframes"sv,
                                 "noembed"sv,  "map"sv};

template <std::size_t N>
[[nodiscard]] bool contains(const std::array<std::string_view, N>& all,
                            std::string_view w) noexcept {
  return std::find(all.begin(), all.end(), w) != all.end();
}

[[nodiscard]] std::string_view trimmed(std::string_view s) noexcept {
  const std::size_t from = s.find_first_not_of(" \t\r\n\f");
  if (from == std::string_view::npos) return {};
  return s.substr(from, s.find_last_not_of(" \t\r\n\f") - from + 1);
}

/// Whether a length of a style sheet is a line's height or more.
[[nodiscard]] bool is_wide(std::string_view value) noexcept {
  double n = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), n);
  if (problem != std::errc()) return false;
  const std::string_view unit = value.substr(static_cast<std::size_t>(end - value.data()));
  if (unit.starts_with("em") || unit.starts_with("rem")) return n >= 1.0;
  if (unit.starts_with("px") || unit.starts_with("pt")) return n >= 14;
  return unit.starts_with('%') && n >= 4;
}

/// The first length of a `margin` or the value of `margin-top`.
[[nodiscard]] std::uint8_t read_declaration(std::string_view property, std::string_view value) {
  if (property == "font-style")
    return value.starts_with("italic") || value.starts_with("oblique") ? style_rules::italic
           : value.starts_with("normal")                               ? style_rules::upright
                                                                       : 0;
  if (property == "display") return value.starts_with("none") ? style_rules::hidden : 0;
  if (property == "visibility") return value.starts_with("hidden") ? style_rules::hidden : 0;
  if (property == "white-space") return value.starts_with("pre") ? style_rules::preformatted : 0;
  if (property == "font-weight")
    return value.starts_with("bold") || value.starts_with("700") ? style_rules::bold : 0;
  if (property == "margin-top" || property == "margin" || property == "padding-top")
    return is_wide(value) ? style_rules::gap : 0;
  if (property == "font")
    return value.find("italic") != std::string_view::npos ? style_rules::italic : 0;
  return 0;
}

[[nodiscard]] bool has_break_class(std::string_view classes) {
  const std::string c = lower(classes);
  for (const std::string_view word :
       {"scenebreak"sv, "scene-break"sv, "scene_break"sv, "sectionbreak"sv, "section-break"sv,
        "section_break"sv, "thoughtbreak"sv, "asterism"sv})
    if (c.find(word) != std::string::npos) return true;
  return false;
}

[[nodiscard]] bool has_verse_class(std::string_view classes) {
  const std::string c = lower(classes);
  for (const std::string_view word :
       {"verse"sv, "poem"sv, "poetry"sv, "stanza"sv, "lyrics"sv, "song"sv})
    if (c.find(word) != std::string::npos) return true;
  return false;
}

/// The name of an element's region; null where it has none.
[[nodiscard]] const char* region_of(const element& e) {
  const std::string_view name = e.name();
  if (name == "dt") return "dt";
  if (name == "dd") return "dd";
  const std::string_view id = e.attribute("id");
  if (id == "preface") return "preface";
  if (id == "afterword") return "afterword";
  if (id.starts_with("endnotes")) return "endnotes";
  return name == "div" && has_word(e.attribute("class"), "meta") ? "meta" : nullptr;
}

}  // namespace

bool has_word(std::string_view list, std::string_view word) noexcept {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t from = list.find_first_not_of(" \t\r\n", at);
    if (from == std::string_view::npos) return false;
    const std::size_t to = std::min(list.find_first_of(" \t\r\n", from), list.size());
    if (list.substr(from, to - from) == word) return true;
    at = to;
  }
  return false;
}

std::uint8_t read_declarations(std::string_view css) {
  std::uint8_t all = 0;
  for (std::size_t at = 0; at < css.size();) {
    const std::size_t end = std::min(css.find(';', at), css.size());
    const std::string_view one = css.substr(at, end - at);
    const std::size_t colon = one.find(':');
    if (colon != std::string_view::npos)
      all =
          static_cast<std::uint8_t>(all | read_declaration(lower(trimmed(one.substr(0, colon))),
                                                           lower(trimmed(one.substr(colon + 1)))));
    at = end + 1;
  }
  return all;
}

void style_rules::add_sheet(std::string_view css) {
  std::string plain;  // without comments
  for (std::size_t at = 0; at < css.size();) {
    const std::size_t open = std::min(css.find("/*", at), css.size());
    plain += css.substr(at, open - at);
    const std::size_t close = open < css.size() ? css.find("*/", open + 2) : std::string_view::npos;
    at = close == std::string_view::npos ? css.size() : close + 2;
  }
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t open = plain.find('{', at);
    if (open == std::string::npos) break;
    const std::size_t close = std::min(plain.find('}', open), plain.size());
    std::string_view selectors = std::string_view(plain).substr(at, open - at);
    if (const std::size_t s = selectors.find_last_of(";}"); s != std::string_view::npos)
      selectors.remove_prefix(s + 1);
    at = close + 1;
    if (trimmed(selectors).starts_with(
            '@')) {  // a block of rules: look inside, or pass a font face
      at = trimmed(selectors).starts_with("@media") ? open + 1 : at;
      continue;
    }
    const std::uint8_t what =
        read_declarations(std::string_view(plain).substr(open + 1, close - open - 1));
    for (std::size_t i = 0; what != 0 && i < selectors.size();) {
      const std::size_t comma = std::min(selectors.find(',', i), selectors.size());
      const std::string_view one = trimmed(selectors.substr(i, comma - i));
      if (!one.empty() && one.find_first_of(" >+~:[*") == std::string_view::npos) {
        std::uint8_t& rule = rules[std::string(one)];
        rule = static_cast<std::uint8_t>(rule | what);
      }
      i = comma + 1;
    }
  }
}

std::uint8_t style_rules::of(const element& e) const {
  unsigned all = 0;
  const std::string_view inline_style = e.attribute("style");
  if (!rules.empty()) {
    const std::string tag(e.name());
    const auto look = [&](const std::string& key) {
      const auto it = rules.find(key);
      return it == rules.end() ? 0U : unsigned{it->second};
    };
    all = look(tag) & ~unsigned{gap};  // space that all paragraphs have parts no scenes
    const std::string_view classes = e.attribute("class");
    for (std::size_t at = 0; at < classes.size();) {
      const std::size_t from = classes.find_first_not_of(" \t\r\n", at);
      if (from == std::string_view::npos) break;
      const std::size_t to = std::min(classes.find_first_of(" \t\r\n", from), classes.size());
      const std::string key = std::string(".").append(classes.substr(from, to - from));
      const unsigned own = look(key) | look(std::string(tag).append(key));
      if ((own & upright) != 0) all &= ~unsigned{italic};
      if ((own & italic) != 0) all &= ~unsigned{upright};
      all |= own;
      at = to;
    }
    const std::string_view id = e.attribute("id");
    if (!id.empty()) all |= look(std::string("#").append(id));
  }
  if (!inline_style.empty()) {
    const unsigned own = read_declarations(inline_style);
    if ((own & upright) != 0) all &= ~unsigned{italic};
    all |= own;
  }
  return static_cast<std::uint8_t>(all);
}

bool is_hidden(const element& e, const style_rules& styles, bool drop_navigation) {
  const std::string_view name = e.name();
  if (contains(k_hidden, name) || name == "head") return true;
  if (drop_navigation && name == "nav") return true;
  const std::string_view hidden = e.attribute("hidden");
  if (!hidden.empty() || e.attribute("aria-hidden") == "true") return true;
  return (styles.of(e) & style_rules::hidden) != 0;
}

void visible_counter::open(const element& e) {
  if (hidden_from_ == k_never && is_hidden(e, styles_, drop_navigation_)) hidden_from_ = depth_ + 1;
  ++depth_;
}

void page_reader::set_roles(const element& e, level_state& s) {
  std::string_view type = e.attribute("epub:type");
  if (type.empty()) {
    type = e.attribute("role");
    if (!type.starts_with("doc-")) return;
    type.remove_prefix(4);
  }
  for (const std::string_view note : {"footnote"sv, "endnote"sv, "rearnote"sv, "note"sv})
    if (has_word(type, note)) s.style.kind = paragraph_kind::note;
  s.note_mark = has_word(type, "noteref");
  const std::string_view name = e.name();
  if (name == "section" || name == "body" || name == "div" || name == "article" || name == "nav" ||
      name == "aside" || name == "header")
    roles.push_back({out_.next_block(), std::string(type)});
}

void page_reader::open_block(const element& e, level_state& s) {
  const std::string_view name = e.name();
  const std::string_view classes = e.attribute("class");
  if (!stack_.empty() && stack_.back().stanza && (name == "p" || name == "div")) {
    s.line = true;
    s.stanza = true;
    out_.new_line();
    return;
  }
  out_.end_block(style());
  s.block = true;
  s.stanza = classes.find("stanza") != std::string_view::npos ||
             classes.find("linegroup") != std::string_view::npos;
  if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6')
    s.style.level = static_cast<std::uint8_t>(name[1] - '0');
  s.pre = name == "pre" || name == "listing" || name == "xmp";
  s.break_class = !classes.empty() && has_break_class(classes);
  if (!classes.empty() && has_verse_class(classes)) s.style.keep_lines = true;
  if (name == "aside") s.style.kind = paragraph_kind::note;
  s.spacer = name == "p";
}

void page_reader::open_inline(const element& e, level_state& s, std::uint8_t css) {
  const std::string_view name = e.name();
  s.emphasis = name == "i" || name == "em" || name == "cite" || name == "dfn" || name == "var";
  if ((css & style_rules::italic) != 0) s.emphasis = true;
  if ((css & style_rules::upright) != 0) s.emphasis = false;
  s.bold = name == "b" || name == "strong" || (css & style_rules::bold) != 0;
  s.quote = name == "q";
  s.link = name == "a" && !e.attribute("href").empty();
  s.note_mark = s.note_mark || name == "sup";
  if (name == "ruby") ruby_parens_ = false;
  if (name == "rp") ruby_parens_ = true;
  s.ruby_text = name == "rt" && !ruby_parens_;
  if (name == "td" || name == "th") out_.cell();
}

/// The letter that a picture stands for, and pictures in mid-sentence, are read by their words.
void page_reader::image(const element& e) {
  ++images;
  const std::string_view alt = trimmed(e.attribute("alt"));
  if (alt.empty()) return;
  const bool initial =
      out_.pending() == 0 && count_visible(alt) == 1 && is_letter(decode_at(alt, 0).code_point);
  const bool inside = out_.pending() > 0 && alt.size() <= 80;
  if (initial || inside) {
    out_.generated(alt);
  } else if (out_.pending() == 0 && is_scene_break(alt)) {
    out_.rule();
  }
}

void page_reader::open(const element& e) {
  level_state s;
  if (!stack_.empty()) {
    s.style = stack_.back().style;
    s.style.gap = false;
    s.hidden = stack_.back().hidden;
  }
  const std::string_view name = e.name();
  s.in_title = name == "title";
  if (!s.hidden) s.hidden = is_hidden(e, styles_, drop_navigation_);
  s.first_block = out_.next_block();
  s.from = out_.pending();
  if (s.hidden) {
    stack_.push_back(s);
    return;
  }
  if (name == "br") {
    out_.line_break();
  } else if (name == "hr") {
    out_.end_block(style());
    out_.rule();
  } else if (name == "img" || name == "image") {
    image(e);
  }
  const std::uint8_t css = styles_.of(e);
  set_roles(e, s);
  if (contains(k_blocks, name)) {
    open_block(e, s);
    s.region = region_of(e);
    s.first_block = out_.next_block();
    s.from = out_.pending();
    s.style.gap = (css & style_rules::gap) != 0 && name == "p";
    s.pre = s.pre || (css & style_rules::preformatted) != 0;
    s.style.preformatted = s.style.preformatted || s.pre;
  }
  open_inline(e, s, css);
  for (const char* key : {"id", "name"}) {
    const std::string_view id = e.attribute(key);
    if (!id.empty() && (key[0] == 'i' || name == "a"))
      out_.anchor(std::string(prefix_).append("#").append(id));
  }
  links_ += s.link;
  if (s.emphasis) out_.emphasis(true);
  if (s.bold) out_.bold(true);
  if (s.pre) out_.preformatted(true);
  if (s.quote) out_.generated(quotes_++ % 2 == 0 ? "\u201C" : "\u2018");
  if (s.ruby_text) out_.generated("(");
  stack_.push_back(s);
}

void page_reader::close() {
  if (stack_.empty()) return;
  const level_state s = stack_.back();
  if (!s.hidden) {
    if (s.quote) out_.generated(--quotes_ % 2 == 0 ? "\u201D" : "\u2019");
    if (s.ruby_text) out_.generated(")");
    if (s.note_mark && !s.block && out_.pending() > s.from && s.from > 0) {
      const std::string_view mark = out_.pending_from(s.from);
      const bool number =
          std::all_of(mark.begin(), mark.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (number && mark.size() <= 4) out_.bracket(s.from);
    }
    if (s.emphasis) out_.emphasis(false);
    if (s.bold && !s.block) out_.bold(false);
    const bool empty = out_.pending() == 0 && out_.next_block() == s.first_block;
    links_ -= s.link;
    if (s.line) out_.new_line();
    if (s.block) out_.end_block(s.style);
    if (s.bold && s.block) out_.bold(false);
    if (s.region != nullptr) regions.push_back({s.region, s.first_block, out_.next_block()});
    if (s.pre) out_.preformatted(false);
    if (empty && s.break_class) {
      out_.rule();
    } else if (empty && s.spacer) {
      out_.gap();
    }
  }
  stack_.pop_back();
}

void page_reader::words(std::string_view text) {
  if (!stack_.empty() && stack_.back().hidden) {
    if (stack_.back().in_title) title += text;
    return;
  }
  if (links_ > 0) linked += count_visible(text);
  out_.text(text);
}

}  // namespace fabula::text
