/// @file
/// @brief Offsets and ranges. An offset in bytes and one in code points are different types, so
/// that neither is ever used for the other.
#ifndef FABULA_SPAN_HPP
#define FABULA_SPAN_HPP

#include <compare>
#include <cstdint>

namespace fabula {

/// A 32-bit index of one kind; `Tag` tells the kinds apart.
template <class Tag>
struct index {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(index, index) = default;
};

using byte_offset = index<struct byte_tag>;              ///< into `story::text`, UTF-8
using code_point_offset = index<struct code_point_tag>;  ///< what every output counts in
using token_index = index<struct token_tag>;
using sentence_index = index<struct sentence_tag>;
using paragraph_index = index<struct paragraph_tag>;
using chapter_index = index<struct chapter_tag>;
using character_id = index<struct character_tag>;
using quote_id = index<struct quote_tag>;
using mention_id = index<struct mention_tag>;
using entity_id = index<struct entity_tag>;

/// Half open: `start` is in it, `end` is not.
template <class Index>
struct range {
  Index start;
  Index end;

  [[nodiscard]] constexpr std::uint32_t size() const noexcept { return end.value - start.value; }
  [[nodiscard]] constexpr bool empty() const noexcept { return start == end; }
  [[nodiscard]] constexpr bool contains(Index i) const noexcept { return start <= i && i < end; }
  [[nodiscard]] constexpr bool overlaps(range other) const noexcept {
    return start < other.end && other.start < end;
  }
  friend constexpr auto operator<=>(const range&, const range&) = default;
};

using byte_range = range<byte_offset>;
using code_point_range = range<code_point_offset>;
using token_range = range<token_index>;

}  // namespace fabula

#endif  // FABULA_SPAN_HPP
