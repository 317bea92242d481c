// Weights: a safetensors file as it is; or, where the input begins with `{`, its JSON and its data
// parted by the byte 0x1C, to which the length is added. What is read must hold what it promises,
// and an ensemble of trees "m" or a layer "w", "s" in it must compute.
#include "nn/safetensors.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "check_reading.hpp"
#include "nn/packed_linear.hpp"
#include "nn/tree_ensemble.hpp"

namespace {

using fabula::fuzz::trap;
using fabula::nn::dtype;
using fabula::nn::k_any;
using fabula::nn::safetensors_file;

void check_error(const fabula::error& e) {
  if (e.problem.empty() || e.remedy.empty()) trap("an error without words");
  if (e.message().size() > 2000) trap("an error as long as the file");
}

void check_trees(const safetensors_file& file) {
  const auto trees = fabula::nn::tree_ensemble::load(file, "m");
  if (!trees) {
    check_error(trees.error());
    return;
  }
  constexpr std::size_t k_most = 100000;
  if (trees->features() > k_most) return;
  std::vector<float> scores(trees->classes());
  for (const float x : {0.0F, 1e30F, std::numeric_limits<float>::quiet_NaN()}) {
    const std::vector<float> row(trees->features(), x);
    trees->predict(row, scores);
  }
}

void check_layer(const safetensors_file& file) {
  const auto w = file.get("w", dtype::i8, {k_any, k_any});
  const auto s = file.get("s", dtype::f32, {k_any});
  if (!w || !s) {
    check_error(w ? s.error() : w.error());
    return;
  }
  const auto layer =
      fabula::nn::packed_linear::pack(w->i8(), w->shape()[0], w->shape()[1], s->f32());
  if (!layer) {
    check_error(layer.error());
    return;
  }
  if (layer->outputs() != s->size()) trap("a layer of other outputs than scales");
}

void check_file(std::string_view bytes) {
  const auto file = safetensors_file::parse(std::as_bytes(std::span(bytes)), "fuzzed");
  if (!file) {
    check_error(file.error());
    return;
  }
  std::size_t covered = 0;
  unsigned sum = 0;
  for (const auto& [name, view] : file->tensors()) {
    covered += view.bytes().size();
    for (const std::byte b : view.bytes())
      sum += std::to_integer<unsigned>(b);
    if (view.bytes().size() != view.size() * size_of(view.type()))
      trap("a size that is not shape's");
    if (file->find(name) != &view) trap("a tensor that is not found");
  }
  if (covered + 8 > bytes.size() || sum > 255 * bytes.size()) trap("more data than the file has");
  if (const auto known = file->metadata("architecture"))
    if (!file->expect("architecture", *known)) trap("metadata is not itself");
  check_trees(*file);
  check_layer(*file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fabula::fuzz::as_view(data, size);
  if (!input.starts_with('{')) {
    check_file(input);
    return 0;
  }
  const std::size_t end = std::min(input.find('\x1C'), input.size());
  std::string file;
  for (unsigned i = 0; i < 8; ++i)
    file += static_cast<char>((end >> (8 * i)) & 0xFFU);
  file += input.substr(0, end);
  if (end < input.size()) file += input.substr(end + 1);
  check_file(file);
  return 0;
}
