/// @file
/// @brief The small part of YAML that facts are written in, with every value's line. JSON is part
/// of it. Nothing in the bytes is trusted.
#ifndef FABULA_STORY_YAML_HPP
#define FABULA_STORY_YAML_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fabula/result.hpp"

namespace fabula {

enum class yaml_kind : std::uint8_t { none, scalar, list, map };

/// A value with its place. `none` is `null`, `~` or nothing at all.
struct yaml_node {
  yaml_kind kind = yaml_kind::none;
  std::uint32_t line = 0;  ///< from 1
  std::string scalar;      ///< as written, quotes and escapes resolved
  std::vector<yaml_node> items;
  std::vector<std::pair<yaml_node, yaml_node>> fields;  ///< in order; keys may repeat
};

/// Reads one document. A file of nothing but comments gives `none`. Errors: `not_text` (no UTF-8),
/// `damaged` (no YAML; or an anchor, alias or tag, of which facts have no need and which could
/// make a small file huge), `too_large` (over 4 MiB, 16 levels, 500,000 values).
[[nodiscard]] result<yaml_node> parse_yaml(std::string_view bytes, std::string_view file);

/// "line 12", as errors state a place; empty for a file with nothing in it.
[[nodiscard]] std::string place_of(const yaml_node& n);

}  // namespace fabula

#endif  // FABULA_STORY_YAML_HPP
