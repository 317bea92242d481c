#include "text/language.hpp"

#include <algorithm>
#include <array>

#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

// Words that every English story is full of and that its neighbours do not share. Sorted.
constexpr std::array k_english = {
    "a"sv,    "about"sv, "all"sv,  "and"sv,  "are"sv,   "as"sv,    "at"sv,   "back"sv,
    "be"sv,   "been"sv,  "but"sv,  "by"sv,   "could"sv, "down"sv,  "for"sv,  "from"sv,
    "had"sv,  "has"sv,   "have"sv, "he"sv,   "her"sv,   "him"sv,   "his"sv,  "how"sv,
    "i"sv,    "if"sv,    "into"sv, "is"sv,   "it"sv,    "just"sv,  "like"sv, "my"sv,
    "not"sv,  "now"sv,   "of"sv,   "on"sv,   "one"sv,   "or"sv,    "out"sv,  "said"sv,
    "she"sv,  "so"sv,    "that"sv, "the"sv,  "their"sv, "them"sv,  "then"sv, "there"sv,
    "they"sv, "this"sv,  "to"sv,   "up"sv,   "was"sv,   "we"sv,    "were"sv, "what"sv,
    "when"sv, "which"sv, "who"sv,  "will"sv, "with"sv,  "would"sv, "you"sv,  "your"sv};
static_assert(std::is_sorted(k_english.begin(), k_english.end()));

constexpr std::size_t k_samples = 16;
constexpr std::size_t k_sample_bytes = 4096;
constexpr std::size_t k_fewest_words = 40;
constexpr double k_least_share = 0.22;  // English prose has 0.4 to 0.5, its neighbours under 0.12

struct word_count {
  std::size_t words = 0;
  std::size_t english = 0;
};

void count_words(std::string_view s, word_count& n) {
  std::string word;
  for (std::size_t i = 0; i <= s.size();) {
    const decoded d = i < s.size() ? decode_at(s, i) : decoded{' ', 1};
    i += d.length;
    if (is_letter(d.code_point)) {
      append_utf8(word, to_lower(d.code_point));
      if (is_cjk(d.code_point)) ++n.words;  // a word for each, as they stand without spaces
    } else if (!word.empty()) {
      ++n.words;
      n.english += std::binary_search(k_english.begin(), k_english.end(), std::string_view(word));
      word.clear();
    }
  }
}

}  // namespace

double english_share(std::string_view text) {
  word_count n;
  if (text.size() <= k_samples * k_sample_bytes) {
    count_words(text, n);
  } else {
    for (std::size_t i = 0; i < k_samples; ++i)
      count_words(text.substr(text.size() / k_samples * i, k_sample_bytes), n);
  }
  if (n.words < k_fewest_words) return -1;
  return static_cast<double>(n.english) / static_cast<double>(n.words);
}

void tell_language(document& d) {
  std::string& language = d.source.language;
  const double share = english_share(d.text);
  const bool declared_other = !language.empty() && !lower(language).starts_with("en");
  if (share >= k_least_share || (share < 0 && !declared_other)) {
    if (language.empty() || declared_other) language = "en";
    return;
  }
  if (language.empty() || !declared_other) language = "und";
  d.source.remarks.emplace_back(
      "This does not look like English; names and speakers will be poor.");
}

}  // namespace fabula::text
