/// @file
/// @brief The mentions of a story: what the network takes for one, and whom the cast says it is.
#ifndef FABULA_PEOPLE_MENTIONS_HPP
#define FABULA_PEOPLE_MENTIONS_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "language/syntax.hpp"
#include "people/cast.hpp"

namespace fabula::people {

/// A phrase that is a mention: tokens [first, last).
struct joined_mention {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t head = 0;
  mention_type type = mention_type::per;
  mention_form form = mention_form::prop;
  float confidence = 0;
  std::optional<std::uint32_t> character;  ///< whom the cast says it is
  bool named = false;                      ///< the cast knows it by a name, not by a description
};

/// Joins the mentions of the cast with the network's phrases, by start, the longer first. A phrase
/// with the same words, or the nearest one around them with the same head, takes the character: it
/// is the whole of what is said ("[old [Captain Reyes]]" is one person once). What the cast knows
/// and the network does not see stays, unless it would cross a phrase. O(n log n).
[[nodiscard]] std::vector<joined_mention> join_mentions(
    const std::vector<person_mention>& cast, const std::vector<language::phrase>& phrases);

/// The mention as the story has it, without entity or character.
[[nodiscard]] mention mention_of(const joined_mention& m, const token_layer& tokens);

/// Entities of mentions that nobody linked (a reader by rules alone): characters have their own
/// numbers; names of places and the like that are written alike are one; everything else stands
/// alone.
[[nodiscard]] std::vector<mention> entities_by_name(std::string_view text,
                                                    const token_layer& tokens,
                                                    const std::vector<joined_mention>& mentions,
                                                    std::uint32_t characters);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_MENTIONS_HPP
