#include "story/store.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "sample_story.hpp"
#include "story/sqlite.hpp"
#include "story/store_schema.hpp"
#include "write/json.hpp"

namespace {

using fabula::error_code;
using fabula::load_story;
using fabula::parse_store;
using fabula::story;
using fabula::write_store;
using fabula::testing::sample_story;
using testing::HasSubstr;

/// A store open for any SQL, in memory of its own.
class open_store {
 public:
  explicit open_store(const std::string& bytes) : db_(fabula::sqlite::open_in_memory()) {
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    std::copy(bytes.begin(), bytes.end(), copy);
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    sqlite3_deserialize(db_.get(), "main", copy, size, size,
                        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  }

  /// Rows as "a|b|c"; "error: ..." where the query fails.
  [[nodiscard]] std::vector<std::string> rows(const std::string& sql) const {
    std::vector<std::string> out;
    const auto add = [](void* to, int n, char** values, char**) {
      std::string row;
      for (int i = 0; i < n; ++i) {
        row += (i == 0 ? "" : "|");
        row += values[i] == nullptr ? "NULL" : values[i];
      }
      static_cast<std::vector<std::string>*>(to)->push_back(row);
      return 0;
    };
    if (sqlite3_exec(db_.get(), sql.c_str(), add, &out, nullptr) != SQLITE_OK) {
      out.push_back(std::string("error: ") + sqlite3_errmsg(db_.get()));
    }
    return out;
  }

  [[nodiscard]] std::string bytes() const {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, fabula::sqlite::closer> all(
        sqlite3_serialize(db_.get(), "main", &size, 0));
    return {reinterpret_cast<const char*>(all.get()), static_cast<std::size_t>(size)};
  }

 private:
  fabula::sqlite::connection db_;
};

std::string sample_bytes() {
  return write_store(sample_story()).value();
}

/// The message that loading gives after this change to a good store.
std::string problem_after(const std::string& sql) {
  const open_store db(sample_bytes());
  EXPECT_THAT(db.rows(sql), testing::IsEmpty()) << sql;
  const auto loaded = parse_store(db.bytes(), "x.story");
  if (loaded) return "";
  EXPECT_EQ(loaded.error().file, "x.story");
  return loaded.error().problem;
}

std::string read_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(Store, GivesBackTheSameStory) {
  const story s = sample_story();
  const story back = parse_store(write_store(s).value(), "pump.story").value();
  EXPECT_EQ(write_json(back), write_json(s));
  EXPECT_EQ(back.text, s.text);
  for (std::size_t i = 0; i < s.paragraphs.size(); ++i) {
    EXPECT_EQ(back.paragraphs[i].after_gap, s.paragraphs[i].after_gap) << i;
  }
  EXPECT_EQ(write_store(back).value(), write_store(s).value());
}

TEST(Store, GivesBackAnEmptyStory) {
  const story back = parse_store(write_store(story{}).value(), "empty.story").value();
  EXPECT_EQ(write_json(back), write_json(story{}));
}

TEST(Store, GivesTheSameBytesTwice) {
  EXPECT_EQ(sample_bytes(), sample_bytes());
}

TEST(Store, IsASoundDatabaseThatSaysWhatItIs) {
  const open_store db(sample_bytes());
  using testing::ElementsAre;
  EXPECT_THAT(db.rows("PRAGMA integrity_check"), ElementsAre("ok"));
  EXPECT_THAT(db.rows("PRAGMA foreign_key_check"), testing::IsEmpty());
  EXPECT_THAT(db.rows("PRAGMA application_id"), ElementsAre("1717658229"));
  EXPECT_THAT(db.rows("PRAGMA user_version"), ElementsAre("1"));
  EXPECT_THAT(db.rows("SELECT value FROM meta WHERE \"key\" = 'schema'"), ElementsAre("1"));
}

TEST(Store, HasTheTablesOfItsDescriptionAndNoOther) {
  const open_store db(sample_bytes());
  std::vector<std::string> described;
  for (const auto& t : fabula::store_tables()) {
    described.emplace_back(t.name);
    std::vector<std::string> columns;
    for (const auto& c : t.columns) {
      columns.emplace_back(std::string(c.name) + "|" + std::string(c.type));
      EXPECT_FALSE(c.meaning.empty()) << t.name << "." << c.name;
    }
    EXPECT_EQ(db.rows("SELECT name, type FROM pragma_table_info('" + std::string(t.name) + "')"),
              columns);
    EXPECT_THAT(db.rows("SELECT sql FROM sqlite_schema WHERE name = '" + std::string(t.name) + "'"),
                testing::ElementsAre(HasSubstr(") STRICT")));
  }
  EXPECT_THAT(db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"),
              testing::UnorderedElementsAreArray(described));
}

TEST(Store, ShowsLinesCastAndTalk) {
  const open_store db(sample_bytes());
  EXPECT_THAT(
      db.rows("SELECT quote, chapter, speaker, addressees, text, evidence, confidence FROM lines"),
      testing::ElementsAre(
          "0|CHAPTER I. The Pump|Odile Marr|Bertrand|\u201cIs it broken?\u201d \u201cIt was new, "
          "\u2018new\u2019 he said.\u201d|name|0.97",
          "2|CHAPTER I. The Pump|Bertrand|Odile Marr|\u201cIt is now.\u201d|beat|0.8",
          "4|CHAPTER II. The \"Well\"|NULL|NULL|KEEP\tOUT.|none|0.0",
          "5|CHAPTER II. The \"Well\"|Odile Marr|Pip|\u201cGood dog,\u201d|pronoun|0.66",
          "6|CHAPTER II. The \"Well\"|Bertrand|NULL|'He will never learn,'|name|0.9"));
  EXPECT_THAT(db.rows("SELECT name, pronouns, lines, aliases FROM \"cast\""),
              testing::ElementsAre("Odile Marr|she|2|Odile, Odile Marr", "Bertrand|he|2|Bertrand",
                                   "Pip|NULL|0|Pip"));
  EXPECT_THAT(
      db.rows("SELECT * FROM talk"),
      testing::ElementsAre("Odile Marr|Bertrand|1", "Odile Marr|Pip|1", "Bertrand|Odile Marr|1"));
}

TEST(Store, KeepsEventsWithThoseWhoTakePart) {
  const story s = sample_story();
  const story back = parse_store(write_store(s).value(), "pump.story").value();
  EXPECT_TRUE(back.tokens.empty()) << "words are not stored";
  ASSERT_EQ(back.events.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(back.events[i].span, s.events[i].span);
    EXPECT_EQ(back.lemmas.at(back.events[i].lemma.value), s.lemmas.at(s.events[i].lemma.value));
    EXPECT_EQ(back.events[i].agents, s.events[i].agents);
    EXPECT_EQ(back.events[i].patients, s.events[i].patients);
    EXPECT_EQ(back.events[i].realis, s.events[i].realis);
  }
  const open_store db(sample_bytes());
  EXPECT_THAT(db.rows("SELECT agent, lemma, patient, realis FROM deeds"),
              testing::ElementsAre("Bertrand|kicked|NULL|1", "Odile Marr|told|Pip|0",
                                   "Odile Marr|told|Pip|0"));
}

TEST(Store, KeepsWordsThatAreTheirOffsets) {
  const open_store db(sample_bytes());
  for (const char* table : {"mentions", "quote_spans", "events"}) {
    EXPECT_THAT(db.rows("SELECT x.text FROM " + std::string(table) +
                        " x JOIN chapters c ON x.start >= c.start AND x.start < c.\"end\" WHERE "
                        "x.text <> substr(c.text, 1 + x.start - c.start, x.\"end\" - x.start)"),
                testing::IsEmpty());
  }
}

TEST(Store, IsDocumentedAsItIs) {
  const std::string path = std::string(FABULA_SOURCE_DIR) + "/docs/store.md";
  const std::string page = read_file(path);
  const std::size_t made = page.find("### `meta`");
  if (std::getenv("FABULA_UPDATE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << page.substr(0, made) << fabula::store_documentation();
  }
  const std::string now = read_file(path);
  EXPECT_TRUE(now.ends_with(fabula::store_documentation()))
      << path << " is not what src/story/store_schema.cpp says; it tells how to make it anew";
}

TEST(Store, AnswersEveryQuestionOfItsPage) {
  const std::string page = read_file(std::string(FABULA_SOURCE_DIR) + "/docs/store.md");
  const open_store db(sample_bytes());
  int questions = 0;
  for (std::size_t at = 0; (at = page.find("```sql\n", at)) != std::string::npos; ++questions) {
    const std::size_t end = page.find("```", at + 7);
    const std::string sql = page.substr(at + 7, end - at - 7);
    const auto rows = db.rows(sql);
    EXPECT_FALSE(rows.empty()) << sql;
    for (const std::string& row : rows)
      EXPECT_THAT(row, Not(testing::StartsWith("error"))) << sql;
    at = end + 3;
  }
  EXPECT_EQ(questions, 9);
}

TEST(Store, RefusesAStoryThatBreaksItsInvariants) {
  story s = sample_story();
  s.quotes[0].speaker = fabula::character_id{99};
  EXPECT_THAT(write_store(s).error().problem, HasSubstr("quotes[0]: its speaker 99"));
  s = sample_story();
  s.chapters.pop_back();
  EXPECT_THAT(write_store(s).error().problem, HasSubstr("do not tile"));
  s = sample_story();
  s.mentions[1].span.end.value = 1000000;
  EXPECT_THAT(write_store(s).error().problem, HasSubstr("mentions[1]: it is not inside"));
  s = sample_story();
  ++s.quotes[0].spans[0].start.value;
  EXPECT_THAT(write_store(s).error().problem, HasSubstr("cuts a character"));
}

TEST(Store, WritesANameThatIsNotUtf8) {
  story s = sample_story();
  s.source.name = "caf\xE9.txt";
  EXPECT_EQ(parse_store(write_store(s).value(), "x").value().source.name, "caf\uFFFD.txt");
}

TEST(LoadStory, TellsWhatTheFileIs) {
  EXPECT_EQ(load_story("/nowhere/x.story").error().code, error_code::not_found);
  EXPECT_THAT(parse_store("It was dark.", "x.txt").error().message(),
              HasSubstr("x.txt: it is not a .story file; read it with"));
  EXPECT_THAT(problem_after("PRAGMA application_id = 7"), HasSubstr("not a .story file"));
  EXPECT_THAT(problem_after("PRAGMA user_version = 2"), HasSubstr("it is of schema 2"));
}

TEST(LoadStory, RefusesWhatIsNotSound) {
  EXPECT_THAT(problem_after("DROP TABLE scene_present"), HasSubstr("no table scene_present"));
  EXPECT_THAT(problem_after("DELETE FROM source"), HasSubstr("one row"));
  EXPECT_THAT(problem_after("UPDATE quotes SET kind = 'shout' WHERE id = 2"), HasSubstr("`shout`"));
  EXPECT_THAT(problem_after("UPDATE quotes SET speaker = 3 WHERE id = 2"),
              HasSubstr("3 is out of"));
  EXPECT_THAT(problem_after("UPDATE quotes SET speaker = -1 WHERE id = 2"), HasSubstr("-1 is out"));
  EXPECT_THAT(problem_after("UPDATE quote_spans SET \"end\" = 99999"),
              HasSubstr("99999 is out of"));
  EXPECT_THAT(problem_after("UPDATE sentences SET start = \"end\" + 1"), HasSubstr("ends before"));
  EXPECT_THAT(problem_after("DELETE FROM quote_spans WHERE quote = 1"), HasSubstr("has no part"));
  EXPECT_THAT(problem_after("DELETE FROM mentions WHERE id = 5"), HasSubstr("0, 1, 2"));
  EXPECT_THAT(problem_after("DELETE FROM events WHERE id = 0"), HasSubstr("0, 1, 2"));
  EXPECT_THAT(problem_after("UPDATE event_participants SET mention = 7"),
              HasSubstr("event_participants: 7 is out of"));
  EXPECT_THAT(problem_after("UPDATE event_participants SET event = 2 WHERE event = 1"),
              HasSubstr("event_participants: 2 is out of"));
  EXPECT_THAT(problem_after("UPDATE event_participants SET role = 'victim' WHERE rank = 1"),
              HasSubstr("`victim`"));
  EXPECT_THAT(problem_after("UPDATE chapters SET text = text || 'x' WHERE id = 0"),
              HasSubstr("offsets are not those of the text"));
  EXPECT_THAT(problem_after("UPDATE characters SET name = CAST(x'ff' AS TEXT)"),
              HasSubstr("not UTF-8"));
  EXPECT_THAT(
      problem_after("DROP TABLE remarks; CREATE VIEW remarks AS WITH RECURSIVE r(id, text) AS "
                    "(SELECT 0, 'x' UNION ALL SELECT id + 1, 'x' FROM r) SELECT * FROM r"),
      HasSubstr("no table remarks"));
}

TEST(LoadStory, SurvivesAnyDamage) {
  const std::string good = sample_bytes();
  std::mt19937 random(3);  // NOLINT: the same damage on every run
  int refused = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = good;
    for (int n = round % 8; n >= 0; --n)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (round % 5 == 0) bytes.resize(random() % bytes.size());
    const auto loaded = parse_store(bytes, "damaged.story");
    if (loaded) {
      EXPECT_FALSE(write_json(*loaded).empty());
    } else {
      ++refused;
      EXPECT_FALSE(loaded.error().problem.empty());
    }
  }
  EXPECT_GT(refused, 200);
}

}  // namespace
