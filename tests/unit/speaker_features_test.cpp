#include "talk/speaker_features.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "analysis.hpp"
#include "model_parts.hpp"
#include "talk/addressees.hpp"
#include "talk/speaker_beliefs.hpp"

namespace {

using fabula::analysis;
using fabula::people::k_nobody;
using fabula::talk::belief;
using fabula::talk::k_beliefs;
using fabula::talk::k_signs;
using fabula::talk::line_candidates;
using fabula::talk::line_layer;
using fabula::talk::sign;
using fabula::talk::speaker_features;
using fabula::talk::speaker_input;

/// A text read by rules, and its lines.
struct reading {
  analysis a;
  speaker_input in;
  line_layer lines;
  speaker_features features;

  explicit reading(const std::string& text)
      : a(*fabula::analyse(*fabula::rules_alone(), text, "story.txt", {})),
        in{a.result.text, a.result.chapters, a.result.paragraphs, a.tokens, a.utterances,
           a.cast,        a.mentions},
        lines(fabula::talk::find_lines(in)),
        features(in, lines) {}
  reading(const reading&) = delete;
  reading& operator=(const reading&) = delete;

  [[nodiscard]] std::uint32_t named(const std::string& name) const {
    for (std::uint32_t i = 0; i < a.cast.characters.size(); ++i)
      if (a.cast.characters[i].name == name) return i;
    return k_nobody;
  }
  /// The sign `s` of `name` at line `i`.
  [[nodiscard]] float value(std::uint32_t i, const std::string& name, sign s) const {
    const auto who = features.candidates(i);
    std::vector<float> rows;
    features.rows(i, who, rows);
    const auto found = std::find(who.begin(), who.end(), named(name));
    EXPECT_NE(found, who.end()) << name;
    return rows[static_cast<std::size_t>(found - who.begin()) * k_signs +
                static_cast<std::size_t>(s)];
  }
};

constexpr const char* k_two =
    "Ada and Wren had the kitchen to themselves.\n\n"
    "\"There's soup, Wren,\" said Ada.\n\n"
    "\"I can see it.\"\n\n"
    "\"Then eat,\" she said. \"It gets cold.\"\n";

TEST(lines, know_turns_and_exchanges) {
  const reading r(k_two);
  ASSERT_EQ(r.lines.lines.size(), 3U);
  EXPECT_EQ(r.lines.turns.size(), 3U);
  EXPECT_EQ(r.lines.exchanges.size(), 1U);
  EXPECT_THAT(r.lines.lines[0].called, testing::ElementsAre(r.named("Wren")));
  EXPECT_TRUE(r.lines.lines[1].says_i);
}

TEST(speaker_features, see_cues_calls_and_turns) {
  const reading r(k_two);
  EXPECT_EQ(r.value(0, "Ada", sign::cue_is), 1);
  EXPECT_EQ(r.value(0, "Wren", sign::cue_is), 0);
  EXPECT_EQ(r.value(0, "Wren", sign::called_here), 1);
  EXPECT_EQ(r.value(1, "Wren", sign::called_1_before), 1);
  EXPECT_EQ(r.value(1, "Ada", sign::is_cue_1_before), 1);
  EXPECT_EQ(r.value(2, "Ada", sign::cue_turns_before), 2);
  EXPECT_EQ(r.features.named_by_cue(0), r.named("Ada"));
  EXPECT_EQ(r.features.named_by_cue(2), k_nobody);
}

constexpr const char* k_run =
    "Ada shut the door. Wren had the lamp. Tom came in with the dog.\n\n"
    "\"Is it late?\"\n\n"
    "\"Not very, Wren.\"\n\n"
    "\"My husband will wait up.\"\n\n"
    "\"Let him, Tom is here.\"\n\n"
    "Wren put the lamp down.\n\n"
    "* * *\n\n"
    "\"Where is it?\" said Ada.\n";

TEST(speaker_features, see_the_run_of_unbroken_speech) {
  const reading r(k_run);
  // Two who talk take turns: whom the second line calls says the first and the third.
  for (const std::uint32_t i : {0U, 2U}) {
    EXPECT_GT(r.value(i, "Wren", sign::run_called_odd), 0) << i;
    EXPECT_EQ(r.value(i, "Wren", sign::run_called_even), 0) << i;
    EXPECT_GT(r.value(i, "Ada", sign::run_called_other), 0) << i;
  }
  EXPECT_EQ(r.value(3, "Wren", sign::run_called_odd), 0);
  EXPECT_GT(r.value(3, "Wren", sign::run_called_even), 0);
  EXPECT_EQ(r.value(1, "Ada", sign::run_called_other), 0) << "the call is the line's own";
  EXPECT_GT(r.value(0, "Tom", sign::run_named), 0);
  EXPECT_EQ(r.value(0, "Ada", sign::run_named), 0);
  EXPECT_EQ(r.value(0, "Ada", sign::frame_before), 2);
  EXPECT_EQ(r.value(0, "Wren", sign::frame_behind), 2);
  EXPECT_EQ(r.value(0, "Ada", sign::frame_behind), 0);
  EXPECT_EQ(r.value(2, "Ada", sign::run_place), 2);
  EXPECT_EQ(r.value(2, "Ada", sign::run_left), 1);
  EXPECT_EQ(r.lines.runs[0].last, 4U) << "narration ends the run";
}

TEST(speaker_features, see_what_lines_tell_of_who_says_and_hears_them) {
  const reading r(k_run);
  EXPECT_EQ(r.lines.lines[2].tells_speaker, -1);
  EXPECT_EQ(r.lines.lines[0].tells_speaker, 0);
  const reading called(
      "\"Yes, daddy,\" said Ada.\n\n\"Is mummy here?\" said Tom.\n\n\"Sit, old boy,\" said Ada.\n\n"
      "\"The old boy sits.\"\n\n\"Your wife rang, my lord.\"\n");
  const auto& l = called.lines.lines;
  ASSERT_EQ(l.size(), 5U);
  EXPECT_EQ(l[0].address.size(), 1U);
  EXPECT_EQ(l[0].tells_listener, 1);
  EXPECT_TRUE(l[1].address.empty()) << "she is spoken of";
  EXPECT_EQ(l[2].tells_listener, 1);
  EXPECT_TRUE(l[3].address.empty());
  EXPECT_EQ(l[4].tells_listener, 1);
  EXPECT_EQ(l[4].address.size(), 1U);
}

TEST(speaker_features, see_scenes) {
  const reading r(k_run);
  const auto last = static_cast<std::uint32_t>(r.lines.lines.size() - 1);
  EXPECT_EQ(r.value(0, "Tom", sign::scenes_since), 0);
  EXPECT_EQ(r.value(last, "Tom", sign::scenes_since), 1);
  EXPECT_EQ(r.value(last, "Tom", sign::scene_before), 0);
  EXPECT_EQ(r.value(0, "Tom", sign::scene_moves), 1);
  EXPECT_EQ(r.value(0, "Ada", sign::scene_moves), 0);
  EXPECT_EQ(r.value(1, "Wren", sign::scene_until), 3);
  EXPECT_EQ(r.value(0, "Tom", sign::scene_named), 1);
  EXPECT_EQ(r.value(1, "Wren", sign::scene_called), 0) << "by another line";
  EXPECT_EQ(r.value(0, "Ada", sign::scene_cues_behind), 0) << "that cue is in the next scene";
  EXPECT_EQ(r.value(0, "Ada", sign::scene_people), 2);
}

TEST(speaker_features, end_with_nobody) {
  const reading r(k_two);
  for (std::uint32_t i = 0; i < 3; ++i)
    EXPECT_EQ(r.features.candidates(i).back(), k_nobody);
  std::vector<float> rows;
  r.features.rows(1, {k_nobody}, rows);
  ASSERT_EQ(rows.size(), k_signs);
  EXPECT_EQ(rows[static_cast<std::size_t>(sign::nobody)], 1);
}

TEST(speaker_beliefs, see_neighbours_and_the_other_party) {
  const reading r(k_two);
  const std::uint32_t ada = r.named("Ada");
  const std::uint32_t wren = r.named("Wren");
  const std::vector<line_candidates> first = {{{ada, wren, k_nobody}, {0.9F, 0.05F, 0.05F}},
                                              {{ada, wren, k_nobody}, {0.45F, 0.45F, 0.1F}},
                                              {{ada, wren, k_nobody}, {0.9F, 0.05F, 0.05F}}};
  const fabula::talk::speaker_beliefs beliefs(r.in, r.lines, first);
  std::vector<float> rows;
  beliefs.rows(1, first[1], rows);
  const auto at = [&](std::size_t c, belief b, std::size_t more = 0) {
    return rows[c * k_beliefs + static_cast<std::size_t>(b) + more];
  };
  EXPECT_FLOAT_EQ(at(0, belief::lines, 5), 0.9F) << "the line before";
  EXPECT_GT(at(1, belief::marginal), 2 * at(0, belief::marginal)) << "nobody answers herself";
  EXPECT_GT(at(0, belief::other_before), at(1, belief::other_before));
  EXPECT_FLOAT_EQ(beliefs.in_turn(0, ada), 0.9F);
  EXPECT_FLOAT_EQ(beliefs.in_turn(0, k_nobody), 0);
}

TEST(speaker_beliefs, see_who_calls_whom_what) {
  const reading r(
      "Ada and Tom sat with Wren.\n\n\"Yes, daddy,\" said Ada.\n\n\"Sit,\" said Wren.\n\n"
      "\"No, daddy.\"\n\n\"Sit now.\"\n");
  const std::uint32_t ada = r.named("Ada");
  const std::uint32_t tom = r.named("Tom");
  const std::uint32_t wren = r.named("Wren");
  const std::vector<line_candidates> first = {{{ada, tom, wren, k_nobody}, {0.9F, 0.1F, 0, 0}},
                                              {{ada, tom, wren, k_nobody}, {0, 0, 1, 0}},
                                              {{ada, tom, wren, k_nobody}, {0.4F, 0.4F, 0.2F, 0}},
                                              {{ada, tom, wren, k_nobody}, {0.2F, 0.4F, 0.4F, 0}}};
  const fabula::talk::speaker_beliefs beliefs(r.in, r.lines, first);
  std::vector<float> rows;
  beliefs.rows(2, first[2], rows);
  const auto at = [&](std::size_t c, belief b) {
    return rows[c * k_beliefs + static_cast<std::size_t>(b)];
  };
  EXPECT_GT(at(0, belief::address_used), at(1, belief::address_used));
  EXPECT_GT(at(0, belief::vocabulary_word), at(2, belief::vocabulary_word));
  beliefs.rows(3, first[3], rows);
  EXPECT_GT(at(2, belief::address_heard_before), at(1, belief::address_heard_before));
}

TEST(speaker_features, bear_a_text_without_people) {
  const reading r("\"Hark,\" it rang.\n\n\"...\"\n\n\"\"\n");
  std::vector<float> rows;
  std::vector<line_candidates> first;
  for (std::uint32_t i = 0; i < r.lines.lines.size(); ++i) {
    first.push_back({r.features.candidates(i), {}});
    first.back().probability.assign(first.back().who.size(),
                                    1.0F / static_cast<float>(first.back().who.size()));
    r.features.rows(i, first.back().who, rows);
  }
  const fabula::talk::speaker_beliefs beliefs(r.in, r.lines, first);
  for (std::uint32_t i = 0; i < r.lines.lines.size(); ++i)
    fabula::talk::addressee_rows(r.in, r.lines, r.features, beliefs, first, i,
                                 fabula::talk::hearers(r.features, first, i), rows);
}

}  // namespace
