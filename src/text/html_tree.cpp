#include "text/html_tree.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory_resource>
#include <new>

#include "text/failure.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

// Gumbo looks through the whole stack of open elements for every tag: deep pages cost the square.
constexpr int k_deepest = 1000;
constexpr int k_deepest_inline = 5000;       // old pages leave <i> and <font> open
constexpr std::size_t k_longest_tag = 4096;  // of a tag that closes itself

[[nodiscard]] std::string tag_name_at(std::string_view s, std::size_t at) {
  std::string name;
  while (
      at < s.size() && name.size() < 16 &&
      (is_letter(static_cast<unsigned char>(s[at])) || is_digit(static_cast<unsigned char>(s[at]))))
    name += static_cast<char>(to_lower(static_cast<unsigned char>(s[at++])));
  return name;
}

/// Whether the page opens more elements than it closes, beyond all sense. Elements that HTML closes
/// by itself (p, li, td) do not count.
[[nodiscard]] bool is_too_deep(std::string_view s) {
  constexpr std::array k_self_closing = {
      "br"sv,    "hr"sv,    "img"sv,  "p"sv,     "input"sv, "meta"sv,   "link"sv, "col"sv,
      "wbr"sv,   "li"sv,    "dd"sv,   "dt"sv,    "td"sv,    "th"sv,     "tr"sv,   "tbody"sv,
      "thead"sv, "tfoot"sv, "rt"sv,   "rp"sv,    "rb"sv,    "option"sv, "body"sv, "html"sv,
      "head"sv,  "area"sv,  "base"sv, "embed"sv, "param"sv, "source"sv};
  constexpr std::array k_inline = {"a"sv,      "b"sv,      "big"sv,  "code"sv, "em"sv,
                                   "font"sv,   "i"sv,      "nobr"sv, "s"sv,    "small"sv,
                                   "strike"sv, "strong"sv, "tt"sv,   "u"sv};
  int containers = 0;
  int inlines = 0;
  for (std::size_t at = s.find('<'); at != std::string_view::npos; at = s.find('<', at + 1)) {
    const bool closing = at + 1 < s.size() && s[at + 1] == '/';
    const std::string name = tag_name_at(s, at + (closing ? 2 : 1));
    if (name.empty() ||
        std::find(k_self_closing.begin(), k_self_closing.end(), name) != k_self_closing.end())
      continue;
    const bool is_inline = std::find(k_inline.begin(), k_inline.end(), name) != k_inline.end();
    int& depth = is_inline ? inlines : containers;
    depth = std::max(0, depth + (closing ? -1 : 1));
    if (depth > (is_inline ? k_deepest_inline : k_deepest)) return true;
  }
  return false;
}

/// Shortens character references of more digits than any character has: gumbo lets them run over.
[[nodiscard]] std::string shorten_references(std::string source) {
  constexpr std::size_t k_most_digits = 7;
  std::size_t at = source.find("&#");
  if (at == std::string::npos) return source;
  std::string out;
  std::size_t from = 0;
  for (; at != std::string::npos; at = source.find("&#", at + 2)) {
    std::size_t digits = at + 2;
    const bool hex = digits < source.size() && (source[digits] | 0x20) == 'x';
    digits += hex ? 1 : 0;
    const char* const allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
    const std::size_t end = std::min(source.find_first_not_of(allowed, digits), source.size());
    const std::size_t first = std::min(source.find_first_not_of('0', digits), end);
    if (end - digits <= k_most_digits) continue;
    out.append(source, from, digits - from);
    // Seven digits are beyond the last code point, or small enough to count.
    out.append(source, first, std::min(end - first, k_most_digits));
    if (first == end) out += '0';
    if (end - first > k_most_digits)
      out.replace(out.size() - k_most_digits, k_most_digits, "9999999");
    from = end;
  }
  out.append(source, from);
  return out;
}

class gumbo_element final : public element {
 public:
  explicit gumbo_element(const GumboElement& e) : e_(e) {
    if (e.tag != GUMBO_TAG_UNKNOWN) {
      name_ = gumbo_normalized_tagname(e.tag);
    } else {
      GumboStringPiece piece = e.original_tag;
      gumbo_tag_from_original_text(&piece);
      name_ = lower(std::string_view(piece.data, piece.length));
    }
  }
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::string_view attribute(const char* name) const override {
    const GumboAttribute* a = gumbo_get_attribute(&e_.attributes, name);
    if (a == nullptr) return {};
    const std::string_view value = a->value;
    return value.empty() && std::string_view(name) == "hidden" ? "hidden"sv : value;
  }

 private:
  const GumboElement& e_;
  std::string name_;
};

[[nodiscard]] bool is_text(const GumboNode& n) noexcept {
  return n.type == GUMBO_NODE_TEXT || n.type == GUMBO_NODE_WHITESPACE || n.type == GUMBO_NODE_CDATA;
}

void* arena_allocate(void* arena, std::size_t size) {
  return static_cast<std::pmr::monotonic_buffer_resource*>(arena)->allocate(
      size, alignof(std::max_align_t));
}
void arena_release(void*, void*) {}

}  // namespace

struct html_tree::implementation {
  std::string source;
  std::pmr::monotonic_buffer_resource arena;
  GumboOutput* output = nullptr;
};

html_tree::html_tree(std::unique_ptr<implementation> i) noexcept : impl_(std::move(i)) {}
html_tree::html_tree(html_tree&&) noexcept = default;
html_tree& html_tree::operator=(html_tree&&) noexcept = default;
html_tree::~html_tree() = default;

result<html_tree> html_tree::parse(std::string source, std::string_view place) {
  if (is_too_deep(source))
    return failure(error_code::damaged, place, "its elements are nested thousands deep",
                   "save the page again from a browser");
  if (source.size() > std::numeric_limits<std::uint32_t>::max() / 2)
    return failure(error_code::too_large, place, "the page is larger than 2 GiB",
                   "cut it into several");
  auto impl = std::make_unique<implementation>();
  impl->source = shorten_references(std::move(source));
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = arena_allocate;
  options.deallocator = arena_release;
  options.userdata = &impl->arena;
  options.max_errors = 0;
  impl->output = gumbo_parse_with_options(&options, impl->source.data(), impl->source.size());
  return html_tree(std::move(impl));
}

void html_tree::walk(markup_sink& sink) const {
  struct place {
    const GumboVector* children;
    unsigned next;
  };
  std::vector<place> stack;
  stack.push_back({&impl_->output->document->v.document.children, 0});
  while (!stack.empty()) {
    place& top = stack.back();
    if (top.next == top.children->length) {
      stack.pop_back();
      if (!stack.empty()) sink.close();
      continue;
    }
    const auto& node = *static_cast<const GumboNode*>(top.children->data[top.next++]);
    if (is_text(node)) {
      sink.words(node.v.text.text);
    } else if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE) {
      sink.open(gumbo_element(node.v.element));
      stack.push_back({&node.v.element.children, 0});
    }
  }
}

std::string named_entity(std::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(static_cast<unsigned char>(c)) || is_digit(static_cast<unsigned char>(c));
  });
  if (name.empty() || !plain) return {};
  struct collector final : markup_sink {
    std::string text;
    void open(const element&) override {}
    void close() override {}
    void words(std::string_view w) override { text += w; }
  } found;
  const std::string reference = std::string("&").append(name).append(";");
  const auto tree = html_tree::parse(std::string("<p>").append(reference), {});
  if (tree) tree->walk(found);
  return found.text == reference || found.text.ends_with(';') ? std::string() : found.text;
}

std::string expand_self_closed(std::string_view s, bool all) {
  constexpr std::array k_void = {
      "area"sv, "base"sv, "br"sv,    "col"sv,    "embed"sv, "hr"sv,  "img"sv,      "input"sv,
      "link"sv, "meta"sv, "param"sv, "source"sv, "track"sv, "wbr"sv, "basefont"sv, "image"sv};
  constexpr std::array k_raw = {"title"sv,  "script"sv,   "style"sv, "textarea"sv,
                                "iframe"sv, "noscript"sv, "xmp"sv,   "noframes"sv};
  std::string out;
  out.reserve(s.size());
  std::size_t from = 0;
  for (std::size_t end = s.find("/>"); end != std::string_view::npos; end = s.find("/>", end + 2)) {
    const std::size_t reach = std::max(from, end - std::min(end, k_longest_tag));
    const std::size_t open = s.substr(reach, end - reach).rfind('<');
    if (open == std::string_view::npos) continue;
    const std::string name = tag_name_at(s, reach + open + 1);
    const bool raw = std::find(k_raw.begin(), k_raw.end(), name) != k_raw.end();
    const bool empty = std::find(k_void.begin(), k_void.end(), name) != k_void.end();
    if (name.empty() || empty || !(raw || all)) continue;
    out += s.substr(from, end - from);
    out.append("></").append(name).append(">");
    from = end + 2;
  }
  out += s.substr(from);
  return out;
}

}  // namespace fabula::text
