// The story over time in the page's data: scenes, places, time, ties, threads, facts, rating.
#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>

#include "write/page.hpp"
#include "write/page_columns.hpp"

namespace fabula::page {
namespace {

class plot_writer {
 public:
  plot_writer(std::string& out, const story& s, const utf16_map& map)
      : out_(out), s_(s), map_(map) {}

  void write() {
    scenes();
    places();
    place_mentions();
    moves();
    times();
    narrations();
    ties();
    threads();
    facts();
    conflicts();
    rating();
  }

 private:
  void number(std::int64_t n) { append_number(out_, n); }
  void words(std::string_view w) { append_script_string(out_, w); }
  void comma() { out_ += ','; }

  /// Opens a column behind the one before it.
  template <class Items, class Append>
  void column(std::string_view name, const Items& items, Append item) {
    comma();
    append_column(out_, name, items, [&](const auto& it) {
      out_ += '[';
      item(it);
      out_ += ']';
    });
  }

  void ranges(const std::vector<byte_range>& all) {
    append_list(out_, all, [&](byte_range r) { append_range(out_, map_, r); });
  }

  /// `[start,length]`, or 0 where there is none.
  void maybe(const std::optional<byte_range>& r) {
    if (!r) return number(0);
    out_ += '[';
    append_range(out_, map_, *r);
    out_ += ']';
  }

  /// [day, weekday, part, minute, order, words, confidence]; 0 where nothing is told.
  void time(const std::optional<scene_time>& t) {
    if (!t) return number(0);
    out_ += '[';
    number(t->day);
    comma();
    number(t->weekday ? *t->weekday : -1);
    comma();
    words(t->part);
    comma();
    number(t->minute ? *t->minute : -1);
    comma();
    number(static_cast<int>(t->order));
    comma();
    maybe(t->words);
    comma();
    append_percent(out_, t->confidence);
    out_ += ']';
  }

  /// [start, chapter, present, why, length, place, time, viewpoint, its confidence,
  ///  [who, role, confidence, ...], [start, length, who, ...]]
  void scenes() {
    column("scenes", s_.scenes, [&](const scene& c) {
      const std::int64_t start = map_(c.span.start);
      number(start);
      comma();
      number(c.chapter.value);
      comma();
      append_ids(out_, c.present);
      comma();
      words(c.why);
      comma();
      number(map_(c.span.end) - start);
      comma();
      append_id(out_, c.place);
      comma();
      time(c.time);
      comma();
      append_id(out_, c.viewpoint);
      comma();
      append_percent(out_, c.viewpoint_confidence);
      comma();
      append_list(out_, c.people, [&](const scene_person& p) {
        number(p.who.value);
        comma();
        number(static_cast<int>(p.role));
        comma();
        append_percent(out_, p.confidence);
      });
      comma();
      append_list(out_, c.hops, [&](const head_hop& h) {
        append_range(out_, map_, h.span);
        comma();
        number(h.who.value);
      });
    });
  }

  /// [name, kind, named, within, [owner, confidence, ...], mentions, first]
  void places() {
    column("places", s_.places, [&](const place& p) {
      words(p.name);
      ((out_ += ",\"") += to_string(p.kind)) += p.named ? "\",1," : "\",0,";
      append_id(out_, p.within);
      comma();
      out_ += '[';
      for (std::size_t k = 0; k < p.owners.size(); ++k) {
        if (k > 0) comma();
        number(p.owners[k].value);
        comma();
        append_percent(out_, p.owner_confidence[k]);
      }
      out_ += ']';
      comma();
      number(p.mentions);
      comma();
      number(map_(p.first));
    });
  }

  [[nodiscard]] static std::string key_of(std::string_view words) {
    std::string key(words);
    for (char& c : key)
      c = c == '\n' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return key;
  }

  /// Phrases that name a place: step from the start before, length, place or -1, all in one row.
  void place_mentions() {
    std::unordered_map<std::string, std::uint32_t> called;
    for (std::uint32_t p = 0; p < s_.places.size(); ++p)
      called.emplace(key_of(s_.places[p].name), p);
    comma();
    std::int64_t last = 0;
    std::vector<const mention*> all;
    for (const mention& m : s_.mentions) {
      const bool at = m.type == mention_type::loc || m.type == mention_type::fac ||
                      m.type == mention_type::gpe || m.type == mention_type::veh;
      if (at && m.form != mention_form::pron) all.push_back(&m);
    }
    append_column(out_, "placeMentions", all, [&](const mention* m) {
      const std::int64_t start = map_(m->span.start);
      number(start - last);
      last = start;
      comma();
      number(map_(m->span.end) - start);
      comma();
      const auto found = called.find(key_of(s_.words_of(m->span)));
      number(found == called.end() ? -1 : std::int64_t{found->second});
    });
  }

  /// [start, length, who, scene, place, arrives]
  void moves() {
    column("moves", s_.moves, [&](const move& m) {
      append_range(out_, map_, m.span);
      comma();
      number(m.who.value);
      comma();
      number(m.scene.value);
      comma();
      append_id(out_, m.place);
      out_ += m.arrives ? ",1" : ",0";
    });
  }

  /// [start, length, kind, value, day or null, minute or null, in speech]
  void times() {
    column("times", s_.times, [&](const time_expression& t) {
      append_range(out_, map_, t.span);
      ((out_ += ",\"") += to_string(t.kind)) += "\",";
      words(t.value);
      comma();
      t.day ? number(*t.day) : void(out_ += "null");
      comma();
      t.minute ? number(*t.minute) : void(out_ += "null");
      out_ += t.in_speech ? ",1" : ",0";
    });
  }

  /// [chapter, person, narrator, confidence]
  void narrations() {
    column("narration", s_.narrations, [&](const narration& n) {
      number(n.chapter.value);
      comma();
      number(static_cast<int>(n.person));
      comma();
      append_id(out_, n.narrator);
      comma();
      append_percent(out_, n.confidence);
    });
  }

  /// [a, b, kind, role, directed, weight, evidence, course, confidence]
  void ties() {
    column("ties", s_.ties, [&](const tie& t) {
      number(t.a.value);
      comma();
      number(t.b.value);
      ((out_ += ",\"") += to_string(t.kind)) += "\",";
      words(t.role);
      out_ += t.directed ? ",1," : ",0,";
      number(t.weight);
      comma();
      ranges(t.evidence);
      comma();
      append_list(out_, t.course, [&](std::uint32_t n) { number(n); });
      comma();
      append_percent(out_, t.confidence);
    });
  }

  /// [kind, opened, touched, closed, who, confidence]
  void threads() {
    column("threads", s_.threads, [&](const thread& t) {
      ((out_ += '"') += to_string(t.kind)) += "\",[";
      append_range(out_, map_, t.opened);
      out_ += "],";
      ranges(t.touched);
      comma();
      maybe(t.closed);
      comma();
      append_ids(out_, t.who);
      comma();
      append_percent(out_, t.confidence);
    });
  }

  /// [start, length, who, kind, value, confidence]
  void facts() {
    column("facts", s_.facts, [&](const fact& f) {
      append_range(out_, map_, f.span);
      comma();
      number(f.who.value);
      ((out_ += ",\"") += to_string(f.kind)) += "\",";
      words(f.value);
      comma();
      append_percent(out_, f.confidence);
    });
  }

  /// [kind, who, start, length, start, length, what, confidence, value, other value]
  void conflicts() {
    column("conflicts", s_.conflicts, [&](const conflict& c) {
      ((out_ += '"') += to_string(c.kind)) += "\",";
      append_id(out_, c.who);
      comma();
      append_range(out_, map_, c.first);
      comma();
      append_range(out_, map_, c.second);
      comma();
      words(c.what);
      comma();
      append_percent(out_, c.confidence);
      for (const std::string& v : c.values) {
        comma();
        words(v);
      }
    });
  }

  /// Passages are places alone: the page says where, and never prints them in an overview.
  void rating() {
    out_ += ",\"rating\":[";
    words(to_string(s_.rating.proposed));
    comma();
    append_percent(out_, s_.rating.confidence);
    comma();
    append_list(out_, s_.rating.warnings, [&](const content_warning& w) {
      ((out_ += "[\"") += to_string(w.kind)) += "\",";
      words(w.archive_warning ? archive_warning_of(w.kind) : std::string_view());
      comma();
      ranges(w.evidence);
      comma();
      append_percent(out_, w.confidence);
      out_ += ']';
    });
    out_ += ']';
  }

  std::string& out_;
  const story& s_;
  const utf16_map& map_;
};

}  // namespace

void append_plot(std::string& out, const story& s, const utf16_map& map) {
  plot_writer(out, s, map).write();
}

}  // namespace fabula::page
