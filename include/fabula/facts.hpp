/// @file
/// @brief What a user knows better than any reader of the text: the cast as given.
#ifndef FABULA_FACTS_HPP
#define FABULA_FACTS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// A member of a given cast.
struct given_character {
  std::string name;
  /// Other forms, as the text has them ("Mr. Pettersen", "the old woman"). An alias that two
  /// members share is told apart wherever it stands; "I" and "narrator" say that this one narrates.
  std::vector<std::string> aliases;
  pronoun_set pronouns = pronoun_set::unknown;  ///< `unknown`: told from the text
};

/// A cast that is given: nobody is added to it, and its order is the order of the ids.
struct given_cast {
  std::vector<given_character> characters;
  std::string sha256;  ///< of the file it was read from; stories remember it
};

/// Reads a cast from JSON or YAML: a list of `{"name": ..., "aliases": [...], "pronouns": ...}`,
/// of which the name alone must be there. `file` is used in errors. Errors, with the line:
/// `empty`, `not_text`, `damaged` (no YAML, or a field that is not known), `too_large` (4 MiB,
/// 10,000 members, 100,000 aliases).
[[nodiscard]] result<given_cast> parse_given_cast(std::string_view bytes, std::string_view file);

}  // namespace fabula

#endif  // FABULA_FACTS_HPP
