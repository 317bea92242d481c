#include <cstddef>

#include "fabula/story.hpp"

namespace fabula {
namespace {

constexpr std::size_t k_block = 256;

/// Code points that START in `s`: every byte that is not a continuation byte.
[[nodiscard]] std::uint32_t count_starts(std::string_view s) noexcept {
  std::uint32_t n = 0;
  for (const char c : s)
    n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return n;
}

}  // namespace

code_point_map::code_point_map(std::string_view text) : text_(text) {
  size_ = count_starts(text);
  if (size_ == text.size()) return;
  std::uint32_t n = 0;
  before_block_.reserve(text.size() / k_block + 1);
  for (std::size_t i = 0; i < text.size(); i += k_block) {
    before_block_.push_back(n);
    n += count_starts(text.substr(i, k_block));
  }
  before_block_.push_back(n);
}

code_point_offset code_point_map::operator()(byte_offset at) const noexcept {
  if (before_block_.empty()) return {at.value};
  const std::size_t block = at.value / k_block;
  return {before_block_[block] +
          count_starts(text_.substr(block * k_block, at.value - block * k_block))};
}

}  // namespace fabula
