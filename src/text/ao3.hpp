/// @file
/// @brief Archive of Our Own downloads: the author's tags, summary and notes, kept apart from the
/// story.
#ifndef FABULA_TEXT_AO3_HPP
#define FABULA_TEXT_AO3_HPP

#include <vector>

#include "text/document.hpp"
#include "text/markup.hpp"

namespace fabula::text {

/// Finds AO3's tags, summaries and notes in the regions of a page. Fills title, author, language
/// and `author_notes`, and makes the notes that stand in chapters blocks of kind `note`. Does
/// nothing where the regions are not AO3's. Returns whether they were.
bool read_ao3(document& d, text_builder& out, const std::vector<region>& regions);

}  // namespace fabula::text

#endif  // FABULA_TEXT_AO3_HPP
