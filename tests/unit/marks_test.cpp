#include "talk/marks.hpp"

#include <gmock/gmock.h>

#include <string>

namespace {

using fabula::talk::find_quotations;
using fabula::talk::mark_family;
using fabula::talk::quotation;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<quotation> marks_of(const std::string& text) {
  static const fabula::language::lexicon words;
  return find_quotations(text, {{0}, {static_cast<std::uint32_t>(text.size())}}, words);
}

std::vector<std::string> found(const std::string& text) {
  std::vector<std::string> out;
  for (const quotation& q : marks_of(text))
    out.push_back(text.substr(q.span.start.value, q.span.size()));
  return out;
}

TEST(marks, only_the_given_range_is_read) {
  const std::string text = "\"One.\" \"Two.\" \"Three.\"";
  const fabula::language::lexicon words;
  const auto q = find_quotations(text, {{7}, {13}}, words);
  ASSERT_EQ(q.size(), 1U);
  EXPECT_EQ(q[0].span.start.value, 7U);
  EXPECT_EQ(q[0].span.end.value, 13U);
}

TEST(marks, depth_and_family) {
  const auto q = marks_of("\u201CShe said \u2018no\u2019, I think.\u201D");
  ASSERT_EQ(q.size(), 2U);
  EXPECT_EQ(q[0].depth, 0);
  EXPECT_EQ(q[0].family, mark_family::double_quote);
  EXPECT_EQ(q[1].depth, 1);
  EXPECT_EQ(q[1].family, mark_family::single_quote);
}

TEST(marks, missing_ones_are_told) {
  const auto open = marks_of("No thanks,\" she said.");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_TRUE(open[0].open_missing);
  EXPECT_FALSE(open[0].close_missing);
  const auto closing = marks_of("\"No thanks.");
  ASSERT_EQ(closing.size(), 1U);
  EXPECT_TRUE(closing[0].close_missing);
  EXPECT_EQ(closing[0].span.end.value, 11U);
}

TEST(marks, an_unclosed_one_ends_at_its_sentence_but_not_at_an_initial) {
  EXPECT_THAT(found("\u201CNo thanks. She rose. \u201CNever.\u201D"),
              ElementsAre("\u201CNo thanks.", "\u201CNever.\u201D"));
  EXPECT_THAT(found("\u201CAsk J. R. Hale. She rose. \u201CNever.\u201D"),
              ElementsAre("\u201CAsk J. R. Hale.", "\u201CNever.\u201D"));
}

TEST(marks, apostrophes_are_none) {
  EXPECT_THAT(found("'Tis the boys' coats, an' rock 'n' roll o' the '90s, goin' for 'em, ma'am."),
              IsEmpty());
  EXPECT_THAT(found("\u2019Tis the boys\u2019 coats, an\u2019 rock \u2019n\u2019 roll o\u2019 the "
                    "\u201990s."),
              IsEmpty());
}

TEST(marks, a_single_mark_of_the_wrong_shape_closes) {
  EXPECT_THAT(found("\u2018I thought\u2014\u2018 He stopped. \u2018Go on.\u2019"),
              ElementsAre("\u2018I thought\u2014\u2018", "\u2018Go on.\u2019"));
}

TEST(marks, single_marks_nest_in_single_marks) {
  EXPECT_THAT(found("\u2018You want \u2018The Lantern,\u2019 I think; here it is.\u2019"),
              ElementsAre("\u2018You want \u2018The Lantern,\u2019 I think; here it is.\u2019",
                          "\u2018The Lantern,\u2019"));
}

TEST(marks, a_phrase_needs_no_punctuation_and_a_long_stretch_does) {
  EXPECT_THAT(found("He wrote 'perhaps' again."), ElementsAre("'perhaps'"));
  EXPECT_THAT(found("It 'uzz done so beautiful that nobody in the whole of that town could do it "
                    "any mo' than him."),
              IsEmpty());
}

}  // namespace
