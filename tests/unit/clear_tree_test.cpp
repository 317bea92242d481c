#include "write/clear_tree.hpp"

#include <gmock/gmock.h>

#include <random>

#include "parsed_story.hpp"

namespace {

using fabula::clear_arc;
using fabula::story;
using fabula::testing::read_table;

/// "word/label>head ..." in the order of the words.
std::string redrawn(const char* table) {
  const story s = read_table(table).value;
  const std::vector<clear_arc> arcs = fabula::clear_tree(s);
  std::string out;
  for (std::uint32_t i = 0; i < s.tokens.size(); ++i) {
    if (i > 0) out += ' ';
    out += std::string(s.words_of(s.tokens[i].span)) + "/" + std::string(arcs[i].label);
    if (arcs[i].head.value == i) continue;
    out += ">" + std::string(s.words_of(s.tokens[arcs[i].head.value].span));
  }
  return out;
}

TEST(ClearTree, RenamesWhatStaysInItsPlace) {
  EXPECT_EQ(redrawn(R"(
She   she  PRON PRP  3 nsubj
had   have AUX  VBD  3 aux
given give VERB VBN  0 root
Pip   Pip  PROPN NNP 3 iobj
her   her  PRON PRP$ 6 nmod:poss
lamp  lamp NOUN NN   3 obj
back  back ADV  RB   3 advmod
+,    ,    PUNCT ,   3 punct
oh    oh   INTJ UH   3 discourse
yes   yes  INTJ UH   3 discourse)"),
            "She/nsubj>given had/aux>given given/ROOT Pip/dative>given her/poss>lamp "
            "lamp/dobj>given back/advmod>given ,/punct>given oh/intj>given yes/intj>given");
  EXPECT_EQ(redrawn(R"(
All     all   DET DT   3 det:predet
three   three NUM CD   3 nummod
doors   door  NOUN NNS 5 nsubj:pass
were    be    AUX VBD  5 aux:pass
flung   fling VERB VBN 0 root
up      up    ADP RP   5 compound:prt
one     one   NUM CD   8 nummod
night   night NOUN NN  5 obl:unmarked)"),
            "All/predet>doors three/nummod>doors doors/nsubjpass>flung were/auxpass>flung "
            "flung/ROOT up/prt>flung one/nummod>night night/npadvmod>flung");
}

TEST(ClearTree, HangsANounOnItsPreposition) {
  EXPECT_EQ(redrawn(R"(
He     he    PRON PRP 2 nsubj
ran    run   VERB VBD 0 root
out    out   ADP  IN  6 case
of     of    ADP  IN  6 case
the    the   DET  DT  6 det
house  house NOUN NN  2 obl
of     of    ADP  IN  9 case
my     my    PRON PRP$ 9 nmod:poss
aunt   aunt  NOUN NN  6 nmod)"),
            "He/nsubj>ran ran/ROOT out/prep>ran of/prep>out the/det>house house/pobj>of "
            "of/prep>house my/poss>aunt aunt/pobj>of");
  // The doer of a passive; a possessor keeps its clitic.
  EXPECT_EQ(redrawn(R"(
Struck strike VERB VBN 0 root
by     by     ADP  IN  5 case
Ruth   Ruth   PROPN NNP 5 nmod:poss
+'s    's     PART POS 3 case
dog    dog    NOUN NN  1 obl:agent)"),
            "Struck/ROOT by/agent>Struck Ruth/poss>dog 's/case>Ruth dog/pobj>by");
  // A preposition left behind; one with an adverb before it.
  EXPECT_EQ(redrawn(R"(
what what PRON WP 4 obl
she  she  PRON PRP 4 nsubj
was  be   AUX VBD 4 aux
thinking think VERB VBG 0 root
of   of   ADP IN 1 case
right right ADV RB 9 advmod
by   by   ADP IN 9 case
the  the  DET DT 9 det
fire fire NOUN NN 4 obl)"),
            "what/pobj>of she/nsubj>thinking was/aux>thinking thinking/ROOT of/prep>thinking "
            "right/advmod>by by/prep>thinking the/det>fire fire/pobj>by");
}

TEST(ClearTree, HangsAClauseOnItsPreposition) {
  EXPECT_EQ(redrawn(R"(
She     she   PRON PRP 2 nsubj
left    leave VERB VBD 0 root
without without SCONJ IN 4 mark
saying  say   VERB VBG 2 advcl
that    that  SCONJ IN 7 mark
she     she   PRON PRP 7 nsubj
knew    know  VERB VBD 4 ccomp
while   while SCONJ IN 9 mark
waiting wait  VERB VBG 2 advcl)"),
            "She/nsubj>left left/ROOT without/prep>left saying/pcomp>without that/mark>knew "
            "she/nsubj>knew knew/ccomp>saying while/mark>waiting waiting/advcl>left");
  EXPECT_EQ(redrawn(R"(
He    he    PRON PRP 2 nsubj
tired tire  VERB VBD 0 root
of    of    SCONJ IN 5 mark
being be    AUX  VBG 5 cop
alone alone ADJ  JJ  2 advcl)"),
            "He/nsubj>tired tired/ROOT of/prep>tired being/pcomp>of alone/acomp>being");
  EXPECT_EQ(redrawn("Think think VERB VB 0 root\nabout about SCONJ IN 5 mark\nhow how ADV WRB 5 "
                    "advmod\nhe he PRON PRP 5 nsubj\nlied lie VERB VBD 1 advcl"),
            "Think/ROOT about/prep>Think how/advmod>lied he/nsubj>lied lied/pcomp>about");
}

TEST(ClearTree, MakesTheCopulaTheHeadOfItsClause) {
  EXPECT_EQ(redrawn(R"(
Yesterday yesterday NOUN NN 6 obl:unmarked
she   she   PRON PRP 6 nsubj
was   be    AUX  VBD 6 cop
not   not   PART RB  6 advmod
very  very  ADV  RB  6 advmod
happy happy ADJ  JJ  0 root
with  with  ADP  IN  8 case
Tom   Tom   PROPN NNP 6 obl
+.    .     PUNCT .  6 punct)"),
            "Yesterday/npadvmod>was she/nsubj>was was/ROOT not/neg>was very/advmod>happy "
            "happy/acomp>was with/prep>happy Tom/pobj>with ./punct>was");
  EXPECT_EQ(redrawn(R"(
I     I     PRON PRP 2 nsubj
knew  know  VERB VBD 0 root
he    he    PRON PRP 8 nsubj
had   have  AUX VBD  8 aux
been  be    AUX VBN  8 cop
a     a     DET DT   8 det
good  good  ADJ JJ   8 amod
cook  cook  NOUN NN  2 ccomp
once  once  ADV RB   8 advmod)"),
            "I/nsubj>knew knew/ROOT he/nsubj>been had/aux>been been/ccomp>knew a/det>cook "
            "good/amod>cook cook/attr>been once/advmod>been");
  EXPECT_EQ(redrawn(R"(
The   the   DET DT  2 det
key   key   NOUN NN 6 nsubj
is    be    AUX VBZ 6 cop
in    in    ADP IN  6 case
your  your  PRON PRP$ 6 nmod:poss
hand  hand  NOUN NN 0 root
and   and   CCONJ CC 9 cc
I     I     PRON PRP 9 nsubj
know  know  VERB VBP 6 conj)"),
            "The/det>key key/nsubj>is is/ROOT in/prep>is your/poss>hand hand/pobj>in and/cc>is "
            "I/nsubj>know know/conj>is");
  EXPECT_EQ(redrawn("Who who PRON WP 0 root\nare be AUX VBP 1 cop\nyou you PRON PRP 1 nsubj"),
            "Who/attr>are are/ROOT you/nsubj>are");
  EXPECT_EQ(redrawn("Here here ADV RB 0 root\nis be AUX VBZ 1 cop\nRuth Ruth PROPN NNP 1 nsubj"),
            "Here/advmod>is is/ROOT Ruth/nsubj>is");
}

TEST(ClearTree, MakesAPredicateThatIsAClauseHangOnTheCopula) {
  EXPECT_EQ(redrawn(R"(
The   the   DET DT  2 det
truth truth NOUN NN 6 nsubj:outer
is    be    AUX VBZ 6 cop
that  that  SCONJ IN 6 mark
he    he    PRON PRP 6 nsubj
lied  lie   VERB VBD 0 root
to    to    ADP IN  8 case
her   her   PRON PRP 6 obl)"),
            "The/det>truth truth/nsubj>is is/ROOT that/mark>lied he/nsubj>lied lied/ccomp>is "
            "to/prep>lied her/pobj>to");
  EXPECT_EQ(redrawn("aim aim NOUN NN 4 nsubj:outer\nis be AUX VBZ 4 cop\nto to PART TO 4 mark\nwin "
                    "win VERB VB 0 root"),
            "aim/nsubj>is is/ROOT to/aux>win win/xcomp>is");
}

TEST(ClearTree, ChainsWhatIsCoordinated) {
  EXPECT_EQ(redrawn(R"(
Tom   Tom   PROPN NNP 6 nsubj
+,    ,     PUNCT ,   3 punct
Dick  Dick  PROPN NNP 1 conj
and   and   CCONJ CC  5 cc
Harry Harry PROPN NNP 1 conj
came  come  VERB VBD  0 root
and   and   CCONJ CC  8 cc
went  go    VERB VBD  6 conj)"),
            "Tom/nsubj>came ,/punct>Tom Dick/conj>Tom and/cc>Dick Harry/conj>Dick came/ROOT "
            "and/cc>came went/conj>came");
  EXPECT_EQ(redrawn(R"(
both both CCONJ CC 3 cc:preconj
in   in   ADP IN 3 case
town town NOUN NN 0 root
and  and  CCONJ CC 7 cc
at   at   ADP IN 7 case
the  the  DET DT 7 det
farm farm NOUN NN 3 conj
or   or   CCONJ CC 9 cc
mill mill NOUN NN 3 conj)"),
            "both/preconj>town in/ROOT town/pobj>in and/cc>in at/conj>in the/det>farm farm/pobj>at "
            "or/cc>farm mill/conj>farm");
  EXPECT_EQ(redrawn(R"(
He   he   PRON PRP 3 nsubj
was  be   AUX VBD  3 cop
old  old  ADJ JJ   0 root
and  and  CCONJ CC 5 cc
ill  ill  ADJ JJ   3 conj
and  and  CCONJ CC 7 cc
fell fall VERB VBD 3 conj)"),
            "He/nsubj>was was/ROOT old/acomp>was and/cc>old ill/conj>old and/cc>was fell/conj>was");
}

TEST(ClearTree, MakesTheLastNameTheHead) {
  EXPECT_EQ(redrawn(R"(
Miss  Miss  PROPN NNP 2 nmod:desc
Anna  Anna  PROPN NNP 5 nsubj
Lee   Lee   PROPN NNP 2 flat
Marr  Marr  PROPN NNP 2 flat
wrote write VERB VBD 0 root
from  from  ADP IN 7 case
New   New   PROPN NNP 5 obl
York  York  PROPN NNP 7 flat)"),
            "Miss/compound>Marr Anna/compound>Marr Lee/compound>Marr Marr/nsubj>wrote wrote/ROOT "
            "from/prep>wrote New/compound>York York/pobj>from");
}

TEST(ClearTree, KnowsComplements) {
  EXPECT_EQ(redrawn(R"(
She   she   PRON PRP 2 nsubj
saw   see   VERB VBD 0 root
him   he    PRON PRP 2 obj
leave leave VERB VB  2 xcomp)"),
            "She/nsubj>saw saw/ROOT him/nsubj>leave leave/ccomp>saw");
  EXPECT_EQ(redrawn(R"(
She   she   PRON PRP 2 nsubj
told  tell  VERB VBD 0 root
him   he    PRON PRP 2 obj
to    to    PART TO  5 mark
leave leave VERB VB  2 xcomp)"),
            "She/nsubj>told told/ROOT him/dobj>told to/aux>leave leave/xcomp>told");
  EXPECT_EQ(redrawn("He he PRON PRP 2 nsubj\ngrew grow VERB VBD 0 root\npale pale ADJ JJ 2 xcomp"),
            "He/nsubj>grew grew/ROOT pale/acomp>grew");
  EXPECT_EQ(
      redrawn("He he PRON PRP 2 nsubj\nbecame become VERB VBD 0 root\nking king NOUN NN 2 xcomp"),
      "He/nsubj>became became/ROOT king/attr>became");
  EXPECT_EQ(redrawn("They they PRON PRP 2 nsubj\nmade make VERB VBD 0 root\nhim he PRON PRP 2 obj\n"
                    "king king NOUN NN 2 xcomp"),
            "They/nsubj>made made/ROOT him/dobj>made king/oprd>made");
}

TEST(ClearTree, KnowsExpletives) {
  EXPECT_EQ(redrawn("There there PRON EX 2 expl\nwas be VERB VBD 0 root\na a DET DT 4 det\n"
                    "noise noise NOUN NN 2 nsubj"),
            "There/expl>was was/ROOT a/det>noise noise/attr>was");
  EXPECT_EQ(redrawn(R"(
It    it    PRON PRP 3 expl
was   be    AUX VBD  3 cop
clear clear ADJ JJ   0 root
that  that  SCONJ IN 6 mark
he    he    PRON PRP 6 nsubj
lied  lie   VERB VBD 3 csubj)"),
            "It/nsubj>was was/ROOT clear/acomp>was that/mark>lied he/nsubj>lied lied/ccomp>was");
}

TEST(ClearTree, KnowsNegationDegreeAndFixedWords) {
  EXPECT_EQ(redrawn(R"(
I     I     PRON PRP 4 nsubj
did   do    AUX  VBD 4 aux
+n’t  not   PART RB  4 advmod
wait  wait  VERB VB  0 root
because because ADP IN 9 case
of    of    ADP IN   5 fixed
about about ADV RB   8 advmod
ten   ten   NUM CD   9 nummod
men   man   NOUN NNS 4 obl
who   who   PRON WP  12 nsubj
never never ADV RB   12 advmod
paid  pay   VERB VBD 9 acl:relcl)"),
            "I/nsubj>wait did/aux>wait n’t/neg>wait wait/ROOT because/prep>wait of/pcomp>because "
            "about/quantmod>ten ten/nummod>men men/pobj>because who/nsubj>paid never/neg>paid "
            "paid/relcl>men");
}

/// Any tree of any relations stays one tree.
TEST(ClearTree, IsATreeForEveryTree) {
  std::mt19937 random(11);  // NOLINT: the same trees on every run
  for (int round = 0; round < 4000; ++round) {
    story s;
    const auto size = static_cast<std::uint32_t>(1 + random() % 14);
    s.text.assign(size, 'a');
    s.sentences = {{{{0}, {size}}}};
    s.lemmas = {"a", "there", "see"};
    for (std::uint32_t i = 0; i < size; ++i) {
      fabula::token t;
      t.span = {{i}, {i + 1}};
      t.lemma = {static_cast<std::uint32_t>(random() % 3)};
      // A root anywhere: heads point to what was drawn before in a rotated order.
      t.head = {i};
      t.relation = {static_cast<std::uint32_t>(random() % fabula::k_relations.size())};
      if (round % 2 == 0) {
        static constexpr std::array<std::string_view, 8> k_often{"cop",  "case", "conj",  "flat",
                                                                 "mark", "obj",  "xcomp", "nsubj"};
        t.relation = {*fabula::find_name(fabula::k_relations, k_often.at(random() % 8))};
      }
      t.xpos = {static_cast<std::uint32_t>(random() % fabula::k_penn_tags.size())};
      t.upos = static_cast<fabula::universal_tag>(random() % fabula::k_universal_tags.size());
      s.tokens.push_back(t);
    }
    std::vector<std::uint32_t> order(size);
    for (std::uint32_t i = 0; i < size; ++i)
      order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    for (std::uint32_t i = 1; i < size; ++i)
      s.tokens[order[i]].head = {order[random() % i]};
    const std::vector<clear_arc> arcs = fabula::clear_tree(s);
    for (std::uint32_t i = 0; i < size; ++i) {
      EXPECT_FALSE(arcs[i].label.empty()) << round;
      std::uint32_t at = i;
      for (std::uint32_t steps = 0; steps < size; ++steps)
        at = arcs[at].head.value;
      ASSERT_EQ(arcs[at].head.value, at) << "a circle in round " << round;
      EXPECT_EQ(arcs[at].label, "ROOT") << round;
      EXPECT_EQ(arcs[i].label == "ROOT", arcs[i].head.value == i) << round;
    }
  }
}

TEST(ClearTree, CostsLinearTime) {
  story s;
  constexpr std::uint32_t k_words = 200'000;
  s.text.assign(2 * k_words, 'a');
  s.sentences = {{{{0}, {2 * k_words}}}};
  s.lemmas = {"very"};
  for (std::uint32_t i = 0; i < k_words; ++i) {
    fabula::token t{{{2 * i}, {2 * i + 2}}, {0}, {k_words - 1}, {}, {}, {}};
    t.relation = i == 0       ? fabula::relation_named("cop")
                 : i % 3 == 0 ? fabula::relation_named("conj")
                              : fabula::relation_named("advmod");
    t.upos = fabula::universal_tag::adj;
    s.text.replace(2 * i, 2, "so");
    s.tokens.push_back(t);
  }
  EXPECT_EQ(fabula::clear_tree(s).size(), k_words);
}

}  // namespace
