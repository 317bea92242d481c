/// @file
/// @brief Who lives at a named place, and who only comes to see it.
#ifndef FABULA_PLOT_RESIDENTS_HPP
#define FABULA_PLOT_RESIDENTS_HPP

#include <vector>

#include "fabula/story.hpp"
#include "plot/places.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// Adds to the owners of named places those who live there:
/// - who is said to ("Mr. Darcy of Pemberley", "lives in", "his house at", a letter's heading), or
///   is spoken of with it far more than chance has it, visits counting against it ("stayed a week
///   at"): to a guest a place is one of several, so whom the text ties more to another house lives
///   there
/// - the family of these, who have no other home: husband and wife, and children who are not
///   married
/// Of towns only who is said to live there, or lives in one of its streets; of countries nobody.
/// At most 8 a place, the surest. O(uses + places * cast of each).
void find_residents(const reading& r, const std::vector<place_use>& uses,
                    const std::vector<tie>& ties, std::vector<place>& places);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_RESIDENTS_HPP
