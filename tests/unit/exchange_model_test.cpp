// The network that looks at whole exchanges, against its equations written out in doubles.
#include "talk/exchange_model.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "safetensors_writer.hpp"

namespace {

using fabula::people::k_nobody;
using fabula::talk::exchange_model;
using fabula::talk::line_candidates;
using fabula::testing::bytes_of;
using fabula::testing::safetensors_writer;
using ::testing::HasSubstr;

constexpr std::size_t k_inputs = 3;
constexpr std::size_t k_width = 2;
constexpr float k_nan = std::numeric_limits<float>::quiet_NaN();

/// Weights from a fixed sequence; column 1 may be missing.
struct tiny_exchange {
  std::map<std::string, std::vector<float>> tensors;
  std::int32_t missing = 1;

  tiny_exchange() {
    std::uint32_t seed = 7;
    const auto fill = [&](const std::string& name, std::size_t n) {
      for (std::size_t i = 0; i < n; ++i) {
        seed = seed * 1664525U + 1013904223U;
        tensors[name].push_back(static_cast<float>(seed >> 8U) / 8388608.0F - 1.0F);
      }
    };
    fill("mean", k_inputs), tensors["scale"] = {1.0F, 0.5F, 2.0F};
    fill("input.weight", (k_inputs + 1) * k_width), fill("input.bias", k_width);
    for (const std::string way : {"forward", "backward"}) {
      fill(way + ".input", (k_width + 1) * 3 * k_width), fill(way + ".input_bias", 3 * k_width);
      fill(way + ".hidden", k_width * 3 * k_width), fill(way + ".hidden_bias", 3 * k_width);
    }
    fill("mix.weight", 5 * k_width * k_width), fill("mix.bias", k_width);
    fill("output.weight", k_width), fill("output.bias", 1);
  }

  [[nodiscard]] fabula::result<exchange_model> load(
      std::optional<std::string_view> set = std::nullopt) const {
    const std::map<std::string, std::vector<std::size_t>> shapes{
        {"input.weight", {k_inputs + 1, k_width}},
        {"forward.input", {k_width + 1, 3 * k_width}},
        {"backward.input", {k_width + 1, 3 * k_width}},
        {"forward.hidden", {k_width, 3 * k_width}},
        {"backward.hidden", {k_width, 3 * k_width}},
        {"mix.weight", {5 * k_width, k_width}},
        {"output.weight", {k_width, 1}}};
    safetensors_writer w;
    for (const auto& [name, values] : tensors) {
      const auto shape = shapes.find(name);
      if (shape == shapes.end())
        w.add<float>("exchange." + name, {values.size()}, values);
      else
        w.add<float>("exchange." + name, shape->second, values);
    }
    w.add<std::int32_t>("exchange.missing", {1}, {missing});
    const auto file = fabula::nn::safetensors_file::parse(bytes_of(w.str()), "speakers");
    if (!file) return tl::unexpected(file.error());
    return exchange_model::load(*file, k_inputs, **fabula::nn::kernels_for(set));
  }

  [[nodiscard]] double at(const std::string& name, std::size_t i) const {
    return static_cast<double>(tensors.at(name)[i]);
  }
};

/// Three lines; 4 is no candidate of the second.
struct example {
  std::vector<line_candidates> first{{{4, 7, k_nobody}, {0.5F, 0.3F, 0.2F}},
                                     {{7, k_nobody}, {0.9F, 0.1F}},
                                     {{7, 4, k_nobody}, {0.4F, 0.4F, 0.2F}}};
  std::vector<line_candidates> second{{{4, 7, k_nobody}, {0.6F, 0.3F, 0.1F}},
                                      {{7, k_nobody}, {0.8F, 0.2F}},
                                      {{7, 4, k_nobody}, {0.3F, 0.5F, 0.2F}}};
  std::vector<float> rows;

  example() {
    for (int r = 0; r < 8; ++r)
      for (int k = 0; k < 3; ++k)
        rows.push_back(
            k == 1 && r % 3 == 0 ? k_nan : static_cast<float>((r * 5 + k * 3) % 7) / 3.0F - 1.0F);
    rows[6] = 100;  // further out than the network looks
  }
};

[[nodiscard]] double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

/// The equations of Cho et al. (2014), as PyTorch has them, one slot after the other.
[[nodiscard]] std::vector<double> scores_of(const tiny_exchange& t, const example& e) {
  constexpr std::size_t w = k_width;
  std::vector<std::uint32_t> who;
  std::vector<std::size_t> line;
  for (std::size_t i = 0; i < e.first.size(); ++i)
    for (const std::uint32_t c : e.first[i].who)
      who.push_back(c), line.push_back(i);
  std::vector<std::vector<double>> inner(who.size(), std::vector<double>(w));
  for (std::size_t r = 0; r < who.size(); ++r)
    for (std::size_t j = 0; j < w; ++j) {
      double sum = t.at("input.bias", j);
      for (std::size_t k = 0; k < k_inputs; ++k) {
        const double x = static_cast<double>(e.rows[r * k_inputs + k]);
        if (std::isnan(x)) continue;
        const double z = std::min(5.0, std::max(-5.0, (x - t.at("mean", k)) * t.at("scale", k)));
        sum += z * t.at("input.weight", k * w + j);
      }
      if (std::isnan(e.rows[r * k_inputs + 1])) sum += t.at("input.weight", k_inputs * w + j);
      inner[r][j] = std::max(0.0, sum);
    }
  std::vector<std::vector<double>> states(who.size(), std::vector<double>(2 * w));
  for (const std::uint32_t slot : {4U, 7U, k_nobody})
    for (const bool backward : {false, true}) {
      const std::string way = backward ? "backward" : "forward";
      std::vector<double> h(w, 0.0);
      for (std::size_t step = 0; step < e.first.size(); ++step) {
        const std::size_t i = backward ? e.first.size() - 1 - step : step;
        std::size_t row = who.size();
        for (std::size_t r = 0; r < who.size(); ++r)
          if (line[r] == i && who[r] == slot) row = r;
        std::vector<double> a(3 * w);
        std::vector<double> b(3 * w);
        for (std::size_t j = 0; j < 3 * w; ++j) {
          a[j] = t.at(way + ".input_bias", j);
          b[j] = t.at(way + ".hidden_bias", j);
          for (std::size_t k = 0; k < w; ++k) {
            if (row < who.size()) a[j] += inner[row][k] * t.at(way + ".input", k * 3 * w + j);
            b[j] += h[k] * t.at(way + ".hidden", k * 3 * w + j);
          }
          if (row < who.size()) a[j] += t.at(way + ".input", w * 3 * w + j);
        }
        for (std::size_t k = 0; k < w; ++k) {
          const double reset = sigmoid(a[k] + b[k]);
          const double update = sigmoid(a[w + k] + b[w + k]);
          const double fresh = std::tanh(a[2 * w + k] + reset * b[2 * w + k]);
          h[k] = (1 - update) * fresh + update * h[k];
        }
        if (row < who.size())
          for (std::size_t k = 0; k < w; ++k)
            states[row][(backward ? w : 0) + k] = h[k];
      }
    }
  std::vector<double> scores(who.size());
  for (std::size_t r = 0; r < who.size(); ++r) {
    std::vector<double> x(5 * w, 0.0);
    for (std::size_t k = 0; k < 2 * w; ++k) {
      x[k] = states[r][k];
      for (std::size_t o = 0; o < who.size(); ++o)
        if (line[o] == line[r] && o != r) x[2 * w + k] += 0.3 * states[o][k];
    }
    for (std::size_t k = 0; k < w; ++k)
      x[4 * w + k] = inner[r][k];
    scores[r] = t.at("output.bias", 0);
    for (std::size_t j = 0; j < w; ++j) {
      double sum = t.at("mix.bias", j);
      for (std::size_t k = 0; k < 5 * w; ++k)
        sum += x[k] * t.at("mix.weight", k * w + j);
      scores[r] += std::max(0.0, sum) * t.at("output.weight", j);
    }
  }
  return scores;
}

TEST(exchange_model, gives_what_its_equations_say) {
  const tiny_exchange t;
  const auto model = t.load();
  ASSERT_TRUE(model) << model.error().message();
  example e;
  const std::vector<double> scores = scores_of(t, e);
  std::vector<line_candidates> found = e.second;
  model->correct(e.first, e.rows, found);
  std::size_t r = 0;
  for (std::size_t i = 0; i < e.first.size(); ++i) {
    std::vector<double> wanted;
    double sum = 0;
    for (std::size_t c = 0; c < e.first[i].who.size(); ++c, ++r) {
      wanted.push_back(std::exp(scores[r]) * static_cast<double>(e.first[i].probability[c]));
      sum += wanted.back();
    }
    double all = 0;
    for (std::size_t c = 0; c < wanted.size(); ++c)
      all += wanted[c] =
          std::sqrt(wanted[c] / sum * static_cast<double>(e.second[i].probability[c]));
    for (std::size_t c = 0; c < wanted.size(); ++c)
      EXPECT_NEAR(static_cast<double>(found[i].probability[c]), wanted[c] / all, 1e-5)
          << "line " << i << ", candidate " << c;
  }
}

TEST(exchange_model, gives_the_same_bytes_on_every_instruction_set) {
  const tiny_exchange t;
  const example e;
  std::vector<line_candidates> usual = e.second;
  t.load()->correct(e.first, e.rows, usual);
  for (const auto set : fabula::nn::available_instruction_sets()) {
    std::vector<line_candidates> found = e.second;
    t.load(fabula::nn::to_string(set))->correct(e.first, e.rows, found);
    for (std::size_t i = 0; i < found.size(); ++i)
      EXPECT_EQ(found[i].probability, usual[i].probability) << fabula::nn::to_string(set);
  }
}

TEST(exchange_model, looks_no_further_than_a_passage) {
  const auto model = tiny_exchange().load();
  ASSERT_TRUE(model);
  std::vector<line_candidates> first(200, {{1, k_nobody}, {0.7F, 0.3F}});
  std::vector<float> rows;
  for (std::size_t k = 0; k < first.size() * 2 * k_inputs; ++k)
    rows.push_back(static_cast<float>(k % 11) / 5.0F - 1.0F);
  std::vector<line_candidates> all = first;
  model->correct(first, rows, all);
  std::vector<line_candidates> part(first.begin(), first.begin() + 96);
  model->correct(std::span(first).first(96), std::span(rows).first(std::size_t{96} * 2 * k_inputs),
                 part);
  for (std::size_t i = 0; i < part.size(); ++i)
    EXPECT_EQ(all[i].probability, part[i].probability) << i;
}

TEST(exchange_model, refuses_what_does_not_fit) {
  tiny_exchange beyond;
  beyond.missing = 3;
  ASSERT_FALSE(beyond.load());
  EXPECT_THAT(beyond.load().error().message(), HasSubstr("exchange.missing"));
  tiny_exchange broken;
  broken.tensors["mix.weight"][3] = k_nan;
  ASSERT_FALSE(broken.load());
  EXPECT_THAT(broken.load().error().message(), HasSubstr("exchange.mix.weight"));
  tiny_exchange lost;
  lost.tensors.erase("forward.hidden");
  ASSERT_FALSE(lost.load());
  EXPECT_THAT(lost.load().error().message(), HasSubstr("exchange.forward.hidden"));
}

}  // namespace
