/// @file
/// @brief Gradient-boosted decision trees, as LightGBM and XGBoost train them.
///
/// A safetensors file holds an ensemble as these tensors; PREFIX is its name, e.g. "speaker".
///
/// | tensor              | type, shape  | what                                                   |
/// |---------------------|--------------|--------------------------------------------------------|
/// | PREFIX.feature      | I32 [nodes]  | which feature the node looks at                        |
/// | PREFIX.threshold    | F32 [nodes]  | x <= threshold goes left; no NaN                       |
/// | PREFIX.default_left | U8 [nodes]   | 1: a missing x (NaN) goes left; 0: right               |
/// | PREFIX.left         | I32 [nodes]  | a node, or the leaf i as ~i (-1 is leaf 0)             |
/// | PREFIX.right        | I32 [nodes]  | the same                                               |
/// | PREFIX.leaf         | F32 [leaves] | what the leaf adds to the score                        |
/// | PREFIX.root         | I32 [trees]  | the tree's first node, or its only leaf as ~i          |
/// | PREFIX.base         | F32 [classes]| scores before any tree; tree t adds to t % classes     |
/// | PREFIX.features     | I32 [1]      | how many features a row has                            |
///
/// A child stands behind its parent, and every node and leaf belongs to one parent or root alone.
/// For a writer in Python, from `model.dump_model()`["tree_info"] of LightGBM: number the nodes of
/// a tree from its root down; categorical splits and zero_as_missing have no place here. Thresholds
/// are doubles there: write the greatest float that is not greater (numpy.nextafter where rounding
/// went up), then no float is sent elsewhere. Where missing_type is "None", NaN counts as 0: write
/// default_left = 0 <= threshold. XGBoost asks x < threshold: write numpy.nextafter(threshold,
/// -inf) as float32.
#ifndef FABULA_NN_TREE_ENSEMBLE_HPP
#define FABULA_NN_TREE_ENSEMBLE_HPP

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "nn/safetensors.hpp"

namespace fabula::nn {

/// Immutable after it is loaded, so safe to share between threads. Keeps no hold of the file.
class tree_ensemble {
 public:
  /// Reads the ensemble called `prefix`. Cost: linear in nodes and leaves. Fails (damaged), naming
  /// file, tensor and check, where a tensor is not there or of another type or shape, an index is
  /// out of range, a child does not stand behind its parent, a node or leaf has not one parent, a
  /// number is not finite (a threshold: is NaN), or there are no classes, or trees that do not
  /// divide among them.
  [[nodiscard]] static result<tree_ensemble> load(const safetensors_file& file,
                                                  std::string_view prefix);

  /// Features of a row.
  [[nodiscard]] std::size_t features() const noexcept { return features_; }
  /// Scores that `predict` gives.
  [[nodiscard]] std::size_t classes() const noexcept { return base_.size(); }
  [[nodiscard]] std::size_t trees() const noexcept { return roots_.size(); }

  /// The raw score of each class: its base and what its trees add, summed as doubles in the order
  /// of the trees. Turning scores into probabilities (sigmoid, softmax) is the caller's. Cost: the
  /// depths of the trees. Throws `std::logic_error` where `row` has not `features()` numbers or
  /// `scores` not `classes()`.
  void predict(std::span<const float> row, std::span<float> scores) const;

  /// The same scores for many rows of an ensemble of one class, tree by tree, which is several
  /// times faster: `rows` [scores.size(), features()]. `sums` is a buffer to reuse. Throws
  /// `std::logic_error` where sizes do not fit or there is more than one class.
  void predict_rows(std::span<const float> rows, std::span<float> scores,
                    std::vector<double>& sums) const;

  /// When a row is given up: each time that so many trees more are added, where it lies `behind`
  /// below the row that is best then. Nothing is given up where `behind` is 0.
  struct race {
    std::size_t trees = 0;
    double behind = 0;
  };

  /// `predict_rows` where only the best row matters, and how near the next one comes: those given
  /// up keep the sum that they had, and so does one that is left alone. Several times faster.
  /// Throws as it does.
  void predict_race(std::span<const float> rows, race rules, std::span<float> scores,
                    std::vector<double>& sums) const;

 private:
  struct node {
    float threshold;
    std::uint32_t feature : 31;
    std::uint32_t default_left : 1;
    std::int32_t child[2];  ///< left, right; ~(number of the leaf) where it is one

    /// Without a branch: which way a row goes is not to be foreseen.
    [[nodiscard]] std::int32_t next(const float* row) const noexcept {
      const float x = row[feature];
      const bool is_missing = x != x;
      const auto goes_left =
          static_cast<std::uint32_t>(x <= threshold) |
          (static_cast<std::uint32_t>(default_left) & static_cast<std::uint32_t>(is_missing));
      return child[1U - goes_left];
    }
  };

  tree_ensemble() = default;
  void add_trees(std::size_t first, std::size_t last, std::span<const float> rows,
                 std::span<double> sums, double least) const;
  [[nodiscard]] float leaf_of(std::int32_t at, std::span<const float> row) const noexcept;

  std::vector<node> nodes_;
  std::vector<float> leaves_;
  std::vector<std::int32_t> roots_;
  std::vector<float> base_;
  std::size_t features_ = 0;
};

}  // namespace fabula::nn

#endif  // FABULA_NN_TREE_ENSEMBLE_HPP
