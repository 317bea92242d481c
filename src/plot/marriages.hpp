/// @file
/// @brief Words of marriage between two: engagements, weddings, elopements.
#ifndef FABULA_PLOT_MARRIAGES_HPP
#define FABULA_PLOT_MARRIAGES_HPP

#include <vector>

#include "plot/kinship.hpp"
#include "plot/reading.hpp"

namespace fabula::plot {

/// "The marriage between Ruth and Tom", "his engagement with Ruth", "Ruth was married to Tom", "Tom
/// eloped with her", "an offer of marriage from Tom". What is only wished or planned counts less;
/// what is denied or asked, not at all. Reads tokens, trees, mentions and quotes. O(n).
[[nodiscard]] std::vector<kin_claim> find_marriages(const reading& r);

}  // namespace fabula::plot

#endif  // FABULA_PLOT_MARRIAGES_HPP
