/// @file
/// @brief How the readers of this room say that they cannot go on.
#ifndef FABULA_TEXT_FAILURE_HPP
#define FABULA_TEXT_FAILURE_HPP

#include <string>
#include <string_view>

#include "fabula/result.hpp"

namespace fabula::text {

inline constexpr std::string_view k_fetch_again = "download or export the book again";

/// An error without its file name, which `read_document` adds.
[[nodiscard]] inline tl::unexpected<error> failure(error_code code, std::string_view place,
                                                   std::string_view problem,
                                                   std::string_view remedy) {
  return tl::make_unexpected(
      error{code, {}, std::string(place), std::string(problem), std::string(remedy)});
}

}  // namespace fabula::text

#endif  // FABULA_TEXT_FAILURE_HPP
