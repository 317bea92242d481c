// The data of the page: columns rather than objects, differences rather than offsets.
#include <algorithm>
#include <cstddef>

#include "write/page.hpp"
#include "write/page_columns.hpp"

namespace fabula::page {
namespace {

/// [name, kind, pronouns, narrator, mentions, first, [alias, count, why, confidence, ...],
///  [she, he, they, by title, by name]]
void append_characters(std::string& out, const story& s, const utf16_map& map) {
  append_column(out, "characters", s.characters, [&](const character& c) {
    out += '[';
    append_script_string(out, c.name);
    ((out += ",\"") += to_string(c.kind)) += "\",\"";
    (out += to_string(c.pronouns)) += "\",";
    out += c.narrator ? "1," : "0,";
    append_number(out, c.mentions);
    out += ',';
    append_number(out, map(c.first));
    out += ',';
    append_list(out, c.aliases, [&](const alias& a) {
      append_script_string(out, a.text);
      out += ',';
      append_number(out, a.count);
      out += ',';
      append_number(out, static_cast<int>(a.why));
      out += ',';
      append_percent(out, a.confidence);
    });
    const pronoun_evidence& by = c.pronouns_by;
    const std::uint32_t told[] = {by.she, by.he, by.they, by.by_title ? 1U : 0U,
                                  by.by_name ? 1U : 0U};
    out += ',';
    append_list(out, told, [&](std::uint32_t n) { append_number(out, n); });
    out += ']';
  });
}

/// A letter a quote, in the order of the enumeration.
template <class Value>
void append_letters(std::string& out, std::string_view name, const story& s,
                    std::string_view letters, Value value) {
  ((out += ",\"") += name) += "\":\"";
  for (const quote& q : s.quotes)
    out += letters[static_cast<std::size_t>(value(q))];
  out += '"';
}

/// The length of each, or of what is broken by its tag [length, gap, length, ...].
void append_lengths(std::string& out, const story& s, const utf16_map& map) {
  append_column(out, "length", s.quotes, [&](const quote& q) {
    const auto size = [&](byte_range r) { return map(r.end) - map(r.start); };
    if (q.spans.size() == 1) return append_number(out, size(q.spans.front()));
    std::int64_t last = map(q.span().start);
    append_list(out, q.spans, [&](byte_range r) {
      if (out.back() != '[') {
        append_number(out, map(r.start) - last);
        out += ',';
      }
      append_number(out, size(r));
      last = map(r.end);
    });
  });
}

void append_quotes(std::string& out, const story& s, const utf16_map& map) {
  std::int64_t last = 0;
  append_column(out, "start", s.quotes, [&](const quote& q) {
    const std::int64_t start = map(q.span().start);
    append_number(out, start - last);
    last = start;
  });
  out += ',';
  append_lengths(out, s, map);
  append_letters(out, "kind", s, "stmlgq", [](const quote& q) { return q.kind; });
  append_letters(out, "evidence", s, "-npdvtbrgf", [](const quote& q) { return q.evidence; });
  out += ',';
  append_column(out, "speaker", s.quotes, [&](const quote& q) {
    const bool known = q.speaker && q.speaker->value < s.characters.size();
    append_number(out, known ? std::int64_t{q.speaker->value} : -1);
  });
  out += ',';
  append_column(out, "to", s.quotes, [&](const quote& q) {
    if (q.addressees.size() == 1) {
      append_number(out, q.addressees[0].value);
    } else if (q.addressees.empty()) {
      out += "-1";
    } else {
      append_ids(out, q.addressees);
    }
  });
  out += ',';
  append_column(out, "confidence", s.quotes,
                [&](const quote& q) { append_percent(out, q.confidence); });
  out += ',';
  // Two numbers a quote: how far the cue is from the quote's start, and how long it is.
  append_column(out, "cue", s.quotes, [&](const quote& q) {
    if (!q.cue) return void(out += "0,0");
    const std::int64_t start = map(q.cue->start);
    append_number(out, start - map(q.span().start));
    out += ',';
    append_number(out, map(q.cue->end) - start);
  });
}

/// A list a character: how far each mention is from the start of the one before, and how long it
/// is.
void append_mentions(std::string& out, const story& s, const utf16_map& map) {
  std::vector<std::vector<byte_range>> of(s.characters.size());
  for (const mention& m : s.mentions) {
    if (m.character && m.character->value < of.size()) of[m.character->value].push_back(m.span);
  }
  append_column(out, "mentions", of, [&](const std::vector<byte_range>& spans) {
    std::int64_t last = 0;
    out += '[';
    for (const byte_range r : spans) {
      if (out.back() != '[') out += ',';
      const std::int64_t start = map(r.start);
      append_number(out, start - last);
      out += ',';
      append_number(out, map(r.end) - start);
      last = start;
    }
    out += ']';
  });
}

}  // namespace

void append_data(std::string& out, const story& s, const cast_view& cast) {
  const utf16_map map(s.text);
  out += "{\"schema\":1,";
  append_characters(out, s, map);
  out += ',';
  append_column(out, "colours", cast.colour, [&](std::uint32_t c) { append_number(out, c); });
  out += ',';
  append_column(out, "chapters", s.chapters,
                [&](const chapter& c) { append_number(out, map(c.span.start)); });
  out += ",\"chapterKinds\":\"";
  for (const chapter& c : s.chapters)
    out += "cfbp"[static_cast<std::size_t>(c.kind)];
  out += "\",\"source\":[";
  append_script_string(out, s.source.name);
  out += ',';
  append_script_string(out, s.source.sha256);
  out += ',';
  append_script_string(out, s.source.fixes_sha256);
  out += ',';
  append_number(out, s.words);
  out += "],\"quotes\":{";
  append_quotes(out, s, map);
  out += "},";
  append_mentions(out, s, map);
  append_plot(out, s, map);
  out += '}';
}

}  // namespace fabula::page
