/// @file
/// @brief The story as JSON, schema 1 (docs/output.md). Not for reading JSON.
#ifndef FABULA_WRITE_JSON_HPP
#define FABULA_WRITE_JSON_HPP

#include <string>

#include "fabula/story.hpp"

namespace fabula {

/// One JSON object and a final line feed. Offsets count code points; the same story gives the same
/// bytes. A byte that is not UTF-8 (a file's name may hold one) is written as U+FFFD.
[[nodiscard]] std::string write_json(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_JSON_HPP
