#include "text_support.hpp"

namespace {

using fabula::testing::prose;
using fabula::testing::read;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view k_german =
    "Die F\u00E4hre kam wieder zu sp\u00E4t, und niemand am Kai schien sich daran zu st\u00F6ren. "
    "Ines z\u00E4hlte die "
    "M\u00F6wen auf dem Gel\u00E4nder, bis es mehr M\u00F6wen als Gel\u00E4nder gab. Ein Junge kam "
    "mit einer Kiste Zitronen "
    "vorbei und stellte sie ab, um auf das Wasser zu schauen. Hier hatte es einmal eine "
    "Br\u00FCcke gegeben, vor dem Winter, "
    "der sie mitnahm. Sie hatte den Brief in der Tasche und holte ihn nicht heraus.";

TEST(text_language, english_is_told) {
  const auto d = read(prose(20), "a.txt");
  EXPECT_EQ(d.source.language, "en");
  EXPECT_THAT(d.source.remarks, IsEmpty());
}

TEST(text_language, another_language_is_said) {
  const auto d = read(k_german, "a.txt");
  EXPECT_EQ(d.source.language, "und");
  EXPECT_THAT(d.source.remarks, Contains(HasSubstr("does not look like English")));
}

TEST(text_language, what_the_file_declares_is_the_guess) {
  const auto d =
      read("<html lang=\"de\"><body><p>" + std::string(k_german) + "</p></body></html>", "a.html");
  EXPECT_EQ(d.source.language, "de");
  EXPECT_THAT(d.source.remarks, Contains(HasSubstr("does not look like English")));
  const auto wrong =
      read("<html lang=\"de\"><body><p>" + prose(12) + "</p></body></html>", "a.html");
  EXPECT_EQ(wrong.source.language, "en");
}

TEST(text_language, too_few_words_are_taken_for_english) {
  EXPECT_EQ(read("Adieu.", "a.txt").source.language, "en");
}

}  // namespace
