// Paragraphs of a tokenized text, by its quotation marks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "text/tokenized.hpp"

namespace {

using ::testing::ElementsAre;

std::vector<std::string> paragraphs(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& p : fabula::text::paragraphs_of_lines(text))
    out.push_back(text.substr(p.span.start.value, p.span.size()));
  return out;
}

TEST(ParagraphsOfLines, NarrationStaysTogether) {
  EXPECT_THAT(paragraphs("It rained .\nNobody came .\n"),
              ElementsAre("It rained .\nNobody came ."));
}

TEST(ParagraphsOfLines, EachSpeechBeginsOne) {
  EXPECT_THAT(paragraphs("\" You are late . \"\n\" I know . \"\nShe sat down ."),
              ElementsAre("\" You are late . \"", "\" I know . \"", "She sat down ."));
}

TEST(ParagraphsOfLines, SpeechGoesOnBehindItsTag) {
  EXPECT_THAT(paragraphs("\" No , \" she said .\n\" Never . \""),
              ElementsAre("\" No , \" she said .\n\" Never . \""));
}

TEST(ParagraphsOfLines, AnOpenQuotationHoldsItsLines) {
  EXPECT_THAT(paragraphs("\" I came .\nI saw .\nI left . \"\nHe bowed ."),
              ElementsAre("\" I came .\nI saw .\nI left . \"", "He bowed ."));
}

TEST(ParagraphsOfLines, OneThatIsNeverClosedRunsOnIntoANewParagraph) {
  EXPECT_THAT(paragraphs("\" First .\n\" Second . \""),
              ElementsAre("\" First .", "\" Second . \""));
}

TEST(ParagraphsOfLines, AMarkBeforeASmallLetterCloses) {
  EXPECT_THAT(paragraphs("\" First .\n\" said he ."), ElementsAre("\" First .\n\" said he ."));
}

TEST(ParagraphsOfLines, CurlyMarksDoTheSame) {
  EXPECT_THAT(paragraphs("\u201C Go . \u201D\n\u201C Where ? \u201D"),
              ElementsAre("\u201C Go . \u201D", "\u201C Where ? \u201D"));
}

TEST(ParagraphsOfLines, SingleMarksDoTheSameWhereNoDoubleOnesStand) {
  EXPECT_THAT(
      paragraphs(
          "\u2018 Go , \u2019 said Ruth .\n\u2018 Now . \u2019\n\u2018 Where ? \u2019\nHe went ."),
      ElementsAre("\u2018 Go , \u2019 said Ruth .\n\u2018 Now . \u2019", "\u2018 Where ? \u2019",
                  "He went ."));
  EXPECT_THAT(paragraphs("' Go . '\n' Where ? '\nHe took the boys ' coats ."),
              ElementsAre("' Go . '", "' Where ? '", "He took the boys ' coats ."));
}

TEST(ParagraphsOfLines, SingleMarksDoNotBesideDoubleOnes) {
  EXPECT_THAT(paragraphs("\" Go . \"\nHe called it ' home . '\nHe went ."),
              ElementsAre("\" Go . \"", "He called it ' home . '\nHe went ."));
}

}  // namespace
