/// @file
/// @brief What the user does not want to see again: conflicts, ties and warnings that were waved
/// away.
#ifndef FABULA_PLOT_DISMISSED_HPP
#define FABULA_PLOT_DISMISSED_HPP

#include <cstdint>
#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/story.hpp"
#include "people/name_index.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// Takes out of `to` the conflicts, ties and warnings that `fixes` dismiss. A conflict is known by
/// its kind, whose it is, what does not go together in it, and words near it, as far as the fix
/// tells them; so it stays away in a new draft, and one of other values does not. Fixes that meet
/// nothing are added to `to.unmatched_fixes`, which stay in the order of their file. O(fixes *
/// what is dismissed).
void dismiss(const reading& r, const fix_list& fixes, const people::name_index& names, story& to);

/// Whether the user has dismissed warnings of this kind.
[[nodiscard]] bool is_dismissed(const fix_list* fixes, warning_kind kind) noexcept;

}  // namespace fabula::plot

#endif  // FABULA_PLOT_DISMISSED_HPP
