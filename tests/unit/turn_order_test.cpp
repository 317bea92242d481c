#include "talk/turn_order.hpp"

#include <gtest/gtest.h>

namespace {

using fabula::people::k_nobody;
using fabula::talk::line_candidates;
using fabula::talk::line_layer;
using fabula::talk::settle_turns;

/// `n` turns of one line, each in the paragraph behind the one before, in one exchange.
[[nodiscard]] line_layer run_of(std::uint32_t n) {
  line_layer out;
  for (std::uint32_t i = 0; i < n; ++i) {
    fabula::talk::line l;
    l.first_paragraph = l.last_paragraph = i;
    l.turn = i;
    out.lines.push_back(l);
    out.turns.push_back({i, i + 1});
    out.runs.push_back({0, n});
  }
  out.exchanges.push_back({0, n});
  return out;
}

[[nodiscard]] std::vector<line_candidates> alike(std::uint32_t n) {
  return std::vector<line_candidates>(n, {{0, 1, k_nobody}, {0.48F, 0.47F, 0.05F}});
}

TEST(turn_order, gives_two_voices_every_other_turn) {
  auto said = alike(5);
  said[0].probability = {0.9F, 0.08F, 0.02F};
  settle_turns(run_of(5), said);
  for (std::uint32_t i = 0; i < 5; ++i) {
    EXPECT_EQ(said[i].probability[0] > said[i].probability[1], i % 2 == 0) << i;
    EXPECT_NEAR(said[i].probability[0] + said[i].probability[1] + said[i].probability[2], 1, 1e-5);
  }
}

TEST(turn_order, lets_a_sure_voice_go_on) {
  auto said = alike(3);
  said[0].probability = said[1].probability = {0.97F, 0.02F, 0.01F};
  settle_turns(run_of(3), said);
  EXPECT_GT(said[1].probability[0], 0.8F) << "two turns of one voice are rare, not impossible";
}

TEST(turn_order, keeps_messages_apart_from_talk) {
  line_layer lines = run_of(4);
  lines.lines[1].remote = lines.lines[2].remote = true;
  auto said = alike(4);
  said[0].probability = said[1].probability = {0.9F, 0.08F, 0.02F};
  settle_turns(lines, said);
  EXPECT_GT(said[2].probability[1], said[2].probability[0]) << "answers the message";
  EXPECT_GT(said[3].probability[1], said[3].probability[0]) << "answers what was said";
}

TEST(turn_order, leaves_nobody_and_empty_lines_alone) {
  std::vector<line_candidates> said = {{{k_nobody}, {1.0F}}, {{0, k_nobody}, {0.1F, 0.9F}}};
  settle_turns(run_of(2), said);
  EXPECT_EQ(said[0].probability[0], 1);
  EXPECT_GT(said[1].probability[1], 0.85F);
  settle_turns(line_layer{}, said = {});
}

}  // namespace
