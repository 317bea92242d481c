// The best tree, against every tree there is.
#include "language/tree.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace fabula::language {
namespace {

using heads = std::vector<std::uint32_t>;

float sum_of(const std::vector<float>& scores, const heads& h) {
  float sum = 0;
  for (std::size_t v = 0; v < h.size(); ++v)
    sum += scores[v * (h.size() + 1) + h[v]];
  return sum;
}

bool is_tree(const heads& h) {
  const auto n = static_cast<std::uint32_t>(h.size());
  std::uint32_t roots = 0;
  for (std::uint32_t v = 0; v < n; ++v) {
    roots += h[v] == n;
    std::uint32_t u = v;
    for (std::uint32_t steps = 0; u != n && steps <= n; ++steps)
      u = h[u];
    if (u != n) return false;
  }
  return roots == 1;
}

/// The sum of the best tree, by trying all.
float best_sum(const std::vector<float>& scores, std::uint32_t n) {
  float best = -1e30F;
  heads h(n);
  const std::function<void(std::uint32_t)> go = [&](std::uint32_t v) {
    if (v == n) {
      if (is_tree(h)) best = std::max(best, sum_of(scores, h));
      return;
    }
    for (std::uint32_t u = 0; u <= n; ++u) {
      if (u == v) continue;
      h[v] = u;
      go(v + 1);
    }
  };
  go(0);
  return best;
}

TEST(BestTree, IsTheBestOfAllTrees) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  for (int round = 0; round < 1500; ++round) {
    const std::uint32_t n = 1 + static_cast<std::uint32_t>(round % 6);
    std::vector<float> scores(n * (n + 1));
    for (float& s : scores)
      s = normal(random);
    const heads tree = best_tree(scores, n);
    ASSERT_TRUE(is_tree(tree));
    ASSERT_NEAR(sum_of(scores, tree), best_sum(scores, n), 1e-4) << "round " << round;
  }
}

TEST(BestTree, ManyWordsThatAllWantEachOther) {
  // Pairs of pairs of pairs: every contraction makes the next cycle.
  constexpr std::uint32_t n = 128;
  std::vector<float> scores(n * (n + 1), -100.0F);
  for (std::uint32_t v = 0; v < n; ++v)
    for (std::uint32_t bit = 0; (1U << bit) < n; ++bit)
      scores[v * (n + 1) + (v ^ (1U << bit))] = 100.0F - static_cast<float>(bit);
  EXPECT_TRUE(is_tree(best_tree(scores, n)));
}

TEST(BestTree, EqualScoresMakeATreeToo) {
  for (const std::uint32_t n : {1U, 2U, 3U, 40U})
    EXPECT_TRUE(is_tree(best_tree(std::vector<float>(n * (n + 1), 0.0F), n))) << n;
}

}  // namespace
}  // namespace fabula::language
