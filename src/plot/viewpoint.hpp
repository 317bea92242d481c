/// @file
/// @brief Who tells, in which person, and through whose mind.
#ifndef FABULA_PLOT_VIEWPOINT_HPP
#define FABULA_PLOT_VIEWPOINT_HPP

#include <cstdint>
#include <vector>

#include "fabula/story.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// How much of a paragraph goes through one mind.
struct mind {
  std::uint32_t who = 0;
  float weight = 0;
};

/// Of each paragraph the minds that it goes through, by `who`.
using mind_layer = std::vector<std::vector<mind>>;

/// The person of each chapter that is story. First: "I" is frequent outside utterances, or somebody
/// narrates; second: "you" is; else third. `narrator_of` holds for each chapter its narrator or
/// `k_none`. Where nearly all of a book is in the first person of one narrator, a chapter with few
/// signs is too. O(n).
[[nodiscard]] std::vector<narration> find_narrations(const reading& r,
                                                     const std::vector<std::uint32_t>& narrator_of);

/// Verbs of thought and of perception and inner states with their subject, "seemed to her", and
/// thoughts in words. O(n).
[[nodiscard]] mind_layer find_minds(const reading& r);

/// Gives each scene its viewpoint and the paragraphs that go through another mind. In a chapter of
/// the first person that is the narrator; else the one with most of the evidence, if it is enough
/// and well ahead of all others; a scene with too little goes on as the one before it in its
/// chapter, if they are there. Needs `scene::people`. O(n).
void set_viewpoints(const reading& r, const mind_layer& minds,
                    const std::vector<narration>& narrations, std::vector<scene>& scenes);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_VIEWPOINT_HPP
