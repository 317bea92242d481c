/// @file
/// @brief What the tests of the text room share: reading, archives made in memory, short listings.
#ifndef FABULA_TESTS_TEXT_SUPPORT_HPP
#define FABULA_TESTS_TEXT_SUPPORT_HPP

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/document.hpp"

namespace fabula::testing {

using entries = std::vector<std::pair<std::string, std::string>>;

/// A zip archive; deflated where `deflate` is set, encrypted with `password` where it is not empty.
[[nodiscard]] std::string make_zip(const entries& files, bool deflate = true,
                                   const std::string& password = {});

/// An EPUB of these files, with mimetype and container for "OEBPS/content.opf".
[[nodiscard]] std::string make_epub(entries files);

/// An XHTML page.
[[nodiscard]] std::string xhtml(std::string_view body, std::string_view head = "<title>x</title>");

/// A Word document whose body is `body` (WordprocessingML with the prefix w).
[[nodiscard]] std::string make_docx(std::string_view body, entries more = {});

/// Reads, and fails the test where that gives an error, a broken invariant or lost characters.
[[nodiscard]] text::document read(std::string_view bytes, std::string_view name,
                                  std::optional<media_type> media = std::nullopt);

/// "kind: title" of each chapter.
[[nodiscard]] std::vector<std::string> chapters(const text::document& d);

/// "kind: words" of each paragraph, "+kind" where it stands after a gap.
[[nodiscard]] std::vector<std::string> paragraphs(const text::document& d);

/// The words that are set apart.
[[nodiscard]] std::vector<std::string> emphases(const text::document& d);

/// The error of a reading that must fail.
[[nodiscard]] error failure_of(std::string_view bytes, std::string_view name,
                               std::optional<media_type> media = std::nullopt);

/// About `sentences` sentences of story in paragraphs of hard-wrapped lines.
[[nodiscard]] std::string prose(int sentences, int seed = 0);

}  // namespace fabula::testing

#endif  // FABULA_TESTS_TEXT_SUPPORT_HPP
