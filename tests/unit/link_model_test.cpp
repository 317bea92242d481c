// The ranker of coreference: what it refuses, and how sure a margin makes it.
#include "people/link_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "people/link_features.hpp"
#include "safetensors_writer.hpp"

namespace {

using fabula::people::k_link_features;
using fabula::people::link_feature;
using fabula::people::link_model;
using fabula::testing::bytes_of;
using fabula::testing::safetensors_writer;
using ::testing::HasSubstr;

/// Trees of one split: a new entity gets 1, any other 0.
struct tiny_links {
  std::int32_t width = static_cast<std::int32_t>(k_link_features);
  std::vector<float> curve{0, 1, 0.3F, 0.9F};

  [[nodiscard]] fabula::result<link_model> load() const {
    safetensors_writer w;
    for (const std::string prefix : {"pronoun", "phrase"})
      w.add<std::int32_t>(prefix + ".feature", {1},
                          {static_cast<std::int32_t>(link_feature::is_new)})
          .add<float>(prefix + ".threshold", {1}, {0.5F})
          .add<std::uint8_t>(prefix + ".default_left", {1}, {1})
          .add<std::int32_t>(prefix + ".left", {1}, {~0})
          .add<std::int32_t>(prefix + ".right", {1}, {~1})
          .add<float>(prefix + ".leaf", {2}, {0.0F, 1.0F})
          .add<std::int32_t>(prefix + ".root", {1}, {0})
          .add<float>(prefix + ".base", {1}, {0.0F})
          .add<std::int32_t>(prefix + ".features", {1}, {width})
          .add<float>(prefix + ".calibration", {2, curve.size() / 2}, curve);
    const auto file = fabula::nn::safetensors_file::parse(bytes_of(w.str()), "links");
    if (!file) return tl::unexpected(file.error());
    return link_model::load(*file);
  }
};

TEST(LinkModel, AGreaterMarginIsAsSureAsTheTableSays) {
  const auto m = tiny_links{}.load();
  ASSERT_TRUE(m) << m.error().message();
  EXPECT_FLOAT_EQ(m->confidence(true, -1), 0.3F);
  EXPECT_FLOAT_EQ(m->confidence(true, 0.5F), 0.3F);
  EXPECT_FLOAT_EQ(m->confidence(false, 7), 0.9F);
}

TEST(LinkModel, TreesOfOtherSignsAreRefusedByName) {
  tiny_links other;
  ++other.width;
  const auto m = other.load();
  ASSERT_FALSE(m);
  EXPECT_THAT(m.error().message(), HasSubstr("\"pronoun\""));
  EXPECT_THAT(m.error().message(),
              HasSubstr("it reads " + std::to_string(k_link_features + 1) + " features"));
}

TEST(LinkModel, MarginsMustAscend) {
  tiny_links wrong;
  wrong.curve = {1, 0, 0.3F, 0.9F};
  const auto m = wrong.load();
  ASSERT_FALSE(m);
  EXPECT_THAT(m.error().message(), HasSubstr("pronoun.calibration"));
}

TEST(LinkModel, EverySignHasANameOfItsOwn) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < k_link_features; ++k)
    names.emplace_back(name_of(static_cast<link_feature>(k)));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
  EXPECT_NE(names.front(), "");
}

}  // namespace
