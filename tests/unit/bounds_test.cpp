#include "story/bounds.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "fabula/writer.hpp"
#include "sample_story.hpp"

namespace {

using fabula::check_bounds;
using fabula::story;
using fabula::testing::sample_story;
using testing::HasSubstr;
using testing::StartsWith;

struct bad_case {
  const char* problem;
  std::function<void(story&)> spoil;
};

const std::vector<bad_case>& bad_cases() {
  static const std::vector<bad_case> all{
      {"scenes[0]: its place 9 is not one of 2",
       [](story& s) { s.scenes[0].place = fabula::place_id{9}; }},
      {"scenes[0]: its viewpoint 9 is not one of 3",
       [](story& s) { s.scenes[0].viewpoint = fabula::character_id{9}; }},
      {"scenes[0]: its weekday 7 is not one of 7",
       [](story& s) { s.scenes[0].time->weekday = std::uint8_t{7}; }},
      {"places[0]: its larger place 9 is not one of 2",
       [](story& s) { s.places[0].within = fabula::place_id{9}; }},
      {"places[0]: it is within itself",
       [](story& s) { s.places[1].within = fabula::place_id{0}; }},
      {"moves[0]: its scene 9 is not one of 2", [](story& s) { s.moves[0].scene = {9}; }},
      {"times[0]: it is not inside the text", [](story& s) { s.times[0].span.end = {100000}; }},
      {"narrations[1]: its narrator 9 is not one of 3",
       [](story& s) { s.narrations[1].narrator = fabula::character_id{9}; }},
      {"ties[0]: its b 9 is not one of 3", [](story& s) { s.ties[0].b = {9}; }},
      {"bonds[0]: its a 9 is not one of 3", [](story& s) { s.bonds[0].a = {9}; }},
      {"threads[0]: where it closes is not inside the text",
       [](story& s) { s.threads[0].closed->end = {100000}; }},
      {"facts[0]: its character 9 is not one of 3", [](story& s) { s.facts[0].who = {9}; }},
      {"conflicts[0]: its second place ends before it starts",
       [](story& s) { s.conflicts[0].second.end = {0}; }},
      {"warnings[0]: its evidence is not inside the text",
       [](story& s) { s.rating.warnings[0].evidence[0].end = {100000}; }},
      {"tokens[3]: it is not inside the text", [](story& s) { s.tokens[3].span.end = {100000}; }},
      {"tokens[3]: it ends before it starts", [](story& s) { s.tokens[3].span.end = {0}; }},
      {"tokens[3]: it is empty", [](story& s) { s.tokens[3].span.end = s.tokens[3].span.start; }},
      {"tokens[0]: it cuts a character in two", [](story& s) { ++s.tokens[0].span.start.value; }},
      {"tokens[3]: it begins before the one before ends",
       [](story& s) { s.tokens[3].span.start = s.tokens[2].span.start; }},
      {"tokens[1]: its sentence 99 is not one of 4", [](story& s) { s.tokens[1].sentence = {99}; }},
      {"tokens[2]: its head 9999 is not one of", [](story& s) { s.tokens[2].head = {9999}; }},
      {"tokens[2]: its head is in another sentence",
       [](story& s) { s.tokens[2].head = s.tokens.back().head; }},
      {"tokens[2]: its lemma 4000000000 is not one of",
       [](story& s) { s.tokens[2].lemma = {4000000000U}; }},
      {"tokens[2]: its relation 51 is not one of 51",
       [](story& s) { s.tokens[2].relation = {51}; }},
      {"tokens[2]: its fine tag 50 is not one of 50", [](story& s) { s.tokens[2].xpos = {50}; }},
      {"tokens[2]: its tag 17 is not one of 17",
       [](story& s) { s.tokens[2].upos = static_cast<fabula::universal_tag>(17); }},
      {"tokens[2]: it is a second root", [](story& s) { s.tokens[2].head = {2}; }},
      {"tokens[0]: its heads go in a circle", [](story& s) { s.tokens[0].head = {3}; }},
      {"tokens[3]: its heads go in a circle",
       [](story& s) {
         s.tokens[3].head = {4};
         s.tokens[4].head = {3};
       }},
      {"supersenses[0]: it has no token",
       [](story& s) { s.supersenses[0].tokens.end = s.supersenses[0].tokens.start; }},
      {"supersenses[1]: its last token 5000 is not one of",
       [](story& s) { s.supersenses[1].tokens.end = {5001}; }},
      {"supersenses[1]: its category 41 is not one of 41",
       [](story& s) { s.supersenses[1].category = {41}; }},
      {"events[0]: it is not inside the text", [](story& s) { s.events[0].span.end = {100000}; }},
      {"events[1]: its lemma 9999 is not one of", [](story& s) { s.events[1].lemma = {9999}; }},
      {"events[1]: its agent 70 is not one of 7", [](story& s) { s.events[1].agents = {{70}}; }},
      {"events[1]: its patient 7 is not one of 7", [](story& s) { s.events[1].patients = {{7}}; }}};
  return all;
}

TEST(Bounds, PassAGoodStory) {
  EXPECT_EQ(check_bounds(sample_story()), "");
  EXPECT_EQ(check_bounds(story{}), "");
}

TEST(Bounds, NameWhatIsWrongOfWordsTreesAndEvents) {
  for (const bad_case& c : bad_cases()) {
    story s = sample_story();
    c.spoil(s);
    EXPECT_THAT(check_bounds(s), StartsWith(c.problem));
  }
}

TEST(Bounds, GuardEveryWriter) {
  for (const bad_case& c : bad_cases()) {
    story s = sample_story();
    c.spoil(s);
    for (const fabula::format& f : fabula::formats()) {
      const auto out = fabula::write(s, f.name);
      ASSERT_FALSE(out) << f.name << ": " << c.problem;
      EXPECT_EQ(out.error().code, fabula::error_code::damaged);
      EXPECT_THAT(out.error().problem, StartsWith(c.problem));
    }
  }
}

TEST(Bounds, WalkALongChainOfHeadsInLinearTime) {
  story s;
  constexpr std::uint32_t k_words = 1'000'000;
  s.text.assign(k_words, 'a');
  s.sentences = {{{{0}, {k_words}}}};
  s.lemmas = {"a"};
  for (std::uint32_t i = 0; i < k_words; ++i) {
    s.tokens.push_back({{{i}, {i + 1}}, {0}, {i + 1 < k_words ? i + 1 : i}, {}, {}, {}});
  }
  EXPECT_EQ(check_bounds(s), "");
  s.tokens.back().head = {0};
  EXPECT_THAT(check_bounds(s), HasSubstr("circle"));
}

}  // namespace
