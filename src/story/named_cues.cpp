#include "story/named_cues.hpp"

#include <algorithm>
#include <array>

#include "text/unicode.hpp"

namespace fabula {
namespace {

using text::decode_at;
using text::decode_before;

/// After the name these can only say who speaks.
constexpr std::array<std::string_view, 11> k_plain_verbs{
    "said",      "says",      "asked",    "replied", "answered", "cried",
    "exclaimed", "whispered", "murmured", "shouted", "muttered"};
/// Before the name these too: `"...," returned NAME`.
constexpr std::array<std::string_view, 10> k_inverted_verbs{
    "returned", "continued", "added",    "observed", "remarked",
    "repeated", "declared",  "inquired", "enquired", "demanded"};

template <std::size_t N>
[[nodiscard]] bool holds(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

[[nodiscard]] bool is_word_character(char32_t c) {
  return text::is_letter(c) || text::is_digit(c) || text::is_combining(c);
}

[[nodiscard]] bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == U'\u2019';
}

/// Behind spaces of any kind and at most one line break; npos where a paragraph ends there.
[[nodiscard]] std::size_t skip_space(std::string_view s, std::size_t at) {
  int breaks = 0;
  while (at < s.size()) {
    const text::decoded d = decode_at(s, at);
    if (!text::is_space(d.code_point)) return at;
    if (d.code_point == U'\n' && ++breaks > 1) return s.npos;
    at += d.length;
  }
  return s.npos;
}

[[nodiscard]] std::size_t word_end(std::string_view s, std::size_t at) {
  while (at < s.size()) {
    const text::decoded d = decode_at(s, at);
    if (!is_word_character(d.code_point)) break;
    at += d.length;
  }
  return at;
}

[[nodiscard]] std::size_t word_start(std::string_view s, std::size_t end) {
  while (end > 0) {
    const text::decoded d = decode_before(s, end);
    if (!is_word_character(d.code_point)) break;
    end -= d.length;
  }
  return end;
}

/// The end of `form` where it stands at `at`; npos where it does not. Any white space matches any,
/// a capital its small letter ("KROOK" on a card is Krook), and a full stop may be missing ("Mrs
/// Hale").
[[nodiscard]] std::size_t match_form(std::string_view s, std::size_t at, std::string_view form) {
  for (std::size_t i = 0; i < form.size();) {
    const text::decoded wanted = decode_at(form, i);
    i += wanted.length;
    if (wanted.code_point == U' ') {
      const std::size_t next = at < s.size() ? skip_space(s, s[at] == '.' ? at + 1 : at) : s.npos;
      if (next == s.npos || next == at) return s.npos;
      at = next;
      continue;
    }
    const text::decoded found = at < s.size() ? decode_at(s, at) : text::decoded{0, 0};
    if (text::to_lower(found.code_point) == text::to_lower(wanted.code_point)) {
      at += found.length;
    } else if (wanted.code_point != U'.') {
      return s.npos;
    }
  }
  // Behind "Mrs." anything may follow, behind a letter no letter.
  const bool inside_word = at < s.size() && is_word_character(decode_before(s, at).code_point) &&
                           is_word_character(decode_at(s, at).code_point);
  return inside_word ? s.npos : at;
}

/// `NAME's`, `NAME Smith`, `NAME-Jones`, `NAME and ...`: the name is a part of something longer.
[[nodiscard]] bool goes_on(std::string_view s, std::size_t end) {
  if (end >= s.size()) return false;
  const char32_t next = decode_at(s, end).code_point;
  if (is_apostrophe(next) || next == U'-' || next == U'.') {
    const std::size_t behind = end + decode_at(s, end).length;
    return behind < s.size() && is_word_character(decode_at(s, behind).code_point);
  }
  const std::size_t at = skip_space(s, end);
  if (at == s.npos || at == end) return false;
  if (text::is_upper(decode_at(s, at).code_point)) return true;
  const std::string_view word = s.substr(at, word_end(s, at) - at);
  return word == "and" || word == "or" || word == "of" || s[at] == '&';
}

[[nodiscard]] bool ends_clause(std::string_view s, std::size_t at) {
  if (at >= s.size()) return true;
  const char32_t c = decode_at(s, at).code_point;
  return c == U'.' || c == U',' || c == U';' || c == U':' || c == U'\u2014';
}

[[nodiscard]] bool is_sentence_end(char c) {
  return c == '.' || c == '!' || c == '?';
}

[[nodiscard]] byte_range bytes(std::size_t start, std::size_t end) {
  return {{static_cast<std::uint32_t>(start)}, {static_cast<std::uint32_t>(end)}};
}

/// `"So soon?" Tom said, "We must."`: behind a finished question, words that lead to an utterance
/// with a beginning of its own are the tag of that one.
[[nodiscard]] bool leads_to_another(std::string_view s, std::size_t at) {
  if (at >= s.size() || (s[at] != ',' && s[at] != ':')) return false;
  const std::size_t mark = skip_space(s, at + 1);
  if (mark == s.npos) return false;
  const auto opening = decode_at(s, mark);
  const char32_t c = opening.code_point;
  if (c != U'"' && c != U'\u201c' && c != U'\u2018' && c != U'\'' && c != U'\u00ab') return false;
  std::size_t first = mark + opening.length;
  while (first < s.size() && s[first] == '_')
    ++first;
  return first < s.size() && text::is_upper(decode_at(s, first).code_point);
}

}  // namespace

named_cues::named_cues(const story& s) : s_(s) {
  for (std::uint32_t i = 0; i < s.characters.size(); ++i) {
    std::vector<std::string> forms{s.characters[i].name};
    for (const alias& a : s.characters[i].aliases)
      forms.push_back(a.text);
    std::sort(forms.begin(), forms.end());
    forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
    for (std::string& form : forms) {
      if (form.empty() || !text::is_upper(decode_at(form, 0).code_point)) continue;
      std::vector<name_form>& known = by_first_word_[form.substr(0, word_end(form, 0))];
      const auto same = std::find_if(known.begin(), known.end(),
                                     [&](const name_form& f) { return f.text == form; });
      if (same == known.end()) {
        known.push_back({std::move(form), character_id{i}});
      } else {
        same->owner.reset();
      }
    }
  }
}

std::optional<named_cues::match> named_cues::name_at(std::size_t at) const {
  const std::string_view s = s_.text;
  const auto known = by_first_word_.find(std::string(s.substr(at, word_end(s, at) - at)));
  if (known == by_first_word_.end()) return std::nullopt;
  std::optional<match> longest;
  for (const name_form& f : known->second) {
    const std::size_t end = match_form(s, at, f.text);
    if (end != s.npos && (!longest || end > longest->end)) longest = match{end, f.owner};
  }
  return longest;
}

std::optional<named_cues::cue> named_cues::verb_then_name(byte_range part) const {
  const std::string_view s = s_.text;
  const std::size_t verb = skip_space(s, part.end.value);
  if (verb == s.npos) return std::nullopt;
  const std::size_t verb_end = word_end(s, verb);
  const std::string_view word = s.substr(verb, verb_end - verb);
  if (!holds(k_plain_verbs, word) && !holds(k_inverted_verbs, word)) return std::nullopt;
  const std::size_t at = skip_space(s, verb_end);
  if (at == s.npos || at == verb_end) return std::nullopt;
  const std::optional<match> name = name_at(at);
  if (!name || !name->owner || goes_on(s, name->end)) return std::nullopt;
  return cue{bytes(verb, name->end), *name->owner};
}

std::optional<named_cues::cue> named_cues::name_then_verb(byte_range part) const {
  const std::string_view s = s_.text;
  // `"No." Ruth said nothing` is no cue: the words before the mark must leave the sentence open.
  std::size_t last = part.end.value;
  last -= decode_before(s, last).length;
  const char32_t open = decode_before(s, last).code_point;
  if (open != U',' && open != U'?' && open != U'!' && open != U'-' && open != U'\u2014') {
    return std::nullopt;
  }
  const std::size_t at = skip_space(s, part.end.value);
  if (at == s.npos) return std::nullopt;
  const std::optional<match> name = name_at(at);
  if (!name || !name->owner) return std::nullopt;
  const std::size_t verb = skip_space(s, name->end);
  if (verb == s.npos || verb == name->end) return std::nullopt;
  const std::size_t end = word_end(s, verb);
  if (!holds(k_plain_verbs, s.substr(verb, end - verb)) || !ends_clause(s, end))
    return std::nullopt;
  if (open != U',' && leads_to_another(s, end)) return std::nullopt;
  return cue{bytes(at, end), *name->owner};
}

std::optional<named_cues::cue> named_cues::before(byte_range part) const {
  const std::string_view s = s_.text;
  std::size_t end = part.start.value;
  while (end > 0 && (s[end - 1] == ' ' || s[end - 1] == '\n'))
    --end;
  if (end == 0 || part.start.value - end > 1 || (s[end - 1] != ',' && s[end - 1] != ':')) {
    return std::nullopt;
  }
  const std::size_t verb_end = end - 1;
  const std::size_t verb = word_start(s, verb_end);
  if (verb == 0 || !holds(k_plain_verbs, s.substr(verb, verb_end - verb))) return std::nullopt;
  // The name must begin the sentence: "the brother of NAME said" means someone else.
  const std::size_t from = verb > 80 ? verb - 80 : 0;
  for (std::size_t at = verb; at-- > from;) {
    const bool begins =
        at == 0 || s[at - 1] == '\n' || (s[at - 1] == ' ' && at > 1 && is_sentence_end(s[at - 2]));
    if (!begins) continue;
    const std::optional<match> name = name_at(at);
    if (!name || !name->owner || skip_space(s, name->end) != verb) continue;
    // "... Mr. Marr said": a title before the name belongs to it.
    if (at >= 2 && s[at - 1] == ' ' && word_start(s, at - 2) + 4 > at - 2) return std::nullopt;
    if (at >= 2 && s[at - 1] == '\n' && s[at - 2] != '\n') return std::nullopt;
    return cue{bytes(at, verb_end), *name->owner};
  }
  return std::nullopt;
}

std::optional<named_cues::cue> named_cues::beside(byte_range part) const {
  if (part.size() < 3) return std::nullopt;
  if (auto c = verb_then_name(part)) return c;
  if (auto c = name_then_verb(part)) return c;
  return before(part);
}

bool named_cues::names(std::string_view words, character_id who) const {
  const character& c = s_.characters[who.value];
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at > 0 && is_word_character(decode_before(words, at).code_point)) continue;
    if (match_form(words, at, c.name) != words.npos) return true;
    for (const alias& a : c.aliases) {
      if (!a.text.empty() && match_form(words, at, a.text) != words.npos) return true;
    }
  }
  return false;
}

}  // namespace fabula
