/// @file
/// @brief Facts for continuity, what in them does not go together, and the rating.
#ifndef FABULA_PLOT_FACTS_HPP
#define FABULA_PLOT_FACTS_HPP

#include <array>
#include <string_view>
#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/story.hpp"
#include "plot/reading.hpp"
#include "plot/times.hpp"

namespace fabula::plot {

/// The numbers of kin that facts give ("two brothers"), in the order of numbers.
inline constexpr std::array<std::string_view, 9> k_numbers_of_kin{
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};

/// Ages ("Jem, who was thirteen"), eyes and hair with their colour ("her green eyes",
/// "red-haired"), trades ("he was an engineer"), deaths ("Tom died"), and what somebody has of
/// their own ("her blue coat"), kin by number ("her two brothers"); and those of `kin`. Sorted by
/// who, kind, span. O(n log n).
[[nodiscard]] std::vector<fact> find_facts(const reading& r, const std::vector<found_time>& times,
                                           std::vector<fact> kin);

/// Whether who is said to be dead in `f` says a line behind it, and so did not die: "he" was
/// somebody else. `aloud`: letters, thoughts and messages do not count. O(quotes).
[[nodiscard]] bool speaks_after(const story& s, const fact& f, bool aloud);

/// Adds to `to`: eyes or hair of two colours, ages that do not go together within a chapter, two
/// trades, two brothers who are later three, a sister who is later a cousin, names spelled two
/// ways, and the dead who speak later. Suggestions, not judgements. O(n) but for names, of which
/// those with the same first letter are compared.
void find_conflicts(const reading& r, const std::vector<fact>& facts, std::vector<conflict>& to);

/// The Archive's rating and content warnings from words and how thick they stand. Passages are
/// sentences, at most 24 a kind. Kinds that `fixes` (may be null) dismiss are among the warnings
/// still, and do not count for the rating. O(n).
[[nodiscard]] story_rating rate(const reading& r, const std::vector<fact>& facts,
                                const fix_list* fixes);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_FACTS_HPP
