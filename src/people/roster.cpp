#include "people/roster.hpp"

#include <algorithm>
#include <utility>

namespace fabula::people {
namespace {

/// Who somebody is now, and by how many uses of names.
struct successor {
  std::uint32_t before = 0;
  std::uint32_t now = 0;
  std::uint32_t uses = 0;
};

/// Of all `pairs` (before, now), each before with the now that it comes with most often; of equals
/// the lowest.
[[nodiscard]] std::vector<successor> most_frequent(
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs) {
  std::sort(pairs.begin(), pairs.end());
  std::vector<successor> out;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t end = i;
    while (end < pairs.size() && pairs[end] == pairs[i])
      ++end;
    const successor s{pairs[i].first, pairs[i].second, static_cast<std::uint32_t>(end - i)};
    if (out.empty() || out.back().before != s.before)
      out.push_back(s);
    else if (s.uses > out.back().uses)
      out.back() = s;
    i = end;
  }
  return out;
}

}  // namespace

std::vector<std::uint32_t> number_without_gaps(const std::vector<std::uint32_t>& wish) {
  const auto n = static_cast<std::uint32_t>(wish.size());
  std::vector<std::uint32_t> out(n, k_nobody);
  std::vector<std::uint8_t> taken(n, 0);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> waiting;  // wish, whose
  for (std::uint32_t i = 0; i < n; ++i) {
    if (wish[i] < n) {
      out[i] = wish[i];
      taken[wish[i]] = 1;
    } else if (wish[i] != k_nobody) {
      waiting.emplace_back(wish[i], i);
    }
  }
  std::uint32_t next = 0;
  const auto take = [&](std::uint32_t i) {
    while (taken[next] != 0)
      ++next;
    taken[next] = 1;
    out[i] = next;
  };
  for (std::uint32_t i = 0; i < n; ++i)
    if (wish[i] == k_nobody) take(i);
  std::sort(waiting.begin(), waiting.end());
  for (const auto& [number, i] : waiting)
    take(i);
  return out;
}

std::vector<std::uint32_t> places_to_look_back(const cast_input& in) {
  constexpr std::uint64_t k_readings = 32;  // so that a long book costs no more a word
  std::vector<std::uint32_t> out;
  std::uint64_t read = 0;  // tokens, by all looks so far
  for (const chapter& c : in.chapters) {
    if (c.kind != chapter_kind::chapter && c.kind != chapter_kind::part) continue;
    const std::uint32_t end = in.tokens.first_at(c.span.end.value);
    if (end >= in.size()) break;
    if (end == 0 || (!out.empty() && end == out.back())) continue;
    if (read + end > k_readings * end) continue;
    out.push_back(end);
    read += end;
  }
  return out;
}

void renumber(cast_layer& cast, const std::vector<std::uint32_t>& to) {
  std::vector<character> characters(cast.characters.size());
  for (std::size_t c = 0; c < to.size(); ++c)
    characters[to[c]] = std::move(cast.characters[c]);
  cast.characters = std::move(characters);
  for (person_mention& m : cast.mentions)
    m.character = to[m.character];
  for (std::uint32_t& n : cast.narrator)
    if (n != k_nobody) n = to[n];
}

void roster::follow(cast_layer& cast) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  // before, now
  std::size_t k = 0;
  for (const person_mention& m : cast.mentions) {
    while (k < known_.size() && known_[k].token < m.first)
      ++k;
    if (k < known_.size() && known_[k].token == m.first)
      pairs.emplace_back(known_[k].who, m.character);
  }
  // A narrator may have no name, or none yet; one who has goes by it.
  std::vector<std::uint8_t> named(numbers_, 0);
  for (const seat& s : known_)
    named[s.who] = 1;
  for (std::size_t p = 0; p < std::min(narrator_.size(), cast.narrator.size()); ++p)
    if (narrator_[p] != k_nobody && cast.narrator[p] != k_nobody && named[narrator_[p]] == 0)
      pairs.emplace_back(narrator_[p], cast.narrator[p]);
  std::vector<std::uint32_t> wish(cast.characters.size(), k_nobody);
  std::vector<std::uint32_t> most(cast.characters.size(), 0);
  for (const auto& [before, now, uses] : most_frequent(std::move(pairs)))
    if (uses > most[now]) wish[now] = before, most[now] = uses;
  const std::vector<std::uint32_t> to = number_without_gaps(wish);
  renumber(cast, to);
  known_.clear();
  for (const person_mention& m : cast.mentions)
    known_.push_back({m.first, m.character});
  narrator_ = cast.narrator;
  numbers_ = cast.characters.size();
}

}  // namespace fabula::people
