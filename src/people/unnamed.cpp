#include "people/unnamed.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "people/vague_roles.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint32_t k_narrator = k_nobody - 1;  ///< the owner of "my wife"
constexpr std::uint32_t k_about = 800;              ///< tokens: as far as a scene's company is felt
constexpr std::uint32_t k_sentences_back = 6;       ///< a possessive's "his" means one of so lately
constexpr std::uint64_t k_persons = wc::person_he | wc::person_she | wc::person_any | wc::kin;

/// Words for one and the same tie; a wife and a mother are one each, sisters may be many.
[[nodiscard]] std::string_view tie_of(std::string_view noun) noexcept {
  static constexpr std::pair<std::string_view, std::string_view> k_ties[] = {
      {"wife", "wife"},    {"lady", "wife"},    {"husband", "husband"}, {"mother", "mother"},
      {"mamma", "mother"}, {"mama", "mother"},  {"mum", "mother"},      {"mom", "mother"},
      {"mummy", "mother"}, {"mommy", "mother"}, {"father", "father"},   {"papa", "father"},
      {"dad", "father"},   {"daddy", "father"}};
  for (const auto& [word, tie] : k_ties)
    if (word == noun) return tie;
  return {};
}

/// A description with its owner: tokens [first, last).
struct description {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t own = 0;  ///< where its own words begin, behind "his", "Ruth's"
  std::uint32_t owner = k_nobody;
  std::uint32_t heir = k_nobody;    ///< whom an apposition names
  std::uint32_t called = k_nobody;  ///< whom it answers for, here
  bool speaks = false;
  bool acts = false;
};

struct group {
  std::vector<description> uses;
  std::uint32_t owner = k_nobody;
  std::string tie;
  bool one_each = false;  ///< a wife, a mother
  bool kin = false;
  gender sex = gender::unknown;
};

class describer {
 public:
  describer(const cast_input& in, const std::vector<std::uint8_t>& in_quote, name_table& names,
            joined_names& joined)
      : in_(in), t_(in.tokens), in_quote_(in_quote), names_(names), joined_(joined) {}

  void join() {
    note_cues();
    find();
    if (groups_.empty()) return;
    for (auto& [key, g] : groups_)
      settle(g);
    std::stable_sort(found_.begin(), found_.end(),
                     [](const name_use& a, const name_use& b) { return a.first < b.first; });
    merge();
  }

 private:
  [[nodiscard]] bool is_word(std::uint32_t i) const noexcept {
    return t_.shape[i] == token_shape::word;
  }

  void note_cues() {
    cue_.assign(t_.size(), 0);
    for (const auto& subject : in_.cue_subjects)
      if (subject && subject->last > 0 && subject->last <= in_.size()) cue_[subject->last - 1] = 1;
  }

  [[nodiscard]] const person& who(std::uint32_t p) const { return joined_.persons[p]; }

  void find() {
    use_at_.assign(in_.size() + 1, k_nobody);
    for (std::uint32_t u = 0; u < names_.uses.size(); ++u)
      use_at_[names_.uses[u].first] = u;
    for (std::uint32_t i = 0; i < in_.size(); ++i) {
      if (use_at_[i] != k_nobody) {
        const std::uint32_t u = use_at_[i];
        recent_.push_back(u);
        i = names_.uses[u].last - 1;
        if (i + 1 < in_.size() && t_.form(i + 1) == "'s" && in_quote_[i] == 0)
          look_at(names_.uses[u].first, i + 2, joined_.of_use[u]);
        continue;
      }
      if (!is_word(i) || in_quote_[i] != 0 || !t_.is(i, wc::possessive)) continue;
      if (t_.is(i, wc::pronoun_he | wc::pronoun_she | wc::pronoun_i)) look_at(i, i + 1, k_nobody);
    }
  }

  /// Reads a description whose own words begin at `own`.
  void look_at(std::uint32_t first, std::uint32_t own, std::uint32_t owner) {
    std::uint32_t k = own;
    while (k < in_.size() && k < own + 3 && is_word(k) && t_.sentence[k] == t_.sentence[first] &&
           !t_.is(k, k_persons) && t_.is(k, wc::adjective))
      ++k;
    if (k >= in_.size() || !is_word(k) || t_.sentence[k] != t_.sentence[first] ||
        !t_.is(k, k_persons) || use_at_[k] != k_nobody || is_many(k))
      return;
    // "his mother's house", "her sister and brother", "his wife-to-be"
    if (k + 1 < in_.size() && (t_.form(k + 1) == "'s" || t_.form(k + 1) == "-" ||
                               (is_word(k + 1) && t_.is(k + 1, k_persons))))
      return;
    const std::string& noun = t_.form(k);
    const bool his_lady = noun == "lady" && t_.is(first, wc::pronoun_he) && k == own;
    if (is_vague_role(noun) || (noun == "lady" && !his_lady)) return;
    description d;
    d.first = first;
    d.last = k + 1;
    d.own = own;
    d.speaks = cue_[k] != 0;
    d.acts = d.speaks || acts(k);
    d.owner = owner != k_nobody ? owner : owner_of(first, d);
    if (d.owner == k_nobody) return;
    d.heir = named_beside(d, sex_of(k));
    if (d.speaks) d.called = called_before(d, sex_of(k));
    add(d, k);
  }

  /// `"You are not eating, Lavinia," said Miss Pell. "I am listening," said her sister.`: who
  /// answers the owner is who alone was called by name.
  [[nodiscard]] std::uint32_t called_before(const description& d, gender sex) const {
    std::uint32_t called = k_nobody;
    bool by_owner = false;
    for (std::size_t k = recent_.size(); k-- > 0;) {
      const name_use& u = names_.uses[recent_[k]];
      const std::uint32_t paragraph = t_.paragraph[u.first];
      if (paragraph + 1 < t_.paragraph[d.first]) break;
      if (paragraph == t_.paragraph[d.first]) continue;
      const std::uint32_t p = joined_.of_use[recent_[k]];
      if (u.role == mention_role::vocative) {
        if (called != k_nobody && called != p) return k_nobody;
        called = p;
      } else {
        by_owner = by_owner || (p == d.owner && cue_[u.last - 1] != 0);
      }
    }
    if (!by_owner || called == k_nobody || called == d.owner || who(called).group ||
        who(called).description)
      return k_nobody;
    const gender own = who(called).sex;
    return own == gender::unknown || sex == gender::unknown || own == sex ? called : k_nobody;
  }

  [[nodiscard]] bool is_many(std::uint32_t k) const {
    static constexpr penn_tag k_plural = penn_tag_named("NNS");
    if (in_.has_syntax()) return in_.syntax->tokens[k].xpos == k_plural;
    return t_.form(k).ends_with('s') && !t_.form(k).ends_with("ss");
  }

  [[nodiscard]] gender sex_of(std::uint32_t k) const {
    const bool she = t_.is(k, wc::person_she);
    const bool he = t_.is(k, wc::person_he);
    return she == he ? gender::unknown : she ? gender::she : gender::he;
  }

  /// The subject of a verb that is no form of "be".
  [[nodiscard]] bool acts(std::uint32_t k) const {
    static constexpr relation k_nsubj = relation_named("nsubj");
    if (in_.has_syntax()) {
      const token& w = in_.syntax->tokens[k];
      return w.relation == k_nsubj && in_.syntax->tokens[w.head.value].upos == universal_tag::verb;
    }
    return k + 1 < in_.size() && t_.is(k + 1, wc::common_verb | wc::speech_verb);
  }

  /// Whom "his" or "her" means: one who is addressed in the line whose tag this is, else the last
  /// of that sex who was named in this sentence, else in the narration just before.
  [[nodiscard]] std::uint32_t owner_of(std::uint32_t first, const description& d) const {
    if (t_.is(first, wc::pronoun_i)) return d.speaks ? k_narrator : k_nobody;
    const gender sex = t_.is(first, wc::pronoun_she) ? gender::she : gender::he;
    const auto fits = [&](std::uint32_t u) {
      const std::uint32_t p = joined_.of_use[u];
      return p != k_nobody && who(p).sex == sex && !who(p).group;
    };
    std::uint32_t called = k_nobody;
    std::uint32_t told = k_nobody;
    for (std::size_t k = recent_.size(); k-- > 0;) {
      const name_use& u = names_.uses[recent_[k]];
      if (t_.sentence[u.first] + k_sentences_back < t_.sentence[first]) break;
      if (!fits(recent_[k])) continue;
      const bool here = t_.paragraph[u.first] == t_.paragraph[first];
      if (u.role == mention_role::vocative) {
        if (here && d.speaks && called == k_nobody) called = joined_.of_use[recent_[k]];
      } else if (in_quote_[u.first] == 0 && told == k_nobody) {
        told = joined_.of_use[recent_[k]];
        if (t_.sentence[u.first] == t_.sentence[first]) break;
      }
    }
    return called != k_nobody ? called : told;
  }

  /// "his wife Helena", "his wife, Helena,", "Helena, his wife,": no list.
  [[nodiscard]] std::uint32_t named_beside(const description& d, gender sex) const {
    const auto is = [&](std::uint32_t i, std::string_view mark) {
      return i < in_.size() && t_.text_of(in_.text, i) == mark;
    };
    const auto closes = [&](std::uint32_t i) {
      if (i >= in_.size() || t_.paragraph[i] != t_.paragraph[d.first]) return true;
      return is(i, ".") || is(i, ";") || (is(i, ",") && !is(i + 1, "and") && !is(i + 1, "or"));
    };
    const auto bearer = [&](std::uint32_t u) {
      const std::uint32_t p = joined_.of_use[u];
      if (p == k_nobody || p == d.owner || who(p).group || who(p).description) return k_nobody;
      return who(p).sex == gender::unknown || sex == gender::unknown || who(p).sex == sex
                 ? p
                 : k_nobody;
    };
    if (d.last < in_.size() && use_at_[d.last] != k_nobody &&
        t_.sentence[d.last] == t_.sentence[d.first])
      return bearer(use_at_[d.last]);
    if (is(d.last, ",") && d.last + 1 < in_.size() && use_at_[d.last + 1] != k_nobody &&
        closes(names_.uses[use_at_[d.last + 1]].last))
      return bearer(use_at_[d.last + 1]);
    if (d.first >= 2 && is(d.first - 1, ",") && closes(d.last) && !recent_.empty()) {
      const name_use& u = names_.uses[recent_.back()];
      const bool opens = u.first == 0 || t_.sentence[u.first - 1] != t_.sentence[u.first] ||
                         (!is(u.first - 1, ",") && !is(u.first - 1, "and"));
      if (u.last == d.first - 1 && opens && t_.sentence[u.first] == t_.sentence[d.first])
        return bearer(recent_.back());
    }
    return k_nobody;
  }

  void add(const description& d, std::uint32_t head) {
    const std::string_view tie = tie_of(t_.form(head));
    std::string key = std::to_string(d.owner);
    if (tie.empty()) {
      for (std::uint32_t k = d.own; k < d.last; ++k)
        (key += ' ') += t_.form(k);
    } else {
      (key += ' ') += tie;
    }
    group& g = groups_[key];
    g.uses.push_back(d);
    g.owner = d.owner;
    g.one_each = !tie.empty();
    g.kin = t_.is(head, wc::kin);
    g.tie = std::string(tie);
    for (std::uint32_t k = d.own; tie.empty() && k < d.last; ++k)
      (g.tie += g.tie.empty() ? "" : " ") += t_.text_of(in_.text, k);
    if (g.sex == gender::unknown) g.sex = sex_of(head);
  }

  void settle(group& g) {
    // One may have many sisters: who answers here is this one, here.
    for (const description& d : g.uses)
      if (d.heir == k_nobody && d.called != k_nobody)
        give(d, d.called, {alias_reason::role, 0.85F});
    std::erase_if(g.uses,
                  [](const description& d) { return d.heir == k_nobody && d.called != k_nobody; });
    if (g.uses.empty()) return;
    std::uint32_t heir = heir_of(g);
    form_reason why{alias_reason::role, 0.9F};
    if (heir == k_nobody && g.owner != k_narrator) {
      heir = spouse(g);
      why.confidence = 0.8F;
    }
    if (heir == k_nobody) {
      if (!somebody(g)) return;
      person p;
      p.description = true;
      p.sex = g.sex;
      (g.sex == gender::she ? p.evidence.she : p.evidence.he) += g.sex == gender::unknown ? 0 : 4;
      p.of = g.owner == k_narrator ? k_nobody : g.owner;
      p.role = g.tie;
      joined_.persons.push_back(std::move(p));
      heir = static_cast<std::uint32_t>(joined_.persons.size() - 1);
      why = {alias_reason::own, 1};
    }
    // "[his wife] Nessa" is one mention, and hers by her name.
    for (const description& d : g.uses)
      if (d.heir == k_nobody) give(d, heir, why);
  }

  /// Whom appositions name, where all of them name one.
  [[nodiscard]] static std::uint32_t heir_of(const group& g) {
    std::uint32_t heir = k_nobody;
    for (const description& d : g.uses) {
      if (d.heir == k_nobody) continue;
      if (heir != k_nobody && heir != d.heir) return k_nobody;
      heir = d.heir;
    }
    return heir;
  }

  /// "Mrs. Bennet" for the wife of Mr. Bennet: she bears his name as a married woman, and nobody
  /// else could be either of the two.
  [[nodiscard]] std::uint32_t spouse(const group& g) const {
    const bool wife = g.tie == "wife";
    if ((!wife && g.tie != "husband") || who(g.owner).surname == k_nobody) return k_nobody;
    const person& owner = who(g.owner);
    if (wife ? owner.sex != gender::he : !owner.married) return k_nobody;
    std::uint32_t only = k_nobody;
    std::uint32_t owners = 0;
    for (std::uint32_t p = 0; p < joined_.persons.size(); ++p) {
      const person& x = who(p);
      if (x.group || x.description || x.surname != owner.surname) continue;
      const person& man = wife ? owner : x;
      const person& woman = wife ? x : owner;
      owners += p != g.owner && x.sex == owner.sex && (wife || x.married);
      if (p == g.owner || man.sex != gender::he || woman.sex != gender::she || !woman.married)
        continue;
      // "Mrs. John Dashwood" is John's.
      if (woman.husband != k_nobody && man.given != k_nobody && woman.husband != man.given)
        continue;
      if (only != k_nobody) return k_nobody;
      only = p;
    }
    if (only == k_nobody) return k_nobody;
    // The plain "Mr. X" belongs to the plain "Mrs. X", whatever sons there are.
    const person& other = who(only);
    const bool plain = owner.given == k_nobody && other.given == k_nobody &&
                       owner.husband == k_nobody && other.husband == k_nobody;
    // John's "Mrs. Tarn" may be his mother: more than one slip of "his" must say that she is not.
    return plain || (owners == 0 && g.uses.size() > 1) ? only : k_nobody;
  }

  /// Whether a group without a name is to be one of the cast.
  [[nodiscard]] bool somebody(const group& g) const {
    std::uint32_t speaks = 0;
    std::uint32_t acts = 0;
    std::uint32_t alone = 0;
    std::uint32_t company = 0;
    for (const description& d : g.uses) {
      speaks += d.speaks;
      acts += d.acts;
      if (d.acts) ++(has_company(g, d) ? company : alone);
    }
    if (g.kin || g.sex != gender::unknown) return (speaks > 0 || acts > 1) && alone > company;
    return speaks > 0 || acts > 0;
  }

  /// Somebody with a name is about whom the words could mean.
  [[nodiscard]] bool has_company(const group& g, const description& d) const {
    if (g.sex == gender::unknown && !g.kin) return false;
    const auto near = std::lower_bound(
        names_.uses.begin(), names_.uses.end(), d.first - std::min(d.first, k_about),
        [](const name_use& u, std::uint32_t at) { return u.first < at; });
    for (auto u = near; u != names_.uses.end() && u->first < d.first + k_about; ++u) {
      const std::uint32_t p = joined_.of_use[static_cast<std::size_t>(u - names_.uses.begin())];
      if (p == k_nobody || p == g.owner || in_quote_[u->first] != 0 ||
          u->role == mention_role::possessive)
        continue;
      const bool fits =
          who(p).sex == g.sex || who(p).sex == gender::unknown || g.sex == gender::unknown;
      if (fits && !who(p).group && !who(p).description) return true;
    }
    return false;
  }

  void give(const description& d, std::uint32_t to, form_reason reason) {
    std::string text(t_.text_of(in_.text, d.first));
    for (std::uint32_t k = d.first + 1; k < d.last; ++k)
      (text += t_.form(k) == "'s" ? "" : " ").append(t_.text_of(in_.text, k));
    if (d.own == d.first + 1)
      text[0] = static_cast<char>(text[0] | 0x20);  // "His wife" is his wife
    const auto [at, is_new] =
        forms_.try_emplace({to, text}, static_cast<std::uint32_t>(names_.forms.size()));
    if (is_new) {
      name_form f;
      f.text = std::move(text);
      f.description = true;
      f.role = true;
      f.first_token = d.first;
      for (std::uint32_t k = d.own; k < d.last; ++k)
        f.words.push_back(t_.word[k]);
      names_.forms.push_back(std::move(f));
      joined_.owner.push_back(to);
      joined_.persons[to].forms.push_back(at->second);
      joined_.persons[to].reasons.push_back(reason);
    }
    ++names_.forms[at->second].count;
    ++joined_.persons[to].count;
    // "[Ruth]'s [assistant]": the owner keeps the name.
    const bool named = use_at_[d.first] != k_nobody;
    found_.push_back({named ? d.own : d.first, d.last, at->second,
                      d.acts ? mention_role::subject : mention_role::other, d.speaks});
  }

  /// Puts the new uses among the others.
  void merge() {
    std::vector<name_use> uses;
    std::vector<std::uint32_t> of_use;
    std::size_t k = 0;
    const auto take = [&](const name_use& u, std::uint32_t person) {
      if (!uses.empty() && u.first < uses.back().last) return;
      uses.push_back(u);
      of_use.push_back(person);
    };
    for (std::size_t u = 0; u < names_.uses.size(); ++u) {
      while (k < found_.size() && found_[k].first < names_.uses[u].first) {
        take(found_[k], joined_.owner[found_[k].form]);
        ++k;
      }
      take(names_.uses[u], joined_.of_use[u]);
    }
    for (; k < found_.size(); ++k)
      take(found_[k], joined_.owner[found_[k].form]);
    names_.uses = std::move(uses);
    joined_.of_use = std::move(of_use);
  }

  const cast_input& in_;
  const token_layer& t_;
  const std::vector<std::uint8_t>& in_quote_;
  name_table& names_;
  joined_names& joined_;
  std::vector<std::uint8_t> cue_;
  std::vector<std::uint32_t> use_at_;
  std::vector<std::uint32_t> recent_;  ///< uses so far, in order
  std::map<std::string, group> groups_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> forms_;
  std::vector<name_use> found_;
};

}  // namespace

void join_unnamed(const cast_input& in, const std::vector<std::uint8_t>& in_quote,
                  name_table& names, joined_names& joined) {
  describer(in, in_quote, names, joined).join();
}

}  // namespace fabula::people
