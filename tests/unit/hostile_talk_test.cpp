// Names and speakers of hostile text in linear time; tokens and marks have hostile_text_test.cpp.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "fabula/reader.hpp"

namespace fabula {
namespace {

std::string repeated(std::string_view words, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes)
    out += words;
  return out;
}

/// Quadratic look-ups took 18 s for 640 kB; sanitizers are slower by some ten times.
void expect_fast(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  const auto story = reader().read(text, "hostile.txt");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(story.has_value());
  EXPECT_FALSE(story->quotes.empty());
  EXPECT_LT(took.count(), 12.0);
}

TEST(hostile_talk, one_paragraph_of_tagged_lines) {
  expect_fast(repeated("\"Hi,\" said Ann. ", 640'000));
}

TEST(hostile_talk, one_paragraph_of_pronouns) {
  expect_fast(repeated("\"Hi there,\" she said to Ann. ", 640'000));
}

TEST(hostile_talk, one_paragraph_of_beats) {
  expect_fast(repeated("\"No.\" Ann sat. \"Yes.\" Ruth sat. ", 640'000));
}

TEST(hostile_talk, speech_that_runs_over_thousands_of_paragraphs) {
  expect_fast(repeated("\"Ann went home and Ruth went out.\n\n", 640'000));
}

}  // namespace
}  // namespace fabula
