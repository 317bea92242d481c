#include "language/sentence_model.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "language/boundary_rules.hpp"
#include "language/sentences.hpp"
#include "read_tokens.hpp"
#include "safetensors_writer.hpp"

namespace {

using fabula::language::find_boundary_signs;
using fabula::language::k_place_signs;
using fabula::language::k_window_signs;
using fabula::language::sentence_model;
using fabula::language::split_sentences;
using fabula::nn::kernels;
using fabula::nn::safetensors_file;
using fabula::testing::read_text;
using ::testing::HasSubstr;

const kernels& best() {
  return **fabula::nn::kernels_for();
}

constexpr std::size_t k_places = sentence_model::k_places;
constexpr std::size_t k_here = sentence_model::k_reach;
constexpr std::uint32_t k_rule_bit = 10;

/// A model of one number a layer, whose parts a test changes before it is written.
struct tiny {
  std::string architecture = "sentences-1";
  std::string features = "boundary-1";
  std::vector<std::int8_t> norm = {0, 0, 0};
  std::vector<std::int8_t> words = std::vector<std::int8_t>(k_places, 0);
  std::vector<float> signs = std::vector<float>(k_window_signs * k_places, 0.0F);
  std::vector<float> place = std::vector<float>(k_place_signs, 0.0F);
  std::vector<float> hidden_bias = {0};
  std::vector<float> out = {1};
  std::vector<float> out_bias = {-0.5F};
  bool has_bias = true;

  [[nodiscard]] safetensors_file file() const {
    fabula::testing::safetensors_writer w;
    w.metadata("architecture", architecture).metadata("features", features);
    w.add("norm.weight", {norm.size(), 1}, norm)
        .add("norm.scale", {norm.size()}, std::vector<float>(norm.size(), 1.0F))
        .add("prefix.weight", {1, 1}, std::vector<std::int8_t>{0})
        .add("prefix.scale", {1}, std::vector<float>{1})
        .add("suffix.weight", {1, 1}, std::vector<std::int8_t>{0})
        .add("suffix.scale", {1}, std::vector<float>{1})
        .add("words.weight", {words.size(), 1}, words)
        .add("words.scale", {words.size()}, std::vector<float>(words.size(), 1.0F))
        .add("signs.weight", {k_window_signs, k_places}, signs)
        .add("place.weight", {k_place_signs, 1}, place)
        .add("hidden.bias", {1}, hidden_bias)
        .add("out.weight", {1}, out);
    if (has_bias) w.add("out.bias", {1}, out_bias);
    const std::string bytes = w.str();
    return std::move(
        *safetensors_file::parse(fabula::testing::bytes_of(bytes), "tiny.safetensors"));
  }

  /// Ends a sentence where rules would.
  [[nodiscard]] static tiny of_rules() {
    tiny t;
    t.signs[k_rule_bit * k_places + k_here] = 1;
    return t;
  }
};

std::string problem_of(const tiny& t) {
  const safetensors_file file = t.file();
  const auto model = sentence_model::load(file, best());
  if (model) return "";
  return model.error().file + "|" + model.error().place + "|" + model.error().problem;
}

TEST(sentence_model, tells_which_check_a_file_failed) {
  EXPECT_EQ(problem_of(tiny{}), "");
  tiny t;
  t.architecture = "sentences-2";
  EXPECT_THAT(problem_of(t), HasSubstr("tiny.safetensors|"));
  EXPECT_THAT(problem_of(t), HasSubstr("sentences-2"));
  t = {};
  t.features = "boundary-9";
  EXPECT_THAT(problem_of(t), HasSubstr("boundary-9"));
  t = {};
  t.words.push_back(0);
  EXPECT_THAT(problem_of(t), HasSubstr("words.weight"));
  t = {};
  t.norm.clear();
  EXPECT_THAT(problem_of(t), HasSubstr("norm"));
  t = {};
  t.has_bias = false;
  EXPECT_THAT(problem_of(t), HasSubstr("out.bias"));
  t = {};
  t.place[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(problem_of(t), HasSubstr("place.weight|a number in it is not finite"));
}

TEST(sentence_model, sees_signs_at_their_place_of_the_window) {
  tiny t;
  // A number two tokens behind the place.
  t.signs[3 * k_places + k_here + 2] = 1;
  const safetensors_file file = t.file();
  const auto model = sentence_model::load(file, best());
  const read_text r("one two three 44 five\n\nsix 7");
  const auto odds = model->score(r.tokens, find_boundary_signs(r.text, r.tokens));
  EXPECT_EQ(odds, (std::vector<float>{-0.5F, 0.5F, -0.5F, -0.5F, -0.5F, -0.5F, -0.5F}));
}

TEST(sentence_model, has_no_say_where_rules_know) {
  tiny t = tiny::of_rules();
  t.out_bias = {5};  // would end a sentence behind every token
  const safetensors_file file = t.file();
  const auto model = sentence_model::load(file, best());
  read_text r("\"What?\" Ruth said. Mr. Hale didn't.\n\nShe left");
  const auto cut = split_sentences(r.text, r.tokens, false, &*model);
  std::vector<std::string> found;
  for (const auto& s : cut)
    found.push_back(r.text.substr(s.span.start.value, s.span.end.value - s.span.start.value));
  // Behind a mark that opens, inside `?"`, before the tag, behind a title, inside a word: never.
  EXPECT_EQ(found, (std::vector<std::string>{"\"What?\" Ruth", "said.", "Mr. Hale", "didn't.",
                                             "She", "left"}));
  EXPECT_EQ(split_sentences(r.text, r.tokens, true, &*model).size(), 2U);
}

TEST(sentence_model, of_a_text_of_many_stretches_is_as_of_each_paragraph_alone) {
  const safetensors_file file = tiny::of_rules().file();
  const auto model = sentence_model::load(file, best());
  std::string text;
  for (int i = 0; i < 9000; ++i)
    text += "He sat down. Word" + std::to_string(i) + (i % 50 == 49 ? ".\n\n" : ", and no. ");
  read_text by_model(text);
  const read_text by_rules(text);
  const auto cut = split_sentences(by_model.text, by_model.tokens, false, &*model);
  EXPECT_EQ(cut.size(), by_rules.sentences.size());
  EXPECT_EQ(by_model.tokens.sentence, by_rules.tokens.sentence);
}

TEST(sentence_model, reads_nothing_in_no_text) {
  const safetensors_file file = tiny{}.file();
  const auto model = sentence_model::load(file, best());
  read_text r("");
  EXPECT_TRUE(split_sentences(r.text, r.tokens, false, &*model).empty());
}

// The model that ships -------------------------------------------------------------------------

class shipped_sentence_model : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = safetensors_file::open(FABULA_SOURCE_DIR "/models/en/sentences.safetensors");
    ASSERT_TRUE(opened) << opened.error().problem;
    file_.emplace(std::move(*opened));
  }
  [[nodiscard]] sentence_model load(const kernels& k = best()) const {
    auto model = sentence_model::load(*file_, k);
    EXPECT_TRUE(model) << model.error().problem;
    return std::move(*model);
  }
  std::optional<safetensors_file> file_;
};

std::string one_space(const std::string& words) {
  std::istringstream in(words);
  std::string out;
  for (std::string w; in >> w;)
    out += (out.empty() ? "" : " ") + w;
  return out;
}

/// Every case of tests/cases that says what its sentences are.
std::vector<std::pair<std::string, std::vector<std::string>>> cases_of(const std::string& name) {
  std::ifstream in(FABULA_SOURCE_DIR "/tests/cases/" + name);
  std::vector<std::pair<std::string, std::vector<std::string>>> out;
  std::string section;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("---- ")) section = line.substr(5);
    if (line == "---- text") out.emplace_back();
    if (line.starts_with("---- ")) continue;
    if (section == "text") out.back().first += line + "\n";
    if (line.starts_with("# ")) section.clear();
    if (section == "sentences" && !line.empty()) out.back().second.push_back(line);
  }
  return out;
}

TEST_F(shipped_sentence_model, passes_the_cases_of_the_rules) {
  const sentence_model model = load();
  std::size_t checked = 0;
  for (const std::string name : {"sentences.case", "sentences_dialogue.case"}) {
    for (const auto& [text, expected] : cases_of(name)) {
      read_text r(text);
      std::vector<std::string> found;
      for (const auto& s : split_sentences(r.text, r.tokens, false, &model))
        found.push_back(
            one_space(r.text.substr(s.span.start.value, s.span.end.value - s.span.start.value)));
      EXPECT_EQ(found, expected) << name << ": " << text;
      ++checked;
    }
  }
  EXPECT_GE(checked, 40U);
}

TEST_F(shipped_sentence_model, ends_sentences_that_no_mark_ends) {
  const sentence_model model = load();
  const auto count = [&](std::string text) {
    read_text r(std::move(text));
    return split_sentences(r.text, r.tokens, false, &model).size();
  };
  EXPECT_EQ(count("i have no idea where she went. she never told me anything."), 2U);
  EXPECT_EQ(count("Thanks for the books! they came on friday. i read two of them."), 3U);
}

TEST_F(shipped_sentence_model, gives_the_same_bytes_with_every_instruction_set) {
  std::ifstream in(FABULA_SOURCE_DIR "/samples/double_booked.txt", std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  const read_text r(all.str());
  const auto signs = find_boundary_signs(r.text, r.tokens);
  const std::vector<float> expected = load().score(r.tokens, signs);
  ASSERT_EQ(expected.size(), r.tokens.size());
  for (const auto set : fabula::nn::available_instruction_sets()) {
    const auto k = fabula::nn::kernels_for(fabula::nn::to_string(set));
    EXPECT_EQ(load(**k).score(r.tokens, signs), expected) << fabula::nn::to_string(set);
  }
}

}  // namespace
