/// @file
/// @brief One word for each title, however it is written.
#ifndef FABULA_PEOPLE_TITLE_WORDS_HPP
#define FABULA_PEOPLE_TITLE_WORDS_HPP

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace fabula::people {

/// Of a title in lower case its full word: "Dr.", "dr" and "doctor" are one, and so are "Mr." and
/// "Monsieur". A view into `title` or of a constant.
[[nodiscard]] constexpr std::string_view full_title(std::string_view title) noexcept {
  constexpr std::pair<std::string_view, std::string_view> k_short[] = {
      {"dr", "doctor"},    {"capt", "captain"},   {"col", "colonel"},      {"prof", "professor"},
      {"rev", "reverend"}, {"lt", "lieutenant"},  {"sgt", "sergeant"},     {"gen", "general"},
      {"maj", "major"},    {"insp", "inspector"}, {"det", "detective"},    {"adm", "admiral"},
      {"gov", "governor"}, {"sen", "senator"},    {"cmdr", "commander"},   {"monsieur", "mr"},
      {"mister", "mr"},    {"m", "mr"},           {"mistah", "mr"},        {"madame", "mrs"},
      {"mme", "mrs"},      {"mlle", "miss"},      {"mademoiselle", "miss"}};
  if (title.ends_with('.')) title.remove_suffix(1);
  const auto* const found = std::find_if(std::begin(k_short), std::end(k_short),
                                         [&](const auto& s) { return s.first == title; });
  return found == std::end(k_short) ? title : found->second;
}

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_TITLE_WORDS_HPP
