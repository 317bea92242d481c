#include "language/sentences.hpp"
#include "language/tokenizer.hpp"

#include <gmock/gmock.h>

#include "read_tokens.hpp"

namespace {

using fabula::token_shape;
using fabula::testing::read_text;
namespace wc = fabula::language::word_class;

TEST(tokenizer, tokens_leave_out_white_space_alone) {
  const read_text r(
      "\u201CYes,\u201D said  Zo\u00EB\u2014quietly\u2026 at 9.40.\n\nThen\tthe cafe\u0301 "
      "\U0001F600 shut.");
  std::uint32_t at = 0;
  for (std::uint32_t i = 0; i < r.tokens.size(); ++i) {
    ASSERT_LE(at, r.tokens.start[i]);
    for (std::uint32_t b = at; b < r.tokens.start[i]; ++b)
      EXPECT_THAT(r.text[b], ::testing::AnyOf(' ', '\n', '\t'));
    ASSERT_LT(r.tokens.start[i], r.tokens.end[i]);
    at = r.tokens.end[i];
  }
  EXPECT_EQ(at, r.text.size());
}

TEST(tokenizer, tells_what_each_token_is_made_of) {
  const read_text r("Ruth paid 12 crowns\u2014\"yes\"...");
  std::vector<token_shape> shapes(r.tokens.shape);
  using enum token_shape;
  EXPECT_THAT(shapes, ::testing::ElementsAre(word, word, number, word, punctuation, quote_mark,
                                             word, quote_mark, punctuation));
}

TEST(tokenizer, forms_are_folded_and_shared) {
  const read_text r("Don\u2019t. don't. DON\u2019T");
  // do|n't|. three times, the same forms each time.
  ASSERT_EQ(r.tokens.size(), 8U);
  EXPECT_EQ(r.tokens.form(0), "do");
  EXPECT_EQ(r.tokens.form(1), "n't");
  EXPECT_EQ(r.tokens.word[1], r.tokens.word[4]);
  EXPECT_EQ(r.tokens.word[1], r.tokens.word[7]);
}

TEST(tokenizer, capital_is_told_behind_an_apostrophe) {
  const read_text r("\u2019Tis late, 'tis.");
  EXPECT_EQ(r.tokens.capital[0], 1);
  EXPECT_EQ(r.words(3), "'tis");
  EXPECT_EQ(r.tokens.capital[3], 0);
}

TEST(tokenizer, a_stop_behind_no_is_a_number_s_or_a_sentence_s) {
  EXPECT_EQ(read_text("No. 4 is shut.").words(0), "No.");
  const read_text r("She said no. Then she left.");
  EXPECT_EQ(r.words(2), "no");
  EXPECT_EQ(r.words(3), ".");
}

TEST(tokenizer, first_at_finds_the_token_that_ends_behind_a_byte) {
  const read_text r("One two.");
  EXPECT_EQ(r.tokens.first_at(0), 0U);
  EXPECT_EQ(r.tokens.first_at(2), 0U);
  EXPECT_EQ(r.tokens.first_at(3), 1U);  // the space behind "One"
  EXPECT_EQ(r.tokens.first_at(7), 2U);
  EXPECT_EQ(r.tokens.first_at(8), 3U);
}

TEST(tokenizer, given_tokens_are_kept) {
  const std::string text = "She did n't say \" no \" .";
  const fabula::language::lexicon words;
  std::vector<fabula::paragraph> lines(1);
  lines[0].span = {{0}, {static_cast<std::uint32_t>(text.size())}};
  fabula::token_layer t = fabula::language::read_tokens(text, lines, words);
  ASSERT_EQ(t.size(), 8U);
  EXPECT_EQ(t.text_of(text, 2), "n't");
  EXPECT_EQ(t.shape[4], token_shape::quote_mark);
  const auto sentences = fabula::language::split_sentences(text, t, true);
  ASSERT_EQ(sentences.size(), 1U);
  EXPECT_EQ(sentences[0].span.end.value, text.size());
}

}  // namespace
