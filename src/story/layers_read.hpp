/// @file
/// @brief Which layers of the output contract were read of a story; every output names them.
#ifndef FABULA_STORY_LAYERS_READ_HPP
#define FABULA_STORY_LAYERS_READ_HPP

#include <string_view>
#include <vector>

#include "fabula/story.hpp"

namespace fabula {

/// Names of layers, in the order of the contract. Events are one of them where a model read the
/// words: that a story without it has none says nothing.
[[nodiscard]] inline std::vector<std::string_view> layers_read(const story& s) {
  std::vector<std::string_view> out{"chapters",   "paragraphs", "sentences", "emphases",
                                    "characters", "mentions",   "quotes"};
  if (!s.tokens.empty() || !s.events.empty()) out.emplace_back("events");
  for (const std::string_view plot :
       {"places", "scenes", "ties", "threads", "rating", "moves", "times", "narration", "bonds",
        "facts", "conflicts"})
    out.push_back(plot);
  return out;
}

}  // namespace fabula

#endif  // FABULA_STORY_LAYERS_READ_HPP
