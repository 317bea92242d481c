/// @file
/// @brief What is told ahead of its time: "Years later he would remember".
#ifndef FABULA_PLOT_AHEAD_HPP
#define FABULA_PLOT_AHEAD_HPP

#include <cstdint>

#include "plot/reading.hpp"

namespace fabula::plot {

/// Whether paragraph `p` leaves the story's now for what is yet to come: it opens with "years
/// later", "long afterwards", "one day" and most of what it tells is what somebody would do. What
/// is said, and what would only be likely, is not told ahead. O(its tokens).
[[nodiscard]] bool is_told_ahead(const reading& r, std::uint32_t p);

/// Whether paragraph `p` opens with "years later", whatever its tense.
[[nodiscard]] bool opens_later(const reading& r, std::uint32_t p);

/// How many days paragraph `p` leaps back from the story's now: it opens with "the night before,",
/// "two years earlier,"; 0 where it does not. "The night before the wedding" is no leap.
[[nodiscard]] std::int32_t days_back(const reading& r, std::uint32_t p);

/// Whether paragraph `p` opens by coming back from what was ahead: "But that was still to come."
[[nodiscard]] bool comes_back(const reading& r, std::uint32_t p);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_AHEAD_HPP
