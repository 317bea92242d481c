#include "text_support.hpp"

namespace {

using fabula::error_code;
using fabula::testing::chapters;
using fabula::testing::emphases;
using fabula::testing::failure_of;
using fabula::testing::paragraphs;
using fabula::testing::prose;
using fabula::testing::read;
using testing::ElementsAre;

TEST(text_markdown, headings_paragraphs_and_rules) {
  const auto d = read(
      "# The Quay\n\n## Chapter 1\n\nLate\nagain.\n\n***\n\nYes.\n\n## Chapter 2\n\nNo.\n", "a.md");
  EXPECT_EQ(d.source.media, fabula::media_type::markdown);
  EXPECT_EQ(d.text, "The Quay\n\nChapter 1\n\nLate again.\n\n* * *\n\nYes.\n\nChapter 2\n\nNo.\n");
  EXPECT_THAT(chapters(d),
              ElementsAre("front: The Quay", "chapter: Chapter 1", "chapter: Chapter 2"));
}

TEST(text_markdown, emphasis) {
  EXPECT_THAT(
      emphases(read("a *b c* _d_ **e** ***f*** <i>g</i> \\*h\\* snake_case_word\n", "a.md")),
      ElementsAre("b c", "d", "f", "g"));
}

TEST(text_markdown, hard_breaks_are_lines_and_indents_are_no_code) {
  EXPECT_THAT(paragraphs(read("O the gulls  \non the rail\n\n    Late again.\n", "a.md")),
              ElementsAre("verse: O the gulls\non the rail", "prose: Late again."));
}

TEST(text_markdown, entities_html_tables_lists_and_pictures) {
  EXPECT_THAT(paragraphs(read(
                  "one &amp; two &mdash; &lt;b&gt; &bogus;\n\n<p>three <em>four</em></p>\n\n| a | "
                  "b |\n|---|---|\n| c | d |\n\n1. five\n2. six\n\n![not read](x.png) seven\n",
                  "a.md")),
              ElementsAre("prose: one & two \u2014 <b> &bogus;", "prose: three four", "prose: a\tb",
                          "prose: c\td", "prose: five", "prose: six", "prose: seven"));
}

TEST(text_markdown, front_matter_is_the_sources_word) {
  const auto d =
      read("---\ntitle: \"The Quay\"\nauthor: Mara Quill\ntags:\n  - gulls\n  - rail\n---\n\n" +
               prose(4),
           "a.md");
  EXPECT_EQ(d.source.title, "The Quay");
  EXPECT_EQ(d.source.author, "Mara Quill");
  ASSERT_EQ(d.source.author_notes.size(), 1U);
  EXPECT_EQ(d.source.author_notes[0].text, "gulls rail");
  EXPECT_THAT(d.text, testing::StartsWith("The ferry"));
}

TEST(text_markdown, a_rule_at_the_top_is_no_front_matter) {
  EXPECT_THAT(
      paragraphs(read("---\n\nLate again.\n\n---\n\nYes.\n", "a.md")),
      ElementsAre("scene_break: * * *", "prose: Late again.", "scene_break: * * *", "prose: Yes."));
}

TEST(text_markdown, without_headings_chapters_are_found_by_words) {
  EXPECT_THAT(
      chapters(read("**Chapter One**\n\n" + prose(9) + "**Chapter Two**\n\n" + prose(9), "a.md")),
      ElementsAre("chapter: Chapter One", "chapter: Chapter Two"));
}

TEST(text_markdown, deep_and_empty) {
  EXPECT_EQ(failure_of(" \n\n", "a.md").code, error_code::empty);
  EXPECT_EQ(failure_of("<!-- nothing -->\n", "a.md").code, error_code::empty);
  EXPECT_EQ(read(std::string(50000, '>') + " late\n", "a.md").text, "late\n");
  EXPECT_EQ(read(std::string(20000, '[') + "late\n", "a.md").text.size(), 20005U);
}

}  // namespace
