/// @file
/// @brief A second look at whole exchanges: a small recurrent network beside the trees.
///
/// models/en/speakers.safetensors holds it as float tensors; D signs and beliefs, M of them with a
/// flag for "not there", width w:
///
/// | tensor                                      | shape                       |
/// |---------------------------------------------|-----------------------------|
/// | exchange.mean, exchange.scale               | [D]                         |
/// | exchange.missing (I32)                      | [M], columns of D, rising   |
/// | exchange.input.weight, .bias                | [D + M, w], [w]             |
/// | exchange.{forward,backward}.input, .hidden  | [w + 1, 3 w], [w, 3 w]      |
/// | exchange.{forward,backward}.input_bias, .hidden_bias | [3 w]              |
/// | exchange.mix.weight, .bias                  | [5 w, w], [w]               |
/// | exchange.output.weight, .bias               | [w, 1], [1]                 |
#ifndef FABULA_TALK_EXCHANGE_MODEL_HPP
#define FABULA_TALK_EXCHANGE_MODEL_HPP

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "fabula/result.hpp"
#include "nn/aligned.hpp"
#include "nn/kernels.hpp"
#include "nn/safetensors.hpp"
#include "talk/speaker_features.hpp"

namespace fabula::talk {

/// For each who may speak in an exchange, gated recurrent units (Cho et al. 2014) run over its
/// lines both ways; each line then asks how the states of its candidates compare. Sums are taken
/// one term after the other, so that every instruction set gives the same bytes. Immutable.
class exchange_model {
 public:
  /// Fails (damaged) for tensors that are not there, of another shape than `inputs` asks for, or
  /// not finite. `kernels` outlive the model.
  [[nodiscard]] static result<exchange_model> load(const nn::safetensors_file& file,
                                                   std::size_t inputs, const nn::kernels& kernels);

  /// The lines of one exchange in order: `first` as the first pass left them, `rows` with signs and
  /// beliefs of each candidate of each line. `second` of each becomes the geometric mean of itself
  /// and of what the network says. Cost: linear in rows.
  void correct(std::span<const line_candidates> first, std::span<const float> rows,
               std::span<line_candidates> second) const;

 private:
  /// y = x weight + bias.
  struct layer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    nn::aligned_vector<float> weight;  ///< [inputs, outputs]
    nn::aligned_vector<float> bias;
  };
  struct direction {
    layer input;
    layer hidden;
  };
  struct passage;

  exchange_model() = default;
  [[nodiscard]] static result<layer> load_layer(const nn::safetensors_file& file,
                                                const std::string& weight, const std::string& bias,
                                                std::size_t inputs, std::size_t outputs);
  void apply(const layer& l, std::span<const float> x, std::size_t rows, float* y,
             nn::aligned_vector<float>& scratch) const;
  void correct_passage(std::span<const line_candidates> first, std::span<const float> rows,
                       std::span<line_candidates> second) const;
  void read_inputs(std::span<const float> rows, passage& p) const;
  void run(const direction& d, bool backward, passage& p) const;

  const nn::kernels* kernels_ = nullptr;
  std::size_t width_ = 0;
  std::vector<float> mean_;
  std::vector<float> scale_;
  std::vector<std::uint32_t> missing_;
  layer input_;
  std::array<direction, 2> directions_;
  layer mix_;
  layer output_;
};

}  // namespace fabula::talk

#endif  // FABULA_TALK_EXCHANGE_MODEL_HPP
