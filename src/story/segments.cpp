#include "story/segments.hpp"

#include <algorithm>
#include <tuple>

namespace fabula {

std::vector<segment> segments(const story& s) {
  std::vector<segment> said;
  for (std::uint32_t i = 0; i < s.quotes.size(); ++i) {
    if (s.quotes[i].kind == quote_kind::quoted) continue;
    for (const byte_range r : s.quotes[i].spans)
      said.push_back({r, quote_id{i}});
  }
  // Of two that begin together the longer comes first, so that it is the one that stays.
  std::sort(said.begin(), said.end(), [](const segment& a, const segment& b) {
    return std::tuple(a.span.start, b.span.end, a.quote) <
           std::tuple(b.span.start, a.span.end, b.quote);
  });
  std::vector<segment> all;
  byte_offset at{0};
  for (const segment& x : said) {
    if (x.span.start < at || x.span.empty()) continue;
    if (at < x.span.start) all.push_back({{at, x.span.start}, {}});
    all.push_back(x);
    at = x.span.end;
  }
  const byte_offset end{static_cast<std::uint32_t>(s.text.size())};
  if (at < end) all.push_back({{at, end}, {}});
  return all;
}

}  // namespace fabula
