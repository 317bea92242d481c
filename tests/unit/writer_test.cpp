#include "fabula/writer.hpp"

#include <gmock/gmock.h>

#include <set>

#include "fabula/reader.hpp"
#include "sample_story.hpp"
#include "story/segments.hpp"
#include "story/store.hpp"
#include "write/json.hpp"
#include "write/stamp.hpp"
#include "write/text.hpp"

namespace {

using fabula::error_code;
using fabula::story;
using fabula::testing::sample_story;
using testing::HasSubstr;

TEST(Writer, KnowsItsFormatsByName) {
  std::set<std::string_view> names;
  std::set<std::string_view> extensions;
  for (const fabula::format& f : fabula::formats()) {
    EXPECT_TRUE(names.insert(f.name).second) << f.name;
    EXPECT_TRUE(extensions.insert(f.extension).second) << f.extension;
    EXPECT_EQ(f.extension.front(), '.');
    EXPECT_FALSE(f.description.empty());
    EXPECT_EQ(fabula::find_format(f.name), &f);
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"json", "html", "sqlite", "text", "conllu"}));
}

TEST(Writer, WritesEachFormat) {
  const story s = sample_story();
  EXPECT_EQ(fabula::write(s, "json").value(), fabula::write_json(s));
  EXPECT_EQ(fabula::write(s, "sqlite").value(), fabula::write_store(s).value());
  EXPECT_EQ(fabula::write(s, "text").value(), fabula::write_text(s));
  EXPECT_THAT(fabula::write(s, "html").value(), HasSubstr("<!-- made by fabula"));
}

TEST(Writer, ListsTheFormatsWhereANameIsNotKnown) {
  const auto e = fabula::write(sample_story(), "yaml").error();
  EXPECT_EQ(e.code, error_code::bad_option);
  EXPECT_EQ(e.message(),
            "there is no format `yaml`; use json, html, sqlite, text, conllu, tokens, entities, "
            "supersense, quotes, book, book.html, script, voices, ssml, sml, characters_simple, "
            "book.txt, alexandria, audiobook-creator, abogen, booknlp or ebook2audiobook");
}

TEST(Writer, KnowsGroupsOfFormats) {
  for (const fabula::format_group& g : fabula::format_groups()) {
    EXPECT_EQ(fabula::find_format_group(g.name), &g);
    EXPECT_EQ(fabula::find_format(g.name), nullptr) << g.name;
    EXPECT_GT(g.members.size(), 1U);
    for (const std::string_view f : g.members)
      EXPECT_NE(fabula::find_format(f), nullptr) << f;
  }
  EXPECT_EQ(fabula::find_format_group("json"), nullptr);
  EXPECT_EQ(fabula::write(sample_story(), "booknlp").error().message(),
            "`booknlp` is several formats; write tokens, entities, supersense, quotes, book or "
            "book.html, one at a time");
}

TEST(Writer, WritesAFormatAsItsFiles) {
  const story s = sample_story();
  for (const fabula::format& f : fabula::formats()) {
    std::set<std::string> names;
    const auto parts = fabula::write_parts(s, f.name).value();
    for (const fabula::output_part& part : parts) {
      EXPECT_TRUE(names.insert(part.name).second) << part.name;
      EXPECT_EQ(part.name.front(), '.');
      EXPECT_EQ(part.name.find(".."), std::string::npos);
    }
    if (parts.size() == 1) {
      EXPECT_EQ(parts[0].name, f.extension);
      EXPECT_EQ(parts[0].bytes, fabula::write(s, f.name).value()) << f.name;
    }
  }
  EXPECT_EQ(fabula::write_parts(s, "yaml").error().code, error_code::bad_option);
  EXPECT_EQ(fabula::write_parts(s, "booknlp").error().code, error_code::bad_option);
}

TEST(Writer, RefusesAStoryThatPointsOutsideOfItself) {
  story s = sample_story();
  s.quotes[2].addressees = {fabula::character_id{5}};
  for (const fabula::format& f : fabula::formats()) {
    const auto done = fabula::write(s, f.name);
    ASSERT_FALSE(done) << f.name;
    EXPECT_THAT(done.error().message(), HasSubstr("quotes[2]: its addressee 5")) << f.name;
    EXPECT_FALSE(fabula::write_parts(s, f.name)) << f.name;
  }
}

TEST(Stamp, IsFoundInEveryFormatThatHasRoom) {
  story s = sample_story();
  s.source.name = "a -->--<b>\n\"caf\u00e9\".txt";
  s.source.tokenized = true;
  const fabula::stamp expected{std::string(fabula::version()),
                               s.model,
                               s.source.name,
                               s.source.sha256,
                               true,
                               s.source.cast_sha256,
                               s.source.fixes_sha256};
  for (const fabula::format& f : fabula::formats()) {
    if (fabula::bears_stamp(f.name)) {
      EXPECT_EQ(fabula::find_stamp(fabula::write(s, f.name).value(), f.name), expected) << f.name;
    }
  }
  EXPECT_TRUE(fabula::bears_stamp("conllu"));
  EXPECT_FALSE(fabula::bears_stamp("tokens"));
  EXPECT_THAT(stamp_line(expected), Not(testing::AnyOf(HasSubstr("--"), HasSubstr(">"))));
}

TEST(Stamp, IsNotFoundInOtherFiles) {
  for (const fabula::format& f : fabula::formats()) {
    for (const char* other :
         {"", "It was made by fabula {", "{}", "{\"source\":1,\n\"text\":", "<html>"}) {
      EXPECT_EQ(fabula::find_stamp(other, f.name), std::nullopt) << f.name << ": " << other;
    }
  }
}

TEST(Segments, TileTheText) {
  const story s = sample_story();
  std::string all;
  std::uint32_t at = 0;
  for (const fabula::segment& x : fabula::segments(s)) {
    EXPECT_EQ(x.span.start.value, at);
    at = x.span.end.value;
    all += s.words_of(x.span);
  }
  EXPECT_EQ(all, s.text);
}

TEST(Segments, GiveTheOuterQuoteWhatItHolds) {
  story s;
  s.text = "'a \"b\" c' d";
  s.quotes = {{{{{0}, {9}}}, {}, {}, {}, {}, {}, 0}, {{{{3}, {6}}}, {}, {}, {}, {}, {}, 0}};
  const auto parts = fabula::segments(s);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(s.words_of(parts[0].span), "'a \"b\" c'");
  EXPECT_EQ(parts[0].quote, fabula::quote_id{0});
  EXPECT_EQ(parts[1].quote, std::nullopt);
}

TEST(WriteText, PutsEachLineBehindItsSpeaker) {
  story s = sample_story();
  const std::string out = fabula::write_text(s);
  EXPECT_EQ(out.substr(out.find("\n\n") + 2),
            "The Pump\n\n"
            "CAST\n\nOdile Marr (she), 2 lines\nBertrand (he), narrator, 2 lines\nPip, 0 lines\n\n"
            "== CHAPTER I. The Pump ==\n\n"
            "Odile Marr: \u201cIs it broken?\u201d\nsaid Odile Marr.\n"
            "Odile Marr: \u201cIt was new, \u2018new\u2019 he said.\u201d\n\n"
            "Bertrand kicked the pump.\nBertrand: \u201cIt is now.\u201d\n\n"
            "* * *\n\n"
            "== CHAPTER II. The \"Well\" ==\n\n"
            "The sign said\n? (sign): KEEP OUT.\nOdile laughed. \U0001F600\n"
            "Odile Marr: \u201cGood dog,\u201d\nshe told Pip.\n\n"
            "Bertrand (thought): 'He will never learn,'\nthought Bertrand.\n\n");
}

TEST(WriteText, KeepsTheLinesOfVerse) {
  story s;
  s.text = "Row, row\n  the boat\n";
  s.chapters = {{{{0}, {20}}, "", {}}};
  s.paragraphs = {{{{0}, {19}}, {0}, fabula::paragraph_kind::verse, false}};
  EXPECT_THAT(fabula::write_text(s), testing::EndsWith("    Row, row\n    the boat\n\n"));
}

}  // namespace
