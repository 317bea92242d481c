#include "write/conllu.hpp"

#include <gmock/gmock.h>

#include "fabula/writer.hpp"
#include "parsed_story.hpp"

namespace {

using fabula::error_code;
using fabula::story;
using fabula::testing::read_table;
using testing::HasSubstr;

/// Without the line that says what made it.
std::string body_of(const story& s) {
  const std::string all = fabula::write_conllu(s).value();
  EXPECT_THAT(all, testing::StartsWith("# made by fabula {"));
  return all.substr(all.find('\n') + 1);
}

TEST(Conllu, WritesSentencesWithTheirTrees) {
  const story s = read_table(R"(
Odile    Odile PROPN NNP 2 nsubj
did      do    AUX   VBD 0 root
+n’t not PART RB 2 advmod
+.     .     PUNCT . 2 punct

She      she PRON PRP 2 nsubj
left     leave VERB VBD 0 root
---
Pip Pip PROPN NNP 0 root
)")
                      .value;
  EXPECT_EQ(body_of(s),
            "# newdoc id = table.txt\n# newpar\n# sent_id = 1\n# text = Odile didn’t.\n"
            "1\tOdile\tOdile\tPROPN\tNNP\t_\t2\tnsubj\t_\tStart=0|End=5\n"
            "2\tdid\tdo\tAUX\tVBD\t_\t0\troot\t_\tSpaceAfter=No|Start=6|End=9\n"
            "3\tn’t\tnot\tPART\tRB\t_\t2\tadvmod\t_\tSpaceAfter=No|Start=9|End=12\n"
            "4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tStart=12|End=13\n"
            "\n"
            "# sent_id = 2\n# text = She left\n"
            "1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tStart=14|End=17\n"
            "2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tStart=18|End=22\n"
            "\n"
            "# newpar\n# sent_id = 3\n# text = Pip\n"
            "1\tPip\tPip\tPROPN\tNNP\t_\t0\troot\t_\tStart=24|End=27\n"
            "\n");
}

TEST(Conllu, KeepsEveryWordInItsColumn) {
  story s = read_table("New~York New~York PROPN NNP 0 root\nran run VERB VBD 1 dep").value;
  s.text = "New\n\tYor ran\n\n";
  s.tokens[0].span = {{0}, {8}};
  s.tokens[1].span = {{9}, {12}};
  s.lemmas = {"", "\t"};
  s.source.name = "a\nb\xE9";
  EXPECT_EQ(body_of(s),
            "# newdoc id = a b\uFFFD\n# newpar\n# sent_id = 1\n# text = New Yor ran\n"
            "1\tNew Yor\t_\tPROPN\tNNP\t_\t0\troot\t_\tStart=0|End=8\n"
            "2\tran\t_\tVERB\tVBD\t_\t1\tdep\t_\tStart=9|End=12\n\n");
}

TEST(Conllu, TellsSpaceAtTheEndOfTheText) {
  story s = read_table("Go go VERB VB 0 root").value;
  EXPECT_THAT(body_of(s), HasSubstr("\t_\tStart=0|End=2\n"));
  s.text = "Go";
  s.chapters[0].span.end = {2};
  EXPECT_THAT(body_of(s), HasSubstr("\t_\tSpaceAfter=No|Start=0|End=2\n"));
}

TEST(Conllu, RefusesAStoryWithoutWords) {
  story s;
  s.text = "Odile left.";
  s.source.name = "left.txt";
  const auto e = fabula::write(s, "conllu").error();
  EXPECT_EQ(e.code, error_code::bad_option);
  EXPECT_THAT(e.message(), HasSubstr("left.txt: its words were read without a model; read"));
}

}  // namespace
