// Given casts and fixes as files: what is read, and what is said of what is wrong.
#include "fabula/facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "fabula/fixes.hpp"

namespace {

using fabula::error_code;
using fabula::parse_fixes;
using fabula::parse_given_cast;
using fabula::pronoun_set;
using testing::ElementsAre;
using testing::HasSubstr;

std::string problem_of_cast(std::string_view bytes) {
  const auto cast = parse_given_cast(bytes, "cast.yaml");
  return cast ? "(read)" : cast.error().message();
}

std::string problem_of_fixes(std::string_view bytes) {
  const auto fixes = parse_fixes(bytes, "f.yaml");
  return fixes ? "(read)" : fixes.error().message();
}

TEST(GivenCast, IsReadFromJsonAndFromYaml) {
  for (const char* bytes :
       {R"([{"name": "Ada  Hale", "aliases": ["Ada", "Mrs. Hale", "Ada"], "pronouns": "she/her"},
            {"name": "Ben", "aliases": [], "pronouns": null}])",
        "- name: Ada Hale\n  aliases: [Ada, Mrs. Hale]\n  pronouns: she\n- Ben\n"}) {
    const auto cast = parse_given_cast(bytes, "cast");
    ASSERT_TRUE(cast) << cast.error().message();
    ASSERT_EQ(cast->characters.size(), 2U);
    EXPECT_EQ(cast->characters[0].name, "Ada Hale");
    EXPECT_THAT(cast->characters[0].aliases, ElementsAre("Ada", "Mrs. Hale"));
    EXPECT_EQ(cast->characters[0].pronouns, pronoun_set::she);
    EXPECT_EQ(cast->characters[1].pronouns, pronoun_set::unknown);
    EXPECT_EQ(cast->sha256.size(), 64U);
  }
}

TEST(GivenCast, ReadsTheTwoEscapesThatJsonMakesOfOneCharacter) {
  const auto cast = parse_given_cast(R"([{"name": "Wren \ud83d\ude00 \\ud83d"}])", "cast");
  ASSERT_TRUE(cast) << cast.error().message();
  EXPECT_EQ(cast->characters[0].name, "Wren \xF0\x9F\x98\x80 \\ud83d");
}

TEST(GivenCast, SaysWhereItIsWrongAndWhatToDo) {
  EXPECT_EQ(problem_of_cast(""),
            "cast.yaml: there is no cast in it; list the characters: [{\"name\": ...}]");
  EXPECT_THAT(problem_of_cast("[]"), HasSubstr("nobody in the cast"));
  EXPECT_THAT(problem_of_cast("name: Ada"), HasSubstr("line 1: a cast is a list"));
  EXPECT_THAT(problem_of_cast("- name: Ada\n- aliases: [B]\n"),
              HasSubstr("line 2: a character has no name"));
  EXPECT_THAT(problem_of_cast("- name: Ada\n  gender: F\n"),
              HasSubstr("line 2: there is no field `gender`; use name, aliases, pronouns"));
  EXPECT_THAT(problem_of_cast("- name: Ada\n  pronouns: blue\n"),
              HasSubstr("line 2: these are no pronouns that fabula knows"));
  EXPECT_THAT(problem_of_cast("- Ada\n- Ada\n"), HasSubstr("line 2: two characters have the name"));
  EXPECT_THAT(problem_of_cast("- name: \"Ada\n"), HasSubstr("cast.yaml: line "));
  EXPECT_THAT(problem_of_cast("- \xFF\n"), HasSubstr("line 1: this is not UTF-8"));
}

TEST(GivenCast, RefusesWhatCouldBeHuge) {
  const std::string bomb = "- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n";
  EXPECT_THAT(problem_of_cast(bomb), HasSubstr("anchors (&), aliases (*) and tags (!)"));
  EXPECT_THAT(problem_of_cast(std::string(40, '[') + std::string(40, ']')),
              HasSubstr("nested too deeply"));
  EXPECT_NE(problem_of_cast(std::string(100'000, '[')), "(read)");
  EXPECT_THAT(problem_of_cast(std::string((4U << 20U) + 1, ' ')), HasSubstr("over 4 MiB"));
  std::string many = "[";
  for (int i = 0; i < 10'001; ++i)
    many += "A" + std::to_string(i) + ",";
  EXPECT_THAT(problem_of_cast(many + "]"), HasSubstr("over 10,000 characters"));
}

TEST(Fixes, AreReadWithTheirLines) {
  const auto fixes = parse_fixes(
      "# mine\n"
      "merge:\n"
      "  - [John, Cavendish]\n"
      "split:\n"
      "  - {from: Owen, names: [Mr. Pardoe]}\n"
      "rename: {Wren: Wren Hale}\n"
      "pronouns:\n"
      "  Wren: they\n"
      "not_same:\n"
      "  - [Ada, Mrs. Hale]\n"
      "narrator:\n"
      "  - {name: Wren, chapters: [1, 3-5, The Letter]}\n"
      "  - {name: null, chapters: 2}\n"
      "speaker:\n"
      "  - quote: \"Not today.\"\n"
      "    occurrence: 2\n"
      "    after: He looked up.\n"
      "    before: she said\n"
      "    is: Ruth\n"
      "addressee:\n"
      "  - {quote: Late, is: []}\n"
      "not_a_quote:\n"
      "  - fresh\n",
      "f.yaml");
  ASSERT_TRUE(fixes) << fixes.error().message();
  EXPECT_EQ(fixes->merge[0].line, 3U);
  EXPECT_THAT(fixes->merge[0].names, ElementsAre("John", "Cavendish"));
  EXPECT_EQ(fixes->split[0].from, "Owen");
  EXPECT_EQ(fixes->rename[0].becomes, "Wren Hale");
  EXPECT_EQ(fixes->pronouns[0].pronouns, pronoun_set::they);
  EXPECT_EQ(fixes->not_same[0].line, 10U);
  ASSERT_EQ(fixes->narrator[0].chapters.size(), 3U);
  EXPECT_EQ(fixes->narrator[0].chapters[1].first, 3U);
  EXPECT_EQ(fixes->narrator[0].chapters[1].last, 5U);
  EXPECT_EQ(fixes->narrator[0].chapters[2].title, "The Letter");
  EXPECT_FALSE(fixes->narrator[1].name);
  EXPECT_EQ(fixes->speaker[0].quote.occurrence, 2U);
  EXPECT_EQ(fixes->speaker[0].quote.after, "He looked up.");
  EXPECT_EQ(fixes->speaker[0].name, "Ruth");
  EXPECT_TRUE(fixes->addressee[0].names.empty());
  EXPECT_EQ(fixes->not_a_quote[0].quote.words, "fresh");
  EXPECT_EQ(fixes->file, "f.yaml");
}

TEST(Fixes, MayBeNone) {
  EXPECT_EQ(problem_of_fixes(""), "(read)");
  EXPECT_EQ(problem_of_fixes("# nothing yet\nmerge:\n"), "(read)");
}

TEST(Fixes, SayWhereTheyAreWrongAndWhatToDo) {
  EXPECT_THAT(problem_of_fixes("- x\n"), HasSubstr("line 1: fixes are sections with lists"));
  EXPECT_THAT(problem_of_fixes("merge: []\njoin: []\n"),
              HasSubstr("f.yaml: line 2: there is no section `join`; use merge, split,"));
  EXPECT_THAT(problem_of_fixes("merge:\n  - [Ada]\n"), HasSubstr("line 2: two names or more"));
  EXPECT_THAT(problem_of_fixes("merge:\n  Ada: Ben\n"), HasSubstr("`merge` wants a list"));
  EXPECT_THAT(problem_of_fixes("speaker:\n  - is: Ada\n"), HasSubstr("this fix has no `quote`"));
  EXPECT_THAT(problem_of_fixes("speaker:\n  - quote: Hm\n"), HasSubstr("this fix has no `is`"));
  EXPECT_THAT(problem_of_fixes("speaker:\n  - {quote: '...', is: Ada}\n"),
              HasSubstr("the quote has no words in it"));
  EXPECT_THAT(problem_of_fixes("speaker:\n  - {quote: Hm, occurrence: -1, is: Ada}\n"),
              HasSubstr("an occurrence is a number"));
  EXPECT_THAT(problem_of_fixes("narrator:\n  - {name: Ada, chapters: [5-3]}\n"),
              HasSubstr("chapters 5-3 run backwards"));
  EXPECT_THAT(problem_of_fixes("rename: [Ada]\n"), HasSubstr("`rename` wants names with values"));
}

TEST(Fixes, MayNotContradictOneAnother) {
  EXPECT_THAT(problem_of_fixes("merge:\n- [A, B]\n- [B, C]\nnot_same:\n- [C, A]\n"),
              HasSubstr("line 5: it says that C and A are not the same, and line "));
  EXPECT_THAT(problem_of_fixes("merge:\n- [A, B]\nsplit:\n- {from: A, names: [B]}\n"),
              HasSubstr("line 4: it says that B is not A, and line 2 says that they are the same"));
  EXPECT_THAT(problem_of_fixes("pronouns:\n  A: she\n  B: he\nmerge:\n- [A, B]\n"),
              HasSubstr("line 3: it gives B the pronouns he, and line 2 says that they are she"));
  EXPECT_THAT(problem_of_fixes("rename:\n  A: B\n  a: C\n"), HasSubstr("line 3: it says that a"));
  EXPECT_THAT(problem_of_fixes("speaker:\n- {quote: No, is: A}\n- {quote: 'No!', is: B}\n"),
              HasSubstr("line 3: it says that \"No!\" is said by B, and line 2 says by A"));
  EXPECT_THAT(problem_of_fixes("speaker:\n- {quote: No, is: A}\nnot_a_quote: ['No']\n"),
              HasSubstr("line 3: it says that \"No\" is no utterance"));
  const auto refused = parse_fixes("merge:\n- [A, B]\nnot_same:\n- [A, B]\n", "f.yaml");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, error_code::bad_option);
}

TEST(Fixes, MaySayTheSameTwice) {
  EXPECT_EQ(problem_of_fixes("merge:\n- [A, B]\n- [B, A]\npronouns:\n  A: she\n  B: she\n"
                             "speaker:\n- {quote: No, is: A}\n- {quote: No, is: B}\n"),
            "(read)");
}

}  // namespace
