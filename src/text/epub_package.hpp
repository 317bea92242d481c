/// @file
/// @brief The package of an EPUB: what it holds, in which order, under which titles.
#ifndef FABULA_TEXT_EPUB_PACKAGE_HPP
#define FABULA_TEXT_EPUB_PACKAGE_HPP

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "text/xml.hpp"
#include "text/zip_archive.hpp"

namespace fabula::text {

struct toc_entry {
  std::string title;
  std::string path;      ///< entry of the archive
  std::string fragment;  ///< id inside it; may be empty
  int depth = 0;         ///< 0 for the outermost
};

struct epub_package {
  std::string title;
  std::string author;
  std::string language;
  std::vector<std::string> spine;            ///< paths in reading order
  std::vector<bool> linear;                  ///< for each of the spine
  std::vector<std::string> style_sheets;     ///< paths
  std::string nav;                           ///< path of the EPUB 3 navigation page; may be empty
  std::string ncx;                           ///< path of the EPUB 2 contents; may be empty
  std::map<std::string, std::string> guide;  ///< path to its role: "cover", "toc", "dedication"
};

/// Finds and reads the package document. Errors: `damaged`, `encrypted`.
[[nodiscard]] result<epub_package> read_package(zip_archive& zip);

/// Reads a package document that lies at `path`.
[[nodiscard]] epub_package parse_package(const pugi::xml_document& opf, std::string_view path);

/// The contents list of `toc.ncx` at `path`.
[[nodiscard]] std::vector<toc_entry> parse_ncx(const pugi::xml_document& ncx,
                                               std::string_view path);

/// The contents list of the navigation page at `path`; its landmarks go to `guide`.
[[nodiscard]] std::vector<toc_entry> parse_nav(const pugi::xml_document& nav, std::string_view path,
                                               std::map<std::string, std::string>& guide);

}  // namespace fabula::text

#endif  // FABULA_TEXT_EPUB_PACKAGE_HPP
