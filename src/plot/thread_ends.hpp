/// @file
/// @brief Where threads end: a promise kept, an offer taken, a day that has come.
#ifndef FABULA_PLOT_THREAD_ENDS_HPP
#define FABULA_PLOT_THREAD_ENDS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fabula/story.hpp"
#include "plot/deeds.hpp"
#include "plot/reading.hpp"
#include "plot/threads.hpp"

namespace fabula::plot {

/// What would end a thread.
struct expected {
  thread_kind what = thread_kind::promise;
  std::uint32_t last = 0;               ///< token behind its opening
  std::vector<std::uint32_t> who;       ///< characters, any of whom may do it
  std::uint32_t kind = k_none;          ///< of the deed; none where no verb tells it
  std::vector<std::uint32_t> people;    ///< who have to do with it beside them
  std::vector<std::uint32_t> things;    ///< lemmas
  std::optional<std::int32_t> due;      ///< the story's day
  std::optional<std::uint16_t> minute;  ///< and its hour
  std::optional<std::int32_t> days;     ///< to it
  std::optional<std::uint8_t> weekday;
  std::string part;                    ///< of the day
  std::string value;                   ///< as `time_expression::value`
  bool dated = false;                  ///< for a time, even if nobody knows which day that is
  std::vector<std::uint32_t> parties;  ///< characters who opened it
  bool meeting = false;                ///< some of them are to see one of `people`
  bool wedding = false;                ///< `who` are two who are to marry
  bool slight = false;                 ///< nothing but the deed itself ends it
};

/// Where it ended; `at_once`: behind the next words already, so that nobody waits for it.
struct ending {
  std::optional<byte_range> where;
  bool at_once = false;
  bool by_deed = false;  ///< the verb is told again
};

/// For each of `threads`, which come in order of `last`, the first of:
/// - the deed, told as done or as not done, by who was to do it: "I'll mend the pump" and "Ruth
///   mended the pump", with as many of its words as tell it from any other
/// - a letter by who was to write
/// - "kept her word", "as he had promised"
/// - an offer taken or declined by the other
/// - the death of who was to do it
/// - the first scene of its day or a later one, where it was for a day
/// O(n) but for threads of one verb, of which 64 are held at once.
[[nodiscard]] std::vector<ending> find_endings(const deed_reader& deeds, const thread_input& in,
                                               const std::vector<expected>& threads);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_THREAD_ENDS_HPP
