/// @file
/// @brief How the members of the cast stand to each other.
#ifndef FABULA_PLOT_TIES_HPP
#define FABULA_PLOT_TIES_HPP

#include <vector>

#include "fabula/story.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// The four networks, from scenes and quotes. O(n) but for the pairs present in one scene, of which
/// the 24 with most signs of being there are taken.
[[nodiscard]] std::vector<bond> find_bonds(const reading& r, const std::vector<scene>& scenes);

/// Ties by what the words say:
/// - a word of kin, marriage, friendship, work or the house with its possessor ("her sister Jane",
///   "Ruth, his wife", "my employer"; in speech "my" is the speaker's and "your" the hearer's)
/// - "Mamma", "Father" said to somebody, Mr. and Mrs. of one surname, two of one surname who are
///   called "the two brothers"
/// - deeds: a kiss, a blow, a betrayal
/// - whose an animal is
/// Kin and couples are decided together (kinship.hpp); much talk and many scenes without any of
/// these make friends, less surely. Sorted by a, b, kind. O(n log n).
/// Besides, what the words say plainly of kin, by name, is a fact, whatever it comes to: "sister of
/// Jane", in no order.
struct tie_layer {
  std::vector<tie> ties;
  std::vector<fact> kin;
};
[[nodiscard]] tie_layer find_ties(const reading& r, const std::vector<scene>& scenes,
                                  const std::vector<bond>& bonds);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_TIES_HPP
