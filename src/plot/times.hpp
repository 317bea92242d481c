/// @file
/// @brief Words that tell when or how long: found in the text, not yet set against the story's now.
#ifndef FABULA_PLOT_TIMES_HPP
#define FABULA_PLOT_TIMES_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fabula/story.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// A time expression as tokens, and what it says. Of "two days later" `days` is 2.
struct found_time {
  time_expression what;
  std::uint32_t first = 0;  ///< token
  std::uint32_t last = 0;   ///< token behind it
  std::optional<std::uint8_t> weekday;
  std::string part;                     ///< "morning"
  std::optional<std::uint16_t> minute;  ///< of the day; of a part its usual one
  std::optional<std::int32_t> days;     ///< from now on; negative: back
  std::optional<std::int32_t> minutes;  ///< from now on, where it is less than a day
  bool exact = false;                   ///< of a day of 24 hours: "6:02"
  bool bound = false;  ///< "since four", "until noon": no point at which anything is told
};

/// The minute at which a part of the day is taken to begin; nothing for other words.
[[nodiscard]] std::optional<std::uint16_t> minute_of_part(std::string_view part) noexcept;

/// Clock times, parts of the day, weekdays, dates, months, seasons, years, feasts, what is relative
/// to now, durations and ages, in order; none overlap. O(n). Never fails.
[[nodiscard]] std::vector<found_time> find_times(const reading& r);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_TIMES_HPP
