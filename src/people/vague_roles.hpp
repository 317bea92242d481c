/// @file
/// @brief Nouns that say nothing of who somebody is.
#ifndef FABULA_PEOPLE_VAGUE_ROLES_HPP
#define FABULA_PEOPLE_VAGUE_ROLES_HPP

#include <algorithm>
#include <array>
#include <string_view>

namespace fabula::people {

/// "the man" may be anybody, "his friend" is mostly one who has a name: nobody is known by such a
/// word alone.
[[nodiscard]] inline bool is_vague_role(std::string_view noun) noexcept {
  static constexpr std::string_view k_vague[] = {
      "man",       "woman",       "boy",       "girl",      "child",    "person",    "baby",
      "friend",    "companion",   "lover",     "guest",     "visitor",  "host",      "hostess",
      "fellow",    "guy",         "chap",      "lad",       "lass",     "gentleman", "creature",
      "figure",    "voice",       "spirit",    "ghost",     "stranger", "neighbour", "neighbor",
      "hero",      "heroine",     "master",    "mistress",  "lord",     "king",      "queen",
      "leader",    "chief",       "medium",    "infant",    "kid",      "elder",     "adult",
      "speaker",   "narrator",    "youth",     "dame",      "damsel",   "bloke",     "partner",
      "colleague", "victim",      "prisoner",  "patient",   "client",   "customer",  "self",
      "other",     "writer",      "foreigner", "youngster", "newcomer", "monster",   "creditor",
      "youngest",  "gentlewoman", "ancestor",  "listener",  "murderer", "successor", "traveller",
      "traveler",  "englishman",  "parent",    "frenchman", "madman"};
  return std::find(std::begin(k_vague), std::end(k_vague), noun) != std::end(k_vague);
}

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_VAGUE_ROLES_HPP
