/// @file
/// @brief A small story made by hand, with something in every layer and every kind of character.
#ifndef FABULA_TESTS_SAMPLE_STORY_HPP
#define FABULA_TESTS_SAMPLE_STORY_HPP

#include "fabula/story.hpp"

namespace fabula::testing {

/// Two chapters, three characters, six quotes; curly marks, an astral character and a tab in it.
[[nodiscard]] story sample_story();

/// The first range of `words` in the text at or after `from`; an empty one at 0 where there is
/// none.
[[nodiscard]] byte_range find(const story& s, std::string_view words, std::size_t from = 0);

}  // namespace fabula::testing

#endif  // FABULA_TESTS_SAMPLE_STORY_HPP
