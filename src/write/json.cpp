#include "write/json.hpp"

#include "fabula/reader.hpp"
#include "story/layers_read.hpp"
#include "write/json_stream.hpp"

namespace fabula {
namespace {

/// Writes the layers of one story, in the order of the contract.
class story_json {
 public:
  story_json(const story& s, std::string& out) : s_(s), at_(s.text), j_(out) {}

  void write() {
    j_.open('{');
    j_.field("schema", std::uint32_t{k_schema}).line().field("fabula", version());
    j_.line().field("model", std::string_view(s_.model)).line().key("layers").open('[');
    for (const std::string_view layer : layers_read(s_))
      j_.value(layer);
    j_.close(']');
    source();
    j_.line().field("text", std::string_view(s_.text));
    layer("chapters", s_.chapters);
    layer("paragraphs", s_.paragraphs);
    layer("sentences", s_.sentences);
    layer("emphases", s_.emphases);
    layer("characters", s_.characters);
    layer("mentions", s_.mentions);
    layer("quotes", s_.quotes);
    layer("events", s_.events);
    layer("places", s_.places);
    layer("scenes", s_.scenes);
    layer("ties", s_.ties);
    layer("threads", s_.threads);
    rating();
    layer("moves", s_.moves);
    layer("times", s_.times);
    layer("narration", s_.narrations);
    layer("bonds", s_.bonds);
    layer("facts", s_.facts);
    layer("conflicts", s_.conflicts);
    layer("unmatched_fixes", s_.unmatched_fixes);
    j_.close('}');
  }

 private:
  template <class Item>
  void layer(std::string_view name, const std::vector<Item>& items) {
    j_.line().key(name).open('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      j_.line().open('{');
      item(static_cast<std::uint32_t>(i), items[i]);
      j_.close('}');
    }
    j_.close(']');
  }

  void start_end(byte_range r) {
    const code_point_range c = at_(r);
    j_.field("start", c.start.value).field("end", c.end.value);
  }

  void pair(byte_range r) {
    const code_point_range c = at_(r);
    j_.open('[').value(c.start.value).value(c.end.value).close(']');
  }

  void pairs(std::string_view name, const std::vector<byte_range>& list) {
    j_.key(name).open('[');
    for (const byte_range r : list)
      pair(r);
    j_.close(']');
  }

  void pair_or_null(std::string_view name, const std::optional<byte_range>& r) {
    j_.key(name);
    if (r) {
      pair(*r);
    } else {
      j_.null();
    }
  }

  template <class Number>
  void number_or_null(std::string_view name, const std::optional<Number>& n) {
    j_.key(name);
    n ? j_.value(std::int64_t{*n}) : j_.null();
  }

  template <class Id>
  void id_or_null(std::string_view name, std::optional<Id> id) {
    j_.key(name);
    id ? j_.value(id->value) : j_.null();
  }

  template <class Id>
  void ids(std::string_view name, const std::vector<Id>& list) {
    j_.key(name).open('[');
    for (const Id id : list)
      j_.value(id.value);
    j_.close(']');
  }

  void source() {
    const source_info& i = s_.source;
    j_.line().key("source").open('{');
    j_.field("name", std::string_view(i.name)).field("media_type", to_string(i.media));
    j_.field("bytes", i.bytes).field_or_null("sha256", i.sha256);
    j_.field_or_null("language", i.language).field_or_null("title", i.title);
    j_.field_or_null("author", i.author).field_or_null("encoding", i.encoding);
    j_.field_or_null("encoding_evidence", i.encoding_evidence).field("tokenized", i.tokenized);
    j_.field_or_null("cast_sha256", i.cast_sha256).field_or_null("fixes_sha256", i.fixes_sha256);
    j_.field("words", s_.words).field("visible_characters", i.visible_characters);
    j_.field("kept_characters", i.kept_characters);
    j_.key("author_notes").open('[');
    for (const author_note& n : i.author_notes) {
      j_.open('{').field("label", std::string_view(n.label));
      j_.field("text", std::string_view(n.text)).close('}');
    }
    j_.close(']').key("remarks").open('[');
    for (const std::string& r : i.remarks)
      j_.value(std::string_view(r));
    j_.close(']').close('}');
  }

  void item(std::uint32_t id, const chapter& c) {
    j_.field("id", id);
    start_end(c.span);
    j_.field_or_null("title", c.title).field("kind", to_string(c.kind));
  }

  void item(std::uint32_t, const paragraph& p) {
    start_end(p.span);
    j_.field("chapter", p.chapter.value).field("kind", to_string(p.kind));
  }

  void item(std::uint32_t, const sentence& x) { start_end(x.span); }
  void item(std::uint32_t, const emphasis& x) { start_end(x.span); }

  void item(std::uint32_t id, const character& c) {
    j_.field("id", id).field("name", std::string_view(c.name)).key("aliases").open('[');
    for (const alias& a : c.aliases) {
      j_.open('{').field("text", std::string_view(a.text)).field("count", a.count);
      j_.field("why", to_string(a.why)).confidence(a.confidence).close('}');
    }
    j_.close(']').field("kind", to_string(c.kind));
    j_.field_or_null("pronouns", to_string(c.pronouns)).key("pronouns_by").open('{');
    j_.field("she", c.pronouns_by.she)
        .field("he", c.pronouns_by.he)
        .field("they", c.pronouns_by.they);
    j_.field("title", c.pronouns_by.by_title).field("name", c.pronouns_by.by_name).close('}');
    j_.field("narrator", c.narrator);
    j_.field("first", at_(c.first).value).field("mentions", c.mentions).field("quotes", c.quotes);
  }

  void item(std::uint32_t, const mention& m) {
    start_end(m.span);
    j_.key("head");
    pair(m.head);
    j_.field("type", to_string(m.type)).field("form", to_string(m.form));
    j_.field("entity", m.entity.value);
    id_or_null("character", m.character);
    j_.confidence(m.confidence);
  }

  void item(std::uint32_t id, const quote& q) {
    j_.field("id", id);
    start_end(q.span());
    j_.key("spans").open('[');
    for (const byte_range r : q.spans)
      pair(r);
    j_.close(']').field("kind", to_string(q.kind));
    id_or_null("speaker", q.speaker);
    ids("addressees", q.addressees);
    j_.key("cue");
    if (q.cue) {
      pair(*q.cue);
    } else {
      j_.null();
    }
    j_.field("evidence", to_string(q.evidence)).confidence(q.confidence);
  }

  void item(std::uint32_t, const unmatched_fix& f) {
    j_.field("line", f.line).field("fix", std::string_view(f.fix));
    j_.field("problem", std::string_view(f.problem));
  }

  void item(std::uint32_t, const event& e) {
    start_end(e.span);
    j_.field("lemma", std::string_view(s_.lemmas[e.lemma.value]));
    ids("agents", e.agents);
    ids("patients", e.patients);
    j_.field("realis", e.realis);
  }

  void item(std::uint32_t id, const place& p) {
    j_.field("id", id).field("name", std::string_view(p.name)).field("kind", to_string(p.kind));
    j_.field("named", p.named);
    id_or_null("within", p.within);
    ids("owners", p.owners);
    j_.key("owner_confidence").open('[');
    for (const float sure : p.owner_confidence)
      j_.number(sure);
    j_.close(']');
    j_.field("mentions", p.mentions).field("first", at_(p.first).value);
  }

  void item(std::uint32_t id, const scene& x) {
    j_.field("id", id);
    start_end(x.span);
    j_.field("chapter", x.chapter.value);
    id_or_null("place", x.place);
    j_.key("time");
    if (x.time) {
      time(*x.time);
    } else {
      j_.null();
    }
    ids("present", x.present);
    id_or_null("viewpoint", x.viewpoint);
    j_.field("why", std::string_view(x.why));
    j_.key("viewpoint_confidence");
    x.viewpoint ? j_.number(x.viewpoint_confidence) : j_.null();
    j_.key("people").open('[');
    for (const scene_person& p : x.people) {
      j_.open('{').field("character", p.who.value).field("role", to_string(p.role));
      j_.confidence(p.confidence).close('}');
    }
    j_.close(']').key("hops").open('[');
    for (const head_hop& h : x.hops) {
      j_.open('{');
      start_end(h.span);
      j_.field("character", h.who.value).close('}');
    }
    j_.close(']');
  }

  void time(const scene_time& t) {
    j_.open('{').field("day", std::int64_t{t.day});
    j_.key("weekday");
    t.weekday ? j_.value(weekday_name(*t.weekday)) : j_.null();
    j_.field_or_null("part", t.part);
    number_or_null("minute", t.minute);
    j_.field("order", to_string(t.order));
    pair_or_null("words", t.words);
    j_.confidence(t.confidence).close('}');
  }

  void item(std::uint32_t, const move& m) {
    start_end(m.span);
    j_.field("character", m.who.value).field("scene", m.scene.value);
    id_or_null("place", m.place);
    j_.field("arrives", m.arrives);
  }

  void item(std::uint32_t, const time_expression& t) {
    start_end(t.span);
    j_.field("kind", to_string(t.kind)).field("value", std::string_view(t.value));
    number_or_null("day", t.day);
    number_or_null("minute", t.minute);
    j_.field("in_speech", t.in_speech);
  }

  void item(std::uint32_t, const narration& n) {
    j_.field("chapter", n.chapter.value).field_or_null("person", to_string(n.person));
    id_or_null("narrator", n.narrator);
    j_.confidence(n.confidence);
  }

  void item(std::uint32_t, const tie& t) {
    j_.field("a", t.a.value).field("b", t.b.value).field("kind", to_string(t.kind));
    j_.field_or_null("role", t.role).field("directed", t.directed).field("weight", t.weight);
    pairs("evidence", t.evidence);
    j_.key("course").open('[');
    for (const std::uint32_t n : t.course)
      j_.value(n);
    j_.close(']').confidence(t.confidence);
  }

  void item(std::uint32_t, const bond& b) {
    j_.field("a", b.a.value).field("b", b.b.value).field("together", b.together);
    j_.field("a_to_b", b.a_to_b).field("b_to_a", b.b_to_a);
    j_.field("a_of_b", b.a_of_b).field("b_of_a", b.b_of_a);
  }

  void item(std::uint32_t id, const thread& t) {
    j_.field("id", id).field("kind", to_string(t.kind)).key("opened");
    pair(t.opened);
    pairs("touched", t.touched);
    pair_or_null("closed", t.closed);
    ids("who", t.who);
    j_.confidence(t.confidence);
  }

  void item(std::uint32_t, const fact& f) {
    start_end(f.span);
    j_.field("character", f.who.value).field("kind", to_string(f.kind));
    j_.field("value", std::string_view(f.value)).confidence(f.confidence);
  }

  void item(std::uint32_t, const conflict& c) {
    j_.field("kind", to_string(c.kind));
    id_or_null("character", c.who);
    j_.key("first");
    pair(c.first);
    j_.key("second");
    pair(c.second);
    j_.field("what", std::string_view(c.what)).key("values").open('[');
    for (const std::string& v : c.values)
      if (!v.empty()) j_.value(std::string_view(v));
    j_.close(']').confidence(c.confidence);
  }

  void rating() {
    const story_rating& r = s_.rating;
    j_.line().key("rating").open('{').field_or_null("proposed", to_string(r.proposed));
    j_.key("warnings").open('[');
    for (const content_warning& w : r.warnings) {
      j_.open('{').field("kind", to_string(w.kind));
      j_.field_or_null("archive_warning",
                       w.archive_warning ? archive_warning_of(w.kind) : std::string_view{});
      pairs("evidence", w.evidence);
      j_.confidence(w.confidence).close('}');
    }
    j_.close(']').confidence(r.confidence).close('}');
  }

  const story& s_;
  code_point_map at_;
  json_stream j_;
};

}  // namespace

std::string write_json(const story& s) {
  std::string out;
  // What a novel needs: its text, and about 70 bytes an item.
  out.reserve(s.text.size() + s.text.size() / 16 + 4096 +
              70 * (s.paragraphs.size() + s.sentences.size() + 2 * s.mentions.size() +
                    s.events.size() + 3 * s.quotes.size()));
  story_json(s, out).write();
  out += '\n';
  return out;
}

}  // namespace fabula
