#include "write/booknlp.hpp"

#include <gmock/gmock.h>

#include "fabula/writer.hpp"
#include "parsed_story.hpp"

namespace {

using fabula::story;
using fabula::testing::parsed;
using fabula::testing::read_table;
using testing::HasSubstr;

constexpr auto k_lamp = R"(
Odile Odile PROPN NNP 2 nsubj (0)
gave  give  VERB  VBD 0 root  !
the   the   DET   DT  5 det   (1
old   old   ADJ   JJ  5 amod
cook  cook  NOUN  NN  2 iobj  1)
+’s   ’s    PART  POS 5 case
key   key   NOUN  NN  2 obj

She   she   PRON  PRP 2 nsubj (0)
left  leave VERB  VBD 0 root  !
---
Oh    oh    INTJ  UH  0 root
+!    !     PUNCT .   1 punct
)";

story lamp() {
  parsed p = read_table(k_lamp);
  for (const fabula::token_index t : p.triggers) {
    const fabula::token& word = p.value.tokens[t.value];
    p.value.events.push_back({word.span, word.lemma, {}, {}, t.value == 1});
  }
  p.value.supersenses = {{{{1}, {2}}, fabula::supersense_named("verb.possession")},
                         {{{4}, {7}}, fabula::supersense_named("noun.artifact")}};
  return p.value;
}

TEST(BookNlp, WritesTokens) {
  EXPECT_EQ(
      fabula::write(lamp(), "tokens").value(),
      "paragraph_ID\tsentence_ID\ttoken_ID_within_sentence\ttoken_ID_within_document\tword\tlemma\t"
      "byte_onset\tbyte_offset\tPOS_tag\tfine_POS_tag\tdependency_relation\tsyntactic_head_ID\t"
      "event\n"
      "0\t0\t0\t0\tOdile\tOdile\t0\t5\tPROPN\tNNP\tnsubj\t1\tO\n"
      "0\t0\t1\t1\tgave\tgive\t6\t10\tVERB\tVBD\tROOT\t1\tEVENT\n"
      "0\t0\t2\t2\tthe\tthe\t11\t14\tDET\tDT\tdet\t4\tO\n"
      "0\t0\t3\t3\told\told\t15\t18\tADJ\tJJ\tamod\t4\tO\n"
      "0\t0\t4\t4\tcook\tcook\t19\t23\tNOUN\tNN\tdative\t1\tO\n"
      "0\t0\t5\t5\t’s\t’s\t23\t25\tPART\tPOS\tcase\t4\tO\n"
      "0\t0\t6\t6\tkey\tkey\t26\t29\tNOUN\tNN\tdobj\t1\tO\n"
      "0\t1\t0\t7\tShe\tshe\t30\t33\tPRON\tPRP\tnsubj\t8\tO\n"
      "0\t1\t1\t8\tleft\tleave\t34\t38\tVERB\tVBD\tROOT\t8\tO\n"
      "1\t2\t0\t9\tOh\toh\t40\t42\tINTJ\tUH\tROOT\t9\tO\n"
      "1\t2\t1\t10\t!\t!\t42\t43\tPUNCT\t.\tpunct\t9\tO\n");
}

TEST(BookNlp, WritesEntities) {
  EXPECT_EQ(fabula::write(lamp(), "entities").value(),
            "COREF\tstart_token\tend_token\tprop\tcat\ttext\n"
            "0\t0\t0\tPROP\tPER\tOdile\n"
            "1\t2\t4\tNOM\tPER\tthe old cook\n"
            "0\t7\t7\tPRON\tPER\tShe\n");
}

TEST(BookNlp, WritesSupersenses) {
  EXPECT_EQ(fabula::write(lamp(), "supersense").value(),
            "start_token\tend_token\tsupersense_category\ttext\n"
            "1\t1\tverb.possession\tgave\n"
            "4\t6\tnoun.artifact\tcook ’s key\n");
}

TEST(BookNlp, LeavesOutAMentionWithoutWords) {
  story s = lamp();
  s.mentions[1].span = {s.tokens[8].span.end, s.tokens[9].span.start};
  EXPECT_THAT(fabula::write_booknlp_entities(s).value(), Not(HasSubstr("\tNOM\t")));
}

TEST(BookNlp, WritesSpaceInAWordAsLetters) {
  story s = read_table("a~b~c~d a~b NOUN NN 0 root (1)\n\" \" PUNCT '' 1 punct").value;
  s.text[1] = '\n';
  s.text[3] = '\t';
  s.text[5] = '\r';
  s.lemmas[0] = "a b";
  EXPECT_THAT(fabula::write_booknlp_tokens(s).value(), HasSubstr("\taNbTcNd\taSb\t0\t7\t"));
  EXPECT_THAT(fabula::write_booknlp_tokens(s).value(), HasSubstr("\t\"\t\"\t8\t9\t"));
  EXPECT_THAT(fabula::write_booknlp_entities(s).value(), HasSubstr("\taNbTcNd\n"));
  s.text = "a\u2028c\u00A0 \"\n\n";
  s.lemmas[0].clear();
  EXPECT_THAT(fabula::write_booknlp_tokens(s).value(), HasSubstr("\taNcS\taNcS\t0\t4\t"));
}

TEST(BookNlp, RefusesAStoryWithoutWords) {
  for (const char* format : {"tokens", "entities", "supersense"}) {
    const auto e = fabula::write(story{}, format).error();
    EXPECT_EQ(e.code, fabula::error_code::bad_option) << format;
    EXPECT_THAT(e.message(), HasSubstr("read without a model; read the story itself")) << format;
  }
}

}  // namespace
