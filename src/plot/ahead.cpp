#include "plot/ahead.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace fabula::plot {
namespace {

constexpr std::uint32_t k_opening = 8;   ///< tokens in which the time is named
constexpr std::uint32_t k_leading = 12;  ///< and who would
constexpr std::uint32_t k_coming_back = 24;

[[nodiscard]] bool is_would(const reading& r, std::uint32_t i) {
  return r.form_is(i, "would") || r.form_is(i, "will") || r.form_is(i, "'d") || r.form_is(i, "'ll");
}

[[nodiscard]] bool is_span(const std::string& w) {
  static constexpr std::array<std::string_view, 8> k_words{
      "years", "year", "decades", "decade", "months", "centuries", "lifetime", "generation"};
  return std::find(k_words.begin(), k_words.end(), w) != k_words.end();
}

/// "years later", "many years afterwards", "long after", "in years to come", "in later years".
[[nodiscard]] bool names_later(const reading& r, std::uint32_t first, std::uint32_t end) {
  for (std::uint32_t i = first; i < end; ++i) {
    const std::string& w = r.form(i);
    const auto next = [&](std::uint32_t k, std::string_view word) {
      return r.form_is(i + k, word);
    };
    const bool after = next(1, "later") || next(1, "afterwards") || next(1, "afterward") ||
                       next(1, "hence") || next(1, "after");
    if (is_span(w) && after) return true;
    if (is_span(w) && next(1, "to") && next(2, "come")) return true;
    if ((w == "later" || w == "after") && i > first && r.form_is(i - 1, "in") &&
        is_span(i + 1 < r.size() ? r.form(i + 1) : w))
      return true;
    if ((w == "long" || w == "much") &&
        (next(1, "afterwards") || next(1, "afterward") || next(1, "later") || next(1, "after")))
      return true;
  }
  return false;
}

}  // namespace

bool opens_later(const reading& r, std::uint32_t p) {
  const std::uint32_t first = r.first_token(p);
  const std::uint32_t end = std::min(r.token_end(p), first + k_opening);
  return first < end && r.told(first) && names_later(r, first, end);
}

bool is_told_ahead(const reading& r, std::uint32_t p) {
  const std::uint32_t first = r.first_token(p);
  const std::uint32_t end = r.token_end(p);
  if (first >= end || !r.told(first)) return false;
  const bool one_day = r.form_is(first, "one") && r.form_is(first + 1, "day");
  if (!one_day && !opens_later(r, p)) return false;
  bool leads = false;
  for (std::uint32_t i = first; i < std::min(end, first + k_leading); ++i)
    leads = leads || (r.told(i) && is_would(r, i));
  if (!leads) return false;
  std::uint32_t sentences = 0;
  std::uint32_t ahead = 0;
  for (std::uint32_t s = r.tokens().sentence[first]; s <= r.tokens().sentence[end - 1]; ++s) {
    const std::uint32_t from = std::max(first, r.sentence_first(s));
    const std::uint32_t to = std::min(end, r.sentence_end(s));
    if (from >= to || !r.told(from)) continue;
    ++sentences;
    for (std::uint32_t i = from; i < to; ++i)
      if (r.told(i) && is_would(r, i)) {
        ++ahead;
        break;
      }
    // "One day he would come if she asked": nobody knows.
    for (std::uint32_t i = from; i < to && one_day; ++i)
      if (r.form_is(i, "if") || r.form_is(i, "perhaps") || r.form_is(i, "hoped")) return false;
  }
  return ahead > 0 && 2 * ahead > sentences;
}

std::int32_t days_back(const reading& r, std::uint32_t p) {
  struct named_span {
    std::string_view word;
    std::int32_t days;
  };
  static constexpr std::array<named_span, 13> k_spans{{{"day", 1},
                                                       {"night", 1},
                                                       {"evening", 1},
                                                       {"morning", 1},
                                                       {"afternoon", 1},
                                                       {"days", 2},
                                                       {"nights", 2},
                                                       {"week", 7},
                                                       {"weeks", 14},
                                                       {"month", 30},
                                                       {"months", 60},
                                                       {"year", 365},
                                                       {"years", 730}}};
  const std::uint32_t first = r.first_token(p);
  const std::uint32_t end = std::min(r.token_end(p), first + k_opening);
  if (first >= end || !r.told(first)) return 0;
  for (std::uint32_t i = first; i + 2 < end; ++i) {
    const auto span = std::find_if(k_spans.begin(), k_spans.end(),
                                   [&](const named_span& s) { return s.word == r.form(i); });
    const bool back = r.form_is(i + 1, "before") || r.form_is(i + 1, "earlier");
    if (span == k_spans.end() || !back) continue;
    return r.is_word(i + 2) ? 0 : span->days;
  }
  return 0;
}

bool comes_back(const reading& r, std::uint32_t p) {
  const std::uint32_t first = r.first_token(p);
  const std::uint32_t end = std::min(r.token_end(p), first + k_coming_back);
  for (std::uint32_t i = first; i + 1 < end; ++i) {
    if (!r.told(i)) continue;
    const bool come = (r.form_is(i, "to") && r.form_is(i + 1, "come")) ||
                      (r.form_is(i, "lay") && r.form_is(i + 1, "ahead")) ||
                      (r.form_is(i, "years") && r.form_is(i + 1, "away")) ||
                      (r.form_is(i, "years") && r.form_is(i + 1, "off"));
    if (!come) continue;
    for (std::uint32_t k = first; k < i; ++k)
      if (r.form_is(k, "that") || r.form_is(k, "this") || r.form_is(k, "all")) return true;
  }
  return false;
}

}  // namespace fabula::plot
