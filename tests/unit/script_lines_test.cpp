#include "write/script_lines.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <set>

#include "fabula/reader.hpp"
#include "story/segments.hpp"
#include "story_builder.hpp"
#include "text/unicode.hpp"

namespace {

using fabula::line_kind;
using fabula::script_line;
using fabula::script_lines;
using fabula::story;
using fabula::testing::story_builder;
using testing::ElementsAre;

/// "kind|words" of each line.
std::vector<std::string> told(const story& s) {
  std::vector<std::string> out;
  for (const script_line& l : script_lines(s))
    out.push_back(std::string(to_string(l.kind)) + "|" + std::string(s.words_of(l.span)));
  return out;
}

/// What must hold of every script: the lines tile the text, and no utterance is lost.
void expect_whole(const story& s) {
  std::uint32_t at = 0;
  std::set<std::uint32_t> quotes;
  std::vector<std::uint32_t> parts(s.quotes.size());
  for (const script_line& l : script_lines(s)) {
    ASSERT_EQ(l.span.start.value, at);
    ASSERT_LT(at, l.span.end.value);
    at = l.span.end.value;
    if (!l.is_said()) continue;
    quotes.insert(l.quote->value);
    ASSERT_EQ(l.part, parts[l.quote->value]++);
  }
  ASSERT_EQ(at, s.text.size());
  for (const script_line& l : script_lines(s)) {
    if (l.is_said()) {
      ASSERT_EQ(l.parts, parts[l.quote->value]);
    }
  }
  for (const fabula::segment& x : segments(s)) {
    const auto words = s.words_of(x.span);
    bool blank = true;
    for (std::size_t i = 0; i < words.size() && blank;) {
      const fabula::text::decoded d = fabula::text::decode_at(words, i);
      blank = fabula::text::is_space(d.code_point);
      i += d.length;
    }
    if (x.quote && !blank) {
      ASSERT_TRUE(quotes.contains(x.quote->value)) << words;
    }
  }
}

TEST(ScriptLines, TileATextWithItsWhiteSpaceBehindEachLine) {
  const story s = story_builder()
                      .person('O', "Odile")
                      .chapter("I")
                      .paragraph("I", fabula::paragraph_kind::heading)
                      .paragraph("{O|\"Is it broken?\"} {=|said Odile}. She knew.")
                      .paragraph("***", fabula::paragraph_kind::scene_break)
                      .paragraph("It was dark.")
                      .build();
  EXPECT_THAT(told(s), ElementsAre("heading|I\n\n", "speech|“Is it broken?” ",
                                   "narration|said Odile. She knew.\n\n", "scene_break|***\n\n",
                                   "narration|It was dark.\n\n"));
}

std::uint32_t after(const story& s, std::string_view words) {
  return static_cast<std::uint32_t>(s.text.find(words) + words.size());
}

/// A story of one paragraph, with a sentence up to the end of each of `endings`; the first emphasis
/// is the cue of the first utterance.
story one_paragraph(std::string_view marked, std::initializer_list<std::string_view> endings) {
  story s = story_builder().person('O', "Odile").chapter("").paragraph(marked).build();
  std::uint32_t at = 0;
  for (const std::string_view e : endings) {
    const std::uint32_t end = after(s, e);
    s.sentences.push_back({{{at}, {end}}});
    at = end;
  }
  s.quotes[0].cue = s.emphases[0].span;
  return s;
}

TEST(ScriptLines, ATagIsASentenceThatTellsWhoSpeaksAndNoMore) {
  EXPECT_THAT(
      told(one_paragraph("{O|\"Yes,\"} {_|said Odile} softly. She left.", {"softly.", "left."})),
      ElementsAre("speech|“Yes,” ", "tag|said Odile softly. ", "narration|She left.\n\n"));
  EXPECT_THAT(told(one_paragraph("She left. {_|Odile said}: {O|\"Yes.\"}", {"left.", "Yes.”"})),
              ElementsAre("narration|She left. ", "tag|Odile said: ", "speech|“Yes.”\n\n"));
  EXPECT_THAT(told(one_paragraph("{O|\"Yes,\"} {_|said Odile}, {+|\"and no.\"}", {"no.”"})),
              ElementsAre("speech|“Yes,” ", "tag|said Odile, ", "speech|“and no.”\n\n"));
}

TEST(ScriptLines, ATagThatTellsAStoryIsNarration) {
  for (const char* marked : {"{O|\"Yes,\"} {_|said Odile}, putting down the cup.",
                             "{_|Odile put down the cup and said}: {O|\"Yes.\"}",
                             "{_|Odile, who had heard him, said}: {O|\"Yes.\"}",
                             "{_|Odile of the seven rivers here said}: {O|\"Yes.\"}"}) {
    for (const std::string& line : told(one_paragraph(marked, {"\n"})))
      EXPECT_THAT(line, testing::Not(testing::StartsWith("tag|"))) << marked;
  }
}

TEST(ScriptLines, AnUtteranceKeepsItsParts) {
  const story s = story_builder()
                      .person('O', "Odile")
                      .chapter("")
                      .paragraph("{O|\"Yes,\"} she said, {+|\"and no.\"} {?|\"Oh.\"}")
                      .build();
  const auto lines = script_lines(s);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].quote, lines[2].quote);
  EXPECT_EQ(lines[0].part, 0U);
  EXPECT_EQ(lines[2].part, 1U);
  EXPECT_EQ(lines[0].parts, 2U);
  EXPECT_EQ(lines[1].parts, 0U);
  EXPECT_EQ(lines[3].parts, 1U);
}

TEST(ScriptLines, AnUtteranceOverParagraphsIsALineEach) {
  story s = story_builder()
                .person('O', "Odile")
                .chapter("")
                .paragraph("Dear Tom,")
                .paragraph("Come soon.")
                .build();
  fabula::quote q;
  q.kind = fabula::quote_kind::letter;
  q.speaker = fabula::character_id{0};
  q.spans = {{{0}, {static_cast<std::uint32_t>(s.text.size() - 2)}}};
  s.quotes.push_back(q);
  EXPECT_THAT(told(s), ElementsAre("letter|Dear Tom,\n\n", "letter|Come soon.\n\n"));
  EXPECT_EQ(script_lines(s)[1].part, 1U);
}

TEST(ScriptLines, FrontMatterAndNotesAreTold) {
  const story s = story_builder()
                      .chapter("Title", fabula::chapter_kind::front)
                      .raw("\n\n")
                      .paragraph("A TALE", fabula::paragraph_kind::heading)
                      .chapter("I")
                      .raw("\n")
                      .paragraph("It was dark.")
                      .paragraph("[1] A note.", fabula::paragraph_kind::note)
                      .chapter("End", fabula::chapter_kind::back)
                      .paragraph("THE END")
                      .build();
  EXPECT_THAT(told(s), ElementsAre("front|\n\nA TALE\n\n", "narration|\nIt was dark.\n\n",
                                   "note|[1] A note.\n\n", "back|THE END\n\n"));
}

TEST(ScriptLines, WhoTellsAChapter) {
  story s = story_builder()
                .person('M', "Marnie")
                .person('N', "Ned")
                .chapter("I")
                .paragraph("{@M|I} woke. {N|\"{@N|I} am Ned,\"} said Ned. {@M|My} head hurt.")
                .chapter("II")
                .paragraph("Ned left.")
                .build();
  for (fabula::mention& m : s.mentions)
    m.form = fabula::mention_form::pron;
  EXPECT_EQ(narrators_of_chapters(s)[0], std::nullopt) << "nobody is a narrator";
  s.characters[0].narrator = s.characters[1].narrator = true;
  EXPECT_EQ(narrators_of_chapters(s)[0], fabula::character_id{0});
  EXPECT_EQ(narrators_of_chapters(s)[1], std::nullopt);
  s.mentions.clear();
  EXPECT_EQ(narrators_of_chapters(s)[0], std::nullopt) << "two narrators, and no mention tells";
  EXPECT_EQ(script_lines(s)[0].narrator, std::nullopt);
}

TEST(ScriptLines, OneNarratorIsToldByTheWords) {
  story s = story_builder()
                .person('M', "Marnie")
                .chapter("I")
                .paragraph("I woke, and my head hurt me as I rose. {?|\"I am Ned.\"}")
                .chapter("II")
                .paragraph("Ned left.")
                .build();
  s.characters[0].narrator = true;
  EXPECT_EQ(narrators_of_chapters(s)[0], fabula::character_id{0});
  EXPECT_EQ(narrators_of_chapters(s)[1], std::nullopt);
  EXPECT_EQ(script_lines(s)[0].narrator, fabula::character_id{0});
  EXPECT_EQ(script_lines(s)[1].narrator, std::nullopt) << "what is said is told by who says it";
}

TEST(ScriptLines, WhoTellsAChapterIsAsThePlotSays) {
  story s = story_builder()
                .person('M', "Marnie")
                .person('N', "Ned")
                .chapter("I")
                .paragraph("I woke, and my head hurt me as I rose.")
                .chapter("II")
                .paragraph("Ned left.")
                .build();
  s.characters[0].narrator = true;
  s.narrations = {{{0}, fabula::grammatical_person::first, fabula::character_id{1}, 1},
                  {{1}, fabula::grammatical_person::third, {}, 1}};
  EXPECT_THAT(narrators_of_chapters(s), ElementsAre(fabula::character_id{1}, std::nullopt));
}

TEST(ScriptLines, EmptyAndBlankStories) {
  EXPECT_TRUE(script_lines(story{}).empty());
  story s;
  s.text = " \n\n";
  EXPECT_THAT(told(s), ElementsAre("narration| \n\n"));
  s.text = "\u00A0Words\u2003\n";
  EXPECT_THAT(told(s), ElementsAre("narration|\u00A0Words\u2003\n"));
}

/// A story whose layers are anything that `check_bounds` lets pass, in any order.
story any_story() {
  story s;
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
      std::vector<std::string>{" ", "\n\n", "“", "”", "said Odile", ". ", "I", "é", "\U0001F600",
                               "word", "\u00A0", ", ", "and", "***"}));
  std::vector<std::uint32_t> at{0};
  for (const std::string& p : pieces) {
    s.text += p;
    at.push_back(static_cast<std::uint32_t>(s.text.size()));
  }
  const auto place = [&] { return fabula::byte_offset{*rc::gen::elementOf(at)}; };
  const auto span = [&] {
    const auto a = place();
    const auto b = place();
    return fabula::byte_range{std::min(a, b), std::max(a, b)};
  };
  const auto some = [&](auto make) {
    for (int n = *rc::gen::inRange(0, 6); n > 0; --n)
      make();
  };
  s.characters.resize(2);
  s.characters[0].narrator = true;
  some([&] {
    s.chapters.push_back({span(), "", static_cast<fabula::chapter_kind>(*rc::gen::inRange(0, 4))});
  });
  some([&] {
    if (!s.chapters.empty())
      s.paragraphs.push_back(
          {span(), {0}, static_cast<fabula::paragraph_kind>(*rc::gen::inRange(0, 5)), false});
  });
  some([&] { s.sentences.push_back({span()}); });
  some([&] {
    fabula::quote q;
    q.spans = {span(), span()};
    q.kind = static_cast<fabula::quote_kind>(*rc::gen::inRange(0, 6));
    if (*rc::gen::arbitrary<bool>()) q.cue = span();
    if (*rc::gen::arbitrary<bool>()) q.speaker = fabula::character_id{1};
    s.quotes.push_back(q);
  });
  return s;
}

RC_GTEST_PROP(ScriptLines, NothingIsLostWhateverTheLayers, ()) {
  const story s = any_story();
  std::string all;
  for (const script_line& l : script_lines(s)) {
    RC_ASSERT(!l.span.empty());
    all += s.words_of(l.span);
  }
  RC_ASSERT(all == s.text);
}

RC_GTEST_PROP(ScriptLines, NothingIsLostOfWhatIsRead, ()) {
  const auto pieces = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
      rc::gen::elementOf(std::vector<std::string>{"“Yes,” ",
                                                  "said Odile",
                                                  ", ",
                                                  "“and no.”",
                                                  "\n\n",
                                                  "Odile",
                                                  " ",
                                                  "He left. ",
                                                  "CHAPTER II",
                                                  "* * *",
                                                  "‘No,’ ",
                                                  "she said. ",
                                                  "I thought of it. ",
                                                  "— Oh! ",
                                                  "*Are you in?* ",
                                                  "\t",
                                                  "“Never",
                                                  "Dear Tom,\n",
                                                  "\u2028",
                                                  "é",
                                                  "Name: hello\n"})));
  std::string text = "Odile came. ";
  for (const std::string& p : pieces)
    text += p;
  const auto s = fabula::reader().read(text, "a.txt");
  RC_ASSERT(s.has_value());
  expect_whole(*s);
}

TEST(ScriptLines, NothingIsLostOfTheSamplesAndOfNovels) {
  const fabula::reader reader;
  std::vector<std::filesystem::path> files;
  for (const char* folder : {FABULA_SOURCE_DIR "/samples", FABULA_SHARED_DIR "/data/novels"}) {
    std::error_code absent;
    for (std::filesystem::directory_iterator at(folder, absent);
         !absent && at != std::filesystem::directory_iterator(); at.increment(absent))
      if (at->path().extension() == ".txt") files.push_back(at->path());
  }
  ASSERT_GE(files.size(), 2U);
  for (const auto& f : files) {
    const auto s = reader.read_file(f.string());
    ASSERT_TRUE(s) << f;
    expect_whole(*s);
    ASSERT_FALSE(HasFatalFailure()) << f;
  }
}

}  // namespace
