#include "text/html_tree.hpp"
#include "text/xml.hpp"
#include "text_support.hpp"

namespace {

using fabula::error_code;
using fabula::testing::chapters;
using fabula::testing::emphases;
using fabula::testing::failure_of;
using fabula::testing::paragraphs;
using fabula::testing::prose;
using fabula::testing::read;
using fabula::testing::xhtml;
using testing::Contains;
using testing::ElementsAre;
using testing::Eq;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> body(std::string_view html) {
  return paragraphs(read(std::string("<!DOCTYPE html><html><head><title>x</title></head><body>")
                             .append(html)
                             .append("</body></html>"),
                         "a.html"));
}

TEST(text_html, blocks_are_joined_by_an_empty_line) {
  const auto d =
      read("<p>Late\n   again.</p><div><p>And <b>again</b>.</p>Loose words<p>End</div>", "a.html");
  EXPECT_EQ(d.text, "Late again.\n\nAnd again.\n\nLoose words\n\nEnd\n");
}

TEST(text_html, emphasis_by_element_and_style) {
  const auto d = read(
      "<style>.it { font-style: italic } p.up{color:red}</style><p>a <i>b</i> <em>c d</em> <span "
      "class=it>e</span> "
      "<span style='font-style:oblique'>f</span> <cite>g</cite> <b>h</b> <i "
      "style='font-style:normal'>no</i></p>",
      "a.html");
  EXPECT_THAT(emphases(d), ElementsAre("b", "c d", "e", "f", "g"));
}

TEST(text_html, emphasis_over_several_paragraphs) {
  EXPECT_THAT(
      emphases(read("<div style='font-style: italic'><p>One.</p><p>Two.</p></div><p>Three.</p>",
                    "a.html")),
      ElementsAre("One.", "Two."));
}

TEST(text_html, what_is_hidden_is_not_read) {
  EXPECT_THAT(body("<p>seen</p><script>x()</script><style>p{}</style><nav><p>menu</p></nav><p "
                   "hidden>a</p><p style='display:none'>b</p>"
                   "<noscript>c</noscript><template>d</template><!-- e -->"),
              ElementsAre("prose: seen"));
}

TEST(text_html, line_breaks) {
  EXPECT_THAT(body("<p>One line<br>two lines<br/>three</p>"),
              ElementsAre("verse: One line\ntwo lines\nthree"));
  EXPECT_THAT(body("<p>First.<br><br>Second.</p>"), ElementsAre("prose: First.", "prose: Second."));
  EXPECT_THAT(body("\"Late?\"<br>\"Late.\"<br>"),
              ElementsAre("prose: \"Late?\"", "prose: \"Late.\""));
  const std::string line = prose(3).substr(0, 60) + prose(3).substr(66, 60) + " and";
  std::string flat = line;
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  EXPECT_THAT(body(flat + "<br>" + flat), testing::SizeIs(2));
}

TEST(text_html, rules_and_marks_are_scene_breaks) {
  EXPECT_THAT(body("<p>a</p><hr><p>b</p><p>***</p><p>c</p><div class='scene-break'></div><p>d</p>"),
              ElementsAre("prose: a", "scene_break: * * *", "prose: b", "scene_break: ***",
                          "prose: c", "scene_break: * * *", "prose: d"));
}

TEST(text_html, empty_paragraphs_are_gaps) {
  EXPECT_THAT(body("<p>a</p><p>b</p><p>c</p><p>d</p><p>&nbsp;</p><p>e</p><p>f</p><p></p><p>g</p>"),
              ElementsAre("prose: a", "prose: b", "prose: c", "prose: d", "+prose: e", "prose: f",
                          "+prose: g"));
}

TEST(text_html, verse_and_preformatted) {
  EXPECT_THAT(body("<div class=stanza><p>O the gulls</p><p>on the rail</p></div>"),
              ElementsAre("verse: O the gulls\non the rail"));
  EXPECT_THAT(body("<pre>O the gulls\n  on the rail</pre>"),
              ElementsAre("verse: O the gulls\n  on the rail"));
}

TEST(text_html, tables_lists_ruby_quotes_and_notes_stay_readable) {
  EXPECT_THAT(body("<table><tr><td>Ines</td><td>here</td></tr><tr><td>Ruth</td></tr></table>"),
              ElementsAre("prose: Ines\there", "prose: Ruth"));
  EXPECT_THAT(body("<ul><li>one</li><li>two</li></ul>"), ElementsAre("prose: one", "prose: two"));
  EXPECT_THAT(body("<p><ruby>A<rt>b</rt></ruby> <ruby>C<rp>(</rp><rt>d</rt><rp>)</rp></ruby></p>"),
              ElementsAre("prose: A(b) C(d)"));
  EXPECT_THAT(body("<p><q>No, <q>never</q></q> said.</p>"),
              ElementsAre("prose: \u201CNo, \u2018never\u2019\u201D said."));
  EXPECT_THAT(body("<p>late<sup>3</sup> on the 19<sup>th</sup></p>"),
              ElementsAre("prose: late[3] on the 19th"));
}

TEST(text_html, pictures_give_their_words_in_a_sentence_alone) {
  EXPECT_THAT(body("<p><img alt='O'>nce upon</p><p><img alt='A picture of a quay'></p><p>say <img "
                   "alt='yes'> to it</p>"),
              ElementsAre("prose: Once upon", "prose: say yes to it"));
}

TEST(text_html, headings_make_chapters) {
  const auto d = read(
      "<title>The Quay</title><h1>The Quay</h1><p>by me</p><h2>Chapter 1</h2><h3>Late</h3><p>" +
          prose(4) +
          "</p><h3>Inside</h3><p>x</p><h2>Chapter 2</h2><p>y</p><h2>Afterword</h2><p>z</p>",
      "a.html");
  EXPECT_THAT(chapters(d), ElementsAre("front: The Quay", "chapter: Chapter 1. Late",
                                       "chapter: Chapter 2", "back: Afterword"));
  EXPECT_THAT(paragraphs(d), Contains("heading: Inside"));
  EXPECT_EQ(d.source.title, "The Quay");
}

TEST(text_html, parts_over_chapters_by_level) {
  EXPECT_THAT(
      chapters(read("<h1>Part One</h1><h2>Quay</h2><p>" + prose(8) + "</p><h2>Rail</h2><p>" +
                        prose(8) + "</p><h1>Part Two</h1><h2>Gulls</h2><p>" + prose(8) + "</p>",
                    "a.html")),
      ElementsAre("part: Part One", "chapter: Quay", "chapter: Rail", "part: Part Two",
                  "chapter: Gulls"));
}

TEST(text_html, chapters_by_words_where_no_heading_is_marked) {
  EXPECT_THAT(chapters(read("<p><b>Chapter One</b></p><p>" + prose(9) +
                                "</p><p><b>Chapter Two</b></p><p>" + prose(9) + "</p>",
                            "a.html")),
              ElementsAre("chapter: Chapter One", "chapter: Chapter Two"));
}

TEST(text_html, encodings_and_entities) {
  EXPECT_EQ(read("<meta charset=iso-8859-1><p>caf\xE9 &eacute; &#8212; &mdash; &#x2014; &amp;lt;",
                 "a.html")
                .text,
            "caf\u00E9 \u00E9 \u2014 \u2014 \u2014 &lt;\n");
}

TEST(text_html, xhtml_with_self_closed_title_and_named_entities) {
  const auto d = read(
      xhtml("<p>Late&nbsp;&eacute;&#150;&#0; again &unknown; &lt;b&gt;</p><p><a id=\"x\"/>One</p>",
            "<title/><script src=\"a\"/>"),
      "a.xhtml");
  EXPECT_EQ(d.text, "Late\u00A0\u00E9\u2013\uFFFD again &unknown; <b>\n\nOne\n");
}

TEST(text_html, numbers_of_no_character_are_shown_as_such) {
  const std::string number(200, '1');
  for (const char* start : {"&#", "&#x", "&#xD800", "&#x110000", "&#00000000"}) {
    const std::string reference =
        start + (std::string_view(start).size() < 4 ? number : std::string()) + ";";
    EXPECT_EQ(read(xhtml("<p>a" + reference + "</p>"), "a.xhtml").text, "a\uFFFD\n") << reference;
    EXPECT_EQ(read("<p>a" + reference + "</p>", "a.html").text, "a\uFFFD\n") << reference;
    EXPECT_EQ(read("a" + reference + "\n", "a.md").text.substr(0, 1), "a") << reference;
  }
}

TEST(text_html, broken_xhtml_is_read_as_html) {
  const auto d = read(xhtml("<p>One <i>two</p><p><a id=\"x\"/>Three", "<title/>"), "a.xhtml");
  EXPECT_THAT(d.text, HasSubstr("One two"));
  EXPECT_THAT(d.text, HasSubstr("Three"));
}

TEST(text_html, entities_of_a_dtd_are_not_expanded) {
  const auto d = read(
      "<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
      "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>&b;&b; end</p></body></html>",
      "a.xhtml");
  EXPECT_EQ(d.text, "&b;&b; end\n");
}

TEST(text_html, deep_nesting_is_read_or_refused_but_never_overflows) {
  std::string deep;
  for (int i = 0; i < 900; ++i)
    deep += "<div>";
  EXPECT_EQ(read(deep + "late", "a.html").text, "late\n");
  for (int i = 0; i < 100000; ++i)
    deep += "<div>";
  EXPECT_EQ(failure_of(deep + "late", "a.html").code, error_code::damaged);
  std::string xml;
  for (int i = 0; i < 100000; ++i)
    xml += "<div>";
  xml += "late";
  for (int i = 0; i < 100000; ++i)
    xml += "</div>";
  EXPECT_EQ(read(xhtml(xml), "a.xhtml").text, "late\n");
}

TEST(text_html, elements_that_close_themselves_are_not_deep) {
  std::string list = "<ul>";
  for (int i = 0; i < 8000; ++i)
    list += "<li>late";
  EXPECT_THAT(read(list, "a.html").paragraphs, testing::SizeIs(8000));
}

TEST(text_html, self_closed_elements_are_written_out) {
  using fabula::text::expand_self_closed;
  EXPECT_EQ(expand_self_closed("<title/><br/><a id=\"x\"/>", false),
            "<title></title><br/><a id=\"x\"/>");
  EXPECT_EQ(expand_self_closed("<title/><br/><a id=\"x\"/>", true),
            "<title></title><br/><a id=\"x\"></a>");
  EXPECT_EQ(expand_self_closed("a /> b", true), "a /> b");
}

TEST(text_html, named_entities) {
  using fabula::text::named_entity;
  EXPECT_EQ(named_entity("nbsp"), "\u00A0");
  EXPECT_EQ(named_entity("Eacute"), "\u00C9");
  EXPECT_EQ(named_entity("nosuch"), "");
  EXPECT_EQ(named_entity("a b"), "");
}

TEST(text_html, a_page_that_shows_nothing_is_empty) {
  EXPECT_EQ(failure_of("<html><head><title>x</title></head><body><script>y</script></body></html>",
                       "a.html")
                .code,
            error_code::empty);
}

constexpr std::string_view k_ao3_head =
    "<!DOCTYPE html><html><head><title>The Key - quill - Harbour</title></head><body><div "
    "id=\"preface\">"
    "<p class=\"message\"><b>Posted originally on the <a "
    "href=\"http://archiveofourown.org/\">Archive of Our Own</a>.</b></p>"
    "<div class=\"meta\"><dl class=\"tags\"><dt>Rating:</dt><dd><a>Teen And Up "
    "Audiences</a></dd><dt>Archive Warning:</dt><dd>No Archive Warnings Apply</dd>"
    "<dt>Fandom:</dt><dd>Harbour Lights</dd><dt>Relationship:</dt><dd><a>Ines/Ruth</a>, <a>Ines "
    "&amp; Tom</a></dd>"
    "<dt>Language:</dt><dd>English</dd><dt>Stats:</dt><dd>Words: 99</dd></dl>"
    "<h1>The Key</h1><div class=\"byline\">by <a "
    "rel=\"author\">quill</a></div><p>Summary</p><blockquote class=\"userstuff\"><p>Ruth loses a "
    "key.</p></blockquote>"
    "<p>Notes</p><blockquote class=\"userstuff\"><p>For my beta.</p></blockquote></div></div><div "
    "id=\"chapters\" class=\"userstuff\">";

TEST(text_html, ao3_tags_and_notes_are_the_authors_word_and_no_story) {
  const std::string page =
      std::string(k_ao3_head) +
      "<div class=\"meta group\"><h2 class=\"heading\">Chapter 1: Lost</h2><p>Chapter "
      "Notes</p><blockquote class=\"userstuff\"><p>A short one.</p></blockquote></div>"
      "<div class=\"userstuff\"><p>" +
      prose(8) +
      "</p></div><div id=\"endnotes1\"><p>Chapter End Notes</p><blockquote "
      "class=\"userstuff\"><p>See you.</p></blockquote></div>"
      "<div class=\"meta group\"><h2 class=\"heading\">Chapter 2: Found</h2></div><div "
      "class=\"userstuff\"><p>" +
      prose(8) +
      "</p></div></div>"
      "<div id=\"afterword\"><div class=\"meta\"><p>End Notes</p><blockquote "
      "class=\"userstuff\"><p>Goodbye.</p></blockquote></div>"
      "<p class=\"message\">Please drop by the Archive and comment.</p></div></body></html>";
  const auto d = read(page, "key.html");
  EXPECT_THAT(chapters(d), ElementsAre("front: ", "chapter: Chapter 1: Lost",
                                       "chapter: Chapter 2: Found", "back: "));
  EXPECT_EQ(d.source.title, "The Key");
  EXPECT_EQ(d.source.author, "quill");
  std::vector<std::string> notes;
  for (const auto& n : d.source.author_notes)
    notes.push_back(n.label + "=" + n.text);
  EXPECT_THAT(notes, ElementsAre("Rating=Teen And Up Audiences",
                                 "Archive Warning=No Archive Warnings Apply",
                                 "Fandom=Harbour Lights", "Relationship=Ines/Ruth, Ines & Tom",
                                 "Language=English", "Stats=Words: 99", "Summary=Ruth loses a key.",
                                 "Notes=For my beta.", "Chapter Notes=A short one.",
                                 "Chapter End Notes=See you.", "End Notes=Goodbye."));
  EXPECT_THAT(paragraphs(d), Contains("note: A short one."));
  EXPECT_THAT(paragraphs(d), Contains("note: See you."));
  EXPECT_THAT(paragraphs(d), Not(Contains("note: Chapter 1: Lost")));
}

TEST(text_html, a_definition_list_alone_is_not_ao3) {
  const auto d = read("<dl><dt>Gull:</dt><dd>A bird.</dd></dl><p>" + prose(4) + "</p>", "a.html");
  EXPECT_TRUE(d.source.author_notes.empty());
  EXPECT_THAT(chapters(d), ElementsAre("chapter: "));
}

}  // namespace
