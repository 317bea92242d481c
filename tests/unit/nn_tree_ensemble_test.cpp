#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <random>

#include "nn/tree_ensemble.hpp"
#include "safetensors_writer.hpp"

namespace {

using fabula::nn::safetensors_file;
using fabula::nn::tree_ensemble;
using fabula::testing::bytes_of;
using fabula::testing::safetensors_writer;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr float k_missing = std::numeric_limits<float>::quiet_NaN();

/// The tensors of an ensemble, good until a test breaks one.
struct tables {
  std::vector<std::int32_t> feature, left, right, root;
  std::vector<float> threshold, leaf, base;
  std::vector<std::uint8_t> default_left;
  std::int32_t features = 0;

  [[nodiscard]] safetensors_writer writer() const {
    safetensors_writer w;
    w.add("m.feature", {feature.size()}, feature)
        .add("m.threshold", {threshold.size()}, threshold)
        .add("m.default_left", {default_left.size()}, default_left)
        .add("m.left", {left.size()}, left)
        .add("m.right", {right.size()}, right)
        .add("m.leaf", {leaf.size()}, leaf)
        .add("m.root", {root.size()}, root)
        .add("m.base", {base.size()}, base)
        .add<std::int32_t>("m.features", {1}, {features});
    return w;
  }
  [[nodiscard]] fabula::result<tree_ensemble> load() const {
    const auto file = safetensors_file::parse(bytes_of(writer().str()), "trees");
    if (!file) return tl::unexpected(file.error());
    return tree_ensemble::load(*file, "m");
  }
};

/// "x0 <= 0.5 ? (x1 <= -1 ? 1 : 2) : 4", missing x0 right, missing x1 left; and a tree of a leaf.
tables two_trees() {
  return {.feature = {0, 1},
          .left = {1, ~0},
          .right = {~2, ~1},
          .root = {0, ~3},
          .threshold = {0.5F, -1.0F},
          .leaf = {1.0F, 2.0F, 4.0F, 10.0F},
          .base = {100.0F},
          .default_left = {0, 1},
          .features = 2};
}

std::vector<float> predict(const tree_ensemble& e, std::vector<float> row) {
  std::vector<float> scores(e.classes());
  e.predict(row, scores);
  return scores;
}

TEST(nn_tree_ensemble, a_hand_made_forest) {
  const auto e = two_trees().load();
  ASSERT_TRUE(e) << e.error().message();
  EXPECT_EQ(e->features(), 2U);
  EXPECT_EQ(e->classes(), 1U);
  EXPECT_EQ(e->trees(), 2U);
  EXPECT_THAT(predict(*e, {0.5F, -1.0F}), ElementsAre(111.0F));
  EXPECT_THAT(predict(*e, {0.5F, -0.99F}), ElementsAre(112.0F));
  EXPECT_THAT(predict(*e, {0.51F, -5.0F}), ElementsAre(114.0F));
  EXPECT_THAT(predict(*e, {k_missing, -5.0F}), ElementsAre(114.0F));
  EXPECT_THAT(predict(*e, {0.0F, k_missing}), ElementsAre(111.0F));
  EXPECT_THAT(predict(*e, {INFINITY, 0.0F}), ElementsAre(114.0F));
  EXPECT_THAT(predict(*e, {-INFINITY, INFINITY}), ElementsAre(112.0F));
}

TEST(nn_tree_ensemble, classes_take_turns) {
  tables t = two_trees();
  t.base = {100.0F, 200.0F};
  const auto e = t.load();
  ASSERT_TRUE(e) << e.error().message();
  EXPECT_THAT(predict(*e, {0.0F, 0.0F}), ElementsAre(102.0F, 210.0F));
}

TEST(nn_tree_ensemble, a_row_far_behind_is_given_up) {
  const auto e = two_trees().load();
  ASSERT_TRUE(e) << e.error().message();
  const std::vector<float> rows{0.5F, -1.0F, 0.51F, -5.0F};  // 101 and 104 after the first tree
  std::vector<float> scores(2);
  std::vector<double> sums;
  e->predict_race(rows, {.trees = 1, .behind = 2}, scores, sums);
  EXPECT_THAT(scores, ElementsAre(101.0F, 104.0F));  // the one that is left has won
  e->predict_race(rows, {.trees = 1, .behind = 3}, scores, sums);
  EXPECT_THAT(scores, ElementsAre(111.0F, 114.0F));
  e->predict_race(rows, {.trees = 9, .behind = 0}, scores, sums);
  EXPECT_THAT(scores, ElementsAre(111.0F, 114.0F));
  e->predict_race({}, {.trees = 1, .behind = 2}, {}, sums);
  EXPECT_TRUE(sums.empty());
}

TEST(nn_tree_ensemble, no_trees_are_the_base) {
  const tables t{.feature = {},
                 .left = {},
                 .right = {},
                 .root = {},
                 .threshold = {},
                 .leaf = {},
                 .base = {1.0F, -2.0F},
                 .default_left = {},
                 .features = 0};
  const auto e = t.load();
  ASSERT_TRUE(e) << e.error().message();
  EXPECT_THAT(predict(*e, {}), ElementsAre(1.0F, -2.0F));
}

TEST(nn_tree_ensemble, rows_of_another_width_are_a_mistake_of_the_caller) {
  const auto e = two_trees().load();
  ASSERT_TRUE(e);
  std::vector<float> scores(1);
  EXPECT_THROW(e->predict(std::vector<float>(1), scores), std::logic_error);
  scores.resize(2);
  EXPECT_THROW(e->predict(std::vector<float>(2), scores), std::logic_error);
}

TEST(nn_tree_ensemble, each_check_names_file_tensor_and_reason) {
  struct bad {
    void (*change)(tables&);
    const char* tensor;
    const char* problem;
  };
  const std::vector<bad> cases{
      {[](tables& t) { t.feature[0] = 2; }, "feature", "node 0: there is no feature 2"},
      {[](tables& t) { t.feature[1] = -1; }, "feature", "node 1: there is no feature -1"},
      {[](tables& t) { t.features = -1; }, "features", "negative"},
      {[](tables& t) { t.threshold[0] = k_missing; }, "threshold", "node 0: it is not a number"},
      {[](tables& t) { t.default_left[1] = 2; }, "default_left", "neither 0 nor 1"},
      {[](tables& t) { t.left[0] = 2; }, "left", "there is no node 2"},
      {[](tables& t) { t.right[0] = ~4; }, "right", "there is no leaf 4"},
      {[](tables& t) { t.right[0] = std::numeric_limits<std::int32_t>::min(); }, "right",
       "there is no leaf 2147483647"},
      {[](tables& t) { t.left[1] = 1; }, "left", "child 1 does not stand behind its parent 1"},
      {[](tables& t) { t.right[1] = 0; }, "right", "child 0 does not stand behind its parent 1"},
      {[](tables& t) { t.right[0] = 1; }, "right", "two have the node 1"},
      {[](tables& t) { t.right[0] = ~3; }, "right", "two have the leaf 3"},
      {[](tables& t) { t.root[1] = 0; }, "root", "tree 1: two have the node 0"},
      {[](tables& t) { t.root[1] = 5; }, "root", "tree 1: there is no node 5"},
      {[](tables& t) { t.root.pop_back(); }, "leaf", "a leaf belongs to no tree"},
      {[](tables& t) {
         t.root = {~0, ~1};
         t.left = {~2, ~3};
         t.right = {1, ~4};
         t.leaf.push_back(1.0F);
       },
       "feature", "a node belongs to no tree"},
      {[](tables& t) { t.leaf[0] = INFINITY; }, "leaf", "not finite"},
      {[](tables& t) { t.base[0] = k_missing; }, "base", "not finite"},
      {[](tables& t) { t.base.clear(); }, "base", "no class"},
      {[](tables& t) { t.base.resize(3); }, "root", "do not divide"},
      {[](tables& t) { t.threshold.pop_back(); }, "threshold", "it is F32 [1], wanted F32 [2]"},
      {[](tables& t) { t.left.pop_back(); }, "left", "it is I32 [1], wanted I32 [2]"},
  };
  for (const bad& c : cases) {
    tables t = two_trees();
    c.change(t);
    const auto e = t.load();
    ASSERT_FALSE(e) << c.problem;
    EXPECT_EQ(e.error().file, "trees");
    EXPECT_EQ(e.error().place, "tensor \"m." + std::string(c.tensor) + "\"");
    EXPECT_THAT(e.error().problem, HasSubstr(c.problem));
  }
  const auto file = safetensors_file::parse(bytes_of(two_trees().writer().str()), "trees");
  ASSERT_TRUE(file);
  EXPECT_THAT(tree_ensemble::load(*file, "n").error().message(),
              HasSubstr("trees: tensor \"n.feature\": it is not there"));
}

/// The reference: trees as a textbook has them.
struct plain_node {
  std::size_t feature = 0;
  float threshold = 0;
  bool default_left = false;
  float value = 0;
  std::unique_ptr<plain_node> left, right;

  [[nodiscard]] float walk(const std::vector<float>& row) const {
    if (!left) return value;
    const float x = row[feature];
    const bool goes_left = std::isnan(x) ? default_left : x <= threshold;
    return (goes_left ? left : right)->walk(row);
  }
};

class grower {
 public:
  grower(std::uint32_t seed, std::size_t features) : engine_(seed), features_(features) {}

  /// A few steps apart, so that rows hit thresholds.
  float number() { return static_cast<float>(static_cast<int>(engine_() % 9) - 4) * 0.5F; }
  float number_or_missing() { return engine_() % 6 == 0 ? k_missing : number(); }

  std::unique_ptr<plain_node> grow(std::size_t depth) {
    auto node = std::make_unique<plain_node>();
    node->value = number() * 0.3F;
    if (depth == 0 || engine_() % 5 == 0) return node;
    node->feature = engine_() % features_;
    node->threshold = number();
    node->default_left = engine_() % 2 == 0;
    node->left = grow(depth - 1);
    node->right = grow(depth - 1);
    return node;
  }

 private:
  std::mt19937 engine_;
  std::size_t features_;
};

/// Writes the tree from its root down; gives back what points to it.
std::int32_t write(const plain_node& n, tables& to) {
  if (!n.left) {
    to.leaf.push_back(n.value);
    return ~static_cast<std::int32_t>(to.leaf.size() - 1);
  }
  const std::size_t at = to.feature.size();
  to.feature.push_back(static_cast<std::int32_t>(n.feature));
  to.threshold.push_back(n.threshold);
  to.default_left.push_back(n.default_left ? 1 : 0);
  to.left.push_back(0);
  to.right.push_back(0);
  to.left[at] = write(*n.left, to);
  to.right[at] = write(*n.right, to);
  return static_cast<std::int32_t>(at);
}

RC_GTEST_PROP(nn_tree_ensemble_property, it_says_what_plain_trees_say, ()) {
  const auto features = *rc::gen::inRange<std::size_t>(1, 6);
  const auto classes = *rc::gen::inRange<std::size_t>(1, 4);
  const auto rounds = *rc::gen::inRange<std::size_t>(0, 6);
  grower grow(*rc::gen::arbitrary<std::uint32_t>(), features);
  tables t;
  t.features = static_cast<std::int32_t>(features);
  for (std::size_t c = 0; c < classes; ++c)
    t.base.push_back(grow.number());
  std::vector<std::unique_ptr<plain_node>> trees;
  for (std::size_t i = 0; i < rounds * classes; ++i) {
    trees.push_back(grow.grow(5));
    t.root.push_back(write(*trees.back(), t));
  }
  const auto e = t.load();
  RC_ASSERT(e.has_value());
  for (int i = 0; i < 20; ++i) {
    std::vector<float> row(features);
    for (float& x : row)
      x = grow.number_or_missing();
    std::vector<double> wanted(t.base.begin(), t.base.end());
    for (std::size_t k = 0; k < trees.size(); ++k)
      wanted[k % classes] += static_cast<double>(trees[k]->walk(row));
    const auto scores = predict(*e, row);
    for (std::size_t c = 0; c < classes; ++c)
      RC_ASSERT(scores[c] == static_cast<float>(wanted[c]));
  }
}

}  // namespace
