/// @file
/// @brief int8 weights of a linear layer, laid out as every instruction set reads them fastest.
#ifndef FABULA_NN_PACKED_LINEAR_HPP
#define FABULA_NN_PACKED_LINEAR_HPP

#include <cstddef>
#include <cstdint>
#include <span>

#include "fabula/result.hpp"
#include "nn/aligned.hpp"

namespace fabula::nn {

/// Outputs that stand together in the packed weights.
inline constexpr std::size_t k_outputs_per_block = 16;
/// Inputs that one step of the dot product takes.
inline constexpr std::size_t k_inputs_per_group = 4;
/// More inputs could overflow the 32-bit sums: 255 * 128 * 65,536 < 2^31.
inline constexpr std::size_t k_max_inputs = 65536;

/// y = W x + b with W as int8 and one scale an output; packed once, the same for every instruction
/// set. Immutable; about outputs * inputs bytes.
class packed_linear {
 public:
  /// `weights` [outputs, inputs] row by row, `scales` [outputs], `bias` [outputs] or empty for
  /// none. Fails (damaged, without file and place, which the caller knows) where the sizes do not
  /// agree, there are no inputs or outputs or more than `k_max_inputs` inputs, or a scale or a bias
  /// is not finite.
  [[nodiscard]] static result<packed_linear> pack(std::span<const std::int8_t> weights,
                                                  std::size_t outputs, std::size_t inputs,
                                                  std::span<const float> scales,
                                                  std::span<const float> bias = {});

  [[nodiscard]] std::size_t inputs() const noexcept { return inputs_; }
  [[nodiscard]] std::size_t outputs() const noexcept { return outputs_; }

  // What follows is for the kernels. Everything is padded to whole blocks and groups with zeros.

  /// Groups of `k_inputs_per_group` inputs.
  [[nodiscard]] std::size_t groups() const noexcept {
    return round_up(inputs_, k_inputs_per_group) / k_inputs_per_group;
  }
  /// Blocks of `k_outputs_per_block` outputs.
  [[nodiscard]] std::size_t blocks() const noexcept {
    return round_up(outputs_, k_outputs_per_block) / k_outputs_per_block;
  }
  /// [blocks, groups, 16 outputs, 4 inputs]: 64 bytes a group, on a cache line.
  [[nodiscard]] const std::int8_t* weights() const noexcept { return weights_.data(); }
  /// 128 * the sum of an output's weights: what inputs stored as q + 128 add too much.
  [[nodiscard]] const std::int32_t* correction() const noexcept { return correction_.data(); }
  [[nodiscard]] const float* scales() const noexcept { return scales_.data(); }
  [[nodiscard]] const float* bias() const noexcept { return bias_.data(); }

 private:
  packed_linear() = default;

  std::size_t inputs_ = 0;
  std::size_t outputs_ = 0;
  aligned_vector<std::int8_t> weights_;
  aligned_vector<std::int32_t> correction_;
  aligned_vector<float> scales_;
  aligned_vector<float> bias_;
};

}  // namespace fabula::nn

#endif  // FABULA_NN_PACKED_LINEAR_HPP
