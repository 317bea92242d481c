#include "plot/ties.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

constexpr std::size_t k_evidence = 16;
constexpr std::size_t k_company = 24;
constexpr float k_linked = 0.15F;
constexpr float k_most_guessed = 0.45F;
constexpr std::uint64_t k_role = w::kin | w::couple | w::friendship | w::work | w::household;

using pair_key = std::pair<std::uint32_t, std::uint32_t>;

[[nodiscard]] std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

[[nodiscard]] std::string last_word(const std::string& name) {
  const std::size_t space = name.rfind(' ');
  return space == std::string::npos ? std::string() : name.substr(space + 1);
}

/// Evidence for one kind of tie of one pair.
struct gathered {
  std::vector<byte_range> evidence;
  std::map<std::string, float> roles;  ///< of the first to the second
  float strength = 0;
  float guessed = 0;  ///< of `strength`, what no name vouches for; never enough by itself
};

class tie_finder {
 public:
  tie_finder(const reading& r, const std::vector<scene>& scenes, const std::vector<bond>& bonds)
      : r_(r), s_(r.of()), scenes_(scenes), bonds_(bonds) {}

  [[nodiscard]] std::vector<tie> run() {
    for (const character& c : s_.characters)
      first_.push_back({c.first, c.first});
    for (std::size_t m = s_.mentions.size(); m-- > 0;)
      if (s_.mentions[m].character) first_[s_.mentions[m].character->value] = s_.mentions[m].span;
    surnames();
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      if (r_.is(i, k_role)) role_at(i);
      if (r_.is(i, w::attack | w::tender)) deed_at(i);
      if (r_.is(i, w::pet)) pet_at(i);
    }
    for (const quote& q : s_.quotes) {
      address(q);
      courts(q);
    }
    one_mother();
    keepers();
    siblings();
    letters();
    by_talk();
    return build();
  }

 private:
  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }
  [[nodiscard]] const character& person(std::uint32_t c) const { return s_.characters[c]; }

  void add(std::uint32_t a, std::uint32_t b, tie_kind kind, std::string role, byte_range where,
           float strength) {
    if (a == k_none || b == k_none || a == b) return;
    const bool animal =
        person(a).kind == character_kind::animal || person(b).kind == character_kind::animal;
    if (animal != (kind == tie_kind::keeper)) return;
    gathered& g = all_[kind][{a, b}];
    if (g.evidence.size() < k_evidence) g.evidence.push_back(where);
    if (!role.empty()) g.roles[std::move(role)] += strength;
    g.strength += strength;
  }

  /// Whose relation the word at `i` names: the possessor before it; `k_none` where nobody's.
  [[nodiscard]] std::uint32_t possessor(std::uint32_t i, std::uint32_t& first) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 4;) {
      if (at(k, "'s") || at(k, "'")) {
        if (k == begin) return k_none;
        first = r_.mention_start(k - 1);
        return r_.who(k - 1);
      }
      if (r_.is_class(k, wc::possessive)) {
        first = k;
        return owner_of(k);
      }
      if (!r_.is_word(k) || r_.is_class(k, wc::article | wc::auxiliary | wc::conjunction))
        return k_none;
    }
    return k_none;
  }

  /// "my" is the speaker's, "your" the hearer's, "her" hers as the cast has it.
  [[nodiscard]] std::uint32_t owner_of(std::uint32_t k) const {
    if (r_.who(k) != k_none) return r_.who(k);
    const std::uint32_t q = r_.quote_at(k);
    if (q == k_none) return k_none;
    const quote& x = s_.quotes[q];
    if (r_.is_class(k, wc::pronoun_i)) return x.speaker ? x.speaker->value : k_none;
    if (r_.is_class(k, wc::pronoun_you))
      return x.addressees.size() == 1 ? x.addressees[0].value : k_none;
    return k_none;
  }

  /// Who is meant by the role word at `i`: its own mention, an apposition ("her sister Jane", "her
  /// sister, Jane", "Jane, her sister"), or a predicate ("Jane is her sister").
  [[nodiscard]] std::uint32_t meant(std::uint32_t i, std::uint32_t first) const {
    if (r_.who(i) != k_none && s_.mentions[r_.mention_at(i)].form == mention_form::prop)
      return r_.who(i);
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[i]);
    std::uint32_t k = i + 1;
    if (at(k, ",")) ++k;
    for (std::uint32_t h = k; h < std::min(end, k + 4); ++h) {
      if (!r_.is_word(h) && !at(h, ".")) break;
      if (r_.who(h) != k_none && r_.mention_start(h) == k && r_.tokens().capital[h] != 0)
        return k == i + 1 || closes(h + 1) ? r_.who(h) : k_none;
    }
    if (first >= 2 && at(first - 1, ",") && r_.who(first - 2) != k_none &&
        r_.tokens().capital[first - 2] != 0)
      return closes(i + 1) ? r_.who(first - 2) : k_none;
    if (first >= 2 && r_.who(first - 2) != k_none &&
        (at(first - 1, "is") || at(first - 1, "was") || at(first - 1, "'s")))
      return r_.who(first - 2);
    return k_none;
  }

  [[nodiscard]] bool closes(std::uint32_t i) const {
    return i >= r_.size() || r_.tokens().shape[i] != token_shape::word;
  }

  [[nodiscard]] static tie_kind kind_of(const reading& r, std::uint32_t i) {
    if (r.is(i, w::couple)) return tie_kind::couple;
    if (r.is(i, w::kin)) return tie_kind::kin;
    if (r.is(i, w::friendship)) return tie_kind::friends;
    if (r.is(i, w::household)) return tie_kind::household;
    return tie_kind::work;
  }

  void role_at(std::uint32_t i) {
    if (told_to_face(i)) return;
    std::uint32_t first = i;
    std::uint32_t owner = possessor(i, first);
    std::uint32_t who = meant(i, first);
    // A description that is only linked to somebody may be linked wrongly: it counts for little.
    const bool linked = who == k_none && r_.who(i) != k_none;
    if (linked) who = r_.who(i);
    if (owner == k_none && who == k_none) return;
    const tie_kind kind = kind_of(r_, i);
    // "said her mother": of two who talk, whose mother she is not.
    if (owner == who && who != k_none) owner = other_party(i, who);
    if (owner != k_none && kind == tie_kind::kin) who = by_title(owner, r_.form(i), who);
    if (who != k_none && wrong_gender(i, who)) return;
    if (who == k_none) return said_to_be(i, owner, kind);
    if (owner == k_none && at(i + 1, "of")) owner = behind_of(i + 2);
    if (owner == k_none) return;
    if (linked) return guess(who, owner, kind, i, k_linked);
    add(who, owner, kind, r_.form(i), r_.span_of(first, i + 1), 1);
  }

  /// What no name vouches for, up to a sum that makes no tie by itself.
  void guess(std::uint32_t who, std::uint32_t owner, tie_kind kind, std::uint32_t i,
             float strength) {
    if (who == owner || who == k_none || owner == k_none) return;
    gathered& g = all_[kind][{who, owner}];
    const float room = std::min(strength, k_most_guessed - g.guessed);
    if (room <= 0) return;
    g.guessed += room;
    add(who, owner, kind, r_.form(i), r_.span_of(i, i + 1), room);
  }

  /// "You're a friend": of the hearer, said by the speaker.
  [[nodiscard]] bool told_to_face(std::uint32_t i) {
    const std::uint32_t q = r_.quote_at(i);
    if (q == k_none || i < 3 || !r_.is(i, w::friendship) || !r_.is_class(i - 1, wc::article))
      return false;
    const bool you = (at(i - 2, "'re") || at(i - 2, "are")) && at(i - 3, "you");
    const quote& x = s_.quotes[q];
    if (!you || !x.speaker || x.addressees.size() != 1) return false;
    add(x.addressees[0].value, x.speaker->value, tie_kind::friends, r_.form(i),
        r_.span_of(i - 3, i + 1), 1);
    return true;
  }

  [[nodiscard]] std::uint32_t behind_of(std::uint32_t k) const {
    for (std::uint32_t h = k; h < std::min(k + 3, r_.size()); ++h)
      if (r_.who(h) != k_none && r_.mention_start(h) == k) return r_.who(h);
    return k_none;
  }

  /// In the paragraph of a line by `who`: to whom they speak.
  [[nodiscard]] std::uint32_t other_party(std::uint32_t i, std::uint32_t who) const {
    const byte_offset at_byte{r_.tokens().start[i]};
    const auto near = std::partition_point(s_.quotes.begin(), s_.quotes.end(), [&](const quote& q) {
      return q.span().start.value + 400 < at_byte.value;
    });
    for (auto q = near; q != s_.quotes.end() && q->span().start.value < at_byte.value + 400; ++q)
      if (q->speaker && q->speaker->value == who && q->addressees.size() == 1)
        return q->addressees[0].value;
    return k_none;
  }

  /// Nobody is named by the word: of kin the one of the same surname who is spoken of next, else
  /// the one other person of the paragraph. Such guesses never make a tie by themselves unless the
  /// surname speaks for them.
  void said_to_be(std::uint32_t i, std::uint32_t owner, tie_kind kind) {
    if (owner == k_none || r_.form(i).ends_with("s")) return;
    const std::uint32_t q = r_.quote_at(i);
    const std::uint32_t speaker =
        q != k_none && s_.quotes[q].speaker ? s_.quotes[q].speaker->value : k_none;
    std::uint32_t other = kind == tie_kind::kin ? relative_near(i, owner, speaker) : k_none;
    float strength = k_most_guessed;
    if (other == k_none && r_.told(i)) {
      other = alone_with(i, owner);
      strength = k_linked;
    }
    if (other == k_none || wrong_gender(i, other)) return;
    guess(other, owner, kind, i, strength);
  }

  /// The nearest of `owner`'s surname whom the word at `i` may mean.
  [[nodiscard]] std::uint32_t relative_near(std::uint32_t i, std::uint32_t owner,
                                            std::uint32_t speaker) const {
    constexpr std::uint32_t k_reach = 60;
    const std::uint32_t first = i > k_reach / 3 ? i - k_reach / 3 : 0;
    const auto fits = [&](std::uint32_t k) {
      const std::uint32_t c = r_.who(k);
      return c != k_none && c != owner && c != speaker && !wrong_gender(i, c) &&
             same_surname(c, owner);
    };
    for (std::uint32_t k = i + 1; k < std::min(i + k_reach, r_.size()); ++k)
      if (fits(k)) return r_.who(k);
    for (std::uint32_t k = i; k-- > first;)
      if (fits(k)) return r_.who(k);
    return k_none;
  }

  [[nodiscard]] bool same_surname(std::uint32_t a, std::uint32_t b) const {
    return same_name_.contains(std::minmax(a, b));
  }

  [[nodiscard]] std::uint32_t alone_with(std::uint32_t i, std::uint32_t owner) const {
    const std::uint32_t p = r_.tokens().paragraph[i];
    std::uint32_t other = k_none;
    if (r_.token_end(p) - r_.first_token(p) > 300) return k_none;
    for (std::uint32_t k = r_.first_token(p); k < r_.token_end(p); ++k) {
      const std::uint32_t c = r_.who(k);
      if (c == k_none || c == owner || !r_.told(k)) continue;
      if (other != k_none && other != c) return k_none;
      other = c;
    }
    return other;
  }

  /// By the words that name a man or a woman only.
  [[nodiscard]] bool wrong_gender(std::uint32_t i, std::uint32_t c) const {
    static constexpr std::array<std::string_view, 34> k_she{"mother",
                                                            "mum",
                                                            "mom",
                                                            "mummy",
                                                            "mamma",
                                                            "mama",
                                                            "ma",
                                                            "sister",
                                                            "aunt",
                                                            "auntie",
                                                            "grandmother",
                                                            "grandma",
                                                            "gran",
                                                            "granny",
                                                            "nan",
                                                            "niece",
                                                            "daughter",
                                                            "stepmother",
                                                            "stepsister",
                                                            "wife",
                                                            "girlfriend",
                                                            "bride",
                                                            "widow",
                                                            "fiancee",
                                                            "mother-in-law",
                                                            "sister-in-law",
                                                            "daughter-in-law",
                                                            "landlady",
                                                            "governess",
                                                            "mistress",
                                                            "maid",
                                                            "housemaid",
                                                            "granddaughter",
                                                            "godmother"};
    static constexpr std::array<std::string_view, 30> k_he{
        "father",  "dad",           "daddy",          "papa",       "pa",        "brother",
        "uncle",   "grandfather",   "grandpa",        "grandad",    "granddad",  "nephew",
        "son",     "stepfather",    "stepbrother",    "husband",    "boyfriend", "bridegroom",
        "widower", "father-in-law", "brother-in-law", "son-in-law", "landlord",  "master",
        "footman", "butler",        "valet",          "coachman",   "grandson",  "godfather"};
    const pronoun_set p = person(c).pronouns;
    const std::string& f = r_.form(i);
    if (p == pronoun_set::he) return std::find(k_she.begin(), k_she.end(), f) != k_she.end();
    if (p == pronoun_set::she) return std::find(k_he.begin(), k_he.end(), f) != k_he.end();
    return false;
  }

  void deed_at(std::uint32_t i) {
    if (!r_.told(i) || r_.is_negated(i) || r_.is_remote(i)) return;
    if (r_.has_trees() && s_.tokens[i].upos != universal_tag::verb) return;
    const std::uint32_t a = r_.subject_of(i);
    if (a == k_none) return;
    std::uint32_t b = k_none;
    for (std::uint32_t k = i + 1; k < std::min(i + 4, r_.size()); ++k) {
      if (!r_.is_word(k)) break;
      if (r_.who(k) == k_none) continue;
      // "struck her hand", "kissed her mother's cheek"
      if (at(k + 1, "'s") ||
          (r_.has_trees() && s_.tokens[k].relation == relation_named("nmod:poss")))
        continue;
      if (r_.has_trees() && s_.tokens[k].head.value != i) continue;
      b = r_.who(k);
      break;
    }
    const bool tender = r_.is(i, w::tender);
    add(a, b, tender ? tie_kind::couple : tie_kind::conflict, "", r_.span_of(i, i + 1),
        tender ? 0.5F : 0.7F);
  }

  /// "Bridie's dog", "her cat Tom".
  void pet_at(std::uint32_t i) {
    std::uint32_t first = i;
    const std::uint32_t owner = possessor(i, first);
    const std::uint32_t pet = meant(i, first);
    if (owner == k_none || pet == k_none || person(pet).kind != character_kind::animal) return;
    add(owner, pet, tie_kind::keeper, "keeper", r_.span_of(first, i + 1), 1);
  }

  /// "Mamma", said to somebody.
  void address(const quote& q) {
    if (!q.speaker || q.addressees.size() != 1 || q.kind == quote_kind::thought ||
        q.kind == quote_kind::quoted)
      return;
    const std::uint32_t a = q.addressees[0].value;
    for (const byte_range part : q.spans) {
      for (std::uint32_t i = r_.tokens().first_at(part.start.value);
           i < r_.size() && r_.tokens().start[i] < part.end.value; ++i) {
        if (!r_.is(i, w::parent_address) || r_.is_class(i, wc::possessive)) continue;
        const bool before = i == 0 || !r_.is_word(i - 1) || r_.is_class(i - 1, wc::interjection) ||
                            at(i - 1, "dear");
        if (!before || !closes(i + 1)) continue;
        const std::uint32_t parent = by_title(q.speaker->value, r_.form(i), a);
        if (wrong_gender(i, parent)) continue;
        add(parent, q.speaker->value, tie_kind::kin, r_.form(i), r_.span_of(i, i + 1), 0.5F);
      }
    }
  }

  /// "Will you marry me?", "I love you", to somebody who is no kin.
  void courts(const quote& q) {
    if (!q.speaker || q.addressees.size() != 1 || q.kind != quote_kind::speech) return;
    for (const byte_range part : q.spans) {
      for (std::uint32_t i = r_.tokens().first_at(part.start.value);
           i < r_.size() && r_.tokens().start[i] < part.end.value; ++i) {
        const bool asks = at(i, "marry") && at(i + 1, "me");
        const bool loves =
            (at(i, "love") || at(i, "adore")) && at(i + 1, "you") && !r_.is_negated(i);
        if (!asks && !loves) continue;
        bool own = asks;
        for (std::uint32_t k = i, steps = 0; k-- > 0 && steps < 6; ++steps)
          own = own || at(k, "i");
        if (own)
          add(q.speaker->value, q.addressees[0].value, tie_kind::couple, "", r_.span_of(i, i + 2),
              2);
      }
    }
  }

  [[nodiscard]] bool titled(const character& c, std::string_view title) const {
    return std::any_of(c.aliases.begin(), c.aliases.end(),
                       [&](const alias& a) { return lower(a.text).starts_with(title); }) ||
           lower(c.name).starts_with(title);
  }

  /// Mr. and Mrs. of one name; Jem Rudd and Toby Rudd, who are called brothers.
  void surnames() {
    std::map<std::string, std::vector<std::uint32_t>> by_name;
    for (std::uint32_t c = 0; c < s_.characters.size(); ++c) {
      if (person(c).kind != character_kind::person) continue;
      std::set<std::string> names{last_word(person(c).name)};
      for (const alias& a : person(c).aliases)
        names.insert(last_word(a.text));
      for (const std::string& n : names)
        if (n.size() > 2 && n[0] >= 'A' && n[0] <= 'Z') by_name[n].push_back(c);
    }
    for (const auto& [name, people] : by_name) {
      if (people.size() > 24) continue;
      std::vector<std::uint32_t> husbands;
      std::vector<std::uint32_t> wives;
      for (const std::uint32_t c : people) {
        if (titled(person(c), "mrs. ") || titled(person(c), "mrs ")) {
          wives.push_back(c);
        } else if (titled(person(c), "mr. ") || titled(person(c), "mr ")) {
          husbands.push_back(c);
        }
      }
      if (husbands.size() == 1 && wives.size() == 1)
        add(husbands[0], wives[0], tie_kind::couple, "husband", first_of(wives[0]), 3);
      for (const std::uint32_t c : people) {
        if (husbands.size() == 1) mister_[c].push_back(husbands[0]);
        if (wives.size() == 1) missis_[c].push_back(wives[0]);
      }
      for (std::size_t a = 0; a < people.size(); ++a) {
        for (std::size_t b = a + 1; b < people.size(); ++b) {
          const pair_key key = std::minmax(people[a], people[b]);
          same_name_.insert(key);
          const bool wed = husbands.size() == 1 && wives.size() == 1 &&
                           key == pair_key(std::minmax(husbands[0], wives[0]));
          if (!wed) add(people[a], people[b], tie_kind::kin, "", first_of(people[b]), 0.35F);
        }
      }
    }
  }

  [[nodiscard]] byte_range first_of(std::uint32_t c) const { return first_[c]; }

  /// Of an animal nobody is said to own, who is with it most and does most with it.
  void keepers() {
    std::map<std::uint32_t, std::map<std::uint32_t, float>> with;
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      const std::uint32_t c = r_.who(i);
      if (c == k_none || person(c).kind != character_kind::animal) continue;
      const std::uint32_t s = r_.tokens().sentence[i];
      const std::uint32_t from = std::max(r_.sentence_first(s), i > 40 ? i - 40 : 0);
      const std::uint32_t end = std::min(r_.sentence_end(s), i + 40);
      for (std::uint32_t k = from; k < end; ++k) {
        const std::uint32_t p = r_.who(k);
        if (p == k_none || p == c || person(p).kind != character_kind::person) continue;
        // "Bridie took Oyster out"
        const bool tends = k < i && i - k <= 3;
        with[c][p] += tends ? 1.0F : 0.4F;
      }
      const std::uint32_t q = r_.quote_at(i);
      if (q != k_none && s_.quotes[q].speaker) with[c][s_.quotes[q].speaker->value] += 0.4F;
    }
    for (const auto& [c, people] : with) {
      const auto most =
          std::max_element(people.begin(), people.end(),
                           [](const auto& x, const auto& y) { return x.second < y.second; });
      if (most->second >= 0.8F) add(most->first, c, tie_kind::keeper, "keeper", first_of(c), 0.5F);
    }
  }

  /// The mother of a Miss Bennet is Mrs. Bennet, where there is one; `otherwise` where not.
  [[nodiscard]] std::uint32_t by_title(std::uint32_t owner, std::string_view role,
                                       std::uint32_t otherwise) const {
    const std::string_view one = only_one(role);
    if (one != "mother" && one != "father") return otherwise;
    const auto& titles = one == "mother" ? missis_ : mister_;
    const auto found = titles.find(owner);
    if (found == titles.end() || found->second.size() != 1 || found->second[0] == owner)
      return otherwise;
    // Mr. Bennet's father is another Mr. Bennet.
    const bool married = titled(person(owner), "mr. ") || titled(person(owner), "mrs. ");
    return married ? otherwise : found->second[0];
  }

  /// The role that one has one of only, e.g. "mother" of "mamma"; empty for all others.
  [[nodiscard]] static std::string_view only_one(std::string_view role) {
    static constexpr std::array<std::string_view, 6> k_mother{"mother", "mum",  "mom",
                                                              "mamma",  "mama", "mummy"};
    static constexpr std::array<std::string_view, 6> k_father{"father", "dad", "papa",
                                                              "pa",     "da",  "daddy"};
    for (const std::string_view r : k_mother)
      if (r == role) return "mother";
    for (const std::string_view r : k_father)
      if (r == role) return "father";
    if (role == "wife" || role == "husband") return "spouse";
    return {};
  }

  /// Nobody has two mothers: of several the one who is said to be it most stays.
  void one_mother() {
    std::map<std::pair<std::uint32_t, std::string_view>, std::pair<float, std::uint32_t>> best;
    const auto each = [&](auto&& act) {
      for (const tie_kind kind : {tie_kind::kin, tie_kind::couple})
        for (auto& [key, g] : all_[kind])
          for (auto& [role, strength] : g.roles)
            if (!only_one(role).empty()) act(key, g, role, strength);
    };
    std::map<std::tuple<std::uint32_t, std::string_view, std::uint32_t>, float> sums;
    each([&](const pair_key& key, gathered&, const std::string& role, float strength) {
      sums[{key.second, only_one(role), key.first}] += strength;
    });
    for (const auto& [k, sum] : sums) {
      auto& [most, who] = best[{std::get<0>(k), std::get<1>(k)}];
      if (sum <= most) continue;
      most = sum;
      who = std::get<2>(k);
    }
    each([&](const pair_key& key, gathered& g, const std::string& role, float& strength) {
      if (best[{key.second, only_one(role)}].second == key.first) return;
      g.strength -= strength;
      strength = 0;
    });
  }

  /// Sisters of one sister are sisters, where they have one surname or are sisters of two.
  void siblings() {
    std::vector<std::set<std::uint32_t>> of(s_.characters.size());
    for (const auto& [key, g] : all_[tie_kind::kin]) {
      for (const auto& [role, sum] : g.roles) {
        if (sum < 0.5F) continue;
        if (role != "sister" && role != "brother" && role != "twin" && role != "sisters" &&
            role != "brothers")
          continue;
        of[key.first].insert(key.second);
        of[key.second].insert(key.first);
      }
    }
    std::vector<pair_key> fresh;
    // Children of one mother, of one surname.
    std::map<std::uint32_t, std::vector<std::uint32_t>> children;
    for (const auto& [key, g] : all_[tie_kind::kin])
      for (const auto& [role, sum] : g.roles)
        if (sum >= 0.5F && !only_one(role).empty()) children[key.first].push_back(key.second);
    for (auto& [parent, list] : children) {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      if (list.size() > k_company) continue;
      for (std::size_t a = 0; a < list.size(); ++a)
        for (std::size_t b = a + 1; b < list.size(); ++b)
          if (same_name_.contains({list[a], list[b]}) && !of[list[a]].contains(list[b]))
            fresh.emplace_back(list[a], list[b]);
    }
    for (std::uint32_t c = 0; c < of.size(); ++c) {
      if (of[c].size() > k_company) continue;
      for (const std::uint32_t a : of[c]) {
        for (const std::uint32_t b : of[c]) {
          if (a >= b || of[a].contains(b)) continue;
          if (same_name_.contains({a, b}) ||
              (same_name_.contains(std::minmax(a, c)) && same_name_.contains(std::minmax(b, c))))
            fresh.emplace_back(a, b);
        }
      }
    }
    std::sort(fresh.begin(), fresh.end());
    fresh.erase(std::unique(fresh.begin(), fresh.end()), fresh.end());
    for (const pair_key& k : fresh)
      add(k.first, k.second, tie_kind::kin,
          person(k.first).pronouns == pronoun_set::he ? "brother" : "sister", first_of(k.second),
          0.5F);
  }

  /// "Your old friend, Elias Strake" under a letter.
  void letters() {
    for (const quote& q : s_.quotes) {
      if (q.kind != quote_kind::letter) continue;
      const std::uint32_t begin = r_.tokens().first_at(q.span().start.value);
      const std::uint32_t end = r_.tokens().first_at(q.span().end.value);
      // Who writes and to whom stand in it where nothing else tells.
      std::uint32_t from = q.speaker ? q.speaker->value : k_none;
      std::uint32_t to = q.addressees.size() == 1 ? q.addressees[0].value : k_none;
      for (std::uint32_t i = end; from == k_none && i-- > begin && end - i < 16;)
        from = r_.who(i);
      for (std::uint32_t i = begin; to == k_none && i < std::min(begin + 8, end); ++i)
        to = r_.who(i);
      for (std::uint32_t i = std::max(begin, end > 30 ? end - 30 : 0); i + 1 < end; ++i) {
        if (!at(i, "your")) continue;
        for (std::uint32_t k = i + 1; k < std::min(i + 4, end); ++k)
          if (r_.is(k, k_role)) add(from, to, kind_of(r_, k), r_.form(k), r_.span_of(i, k + 1), 1);
      }
    }
  }

  /// Much talk and many scenes together, and nothing said of how they stand.
  void by_talk() {
    for (const bond& b : bonds_) {
      const std::uint32_t lines = std::min(b.a_to_b, b.b_to_a);
      if (lines < 12 && (lines < 8 || b.together < 3)) continue;
      if (any(b.a.value, b.b.value)) continue;
      add(b.a.value, b.b.value, tie_kind::friends, "", first_of(b.b.value),
          std::min(1.0F, 0.3F + 0.02F * static_cast<float>(lines)));
    }
  }

  [[nodiscard]] bool any(std::uint32_t a, std::uint32_t b) const {
    return std::any_of(all_.begin(), all_.end(), [&](const auto& kind) {
      return kind.second.contains({a, b}) || kind.second.contains({b, a});
    });
  }

  [[nodiscard]] std::vector<tie> build() {
    std::vector<tie> out;
    for (auto& [kind, pairs] : all_) {
      std::map<pair_key, gathered> joined;
      for (auto& [key, g] : pairs) {
        const bool keep_order = !g.roles.empty() && key.first < key.second;
        const bool turned = !g.roles.empty() && key.first > key.second;
        gathered& to = joined[std::minmax(key.first, key.second)];
        to.strength += g.strength;
        to.guessed += g.guessed;
        to.evidence.insert(to.evidence.end(), g.evidence.begin(), g.evidence.end());
        for (const auto& [role, n] : g.roles)
          to.roles[(turned && !keep_order ? "<" : ">") + role] += n;
      }
      for (auto& [key, g] : joined) {
        // Guesses of both ways are guesses still.
        g.strength -= std::max(0.0F, g.guessed - k_most_guessed);
        if (g.strength < 0.5F || weaker_than_another(kind, key, g.strength)) continue;
        out.push_back(tie_of(kind, key, g));
      }
    }
    std::sort(out.begin(), out.end(), [](const tie& x, const tie& y) {
      return std::tie(x.a, x.b, x.kind) < std::tie(y.a, y.b, y.kind);
    });
    return out;
  }

  [[nodiscard]] float strength(tie_kind kind, const pair_key& k) const {
    const auto pairs = all_.find(kind);
    if (pairs == all_.end()) return 0;
    float sum = 0;
    for (const pair_key& x : {k, pair_key{k.second, k.first}}) {
      const auto found = pairs->second.find(x);
      if (found != pairs->second.end()) sum += found->second.strength;
    }
    return sum;
  }

  /// Of kin and couple of the same two the stronger one holds.
  [[nodiscard]] bool weaker_than_another(tie_kind kind, const pair_key& k, float mine) const {
    if (kind != tie_kind::kin && kind != tie_kind::couple) return false;
    const float other = strength(kind == tie_kind::kin ? tie_kind::couple : tie_kind::kin, k);
    return other > mine || (other == mine && kind == tie_kind::couple);
  }

  [[nodiscard]] tie tie_of(tie_kind kind, const pair_key& key, gathered& g) const {
    tie t;
    t.kind = kind;
    t.a = {key.first};
    t.b = {key.second};
    float most = 0;
    std::string role;
    for (const auto& [name, n] : g.roles) {
      if (n <= most) continue;
      most = n;
      role = name;
    }
    if (!role.empty()) {
      t.role = role.substr(1);
      t.directed = true;
      if (role[0] == '<') std::swap(t.a, t.b);
    }
    t.weight = static_cast<std::uint32_t>(g.evidence.size());
    std::sort(g.evidence.begin(), g.evidence.end());
    g.evidence.erase(std::unique(g.evidence.begin(), g.evidence.end()), g.evidence.end());
    if (g.evidence.size() > k_evidence) g.evidence.resize(k_evidence);
    t.evidence = std::move(g.evidence);
    t.confidence = g.strength >= 3 ? 0.9F : g.strength >= 1 ? 0.75F : 0.55F;
    t.course = course_of(t.a, t.b);
    return t;
  }

  /// Scenes shared, chapter by chapter.
  [[nodiscard]] std::vector<std::uint32_t> course_of(character_id a, character_id b) const {
    std::vector<std::uint32_t> out(s_.chapters.size(), 0);
    for (const scene& x : scenes_)
      if (std::binary_search(x.present.begin(), x.present.end(), a) &&
          std::binary_search(x.present.begin(), x.present.end(), b))
        ++out[x.chapter.value];
    return out;
  }

  const reading& r_;
  const story& s_;
  const std::vector<scene>& scenes_;
  const std::vector<bond>& bonds_;
  std::map<tie_kind, std::map<pair_key, gathered>> all_;
  std::set<pair_key> same_name_;
  /// Of each the one Mr. and the one Mrs. of their surnames.
  std::map<std::uint32_t, std::vector<std::uint32_t>> mister_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> missis_;
  std::vector<byte_range> first_;  ///< the first mention of each
};

}  // namespace

std::vector<bond> find_bonds(const reading& r, const std::vector<scene>& scenes) {
  const story& s = r.of();
  std::map<pair_key, bond> all;
  const auto of = [&](std::uint32_t a, std::uint32_t b) -> bond& {
    bond& x = all[std::minmax(a, b)];
    x.a = {std::min(a, b)};
    x.b = {std::max(a, b)};
    return x;
  };
  for (const scene& x : scenes) {
    std::vector<scene_person> there;
    for (const scene_person& p : x.people)
      if (std::binary_search(x.present.begin(), x.present.end(), p.who)) there.push_back(p);
    std::stable_sort(there.begin(), there.end(), [](const scene_person& a, const scene_person& b) {
      return a.confidence > b.confidence;
    });
    if (there.size() > k_company) there.resize(k_company);
    for (std::size_t a = 0; a < there.size(); ++a)
      for (std::size_t b = a + 1; b < there.size(); ++b)
        ++of(there[a].who.value, there[b].who.value).together;
  }
  for (const quote& q : s.quotes) {
    if (!q.speaker || q.kind == quote_kind::thought || q.kind == quote_kind::quoted) continue;
    for (const character_id to : q.addressees) {
      if (to == *q.speaker) continue;
      bond& x = of(q.speaker->value, to.value);
      ++(q.speaker->value < to.value ? x.a_to_b : x.b_to_a);
    }
  }
  for (std::uint32_t i = 0; i < r.size(); ++i) {
    const std::uint32_t q = r.quote_at(i);
    const std::uint32_t c = r.who(i);
    if (q == k_none || c == k_none || !s.quotes[q].speaker) continue;
    const quote& x = s.quotes[q];
    if (x.speaker->value == c ||
        std::find(x.addressees.begin(), x.addressees.end(), character_id{c}) != x.addressees.end())
      continue;
    bond& y = of(x.speaker->value, c);
    ++(x.speaker->value < c ? y.a_of_b : y.b_of_a);
  }
  std::vector<bond> out;
  for (const auto& [key, x] : all)
    out.push_back(x);
  return out;
}

std::vector<tie> find_ties(const reading& r, const std::vector<scene>& scenes,
                           const std::vector<bond>& bonds) {
  return tie_finder(r, scenes, bonds).run();
}

}  // namespace fabula::plot
