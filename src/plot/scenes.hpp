/// @file
/// @brief Scenes: where one begins and why, where and when it is, and who is there.
#ifndef FABULA_PLOT_SCENES_HPP
#define FABULA_PLOT_SCENES_HPP

#include <vector>

#include "fabula/story.hpp"
#include "plot/places.hpp"
#include "plot/reading.hpp"
#include "plot/times.hpp"

namespace fabula::plot {

/// What scenes are cut by.
struct scene_input {
  const reading& text;
  const place_layer& places;
  const std::vector<found_time>& times;
  const std::vector<narration>& narrations;
};

/// Scenes without viewpoint. One begins
/// - with its chapter, behind a break mark, behind extra space ("chapter", "break mark", "gap")
/// - where the first sentence of a paragraph tells of a time that the scene so far is not of
/// ("time:
///   By Saturday evening")
/// - where a paragraph begins with an arrival ("arrival: When I got there") or with what a place
///   looks like ("place: The hall stood")
/// - where the telling goes to the other end of an exchange of messages ("other end: Ruth"), or
///   three people and more come at once ("company: Deb, Jonah, Mr. Quill")
/// Present is who speaks aloud, thinks, or does something there; who is only written to or from, at
/// the telephone, or spoken of, is not. O(n) but for the people of one scene, which are sorted.
[[nodiscard]] std::vector<scene> find_scenes(const scene_input& in);

/// Comings and goings of the cast in the narration, in order.
[[nodiscard]] std::vector<move> find_moves(const scene_input& in, const std::vector<scene>& scenes);

/// Sets each scene's time and gives the time expressions their day and minute. The story's now goes
/// on with what the narration tells: a weekday is the next one of that name, "two days later" two
/// days on. Weekdays that do not go together are added to `conflicts`. O(n).
void set_times(const reading& r, std::vector<found_time>& times, std::vector<scene>& scenes,
               std::vector<conflict>& conflicts);

/// Sets each scene's place: that which its narration grips most firmly; where it grips none, that
/// where most of those present were last. O(n).
void set_places(const scene_input& in, std::vector<scene>& scenes);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_SCENES_HPP
