#include "fabula/model.hpp"

#include <utility>

#include "model_parts.hpp"

namespace fabula {
namespace {

constexpr std::string_view k_rules_name = "en-rules-1";
constexpr std::string_view k_name = "en-1";

}  // namespace

model::model(std::unique_ptr<const parts> p) : parts_(std::move(p)) {}
model::~model() = default;

std::string_view model::name() const noexcept {
  return parts_->name;
}

std::shared_ptr<const model> rules_alone() {
  auto parts = std::make_unique<model::parts>();
  parts->name = k_rules_name;
  return std::make_shared<const model>(std::move(parts));
}

result<std::shared_ptr<const model>> model::load(const std::string& folder,
                                                 const model_options& options) {
  const auto kernels = nn::kernels_for(options.instruction_set);
  if (!kernels) return tl::unexpected(kernels.error());
  auto parts = std::make_unique<model::parts>();
  parts->name = k_name;
  auto sentence_file = nn::safetensors_file::open(folder + "/sentences.safetensors");
  if (!sentence_file) return tl::unexpected(std::move(sentence_file.error()));
  parts->sentence_file = std::move(*sentence_file);
  auto sentences = language::sentence_model::load(*parts->sentence_file, **kernels);
  if (!sentences) return tl::unexpected(std::move(sentences.error()));
  parts->sentences = std::move(*sentences);
  auto file = nn::safetensors_file::open(folder + "/language.safetensors");
  if (!file) return tl::unexpected(std::move(file.error()));
  parts->language_file = std::move(*file);
  auto network = language::network::load(*parts->language_file, **kernels);
  if (!network) return tl::unexpected(std::move(network.error()));
  parts->network = std::move(*network);
  auto link_file = nn::safetensors_file::open(folder + "/coreference.safetensors");
  if (link_file) {
    auto links = people::link_model::load(*link_file);
    if (!links) return tl::unexpected(std::move(links.error()));
    parts->links = std::move(*links);
  } else if (link_file.error().code != error_code::not_found) {
    return tl::unexpected(std::move(link_file.error()));
  }
  auto supersenses = language::load_supersenses(folder + "/supersenses.tsv");
  if (!supersenses) return tl::unexpected(std::move(supersenses.error()));
  parts->supersenses = std::move(*supersenses);
  // A folder without them reads by rules: that is how the rows are made that they learn from.
  auto speaker_file = nn::safetensors_file::open(folder + "/speakers.safetensors");
  if (speaker_file) {
    auto speakers = talk::speaker_model::load(*speaker_file, **kernels);
    if (!speakers) return tl::unexpected(std::move(speakers.error()));
    parts->speakers = std::move(*speakers);
  } else if (speaker_file.error().code != error_code::not_found) {
    return tl::unexpected(std::move(speaker_file.error()));
  }
  return std::make_shared<const model>(std::move(parts));
}

}  // namespace fabula
