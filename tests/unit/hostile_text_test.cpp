// Text made to cost more than it should: each is 2 MB and must be read in time that grows with its
// length.
#include <gtest/gtest.h>

#include <chrono>
#include <ostream>
#include <string>

#include "language/sentences.hpp"
#include "language/tokenizer.hpp"
#include "talk/utterances.hpp"
#include "text/document.hpp"

namespace {

constexpr std::size_t k_bytes = 2'000'000;

std::string repeat(std::string_view words, std::size_t bytes = k_bytes,
                   std::string_view start = "") {
  std::string out;
  out.reserve(start.size() + bytes + words.size());
  out += start;
  while (out.size() < bytes)
    out += words;
  return out;
}

/// Seconds that tokens, sentences and utterances take.
double seconds_for(const std::string& text) {
  const auto document = fabula::text::read_document(text, "hostile.txt");
  EXPECT_TRUE(document.has_value());
  if (!document) return 0;
  const fabula::language::lexicon words;
  const auto start = std::chrono::steady_clock::now();
  auto tokens = fabula::language::tokenize(document->text, document->paragraphs, words);
  const auto sentences = fabula::language::split_sentences(document->text, tokens);
  const auto found =
      fabula::talk::find_utterances({document->text, document->chapters, document->paragraphs,
                                     document->emphases, tokens, words});
  EXPECT_EQ(found.quotes.size(), found.cues.size());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct hostile {
  const char* name;
  std::string text;

  /// What GoogleTest prints of it: not its bytes, which hold an address.
  friend void PrintTo(const hostile& h, std::ostream* out) { *out << h.name; }
};

class hostile_text : public ::testing::TestWithParam<hostile> {};

TEST_P(hostile_text, costs_linear_time) {
  // Quadratic paths took 20 s and more where linear ones take under 2; sanitizers are slower by
  // far.
  EXPECT_LT(seconds_for(GetParam().text), 12.0);
}

INSTANTIATE_TEST_SUITE_P(
    of_2_mb, hostile_text,
    ::testing::Values(
        hostile{"unclosed_marks_in_one_paragraph", repeat("\u201CIt is late. ")},
        hostile{"unclosed_marks_in_paragraphs", repeat("\u201CIt is late.\n\n")},
        hostile{"closing_marks_alone", repeat("late.\u201D ")},
        hostile{"a_run_of_marks", repeat("\"", k_bytes, "a")},
        hostile{"alternating_marks", repeat("\u201C\u2018\u201D\u2019\"'")},
        hostile{"nested_marks", repeat("\u00ABa \u201Cb \u2018c \u2039d \u300Ce \u300Ef ")},
        hostile{"one_paragraph_of_10_mb", repeat("The boat came in at six. ", 5 * k_bytes)},
        hostile{"one_paragraph_of_speech", repeat("\"It is late,\" said Ruth. ")},
        hostile{"elisions", repeat("'tis ")},
        hostile{"plurals", repeat(" boys\u2019 ", k_bytes, "\u2018a")},
        hostile{"apostrophes", repeat("'")}, hostile{"stars", repeat("*a ")},
        hostile{"a_run_of_stars", repeat("*")}, hostile{"underscores", repeat("_a *b _c* ")},
        hostile{"dashes", repeat("\u2014 He said, ")},
        hostile{"dash_lines", repeat("\u2014 He said, go.\n\n")}, hostile{"colons", repeat("a: ")},
        hostile{"chat", repeat("ruth: hello\n")}, hostile{"brackets", repeat("[\n")},
        hostile{"nested_brackets", repeat("([{")}, hostile{"stops", repeat(". ")},
        hostile{"stops_and_marks", repeat(".\u201D ")},
        hostile{"salutations", repeat("Dear Ruth,\n\n")},
        hostile{"quoted_salutations", repeat("\"Dear Ruth,\"\n\n")},
        hostile{"an_endless_letter", repeat("the boat\n\n", k_bytes, "Dear Ruth,\n\n")},
        hostile{"signs", repeat("The sign said NO WAY. ")},
        hostile{"initials", repeat("Mr. J. R. ")}, hostile{"verbs_of_speech", repeat("he said ")},
        hostile{"one_word", repeat("a")}, hostile{"one_compound", repeat("a-")},
        hostile{"inches", repeat("1\" ")},
        hostile{"kana", repeat("\u6771\u4EAC\u300C\u306F\u300D")}),
    [](const auto& param) { return std::string(param.param.name); });

}  // namespace
