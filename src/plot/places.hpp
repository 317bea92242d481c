/// @file
/// @brief Places, named and common, whose they are, and where the text speaks of them.
#ifndef FABULA_PLOT_PLACES_HPP
#define FABULA_PLOT_PLACES_HPP

#include <cstdint>
#include <vector>

#include "fabula/story.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// How strongly words say that what is told happens at a place.
enum class place_grip : std::uint8_t {
  named,    ///< only spoken of: "the road from Meryton"
  toward,   ///< "to the harbour", "past the church"
  inside,   ///< "in the kitchen", "at Longbourn"
  arrived,  ///< "into the hall", "reached the inn", "the hall stood at the top of the lane"
  left      ///< "left the house", "out of the room"
};

/// One mention of a place.
struct place_use {
  std::uint32_t first = 0;  ///< token
  std::uint32_t last = 0;   ///< token behind it
  std::uint32_t place = 0;
  place_grip grip = place_grip::named;
  bool told = true;    ///< in the narration, and not of another time or of what may be
  bool opens = false;  ///< it is the subject that a paragraph's first sentence describes
  bool here = false;   ///< pointed to from within: "this room", in what somebody says
};

struct place_layer {
  std::vector<place> places;    ///< by `first`
  std::vector<place_use> uses;  ///< in order; none overlap
};

/// Named places are phrases of type LOC, FAC and GPE and, where no model read them, names behind a
/// preposition of place; common ones are nouns of place with a determiner or a possessor that stand
/// where a place stands. "The hall" is "Skerrow hall" where no other hall has a name. A place is
/// within another where the text joins them ("the kitchen of the flat") and the other is of a
/// larger kind; a street with a name is in the town that is spoken of around it most. Owners: who
/// possesses it ("Ruth's place"); who lives at a named one is found later (residents.hpp).
/// O(n log n). Never fails.
[[nodiscard]] place_layer find_places(const reading& r);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_PLACES_HPP
