#include "story/verify.hpp"

#include <gmock/gmock.h>

#include "sample_story.hpp"
#include "story/named_cues.hpp"

namespace {

using fabula::character_id;
using fabula::story;
using fabula::testing::find;
using fabula::testing::sample_story;
using testing::HasSubstr;

/// The checks that fail, each as "name: first problem".
std::vector<std::string> failures(const story& s, std::string_view input = {}) {
  std::vector<std::string> out;
  for (const fabula::check& c : fabula::verify(s, input).checks) {
    if (!c.passed()) out.push_back(c.name + ": " + c.problems.at(0));
  }
  return out;
}

std::string detail(const story& s, std::string_view name) {
  for (const fabula::check& c : fabula::verify(s).checks) {
    if (c.name == name) return c.detail;
  }
  return "no such check";
}

MATCHER_P2(FailsAlone, name, problem, "") {
  return arg.size() == 1 && arg[0].starts_with(name) && arg[0].find(problem) != std::string::npos;
}

/// A text, with Ann Low and Ben Low in the cast and one utterance that Ann is said to speak.
story line_of_ann(std::string_view text, std::string_view words) {
  story s;
  s.text = text;
  const auto size = static_cast<std::uint32_t>(text.size());
  s.chapters = {{{{0}, {size}}, "", {}}};
  s.paragraphs = {{{{0}, {size}}, {0}, {}, false}};
  s.characters = {{"Ann Low", {{"Ann", 1}, {"Low", 1}}, {}, {}, false, {0}, 1, 1},
                  {"Ben Low", {{"Ben", 1}, {"Low", 1}, {"Mr. Low", 1}}, {}, {}, false, {0}, 1, 0}};
  s.quotes = {{{find(s, words)}, {}, character_id{0}, {}, {}, fabula::evidence_kind::turn, 0.5F}};
  return s;
}

constexpr auto k_beside = "names beside quotations agree with the answer";

std::string beside(std::string_view text, std::string_view words) {
  return detail(line_of_ann(text, words), k_beside);
}

TEST(Verify, AClauseThatLeadsToTheNextUtteranceIsNoTagOfThisOne) {
  EXPECT_EQ(beside("\"So soon?\" Ben said, \"We must.\"", "\"So soon?\""), "contradicted: 0 of 0");
  EXPECT_EQ(beside("\"So soon?\" Ben said, \"or not?\"", "\"So soon?\""), "contradicted: 1 of 1");
}

TEST(Verify, PassesAGoodStory) {
  const story s = sample_story();
  EXPECT_THAT(failures(s, s.text), testing::IsEmpty());
  EXPECT_TRUE(fabula::verify(s, s.text).passed());
  EXPECT_TRUE(fabula::verify(story{}).passed());
}

TEST(Verify, CountsCharactersNotBytes) {
  const story s = sample_story();
  EXPECT_EQ(detail(s, "chapters tile the text"), "2 chapters, 264 of 264 characters");
  EXPECT_THAT(detail(s, "narration and utterances tile the text"),
              testing::EndsWith("6 parts of utterances, 264 of 264 characters"));
  EXPECT_EQ(detail(s, "cues that name a speaker agree with the answer"), "contradicted: 0 of 2");
}

TEST(Verify, StopsAtABrokenRange) {
  story s = sample_story();
  s.quotes[0].spans[1].end.value = 4000;
  const auto all = fabula::verify(s).checks;
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].problems.at(0), "quotes[0]: it is not inside the text");
}

TEST(Verify, FindsChaptersThatDoNotTile) {
  story s = sample_story();
  s.chapters[1].span.start.value += 1;
  EXPECT_THAT(failures(s).at(0), HasSubstr("does not begin where"));
  s = sample_story();
  s.chapters[1].span.end.value -= 1;
  EXPECT_THAT(failures(s).at(0), HasSubstr("goes on behind the last chapter"));
}

TEST(Verify, FindsWordsOutsideOfParagraphs) {
  story s = sample_story();
  s.paragraphs.erase(s.paragraphs.begin() + 2);
  EXPECT_THAT(failures(s), FailsAlone("paragraphs", "words stand between"));
  s = sample_story();
  s.paragraphs.pop_back();
  EXPECT_THAT(failures(s), FailsAlone("paragraphs", "behind the last paragraph"));
  s = sample_story();
  s.paragraphs[2].chapter = {1};
  EXPECT_THAT(failures(s), FailsAlone("paragraphs", "not inside its chapter"));
  s = sample_story();
  std::swap(s.paragraphs[1], s.paragraphs[2]);
  EXPECT_THAT(failures(s), FailsAlone("paragraphs", "words stand between"));
}

TEST(Verify, FindsWordsAndEventsOutOfPlace) {
  story s = sample_story();
  s.sentences[1].span.start.value += 3;
  EXPECT_THAT(failures(s), FailsAlone("words", "not inside its sentence"));
  s = sample_story();
  std::swap(s.events[0], s.events[1]);
  EXPECT_THAT(failures(s), FailsAlone("events", "begins before"));
}

TEST(Verify, FindsSentencesAndScenesOutOfOrder) {
  story s = sample_story();
  s.tokens.clear();
  s.supersenses.clear();
  std::swap(s.sentences[0], s.sentences[1]);
  EXPECT_THAT(failures(s), FailsAlone("sentences", "begins before"));
  s = sample_story();
  std::swap(s.scenes[0], s.scenes[1]);
  EXPECT_THAT(failures(s), FailsAlone("scenes", "begins before"));
  s = sample_story();
  s.scenes[1].present = {{1}, {1}};
  EXPECT_THAT(failures(s), FailsAlone("scenes", "each named once"));
}

TEST(Verify, FindsPeopleAndThreadsOutOfPlace) {
  story s = sample_story();
  s.scenes[0].people[2].role = fabula::presence_role::leaves;
  EXPECT_THAT(failures(s), FailsAlone("who is in a scene", "those present"));
  s = sample_story();
  std::swap(s.scenes[0].people[0], s.scenes[0].people[1]);
  EXPECT_THAT(failures(s), testing::Not(testing::IsEmpty()));
  s = sample_story();
  std::swap(s.threads[0].opened, *s.threads[0].closed);
  EXPECT_THAT(failures(s), testing::Not(testing::IsEmpty()));
}

TEST(Verify, FindsQuotesThatCross) {
  story s = sample_story();
  s.quotes[1].spans[0].end = s.quotes[0].span().end;
  EXPECT_THAT(failures(s), testing::IsEmpty()) << "a quote that ends with its outer one is nested";
  s.quotes[1].spans[0].end = find(s, " kicked").start;
  EXPECT_THAT(failures(s), FailsAlone("quotes", "two quotes cross"));
  s = sample_story();
  std::swap(s.quotes[0].spans[0], s.quotes[0].spans[1]);
  EXPECT_THAT(failures(s).at(0), HasSubstr("quotes"));
  s = sample_story();
  std::swap(s.quotes[1], s.quotes[2]);
  EXPECT_THAT(failures(s), FailsAlone("quotes", "begins before the quote before"));
  s = sample_story();
  s.quotes[1].spans[0].end = s.quotes[1].spans[0].start;
  EXPECT_THAT(failures(s), FailsAlone("quotes", "is empty"));
  s = sample_story();
  s.quotes[1] = s.quotes[2];
  s.quotes[1].speaker.reset();
  EXPECT_THAT(failures(s), FailsAlone("quotes", "the same words"));
}

TEST(Verify, FindsWrongCounts) {
  story s = sample_story();
  s.characters[1].quotes = 1200;
  EXPECT_THAT(failures(s),
              FailsAlone("the cast's counts", "Bertrand is said to have 1,200 lines, and has 2"));
}

TEST(Verify, ComparesPlainTextWithItsFile) {
  const story s = sample_story();
  std::string file = "\xEF\xBB\xBF";
  for (const char c : s.text)
    file += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_THAT(failures(s, file), testing::IsEmpty());
  file.replace(file.find("kicked"), 6, "licked");
  EXPECT_THAT(failures(s, file), FailsAlone("the text is the file's", "(kicked the pump."));
  EXPECT_THAT(failures(s, s.text.substr(0, 100)), FailsAlone("the text is the file's", "differs"));
}

TEST(Verify, FindsCharactersThatWereLost) {
  story s = sample_story();
  s.source.visible_characters += 1;
  EXPECT_THAT(failures(s), FailsAlone("what the source shows", "lost or added"));
  EXPECT_EQ(detail(s, "what the source shows is kept"), "206 of 207 characters, white space apart");
}

TEST(Verify, FindsACueThatNamesSomeoneElse) {
  story s = sample_story();
  s.quotes[0].cue = find(s, "Bertrand kicked");
  EXPECT_THAT(failures(s),
              FailsAlone("cues that name", "Bertrand kicked, does not name Odile Marr"));
  s = sample_story();
  s.quotes[6].speaker.reset();
  s.characters[1].quotes = 1;
  EXPECT_THAT(failures(s), FailsAlone("cues that name", "it has no speaker"));
}

TEST(Verify, FindsAnAnswerAgainstTheNameBesideTheQuotation) {
  story s = sample_story();
  s.quotes[0].speaker = character_id{1};
  s.quotes[0].evidence = fabula::evidence_kind::turn;
  s.characters[0].quotes = 1;
  s.characters[1].quotes = 3;
  EXPECT_THAT(failures(s), FailsAlone(k_beside, "said Odile Marr means Odile Marr, the answer is"));
  s.quotes[0].speaker.reset();
  s.characters[1].quotes = 2;
  EXPECT_THAT(failures(s), testing::IsEmpty());
  EXPECT_EQ(detail(s, k_beside), "contradicted: 0 of 1, left open: 1");
}

TEST(NamedCues, ReadsWhatCanBeReadInOneWay) {
  EXPECT_EQ(beside("\"No,\" said Ann.", "\"No,\""), "contradicted: 0 of 1");
  EXPECT_EQ(beside("\"No,\" said Ben.", "\"No,\""), "contradicted: 1 of 1");
  EXPECT_EQ(beside("\"No,\" said\nBen Low.", "\"No,\""), "contradicted: 1 of 1");
  EXPECT_EQ(beside("\"No,\" returned Mr. Low.", "\"No,\""), "contradicted: 1 of 1");
  EXPECT_EQ(beside("\"No,\" said Mr.\u00a0Low.", "\"No,\""), "contradicted: 1 of 1");
  EXPECT_EQ(beside("\"No?\" Ben said.", "\"No?\""), "contradicted: 1 of 1");
  EXPECT_EQ(beside("\u201cNo,\u201d Ben said.", "\u201cNo,\u201d"), "contradicted: 1 of 1");
  EXPECT_EQ(beside("It rained. Ben said, \"No.\"", "\"No.\""), "contradicted: 1 of 1");
  EXPECT_EQ(beside("Ben asked: \"No?\"", "\"No?\""), "contradicted: 1 of 1");
}

TEST(NamedCues, LeavesAloneWhatCouldMeanTwoThings) {
  for (const char* text :
       {"\"No,\" said Low.", "\"No,\" said Ben's mother.", "\"No,\" said Ben\u2019s mother.",
        "\"No,\" said Ben Hall.", "\"No,\" said Ben and Ann.", "\"No,\" said Benno.",
        "\"No,\" thought Ben.", "\"No,\" said the man.", "\"No,\"\n\nsaid Ben.",
        "\"No,\" said Ben-Ami."}) {
    EXPECT_EQ(beside(text, "\"No,\""), "contradicted: 0 of 0") << text;
  }
  for (const char* text :
       {"\"No.\" Ben said nothing.", "\"No.\" Ben said.", "The uncle of Ben said, \"No.\"",
        "Old Ben said, \"No.\"", "Ben said,\n\n\"No.\"", "Ann saw Dr. Ben said, \"No.\""}) {
    EXPECT_EQ(beside(text, "\"No.\""), "contradicted: 0 of 0") << text;
  }
}

TEST(WithCommas, PartsThousands) {
  EXPECT_EQ(fabula::with_commas(0), "0");
  EXPECT_EQ(fabula::with_commas(999), "999");
  EXPECT_EQ(fabula::with_commas(1000), "1,000");
  EXPECT_EQ(fabula::with_commas(1234567), "1,234,567");
}

}  // namespace
