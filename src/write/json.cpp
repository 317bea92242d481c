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
    empty_list("places");
    layer("scenes", s_.scenes);
    for (const char* unread : {"ties", "threads"})
      empty_list(unread);
    layer("unmatched_fixes", s_.unmatched_fixes);
    j_.line().key("rating").open('{').key("proposed").null();
    j_.key("warnings").open('[').close(']').close('}');
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

  void empty_list(std::string_view name) { j_.line().key(name).open('[').close(']'); }

  void start_end(byte_range r) {
    const code_point_range c = at_(r);
    j_.field("start", c.start.value).field("end", c.end.value);
  }

  void pair(byte_range r) {
    const code_point_range c = at_(r);
    j_.open('[').value(c.start.value).value(c.end.value).close(']');
  }

  void id_or_null(std::string_view name, std::optional<character_id> id) {
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

  void item(std::uint32_t id, const scene& x) {
    j_.field("id", id);
    start_end(x.span);
    j_.field("chapter", x.chapter.value).key("place").null().key("time").null();
    ids("present", x.present);
    j_.key("viewpoint").null().field("why", std::string_view(x.why));
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
