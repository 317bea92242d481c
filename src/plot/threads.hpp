/// @file
/// @brief Threads: promises, plans, offers, open questions, threats and secrets.
#ifndef FABULA_PLOT_THREADS_HPP
#define FABULA_PLOT_THREADS_HPP

#include <vector>

#include "fabula/story.hpp"
#include "plot/reading.hpp"
#include "plot/times.hpp"

namespace fabula::plot {

/// A sentence opens a thread by its form:
/// - promise: "I'll", "I shall", "I promise" and a deed, above all with a time ("on Saturday")
/// - plan: what is to come with its time ("He will be with you on Thursday"), "about to", "until
///   we're back from", "I am to"
/// - offer: "offered", "could come back whenever"
/// - question: one that the next turn does not answer, that comes back, or that the narration
/// leaves
///   open ("no one had ever learned by whom")
/// - threat: "or else", "you'll be sorry", "I'll kill"
/// - secret: "say nothing to", "not having seen that", "nobody must know"
/// It is touched where a later sentence has two of its telling words, and closed where such a
/// sentence of the narration, or an answer, tells it as done. Telling are words that are rare in
/// this text. Sorted by `opened`. O(n) but for threads of one word, of which 64 are held at once.
[[nodiscard]] std::vector<thread> find_threads(const reading& r,
                                               const std::vector<found_time>& times);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_THREADS_HPP
