#include <array>
#include <filesystem>
#include <limits>
#include <unordered_map>

#include "story/input.hpp"
#include "story/sqlite.hpp"
#include "story/store.hpp"
#include "story/store_schema.hpp"
#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::string_view k_magic{"SQLite format 3\0", 16};

/// The byte at which each code point begins; the opposite of `code_point_map`.
class byte_map {
 public:
  explicit byte_map(std::string_view text) : text_(text) {
    for (std::uint32_t i = 0; i < text.size(); ++i) {
      if (continues(i)) continue;
      if (size_++ % k_block == 0) block_start_.push_back(i);
    }
  }
  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
  /// `at` must be at most `size()`.
  [[nodiscard]] byte_offset operator()(std::uint32_t at) const noexcept {
    if (at == size_) return {static_cast<std::uint32_t>(text_.size())};
    std::uint32_t byte = block_start_[at / k_block];
    for (std::uint32_t n = at % k_block; n > 0; --n) {
      do
        ++byte;
      while (continues(byte));
    }
    return {byte};
  }

 private:
  static constexpr std::uint32_t k_block = 64;
  [[nodiscard]] bool continues(std::uint32_t i) const noexcept {
    return (static_cast<unsigned char>(text_[i]) & 0xC0U) == 0x80U;
  }
  std::string_view text_;
  std::vector<std::uint32_t> block_start_;
  std::uint32_t size_ = 0;
};

/// Reads every table into a story. The first thing that is wrong stops it and is kept as `problem`.
class store_loader {
 public:
  explicit store_loader(sqlite3* db) : db_(db) {}

  [[nodiscard]] bool load() {
    return tables_are_tables() && meta() && source() && chapters() && layout() && cast() &&
           mentions() && events() && quotes() && scenes() && places() && settings() &&
           moves_and_times() && ties() && threads() && facts() && rating();
  }
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  [[nodiscard]] story take() { return std::move(s_); }

 private:
  [[nodiscard]] bool fail(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return false;
  }

  /// Calls `row(statement)` for each row of `SELECT what FROM table order`.
  template <class Row>
  [[nodiscard]] bool each(std::string_view what, const std::string& table, std::string_view order,
                          Row row) {
    table_ = table;
    std::string sql = "SELECT ";
    sql.append(what).append(" FROM ").append(table).append(" ORDER BY ").append(order);
    sqlite::statement rows(db_, sql);
    while (problem_.empty() && rows.step())
      row(rows);
    if (!rows.good()) return fail(std::string("table ") + table + ": " + sqlite3_errmsg(db_));
    return problem_.empty();
  }

  /// A number in [0, limit); 0 and a problem where it is not.
  [[nodiscard]] std::uint32_t below(const sqlite::statement& row, int column, std::uint64_t limit) {
    const std::int64_t n = row.integer(column);
    if (n >= 0 && static_cast<std::uint64_t>(n) < limit) return static_cast<std::uint32_t>(n);
    (void)fail("table " + table_ + ": " + std::to_string(n) + " is out of range");
    return 0;
  }
  [[nodiscard]] std::uint32_t count(const sqlite::statement& row, int column) {
    return below(row, column, std::uint64_t{std::numeric_limits<std::uint32_t>::max()} + 1);
  }
  /// Ids are positions: row n has id n.
  void dense(const sqlite::statement& row, std::size_t position) {
    if (row.integer(0) != static_cast<std::int64_t>(position)) {
      (void)fail("table " + table_ + ": its ids are not 0, 1, 2, ...");
    }
  }
  [[nodiscard]] byte_offset offset(const sqlite::statement& row, int column) {
    return bytes_(below(row, column, std::uint64_t{bytes_.size()} + 1));
  }
  [[nodiscard]] byte_range range(const sqlite::statement& row, int column) {
    const byte_range r{offset(row, column), offset(row, column + 1)};
    if (r.start <= r.end) return r;
    (void)fail("table " + table_ + ": a range ends before it starts");
    return {};
  }
  [[nodiscard]] character_id member(const sqlite::statement& row, int column) {
    return {below(row, column, s_.characters.size())};
  }
  [[nodiscard]] std::optional<character_id> member_or_null(const sqlite::statement& row,
                                                           int column) {
    return row.is_null(column) ? std::nullopt : std::optional(member(row, column));
  }
  /// The enumerator with this name; enumerators count from 0 to `last`.
  template <class Enum>
  [[nodiscard]] Enum named(const sqlite::statement& row, int column, Enum last) {
    const std::string name = row.text(column);
    for (int i = 0; i <= static_cast<int>(last); ++i) {
      if (to_string(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
    }
    (void)fail("table " + table_ + ": `" + name.substr(0, 40) + "` is no value of this column");
    return last;
  }
  [[nodiscard]] std::string words(const sqlite::statement& row, int column) {
    std::string s = row.text(column);
    if (text::find_invalid_utf8(s) != std::string_view::npos) {
      (void)fail("table " + table_ + ": a text is not UTF-8");
    }
    return s;
  }

  /// A view in a table's place could run anything and for ever.
  [[nodiscard]] bool tables_are_tables() {
    for (const store_table& t : store_tables()) {
      sqlite::statement q(db_,
                          "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" +
                              std::string(t.name) + "'");
      if (!q.step() || q.integer(0) != 1) return fail("it has no table " + std::string(t.name));
    }
    return true;
  }

  [[nodiscard]] bool meta() {
    return each("\"key\", value", "meta", "\"key\"", [&](const sqlite::statement& row) {
      if (words(row, 0) == "model") s_.model = words(row, 1);
    });
  }

  [[nodiscard]] bool source() {
    source_info& i = s_.source;
    int rows = 0;
    const bool done = each(
        "name, media_type, bytes, sha256, language, title, author, encoding, encoding_evidence, "
        "tokenized, cast_sha256, fixes_sha256, words, visible_characters, kept_characters",
        "source", "name", [&](const sqlite::statement& row) {
          ++rows;
          i.name = words(row, 0);
          i.media = named(row, 1, media_type::docx);
          i.bytes = static_cast<std::uint64_t>(row.integer(2));
          i.sha256 = words(row, 3);
          i.language = words(row, 4);
          i.title = words(row, 5);
          i.author = words(row, 6);
          i.encoding = words(row, 7);
          i.encoding_evidence = words(row, 8);
          i.tokenized = row.integer(9) != 0;
          i.cast_sha256 = words(row, 10);
          i.fixes_sha256 = words(row, 11);
          s_.words = count(row, 12);
          i.visible_characters = static_cast<std::uint64_t>(row.integer(13));
          i.kept_characters = static_cast<std::uint64_t>(row.integer(14));
        });
    if (done && rows != 1) return fail("table source: it must have one row");
    return done &&
           each("text", "remarks", "id",
                [&](const auto& row) { i.remarks.push_back(words(row, 0)); }) &&
           each("line, fix, problem", "unmatched_fixes", "id",
                [&](const auto& row) {
                  s_.unmatched_fixes.push_back({count(row, 0), words(row, 1), words(row, 2)});
                }) &&
           each("label, text", "author_notes", "id",
                [&](const auto& row) { i.author_notes.push_back({words(row, 0), words(row, 1)}); });
  }

  [[nodiscard]] bool chapters() {
    std::vector<std::array<std::uint32_t, 2>> said;
    const bool read =
        each("id, start, \"end\", title, kind, text", "chapters", "id",
             [&](const sqlite::statement& row) {
               dense(row, s_.chapters.size());
               const auto start = static_cast<std::uint32_t>(s_.text.size());
               s_.text += words(row, 5);
               const auto end = static_cast<std::uint32_t>(s_.text.size());
               said.push_back({count(row, 1), count(row, 2)});
               s_.chapters.push_back(
                   {{{start}, {end}}, words(row, 3), named(row, 4, chapter_kind::part)});
             });
    if (!read) return false;
    const code_point_map at(s_.text);
    for (std::size_t i = 0; i < said.size(); ++i) {
      const code_point_range r = at(s_.chapters[i].span);
      if (r.start.value != said[i][0] || r.end.value != said[i][1]) {
        return fail("table chapters: the offsets are not those of the text");
      }
    }
    bytes_ = byte_map(s_.text);
    return true;
  }

  [[nodiscard]] bool layout() {
    return each("id, start, \"end\", chapter, kind, after_gap", "paragraphs", "id",
                [&](const auto& row) {
                  dense(row, s_.paragraphs.size());
                  s_.paragraphs.push_back({range(row, 1),
                                           {below(row, 3, s_.chapters.size())},
                                           named(row, 4, paragraph_kind::note),
                                           row.integer(5) != 0});
                }) &&
           each("id, start, \"end\"", "sentences", "id",
                [&](const auto& row) {
                  dense(row, s_.sentences.size());
                  s_.sentences.push_back({range(row, 1)});
                }) &&
           each("id, start, \"end\"", "emphases", "id", [&](const auto& row) {
             dense(row, s_.emphases.size());
             s_.emphases.push_back({range(row, 1)});
           });
  }

  [[nodiscard]] bool cast() {
    return each(
               "id, name, kind, pronouns, narrator, first, mentions, quotes, told_she, told_he, "
               "told_they, told_by_title, told_by_name",
               "characters", "id",
               [&](const sqlite::statement& row) {
                 dense(row, s_.characters.size());
                 character c;
                 c.name = words(row, 1);
                 c.kind = named(row, 2, character_kind::other);
                 c.pronouns = named(row, 3, pronoun_set::fae);
                 c.narrator = row.integer(4) != 0;
                 c.first = offset(row, 5);
                 c.mentions = count(row, 6);
                 c.quotes = count(row, 7);
                 c.pronouns_by = {count(row, 8), count(row, 9), count(row, 10),
                                  row.integer(11) != 0, row.integer(12) != 0};
                 s_.characters.push_back(std::move(c));
               }) &&
           each("character, text, count, why, confidence", "aliases", "character, rank",
                [&](const sqlite::statement& row) {
                  const character_id who = member(row, 0);
                  if (problem_.empty()) {
                    s_.characters[who.value].aliases.push_back({words(row, 1), count(row, 2),
                                                                named(row, 3, alias_reason::fix),
                                                                static_cast<float>(row.real(4))});
                  }
                });
  }

  [[nodiscard]] bool mentions() {
    return each(
        "id, start, \"end\", head_start, head_end, type, form, entity, character, confidence",
        "mentions", "id", [&](const auto& row) {
          dense(row, s_.mentions.size());
          s_.mentions.push_back({range(row, 1),
                                 range(row, 3),
                                 named(row, 5, mention_type::org),
                                 named(row, 6, mention_form::pron),
                                 {count(row, 7)},
                                 member_or_null(row, 8),
                                 static_cast<float>(row.real(9))});
        });
  }

  /// The store holds the lemmas of events alone; each is kept once.
  [[nodiscard]] lemma_id lemma(const sqlite::statement& row, int column) {
    const auto [at, fresh] =
        lemmas_.emplace(words(row, column), static_cast<std::uint32_t>(s_.lemmas.size()));
    if (fresh) s_.lemmas.push_back(at->first);
    return {at->second};
  }

  [[nodiscard]] bool events() {
    return each("id, start, \"end\", lemma, realis", "events", "id",
                [&](const auto& row) {
                  dense(row, s_.events.size());
                  s_.events.push_back({range(row, 1), lemma(row, 3), {}, {}, row.integer(4) != 0});
                }) &&
           each("event, role, mention", "event_participants", "event, role, rank",
                [&](const sqlite::statement& row) {
                  const std::uint32_t e = below(row, 0, s_.events.size());
                  const mention_id who{below(row, 2, s_.mentions.size())};
                  const std::string role = row.text(1);
                  if (role != k_agent && role != k_patient) {
                    (void)fail("table event_participants: `" + role.substr(0, 40) +
                               "` is no value of this column");
                  }
                  if (!problem_.empty()) return;
                  (role == k_agent ? s_.events[e].agents : s_.events[e].patients).push_back(who);
                });
  }

  [[nodiscard]] bool quotes() {
    const bool read =
        each("id, kind, speaker, cue_start, cue_end, evidence, confidence", "quotes", "id",
             [&](const sqlite::statement& row) {
               dense(row, s_.quotes.size());
               quote q;
               q.kind = named(row, 1, quote_kind::quoted);
               q.speaker = member_or_null(row, 2);
               if (!row.is_null(3)) q.cue = range(row, 3);
               q.evidence = named(row, 5, evidence_kind::fix);
               q.confidence = static_cast<float>(row.real(6));
               s_.quotes.push_back(std::move(q));
             }) &&
        each("quote, start, \"end\"", "quote_spans", "quote, rank",
             [&](const sqlite::statement& row) {
               const std::uint32_t q = below(row, 0, s_.quotes.size());
               if (problem_.empty()) s_.quotes[q].spans.push_back(range(row, 1));
             }) &&
        each("quote, character", "quote_addressees", "quote, rank",
             [&](const sqlite::statement& row) {
               const std::uint32_t q = below(row, 0, s_.quotes.size());
               if (problem_.empty()) s_.quotes[q].addressees.push_back(member(row, 1));
             });
    if (!read) return false;
    for (const quote& q : s_.quotes) {
      if (q.spans.empty()) return fail("table quotes: a quote has no part in quote_spans");
    }
    return true;
  }

  [[nodiscard]] bool scenes() {
    return each("id, start, \"end\", chapter, why", "scenes", "id",
                [&](const auto& row) {
                  dense(row, s_.scenes.size());
                  s_.scenes.push_back(
                      {range(row, 1), {below(row, 3, s_.chapters.size())}, {}, words(row, 4)});
                }) &&
           each("scene, character", "scene_present", "scene, character",
                [&](const sqlite::statement& row) {
                  const std::uint32_t scene = below(row, 0, s_.scenes.size());
                  if (problem_.empty()) s_.scenes[scene].present.push_back(member(row, 1));
                });
  }

  [[nodiscard]] float share(const sqlite::statement& row, int column) {
    return static_cast<float>(row.real(column));
  }
  [[nodiscard]] std::optional<place_id> place_or_null(const sqlite::statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return place_id{below(row, column, s_.places.size())};
  }
  /// A minute of the day.
  [[nodiscard]] std::optional<std::uint16_t> minute_or_null(const sqlite::statement& row,
                                                            int column) {
    if (row.is_null(column)) return std::nullopt;
    return static_cast<std::uint16_t>(below(row, column, 1U << 16U));
  }
  [[nodiscard]] std::int32_t day(const sqlite::statement& row, int column) {
    const std::int64_t n = row.integer(column);
    if (n == static_cast<std::int32_t>(n)) return static_cast<std::int32_t>(n);
    (void)fail("table " + table_ + ": a day is out of range");
    return 0;
  }

  [[nodiscard]] bool places() {
    std::vector<std::optional<std::uint32_t>> within;
    const bool read =
        each("id, name, kind, named, \"within\", mentions, first", "places", "id",
             [&](const sqlite::statement& row) {
               dense(row, s_.places.size());
               place p;
               p.name = words(row, 1);
               p.kind = named(row, 2, place_kind::other);
               p.named = row.integer(3) != 0;
               within.push_back(row.is_null(4) ? std::nullopt : std::optional(count(row, 4)));
               p.mentions = count(row, 5);
               p.first = offset(row, 6);
               s_.places.push_back(std::move(p));
             }) &&
        each("place, character, confidence", "place_owners", "place, character",
             [&](const sqlite::statement& row) {
               const std::uint32_t p = below(row, 0, s_.places.size());
               if (!problem_.empty()) return;
               s_.places[p].owners.push_back(member(row, 1));
               s_.places[p].owner_confidence.push_back(share(row, 2));
             });
    if (!read) return false;
    for (std::size_t i = 0; i < within.size(); ++i) {
      if (!within[i]) continue;
      if (*within[i] >= s_.places.size()) return fail("table places: a larger place is not there");
      s_.places[i].within = place_id{*within[i]};
    }
    return true;
  }

  [[nodiscard]] bool settings() {
    const bool read =
        each(
            "scene, place, viewpoint, viewpoint_confidence, day, weekday, part, minute, "
            "time_order, "
            "time_start, time_end, time_confidence",
            "scene_settings", "scene",
            [&](const sqlite::statement& row) {
              const std::uint32_t i = below(row, 0, s_.scenes.size());
              if (!problem_.empty()) return;
              scene& x = s_.scenes[i];
              x.place = place_or_null(row, 1);
              x.viewpoint = member_or_null(row, 2);
              x.viewpoint_confidence = share(row, 3);
              if (row.is_null(4)) return;
              scene_time t;
              t.day = day(row, 4);
              if (!row.is_null(5)) t.weekday = static_cast<std::uint8_t>(below(row, 5, 7));
              if (!row.is_null(6)) t.part = words(row, 6);
              t.minute = minute_or_null(row, 7);
              t.order = named(row, 8, time_order::forward);
              if (!row.is_null(9)) t.words = range(row, 9);
              t.confidence = share(row, 11);
              x.time = std::move(t);
            }) &&
        each("scene, character, role, confidence", "scene_people", "scene, character",
             [&](const sqlite::statement& row) {
               const std::uint32_t i = below(row, 0, s_.scenes.size());
               if (problem_.empty())
                 s_.scenes[i].people.push_back(
                     {member(row, 1), named(row, 2, presence_role::mentioned), share(row, 3)});
             });
    return read && each("scene, start, \"end\", character", "scene_hops", "scene, rank",
                        [&](const sqlite::statement& row) {
                          const std::uint32_t i = below(row, 0, s_.scenes.size());
                          if (problem_.empty())
                            s_.scenes[i].hops.push_back({range(row, 1), member(row, 3)});
                        });
  }

  [[nodiscard]] bool moves_and_times() {
    return each("id, start, \"end\", character, scene, place, arrives", "moves", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.moves.size());
                  s_.moves.push_back({range(row, 1), member(row, 3),
                                      scene_id{below(row, 4, s_.scenes.size())},
                                      place_or_null(row, 5), row.integer(6) != 0});
                }) &&
           each("id, start, \"end\", kind, value, day, minute, in_speech", "times", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.times.size());
                  time_expression t;
                  t.span = range(row, 1);
                  t.kind = named(row, 3, time_kind::age);
                  t.value = words(row, 4);
                  if (!row.is_null(5)) t.day = day(row, 5);
                  t.minute = minute_or_null(row, 6);
                  t.in_speech = row.integer(7) != 0;
                  s_.times.push_back(std::move(t));
                }) &&
           each("id, chapter, person, narrator, confidence", "narration", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.narrations.size());
                  s_.narrations.push_back({chapter_index{below(row, 1, s_.chapters.size())},
                                           named(row, 2, grammatical_person::third),
                                           member_or_null(row, 3), share(row, 4)});
                });
  }

  [[nodiscard]] bool ties() {
    return each("id, a, b, kind, role, directed, weight, confidence", "ties", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.ties.size());
                  tie t;
                  t.a = member(row, 1);
                  t.b = member(row, 2);
                  t.kind = named(row, 3, tie_kind::keeper);
                  t.role = words(row, 4);
                  t.directed = row.integer(5) != 0;
                  t.weight = count(row, 6);
                  t.course.assign(s_.chapters.size(), 0);
                  t.confidence = share(row, 7);
                  s_.ties.push_back(std::move(t));
                }) &&
           each("tie, start, \"end\"", "tie_evidence", "tie, rank",
                [&](const sqlite::statement& row) {
                  const std::uint32_t i = below(row, 0, s_.ties.size());
                  if (problem_.empty()) s_.ties[i].evidence.push_back(range(row, 1));
                }) &&
           each("tie, chapter, scenes", "tie_course", "tie, chapter",
                [&](const sqlite::statement& row) {
                  const std::uint32_t i = below(row, 0, s_.ties.size());
                  const std::uint32_t c = below(row, 1, s_.chapters.size());
                  if (problem_.empty()) s_.ties[i].course[c] = count(row, 2);
                }) &&
           each("a, b, together, a_to_b, b_to_a, a_of_b, b_of_a", "bonds", "a, b",
                [&](const sqlite::statement& row) {
                  s_.bonds.push_back({member(row, 0), member(row, 1), count(row, 2), count(row, 3),
                                      count(row, 4), count(row, 5), count(row, 6)});
                });
  }

  [[nodiscard]] bool threads() {
    return each("id, kind, start, \"end\", confidence", "threads", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.threads.size());
                  thread t;
                  t.kind = named(row, 1, thread_kind::offer);
                  t.opened = range(row, 2);
                  t.confidence = share(row, 4);
                  s_.threads.push_back(std::move(t));
                }) &&
           each("thread, closes, start, \"end\"", "thread_spans", "thread, rank",
                [&](const sqlite::statement& row) {
                  const std::uint32_t i = below(row, 0, s_.threads.size());
                  if (!problem_.empty()) return;
                  if (row.integer(1) != 0) {
                    s_.threads[i].closed = range(row, 2);
                  } else {
                    s_.threads[i].touched.push_back(range(row, 2));
                  }
                }) &&
           each("thread, character", "thread_people", "thread, rank",
                [&](const sqlite::statement& row) {
                  const std::uint32_t i = below(row, 0, s_.threads.size());
                  if (problem_.empty()) s_.threads[i].who.push_back(member(row, 1));
                });
  }

  [[nodiscard]] bool facts() {
    return each("id, start, \"end\", character, kind, value, confidence", "facts", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.facts.size());
                  s_.facts.push_back({member(row, 3), named(row, 4, fact_kind::kin), words(row, 5),
                                      range(row, 1), share(row, 6)});
                }) &&
           each(
               "id, kind, character, first_start, first_end, second_start, second_end, what, "
               "confidence, first_value, second_value",
               "conflicts", "id", [&](const sqlite::statement& row) {
                 dense(row, s_.conflicts.size());
                 s_.conflicts.push_back({named(row, 1, k_last_conflict_kind),
                                         member_or_null(row, 2),
                                         range(row, 3),
                                         range(row, 5),
                                         words(row, 7),
                                         share(row, 8),
                                         {words(row, 9), words(row, 10)}});
               });
  }

  [[nodiscard]] bool rating() {
    return each("proposed, confidence", "rating", "rowid",
                [&](const sqlite::statement& row) {
                  s_.rating.proposed = named(row, 0, archive_rating::explicit_);
                  s_.rating.confidence = share(row, 1);
                }) &&
           each("id, kind, archive_warning, confidence", "warnings", "id",
                [&](const sqlite::statement& row) {
                  dense(row, s_.rating.warnings.size());
                  content_warning x;
                  x.kind = named(row, 1, warning_kind::drugs);
                  x.archive_warning = row.integer(2) != 0;
                  x.confidence = share(row, 3);
                  s_.rating.warnings.push_back(std::move(x));
                }) &&
           each("warning, start, \"end\"", "warning_passages", "warning, rank",
                [&](const sqlite::statement& row) {
                  const std::uint32_t i = below(row, 0, s_.rating.warnings.size());
                  if (problem_.empty()) s_.rating.warnings[i].evidence.push_back(range(row, 1));
                });
  }

  sqlite3* db_;
  story s_;
  byte_map bytes_{{}};
  std::unordered_map<std::string, std::uint32_t> lemmas_;
  std::string table_;
  std::string problem_;
};

/// A read-only connection to the bytes, which must outlive it; empty where SQLite refuses them.
[[nodiscard]] sqlite::connection open_bytes(std::string_view bytes) {
  sqlite::connection db = sqlite::open_in_memory();
  if (!db) return db;
  // SQLite does not write to the buffer of a database that it is told is read-only.
  auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  if (sqlite3_deserialize(db.get(), "main", data, size, size, SQLITE_DESERIALIZE_READONLY) !=
      SQLITE_OK) {
    return nullptr;
  }
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  (void)sqlite::run(db.get(), "PRAGMA cell_size_check = ON");
  return db;
}

[[nodiscard]] std::int64_t pragma(sqlite3* db, const std::string& name) {
  sqlite::statement q(db, "PRAGMA " + name);
  return q.step() ? q.integer(0) : -1;
}

}  // namespace

bool looks_like_store(std::string_view bytes) noexcept {
  return bytes.starts_with(k_magic);
}

result<story> parse_store(std::string_view bytes, std::string_view name) {
  const auto failed = [&](error_code code, std::string problem, std::string remedy) {
    return tl::unexpected(
        error{code, std::string(name), {}, std::move(problem), std::move(remedy)});
  };
  if (!looks_like_store(bytes)) {
    return failed(error_code::not_text, "it is not a .story file", "read it with `fabula read`");
  }
  const sqlite::connection db = open_bytes(bytes);
  if (!db) return failed(error_code::damaged, "SQLite cannot open it", "read the story again");
  if (pragma(db.get(), "application_id") != k_application_id) {
    return failed(error_code::not_text, "it is a SQLite database, but not a .story file",
                  "give the file that `fabula read` wrote");
  }
  if (const std::int64_t schema = pragma(db.get(), "user_version"); schema != k_schema) {
    return failed(error_code::not_text,
                  "it is of schema " + std::to_string(schema) + ", this fabula reads schema " +
                      std::to_string(k_schema),
                  "read the story again with this version");
  }
  store_loader loader(db.get());
  if (!loader.load()) return failed(error_code::damaged, loader.problem(), "read the story again");
  return loader.take();
}

std::optional<store_head> read_store_head(std::string_view bytes) {
  if (!looks_like_store(bytes)) return std::nullopt;
  const sqlite::connection db = open_bytes(bytes);
  if (!db || pragma(db.get(), "application_id") != k_application_id ||
      pragma(db.get(), "user_version") != k_schema) {
    return std::nullopt;
  }
  sqlite::statement q(
      db.get(),
      "SELECT f.value, m.value, s.name, s.sha256, s.tokenized, s.cast_sha256, "
      "s.fixes_sha256 "
      "FROM meta f, meta m, source s WHERE f.\"key\" = 'fabula' AND m.\"key\" = 'model'");
  if (!q.step()) return std::nullopt;
  return store_head{q.text(0),         q.text(1), q.text(2), q.text(3),
                    q.integer(4) != 0, q.text(5), q.text(6)};
}

result<story> load_story(const std::string& path) {
  const result<std::string> bytes = read_whole_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  return parse_store(*bytes, path);
}

}  // namespace fabula
