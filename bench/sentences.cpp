// Times the splitting of a text into sentences, by rules alone and with the model.
//
// usage: bench_sentences MODEL.safetensors TEXT [INSTRUCTION_SET]
#include "language/sentences.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "language/tokenizer.hpp"
#include "text/document.hpp"

namespace {

using namespace fabula;

/// CPU nanoseconds a token, the best of nine.
double time_of(const std::string& text, token_layer& tokens,
               const language::sentence_model* model) {
  double best = 1e18;
  for (int round = 0; round < 9; ++round) {
    const std::clock_t begin = std::clock();
    const auto sentences = language::split_sentences(text, tokens, false, model);
    const double took = static_cast<double>(std::clock() - begin) * (1e9 / CLOCKS_PER_SEC);
    best = std::min(best, took / tokens.size());
    if (round == 0) std::printf("%zu sentences\n", sentences.size());
  }
  return best;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  std::optional<std::string_view> set;
  if (count > 3) set = arguments[3];
  const auto kernels = nn::kernels_for(set);
  const auto file = nn::safetensors_file::open(arguments[1]);
  if (!kernels || !file) return 1;
  const auto model = language::sentence_model::load(*file, **kernels);
  if (!model) return 1;
  std::ifstream in(arguments[2], std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto document = text::read_document(bytes, "text.txt", media_type::plain_text);
  if (!document) return 1;
  const language::lexicon words;
  auto tokens = language::tokenize(document->text, document->paragraphs, words);
  const auto name = nn::to_string((*kernels)->set);
  std::printf("%u tokens, %zu forms, %.*s\n", tokens.size(), tokens.words.forms.size(),
              static_cast<int>(name.size()), name.data());
  std::printf("rules alone: %.0f ns a token\n", time_of(document->text, tokens, nullptr));
  std::printf("with model:  %.0f ns a token\n", time_of(document->text, tokens, &*model));
  return 0;
}
