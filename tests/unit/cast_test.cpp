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

/// A chapter may be short against all that goes before it: its newcomers are counted at its end.
TEST(Cast, KeepsNumbersOfAShortChapterWhoseFirstNewcomerIsAPlace) {
  std::string book = k_two_chapters;
  for (int i = 0; i < 40; ++i)
    book +=
        "Elizabeth looked at the door, and Kester looked at Elizabeth; nothing else was done that "
        "day, and nothing was said.\n\n";
  const std::string short_chapter =
      "CHAPTER III\n\n\"Late,\" said Skerrow. \"Late,\" said Owen Pardoe. Jem Rudd yawned.\n\n";
  const std::string place =
      "CHAPTER IV\n\nThey lived in Skerrow. In summer one is cold in Skerrow, and near Skerrow one "
      "is "
      "wet. Kester slept in Skerrow, and Elizabeth was at Skerrow too.\n";
  const auto before = reader().read(book + short_chapter, "three.txt");
  const auto after = reader().read(book + short_chapter + place, "four.txt");
  ASSERT_TRUE(before && after);
  const auto number = [](const story& s, std::string_view name) {
    for (std::size_t i = 0; i < s.characters.size(); ++i)
      if (s.characters[i].name == name) return i;
    return s.characters.size();
  };
  ASSERT_LT(number(*before, "Skerrow"), number(*before, "Owen Pardoe"));
  ASSERT_EQ(number(*after, "Skerrow"), after->characters.size());
  EXPECT_EQ(number(*before, "Owen Pardoe"), number(*after, "Owen Pardoe"));
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
