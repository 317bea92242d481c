/// @file
/// @brief SSML 1.1 (https://www.w3.org/TR/speech-synthesis11/), layout 1: the story for a
/// speech synthesizer, plain SSML without extensions.
///
///   <?xml version="1.0" encoding="UTF-8"?>
///   <!-- made by fabula {...} -->
///   <speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">
///   <p><voice name="OdileMarr" gender="female" variant="1"><mark name="s3"/>"Is it
///   broken?"</voice> <voice name="Narrator" gender="neutral"><mark name="s4"/>said
///   Odile.</voice></p>
///   </speak>
///
/// Only these elements: speak, p, voice, mark, break. A paragraph is a `p`; `mark` names the line
/// of NAME.script.jsonl (`seg`) with which a voice begins; a scene break is a `break`, and so is
/// the end of a heading. `name` is the voice chosen ("ssml" of voices.json), else the reader's own
/// name in letters A to Z, by which a synthesizer chooses nothing and a user can find it; `variant`
/// counts the speakers of one gender, so that a synthesizer gives each their own voice. Characters
/// that XML cannot hold are left out.
#ifndef FABULA_WRITE_SSML_HPP
#define FABULA_WRITE_SSML_HPP

#include <string>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"
#include "fabula/writer.hpp"

namespace fabula {

/// The whole story, front and back matter left out, as one document.
[[nodiscard]] result<std::string> write_ssml(const story& s, const write_options& options);

/// A document a chapter: `.ssml/001.ssml`, numbered as the chapters of the JSON, from 1; of front
/// and back matter `.ssml/001-front.ssml`. A chapter in which nothing is read has none.
[[nodiscard]] result<std::vector<output_part>> write_ssml_chapters(const story& s,
                                                                   const write_options& options);

/// `s` for the inside of an element or of an attribute in double quotes: well-formed whatever it
/// is.
void append_xml(std::string& out, std::string_view s);

}  // namespace fabula

#endif  // FABULA_WRITE_SSML_HPP
