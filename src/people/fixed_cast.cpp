#include "people/fixed_cast.hpp"

#include <algorithm>
#include <string>

#include "text/words_key.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

[[nodiscard]] std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& n : names)
    (out += out.empty() ? "" : ", ") += n;
  return out;
}

class cast_mender {
 public:
  cast_mender(const cast_input& in, const fix_list& fixes, bool keeps_order, cast_layer& cast,
              std::vector<unmatched_fix>& unmatched)
      : in_(in),
        fixes_(fixes),
        keeps_order_(keeps_order),
        cast_(cast),
        unmatched_(unmatched),
        index_(cast.characters) {
    for (std::uint32_t c = 0; c < cast.characters.size(); ++c)
      became_.push_back(c);
    merged_at_.assign(became_.size(), 0);
  }

  [[nodiscard]] result<name_index> mend() {
    for (const split_fix& f : fixes_.split)
      split(f);
    for (const not_same_fix& f : fixes_.not_same)
      keep_apart(f);
    for (const merge_fix& f : fixes_.merge)
      merge(f);
    if (!still_apart()) return tl::unexpected(std::move(error_));
    for (const rename_fix& f : fixes_.rename)
      rename(f);
    if (!tell_pronouns() || !tell_narrators()) return tl::unexpected(std::move(error_));
    number_anew();
    return std::move(index_);
  }

 private:
  [[nodiscard]] std::uint32_t who(std::string_view name) const {
    const std::uint32_t c = index_.find(name);
    return c == k_nobody ? c : root(c);
  }

  [[nodiscard]] std::uint32_t root(std::uint32_t c) const {
    while (became_[c] != c)
      c = became_[c] = became_[became_[c]];
    return c;
  }

  [[nodiscard]] character& of(std::uint32_t c) { return cast_.characters[c]; }

  void list(std::uint32_t line, std::string fix, std::string problem) {
    unmatched_.push_back({line, std::move(fix), std::move(problem)});
  }

  bool refuse(std::uint32_t line, std::string problem, std::string remedy) {
    error_ = {error_code::bad_option, fixes_.file, "line " + std::to_string(line),
              std::move(problem), std::move(remedy)};
    return false;
  }

  void split(const split_fix& f) {
    const std::string says = "split: " + joined(f.names) + " from " + f.from;
    const std::uint32_t from = who(f.from);
    if (from == k_nobody) return list(f.line, says, nobody_called(f.from, cast_.characters));
    std::vector<std::string> mine;
    for (const std::string& n : f.names) {
      const std::uint32_t bearer = who(n);
      if (bearer == k_nobody)
        list(f.line, says, nobody_called(n, cast_.characters));
      else if (bearer == from)
        mine.push_back(n);  // where it is another's already, there is nothing to split
    }
    if (!mine.empty() && !part(from, mine))
      list(f.line, says, of(from).name + " has no other name that would be left");
  }

  /// Makes the names `apart` of character `from` another one's; false where none would be left.
  bool part(std::uint32_t from, const std::vector<std::string>& apart) {
    std::vector<std::string> keys;
    for (const std::string& n : apart)
      keys.push_back(text::name_key(n));
    const auto goes = [&](std::string_view name) {
      return std::find(keys.begin(), keys.end(), text::name_key(name)) != keys.end();
    };
    character other;
    std::vector<alias> left;
    for (const alias& a : of(from).aliases)
      (goes(a.text) ? other.aliases : left).push_back(a);
    if (other.aliases.empty() || left.empty()) return false;
    other.name = other.aliases.front().text;
    for (const alias& a : other.aliases)
      if (text::name_key(a.text) == keys.front()) other.name = a.text;
    other.pronouns = by_title(other.name);
    const auto to = static_cast<std::uint32_t>(cast_.characters.size());
    move_mentions(from, to, goes, other);
    of(from).aliases = std::move(left);
    if (goes(of(from).name)) of(from).name = fullest(of(from).aliases);
    for (const std::string& n : apart)
      index_.set(n, to);
    for (const alias& a : other.aliases)
      index_.set(a.text, to);
    cast_.characters.push_back(std::move(other));
    became_.push_back(to);
    merged_at_.push_back(0);
    return true;
  }

  template <class Goes>
  void move_mentions(std::uint32_t from, std::uint32_t to, Goes goes, character& other) {
    const token_layer& t = in_.tokens;
    bool first_kept = false;
    bool first_moved = false;
    for (person_mention& m : cast_.mentions) {
      if (m.character != from) continue;
      const std::uint32_t start = t.start[m.first];
      if (m.form != mention_form::pron && goes(in_.text.substr(start, t.end[m.last - 1] - start))) {
        m.character = to;
        if (!first_moved) other.first = {start};
        first_moved = true;
      } else {
        if (!first_kept) of(from).first = {start};
        first_kept = true;
      }
    }
  }

  [[nodiscard]] static std::string fullest(const std::vector<alias>& aliases) {
    const alias* best = &aliases.front();
    for (const alias& a : aliases)
      if (text::plain_words(a.text).size() > text::plain_words(best->text).size()) best = &a;
    return best->text;
  }

  /// What the title or given name tells; the text around it has been counted for the whole.
  [[nodiscard]] pronoun_set by_title(std::string_view name) const {
    const std::vector<std::string> words = text::plain_words(name);
    std::uint64_t bits = 0;
    for (const std::string& w : words)
      bits |= in_.words.classes_of(w) | in_.words.classes_of(w + '.');
    for (const auto& [she, he] :
         {std::pair{wc::title_she, wc::title_he}, std::pair{wc::given_she, wc::given_he}}) {
      const bool is_she = (bits & she) != 0;
      const bool is_he = (bits & he) != 0;
      if (is_she != is_he) return is_she ? pronoun_set::she : pronoun_set::he;
    }
    return pronoun_set::unknown;
  }

  void keep_apart(const not_same_fix& f) {
    const std::string says = "not_same: " + joined(f.names);
    std::vector<std::uint32_t> seen;
    for (const std::string& n : f.names) {
      std::uint32_t c = who(n);
      if (c == k_nobody) {
        list(f.line, says, nobody_called(n, cast_.characters));
        continue;
      }
      if (std::find(seen.begin(), seen.end(), c) != seen.end()) {
        if (!part(c, {n})) {
          list(f.line, says, of(c).name + " has but one name");
          continue;
        }
        c = who(n);
      }
      seen.push_back(c);
    }
  }

  void merge(const merge_fix& f) {
    std::uint32_t into = k_nobody;
    for (const std::string& n : f.names) {
      const std::uint32_t c = who(n);
      if (c == k_nobody) {
        list(f.line, "merge: " + joined(f.names), nobody_called(n, cast_.characters));
        continue;
      }
      if (into == k_nobody) into = c;
      if (c != into) join(c, into, f.line);
    }
  }

  void join(std::uint32_t from, std::uint32_t into, std::uint32_t line) {
    character& to = of(into);
    const character& gone = of(from);
    for (const alias& a : gone.aliases) {
      const auto same = std::find_if(to.aliases.begin(), to.aliases.end(),
                                     [&](const alias& x) { return x.text == a.text; });
      if (same == to.aliases.end())
        to.aliases.push_back(a);
      else
        same->count += a.count;
    }
    std::stable_sort(to.aliases.begin(), to.aliases.end(),
                     [](const alias& a, const alias& b) { return a.count > b.count; });
    if (to.pronouns == pronoun_set::unknown) to.pronouns = gone.pronouns;
    if (!gone.aliases.empty() && (gone.first < to.first || mentions_of(into) == 0))
      if (mentions_of(from) > 0) to.first = gone.first;
    became_[from] = into;
    merged_at_[from] = line;
  }

  [[nodiscard]] std::uint32_t mentions_of(std::uint32_t c) const {
    std::uint32_t n = 0;
    for (const alias& a : cast_.characters[c].aliases)
      n += a.count;
    return n;
  }

  /// A merge by other names may have joined what another fact keeps apart.
  bool still_apart() {
    for (const not_same_fix& f : fixes_.not_same)
      for (std::size_t a = 0; a + 1 < f.names.size(); ++a) {
        const std::uint32_t one = index_.find(f.names[a]);
        const std::uint32_t other = index_.find(f.names[a + 1]);
        if (one == k_nobody || other == k_nobody || one == other || root(one) != root(other))
          continue;
        const std::uint32_t line = std::max(merged_at_[one], merged_at_[other]);
        return refuse(f.line,
                      "it says that " + f.names[a] + " and " + f.names[a + 1] +
                          " are not the same, and line " + std::to_string(line) +
                          " joins them by other names",
                      "keep one of the two");
      }
    return true;
  }

  void rename(const rename_fix& f) {
    const std::string says = "rename: " + f.name + " is called " + f.becomes;
    const std::uint32_t c = who(f.name);
    if (c == k_nobody) return list(f.line, says, nobody_called(f.name, cast_.characters));
    const std::uint32_t other = who(f.becomes);
    if (other != k_nobody && other != c && of(other).name == f.becomes)
      return list(f.line, says, "somebody else has this name; if they are one, merge them");
    of(c).name = f.becomes;
    index_.set(f.becomes, c);
  }

  bool tell_pronouns() {
    std::vector<const pronouns_fix*> told(cast_.characters.size(), nullptr);
    for (const pronouns_fix& f : fixes_.pronouns) {
      const std::uint32_t c = who(f.name);
      if (c == k_nobody) {
        list(f.line, "pronouns: " + f.name + " is " + std::string(to_string(f.pronouns)),
             nobody_called(f.name, cast_.characters));
        continue;
      }
      if (told[c] != nullptr && told[c]->pronouns != f.pronouns)
        return refuse(f.line,
                      f.name + " and " + told[c]->name + " of line " +
                          std::to_string(told[c]->line) + " are one, and have other pronouns there",
                      "keep one of the two, or split them");
      told[c] = &f;
      of(c).pronouns = f.pronouns;
    }
    return true;
  }

  [[nodiscard]] bool is_story(std::uint32_t chapter) const {
    const chapter_kind k = in_.chapters[chapter].kind;
    return k == chapter_kind::chapter || k == chapter_kind::part;
  }

  /// The chapters that a choice means.
  [[nodiscard]] std::vector<std::uint32_t> chapters_of(const chapter_choice& choice) const {
    std::vector<std::uint32_t> out;
    std::uint32_t number = 0;
    const std::string title = ' ' + text::words_key(choice.title);
    for (std::uint32_t c = 0; c < in_.chapters.size(); ++c) {
      if (in_.chapters[c].kind == chapter_kind::chapter) ++number;
      if (choice.first > 0) {
        if (in_.chapters[c].kind == chapter_kind::chapter && number >= choice.first &&
            number <= choice.last)
          out.push_back(c);
      } else if (is_story(c) && title.size() > 1 &&
                 (' ' + text::words_key(in_.chapters[c].title)).find(title) != title.npos) {
        out.push_back(c);
      }
    }
    return out;
  }

  bool tell_narrators() {
    std::vector<const narrator_fix*> told(in_.chapters.size(), nullptr);
    const narrator_fix* whole = nullptr;
    for (const narrator_fix& f : fixes_.narrator) {
      const std::string says = "narrator: " + f.name.value_or("nobody");
      const std::uint32_t c = f.name ? who(*f.name) : k_nobody;
      if (f.name && c == k_nobody) {
        list(f.line, says, nobody_called(*f.name, cast_.characters));
        continue;
      }
      if (f.chapters.empty()) {
        if (whole != nullptr && whole->name != f.name)
          return narrates_twice(f, *whole, "the story");
        whole = &f;
      }
      for (const chapter_choice& choice : f.chapters) {
        const std::vector<std::uint32_t> chapters = chapters_of(choice);
        if (chapters.empty())
          list(f.line, says,
               "there is no chapter " +
                   (choice.first > 0 ? std::to_string(choice.first) : choice.title));
        for (const std::uint32_t chapter : chapters) {
          if (told[chapter] != nullptr && told[chapter]->name != f.name)
            return narrates_twice(f, *told[chapter], in_.chapters[chapter].title);
          told[chapter] = &f;
        }
      }
    }
    set_narrators(whole, told);
    return true;
  }

  bool narrates_twice(const narrator_fix& f, const narrator_fix& other, const std::string& what) {
    return refuse(f.line,
                  "it says that " + f.name.value_or("nobody") + " narrates " +
                      (what.empty() ? "a chapter" : what) + ", and line " +
                      std::to_string(other.line) + " says " + other.name.value_or("nobody"),
                  "keep one of the two");
  }

  void set_narrators(const narrator_fix* whole, const std::vector<const narrator_fix*>& told) {
    std::vector<std::uint32_t>& narrator = cast_.narrator;
    narrator.resize(in_.paragraphs.size(), k_nobody);
    const bool none_found = std::all_of(narrator.begin(), narrator.end(),
                                        [](std::uint32_t n) { return n == k_nobody; });
    for (std::uint32_t p = 0; p < narrator.size(); ++p) {
      const std::uint32_t c = in_.paragraphs[p].chapter.value;
      if (narrator[p] != k_nobody) narrator[p] = root(narrator[p]);
      const narrator_fix* f = told[c];
      // Where some chapters are told by "I", one who narrates the story narrates those.
      if (f == nullptr && whole != nullptr && is_story(c) &&
          (none_found || narrator[p] != k_nobody))
        f = whole;
      if (f != nullptr) narrator[p] = f->name ? who(*f->name) : k_nobody;
    }
  }

  /// "Narrator", who stands for an "I" without a name, goes where nobody is left to stand for.
  [[nodiscard]] bool stands_for_nobody(std::uint32_t c) const {
    const character& x = cast_.characters[c];
    return !keeps_order_ && x.narrator && mentions_of(c) == 0 &&
           std::find(cast_.narrator.begin(), cast_.narrator.end(), c) == cast_.narrator.end();
  }

  void number_anew() {
    std::vector<std::uint32_t> order;
    for (std::uint32_t c = 0; c < became_.size(); ++c)
      if (became_[c] == c && !stands_for_nobody(c)) order.push_back(c);
    if (!keeps_order_) {
      const auto place = [&](std::uint32_t c) {
        return mentions_of(c) > 0 ? cast_.characters[c].first.value : k_nobody;
      };
      std::stable_sort(order.begin(), order.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return place(a) < place(b); });
    }
    std::vector<std::uint32_t> number(became_.size(), k_nobody);
    std::vector<character> characters;
    for (const std::uint32_t c : order) {
      number[c] = static_cast<std::uint32_t>(characters.size());
      characters.push_back(std::move(cast_.characters[c]));
      characters.back().narrator = false;
    }
    for (person_mention& m : cast_.mentions)
      m.character = number[root(m.character)];
    for (std::uint32_t& n : cast_.narrator) {
      if (n == k_nobody) continue;
      n = number[root(n)];
      if (n != k_nobody) characters[n].narrator = true;
    }
    for (std::uint32_t c = 0; c < number.size(); ++c)
      number[c] = number[root(c)];
    index_.renumber(number);
    cast_.characters = std::move(characters);
  }

  const cast_input& in_;
  const fix_list& fixes_;
  const bool keeps_order_;
  cast_layer& cast_;
  std::vector<unmatched_fix>& unmatched_;
  name_index index_;
  mutable std::vector<std::uint32_t> became_;  ///< of each character: into whom it was merged
  std::vector<std::uint32_t> merged_at_;       ///< the line that did it
  error error_;
};

}  // namespace

result<name_index> apply_fixes(const cast_input& in, const fix_list& fixes, bool keeps_order,
                               cast_layer& cast, std::vector<unmatched_fix>& unmatched) {
  return cast_mender(in, fixes, keeps_order, cast, unmatched).mend();
}

}  // namespace fabula::people
