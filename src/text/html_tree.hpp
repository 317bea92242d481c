/// @file
/// @brief HTML by gumbo: parsing with a limit on nesting, and walking without recursion.
#ifndef FABULA_TEXT_HTML_TREE_HPP
#define FABULA_TEXT_HTML_TREE_HPP

#include <memory>
#include <string>
#include <string_view>

#include "fabula/result.hpp"
#include "text/markup.hpp"

namespace fabula::text {

/// A parsed page. Its memory is one arena, so that freeing it needs no recursion either.
class html_tree {
 public:
  /// Parses UTF-8. Errors: `damaged` where elements are nested beyond all sense, `too_large`.
  [[nodiscard]] static result<html_tree> parse(std::string source, std::string_view place);
  html_tree(html_tree&&) noexcept;
  html_tree& operator=(html_tree&&) noexcept;
  html_tree(const html_tree&) = delete;
  html_tree& operator=(const html_tree&) = delete;
  ~html_tree();

  void walk(markup_sink& sink) const;

 private:
  struct implementation;
  explicit html_tree(std::unique_ptr<implementation> i) noexcept;
  std::unique_ptr<implementation> impl_;
};

/// The characters of a named entity of HTML ("nbsp", "eacute"); empty where there is no such name.
[[nodiscard]] std::string named_entity(std::string_view name);

/// Writes `<x/>` as `<x></x>` for elements that HTML does not close so. `all` is for pages that
/// were XHTML; else raw-text elements alone, which would swallow the rest of the page.
[[nodiscard]] std::string expand_self_closed(std::string_view source, bool all);

}  // namespace fabula::text

#endif  // FABULA_TEXT_HTML_TREE_HPP
