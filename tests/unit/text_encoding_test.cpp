#include "text/encoding.hpp"
#include "text/sha256.hpp"
#include "text/unicode.hpp"
#include "text_support.hpp"

namespace {

using namespace std::string_view_literals;
using fabula::error_code;
using fabula::text::decode;
using fabula::text::sha256;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string utf16(std::u16string_view s, bool little) {
  std::string out;
  for (const char16_t c : s) {
    const char low = static_cast<char>(c & 0xFFU);
    const char high = static_cast<char>(c >> 8U);
    out += little ? low : high;
    out += little ? high : low;
  }
  return out;
}

TEST(text_encoding, plain_ascii_is_utf8) {
  const auto d = decode("Late again.");
  ASSERT_TRUE(d);
  EXPECT_EQ(d->text, "Late again.");
  EXPECT_EQ(d->encoding, "utf-8");
  EXPECT_EQ(d->evidence, "valid utf-8");
}

TEST(text_encoding, byte_order_marks_are_dropped_and_told) {
  const auto utf8 = decode("\xEF\xBB\xBFZo\xC3\xAB");
  ASSERT_TRUE(utf8);
  EXPECT_EQ(utf8->text, "Zo\u00EB");
  EXPECT_EQ(utf8->evidence, "byte order mark");
  for (const bool little : {true, false}) {
    const auto d =
        decode((little ? "\xFF\xFE" : "\xFE\xFF") + utf16(u"Zo\u00EB \U0001F6A2", little));
    ASSERT_TRUE(d);
    EXPECT_EQ(d->text, "Zo\u00EB \U0001F6A2");
    EXPECT_EQ(d->encoding, little ? "utf-16le" : "utf-16be");
    EXPECT_EQ(d->evidence, "byte order mark");
  }
}

TEST(text_encoding, utf16_without_mark_is_told_from_its_zeros) {
  for (const bool little : {true, false}) {
    const auto d = decode(utf16(u"The ferry was late again.", little));
    ASSERT_TRUE(d);
    EXPECT_EQ(d->text, "The ferry was late again.");
    EXPECT_EQ(d->evidence, "zero bytes");
  }
}

TEST(text_encoding, half_a_surrogate_pair_is_refused_with_its_place) {
  std::string bytes = "\xFF\xFE" + utf16(u"ab", true);
  bytes += "\x01\xD8"sv;
  bytes += utf16(u"cd", true);
  const auto d = decode(bytes);
  ASSERT_FALSE(d);
  EXPECT_EQ(d.error().code, error_code::damaged);
  EXPECT_EQ(d.error().place, "byte 6");
}

TEST(text_encoding, odd_utf16_is_cut_short) {
  const auto d = decode("\xFF\xFE" + utf16(u"ab", true) + "c");
  ASSERT_FALSE(d);
  EXPECT_EQ(d.error().code, error_code::damaged);
}

TEST(text_encoding, what_is_not_utf8_is_windows_1252) {
  const auto d = decode("\x93Zo\xEB\x94 \x97 caf\xE9 \x80");
  ASSERT_TRUE(d);
  EXPECT_EQ(d->text, "\u201CZo\u00EB\u201D \u2014 caf\u00E9 \u20AC");
  EXPECT_EQ(d->encoding, "windows-1252");
  EXPECT_EQ(d->evidence, "fallback");
  EXPECT_THAT(d->remarks, Not(IsEmpty()));
}

TEST(text_encoding, a_declaration_is_believed_where_the_bytes_agree) {
  const auto latin = decode("caf\xE9", "ISO-8859-1");
  ASSERT_TRUE(latin);
  EXPECT_EQ(latin->text, "caf\u00E9");
  EXPECT_EQ(latin->evidence, "declared");
  const auto cyrillic = decode("\xCC\xE8\xF0", "windows-1251");
  ASSERT_TRUE(cyrillic);
  EXPECT_EQ(cyrillic->text, "\u041C\u0438\u0440");
  EXPECT_EQ(cyrillic->encoding, "windows-1251");
  const auto wrong = decode("Zo\xC3\xAB", "iso-8859-1");
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->text, "Zo\u00EB");
  EXPECT_THAT(wrong->remarks, Not(IsEmpty()));
  const auto unknown = decode("caf\xE9", "x-no-such-charset");
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->encoding, "windows-1252");
}

TEST(text_encoding, a_few_broken_bytes_in_utf8_are_shown_and_said) {
  std::string bytes;
  for (int i = 0; i < 60; ++i)
    bytes += "Zo\xC3\xAB ";
  bytes += "\xFF end";
  const auto d = decode(bytes);
  ASSERT_TRUE(d);
  EXPECT_THAT(d->text, HasSubstr("\uFFFD end"));
  ASSERT_EQ(d->remarks.size(), 1U);
  EXPECT_THAT(d->remarks[0], HasSubstr("byte 300"));
}

TEST(text_encoding, half_utf8_half_something_else_is_refused) {
  std::string bytes;
  for (int i = 0; i < 20; ++i)
    bytes += "Zo\xC3\xAB caf\xE9 ";
  const auto d = decode(bytes);
  ASSERT_FALSE(d);
  EXPECT_EQ(d.error().code, error_code::damaged);
  EXPECT_EQ(d.error().place, "byte 8");
}

TEST(text_encoding, a_nul_is_refused_with_its_place) {
  const auto d = decode("Late\0again, and again and again."sv);
  ASSERT_FALSE(d);
  EXPECT_EQ(d.error().code, error_code::not_text);
  EXPECT_EQ(d.error().place, "byte 4");
}

TEST(text_encoding, control_characters_by_the_dozen_are_binary) {
  std::string bytes;
  for (int i = 0; i < 40; ++i)
    bytes += "\x01\x02\x03 data";
  const auto d = decode(bytes);
  ASSERT_FALSE(d);
  EXPECT_EQ(d.error().code, error_code::not_text);
  EXPECT_TRUE(decode("One \x01 stray control in a text that is otherwise long enough to be one."));
}

TEST(text_encoding, line_ends_become_one_newline_and_nothing_else_changes) {
  std::string s = "a\r\nb\rc\n\r\n\r\rd\r";
  fabula::text::normalize_newlines(s);
  EXPECT_EQ(s, "a\nb\nc\n\n\n\nd\n");
  const auto d = decode("\t one  two \xC2\xA0\f\n\n\n three ");
  ASSERT_TRUE(d);
  EXPECT_EQ(d->text, "\t one  two \u00A0\f\n\n\n three ");
}

TEST(text_encoding, sha256_of_the_standard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(text_encoding, utf8_is_strict) {
  using fabula::text::find_invalid_utf8;
  EXPECT_EQ(find_invalid_utf8("Zo\xC3\xAB \U0001F6A2"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("a\xC0\x80"), 1U) << "overlong";
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1U) << "surrogate";
  EXPECT_EQ(find_invalid_utf8("a\xF4\x90\x80\x80"), 1U) << "beyond the last code point";
  EXPECT_EQ(find_invalid_utf8("ab\xE2\x80"), 2U) << "cut short";
}

}  // namespace
