#include "write/audiobook.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>

#include "hostile_story.hpp"
#include "sample_story.hpp"
#include "story_builder.hpp"
#include "write/script.hpp"
#include "write/script_lines.hpp"
#include "write/spoken.hpp"
#include "write/ssml.hpp"
#include "write/voices.hpp"

namespace {

using fabula::first_person_reading;
using fabula::story;
using fabula::tag_reading;
using fabula::write_options;
using fabula::testing::story_builder;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// A tag in the middle and one at the end, an unknown speaker, a sign, a scene break, front matter.
story pump() {
  story s = story_builder()
                .person('O', "Odile Marr", {}, fabula::pronoun_set::she)
                .person('B', "Bertrand", {}, fabula::pronoun_set::he)
                .chapter("Title", fabula::chapter_kind::front)
                .paragraph("THE PUMP")
                .chapter("I. Broken")
                .paragraph("I. Broken", fabula::paragraph_kind::heading)
                .paragraph("{O>B|\"Is it broken?\"} {=|whispered Odile}, {+|\"or is it\nnew?\"}")
                .paragraph("{?|\"Oh.\"} A sign: {?:s|KEEP OUT}")
                .paragraph("***", fabula::paragraph_kind::scene_break)
                .chapter("")
                .paragraph("{B|\"It is now,\"} {=|said Bertrand}. The pump sighed.")
                .build();
  s.quotes[2].kind = fabula::quote_kind::sign;
  s.sentences.push_back({s.paragraphs[2].span});
  const auto end = static_cast<std::uint32_t>(s.text.find("The pump sighed"));
  s.sentences.push_back({{s.paragraphs[5].span.start, {end}}});
  s.sentences.push_back({{{end}, s.paragraphs[5].span.end}});
  s.source.name = "pump.txt";
  s.source.title = "The Pump";
  s.source.author = "A. Wright";
  s.source.language = "en";
  return s;
}

story hostile() {
  story s = fabula::testing::hostile_story();
  s.quotes.pop_back();  // its speaker is nobody
  return s;
}

std::vector<json> lines_of(const std::string& jsonl) {
  std::vector<json> out;
  std::istringstream in(jsonl);
  for (std::string line; std::getline(in, line);)
    out.push_back(json::parse(line));
  return out;
}

TEST(Script, IsALineALineAndGivesTheTextBack) {
  const story s = pump();
  const auto lines = lines_of(fabula::write_script(s));
  std::string all;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i]["seg"], i);
    all += lines[i]["text"];
  }
  EXPECT_EQ(all, s.text);
  const json said = lines[2];
  EXPECT_EQ(said["kind"], "speech");
  EXPECT_EQ(said["speaker"], 0);
  EXPECT_EQ(said["speaker_name"], "Odile Marr");
  EXPECT_EQ(said["addressees"], json({1}));
  EXPECT_EQ(said["cue"]["text"], "whispered Odile");
  EXPECT_EQ(said["confidence"], 0.9);
  EXPECT_EQ(said["evidence"], "name");
  EXPECT_EQ(said["part"], 0);
  EXPECT_EQ(said["parts"], 2);
  EXPECT_EQ(said["chapter"], 1);
  EXPECT_EQ(lines[3]["kind"], "tag");
  EXPECT_EQ(lines[3]["quote"], 0);
  EXPECT_EQ(lines[3]["speaker"], nullptr);
  EXPECT_EQ(lines[4]["part"], 1);
  EXPECT_EQ(lines[5]["speaker"], nullptr) << "who is not known stays unknown";
  EXPECT_EQ(lines[5]["evidence"], "none");
}

TEST(Script, CountsCodePoints) {
  for (const story& s : {fabula::testing::sample_story(), hostile()}) {
    std::uint32_t at = 0;
    for (const json& l : lines_of(fabula::write_script(s))) {
      EXPECT_EQ(l["start"], at);
      at = l["end"];
      const fabula::code_point_map points(l["text"].get<std::string>());
      EXPECT_EQ(points.size(), at - l["start"].get<std::uint32_t>());
    }
    EXPECT_EQ(at, fabula::code_point_map(s.text).size());
  }
}

/// "who|words" of each line that is read.
std::vector<std::string> read_aloud(const story& s, const write_options& o) {
  const auto names = fabula::unique_labels(s);
  std::vector<std::string> out;
  for (const fabula::spoken_line& l : spoken_lines(s, o)) {
    if (!is_story(s, l)) continue;
    using role = fabula::reader_of_line::role;
    const std::string who = l.reader.who == role::narrator  ? "N"
                            : l.reader.who == role::unknown ? "?"
                                                            : names[l.reader.character];
    out.push_back(who + "|" + words_of(s, l));
  }
  return out;
}

TEST(Spoken, TagsAreReadByTheNarratorTheSpeakerOrNobody) {
  const story s = pump();
  EXPECT_THAT(read_aloud(s, {}),
              ElementsAre("N|I. Broken", "OdileMarr|“Is it broken?”", "N|whispered Odile,",
                          "OdileMarr|“or is it new?”", "?|“Oh.”", "N|A sign:", "N|KEEP OUT",
                          "N|***", "Bertrand|“It is now,”", "N|said Bertrand. The pump sighed."));
  EXPECT_THAT(
      read_aloud(s, {.tags = tag_reading::keep}),
      ElementsAre("N|I. Broken", "OdileMarr|“Is it broken?” whispered Odile, “or is it new?”",
                  "?|“Oh.”", "N|A sign:", "N|KEEP OUT", "N|***",
                  "Bertrand|“It is now,” said Bertrand.", "N|The pump sighed."));
  EXPECT_THAT(read_aloud(s, {.tags = tag_reading::drop}),
              ElementsAre("N|I. Broken", "OdileMarr|“Is it broken?” “or is it new?”", "?|“Oh.”",
                          "N|A sign:", "N|KEEP OUT", "N|***", "Bertrand|“It is now,”",
                          "N|The pump sighed."));
}

TEST(Spoken, AChapterToldByIMayBeReadByTheOneWhoTellsIt) {
  story s = story_builder()
                .person('M', "Marnie")
                .chapter("I")
                .paragraph("I woke, and my head hurt me as I rose. {?|\"Oh.\"} I fell.")
                .build();
  s.characters[0].narrator = true;
  EXPECT_THAT(
      read_aloud(s, {.first_person = first_person_reading::character}),
      ElementsAre("Marnie|I woke, and my head hurt me as I rose.", "?|“Oh.”", "Marnie|I fell."));
  EXPECT_THAT(read_aloud(s, {}).front(), testing::StartsWith("N|"));
}

TEST(Alexandria, IsAListOfLines) {
  const json all = json::parse(fabula::write(pump(), "alexandria").value());
  EXPECT_EQ(all[0], json({{"speaker", "NARRATOR"}, {"text", "I. Broken"}, {"instruct", ""}}));
  EXPECT_EQ(
      all[1],
      json({{"speaker", "ODILE MARR"}, {"text", "“Is it broken?”"}, {"instruct", "whispering"}}));
  EXPECT_EQ(all[4]["speaker"], "UNKNOWN");
  EXPECT_EQ(all[6]["instruct"], "reading");
  EXPECT_EQ(all.size(), 9U) << "the mark of a break is not read";
}

TEST(AudiobookCreator, IsALineALineAndItsCast) {
  const auto parts = fabula::write_parts(pump(), "audiobook-creator").value();
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].name, ".audiobook-creator/speaker_attributed_book.jsonl");
  const auto lines = lines_of(parts[0].bytes);
  EXPECT_EQ(lines[1], json({{"speaker", "odile marr"}, {"line", "“Is it broken?”"}}));
  EXPECT_EQ(lines[4]["speaker"], "unknown");
  const json map = json::parse(parts[1].bytes);
  EXPECT_EQ(map["scores"]["odile marr"]["gender"], "female");
  EXPECT_EQ(map["scores"]["bertrand"]["gender_score"], 0);
  EXPECT_EQ(map["scores"]["narrator"]["gender_score"], 5);
  EXPECT_EQ(fabula::write(pump(), "audiobook-creator").value(), parts[0].bytes);
}

TEST(Sml, PutsEachLineInItsVoice) {
  const auto parts = fabula::write_parts(pump(), "sml").value();
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].bytes,
            "[voice:Narrator]I. Broken[/voice]\n\n[break]\n\n"
            "[voice:OdileMarr]“Is it broken?”[/voice] [voice:Narrator]whispered Odile,[/voice] "
            "[voice:OdileMarr]“or is it new?”[/voice]\n\n"
            "[voice:Unknown]“Oh.”[/voice] [voice:Narrator]A sign:[/voice] "
            "[voice:Narrator]KEEP OUT[/voice]\n\n[pause]\n\n"
            "[voice:Bertrand]“It is now,”[/voice] "
            "[voice:Narrator]said Bertrand. The pump sighed.[/voice]\n");
  const json voices = json::parse(parts[1].bytes)["macros"]["voices"];
  EXPECT_EQ(voices.size(), 4U);
  EXPECT_EQ(voices["OdileMarr"], "");
}

TEST(Sml, WordsAreNoCommands) {
  const story s = story_builder()
                      .chapter("")
                      .paragraph("A [Pause] here, [/voice] [note] and [voice:X].")
                      .build();
  EXPECT_EQ(fabula::write(s, "sml").value(),
            "[voice:Narrator]A [ Pause] here, [ /voice] [note] and [ voice:X].[/voice]\n");
}

TEST(Abogen, MarksChaptersAndVoices) {
  EXPECT_EQ(fabula::write(pump(), "abogen").value(),
            "<<METADATA_TITLE:The Pump>>\n<<METADATA_ARTIST:A. Wright>>\n"
            "<<METADATA_ALBUM:The Pump>>\n\n"
            "<<CHAPTER_MARKER:I. Broken>>\n<<VOICE:af_heart>>\nI. Broken\n\n"
            "<<VOICE:af_bella>>\n“Is it broken?”\n<<VOICE:af_heart>>\nwhispered Odile,\n"
            "<<VOICE:af_bella>>\n“or is it new?”\n\n"
            "<<VOICE:af_heart>>\n“Oh.”\nA sign:\nKEEP OUT\n\n"
            "<<CHAPTER_MARKER:Chapter 3>>\n<<VOICE:am_fenrir>>\n“It is now,”\n"
            "<<VOICE:af_heart>>\nsaid Bertrand. The pump sighed.\n");
  story s = story_builder().chapter("A >> B").paragraph("He <<VOICE:x>> left.").build();
  EXPECT_THAT(fabula::write(s, "abogen").value(),
              HasSubstr("<<CHAPTER_MARKER:A > > B>>\n<<VOICE:af_heart>>\nHe << VOICE:x>> left.\n"));
}

TEST(Voices, AreListedWithWhoNeedsThem) {
  const json v = json::parse(fabula::write(pump(), "voices").value());
  EXPECT_EQ(v["c0"], json({{"name", "Odile Marr"},
                           {"gender", "female"},
                           {"lines", 1},
                           {"words", 7},
                           {"ssml", nullptr},
                           {"kokoro", "af_bella"},
                           {"e2a", nullptr}}));
  EXPECT_EQ(v["narrator"]["kokoro"], "af_heart");
  EXPECT_EQ(v["default_female"]["ssml"], nullptr);
}

TEST(Voices, ThoseChosenAreUsedAndKept) {
  const std::string chosen = R"({"c9": {"name": "Bertrand", "ssml": "Ryan", "pitch": -2},
    "narrator": {"ssml": "Teller"}, "default_female": {"e2a": "/w.wav", "kokoro": "af_sky"},
    "c1": {"name": "Nobody", "ssml": "X"}})";
  const write_options o{.voices = chosen};
  const std::string file = fabula::write(pump(), "voices", o).value();
  const json v = json::parse(file);
  EXPECT_EQ(v["c1"]["ssml"], "Ryan") << "by the name, whatever the number was";
  EXPECT_EQ(v["c1"]["pitch"], -2);
  EXPECT_EQ(v["c0"]["kokoro"], nullptr) << "a woman's voice was chosen for all";
  EXPECT_EQ(v["unused"][0]["name"], "Nobody");
  EXPECT_EQ(fabula::write(pump(), "voices", {.voices = file}).value(), file);
  const std::string ssml = fabula::write(pump(), "ssml", o).value();
  EXPECT_THAT(ssml, HasSubstr("<voice name=\"Ryan\" gender=\"male\" variant=\"1\">"));
  EXPECT_THAT(ssml, HasSubstr("<voice name=\"Teller\" gender=\"female\" variant=\"1\">"))
      << "who has none is read by the narrator's voice";
  EXPECT_THAT(fabula::write_parts(pump(), "sml", o).value()[1].bytes,
              HasSubstr("\"OdileMarr\":\"/w.wav\""));
  EXPECT_THAT(fabula::write(pump(), "abogen", o).value(), HasSubstr("<<VOICE:af_sky>>\n“Is it"));
}

TEST(Voices, AFileThatIsNoneIsRefused) {
  const auto problem = [](const std::string& bytes) {
    const auto done = fabula::write(pump(), "ssml", {.voices = bytes});
    return done ? std::string("fine") : done.error().message();
  };
  EXPECT_THAT(problem("{"), HasSubstr("it is not JSON; correct it"));
  EXPECT_THAT(problem("[]"), HasSubstr("it is no object of voices"));
  EXPECT_THAT(problem(R"({"c0": "Ryan"})"), HasSubstr("c0: it is not {"));
  EXPECT_THAT(problem(R"({"c0": {"ssml": 7}})"), HasSubstr("c0.ssml: a voice is a text"));
  EXPECT_THAT(problem(R"({"unused": {}})"), HasSubstr("unused: it is not a list"));
  EXPECT_THAT(problem(std::string(100'000, '[')), HasSubstr("it is"));
  EXPECT_THAT(problem("{\"a\":" + std::string(50'000, '[') + std::string(50'000, ']') + "}"),
              HasSubstr("nested too deeply"));
  EXPECT_EQ(problem("{}"), "fine");
}

TEST(Voices, NamesAreToldApart) {
  const story s = story_builder()
                      .person('T', "Tom")
                      .person('O', "tom")
                      .person('N', "Narrator")
                      .person('B', "\u0411\u043E\u0440\u0438\u0441")
                      .person('D', "d'Arcy Ren\u00E9e")
                      .build();
  EXPECT_THAT(fabula::unique_names(s),
              ElementsAre("Tom", "tom 2", "Narrator 2", "\u0411\u043E\u0440\u0438\u0441",
                          "d'Arcy Ren\u00E9e"));
  EXPECT_THAT(fabula::unique_labels(s),
              ElementsAre("Tom", "Tom2", "Narrator2", "Character3", "DArcyRene"));
  story told = s;
  told.characters[2].narrator = true;
  EXPECT_EQ(fabula::unique_names(told)[2], "Narrator");
}

/// The elements and attributes of SSML 1.1 that are used, each where the recommendation allows it.
void expect_ssml(const std::string& document, std::string* said = nullptr) {
  pugi::xml_document d;
  const auto parsed =
      d.load_buffer(document.data(), document.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  ASSERT_TRUE(parsed) << parsed.description() << " at " << parsed.offset;
  const pugi::xml_node speak = d.document_element();
  ASSERT_STREQ(speak.name(), "speak");
  EXPECT_STREQ(speak.attribute("version").value(), "1.1");
  EXPECT_STREQ(speak.attribute("xmlns").value(), "http://www.w3.org/2001/10/synthesis");
  EXPECT_STRNE(speak.attribute("xml:lang").value(), "");
  for (const pugi::xml_node part : speak.children()) {
    if (part.type() == pugi::node_pcdata) continue;
    if (std::string_view(part.name()) == "break") {
      EXPECT_THAT(part.attribute("time").value(), testing::MatchesRegex("[0-9]+m?s"));
      continue;
    }
    ASSERT_STREQ(part.name(), "p");
    for (const pugi::xml_node voice : part.children()) {
      if (voice.type() == pugi::node_pcdata) continue;
      ASSERT_STREQ(voice.name(), "voice");
      EXPECT_STRNE(voice.attribute("name").value(), "");
      EXPECT_THAT(voice.attribute("gender").value(),
                  testing::AnyOf(testing::StrEq("female"), testing::StrEq("male"),
                                 testing::StrEq("neutral")));
      EXPECT_GT(voice.attribute("variant").as_int(1), 0);
      ASSERT_STREQ(voice.first_child().name(), "mark");
      EXPECT_THAT(voice.first_child().attribute("name").value(), testing::MatchesRegex("s[0-9]+"));
      const pugi::xml_node words = voice.first_child().next_sibling();
      ASSERT_EQ(words.type(), pugi::node_pcdata);
      EXPECT_FALSE(words.next_sibling());
      if (said != nullptr) *said += std::string(words.value()) + " ";
    }
  }
}

TEST(Ssml, ReadsEachLineInItsVoice) {
  const auto parts = fabula::write_parts(pump(), "ssml").value();
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].name, ".ssml/001-front.ssml");
  EXPECT_EQ(parts[1].name, ".ssml/002.ssml");
  EXPECT_EQ(parts[2].name, ".ssml/003.ssml");
  const std::string& second = parts[1].bytes;
  EXPECT_EQ(
      second.substr(second.find("<speak")),
      "<speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\" "
      "xml:lang=\"en\">\n"
      "<p><voice name=\"Narrator\" gender=\"neutral\"><mark name=\"s1\"/>I. Broken</voice></p>\n"
      "<break time=\"1s\"/>\n"
      "<p><voice name=\"OdileMarr\" gender=\"female\" variant=\"1\"><mark name=\"s2\"/>“Is it "
      "broken?”</voice>\n"
      "<voice name=\"Narrator\" gender=\"neutral\"><mark name=\"s3\"/>whispered Odile,</voice>\n"
      "<voice name=\"OdileMarr\" gender=\"female\" variant=\"1\"><mark name=\"s4\"/>“or is it "
      "new?”</voice></p>\n"
      "<p><voice name=\"Unknown\" gender=\"neutral\"><mark name=\"s5\"/>“Oh.”</voice>\n"
      "<voice name=\"Narrator\" gender=\"neutral\"><mark name=\"s6\"/>A sign:</voice>\n"
      "<voice name=\"Narrator\" gender=\"neutral\"><mark name=\"s7\"/>KEEP OUT</voice></p>\n"
      "<break time=\"1500ms\"/>\n"
      "</speak>\n");
  EXPECT_THAT(fabula::write(pump(), "ssml").value(), Not(HasSubstr("THE PUMP")));
}

TEST(Ssml, IsWellFormedWhateverTheStory) {
  story strange = hostile();
  strange.source.name = "--><speak>\uFFFE\x01";
  strange.text += "\uFFFE\uFFFF";
  story empty;
  story blank = story_builder().chapter("").paragraph("\x07\uFFFF").build();
  for (const story& s : {pump(), strange, empty, blank, fabula::testing::sample_story()}) {
    for (const auto tags : {tag_reading::keep, tag_reading::narrator, tag_reading::drop}) {
      const write_options o{.tags = tags};
      expect_ssml(fabula::write(s, "ssml", o).value());
      const auto parts = fabula::write_parts(s, "ssml", o).value();
      for (const auto& part : parts)
        expect_ssml(part.bytes);
    }
  }
  EXPECT_TRUE(fabula::write_parts(blank, "ssml").value().empty());
}

TEST(Ssml, SaysEveryWordOfTheStory) {
  const story s = fabula::testing::sample_story();
  std::string said;
  const auto parts = fabula::write_parts(s, "ssml").value();
  for (const auto& part : parts)
    expect_ssml(part.bytes, &said);
  std::string expected;
  for (const fabula::spoken_line& l : spoken_lines(s, {}))
    if (l.kind != fabula::line_kind::scene_break) expected += words_of(s, l) + " ";
  EXPECT_EQ(said, expected);
  const auto pressed = [](std::string_view words) {
    std::string out;
    for (const char c : words)
      if (c != ' ' && c != '\n' && c != '\t' && c != '*') out += c;
    return out;
  };
  EXPECT_EQ(pressed(said), pressed(s.text));
}

TEST(Audiobooks, EmptyStoriesAreWritten) {
  for (const char* format :
       {"script", "voices", "ssml", "sml", "alexandria", "audiobook-creator", "abogen"}) {
    EXPECT_TRUE(fabula::write(story{}, format)) << format;
    EXPECT_TRUE(fabula::write_parts(story{}, format)) << format;
  }
  EXPECT_EQ(fabula::write(story{}, "script").value(), "");
  EXPECT_EQ(json::parse(fabula::write(story{}, "alexandria").value()), json::array());
}

}  // namespace
