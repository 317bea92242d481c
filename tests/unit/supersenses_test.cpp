#include "language/supersenses.hpp"

#include <gmock/gmock.h>

#include <random>

#include "parsed_story.hpp"

namespace {

using fabula::error_code;
using fabula::story;
using fabula::language::load_supersenses;
using fabula::language::parse_supersenses;
using fabula::language::supersense_lexicon;
using fabula::testing::read_table;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string k_path = std::string(FABULA_SOURCE_DIR) + "/models/en/supersenses.tsv";

const supersense_lexicon& wordnet() {
  static const supersense_lexicon all = load_supersenses(k_path).value();
  return all;
}

std::string name_of(std::optional<fabula::supersense_category> c) {
  return c ? std::string(fabula::k_supersenses.at(c->value)) : "-";
}

/// "noun name verb"
std::string senses_of(const char* entry) {
  const auto s = wordnet().find(entry);
  if (!s) return "no such entry";
  return name_of(s->noun) + " " + name_of(s->name) + " " + name_of(s->verb);
}

/// Each as "words: category".
std::vector<std::string> found_in(const char* table,
                                  const supersense_lexicon& lexicon = wordnet()) {
  const story s = read_table(table).value;
  std::vector<std::string> out;
  for (const fabula::supersense& x :
       fabula::language::find_supersenses({s.text, s.tokens, s.lemmas, s.mentions}, lexicon)) {
    const auto first = s.tokens.at(x.tokens.start.value).span.start;
    const auto end = s.tokens.at(x.tokens.end.value - 1).span.end;
    out.push_back(std::string(s.words_of({first, end})) + ": " + name_of(x.category));
  }
  return out;
}

TEST(SupersenseLexicon, HasWordNetsFirstSenses) {
  EXPECT_GT(wordnet().size(), 100'000U);
  EXPECT_EQ(senses_of("dog"), "noun.animal - verb.motion");
  EXPECT_EQ(senses_of("china"), "noun.artifact noun.location -");
  EXPECT_EQ(senses_of("new york"), "- noun.location -");
  EXPECT_EQ(senses_of("give up"), "- - verb.possession");
  EXPECT_EQ(senses_of("say"), "noun.state - verb.communication");
  EXPECT_EQ(senses_of("rain"), "noun.phenomenon - verb.weather");
  EXPECT_EQ(senses_of("afternoon"), "noun.time - -");
  EXPECT_EQ(senses_of("adam 's apple"), "- noun.plant -");
  EXPECT_EQ(senses_of("new yor"), "no such entry");
  EXPECT_EQ(senses_of(""), "no such entry");
}

TEST(SupersenseLexicon, FindsWhatBeginsWithWords) {
  const auto& all = wordnet();
  const auto found = all.beginning_with("lamp", all.all());
  EXPECT_GT(found.last - found.first, 5U);
  EXPECT_TRUE(all.find("lamp", found));
  const auto post = all.beginning_with("lamp chimney", found);
  EXPECT_EQ(post.last - post.first, 1U);
  EXPECT_EQ(all.beginning_with("lampoo", all.all()).first,
            all.beginning_with("lampoo", all.all()).last);
}

TEST(Supersenses, TakeTheLongestEntryOfEachWord) {
  EXPECT_THAT(
      found_in(R"(
She     she   PRON  PRP 2 nsubj
took    take  VERB  VBD 0 root
care    care  NOUN  NN  2 obj
of      of    ADP   IN  6 case
the     the   DET   DT  6 det
dogs    dog   NOUN  NNS 2 obl
in      in    ADP   IN  9 case
New     New   PROPN NNP 9 compound
York    York  PROPN NNP 2 obl
+.      .     PUNCT .   2 punct)"),
      ElementsAre("took care: verb.social", "dogs: noun.animal", "New York: noun.location"));
}

TEST(Supersenses, OfAVerbKeepItsParticleAndLeaveItsPreposition) {
  EXPECT_THAT(
      found_in(R"(
He    he    PRON PRP 2 nsubj
gave  give  VERB VBD 0 root
up    up    ADP  RP  2 compound:prt
and   and   CCONJ CC 5 cc
looked look VERB VBD 2 conj
at    at    ADP  IN  8 case
the   the   DET  DT  8 det
sea   sea   NOUN NN  5 obl)"),
      ElementsAre("gave up: verb.possession", "looked: verb.perception", "sea: noun.object"));
}

TEST(Supersenses, GoByTheTag) {
  EXPECT_THAT(found_in(R"(
They    they   PRON PRP 2 nsubj
dog     dog    VERB VBP 0 root
the     the    DET  DT  4 det
dog     dog    NOUN NN  2 obj
from    from   ADP  IN  6 case
China   China  PROPN NNP 2 obl
over    over   ADP  IN  9 case
the     the    DET  DT  9 det
china   china  NOUN NN  2 obl
well    well   ADV  RB  2 advmod)"),
              ElementsAre("dog: verb.motion", "dog: noun.animal", "China: noun.location",
                          "china: noun.artifact"));
}

TEST(Supersenses, CountACopulaAndNoAuxiliary) {
  EXPECT_THAT(found_in(R"(
She she  PRON PRP 4 nsubj
was be   AUX  VBD 4 aux
not not  PART RB  4 advmod
ill ill  ADJ  JJ  0 root
+,  ,    PUNCT , 4 punct
she she  PRON PRP 8 nsubj
was be   AUX  VBD 8 cop
sad sad  ADJ  JJ 4 conj)"),
              ElementsAre("was: verb.stative"));
}

TEST(Supersenses, GiveNamesTheKindOfTheirMention) {
  EXPECT_THAT(found_in(R"(
Miss    Miss   PROPN NNP 2 nmod:desc (1
Rose    Rose   PROPN NNP 4 nsubj
Marr    Marr   PROPN NNP 2 flat 1)
left    leave  VERB  VBD 0 root
the     the    DET   DT  6 det  (2v
Mercy   Mercy  PROPN NNP 4 obj  2v)
at      at     ADP   IN  8 case
Hartle  Hartle PROPN NNP 4 obl  (3g)
with    with   ADP   IN  11 case
the     the    DET   DT  11 det (4
cook    cook   NOUN  NN  4  obl 4))"),
              ElementsAre("Miss Rose Marr: noun.person", "left: verb.motion",
                          "Mercy: noun.artifact", "Hartle: noun.location", "cook: noun.person"));
}

TEST(Supersenses, PreferALongerEntryToAName) {
  EXPECT_THAT(found_in(R"(
the        the        DET   DT  2 det (1
Duke       Duke       PROPN NNP 0 root
of         of         ADP   IN  4 case
Wellington Wellington PROPN NNP 2 nmod (2g) 1))"),
              ElementsAre("Duke of Wellington: noun.person"));
  // A mention whose head is no name is none of these.
  EXPECT_THAT(found_in("her her PRON PRP$ 2 nmod:poss (1\nMajesty majesty NOUN NN 0 root 1)"),
              ElementsAre("Majesty: noun.attribute"));
}

TEST(Supersenses, KeepToOneSentence) {
  EXPECT_THAT(found_in("New New PROPN NNP 0 root\n\nYork York PROPN NNP 0 root"),
              ElementsAre("York: noun.group"));
}

TEST(Supersenses, ReadCurlyApostrophes) {
  EXPECT_THAT(found_in("Adam Adam PROPN NNP 3 nmod:poss\n+’s ’s PART POS 1 case\n"
                       "apple apple NOUN NN 0 root"),
              ElementsAre("Adam’s apple: noun.plant"));
}

TEST(Supersenses, OfANounBeginWithNoDeterminerAndNoPreposition) {
  EXPECT_THAT(found_in("in in ADP IN 2 case\ntime time NOUN NN 0 root\n"
                       "the the DET DT 4 det\ncity city NOUN NN 2 dep"),
              ElementsAre("time: noun.event", "city: noun.location"));
}

TEST(Supersenses, OfNothingAreNone) {
  EXPECT_THAT(found_in(""), ElementsAre());
}

TEST(Supersenses, CostLinearTime) {
  // Each word begins an entry and each pair goes on with one.
  std::string table;
  for (int i = 0; i < 100'000; ++i)
    table += i % 2 == 0 ? "new new ADJ JJ 1 dep\n" : "york york NOUN NN 1 dep\n";
  table.replace(0, table.find('\n'), "new new ADJ JJ 0 root");
  EXPECT_EQ(found_in(table.c_str()).size(), 50'000U);
}

TEST(SupersenseFile, IsCheckedLineByLine) {
  const auto problem = [](std::string bytes) {
    const auto made = parse_supersenses(std::move(bytes), "s.tsv");
    if (made) return std::string("good");
    EXPECT_EQ(made.error().code, error_code::damaged);
    EXPECT_EQ(made.error().remedy, "install fabula's models again");
    return made.error().file + ", " + made.error().place + ": " + made.error().problem;
  };
  const std::string head = "# fabula supersenses 1, 2 entries.\n";
  EXPECT_EQ(problem(head + "ant\tc\nant hill\t.cA\n"), "good");
  EXPECT_EQ(problem(""), "s.tsv, line 1: it is no list of supersenses of version 1");
  EXPECT_EQ(problem("# fabula supersenses 2, 0 entries.\n"),
            "s.tsv, line 1: it is no list of supersenses of version 1");
  EXPECT_EQ(problem(head + "ant\tc\nbee\tc"), "s.tsv, line 1: it is cut short");
  EXPECT_EQ(problem(head + "ant\tc\n"), "s.tsv, line 2: it has 1 entries and promises 2");
  EXPECT_EQ(problem(head + "bee\tc\nant\tc\n"), "s.tsv, line 3: it is not in the order of bytes");
  EXPECT_EQ(problem(head + "bee\tc\nbee\tc\n"), "s.tsv, line 3: it is not in the order of bytes");
  EXPECT_EQ(problem(head + "ant\tc\n\n"), "s.tsv, line 3: it has no entry");
  EXPECT_EQ(problem(head + "\tc\n"), "s.tsv, line 2: it has no entry");
  EXPECT_THAT(problem(head + "ant\tP\n"), HasSubstr("not one to three letters"));
  EXPECT_THAT(problem(head + "ant\t\n"), HasSubstr("not one to three letters"));
  EXPECT_THAT(problem(head + "ant\tabcd\n"), HasSubstr("not one to three letters"));
  EXPECT_THAT(problem(head + "\xC3\xA9t\tc\n"), HasSubstr("not printable"));
  EXPECT_EQ(load_supersenses("/nowhere/s.tsv").error().code, error_code::not_found);
  EXPECT_EQ(load_supersenses("/").error().code, error_code::not_a_file);
}

TEST(SupersenseFile, SurvivesAnyDamage) {
  std::string good = "# fabula supersenses 1, 3 entries.\nant\tc\nant hill\t.cA\nbee\tc.B\n";
  std::mt19937 random(5);  // NOLINT: the same damage on every run
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = good;
    for (int n = round % 4; n >= 0; --n)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (round % 5 == 0) bytes.resize(random() % bytes.size());
    if (const auto made = parse_supersenses(bytes, "s.tsv")) {
      found_in("Ant ant NOUN NN 2 compound\nhill hill NOUN NN 0 root", *made);
    }
  }
}

}  // namespace
