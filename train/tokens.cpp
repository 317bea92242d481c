// Prints what `sentence_model` sees of a text, so that what trains it and what it reads later are
// computed by the same code; with a model, also the sentences that it finds.
//
// usage: tokens [MODEL.safetensors [INSTRUCTION_SET]] < TEXT > OUT
//
// A line a word form, in order of first appearance: `F norm norm prefix suffix suffix`, hashes as
// word_features.hpp has them. A line a token: `T start end form signs`, offsets in bytes, the
// form's number, the bits of boundary_rules.hpp. A line a sentence: `S start end`; without a model
// they are those of rules alone.
#include <cstdio>
#include <optional>
#include <string>

#include "language/boundary_rules.hpp"
#include "language/sentences.hpp"
#include "language/tokenizer.hpp"
#include "language/word_features.hpp"
#include "text/document.hpp"

namespace {

using fabula::language::sentence_model;

[[nodiscard]] int say(const fabula::error& e) {
  std::fprintf(stderr, "%s: %s: %s\n", e.file.c_str(), e.place.c_str(), e.problem.c_str());
  return 1;
}

[[nodiscard]] std::string read_all(std::FILE* in) {
  std::string out;
  char block[65536];
  for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, in)) > 0;)
    out.append(block, n);
  return out;
}

void print(const std::string& text, const fabula::token_layer& tokens) {
  for (const std::string& form : tokens.words.forms) {
    const auto f = fabula::language::features_of(form);
    std::printf("F %u %u %u %u %u\n", f.norm[0], f.norm[1], f.prefix, f.suffix[0], f.suffix[1]);
  }
  const auto signs = fabula::language::find_boundary_signs(text, tokens);
  for (std::uint32_t i = 0; i < tokens.size(); ++i)
    std::printf("T %u %u %u %u\n", tokens.start[i], tokens.end[i], tokens.word[i], signs[i]);
}

}  // namespace

int main(int count, char** arguments) {
  std::optional<fabula::nn::safetensors_file> file;
  std::optional<sentence_model> model;
  if (count > 1) {
    std::optional<std::string_view> set;
    if (count > 2) set = arguments[2];
    const auto kernels = fabula::nn::kernels_for(set);
    if (!kernels) return say(kernels.error());
    auto opened = fabula::nn::safetensors_file::open(arguments[1]);
    if (!opened) return say(opened.error());
    file = std::move(*opened);
    auto loaded = sentence_model::load(*file, **kernels);
    if (!loaded) return say(loaded.error());
    model = std::move(*loaded);
  }
  const auto document =
      fabula::text::read_document(read_all(stdin), "text.txt", fabula::media_type::plain_text);
  if (!document) return say(document.error());
  const fabula::language::lexicon words;
  auto tokens = fabula::language::tokenize(document->text, document->paragraphs, words);
  print(document->text, tokens);
  for (const auto& s :
       fabula::language::split_sentences(document->text, tokens, false, model ? &*model : nullptr))
    std::printf("S %u %u\n", s.span.start.value, s.span.end.value);
  return 0;
}
