#include <gtest/gtest.h>

#include "text/document.hpp"

namespace fabula::text {
namespace {

TEST(title_page, gives_title_and_author) {
  const auto d = read_document(
      "# The Lamp Room\n\n*by K. Osei*\n\n## One\n\nTomasz lit the lamp.\n\n## Two\n\nIt went "
      "out.\n",
      "lamp.md");
  ASSERT_TRUE(d.has_value());
  EXPECT_EQ(d->source.title, "The Lamp Room");
  EXPECT_EQ(d->source.author, "K. Osei");
}

TEST(title_page, a_story_without_one_has_no_title) {
  const auto d = read_document("Tomasz lit the lamp.\n\nBy morning it had gone out.\n", "lamp.txt");
  ASSERT_TRUE(d.has_value());
  EXPECT_EQ(d->source.title, "");
  EXPECT_EQ(d->source.author, "");
}

}  // namespace
}  // namespace fabula::text
