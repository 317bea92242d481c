#include "people/name_index.hpp"

#include <algorithm>

#include "text/words_key.hpp"

namespace fabula::people {
namespace {

/// Levenshtein distance, at most `k_far`.
constexpr std::size_t k_far = 3;
[[nodiscard]] std::size_t distance(const std::string& a, const std::string& b) {
  if (a.size() > b.size() + k_far || b.size() > a.size() + k_far || a.size() > 64) return k_far;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return std::min(row[b.size()], k_far);
}

[[nodiscard]] bool is_near(std::string_view name, const std::string& other) {
  const std::vector<std::string> a = text::plain_words(name);
  const std::vector<std::string> b = text::plain_words(other);
  for (const std::string& x : a)
    for (const std::string& y : b)
      if (x.size() > 3 && y.size() > 3 && distance(x, y) < 2) return true;
  return false;
}

}  // namespace

name_index::name_index(const std::vector<character>& cast) {
  std::unordered_map<std::string, std::uint32_t> count;
  for (std::uint32_t c = 0; c < cast.size(); ++c)
    for (const alias& a : cast[c].aliases) {
      const std::string key = text::name_key(a.text);
      const auto [at, is_new] = count.try_emplace(key, a.count);
      if (!is_new && a.count <= at->second) continue;
      at->second = a.count;
      owner_[key] = c;
    }
  for (std::uint32_t c = static_cast<std::uint32_t>(cast.size()); c-- > 0;)
    set(cast[c].name, c);
}

std::uint32_t name_index::find(std::string_view name) const {
  const auto found = owner_.find(text::name_key(name));
  return found == owner_.end() ? k_nobody : found->second;
}

void name_index::set(std::string_view name, std::uint32_t who) {
  owner_[text::name_key(name)] = who;
}

void name_index::renumber(const std::vector<std::uint32_t>& number) {
  for (auto& [name, who] : owner_)
    if (who != k_nobody) who = number[who];
}

std::string nobody_called(std::string_view name, const std::vector<character>& cast) {
  std::string out = "nobody is called " + std::string(name);
  constexpr std::size_t k_looked_at = 2000;
  for (std::size_t c = 0; c < std::min(cast.size(), k_looked_at); ++c) {
    const bool near = is_near(name, cast[c].name) ||
                      std::any_of(cast[c].aliases.begin(), cast[c].aliases.end(),
                                  [&](const alias& a) { return is_near(name, a.text); });
    if (near) return out + "; perhaps " + cast[c].name + " is meant";
  }
  return out;
}

kept_apart::kept_apart(const std::vector<not_same_fix>& fixes) {
  for (std::uint32_t f = 0; f < fixes.size(); ++f)
    for (const std::string& n : fixes[f].names) {
      std::vector<std::uint32_t>& mine = groups_[text::name_key(n)];
      if (mine.empty() || mine.back() != f) mine.push_back(f);
    }
}

bool kept_apart::operator()(std::string_view a, std::string_view b) const {
  const std::string x = text::name_key(a);
  const std::string y = text::name_key(b);
  if (x == y) return false;
  const auto one = groups_.find(x);
  const auto other = groups_.find(y);
  if (one == groups_.end() || other == groups_.end()) return false;
  return std::find_first_of(one->second.begin(), one->second.end(), other->second.begin(),
                            other->second.end()) != one->second.end();
}

}  // namespace fabula::people
