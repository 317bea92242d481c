// What the network finds and what the cast knows, made one list; names that agree all through a
// text.
#include "people/mentions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "people/name_types.hpp"
#include "read_tokens.hpp"

namespace fabula::people {
namespace {

using language::phrase;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A text whose words are each a root.
struct small_text : testing::read_text {
  explicit small_text(std::string words) : read_text(std::move(words)), trees(tokens.size()) {
    for (std::uint32_t i = 0; i < tokens.size(); ++i)
      trees[i].head = {i};
  }
  std::vector<token> trees;
};

phrase made(std::uint32_t first, std::uint32_t end, mention_type type, mention_form form,
            float probability = 0.9F) {
  return {{{first}, {end}}, {end - 1}, type, form, probability};
}

std::vector<std::string> words_of(const small_text& t, const std::vector<mention>& mentions) {
  std::vector<std::string> out;
  for (const mention& m : mentions)
    out.push_back(t.text.substr(m.span.start.value, m.span.size()) + "/" +
                  (m.character ? std::to_string(m.character->value) : "-"));
  return out;
}

TEST(JoinMentions, ThePhraseAroundAKnownNameTakesTheCharacter) {
  const small_text t("old Captain Reyes waved at her");
  const std::vector<phrase> phrases{made(0, 3, mention_type::per, mention_form::nom),
                                    made(5, 6, mention_type::per, mention_form::pron)};
  const std::vector<person_mention> cast{{1, 3, 4, mention_form::prop}};
  EXPECT_THAT(words_of(t, entities_by_name(t.text, t.tokens, join_mentions(cast, phrases), 5)),
              ElementsAre("old Captain Reyes/4", "her/-"));
}

TEST(JoinMentions, WhatTheNetworkDoesNotSeeStaysUnlessItCrosses) {
  const small_text t("then Odile Marr laughed");
  const std::vector<person_mention> cast{{1, 3, 0, mention_form::prop}};
  EXPECT_THAT(words_of(t, entities_by_name(t.text, t.tokens, join_mentions(cast, {}), 1)),
              ElementsAre("Odile Marr/0"));
  const std::vector<phrase> crossing{made(0, 2, mention_type::fac, mention_form::nom)};
  EXPECT_THAT(words_of(t, entities_by_name(t.text, t.tokens, join_mentions(cast, crossing), 1)),
              ElementsAre("then Odile/-"));
}

TEST(JoinMentions, ANameOfTheCastIsNoTownAndATownOfItsOwnStaysOne) {
  const small_text t("Berry walked to Berry Hill");
  const std::vector<phrase> phrases{made(0, 1, mention_type::gpe, mention_form::prop),
                                    made(3, 5, mention_type::gpe, mention_form::prop)};
  const std::vector<person_mention> cast{{0, 1, 2, mention_form::prop}};
  const auto joined = join_mentions(cast, phrases);
  EXPECT_THAT(words_of(t, entities_by_name(t.text, t.tokens, joined, 3)),
              ElementsAre("Berry/2", "Berry Hill/-"));
  EXPECT_EQ(joined[0].type, mention_type::per);
  EXPECT_EQ(joined[1].type, mention_type::gpe);
}

TEST(JoinMentions, PlacesOfOneNameAreOneEntityAndStrangersAreNot) {
  const small_text t("Vellmouth sleeps and Vellmouth wakes and a boy and a boy run");
  const std::vector<phrase> phrases{made(0, 1, mention_type::gpe, mention_form::prop),
                                    made(3, 4, mention_type::gpe, mention_form::prop),
                                    made(6, 8, mention_type::per, mention_form::nom),
                                    made(9, 11, mention_type::per, mention_form::nom)};
  const auto m = entities_by_name(t.text, t.tokens, join_mentions({}, phrases), 7);
  ASSERT_EQ(m.size(), 4U);
  EXPECT_EQ(m[0].entity, m[1].entity);
  EXPECT_NE(m[2].entity, m[3].entity);
  for (const mention& one : m)
    EXPECT_GE(one.entity.value, 7U) << "the cast's numbers are its own";
}

TEST(AgreeOnNames, MostMentionsDecideTheType) {
  const small_text t("Perrin met Perrin near Perrin today");
  std::vector<phrase> phrases{made(0, 1, mention_type::per, mention_form::prop),
                              made(2, 3, mention_type::per, mention_form::prop),
                              made(4, 5, mention_type::gpe, mention_form::prop, 0.6F)};
  agree_on_names(t.text, t.tokens, t.trees, phrases);
  for (const phrase& p : phrases)
    EXPECT_EQ(p.type, mention_type::per);
}

TEST(AgreeOnNames, ANameThatIsOneThreeTimesIsOneWhereItWasMissed) {
  const small_text t("Ilse Ilse Ilse Ilse and ilse Ilse Berg");
  std::vector<phrase> phrases{made(0, 1, mention_type::per, mention_form::prop),
                              made(1, 2, mention_type::per, mention_form::prop),
                              made(2, 3, mention_type::per, mention_form::prop),
                              made(6, 8, mention_type::per, mention_form::prop)};
  agree_on_names(t.text, t.tokens, t.trees, phrases);
  ASSERT_EQ(phrases.size(), 5U) << "not the small one, not the one inside another name";
  EXPECT_EQ(phrases[3].words.start.value, 3U);
  EXPECT_LT(phrases[3].probability, 0.9F);
}

TEST(AgreeOnNames, NothingIsAddedAcrossAPhraseOrAfterTwo) {
  const small_text t("Ann Lee ran Ann Lee sat Ann Lee");
  std::vector<phrase> two{made(0, 2, mention_type::per, mention_form::prop),
                          made(3, 5, mention_type::per, mention_form::prop)};
  agree_on_names(t.text, t.tokens, t.trees, two);
  EXPECT_EQ(two.size(), 2U);
  std::vector<phrase> none;
  agree_on_names(t.text, t.tokens, t.trees, none);
  EXPECT_THAT(none, IsEmpty());
}

}  // namespace
}  // namespace fabula::people
