#include "text/xml.hpp"

#include <algorithm>
#include <unordered_map>

#include "text/encoding.hpp"
#include "text/failure.hpp"
#include "text/headings.hpp"
#include "text/html_tree.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

/// An element of pugixml. Attribute names are matched as they are written, and by local name for
/// `epub:type`, whose prefix a file may choose.
class xml_element final : public element {
 public:
  explicit xml_element(const pugi::xml_node& node) : node_(node), name_(lower(local_name(node))) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::string_view attribute(const char* name) const override {
    const pugi::xml_attribute a = node_.attribute(name);
    if (!a) return {};
    const std::string_view value = a.value();
    return value.empty() && std::string_view(name) == "hidden" ? std::string_view("hidden") : value;
  }

 private:
  pugi::xml_node node_;
  std::string name_;
};

/// The code point of "#233" or "#xE9"; 0 where it is none.
[[nodiscard]] char32_t numeric_reference(std::string_view body) noexcept {
  const bool hex = body.size() > 2 && (body[1] == 'x' || body[1] == 'X');
  char32_t value = 0;
  for (const char c : body.substr(hex ? 2 : 1)) {
    const char l = static_cast<char>(c | 0x20);
    unsigned digit = 99;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (hex && l >= 'a' && l <= 'f') digit = static_cast<unsigned>(l - 'a') + 10;
    if (digit > 15) return 0;
    value = std::min<char32_t>(value * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0xFFFD;
  if (value >= 0x80 && value < 0xA0) {  // what the web makes of Windows' own numbers
    const char byte = static_cast<char>(value);
    const auto d = decode(std::string_view(&byte, 1));
    return d && !d->text.empty() ? decode_at(d->text, 0).code_point : 0xFFFD;
  }
  return value;
}

/// Where the `;` of the reference at the start of `s` is; npos where there is none near. A number
/// may have any length, as a parser would let it run over.
[[nodiscard]] std::size_t end_of_reference(std::string_view s) noexcept {
  constexpr std::size_t k_longest_name = 40;
  if (!s.starts_with("&#")) return s.substr(0, k_longest_name).find(';');
  const std::size_t end = s.find_first_not_of("0123456789abcdefABCDEFxX", 2);
  return end < s.size() && s[end] == ';' ? end : std::string_view::npos;
}

}  // namespace

std::string resolve_entities(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  std::unordered_map<std::string, std::string> known;
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t amp = std::min(s.find('&', at), s.size());
    out += s.substr(at, amp - at);
    if (amp == s.size()) break;
    const std::size_t end = end_of_reference(s.substr(amp));
    const std::string_view body =
        end == std::string_view::npos ? std::string_view() : s.substr(amp + 1, end - 1);
    at = amp + 1;
    std::string value = "&";
    if (body.starts_with('#') && body.size() > 1) {
      const char32_t c = numeric_reference(body);
      if (c != 0 && c != '<' && c != '&' && c != '>' && c != '"' && c != '\'') {
        value.clear();
        append_utf8(value, c);
        at = amp + end + 1;
      }
    } else if (!body.empty() && body != "lt" && body != "gt" && body != "amp" && body != "quot" &&
               body != "apos") {
      const auto [it, fresh] = known.try_emplace(std::string(body));
      if (fresh) it->second = named_entity(body);
      if (!it->second.empty()) {
        value = it->second;
        at = amp + end + 1;
      }
    }
    out += value;
  }
  return out;
}

tl::expected<void, error> parse_xml(std::string_view utf8, std::string_view place,
                                    pugi::xml_document& out) {
  const std::string source = resolve_entities(utf8);
  const unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                           pugi::parse_ws_pcdata | pugi::parse_wconv_attribute;
  const pugi::xml_parse_result r =
      out.load_buffer(source.data(), source.size(), options, pugi::encoding_utf8);
  if (r) return {};
  return failure(error_code::damaged, std::string(place) + ", byte " + std::to_string(r.offset),
                 std::string("this is not well-formed XML (") + r.description() + ")",
                 k_fetch_again);
}

std::string_view declared_encoding(std::string_view bytes) noexcept {
  const std::string_view head = bytes.substr(0, 2048);
  for (const std::string_view key : {"encoding=", "charset="}) {
    std::size_t at = head.find(key);
    if (at == std::string_view::npos) continue;
    at += key.size();
    while (at < head.size() && (head[at] == '"' || head[at] == '\'' || head[at] == ' '))
      ++at;
    return head.substr(at, head.find_first_of("\"'?> ;/", at) - at);
  }
  return {};
}

tl::expected<void, error> decode_and_parse_xml(std::string_view bytes, std::string_view place,
                                               pugi::xml_document& out) {
  auto text = decode(bytes, declared_encoding(bytes));
  if (!text) {
    error e = text.error();
    e.place = e.place.empty() ? std::string(place) : std::string(place) + ", " + e.place;
    return tl::make_unexpected(std::move(e));
  }
  return parse_xml(text->text, place, out);
}

pugi::xml_node next_node(pugi::xml_node node, const pugi::xml_node& root) noexcept {
  if (node.first_child()) return node.first_child();
  while (node && node != root && !node.next_sibling())
    node = node.parent();
  return !node || node == root ? pugi::xml_node() : node.next_sibling();
}

void walk(const pugi::xml_node& root, markup_sink& sink) {
  pugi::xml_node node = root.first_child();
  while (node) {
    if (node.type() == pugi::node_element) {
      sink.open(xml_element(node));
    } else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
      sink.words(node.value());
    }
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != root) {
      if (node.type() == pugi::node_element) sink.close();
      if (node.next_sibling()) break;
      node = node.parent();
    }
    node = !node || node == root ? pugi::xml_node() : node.next_sibling();
  }
}

std::string_view local_name(const pugi::xml_node& node) noexcept {
  const std::string_view name = node.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node find_element(const pugi::xml_node& root, std::string_view name) noexcept {
  for (pugi::xml_node n = next_node(root, root); n; n = next_node(n, root))
    if (n.type() == pugi::node_element && local_name(n) == name) return n;
  return {};
}

std::string text_under(const pugi::xml_node& root) {
  std::string all;
  for (pugi::xml_node n = next_node(root, root); n; n = next_node(n, root))
    if (n.type() == pugi::node_pcdata || n.type() == pugi::node_cdata) all += n.value();
  return tidy_title(all);
}

std::string_view attribute_of(const pugi::xml_node& node, std::string_view name) noexcept {
  for (const pugi::xml_attribute a : node.attributes()) {
    const std::string_view full = a.name();
    const std::size_t colon = full.rfind(':');
    if (full == name || (colon != std::string_view::npos && full.substr(colon + 1) == name))
      return a.value();
  }
  return {};
}

}  // namespace fabula::text
