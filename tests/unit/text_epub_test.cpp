#include "text/zip_archive.hpp"
#include "text_support.hpp"

namespace {

using fabula::error_code;
using fabula::paragraph_kind;
using fabula::testing::chapters;
using fabula::testing::emphases;
using fabula::testing::entries;
using fabula::testing::failure_of;
using fabula::testing::make_epub;
using fabula::testing::make_zip;
using fabula::testing::paragraphs;
using fabula::testing::prose;
using fabula::testing::read;
using fabula::testing::xhtml;
using fabula::text::resolve_reference;
using fabula::text::zip_archive;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct item {
  std::string path;
  std::string properties = {};
  bool linear = true;
};

/// A package document of these pages, in this order; a nav page stands in the spine if it is
/// listed.
std::string opf(const std::vector<item>& items, std::string_view more = {},
                std::string_view toc = {}) {
  std::string manifest;
  std::string spine;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string id = "i" + std::to_string(i);
    manifest += "<item id=\"" + id + "\" href=\"" + items[i].path +
                "\" media-type=\"application/xhtml+xml\" properties=\"" + items[i].properties +
                "\"/>";
    if (items[i].properties != "nav")
      spine += "<itemref idref=\"" + id + "\"" + (items[i].linear ? "" : " linear=\"no\"") + "/>";
  }
  return std::string(
             "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" "
             "version=\"3.0\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
             "<dc:title>The Quay</dc:title><dc:creator>Mara "
             "Quill</dc:creator><dc:language>en-GB</dc:language></metadata><manifest>")
      .append(manifest)
      .append(more)
      .append("</manifest><spine")
      .append(toc)
      .append(">")
      .append(spine)
      .append("</spine></package>");
}

std::string nav(std::string_view list) {
  return xhtml(std::string("<nav epub:type=\"toc\"><ol>").append(list).append("</ol></nav>"));
}
std::string li(std::string_view href, std::string_view label, std::string_view inner = {}) {
  std::string out =
      std::string("<li><a href=\"").append(href).append("\">").append(label).append("</a>");
  if (!inner.empty()) out.append("<ol>").append(inner).append("</ol>");
  return out + "</li>";
}
std::string page(std::string_view heading, int seed = 0) {
  return xhtml(std::string(heading) + "<p>" + prose(12, seed) + "</p>");
}

TEST(text_epub, spine_order_and_titles_of_nav) {
  const auto d = read(
      make_epub(
          {{"OEBPS/content.opf", opf({{"nav.xhtml", "nav"}, {"b.xhtml"}, {"a.xhtml"}})},
           {"OEBPS/nav.xhtml", nav(li("b.xhtml", "1. The Rail") + li("a.xhtml", "2. The Gulls"))},
           {"OEBPS/a.xhtml", page("<h1>2</h1><h2>The Gulls</h2>")},
           {"OEBPS/b.xhtml", page("<h1>The Rail</h1>", 2)}}),
      "q.epub");
  EXPECT_EQ(d.source.media, fabula::media_type::epub);
  EXPECT_EQ(d.source.title, "The Quay");
  EXPECT_EQ(d.source.author, "Mara Quill");
  EXPECT_EQ(d.source.language, "en-GB");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: 1. The Rail", "chapter: 2. The Gulls"));
  EXPECT_EQ(d.paragraphs[0].kind, paragraph_kind::heading);
}

TEST(text_epub, titles_of_ncx_nested_with_fragments) {
  const std::string ncx =
      "<?xml version=\"1.0\"?><ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\"><navMap>"
      "<navPoint><navLabel><text>Part One</text></navLabel><content src=\"a.xhtml\"/>"
      "<navPoint><navLabel><text>The Rail</text></navLabel><content src=\"a.xhtml#r\"/></navPoint>"
      "<navPoint><navLabel><text>The Gulls</text></navLabel><content "
      "src=\"a.xhtml#g\"/></navPoint></navPoint></navMap></ncx>";
  const auto d = read(
      make_epub({{"OEBPS/content.opf",
                  opf({{"a.xhtml"}},
                      "<item id=\"x\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/>",
                      " toc=\"x\"")},
                 {"OEBPS/toc.ncx", ncx},
                 {"OEBPS/a.xhtml",
                  xhtml("<h1>Part One</h1><h2 id=\"r\">The Rail</h2><p>" + prose(12) +
                        "<a id=\"g\"/></p><h2>The Gulls</h2><p>" + prose(12, 3) + "</p>")}}),
      "q.epub");
  EXPECT_THAT(chapters(d),
              ElementsAre("part: Part One", "chapter: The Rail", "chapter: The Gulls"));
}

TEST(text_epub, a_chapter_over_several_files) {
  const auto d = read(
      make_epub({{"OEBPS/content.opf",
                  opf({{"nav.xhtml", "nav"}, {"a.xhtml"}, {"b.xhtml"}, {"c.xhtml"}})},
                 {"OEBPS/nav.xhtml", nav(li("a.xhtml", "Chapter 1") + li("c.xhtml", "Chapter 2"))},
                 {"OEBPS/a.xhtml", page("<h1>Chapter 1</h1>")},
                 {"OEBPS/b.xhtml", page("", 2)},
                 {"OEBPS/c.xhtml", page("<h1>Chapter 2</h1>", 4)}}),
      "q.epub");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: Chapter 1", "chapter: Chapter 2"));
  EXPECT_GT(d.chapters[0].span.size(), d.chapters[1].span.size() * 3 / 2);
}

TEST(text_epub, a_part_and_its_first_chapter_in_one_place) {
  const auto d = read(
      make_epub(
          {{"OEBPS/content.opf", opf({{"nav.xhtml", "nav"}, {"a.xhtml"}, {"b.xhtml"}})},
           {"OEBPS/nav.xhtml", nav(li("a.xhtml", "Part One",
                                      li("a.xhtml", "Chapter 1") + li("b.xhtml", "Chapter 2")))},
           {"OEBPS/a.xhtml", page("<h1>Part One</h1><h2>Chapter 1</h2>")},
           {"OEBPS/b.xhtml", page("<h2>Chapter 2</h2>", 4)}}),
      "q.epub");
  EXPECT_THAT(chapters(d),
              ElementsAre("part: Part One", "chapter: Chapter 1", "chapter: Chapter 2"));
}

TEST(text_epub, sections_under_a_chapter_belong_to_it) {
  const auto d = read(
      make_epub({{"OEBPS/content.opf", opf({{"nav.xhtml", "nav"}, {"a.xhtml"}, {"b.xhtml"}})},
                 {"OEBPS/nav.xhtml", nav(li("a.xhtml", "Chapter 1", li("a.xhtml#s", "At night")) +
                                         li("b.xhtml", "Chapter 2"))},
                 {"OEBPS/a.xhtml", xhtml("<h1>Chapter 1</h1><p>" + prose(6) +
                                         "</p><h2 id=\"s\">At night</h2><p>" + prose(6) + "</p>")},
                 {"OEBPS/b.xhtml", page("<h1>Chapter 2</h1>", 4)}}),
      "q.epub");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: Chapter 1", "chapter: Chapter 2"));
  EXPECT_THAT(paragraphs(d), Contains("heading: At night"));
}

TEST(text_epub, front_and_back_matter_by_role_guide_and_label) {
  const auto d = read(
      make_epub({{"OEBPS/content.opf", opf({{"nav.xhtml", "nav"},
                                            {"t.xhtml"},
                                            {"d.xhtml"},
                                            {"n.xhtml", "", false},
                                            {"p.xhtml"},
                                            {"a.xhtml"},
                                            {"b.xhtml"},
                                            {"w.xhtml"}})},
                 {"OEBPS/nav.xhtml", nav(li("p.xhtml", "Prologue") + li("a.xhtml", "Chapter 1") +
                                         li("b.xhtml", "Chapter 2") + li("w.xhtml", "Afterword"))},
                 {"OEBPS/t.xhtml", xhtml("<h1>The Quay</h1><p>Mara Quill</p>")},
                 {"OEBPS/d.xhtml",
                  xhtml("<section epub:type=\"dedication\"><p>To the gulls</p></section>")},
                 {"OEBPS/n.xhtml", xhtml("<p>A map of the quay.</p>")},
                 {"OEBPS/p.xhtml", page("<h1>Prologue</h1>")},
                 {"OEBPS/a.xhtml", page("<h1>Chapter 1</h1>")},
                 {"OEBPS/b.xhtml", page("<h1>Chapter 2</h1>", 3)},
                 {"OEBPS/w.xhtml", page("<h1>Afterword</h1>")}}),
      "q.epub");
  EXPECT_THAT(chapters(d), ElementsAre("front: The Quay", "chapter: Prologue", "chapter: Chapter 1",
                                       "chapter: Chapter 2", "back: Afterword", "back: "));
  EXPECT_THAT(d.text, testing::EndsWith("A map of the quay.\n"));
}

TEST(text_epub, without_contents_list_the_headings_tell) {
  const auto d = read(make_epub({{"OEBPS/content.opf", opf({{"a.xhtml"}, {"b.xhtml"}})},
                                 {"OEBPS/a.xhtml", page("<h2>Chapter 1</h2>")},
                                 {"OEBPS/b.xhtml", page("<h2>Chapter 2</h2>", 3)}}),
                      "q.epub");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: Chapter 1", "chapter: Chapter 2"));
}

TEST(text_epub, a_contents_list_that_tells_little_gives_way_to_headings) {
  const auto d =
      read(make_epub({{"OEBPS/content.opf", opf({{"nav.xhtml", "nav"}, {"a.xhtml"}})},
                      {"OEBPS/nav.xhtml", nav(li("a.xhtml", "Start"))},
                      {"OEBPS/a.xhtml",
                       xhtml("<h2>Chapter 1</h2><p>" + prose(12) + "</p><h2>Chapter 2</h2><p>" +
                             prose(12) + "</p><h2>Chapter 3</h2><p>" + prose(12) +
                             "</p><h2>Chapter 4</h2><p>" + prose(12) + "</p>")}}),
           "q.epub");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: Chapter 1", "chapter: Chapter 2",
                                       "chapter: Chapter 3", "chapter: Chapter 4"));
}

TEST(text_epub, footnotes_stand_where_they_are_and_are_notes) {
  const auto d = read(
      make_epub({{"OEBPS/content.opf", opf({{"a.xhtml"}})},
                 {"OEBPS/a.xhtml",
                  xhtml("<p>Late<a epub:type=\"noteref\" href=\"#n\">1</a> again.</p><aside "
                        "epub:type=\"footnote\" id=\"n\"><p>By an hour.</p></aside><p>Yes.</p>")}}),
      "q.epub");
  EXPECT_THAT(paragraphs(d),
              ElementsAre("prose: Late[1] again.", "note: By an hour.", "prose: Yes."));
}

TEST(text_epub, style_sheets_give_emphasis_gaps_and_hidden_words) {
  const auto d = read(
      make_epub(
          {{"OEBPS/content.opf",
            opf({{"a.xhtml"}}, "<item id=\"s\" href=\"s.css\" media-type=\"text/css\"/>")},
           {"OEBPS/s.css",
            "@import url(x.css); .it, p.no em{font-style:italic} /* p{display:none} */ p.sp "
            "{margin-top: 2em} .h{display:none} @font-face{font-family:x}"},
           {"OEBPS/a.xhtml", xhtml("<p>a <span class=\"it\">b</span></p><p>c</p><p>d</p><p>e</p><p "
                                   "class=\"sp\">f</p><p class=\"h\">g</p><p>h</p>")}}),
      "q.epub");
  EXPECT_THAT(emphases(d), ElementsAre("b"));
  EXPECT_THAT(paragraphs(d), ElementsAre("prose: a b", "prose: c", "prose: d", "prose: e",
                                         "+prose: f", "prose: h"));
}

TEST(text_epub, self_closed_title_and_percent_names_and_encodings_by_file) {
  const auto d = read(make_epub({{"OEBPS/content.opf", opf({{"a%20b.xhtml"}, {"../x/c.xhtml"}})},
                                 {"OEBPS/a b.xhtml",
                                  "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><html "
                                  "xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/><script/></"
                                  "head><body><p>Zo\xEB&nbsp;was late.</p></body></html>"},
                                 {"x/c.xhtml", xhtml("<p>Zo\u00EB was not.</p>", "<title/>")}}),
                      "q.epub");
  EXPECT_EQ(d.text, "Zo\u00EB\u00A0was late.\n\nZo\u00EB was not.\n");
}

TEST(text_epub, a_missing_page_is_said_and_the_rest_is_read) {
  const auto d = read(make_epub({{"OEBPS/content.opf", opf({{"a.xhtml"}, {"gone.xhtml"}})},
                                 {"OEBPS/a.xhtml", page("<h1>Chapter 1</h1>")}}),
                      "q.epub");
  EXPECT_THAT(d.source.remarks, Contains(HasSubstr("OEBPS/gone.xhtml")));
  const auto e = failure_of(make_epub({{"OEBPS/content.opf", opf({{"gone.xhtml"}})}}), "q.epub");
  EXPECT_EQ(e.code, error_code::damaged);
}

TEST(text_epub, gutenberg_licence_is_no_story) {
  const auto d = read(
      make_epub(
          {{"OEBPS/content.opf", opf({{"nav.xhtml", "nav"}, {"a.xhtml"}})},
           {"OEBPS/nav.xhtml", nav(li("a.xhtml#c1", "CHAPTER I") + li("a.xhtml#c2", "CHAPTER II"))},
           {"OEBPS/a.xhtml",
            xhtml(
                "<p>The Project Gutenberg EBook of The Quay</p><p>*** START OF THE PROJECT "
                "GUTENBERG EBOOK THE QUAY ***</p><h1>The Quay</h1><h2 id=\"c1\">CHAPTER I</h2><p>" +
                prose(12) + "</p><h2 id=\"c2\">CHAPTER II</h2><p>" + prose(12) +
                "</p><p>*** END OF THE PROJECT GUTENBERG EBOOK THE QUAY ***</p><p>" + prose(20) +
                "</p>")}}),
      "q.epub");
  EXPECT_THAT(chapters(d),
              ElementsAre("front: ", "chapter: CHAPTER I", "chapter: CHAPTER II", "back: "));
}

TEST(text_epub, drm_is_told_and_obfuscated_fonts_are_not_drm) {
  const entries book = {{"OEBPS/content.opf", opf({{"a.xhtml"}})},
                        {"OEBPS/a.xhtml", page("<h1>Chapter 1</h1>")}};
  const auto encryption = [](std::string_view how) {
    return std::string(
               "<encryption xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" "
               "xmlns:enc=\"http://www.w3.org/2001/04/xmlenc#\"><enc:EncryptedData>"
               "<enc:EncryptionMethod Algorithm=\"")
        .append(how)
        .append("\"/></enc:EncryptedData></encryption>");
  };
  entries drm = book;
  drm.push_back(
      {"META-INF/encryption.xml", encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")});
  EXPECT_EQ(failure_of(make_epub(drm), "q.epub").code, error_code::encrypted);
  entries fonts = book;
  fonts.push_back({"META-INF/encryption.xml", encryption("http://www.idpf.org/2008/embedding")});
  EXPECT_THAT(chapters(read(make_epub(fonts), "q.epub")), ElementsAre("chapter: Chapter 1"));
  entries rights = book;
  rights.push_back({"META-INF/rights.xml", "<rights/>"});
  EXPECT_EQ(failure_of(make_epub(rights), "q.epub").code, error_code::encrypted);
}

TEST(text_epub, cut_short_anywhere_it_is_damaged) {
  const std::string whole = make_epub(
      {{"OEBPS/content.opf", opf({{"a.xhtml"}})}, {"OEBPS/a.xhtml", page("<h1>Chapter 1</h1>")}});
  for (const std::size_t size :
       {whole.size() / 2, whole.size() - 30, whole.size() * 3 / 4, std::size_t{40}}) {
    const auto e = failure_of(std::string_view(whole).substr(0, size), "q.epub");
    EXPECT_EQ(e.code, error_code::damaged) << size;
    EXPECT_THAT(e.problem, HasSubstr("cut short"));
  }
}

TEST(text_zip, a_password_is_told) {
  const auto e = failure_of(
      make_zip({{"mimetype", "application/epub+zip"}, {"META-INF/container.xml", "<container/>"}},
               true, "secret"),
      "q.epub");
  EXPECT_EQ(e.code, error_code::encrypted);
}

TEST(text_zip, a_bomb_is_stopped_while_it_inflates) {
  const std::string zeros(std::size_t{64} << 20U, ' ');
  const auto e = failure_of(make_epub({{"OEBPS/content.opf", zeros}}), "q.epub");
  EXPECT_EQ(e.code, error_code::too_large);
  const std::string bytes =
      make_zip({{"a", std::string(5000, 'x')}, {"b", std::string(5000, 'y')}});
  auto entry = zip_archive::open(bytes, {100, 4000, 100000, 1000});
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->read("a").error().code, error_code::too_large);
  auto total = zip_archive::open(bytes, {100, 6000, 8000, 1000});
  ASSERT_TRUE(total);
  EXPECT_TRUE(total->read("a"));
  EXPECT_EQ(total->read("b").error().code, error_code::too_large);
  EXPECT_EQ(zip_archive::open(bytes, {1, 6000, 8000, 1000}).error().code, error_code::too_large);
}

TEST(text_zip, names_lead_nowhere_else) {
  EXPECT_EQ(resolve_reference("OEBPS/text/a.xhtml", "../b%20c.xhtml#x"), "OEBPS/b c.xhtml");
  EXPECT_EQ(resolve_reference("OEBPS/a.xhtml", "#x"), "OEBPS/a.xhtml");
  EXPECT_EQ(resolve_reference("a.xhtml", "../../etc/passwd"), "");
  EXPECT_EQ(resolve_reference("OEBPS/a.xhtml", "/etc/passwd"), "etc/passwd");
  EXPECT_EQ(resolve_reference("a.xhtml", "http://example.org/b"), "");
  EXPECT_EQ(resolve_reference("a.xhtml", "./b//c.xhtml"), "b/c.xhtml");
  const auto d =
      failure_of(make_epub({{"OEBPS/content.opf", opf({{"../../../etc/passwd"}})}}), "q.epub");
  EXPECT_EQ(d.code, error_code::damaged);
}

}  // namespace
