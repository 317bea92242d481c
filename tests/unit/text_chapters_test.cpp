// Chapters of plain text by convention, front and back matter.
#include "text/front_matter.hpp"
#include "text/headings.hpp"
#include "text_support.hpp"

namespace {

using fabula::paragraph_kind;
using fabula::testing::chapters;
using fabula::testing::paragraphs;
using fabula::testing::prose;
using fabula::testing::read;
using fabula::text::heading_form;
using fabula::text::read_heading;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Each heading with a page of prose under it.
std::string book(const std::vector<std::string>& headings, std::string_view gap = "\n\n\n") {
  std::string text;
  int seed = 0;
  for (const std::string& h : headings)
    text += std::string(gap) + h + "\n\n" + prose(16, seed++);
  return text.substr(gap.size());
}

TEST(text_headings, forms) {
  const std::vector<std::pair<const char*, heading_form>> all = {
      {"CHAPTER I", heading_form::chapter},
      {"Chapter 12: The Quay", heading_form::chapter},
      {"CHAPTER THE FIRST", heading_form::chapter},
      {"Chapter Twenty-One", heading_form::chapter},
      {"CHAP. IV.", heading_form::chapter},
      {"Letter 3", heading_form::chapter},
      {"Part Two", heading_form::part},
      {"BOOK THE FIRST", heading_form::part},
      {"VOLUME II", heading_form::part},
      {"The Second Part", heading_form::part},
      {"PROLOGUE", heading_form::story},
      {"Epilogue: Home", heading_form::story},
      {"PREFACE.", heading_form::front},
      {"Contents", heading_form::front},
      {"AFTERWORD", heading_form::back},
      {"THE END", heading_form::back},
      {"Acknowledgements", heading_form::either},
      {"XIV", heading_form::number},
      {"12", heading_form::number},
      {"[ 3 ]", heading_form::number},
      {"IV. THE QUAY", heading_form::number_title},
      {"3. The Long Rail", heading_form::number_title},
      {"THE LONG RAIL", heading_form::title},
      {"The Long Rail", heading_form::title},
      {"\u2014 I \u2014", heading_form::number},
      {"_Chapter 4_", heading_form::chapter}};
  for (const auto& [words, form] : all)
    EXPECT_EQ(read_heading(words).form, form) << words;
}

TEST(text_headings, prose_is_none) {
  for (const char* words :
       {"Chapter 12 was hard to write.", "Part of the rail was gone.", "\"Thanks.\"",
        "Notes, said Ines, are for singers.", "The ferry was late again.", "I",
        "Part two of the plan was simple enough.", "A book one could swim in."})
    EXPECT_TRUE(read_heading(words).form == heading_form::none ||
                read_heading(words).form == heading_form::number)
        << words;
  EXPECT_EQ(read_heading("Part two of the plan was simple enough.").form, heading_form::none);
}

TEST(text_headings, numbers) {
  using fabula::text::numeral;
  using fabula::text::read_number;
  numeral style{};
  EXPECT_EQ(read_number("XIV.", style), 14U);
  EXPECT_EQ(style, numeral::roman);
  EXPECT_EQ(read_number("xlviii", style), 48U);
  EXPECT_EQ(read_number("XXXXII", style), 0U);
  EXPECT_EQ(read_number("IIII", style), 4U);
  EXPECT_EQ(read_number("IC", style), 0U) << "no right spelling";
  EXPECT_EQ(read_number("112", style), 112U);
  EXPECT_EQ(style, numeral::arabic);
  EXPECT_EQ(read_number("Twenty-one", style), 21U);
  EXPECT_EQ(read_number("THIRTIETH", style), 30U);
  EXPECT_EQ(style, numeral::words);
  EXPECT_EQ(read_number("12345678901234567890", style), 0U);
  EXPECT_EQ(read_number("ferry", style), 0U);
}

TEST(text_chapters, named_chapters_with_titles_below) {
  const auto d =
      read(book({"CHAPTER I\n\nThe Quay", "CHAPTER II\n\nThe Rail", "CHAPTER III\n\nThe Gulls"}),
           "a.txt");
  EXPECT_THAT(chapters(d),
              ElementsAre("chapter: CHAPTER I. The Quay", "chapter: CHAPTER II. The Rail",
                          "chapter: CHAPTER III. The Gulls"));
  EXPECT_EQ(d.paragraphs[0].kind, paragraph_kind::heading);
  EXPECT_EQ(d.chapters[1].span.start, d.paragraphs[5].span.start);
}

TEST(text_chapters, titles_on_the_same_line_or_the_next) {
  EXPECT_THAT(chapters(read(book({"Chapter 1: The Quay", "Chapter 2: The Rail"}), "a.txt")),
              ElementsAre("chapter: Chapter 1: The Quay", "chapter: Chapter 2: The Rail"));
  EXPECT_THAT(chapters(read(book({"CHAPTER I.\nThe Quay", "CHAPTER II.\nThe Rail"}), "a.txt")),
              ElementsAre("chapter: CHAPTER I. The Quay", "chapter: CHAPTER II. The Rail"));
}

TEST(text_chapters, a_first_paragraph_is_no_title) {
  const auto d = read(book({"CHAPTER I\n\n\"Late,\" said Ines.",
                            "CHAPTER II\n\nNobody spoke at all.", "CHAPTER III\n\n\"No.\""}),
                      "a.txt");
  EXPECT_THAT(chapters(d),
              ElementsAre("chapter: CHAPTER I", "chapter: CHAPTER II", "chapter: CHAPTER III"));
}

TEST(text_chapters, numerals_alone_in_sequence) {
  EXPECT_THAT(chapters(read(book({"I", "II", "III"}), "a.txt")),
              ElementsAre("chapter: I", "chapter: II", "chapter: III"));
  EXPECT_THAT(chapters(read(book({"1", "2", "3"}), "a.txt")),
              ElementsAre("chapter: 1", "chapter: 2", "chapter: 3"));
  EXPECT_THAT(
      chapters(read(book({"I. THE QUAY", "II. THE RAIL", "III. THE GULLS"}), "a.txt")),
      ElementsAre("chapter: I. THE QUAY", "chapter: II. THE RAIL", "chapter: III. THE GULLS"));
}

TEST(text_chapters, a_lone_numeral_is_no_chapter) {
  const auto d = read(prose(20) + "I\n\n" + prose(20) + "7\n\n" + prose(12), "a.txt");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: "));
}

TEST(text_chapters, stanza_numbers_are_no_chapters) {
  std::string poem;
  for (const char* n : {"I.", "II.", "III.", "IV."})
    poem += std::string(n) + "\n\n  O the gulls on the rail\n  And the rail on the sea\n\n";
  EXPECT_THAT(chapters(read(prose(40) + poem + prose(40), "a.txt")), ElementsAre("chapter: "));
}

TEST(text_chapters, numerals_inside_named_chapters_are_sub_headings) {
  const auto d = read(book({"CHAPTER I", "I", "II", "CHAPTER II", "I", "II"}), "a.txt");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: CHAPTER I", "chapter: CHAPTER II"));
  std::size_t headings = 0;
  for (const auto& p : d.paragraphs)
    headings += p.kind == paragraph_kind::heading;
  EXPECT_EQ(headings, 6U);
}

TEST(text_chapters, parts_stand_over_chapters) {
  const auto d = read("PART ONE\n\nThe Water\n\n\n" + book({"CHAPTER I", "CHAPTER II"}) +
                          "\n\nPART TWO\n\nThe Land\n\n\n" + book({"CHAPTER III"}),
                      "a.txt");
  EXPECT_THAT(chapters(d),
              ElementsAre("part: PART ONE. The Water", "chapter: CHAPTER I", "chapter: CHAPTER II",
                          "part: PART TWO. The Land", "chapter: CHAPTER III"));
}

TEST(text_chapters, parts_with_numbers_and_parts_alone) {
  EXPECT_THAT(
      chapters(read("PART I\n\n" + book({"1", "2"}) + "PART II\n\n" + book({"1", "2"}), "a.txt")),
      ElementsAre("part: PART I", "chapter: 1", "chapter: 2", "part: PART II", "chapter: 1",
                  "chapter: 2"));
  EXPECT_THAT(chapters(read(book({"PART I", "PART II"}) + prose(60), "a.txt")),
              ElementsAre(StartsWith("chapter: PART I"), StartsWith("chapter: PART II")));
}

TEST(text_chapters, prologue_and_epilogue_are_story) {
  EXPECT_THAT(chapters(read(book({"PROLOGUE", "CHAPTER ONE", "CHAPTER TWO", "EPILOGUE"}), "a.txt")),
              ElementsAre("chapter: PROLOGUE", "chapter: CHAPTER ONE", "chapter: CHAPTER TWO",
                          "chapter: EPILOGUE"));
}

TEST(text_chapters, a_contents_list_is_front_and_no_chapters) {
  const auto lines =
      read("CONTENTS\n\nCHAPTER I. The Quay\nCHAPTER II. The Rail\nCHAPTER III. The Gulls\n\n\n\n" +
               book({"CHAPTER I. The Quay", "CHAPTER II. The Rail", "CHAPTER III. The Gulls"}),
           "a.txt");
  const auto spaced = read(
      "CONTENTS\n\nCHAPTER I. The Quay\n\nCHAPTER II. The Rail\n\nCHAPTER III. The Gulls\n\n\n\n" +
          book({"CHAPTER I. The Quay", "CHAPTER II. The Rail", "CHAPTER III. The Gulls"}),
      "a.txt");
  for (const auto* d : {&lines, &spaced})
    EXPECT_THAT(chapters(*d),
                ElementsAre("front: CONTENTS", "chapter: CHAPTER I. The Quay",
                            "chapter: CHAPTER II. The Rail", "chapter: CHAPTER III. The Gulls"));
}

TEST(text_chapters, title_page_preface_and_dedication_are_front) {
  const auto d =
      read("THE QUAY\n\nby Mara Quill\n\n\nDEDICATION\n\nTo the gulls.\n\n\nPREFACE\n\n" +
               prose(30) + "\n\n" + book({"CHAPTER I", "CHAPTER II"}),
           "a.txt");
  EXPECT_THAT(chapters(d), ElementsAre("front: ", "front: DEDICATION", "front: PREFACE",
                                       "chapter: CHAPTER I", "chapter: CHAPTER II"));
  EXPECT_EQ(d.source.title, "THE QUAY");
  EXPECT_EQ(d.source.author, "Mara Quill");
}

TEST(text_chapters, afterword_and_the_end_are_back) {
  EXPECT_THAT(
      chapters(read(book({"CHAPTER I", "CHAPTER II"}) + "THE END\n\n\nAFTERWORD\n\n" + prose(5),
                    "a.txt")),
      ElementsAre("chapter: CHAPTER I", "chapter: CHAPTER II", "back: THE END", "back: AFTERWORD"));
}

TEST(text_chapters, words_of_the_story_are_no_back_matter) {
  const auto d = read(book({"CHAPTER I", "CHAPTER II"}) + "\"Thanks.\"\n\nNotes, she said.\n\n" +
                          prose(20) + "The end of the rail.\n\n",
                      "a.txt");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: CHAPTER I", "chapter: CHAPTER II"));
}

TEST(text_chapters, a_note_at_the_very_end_stays_story) {
  EXPECT_THAT(chapters(read(book({"CHAPTER I", "CHAPTER II"}) + "NOTE\n\n" + prose(8), "a.txt")),
              ElementsAre("chapter: CHAPTER I", "chapter: CHAPTER II"));
}

TEST(text_chapters, recurring_title_lines_are_chapters) {
  EXPECT_THAT(chapters(read(book({"THE QUAY", "THE RAIL", "THE GULLS"}, "\n\n\n\n"), "a.txt")),
              ElementsAre("chapter: THE QUAY", "chapter: THE RAIL", "chapter: THE GULLS"));
}

TEST(text_chapters, what_is_shouted_again_and_again_is_no_title) {
  EXPECT_THAT(
      chapters(read(prose(20) + book({"LATER", "LATER", "LATER", "LATER"}, "\n\n\n\n"), "a.txt")),
      ElementsAre("chapter: "));
}

TEST(text_chapters, letters_between_chapters_belong_to_them) {
  EXPECT_THAT(
      chapters(
          read(book({"CHAPTER I", "LETTER I", "LETTER II", "CHAPTER II", "CHAPTER III"}), "a.txt")),
      ElementsAre("chapter: CHAPTER I", "chapter: CHAPTER II", "chapter: CHAPTER III"));
  EXPECT_THAT(
      chapters(
          read(book({"LETTER I", "LETTER II", "CHAPTER I", "CHAPTER II", "CHAPTER III"}), "a.txt")),
      ElementsAre("chapter: LETTER I", "chapter: LETTER II", "chapter: CHAPTER I",
                  "chapter: CHAPTER II", "chapter: CHAPTER III"));
}

TEST(text_chapters, no_headings_give_one_chapter) {
  EXPECT_THAT(chapters(read(prose(20), "a.txt")), ElementsAre("chapter: "));
  const auto d = read("The Long Rail\n\n" + prose(20), "a.txt");
  EXPECT_THAT(chapters(d), ElementsAre("chapter: The Long Rail"));
  EXPECT_EQ(d.paragraphs[0].kind, paragraph_kind::heading);
}

TEST(text_chapters, gutenberg_header_and_licence_are_no_story) {
  const auto d = read(
      "The Project Gutenberg EBook of The Quay, by Mara Quill\n\nTitle: The Quay\n       and the "
      "Rail\n\nAuthor: Mara Quill\n\nLanguage: English\n\n"
      "*** START OF THIS PROJECT GUTENBERG EBOOK THE QUAY ***\n\nProduced by nobody\n\n\nTHE "
      "QUAY\n\n" +
          book({"CHAPTER I", "CHAPTER II"}) +
          "\nEnd of the Project Gutenberg EBook of The Quay, by Mara Quill\n\n*** END OF THIS "
          "PROJECT GUTENBERG EBOOK THE QUAY ***\n\n" +
          prose(30),
      "a.txt");
  EXPECT_THAT(chapters(d),
              ElementsAre("front: ", "chapter: CHAPTER I", "chapter: CHAPTER II", "back: "));
  EXPECT_EQ(d.source.title, "The Quay and the Rail");
  EXPECT_EQ(d.source.author, "Mara Quill");
  const auto story = d.text.substr(d.chapters[1].span.start.value,
                                   d.chapters[2].span.end.value - d.chapters[1].span.start.value);
  EXPECT_THAT(story, Not(HasSubstr("Gutenberg")));
}

TEST(text_chapters, the_old_small_print_and_a_story_without_headings) {
  const auto d = read(
      "**The Project Gutenberg Etext of The Quay**\n\nTitle: The Quay\n\nSTART**THE SMALL "
      "PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***\n\n" +
          prose(12) + "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n\n" +
          prose(40) + "End of The Project Gutenberg Etext of The Quay\n",
      "a.txt");
  EXPECT_THAT(chapters(d), ElementsAre("front: ", "chapter: ", "back: "));
}

TEST(text_chapters, a_story_that_speaks_of_gutenberg_is_whole) {
  EXPECT_THAT(
      chapters(read(prose(20) + "She had read of Gutenberg, and of Project Gutenberg as well.\n\n" +
                        prose(20),
                    "a.txt")),
      ElementsAre("chapter: "));
}

TEST(text_chapters, editors_brackets_are_notes) {
  const auto d = read(prose(4) + "[Illustration: gulls on a rail]\n\n" + prose(4) +
                          "[Footnote 1: A quay is\nno pier.\n\nNor is it a dock.]\n\n[2] Nor a "
                          "mole.\n\n[She laughed.]\n\n",
                      "a.txt");
  const auto p = paragraphs(d);
  EXPECT_THAT(p, Contains("note: [Illustration: gulls on a rail]"));
  EXPECT_THAT(p, Contains("note: [Footnote 1: A quay is\nno pier."));
  EXPECT_THAT(p, Contains("note: Nor is it a dock.]"));
  EXPECT_THAT(p, Contains("note: [2] Nor a mole."));
  EXPECT_THAT(p, Contains("prose: [She laughed.]"));
}

TEST(text_chapters, bylines) {
  using fabula::text::read_byline;
  EXPECT_EQ(read_byline("by Mara Quill"), "Mara Quill");
  EXPECT_EQ(read_byline("BY\nM. E. QUILL"), "M. E. QUILL");
  EXPECT_EQ(read_byline("by the river we sat down"), "");
  EXPECT_EQ(read_byline("Mara Quill"), "");
}

}  // namespace
