// The spelling of the values of `plot.hpp` in the output contract.
#include <array>

#include "fabula/plot.hpp"

namespace fabula {
namespace {

template <std::size_t N, class Value>
[[nodiscard]] std::string_view name_in(const std::array<std::string_view, N>& names,
                                       Value v) noexcept {
  const auto i = static_cast<std::size_t>(v);
  return i < N ? names[i] : std::string_view{};
}

constexpr std::array<std::string_view, 9> k_places{
    "room", "building", "street", "settlement", "region", "land", "water", "vehicle", "other"};
constexpr std::array<std::string_view, 11> k_times{"clock",    "part_of_day", "weekday", "date",
                                                   "month",    "season",      "year",    "feast",
                                                   "relative", "duration",    "age"};
constexpr std::array<std::string_view, 4> k_orders{"onward", "flashback", "parallel", "forward"};
constexpr std::array<std::string_view, 6> k_roles{"present", "arrives", "leaves",
                                                  "visits",  "message", "mentioned"};
constexpr std::array<std::string_view, 4> k_persons{"", "first", "second", "third"};
constexpr std::array<std::string_view, 7> k_ties{"kin",  "couple",   "friends", "household",
                                                 "work", "conflict", "keeper"};
constexpr std::array<std::string_view, 6> k_threads{"promise", "plan",   "question",
                                                    "threat",  "secret", "offer"};
constexpr std::array<std::string_view, 7> k_facts{"age",  "eyes",       "hair", "trade",
                                                  "dead", "possession", "kin"};
constexpr std::array<std::string_view, 8> k_conflicts{"eyes",        "hair",    "age", "spelling",
                                                      "dead_speaks", "weekday", "kin", "trade"};
constexpr std::array<std::string_view, 5> k_ratings{"", "General Audiences",
                                                    "Teen And Up Audiences", "Mature", "Explicit"};
constexpr std::array<std::string_view, 7> k_warnings{"violence",  "death",    "sex",  "abuse",
                                                     "self-harm", "language", "drugs"};
constexpr std::array<std::string_view, 7> k_archive{
    "Graphic Depictions Of Violence", "Major Character Death", "", "Rape/Non-Con", "", "", ""};
constexpr std::array<std::string_view, 7> k_weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                     "friday", "saturday", "sunday"};

}  // namespace

std::string_view to_string(place_kind v) noexcept {
  return name_in(k_places, v);
}
std::string_view to_string(time_kind v) noexcept {
  return name_in(k_times, v);
}
std::string_view to_string(time_order v) noexcept {
  return name_in(k_orders, v);
}
std::string_view to_string(presence_role v) noexcept {
  return name_in(k_roles, v);
}
std::string_view to_string(grammatical_person v) noexcept {
  return name_in(k_persons, v);
}
std::string_view to_string(tie_kind v) noexcept {
  return name_in(k_ties, v);
}
std::string_view to_string(thread_kind v) noexcept {
  return name_in(k_threads, v);
}
std::string_view to_string(fact_kind v) noexcept {
  return name_in(k_facts, v);
}
std::string_view to_string(conflict_kind v) noexcept {
  return name_in(k_conflicts, v);
}
std::string_view to_string(archive_rating v) noexcept {
  return name_in(k_ratings, v);
}
std::string_view to_string(warning_kind v) noexcept {
  return name_in(k_warnings, v);
}
std::string_view archive_warning_of(warning_kind v) noexcept {
  return name_in(k_archive, v);
}
std::string_view weekday_name(std::uint8_t v) noexcept {
  return name_in(k_weekdays, v);
}

}  // namespace fabula
