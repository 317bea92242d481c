/// @file
/// @brief Who says "I" in the narration, chapter by chapter.
#ifndef FABULA_PEOPLE_NARRATOR_HPP
#define FABULA_PEOPLE_NARRATOR_HPP

#include "people/cast.hpp"

namespace fabula::people {

/// Fills `cast.narrator`. A chapter is in the first person where "I" is frequent outside
/// utterances. The narrator is the one whom others call by a name that the narration itself does
/// not use ("said Ada, 'is that you, Wren?'"); where nobody is, a character named "Narrator" joins
/// the cast.
void find_narrators(const cast_input& in, cast_layer& cast);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_NARRATOR_HPP
