/// @file
/// @brief Learned odds that a sentence ends behind a token. `train/sentences.py` is its twin.
///
/// One hidden layer over the four tokens before and behind: a form is the sum of hashed pieces
/// (`word_features`), everything else stands in `boundary_sign`s. What a form adds to the layer at
/// each of the nine places is computed once a form for some thousand tokens, so that a token costs
/// 18 sums of rows. After Read and others 2012 and Straka and Strakova 2017, who cut raw text by
/// features of a window.
#ifndef FABULA_LANGUAGE_SENTENCE_MODEL_HPP
#define FABULA_LANGUAGE_SENTENCE_MODEL_HPP

#include <cstdint>
#include <span>
#include <vector>

#include "fabula/result.hpp"
#include "layers.hpp"
#include "nn/kernels.hpp"
#include "nn/packed_linear.hpp"
#include "nn/safetensors.hpp"

namespace fabula::language {

class sentence_model {
 public:
  /// Tokens before and behind a place that it looks at.
  static constexpr std::uint32_t k_reach = 4;
  static constexpr std::uint32_t k_places = 2 * k_reach + 1;

  /// Checks architecture, features and every tensor. Errors (damaged) name the file and the check
  /// that it failed. `file` must outlive the model, which reads tables in place.
  [[nodiscard]] static result<sentence_model> load(const nn::safetensors_file& file,
                                                   const nn::kernels& kernels);

  /// The log odds that a sentence ends behind each token; a paragraph's are its own words' alone.
  /// `signs` are those of `find_boundary_signs`. O(n); the same bytes with every instruction set.
  /// Memory beside the answer: 130 bytes a form, and some megabytes.
  [[nodiscard]] std::vector<float> score(const token_layer& tokens,
                                         std::span<const std::uint32_t> signs) const;

 private:
  friend class sentence_model_loader;
  friend class sentence_scorer;

  struct table {
    std::span<const std::int8_t> rows;
    std::span<const float> scales;
  };

  sentence_model(const nn::kernels& kernels, nn::packed_linear words)
      : k_(&kernels), words_(std::move(words)) {}

  void add_row(const table& t, std::uint32_t hash, float* to) const noexcept;

  const nn::kernels* k_;
  std::size_t width_ = 0;   ///< of a form's vector
  std::size_t hidden_ = 0;  ///< of the layer
  table norm_, prefix_, suffix_;
  nn::packed_linear words_;             ///< [k_places * hidden, width]
  std::span<const float> signs_;        ///< [k_window_signs, k_places * hidden]
  std::span<const float> place_;        ///< [k_place_signs, hidden]
  std::span<const float> hidden_bias_;  ///< [hidden]
  std::span<const float> out_;          ///< [hidden]
  float out_bias_ = 0;
};

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_SENTENCE_MODEL_HPP
