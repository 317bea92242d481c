/// @file
/// @brief Who says "I" in the narration, chapter by chapter and section by section.
#ifndef FABULA_PEOPLE_NARRATOR_HPP
#define FABULA_PEOPLE_NARRATOR_HPP

#include "people/cast.hpp"

namespace fabula::people {

/// Fills `cast.narrator`. A chapter is in the first person where "I" is frequent outside
/// utterances; a section of it (parted by a break or a heading) may be so alone. In this order, the
/// narrator is
/// - whom a heading names: "Wren", "Ruth's Diary", "Letter from Ruth to Ada"; a part's heading
/// holds
///   for its chapters;
/// - who signs, where the section is one letter;
/// - who says so: "My name is Marnie";
/// - to whom a narrator hands over ("and this is the tale that the pilot told me"), section by
///   section, until the pilot is told of again;
/// - whom others call by a name that the narration itself does not use;
/// - a character named "Narrator", who joins the cast; a group where the story is told by "we".
/// O(tokens).
void find_narrators(const cast_input& in, cast_layer& cast);

/// Of each of `chapters` chapters the narrator of most of its text; `k_nobody` for none.
[[nodiscard]] std::vector<std::uint32_t> narrators_of_chapters(
    const std::vector<std::uint32_t>& of_paragraph, const std::vector<paragraph>& paragraphs,
    std::size_t chapters);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_NARRATOR_HPP
