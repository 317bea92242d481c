#include "talk/speaker_model.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "talk/addressees.hpp"
#include "talk/speaker_beliefs.hpp"

namespace fabula::talk {
namespace {

using people::k_nobody;

constexpr double k_least_prior = 1e-4;

/// e^x for x <= 0. The standard's differs from library to library in the last bit, and a label may
/// hang on it.
[[nodiscard]] double exponential(double x) noexcept {
  if (x < -60) return 0;
  constexpr double k_ln2 = 0.693147180559945309;
  const double n = std::floor(x / k_ln2 + 0.5);
  const double r = x - n * k_ln2;
  double sum = 1;
  for (int k = 12; k >= 1; --k)
    sum = 1 + sum * r / k;
  return std::ldexp(sum, static_cast<int>(n));
}

/// Each candidate's prior times e^(what the trees add), scaled to 1.
[[nodiscard]] line_candidates ranked(const nn::tree_ensemble& trees, line_candidates out,
                                     std::span<const float> rows) {
  std::vector<float> sums(out.who.size());
  std::vector<double> scores;
  trees.predict_rows(rows.first(sums.size() * trees.features()), sums, scores);
  scores.assign(sums.begin(), sums.end());
  const double top = scores.empty() ? 0 : *std::ranges::max_element(scores);
  double sum = 0;
  for (std::size_t c = 0; c < scores.size(); ++c) {
    scores[c] = exponential(scores[c] - top) *
                std::max(static_cast<double>(out.probability[c]), k_least_prior);
    sum += scores[c];
  }
  for (std::size_t c = 0; c < scores.size(); ++c)
    out.probability[c] = static_cast<float>(scores[c] / sum);
  return out;
}

}  // namespace

result<calibration> calibration::load(const nn::safetensors_file& file, std::string_view prefix) {
  const std::string name(prefix);
  constexpr std::int64_t k_any = nn::k_any;
  auto score = file.get(name + ".score", nn::dtype_of<float>(), {k_any});
  if (!score) return tl::unexpected(std::move(score.error()));
  const auto x = score->as<float>();
  auto confidence =
      file.get(name + ".confidence", nn::dtype_of<float>(), {static_cast<std::int64_t>(x.size())});
  if (!confidence) return tl::unexpected(std::move(confidence.error()));
  const auto y = confidence->as<float>();
  bool rises = !x.empty();
  for (std::size_t i = 0; i < x.size() && rises; ++i)
    rises = std::isfinite(x[i]) && y[i] >= 0 && y[i] <= 1 &&
            (i == 0 || (x[i] > x[i - 1] && y[i] >= y[i - 1]));
  if (!rises)
    return tl::unexpected(
        file.damaged("tensor \"" + name + ".score\"", "it is no line that rises within [0, 1]"));
  calibration c;
  c.score_.assign(x.begin(), x.end());
  c.confidence_.assign(y.begin(), y.end());
  return c;
}

float calibration::operator()(float score) const noexcept {
  const auto found = std::lower_bound(score_.begin(), score_.end(), score);
  if (found == score_.begin()) return confidence_.front();
  if (found == score_.end()) return confidence_.back();
  const auto i = static_cast<std::size_t>(found - score_.begin());
  const float part = (score - score_[i - 1]) / (score_[i] - score_[i - 1]);
  return confidence_[i - 1] + part * (confidence_[i] - confidence_[i - 1]);
}

result<speaker_model> speaker_model::load(const nn::safetensors_file& file,
                                          const nn::kernels& kernels) {
  if (auto right = file.expect("architecture", k_architecture); !right)
    return tl::unexpected(std::move(right.error()));
  const auto trees = [&](std::string_view prefix, std::size_t width) -> result<nn::tree_ensemble> {
    auto loaded = nn::tree_ensemble::load(file, prefix);
    if (loaded && (loaded->features() != width || loaded->classes() != 1))
      return tl::unexpected(
          file.damaged("tensor \"" + std::string(prefix) + ".features\"",
                       "its rows have not " + std::to_string(width) + " numbers"));
    return loaded;
  };
  auto first = trees("first", k_signs);
  if (!first) return tl::unexpected(std::move(first.error()));
  auto second = trees("second", k_signs + k_beliefs);
  if (!second) return tl::unexpected(std::move(second.error()));
  auto exchange = exchange_model::load(file, k_signs + k_beliefs, kernels);
  if (!exchange) return tl::unexpected(std::move(exchange.error()));
  auto addressee = trees("addressee", k_addressee_row);
  if (!addressee) return tl::unexpected(std::move(addressee.error()));
  auto worth = calibration::load(file, "calibration");
  if (!worth) return tl::unexpected(std::move(worth.error()));
  auto addressee_worth = calibration::load(file, "addressee_calibration");
  if (!addressee_worth) return tl::unexpected(std::move(addressee_worth.error()));
  return speaker_model(std::move(*first), std::move(*second), std::move(*exchange),
                       std::move(*addressee), std::move(*worth), std::move(*addressee_worth));
}

line_candidates speaker_model::first(std::vector<std::uint32_t> who,
                                     std::span<const float> rows) const {
  std::vector<float> even(who.size(), 1.0F);
  return ranked(first_, {std::move(who), std::move(even)}, rows);
}

line_candidates speaker_model::second(const line_candidates& first,
                                      std::span<const float> rows) const {
  return ranked(second_, first, rows);
}

float speaker_model::addressee(std::span<const float> row) const {
  float s = 0;
  addressee_.predict(row, std::span(&s, 1));
  const double x = static_cast<double>(s);
  const double e = exponential(x < 0 ? x : -x);
  return addressee_worth_(static_cast<float>(x < 0 ? e / (1 + e) : 1 / (1 + e)));
}

line_candidates likely_ones(const line_candidates& all) {
  constexpr float k_least = 0.006F;
  constexpr std::size_t k_most = 7;
  std::vector<float> sorted(all.probability);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const float least = std::max(k_least, sorted.size() > k_most ? sorted[k_most] : 0.0F);
  line_candidates out;
  float sum = 0;
  for (std::size_t k = 0; k < all.who.size(); ++k) {
    if (all.probability[k] < least && all.who[k] != k_nobody) continue;
    out.who.push_back(all.who[k]);
    out.probability.push_back(all.probability[k]);
    sum += all.probability[k];
  }
  for (float& p : out.probability)
    p /= sum;
  return out;
}

}  // namespace fabula::talk
