// Prints what `sentence_model` sees of a text, so that what trains it and what it reads later are
// computed by the same code.
//
// usage: tokens < TEXT > OUT
//
// A line a word form, in order of first appearance: `F norm norm prefix suffix suffix`, rows of the
// hashed tables (word_features.hpp). A line a token: `T start end form signs`, offsets in bytes,
// the form's number, the bits of boundary_rules.hpp.
#include <cstdio>
#include <string>

#include "language/boundary_rules.hpp"
#include "language/tokenizer.hpp"
#include "language/word_features.hpp"
#include "text/document.hpp"

int main() {
  std::string bytes;
  char block[65536];
  for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, stdin)) > 0;)
    bytes.append(block, n);
  const auto document = fabula::text::read_document(bytes, "text.txt", fabula::media_type::plain_text);
  if (!document) {
    std::fprintf(stderr, "%s\n", document.error().problem.c_str());
    return 1;
  }
  const fabula::language::lexicon words;
  const auto tokens = fabula::language::tokenize(document->text, document->paragraphs, words);
  for (const std::string& form : tokens.words.forms) {
    const auto f = fabula::language::features_of(form);
    std::printf("F %u %u %u %u %u\n", f.norm[0], f.norm[1], f.prefix, f.suffix[0], f.suffix[1]);
  }
  const auto signs = fabula::language::find_boundary_signs(document->text, tokens);
  for (std::uint32_t i = 0; i < tokens.size(); ++i)
    std::printf("T %u %u %u %u\n", tokens.start[i], tokens.end[i], tokens.word[i], signs[i]);
  return 0;
}
