#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "nn/safetensors.hpp"
#include "safetensors_writer.hpp"

namespace {

using fabula::error_code;
using fabula::nn::dtype;
using fabula::nn::k_any;
using fabula::nn::safetensors_file;
using fabula::testing::bytes_of;
using fabula::testing::safetensors_of;
using fabula::testing::safetensors_writer;
using testing::ElementsAre;
using testing::HasSubstr;

fabula::result<safetensors_file> parse(std::string_view bytes) {
  return safetensors_file::parse(bytes_of(bytes), "m.safetensors");
}

std::string small_file() {
  return safetensors_writer()
      .metadata("architecture", "encoder-3")
      .metadata("vocabulary", "12ab")
      .add<float>("bias", {2}, {1.5F, -2.0F})
      .add<std::int8_t>("weight", {2, 3}, {1, 2, 3, -4, -5, -6})
      .str();
}

TEST(nn_safetensors, tensors_and_metadata_are_read) {
  const auto file = parse(small_file());
  ASSERT_TRUE(file) << file.error().message();
  ASSERT_NE(file->find("weight"), nullptr);
  EXPECT_EQ(file->find("weights"), nullptr);
  EXPECT_THAT(file->find("weight")->i8(), ElementsAre(1, 2, 3, -4, -5, -6));
  EXPECT_THAT(file->find("weight")->shape(), ElementsAre(2U, 3U));
  const auto bias = file->get("bias", dtype::f32, {k_any});
  ASSERT_TRUE(bias);
  EXPECT_THAT(bias->f32(), ElementsAre(1.5F, -2.0F));
  EXPECT_EQ(file->metadata("architecture"), "encoder-3");
  EXPECT_EQ(file->metadata("licence"), std::nullopt);
  EXPECT_TRUE(file->expect("vocabulary", "12ab"));
  EXPECT_EQ(file->tensors().size(), 2U);
}

TEST(nn_safetensors, a_moved_file_keeps_its_views) {
  auto file = parse(small_file());
  ASSERT_TRUE(file);
  const auto view = *file->get("bias", dtype::f32, {2});
  const safetensors_file moved = std::move(*file);
  EXPECT_THAT(view.f32(), ElementsAre(1.5F, -2.0F));
  EXPECT_EQ(moved.find("bias")->f32().data(), view.f32().data());
}

TEST(nn_safetensors, every_dtype_scalars_and_empty_tensors) {
  const auto file = parse(safetensors_writer()
                              .add<double>("d", {1}, {0.25})
                              .add<std::int64_t>("l", {1}, {-5})
                              .add<std::uint64_t>("ul", {1}, {5})
                              .add<std::uint32_t>("u", {1}, {7})
                              .add<std::int32_t>("i", {}, {-7})
                              .add<std::int16_t>("s", {1}, {-3})
                              .add<std::uint16_t>("us", {1}, {3})
                              .add<std::uint8_t>("b", {1}, {200})
                              .add<float>("none", {0, 4}, {})
                              .str());
  ASSERT_TRUE(file) << file.error().message();
  EXPECT_EQ(file->find("d")->as<double>()[0], 0.25);
  EXPECT_EQ(file->find("l")->i64()[0], -5);
  EXPECT_EQ(file->find("ul")->as<std::uint64_t>()[0], 5U);
  EXPECT_EQ(file->find("u")->as<std::uint32_t>()[0], 7U);
  EXPECT_EQ(file->find("i")->i32()[0], -7);
  EXPECT_EQ(file->find("i")->shape().size(), 0U);
  EXPECT_EQ(file->find("s")->as<std::int16_t>()[0], -3);
  EXPECT_EQ(file->find("us")->as<std::uint16_t>()[0], 3U);
  EXPECT_EQ(file->find("b")->u8()[0], 200);
  EXPECT_TRUE(file->find("none")->f32().empty());
  EXPECT_THROW((void)file->find("b")->i8(), std::logic_error);
}

TEST(nn_safetensors, what_is_wanted_and_what_is_there_are_named) {
  const auto file = parse(small_file());
  ASSERT_TRUE(file);
  EXPECT_EQ(file->get("weight", dtype::f32, {4, k_any}).error().message(),
            "m.safetensors: tensor \"weight\": it is I8 [2, 3], wanted F32 [4, *]; install the "
            "model again, of this version of fabula");
  EXPECT_THAT(file->get("weight", dtype::i8, {2}).error().problem, HasSubstr("wanted I8 [2]"));
  EXPECT_THAT(file->get("w", dtype::i8, {2}).error().problem, HasSubstr("it is not there"));
  EXPECT_EQ(file->expect("vocabulary", "99").error().message(),
            "m.safetensors: __metadata__, vocabulary: it is 12ab, wanted 99; install the model "
            "again, of this version of fabula");
  EXPECT_THAT(file->expect("licence", "MIT").error().problem, HasSubstr("it is not there"));
}

/// A file of one tensor "t" whose JSON is this, and `size` bytes of data.
std::string one(std::string_view description, std::size_t size) {
  return safetensors_of("{\"t\":" + std::string(description) + "}", std::string(size, 'x'));
}

struct bad_file {
  std::string bytes;
  std::string place;
  std::string problem;
};

void expect_bad(const std::vector<bad_file>& files) {
  for (const bad_file& f : files) {
    const auto file = parse(f.bytes);
    ASSERT_FALSE(file) << f.problem;
    EXPECT_EQ(file.error().file, "m.safetensors");
    EXPECT_EQ(file.error().place, f.place);
    EXPECT_THAT(file.error().problem, HasSubstr(f.problem));
    EXPECT_NE(file.error().remedy, "");
  }
}

std::string with_length(std::uint64_t n, std::string_view rest) {
  std::string out;
  for (unsigned i = 0; i < 8; ++i)
    out += static_cast<char>((n >> (8 * i)) & 0xFFU);
  return out + std::string(rest);
}

TEST(nn_safetensors, bad_headers) {
  using namespace std::string_literals;
  const std::string deep(100000, '[');
  expect_bad({
      {"short", "header", "ends within the length"},
      {with_length(3, "{}"), "header", "its length is 3, the file has 10 bytes"},
      {with_length(~0ULL, "{}"), "header", "its length is 18446744073709551615"},
      {with_length(0, ""), "header", "does not begin with {"},
      {with_length(2, "[]"), "header", "does not begin with {"},
      {with_length(3, " {}"), "header", "does not begin with {"},
      {with_length(3, "{\xFF}"), "header, byte 9", "not UTF-8"},
      {with_length(4, "{}\0\0"s), "header, byte 10", "not UTF-8"},
      {with_length(3, "{} x"), "data", "bytes at its end belong to no tensor"},
      {with_length(3, "{}x"), "header, byte 11", "not JSON"},
      {with_length(2, "{\""), "header, byte 11", "not JSON"},
      {safetensors_of(R"({"\ud800":1})", ""), "header, byte 17", "not JSON"},
      {safetensors_of(R"({"t":1e999})", ""), "header, byte 18", "not JSON"},
      {one(deep, 0), "tensor \"t\"", "a list where the format has none"},
      {one(R"({"shape":)" + deep, 0), "tensor \"t\"", "a list where the format has none"},
      {one(R"({"x":)" + deep, 0), "tensor \"t\"", "a field that no tensor has: x"},
      {safetensors_of(R"({"__metadata__":{"a":{"b":"c"}}})", ""), "__metadata__",
       "an object where the format has none"},
      {safetensors_of(R"({"__metadata__":{"a":1}})", ""), "__metadata__",
       "a number where the format has none"},
      {safetensors_of(R"({"__metadata__":{"a":null}})", ""), "__metadata__", "null where"},
      {safetensors_of(R"({"__metadata__":["a"]})", ""), "__metadata__", "a list where"},
      {safetensors_of(R"({"__metadata__":"a"})", ""), "__metadata__", "a string where"},
      {safetensors_of(R"({"__metadata__":{"a":"b","a":"b"}})", ""), "__metadata__",
       "the key stands twice: a"},
      {safetensors_of(R"({"__metadata__":{},"__metadata__":{}})", ""), "__metadata__",
       "it stands twice"},
  });
  const auto huge = parse(
      with_length(fabula::nn::k_max_header + 1, std::string(fabula::nn::k_max_header + 1, ' ')));
  ASSERT_FALSE(huge);
  EXPECT_EQ(huge.error().code, error_code::too_large);
  EXPECT_THAT(huge.error().problem, HasSubstr("beyond 16 MiB"));
  EXPECT_EQ(parse("").error().code, error_code::empty);
}

TEST(nn_safetensors, bad_descriptions) {
  const std::string t = "tensor \"t\"";
  expect_bad({
      {safetensors_of(R"({"t":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
                      R"("t":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})",
                      ""),
       t, "the name stands twice"},
      {one(R"("U8")", 0), t, "a string where"},
      {one("true", 0), t, "a truth value where"},
      {one(R"({"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]})", 1), t,
       "dtype stands twice"},
      {one(R"({"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]})", 1), t,
       "shape stands twice"},
      {one(R"({"dtype":"BF16","shape":[1],"data_offsets":[0,2]})", 2), t,
       "none that fabula reads: BF16"},
      {one(R"({"dtype":["U8"],"shape":[1],"data_offsets":[0,1]})", 1), t, "a list where"},
      {one(R"({"shape":[1],"data_offsets":[0,1]})", 1), t, "no dtype"},
      {one(R"({"dtype":"U8","data_offsets":[0,1]})", 1), t, "no shape"},
      {one(R"({"dtype":"U8","shape":[1]})", 1), t, "no data_offsets"},
      {one(R"({"dtype":"U8","shape":[-1],"data_offsets":[0,1]})", 1), t, "a negative number"},
      {one(R"({"dtype":"U8","shape":[1.0],"data_offsets":[0,1]})", 1), t, "not whole"},
      {one(R"({"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,1]})", 1), t,
       "not whole"},
      {one(R"({"dtype":"U8","shape":1,"data_offsets":[0,1]})", 1), t, "a number where"},
      {one(R"({"dtype":"U8","shape":["1"],"data_offsets":[0,1]})", 1), t, "a string where"},
      {one(R"({"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]})", 1), t,
       "more than 8 dimensions"},
      {one(R"({"dtype":"U8","shape":[1],"data_offsets":[0]})", 1), t, "are not two"},
      {one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,1,1]})", 1), t, "more than two"},
  });
}

TEST(nn_safetensors, bad_ranges) {
  const std::string t = "tensor \"t\"";
  const auto two = [](std::string_view a, std::string_view b, std::size_t size) {
    return safetensors_of(R"({"t":{"dtype":"U8","shape":[2],"data_offsets":[)" + std::string(a) +
                              R"(]},"u":{"dtype":"U8","shape":[2],"data_offsets":[)" +
                              std::string(b) + "]}}",
                          std::string(size, 'x'));
  };
  expect_bad({
      {one(R"({"dtype":"U8","shape":[1],"data_offsets":[1,0]})", 1), t, "end before they begin"},
      {one(R"({"dtype":"U8","shape":[2],"data_offsets":[0,2]})", 1), t,
       "end at 2, behind the data of 1 bytes"},
      {one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551615]})", 1), t,
       "behind the data"},
      {one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,8]})", 8), t,
       "span 8 bytes, dtype and shape ask for 4"},
      {one(R"({"dtype":"F32","shape":[2,0],"data_offsets":[0,8]})", 8), t, "ask for 0"},
      {one(R"({"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,8]})", 8), t,
       "product of its shape overflows"},
      {one(R"({"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]})", 0), t,
       "product of its shape overflows"},
      {safetensors_of(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                      R"("t":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})",
                      "12345"),
       t, "not aligned to its dtype"},
      {two("0,2", "1,3", 3), "tensor \"u\"", "shares bytes with another"},
      {two("0,2", "0,2", 2), "tensor \"u\"", "shares bytes with another"},
      {two("0,2", "3,5", 5), "tensor \"u\"", "bytes before it belong to no tensor"},
      {two("0,2", "2,4", 5), "data", "bytes at its end belong to no tensor"},
  });
}

TEST(nn_safetensors, a_header_that_is_not_padded_must_still_align) {
  const std::string json = R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  for (std::size_t pad = 0; pad < 8; ++pad) {
    const std::string header = json + std::string(pad, ' ');
    EXPECT_EQ(parse(with_length(header.size(), header + "1234")).has_value(),
              header.size() % 4 == 0);
  }
}

TEST(nn_safetensors, long_names_are_shortened_in_messages) {
  const std::string name(5000000, 'n');
  const auto file = parse(safetensors_of("{\"" + name + "\":1}", ""));
  ASSERT_FALSE(file);
  EXPECT_LT(file.error().message().size(), 300U);
}

class nn_safetensors_on_disk : public testing::Test {
 protected:
  std::string write(std::string_view bytes) {
    std::ofstream(path_, std::ios::binary) << bytes;
    return path_;
  }
  void TearDown() override { std::filesystem::remove(path_); }

 private:
  std::string path_ = testing::TempDir() + "nn_safetensors_" +
                      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(nn_safetensors_on_disk, is_mapped) {
  auto file = safetensors_file::open(write(small_file()));
  ASSERT_TRUE(file) << file.error().message();
  const safetensors_file moved = std::move(*file);
  EXPECT_THAT(moved.find("bias")->f32(), ElementsAre(1.5F, -2.0F));
}

TEST_F(nn_safetensors_on_disk, what_cannot_be_opened_is_told) {
  EXPECT_EQ(safetensors_file::open("/no/such").error().code, error_code::not_found);
  EXPECT_EQ(safetensors_file::open("/tmp").error().code, error_code::not_a_file);
  EXPECT_EQ(safetensors_file::open("/dev/null").error().code, error_code::not_a_file);
  const std::string path = write("");
  EXPECT_EQ(safetensors_file::open(path).error().code, error_code::empty);
  EXPECT_THAT(safetensors_file::open(write("{}")).error().message(), HasSubstr(path + ": header"));
}

RC_GTEST_PROP(nn_safetensors_property, what_is_written_is_read, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 6);
  std::vector<std::vector<float>> floats;
  std::vector<std::vector<std::int8_t>> bytes;
  safetensors_writer writer;
  for (std::size_t i = 0; i < count; ++i) {
    floats.push_back(*rc::gen::arbitrary<std::vector<float>>());
    bytes.push_back(*rc::gen::arbitrary<std::vector<std::int8_t>>());
    writer.add<float>("f" + std::to_string(i), {floats[i].size()}, floats[i]);
    writer.add<std::int8_t>("b" + std::to_string(i), {1, bytes[i].size()}, bytes[i]);
  }
  const auto file = parse(writer.str());
  RC_ASSERT(file.has_value());
  for (std::size_t i = 0; i < count; ++i) {
    const auto f = file->get("f" + std::to_string(i), dtype::f32, {k_any});
    const auto b = file->get("b" + std::to_string(i), dtype::i8, {1, k_any});
    RC_ASSERT(f.has_value() && b.has_value());
    RC_ASSERT(std::ranges::equal(f->f32(), floats[i]));
    RC_ASSERT(std::ranges::equal(b->i8(), bytes[i]));
  }
}

RC_GTEST_PROP(nn_safetensors_property, a_changed_byte_is_an_error_or_a_whole_file, ()) {
  std::string bytes = small_file();
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  bytes[at] = *rc::gen::arbitrary<char>();
  const auto file = parse(bytes);
  if (!file) {
    RC_ASSERT(!file.error().problem.empty() && !file.error().remedy.empty());
    return;
  }
  std::size_t covered = 0;
  for (const auto& [name, view] : file->tensors())
    covered += view.bytes().size();
  RC_ASSERT(covered == 14U);
}

}  // namespace
