#include "nn/packed_linear.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace fabula::nn {
namespace {

tl::unexpected<error> failure(std::string problem) {
  return tl::unexpected(error{error_code::damaged,
                              {},
                              {},
                              std::move(problem),
                              "install the model again, of this version of fabula"});
}

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float v) { return std::isfinite(v); });
}

}  // namespace

result<packed_linear> packed_linear::pack(std::span<const std::int8_t> weights, std::size_t outputs,
                                          std::size_t inputs, std::span<const float> scales,
                                          std::span<const float> bias) {
  if (inputs == 0 || outputs == 0) return failure("a linear layer without inputs or outputs");
  if (inputs > k_max_inputs) return failure("a linear layer of more than 65536 inputs");
  if (weights.size() / inputs != outputs || weights.size() % inputs != 0)
    return failure("a linear layer whose weights are not outputs times inputs");
  if (scales.size() != outputs) return failure("a linear layer whose scales are not one an output");
  if (!bias.empty() && bias.size() != outputs)
    return failure("a linear layer whose biases are not one an output");
  if (!all_finite(scales) || !all_finite(bias))
    return failure("a linear layer with a scale or a bias that is not finite");

  packed_linear p;
  p.inputs_ = inputs;
  p.outputs_ = outputs;
  const std::size_t padded = p.blocks() * k_outputs_per_block;
  const std::size_t groups = p.groups();
  p.weights_.resize(padded * groups * k_inputs_per_group);
  p.correction_.resize(padded);
  p.scales_.resize(padded);
  p.bias_.resize(padded);
  std::ranges::copy(scales, p.scales_.begin());
  std::ranges::copy(bias, p.bias_.begin());
  for (std::size_t o = 0; o < outputs; ++o) {
    const std::size_t block = o / k_outputs_per_block;
    const std::size_t lane = o % k_outputs_per_block;
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < inputs; ++i) {
      const std::int8_t w = weights[o * inputs + i];
      const std::size_t group = block * groups + i / k_inputs_per_group;
      const std::size_t at = (group * k_outputs_per_block + lane) * k_inputs_per_group;
      p.weights_[at + i % k_inputs_per_group] = w;
      sum += w;
    }
    p.correction_[o] = 128 * sum;
  }
  return p;
}

}  // namespace fabula::nn
