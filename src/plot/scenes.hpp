/// @file
/// @brief Scenes as the text itself marks them, and who is there.
#ifndef FABULA_PLOT_SCENES_HPP
#define FABULA_PLOT_SCENES_HPP

#include <vector>

#include "fabula/story.hpp"

namespace fabula::plot {

/// What the scene finder reads; all of it outlives the call.
struct scene_input {
  const std::vector<chapter>& chapters;
  const std::vector<paragraph>& paragraphs;
  const std::vector<mention>& mentions;
  const std::vector<quote>& quotes;
};

/// Reads chapters, paragraphs, mentions and quotes; writes scenes. A scene begins with its chapter,
/// behind a break mark, and behind extra space. Present is whoever speaks aloud in it or is named
/// in its narration twice or as often as that; somebody only talked about, or only at the other end
/// of a message, is not. O(n).
[[nodiscard]] std::vector<scene> find_scenes(const scene_input& in);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_SCENES_HPP
