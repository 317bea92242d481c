// The model as it is shipped: what it refuses, and that it reads whatever it is given.
#include "fabula/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fabula/reader.hpp"
#include "fabula/writer.hpp"
#include "nn/kernels.hpp"

namespace fabula {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string k_folder = FABULA_SOURCE_DIR "/models/en";

std::string bytes_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// A copy of the model whose weights were changed; removed at the end.
class changed_model {
 public:
  changed_model()
      : folder_(testing::TempDir() + "changed_model_" +
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::create_directories(folder_);
    fs::copy(k_folder, folder_, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    bytes_ = bytes_of(k_folder + "/language.safetensors");
  }
  ~changed_model() { fs::remove_all(folder_); }

  /// Same length, or the header would be wrong for another reason.
  void replace(std::string_view from, std::string_view to) {
    ASSERT_EQ(from.size(), to.size());
    const std::size_t at = bytes_.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    bytes_.replace(at, to.size(), to);
  }
  std::string& bytes() { return bytes_; }

  /// The message of the refusal.
  std::string refusal() {
    std::ofstream(folder_ + "/language.safetensors", std::ios::binary) << bytes_;
    const auto m = model::load(folder_);
    return m ? "it was not refused" : m.error().message();
  }

 private:
  std::string folder_;
  std::string bytes_;
};

std::shared_ptr<const model> shipped(const model_options& options = {}) {
  auto m = model::load(k_folder, options);
  EXPECT_TRUE(m) << m.error().message();
  return *m;
}

TEST(Model, WeightsCutShortAreRefused) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{500}}) {
    changed_model m;
    m.bytes().resize(size);
    EXPECT_THAT(m.refusal(), HasSubstr("language.safetensors")) << size;
  }
  changed_model m;
  m.bytes().pop_back();
  EXPECT_THAT(m.refusal(), HasSubstr("language.safetensors"));
}

TEST(Model, WeightsOfAnotherArchitectureAreRefused) {
  changed_model m;
  m.replace("language-1", "language-9");
  const std::string said = m.refusal();
  EXPECT_THAT(said, HasSubstr("language.safetensors"));
  EXPECT_THAT(said, HasSubstr("architecture"));
  EXPECT_THAT(said, HasSubstr("language-9"));
}

TEST(Model, WeightsOfOtherFeaturesAreRefused) {
  changed_model m;
  m.replace("crc32-24000", "crc32-34000");
  EXPECT_THAT(m.refusal(), HasSubstr("features"));
}

TEST(Model, WeightsOfAnotherVocabularyAreRefused) {
  changed_model m;
  m.replace("ADJ|ADP|ADV", "ADP|ADJ|ADV");
  EXPECT_THAT(m.refusal(), HasSubstr("vocabulary"));
}

TEST(Model, ALabelThatFabulaDoesNotHaveIsRefused) {
  changed_model m;
  m.replace("ADJ|ADP|ADV", "ADJ|ADQ|ADV");
  EXPECT_THAT(m.refusal(), HasSubstr("`ADQ`"));
}

TEST(Model, AMissingTensorIsNamed) {
  changed_model m;
  m.replace("\"heads.kind.bias\"", "\"heads.king.bias\"");
  EXPECT_THAT(m.refusal(), HasSubstr("heads.kind.bias"));
}

TEST(Model, AFolderWithoutAModelIsNamed) {
  const auto m = model::load("/nowhere/at/all");
  ASSERT_FALSE(m);
  EXPECT_EQ(m.error().code, error_code::not_found);
  EXPECT_THAT(m.error().message(), HasSubstr("/nowhere/at/all"));
}

TEST(Model, AnUnknownInstructionSetIsRefused) {
  const auto m = model::load(k_folder, {.instruction_set = "avx1024"});
  ASSERT_FALSE(m);
  EXPECT_EQ(m.error().code, error_code::bad_option);
}

TEST(Model, EveryInstructionSetGivesTheSameStory) {
  const std::string text = bytes_of(FABULA_SOURCE_DIR "/samples/double_booked.txt");
  std::string first;
  for (const nn::instruction_set set : nn::available_instruction_sets()) {
    const reader r(shipped({.instruction_set = std::string(to_string(set))}));
    const auto s = r.read(text, "double_booked.txt");
    ASSERT_TRUE(s);
    const std::string made = *write(*s, "conllu") + *write(*s, "json");
    if (first.empty()) first = made;
    EXPECT_EQ(made, first) << to_string(set);
  }
}

TEST(Model, ReadsWhateverItIsGiven) {
  const reader r(shipped());
  std::string endless;
  for (int i = 0; i < 5000; ++i)
    endless += "she said and ";
  std::string deep(3000, '(');
  for (const std::string& text :
       {std::string("_*_ ** __ *\n"), endless, deep + "a" + deep,
        std::string("\xE2\x80\x9C\xE2\x80\x9C\xE2\x80\x9C"), std::string(20000, 'A'),
        std::string("a\n\n*\n\n_b_\n\n-- -- --\n")}) {
    const auto s = r.read(text, "odd.txt");
    ASSERT_TRUE(s) << s.error().message();
    for (const format& f : formats())
      EXPECT_TRUE(write(*s, f.name)) << f.name << ": " << text.substr(0, 20);
    for (std::uint32_t i = 0; i < s->tokens.size(); ++i)
      ASSERT_EQ(s->tokens[i].sentence, s->tokens[s->tokens[i].head.value].sentence);
  }
}

TEST(Model, EverySentenceHasOneRoot) {
  const reader r(shipped());
  const auto s = r.read(bytes_of(FABULA_SOURCE_DIR "/samples/double_booked.txt"), "a.txt");
  ASSERT_TRUE(s);
  std::vector<int> roots(s->sentences.size());
  for (std::uint32_t i = 0; i < s->tokens.size(); ++i)
    roots[s->tokens[i].sentence.value] += s->tokens[i].head.value == i;
  EXPECT_THAT(roots, testing::Each(1));
}

}  // namespace
}  // namespace fabula
