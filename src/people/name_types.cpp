#include "people/name_types.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>

namespace fabula::people {
namespace {

using language::phrase;

constexpr float k_share = 0.6F;
constexpr std::uint32_t k_least_to_agree = 2;
constexpr std::uint32_t k_least_to_add = 3;
/// Of a mention that is one because the name is one elsewhere; below what the network itself says.
constexpr float k_added_probability = 0.5F;

struct votes {
  std::array<float, 6> types{};
  std::uint32_t count = 0;
  std::uint32_t words = 0;
  std::optional<mention_type> type;  ///< that most agree on

  void settle() {
    float sum = 0;
    std::size_t best = 0;
    for (std::size_t i = 0; i < types.size(); ++i) {
      sum += types[i];
      if (types[i] > types[best]) best = i;
    }
    if (count >= k_least_to_agree && types[best] >= k_share * sum)
      type = static_cast<mention_type>(best);
  }
};

class name_types {
 public:
  name_types(std::string_view text, const token_layer& tokens, const std::vector<token>& trees,
             std::vector<phrase>& phrases)
      : text_(text), t_(tokens), trees_(trees), phrases_(phrases) {}

  void agree() {
    for (const phrase& p : phrases_) {
      if (p.form != mention_form::prop) continue;
      votes& v = names_[words_of(p.words.start.value, p.words.end.value)];
      v.types[static_cast<std::size_t>(p.type)] += p.probability;
      v.words = p.words.size();
      ++v.count;
    }
    for (auto& [name, v] : names_)
      v.settle();
    for (phrase& p : phrases_) {
      if (p.form != mention_form::prop) continue;
      const votes& v = names_[words_of(p.words.start.value, p.words.end.value)];
      if (v.type) p.type = *v.type;
    }
    add_missed();
  }

 private:
  [[nodiscard]] std::string words_of(std::uint32_t first, std::uint32_t end) const {
    std::string out(t_.text_of(text_, first));
    for (std::uint32_t i = first + 1; i < end; ++i)
      out.append(" ").append(t_.text_of(text_, i));
    return out;
  }

  void add_missed() {
    // The lengths of the names that begin with a word, the longest first.
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> lengths;
    for (const auto& [name, v] : names_)
      if (v.type && v.count >= k_least_to_add)
        lengths[std::string_view(name).substr(0, name.find(' '))].push_back(v.words);
    for (auto& [word, l] : lengths) {
      std::sort(l.begin(), l.end(), std::greater<>());
      l.erase(std::unique(l.begin(), l.end()), l.end());
    }
    std::vector<std::uint8_t> in_name(t_.size(), 0);
    for (const phrase& p : phrases_)
      if (p.form == mention_form::prop)
        std::fill(in_name.begin() + p.words.start.value, in_name.begin() + p.words.end.value, 1);
    const std::size_t known = phrases_.size();
    std::size_t near = 0;  // the first phrase that may reach to the token
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      while (near < known && phrases_[near].words.start.value + k_reach < i)
        ++near;
      if (in_name[i] != 0 || t_.capital[i] == 0) continue;
      const auto at = lengths.find(t_.text_of(text_, i));
      if (at == lengths.end()) continue;
      for (const std::uint32_t length : at->second)
        if (add(i, i + length, near, known, in_name)) break;
    }
    if (phrases_.size() == known) return;
    std::stable_sort(phrases_.begin(), phrases_.end(), [](const phrase& a, const phrase& b) {
      return a.words.start != b.words.start ? a.words.start < b.words.start
                                            : a.words.end > b.words.end;
    });
  }

  bool add(std::uint32_t first, std::uint32_t end, std::size_t near, std::size_t known,
           std::vector<std::uint8_t>& in_name) {
    if (end > t_.size() || t_.sentence[end - 1] != t_.sentence[first]) return false;
    for (std::uint32_t i = first; i < end; ++i)
      if (in_name[i] != 0) return false;
    const auto name = names_.find(words_of(first, end));
    if (name == names_.end() || !name->second.type || name->second.count < k_least_to_add)
      return false;
    for (std::size_t k = near; k < known && phrases_[k].words.start.value < end; ++k) {
      const std::uint32_t a = phrases_[k].words.start.value;
      const std::uint32_t b = phrases_[k].words.end.value;
      if (a == first && b == end) return false;
      if ((a < first && first < b && b < end) || (first < a && a < end && end < b)) return false;
    }
    phrase p;
    p.words = {{first}, {end}};
    p.head = {end - 1};
    for (std::uint32_t i = end; i-- > first;)
      if (const std::uint32_t h = trees_[i].head.value; h == i || h < first || h >= end)
        p.head = {i};
    p.type = *name->second.type;
    p.form = mention_form::prop;
    p.probability = k_added_probability;
    phrases_.push_back(p);
    std::fill(in_name.begin() + first, in_name.begin() + end, 1);
    return true;
  }

  /// No phrase is wider, but for marks of emphasis in it.
  static constexpr std::uint32_t k_reach = 2 * language::k_max_span_width;

  std::string_view text_;
  const token_layer& t_;
  const std::vector<token>& trees_;
  std::vector<phrase>& phrases_;
  std::unordered_map<std::string, votes> names_;
};

}  // namespace

void agree_on_names(std::string_view text, const token_layer& tokens,
                    const std::vector<token>& trees, std::vector<language::phrase>& phrases) {
  name_types(text, tokens, trees, phrases).agree();
}

}  // namespace fabula::people
