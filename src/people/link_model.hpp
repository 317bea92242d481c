/// @file
/// @brief The trained ranker of coreference: an ensemble for pronouns, one for phrases, and how
/// sure a margin makes.
#ifndef FABULA_PEOPLE_LINK_MODEL_HPP
#define FABULA_PEOPLE_LINK_MODEL_HPP

#include <span>
#include <vector>

#include "fabula/result.hpp"
#include "nn/safetensors.hpp"
#include "nn/tree_ensemble.hpp"

namespace fabula::people {

/// Immutable after it is loaded. Keeps no hold of the file.
class link_model {
 public:
  /// Reads the ensembles "pronoun" and "phrase" and the tables "pronoun.calibration" and
  /// "phrase.calibration" (F32 [2, n]: margins ascending, how often such links are right).
  /// Errors (damaged) name the file and what is wrong, another number of features among it.
  [[nodiscard]] static result<link_model> load(const nn::safetensors_file& file);

  [[nodiscard]] const nn::tree_ensemble& trees(bool pronoun) const noexcept {
    return pronoun ? pronoun_ : phrase_;
  }

  /// How often a link with this margin over the next best is right.
  [[nodiscard]] float confidence(bool pronoun, float margin) const noexcept;

 private:
  struct curve {
    std::vector<float> margin, right;
  };

  link_model(nn::tree_ensemble pronoun, nn::tree_ensemble phrase)
      : pronoun_(std::move(pronoun)), phrase_(std::move(phrase)) {}

  nn::tree_ensemble pronoun_;
  nn::tree_ensemble phrase_;
  curve pronoun_curve_;
  curve phrase_curve_;
};

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_LINK_MODEL_HPP
