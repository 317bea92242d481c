/// @file
/// @brief A page of HTML or XHTML, by whichever parser can read it.
#ifndef FABULA_TEXT_PAGES_HPP
#define FABULA_TEXT_PAGES_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "text/chapters.hpp"
#include "text/html_tree.hpp"
#include "text/xml.hpp"

namespace fabula::text {

class parsed_page {
 public:
  /// XHTML is read as XML, or as HTML where it is not well-formed; HTML is read as HTML.
  [[nodiscard]] static result<parsed_page> parse(std::string_view utf8, std::string_view place);

  void walk(markup_sink& sink) const;
  /// Adds the rules of the `<style>` elements of the page.
  void add_styles(style_rules& styles) const;

 private:
  std::unique_ptr<pugi::xml_document> xml_;
  std::optional<html_tree> html_;
};

/// Moves text and emphases into the document and finds its chapters by heading levels or words.
/// What the text would keep of the frame's outside becomes front and back matter.
void finish_marked(document& d, text_builder&& out, const frame& story);

/// The same with chapters that are known already.
void finish_with_marks(document& d, text_builder&& out, const std::vector<chapter_mark>& marks);

}  // namespace fabula::text

#endif  // FABULA_TEXT_PAGES_HPP
