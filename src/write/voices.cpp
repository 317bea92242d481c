#include "write/voices.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "text/unicode.hpp"
#include "write/json_stream.hpp"

namespace fabula {
namespace {

using nlohmann::json;

// The best-graded voices of Kokoro 1.0 first (https://huggingface.co/hexgrad/Kokoro-82M,
// VOICES.md).
constexpr std::array<std::string_view, 9> k_women{"af_bella",    "bf_emma", "af_nicole",
                                                  "af_aoede",    "af_kore", "af_sarah",
                                                  "bf_isabella", "af_nova", "bf_alice"};
constexpr std::array<std::string_view, 9> k_men{"am_fenrir", "am_michael", "am_puck",
                                                "bm_fable",  "bm_george",  "am_echo",
                                                "am_eric",   "bm_lewis",   "am_onyx"};
constexpr std::string_view k_teller = "af_heart";

[[nodiscard]] std::uint32_t words_in(std::string_view s) noexcept {
  std::uint32_t n = 0;
  bool inside = false;
  for (std::size_t i = 0; i < s.size();) {
    const text::decoded d = text::decode_at(s, i);
    const bool space = text::is_space(d.code_point);
    n += !space && !inside ? 1U : 0U;
    inside = !space;
    i += d.length;
  }
  return n;
}

[[nodiscard]] bool is_ours(std::string_view member) noexcept {
  return member == "name" || member == "gender" || member == "lines" || member == "words" ||
         std::find(k_voice_keys.begin(), k_voice_keys.end(), member) != k_voice_keys.end();
}

[[nodiscard]] error bad_file(std::string place, std::string problem) {
  return {error_code::damaged, "", std::move(place), std::move(problem),
          "correct it, or take it away and a new one is made"};
}

/// `wanted`, with a number behind it where it is taken; what it is taken by is told by `key`.
[[nodiscard]] std::string free_name(std::set<std::string>& taken, const std::string& wanted,
                                    std::string_view gap, std::string (*key)(std::string_view)) {
  std::string name = wanted;
  for (std::uint32_t n = 2; !taken.insert(key(name)).second; ++n)
    name = wanted + std::string(gap) + std::to_string(n);
  return name;
}

/// Whether the cast has no name for the one who tells the story.
[[nodiscard]] bool is_unnamed_teller(const character& c) {
  return c.narrator && c.name == "Narrator";
}

}  // namespace

/// Takes the entries of a file.
struct voice_table::file_reader {
  voice_table& to;
  std::vector<char> taken = std::vector<char>(to.characters_.size());

  [[nodiscard]] std::optional<error> read(std::string_view bytes) {
    constexpr int k_deepest = 16;
    bool deep = false;
    json all;
    try {
      all = json::parse(bytes, [&](int depth, json::parse_event_t, json&) {
        deep = deep || depth > k_deepest;
        return !deep;
      });
    } catch (const json::parse_error& e) {
      return bad_file("byte " + std::to_string(e.byte), "it is not JSON");
    } catch (const json::exception&) {
      return bad_file("", "it is not JSON");  // a number beyond all bounds
    }
    if (deep) return bad_file("", "it is nested too deeply");
    if (!all.is_object()) return bad_file("", "it is no object of voices");
    for (const auto& [key, value] : all.items()) {
      if (auto failed = take(key, value)) return failed;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<error> take(const std::string& key, const json& value) {
    if (key == "unused") {
      if (!value.is_array()) return bad_file("unused", "it is not a list");
      for (const json& entry : value) {
        if (auto failed = take_one("", entry)) return failed;
      }
      return std::nullopt;
    }
    return take_one(key, value);
  }

  [[nodiscard]] std::optional<error> take_one(const std::string& key, const json& value) {
    if (!value.is_object()) return bad_file(key, "it is not {\"ssml\": ...}");
    for (const std::string_view name : k_voice_keys) {
      const auto at = value.find(std::string(name));
      if (at != value.end() && !at->is_string() && !at->is_null())
        return bad_file(key + "." + std::string(name), "a voice is a text in quotation marks");
    }
    if (entry* e = entry_for(key, value)) {
      for (std::size_t i = 0; i < k_voice_keys.size(); ++i) {
        const auto at = value.find(std::string(k_voice_keys[i]));
        if (at != value.end() && at->is_string()) e->voices[i] = at->get<std::string>();
      }
      e->more.clear();
      for (const auto& [name, member] : value.items())
        if (!is_ours(name)) e->more += ", " + json(name).dump() + ": " + member.dump();
    } else {
      to.unused_.push_back(value.dump());
    }
    return std::nullopt;
  }

  [[nodiscard]] entry* entry_for(const std::string& key, const json& value) {
    const auto role = std::find(k_roles.begin(), k_roles.end(), key);
    if (role != k_roles.end()) return &to.roles_[static_cast<std::size_t>(role - k_roles.begin())];
    const auto name = value.find("name");
    const std::optional<std::uint32_t> who =
        name != value.end() && name->is_string() ? named(name->get<std::string>()) : numbered(key);
    if (!who || taken[*who] != 0) return nullptr;
    taken[*who] = 1;
    return &to.characters_[*who];
  }

  /// The first who is called so and has no entry yet; by full names before any others.
  [[nodiscard]] std::optional<std::uint32_t> named(const std::string& name) const {
    const std::vector<character>& cast = to.s_->characters;
    for (std::uint32_t i = 0; i < cast.size(); ++i)
      if (taken[i] == 0 && cast[i].name == name) return i;
    for (std::uint32_t i = 0; i < cast.size(); ++i)
      for (const alias& a : cast[i].aliases)
        if (taken[i] == 0 && a.text == name) return i;
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::uint32_t> numbered(const std::string& key) const {
    for (std::uint32_t i = 0; i < to.characters_.size(); ++i)
      if (key == "c" + std::to_string(i)) return i;
    return std::nullopt;
  }
};

std::string_view voice_gender(const character& c) noexcept {
  switch (c.pronouns) {
    case pronoun_set::she: return "female";
    case pronoun_set::he: return "male";
    default: return "unknown";
  }
}

voice_table::voice_table(const story& s)
    : s_(&s),
      characters_(s.characters.size()),
      lines_(s.characters.size()),
      words_(s.characters.size()) {
  for (const quote& q : s.quotes) {
    if (!q.speaker || q.kind == quote_kind::quoted) continue;
    ++lines_[q.speaker->value];
    for (const byte_range r : q.spans)
      words_[q.speaker->value] += words_in(s.words_of(r));
  }
  for (std::uint32_t i = 0; i < lines_.size(); ++i)
    if (lines_[i] > 0) order_.push_back(i);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return lines_[a] > lines_[b]; });
}

result<voice_table> voice_table::make(const story& s, std::string_view chosen) {
  voice_table table(s);
  if (!chosen.empty()) {
    if (auto failed = file_reader{table}.read(chosen)) return tl::unexpected(std::move(*failed));
  }
  table.suggest();
  return table;
}

void voice_table::suggest() {
  constexpr auto k_kokoro = static_cast<std::size_t>(voice_engine::kokoro);
  if (roles_[k_narrator].voices[k_kokoro].empty()) roles_[k_narrator].suggested = k_teller;
  std::size_t women = 0;
  std::size_t men = 0;
  for (const std::uint32_t i : order_) {
    const reader_of_line who{reader_of_line::role::character, i};
    const std::vector<role> others = stand_ins(who);
    const bool chosen = !characters_[i].voices[k_kokoro].empty() ||
                        std::any_of(others.begin(), others.end(), [&](role r) {
                          return r != k_narrator && !roles_[r].voices[k_kokoro].empty();
                        });
    if (chosen) continue;
    if (is_unnamed_teller(s_->characters[i])) continue;
    const pronoun_set p = s_->characters[i].pronouns;
    const bool woman = p == pronoun_set::she || (p != pronoun_set::he && women <= men);
    characters_[i].suggested = woman ? k_women[women % k_women.size()] : k_men[men % k_men.size()];
    ++(woman ? women : men);
  }
}

std::vector<voice_table::role> voice_table::stand_ins(reader_of_line who) const {
  if (who.who == reader_of_line::role::narrator) return {};
  if (who.who == reader_of_line::role::unknown) return {k_default, k_narrator};
  switch (s_->characters[who.character].pronouns) {
    case pronoun_set::she: return {k_female, k_default, k_narrator};
    case pronoun_set::he: return {k_male, k_default, k_narrator};
    default: return {k_default, k_narrator};
  }
}

const voice_table::entry& voice_table::entry_of(reader_of_line who) const {
  switch (who.who) {
    case reader_of_line::role::narrator: return roles_[k_narrator];
    case reader_of_line::role::unknown: return roles_[k_unknown];
    default: return characters_[who.character];
  }
}

std::string_view voice_table::voice_of(reader_of_line who, voice_engine engine) const {
  const auto at = static_cast<std::size_t>(engine);
  const auto voice_in = [&](const entry& e) -> std::string_view {
    return e.voices[at].empty() && engine == voice_engine::kokoro ? e.suggested : e.voices[at];
  };
  if (const std::string_view own = voice_in(entry_of(who)); !own.empty()) return own;
  for (const role r : stand_ins(who))
    if (const std::string_view other = voice_in(roles_[r]); !other.empty()) return other;
  return {};
}

void voice_table::write_entry(std::string& out, std::string_view key, const entry& e,
                              std::optional<std::uint32_t> who) const {
  out += out.ends_with('{') ? "\n" : ",\n";
  append_json_string(out, key);
  out += ": {";
  if (who) {
    const character& c = s_->characters[*who];
    append_json_string(out += "\"name\": ", c.name);
    append_json_string(out += ", \"gender\": ", voice_gender(c));
    out += ", \"lines\": " + std::to_string(lines_[*who]) +
           ", \"words\": " + std::to_string(words_[*who]) + ", ";
  }
  for (std::size_t i = 0; i < k_voice_keys.size(); ++i) {
    const bool suggests = i == static_cast<std::size_t>(voice_engine::kokoro);
    const std::string& voice = e.voices[i].empty() && suggests ? e.suggested : e.voices[i];
    if (i > 0) out += ", ";
    append_json_string(out, k_voice_keys[i]);
    out += ": ";
    if (voice.empty()) {
      out += "null";
    } else {
      append_json_string(out, voice);
    }
  }
  out += e.more + "}";
}

std::string voice_table::write() const {
  std::string out = "{";
  for (std::size_t i = 0; i < k_role_count; ++i)
    write_entry(out, k_roles[i], roles_[i], std::nullopt);
  for (const std::uint32_t i : order_)
    write_entry(out, "c" + std::to_string(i), characters_[i], i);
  if (!unused_.empty()) {
    out += ",\n\"unused\": [";
    for (std::size_t i = 0; i < unused_.size(); ++i)
      out += (i > 0 ? ",\n" : "\n") + unused_[i];
    out += "]";
  }
  return out + "\n}\n";
}

std::vector<std::string> unique_names(const story& s) {
  std::set<std::string> taken{"narrator", "unknown"};
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < s.characters.size(); ++i) {
    const character& c = s.characters[i];
    const std::string name = c.name.empty() ? "Character " + std::to_string(i) : c.name;
    out.push_back(is_unnamed_teller(c) ? name : free_name(taken, name, " ", text::lower));
  }
  return out;
}

std::vector<std::string> unique_labels(const story& s) {
  std::set<std::string> taken{"narrator", "unknown"};
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < s.characters.size(); ++i) {
    const character& c = s.characters[i];
    std::string label = label_of(c.name);
    if (label.empty()) label = "Character" + std::to_string(i);
    out.push_back(is_unnamed_teller(c) ? label : free_name(taken, label, "", text::lower));
  }
  return out;
}

std::string label_of(std::string_view name) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < name.size();) {
    const text::decoded d = text::decode_at(name, i);
    const char32_t c = inside ? text::to_lower(d.code_point) : text::to_upper(d.code_point);
    inside = text::is_letter(d.code_point);
    if (c < 0x80 && (inside || text::is_digit(c))) out += static_cast<char>(c);
    i += d.length;
  }
  return out;
}

}  // namespace fabula
