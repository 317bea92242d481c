#include "write/script.hpp"

#include "write/json_stream.hpp"
#include "write/script_lines.hpp"

namespace fabula {
namespace {

class script_json {
 public:
  explicit script_json(const story& s) : s_(s), at_(s.text) {}

  [[nodiscard]] std::string write() {
    const std::vector<script_line> lines = script_lines(s_);
    out_.reserve(s_.text.size() + s_.text.size() / 16 + 300 * lines.size());
    for (std::uint32_t i = 0; i < lines.size(); ++i)
      line(i, lines[i]);
    return std::move(out_);
  }

 private:
  void line(std::uint32_t position, const script_line& l) {
    json_stream j(out_);
    j.open('{').field("seg", position);
    range(j, l.span).field("kind", to_string(l.kind)).field("chapter", l.chapter);
    number_or_null(j, "scene", l.scene);
    number_or_null(j, "paragraph", l.paragraph);
    id_or_null(j, "quote", l.quote);
    const quote* q = l.is_said() ? &s_.quotes[l.quote->value] : nullptr;
    number_or_null(j, "part", q != nullptr ? std::optional(l.part) : std::nullopt);
    number_or_null(j, "parts", q != nullptr ? std::optional(l.parts) : std::nullopt);
    said(j, q);
    id_or_null(j, "narrator", l.narrator);
    known(j, q);
    j.field("text", s_.words_of(l.span)).close('}');
    out_ += '\n';
  }

  void said(json_stream& j, const quote* q) {
    const std::optional<character_id> speaker = q != nullptr ? q->speaker : std::nullopt;
    id_or_null(j, "speaker", speaker);
    j.key("speaker_name");
    if (speaker) {
      j.value(std::string_view(s_.characters[speaker->value].name));
    } else {
      j.null();
    }
    j.key("addressees").open('[');
    if (q != nullptr)
      for (const character_id a : q->addressees)
        j.value(a.value);
    j.close(']');
  }

  void known(json_stream& j, const quote* q) {
    if (q == nullptr) {
      j.key("confidence").null().key("evidence").null().key("cue").null();
      return;
    }
    j.confidence(q->confidence).field("evidence", to_string(q->evidence)).key("cue");
    if (q->cue) {
      j.open('{');
      range(j, *q->cue).field("text", s_.words_of(*q->cue)).close('}');
    } else {
      j.null();
    }
  }

  json_stream& range(json_stream& j, byte_range r) {
    const code_point_range c = at_(r);
    return j.field("start", c.start.value).field("end", c.end.value);
  }

  static void number_or_null(json_stream& j, std::string_view name,
                             std::optional<std::uint32_t> n) {
    j.key(name);
    n ? j.value(*n) : j.null();
  }

  template <class Id>
  static void id_or_null(json_stream& j, std::string_view name, std::optional<Id> id) {
    number_or_null(j, name, id ? std::optional(id->value) : std::nullopt);
  }

  const story& s_;
  code_point_map at_;
  std::string out_;
};

}  // namespace

std::string write_script(const story& s) {
  return script_json(s).write();
}

}  // namespace fabula
