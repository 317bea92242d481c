// The cast of a whole story: who keeps a number, and what is said of why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "fabula/reader.hpp"

namespace fabula {
namespace {

const std::string k_two_chapters =
    "CHAPTER I\n\nMrs. Tarn opened the door. \"You are late,\" said Mrs. Tarn. Elizabeth Garner "
    "put "
    "down her bag. \"The boat was late,\" said Elizabeth. Kester stood behind her.\n\n"
    "CHAPTER II\n\n\"Lizzie,\" said Mr. Tarn, \"come in.\" Elizabeth came in. Then Mr. Tarn shut "
    "the "
    "door, and Mrs. Tarn laughed. \"So,\" said Mrs. Tarn.\n\n";

const std::string k_third =
    "CHAPTER III\n\nJem Rudd knocked. \"Who is it?\" said Elizabeth. Kester looked out. Kester "
    "said "
    "that it was Jem Rudd. \"Rudd!\" said Mr. Tarn. Owen Pardoe was with him.\n";

TEST(Cast, KeepsItsNumbersWhenAChapterIsAdded) {
  const auto before = reader().read(k_two_chapters, "two.txt");
  const auto after = reader().read(k_two_chapters + k_third, "three.txt");
  ASSERT_TRUE(before && after);
  ASSERT_GE(before->characters.size(), 3U);
  ASSERT_GT(after->characters.size(), before->characters.size());
  for (std::size_t i = 0; i < before->characters.size(); ++i)
    EXPECT_EQ(before->characters[i].name, after->characters[i].name) << i;
}

TEST(Cast, SaysWhyNamesAreOne) {
  const auto s = reader().read(k_two_chapters, "two.txt");
  ASSERT_TRUE(s);
  const auto owner = std::find_if(s->characters.begin(), s->characters.end(),
                                  [](const character& c) { return c.name == "Elizabeth Garner"; });
  ASSERT_NE(owner, s->characters.end());
  const auto why = [&](std::string_view form) {
    for (const alias& a : owner->aliases)
      if (a.text == form) return to_string(a.why);
    return std::string_view("none of hers");
  };
  EXPECT_EQ(why("Elizabeth Garner"), "own");
  EXPECT_EQ(why("Elizabeth"), "given_name");
  EXPECT_EQ(why("Lizzie"), "nickname");
  EXPECT_EQ(why("Mrs. Tarn"), "none of hers");
}

}  // namespace
}  // namespace fabula
