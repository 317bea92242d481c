/// @file
/// @brief The mentions of a story: what the network takes for one, and whom the cast says it is.
#ifndef FABULA_PEOPLE_MENTIONS_HPP
#define FABULA_PEOPLE_MENTIONS_HPP

#include <cstdint>
#include <string_view>
#include <vector>

#include "language/syntax.hpp"
#include "people/cast.hpp"

namespace fabula::people {

/// Joins the mentions of the cast with the network's phrases, by start, the longer first. A phrase
/// with the same words, or the nearest one around them with the same head, takes the character: it
/// is the whole of what is said ("[old [Captain Reyes]]" is one person once). What the cast knows
/// and the network does not see stays, unless it would cross a phrase. Entities: characters have
/// their own numbers; names of places and the like that are written alike are one; everything else
/// stands alone. O(n log n).
[[nodiscard]] std::vector<mention> join_mentions(std::string_view text, const token_layer& tokens,
                                                 const std::vector<person_mention>& cast,
                                                 const std::vector<language::phrase>& phrases,
                                                 std::uint32_t characters);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_MENTIONS_HPP
