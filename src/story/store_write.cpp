#include <cmath>
#include <new>
#include <optional>
#include <string>

#include "fabula/reader.hpp"
#include "story/bounds.hpp"
#include "story/layers_read.hpp"
#include "story/sqlite.hpp"
#include "story/store.hpp"
#include "story/store_schema.hpp"
#include "text/unicode.hpp"

namespace fabula {
namespace {

[[nodiscard]] std::optional<std::string_view> null_if_empty(std::string_view s) {
  return s.empty() ? std::nullopt : std::optional(s);
}

[[nodiscard]] std::uint32_t number(bool b) {
  return b ? 1 : 0;
}

/// Three decimals are all that outputs show; rounding here keeps the column readable.
[[nodiscard]] double three_decimals(float x) {
  return static_cast<double>(std::lround(static_cast<double>(x) * 1000.0)) / 1000.0;
}

[[nodiscard]] std::optional<std::uint32_t> id_of(std::optional<character_id> id) {
  return id ? std::optional(id->value) : std::nullopt;
}

[[nodiscard]] bool chapters_tile(const story& s) {
  std::uint32_t at = 0;
  for (const chapter& c : s.chapters) {
    if (c.span.start.value != at || c.span.end.value < at || c.span.end.value > s.text.size()) {
      return false;
    }
    at = c.span.end.value;
  }
  return at == s.text.size();
}

/// "INSERT INTO t VALUES (?,?,...)" with as many places as the table has columns.
[[nodiscard]] std::string insert_into(std::string_view table) {
  for (const store_table& t : store_tables()) {
    if (t.name != table) continue;
    std::string sql = "INSERT INTO " + std::string(table) + " VALUES (?";
    for (std::size_t i = 1; i < t.columns.size(); ++i)
      sql += ",?";
    return sql + ")";
  }
  return {};
}

/// Fills the tables of one connection, each layer by one prepared statement.
class store_filler {
 public:
  store_filler(sqlite3* db, const story& s) : db_(db), s_(s), at_(s.text) {}

  /// False on the first row that the database refuses.
  [[nodiscard]] bool fill() {
    return meta() && source() && layout() && cast() && mentions() && events() && quotes() &&
           scenes() && places() && settings() && moves_and_times() && ties() && threads() &&
           facts() && rating();
  }

 private:
  /// Calls `row(statement, id, item)` for each item.
  template <class Item, class Row>
  [[nodiscard]] bool each(std::string_view table, const std::vector<Item>& items, Row row) {
    sqlite::statement into(db_, insert_into(table));
    std::uint32_t id = 0;
    for (const Item& item : items) {
      if (!row(into, id++, item)) return false;
    }
    return into.good();
  }

  [[nodiscard]] bool meta() {
    sqlite::statement into(db_, insert_into("meta"));
    const std::string schema = std::to_string(k_schema);
    std::string layers;
    for (const std::string_view l : layers_read(s_))
      layers.append(layers.empty() ? "" : ",").append(l);
    return into.insert(std::string_view("schema"), std::string_view(schema)) &&
           into.insert(std::string_view("fabula"), version()) &&
           into.insert(std::string_view("model"), std::string_view(s_.model)) &&
           into.insert(std::string_view("layers"), std::string_view(layers));
  }

  [[nodiscard]] bool source() {
    const source_info& i = s_.source;
    sqlite::statement into(db_, insert_into("source"));
    const std::string name = text::replace_invalid_utf8(i.name);
    const bool done = into.insert(
        std::string_view(name), to_string(i.media), static_cast<std::int64_t>(i.bytes),
        null_if_empty(i.sha256), null_if_empty(i.language), null_if_empty(i.title),
        null_if_empty(i.author), null_if_empty(i.encoding), null_if_empty(i.encoding_evidence),
        number(i.tokenized), null_if_empty(i.cast_sha256), null_if_empty(i.fixes_sha256), s_.words,
        static_cast<std::int64_t>(i.visible_characters),
        static_cast<std::int64_t>(i.kept_characters));
    return done &&
           each("remarks", i.remarks,
                [](auto& row, std::uint32_t id, const std::string& remark) {
                  return row.insert(id, std::string_view(remark));
                }) &&
           each("unmatched_fixes", s_.unmatched_fixes,
                [](auto& row, std::uint32_t id, const unmatched_fix& f) {
                  return row.insert(id, f.line, std::string_view(f.fix),
                                    std::string_view(f.problem));
                }) &&
           each("author_notes", i.author_notes,
                [](auto& row, std::uint32_t id, const author_note& n) {
                  return row.insert(id, std::string_view(n.label), std::string_view(n.text));
                });
  }

  [[nodiscard]] bool layout() {
    const auto span_only = [this](auto& row, std::uint32_t id, const auto& item) {
      const code_point_range r = at_(item.span);
      return row.insert(id, r.start.value, r.end.value);
    };
    return each("chapters", s_.chapters,
                [this](auto& row, std::uint32_t id, const chapter& c) {
                  const code_point_range r = at_(c.span);
                  return row.insert(id, r.start.value, r.end.value, null_if_empty(c.title),
                                    to_string(c.kind), s_.words_of(c.span));
                }) &&
           each("paragraphs", s_.paragraphs,
                [this](auto& row, std::uint32_t id, const paragraph& p) {
                  const code_point_range r = at_(p.span);
                  return row.insert(id, r.start.value, r.end.value, p.chapter.value,
                                    to_string(p.kind), number(p.after_gap));
                }) &&
           each("sentences", s_.sentences, span_only) && each("emphases", s_.emphases, span_only);
  }

  [[nodiscard]] bool cast() {
    sqlite::statement forms(db_, insert_into("aliases"));
    return each("characters", s_.characters, [&](auto& row, std::uint32_t id, const character& c) {
      bool done =
          row.insert(id, std::string_view(c.name), to_string(c.kind),
                     null_if_empty(to_string(c.pronouns)), number(c.narrator), at_(c.first).value,
                     c.mentions, c.quotes, c.pronouns_by.she, c.pronouns_by.he, c.pronouns_by.they,
                     number(c.pronouns_by.by_title), number(c.pronouns_by.by_name));
      std::uint32_t rank = 0;
      for (const alias& a : c.aliases) {
        done = done && forms.insert(id, rank++, std::string_view(a.text), a.count, to_string(a.why),
                                    three_decimals(a.confidence));
      }
      return done;
    });
  }

  [[nodiscard]] bool mentions() {
    return each("mentions", s_.mentions, [this](auto& row, std::uint32_t id, const mention& m) {
      const code_point_range r = at_(m.span);
      const code_point_range head = at_(m.head);
      return row.insert(id, r.start.value, r.end.value, head.start.value, head.end.value,
                        to_string(m.type), to_string(m.form), m.entity.value, id_of(m.character),
                        three_decimals(m.confidence), s_.words_of(m.span));
    });
  }

  [[nodiscard]] bool events() {
    sqlite::statement who(db_, insert_into("event_participants"));
    return each("events", s_.events, [&](auto& row, std::uint32_t id, const event& e) {
      const code_point_range r = at_(e.span);
      bool done =
          row.insert(id, r.start.value, r.end.value, std::string_view(s_.lemmas[e.lemma.value]),
                     number(e.realis), s_.words_of(e.span));
      const auto add = [&](std::string_view role, const std::vector<mention_id>& list) {
        std::uint32_t rank = 0;
        for (const mention_id m : list)
          done = done && who.insert(id, role, rank++, m.value);
      };
      add(k_agent, e.agents);
      add(k_patient, e.patients);
      return done;
    });
  }

  [[nodiscard]] bool quotes() {
    sqlite::statement parts(db_, insert_into("quote_spans"));
    sqlite::statement to(db_, insert_into("quote_addressees"));
    return each("quotes", s_.quotes, [&](auto& row, std::uint32_t id, const quote& q) {
      const code_point_range r = at_(q.span());
      const auto cue = q.cue ? std::optional(at_(*q.cue)) : std::nullopt;
      bool done = row.insert(id, r.start.value, r.end.value, to_string(q.kind), id_of(q.speaker),
                             cue ? std::optional(cue->start.value) : std::nullopt,
                             cue ? std::optional(cue->end.value) : std::nullopt,
                             to_string(q.evidence), three_decimals(q.confidence));
      std::uint32_t rank = 0;
      for (const byte_range part : q.spans) {
        const code_point_range p = at_(part);
        done = done && parts.insert(id, rank++, p.start.value, p.end.value, s_.words_of(part));
      }
      rank = 0;
      for (const character_id a : q.addressees)
        done = done && to.insert(id, rank++, a.value);
      return done;
    });
  }

  [[nodiscard]] bool scenes() {
    sqlite::statement there(db_, insert_into("scene_present"));
    return each("scenes", s_.scenes, [&](auto& row, std::uint32_t id, const scene& x) {
      const code_point_range r = at_(x.span);
      bool done =
          row.insert(id, r.start.value, r.end.value, x.chapter.value, std::string_view(x.why));
      for (const character_id c : x.present)
        done = done && there.insert(id, c.value);
      return done;
    });
  }

  template <class Id>
  [[nodiscard]] static std::optional<std::uint32_t> id_or_null(const std::optional<Id>& id) {
    return id ? std::optional(id->value) : std::nullopt;
  }

  [[nodiscard]] bool places() {
    const bool done =
        each("places", s_.places, [this](auto& row, std::uint32_t id, const place& p) {
          return row.insert(id, std::string_view(p.name), to_string(p.kind), number(p.named),
                            id_or_null(p.within), p.mentions, at_(p.first).value);
        });
    sqlite::statement owners(db_, insert_into("place_owners"));
    bool all = done && owners.good();
    for (std::uint32_t id = 0; id < s_.places.size(); ++id)
      for (std::size_t k = 0; k < s_.places[id].owners.size(); ++k)
        all = all && owners.insert(id, s_.places[id].owners[k].value,
                                   three_decimals(s_.places[id].owner_confidence[k]));
    return all;
  }

  [[nodiscard]] bool settings() {
    sqlite::statement people(db_, insert_into("scene_people"));
    sqlite::statement hops(db_, insert_into("scene_hops"));
    const auto none = std::optional<std::uint32_t>{};
    return each("scene_settings", s_.scenes, [&](auto& row, std::uint32_t id, const scene& x) {
      bool done = false;
      if (x.time) {
        const scene_time& t = *x.time;
        const auto words = t.words ? std::optional(at_(*t.words)) : std::nullopt;
        done = row.insert(
            id, id_or_null(x.place), id_or_null(x.viewpoint),
            three_decimals(x.viewpoint_confidence), std::int64_t{t.day},
            t.weekday ? std::optional<std::uint32_t>(*t.weekday) : none, null_if_empty(t.part),
            t.minute ? std::optional<std::uint32_t>(*t.minute) : none, to_string(t.order),
            words ? std::optional(words->start.value) : none,
            words ? std::optional(words->end.value) : none, three_decimals(t.confidence));
      } else {
        done = row.insert(id, id_or_null(x.place), id_or_null(x.viewpoint),
                          three_decimals(x.viewpoint_confidence), none, none, none, none, none,
                          none, none, none);
      }
      for (const scene_person& p : x.people)
        done =
            done && people.insert(id, p.who.value, to_string(p.role), three_decimals(p.confidence));
      std::uint32_t rank = 0;
      for (const head_hop& h : x.hops) {
        const code_point_range r = at_(h.span);
        done = done && hops.insert(id, rank++, r.start.value, r.end.value, h.who.value);
      }
      return done;
    });
  }

  [[nodiscard]] bool moves_and_times() {
    return each("moves", s_.moves,
                [this](auto& row, std::uint32_t id, const move& m) {
                  const code_point_range r = at_(m.span);
                  return row.insert(id, r.start.value, r.end.value, m.who.value, m.scene.value,
                                    id_or_null(m.place), number(m.arrives));
                }) &&
           each("times", s_.times,
                [this](auto& row, std::uint32_t id, const time_expression& t) {
                  const code_point_range r = at_(t.span);
                  return row.insert(
                      id, r.start.value, r.end.value, to_string(t.kind), std::string_view(t.value),
                      t.day ? std::optional<std::int64_t>(*t.day) : std::nullopt,
                      t.minute ? std::optional<std::uint32_t>(*t.minute) : std::nullopt,
                      number(t.in_speech));
                }) &&
           each("narration", s_.narrations, [](auto& row, std::uint32_t id, const narration& n) {
             return row.insert(id, n.chapter.value, null_if_empty(to_string(n.person)),
                               id_or_null(n.narrator), three_decimals(n.confidence));
           });
  }

  /// Writes ranges with a rank each, from 0.
  [[nodiscard]] bool ranges(sqlite::statement& into, std::uint32_t id,
                            const std::vector<byte_range>& list) {
    bool done = true;
    std::uint32_t rank = 0;
    for (const byte_range x : list) {
      const code_point_range r = at_(x);
      done = done && into.insert(id, rank++, r.start.value, r.end.value);
    }
    return done;
  }

  [[nodiscard]] bool ties() {
    sqlite::statement evidence(db_, insert_into("tie_evidence"));
    sqlite::statement course(db_, insert_into("tie_course"));
    return each("ties", s_.ties,
                [&](auto& row, std::uint32_t id, const tie& t) {
                  bool done =
                      row.insert(id, t.a.value, t.b.value, to_string(t.kind), null_if_empty(t.role),
                                 number(t.directed), t.weight, three_decimals(t.confidence)) &&
                      ranges(evidence, id, t.evidence);
                  for (std::uint32_t c = 0; c < t.course.size(); ++c)
                    if (t.course[c] > 0) done = done && course.insert(id, c, t.course[c]);
                  return done;
                }) &&
           each("bonds", s_.bonds, [](auto& row, std::uint32_t, const bond& b) {
             return row.insert(b.a.value, b.b.value, b.together, b.a_to_b, b.b_to_a, b.a_of_b,
                               b.b_of_a);
           });
  }

  [[nodiscard]] bool threads() {
    sqlite::statement spans(db_, insert_into("thread_spans"));
    sqlite::statement people(db_, insert_into("thread_people"));
    return each("threads", s_.threads, [&](auto& row, std::uint32_t id, const thread& t) {
      const code_point_range r = at_(t.opened);
      bool done = row.insert(id, to_string(t.kind), r.start.value, r.end.value,
                             three_decimals(t.confidence));
      std::uint32_t rank = 0;
      for (const byte_range x : t.touched) {
        const code_point_range c = at_(x);
        done = done && spans.insert(id, rank++, number(false), c.start.value, c.end.value);
      }
      if (t.closed) {
        const code_point_range c = at_(*t.closed);
        done = done && spans.insert(id, rank, number(true), c.start.value, c.end.value);
      }
      rank = 0;
      for (const character_id c : t.who)
        done = done && people.insert(id, rank++, c.value);
      return done;
    });
  }

  [[nodiscard]] bool facts() {
    return each("facts", s_.facts,
                [this](auto& row, std::uint32_t id, const fact& f) {
                  const code_point_range r = at_(f.span);
                  return row.insert(id, r.start.value, r.end.value, f.who.value, to_string(f.kind),
                                    std::string_view(f.value), three_decimals(f.confidence));
                }) &&
           each("conflicts", s_.conflicts, [this](auto& row, std::uint32_t id, const conflict& c) {
             const code_point_range a = at_(c.first);
             const code_point_range b = at_(c.second);
             return row.insert(id, to_string(c.kind), id_or_null(c.who), a.start.value, a.end.value,
                               b.start.value, b.end.value, std::string_view(c.what),
                               three_decimals(c.confidence), std::string_view(c.values[0]),
                               std::string_view(c.values[1]));
           });
  }

  [[nodiscard]] bool rating() {
    sqlite::statement proposed(db_, insert_into("rating"));
    if (!proposed.insert(null_if_empty(to_string(s_.rating.proposed)),
                         three_decimals(s_.rating.confidence)))
      return false;
    sqlite::statement passages(db_, insert_into("warning_passages"));
    return each("warnings", s_.rating.warnings,
                [&](auto& row, std::uint32_t id, const content_warning& x) {
                  return row.insert(id, to_string(x.kind), number(x.archive_warning),
                                    three_decimals(x.confidence)) &&
                         ranges(passages, id, x.evidence);
                });
  }

  sqlite3* db_;
  const story& s_;
  code_point_map at_;
};

[[nodiscard]] error refused(const story& s, std::string problem, error_code code) {
  return {code, s.source.name, "story", std::move(problem), "report this as a bug in fabula"};
}

}  // namespace

result<std::string> write_store(const story& s) {
  if (!chapters_tile(s)) {
    return tl::unexpected(refused(s, "its chapters do not tile its text", error_code::damaged));
  }
  if (std::string problem = check_bounds(s); !problem.empty()) {
    return tl::unexpected(refused(s, std::move(problem), error_code::damaged));
  }
  const sqlite::connection db = sqlite::open_in_memory();
  if (!db) throw std::bad_alloc();
  // Everything that could make the bytes differ from one run to the next is set here.
  const std::string set_up =
      "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8';"
      "PRAGMA foreign_keys = ON; PRAGMA application_id = " +
      std::to_string(k_application_id) + "; PRAGMA user_version = " + std::to_string(k_schema) +
      "; BEGIN;";
  if (!sqlite::run(db.get(), set_up + store_ddl()) || !store_filler(db.get(), s).fill() ||
      !sqlite::run(db.get(), "COMMIT")) {
    const bool too_big = sqlite3_errcode(db.get()) == SQLITE_TOOBIG;
    return tl::unexpected(refused(s, sqlite3_errmsg(db.get()),
                                  too_big ? error_code::too_large : error_code::damaged));
  }
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, sqlite::closer> bytes(
      sqlite3_serialize(db.get(), "main", &size, 0));
  if (!bytes) throw std::bad_alloc();
  return std::string(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
}

}  // namespace fabula
