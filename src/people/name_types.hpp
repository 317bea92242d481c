/// @file
/// @brief A name means the same kind of thing all through a text.
#ifndef FABULA_PEOPLE_NAME_TYPES_HPP
#define FABULA_PEOPLE_NAME_TYPES_HPP

#include <string_view>
#include <vector>

#include "language/syntax.hpp"

namespace fabula::people {

/// The network reads sentence by sentence; a whole text knows more. A name (PROP) that occurs twice
/// takes the type that most of its mentions have, weighed by how sure each is, where that is three
/// fifths of them; one that occurs three times is a mention wherever it stands, unless inside
/// another name or across a phrase ("Helen" in a line that the network could not read). Phrases
/// stay in order. On LitBank: entities +0.3 (docs/measurements.md). O(n).
void agree_on_names(std::string_view text, const token_layer& tokens,
                    const std::vector<token>& trees, std::vector<language::phrase>& phrases);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_NAME_TYPES_HPP
