#include "text/epub_package.hpp"

#include <unordered_map>

#include "text/failure.hpp"
#include "text/headings.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

constexpr std::string_view k_container = "META-INF/container.xml";

[[nodiscard]] std::string fragment_of(std::string_view reference) {
  const std::size_t hash = reference.find('#');
  return hash == std::string_view::npos ? std::string() : std::string(reference.substr(hash + 1));
}

/// Encryption that is more than the obfuscation of fonts.
[[nodiscard]] tl::expected<void, error> check_encryption(zip_archive& zip) {
  constexpr std::string_view k_problem = "the book is protected by DRM";
  constexpr std::string_view k_remedy = "read it in the shop's program, or get a copy without DRM";
  for (const std::string_view name :
       {"META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl"})
    if (zip.has(name)) return failure(error_code::encrypted, name, k_problem, k_remedy);
  constexpr std::string_view k_list = "META-INF/encryption.xml";
  if (!zip.has(k_list)) return {};
  const auto bytes = zip.read(k_list);
  if (!bytes) return tl::make_unexpected(bytes.error());
  pugi::xml_document tree;
  if (auto ok = decode_and_parse_xml(*bytes, k_list, tree); !ok) return ok;
  for (pugi::xml_node n = next_node(tree, tree); n; n = next_node(n, tree)) {
    if (local_name(n) != "EncryptionMethod") continue;
    const std::string_view how = attribute_of(n, "Algorithm");
    if (how == "http://www.idpf.org/2008/embedding" || how == "http://ns.adobe.com/pdf/enc#RC")
      continue;
    return failure(error_code::encrypted, k_list, k_problem, k_remedy);
  }
  return {};
}

[[nodiscard]] result<std::string> package_path(zip_archive& zip) {
  if (!zip.has(k_container)) {
    for (const char* usual :
         {"content.opf", "OEBPS/content.opf", "OPS/content.opf", "EPUB/package.opf", "package.opf"})
      if (zip.has(usual)) return usual;
    return failure(error_code::damaged, k_container, "the EPUB does not say where its package is",
                   k_fetch_again);
  }
  const auto bytes = zip.read(k_container);
  if (!bytes) return tl::make_unexpected(bytes.error());
  pugi::xml_document tree;
  if (auto ok = decode_and_parse_xml(*bytes, k_container, tree); !ok)
    return tl::make_unexpected(ok.error());
  for (pugi::xml_node n = next_node(tree, tree); n; n = next_node(n, tree)) {
    if (local_name(n) != "rootfile") continue;
    std::string path = resolve_reference({}, attribute_of(n, "full-path"));
    if (!path.empty() && zip.has(path)) return path;
  }
  return failure(error_code::damaged, k_container, "the package that it names is not in the EPUB",
                 k_fetch_again);
}

void read_metadata(const pugi::xml_node& metadata, epub_package& p) {
  for (pugi::xml_node n = next_node(metadata, metadata); n; n = next_node(n, metadata)) {
    const std::string_view name = local_name(n);
    if (name == "title" && p.title.empty()) p.title = text_under(n);
    if (name == "language" && p.language.empty()) p.language = text_under(n);
    if (name != "creator") continue;
    const std::string_view role = attribute_of(n, "role");
    if (!role.empty() && role != "aut") continue;
    const std::string who = text_under(n);
    if (!who.empty()) p.author += (p.author.empty() ? "" : ", ") + who;
  }
}

[[nodiscard]] int ancestors_named(pugi::xml_node n, std::string_view name,
                                  const pugi::xml_node& root) noexcept {
  int count = 0;
  for (n = n.parent(); n && n != root && count < 64; n = n.parent())
    count += local_name(n) == name;
  return count;
}

void read_landmarks(const pugi::xml_node& nav, std::string_view path,
                    std::map<std::string, std::string>& guide) {
  for (pugi::xml_node n = next_node(nav, nav); n; n = next_node(n, nav)) {
    if (local_name(n) != "a") continue;
    const std::string_view type = attribute_of(n, "type");
    const std::string target = resolve_reference(path, attribute_of(n, "href"));
    if (!type.empty() && !target.empty()) guide.try_emplace(target, type);
  }
}

}  // namespace

epub_package parse_package(const pugi::xml_document& opf, std::string_view path) {
  epub_package p;
  struct item {
    std::string path;
    std::string type;
  };
  std::unordered_map<std::string, item> manifest;
  read_metadata(find_element(opf, "metadata"), p);
  for (const pugi::xml_node n : find_element(opf, "manifest").children()) {
    if (local_name(n) != "item") continue;
    item i{resolve_reference(path, attribute_of(n, "href")), lower(attribute_of(n, "media-type"))};
    if (i.path.empty()) continue;
    if (has_word(attribute_of(n, "properties"), "nav")) p.nav = i.path;
    if (i.type == "text/css") p.style_sheets.push_back(i.path);
    if (i.type == "application/x-dtbncx+xml" && p.ncx.empty()) p.ncx = i.path;
    manifest.try_emplace(std::string(attribute_of(n, "id")), std::move(i));
  }
  const pugi::xml_node spine = find_element(opf, "spine");
  const auto ncx = manifest.find(std::string(attribute_of(spine, "toc")));
  if (ncx != manifest.end()) p.ncx = ncx->second.path;
  for (const pugi::xml_node n : spine.children()) {
    if (local_name(n) != "itemref") continue;
    const auto it = manifest.find(std::string(attribute_of(n, "idref")));
    if (it == manifest.end() || it->second.type.starts_with("image/")) continue;
    p.spine.push_back(it->second.path);
    p.linear.push_back(attribute_of(n, "linear") != "no");
  }
  for (const pugi::xml_node n : find_element(opf, "guide").children()) {
    const std::string target = resolve_reference(path, attribute_of(n, "href"));
    if (!target.empty()) p.guide.try_emplace(target, lower(attribute_of(n, "type")));
  }
  return p;
}

result<epub_package> read_package(zip_archive& zip) {
  if (auto ok = check_encryption(zip); !ok) return tl::make_unexpected(ok.error());
  const auto path = package_path(zip);
  if (!path) return tl::make_unexpected(path.error());
  const auto bytes = zip.read(*path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  pugi::xml_document opf;
  if (auto ok = decode_and_parse_xml(*bytes, *path, opf); !ok)
    return tl::make_unexpected(ok.error());
  epub_package p = parse_package(opf, *path);
  if (p.spine.empty())
    return failure(error_code::damaged, *path, "the EPUB lists nothing to read", k_fetch_again);
  return p;
}

std::vector<toc_entry> parse_ncx(const pugi::xml_document& ncx, std::string_view path) {
  std::vector<toc_entry> entries;
  const pugi::xml_node map = find_element(ncx, "navMap");
  for (pugi::xml_node n = next_node(map, map); n; n = next_node(n, map)) {
    if (local_name(n) != "navPoint") continue;
    toc_entry e;
    std::string_view target;
    for (const pugi::xml_node c : n.children()) {
      if (local_name(c) == "navLabel") e.title = text_under(c);
      if (local_name(c) == "content") target = attribute_of(c, "src");
    }
    e.path = resolve_reference(path, target);
    e.fragment = fragment_of(target);
    e.depth = ancestors_named(n, "navPoint", map);
    if (!target.empty() && !e.path.empty()) entries.push_back(std::move(e));
  }
  return entries;
}

std::vector<toc_entry> parse_nav(const pugi::xml_document& nav, std::string_view path,
                                 std::map<std::string, std::string>& guide) {
  std::vector<toc_entry> entries;
  for (pugi::xml_node list = next_node(nav, nav); list; list = next_node(list, nav)) {
    if (local_name(list) != "nav") continue;
    const std::string_view type = attribute_of(list, "type");
    if (has_word(type, "landmarks")) read_landmarks(list, path, guide);
    if (!entries.empty() || !(type.empty() || has_word(type, "toc"))) continue;
    for (pugi::xml_node n = next_node(list, list); n; n = next_node(n, list)) {
      if (local_name(n) != "a") continue;
      const std::string_view target = attribute_of(n, "href");
      toc_entry e{text_under(n), resolve_reference(path, target), fragment_of(target), 0};
      e.depth = ancestors_named(n, "ol", list) - 1;
      if (!e.path.empty()) entries.push_back(std::move(e));
    }
  }
  return entries;
}

}  // namespace fabula::text
