#include "people/cast.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "people/name_index.hpp"
#include "people/names.hpp"
#include "people/narrator.hpp"
#include "text/unicode.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint64_t k_given = wc::given_he | wc::given_she | wc::given_any;
constexpr std::uint64_t k_titles = wc::title_he | wc::title_she | wc::title_any;

/// A person in the making: name forms that are one.
struct person {
  std::vector<std::uint32_t> forms;
  std::uint32_t given = k_nobody;  ///< word ids
  std::uint32_t surname = k_nobody;
  gender sex = gender::unknown;
  std::uint32_t count = 0;
  bool married = false;
  bool miss = false;
  std::vector<std::uint32_t> titles;
};

/// Joins forms to persons: full names first, then what leans on them. A false merge is worse than a
/// split, so a form that fits two persons alike goes to the more frequent one only where nothing in
/// one sentence tells them apart (reference/people.md, section 3).
class joiner {
 public:
  joiner(const cast_input& in, name_table& names) : in_(in),
        t_(in.tokens),
        names_(names),
        apart_(in.fixes == nullptr ? std::vector<not_same_fix>() : in.fixes->not_same) {}

  void join() {
    owner_.assign(names_.forms.size(), k_nobody);
    find_conflicts();
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < names_.forms.size(); ++i)
      if (names_.forms[i].count > 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return names_.forms[a].count > names_.forms[b].count;
    });
    count_first_and_last(order);
    for (const auto step :
         {&joiner::join_full, &joiner::join_bare_given, &joiner::join_titled_given,
          &joiner::join_titled_surname, &joiner::join_bare_rest, &joiner::join_lone_title})
      for (const std::uint32_t f : order)
        if (owner_[f] == k_nobody) (this->*step)(f);
  }

  [[nodiscard]] const std::vector<person>& persons() const noexcept { return persons_; }
  [[nodiscard]] std::uint32_t owner(std::uint32_t form) const noexcept { return owner_[form]; }

 private:
  [[nodiscard]] const std::string& word(std::uint32_t w) const noexcept {
    return t_.words.forms[w];
  }
  [[nodiscard]] std::uint64_t classes(std::uint32_t w) const noexcept {
    return t_.words.classes[w];
  }

  /// Two forms that stand together in one sentence twice or more, and not by chance, are two
  /// people.
  void find_conflicts() {
    std::vector<std::uint32_t> here;
    std::uint32_t sentence = k_nobody;
    const auto flush = [&] {
      for (std::size_t a = 0; a < here.size(); ++a)
        for (std::size_t b = a + 1; b < here.size(); ++b)
          ++together_[pair_key(here[a], here[b])];
      here.clear();
    };
    for (const name_use& u : names_.uses) {
      if (t_.sentence[u.first] != sentence) flush();
      sentence = t_.sentence[u.first];
      if (here.size() < 6 && std::find(here.begin(), here.end(), u.form) == here.end())
        here.push_back(u.form);
    }
    flush();
  }

  [[nodiscard]] static std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) noexcept {
    return (static_cast<std::uint64_t>(std::min(a, b)) << 32U) | std::max(a, b);
  }

  [[nodiscard]] bool conflict(std::uint32_t form, const person& p) const {
    for (const std::uint32_t other : p.forms) {
      if (!apart_.empty() && apart_(names_.forms[form].text, names_.forms[other].text)) return true;
      const auto found = together_.find(pair_key(form, other));
      if (found == together_.end() || found->second < 2 || is_shorter_form(form, other)) continue;
      const std::uint32_t rarer = std::min(names_.forms[form].count, names_.forms[other].count);
      if (50 * found->second > rarer) return true;
    }
    return false;
  }

  /// "Sir Leicester" beside "Sir Leicester Dedlock": one says in full what the other says for
  /// short.
  [[nodiscard]] bool is_shorter_form(std::uint32_t a, std::uint32_t b) const {
    const name_form& x = names_.forms[a];
    const name_form& y = names_.forms[b];
    if (x.description || y.description || x.titles != y.titles || x.words.size() == y.words.size())
      return false;
    return x.words.front() == y.words.front();
  }

  /// Dr. and Doctor, Capt. and Captain are one title.
  [[nodiscard]] bool same_title(std::uint32_t a, std::uint32_t b) const {
    static constexpr std::pair<std::string_view, std::string_view> k_short[] = {
        {"dr", "doctor"},    {"capt", "captain"},   {"col", "colonel"},   {"prof", "professor"},
        {"rev", "reverend"}, {"lt", "lieutenant"},  {"sgt", "sergeant"},  {"gen", "general"},
        {"maj", "major"},    {"insp", "inspector"}, {"det", "detective"}, {"adm", "admiral"},
        {"gov", "governor"}, {"sen", "senator"},    {"cmdr", "commander"}};
    if (a == b) return true;
    std::string_view x = word(a);
    std::string_view y = word(b);
    if (x.ends_with('.')) x.remove_suffix(1);
    if (y.ends_with('.')) y.remove_suffix(1);
    if (x == y) return true;
    for (const auto& [brief, full] : k_short)
      if ((x == brief && y == full) || (y == brief && x == full)) return true;
    return false;
  }

  [[nodiscard]] bool is_initial(std::uint32_t w) const {
    return word(w).size() == 2 && word(w)[1] == '.';
  }

  /// How often each word stands first and last in full names: "Elizabeth" is no surname.
  void count_first_and_last(const std::vector<std::uint32_t>& order) {
    for (const std::uint32_t i : order) {
      const name_form& f = names_.forms[i];
      if (f.words.size() >= 2) {
        first_[f.words.front()] += f.count;
        last_[f.words.back()] += f.count;
      } else if (f.words.size() == 1 && f.titled() && !title_takes_given(f)) {
        last_[f.words.back()] += f.count;
      }
    }
  }

  [[nodiscard]] static std::uint32_t look_up(
      const std::unordered_map<std::uint32_t, std::uint32_t>& m, std::uint32_t key) {
    const auto found = m.find(key);
    return found == m.end() ? 0 : found->second;
  }

  [[nodiscard]] bool is_given(std::uint32_t w) const {
    const std::uint32_t first = look_up(first_, w);
    const std::uint32_t last = look_up(last_, w);
    if (first != last) return first > last;
    return (classes(w) & k_given) != 0;
  }

  /// Sir Walter, Aunt Juley, Lady Catherine, Sister Anne: the title stands before a first name.
  [[nodiscard]] bool title_takes_given(const name_form& f) const {
    for (const std::uint32_t w : f.titles) {
      const std::string& s = word(w);
      if (s == "sir" || s == "aunt" || s == "uncle" || s == "cousin" || s == "king" ||
          s == "queen" || s == "prince" || s == "princess" || s == "dame" || s == "auntie" ||
          s == "sister" || s == "brother" || s == "nurse" || s == "don")
        return true;
    }
    return false;
  }

  [[nodiscard]] bool same_given(std::uint32_t a, std::uint32_t b) const {
    if (a == k_nobody || b == k_nobody) return false;
    if (a == b) return true;
    const std::string& x = word(a);
    const std::string& y = word(b);
    const std::string_view full_x = in_.words.full_given_name(x);
    const std::string_view full_y = in_.words.full_given_name(y);
    if (full_x == y || full_y == x) return true;  // not Molly and Polly, though both may be Mary
    // J. Hale and John Hale; Biddy and Bid: an initial, or a pet ending on the same stem.
    if (x.size() == 2 && x[1] == '.') return x[0] == y[0];
    if (y.size() == 2 && y[1] == '.') return x[0] == y[0];
    const auto pet = [](const std::string& s, const std::string& l) {
      if (s.size() < 4 || l.size() < 3) return false;
      const std::string_view stem = s.ends_with("ie")  ? std::string_view(s).substr(0, s.size() - 2)
                                    : s.ends_with("y") ? std::string_view(s).substr(0, s.size() - 1)
                                                       : std::string_view();
      return stem.size() >= 3 && l.size() > stem.size() + 1 && l.starts_with(stem);
    };
    return pet(x, y) || pet(y, x);
  }

  [[nodiscard]] static bool agree(gender a, gender b) noexcept {
    return a == gender::unknown || b == gender::unknown || a == b;
  }

  std::uint32_t make(std::uint32_t form, std::uint32_t given, std::uint32_t surname) {
    person p;
    p.given = given;
    p.surname = surname;
    persons_.push_back(std::move(p));
    give(form, static_cast<std::uint32_t>(persons_.size() - 1));
    return static_cast<std::uint32_t>(persons_.size() - 1);
  }

  void give(std::uint32_t form, std::uint32_t to) {
    person& p = persons_[to];
    const name_form& f = names_.forms[form];
    owner_[form] = to;
    p.forms.push_back(form);
    p.count += f.count;
    if (p.sex == gender::unknown) p.sex = f.sex;
    p.married = p.married || f.married;
    for (const std::uint32_t w : f.titles) {
      p.miss = p.miss || word(w) == "miss";
      if (std::find(p.titles.begin(), p.titles.end(), w) == p.titles.end()) p.titles.push_back(w);
    }
  }

  /// Gives `form` to the most frequent person that `fits`, or to nobody.
  template <class Fits>
  bool give_best(std::uint32_t form, Fits fits) {
    std::uint32_t best = k_nobody;
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      if (!agree(persons_[p].sex, names_.forms[form].sex) || !fits(persons_[p]) ||
          conflict(form, persons_[p]))
        continue;
      if (best == k_nobody || persons_[p].count > persons_[best].count) best = p;
    }
    if (best == k_nobody) return false;
    give(form, best);
    return true;
  }

  void join_full(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || form.words.size() < 2) return;
    const std::uint32_t given = form.words.front();
    const std::uint32_t surname = form.words.back();
    if (is_initial(surname)) return;  // "J. J." waits for the full name that begins so
    if (!give_best(
            f, [&](const person& p) { return p.surname == surname && same_given(p.given, given); }))
      make(f, given, surname);
  }

  void join_bare_given(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || form.titled() || form.words.size() != 1) return;
    const std::uint32_t w = form.words[0];
    if (!is_given(w) && look_up(last_, w) > 0) return;
    if (give_best(f, [&](const person& p) { return p.given == w; })) return;
    if (give_best(f, [&](const person& p) { return same_given(p.given, w); })) return;
    if (form.inside == form.count) return;  // only ever spoken: perhaps short for somebody
    if (is_given(w)) make(f, w, k_nobody);
  }

  /// "It's a table, Tom": a name that is only ever spoken, and with which one person's name begins.
  bool is_short_address(const name_form& form, std::uint32_t w) {
    const std::string& brief = word(w);
    if (brief.size() < 3 || form.inside != form.count) return false;
    std::uint32_t only = k_nobody;
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      const std::uint32_t given =
          persons_[p].given == k_nobody ? persons_[p].surname : persons_[p].given;
      if (given == k_nobody || !word(given).starts_with(brief)) continue;
      if (only != k_nobody) return false;
      only = p;
    }
    if (only == k_nobody || !agree(persons_[only].sex, form.sex)) return false;
    const auto own = static_cast<std::uint32_t>(&form - names_.forms.data());
    if (conflict(own, persons_[only])) return false;
    give(own, only);
    return true;
  }

  void join_titled_given(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || !form.titled() || form.words.size() != 1) return;
    const std::uint32_t w = form.words[0];
    const bool takes = title_takes_given(form) || (is_given(w) && look_up(last_, w) == 0) ||
                       (is_given(w) && look_up(first_, w) > look_up(last_, w));
    if (!takes) return;
    const bool mister =
        !form.married && std::none_of(form.titles.begin(), form.titles.end(), [&](std::uint32_t x) {
          return word(x) == "mr." || word(x) == "mr";
        });
    if (mister || title_takes_given(form)) {
      if (give_best(f, [&](const person& p) { return p.given == w; })) return;
      if (give_best(f, [&](const person& p) { return same_given(p.given, w); })) return;
    } else if (give_best(f,
                         [&](const person& p) { return p.given == w && p.surname != k_nobody; })) {
      return;
    }
    make(f, w, k_nobody);
  }

  void join_titled_surname(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || !form.titled() || form.words.size() != 1) return;
    const std::uint32_t w = form.words[0];
    const bool miss = std::any_of(form.titles.begin(), form.titles.end(),
                                  [&](std::uint32_t x) { return word(x) == "miss"; });
    const auto bears = [&](const person& p) {
      return p.surname == w &&
             std::any_of(form.titles.begin(), form.titles.end(), [&](std::uint32_t x) {
               return std::any_of(p.titles.begin(), p.titles.end(),
                                  [&](std::uint32_t y) { return same_title(x, y); });
             });
    };
    if (give_best(f, bears)) return;
    if (form.sex == gender::she || miss) {
      const bool joined = give_best(f, [&](const person& p) {
        if (p.surname != w || p.sex != gender::she) return false;
        return form.married ? !p.miss && only_bearer(w, gender::she) : !p.married;
      });
      if (!joined) make(f, k_nobody, w);
      return;
    }
    const bool joined = give_best(f, [&](const person& p) {
      return p.surname == w && p.sex != gender::she && only_bearer(w, gender::he) &&
             !other_titled(p, form);
    });
    if (!joined) make(f, k_nobody, w);
  }

  /// Whether just one person of `sex` bears the surname.
  [[nodiscard]] bool only_bearer(std::uint32_t surname, gender sex) const {
    std::uint32_t n = 0;
    for (const person& p : persons_)
      n +=
          p.surname == surname && (p.sex == sex || (p.sex == gender::unknown && sex == gender::he));
    return n <= 1;
  }

  /// Captain Hale is not Mr. Hale where both titles are in use.
  [[nodiscard]] bool other_titled(const person& p, const name_form& form) const {
    const auto plain = [&](std::uint32_t w) { return word(w).starts_with("mr"); };
    if (p.titles.empty() || form.titles.empty()) return false;
    return plain(p.titles[0]) != plain(form.titles[0]) && p.given == k_nobody;
  }

  void join_bare_rest(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || form.titled()) return;
    if (form.words.size() > 1) {
      const auto begins = [&](const person& p) {
        return std::any_of(p.forms.begin(), p.forms.end(), [&](std::uint32_t o) {
          const auto& words = names_.forms[o].words;
          return words.size() > form.words.size() &&
                 std::equal(form.words.begin(), form.words.end(), words.begin());
        });
      };
      if (!give_best(f, begins)) make(f, form.words.front(), k_nobody);
      return;
    }
    const std::uint32_t w = form.words[0];
    // A bare surname is nearly always the man who bears it.
    if (give_best(f, [&](const person& p) { return p.surname == w && p.sex == gender::he; }))
      return;
    if (give_best(f, [&](const person& p) { return p.surname == w || p.given == w; })) return;
    if (give_best(f, [&](const person& p) { return same_given(p.given, w); })) return;
    if (is_short_address(form, w)) return;
    make(f, is_given(w) ? w : k_nobody, is_given(w) ? k_nobody : w);
  }

  /// "the Admiral": the one who bears most of the title's uses; a description is its own person.
  void join_lone_title(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    // "said the Doctor": a description by its article, a title by its capital.
    const bool title =
        form.words.size() == 1 && (classes(form.words[0]) & k_titles) != 0 &&
        text::is_upper(text::decode_at(form.text, form.text.rfind(' ') + 1).code_point);
    if (form.words.size() == 1 && (!form.description || title)) {
      const std::uint32_t w = form.words[0];
      std::uint32_t best = k_nobody;
      std::uint32_t most = 0;
      std::uint32_t all = 0;
      for (std::uint32_t p = 0; p < persons_.size(); ++p) {
        const auto& titles = persons_[p].titles;
        if (std::none_of(titles.begin(), titles.end(),
                         [&](std::uint32_t x) { return same_title(x, w); }))
          continue;
        all += persons_[p].count;
        if (persons_[p].count > most) most = persons_[p].count, best = p;
      }
      if (best != k_nobody && 10 * most >= 6 * all && !conflict(f, persons_[best])) {
        give(f, best);
        return;
      }
    }
    make(f, k_nobody, form.words.empty() ? k_nobody : form.words.back());
  }

  const cast_input& in_;
  const token_layer& t_;
  name_table& names_;
  const kept_apart apart_;
  std::vector<person> persons_;
  std::vector<std::uint32_t> owner_;
  std::unordered_map<std::uint64_t, std::uint32_t> together_;
  std::unordered_map<std::uint32_t, std::uint32_t> first_;
  std::unordered_map<std::uint32_t, std::uint32_t> last_;
};

[[nodiscard]] pronoun_set pronouns_of(gender g) noexcept {
  return g == gender::she  ? pronoun_set::she
         : g == gender::he ? pronoun_set::he
                           : pronoun_set::unknown;
}

/// The name that a cast list would show: the fullest of the frequent ones.
[[nodiscard]] std::string best_name(const person& p, const name_table& names) {
  const name_form* best = nullptr;
  std::uint32_t top = 0;
  for (const std::uint32_t f : p.forms)
    top = std::max(top, names.forms[f].count);
  const auto weight = [](const name_form& f) { return f.words.size(); };
  for (const std::uint32_t i : p.forms) {
    const name_form& f = names.forms[i];
    if (f.count * 100 < top) continue;  // a slip, or a name used once in jest
    if (best == nullptr || weight(f) > weight(*best) ||
        (weight(f) == weight(*best) && f.count > best->count))
      best = &f;
  }
  return best == nullptr ? names.forms[p.forms[0]].text : best->text;
}

[[nodiscard]] bool belongs_to_cast(const person& p, const name_table& names) {
  std::uint32_t speaks = 0;
  std::uint32_t called = 0;
  bool titled = false;
  bool full = false;
  for (const std::uint32_t i : p.forms) {
    const name_form& f = names.forms[i];
    speaks += f.speaks;
    called += f.called;
    titled = titled || f.titled() || f.known_given;
    full = full || f.words.size() > 1;
  }
  return p.count >= 2 || speaks > 0 || called > 0 || titled || full || p.sex != gender::unknown;
}

}  // namespace

std::vector<std::uint8_t> mark_quoted_tokens(const cast_input& in) {
  std::vector<std::uint8_t> out(in.tokens.size(), 0);
  for (const quote& q : in.quotes) {
    if (q.kind == quote_kind::quoted) continue;
    for (const byte_range s : q.spans)
      for (std::uint32_t i = in.tokens.first_at(s.start.value);
           i < in.tokens.size() && in.tokens.start[i] < s.end.value; ++i)
        out[i] = 1;
  }
  return out;
}

cast_layer build_cast(const cast_input& in) {
  cast_layer out;
  out.in_quote = mark_quoted_tokens(in);
  name_table names = find_names(in, out.in_quote);
  joiner join(in, names);
  join.join();
  // Characters are numbered in the order in which the story brings them in.
  std::vector<std::uint32_t> number(join.persons().size(), k_nobody);
  for (const name_use& u : names.uses) {
    const std::uint32_t p = join.owner(u.form);
    if (p == k_nobody || !belongs_to_cast(join.persons()[p], names)) continue;
    if (number[p] == k_nobody) {
      number[p] = static_cast<std::uint32_t>(out.characters.size());
      character c;
      const person& who = join.persons()[p];
      c.name = best_name(who, names);
      for (const std::uint32_t f : who.forms)
        c.aliases.push_back({names.forms[f].text, names.forms[f].count});
      std::stable_sort(c.aliases.begin(), c.aliases.end(),
                       [](const alias& a, const alias& b) { return a.count > b.count; });
      c.pronouns = pronouns_of(who.sex);
      c.first = {in.tokens.start[u.first]};
      out.characters.push_back(std::move(c));
    }
    out.mentions.push_back(
        {u.first, u.last, number[p],
         names.forms[u.form].description ? mention_form::nom : mention_form::prop, u.role,
         out.in_quote[u.first] != 0, 0.9F});
  }
  find_narrators(in, out);
  return out;
}

}  // namespace fabula::people
