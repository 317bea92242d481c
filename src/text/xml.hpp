/// @file
/// @brief XML by pugixml: parsing of what stories come in, and walking it without recursion.
#ifndef FABULA_TEXT_XML_HPP
#define FABULA_TEXT_XML_HPP

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "fabula/result.hpp"
#include "text/markup.hpp"

namespace fabula::text {

/// Parses UTF-8 (as `decode` gives it) into `out`; `place` names the file in errors. Named entities
/// of HTML become characters, entities of a DTD are never expanded. Errors: `damaged`.
[[nodiscard]] tl::expected<void, error> parse_xml(std::string_view utf8, std::string_view place,
                                                  pugi::xml_document& out);

/// Decodes an XML file by its byte order mark or its declaration, then parses it.
[[nodiscard]] tl::expected<void, error> decode_and_parse_xml(std::string_view bytes,
                                                             std::string_view place,
                                                             pugi::xml_document& out);

/// The encoding that `<?xml ... encoding="..."?>` or `<meta charset>` declares; may be empty.
[[nodiscard]] std::string_view declared_encoding(std::string_view bytes) noexcept;

/// Sends a whole tree to `sink`, without recursion.
void walk(const pugi::xml_node& root, markup_sink& sink);

/// The name without its prefix: `dc:title` gives `title`.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node) noexcept;

/// The next node of a walk over the whole tree under `root`, children first; null at the end.
[[nodiscard]] pugi::xml_node next_node(pugi::xml_node node, const pugi::xml_node& root) noexcept;

/// The first element under `root` with this local name; null if none.
[[nodiscard]] pugi::xml_node find_element(const pugi::xml_node& root,
                                          std::string_view name) noexcept;

/// All text under `root`, white space collapsed.
[[nodiscard]] std::string text_under(const pugi::xml_node& root);

/// The value of an attribute by its local name; empty if none.
[[nodiscard]] std::string_view attribute_of(const pugi::xml_node& node,
                                            std::string_view name) noexcept;

/// Resolves character references other than `&lt; &gt; &amp; &quot; &apos;`, so that nothing but
/// what XML itself knows is left. What is no reference stays as it is.
[[nodiscard]] std::string resolve_entities(std::string_view utf8);

}  // namespace fabula::text

#endif  // FABULA_TEXT_XML_HPP
