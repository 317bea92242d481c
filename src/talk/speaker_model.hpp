/// @file
/// @brief The trained attribution: two passes of boosted trees over explicit signs, a network that
/// looks at whole exchanges, a third ensemble for addressees, and what its answers are worth.
///
/// models/en/speakers.safetensors, architecture `k_architecture` in its header, holds
///
/// | tensor                            | type, shape | what                                      |
/// |-----------------------------------|-------------|-------------------------------------------|
/// | first.*, second.*, addressee.*    | ensembles   | as nn/tree_ensemble.hpp says              |
/// | exchange.*                        | network     | as exchange_model.hpp says                |
/// | calibration.score, .confidence    | F32 [n]     | a probability, and how often it is right  |
/// | addressee_calibration.score, .confidence | F32 [n] | the same for addressees               |
#ifndef FABULA_TALK_SPEAKER_MODEL_HPP
#define FABULA_TALK_SPEAKER_MODEL_HPP

#include <span>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "nn/safetensors.hpp"
#include "nn/tree_ensemble.hpp"
#include "talk/exchange_model.hpp"
#include "talk/speaker_features.hpp"

namespace fabula::talk {

/// Names the inputs of the ensembles: it changes with `sign`, `belief` or `ear`.
inline constexpr std::string_view k_architecture = "speakers-5";

/// What a score is worth: straight lines between points.
class calibration {
 public:
  /// Fails (damaged) where the lists differ in length, are empty, or do not rise.
  [[nodiscard]] static result<calibration> load(const nn::safetensors_file& file,
                                                std::string_view prefix);
  [[nodiscard]] float operator()(float score) const noexcept;

 private:
  std::vector<float> score_;
  std::vector<float> confidence_;
};

/// Immutable after it is loaded; keeps no hold of the file.
class speaker_model {
 public:
  /// Fails (damaged) for another architecture, ensembles of another width, and what they say.
  /// `kernels` outlive the model.
  [[nodiscard]] static result<speaker_model> load(const nn::safetensors_file& file,
                                                  const nn::kernels& kernels);

  /// Probabilities of `who` by the first pass; `rows` as `speaker_features` gives them.
  [[nodiscard]] line_candidates first(std::vector<std::uint32_t> who,
                                      std::span<const float> rows) const;
  /// The same by the second pass, whose trees correct the first's probabilities: each row is signs,
  /// then beliefs.
  [[nodiscard]] line_candidates second(const line_candidates& first,
                                       std::span<const float> rows) const;
  /// Looks at the lines of one exchange together: `second` of each becomes what trees and network
  /// say between them. `rows` as `second` takes them, of all lines, one after the other.
  void correct(std::span<const line_candidates> first, std::span<const float> rows,
               std::span<line_candidates> second) const {
    exchange_.correct(first, rows, second);
  }
  /// How probable it is that a line is said to the candidate of this row.
  [[nodiscard]] float addressee(std::span<const float> row) const;
  [[nodiscard]] float confidence(float probability) const noexcept { return worth_(probability); }

 private:
  speaker_model(nn::tree_ensemble first, nn::tree_ensemble second, exchange_model exchange,
                nn::tree_ensemble addressee, calibration worth, calibration addressee_worth)
      : first_(std::move(first)),
        second_(std::move(second)),
        exchange_(std::move(exchange)),
        addressee_(std::move(addressee)),
        worth_(std::move(worth)),
        addressee_worth_(std::move(addressee_worth)) {}

  nn::tree_ensemble first_;
  nn::tree_ensemble second_;
  exchange_model exchange_;
  nn::tree_ensemble addressee_;
  calibration worth_;
  calibration addressee_worth_;
};

/// Leaves those whom the first pass does not rule out, and nobody: the candidates of the second.
[[nodiscard]] line_candidates likely_ones(const line_candidates& all);

}  // namespace fabula::talk

#endif  // FABULA_TALK_SPEAKER_MODEL_HPP
