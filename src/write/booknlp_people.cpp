#include "write/booknlp_people.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "text/unicode.hpp"
#include "write/booknlp_words.hpp"
#include "write/clear_tree.hpp"
#include "write/voices.hpp"

namespace fabula::booknlp {
namespace {

struct pronoun_of_set {
  std::string_view pronoun;
  std::size_t set;  ///< position in `k_pronoun_sets`
};
constexpr std::array<pronoun_of_set, 22> k_pronouns{
    {{"he", 0},       {"him", 0},        {"his", 0},  {"himself", 0}, {"she", 1},   {"her", 1},
     {"hers", 1},     {"herself", 1},    {"they", 2}, {"them", 2},    {"their", 2}, {"theirs", 2},
     {"themself", 2}, {"themselves", 2}, {"xe", 3},   {"xem", 3},     {"xyr", 3},   {"xir", 3},
     {"ze", 4},       {"zem", 4},        {"zir", 4},  {"hir", 4}}};

/// Which of `k_pronoun_sets` a pronoun belongs to.
[[nodiscard]] std::optional<std::size_t> set_of(const std::string& pronoun) {
  for (const pronoun_of_set& p : k_pronouns)
    if (p.pronoun == pronoun) return p.set;
  return std::nullopt;
}

/// What the trees say of one mention, asked as BookNLP asks.
class deeds {
 public:
  explicit deeds(const story& s) : s_(s), arcs_(clear_tree(s)), children_(s.tokens.size()) {
    for (std::uint32_t i = 0; i < arcs_.size(); ++i)
      if (arcs_[i].head.value != i) children_[arcs_[i].head.value].push_back({i});
  }

  void add(person& p, token_range words) const {
    const token_index head = head_of(words);
    const clear_arc& arc = arcs_[head.value];
    const token_index above = arc.head;
    if (arc.label == "nsubj" && s_.lemmas[s_.tokens[above.value].lemma.value] == "be") {
      for (const token_index t : children_[above.value])
        if (arcs_[t.value].label == "attr" || arcs_[t.value].label == "acomp") p.mod.push_back(t);
    } else if (arc.label == "nsubj") {
      p.agent.push_back(above);
    } else if (arc.label == "dobj" || arc.label == "nsubjpass") {
      p.patient.push_back(above);
    } else if (arc.label == "pobj" && arcs_[above.value].label == "agent") {
      p.agent.push_back(arcs_[above.value].head);
    } else if (arc.label == "poss") {
      p.poss.push_back(above);
    }
  }

 private:
  /// The word that hangs on one outside; of "Anna and Tom", "Tom" is asked through "Anna".
  [[nodiscard]] token_index head_of(token_range words) const {
    token_index head = words.start;
    for (std::uint32_t i = words.start.value; i < words.end.value; ++i) {
      const token_index above = arcs_[i].head;
      if (words.contains(above) && above.value != i) continue;
      head = {i};
      break;
    }
    return arcs_[head.value].label == "conj" ? arcs_[head.value].head : head;
  }

  const story& s_;
  std::vector<clear_arc> arcs_;
  std::vector<std::vector<token_index>> children_;
};

void count_form(std::vector<form_count>& forms,
                std::unordered_map<std::string, std::size_t>& places, std::string text) {
  const auto [at, fresh] = places.try_emplace(text, forms.size());
  if (fresh) forms.push_back({std::move(text), 0});
  ++forms[at->second].count;
}

void sort_forms(std::vector<form_count>& forms) {
  std::stable_sort(forms.begin(), forms.end(),
                   [](const form_count& a, const form_count& b) { return a.count > b.count; });
}

/// Gathers people in the order of their first mention.
class gathering {
 public:
  explicit gathering(const story& s) : s_(s), ids_(s), deeds_(s) {}

  [[nodiscard]] std::vector<person> people() {
    for (std::uint32_t i = 0; i < s_.mentions.size(); ++i)
      add(i);
    std::vector<char> speaks(s_.characters.size());
    for (const quote& q : s_.quotes)
      if (q.speaker && q.kind != quote_kind::quoted) speaks[q.speaker->value] = 1;
    for (std::uint32_t i = 0; i < speaks.size(); ++i)
      if (speaks[i] != 0) static_cast<void>(person_of(ids_.of(character_id{i}), character_id{i}));
    std::erase_if(people_, [&](const person& p) {
      return p.count < 2 && (!p.character || speaks[p.character->value] == 0);
    });
    for (person& p : people_) {
      sort_forms(p.proper);
      sort_forms(p.common);
      sort_forms(p.pronoun);
    }
    std::stable_sort(people_.begin(), people_.end(),
                     [](const person& a, const person& b) { return a.count > b.count; });
    return std::move(people_);
  }

 private:
  void add(std::uint32_t position) {
    const mention& m = s_.mentions[position];
    if (m.type != mention_type::per && !m.character) return;
    const token_range words = tokens_of(s_, m.span);
    if (words.start >= words.end) return;
    std::string form;
    append_words(form, s_, words);
    const std::size_t at = person_of(ids_.of(m), m.character);
    person& p = people_[at];
    ++p.count;
    deeds_.add(p, words);
    switch (m.form) {
      case mention_form::prop: count_form(p.proper, places_[at][0], std::move(form)); break;
      case mention_form::nom: count_form(p.common, places_[at][1], std::move(form)); break;
      case mention_form::pron:
        if (const auto set = set_of(text::lower(form))) ++p.pronouns[*set];
        count_form(p.pronoun, places_[at][2], std::move(form));
    }
  }

  [[nodiscard]] std::size_t person_of(std::uint32_t id, std::optional<character_id> who) {
    const auto [at, fresh] = by_id_.try_emplace(id, people_.size());
    if (fresh) {
      people_.push_back({});
      people_.back().id = id;
      places_.emplace_back();
    }
    if (who) people_[at->second].character = who;
    return at->second;
  }

  const story& s_;
  coref_ids ids_;
  deeds deeds_;
  std::vector<person> people_;
  std::vector<std::array<std::unordered_map<std::string, std::size_t>, 3>> places_;
  std::unordered_map<std::uint32_t, std::size_t> by_id_;
};

}  // namespace

coref_ids::coref_ids(const story& s) : characters_(s.characters.size()) {
  std::vector<std::map<std::uint32_t, std::uint32_t>> uses(s.characters.size());
  std::uint32_t free = 0;
  for (const mention& m : s.mentions) {
    free = std::max(free, m.entity.value + 1);
    if (m.character) ++uses[m.character->value][m.entity.value];
  }
  std::map<std::uint32_t, std::uint32_t> owners;
  for (std::uint32_t i = 0; i < uses.size(); ++i) {
    const auto most =
        std::max_element(uses[i].begin(), uses[i].end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    // Two characters never share a number, even where the mentions say so.
    const bool has = most != uses[i].end() && owners.emplace(most->first, i).second;
    characters_[i] = has ? most->first : free++;
  }
}

std::vector<person> find_people(const story& s) {
  return gathering(s).people();
}

std::string normalized_name(const person& p) {
  std::string name;
  if (!p.proper.empty()) {
    name = label_of(p.proper.front().text);
  } else if (!p.common.empty()) {
    name = label_of(p.common.front().text);
  }
  return name.empty() ? "Character" + std::to_string(p.id) : name;
}

}  // namespace fabula::booknlp
