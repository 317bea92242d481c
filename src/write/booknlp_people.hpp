/// @file
/// @brief The people of BookNLP's files: which number each has, how they are called, and what they
/// do by the trees.
#ifndef FABULA_WRITE_BOOKNLP_PEOPLE_HPP
#define FABULA_WRITE_BOOKNLP_PEOPLE_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::booknlp {

/// COREF and char_id. A mention of a member of the cast has the number of the entity in which most
/// of that character's mentions are, so that all files agree; every other has that of its entity. A
/// character without a mention has a number that no entity has.
class coref_ids {
 public:
  explicit coref_ids(const story& s);
  [[nodiscard]] std::uint32_t of(const mention& m) const noexcept {
    return m.character ? of(*m.character) : m.entity.value;
  }
  [[nodiscard]] std::uint32_t of(character_id c) const noexcept { return characters_[c.value]; }

 private:
  std::vector<std::uint32_t> characters_;
};

/// A form and how often it is used.
struct form_count {
  std::string text;
  std::uint32_t count = 0;
};

/// The pronouns that BookNLP tells apart, in its order.
inline constexpr std::array<std::string_view, 5> k_pronoun_sets{
    "he/him/his", "she/her", "they/them/their", "xe/xem/xyr/xir", "ze/zem/zir/hir"};

struct person {
  std::uint32_t id = 0;
  std::optional<character_id> character;
  std::uint32_t count = 0;         ///< mentions
  std::uint32_t first = 0;         ///< position of the first mention
  std::vector<form_count> proper;  ///< the most frequent first, then the earlier
  std::vector<form_count> common;
  std::vector<form_count> pronoun;
  std::vector<token_index> agent;                               ///< what they do
  std::vector<token_index> patient;                             ///< what is done to them
  std::vector<token_index> mod;                                 ///< what they are
  std::vector<token_index> poss;                                ///< what they have
  std::array<std::uint32_t, k_pronoun_sets.size()> pronouns{};  ///< mentions by each set
};

/// Everyone mentioned twice or who says something, most mentions first, then the earlier. Mentions
/// of type PER and those of the cast count. Needs words and a story that passes `check_bounds`.
[[nodiscard]] std::vector<person> find_people(const story& s);

/// As ebook2audiobook makes a name of a row of NAME.book: of the first proper form, else of the
/// first common one, else `Character` and the number.
[[nodiscard]] std::string normalized_name(const person& p);

}  // namespace fabula::booknlp

#endif  // FABULA_WRITE_BOOKNLP_PEOPLE_HPP
