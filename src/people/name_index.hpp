/// @file
/// @brief Finds a character by what a user calls them.
#ifndef FABULA_PEOPLE_NAME_INDEX_HPP
#define FABULA_PEOPLE_NAME_INDEX_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/story.hpp"
#include "people/cast.hpp"

namespace fabula::people {

/// Names and aliases of a cast. A name stands before an alias, of aliases the most frequent; case,
/// punctuation and white space do not count.
class name_index {
 public:
  explicit name_index(const std::vector<character>& cast);

  /// The character's number; `k_nobody` where nobody bears the name.
  [[nodiscard]] std::uint32_t find(std::string_view name) const;

  /// From now on `name` means `who`.
  void set(std::string_view name, std::uint32_t who);

  /// Each character `c` has become `number[c]`, or `k_nobody`, who is found no more.
  void renumber(const std::vector<std::uint32_t>& number);

 private:
  std::unordered_map<std::string, std::uint32_t> owner_;
};

/// "nobody is called Hestor; perhaps Hester Pym": for the list of fixes that mend nothing.
[[nodiscard]] std::string nobody_called(std::string_view name, const std::vector<character>& cast);

/// Pairs of names that a user says are two people's.
class kept_apart {
 public:
  explicit kept_apart(const std::vector<not_same_fix>& fixes);
  [[nodiscard]] bool empty() const noexcept { return groups_.empty(); }
  [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const;

 private:
  std::unordered_map<std::string, std::vector<std::uint32_t>> groups_;  ///< of each name, ascending
};

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_NAME_INDEX_HPP
