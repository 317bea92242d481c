/// @file
/// @brief Which layers of the output contract this version reads; every output names them.
#ifndef FABULA_STORY_LAYERS_READ_HPP
#define FABULA_STORY_LAYERS_READ_HPP

#include <array>
#include <string_view>

namespace fabula {

inline constexpr std::array<std::string_view, 8> k_layers_read{
    "chapters",   "paragraphs", "sentences", "emphases",
    "characters", "mentions",   "quotes",    "scenes"};

}  // namespace fabula

#endif  // FABULA_STORY_LAYERS_READ_HPP
