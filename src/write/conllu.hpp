/// @file
/// @brief Words, tags and trees in CoNLL-U, the format of Universal Dependencies.
#ifndef FABULA_WRITE_CONLLU_HPP
#define FABULA_WRITE_CONLLU_HPP

#include <string>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// Layout: a line that says what made it; then for each sentence that has words
///   # newdoc id = NAME             before the first
///   # newpar                       before the first of a paragraph
///   # sent_id = N                  from 1
///   # text = ...                   its words, parted where the text parts them, by one space
///   ID FORM LEMMA UPOS XPOS _ HEAD DEPREL _ MISC
/// and an empty line. MISC: `SpaceAfter=No` where the text has no white space behind the word, and
/// `Start` and `End`, offsets in code points. White space inside a form is one space; `FEATS` and
/// `DEPS` are not read.
/// Needs a story that passes `check_bounds`. Errors: `bad_option` (it has no words).
/// @see https://universaldependencies.org/format.html
[[nodiscard]] result<std::string> write_conllu(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_CONLLU_HPP
