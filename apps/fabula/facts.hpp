/// @file
/// @brief What the user knows of the stories that they read: files of a cast and of fixes.
#ifndef FABULA_APPS_FACTS_HPP
#define FABULA_APPS_FACTS_HPP

#include <memory>
#include <string>

#include "fabula/reader.hpp"
#include "inputs.hpp"

namespace fabula::program {

/// The word for no fixes at all.
inline constexpr std::string_view k_no_fixes = "none";

/// Facts of one command. Once loaded nothing changes: any number of threads may ask.
class user_facts {
 public:
  /// Files as named on the command line; either may be empty. Errors: as `parse_given_cast` and
  /// `parse_fixes`, and those of reading a file.
  [[nodiscard]] static result<user_facts> load(const std::string& cast, const std::string& fixes);

  /// What holds for one input. Without `--fixes` its own file of fixes counts, if it is there:
  /// book.fixes.yaml beside book.epub.
  [[nodiscard]] result<read_options> options_for(const input& in, bool tokenized) const;

 private:
  std::shared_ptr<const given_cast> cast_;
  std::shared_ptr<const fix_list> fixes_;
  bool looks_beside_ = true;
};

}  // namespace fabula::program

#endif  // FABULA_APPS_FACTS_HPP
