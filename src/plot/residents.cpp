#include "plot/residents.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace fabula::plot {
namespace {

namespace wc = language::word_class;

constexpr double k_least_lift = 0.15;
constexpr double k_lift_said = 0.15;
constexpr double k_least_share = 0.4;       ///< of the lift of the family that has most
constexpr double k_least_member = 0.3;      ///< of that of who has most
constexpr std::uint32_t k_much_told = 200;  ///< mentions
constexpr double k_at_home = 0.75;  ///< of the lift of the house that one has most to do with
// How often each is right, of owners read by eye (docs/measurements.md).
constexpr float k_sure_said = 0.6F;
constexpr float k_sure_company = 0.7F;
constexpr float k_sure_town = 0.65F;
constexpr float k_sure_family = 0.8F;
constexpr float k_sure_street = 0.45F;
constexpr std::uint32_t k_visit = 2;        ///< sentences that one visit outweighs
constexpr std::uint32_t k_said = 3;         ///< sentences that "lives at" is worth
constexpr std::uint32_t k_least = 6;        ///< sentences with both
constexpr std::uint32_t k_window = 60;      ///< tokens; sentences of hostile texts have no end
constexpr std::uint32_t k_at_of_house = 4;  ///< to each "in"
constexpr std::size_t k_most_by_sign = 4;
constexpr std::size_t k_most = 8;

/// What is told around a named place.
struct around_place {
  std::map<std::uint32_t, std::uint32_t> with;    ///< sentences with both
  std::map<std::uint32_t, std::uint32_t> said;    ///< to be of it
  std::map<std::uint32_t, std::uint32_t> visits;  ///< as a guest
  std::uint32_t at_it = 0;
  std::uint32_t in_it = 0;
};

class resident_finder {
 public:
  resident_finder(const reading& r, const std::vector<place_use>& uses,
                  const std::vector<tie>& ties, std::vector<place>& places)
      : r_(r), s_(r.of()), uses_(uses), ties_(ties), places_(places) {}

  void run() {
    mentions_.assign(s_.characters.size(), 0);
    around_.resize(places_.size());
    for (std::uint32_t i = 0; i < r_.size(); ++i)
      if (r_.who(i) != k_none) ++mentions_[r_.who(i)];
    surnames();
    for (const place_use& u : uses_)
      if (places_[u.place].named) look_around(u, around_[u.place]);
    letter_heads();
    lift_.resize(places_.size());
    most_.assign(s_.characters.size(), 0);
    for (std::uint32_t p = 0; p < places_.size(); ++p) {
      if (!places_[p].named || places_[p].kind == place_kind::region) continue;
      lift_[p] = lifts(around_[p]);
      // Of a town one may be much and live in one of its houses.
      if (is_house(p))
        for (const auto& [c, lift] : lift_[p])
          most_[c] = std::max(most_[c], lift);
    }
    // Mrs. Collins, who dines at the great house, lives where her husband does.
    for (const tie& t : ties_)
      if (is_married(t))
        most_[t.a.value] = most_[t.b.value] = std::max(most_[t.a.value], most_[t.b.value]);
    find_households();
    std::vector<std::vector<std::uint32_t>> home(places_.size());
    for (std::uint32_t p = 0; p < places_.size(); ++p)
      home[p] = at_home(p);
    const std::vector<std::vector<std::uint32_t>> by_sign = home;
    families(home);
    const std::vector<std::vector<std::uint32_t>> by_family = home;
    for (std::uint32_t p = 0; p < places_.size(); ++p)
      if (places_[p].kind == place_kind::street && places_[p].within)
        for (const std::uint32_t c : home[p])
          add(home[places_[p].within->value], c);
    for (std::uint32_t p = 0; p < places_.size(); ++p) {
      if (home[p].size() > k_most) home[p].resize(k_most);
      const auto among = [&](const std::vector<std::uint32_t>& list, std::uint32_t c) {
        return std::find(list.begin(), list.end(), c) != list.end();
      };
      std::map<std::uint32_t, float> sure;
      for (std::size_t k = 0; k < places_[p].owners.size(); ++k)
        sure[places_[p].owners[k].value] = places_[p].owner_confidence[k];
      for (const std::uint32_t c : home[p])
        sure.try_emplace(c, among(by_sign[p], c)     ? how_sure(p, c)
                            : among(by_family[p], c) ? k_sure_family
                                                     : k_sure_street);
      places_[p].owners.clear();
      places_[p].owner_confidence.clear();
      for (const auto& [c, f] : sure) {
        places_[p].owners.push_back({c});
        places_[p].owner_confidence.push_back(f);
      }
    }
  }

 private:
  /// By what is told of `c` and place `p`: "lives at", or only that they are named together.
  [[nodiscard]] float how_sure(std::uint32_t p, std::uint32_t c) const {
    const auto told = around_[p].said.find(c);
    const bool said = told != around_[p].said.end() && told->second >= k_said;
    if (!is_house(p)) return k_sure_town;
    return said ? k_sure_said : k_sure_company;
  }

  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }

  static void add(std::vector<std::uint32_t>& list, std::uint32_t c) {
    if (std::find(list.begin(), list.end(), c) == list.end()) list.push_back(c);
  }

  [[nodiscard]] static bool is_married(const tie& t) {
    return t.kind == tie_kind::couple && (t.role == "husband" || t.role == "wife");
  }

  /// One is "at Longbourn" and "in London".
  [[nodiscard]] bool is_house(std::uint32_t p) const {
    const around_place& x = around_[p];
    const std::uint32_t times = places_[p].kind == place_kind::settlement ? k_at_of_house : 1;
    return places_[p].named && x.at_it >= times * x.in_it && places_[p].kind != place_kind::region;
  }

  void surnames() {
    std::map<std::string, std::vector<std::uint32_t>> by_name;
    for (std::uint32_t c = 0; c < s_.characters.size(); ++c) {
      family_.push_back(family_of(c));
      if (s_.characters[c].kind == character_kind::person) by_name[family_[c]].push_back(c);
    }
    members_.resize(s_.characters.size());
    // "The Gardiners stayed a week": each of them.
    for (std::uint32_t c = 0; c < s_.characters.size(); ++c) {
      std::string name = s_.characters[c].name;
      if (s_.characters[c].kind != character_kind::group || !name.ends_with("s")) continue;
      name.pop_back();
      if (name.ends_with("e") && !by_name.contains(name)) name.pop_back();
      const auto found = by_name.find(name);
      if (found != by_name.end()) members_[c] = found->second;
    }
  }

  void look_around(const place_use& u, around_place& x) const {
    const std::uint32_t sentence = r_.tokens().sentence[u.first];
    const std::uint32_t begin = r_.sentence_first(sentence);
    x.at_it += u.first > 0 && at(u.first - 1, "at");
    x.in_it += u.first > 0 && at(u.first - 1, "in");
    const std::uint32_t guest = visitor(u);
    if (guest != k_none) {
      ++x.visits[guest];
      for (const std::uint32_t c : members_[guest])
        ++x.visits[c];
    }
    std::vector<std::uint32_t> seen;
    const std::uint32_t from = std::max(begin, u.first > k_window ? u.first - k_window : 0);
    const std::uint32_t end = std::min(r_.sentence_end(sentence), u.first + k_window);
    for (std::uint32_t i = from; i < end; ++i) {
      const std::uint32_t c = r_.who(i);
      if (c == k_none || s_.characters[c].kind != character_kind::person) continue;
      if (std::find(seen.begin(), seen.end(), c) == seen.end()) {
        seen.push_back(c);
        ++x.with[c];
      }
      if (of_place(i, u)) x.said[c] += k_said;
    }
    for (std::uint32_t i = u.first; i-- > begin && u.first - i <= 4;) {
      const std::uint32_t who = lives(i, u) && !r_.is_negated(i) ? r_.subject_of(i) : k_none;
      if (who != k_none) x.said[who] += k_said;
    }
    const std::uint32_t housed = house_at(u);
    if (housed != k_none) x.said[housed] += k_said;
    // "the Bingleys' Netherfield"
    if (u.first > 1 && at(u.first - 1, "'s") && r_.who(u.first - 2) != k_none)
      x.said[r_.who(u.first - 2)] += 2;
  }

  /// "Mr. Darcy of Pemberley"; but the Duke of Devonshire is called so, and "reminded Ruth of
  /// Skerrow" is about Ruth elsewhere.
  [[nodiscard]] bool of_place(std::uint32_t i, const place_use& u) const {
    if (i + 2 > u.first || u.first - i > 3 || !at(i + 1, "of")) return false;
    const mention& m = s_.mentions[r_.mention_at(i)];
    if (m.form != mention_form::prop || r_.is_class(i, wc::title) ||
        m.span.end.value > r_.tokens().start[u.first])
      return false;
    if (!r_.has_trees()) return r_.mention_start(i) == 0 || !r_.is_word(r_.mention_start(i) - 1);
    for (std::uint32_t k = u.first; k < u.last; ++k)
      if (s_.tokens[k].head.value == i) return true;
    return false;
  }

  /// "his house and garden at Hunsford", "Ruth's parents had a house in Skerrow"
  [[nodiscard]] std::uint32_t house_at(const place_use& u) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[u.first]);
    if (u.first < begin + 2 || !(at(u.first - 1, "at") || at(u.first - 1, "in"))) return k_none;
    for (std::uint32_t k = u.first - 1; k-- > begin && u.first - k <= 6;) {
      if (!r_.is_word(k)) return k_none;
      if (!is_home(k)) continue;
      for (std::uint32_t o = k; o-- > begin && k - o <= 3;) {
        if (at(o, "'s") && o > begin) return r_.who(o - 1);
        if (r_.is_class(o, wc::possessive)) return r_.who(o);
        if (at(o, "a") && o > begin && (at(o - 1, "has") || at(o - 1, "had") || at(o - 1, "have")))
          return r_.subject_of(o - 1);
        if (!r_.is_word(o)) return k_none;
      }
      return k_none;
    }
    return k_none;
  }

  [[nodiscard]] bool is_home(std::uint32_t i) const {
    static constexpr std::array<std::string_view, 14> k_words{
        "house",  "home", "flat", "apartment", "rooms", "room",      "lodgings",
        "estate", "farm", "shop", "cottage",   "place", "parsonage", "family"};
    return is_one_of(k_words, r_.form(i));
  }

  /// "Gracechurch Street, Monday, August 2." over a letter: its writer lives there, or stays.
  void letter_heads() {
    constexpr std::uint32_t k_head = 12;
    for (const quote& q : s_.quotes) {
      if (q.kind != quote_kind::letter || !q.speaker) continue;
      const std::uint32_t begin = r_.tokens().first_at(q.span().start.value);
      const auto use = std::partition_point(uses_.begin(), uses_.end(),
                                            [&](const place_use& u) { return u.first < begin; });
      if (use == uses_.end() || use->first > begin + 2 || !places_[use->place].named) continue;
      for (std::uint32_t k = use->last; k < std::min(begin + k_head, r_.size()); ++k) {
        const bool dated =
            r_.is_class(k, wc::calendar) || r_.tokens().shape[k] == token_shape::number;
        if (!dated) continue;
        around_[use->place].said[q.speaker->value] += k_said;
        break;
      }
    }
  }

  /// How much more than chance has it each is told of with the place.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, double>> lifts(const around_place& x) const {
    std::map<std::uint32_t, std::uint32_t> all = x.with;
    for (const auto& [c, n] : x.said)
      all.try_emplace(c, 0);
    std::vector<std::pair<std::uint32_t, double>> out;
    for (const auto& [c, count] : all) {
      if (s_.characters[c].kind != character_kind::person) continue;
      const auto told = x.said.find(c);
      const auto visited = x.visits.find(c);
      const std::uint32_t away = visited == x.visits.end() ? 0 : k_visit * visited->second;
      const std::uint32_t n = count - std::min(count, away);
      const std::uint32_t sure = told == x.said.end() ? 0 : told->second;
      // Of one whom a book tells of hundreds of times, a home is told more than once.
      const bool plain = sure >= k_said && mentions_[c] < k_much_told;
      if (n + sure < k_least && !plain) continue;
      const double by_company = static_cast<double>(n) * n / std::max(1U, mentions_[c]);
      const double lift = by_company + k_lift_said * sure;
      if (lift >= k_least_lift) out.emplace_back(c, lift);
    }
    return out;
  }

  /// Husband, wife and children who are not married keep one house: the one that most is told of
  /// them all together. Mrs. Bennet talks of Netherfield and lives at Longbourn.
  void find_households() {
    const std::size_t n = s_.characters.size();
    wed_.assign(n, 0);
    for (const tie& t : ties_)
      if (is_married(t)) wed_[t.a.value] = wed_[t.b.value] = 1;
    std::vector<std::uint32_t> head(n);
    for (std::uint32_t c = 0; c < n; ++c)
      head[c] = c;
    const auto root = [&](std::uint32_t c) {
      while (head[c] != c)
        c = head[c] = head[head[c]];
      return c;
    };
    parent_.assign(n, k_none);
    for (const tie& t : ties_) {
      const bool child = t.kind == tie_kind::kin &&
                         (t.role == "mother" || t.role == "father" || t.role == "parent");
      if (child && parent_[t.b.value] == k_none) parent_[t.b.value] = t.a.value;
      const bool sibling = t.kind == tie_kind::kin && (t.role == "sister" || t.role == "brother") &&
                           wed_[t.a.value] == 0;
      if (is_married(t) || ((child || sibling) && wed_[t.b.value] == 0))
        head[root(t.a.value)] = root(t.b.value);
    }
    std::vector<std::map<std::uint32_t, double>> told(n);
    std::vector<std::uint32_t> size(n, 0);
    for (std::uint32_t c = 0; c < n; ++c)
      ++size[root(c)];
    for (std::uint32_t p = 0; p < places_.size(); ++p)
      if (is_house(p))
        for (const auto& [c, lift] : lift_[p])
          told[root(c)][p] += lift;
    // Whose house is told of most with them comes first. Netherfield is the Bingleys', so that the
    // Bennets, who talk of nothing else, are left with Longbourn; Mr. Collins, who is much there,
    // has Hunsford.
    std::vector<std::tuple<double, std::uint32_t, std::uint32_t>> claims;  // lift, place, household
    for (std::uint32_t h = 0; h < n; ++h)
      for (const auto& [p, lift] : told[h])
        claims.emplace_back(lift, p, h);
    std::sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) {
      return std::get<0>(a) != std::get<0>(b) ? std::get<0>(a) > std::get<0>(b) : a < b;
    });
    std::vector<std::uint32_t> house_of(n, k_none);
    std::vector<std::uint8_t> taken(places_.size(), 0);
    for (const auto& [lift, p, h] : claims) {
      if (taken[p] != 0 || house_of[h] != k_none) continue;
      taken[p] = 1;
      house_of[h] = p;
    }
    house_.assign(n, k_none);
    for (std::uint32_t c = 0; c < n; ++c)
      if (size[root(c)] > 1) house_[c] = house_of[root(c)];
  }

  /// Whether `c`, of whom `lift` is told with house `p`, may be at home there.
  [[nodiscard]] bool may_live(std::uint32_t c, std::uint32_t p, double lift, bool said) const {
    const std::uint32_t up = parent_[c];
    if (house_[c] == p || (up != k_none && house_[up] == p)) return true;
    return lift >= k_at_home * most_[c] && (house_[c] == k_none || said);
  }

  [[nodiscard]] std::vector<std::uint32_t> at_home(std::uint32_t p) const {
    std::vector<std::pair<double, std::uint32_t>> order;
    const bool town = !is_house(p);
    for (const auto& [c, lift] : lift_[p]) {
      const auto told = around_[p].said.find(c);
      const std::uint32_t sure = told == around_[p].said.end() ? 0 : told->second;
      // Whose house is elsewhere may be a guest where one letter of theirs was written.
      const std::uint32_t enough = house_[c] == k_none ? k_said : 2 * k_said;
      if (town ? sure >= enough : may_live(c, p, lift, sure >= k_said)) order.emplace_back(lift, c);
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    // A family speaks for each of its members.
    std::map<std::string, double> families;
    double most = 0;
    for (const auto& [lift, c] : order)
      most = std::max(most, families[family_[c]] += lift);
    std::erase_if(order, [&](const auto& one) {
      return families[family_[one.second]] < k_least_share * most;
    });
    std::vector<std::uint32_t> out;
    for (std::size_t k = 0; k < order.size() && k < k_most_by_sign; ++k)
      if (order[k].first >= k_least_member * order[0].first) out.push_back(order[k].second);
    return out;
  }

  /// Husband and wife live together, and children who are not married with their parents, unless
  /// the text has them more at another house.
  void families(std::vector<std::vector<std::uint32_t>>& home) const {
    std::vector<std::uint8_t> housed(s_.characters.size(), 0);
    for (const auto& list : home)
      for (const std::uint32_t c : list)
        housed[c] = 1;
    for (std::uint32_t p = 0; p < home.size(); ++p) {
      if (!is_house(p) && places_[p].kind != place_kind::street) continue;
      const std::vector<std::uint32_t> own = home[p];
      for (const tie& t : ties_) {
        const bool couple = is_married(t);
        const bool parent = t.kind == tie_kind::kin &&
                            (t.role == "mother" || t.role == "father" || t.role == "parent");
        if (!couple && !parent) continue;
        const bool a = std::find(own.begin(), own.end(), t.a.value) != own.end();
        const bool b = std::find(own.begin(), own.end(), t.b.value) != own.end();
        if (a == b) continue;
        const std::uint32_t other = a ? t.b.value : t.a.value;
        // A grown child's house is not his mother's. Who marries in the end lived there before,
        // where enough is told of it.
        const auto told = around_[p].with.find(other);
        const bool grew_up = parent && a && wed_[other] != 0 && told != around_[p].with.end() &&
                             told->second >= 2 * k_least;
        if (!grew_up && (housed[other] != 0 || (parent && (b || wed_[other] != 0)))) continue;
        add(home[p], other);
      }
    }
  }

  /// The surname of `c`, or, where nobody knows it, what stands for them alone.
  [[nodiscard]] std::string family_of(std::uint32_t c) const {
    const character& x = s_.characters[c];
    std::string best;
    std::uint32_t most = 0;
    const auto note = [&](const std::string& name, std::uint32_t count) {
      const std::size_t space = name.rfind(' ');
      if (space == std::string::npos || count < most) return;
      if (name[space + 1] < 'A' || name[space + 1] > 'Z') return;
      if (name.starts_with("Lady ") || name.starts_with("Sir ")) return;  // before a first name
      best = name.substr(space + 1);
      most = count;
    };
    note(x.name, 1);
    for (const alias& a : x.aliases)
      if (!a.text.starts_with("Miss ") || a.text.find(' ') != a.text.rfind(' '))
        note(a.text, a.count);
    return best.empty() ? "#" + std::to_string(c) : best;
  }

  /// Who comes to the place as a guest: "dined at the manor", "his visit to Skerrow", "stayed only
  /// one night at".
  [[nodiscard]] std::uint32_t visitor(const place_use& u) const {
    static constexpr std::array<std::string_view, 25> k_words{
        "visit",     "visits",  "visited",    "visiting", "stay",   "stayed",  "staying",
        "dine",      "dined",   "dining",     "call",     "called", "calling", "invited",
        "arrived",   "arrival", "invitation", "drank",    "dinner", "journey", "came",
        "reception", "guest",   "appear",     "appeared"};
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[u.first]);
    for (std::uint32_t v = u.first; v-- > begin && u.first - v <= 6;) {
      // "came back to" is said of who belongs there.
      if (!is_one_of(k_words, r_.form(v)) || at(v + 1, "back") || at(v + 1, "home")) continue;
      for (std::uint32_t k = v; k-- > begin && v - k <= 6;)
        if (r_.who(k) != k_none) return r_.who(k);
      return k_none;
    }
    return k_none;
  }

  /// "lived at", "who rented": the verb at `i`, of the place that `u` names.
  [[nodiscard]] bool lives(std::uint32_t i, const place_use& u) const {
    static constexpr std::array<std::string_view, 8> k_at{"lived",   "lives",  "live",  "resided",
                                                          "resides", "reside", "dwelt", "dwells"};
    static constexpr std::array<std::string_view, 8> k_has{
        "took", "rented", "owned", "owns", "inherited", "inhabited", "bought", "taken"};
    std::uint32_t k = u.first;
    if (k > i + 1 && r_.is_class(k - 1, wc::article)) --k;
    if (is_one_of(k_has, r_.form(i))) return k == i + 1;
    return is_one_of(k_at, r_.form(i)) && (at(k - 1, "at") || at(k - 1, "in") || at(k - 1, "on"));
  }

  const reading& r_;
  const story& s_;
  const std::vector<place_use>& uses_;
  const std::vector<tie>& ties_;
  std::vector<place>& places_;
  std::vector<std::uint32_t> mentions_;
  std::vector<std::string> family_;
  std::vector<std::vector<std::uint32_t>> members_;  ///< of a group
  std::vector<around_place> around_;
  std::vector<std::vector<std::pair<std::uint32_t, double>>> lift_;
  std::vector<double> most_;           ///< of each, of all houses
  std::vector<std::uint32_t> house_;   ///< of each: of their household, where they have one
  std::vector<std::uint8_t> wed_;      ///< of each: to somebody whom the text names
  std::vector<std::uint32_t> parent_;  ///< of each: one of them
};

}  // namespace

void find_residents(const reading& r, const std::vector<place_use>& uses,
                    const std::vector<tie>& ties, std::vector<place>& places) {
  resident_finder(r, uses, ties, places).run();
}

}  // namespace fabula::plot
