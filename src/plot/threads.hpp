/// @file
/// @brief Threads: promises, plans, offers, open questions, threats and secrets.
#ifndef FABULA_PLOT_THREADS_HPP
#define FABULA_PLOT_THREADS_HPP

#include <vector>

#include "fabula/story.hpp"
#include "plot/reading.hpp"
#include "plot/times.hpp"

namespace fabula::plot {

/// What threads are found in.
struct thread_input {
  const reading& text;
  const std::vector<found_time>& times;
  const std::vector<scene>& scenes;  ///< with their times
  const std::vector<fact>& facts;
};

/// A sentence opens a thread by its form:
/// - promise: "I'll", "I shall", "I promise" and a deed, above all with a time ("on Saturday")
/// - plan: what is to come with its time ("He will be with you on Thursday"), "about to", "until
///   we're back from", "I am to"
/// - offer: "offered", "could come back whenever"
/// - question: one that the next turn does not answer, that comes back, or that the narration
///   leaves open ("no one had ever learned by whom")
/// - threat: "or else", "you'll be sorry", "I'll kill"
/// - secret: "say nothing to", "not having seen that", "nobody must know"
/// With trees also what is told: "promised to paint it", "was to leave on Monday", "invited him to
/// dine", "was engaged to". It is touched where a later sentence has two of its telling words,
/// which are rare in this text, and closed as `find_endings` says; without trees where such a
/// sentence of the narration, or an answer, tells it as done. A text of novel length keeps less:
/// questions of others that nobody answers, and of promises those with a time, touched again, or
/// done. Sorted by `opened`. O(n) but for threads of one word or one verb, of which 64 are held at
/// once.
[[nodiscard]] std::vector<thread> find_threads(const thread_input& in);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_THREADS_HPP
