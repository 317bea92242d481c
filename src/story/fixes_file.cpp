// Reads fixes and finds those that contradict one another whatever the text is.
#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "fabula/fixes.hpp"
#include "story/fact_values.hpp"
#include "text/sha256.hpp"
#include "text/unicode.hpp"
#include "text/words_key.hpp"

namespace fabula {
namespace {

constexpr std::size_t k_most_fixes = 20'000;
constexpr std::uint32_t k_most_number = 1'000'000;

class fixes_parser {
 public:
  explicit fixes_parser(std::string_view file) : values_(file) {}

  [[nodiscard]] result<fix_list> parse(const yaml_node& root) {
    if (root.kind == yaml_kind::none) return std::move(out_);
    if (root.kind != yaml_kind::map)
      return values_.fail(error_code::damaged, root, "fixes are sections with lists",
                          "begin with `merge:`, `speaker:` or another section (docs/fixes.md)");
    for (const auto& [key, value] : root.fields)
      if (!section(key, value)) return tl::unexpected(std::move(error_));
    return std::move(out_);
  }

 private:
  using entry_reader = bool (fixes_parser::*)(const yaml_node&);

  template <class... Arguments>
  bool refuse(Arguments&&... arguments) {
    error_ = values_.fail(std::forward<Arguments>(arguments)...).value();
    return false;
  }

  template <class Value>
  bool take(result<Value> from, Value& to) {
    if (!from) {
      error_ = std::move(from.error());
      return false;
    }
    to = std::move(*from);
    return true;
  }

  bool section(const yaml_node& key, const yaml_node& value) {
    if (key.scalar == "rename" || key.scalar == "pronouns") return pairs(key, value);
    static constexpr std::pair<std::string_view, entry_reader> k_sections[] = {
        {"merge", &fixes_parser::merge},
        {"split", &fixes_parser::split},
        {"not_same", &fixes_parser::not_same},
        {"narrator", &fixes_parser::narrator},
        {"speaker", &fixes_parser::speaker},
        {"addressee", &fixes_parser::addressee},
        {"not_a_quote", &fixes_parser::not_a_quote},
        {"dismiss", &fixes_parser::dismiss}};
    for (const auto& [name, read] : k_sections) {
      if (key.scalar != name) continue;
      if (value.kind == yaml_kind::none) return true;
      if (value.kind != yaml_kind::list)
        return refuse(error_code::damaged, value, "`" + key.scalar + "` wants a list",
                      "begin each fix in it with `- `");
      for (const yaml_node& item : value.items)
        if (!room_for(item) || !(this->*read)(item)) return false;
      return true;
    }
    return refuse(error_code::damaged, key, "there is no section `" + key.scalar + "`",
                  "use merge, split, rename, pronouns, not_same, narrator, speaker, addressee, "
                  "not_a_quote, dismiss");
  }

  bool room_for(const yaml_node& item) {
    if (++count_ <= k_most_fixes) return true;
    return refuse(error_code::too_large, item, "there are over 20,000 fixes", "split the file");
  }

  /// `rename` and `pronouns`: a name and what is said of it.
  bool pairs(const yaml_node& key, const yaml_node& value) {
    if (value.kind == yaml_kind::none) return true;
    if (value.kind != yaml_kind::map)
      return refuse(error_code::damaged, value, "`" + key.scalar + "` wants names with values",
                    key.scalar == "rename" ? "write `Mrs. Hale: Ada Hale`" : "write `Wren: they`");
    for (const auto& [name, held] : value.fields) {
      std::string who;
      if (!room_for(name) || !take(values_.words(name, "a name"), who)) return false;
      if (key.scalar == "rename") {
        rename_fix f{name.line, who, {}};
        if (!take(values_.words(held, "the new name"), f.becomes)) return false;
        out_.rename.push_back(std::move(f));
      } else {
        pronouns_fix f{name.line, who, pronoun_set::unknown};
        if (!take(values_.pronouns(held), f.pronouns)) return false;
        out_.pronouns.push_back(std::move(f));
      }
    }
    return true;
  }

  bool names(const yaml_node& n, std::size_t least, std::vector<std::string>& to) {
    if (!take(values_.list_of_words(n, "a name"), to)) return false;
    if (to.size() >= least) return true;
    return refuse(error_code::damaged, n,
                  least > 1 ? "two names or more are wanted" : "a name is wanted",
                  least > 1 ? "write [Ada Hale, Mrs. Hale]" : "write it");
  }

  bool merge(const yaml_node& n) {
    merge_fix f{n.line, {}};
    if (!names(n, 2, f.names)) return false;
    out_.merge.push_back(std::move(f));
    return true;
  }

  bool not_same(const yaml_node& n) {
    not_same_fix f{n.line, {}};
    if (!names(n, 2, f.names)) return false;
    out_.not_same.push_back(std::move(f));
    return true;
  }

  /// Calls `read` for each field of an entry; every entry but a bare value has some.
  template <class Read>
  bool fields(const yaml_node& n, std::string_view example, Read read) {
    if (n.kind != yaml_kind::map)
      return refuse(error_code::damaged, n, "this fix has no fields",
                    "write `" + std::string(example) + "`");
    for (const auto& [key, value] : n.fields)
      if (!read(key, value)) return false;
    return true;
  }

  bool unknown_field(const yaml_node& key, std::string_view known) {
    return refuse(error_code::damaged, key, "there is no field `" + key.scalar + "` here",
                  "use " + std::string(known));
  }

  bool missing(const yaml_node& n, std::string_view field) {
    return refuse(error_code::damaged, n, "this fix has no `" + std::string(field) + "`", "add it");
  }

  bool split(const yaml_node& n) {
    split_fix f{n.line, {}, {}};
    if (!fields(n, "from: Mr. Tarn, names: [Jem Tarn]",
                [&](const yaml_node& key, const yaml_node& value) {
                  if (key.scalar == "from") return take(values_.words(value, "the name"), f.from);
                  if (key.scalar == "names") return names(value, 1, f.names);
                  return unknown_field(key, "from, names");
                }))
      return false;
    if (f.from.empty()) return missing(n, "from");
    if (f.names.empty()) return missing(n, "names");
    out_.split.push_back(std::move(f));
    return true;
  }

  bool narrator(const yaml_node& n) {
    narrator_fix f{n.line, std::nullopt, {}};
    bool named = false;
    const auto name = [&](const yaml_node& value) {
      named = true;
      if (value.kind == yaml_kind::none) return true;
      std::string who;
      if (!take(values_.words(value, "the narrator's name"), who)) return false;
      f.name = std::move(who);
      return true;
    };
    if (n.kind == yaml_kind::scalar) {
      if (!name(n)) return false;
    } else if (!fields(n, "name: Wren, chapters: [1, 3-5]",
                       [&](const yaml_node& key, const yaml_node& value) {
                         if (key.scalar == "name") return name(value);
                         if (key.scalar == "chapters") return chapters(value, f.chapters);
                         return unknown_field(key, "name, chapters");
                       })) {
      return false;
    }
    if (!named) return missing(n, "name");
    out_.narrator.push_back(std::move(f));
    return true;
  }

  /// A number from `s`, or 0 where it is none.
  [[nodiscard]] static std::uint32_t number(std::string_view s) noexcept {
    std::uint32_t out = 0;
    const auto [end, problem] = std::from_chars(s.data(), s.data() + s.size(), out);
    return problem == std::errc() && end == s.data() + s.size() && out <= k_most_number ? out : 0;
  }

  bool chapters(const yaml_node& n, std::vector<chapter_choice>& to) {
    std::vector<std::string> list;
    if (!take(values_.list_of_words(n, "a chapter"), list)) return false;
    for (std::string& c : list) {
      const std::size_t dash = c.find('-');
      const std::uint32_t first = number(std::string_view(c).substr(0, dash));
      const std::uint32_t last =
          dash == c.npos ? first : number(std::string_view(c).substr(dash + 1));
      if (first == 0 || last == 0) {
        to.push_back({0, 0, std::move(c)});
      } else if (first > last) {
        return refuse(error_code::damaged, n, "chapters " + c + " run backwards",
                      "put the smaller number first");
      } else {
        to.push_back({first, last, {}});
      }
    }
    return true;
  }

  /// The fields that say which quote is meant; false where `key` is none of them.
  bool anchor_field(const yaml_node& key, const yaml_node& value, quote_anchor& to, bool& mine) {
    mine = true;
    if (key.scalar == "quote") return take(values_.words(value, "the quote"), to.words);
    if (key.scalar == "after") return take(values_.words(value, "`after`"), to.after);
    if (key.scalar == "before") return take(values_.words(value, "`before`"), to.before);
    if (key.scalar == "occurrence") {
      to.occurrence = number(value.scalar);
      return to.occurrence > 0 || refuse(error_code::damaged, value, "an occurrence is a number",
                                         "count the quotes with these words from 1");
    }
    mine = false;
    return true;
  }

  bool anchored(const yaml_node& n, const quote_anchor& q) {
    if (q.words.empty()) return missing(n, "quote");
    return !text::words_key(q.words).empty() ||
           refuse(error_code::damaged, n, "the quote has no words in it", "give its first words");
  }

  bool speaker(const yaml_node& n) {
    speaker_fix f{n.line, {}, {}};
    if (!fields(n, "quote: \"Not today.\", is: Ruth",
                [&](const yaml_node& key, const yaml_node& value) {
                  bool mine = false;
                  if (!anchor_field(key, value, f.quote, mine)) return false;
                  if (mine) return true;
                  if (key.scalar == "is") return take(values_.words(value, "the speaker"), f.name);
                  return unknown_field(key, "quote, occurrence, after, before, is");
                }) ||
        !anchored(n, f.quote))
      return false;
    if (f.name.empty()) return missing(n, "is");
    out_.speaker.push_back(std::move(f));
    return true;
  }

  bool addressee(const yaml_node& n) {
    addressee_fix f{n.line, {}, {}};
    bool told = false;
    if (!fields(n, "quote: \"Not today.\", is: [Ruth]",
                [&](const yaml_node& key, const yaml_node& value) {
                  bool mine = false;
                  if (!anchor_field(key, value, f.quote, mine)) return false;
                  if (mine) return true;
                  told = told || key.scalar == "is";
                  if (key.scalar == "is") return names(value, 0, f.names);
                  return unknown_field(key, "quote, occurrence, after, before, is");
                }) ||
        !anchored(n, f.quote))
      return false;
    if (!told) return missing(n, "is");
    out_.addressee.push_back(std::move(f));
    return true;
  }

  bool not_a_quote(const yaml_node& n) {
    not_a_quote_fix f{n.line, {}};
    if (n.kind == yaml_kind::scalar) {
      if (!take(values_.words(n, "the quote"), f.quote.words)) return false;
    } else if (!fields(n, "quote: fresh", [&](const yaml_node& key, const yaml_node& value) {
                 bool mine = false;
                 if (!anchor_field(key, value, f.quote, mine)) return false;
                 return mine || unknown_field(key, "quote, occurrence, after, before");
               })) {
      return false;
    }
    if (!anchored(n, f.quote)) return false;
    out_.not_a_quote.push_back(std::move(f));
    return true;
  }

  /// One of the kinds that `Kind` has, by the name that every output uses.
  template <class Kind>
  bool kind(const yaml_node& n, Kind last, std::optional<Kind>& to) {
    std::string known;
    for (int k = 0; k <= static_cast<int>(last); ++k) {
      const std::string_view name = to_string(static_cast<Kind>(k));
      if (n.scalar == name) to = static_cast<Kind>(k);
      (known += known.empty() ? "" : ", ") += name;
    }
    return to ||
           refuse(error_code::damaged, n, "there is no kind `" + n.scalar + "`", "use " + known);
  }

  bool dismiss(const yaml_node& n) {
    dismiss_fix f;
    f.line = n.line;
    if (!fields(n, "conflict: eyes, who: Ruth, values: [green, brown]",
                [&](const yaml_node& key, const yaml_node& value) {
                  if (key.scalar == "conflict")
                    return kind(value, k_last_conflict_kind, f.conflict);
                  if (key.scalar == "tie") return kind(value, tie_kind::keeper, f.tie);
                  if (key.scalar == "warning") return kind(value, warning_kind::drugs, f.warning);
                  if (key.scalar == "who") return names(value, 1, f.who);
                  if (key.scalar == "values")
                    return take(values_.list_of_words(value, "a value"), f.values);
                  if (key.scalar == "near") return take(values_.words(value, "`near`"), f.near);
                  return unknown_field(key, "conflict, tie, warning, who, values, near");
                }))
      return false;
    const int kinds =
        int{f.conflict.has_value()} + int{f.tie.has_value()} + int{f.warning.has_value()};
    if (kinds == 0) return missing(n, "conflict`, `tie` or `warning");
    if (kinds > 1)
      return refuse(error_code::damaged, n, "this fix dismisses two kinds of things",
                    "make two fixes of it");
    if (f.tie && f.who.size() != 2)
      return refuse(error_code::damaged, n, "a tie is between two", "write who: [Ruth, Benno]");
    if (f.conflict && f.who.size() > 1)
      return refuse(error_code::damaged, n, "a conflict is of one character", "write who: Ruth");
    const bool much =
        (f.warning && !f.who.empty()) || (!f.conflict && (!f.values.empty() || !f.near.empty()));
    if (much)
      return refuse(error_code::damaged, n,
                    "only a conflict has `values` or `near`, and a warning "
                    "is of nobody",
                    "leave them out");
    out_.dismiss.push_back(std::move(f));
    return true;
  }

  fact_values values_;
  fix_list out_;
  std::size_t count_ = 0;
  error error_;
};

/// Finds facts that cannot hold together in any text.
class contradictions {
 public:
  explicit contradictions(const fix_list& fixes) : fixes_(fixes) {}

  [[nodiscard]] result<void> find() {
    join_merged();
    for (const auto step : {&contradictions::apart, &contradictions::split_and_merged,
                            &contradictions::names, &contradictions::lines})
      if (!(this->*step)()) return tl::unexpected(std::move(error_));
    return {};
  }

 private:
  bool refuse(std::uint32_t line, std::uint32_t other, const std::string& says,
              const std::string& but) {
    error_ = {error_code::bad_option, fixes_.file, "line " + std::to_string(line),
              says + ", and line " + std::to_string(other) + " says " + but, "keep one of the two"};
    return false;
  }

  [[nodiscard]] std::size_t name(const std::string& words) {
    const auto [at, is_new] = ids_.try_emplace(text::name_key(words), parent_.size());
    if (is_new) parent_.push_back(at->second);
    return at->second;
  }

  [[nodiscard]] std::size_t root(std::size_t i) {
    while (parent_[i] != i)
      i = parent_[i] = parent_[parent_[i]];
    return i;
  }

  void join_merged() {
    for (const merge_fix& m : fixes_.merge)
      for (const std::string& n : m.names) {
        const std::size_t one = root(name(m.names[0]));
        const std::size_t other = root(name(n));
        parent_[std::max(one, other)] = std::min(one, other);
        merged_at_.try_emplace(text::name_key(n), m.line);
      }
  }

  bool apart() {
    for (const not_same_fix& f : fixes_.not_same) {
      std::unordered_map<std::size_t, const std::string*> seen;
      for (const std::string& n : f.names) {
        const auto [at, is_new] = seen.try_emplace(root(name(n)), &n);
        if (is_new || text::name_key(*at->second) == text::name_key(n)) continue;
        return refuse(f.line, merged_at_[text::name_key(n)],
                      "it says that " + *at->second + " and " + n + " are not the same",
                      "that they are");
      }
    }
    return true;
  }

  bool split_and_merged() {
    for (const split_fix& f : fixes_.split)
      for (const std::string& n : f.names) {
        if (text::name_key(n) == text::name_key(f.from)) continue;
        const auto merged = merged_at_.find(text::name_key(n));
        if (merged == merged_at_.end() || root(name(n)) != root(name(f.from))) continue;
        return refuse(f.line, merged->second, "it says that " + n + " is not " + f.from,
                      "that they are the same");
      }
    return true;
  }

  bool names() {
    std::unordered_map<std::string, const rename_fix*> renamed;
    for (const rename_fix& f : fixes_.rename) {
      const auto [at, is_new] = renamed.try_emplace(text::name_key(f.name), &f);
      if (!is_new && at->second->becomes != f.becomes)
        return refuse(f.line, at->second->line,
                      "it says that " + f.name + " is called " + f.becomes,
                      "that the name is " + at->second->becomes);
    }
    std::unordered_map<std::size_t, const pronouns_fix*> told;
    for (const pronouns_fix& f : fixes_.pronouns) {
      const auto [at, is_new] = told.try_emplace(root(name(f.name)), &f);
      if (!is_new && at->second->pronouns != f.pronouns)
        return refuse(f.line, at->second->line,
                      "it gives " + f.name + " the pronouns " + std::string(to_string(f.pronouns)),
                      "that they are " + std::string(to_string(at->second->pronouns)));
    }
    return true;
  }

  [[nodiscard]] static std::string anchor_key(const quote_anchor& q) {
    return text::words_key(q.words) + '|' + std::to_string(q.occurrence) + '|' +
           text::words_key(q.after) + '|' + text::words_key(q.before);
  }

  bool lines() {
    std::unordered_map<std::string, const speaker_fix*> spoken;
    for (const speaker_fix& f : fixes_.speaker) {
      const auto [at, is_new] = spoken.try_emplace(anchor_key(f.quote), &f);
      if (!is_new && root(name(at->second->name)) != root(name(f.name)))
        return refuse(f.line, at->second->line,
                      "it says that \"" + f.quote.words + "\" is said by " + f.name,
                      "by " + at->second->name);
    }
    std::unordered_map<std::string, const addressee_fix*> heard;
    for (const addressee_fix& f : fixes_.addressee) {
      const auto [at, is_new] = heard.try_emplace(anchor_key(f.quote), &f);
      if (!is_new && at->second->names != f.names)
        return refuse(f.line, at->second->line, "it says to whom \"" + f.quote.words + "\" is said",
                      "something else");
    }
    for (const not_a_quote_fix& f : fixes_.not_a_quote) {
      const std::string key = anchor_key(f.quote);
      std::uint32_t other = 0;
      if (const auto s = spoken.find(key); s != spoken.end()) other = s->second->line;
      if (const auto h = heard.find(key); h != heard.end()) other = h->second->line;
      if (other > 0)
        return refuse(f.line, other, "it says that \"" + f.quote.words + "\" is no utterance",
                      "who takes part in it");
    }
    return true;
  }

  const fix_list& fixes_;
  std::unordered_map<std::string, std::size_t> ids_;
  std::vector<std::size_t> parent_;
  std::unordered_map<std::string, std::uint32_t> merged_at_;
  error error_;
};

}  // namespace

result<fix_list> parse_fixes(std::string_view bytes, std::string_view file) {
  const result<yaml_node> root = parse_yaml(bytes, file);
  if (!root) return tl::unexpected(root.error());
  result<fix_list> out = fixes_parser(file).parse(*root);
  if (!out) return out;
  out->file = file;
  out->sha256 = text::sha256(bytes);
  if (const result<void> fine = contradictions(*out).find(); !fine)
    return tl::unexpected(fine.error());
  return out;
}

}  // namespace fabula
