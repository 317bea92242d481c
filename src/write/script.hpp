/// @file
/// @brief NAME.script.jsonl, layout 1: the story as a script for voices, one line of it a line.
///
/// JSON Lines: UTF-8, one JSON object a line, nothing else. The lines tile the text: their `text`
/// fields, one behind the other, are the source character by character. Fields, in this order:
///
///   seg           position of the line, from 0
///   start, end    in code points of the text, the end exclusive
///   kind          narration, tag, speech, thought, message, letter, sign, heading, verse,
///                 scene_break, note, front or back
///   chapter       position in the JSON's `chapters`
///   scene         position in its `scenes`, or null
///   paragraph     position in its `paragraphs`, or null
///   quote         position in its `quotes`; of a tag, of the utterance that it belongs to; or null
///   part, parts   which part of the utterance, from 0, and how many it has; null where not said
///   speaker       position in `characters`, or null: not said, or by whom is not known
///   speaker_name  null where `speaker` is
///   addressees    positions in `characters`
///   narrator      of what is not said, in a chapter told by "I": position in `characters`; or null
///   confidence    of the speaker, in [0, 1]; null where not said
///   evidence      as in the JSON; null where not said
///   cue           {"start", "end", "text"}: the words that tell who speaks; or null
///   text          the words, with the white space behind them
///
/// Fields may be added. The form follows that of the canonical script which
/// shared/reference/users_and_formats.md (3.2) asks for; names are those of docs/output.md.
#ifndef FABULA_WRITE_SCRIPT_HPP
#define FABULA_WRITE_SCRIPT_HPP

#include <string>

#include "fabula/story.hpp"

namespace fabula {

/// Needs a story that passes `check_bounds`.
[[nodiscard]] std::string write_script(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_SCRIPT_HPP
