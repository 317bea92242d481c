/// @file
/// @brief Name forms joined to people: "Lizzy", "Miss Bennet" and "Elizabeth" are one, or not.
#ifndef FABULA_PEOPLE_JOIN_NAMES_HPP
#define FABULA_PEOPLE_JOIN_NAMES_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "people/names.hpp"

namespace fabula::people {

/// Why a form is taken for one of a person's names.
struct form_reason {
  alias_reason why = alias_reason::own;
  float confidence = 1;
};

/// A person in the making: name forms that are one.
struct person {
  std::vector<std::uint32_t> forms;
  std::vector<form_reason> reasons;  ///< of each form
  std::uint32_t given = k_nobody;    ///< word ids
  std::uint32_t surname = k_nobody;
  std::uint32_t husband = k_nobody;  ///< "Mrs. John Dashwood": his given name
  gender_evidence evidence;          ///< of all forms together
  std::uint32_t they = 0;
  neo_counts neo{};
  std::uint32_t animal = 0;
  gender sex = gender::unknown;
  std::uint32_t count = 0;
  bool married = false;
  bool miss = false;             ///< "Miss" stands before her surname alone
  std::uint32_t miss_given = 0;  ///< uses of "Miss" before her first name
  std::uint32_t miss_alone = 0;  ///< of these, uses without the surname: "Miss Jane"
  bool group = false;            ///< "the Bennets"
  bool description = false;      ///< "the waiter": no name
  std::uint32_t of = k_nobody;   ///< whose wife or assistant this is, where that is all we know
  std::string role;              ///< "wife"
  std::vector<std::uint32_t> titles;
};

/// A use of a name that several people bear, told by who is about.
struct joined_names {
  std::vector<person> persons;
  std::vector<std::uint32_t> owner;   ///< of each form; `k_nobody` where no use is left of it
  std::vector<std::uint32_t> of_use;  ///< the person of each use
};

/// Joins forms to persons: full names first, then what leans on them, each step a rule of
/// reference/people.md, section 3. A false merge is worse than a split: forms that stand together
/// in one sentence and one voice, that "and" joins, or of which one calls the other, are two
/// people. A bare name that several bear is told use by use, by who was spoken of last. O(forms *
/// persons) at worst, with a test of two integers for most pairs.
[[nodiscard]] joined_names join_names(const cast_input& in, const name_table& names,
                                      const std::vector<std::uint8_t>& in_quote);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_JOIN_NAMES_HPP
