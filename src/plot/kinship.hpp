/// @file
/// @brief From single words of kin to families that hold together: who is whose mother, sister,
/// husband.
#ifndef FABULA_PLOT_KINSHIP_HPP
#define FABULA_PLOT_KINSHIP_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::plot {

/// What one is to another.
enum class relation : std::uint8_t {
  parent,
  child,
  sibling,
  spouse,
  lover,  ///< or betrothed
  uncle,  ///< or aunt
  nephew,
  cousin,
  grandparent,
  grandchild,
  in_law,
  other  ///< kin of some sort: a stepmother's, a godfather, one surname
};

/// The text seems to say once what `a` is to `b`.
struct kin_claim {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  relation what = relation::other;
  std::string role;  ///< its word, e.g. "mamma"; may be empty
  byte_range where;
  std::uint32_t chapter = 0;
  float strength = 0;     ///< from 0 to 3; 1: said plainly, by name
  bool named = false;     ///< both are called by name or title, or speak to each other so
  bool by_title = false;  ///< nothing but a Mr. and a Mrs. of one name
};

/// What all claims together come to, for one pair.
struct kin_tie {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  relation what = relation::other;
  std::string role;  ///< what `a` is to `b`, e.g. "mother"; may be empty
  std::vector<byte_range> evidence;
  float strength = 0;  ///< of the claims that say so
  float against = 0;   ///< of those that say otherwise
  bool inferred = false;
};

/// Of a member of the cast what families go by.
struct relative {
  pronoun_set pronouns = pronoun_set::unknown;
  std::vector<std::string> surnames;  ///< ascending
  bool married_name = false;          ///< a Mrs., whose surname is not that of her parents
};

/// The relation that a word names, e.g. `parent` of "mamma"; false where it names none.
[[nodiscard]] bool relation_of(std::string_view word, relation& to) noexcept;

/// Decides pair by pair, the surest first, and takes nothing that contradicts what is surer: nobody
/// has two mothers, a sister is nobody's wife, and the generations must agree. Words that are only
/// linked to somebody ("her sister" is Jane) count little, and more than twice a chapter for
/// nothing. Then what follows: children of one couple are siblings, siblings have the same parents.
/// Sorted by a, b. O(claims log claims + families, of which those over 24 are left as they are).
[[nodiscard]] std::vector<kin_tie> resolve_kinship(std::vector<kin_claim> claims,
                                                   const std::vector<relative>& people);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_KINSHIP_HPP
