// What cannot be read is refused with a clear word: kind, place, remedy.
#include "text/text_builder.hpp"
#include "text_support.hpp"

namespace {

using namespace std::string_view_literals;
using fabula::error_code;
using fabula::media_type;
using fabula::testing::failure_of;
using fabula::testing::make_zip;
using fabula::testing::prose;
using fabula::testing::read;
using testing::HasSubstr;

TEST(text_bad_input, nothing_and_white_space) {
  for (const char* name : {"a.txt", "a.epub", "a.html", "a.md", "a.docx"})
    EXPECT_EQ(failure_of("", name).code, error_code::empty) << name;
  for (const char* name : {"a.txt", "a.html", "a.md"})
    EXPECT_EQ(failure_of(" \n\t\r\n \xC2\xA0", name).code, error_code::empty) << name;
  EXPECT_EQ(failure_of("\xEF\xBB\xBF", "a.txt").code, error_code::empty);
}

TEST(text_bad_input, other_kinds_are_named_with_what_to_convert_them_to) {
  const std::string mobi = std::string(60, '\0') + "BOOKMOBI" + std::string(40, '\0');
  const std::vector<std::tuple<std::string, const char*, const char*>> all = {
      {"%PDF-1.7\n...", "PDF", "pdftotext"},
      {"{\\rtf1\\ansi late}", "RTF", ".docx"},
      {std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + "xxxx", "old Word", ".docx"},
      {mobi, "Kindle", "EPUB"},
      {"\x89PNG\r\n\x1A\n", "PNG", ".txt"},
      {"\xFF\xD8\xFF\xE0 late", "JPEG", ".txt"},
      {"GIF89a", "GIF", ".txt"},
      {std::string("\x1F\x8B\x08\x00", 4), "gzip", "extract"},
      {"Rar!\x1A\x07", "RAR", "extract"},
      {make_zip({{"a.txt", "late"}}), "zip archive", "extract"},
      {make_zip({{"content.xml", "<a/>"}}), "OpenDocument", ".docx"}};
  for (const auto& [bytes, kind, remedy] : all) {
    const auto e = failure_of(bytes, "a.bin");
    EXPECT_EQ(e.code, error_code::not_text) << kind;
    EXPECT_THAT(e.problem, HasSubstr(kind));
    EXPECT_THAT(e.remedy, HasSubstr(remedy));
  }
}

TEST(text_bad_input, a_wrong_ending_is_told) {
  EXPECT_EQ(failure_of("Late again.", "a.epub").code, error_code::damaged);
  EXPECT_EQ(failure_of("Late again.", "a.docx").code, error_code::damaged);
  EXPECT_EQ(read("<!DOCTYPE html><p>Late.", "a").source.media, media_type::html);
  EXPECT_EQ(read("  <HTML><p>Late.", "a.txt").source.media, media_type::html);
  EXPECT_EQ(read("He wrote <html> on the wall.", "a.txt").source.media, media_type::plain_text);
  EXPECT_EQ(read("# Late", "a.txt").source.media, media_type::plain_text);
  EXPECT_EQ(read("# Late", "a.txt", media_type::markdown).source.media, media_type::markdown);
}

TEST(text_bad_input, binary_and_nul) {
  std::string binary;
  for (int i = 0; i < 4000; ++i)
    binary += static_cast<char>(i * 37 % 256);
  EXPECT_EQ(failure_of(binary, "a.txt").code, error_code::not_text);
  const auto e = failure_of("Late again and again.\0And more of it."sv, "a.txt");
  EXPECT_EQ(e.code, error_code::not_text);
  EXPECT_EQ(e.place, "byte 21");
  EXPECT_THAT(e.message(), HasSubstr("a.txt: byte 21: "));
}

TEST(text_bad_input, names_with_folders_are_shortened_in_the_source_alone) {
  EXPECT_EQ(read("Late.", "/home/x/a.txt").source.name, "a.txt");
  EXPECT_EQ(failure_of("", "/home/x/a.txt").file, "/home/x/a.txt");
}

TEST(text_bad_input, visible_characters_are_counted_as_code_points) {
  using fabula::text::count_visible;
  EXPECT_EQ(count_visible(""), 0U);
  EXPECT_EQ(count_visible(" a\tb\n\u00A0\u2003c\u3000"), 3U);
  EXPECT_EQ(count_visible("\u00E9\u201C\U0001F6A2"), 3U);
  std::string text;
  for (int i = 0; i < 97; ++i)
    text += i % 7 == 0 ? "\u2019 " : i % 5 == 0 ? "\u00A0x" : "y ";
  EXPECT_EQ(count_visible(text), 97U);
}

TEST(text_bad_input, check_document_finds_what_is_broken) {
  using fabula::text::check_document;
  const auto good = read(prose(8) + prose(4), "a.txt");
  auto d = good;
  d.text[0] = '\xFF';
  EXPECT_THAT(check_document(d), HasSubstr("UTF-8"));
  d = good;
  d.chapters[0].span.end = {5};
  EXPECT_THAT(check_document(d), HasSubstr("chapter"));
  d = good;
  d.paragraphs.erase(d.paragraphs.begin());
  EXPECT_THAT(check_document(d), HasSubstr("words before"));
  d = good;
  d.paragraphs.pop_back();
  EXPECT_THAT(check_document(d), HasSubstr("behind the last"));
  d = good;
  ++d.paragraphs[0].span.end.value;
  EXPECT_THAT(check_document(d), HasSubstr("white space"));
  d = good;
  d.paragraphs[1].chapter = {7};
  EXPECT_THAT(check_document(d), HasSubstr("chapter"));
  d = good;
  d.emphases.push_back({{{4}, {2}}});
  EXPECT_THAT(check_document(d), HasSubstr("emphasis"));
}

}  // namespace
