/// @file
/// @brief Mentions as coreference sees them: what a phrase's own words and its place in the
/// sentence tell, before anybody asks whom it means.
#ifndef FABULA_PEOPLE_REFERENTS_HPP
#define FABULA_PEOPLE_REFERENTS_HPP

#include <cstdint>
#include <optional>
#include <vector>

#include "language/syntax.hpp"
#include "people/cast.hpp"
#include "people/mentions.hpp"

namespace fabula::people {

enum class pronoun_kind : std::uint8_t { none, i, you, we, he, she, it, they, other };
enum class pronoun_case : std::uint8_t { none, nominative, accusative, possessive, reflexive };
enum class determiner_kind : std::uint8_t { none, definite, indefinite, demonstrative, possessive };
enum class clause_role : std::uint8_t {
  other,
  subject,
  object,
  oblique,
  possessor,
  apposition,
  predicate,
  vocative
};
/// What a phrase says of sex and number; `unknown` where it says nothing.
enum class referent_gender : std::uint8_t { unknown, he, she, it };
enum class referent_number : std::uint8_t { unknown, one, many };

inline constexpr std::uint32_t k_none = 0xFFFFFFFFU;

/// One mention: tokens [first, last) and what they tell.
struct referent {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t head = 0;
  mention_type type = mention_type::per;
  mention_form form = mention_form::prop;
  float probability = 0;             ///< that it is a mention at all
  std::uint32_t character = k_none;  ///< whom the cast says it is
  bool named = false;                ///< and that by a name
  pronoun_kind pronoun = pronoun_kind::none;
  pronoun_case grammatical_case = pronoun_case::none;
  determiner_kind determiner = determiner_kind::none;
  clause_role role = clause_role::other;
  referent_gender gender = referent_gender::unknown;
  pronoun_set neo = pronoun_set::unknown;  ///< "xyr": xe
  referent_number number = referent_number::unknown;
  bool other_one = false;       ///< "the other woman", "another"
  bool compared = false;        ///< "the taller woman"
  bool modified = false;        ///< has an adjective, a compound or a clause of its own
  bool generic_person = false;  ///< man, woman, girl, engineer: says little of who it is
  bool kin = false;             ///< mother, cousin
  bool conjoined = false;       ///< a part of "Ruth and Ines"
  bool title = false;           ///< the "Mrs." of "Mrs. Barry": nobody else can be meant by it
  bool honorific = false;       ///< "her ladyship" is she, not someone of hers
  std::uint32_t sentence = 0;
  std::uint32_t paragraph = 0;
  std::uint32_t quote = k_none;      ///< the innermost utterance around it
  std::uint32_t cue_of = k_none;     ///< the utterance whose cue has it as subject
  std::uint32_t verb = k_none;       ///< token of the predicate of its clause
  std::uint32_t governor = k_none;   ///< token that its head depends on
  std::uint32_t possessor = k_none;  ///< referent of its possessive: "[[her] assistant]"
  std::uint32_t outer = k_none;      ///< the smallest referent around it
  std::uint32_t head_word = 0;       ///< the head's lemma; lower-case form of a name
  std::uint64_t of_name = 0;         ///< "the village of Wexcombe": that of the name; 0: of none
  std::uint32_t of_word = 0;         ///< and its last word, as `head_word` of a name
  std::uint64_t words = 0;  ///< fingerprint of all words but articles and whose it is, lower case
  std::vector<std::uint32_t> modifiers;  ///< lemmas of adjectives and compounds before the head
};

/// What the referents are made from; all of it outlives the call.
struct referent_input {
  const cast_input& source;
  const cast_layer& cast;
  const std::vector<token>& trees;  ///< as many as tokens
  const std::vector<std::string>& lemmas;
  const std::vector<joined_mention>& mentions;
};

/// One referent a mention, in the order of `mentions`. O(n).
[[nodiscard]] std::vector<referent> describe_mentions(const referent_input& in);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_REFERENTS_HPP
