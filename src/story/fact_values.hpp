/// @file
/// @brief Values that facts are made of, out of YAML: words, lists of words, pronouns.
#ifndef FABULA_STORY_FACT_VALUES_HPP
#define FABULA_STORY_FACT_VALUES_HPP

#include <string>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "story/yaml.hpp"

namespace fabula {

/// Reads values of one file; errors name it and the line.
class fact_values {
 public:
  explicit fact_values(std::string_view file) : file_(file) {}

  [[nodiscard]] tl::unexpected<error> fail(error_code code, const yaml_node& at,
                                           std::string problem, std::string remedy) const {
    return tl::unexpected(error{code, file_, place_of(at), std::move(problem), std::move(remedy)});
  }

  /// White space collapsed, not empty, at most 4,000 bytes. `what` is used in errors ("a name").
  [[nodiscard]] result<std::string> words(const yaml_node& n, std::string_view what) const;

  /// A list of words; one alone stands for a list of one, nothing for an empty one.
  [[nodiscard]] result<std::vector<std::string>> list_of_words(const yaml_node& n,
                                                               std::string_view what) const;

  /// "she", "he", "they", "it", also "she/her"; nothing and "unknown" for not told.
  [[nodiscard]] result<pronoun_set> pronouns(const yaml_node& n) const;

 private:
  std::string file_;
};

}  // namespace fabula

#endif  // FABULA_STORY_FACT_VALUES_HPP
