#include "people/roster.hpp"

#include <algorithm>
#include <utility>

namespace fabula::people {
namespace {

/// Of all `pairs` (a, b), each a with the b that it comes with most often; of equals the lowest.
[[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> most_frequent(
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs) {
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  std::size_t most = 0;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t end = i;
    while (end < pairs.size() && pairs[end] == pairs[i])
      ++end;
    if (out.empty() || out.back().first != pairs[i].first) {
      out.push_back(pairs[i]);
      most = end - i;
    } else if (end - i > most) {
      out.back() = pairs[i];
      most = end - i;
    }
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
  std::vector<std::uint32_t> out;
  std::uint32_t last = 0;
  for (const chapter& c : in.chapters) {
    if (c.kind != chapter_kind::chapter && c.kind != chapter_kind::part) continue;
    const std::uint32_t end = in.tokens.first_at(c.span.end.value);
    if (end >= in.size() || end == 0 || 25 * static_cast<std::uint64_t>(end) < 26ULL * last)
      continue;
    out.push_back(end);
    last = end;
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
  for (const auto& [before, now] : most_frequent(std::move(pairs)))
    wish[now] = std::min(wish[now], before);
  const std::vector<std::uint32_t> to = number_without_gaps(wish);
  renumber(cast, to);
  known_.clear();
  for (const person_mention& m : cast.mentions)
    known_.push_back({m.first, m.character});
  narrator_ = cast.narrator;
  numbers_ = cast.characters.size();
}

}  // namespace fabula::people
