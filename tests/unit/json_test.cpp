#include "write/json.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>

#include "fabula/reader.hpp"
#include "sample_story.hpp"
#include "text/unicode.hpp"
#include "write/json_stream.hpp"

namespace {

using fabula::story;
using fabula::testing::sample_story;
using nlohmann::ordered_json;

/// The same numbers on every run and with every library.
class random_numbers {
 public:
  explicit random_numbers(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(engine_()); }

 private:
  std::mt19937 engine_;
};

std::vector<std::string> keys_of(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items())
    keys.push_back(key);
  return keys;
}

/// The words of a code-point range, by way of UTF-32: independent of code_point_map.
std::string slice(const ordered_json& parsed, std::uint32_t start, std::uint32_t end) {
  const auto text = parsed["text"].get<std::string>();
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto d = fabula::text::decode_at(text, i);
    points += d.code_point;
    i += d.length;
  }
  std::string out;
  for (const char32_t c : points.substr(start, end - start))
    fabula::text::append_utf8(out, c);
  return out;
}

std::string string_of(std::string_view s) {
  std::string out;
  fabula::append_json_string(out, s);
  return out;
}

std::string confidence_of(float value) {
  std::string out;
  fabula::append_confidence(out, value);
  return out;
}

TEST(WriteJson, HasTheFieldsOfTheContractInItsOrder) {
  const ordered_json j = ordered_json::parse(fabula::write_json(sample_story()));
  using testing::ElementsAre;
  EXPECT_THAT(keys_of(j),
              ElementsAre("schema", "fabula", "model", "layers", "source", "text", "chapters",
                          "paragraphs", "sentences", "emphases", "characters", "mentions", "quotes",
                          "events", "places", "scenes", "ties", "threads", "rating", "moves",
                          "times", "narration", "bonds", "facts", "conflicts", "unmatched_fixes"));
  EXPECT_THAT(
      keys_of(j["source"]),
      ElementsAre("name", "media_type", "bytes", "sha256", "language", "title", "author",
                  "encoding", "encoding_evidence", "tokenized", "cast_sha256", "fixes_sha256",
                  "words", "visible_characters", "kept_characters", "author_notes", "remarks"));
  EXPECT_THAT(keys_of(j["chapters"][0]), ElementsAre("id", "start", "end", "title", "kind"));
  EXPECT_THAT(keys_of(j["paragraphs"][0]), ElementsAre("start", "end", "chapter", "kind"));
  EXPECT_THAT(keys_of(j["sentences"][0]), ElementsAre("start", "end"));
  EXPECT_THAT(keys_of(j["characters"][0]),
              ElementsAre("id", "name", "aliases", "kind", "pronouns", "pronouns_by", "narrator",
                          "first", "mentions", "quotes"));
  EXPECT_THAT(keys_of(j["characters"][0]["aliases"][0]),
              ElementsAre("text", "count", "why", "confidence"));
  EXPECT_THAT(keys_of(j["mentions"][0]), ElementsAre("start", "end", "head", "type", "form",
                                                     "entity", "character", "confidence"));
  EXPECT_THAT(keys_of(j["quotes"][0]), ElementsAre("id", "start", "end", "spans", "kind", "speaker",
                                                   "addressees", "cue", "evidence", "confidence"));
  EXPECT_THAT(keys_of(j["events"][0]),
              ElementsAre("start", "end", "lemma", "agents", "patients", "realis"));
  EXPECT_THAT(keys_of(j["scenes"][0]),
              ElementsAre("id", "start", "end", "chapter", "place", "time", "present", "viewpoint",
                          "why", "viewpoint_confidence", "people", "hops"));
  EXPECT_EQ(j["schema"], 1);
  EXPECT_EQ(j["fabula"], fabula::version());
  EXPECT_EQ(j["model"], sample_story().model);
  for (const std::string layer : j["layers"])
    EXPECT_FALSE(j[layer].empty()) << layer;
}

TEST(WriteJson, CountsOffsetsInCodePoints) {
  const ordered_json j = ordered_json::parse(fabula::write_json(sample_story()));
  const ordered_json& dog = j["quotes"][5];
  EXPECT_EQ(slice(j, dog["start"], dog["end"]), "\u201cGood dog,\u201d");
  EXPECT_EQ(slice(j, dog["cue"][0], dog["cue"][1]), "she told Pip");
  const ordered_json& split = j["quotes"][0];
  ASSERT_EQ(split["spans"].size(), 2U);
  EXPECT_EQ(slice(j, split["spans"][0][0], split["spans"][0][1]), "\u201cIs it broken?\u201d");
  EXPECT_EQ(split["start"], split["spans"][0][0]);
  EXPECT_EQ(split["end"], split["spans"][1][1]);
  for (const ordered_json& m : j["mentions"]) {
    EXPECT_THAT(slice(j, m["start"], m["end"]),
                testing::AnyOf("Odile Marr", "Odile", "he", "she", "Bertrand", "Pip"));
  }
  for (const ordered_json& c : j["characters"]) {
    const std::uint32_t first = c["first"];
    EXPECT_EQ(slice(j, first, first + 3), c["name"].get<std::string>().substr(0, 3));
  }
}

TEST(WriteJson, TellsWhoTakesPartInEvents) {
  story s = sample_story();
  const ordered_json j = ordered_json::parse(fabula::write_json(s));
  const ordered_json& told = j["events"][1];
  EXPECT_EQ(slice(j, told["start"], told["end"]), "told");
  EXPECT_EQ(told["lemma"], "told");
  EXPECT_EQ(told["agents"].dump(), "[4,3]");
  EXPECT_EQ(told["patients"].dump(), "[5]");
  EXPECT_EQ(told["realis"], false);
  EXPECT_EQ(j["events"][0]["patients"].dump(), "[]");
  EXPECT_EQ(std::count(j["layers"].begin(), j["layers"].end(), "events"), 1);
  s.tokens.clear();
  s.events.clear();
  const ordered_json unread = ordered_json::parse(fabula::write_json(s));
  EXPECT_EQ(unread["events"].dump(), "[]");
  EXPECT_EQ(std::count(unread["layers"].begin(), unread["layers"].end(), "events"), 0);
}

TEST(WriteJson, SaysNullWhereNothingIsKnown) {
  const ordered_json j = ordered_json::parse(fabula::write_json(sample_story()));
  EXPECT_TRUE(j["source"]["author"].is_null());
  EXPECT_EQ(j["source"]["title"], "The Pump");
  EXPECT_TRUE(j["characters"][2]["pronouns"].is_null());
  EXPECT_EQ(j["characters"][0]["pronouns"], "she");
  EXPECT_TRUE(j["quotes"][1]["speaker"].is_null());
  EXPECT_TRUE(j["quotes"][1]["cue"].is_null());
  EXPECT_TRUE(j["mentions"][6]["character"].is_null());
  EXPECT_EQ(j["mentions"][6]["entity"], 3);
  EXPECT_TRUE(j["scenes"][1]["place"].is_null());
  EXPECT_TRUE(j["scenes"][1]["time"].is_null());
  EXPECT_TRUE(j["scenes"][1]["viewpoint"].is_null());
  EXPECT_TRUE(j["narration"][0]["narrator"].is_null());
  EXPECT_TRUE(j["moves"][1]["place"].is_null());
  EXPECT_TRUE(j["times"][1]["minute"].is_null());
}

TEST(WriteJson, TellsThePlot) {
  const story s = sample_story();
  const ordered_json j = ordered_json::parse(fabula::write_json(s));
  const ordered_json& scene = j["scenes"][0];
  const auto at = fabula::code_point_map(s.text)(fabula::testing::find(s, "kicked", 0));
  const std::string kicked =
      "[" + std::to_string(at.start.value) + "," + std::to_string(at.end.value) + "]";
  EXPECT_EQ(scene["place"], 0);
  EXPECT_EQ(scene["time"].dump(),
            R"({"day":3,"weekday":"friday","part":"evening","minute":1150,"order":"parallel",)"
            R"("words":)" +
                kicked + R"(,"confidence":0.75})");
  EXPECT_EQ(scene["viewpoint_confidence"], 0.625);
  EXPECT_EQ(scene["people"][2].dump(), R"({"character":2,"role":"message","confidence":0.7})");
  EXPECT_EQ(j["places"][0]["within"], 1);
  EXPECT_EQ(j["times"][1]["day"], -1);
  EXPECT_EQ(j["narration"][1]["person"], "first");
  EXPECT_EQ(j["ties"][0]["kind"], "keeper");
  EXPECT_EQ(j["threads"][0]["who"].dump(), "[1,0]");
  EXPECT_EQ(j["conflicts"][0]["what"], "green, later brown");
  EXPECT_EQ(j["rating"]["proposed"], "Teen And Up Audiences");
  EXPECT_EQ(j["rating"]["warnings"][0]["archive_warning"], "Graphic Depictions Of Violence");
}

TEST(WriteJson, GivesTheSameBytesTwice) {
  EXPECT_EQ(fabula::write_json(sample_story()), fabula::write_json(sample_story()));
}

TEST(WriteJson, WritesAnEmptyStory) {
  const ordered_json j = ordered_json::parse(fabula::write_json(story{}));
  EXPECT_EQ(j["text"], "");
  EXPECT_TRUE(j["quotes"].empty());
}

TEST(WriteJson, ReplacesBytesThatAreNotUtf8) {
  story s = sample_story();
  s.source.name = "caf\xE9.txt";
  EXPECT_EQ(ordered_json::parse(fabula::write_json(s))["source"]["name"], "caf\uFFFD.txt");
}

TEST(JsonString, EscapesWhatMustBeEscapedAndNothingElse) {
  EXPECT_EQ(string_of("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(string_of("\n\r\t\b\f\x01\x1f\x7f"), "\"\\n\\r\\t\\b\\f\\u0001\\u001f\x7f\"");
  EXPECT_EQ(string_of(std::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(string_of("\u2014\U0001F600"), "\"\u2014\U0001F600\"");
  EXPECT_EQ(string_of("\xff\xc3"), "\"\uFFFD\uFFFD\"");
}

TEST(JsonString, ReadsBackByAnotherParserForAnyCodePoints) {
  random_numbers random(1);
  constexpr std::uint32_t k_ranges[][2] = {
      {0, 0x7f}, {0x20, 0x7e}, {0x80, 0xd7ff}, {0xe000, 0xffff}, {0x10000, 0x10ffff}};
  for (int round = 0; round < 3000; ++round) {
    std::string s;
    for (std::uint32_t n = random() % 40; n > 0; --n) {
      const auto& r = k_ranges[random() % 5];
      fabula::text::append_utf8(s, r[0] + random() % (r[1] - r[0] + 1));
    }
    EXPECT_EQ(nlohmann::json::parse(string_of(s)).get<std::string>(), s);
  }
}

TEST(JsonString, NeverMakesInvalidJsonOfRandomBytes) {
  random_numbers random(2);
  for (int round = 0; round < 3000; ++round) {
    std::string s;
    for (std::uint32_t n = random() % 40; n > 0; --n)
      s += static_cast<char>(random() % 256);
    EXPECT_TRUE(nlohmann::json::accept(string_of(s))) << string_of(s);
  }
}

TEST(Confidence, HasAtMostThreeDecimals) {
  EXPECT_EQ(confidence_of(0), "0");
  EXPECT_EQ(confidence_of(1), "1");
  EXPECT_EQ(confidence_of(0.5F), "0.5");
  EXPECT_EQ(confidence_of(0.4567F), "0.457");
  EXPECT_EQ(confidence_of(0.02F), "0.02");
  EXPECT_EQ(confidence_of(0.0004F), "0");
  EXPECT_EQ(confidence_of(0.9996F), "1");
  EXPECT_EQ(confidence_of(7.0F), "1");
  EXPECT_EQ(confidence_of(-1.0F), "0");
  EXPECT_EQ(confidence_of(std::numeric_limits<float>::quiet_NaN()), "0");
}

}  // namespace
