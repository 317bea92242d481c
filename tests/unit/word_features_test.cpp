// What train/language/text.py computes of the same words.
#include "language/word_features.hpp"

#include <gtest/gtest.h>

namespace fabula::language {
namespace {

struct known {
  const char* form;
  const char* norm;
  const char* shape;
  word_features features;
};

const known k_known[] = {
    {"Ruth", "ruth", "Xxxx", {{10388, 9732}, 136, {2957, 7782}, 972, 0x6C260F962B867546}},
    {"drawing-room",
     "drawing-room",
     "xxxx-xxxx",
     {{17910, 12152}, 1958, {1470, 981}, 244, 0xE40422FA59CE4E34}},
    {"1813", "0000", "dddd", {{18574, 12062}, 3279, {33, 1340}, 787, 0xDACF83CC9D6FF91C}},
    {"\u201c", "\"", "\"", {{6589, 3326}, 205, {4782, 4009}, 212, 0xC6F1DEA8EDDC8D6B}},
    {"\u2014", "--", "--", {{16287, 10310}, 3544, {7105, 1092}, 232, 0xC88E7533CAC8CB6A}},
    {"\u2026", "...", "...", {{16563, 13405}, 2889, {167, 3166}, 825, 0x98A7E0BB8A124F55}},
    {"It\u2019s", "it's", "Xx'x", {{21254, 15318}, 1814, {6145, 2100}, 951, 0xF10F7244B6AF0894}},
    {"\u2019s", "'s", "'x", {{13926, 9151}, 2721, {3384, 7997}, 137, 0xBEB2E14ABCF45F13}},
    {"Mr.", "mr.", "Xx.", {{498, 23452}, 2120, {6566, 1951}, 297, 0xFC75C17AEEC06E94}},
    {"CHAPTER", "chapter", "XXXX", {{10780, 9151}, 312, {4176, 1392}, 494, 0xE57F2ACD6BF02D2E}},
    {"\u00c9lo\u00efse",
     "\u00e9lo\u00efse",
     "Xxxxx",
     {{21002, 10255}, 3063, {3029, 7871}, 197, 0x91658FB7A8E8B372}},
    {"o'clock", "o'clock", "x'xxxx", {{11649, 11746}, 3578, {6727, 1280}, 919, 0x9E9C009010130773}},
    {"a", "a", "x", {{11095, 980}, 679, {6852, 4611}, 862, 0x2924CE8202099D41}},
    {"I", "i", "X", {{4709, 9510}, 149, {502, 305}, 766, 0x27FF46B00CD21573}},
    {"1,500", "0,000", "d,ddd", {{14995, 22589}, 3762, {33, 91}, 985, 0x7C1C761EFA8804B0}},
    {"XIV.", "xiv.", "XXX.", {{8387, 12051}, 3215, {5438, 1521}, 111, 0xBB2E33C1FC8E4911}},
    {"na\u00efve",
     "na\u00efve",
     "xxxx",
     {{20586, 16951}, 1281, {3088, 7195}, 530, 0x47F1003776191AAA}},
    {"\u65e5\u672c",
     "\u65e5\u672c",
     "xx",
     {{11072, 3229}, 3482, {3815, 937}, 114, 0x55494C9D64A15600}},
    {"...", "...", "...", {{16563, 13405}, 2889, {167, 3166}, 825, 0x98A7E0BB8A124F55}},
    {"''", "\"", "\"", {{6589, 3326}, 205, {4782, 4009}, 212, 0xC6F1DEA8EDDC8D6B}},
    {"\?\?!", "\?\?!", "\?\?!", {{17653, 795}, 2159, {2785, 4568}, 319, 0x4625177D5490B893}},
    {"s\u00f3o", "s\u00f3o", "xxx", {{17017, 7017}, 555, {539, 4747}, 680, 0x0F963E7B483644AB}},
    {"\u00ff", "\u00ff", "x", {{11797, 332}, 3506, {7179, 7374}, 862, 0x167259391434E760}},
    {"\u00d7", "\u00d7", "\u00d7", {{559, 19254}, 520, {5297, 948}, 64, 0x23C7F1C321814F9A}},
    {"$5", "$0", "$d", {{12367, 20118}, 1576, {3729, 1812}, 741, 0x7A4AA2A3780C1CFA}},
};

TEST(WordFeatures, AreThoseOfTheTraining) {
  for (const known& k : k_known) {
    EXPECT_EQ(norm_of(k.form), k.norm);
    EXPECT_EQ(shape_of(k.form), k.shape);
    const word_features f = features_of(k.form);
    EXPECT_EQ(f.norm, k.features.norm) << k.form;
    EXPECT_EQ(f.prefix, k.features.prefix) << k.form;
    EXPECT_EQ(f.suffix, k.features.suffix) << k.form;
    EXPECT_EQ(f.shape, k.features.shape) << k.form;
    EXPECT_EQ(f.vector_key, k.features.vector_key) << k.form;
  }
}

TEST(WordFeatures, ArbitraryBytesAreNoFault) {
  EXPECT_EQ(norm_of(""), "");
  EXPECT_EQ(shape_of("\xff\xfe"), "xx");
  (void)features_of(std::string(100000, 'A'));
}

}  // namespace
}  // namespace fabula::language
