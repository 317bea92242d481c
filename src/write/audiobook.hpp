/// @file
/// @brief Scripts in the forms of programs that make audiobooks of them. One function a form; the
/// forms are those that shared/reference/users_and_formats.md (3.2) found in these programs.
///
/// All of them: UTF-8, the story alone (front and back matter are left out), the words as they are
/// but for white space, which becomes one space; who reads what is told by `spoken_lines`.
#ifndef FABULA_WRITE_AUDIOBOOK_HPP
#define FABULA_WRITE_AUDIOBOOK_HPP

#include <string>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"
#include "fabula/writer.hpp"

namespace fabula {

/// ebook2audiobook's SML, layout 1. NAME.sml.txt: a paragraph a line,
///
///   [voice:OdileMarr]"Is it broken?"[/voice] [voice:Narrator]said Odile.[/voice]
///
/// `[break]` on a line of its own behind a heading, `[pause]` at a scene break and between
/// chapters. A bracket of the text that would begin a tag has a space put behind it. NAME.sml.json:
/// the voices,
/// {"macros": {"voices": {"Narrator": "/a/path.wav", ...}}}, empty where none is chosen ("e2a" of
/// voices.json). Who is not known is the voice `Unknown`.
[[nodiscard]] result<std::vector<output_part>> write_sml(const story& s,
                                                         const write_options& options);

/// alexandria's annotated_script.json, layout 1: [{"speaker", "text", "instruct"}, ...], a line an
/// entry; `speaker` in capitals, NARRATOR, or UNKNOWN; `instruct` says how the tag says that it is
/// spoken ("whispering"), what kind it is ("thinking"), or nothing.
[[nodiscard]] std::string write_alexandria(const story& s, const write_options& options);

/// audiobook-creator, layout 1. speaker_attributed_book.jsonl: {"speaker", "line"} a line, the
/// speaker in small letters, `narrator` or `unknown`. character_gender_map.json: {"legend",
/// "scores":
/// {"mia": {"name", "age", "gender", "gender_score", "description"}}}: the score is 0 for a man, 10
/// for a woman, 5 where the text does not tell; `age` is not told.
[[nodiscard]] std::vector<output_part> write_audiobook_creator(const story& s,
                                                               const write_options& options);

/// abogen's text, layout 1: `<<METADATA_TITLE:...>>`, `<<METADATA_ARTIST:...>>`,
/// `<<METADATA_ALBUM:...>>`; `<<CHAPTER_MARKER:...>>` before each chapter; `<<VOICE:af_heart>>` on
/// a line of its own where another voice goes on ("kokoro" of voices.json, or a suggestion); the
/// words, an empty line behind each paragraph. `<<` of the text becomes `< <`.
[[nodiscard]] result<std::string> write_abogen(const story& s, const write_options& options);

}  // namespace fabula

#endif  // FABULA_WRITE_AUDIOBOOK_HPP
