/// @file
/// @brief How the page's data is written: numbers, columns, and offsets in UTF-16 units.
/// For `page_*.cpp` alone.
#ifndef FABULA_WRITE_PAGE_COLUMNS_HPP
#define FABULA_WRITE_PAGE_COLUMNS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/span.hpp"

namespace fabula::page {

/// Turns byte offsets into UTF-16 units: O(n) to build, a short count a look-up.
class utf16_map {
 public:
  explicit utf16_map(std::string_view text);
  [[nodiscard]] std::int64_t operator()(byte_offset at) const noexcept;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> before_block_;
};

void append_number(std::string& out, std::int64_t n);

/// A confidence in percent, 0 to 100.
void append_percent(std::string& out, float confidence);

/// `[item,item]`; `item` appends one.
template <class Items, class Append>
void append_list(std::string& out, const Items& items, Append item) {
  out += '[';
  bool first = true;
  for (const auto& it : items) {
    if (!first) out += ',';
    first = false;
    item(it);
  }
  out += ']';
}

/// `"name":[item,item]`.
template <class Items, class Append>
void append_column(std::string& out, std::string_view name, const Items& items, Append item) {
  ((out += '"') += name) += "\":";
  append_list(out, items, item);
}

template <class Ids>
void append_ids(std::string& out, const Ids& ids) {
  append_list(out, ids, [&](const auto& id) { append_number(out, id.value); });
}

/// The id, or -1 where there is none.
template <class Id>
void append_id(std::string& out, const Id& id) {
  append_number(out, id ? std::int64_t{id->value} : -1);
}

/// `start,length`.
void append_range(std::string& out, const utf16_map& map, byte_range r);

}  // namespace fabula::page

#endif  // FABULA_WRITE_PAGE_COLUMNS_HPP
