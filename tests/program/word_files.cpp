// Writes a story made by hand in every format that is made of words, for test_words.py:
// word_files FOLDER makes FOLDER/story.tokens, .entities, .supersense, .quotes, .book, .book.html,
// .conllu and .json.
#include <cstdio>
#include <fstream>

#include "fabula/writer.hpp"
#include "parsed_story.hpp"
#include "plot/events.hpp"

namespace {

// The words in quotation marks, "null" and "NA" are what readers of tables trip over.
constexpr auto k_table = R"(
“       “       PUNCT ``  3 punct
Is      be      AUX   VBZ 3 cop
it      it      PRON  PRP 0 root   (4)
null    null    ADJ   JJ  3 amod
+?      ?       PUNCT .   3 punct
+"      "       PUNCT ''  3 punct
said    say     VERB  VBD 3 parataxis !
Anna    Anna    PROPN NNP 7 nsubj  (1
Lee     Lee     PROPN NNP 8 flat
Marr    Marr    PROPN NNP 8 flat   1)
+.      .       PUNCT .   3 punct

She     she     PRON  PRP 4 nsubj  (1)
was     be      AUX   VBD 4 cop
a       a       DET   DT  4 det
nurse   nurse   NOUN  NN  0 root   (1)
in      in      ADP   IN  7 case
New~York New~York PROPN NNP 7 compound (2g
City    City    PROPN NNP 4 nmod   2g)
+.      .       PUNCT .   4 punct
---
Tom     Tom     PROPN NNP 3 nsubj:pass (3)
was     be      AUX   VBD 3 aux:pass
struck  strike  VERB  VBN 0 root   !
by      by      ADP   IN  6 case
the     the     DET   DT  6 det    (1
nurse   nurse   NOUN  NN  3 obl:agent 1)
and     and     CCONJ CC  8 cc
cried   cry     VERB  VBD 3 conj   !
at      at      ADP   IN  11 case
his     his     PRON  PRP$ 11 nmod:poss (3)
😀hat   hat     NOUN  NN  8 obl    (4)

She     she     PRON  PRP 2 nsubj  (1)
kissed  kiss    VERB  VBD 0 root   !
Tom     Tom     PROPN NNP 2 obj    (3)
NA      NA      PROPN NNP 2 vocative (5)
)";

fabula::story made_by_hand() {
  fabula::testing::parsed p = fabula::testing::read_table(k_table);
  fabula::story& s = p.value;
  s.source.name = "story.txt";
  s.events = fabula::plot::find_events({s.tokens, s.lemmas, s.mentions, p.triggers});
  s.supersenses = {{{{6}, {7}}, fabula::supersense_named("verb.communication")},
                   {{{16}, {18}}, fabula::supersense_named("noun.location")}};
  s.text[s.tokens[16].span.start.value + 3] = '\n';
  fabula::character anna;
  anna.name = "Anna Lee Marr";
  anna.pronouns = fabula::pronoun_set::she;
  s.characters.push_back(anna);
  for (fabula::mention& m : s.mentions)
    if (m.entity.value == 1) m.character = fabula::character_id{0};
  fabula::quote asked;
  asked.spans = {{s.tokens[0].span.start, s.tokens[5].span.end}};
  asked.speaker = fabula::character_id{0};
  asked.cue = {s.tokens[6].span.start, s.tokens[9].span.end};
  fabula::quote unknown;
  unknown.spans = {{s.tokens[30].span.start, s.tokens[32].span.end}};
  s.quotes = {asked, unknown};
  return s;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const fabula::story s = made_by_hand();
  for (const char* format :
       {"tokens", "entities", "supersense", "quotes", "book", "book.html", "conllu", "json"}) {
    const auto bytes = fabula::write(s, format);
    if (!bytes) {
      std::fprintf(stderr, "%s\n", bytes.error().message().c_str());
      return 1;
    }
    std::ofstream(std::string(argv[1]) + "/story." + format, std::ios::binary) << *bytes;
  }
  return 0;
}
