/// @file
/// @brief What a `model` holds.
#ifndef FABULA_MODEL_PARTS_HPP
#define FABULA_MODEL_PARTS_HPP

#include <memory>
#include <optional>
#include <string>

#include "fabula/model.hpp"
#include "language/lexicon.hpp"
#include "language/network.hpp"
#include "language/sentence_model.hpp"
#include "language/supersenses.hpp"
#include "nn/safetensors.hpp"
#include "people/link_model.hpp"
#include "talk/speaker_model.hpp"

namespace fabula {

struct model::parts {
  std::string name;
  language::lexicon words;
  std::optional<nn::safetensors_file> sentence_file;  ///< outlives `sentences`
  std::optional<language::sentence_model> sentences;
  std::optional<nn::safetensors_file> language_file;  ///< outlives `network`, which reads in it
  std::optional<language::network> network;
  std::optional<language::supersense_lexicon> supersenses;
  std::optional<talk::speaker_model> speakers;  ///< where there are weights of it
  std::optional<people::link_model> links;
};

/// Word lists and no weights: what reads where nobody gives a model.
[[nodiscard]] std::shared_ptr<const model> rules_alone();

}  // namespace fabula

#endif  // FABULA_MODEL_PARTS_HPP
