/// @file
/// @brief Whether a text is English.
#ifndef FABULA_TEXT_LANGUAGE_HPP
#define FABULA_TEXT_LANGUAGE_HPP

#include <string_view>

#include "text/document.hpp"

namespace fabula::text {

/// Sets `source.language`: "en" where the words are English, else what the source declares, else
/// "und"; a remark says so where the text is not English.
void tell_language(document& d);

/// The share of English function words among the words of `text`, looked at in several places.
/// Negative where there are too few words to tell.
[[nodiscard]] double english_share(std::string_view text);

}  // namespace fabula::text

#endif  // FABULA_TEXT_LANGUAGE_HPP
