#include <gmock/gmock.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "../support/hostile_story.hpp"
#include "../support/weighing_house.hpp"
#include "write/html.hpp"

namespace fabula {
namespace {

using ::testing::HasSubstr;
using testing::hostile_story;
using testing::k_breakout;
using ::testing::Not;
using testing::story_builder;
using testing::weighing_house;

[[nodiscard]] std::string between(const std::string& page, std::string_view open,
                                  std::string_view close) {
  const std::size_t from = page.find(open);
  if (from == page.npos) return "no " + std::string(open);
  const std::size_t start = page.find('>', from) + 1;
  return page.substr(start, page.find(close, start) - start);
}

/// What a browser's textContent is: markup dropped, the five references resolved.
[[nodiscard]] std::string text_content(const std::string& html) {
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    if (html[i] == '<') {
      i = html.find('>', i) + 1;
      continue;
    }
    if (html[i] != '&') {
      out += html[i++];
      continue;
    }
    const std::size_t end = html.find(';', i);
    const std::string name = html.substr(i + 1, end - i - 1);
    if (name == "amp") out += '&';
    if (name == "lt") out += '<';
    if (name == "gt") out += '>';
    if (name == "quot") out += '"';
    if (name == "#13") out += '\r';
    i = end + 1;
  }
  return out;
}

[[nodiscard]] std::string text_of(const std::string& page) {
  return text_content(between(page, "<main ", "</main>"));
}

[[nodiscard]] nlohmann::json data_of(const std::string& page) {
  return nlohmann::json::parse(between(page, "<script type=\"application/json\"", "</script>"));
}

TEST(write_html, the_text_stands_in_main_unchanged) {
  for (const story& s : {weighing_house(), hostile_story(), story{}}) {
    EXPECT_EQ(text_of(write_html(s)), s.text);
  }
}

TEST(write_html, text_outside_of_paragraphs_and_chapters_is_kept) {
  story s;
  s.text = "before <b>\n\ninside\n\nafter & on";
  s.paragraphs.push_back({{{12}, {18}}, {0}, paragraph_kind::prose, false});
  EXPECT_EQ(text_of(write_html(s)), s.text);
}

TEST(write_html, a_paragraph_that_leaves_its_chapter_is_cut_and_kept) {
  story s;
  s.text = "one two three four";
  s.chapters = {{{{0}, {7}}, "A", chapter_kind::chapter}, {{{7}, {18}}, "B", chapter_kind::back}};
  s.paragraphs.push_back({{{0}, {18}}, {0}, paragraph_kind::prose, false});
  EXPECT_EQ(text_of(write_html(s)), s.text);
}

/// Ranges anywhere: crossing each other, paragraphs and chapters.
[[nodiscard]] story random_story(std::mt19937& random) {
  story s;
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (std::uint32_t n = 1 + below(120); n > 0; --n)
    s.text += "ab <&\"\n"[below(7)];
  const auto size = static_cast<std::uint32_t>(s.text.size());
  const auto range = [&] {
    const std::uint32_t a = below(size + 1);
    const std::uint32_t b = below(size + 1);
    return byte_range{{std::min(a, b)}, {std::max(a, b)}};
  };
  s.characters.resize(2);
  for (std::uint32_t at = 0; at < size && below(5) > 0;) {
    const std::uint32_t end = at + 1 + below(size - at);
    s.chapters.push_back({{{at}, {end}}, "", static_cast<chapter_kind>(below(4))});
    at = end;
  }
  for (std::uint32_t at = below(size); at < size; at += below(9)) {
    const std::uint32_t end = at + below(size - at) + 1;
    s.paragraphs.push_back({{{at}, {end}}, {0}, static_cast<paragraph_kind>(below(5)), false});
    at = end;
  }
  for (std::uint32_t n = below(6); n > 0; --n) {
    quote q;
    for (std::uint32_t spans = 1 + below(2); spans > 0; --spans)
      q.spans.push_back(range());
    if (below(2) == 0) q.speaker = character_id{below(3)};
    s.quotes.push_back(q);
    s.emphases.push_back({range()});
    s.scenes.push_back({range(), {0}, {}, ""});
  }
  return s;
}

/// Whether every element of the text is closed by its own end tag.
[[nodiscard]] bool is_balanced(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t i = html.find('<'); i != html.npos; i = html.find('<', i + 1)) {
    const bool closes = html[i + 1] == '/';
    const std::size_t start = i + (closes ? 2 : 1);
    const std::string name = html.substr(start, html.find_first_of(" >", start) - start);
    if (!closes) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST(write_html, keeps_the_text_whatever_the_ranges_are) {
  std::mt19937 random(20);  // a fixed seed: the same stories every time
  for (int i = 0; i < 400; ++i) {
    const story s = random_story(random);
    const std::string page = write_html(s);
    ASSERT_EQ(text_of(page), s.text) << "story " << i;
    ASSERT_TRUE(is_balanced(between(page, "<main ", "</main>"))) << "story " << i;
    ASSERT_EQ(data_of(page)["quotes"]["start"].size(), s.quotes.size());
  }
}

TEST(write_html, nothing_of_a_hostile_story_becomes_markup) {
  const std::string page = write_html(hostile_story());
  const std::string elements = page.substr(0, page.find("<script type=\"application/json\""));
  for (const char* broken_out : {"<script>window", "<img", "\" onmouseover", "<!--", "<textarea"}) {
    EXPECT_EQ(elements.find(broken_out), elements.npos) << broken_out;
  }
  EXPECT_NE(elements.find("<main id=\"text\" class=\"long\" lang=\"und\""), elements.npos);
}

TEST(write_html, data_is_json_without_angle_brackets) {
  const std::string page = write_html(hostile_story());
  const std::string data = between(page, "<script type=\"application/json\"", "</script>");
  EXPECT_EQ(data.find('<'), data.npos);
  EXPECT_EQ(data_of(page)["characters"][0][0], k_breakout);
}

TEST(write_html, offsets_count_utf16_units) {
  story_builder b;
  b.person('R', "Ruth")
      .chapter("One")
      .paragraph("\U0001F600\u00E9 {@R|Ruth}: {R|Yes}, {=|said \U0001F600 Ruth}.");
  const nlohmann::json data = data_of(write_html(b.build()));
  // A pair of surrogates, one letter, a space.
  EXPECT_EQ(data["mentions"][0], (nlohmann::json{4, 4}));
  EXPECT_EQ(data["quotes"]["start"], (nlohmann::json{10}));
  EXPECT_EQ(data["quotes"]["cue"], (nlohmann::json{5, 12}));
}

TEST(write_html, the_story_over_time_is_in_the_data_with_its_places_in_the_text) {
  story_builder b;
  b.person('R', "Ruth")
      .person('S', "Ines")
      .chapter("One")
      .scene("RS", "chapter")
      .paragraph("\U0001F600 Ruth will come to the mill on Saturday.");
  story s = b.build();
  s.places.push_back(
      {"the mill", place_kind::building, false, std::nullopt, {character_id{1}}, 1, {22}, {0.75F}});
  s.scenes[0].place = place_id{0};
  s.scenes[0].time = scene_time{
      2,   std::uint8_t{5}, "evening", std::nullopt, time_order::flashback, byte_range{{34}, {42}},
      0.7F};
  s.scenes[0].people = {{character_id{0}, presence_role::arrives, 0.9F}};
  s.threads.push_back(
      {thread_kind::promise, {{5}, {43}}, {}, std::nullopt, {character_id{0}}, 0.6F});
  s.ties.push_back({character_id{0},
                    character_id{1},
                    tie_kind::kin,
                    "sister",
                    true,
                    2,
                    {{{5}, {9}}},
                    {1},
                    0.75F});
  s.rating.proposed = archive_rating::general;
  s.rating.warnings.push_back({warning_kind::death, {{{5}, {9}}}, true, 0.5F});
  const nlohmann::json data = data_of(write_html(s));
  // The sign is four bytes and two units: offsets are two less than bytes behind it.
  EXPECT_EQ(data["places"][0], (nlohmann::json{"the mill", "building", 0, -1, {1, 75}, 1, 20}));
  EXPECT_EQ(data["scenes"][0][5], 0);
  EXPECT_EQ(data["scenes"][0][6], (nlohmann::json{2, 5, "evening", -1, 1, {32, 8}, 70}));
  EXPECT_EQ(data["scenes"][0][9], (nlohmann::json{0, 1, 90}));
  EXPECT_EQ(data["threads"][0][1], (nlohmann::json{3, 38}));
  EXPECT_EQ(data["threads"][0][3], 0);
  EXPECT_EQ(data["ties"][0][3], "sister");
  EXPECT_EQ(data["rating"][0], "General Audiences");
  EXPECT_EQ(data["rating"][2][0][0], "death");
}

TEST(write_html, a_split_utterance_is_one_with_two_pieces) {
  story_builder b;
  b.person('R', "Ruth").chapter("One").paragraph("{R|\"Yes,\"} she said, {+|\"and no.\"}");
  const std::string page = write_html(b.build());
  EXPECT_THAT(page, HasSubstr("<span class=\"q c1\" id=\"q0\">\u201cYes,\u201d</span> she said, "
                              "<span class=\"q c1\" data-q=\"0\">\u201cand no.\u201d</span>"));
}

TEST(write_html, emphasis_that_crosses_a_line_is_opened_again) {
  story_builder b;
  b.person('R', "Ruth").chapter("One").paragraph("a b c d e");
  story s = b.build();
  s.emphases.push_back({{{0}, {5}}});
  quote q;
  q.spans = {{{4}, {9}}};
  q.confidence = 1;
  s.quotes.push_back(q);
  EXPECT_THAT(write_html(s),
              HasSubstr("<p><em>a b <span class=\"q unknown\" id=\"q0\">c</span></em>"
                        "<span class=\"q unknown\" data-q=\"0\"> d e</span></p>"));
}

TEST(write_html, kinds_doubt_and_unknown_are_told_apart) {
  story_builder b;
  b.person('R', "Ruth").chapter("One").paragraph("{R:tn40|a} {?|b} {?:q|c} {R:mn90|d}");
  const std::string page = write_html(b.build());
  EXPECT_THAT(page, HasSubstr("class=\"q c1 doubt thought\" id=\"q0\""));
  EXPECT_THAT(page, HasSubstr("class=\"q unknown\" id=\"q1\""));
  EXPECT_THAT(page, HasSubstr("class=\"q quoted\" id=\"q2\""));
  EXPECT_THAT(page, HasSubstr("class=\"q c1 message\" id=\"q3\""));
}

TEST(write_html, twelve_speakers_have_colours_of_their_own) {
  const nlohmann::json data = data_of(write_html(weighing_house()));
  std::vector<int> colours = data["colours"];
  std::sort(colours.begin(), colours.end());
  EXPECT_EQ(colours, (std::vector<int>{0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(data["colours"][0], 1);  // who speaks most
}

TEST(write_html, a_story_without_title_has_the_name_of_its_file) {
  story s;
  s.source.name = "the_long_tide.txt";
  EXPECT_THAT(write_html(s), HasSubstr("<title>the long tide</title>"));
}

TEST(write_html, the_same_story_gives_the_same_bytes) {
  EXPECT_EQ(write_html(weighing_house()), write_html(weighing_house()));
}

TEST(write_html, a_novel_stays_within_its_size_and_time) {
  const story s = weighing_house(120'000);
  ASSERT_GE(s.words, 110'000U);
  const auto begin = std::chrono::steady_clock::now();
  const std::string page = write_html(s);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(page.size(), 3 * s.text.size() + 500'000);
  EXPECT_LT(spent.count(), 1.0);
}

TEST(write_html, script_and_style_are_small) {
  const std::string page = write_html(story{});
  EXPECT_LT(
      between(page, "<style", "</style>").size() + between(page, "<script", "</script>").size(),
      200'000U);
}

TEST(write_html, the_policy_allows_no_network_and_this_script_alone) {
  const std::string page = write_html(story{});
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, ::testing::ContainsRegex("script-src 'sha256-[A-Za-z0-9+/]{43}='"));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
}

}  // namespace
}  // namespace fabula
