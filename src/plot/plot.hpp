/// @file
/// @brief The whole of the plot, layer after layer.
#ifndef FABULA_PLOT_PLOT_HPP
#define FABULA_PLOT_PLOT_HPP

#include <cstdint>
#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/story.hpp"
#include "language/lexicon.hpp"
#include "layers.hpp"
#include "people/name_index.hpp"

namespace fabula::plot {

/// Reads words, cast, mentions and quotes of `s`; writes its narrations, places, times, scenes,
/// moves, ties, bonds, threads, facts, conflicts and rating. `narrator_of` holds the narrator of
/// each chapter, or a number past the cast. What `fixes` (null: none) dismiss is left out, with
/// `names` for who is who. O(n log n). Safe on any threads. Never fails.
void read_plot(story& s, const token_layer& tokens, const language::lexicon& words,
               const std::vector<std::uint32_t>& narrator_of, const fix_list* fixes,
               const people::name_index& names);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_PLOT_HPP
