#include "nn/tree_ensemble.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace fabula::nn {
namespace {

/// The tensors of one ensemble, as they stand in the file.
struct parts {
  std::span<const std::int32_t> feature;
  std::span<const float> threshold;
  std::span<const std::uint8_t> default_left;
  std::span<const std::int32_t> left;
  std::span<const std::int32_t> right;
  std::span<const float> leaf;
  std::span<const std::int32_t> root;
  std::span<const float> base;
  std::int32_t features = 0;
};

/// What is wrong, and in which tensor; no problem where nothing is.
struct finding {
  std::string_view tensor;
  std::string problem;
};

/// Fetches tensors of one ensemble and keeps the first error.
class fetcher {
 public:
  fetcher(const safetensors_file& file, std::string_view prefix) : file_(file), prefix_(prefix) {}

  /// A list of `size` numbers, or of any size.
  template <class T>
  std::span<const T> list(std::string_view name, std::int64_t size = k_any) {
    if (failed_) return {};
    auto tensor = file_.get(prefix_ + "." + std::string(name), dtype_of<T>(), {size});
    if (tensor) return tensor->template as<T>();
    failure_ = std::move(tensor.error());
    failed_ = true;
    return {};
  }
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] error take() { return std::move(failure_); }

 private:
  const safetensors_file& file_;
  std::string prefix_;
  error failure_;
  bool failed_ = false;
};

/// Counts who points where, so that every node and leaf has one parent or root.
class parent_check {
 public:
  explicit parent_check(const parts& p) : has_node_(p.feature.size()), has_leaf_(p.leaf.size()) {}

  /// Empty, or why `to`, which stands in the node `from` (-1: in a root), is wrong.
  std::string point(std::int64_t from, std::int32_t to) {
    const bool is_leaf = to < 0;
    auto& taken = is_leaf ? has_leaf_ : has_node_;
    const auto index = static_cast<std::size_t>(is_leaf ? ~to : to);
    if (index >= taken.size())
      return (is_leaf ? "there is no leaf " : "there is no node ") + std::to_string(index);
    if (!is_leaf && to <= from)
      return "the child " + std::to_string(to) + " does not stand behind its parent " +
             std::to_string(from);
    if (taken[index])
      return (is_leaf ? "two have the leaf " : "two have the node ") + std::to_string(index);
    taken[index] = true;
    return {};
  }
  [[nodiscard]] bool all_nodes() const {
    return std::ranges::find(has_node_, false) == has_node_.end();
  }
  [[nodiscard]] bool all_leaves() const {
    return std::ranges::find(has_leaf_, false) == has_leaf_.end();
  }

 private:
  std::vector<bool> has_node_;
  std::vector<bool> has_leaf_;
};

finding check_nodes(const parts& p, parent_check& parents) {
  for (std::size_t i = 0; i < p.feature.size(); ++i) {
    const std::string where = "node " + std::to_string(i) + ": ";
    if (p.feature[i] < 0 || p.feature[i] >= p.features)
      return {"feature", where + "there is no feature " + std::to_string(p.feature[i])};
    if (std::isnan(p.threshold[i])) return {"threshold", where + "it is not a number"};
    if (p.default_left[i] > 1) return {"default_left", where + "it is neither 0 nor 1"};
    const auto from = static_cast<std::int64_t>(i);
    if (auto why = parents.point(from, p.left[i]); !why.empty()) return {"left", where + why};
    if (auto why = parents.point(from, p.right[i]); !why.empty()) return {"right", where + why};
  }
  return {};
}

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float v) { return std::isfinite(v); });
}

finding check(const parts& p) {
  // Nodes and leaves are pointed to by 31 bits.
  constexpr std::size_t k_most = std::numeric_limits<std::int32_t>::max();
  if (p.feature.size() > k_most) return {"feature", "more nodes than 31 bits count"};
  if (p.leaf.size() > k_most) return {"leaf", "more leaves than 31 bits count"};
  if (p.features < 0) return {"features", "it is negative"};
  if (p.base.empty()) return {"base", "there is no class"};
  if (p.root.size() % p.base.size() != 0) return {"root", "trees do not divide among the classes"};
  if (!all_finite(p.leaf)) return {"leaf", "a number is not finite"};
  if (!all_finite(p.base)) return {"base", "a number is not finite"};
  parent_check parents(p);
  for (std::size_t t = 0; t < p.root.size(); ++t)
    if (auto why = parents.point(-1, p.root[t]); !why.empty())
      return {"root", "tree " + std::to_string(t) + ": " + why};
  if (auto found = check_nodes(p, parents); !found.problem.empty()) return found;
  if (!parents.all_nodes()) return {"feature", "a node belongs to no tree"};
  if (!parents.all_leaves()) return {"leaf", "a leaf belongs to no tree"};
  return {};
}

}  // namespace

result<tree_ensemble> tree_ensemble::load(const safetensors_file& file, std::string_view prefix) {
  fetcher fetch(file, prefix);
  parts p;
  p.feature = fetch.list<std::int32_t>("feature");
  const auto nodes = static_cast<std::int64_t>(p.feature.size());
  p.threshold = fetch.list<float>("threshold", nodes);
  p.default_left = fetch.list<std::uint8_t>("default_left", nodes);
  p.left = fetch.list<std::int32_t>("left", nodes);
  p.right = fetch.list<std::int32_t>("right", nodes);
  p.leaf = fetch.list<float>("leaf");
  p.root = fetch.list<std::int32_t>("root");
  p.base = fetch.list<float>("base");
  const auto features = fetch.list<std::int32_t>("features", 1);
  if (fetch.failed()) return tl::unexpected(fetch.take());
  p.features = features[0];
  if (const finding found = check(p); !found.problem.empty()) {
    const std::string place =
        "tensor \"" + std::string(prefix) + "." + std::string(found.tensor) + "\"";
    return tl::unexpected(file.damaged(place, found.problem));
  }

  tree_ensemble e;
  e.nodes_.reserve(p.feature.size());
  for (std::size_t i = 0; i < p.feature.size(); ++i)
    e.nodes_.push_back({.threshold = p.threshold[i],
                        .feature = static_cast<std::uint32_t>(p.feature[i]) & 0x7FFFFFFFU,
                        .default_left = p.default_left[i] != 0,
                        .child = {p.left[i], p.right[i]}});
  e.leaves_.assign(p.leaf.begin(), p.leaf.end());
  e.roots_.assign(p.root.begin(), p.root.end());
  e.base_.assign(p.base.begin(), p.base.end());
  e.features_ = static_cast<std::size_t>(p.features);
  return e;
}

float tree_ensemble::leaf_of(std::int32_t at, std::span<const float> row) const noexcept {
  while (at >= 0)
    at = nodes_[static_cast<std::size_t>(at)].next(row.data());
  const std::int32_t leaf = ~at;
  return leaves_[static_cast<std::size_t>(leaf)];
}

void tree_ensemble::predict(std::span<const float> row, std::span<float> scores) const {
  if (row.size() != features_) throw std::logic_error("tree_ensemble: a row of another width");
  if (scores.size() != classes()) throw std::logic_error("tree_ensemble: scores of another number");
  for (std::size_t c = 0; c < scores.size(); ++c) {
    auto sum = static_cast<double>(base_[c]);
    for (std::size_t t = c; t < roots_.size(); t += scores.size())
      sum += static_cast<double>(leaf_of(roots_[t], row));
    scores[c] = static_cast<float>(sum);
  }
}

/// Adds trees [first, last) to each row whose sum is not below `least`: eight rows go down a tree
/// side by side, so that none waits for another's memory.
void tree_ensemble::add_trees(std::size_t first, std::size_t last, std::span<const float> rows,
                              std::span<double> sums, double least) const {
  constexpr std::size_t k_lanes = 8;
  std::array<const float*, k_lanes> row{};
  std::array<std::size_t, k_lanes> number{};
  for (std::size_t r = 0; r < sums.size();) {
    std::size_t lanes = 0;
    for (; r < sums.size() && lanes < k_lanes; ++r) {
      if (sums[r] < least) continue;
      row[lanes] = rows.data() + r * features_;
      number[lanes++] = r;
    }
    if (lanes == 0) return;
    const std::size_t rest = lanes;
    for (; lanes < k_lanes; ++lanes)
      row[lanes] = row[0];
    for (std::size_t t = first; t < last; ++t) {
      std::array<std::int32_t, k_lanes> at{};
      at.fill(roots_[t]);
      while (((at[0] & at[1] & at[2] & at[3]) & (at[4] & at[5] & at[6] & at[7])) >= 0)
        for (std::size_t k = 0; k < k_lanes; ++k)
          if (at[k] >= 0) at[k] = nodes_[static_cast<std::size_t>(at[k])].next(row[k]);
      for (std::size_t k = 0; k < rest; ++k)
        sums[number[k]] += static_cast<double>(leaves_[static_cast<std::size_t>(~at[k])]);
    }
  }
}

void tree_ensemble::predict_rows(std::span<const float> rows, std::span<float> scores,
                                 std::vector<double>& sums) const {
  predict_race(rows, {roots_.size(), 0}, scores, sums);
}

void tree_ensemble::predict_race(std::span<const float> rows, race rules, std::span<float> scores,
                                 std::vector<double>& sums) const {
  if (classes() != 1) throw std::logic_error("tree_ensemble: rows of more than one class");
  if (rows.size() != scores.size() * features_)
    throw std::logic_error("tree_ensemble: rows of another width");
  sums.assign(scores.size(), static_cast<double>(base_[0]));
  double least = -std::numeric_limits<double>::infinity();
  const std::size_t heat = std::max<std::size_t>(rules.trees, 1);
  for (std::size_t t = 0; t < roots_.size() && !sums.empty(); t += heat) {
    add_trees(t, std::min(t + heat, roots_.size()), rows, sums, least);
    if (rules.behind <= 0) continue;
    // A row that was given up stays so, though the best one may fall back.
    least = std::max(least, *std::ranges::max_element(sums) - rules.behind);
    if (std::ranges::count_if(sums, [&](double v) { return v >= least; }) == 1) break;
  }
  for (std::size_t r = 0; r < scores.size(); ++r)
    scores[r] = static_cast<float>(sums[r]);
}

}  // namespace fabula::nn
