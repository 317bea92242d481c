#include "plot/kinship.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace fabula::plot {
namespace {

constexpr std::size_t k_relations = 12;
constexpr std::size_t k_family = 24;
constexpr std::size_t k_evidence = 16;
constexpr std::uint32_t k_most_a_chapter = 3;
constexpr float k_most_linked = 2.5F;    ///< that links alone come to
constexpr float k_beside_named = 0.25F;  ///< what links count where names say otherwise
constexpr float k_least = 0.7F;          ///< that makes a tie
constexpr float k_least_linked = 1.0F;   ///< where no name says so
constexpr float k_least_linked_surname = 0.3F;
constexpr float k_least_only_parent = 0.4F;
constexpr float k_least_lover = 1.6F;
constexpr float k_least_betrothed = 0.85F;
constexpr float k_least_second = 2;         ///< husband, wife or lover
constexpr float k_least_of_surname = 0.2F;  ///< a word of kin, and one surname
constexpr float k_ahead = 2;                ///< of all other relations of the pair
constexpr float k_many_linked = 3;
constexpr float k_ahead_of_many = 1.6F;
constexpr float k_surname = 1.5F;  ///< those of one surname are likelier kin
constexpr float k_other_surname = 0.5F;
constexpr float k_other_surname_linked = 0.25F;
constexpr float k_sure_lead = 1.2F;  ///< of what others follow from
constexpr float k_inferred = 0.9F;
constexpr float k_most_of_member = 0.5F;  ///< that links to one of a family come to
constexpr float k_least_of_family = 0.8F;
constexpr float k_least_by_name = 0.5F;
constexpr std::size_t k_brood = 12;

using pair_key = std::pair<std::uint32_t, std::uint32_t>;

struct named_relation {
  relation what;
  std::string_view words;
};

constexpr named_relation k_words[] = {
    {relation::parent,
     " mother mum mom mummy mamma mama ma father dad daddy papa pa da parent parents "},
    {relation::child, " son daughter child sons daughters children "},
    {relation::sibling, " sister brother twin sisters brothers twins half-sister half-brother "},
    {relation::spouse, " wife husband spouse widow widower wives husbands "},
    {relation::lover,
     " lover lovers fiance fiancé fiancee fiancée girlfriend boyfriend bride bridegroom sweetheart "
     "betrothed "},
    {relation::uncle, " aunt uncle auntie aunts uncles "},
    {relation::nephew, " niece nephew nieces nephews "},
    {relation::cousin, " cousin cousins "},
    {relation::grandparent,
     " grandmother grandfather grandma grandpa grandad granddad gran granny nan "},
    {relation::grandchild, " grandson granddaughter "},
    {relation::in_law,
     " mother-in-law father-in-law sister-in-law brother-in-law son-in-law daughter-in-law "},
    {relation::other,
     " stepmother stepfather stepsister stepbrother godmother godfather kin "
     "godson goddaughter stepson stepdaughter "}};

[[nodiscard]] relation turned(relation r) noexcept {
  switch (r) {
    case relation::parent: return relation::child;
    case relation::child: return relation::parent;
    case relation::uncle: return relation::nephew;
    case relation::nephew: return relation::uncle;
    case relation::grandparent: return relation::grandchild;
    case relation::grandchild: return relation::grandparent;
    default: return r;
  }
}

/// Generations that `a` stands above `b`; none where it tells nothing.
[[nodiscard]] std::optional<int> above(relation r) noexcept {
  switch (r) {
    case relation::parent:
    case relation::uncle: return 1;
    case relation::child:
    case relation::nephew: return -1;
    case relation::grandparent: return 2;
    case relation::grandchild: return -2;
    case relation::sibling:
    case relation::spouse: return 0;
    default: return std::nullopt;
  }
}

[[nodiscard]] bool is_couple(relation r) noexcept {
  return r == relation::spouse || r == relation::lover;
}

struct sums {
  std::array<float, k_relations> of{};  ///< of the lower to the higher
  std::array<float, k_relations> named{};
  std::map<std::pair<relation, std::string>, float> roles;  ///< first: as claimed, lower to higher
  std::map<std::tuple<std::uint32_t, relation>, std::uint32_t> in_chapter;
  float by_title = 0;
};

constexpr std::uint32_t k_no_chapter = 0xFFFFFFFFU;

/// What is said of one who may be somebody's mother, or father.
struct of_parent {
  float strength = 0;
  std::uint32_t claims = 0;
  std::uint32_t first_chapter = k_no_chapter;
  bool chapters = false;  ///< in more than one
};

/// The same of all who may be.
struct parent_sum {
  std::map<std::uint32_t, of_parent> of;
  float all = 0;
};

class solver {
 public:
  solver(std::vector<kin_claim> claims, const std::vector<relative>& people)
      : claims_(std::move(claims)), people_(people) {}

  [[nodiscard]] std::vector<kin_tie> run() {
    for (const kin_claim& c : claims_)
      weigh(c);
    struct candidate {
      float lead;
      pair_key key;
      relation what;
      float strength;
      float against;
    };
    std::vector<candidate> list;
    for (auto& [key, s] : sums_) {
      candidate best{0, key, relation::other, 0, 0};
      float all = 0;
      float raw_all = 0;
      float raw_best = 0;
      join_couple(s);
      doubt_title(s);
      const float most_named = *std::max_element(s.named.begin(), s.named.end());
      for (std::size_t r = 0; r < k_relations; ++r) {
        const float linked = std::min(s.of[r] - s.named[r], k_most_linked);
        const bool beside = most_named >= k_least && s.named[r] < most_named;
        const float by_surname = likely(key, static_cast<relation>(r));
        const float v = (s.named[r] + linked * (beside ? k_beside_named : 1.0F)) * by_surname;
        const float uncapped = s.of[r] * by_surname;
        // Sisters love and kiss each other too.
        if (static_cast<relation>(r) != relation::other &&
            (static_cast<relation>(r) != relation::lover || v >= k_least)) {
          all += v;
          raw_all += uncapped;
        }
        // Of two that reach the cap the one that is said more.
        if (v < best.strength || (v == best.strength && uncapped <= raw_best)) continue;
        best.strength = v;
        best.what = static_cast<relation>(r);
        raw_best = uncapped;
      }
      best.against = best.what == relation::other ? all : std::max(0.0F, all - best.strength);
      best.lead = best.strength - best.against;
      bool clear = best.strength >= k_ahead * best.against;
      // Ten links against four are as clear as five against two, whatever both are capped to.
      const float rest = raw_all - raw_best;
      const float ahead = raw_best >= k_many_linked ? k_ahead_of_many : k_ahead;
      if (!clear && most_named == 0 && raw_best >= ahead * rest) {
        clear = true;
        best.against = best.strength * rest / raw_best;
        best.lead = best.strength - best.against;
      }
      // Sister or cousin, they are kin: those of one surname about whom words of kin are said.
      if (!clear || best.what == relation::other) {
        const float kin = all - s.of[static_cast<std::size_t>(relation::spouse)] -
                          s.of[static_cast<std::size_t>(relation::lover)];
        if (!one_surname(key) || kin < k_least_of_surname) continue;
        best.what = relation::other;
        best.strength = std::max(kin, k_least);
        best.against = all - kin;
        best.lead = 0;
      }
      // A kiss or a "love" makes no couple of two friends.
      const bool only_linked = s.named[static_cast<std::size_t>(best.what)] == 0;
      const float least = best.what == relation::lover
                              ? (only_linked ? k_least_lover : k_least_betrothed)
                          : best.what == relation::other ? k_least
                          : one_surname(key)             ? k_least_linked_surname
                          : only_parent(key, best.what)  ? k_least_only_parent
                          : only_linked                  ? k_least_linked
                                                         : k_least;
      if (best.strength >= least) list.push_back(best);
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const candidate& x, const candidate& y) { return x.lead > y.lead; });
    const auto take_those = [&](bool of_some_sort) {
      for (const candidate& c : list)
        if ((c.what == relation::other) == of_some_sort && !taken_.contains(c.key) &&
            fits(c.key.first, c.key.second, c.what, c.strength))
          take(c.key, c.what, c.strength, c.against, false);
    };
    take_those(false);
    for (int round = 0; round < 2; ++round)
      follow();
    join_families();
    // What follows from others tells more than "kin of some sort".
    take_those(true);
    return build();
  }

 private:
  /// Whether nearly all that is said of a mother (or father) of one of the two means the other: one
  /// has one only, so many weak links to her are strong.
  [[nodiscard]] bool only_parent(const pair_key& k, relation r) const {
    constexpr float k_share = 0.8F;
    constexpr std::uint32_t k_claims = 3;
    if (r != relation::parent && r != relation::child) return false;
    const std::uint32_t parent = r == relation::parent ? k.first : k.second;
    const std::uint32_t child = r == relation::parent ? k.second : k.first;
    const auto found = parents_of_.find({child, people_[parent].pronouns});
    if (found == parents_of_.end()) return false;
    const auto one = found->second.of.find(parent);
    return one != found->second.of.end() && one->second.claims >= k_claims &&
           one->second.chapters && one->second.strength >= k_share * found->second.all;
  }

  /// Betrothed and wife are one thing said at two times.
  static void join_couple(sums& s) {
    const auto spouse = static_cast<std::size_t>(relation::spouse);
    const auto lover = static_cast<std::size_t>(relation::lover);
    if (s.of[spouse] == 0 || s.of[lover] == 0) return;
    const bool wed = s.of[spouse] >= k_least;
    const std::size_t to = wed ? spouse : lover;
    const std::size_t from = wed ? lover : spouse;
    s.of[to] += s.of[from];
    s.named[to] += s.named[from];
    s.of[from] = s.named[from] = 0;
  }

  /// Mr. and Mrs. of one name are no couple where they are called mother and son.
  static void doubt_title(sums& s) {
    if (s.by_title == 0) return;
    const auto spouse = static_cast<std::size_t>(relation::spouse);
    float otherwise = 0;
    for (const relation r : {relation::parent, relation::child, relation::sibling})
      otherwise = std::max(otherwise, s.of[static_cast<std::size_t>(r)]);
    if (otherwise < k_least_linked || otherwise < k_ahead * (s.of[spouse] - s.by_title)) return;
    s.of[spouse] -= s.by_title;
    s.named[spouse] -= s.by_title;
    s.by_title = 0;
  }

  void weigh(const kin_claim& c) {
    if (c.a == c.b || c.a >= people_.size() || c.b >= people_.size()) return;
    const bool turn = c.a > c.b;
    const relation r = turn ? turned(c.what) : c.what;
    sums& s = sums_[std::minmax(c.a, c.b)];
    // One wrong link is soon ten of a scene.
    if (!c.named && ++s.in_chapter[{c.chapter, r}] > k_most_a_chapter) return;
    s.of[static_cast<std::size_t>(r)] += c.strength;
    if (c.what == relation::parent || c.what == relation::child) {
      const bool down = c.what == relation::parent;
      parent_sum& p = parents_of_[{down ? c.b : c.a, people_[down ? c.a : c.b].pronouns}];
      p.all += c.strength;
      of_parent& one = p.of[down ? c.a : c.b];
      one.strength += c.strength;
      ++one.claims;
      if (one.first_chapter == k_no_chapter) one.first_chapter = c.chapter;
      one.chapters = one.chapters || c.chapter != one.first_chapter;
    }
    if (c.named) s.named[static_cast<std::size_t>(r)] += c.strength;
    if (c.by_title) s.by_title += c.strength;
    if (!c.role.empty()) s.roles[{c.what, (turn ? "<" : ">") + c.role}] += c.strength;
  }

  [[nodiscard]] bool one_surname(const pair_key& k) const {
    const auto& a = people_[k.first].surnames;
    const auto& b = people_[k.second].surnames;
    return std::any_of(a.begin(), a.end(), [&](const std::string& n) {
      return std::binary_search(b.begin(), b.end(), n);
    });
  }

  /// How far their surnames speak for or against it.
  [[nodiscard]] float likely(const pair_key& k, relation r) const {
    if (r == relation::other || is_couple(r) || r == relation::in_law) return 1;
    if (one_surname(k)) return k_surname;
    const relative& a = people_[k.first];
    const relative& b = people_[k.second];
    const bool known =
        !a.surnames.empty() && !b.surnames.empty() && !a.married_name && !b.married_name;
    const bool near = r == relation::parent || r == relation::child || r == relation::sibling;
    if (!known || !near) return 1;
    const auto s = sums_.find(k);
    const bool by_name = s != sums_.end() && s->second.named[static_cast<std::size_t>(r)] > 0;
    // Mr. Reyes is not the father of Mr. Holt, whatever links "his father" to him.
    const bool father_and_son =
        r != relation::sibling && a.pronouns == pronoun_set::he && b.pronouns == pronoun_set::he;
    if (!by_name && father_and_son) return 0;
    return by_name ? k_other_surname : k_other_surname_linked;
  }

  [[nodiscard]] std::optional<relation> held(std::uint32_t a, std::uint32_t b) const {
    const auto found = taken_.find(std::minmax(a, b));
    if (found == taken_.end()) return std::nullopt;
    return a < b ? found->second.what : turned(found->second.what);
  }

  [[nodiscard]] bool one_gender(std::uint32_t a, std::uint32_t b) const {
    return people_[a].pronouns == people_[b].pronouns &&
           people_[a].pronouns != pronoun_set::unknown;
  }

  /// Whether `a` being that to `b` contradicts nothing that is held already.
  [[nodiscard]] bool fits(std::uint32_t a, std::uint32_t b, relation r, float strength) const {
    if (r == relation::child) return fits(b, a, relation::parent, strength);
    if (is_couple(r)) {
      // A second marriage wants better words than the first.
      for (const std::uint32_t x : {a, b})
        for (const std::uint32_t c : near(x)) {
          const auto other = held(x, c);
          if (other && is_couple(*other) && strength < k_least_second && !by_title(x, c))
            return false;
        }
    }
    if (r == relation::parent)
      for (const std::uint32_t c : near(b))
        if (held(c, b) == relation::parent && (one_gender(a, c) || parents(b) >= 2)) return false;
    if (r == relation::other || r == relation::in_law || r == relation::cousin) return true;
    for (const std::uint32_t c : near(a)) {
      if (c == b || !held(c, b)) continue;
      const relation ac = *held(a, c);
      const relation cb = *held(c, b);
      if (r == relation::lover) {
        if (ac == relation::sibling && cb == relation::sibling) return false;
        continue;
      }
      const auto x = above(ac);
      const auto y = above(cb);
      if (x && y && *x + *y != *above(r)) return false;
      const bool siblings = ac == relation::sibling && cb == relation::sibling;
      const bool wed_sibling = (ac == relation::spouse && cb == relation::sibling) ||
                               (ac == relation::sibling && cb == relation::spouse);
      if (siblings && r != relation::sibling) return false;
      if (wed_sibling && (r == relation::sibling || r == relation::spouse)) return false;
    }
    return true;
  }

  /// Whether nothing but a Mrs. of his name speaks for the marriage of the two.
  [[nodiscard]] bool by_title(std::uint32_t a, std::uint32_t b) const {
    const auto s = sums_.find(std::minmax(a, b));
    return s != sums_.end() && s->second.by_title > 0 &&
           s->second.named[static_cast<std::size_t>(relation::spouse)] - s->second.by_title <
               k_least;
  }

  [[nodiscard]] const std::vector<std::uint32_t>& near(std::uint32_t c) const {
    static const std::vector<std::uint32_t> k_nobody;
    const auto found = near_.find(c);
    return found == near_.end() || found->second.size() > 2 * k_family ? k_nobody : found->second;
  }

  [[nodiscard]] std::size_t parents(std::uint32_t c) const {
    const auto& list = near(c);
    return static_cast<std::size_t>(std::count_if(
        list.begin(), list.end(), [&](std::uint32_t x) { return held(x, c) == relation::parent; }));
  }

  void take(const pair_key& k, relation r, float strength, float against, bool inferred) {
    kin_tie t;
    t.a = k.first;
    t.b = k.second;
    t.what = r;
    t.strength = strength;
    t.against = against;
    t.inferred = inferred;
    taken_.emplace(k, std::move(t));
    near_[k.first].push_back(k.second);
    near_[k.second].push_back(k.first);
  }

  void infer(std::uint32_t a, std::uint32_t b, relation r) {
    if (a == b || held(a, b)) return;
    // What the text says otherwise of the two stands against it.
    float against = 0;
    if (const auto s = sums_.find(std::minmax(a, b)); s != sums_.end()) {
      const relation lower = a < b ? r : turned(r);
      // Against both parents that they share, links alone ("her aunt" is she) count for nothing.
      const bool firm = r == relation::sibling && shared_parents(a, b) >= 2;
      for (std::size_t x = 0; x < k_relations; ++x)
        if (static_cast<relation>(x) != lower && static_cast<relation>(x) != relation::other)
          against += firm ? s->second.named[x] : s->second.of[x];
      against -= s->second.of[static_cast<std::size_t>(lower)];
    }
    if (against > 0.5F * k_inferred || !fits(a, b, r, k_inferred)) return;
    take(std::minmax(a, b), a < b ? r : turned(r), k_inferred, against, true);
  }

  [[nodiscard]] std::size_t shared_parents(std::uint32_t a, std::uint32_t b) const {
    const auto& list = near(a);
    return static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [&](std::uint32_t x) {
      return held(x, a) == relation::parent && held(x, b) == relation::parent && is_sure(x, a) &&
             is_sure(x, b);
    }));
  }

  [[nodiscard]] bool is_sure(std::uint32_t a, std::uint32_t b) const {
    const kin_tie& t = taken_.at(std::minmax(a, b));
    return t.inferred || t.strength - t.against >= k_sure_lead ||
           (t.against == 0 && only_parent(std::minmax(a, b), t.what));
  }

  /// Of one family by name, or where a name is not known.
  [[nodiscard]] bool may_be_family(std::uint32_t a, std::uint32_t b) const {
    return people_[a].surnames.empty() || people_[b].surnames.empty() || people_[a].married_name ||
           people_[b].married_name || one_surname(std::minmax(a, b));
  }

  /// Who may be one more of a brood; `lead`: 0 where too little says so.
  struct newcomer {
    float lead;
    std::uint32_t who;
    std::vector<std::uint32_t> parents;
    std::vector<std::uint32_t> siblings;
  };

  /// What is said of `a` being that to `b`, links less than names.
  [[nodiscard]] float said_of(std::uint32_t a, std::uint32_t b, relation r) const {
    const auto s = sums_.find(std::minmax(a, b));
    if (s == sums_.end()) return 0;
    const auto k = static_cast<std::size_t>(a < b ? r : turned(r));
    return s->second.named[k] + std::min(s->second.of[k] - s->second.named[k], k_most_of_member);
  }

  [[nodiscard]] float named_of(std::uint32_t a, std::uint32_t b, relation r) const {
    const auto s = sums_.find(std::minmax(a, b));
    return s == sums_.end() ? 0 : s->second.named[static_cast<std::size_t>(a < b ? r : turned(r))];
  }

  /// One who is said to be the sister of one of a family and the daughter of another, each hardly,
  /// and is nobody else's, is theirs: Kitty, of whom no sentence says whose she is.
  void join_families() {
    std::vector<newcomer> list;
    std::map<std::uint32_t, std::vector<std::uint32_t>> said;  // of whom anything is said
    for (const auto& [key, s] : sums_) {
      said[key.first].push_back(key.second);
      said[key.second].push_back(key.first);
    }
    std::set<std::vector<std::uint32_t>> families;
    for (const auto& [c, list_of] : near_) {
      std::vector<std::uint32_t> brood{c};
      for (const std::uint32_t x : list_of)
        if (held(c, x) == relation::sibling && is_sure(c, x)) brood.push_back(x);
      std::sort(brood.begin(), brood.end());
      if (brood.size() >= 2 && brood.size() <= k_brood) families.insert(std::move(brood));
    }
    for (const auto& [who, others] : said) {
      if (others.size() > k_family) continue;
      newcomer best{0, who, {}, {}};
      for (const auto& brood : families) {
        newcomer n = newcomer_to(brood, who, others);
        if (n.lead > best.lead) best = std::move(n);
      }
      if (best.lead > 0) list.push_back(std::move(best));
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const newcomer& x, const newcomer& y) { return x.lead > y.lead; });
    for (const newcomer& n : list) {
      for (const std::uint32_t p : n.parents)
        infer(p, n.who, relation::parent);
      for (const std::uint32_t c : n.siblings)
        infer(c, n.who, relation::sibling);
    }
  }

  [[nodiscard]] newcomer newcomer_to(const std::vector<std::uint32_t>& brood, std::uint32_t who,
                                     const std::vector<std::uint32_t>& others) const {
    newcomer n{0, who, {}, brood};
    const auto is_in = [](const std::vector<std::uint32_t>& list, std::uint32_t c) {
      return std::find(list.begin(), list.end(), c) != list.end();
    };
    for (const std::uint32_t c : brood) {
      if (c == who || !may_be_family(c, who)) return n;
      for (const std::uint32_t p : near(c))
        if (held(p, c) == relation::parent && !is_in(n.parents, p)) n.parents.push_back(p);
    }
    for (const std::uint32_t x : near(who)) {
      const auto is = held(x, who);
      const bool own = is_in(n.parents, x) || is_in(brood, x);
      if ((is == relation::parent || is == relation::sibling) && !own) return n;
    }
    if (is_in(n.parents, who)) return n;
    float support = 0;
    float named = 0;
    float against = 0;
    std::uint32_t members = 0;
    for (const std::uint32_t x : others) {
      const bool child = is_in(brood, x);
      const bool parent = is_in(n.parents, x);
      const float up = said_of(x, who, relation::parent);
      const float beside = said_of(x, who, relation::sibling);
      const float wanted = parent ? up : child ? beside : 0;
      support += wanted;
      members += wanted > 0 ? 1U : 0U;
      if (parent || child)
        named = std::max(named, named_of(x, who, parent ? relation::parent : relation::sibling));
      against += up + beside - wanted;
      if (!child && !parent) continue;
      for (const relation r :
           {relation::child, relation::spouse, relation::uncle, relation::nephew, relation::cousin})
        against += said_of(x, who, r);
    }
    const bool several = members >= 2 && support >= k_least_of_family;
    // "her sister Mary", once, and nothing else of Mary.
    const bool plain = named >= k_least_by_name && against == 0;
    if (several && support >= k_ahead * against) n.lead = support - against;
    if (plain) n.lead = std::max(n.lead, named);
    return n;
  }

  void follow() {
    std::vector<std::tuple<std::uint32_t, std::uint32_t, relation>> fresh;
    for (const auto& [c, list] : near_) {
      if (list.size() > k_family) continue;
      for (const std::uint32_t x : list) {
        for (const std::uint32_t y : list) {
          if (x == y || !is_sure(c, x) || !is_sure(c, y)) continue;
          const relation cx = *held(c, x);
          const relation cy = *held(c, y);
          if (cx == relation::parent && cy == relation::parent && x < y && may_be_family(x, y))
            fresh.emplace_back(x, y, relation::sibling);
          if (cx == relation::sibling && cy == relation::sibling && x < y && may_be_family(x, y))
            fresh.emplace_back(x, y, relation::sibling);
          if (cx == relation::sibling && cy == relation::child && may_be_family(c, x))
            fresh.emplace_back(y, x, relation::parent);
          if (cx == relation::spouse && cy == relation::parent && may_be_family(x, y))
            fresh.emplace_back(x, y, relation::parent);
        }
      }
    }
    std::sort(fresh.begin(), fresh.end(), [](const auto& x, const auto& y) {
      return std::tie(std::get<2>(x), std::get<0>(x), std::get<1>(x)) <
             std::tie(std::get<2>(y), std::get<0>(y), std::get<1>(y));
    });
    for (const auto& [a, b, r] : fresh)
      infer(a, b, r);
  }

  [[nodiscard]] std::string role_of(std::uint32_t who, relation r) const {
    const pronoun_set p = people_[who].pronouns;
    const bool she = p == pronoun_set::she;
    const bool he = p == pronoun_set::he;
    switch (r) {
      case relation::parent: return she ? "mother" : he ? "father" : "parent";
      case relation::child: return she ? "daughter" : he ? "son" : "child";
      case relation::sibling: return she ? "sister" : he ? "brother" : "sibling";
      case relation::spouse: return she ? "wife" : he ? "husband" : "spouse";
      case relation::uncle: return she ? "aunt" : "uncle";
      case relation::nephew: return she ? "niece" : "nephew";
      case relation::cousin: return "cousin";
      case relation::grandparent: return she ? "grandmother" : "grandfather";
      case relation::grandchild: return she ? "granddaughter" : "grandson";
      default: return "";
    }
  }

  [[nodiscard]] std::vector<kin_tie> build() {
    std::vector<kin_tie> out;
    for (auto& [key, t] : taken_) {
      // The elder is told of first: "mother" of somebody, not "daughter"; of a couple the husband.
      bool turn = above(t.what) && *above(t.what) < 0;
      if (t.what == relation::spouse && people_[t.a].pronouns == pronoun_set::she &&
          people_[t.b].pronouns == pronoun_set::he)
        turn = true;
      // Of equals the one comes first who is said to be it: "her sister Ines".
      // What has no word of its own keeps the text's.
      const bool nameless =
          t.what == relation::lover || t.what == relation::in_law || t.what == relation::other;
      if (t.what == relation::sibling || t.what == relation::cousin || nameless) {
        float most = 0;
        for (const auto& [role, n] : sums_[key].roles) {
          if (role.first != t.what || n <= most) continue;
          most = n;
          turn = role.second[0] == '<';
          if (nameless) t.role = role.second.substr(1);
        }
      }
      if (turn) {
        std::swap(t.a, t.b);
        t.what = turned(t.what);
      }
      if (t.role.empty()) t.role = role_of(t.a, t.what);
      out.push_back(t);
    }
    std::map<pair_key, kin_tie*> by_pair;
    for (kin_tie& t : out)
      by_pair[std::minmax(t.a, t.b)] = &t;
    for (const kin_claim& c : claims_) {
      const auto found = by_pair.find(std::minmax(c.a, c.b));
      if (found == by_pair.end() || found->second->evidence.size() >= k_evidence) continue;
      const kin_tie& t = *found->second;
      const relation r = c.a == t.a ? c.what : turned(c.what);
      if (r == t.what || t.what == relation::other) found->second->evidence.push_back(c.where);
    }
    std::sort(out.begin(), out.end(), [](const kin_tie& x, const kin_tie& y) {
      return std::tie(x.a, x.b) < std::tie(y.a, y.b);
    });
    return out;
  }

  std::vector<kin_claim> claims_;
  const std::vector<relative>& people_;
  std::map<pair_key, sums> sums_;
  std::map<std::pair<std::uint32_t, pronoun_set>, parent_sum> parents_of_;
  std::map<pair_key, kin_tie> taken_;  ///< `what`: of the lower to the higher
  std::map<std::uint32_t, std::vector<std::uint32_t>> near_;
};

}  // namespace

bool relation_of(std::string_view word, relation& to) noexcept {
  if (word.empty()) return false;
  for (const named_relation& n : k_words) {
    for (std::size_t at = n.words.find(word); at != std::string_view::npos;
         at = n.words.find(word, at + 1)) {
      if (n.words[at - 1] != ' ' || n.words[at + word.size()] != ' ') continue;
      to = n.what;
      return true;
    }
  }
  return false;
}

std::vector<kin_tie> resolve_kinship(std::vector<kin_claim> claims,
                                     const std::vector<relative>& people) {
  return solver(std::move(claims), people).run();
}

}  // namespace fabula::plot
