#include "text_support.hpp"

namespace {

using fabula::error_code;
using fabula::testing::chapters;
using fabula::testing::emphases;
using fabula::testing::failure_of;
using fabula::testing::make_docx;
using fabula::testing::make_zip;
using fabula::testing::paragraphs;
using fabula::testing::prose;
using fabula::testing::read;
using testing::ElementsAre;

std::string p(std::string_view inner, std::string_view properties = {}) {
  return std::string("<w:p><w:pPr>")
      .append(properties)
      .append("</w:pPr>")
      .append(inner)
      .append("</w:p>");
}
std::string r(std::string_view words, std::string_view properties = {}) {
  return std::string("<w:r><w:rPr>")
      .append(properties)
      .append("</w:rPr><w:t xml:space=\"preserve\">")
      .append(words)
      .append("</w:t></w:r>");
}

constexpr std::string_view k_styles =
    "<w:styles><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style>"
    "<w:style w:styleId=\"Mine\"><w:name w:val=\"Mine\"/><w:basedOn w:val=\"H1\"/></w:style>"
    "<w:style w:styleId=\"Em\"><w:name "
    "w:val=\"Emphasis\"/><w:rPr><w:i/></w:rPr></w:style></w:styles>";

TEST(text_docx, headings_by_style_and_outline_level) {
  const auto d =
      read(make_docx(p(r("Chapter 1"), "<w:pStyle w:val=\"H1\"/>") + p(r(prose(4))) +
                         p(r("Chapter 2"), "<w:pStyle w:val=\"Mine\"/>") + p(r(prose(4))) +
                         p(r("Chapter 3"), "<w:outlineLvl w:val=\"0\"/>") + p(r("End.")),
                     {{"word/styles.xml", std::string(k_styles)}}),
           "a.docx");
  EXPECT_EQ(d.source.media, fabula::media_type::docx);
  EXPECT_THAT(chapters(d),
              ElementsAre("chapter: Chapter 1", "chapter: Chapter 2", "chapter: Chapter 3"));
}

TEST(text_docx, emphasis_by_run_and_character_style) {
  const auto d =
      read(make_docx(p(r("a ") + r("b", "<w:i/>") + r(" c ") + r("d", "<w:rStyle w:val=\"Em\"/>") +
                       r(" e", "<w:i w:val=\"0\"/>") +
                       r("f", "<w:rStyle w:val=\"Em\"/><w:i w:val=\"false\"/>")),
                     {{"word/styles.xml", std::string(k_styles)}}),
           "a.docx");
  EXPECT_EQ(d.text, "a b c d ef\n");
  EXPECT_THAT(emphases(d), ElementsAre("b", "d"));
}

TEST(text_docx, breaks_gaps_tables_and_marks_of_change) {
  EXPECT_THAT(paragraphs(read(
                  make_docx(p("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>") + p(r("x")) +
                            p(r("x")) + p(r("x")) + "<w:p/>" +
                            p(r("three ") + "<w:ins>" + r("in") +
                              "</w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del>") +
                            "<w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc><w:tc>" + p(r("b")) +
                            "</w:tc></w:tr><w:tr><w:tc>" + p(r("c")) + "</w:tc></w:tr></w:tbl>" +
                            p("<w:r><w:instrText>PAGE</w:instrText></w:r>" +
                              r("gone", "<w:vanish/>") + r("end"))),
                  "a.docx")),
              ElementsAre("verse: one\ntwo", "prose: x", "prose: x", "prose: x", "+prose: three in",
                          "prose: a\tb", "prose: c", "prose: end"));
}

TEST(text_docx, footnotes_come_behind_their_paragraph) {
  EXPECT_THAT(
      paragraphs(read(
          make_docx(
              p(r("late") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" + r(" again")) +
                  p(r("yes")),
              {{"word/footnotes.xml", "<w:footnotes><w:footnote w:id=\"0\" w:type=\"separator\">" +
                                          p(r("-")) + "</w:footnote><w:footnote w:id=\"2\">" +
                                          p(r("by an hour")) + "</w:footnote></w:footnotes>"}}),
          "a.docx")),
      ElementsAre("prose: late[1] again", "note: by an hour", "prose: yes"));
}

TEST(text_docx, metadata) {
  const auto d =
      read(make_docx(p(r(prose(6))),
                     {{"docProps/core.xml",
                       "<cp:coreProperties xmlns:cp=\"a\" xmlns:dc=\"b\"><dc:title>The "
                       "Quay</dc:title><dc:creator>Mara Quill</dc:creator></cp:coreProperties>"}}),
           "a.docx");
  EXPECT_EQ(d.source.title, "The Quay");
  EXPECT_EQ(d.source.author, "Mara Quill");
}

TEST(text_docx, without_a_document_or_words_it_is_refused) {
  EXPECT_EQ(failure_of(make_zip({{"[Content_Types].xml", "<Types/>"}}), "a.docx").code,
            error_code::damaged);
  EXPECT_EQ(failure_of(make_zip({{"word/document.xml", "<w:document>"}}), "a.docx").code,
            error_code::damaged);
  EXPECT_EQ(failure_of(make_docx(""), "a.docx").code, error_code::empty);
  EXPECT_EQ(failure_of(make_zip({{"word/document.xml", "<a/>"}}), "a.docx").code,
            error_code::damaged);
}

TEST(text_docx, deep_nesting_does_not_overflow) {
  std::string deep;
  for (int i = 0; i < 20000; ++i)
    deep += "<w:sdt>";
  deep += p(r("late"));
  for (int i = 0; i < 20000; ++i)
    deep += "</w:sdt>";
  EXPECT_EQ(read(make_docx(deep), "a.docx").text, "late\n");
}

}  // namespace
