// The data of the page: columns rather than objects, differences rather than offsets.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

#include "write/page.hpp"

namespace fabula::page {
namespace {

/// Turns byte offsets into UTF-16 units: O(n) to build, a short count a look-up.
class utf16_map {
 public:
  explicit utf16_map(std::string_view text) : text_(text) {
    std::uint32_t n = 0;
    before_block_.reserve(text.size() / k_block + 2);
    for (std::size_t i = 0; i < text.size(); i += k_block) {
      before_block_.push_back(n);
      n += units(text.substr(i, k_block));
    }
    before_block_.push_back(n);
  }

  [[nodiscard]] std::int64_t operator()(byte_offset at) const noexcept {
    const std::size_t byte = std::min<std::size_t>(at.value, text_.size());
    const std::size_t block = byte / k_block;
    return before_block_[block] + units(text_.substr(block * k_block, byte - block * k_block));
  }

 private:
  static constexpr std::size_t k_block = 256;

  /// A code point counts where it starts; one of four bytes is a pair of surrogates.
  [[nodiscard]] static std::uint32_t units(std::string_view s) noexcept {
    std::uint32_t n = 0;
    for (const char c : s) {
      const auto byte = static_cast<unsigned char>(c);
      n += ((byte & 0xC0U) != 0x80U ? 1U : 0U) + (byte >= 0xF0U ? 1U : 0U);
    }
    return n;
  }

  std::string_view text_;
  std::vector<std::uint32_t> before_block_;
};

void append_number(std::string& out, std::int64_t n) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

/// `"name":[item,item]`; `item` appends one.
template <class Items, class Append>
void append_column(std::string& out, std::string_view name, const Items& items, Append item) {
  ((out += '"') += name) += "\":[";
  bool first = true;
  for (const auto& it : items) {
    if (!first) out += ',';
    first = false;
    item(it);
  }
  out += ']';
}

template <class Ids>
void append_ids(std::string& out, const Ids& ids) {
  out += '[';
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) out += ',';
    append_number(out, ids[i].value);
  }
  out += ']';
}

/// [name, kind, pronouns, narrator, mentions, first, [alias, count, ...]]
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
    out += ",[";
    for (std::size_t i = 0; i < c.aliases.size(); ++i) {
      if (i > 0) out += ',';
      append_script_string(out, c.aliases[i].text);
      out += ',';
      append_number(out, c.aliases[i].count);
    }
    out += "]]";
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

void append_quotes(std::string& out, const story& s, const utf16_map& map) {
  std::int64_t last = 0;
  append_column(out, "start", s.quotes, [&](const quote& q) {
    const std::int64_t start = map(q.span().start);
    append_number(out, start - last);
    last = start;
  });
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
  append_column(out, "confidence", s.quotes, [&](const quote& q) {
    append_number(out, std::lround(std::clamp(q.confidence, 0.0F, 1.0F) * 100.0F));
  });
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
  out += ",\"quotes\":{";
  append_quotes(out, s, map);
  out += "},";
  append_mentions(out, s, map);
  out += ',';
  append_column(out, "scenes", s.scenes, [&](const scene& c) {
    out += '[';
    append_number(out, map(c.span.start));
    out += ',';
    append_number(out, c.chapter.value);
    out += ',';
    append_ids(out, c.present);
    out += ',';
    append_script_string(out, c.why);
    out += ']';
  });
  out += '}';
}

}  // namespace fabula::page
