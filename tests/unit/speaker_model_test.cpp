#include "talk/speaker_model.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <string>
#include <vector>

#include "safetensors_writer.hpp"
#include "talk/addressees.hpp"
#include "talk/speaker_beliefs.hpp"

namespace {

using fabula::nn::safetensors_file;
using fabula::people::k_nobody;
using fabula::talk::likely_ones;
using fabula::talk::line_candidates;
using fabula::talk::sign;
using fabula::talk::speaker_model;
using fabula::testing::bytes_of;
using fabula::testing::safetensors_writer;
using ::testing::ElementsAre;
using ::testing::FloatEq;
using ::testing::FloatNear;
using ::testing::HasSubstr;

/// Ensembles of one tree each: who is named by the cue gets 2, anybody else 0.
struct tiny_model {
  std::string architecture{fabula::talk::k_architecture};
  std::int32_t first_width = static_cast<std::int32_t>(fabula::talk::k_signs);
  std::vector<float> score = {0.2F, 0.8F};
  std::vector<float> confidence = {0.1F, 0.9F};

  static void add(safetensors_writer& w, const std::string& prefix, std::int32_t width) {
    w.add<std::int32_t>(prefix + ".feature", {1}, {static_cast<std::int32_t>(sign::cue_is)})
        .add<float>(prefix + ".threshold", {1}, {0.5F})
        .add<std::uint8_t>(prefix + ".default_left", {1}, {1})
        .add<std::int32_t>(prefix + ".left", {1}, {~0})
        .add<std::int32_t>(prefix + ".right", {1}, {~1})
        .add<float>(prefix + ".leaf", {2}, {0.0F, 2.0F})
        .add<std::int32_t>(prefix + ".root", {1}, {0})
        .add<float>(prefix + ".base", {1}, {0.0F})
        .add<std::int32_t>(prefix + ".features", {1}, {width});
  }

  /// A network of one unit that says nothing.
  static void add_exchange(safetensors_writer& w) {
    constexpr std::size_t n = fabula::talk::k_signs + fabula::talk::k_beliefs;
    const auto zeros = [&](const std::string& name, std::vector<std::size_t> shape) {
      std::size_t size = 1;
      for (const std::size_t s : shape)
        size *= s;
      w.add<float>("exchange." + name, shape, std::vector<float>(size, 0.0F));
    };
    zeros("mean", {n}), zeros("scale", {n}), zeros("input.weight", {n, 1}),
        zeros("input.bias", {1});
    for (const std::string way : {"forward", "backward"}) {
      zeros(way + ".input", {2, 3}), zeros(way + ".input_bias", {3});
      zeros(way + ".hidden", {1, 3}), zeros(way + ".hidden_bias", {3});
    }
    zeros("mix.weight", {5, 1}), zeros("mix.bias", {1});
    zeros("output.weight", {1, 1}), zeros("output.bias", {1});
    w.add<std::int32_t>("exchange.missing", {0}, {});
  }

  [[nodiscard]] fabula::result<speaker_model> load() const {
    safetensors_writer w;
    w.metadata("architecture", architecture);
    add(w, "first", first_width);
    add(w, "second", static_cast<std::int32_t>(fabula::talk::k_signs + fabula::talk::k_beliefs));
    add(w, "addressee", static_cast<std::int32_t>(fabula::talk::k_addressee_row));
    add_exchange(w);
    for (const std::string prefix : {"calibration", "addressee_calibration"})
      w.add(prefix + ".score", {score.size()}, score)
          .add(prefix + ".confidence", {confidence.size()}, confidence);
    const auto file = safetensors_file::parse(bytes_of(w.str()), "speakers");
    if (!file) return tl::unexpected(file.error());
    return speaker_model::load(*file, **fabula::nn::kernels_for());
  }
};

TEST(speaker_model, gives_probabilities_that_sum_to_one) {
  const auto model = tiny_model().load();
  ASSERT_TRUE(model) << model.error().message();
  std::vector<float> rows(3 * fabula::talk::k_signs, std::numeric_limits<float>::quiet_NaN());
  rows[fabula::talk::k_signs + static_cast<std::size_t>(sign::cue_is)] = 1;
  const line_candidates found = model->first({4, 7, k_nobody}, rows);
  EXPECT_THAT(found.who, ElementsAre(4, 7, k_nobody));
  // e^2 / (e^2 + 2)
  EXPECT_THAT(found.probability, ElementsAre(FloatNear(0.10651F, 1e-5F), FloatNear(0.78699F, 1e-5F),
                                             FloatNear(0.10651F, 1e-5F)));
}

TEST(speaker_model, confidence_lies_on_lines_between_points) {
  const auto model = tiny_model().load();
  ASSERT_TRUE(model);
  EXPECT_THAT(model->confidence(0.0F), FloatEq(0.1F));
  EXPECT_THAT(model->confidence(0.5F), FloatNear(0.5F, 1e-6F));
  EXPECT_THAT(model->confidence(1.0F), FloatEq(0.9F));
}

TEST(speaker_model, refuses_weights_for_other_signs) {
  tiny_model other;
  other.architecture = "speakers-0";
  ASSERT_FALSE(other.load());
  EXPECT_THAT(other.load().error().message(), HasSubstr("speakers-0"));
  tiny_model narrow;
  narrow.first_width = 3;
  EXPECT_FALSE(narrow.load()) << "a node looks at a sign that no row has";
  tiny_model wide;
  wide.first_width = static_cast<std::int32_t>(fabula::talk::k_signs) + 1;
  ASSERT_FALSE(wide.load());
  EXPECT_THAT(wide.load().error().message(), HasSubstr("first.features"));
}

TEST(speaker_model, refuses_a_calibration_that_falls) {
  tiny_model falls;
  falls.confidence = {0.9F, 0.1F};
  ASSERT_FALSE(falls.load());
  EXPECT_THAT(falls.load().error().message(), HasSubstr("calibration"));
  tiny_model beyond;
  beyond.confidence = {0.1F, 1.5F};
  EXPECT_FALSE(beyond.load());
  tiny_model twice;
  twice.score = {0.2F, 0.2F};
  EXPECT_FALSE(twice.load());
  tiny_model none;
  none.score = none.confidence = {};
  EXPECT_FALSE(none.load());
}

TEST(likely_ones, drop_the_hopeless_and_keep_nobody) {
  const line_candidates found =
      likely_ones({{1, 2, 3, k_nobody}, {0.599F, 0.4F, 0.0005F, 0.0005F}});
  EXPECT_THAT(found.who, ElementsAre(1, 2, k_nobody));
  float sum = 0;
  for (const float p : found.probability)
    sum += p;
  EXPECT_THAT(sum, FloatNear(1.0F, 1e-6F));
}

TEST(likely_ones, are_few) {
  line_candidates many;
  for (std::uint32_t i = 0; i < 14; ++i) {
    many.who.push_back(i);
    many.probability.push_back(0.05F + 0.001F * static_cast<float>(i));
  }
  many.who.push_back(k_nobody);
  many.probability.push_back(0.2F);
  EXPECT_LE(likely_ones(many).who.size(), 8U);
}

}  // namespace
