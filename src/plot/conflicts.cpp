// What in the facts does not go together.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "plot/facts.hpp"
#include "plot/kinship.hpp"

namespace fabula::plot {
namespace {

// How often each is one, of those read by eye in 85 novels (docs/measurements.md).
constexpr float k_looks = 0.2F;
constexpr float k_trades = 0.3F;
constexpr float k_kin = 0.1F;
constexpr float k_dead = 0.3F;
constexpr float k_spelling = 0.65F;

[[nodiscard]] std::size_t number_of(std::string_view word) noexcept {
  return static_cast<std::size_t>(
      std::find(k_numbers_of_kin.begin(), k_numbers_of_kin.end(), word) - k_numbers_of_kin.begin());
}

/// Whether one letter changed, added, dropped or two swapped makes one of the other.
[[nodiscard]] bool one_letter_apart(std::string_view a, std::string_view b) {
  if (a == b) return false;
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i])
    ++i;
  if (a.size() == b.size()) {
    if (a.substr(i + 1) == b.substr(i + 1)) return true;
    return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
           a.substr(i + 2) == b.substr(i + 2);
  }
  return a.substr(i) == b.substr(i + 1);
}

/// "Marr" of "Mrs. Marr"; the whole of a name without a title.
[[nodiscard]] std::string_view behind_title(std::string_view name) noexcept {
  for (const std::string_view title : {"Mr. ", "Mrs. ", "Ms. ", "Miss ", "Dr. ", "Mr ", "Mrs ",
                                       "Ms ", "Dr ", "Mme. ", "Mme ", "M. "})
    if (name.starts_with(title)) return name.substr(title.size());
  return name;
}

/// "Gibson" and "Gibsons": he and his family; but Mr. Phillip and Mr. Phillips are one, or a slip.
[[nodiscard]] bool is_plural(std::string_view a, std::string_view b) noexcept {
  if (a.size() > b.size()) std::swap(a, b);
  const bool men = a.starts_with("Mr") && b.starts_with("Mr") && !b.starts_with("Mrs");
  return b.size() == a.size() + 1 && b.starts_with(a) && b.back() == 's' && !men;
}

/// "Miss S." and "Miss P.", "George II": initials and numbers are no slips.
[[nodiscard]] bool is_short(std::string_view name) noexcept {
  const std::string_view last = name.substr(name.rfind(' ') + 1);
  return last.size() < 4 || last.find_first_not_of("IVX") == std::string_view::npos;
}

/// Trades that one may have together, or under either name.
[[nodiscard]] std::size_t family_of_trade(std::string_view trade) noexcept {
  constexpr std::array<std::string_view, 9> k_families{" doctor surgeon ",
                                                       " chemist apothecary ",
                                                       " sailor soldier captain pilot fisherman ",
                                                       " priest vicar curate bishop clergyman ",
                                                       " lawyer attorney ",
                                                       " poet writer journalist ",
                                                       " musician singer actor actress ",
                                                       " detective inspector ",
                                                       " teacher professor governess "};
  const std::string word = " " + std::string(trade) + " ";
  for (std::size_t k = 0; k < k_families.size(); ++k)
    if (k_families[k].find(word) != std::string_view::npos) return k;
  return k_families.size();
}

/// Whether one cannot be both to the same person: a sister and a cousin; a cousin may marry.
[[nodiscard]] bool excludes(relation a, relation b) noexcept {
  const auto loose = [](relation r) {
    return r == relation::other || r == relation::in_law || r == relation::lover;
  };
  if (a == b || loose(a) || loose(b)) return false;
  const bool married = a == relation::spouse || b == relation::spouse;
  const bool cousins = a == relation::cousin || b == relation::cousin;
  return !(married && cousins);
}

/// "sister" and "Ruth Marr" of "sister of Ruth Marr"; "two" and "brothers" of "two brothers".
struct kin_words {
  std::string_view what;
  std::string_view whose;
  bool number = false;
};

[[nodiscard]] kin_words read_kin(std::string_view value) noexcept {
  const std::size_t of = value.find(" of ");
  if (of != std::string_view::npos) return {value.substr(0, of), value.substr(of + 4), false};
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return {value, {}, false};
  return {value.substr(0, space), value.substr(space + 1), true};
}

class conflict_finder {
 public:
  conflict_finder(const reading& r, const std::vector<fact>& facts, std::vector<conflict>& to)
      : r_(r), s_(r.of()), facts_(facts), to_(to) {}

  void find() {
    looks();
    trades();
    kin();
    dead_who_speak();
    spellings();
    std::stable_sort(to_.begin(), to_.end(),
                     [](const conflict& a, const conflict& b) { return a.second < b.second; });
  }

 private:
  void add(conflict_kind kind, std::optional<character_id> who, byte_range a, byte_range b,
           std::string what, float sure, std::array<std::string, 2> values) {
    if (b < a) std::swap(a, b);
    to_.push_back({kind, who, a, b, std::move(what), sure, std::move(values)});
  }

  /// Whether fact `f` is told of somebody named right before it, and of nobody else named there: of
  /// the rest most are somebody else's ("She looked at him with dark eyes").
  [[nodiscard]] bool is_sure(const fact& f) const {
    const std::uint32_t i = r_.tokens().first_at(f.span.start.value);
    if (i >= r_.size()) return false;
    const std::uint32_t begin = r_.told(i) ? r_.first_token(r_.tokens().paragraph[i])
                                           : r_.sentence_first(r_.tokens().sentence[i]);
    const std::uint32_t end = std::min(r_.tokens().first_at(f.span.end.value), r_.size());
    const std::uint32_t sentence = r_.sentence_first(r_.tokens().sentence[i]);
    bool alone = true;
    std::uint32_t nearest = k_none;
    for (std::uint32_t k = begin; k < std::max(end, i + 1); ++k) {
      const std::uint32_t who = r_.who(k);
      if (who == k_none || r_.told(k) != r_.told(i)) continue;
      if (s_.mentions[r_.mention_at(k)].form != mention_form::prop) continue;
      if (who != f.who.value && s_.characters[who].kind == character_kind::person) alone = false;
      nearest = k;
    }
    return nearest != k_none && r_.who(nearest) == f.who.value && (alone || nearest >= sentence);
  }

  /// "dark" and "brown", "fair" and "golden", "chestnut" and "brown" are one; who was black may go
  /// grey.
  [[nodiscard]] static bool go_together(fact_kind kind, std::string_view a, std::string_view b) {
    constexpr std::array<std::string_view, 4> k_alike{
        " dark black brown hazel chestnut ", " gray grey white silver ",
        " fair yellow golden blond blonde flaxen auburn ", " red auburn chestnut ginger "};
    const std::string x = " " + std::string(a) + " ";
    const std::string y = " " + std::string(b) + " ";
    for (const std::string_view list : k_alike)
      if (list.find(x) != std::string_view::npos && list.find(y) != std::string_view::npos)
        return true;
    return kind == fact_kind::hair && k_alike[1].find(y) != std::string_view::npos;
  }

  /// Eyes and hair of two colours, and two ages in one chapter.
  void looks() {
    for (std::size_t i = 0; i + 1 < facts_.size(); ++i) {
      const fact& a = facts_[i];
      const fact& b = facts_[i + 1];
      if (a.who != b.who || a.kind != b.kind || a.value == b.value) continue;
      const std::string& name = s_.characters[a.who.value].name;
      if (a.kind == fact_kind::eyes || a.kind == fact_kind::hair) {
        const char* thing = a.kind == fact_kind::eyes ? " eyes" : " hair";
        if (!go_together(a.kind, a.value, b.value) && is_sure(a) && is_sure(b))
          add(a.kind == fact_kind::eyes ? conflict_kind::eyes : conflict_kind::hair, a.who, a.span,
              b.span, name + ": " + a.value + thing + ", later " + b.value + thing, k_looks,
              {a.value, b.value});
      }
      if (a.kind == fact_kind::age) {
        const std::uint32_t x = r_.tokens().first_at(a.span.start.value);
        const std::uint32_t y = r_.tokens().first_at(b.span.start.value);
        if (x < r_.size() && y < r_.size() && r_.chapter_of(x) == r_.chapter_of(y))
          add(conflict_kind::age, a.who, a.span, b.span,
              name + ": " + a.value + ", later " + b.value, 0.4F, {a.value, b.value});
      }
    }
  }

  /// Two trades; a change of trade is told as one: "became".
  void trades() {
    std::map<std::uint32_t, const fact*> trade_of;
    for (const fact& f : facts_) {
      if (f.kind != fact_kind::trade) continue;
      const auto [first, fresh] = trade_of.try_emplace(f.who.value, &f);
      const fact& a = *first->second;
      const bool one =
          a.value == f.value ||
          (family_of_trade(a.value) == family_of_trade(f.value) && family_of_trade(a.value) < 9);
      if (fresh || one || s_.words_of(f.span).starts_with("became")) continue;
      if (!is_sure(a) || !is_sure(f)) continue;
      if (!told_.insert({f.who.value, f.value}).second) continue;
      add(conflict_kind::trade, f.who, a.span, f.span,
          s_.characters[f.who.value].name + ": " + a.value + ", later " + f.value, k_trades,
          {a.value, f.value});
    }
  }

  /// A sister who is later a cousin, two brothers who are later three.
  void kin() {
    std::map<std::pair<std::uint32_t, std::string_view>, const fact*> kin_of;
    for (const fact& f : facts_) {
      if (f.kind != fact_kind::kin) continue;
      const kin_words words = read_kin(f.value);
      const auto [first, fresh] = kin_of.try_emplace({f.who.value, words.whose}, &f);
      const fact& a = *first->second;
      relation x = relation::other;
      relation y = relation::other;
      const bool known =
          words.number || (relation_of(read_kin(a.value).what, x) && relation_of(words.what, y));
      // An old man's "child" may be his granddaughter.
      const bool vague = words.what == "child" || read_kin(a.value).what == "child";
      const bool apart = words.number ? differ(a, f) : excludes(x, y);
      const bool named = words.number || (is_beside(a) && is_beside(f));
      if (!fresh && a.value != f.value && known && !vague && apart && named &&
          told_.insert({f.who.value, f.value}).second)
        add(conflict_kind::kin, f.who, a.span, f.span,
            s_.characters[f.who.value].name + ": " + a.value + ", later " + f.value, k_kin,
            {a.value, f.value});
    }
  }

  /// "her sister Ruth", "Ruth, his cousin": by name, and not by what somebody is called.
  [[nodiscard]] bool is_beside(const fact& f) const {
    const std::uint32_t i = r_.tokens().first_at(f.span.start.value);
    const std::uint32_t end = std::min(r_.tokens().first_at(f.span.end.value) + 2, r_.size());
    for (std::uint32_t k = i > 3 ? i - 3 : 0; k < end; ++k)
      if (r_.who(k) == f.who.value && s_.mentions[r_.mention_at(k)].form == mention_form::prop)
        return true;
    return false;
  }

  /// Whether two numbers of kin contradict each other: "her two brothers" may be two of three; of
  /// three none is left out of "she had two".
  [[nodiscard]] bool differ(const fact& a, const fact& b) const {
    const std::string_view x = read_kin(a.value).what;
    const std::string_view y = read_kin(b.value).what;
    const bool all_of_a = s_.words_of(a.span).starts_with(x);
    const bool all_of_b = s_.words_of(b.span).starts_with(y);
    if (all_of_a && all_of_b) return true;
    return all_of_a ? number_of(x) < number_of(y) : all_of_b && number_of(y) < number_of(x);
  }

  /// The dead who speak later, aloud and there.
  void dead_who_speak() {
    std::map<std::uint32_t, byte_range> dead;
    for (const fact& f : facts_) {
      if (f.kind != fact_kind::dead) continue;
      const std::uint32_t i = r_.tokens().first_at(f.span.start.value);
      if (i >= r_.size() || !is_named_before(i, f.who.value) || is_supposed(i)) continue;
      dead.try_emplace(f.who.value, f.span);
    }
    std::map<std::uint32_t, byte_range> speaks;
    for (const quote& q : s_.quotes) {
      if (!q.speaker || q.kind != quote_kind::speech || q.confidence < 0.7F) continue;
      if (q.evidence != evidence_kind::name) continue;
      const auto d = dead.find(q.speaker->value);
      if (d != dead.end() && d->second.end < q.span().start) speaks.try_emplace(d->first, q.span());
    }
    for (const auto& [who, where] : speaks)
      add(conflict_kind::dead_speaks, character_id{who}, dead[who], where,
          s_.characters[who].name + " is said to be dead, and speaks later", k_dead, {});
  }

  /// "if Ruth died", "before Ruth died", "when Ruth had died": then, or perhaps, or long ago.
  [[nodiscard]] bool is_supposed(std::uint32_t i) const {
    static constexpr std::array<std::string_view, 14> k_words{
        "if",  "before", "when",  "till",  "until", "after",   "since",
        "had", "would",  "could", "might", "that",  "suppose", "perhaps"};
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 12;)
      if (is_one_of(k_words, r_.form(k))) return true;
    const std::uint32_t end = std::min(r_.sentence_end(r_.tokens().sentence[i]), i + 12);
    for (std::uint32_t k = i; k < end; ++k)
      // "He was dead against it", "she died again"
      if (r_.form_is(k, "?") || r_.form_is(k, "away") || r_.form_is(k, "down") ||
          r_.form_is(k, "against") || r_.form_is(k, "again") || r_.form_is(k, "tired"))
        return true;
    return false;
  }

  /// "Jonathan Reed is dead", said by somebody: "he is dead" may be about anybody.
  [[nodiscard]] bool is_named_before(std::uint32_t i, std::uint32_t who) const {
    const std::uint32_t head = i > 0 ? r_.head_ending_at(i - 1) : i;
    return r_.who(head) == who && s_.mentions[r_.mention_at(head)].form == mention_form::prop;
  }

  /// One who is Jonathan here and Johnathan there; "Lizzie" and "Lizzy" are pet names.
  void own_spellings() {
    constexpr std::size_t k_long = 7;
    for (std::uint32_t c = 0; c < s_.characters.size(); ++c) {
      const std::vector<alias>& all = s_.characters[c].aliases;
      for (std::size_t a = 0; a < std::min<std::size_t>(all.size(), 24); ++a) {
        for (std::size_t b = a + 1; b < std::min<std::size_t>(all.size(), 24); ++b) {
          const auto x = words_of(all[a].text);
          const auto y = words_of(all[b].text);
          const auto differs = [&](const std::string& v) {
            return v.size() >= k_long && std::find(x.begin(), x.end(), v) == x.end() &&
                   std::any_of(x.begin(), x.end(), [&](const std::string& u) {
                     return u.size() >= k_long && u[0] >= 'A' && u[0] <= 'Z' && u[0] == v[0] &&
                            u.back() == v.back() && one_letter_apart(u, v);
                   });
          };
          if (std::none_of(y.begin(), y.end(), differs) || !spelt_.insert(c).second) continue;
          add(conflict_kind::spelling, character_id{c}, where_spelt(c, all[a].text),
              where_spelt(c, all[b].text), all[a].text + ", elsewhere " + all[b].text, k_spelling,
              {all[a].text, all[b].text});
        }
      }
    }
  }

  [[nodiscard]] static std::vector<std::string> words_of(const std::string& name) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from < name.size();) {
      const std::size_t end = std::min(name.find(' ', from), name.size());
      out.push_back(name.substr(from, end - from));
      from = end + 1;
    }
    return out;
  }

  [[nodiscard]] byte_range where_spelt(std::uint32_t c, const std::string& name) const {
    for (const mention& m : s_.mentions)
      if (m.character && m.character->value == c && s_.words_of(m.span).starts_with(name))
        return {m.span.start, {m.span.start.value + static_cast<std::uint32_t>(name.size())}};
    const byte_offset from = s_.characters[c].first;
    return {from, from};
  }

  /// Names spelled two ways.
  void spellings() {
    own_spellings();
    const auto first_of = [&](std::uint32_t c) {
      const byte_offset from = s_.characters[c].first;
      const auto m = std::partition_point(s_.mentions.begin(), s_.mentions.end(),
                                          [&](const mention& x) { return x.span.start < from; });
      return m != s_.mentions.end() && m->span.start == from ? m->span : byte_range{from, from};
    };
    std::map<char, std::vector<std::pair<std::string, std::uint32_t>>> names;
    for (std::uint32_t c = 0; c < s_.characters.size(); ++c) {
      // "the girl" and "the girls" are no names.
      if (s_.characters[c].name.size() < 5 || s_.characters[c].name.starts_with("the ")) continue;
      names[s_.characters[c].name.front()].emplace_back(s_.characters[c].name, c);
    }
    for (const auto& [letter, list] : names) {
      if (list.size() > 400) continue;
      for (std::size_t a = 0; a < list.size(); ++a) {
        for (std::size_t b = a + 1; b < list.size(); ++b) {
          // "Mr. Marr" and "Mrs. Marr" are two people, whose name is spelled one way.
          if (!one_letter_apart(list[a].first, list[b].first) ||
              behind_title(list[a].first) == behind_title(list[b].first) ||
              is_plural(list[a].first, list[b].first) || is_short(list[a].first) ||
              is_short(list[b].first))
            continue;
          add(conflict_kind::spelling, character_id{list[a].second}, first_of(list[a].second),
              first_of(list[b].second), list[a].first + ", elsewhere " + list[b].first, k_spelling,
              {list[a].first, list[b].first});
        }
      }
    }
  }

  const reading& r_;
  const story& s_;
  const std::vector<fact>& facts_;
  std::vector<conflict>& to_;
  std::set<std::uint32_t> spelt_;
  std::set<std::pair<std::uint32_t, std::string_view>> told_;  ///< each value once
};

}  // namespace

void find_conflicts(const reading& r, const std::vector<fact>& facts, std::vector<conflict>& to) {
  conflict_finder(r, facts, to).find();
}

}  // namespace fabula::plot
