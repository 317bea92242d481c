#include <gmock/gmock.h>

#include "read_tokens.hpp"

namespace {

using fabula::testing::read_text;

TEST(sentences, tile_the_tokens) {
  const read_text r(
      "\"What?\" she said. He sat down.\n\nMr. Hale left\u2014at once\u2026 Nobody spoke.");
  ASSERT_EQ(r.sentences.size(), 4U);
  for (std::uint32_t i = 0; i < r.tokens.size(); ++i) {
    const fabula::byte_range s = r.sentences[r.tokens.sentence[i]].span;
    EXPECT_LE(s.start.value, r.tokens.start[i]);
    EXPECT_GE(s.end.value, r.tokens.end[i]);
    const bool first = i == 0 || r.tokens.sentence[i] != r.tokens.sentence[i - 1];
    EXPECT_EQ(first, s.start.value == r.tokens.start[i]);
  }
}

TEST(sentences, a_tag_may_have_a_title_and_an_adverb) {
  EXPECT_EQ(read_text("\"Go!\" old Mrs. Hale suddenly cried. He went.").sentences.size(), 2U);
  EXPECT_EQ(read_text("\"Go!\" Old Mrs. Hale was tired. He went.").sentences.size(), 3U);
}

}  // namespace
