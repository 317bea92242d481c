/// @file
/// @brief Whom every mention means: a ranker over entities, mention by mention.
///
/// Left to right, each mention joins the entity that fits best or begins a new one: entity-level
/// mention ranking (Clark and Manning 2015), by boosted trees over explicit features, with facts of
/// English as hard filters before it. What the cast knows by name is a fact. Speakers and
/// addressees of utterances are read as a plain layer.
#ifndef FABULA_PEOPLE_COREFERENCE_HPP
#define FABULA_PEOPLE_COREFERENCE_HPP

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "people/link_features.hpp"
#include "people/link_model.hpp"
#include "people/referents.hpp"

namespace fabula::people {

/// Who is meant by each mention.
struct coreference_layer {
  std::vector<referent> mentions;     ///< by start, the longer first
  std::vector<std::uint32_t> entity;  ///< of each mention; characters keep their numbers
  std::vector<float> confidence;      ///< of each link, calibrated
};

/// One mention with the entities that it may mean. `rows` holds `k_link_features` numbers for each
/// of `entities` and then for a new one.
struct link_question {
  std::uint32_t referent = 0;
  std::span<const std::uint32_t> entities;
  std::span<const float> rows;
};

/// What was chosen: an index into `entities`, or `entities.size()` for a new one; or `entity`,
/// whatever was asked (a gold answer in training).
struct link_answer {
  std::size_t chosen = 0;
  std::uint32_t entity = k_none;
  float confidence = 0;
};

/// Answers questions; told with each mention's entity by `told` (training needs to know).
struct linker {
  std::function<link_answer(const link_question&)> choose;
  std::function<void(std::uint32_t referent, std::uint32_t entity)> told;
};

/// What is linked; all of it outlives the call.
struct coreference_input {
  referent_input mentions;
  const std::vector<quote>& quotes;  ///< with speakers and addressees, where known
};

/// Links every mention. Entities below the number of characters are the characters. O(n) for texts
/// of any length: candidates are those of the last sentences, those who speak, and those with the
/// same head.
[[nodiscard]] coreference_layer link_mentions(const coreference_input& in, const linker& l);

/// Buffers that a linking reuses.
struct link_scores {
  std::vector<float> scores;
  std::vector<double> sums;
};

/// So far behind, nothing comes first in the end: by 5,600 questions of novels and passages that
/// the ranker had not seen.
inline constexpr nn::tree_ensemble::race k_link_race{6, 2.2};

/// What the model answers.
[[nodiscard]] link_answer choose_link(const link_model& m, const link_question& q,
                                      link_scores& scratch);

/// The same by the trained model.
[[nodiscard]] coreference_layer link_mentions(const coreference_input& in, const link_model& m);

/// The mentions of people as talk reads them: of the cast alone, none overlaps another; the words
/// of a longer one that a shorter one inside it leaves over stand for it ("[her] [assistant]").
[[nodiscard]] std::vector<person_mention> mentions_of_people(const coreference_layer& layer,
                                                             const cast_layer& cast);

/// The story's mentions, with their entities and, for members of the cast, characters.
[[nodiscard]] std::vector<mention> mentions_of_story(const coreference_layer& layer,
                                                     const token_layer& tokens,
                                                     std::uint32_t characters);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_COREFERENCE_HPP
