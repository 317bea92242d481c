#include "people/cast.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "people/join_names.hpp"
#include "people/narrator.hpp"
#include "people/roster.hpp"
#include "people/unnamed.hpp"

namespace fabula::people {
namespace {

constexpr std::uint64_t k_gendered =
    language::word_class::title_she | language::word_class::title_he;

[[nodiscard]] pronoun_set pronouns_of(const person& p) noexcept {
  if (p.group) return pronoun_set::they;
  const std::uint32_t told = p.evidence.she + p.evidence.he;
  // Nobody says "xe" of one who is "she": a few tell more than a list of names does, but one "xe"
  // of another may stand beside "Ines".
  const auto neo = std::max_element(p.neo.begin(), p.neo.end());
  const std::uint32_t listed = p.sex == gender::unknown ? 0 : 2;
  if (*neo >= 2 && *neo > told + listed)
    return k_neo_sets[static_cast<std::size_t>(neo - p.neo.begin())];
  // Others than these are "they" too ("Robin laughed; they were late"): it takes many, and clear.
  if (p.they >= 4 && p.they > 4 * told && (p.evidence.title_bits & k_gendered) == 0)
    return pronoun_set::they;
  if (p.sex == gender::unknown) return pronoun_set::unknown;
  return p.sex == gender::she ? pronoun_set::she : pronoun_set::he;
}

/// Words that name somebody: "the Colonel" has none, whatever it is written like.
[[nodiscard]] std::size_t words_of(const name_form& f) noexcept {
  return f.lone_title ? 0 : f.words.size();
}

/// The name that a cast list would show: the fullest of the frequent ones.
[[nodiscard]] std::uint32_t best_form(const person& p, const name_table& names) {
  std::uint32_t best = k_nobody;
  std::uint32_t top = 0;
  for (const std::uint32_t f : p.forms)
    if (!names.forms[f].description || p.description) top = std::max(top, names.forms[f].count);
  for (const std::uint32_t i : p.forms) {
    const name_form& f = names.forms[i];
    if (f.count * 100 < top) continue;              // a slip, or a name used once in jest
    if (f.description && !p.description) continue;  // "his wife" has a name
    const std::size_t full = best == k_nobody ? 0 : words_of(names.forms[best]);
    if (best == k_nobody || words_of(f) > full ||
        (words_of(f) == full && f.count > names.forms[best].count))
      best = i;
  }
  return best == k_nobody ? p.forms[0] : best;
}

/// A single use makes somebody one of the cast where it tells a person: by the name, by who speaks,
/// by who is called. A description does by speaking alone.
[[nodiscard]] bool tells_person(const name_use& u, const name_form& f) noexcept {
  if (f.description) return u.speaks || f.role || f.acting;
  return u.speaks || u.role == mention_role::vocative || f.group || f.titled() || f.known_given ||
         f.introduced > 0 || f.words.size() > 1 || f.sex != gender::unknown;
}

/// Numbers persons where the story makes them members of the cast: at the first use that tells a
/// person, else at the second use. What is added at the end of a text numbers nobody anew.
class numbering {
 public:
  numbering(const name_table& names, const joined_names& joined)
      : number_(joined.persons.size(), k_nobody) {
    std::vector<std::uint8_t> seen(joined.persons.size(), 0);
    for (std::size_t u = 0; u < names.uses.size(); ++u) {
      const std::uint32_t p = joined.of_use[u];
      if (p == k_nobody || number_[p] != k_nobody) continue;
      const name_form& form = names.forms[names.uses[u].form];
      if (!tells_person(names.uses[u], form) && (form.description || seen[p]++ == 0)) continue;
      number_[p] = static_cast<std::uint32_t>(order_.size());
      order_.push_back(p);
    }
  }

  /// `k_nobody` where the person is none of the cast.
  [[nodiscard]] std::uint32_t of(std::uint32_t person) const noexcept {
    return person == k_nobody ? k_nobody : number_[person];
  }
  [[nodiscard]] const std::vector<std::uint32_t>& order() const noexcept { return order_; }

 private:
  std::vector<std::uint32_t> number_;
  std::vector<std::uint32_t> order_;
};

[[nodiscard]] character make_character(const person& who, const name_table& names,
                                       const std::vector<person>& all) {
  character c;
  const name_form& best = names.forms[best_form(who, names)];
  c.name = best.text;
  // "his wife" alone says too little in a list of the cast: "Mr. Pardoe's wife".
  if (who.of != k_nobody)
    c.name = names.forms[best_form(all[who.of], names)].text + "'s " + who.role;
  // "Jo, you little goose", but nobody calls a goose Miss Jo.
  const bool titled = (who.evidence.title_bits & k_gendered) != 0;
  c.kind = who.group                   ? character_kind::group
           : who.animal > 1 && !titled ? character_kind::animal
                                       : character_kind::person;
  c.pronouns = pronouns_of(who);
  c.pronouns_by = {who.evidence.she, who.evidence.he, who.they,
                   (who.evidence.title_bits & k_gendered) != 0, who.evidence.given_bits != 0};
  return c;
}

/// Counts a use of `form` among the names of `c`.
void count_alias(character& c, const name_form& form, form_reason reason) {
  for (alias& a : c.aliases)
    if (a.text == form.text) {
      ++a.count;
      return;
    }
  c.aliases.push_back({form.text, 1, reason.why, reason.confidence});
}

[[nodiscard]] form_reason reason_of(const person& who, std::uint32_t form) {
  for (std::size_t i = 0; i < who.forms.size(); ++i)
    if (who.forms[i] == form) return who.reasons[i];
  return {alias_reason::context, 0.7F};
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

namespace {

/// The cast as it is known when `in.size()` tokens are read, numbered in the order of that reading.
[[nodiscard]] cast_layer read_cast(const cast_input& in, std::vector<std::uint8_t> in_quote) {
  cast_layer out;
  out.in_quote = std::move(in_quote);
  name_table names = find_names(in, out.in_quote);
  joined_names joined = join_names(in, names, out.in_quote);
  join_unnamed(in, out.in_quote, names, joined);
  const numbering numbers(names, joined);
  for (const std::uint32_t p : numbers.order())
    out.characters.push_back(make_character(joined.persons[p], names, joined.persons));
  for (std::size_t i = 0; i < names.uses.size(); ++i) {
    const name_use& u = names.uses[i];
    const std::uint32_t number = numbers.of(joined.of_use[i]);
    if (number == k_nobody) continue;
    const name_form& form = names.forms[u.form];
    character& c = out.characters[number];
    if (c.aliases.empty()) c.first = {in.tokens.start[u.first]};
    count_alias(c, form, reason_of(joined.persons[joined.of_use[i]], u.form));
    // "the General" is a name where nobody writes it small.
    const bool name = !form.description ||
                      (u.last > u.first + 1 && form.capital && in.tokens.capital[u.last - 1] != 0);
    out.mentions.push_back({u.first, u.last, number, name ? mention_form::prop : mention_form::nom,
                            u.role, out.in_quote[u.first] != 0, 0.9F});
  }
  for (character& c : out.characters)
    std::stable_sort(c.aliases.begin(), c.aliases.end(),
                     [](const alias& a, const alias& b) { return a.count > b.count; });
  find_narrators(in, out);
  return out;
}

}  // namespace

cast_layer build_cast(const cast_input& in) {
  const std::vector<std::uint8_t> in_quote = mark_quoted_tokens(in);
  roster numbers;
  for (const std::uint32_t end : places_to_look_back(in)) {
    cast_input beginning = in;
    beginning.first_tokens = end;
    cast_layer known = read_cast(beginning, in_quote);
    numbers.follow(known);
  }
  cast_layer out = read_cast(in, in_quote);
  numbers.follow(out);
  return out;
}

}  // namespace fabula::people
