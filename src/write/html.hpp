/// @file
/// @brief The story as a page: one HTML file that needs nothing else. Not for reading HTML.
#ifndef FABULA_WRITE_HTML_HPP
#define FABULA_WRITE_HTML_HPP

#include <string>

#include "fabula/story.hpp"

namespace fabula {

/// A whole HTML document. The text stands in `<main id="text">` once and unchanged: its textContent
/// is `story::text`, white space included. What the page shows beside it (cast, lines, scenes)
/// stands in `<script type="application/json" id="story">`, in UTF-16 units of that text, as
/// JavaScript counts. No story can bring markup or script in. The same story gives the same bytes.
[[nodiscard]] std::string write_html(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_HTML_HPP
