/// @file
/// @brief The pronoun set that a pronoun of this text alone belongs to.
#ifndef FABULA_PEOPLE_NEO_SET_HPP
#define FABULA_PEOPLE_NEO_SET_HPP

#include <array>

#include "fabula/story.hpp"
#include "language/lexicon.hpp"
#include "layers.hpp"

namespace fabula::people {

inline constexpr std::array<pronoun_set, 4> k_neo_sets{pronoun_set::xe, pronoun_set::ze,
                                                       pronoun_set::ey, pronoun_set::fae};

/// Pronouns of each of `k_neo_sets` that can only mean one.
using neo_counts = std::array<std::uint32_t, k_neo_sets.size()>;

/// Of "xyr": xe. `unknown` for any other word.
[[nodiscard]] inline pronoun_set neo_set(const token_layer& t, std::uint32_t i) noexcept {
  namespace wc = language::word_class;
  if (t.is(i, wc::pronoun_xe)) return pronoun_set::xe;
  if (t.is(i, wc::pronoun_ze)) return pronoun_set::ze;
  if (t.is(i, wc::pronoun_ey)) return pronoun_set::ey;
  if (t.is(i, wc::pronoun_fae)) return pronoun_set::fae;
  return pronoun_set::unknown;
}

[[nodiscard]] constexpr bool is_neo(pronoun_set p) noexcept {
  return p >= pronoun_set::xe;
}

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_NEO_SET_HPP
