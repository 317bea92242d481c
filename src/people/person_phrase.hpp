/// @file
/// @brief Noun phrases that can be somebody: pronouns, names with their titles, descriptions.
#ifndef FABULA_PEOPLE_PERSON_PHRASE_HPP
#define FABULA_PEOPLE_PERSON_PHRASE_HPP

#include <cstdint>
#include <optional>

#include "layers.hpp"

namespace fabula::people {

enum class phrase_kind : std::uint8_t { name, he, she, they, i, we, description };

/// A phrase for a person: tokens [first, last).
struct person_phrase {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  phrase_kind kind = phrase_kind::name;
};

/// Reads a phrase for a person at token `at`, not beyond `stop`: a pronoun in the nominative, a
/// name with its titles (`old Mr. Pettersen`), a description (`the other engineer`, `her
/// assistant`).
[[nodiscard]] std::optional<person_phrase> read_person(const token_layer& t, std::uint32_t at,
                                                       std::uint32_t stop);

/// The description alone: article or possessive, adjectives, a noun for a person.
[[nodiscard]] std::optional<person_phrase> read_description(const token_layer& t, std::uint32_t at,
                                                            std::uint32_t stop);

/// A capitalised word that no list knows as something else than a name.
[[nodiscard]] bool looks_like_name(const token_layer& t, std::uint32_t i) noexcept;

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_PERSON_PHRASE_HPP
