// Numbers of characters from one look back to the next.
#include "people/roster.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace fabula::people {
namespace {

/// A cast with a name at each token; `who` says whose.
[[nodiscard]] cast_layer named(const std::vector<std::uint32_t>& who) {
  cast_layer out;
  for (std::uint32_t i = 0; i < who.size(); ++i) {
    if (who[i] == k_nobody) continue;
    while (out.characters.size() <= who[i])
      out.characters.emplace_back();
    person_mention m;
    m.first = i;
    m.last = i + 1;
    m.character = who[i];
    out.mentions.push_back(m);
  }
  return out;
}

[[nodiscard]] std::vector<std::uint32_t> numbers(const cast_layer& cast) {
  std::vector<std::uint32_t> out;
  for (const person_mention& m : cast.mentions)
    out.push_back(m.character);
  return out;
}

TEST(Roster, OfTwoWhoAreOneTheOneNamedOftenerKeepsTheNumber) {
  roster r;
  cast_layer apart = named({0, 1, 2, 1, 1});
  r.follow(apart);
  // "Mr. George" is George Rouncewell, whom somebody has named once before.
  cast_layer one = named({0, 0, 1, 0, 0});
  r.follow(one);
  EXPECT_EQ(numbers(one), (std::vector<std::uint32_t>{1, 1, 0, 1, 1}));
}

TEST(Roster, ANumberThatIsFreeGoesToTheNextNewcomerAndNobodyMoves) {
  roster r;
  cast_layer before = named({0, 1, 2});
  r.follow(before);
  cast_layer after = named({0, k_nobody, 1, 2, 3});
  r.follow(after);
  EXPECT_EQ(numbers(after), (std::vector<std::uint32_t>{0, 2, 1, 3}));
}

TEST(Roster, WhereTheCastGetsSmallerTheHighestNumbersFillTheGaps) {
  roster r;
  cast_layer before = named({0, 1, 2, 3});
  r.follow(before);
  cast_layer after = named({0, k_nobody, 1, 2});
  r.follow(after);
  EXPECT_EQ(numbers(after), (std::vector<std::uint32_t>{0, 2, 1}));
}

}  // namespace
}  // namespace fabula::people
