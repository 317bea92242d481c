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

/// Ruth (entity 1) says a line in two parts and is called "she"; someone says another.
story dialogue() {
  story s = read_table(R"(
“     “     PUNCT `` 2 punct
+Yes  yes   INTJ  UH 0 root
+,    ,     PUNCT ,  2 punct
+”    ”     PUNCT '' 2 punct
said  say   VERB  VBD 2 parataxis
Ruth  Ruth  PROPN NNP 5 nsubj (1)
+,    ,     PUNCT ,  2 punct
“     “     PUNCT `` 9 punct
+no   no    INTJ  UH 2 parataxis
+”    ”     PUNCT '' 9 punct

She   she   PRON  PRP 3 nsubj (1)
was   be    AUX   VBD 3 cop
tired tired ADJ   JJ 0 root

“     “     PUNCT `` 2 punct
+Oh   oh    INTJ  UH 0 root
+”    ”     PUNCT '' 2 punct
)")
                .value;
  fabula::character ruth;
  ruth.name = "Ruth Hale";
  ruth.pronouns = fabula::pronoun_set::she;
  s.characters.push_back(ruth);
  for (fabula::mention& m : s.mentions)
    m.character = fabula::character_id{0};
  const auto span = [&](std::size_t first, std::size_t last) {
    return fabula::byte_range{s.tokens[first].span.start, s.tokens[last].span.end};
  };
  fabula::quote yes;
  yes.spans = {span(0, 3), span(7, 9)};
  yes.speaker = fabula::character_id{0};
  yes.cue = span(4, 5);
  fabula::quote oh;
  oh.spans = {span(13, 15)};
  s.quotes = {yes, oh};
  return s;
}

TEST(BookNlp, WritesQuotes) {
  EXPECT_EQ(fabula::write(dialogue(), "quotes").value(),
            "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote\n"
            "0\t3\t5\t5\tRuth\t1\t“ Yes , ”\n"
            "7\t9\t5\t5\tRuth\t1\t“ no ”\n"
            "13\t15\tNone\tNone\tNone\tNone\t“ Oh ”\n");
  story s = dialogue();
  s.quotes[0].cue.reset();
  EXPECT_THAT(fabula::write(s, "quotes").value(), HasSubstr("0\t3\t5\t5\tRuth\t1\t"));
  s.mentions.clear();
  EXPECT_THAT(fabula::write(s, "quotes").value(), HasSubstr("0\t3\tNone\tNone\tNone\t0\t"))
      << "a speaker whom nothing mentions has a number all the same";
}

TEST(BookNlp, WritesTheBook) {
  EXPECT_EQ(fabula::write(dialogue(), "book").value(),
            "{\"characters\":[{\"agent\":[{\"w\":\"said\",\"i\":4}],\"patient\":[],"
            "\"mod\":[{\"w\":\"tired\",\"i\":12}],\"poss\":[],\"id\":1,\"g\":{\"inference\":{"
            "\"he/him/his\":0,\"she/her\":1,\"they/them/their\":0,\"xe/xem/xyr/xir\":0,"
            "\"ze/zem/zir/hir\":0},\"argmax\":\"she/her\",\"max\":1,\"total\":2},\"count\":2,"
            "\"mentions\":{\"proper\":[{\"c\":1,\"n\":\"Ruth\"}],\"common\":[],"
            "\"pronoun\":[{\"c\":1,\"n\":\"She\"}]}}]}\n");
}

TEST(BookNlp, WritesWhatEbook2AudiobookReads) {
  EXPECT_EQ(fabula::write(dialogue(), "characters_simple").value(),
            "{\"characters\":[\n"
            "{\"normalized_name\":\"Narrator\",\"inferred_gender\":\"unknown\","
            "\"inferred_age_category\":\"unknown\",\"tts_engine\":\"XTTSv2\","
            "\"language\":\"eng\",\"voice\":null},\n"
            "{\"normalized_name\":\"Ruth\",\"inferred_gender\":\"female\","
            "\"inferred_age_category\":\"unknown\",\"tts_engine\":\"XTTSv2\","
            "\"language\":\"eng\",\"voice\":null}]}\n");
  EXPECT_EQ(fabula::write(dialogue(), "book.txt").value(),
            "[Ruth] “Yes,” [/]\n[Narrator] said Ruth, [/]\n[Ruth] “no” [/]\n"
            "[Narrator] She was tired [/]\n[Unknown] “Oh” [/]\n");
}

TEST(BookNlp, WritesAPage) {
  const std::string page = fabula::write(dialogue(), "book.html").value();
  EXPECT_THAT(page, HasSubstr("<h2>Named characters</h2>\n2 Ruth (1)<br />\n"));
  EXPECT_THAT(page, HasSubstr("<i>“ Yes , ”</i><sub>Ruth Hale</sub> said [Ruth]<sub>PER-1</sub>"));
  EXPECT_THAT(page, HasSubstr("<i>“ Oh ”</i><sub>None</sub>"));
}

TEST(BookNlp, OneCharacterHasOneNumberInAllFiles) {
  story s = dialogue();
  s.mentions[1].entity = {7};
  EXPECT_THAT(fabula::write(s, "entities").value(), HasSubstr("1\t10\t10\tPRON\tPER\tShe\n"));
  EXPECT_THAT(fabula::write(s, "book").value(), HasSubstr("\"id\":1,"));
}

TEST(BookNlp, RefusesAStoryWithoutWords) {
  for (const char* format : {"tokens", "entities", "supersense", "quotes", "book", "book.html",
                             "characters_simple", "book.txt"}) {
    const auto e = fabula::write(story{}, format).error();
    EXPECT_EQ(e.code, fabula::error_code::bad_option) << format;
    EXPECT_THAT(e.message(), HasSubstr("read without a model; read the story itself")) << format;
  }
}

}  // namespace
