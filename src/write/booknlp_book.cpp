#include <algorithm>

#include "write/booknlp.hpp"
#include "write/booknlp_people.hpp"
#include "write/booknlp_words.hpp"
#include "write/json_stream.hpp"
#include "write/spoken.hpp"
#include "write/ssml.hpp"
#include "write/words.hpp"

namespace fabula {

using namespace booknlp;

namespace {

// --- NAME.quotes ------------------------------------------------------------------------------

/// The mentions of each character that have words, by their first token.
struct speaker_mention {
  token_range words;
  std::uint32_t mention = 0;
};

class quote_rows {
 public:
  explicit quote_rows(const story& s) : s_(s), ids_(s), mentions_(s.characters.size()) {
    for (std::uint32_t i = 0; i < s.mentions.size(); ++i) {
      const mention& m = s.mentions[i];
      const token_range words = tokens_of(s, m.span);
      if (m.character && words.start < words.end)
        mentions_[m.character->value].push_back({words, i});
    }
    for (auto& list : mentions_)
      std::stable_sort(list.begin(), list.end(),
                       [](const speaker_mention& a, const speaker_mention& b) {
                         return a.words.start < b.words.start;
                       });
  }

  [[nodiscard]] std::string write() const {
    std::string out =
        "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote\n";
    for (const script_line& l : script_lines(s_)) {
      if (l.is_said()) row(out, l);
    }
    return out;
  }

 private:
  void row(std::string& out, const script_line& l) const {
    const token_range words = tokens_of(s_, l.span);
    if (words.start >= words.end) return;
    append_number(out, words.start.value);
    append_number(out, words.end.value - 1);
    const quote& q = s_.quotes[l.quote->value];
    if (const speaker_mention* m = q.speaker ? mention_for(q, words) : nullptr) {
      append_number(out, m->words.start.value);
      append_number(out, m->words.end.value - 1);
      append_words(out, s_, m->words);
      out += '\t';
    } else {
      out += "None\tNone\tNone\t";
    }
    out += q.speaker ? std::to_string(ids_.of(*q.speaker)) : "None";
    out += '\t';
    append_words(out, s_, words);
    out += '\n';
  }

  /// The speaker's mention in the cue, else the one nearest to the quote, the earlier of two.
  [[nodiscard]] const speaker_mention* mention_for(const quote& q, token_range words) const {
    const std::vector<speaker_mention>& all = mentions_[q.speaker->value];
    if (all.empty()) return nullptr;
    if (q.cue) {
      const token_range cue = tokens_of(s_, *q.cue);
      const auto in_cue = first_from(all, cue.start);
      if (in_cue != all.end() && in_cue->words.start < cue.end) return &*in_cue;
    }
    const auto after = first_from(all, words.end);
    if (after == all.begin()) return &*after;
    const auto before = std::prev(after);
    if (after == all.end()) return &*before;
    const std::uint32_t way_back =
        words.start > before->words.start ? words.start.value - before->words.start.value : 0;
    return way_back <= after->words.start.value - words.end.value ? &*before : &*after;
  }

  [[nodiscard]] static std::vector<speaker_mention>::const_iterator first_from(
      const std::vector<speaker_mention>& all, token_index at) {
    return std::lower_bound(
        all.begin(), all.end(), at,
        [](const speaker_mention& m, token_index t) { return m.words.start < t; });
  }

  const story& s_;
  coref_ids ids_;
  std::vector<std::vector<speaker_mention>> mentions_;
};

// --- NAME.book --------------------------------------------------------------------------------

[[nodiscard]] std::optional<std::size_t> set_of(pronoun_set p) noexcept {
  switch (p) {
    case pronoun_set::he: return 0;
    case pronoun_set::she: return 1;
    case pronoun_set::they: return 2;
    case pronoun_set::xe: return 3;
    case pronoun_set::ze: return 4;
    default: return std::nullopt;
  }
}

class book_json {
 public:
  explicit book_json(const story& s) : s_(s), j_(out_) {}

  [[nodiscard]] std::string write(const std::vector<person>& people) {
    j_.open('{').key("characters").open('[');
    for (const person& p : people)
      character(p);
    j_.close(']').close('}');
    return std::move(out_) + "\n";
  }

 private:
  void character(const person& p) {
    j_.open('{');
    words("agent", p.agent);
    words("patient", p.patient);
    words("mod", p.mod);
    words("poss", p.poss);
    j_.field("id", p.id).key("g");
    gender(p);
    j_.field("count", p.count).key("mentions").open('{');
    forms("proper", p.proper);
    forms("common", p.common);
    forms("pronoun", p.pronoun);
    j_.close('}').close('}');
  }

  void words(std::string_view name, const std::vector<token_index>& list) {
    j_.key(name).open('[');
    for (const token_index t : list) {
      std::string word;
      append_word(word, s_.words_of(s_.tokens[t.value].span));
      j_.open('{').field("w", std::string_view(word)).field("i", t.value).close('}');
    }
    j_.close(']');
  }

  void forms(std::string_view name, const std::vector<form_count>& list) {
    j_.key(name).open('[');
    for (const form_count& f : list)
      j_.open('{').field("c", f.count).field("n", std::string_view(f.text)).close('}');
    j_.close(']');
  }

  /// Shares of the pronouns used; the set that the cast has counts as one more, and decides.
  void gender(const person& p) {
    std::array<std::uint32_t, k_pronoun_sets.size()> counts = p.pronouns;
    const auto told = p.character ? set_of(s_.characters[p.character->value].pronouns)
                                  : std::optional<std::size_t>();
    if (told) ++counts[*told];
    std::uint32_t total = 0;
    for (const std::uint32_t n : counts)
      total += n;
    if (total == 0) {
      j_.null();
      return;
    }
    const auto share = [&](std::size_t set) {
      return static_cast<float>(counts[set]) / static_cast<float>(total);
    };
    const std::size_t best =
        told ? *told
             : static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                        counts.begin());
    j_.open('{').key("inference").open('{');
    for (std::size_t i = 0; i < k_pronoun_sets.size(); ++i)
      j_.key(k_pronoun_sets[i]).number(share(i));
    j_.close('}').field("argmax", k_pronoun_sets[best]).key("max").number(share(best));
    j_.field("total", total).close('}');
  }

  const story& s_;
  std::string out_;
  json_stream j_;
};

// --- NAME.book.html ---------------------------------------------------------------------------

[[nodiscard]] std::string names_of(const person& p, bool with_common) {
  std::string out;
  const auto add = [&](const std::vector<form_count>& forms) {
    for (const form_count& f : forms) {
      if (!out.empty()) out += '/';
      append_xml(out, f.text);
      out += " (" + std::to_string(f.count) + ")";
    }
  };
  add(p.proper);
  if (with_common) add(p.common);
  return out;
}

void append_list(std::string& out, const std::vector<person>& people, bool with_common) {
  for (const person& p : people) {
    if (p.proper.empty() && (!with_common || p.common.empty())) continue;
    out += std::to_string(p.count) + " " + names_of(p, with_common) + "<br />\n";
  }
}

/// What stands before and behind each token: mentions in brackets, quotes with their speakers.
struct around_tokens {
  std::vector<std::string> before;
  std::vector<std::string> after;
};

[[nodiscard]] around_tokens mark_tokens(const story& s) {
  around_tokens out{std::vector<std::string>(s.tokens.size()),
                    std::vector<std::string>(s.tokens.size())};
  const coref_ids ids(s);
  for (const mention& m : s.mentions) {
    const token_range r = tokens_of(s, m.span);
    if (r.start >= r.end) continue;
    out.before[r.start.value] += "[";
    std::string& after = out.after[r.end.value - 1];
    after = "]<sub>" + std::string(to_string(m.type)) + "-" + std::to_string(ids.of(m)) + "</sub>" +
            after;
  }
  for (const script_line& l : script_lines(s)) {
    const token_range r = l.is_said() ? tokens_of(s, l.span) : token_range{};
    if (r.start >= r.end) continue;
    const std::optional<character_id> who = s.quotes[l.quote->value].speaker;
    out.before[r.start.value].insert(0, "<i>");
    std::string& after = out.after[r.end.value - 1];
    after += "</i><sub>";
    append_xml(after, who ? std::string_view(s.characters[who->value].name) : "None");
    after += "</sub>";
  }
  return out;
}

}  // namespace

result<std::string> write_booknlp_quotes(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  return quote_rows(s).write();
}

result<std::string> write_booknlp_book(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  return book_json(s).write(find_people(s));
}

result<std::string> write_booknlp_page(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  const std::vector<person> people = find_people(s);
  std::string out = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"UTF-8\"><title>";
  append_xml(out, s.source.title.empty() ? s.source.name : s.source.title);
  out += "</title></head>\n<body>\n<h2>Named characters</h2>\n";
  append_list(out, people, false);
  out += "<h2>Major entities (proper, common)</h2>\n";
  append_list(out, people, true);
  out += "<h2>Text</h2>\n<p>";
  const around_tokens around = mark_tokens(s);
  const std::vector<std::uint32_t> paragraph = paragraphs_of_tokens(s);
  for (std::uint32_t i = 0; i < s.tokens.size(); ++i) {
    if (i > 0) out += paragraph[i] != paragraph[i - 1] ? "</p>\n<p>" : " ";
    out += around.before[i];
    append_xml(out, s.words_of(s.tokens[i].span));
    out += around.after[i];
  }
  return out + "</p>\n</body>\n</html>\n";
}

result<std::string> write_booknlp_simple_characters(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  std::string out;
  json_stream j(out);
  j.open('{').key("characters").open('[');
  const auto add = [&](std::string_view name, std::string_view gender) {
    j.line().open('{').field("normalized_name", name).field("inferred_gender", gender);
    j.field("inferred_age_category", "unknown").field("tts_engine", "XTTSv2");
    j.field("language", "eng").key("voice").null().close('}');
  };
  add("Narrator", "unknown");
  for (const person& p : find_people(s)) {
    const std::size_t women = p.pronouns[1];
    const std::size_t men = p.pronouns[0];
    std::string_view gender = women > men ? "female" : men > women ? "male" : "unknown";
    if (p.character && s.characters[p.character->value].pronouns != pronoun_set::unknown)
      gender = voice_gender(s.characters[p.character->value]);
    add(normalized_name(p), gender);
  }
  j.close(']').close('}');
  return out + "\n";
}

result<std::string> write_booknlp_text(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  const coref_ids ids(s);
  std::vector<std::string> names(s.characters.size());
  for (const person& p : find_people(s))
    if (p.character) names[p.character->value] = normalized_name(p);
  std::string out;
  std::size_t sentence = 0;
  for (const spoken_line& l : spoken_lines(s, {})) {
    if (!is_story(s, l) || l.kind == line_kind::scene_break) continue;
    const bool named = l.reader.who == reader_of_line::role::character;
    const std::string reader = named ? names[l.reader.character]
                               : l.reader.who == reader_of_line::role::unknown ? "Unknown"
                                                                               : "Narrator";
    for (byte_range left : l.words) {
      while (left.start < left.end) {
        while (sentence < s.sentences.size() && s.sentences[sentence].span.end <= left.start)
          ++sentence;
        const byte_offset end = sentence < s.sentences.size()
                                    ? std::min(left.end, s.sentences[sentence].span.end)
                                    : left.end;
        std::string words;
        if (append_collapsed(words, s.words_of({left.start, end})))
          out += "[" + reader + "] " + words + " [/]\n";
        left.start = end;
      }
    }
  }
  return out;
}

}  // namespace fabula
