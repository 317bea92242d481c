#include "plot/events.hpp"

#include <gmock/gmock.h>

#include <random>

#include "parsed_story.hpp"
#include "story/bounds.hpp"

namespace {

using fabula::event;
using fabula::story;
using fabula::testing::parsed;
using fabula::testing::read_table;

std::string words_of(const story& s, const std::vector<fabula::mention_id>& mentions) {
  std::string out;
  for (const fabula::mention_id m : mentions)
    (out += out.empty() ? "" : ", ") += s.words_of(s.mentions.at(m.value).span);
  return out.empty() ? "-" : out;
}

/// Each trigger as "word: agents > patients".
std::string events_of(const char* table) {
  const parsed p = read_table(table);
  const story& s = p.value;
  std::string out;
  for (const event& e : fabula::plot::find_events({s.tokens, s.lemmas, s.mentions, p.triggers})) {
    (out += out.empty() ? "" : "; ") += s.words_of(e.span);
    (out += ": ").append(words_of(s, e.agents)) += " > ";
    out += words_of(s, e.patients);
  }
  return out;
}

TEST(Events, HaveTheSubjectAndTheObject) {
  EXPECT_EQ(events_of(R"(
Ruth   Ruth   PROPN NNP 2 nsubj (1)
struck strike VERB  VBD 0 root  !
the    the    DET   DT  5 det   (2
old    old    ADJ   JJ  5 amod
cook   cook   NOUN  NN  2 obj   2))"),
            "struck: Ruth > the old cook");
  EXPECT_EQ(events_of(R"(
The  the  DET  DT  2 det
lamp lamp NOUN NN  3 nsubj
fell fall VERB VBD 0 root !)"),
            "fell: - > -");
}

TEST(Events, KeepSpanLemmaAndRealis) {
  const parsed p = read_table("Ruth Ruth PROPN NNP 2 nsubj\nstruck strike VERB VBD 0 root !");
  const story& s = p.value;
  const auto found = fabula::plot::find_events({s.tokens, s.lemmas, s.mentions, p.triggers});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(s.words_of(found[0].span), "struck");
  EXPECT_EQ(s.lemmas.at(found[0].lemma.value), "strike");
  EXPECT_TRUE(found[0].realis);
}

TEST(Events, OfAPassiveHaveTheSubjectAsPatient) {
  EXPECT_EQ(events_of(R"(
Tom    Tom    PROPN NNP 3 nsubj:pass (1)
was    be     AUX   VBD 3 aux:pass
struck strike VERB  VBN 0 root       !
by     by     ADP   IN  6 case
his    his    PRON  PRP$ 6 nmod:poss (1)
aunt   aunt   NOUN  NN  3 obl:agent  (2))"),
            "struck: aunt > Tom");
  EXPECT_EQ(events_of(R"(
He     he     PRON PRP 3 nsubj:pass (1)
was    be     AUX  VBD 3 aux:pass
beaten beat   VERB VBN 0 root !
and    and    CCONJ CC 5 cc
robbed rob    VERB VBN 3 conj !)"),
            "beaten: - > He; robbed: - > He");
}

TEST(Events, ShareASubjectAlongCoordination) {
  EXPECT_EQ(events_of(R"(
Ruth  Ruth PROPN NNP 2 nsubj (1)
rose  rise VERB  VBD 0 root !
+,    ,    PUNCT ,   4 punct
took  take VERB  VBD 2 conj !
the   the  DET   DT  6 det
lamp  lamp NOUN  NN  4 obj
and   and  CCONJ CC  8 cc
left  leave VERB VBD 2 conj !)"),
            "rose: Ruth > -; took: Ruth > -; left: Ruth > -");
  // Active behind passive, and passive behind active.
  EXPECT_EQ(events_of(R"(
Tom    Tom    PROPN NNP 2 nsubj (1)
fell   fall   VERB  VBD 0 root !
and    and    CCONJ CC  5 cc
was    be     AUX   VBD 5 aux:pass
carried carry VERB  VBN 2 conj !
off    off    ADP   RP  5 compound:prt)"),
            "fell: Tom > -; carried: - > Tom");
  // A subject of its own is its own.
  EXPECT_EQ(events_of(R"(
Tom   Tom   PROPN NNP 2 nsubj (1)
fell  fall  VERB  VBD 0 root !
and   and   CCONJ CC  5 cc
she   she   PRON  PRP 5 nsubj (2)
laughed laugh VERB VBD 2 conj !)"),
            "fell: Tom > -; laughed: she > -");
}

TEST(Events, ShareAnObjectThatStandsBehindBoth) {
  EXPECT_EQ(events_of(R"(
She    she   PRON PRP 2 nsubj (1)
hugged hug   VERB VBD 0 root !
and    and   CCONJ CC 4 cc
kissed kiss  VERB VBD 2 conj !
him    he    PRON PRP 2 obj (2))"),
            "hugged: She > him; kissed: She > him");
  EXPECT_EQ(events_of(R"(
She    she   PRON PRP 2 nsubj (1)
kissed kiss  VERB VBD 0 root !
him    he    PRON PRP 2 obj (2)
and    and   CCONJ CC 5 cc
left   leave VERB VBD 2 conj !)"),
            "kissed: She > him; left: She > -");
}

TEST(Events, TakeTheSubjectOfWhatTheyComplete) {
  EXPECT_EQ(events_of(R"(
Ruth  Ruth  PROPN NNP 2 nsubj (1)
began begin VERB  VBD 0 root !
to    to    PART  TO  4 mark
run   run   VERB  VB  2 xcomp !)"),
            "began: Ruth > -; run: Ruth > -");
  EXPECT_EQ(events_of(R"(
Ruth  Ruth  PROPN NNP 2 nsubj (1)
told  tell  VERB  VBD 0 root !
Tom   Tom   PROPN NNP 2 obj (2)
to    to    PART  TO  5 mark
leave leave VERB  VB  2 xcomp !)"),
            "told: Ruth > Tom; leave: Tom > -");
  EXPECT_EQ(events_of(R"(
Ruth     Ruth    PROPN NNP 2 nsubj (1)
promised promise VERB VBD 0 root !
Tom   Tom   PROPN NNP 2 obj (2)
to    to    PART  TO  5 mark
leave leave VERB  VB  2 xcomp !)"),
            "promised: Ruth > Tom; leave: Ruth > -");
  EXPECT_EQ(events_of(R"(
Ruth  Ruth  PROPN NNP 3 nsubj (1)
was   be    AUX   VBD 3 cop
eager eager ADJ   JJ  0 root
to    to    PART  TO  5 mark
try   try   VERB  VB  3 xcomp !
to    to    PART  TO  7 mark
help  help  VERB  VB  5 xcomp !
him   he    PRON  PRP 7 obj (2))"),
            "try: Ruth > -; help: Ruth > him");
  EXPECT_EQ(events_of(R"(
They  they  PRON PRP 2 nsubj (1)
had   have  VERB VBD 0 root
Tom   Tom   PROPN NNP 2 obj (2)
arrested arrest VERB VBN 2 xcomp !)"),
            "arrested: - > Tom");
}

TEST(Events, TakeTheSubjectOfWhatTheyGoWith) {
  EXPECT_EQ(events_of(R"(
Smiling smile VERB VBG 4 advcl !
+,      ,     PUNCT ,  1 punct
Ruth    Ruth  PROPN NNP 4 nsubj (1)
left    leave VERB VBD 0 root !
to      to    PART TO  6 mark
find    find  VERB VB  4 advcl !
Tom     Tom   PROPN NNP 6 obj (2))"),
            "Smiling: Ruth > -; left: Ruth > -; find: Ruth > Tom");
  EXPECT_EQ(events_of(R"(
Struck strike VERB VBN 6 advcl !
by     by     ADP  IN  4 case
the    the    DET  DT  4 det
beam   beam   NOUN NN  1 obl:agent
he     he     PRON PRP 6 nsubj (1)
fell   fall   VERB VBD 0 root !)"),
            "Struck: - > he; fell: he > -");
  // With a subject of its own.
  EXPECT_EQ(events_of(R"(
When  when  ADV  WRB 3 advmod
he    he    PRON PRP 3 nsubj (1)
came  come  VERB VBD 5 advcl !
she   she   PRON PRP 5 nsubj (2)
left  leave VERB VBD 0 root !)"),
            "came: he > -; left: she > -");
  // Nobody is behind an order or behind "there" and "it".
  EXPECT_EQ(events_of("Run run VERB VB 0 root !"), "Run: - > -");
  EXPECT_EQ(events_of("It it PRON PRP 2 expl (1)\nrained rain VERB VBD 0 root !"), "rained: - > -");
}

TEST(Events, OfAParticipleHaveTheNounThatItSaysMoreOf) {
  EXPECT_EQ(events_of(R"(
The    the   DET  DT  2 det (1
woman  woman NOUN NN  4 nsubj 1)
waving wave  VERB VBG 2 acl !
cried  cry   VERB VBD 0 root !)"),
            "waving: The woman > -; cried: The woman > -");
  EXPECT_EQ(events_of(R"(
The    the    DET  DT  2 det (1
man    man    NOUN NN  6 nsubj
arrested arrest VERB VBN 2 acl !
at     at     ADP  IN  5 case
noon   noon   NOUN NN  3 obl 1)
died   die    VERB VBD 0 root !)"),
            "arrested: - > The man arrested at noon; died: The man arrested at noon > -");
  EXPECT_EQ(events_of(R"(
the     the  DET  DT  4 det (1
weeping weep VERB VBG 4 amod !
wounded wound VERB VBN 4 amod !
man     man  NOUN NN  0 root 1)
gone    go   VERB VBN 4 acl !)"),
            "weeping: the weeping wounded man > -; wounded: - > the weeping wounded man; "
            "gone: the weeping wounded man > -");
  EXPECT_EQ(events_of("a a DET DT 2 det (1\nman man NOUN NN 0 root 1)\nto to PART TO 4 mark\n"
                      "fear fear VERB VB 2 acl !"),
            "fear: - > -");
}

TEST(Events, FollowRelativePronouns) {
  EXPECT_EQ(events_of(R"(
The   the   DET  DT  2 det (1
man   man   NOUN NN  8 nsubj 1)
who   who   PRON WP  4 nsubj
came  come  VERB VBD 2 acl:relcl !
and   and   CCONJ CC 6 cc
sat   sit   VERB VBD 4 conj !
down  down  ADP  RP  6 compound:prt
spoke speak VERB VBD 0 root !)"),
            "came: The man > -; sat: The man > -; spoke: The man > -");
  EXPECT_EQ(events_of(R"(
the   the   DET  DT  2 det (1
girl  girl  NOUN NN  0 root 1)
whom  whom  PRON WP  5 obj
Tom   Tom   PROPN NNP 5 nsubj (2)
loved love  VERB VBD 2 acl:relcl !)"),
            "loved: Tom > the girl");
  EXPECT_EQ(events_of(R"(
the    the   DET  DT  2 det (1
dog    dog   NOUN NN  0 root 1)
that   that  PRON WDT 5 nsubj:pass
was    be    AUX  VBD 5 aux:pass
beaten beat  VERB VBN 2 acl:relcl !)"),
            "beaten: - > the dog");
  EXPECT_EQ(events_of(R"(
the    the   DET  DT  2 det (1
man    man   NOUN NN  0 root 1)
who    who   PRON WP  6 nsubj
I      I     PRON PRP 5 nsubj (2)
think  think VERB VBP 2 acl:relcl
lied   lie   VERB VBD 5 ccomp !)"),
            "lied: the man > -");
  EXPECT_EQ(events_of(R"(
the     the     DET  DT  2 det (1
friend  friend  NOUN NN  0 root 1)
who     who     PRON WP  4 nsubj
wrote   write   VERB VBD 2 acl:relcl !
and     and     CCONJ CC 8 cc
whom    whom    PRON WP  8 obj
I       I       PRON PRP 8 nsubj (2)
answered answer VERB VBD 4 conj !)"),
            "wrote: the friend > -; answered: I > the friend");
  // A question inside is no relative pronoun.
  EXPECT_EQ(events_of(R"(
the    the   DET  DT  2 det (1
man    man   NOUN NN  0 root 1)
who    who   PRON WP  4 nsubj
asked  ask   VERB VBD 2 acl:relcl !
who    who   PRON WP  6 nsubj
came   come  VERB VBD 4 ccomp !)"),
            "asked: the man > -; came: - > -");
}

TEST(Events, FindTheObjectOfAClauseWithoutItsPronoun) {
  EXPECT_EQ(events_of(R"(
the   the   DET  DT  2 det (1
man   man   NOUN NN  0 root 1)
she   she   PRON PRP 4 nsubj (2)
loved love  VERB VBD 2 acl:relcl !)"),
            "loved: she > the man");
  EXPECT_EQ(events_of(R"(
the   the   DET  DT  2 det (1
man   man   NOUN NN  0 root 1)
she   she   PRON PRP 4 nsubj (2)
spoke speak VERB VBD 2 acl:relcl !
to    to    ADP  IN  4 obl)"),
            "spoke: she > -");
  EXPECT_EQ(events_of(R"(
the   the   DET  DT  2 det (1l
place place NOUN NN  0 root 1l)
she   she   PRON PRP 4 nsubj (2)
died  die   VERB VBD 2 acl:relcl !)"),
            "died: she > -");
}

TEST(Events, OfANounHavePossessorAndOf) {
  EXPECT_EQ(events_of(R"(
Ruth    Ruth   PROPN NNP 3 nmod:poss (1)
+'s     's     PART  POS 1 case
murder  murder NOUN  NN  0 root !
of      of     ADP   IN  6 case
the     the    DET   DT  6 det (2
king    king   NOUN  NN  3 nmod 2))"),
            "murder: Ruth > the king");
  EXPECT_EQ(events_of(R"(
an     a      DET  DT 2 det
attack attack NOUN NN 0 root !
by     by     ADP  IN 4 case
thieves thief NOUN NNS 2 nmod (1))"),
            "attack: thieves > -");
  EXPECT_EQ(events_of(R"(
his       his       PRON  PRP$ 2 nmod:poss (1)
arrival   arrival   NOUN  NN   0 root !
and       and       CCONJ CC   4 cc
departure departure NOUN  NN   2 conj !)"),
            "arrival: his > -; departure: his > -");
  // What a noun is said to be takes no part in it.
  EXPECT_EQ(events_of("He he PRON PRP 4 nsubj (1)\nwas be AUX VBD 4 cop\na a DET DT 4 det\n"
                      "failure failure NOUN NN 0 root !"),
            "failure: - > -");
}

TEST(Events, OfANounThatAVerbLendsItsForm) {
  EXPECT_EQ(events_of(R"(
Ruth Ruth PROPN NNP 2 nsubj (1)
gave give VERB  VBD 0 root
a    a    DET   DT  4 det
cry  cry  NOUN  NN  2 obj !)"),
            "cry: Ruth > -");
  EXPECT_EQ(events_of(R"(
Ruth  Ruth PROPN NNP 2 nsubj (1)
heard hear VERB  VBD 0 root !
a     a    DET   DT  4 det
cry   cry  NOUN  NN  2 obj !)"),
            "heard: Ruth > -; cry: - > -");
}

TEST(Events, NameEachOfThoseCoordinated) {
  EXPECT_EQ(events_of(R"(
Tom  Tom  PROPN NNP 6 nsubj (1)
+,   ,    PUNCT ,   3 punct
Ann  Ann  PROPN NNP 1 conj (2)
and  and  CCONJ CC  5 cc
Ruth Ruth PROPN NNP 1 conj (3)
saw  see  VERB  VBD 0 root !
him  he   PRON  PRP 6 obj (4)
and  and  CCONJ CC  9 cc
her  she  PRON  PRP 7 conj (5))"),
            "saw: Tom, Ann, Ruth > him, her");
}

TEST(Events, PreferEachToTheirGroup) {
  constexpr auto k_both = R"(
Tom  Tom  PROPN NNP 4 nsubj (9 (1)
and  and  CCONJ CC  3 cc
Ruth Ruth PROPN NNP 1 conj (2) 9)
left leave VERB VBD 0 root !)";
  EXPECT_EQ(events_of(k_both), "left: Tom, Ruth > -");
  EXPECT_EQ(events_of(R"(
men   man   NOUN NNS 4 nsubj (9
and   and   CCONJ CC 3 cc
women woman NOUN NNS 1 conj (2) 9)
left  leave VERB VBD 0 root !)"),
            "left: men and women > -");
}

TEST(Events, TakeTheLongestMentionOfAWord) {
  EXPECT_EQ(events_of(R"(
the  the  DET  DT  3 det (1
old  old  ADJ  JJ  3 amod
man  man  NOUN NN  7 nsubj (1)
with with ADP  IN  6 case
a    a    DET  DT  6 det
hat  hat  NOUN NN  3 nmod 1)
left leave VERB VBD 0 root !)"),
            "left: the old man with a hat > -");
  // The head of a name is its first word in the tree; a possessor is another word.
  EXPECT_EQ(events_of(R"(
Miss Miss PROPN NNP 2 nmod:desc (1
Anna Anna PROPN NNP 5 nsubj
Lee  Lee  PROPN NNP 2 flat
Marr Marr PROPN NNP 2 flat 1)
met  meet VERB  VBD 0 root !
her  her  PRON  PRP$ 7 nmod:poss (1)
aunt aunt NOUN  NN  5 obj)"),
            "met: Miss Anna Lee Marr > -");
}

TEST(Events, OfTellingHaveThePersonTold) {
  EXPECT_EQ(events_of(R"(
She  she  PRON PRP 2 nsubj (1)
told tell VERB VBD 0 root !
him  he   PRON PRP 2 iobj (2)
that that SCONJ IN 6 mark
Tom  Tom  PROPN NNP 6 nsubj (3)
left leave VERB VBD 2 ccomp !)"),
            "told: She > him; left: Tom > -");
  EXPECT_EQ(events_of(R"(
She  she  PRON PRP 2 nsubj (1)
sent send VERB VBD 0 root !
him  he   PRON PRP 2 iobj (2)
the  the  DET  DT  5 det (3v
boat boat NOUN NN  2 obj 3v))"),
            "sent: She > the boat");
}

TEST(Events, OfAnAdjectiveHaveItsSubject) {
  EXPECT_EQ(
      events_of("She she PRON PRP 3 nsubj (1)\nwas be AUX VBD 3 cop\ndead dead ADJ JJ 0 root !"),
      "dead: She > -");
}

TEST(Events, PreferTheInnerSubject) {
  EXPECT_EQ(events_of(R"(
Tom  Tom  PROPN NNP 5 nsubj:outer (1)
is   be   AUX VBZ 5 cop
what what PRON WP 5 obj
she  she  PRON PRP 5 nsubj (2)
saw  see  VERB VBD 0 root !)"),
            "saw: she > -");
  EXPECT_EQ(events_of("Tom Tom PROPN NNP 3 nsubj:outer (1)\nis be AUX VBZ 3 cop\n"
                      "leaving leave VERB VBG 0 root !"),
            "leaving: Tom > -");
}

TEST(Events, OfNothingAreNone) {
  EXPECT_EQ(events_of(""), "");
  EXPECT_EQ(events_of("Ruth Ruth PROPN NNP 0 root"), "");
}

TEST(Events, AreInBoundsForEveryTree) {
  std::mt19937 random(7);  // NOLINT: the same trees on every run
  const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (int round = 0; round < 3000; ++round) {
    const std::uint32_t size = 1 + below(12);
    story s;
    s.text.assign(size, 'a');
    s.chapters = {{{{0}, {size}}, "", {}}};
    s.sentences = {{{{0}, {size}}}};
    s.lemmas = {"of", "by", "give", "promise"};
    std::vector<fabula::token_index> triggers;
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < size; ++i) {
      fabula::token t{{{i}, {i + 1}}, {0}, {i}, {below(4)}, {}, {}};
      t.relation = {below(fabula::k_relations.size())};
      t.xpos = {below(fabula::k_penn_tags.size())};
      t.upos = static_cast<fabula::universal_tag>(below(fabula::k_universal_tags.size()));
      s.tokens.push_back(t);
      triggers.push_back({i});
      order.push_back(i);
    }
    std::shuffle(order.begin(), order.end(), random);
    for (std::uint32_t i = 1; i < size; ++i)
      s.tokens[order[i]].head = {order[below(i)]};
    for (int n = 0; n < 4; ++n) {
      fabula::mention m;
      const std::uint32_t start = below(size);
      m.span = m.head = {{start}, {start + 1 + below(size - start)}};
      s.mentions.push_back(m);
    }
    s.events = fabula::plot::find_events({s.tokens, s.lemmas, s.mentions, triggers});
    ASSERT_EQ(fabula::check_bounds(s), "") << round;
    EXPECT_EQ(s.events.size(), size);
  }
}

/// Everybody does everything to everybody, in one sentence.
TEST(Events, CostLinearTime) {
  constexpr std::uint32_t k_words = 60'000;
  story s;
  s.text.assign(k_words, 'a');
  s.sentences = {{{{0}, {k_words}}}};
  s.lemmas = {"a"};
  std::vector<fabula::token_index> triggers;
  for (std::uint32_t i = 0; i < k_words; ++i) {
    fabula::token t{{{i}, {i + 1}}, {0}, {i % 2}, {}, {}, {}};
    t.relation = i == 0 ? fabula::relation_named("nsubj") : fabula::relation_named("conj");
    if (i == 0) t.head = {1};
    t.upos = i % 2 == 0 ? fabula::universal_tag::propn : fabula::universal_tag::verb;
    if (i % 2 == 1) triggers.push_back({i});
    s.tokens.push_back(t);
    fabula::mention m;
    m.span = m.head = t.span;
    s.mentions.push_back(m);
  }
  const auto found = fabula::plot::find_events({s.tokens, s.lemmas, s.mentions, triggers});
  EXPECT_EQ(found.size(), k_words / 2);
  EXPECT_EQ(found.back().agents.size(), 17U);
}

}  // namespace
