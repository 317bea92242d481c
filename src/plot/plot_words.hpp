/// @file
/// @brief What the plot's rules know of single words, as bits of each form of a text. Lists written
/// by hand for fabula; all inflected forms stand in them, so that they work without a model too.
#ifndef FABULA_PLOT_PLOT_WORDS_HPP
#define FABULA_PLOT_PLOT_WORDS_HPP

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fabula::plot {

/// Bits of a word form; a form may have several.
namespace plot_word {
enum bit : std::uint64_t {
  arrive = 1ULL << 0U,       ///< came, entered, returned
  depart = 1ULL << 1U,       ///< left, departed, went
  perceive = 1ULL << 2U,     ///< saw, heard, felt
  think = 1ULL << 3U,        ///< knew, wondered, decided
  inner_state = 1ULL << 4U,  ///< afraid, relieved, ashamed: predicates of a mind
  seem = 1ULL << 5U,         ///< seemed, appeared: to somebody
  room = 1ULL << 6U,         ///< kitchen, parlour
  building = 1ULL << 7U,     ///< house, inn, church
  street = 1ULL << 8U,
  settlement = 1ULL << 9U,  ///< town, village
  region = 1ULL << 10U,     ///< county, island
  land = 1ULL << 11U,       ///< garden, hill, wood
  water = 1ULL << 12U,      ///< river, sea
  vehicle = 1ULL << 13U,    ///< carriage, train
  place_in = 1ULL << 14U,   ///< in, at, inside, into: what follows is where something is
  phone = 1ULL << 15U,      ///< telephone, receiver
  weekday = 1ULL << 16U,
  month = 1ULL << 17U,
  season = 1ULL << 18U,
  feast = 1ULL << 19U,      ///< Christmas, Easter, Michaelmas
  day_part = 1ULL << 20U,   ///< morning, evening
  time_unit = 1ULL << 21U,  ///< minute, day, week
  number = 1ULL << 22U,     ///< two, thirteen, several
  ordinal = 1ULL << 23U,    ///< first, fourteenth
  kin = 1ULL << 24U,
  couple = 1ULL << 25U,  ///< wife, lover, fiance
  friendship = 1ULL << 26U,
  work = 1ULL << 27U,            ///< employer, assistant, pupil
  household = 1ULL << 28U,       ///< neighbour, lodger, landlady
  enmity = 1ULL << 29U,          ///< enemy, rival
  attack = 1ULL << 30U,          ///< struck, stabbed, hated
  tender = 1ULL << 31U,          ///< kissed, embraced, married
  future = 1ULL << 32U,          ///< tomorrow, tonight, soon, next
  pet = 1ULL << 33U,             ///< dog, cat
  colour = 1ULL << 34U,          ///< green, brown, grey
  parent_address = 1ULL << 35U,  ///< mamma, papa: said to one's parent
  violence = 1ULL << 36U,
  death = 1ULL << 37U,
  sex = 1ULL << 38U,
  abuse = 1ULL << 39U,
  self_harm = 1ULL << 40U,
  strong_language = 1ULL << 41U,
  mild_language = 1ULL << 42U,
  drugs = 1ULL << 43U,
  dull = 1ULL << 44U,          ///< says nothing of what a sentence is about
  trade = 1ULL << 45U,         ///< doctor, cook, engineer
  sibling_like = 1ULL << 46U,  ///< brothers, sisters, twins: a kin of equals
  gore = 1ULL << 47U,          ///< blood, gore, wound
  stand = 1ULL << 48U,         ///< stood, lay, was: what a place does in its description
  hair_word = 1ULL << 49U,     ///< red-haired, blonde
  commit = 1ULL << 50U,        ///< ask, write, bring, follow: what people promise to do
  body_act = 1ULL << 51U       ///< walked, sat, looked: somebody who is there does it
};
}  // namespace plot_word

/// The bits of each form of a vocabulary, in its order.
[[nodiscard]] std::vector<std::uint64_t> plot_bits(const std::vector<std::string>& forms);

/// Whether `form` is one of a handful of words, which one rule alone asks for.
template <std::size_t N>
[[nodiscard]] bool is_one_of(const std::array<std::string_view, N>& words, std::string_view form) {
  return std::find(words.begin(), words.end(), form) != words.end();
}

}  // namespace fabula::plot

#endif  // FABULA_PLOT_PLOT_WORDS_HPP
