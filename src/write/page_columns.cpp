#include "write/page_columns.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace fabula::page {
namespace {

constexpr std::size_t k_block = 256;

/// A code point counts where it starts; one of four bytes is a pair of surrogates.
[[nodiscard]] std::uint32_t units(std::string_view s) noexcept {
  std::uint32_t n = 0;
  for (const char c : s) {
    const auto byte = static_cast<unsigned char>(c);
    n += ((byte & 0xC0U) != 0x80U ? 1U : 0U) + (byte >= 0xF0U ? 1U : 0U);
  }
  return n;
}

}  // namespace

utf16_map::utf16_map(std::string_view text) : text_(text) {
  std::uint32_t n = 0;
  before_block_.reserve(text.size() / k_block + 2);
  for (std::size_t i = 0; i < text.size(); i += k_block) {
    before_block_.push_back(n);
    n += units(text.substr(i, k_block));
  }
  before_block_.push_back(n);
}

std::int64_t utf16_map::operator()(byte_offset at) const noexcept {
  const std::size_t byte = std::min<std::size_t>(at.value, text_.size());
  const std::size_t block = byte / k_block;
  return before_block_[block] + units(text_.substr(block * k_block, byte - block * k_block));
}

void append_number(std::string& out, std::int64_t n) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

void append_percent(std::string& out, float confidence) {
  append_number(out, std::lround(std::clamp(confidence, 0.0F, 1.0F) * 100.0F));
}

void append_range(std::string& out, const utf16_map& map, byte_range r) {
  const std::int64_t start = map(r.start);
  append_number(out, start);
  out += ',';
  append_number(out, map(r.end) - start);
}

}  // namespace fabula::page
