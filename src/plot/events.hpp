/// @file
/// @brief Events: what happens, who does it and to whom.
#ifndef FABULA_PLOT_EVENTS_HPP
#define FABULA_PLOT_EVENTS_HPP

#include <string>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::plot {

/// What the event finder reads; all of it outlives the call.
struct event_input {
  const std::vector<token>& tokens;  ///< with their trees
  const std::vector<std::string>& lemmas;
  const std::vector<mention>& mentions;
  const std::vector<token_index>& triggers;  ///< the words that tell of an event, ascending
};

/// Reads tokens, lemmas and mentions; writes one event for each trigger. The tree tells who takes
/// part.
///
/// Agents of a verb or an adjective:
/// - its subject ("*Ruth* ran"), and with a passive whoever follows "by" ("struck by *Ruth*")
/// - where it has none of its own, that of the verb that it is coordinated with ("*Ruth* rose and
///   left"), that it completes ("*Ruth* began to run"; where that has an object, the object:
///   "told *Ruth* to leave", but "*Ruth* promised her to leave"), or that it goes with ("*Ruth*
///   left, smiling")
/// - the noun that a participle says more of ("the *woman* waving", "the weeping *woman*")
/// Agents of a noun: who possesses it ("*her* arrival"), who follows "by", and the subject of a
/// verb that only lends it its form ("*Ruth* gave a cry").
///
/// Patients of a verb: its object ("saw *Tom*"; the person told where nothing else is the object:
/// "told *Tom* that"), also of a verb that it is coordinated with ("hugged and kissed *Tom*"); with
/// a passive, whoever would be its agent by the rules above ("*Tom* was struck", "*Tom* fell,
/// struck down", "the *man* arrested"). Of a noun: what follows "of" ("the murder of *Tom*").
///
/// "who", "whom", "which" and "that" stand for the noun that their clause says more of, and where a
/// clause has no such word and no object, that noun is its object ("the *man* she loved"; not of a
/// place, which may be where it happens). Each of several coordinated words takes part. A word that
/// takes part means the longest mention with this head that holds no coordinated one, else
/// the longest that does; a word without mention names nobody.
///
/// O(n): at most 16 steps from verb to verb and 16 coordinated words are followed. Safe on any
/// threads. Never fails; needs a story that passes `check_bounds`.
[[nodiscard]] std::vector<event> find_events(const event_input& in);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_EVENTS_HPP
