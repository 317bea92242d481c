/// @file
/// @brief Whether a story may be walked without fear: what writers rely on.
#ifndef FABULA_STORY_BOUNDS_HPP
#define FABULA_STORY_BOUNDS_HPP

#include <string>

#include "fabula/story.hpp"

namespace fabula {

/// Empty where every range lies in the text and every id names something; else the first that does
/// not, e.g. "quotes[7]: its speaker 12 is not one of 9". Tokens must be in order, and the heads of
/// each sentence must make one tree. A story from `reader` always passes; one made by hand may not.
/// O(all items).
[[nodiscard]] std::string check_bounds(const story& s);

}  // namespace fabula

#endif  // FABULA_STORY_BOUNDS_HPP
