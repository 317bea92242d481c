#include "people/headline.hpp"

#include <algorithm>
#include <utility>

#include "text/unicode.hpp"

namespace fabula::people {
namespace {

constexpr std::size_t k_longest_headline = 40;  ///< words: what is longer is prose

template <std::size_t n>
[[nodiscard]] bool is_one_of(std::string_view w, const std::string_view (&list)[n]) {
  return std::find(std::begin(list), std::end(list), w) != std::end(list);
}

/// What somebody writes or tells; what bears their name so is theirs.
[[nodiscard]] bool is_record(std::string_view w) {
  static constexpr std::string_view k_words[] = {
      "journal",   "diary",     "narrative",  "story",  "tale",       "account", "statement",
      "testimony", "letter",    "deposition", "memoir", "memorandum", "notes",   "version",
      "log",       "notebook",  "confession", "note",   "telegram",   "report",  "evidence",
      "memoirs",   "narration", "manuscript", "email",  "postcard",   "blog"};
  return is_one_of(w, k_words);
}

[[nodiscard]] bool is_made_by(std::string_view w) {
  static constexpr std::string_view k_words[] = {
      "told", "related", "narrated", "contributed", "spoken", "written", "kept", "recorded", "by"};
  return is_one_of(w, k_words);
}

/// Words that number a chapter, and figures, Roman ones too.
[[nodiscard]] bool is_number(std::string_view w) {
  static constexpr std::string_view k_words[] = {
      "chapter", "part",      "book",     "one",      "two",   "three",    "four",
      "five",    "six",       "seven",    "eight",    "nine",  "ten",      "eleven",
      "twelve",  "thirteen",  "first",    "second",   "third", "fourth",   "fifth",
      "sixth",   "seventh",   "eighth",   "ninth",    "tenth", "fourteen", "fifteen",
      "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
  if (w.empty()) return false;
  if (is_one_of(w, k_words)) return true;
  return w.find_first_not_of("0123456789") == w.npos || w.find_first_not_of("ivxlc") == w.npos;
}

/// What may stand behind a name that is a heading by itself: "Wren, June 1994", "Wren (again)".
[[nodiscard]] bool is_when(std::string_view w) {
  static constexpr std::string_view k_words[] = {
      "january", "february",  "march",    "april",    "may",    "june",   "july",      "august",
      "october", "september", "november", "december", "spring", "summer", "autumn",    "winter",
      "fall",    "now",       "then",     "before",   "after",  "again",  "continued", "in"};
  return is_number(w) || is_one_of(w, k_words);
}

/// A line with one of these is a sentence, and no heading.
[[nodiscard]] bool is_prose_word(std::string_view w) {
  static constexpr std::string_view k_words[] = {"i",  "me",   "my",  "was", "were", "is", "had",
                                                 "he", "have", "she", "we",  "has",  "it"};
  return is_one_of(w, k_words);
}

/// What may go before a name in a heading and is none of it.
[[nodiscard]] bool is_honour(std::string_view w) {
  static constexpr std::string_view k_words[] = {"the", "miss", "mrs", "mr",      "ms",  "dr",
                                                 "hon", "rev",  "sir", "captain", "lady"};
  return is_one_of(w, k_words);
}

}  // namespace

std::string without_number(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size()) {
    std::size_t first = at;
    while (first < line.size() && !(text::is_letter(text::decode_at(line, first).code_point) ||
                                    text::is_digit(text::decode_at(line, first).code_point)))
      first += text::decode_at(line, first).length;
    std::size_t end = first;
    while (end < line.size() && (text::is_letter(text::decode_at(line, end).code_point) ||
                                 text::is_digit(text::decode_at(line, end).code_point)))
      end += text::decode_at(line, end).length;
    // "I" alone numbers a chapter, "Ivy" and "Vi" are somebody.
    const std::string w = text::lower(line.substr(first, end - first));
    if (!is_number(w)) {
      std::string out(line.substr(first));
      while (!out.empty() && (out.back() == '.' || out.back() == '_' || out.back() == ' '))
        out.pop_back();
      return out;
    }
    at = end;
  }
  return {};
}

headline_reader::headline_reader(const std::vector<character>& cast) {
  const auto bear = [&](std::string_view name, std::uint32_t who) {
    std::string key;
    std::size_t n = 0;
    for (const word& w : words_of(name, headline_place::heading)) {
      if (w.owns) return;  // "Ruth's sister" is no name
      (key += w.form) += ' ';
      ++n;
    }
    // "the waiter" heads no chapter of his own.
    if (n == 0 || text::is_lower(text::decode_at(name, 0).code_point)) return;
    longest_ = std::max(longest_, n);
    const auto [at, added] = owner_.try_emplace(std::move(key), who);
    if (!added && at->second != who) at->second = k_nobody;
  };
  for (std::uint32_t c = 0; c < cast.size(); ++c) {
    bear(cast[c].name, c);
    for (const alias& a : cast[c].aliases)
      bear(a.text, c);
  }
}

std::vector<headline_reader::word> headline_reader::words_of(std::string_view line,
                                                             headline_place place) {
  // One more than a headline may have tells that it is none.
  const std::size_t most = k_longest_headline + 1;
  std::vector<word> out;
  bool open = false;
  for (std::size_t i = 0; i < line.size();) {
    const text::decoded d = text::decode_at(line, i);
    const bool mark = d.code_point == '\'' || d.code_point == 0x2019;
    i += d.length;
    if (text::is_letter(d.code_point) || text::is_digit(d.code_point)) {
      if (!open && out.size() == most) break;
      // "He went on with Ruth's letter": most lines are prose by their third word.
      if (!open && place == headline_place::inside && !out.empty() && out.back().form != "i" &&
          is_prose_word(out.back().form))
        return {};
      if (!open) out.push_back({{}, text::is_upper(d.code_point), false});
      open = true;
      text::append_utf8(out.back().form, text::to_lower(d.code_point));
      continue;
    }
    if (mark && open && i < line.size() && (line[i] == 's' || line[i] == 'S') &&
        (i + 1 == line.size() || !text::is_letter(text::decode_at(line, i + 1).code_point))) {
      out.back().owns = true;
      ++i;
    }
    if (!mark || !open || out.back().owns) open = false;  // O'Hara is one word
  }
  return out;
}

headline_reader::found headline_reader::name_at(const std::vector<word>& w, std::size_t at) const {
  for (std::size_t skip = 0; skip <= 3 && at + skip < w.size(); ++skip) {
    const std::size_t from = at + skip;
    found best;
    std::string key;
    for (std::size_t k = from; k < std::min(w.size(), from + longest_); ++k) {
      if (!w[k].capital) break;
      (key += w[k].form) += ' ';
      const auto hit = owner_.find(key);
      if (hit != owner_.end() && hit->second != k_nobody) best = {hit->second, k + 1, w[k].owns};
      if (w[k].owns) break;
    }
    if (best.who != k_nobody) {
      // "Mina Harker's Journal", of one who is called Mina alone.
      for (int more = 0; more < 2 && !best.owns && best.end < w.size() && w[best.end].capital &&
                         !is_record(w[best.end].form) && w[best.end].form != "to" &&
                         w[best.end].form != "in" && !is_when(w[best.end].form);
           ++more)
        best.owns = w[best.end++].owns;
      return best;
    }
    if (!is_honour(w[from].form)) break;
  }
  return {};
}

std::uint32_t headline_reader::teller(std::string_view line, headline_place place) const {
  std::vector<word> w = words_of(line, place);
  if (w.size() > k_longest_headline) {
    if (place != headline_place::opening) return k_nobody;
    w.resize(k_longest_headline);
  }
  const bool heading = place == headline_place::heading;
  std::size_t start = 0;
  // "LETTER IV. Ruth to Ada" numbers a letter; "Letter to Ada" does not.
  if (w.size() > 1 && w[0].form == "letter" && is_number(w[1].form)) start = 1;
  while (start < w.size() && is_number(w[start].form))
    ++start;
  if (start == w.size()) return k_nobody;
  const auto rest_is_when = [&](std::size_t from) {
    return std::all_of(w.begin() + static_cast<std::ptrdiff_t>(from), w.end(),
                       [](const word& x) { return is_when(x.form); });
  };
  const found first = name_at(w, start);
  if (first.who != k_nobody) {
    if (heading && !first.owns && rest_is_when(first.end)) return first.who;
    // "Ruth's Diary, continued", "Dr. Tarn's Phonograph Diary"
    for (std::size_t k = first.end; first.owns && k < std::min(w.size(), first.end + 2); ++k)
      if (is_record(w[k].form) && (heading || rest_is_when(k + 1))) return first.who;
    const bool to = first.end + 1 < w.size() && w[first.end].form == "to" && !first.owns &&
                    w[first.end + 1].capital;
    const bool goes_on = first.end + 1 < w.size() && w[first.end].form == "in" &&
                         w[first.end + 1].form == "continuation";
    if ((to || goes_on) && place != headline_place::inside) return first.who;
  }
  if (!heading &&
      (w.size() == k_longest_headline ||
       std::any_of(w.begin(), w.end(), [](const word& x) { return is_prose_word(x.form); })))
    return k_nobody;
  // "Letter from Ruth to Ada", "The Narrative of Miss Tarn", "The events related by Miss Tarn"
  const std::size_t reach = heading ? w.size() : start + 3;
  for (std::size_t k = start; k < reach && k < w.size(); ++k) {
    const bool record = is_record(w[k].form);
    if (!record && !is_made_by(w[k].form)) continue;
    std::size_t n = k + 1;
    const bool by =
        n < w.size() && (w[n].form == "by" || w[n].form == "from" || (record && w[n].form == "of"));
    if (by) ++n;
    // "Kept by Ruth"; "A letter, Ruth to Ada" has no word between.
    if (!by && !record && w[k].form != "by") continue;
    const found who = name_at(w, n);
    if (who.who == k_nobody || who.owns) continue;
    const bool to = who.end < w.size() && w[who.end].form == "to";
    const bool sure = place != headline_place::inside && (by || w[k].form == "by");
    if (sure || (to && record)) return who.who;
  }
  return k_nobody;
}

}  // namespace fabula::people
