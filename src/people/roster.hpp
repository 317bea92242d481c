/// @file
/// @brief Numbers of characters that stay when a story goes on.
#ifndef FABULA_PEOPLE_ROSTER_HPP
#define FABULA_PEOPLE_ROSTER_HPP

#include <cstdint>
#include <vector>

#include "people/cast.hpp"

namespace fabula::people {

/// Numbers the cast of a text as one numbers it who reads: whoever is known by a chapter's end
/// keeps the number under all that follows. Where a later chapter shows that two are one, the
/// number is theirs of whom more names were known. A number that is free again (of two who are one,
/// of a name that was a place's) goes to the next newcomer, so that numbers have no gaps.
class roster {
 public:
  /// Numbers `cast`, what is known of a longer beginning of the same text than at the last call:
  /// characters, mentions and narrators. O(mentions log mentions).
  void follow(cast_layer& cast);

 private:
  /// A use of a name, and whom it meant when last seen.
  struct seat {
    std::uint32_t token = 0;
    std::uint32_t who = 0;
  };
  std::vector<seat> known_;
  std::size_t numbers_ = 0;              ///< as many as characters
  std::vector<std::uint32_t> narrator_;  ///< of each paragraph
};

/// Gives each of `wish`, a number or `k_nobody` for none yet, a number of its own below
/// `wish.size()`: those who have one below it keep it, the others take the lowest free ones, first
/// those without one, in order, then the highest. No two wishes are the same number.
[[nodiscard]] std::vector<std::uint32_t> number_without_gaps(
    const std::vector<std::uint32_t>& wish);

/// The ends of beginnings at which a text is looked at on the way, in tokens: the end of every
/// chapter while all looks together cost no more than thirty-two readings of what stands before
/// it, which is every chapter of a book of sixty even ones. What is added to a text adds to them
/// and moves none.
[[nodiscard]] std::vector<std::uint32_t> places_to_look_back(const cast_input& in);

/// Characters, mentions and narrators under the numbers `to`.
void renumber(cast_layer& cast, const std::vector<std::uint32_t>& to);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_ROSTER_HPP
