// Paragraphs of plain text: hard-wrapped, one a line, indented, mixed; verse and scene breaks.
#include "text/lines.hpp"
#include "text/paragraphs.hpp"
#include "text_support.hpp"

namespace {

using fabula::paragraph_kind;
using fabula::testing::chapters;
using fabula::testing::paragraphs;
using fabula::testing::prose;
using fabula::testing::read;
using fabula::text::is_scene_break;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TEST(text_plain, text_is_the_file_but_for_mark_and_line_ends) {
  const auto d = read("\xEF\xBB\xBF  Late  again.\r\n\r\n\tNot she.\rEnd. \r\n", "a.txt");
  EXPECT_EQ(d.text, "  Late  again.\n\n\tNot she.\nEnd. \n");
  EXPECT_EQ(d.source.encoding, "utf-8");
  EXPECT_EQ(d.source.encoding_evidence, "byte order mark");
  EXPECT_EQ(d.source.bytes, 38U);
}

TEST(text_plain, hard_wrapped_paragraphs_keep_their_lines) {
  const std::string text = prose(4) + prose(4, 2) + prose(4, 3);
  const auto d = read(text, "a.txt");
  EXPECT_EQ(d.text, text);
  ASSERT_THAT(d.paragraphs, SizeIs(3));
  EXPECT_THAT(paragraphs(d)[0],
              AllOf(StartsWith("prose: The ferry was late"), testing::HasSubstr("\n")));
}

TEST(text_plain, long_lines_are_one_paragraph_each) {
  std::string text;
  for (int i = 0; i < 6; ++i) {
    std::string p = prose(6, i);
    std::replace(p.begin(), p.end(), '\n', ' ');
    text += p + "\n\"Not today,\" said Ines.\n";
  }
  EXPECT_THAT(read(text, "a.txt").paragraphs, SizeIs(12));
}

TEST(text_plain, lines_of_talk_without_empty_lines_are_one_paragraph_each) {
  std::string text;
  for (int i = 0; i < 12; ++i)
    text += "\"Is it late?\" Ines asked.\nRuth looked at the water.\n";
  EXPECT_THAT(read(text, "a.txt").paragraphs, SizeIs(24));
}

TEST(text_plain, first_line_indents_begin_paragraphs) {
  std::string text;
  for (int i = 0; i < 8; ++i)
    text += "    " + prose(4, i).substr(0, prose(4, i).size() - 1);
  std::string tight;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!(text[i] == '\n' && i + 1 < text.size() && text[i + 1] == '\n')) tight += text[i];
  const auto d = read(tight, "a.txt");
  EXPECT_THAT(d.paragraphs, SizeIs(8));
}

TEST(text_plain, a_file_may_mix_its_habits) {
  std::string unwrapped = prose(8);
  std::replace(unwrapped.begin(), unwrapped.end(), '\n', ' ');
  const std::string text =
      prose(4) + unwrapped + "\n" + unwrapped + "\n\"Late,\" she said.\n\n" + prose(4, 3);
  EXPECT_THAT(read(text, "a.txt").paragraphs, SizeIs(5));
}

TEST(text_plain, a_stanza_is_one_paragraph_of_verse) {
  const std::string song =
      "  O the gulls on the rail\n    And the rail on the sea,\n  And the ferry so late\n    That "
      "it waited for me.";
  const auto d = read(prose(4) + song + "\n\n" + prose(4, 2), "a.txt");
  EXPECT_THAT(paragraphs(d), Contains("verse: " + song.substr(2)));
}

TEST(text_plain, a_ragged_paragraph_is_no_verse) {
  const auto d = read(prose(8) + prose(7, 3), "a.txt");
  for (const auto& p : d.paragraphs)
    EXPECT_EQ(p.kind, paragraph_kind::prose);
}

TEST(text_plain, scene_break_marks) {
  for (const char* mark : {"***",
                           "* * *",
                           "#",
                           "###",
                           "---",
                           "-----",
                           "\u2014\u2014\u2014",
                           "~~~",
                           "\u2042",
                           "o0o",
                           "oOo",
                           "-x-X-x-",
                           "\u2022 \u2022 \u2022",
                           "____",
                           "=====",
                           "\u2766",
                           ". . . .",
                           "*",
                           "<<>>",
                           "x x x"})
    EXPECT_TRUE(is_scene_break(mark)) << mark;
  for (const char* words : {"...", "\u2026", "-", "--a--", "I", "Ooo", "Oh", "xxx", "XXX", "1", "?",
                            "!!!", "10 x 10", "", "#1", "000", "?!", "\"\""})
    EXPECT_FALSE(is_scene_break(words)) << words;
}

TEST(text_plain, a_scene_break_is_its_own_paragraph_even_without_empty_lines) {
  const auto d = read(
      prose(4) + "* * *\n\n" + prose(4, 2) + "\"One.\"\n***\n\"Two.\"\n\n" + prose(4, 4), "a.txt");
  const auto p = paragraphs(d);
  EXPECT_THAT(p, Contains("scene_break: * * *"));
  EXPECT_THAT(p, Contains("scene_break: ***"));
  EXPECT_THAT(p, Contains("prose: \"One.\""));
}

TEST(text_plain, extra_space_marks_the_paragraph_after_it) {
  const auto d = read(prose(16) + "\n\n" + prose(4, 2) + prose(4, 3), "a.txt");
  std::size_t gaps = 0;
  for (const auto& p : d.paragraphs)
    gaps += p.after_gap;
  EXPECT_EQ(gaps, 1U);
  EXPECT_TRUE(d.paragraphs[4].after_gap);
}

TEST(text_plain, the_usual_space_is_no_gap) {
  std::string text;
  for (int i = 0; i < 10; ++i)
    text += prose(4, i) + "\n\n";
  for (const auto& p : read(text, "a.txt").paragraphs)
    EXPECT_FALSE(p.after_gap);
}

TEST(text_plain, paragraphs_have_no_white_space_at_their_ends) {
  const auto d = read("\u00A0\u00A0Late again. \u3000\n\n \t \n\n  And again.\u00A0\n", "a.txt");
  EXPECT_THAT(paragraphs(d), ElementsAre("prose: Late again.", "prose: And again."));
}

TEST(text_plain, tokenized_lines_are_sentences) {
  const auto d = fabula::text::read_tokenized(
      "The ferry was late .\n\n\" Again ? \" said Ines .\r\n", "a.txt");
  ASSERT_TRUE(d);
  EXPECT_EQ(fabula::text::check_document(*d), "");
  EXPECT_EQ(d->text, "The ferry was late .\n\n\" Again ? \" said Ines .\n");
  EXPECT_THAT(paragraphs(*d),
              ElementsAre("prose: The ferry was late .", "prose: \" Again ? \" said Ines ."));
  EXPECT_THAT(chapters(*d), ElementsAre("chapter: "));
}

TEST(text_plain, a_hundred_thousand_short_lines_and_one_of_ten_megabytes) {
  std::string text;
  for (int i = 0; i < 100000; ++i)
    text += "\"Late.\n";
  EXPECT_THAT(read(text, "a.txt").paragraphs, Not(SizeIs(0)));
  std::string word = "late ";
  std::string line;
  while (line.size() < 10000000)
    line += word;
  EXPECT_THAT(read(line, "a.txt").paragraphs, SizeIs(1));
  EXPECT_THAT(read(std::string(10000000, 'a'), "a.txt").paragraphs, SizeIs(1));
}

}  // namespace
