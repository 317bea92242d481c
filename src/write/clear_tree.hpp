/// @file
/// @brief Trees of Universal Dependencies as ClearNLP draws them: the labels that spaCy's English
/// models, and so BookNLP's files, use.
#ifndef FABULA_WRITE_CLEAR_TREE_HPP
#define FABULA_WRITE_CLEAR_TREE_HPP

#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula {

/// On which token one hangs, and as what.
struct clear_arc {
  token_index head;  ///< itself where it is the root
  std::string_view label;
};

/// One arc a token; the arcs of each sentence are one tree again. The list of labels is in
/// docs/booknlp.md. What is drawn anew:
/// - "in the house": `in` hangs on what the phrase says more of (`prep`; `agent` of a passive's
///   doer), `house` on `in` (`pobj`). "after leaving": `leaving` on `after` (`pcomp`).
/// - "she was a nurse", "... tall", "... in the house": `was` heads the clause; `nurse` (`attr`),
///   `tall` (`acomp`) and `in` (`prep`) hang on it, and so does what belongs to the clause: the
///   subject, auxiliaries, negation, adverbs. Words of degree ("very") stay with the predicate.
/// - "Tom, Dick and Harry": each on the one before; `and` and the commas on the one before too.
/// - "Anna Lee Marr": the last name is the head (`compound`).
/// - "saw her leave": `her` is the subject of `leave`, which is a `ccomp`.
/// - "there was a noise": `noise` is an `attr`. "It was clear that he lied": `It` is the `nsubj`.
/// O(n). Needs a story that passes `check_bounds`.
[[nodiscard]] std::vector<clear_arc> clear_tree(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_CLEAR_TREE_HPP
