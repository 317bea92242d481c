/// @file
/// @brief What a heading says of who tells or writes what stands below it.
#ifndef FABULA_PEOPLE_HEADLINE_HPP
#define FABULA_PEOPLE_HEADLINE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "people/cast.hpp"

namespace fabula::people {

/// How far a line is known to be a heading.
enum class headline_place : std::uint8_t {
  heading,  ///< a chapter's title, a line set as one
  opening,  ///< a line right below a heading: "LADY CRAKE TO MR. TARN. Skerrow, March 8."
  inside    ///< any other line: "Ruth Hallam's Journal.", "Letter, Ruth to Ada." part a chapter
};

/// Finds the teller in headings by the names of a cast; case and punctuation do not count.
class headline_reader {
 public:
  explicit headline_reader(const std::vector<character>& cast);

  /// Whom `line` names as the one who tells or writes: "Wren", "3. Wren, in June", "Ruth's Diary",
  /// "The Narrative of Miss Tarn", "contributed by Miss Tarn", "Letter from Ruth to Ada", "Ruth to
  /// Ada", "Ruth in continuation". `k_nobody` where it names nobody so. O(words).
  [[nodiscard]] std::uint32_t teller(std::string_view line, headline_place place) const;

 private:
  struct word {
    std::string form;  ///< lower case
    bool capital = false;
    bool owns = false;  ///< 's behind it
  };
  struct found {
    std::uint32_t who = k_nobody;
    std::size_t end = 0;  ///< behind the name
    bool owns = false;
  };

  /// The first words of `line`, as many as tell whether it may be a headline; none where it is
  /// clearly prose.
  [[nodiscard]] static std::vector<word> words_of(std::string_view line, headline_place place);
  [[nodiscard]] found name_at(const std::vector<word>& w, std::size_t at) const;

  std::unordered_map<std::string, std::uint32_t> owner_;
  std::size_t longest_ = 1;  ///< words of the longest name
};

/// The line without what only numbers it: "CHAPTER IV: Wren" is "Wren".
[[nodiscard]] std::string without_number(std::string_view line);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_HEADLINE_HPP
