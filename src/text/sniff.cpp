// What a file is, by its first bytes and by its name.
#include <algorithm>
#include <array>

#include "text/failure.hpp"
#include "text/readers.hpp"
#include "text/unicode.hpp"
#include "text/zip_archive.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

struct magic {
  std::string_view bytes;
  std::size_t at;
  std::string_view kind;
  std::string_view remedy;
};

constexpr auto k_convert = "convert it to EPUB or text with calibre, and give that"sv;
constexpr auto k_save_docx = "open it in a word processor and save it as .docx or .txt"sv;
constexpr auto k_give_book = "give the book as .txt, .epub, .html, .md or .docx"sv;
constexpr auto k_extract = "extract it and give the book inside"sv;

constexpr std::array k_magic = {
    magic{"%PDF-"sv, 0, "a PDF file"sv, "convert it to text (pdftotext) or EPUB, and give that"sv},
    magic{"{\\rtf"sv, 0, "an RTF file"sv, k_save_docx},
    magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, 0, "an old Word file (.doc)"sv, k_save_docx},
    magic{"BOOKMOBI"sv, 60, "a Kindle file (.mobi, .azw)"sv, k_convert},
    magic{"TEXtREAd"sv, 60, "a PalmDoc file"sv, k_convert},
    magic{"\xEA"
          "DRMION\xEE"sv,
          0, "a Kindle file with DRM (.kfx)"sv, k_convert},
    magic{"ITSF"sv, 0, "a help file (.chm)"sv, k_convert},
    magic{"ITOLITLS"sv, 0, "a Microsoft Reader file (.lit)"sv, k_convert},
    magic{"AT&TFORM"sv, 0, "a DjVu file"sv, k_convert},
    magic{"%!PS"sv, 0, "a PostScript file"sv, k_convert},
    magic{"\x89PNG"sv, 0, "a picture (PNG)"sv, k_give_book},
    magic{"\xFF\xD8\xFF"sv, 0, "a picture (JPEG)"sv, k_give_book},
    magic{"GIF8"sv, 0, "a picture (GIF)"sv, k_give_book},
    magic{"RIFF"sv, 0, "a picture, sound or film (RIFF)"sv, k_give_book},
    magic{"ID3"sv, 0, "a sound file (MP3)"sv, k_give_book},
    magic{"OggS"sv, 0, "a sound file (Ogg)"sv, k_give_book},
    magic{"ftyp"sv, 4, "a film or an audiobook (MP4)"sv, k_give_book},
    magic{"\x1F\x8B"sv, 0, "a gzip archive"sv, k_extract},
    magic{"7z\xBC\xAF\x27\x1C"sv, 0, "a 7z archive"sv, k_extract},
    magic{"Rar!"sv, 0, "a RAR archive"sv, k_extract},
    magic{"BZh"sv, 0, "a bzip2 archive"sv, k_extract},
    magic{"\xFD"
          "7zXZ"sv,
          0, "an xz archive"sv, k_extract},
    magic{"\x7F"
          "ELF"sv,
          0, "a program"sv, k_give_book},
    magic{"SQLite format 3"sv, 0, "an SQLite database"sv, k_give_book},
};

[[nodiscard]] std::string ending(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::size_t slash = name.find_last_of("/\\");
  if (dot == std::string_view::npos || (slash != std::string_view::npos && dot < slash)) return {};
  return lower(name.substr(dot + 1));
}

/// EPUB or DOCX by what is in the archive.
[[nodiscard]] result<media_type> tell_archive(std::string_view bytes, std::string_view name) {
  const std::string end = ending(name);
  auto archive = zip_archive::open(bytes);
  if (!archive) {
    if (archive.error().code != error_code::damaged) return tl::make_unexpected(archive.error());
    error e = archive.error();
    if (end == "epub") e.problem = "the EPUB is cut short or broken";
    if (end == "docx") e.problem = "the Word file is cut short or broken";
    return tl::make_unexpected(std::move(e));
  }
  if (archive->has("META-INF/container.xml") || end == "epub") return media_type::epub;
  if (archive->has("word/document.xml") || end == "docx" || archive->has("[Content_Types].xml"))
    return media_type::docx;
  if (archive->has("content.xml"))
    return failure(error_code::not_text, {}, "this is an OpenDocument file (.odt)", k_save_docx);
  auto type = archive->has("mimetype") ? archive->read("mimetype") : result<std::string>("");
  if (type && type->starts_with("application/epub")) return media_type::epub;
  return failure(error_code::not_text, {},
                 "this is a zip archive and holds neither an EPUB nor a Word document", k_extract);
}

[[nodiscard]] bool looks_like_html(std::string_view bytes) {
  std::string head = lower(bytes.substr(0, 1024));
  head.erase(std::remove(head.begin(), head.end(), '\0'), head.end());  // UTF-16
  const std::size_t at = head.find('<');
  if (at == std::string::npos || head.find_first_not_of(" \t\r\n\xEF\xBB\xBF\xFF\xFE") < at)
    return false;
  for (const std::string_view tag : {"<!doctype html"sv, "<html"sv, "<head"sv, "<body"sv})
    if (head.find(tag, at) == at ||
        (head.substr(at, 5) == "<?xml" && head.find(tag) != std::string::npos) ||
        (head.substr(at, 4) == "<!--" && head.find(tag) != std::string::npos))
      return true;
  return false;
}

}  // namespace

result<media_type> tell_media(std::string_view bytes, std::string_view name,
                              std::optional<media_type> media) {
  if (bytes.empty())
    return failure(error_code::empty, {}, "the file is empty", "give a book to read");
  if (media) return *media;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06"))
    return tell_archive(bytes, name);
  for (const magic& m : k_magic)
    if (bytes.size() > m.at && bytes.substr(m.at).starts_with(m.bytes))
      if (!m.kind.starts_with("a sound file (MP3)") ||
          bytes.substr(0, 64).find('\0') != std::string_view::npos)
        return failure(error_code::not_text, "byte " + std::to_string(m.at),
                       std::string("this is ") + std::string(m.kind), m.remedy);
  const std::string end = ending(name);
  if (end == "epub" || end == "docx")
    return failure(error_code::damaged, "byte 0",
                   end == "epub"
                       ? "this is no EPUB: it does not begin as a zip archive does"
                       : "this is no Word document: it does not begin as a zip archive does",
                   k_fetch_again);
  if (end == "html" || end == "htm" || end == "xhtml" || end == "xht" || looks_like_html(bytes))
    return media_type::html;
  if (end == "md" || end == "markdown" || end == "mdown" || end == "mkd")
    return media_type::markdown;
  return media_type::plain_text;
}

}  // namespace fabula::text
