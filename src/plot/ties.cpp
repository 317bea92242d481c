#include "plot/ties.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "plot/kinship.hpp"
#include "plot/marriages.hpp"

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

constexpr std::size_t k_evidence = 16;
constexpr std::size_t k_company = 24;
constexpr float k_linked = 0.25F;
constexpr float k_near = 0.2F;         ///< nothing but who is near
constexpr float k_plain = 0.9F;        ///< said by name
constexpr float k_least_fact = 0.75F;  ///< that is told by itself
constexpr float k_least_sure = 0.6F;   ///< of whose relation it is
constexpr float k_loose = 0.7F;        ///< whose a pronoun says
constexpr float k_sure_line = 0.8F;    ///< of who says it
constexpr float k_said_once = 0.65F;   ///< to whom is less sure than by whom
constexpr float k_least_enmity = 1.4F;
constexpr float k_kiss = 0.2F;  ///< sisters and friends kiss too
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

  [[nodiscard]] tie_layer run() {
    for (const character& c : s_.characters)
      first_.push_back({c.first, c.first});
    for (std::size_t m = s_.mentions.size(); m-- > 0;)
      if (s_.mentions[m].character) first_[s_.mentions[m].character->value] = s_.mentions[m].span;
    for (const character& c : s_.characters) {
      std::vector<std::string> own;
      const auto note = [&](std::string_view name) {
        const std::string all = lower(name);
        for (std::size_t from = 0; from <= all.size();) {
          const std::size_t end = std::min(all.find(' ', from), all.size());
          own.push_back(all.substr(from, end - from));
          from = end + 1;
        }
      };
      note(c.name);
      for (const alias& a : c.aliases)
        note(a.text);
      std::sort(own.begin(), own.end());
      names_.push_back(std::move(own));
    }
    surnames();
    mum_is_mother_ = tells_of_mum();
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      if (r_.is(i, k_role)) role_at(i);
      if (r_.is(i, w::attack | w::tender)) deed_at(i);
      if (r_.is(i, w::pet)) pet_at(i);
      if (at(i + 1, "with")) in_love(i);
    }
    for (std::size_t q = 0; q < s_.quotes.size(); ++q) {
      address(s_.quotes[q]);
      courts(s_.quotes[q]);
      if (q > 0) answers(s_.quotes[q - 1], s_.quotes[q]);
    }
    keepers();
    letters();
    for (kin_claim& c : find_marriages(r_))
      claims_.push_back(std::move(c));
    tie_layer out;
    out.kin = plain_kin();
    kin_ = resolve_kinship(std::move(claims_), relatives());
    by_talk();
    out.ties = build();
    return out;
  }

 private:
  /// Said outright, of two by name: the first time of each.
  [[nodiscard]] std::vector<fact> plain_kin() const {
    std::vector<fact> out;
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> seen;
    for (const kin_claim& c : claims_) {
      // "Your lady and daughters" is nobody's alone.
      if (!c.named || c.strength < k_least_fact || c.by_title) continue;
      if (c.role.empty() || c.role.ends_with("s")) continue;
      if (!seen.insert({c.a, c.b, c.role}).second) continue;
      fact f;
      f.who = {c.a};
      f.kind = fact_kind::kin;
      f.value = c.role + " of " + person(c.b).name;
      f.span = c.where;
      f.confidence = std::min(0.8F, 0.8F * c.strength);
      out.push_back(std::move(f));
    }
    return out;
  }

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
    if (kind == tie_kind::kin || kind == tie_kind::couple)
      return claim(a, b, kind, std::move(role), where, strength, strength >= k_plain);
    gathered& g = all_[kind][{a, b}];
    if (g.evidence.size() < k_evidence) g.evidence.push_back(where);
    if (!role.empty()) g.roles[std::move(role)] += strength;
    g.strength += strength;
  }

  void claim(std::uint32_t a, std::uint32_t b, tie_kind kind, std::string role, byte_range where,
             float strength, bool named) {
    relation what = kind == tie_kind::couple ? relation::lover : relation::other;
    // "his partner" danced with him.
    if (!role.empty() && !relation_of(role, what)) return;
    const std::uint32_t i = r_.tokens().first_at(where.start.value);
    claims_.push_back({a, b, what, std::move(role), where, i < r_.size() ? r_.chapter_of(i) : 0,
                       strength, named});
  }

  /// How sure it is whom the word at `k` means: a name is, a pronoun as far as its link, and "my"
  /// as far as it is known who speaks.
  [[nodiscard]] float sure_of(std::uint32_t k) const {
    const std::uint32_t q = r_.quote_at(k);
    if (q != k_none && r_.is_class(k, wc::pronoun_i | wc::pronoun_you))
      return s_.quotes[q].confidence;
    const std::uint32_t m = r_.mention_at(k);
    return m == k_none || s_.mentions[m].form == mention_form::prop ? 1 : s_.mentions[m].confidence;
  }

  /// Whose relation the word at `i` names: the possessor before it; `k_none` where nobody's.
  [[nodiscard]] std::uint32_t possessor(std::uint32_t i, std::uint32_t& first,
                                        float* sure = nullptr) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 4;) {
      if (at(k, "'s") || at(k, "'")) {
        if (k == begin) return k_none;
        first = r_.mention_start(k - 1);
        if (sure != nullptr) *sure = sure_of(k - 1);
        return r_.who(k - 1);
      }
      if (r_.is_class(k, wc::possessive)) {
        first = k;
        if (sure != nullptr) *sure = sure_of(k);
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
    if (is_name(i)) return r_.who(i);
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[i]);
    std::uint32_t k = i + 1;
    if (at(k, ",")) ++k;
    for (std::uint32_t h = k; h < std::min(end, k + 4); ++h) {
      if (!r_.is_word(h) && !at(h, ".")) break;
      if (r_.who(h) != k_none && r_.mention_start(h) == k && is_name(h))
        return k == i + 1 || closes(h + 1) ? r_.who(h) : k_none;
    }
    if (first >= 2 && at(first - 1, ",") && is_name(first - 2))
      return closes(i + 1) ? r_.who(first - 2) : k_none;
    // "Jane is her sister", "Ruth will soon be the wife of"
    std::uint32_t k2 = first;
    for (int step = 0; step < 4 && k2 > 0 && is_copular(k2 - 1); ++step)
      --k2;
    return k2 < first && k2 > 0 && is_name(k2 - 1) ? r_.who(k2 - 1) : k_none;
  }

  [[nodiscard]] bool is_copular(std::uint32_t k) const {
    return at(k, "is") || at(k, "was") || at(k, "'s") || at(k, "be") || at(k, "will") ||
           at(k, "became") || at(k, "become") || at(k, "soon") || at(k, "now") || at(k, "the");
  }

  /// Whether a member of the cast is named here, and not by a pronoun or a description.
  [[nodiscard]] bool is_name(std::uint32_t k) const {
    if (r_.who(k) == k_none || s_.mentions[r_.mention_at(k)].form != mention_form::prop)
      return false;
    // "My aunt Phillips" is not Kitty, whoever links it to her.
    const auto& own = names_[r_.who(k)];
    return std::binary_search(own.begin(), own.end(), r_.form(k));
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
    float sure = 1;
    std::uint32_t owner = possessor(i, first, &sure);
    const tie_kind kind = kind_of(r_, i);
    if (owner != k_none && kind == tie_kind::kin && r_.form(i).ends_with("s"))
      return several(i, first, owner, sure);
    std::uint32_t who = meant(i, first);
    // A description that is only linked to somebody may be linked wrongly: it counts for little.
    const bool linked = who == k_none && r_.who(i) != k_none;
    if (linked) {
      who = r_.who(i);
      sure *= sure_of(i);
    }
    if (owner == k_none && r_.form(i).ends_with("s") && r_.is(i, w::sibling_like)) return both(i);
    if (owner == k_none && who == k_none) return;
    // "said her mother": of two who talk, whose mother she is not.
    if (owner == who && who != k_none) owner = other_party(i, who);
    bool titled = false;
    if (owner != k_none && kind == tie_kind::kin) {
      const std::uint32_t by_name = by_title(owner, r_.form(i), k_none);
      titled = by_name != k_none;
      if (titled) who = by_name;
    }
    if (who != k_none && wrong_gender(i, who)) return;
    if (who == k_none) return said_to_be(i, owner, kind);
    if (owner == k_none && at(i + 1, "of")) owner = behind_of(i + 2);
    if (owner == k_none || owner == who || is_question(i)) return;
    if (titled && !household(owner)) return guess(who, owner, kind, i, k_linked * sure);
    if (linked && !titled) return guess(who, owner, kind, i, k_linked * sure);
    if (sure < k_least_sure) return guess(who, owner, kind, i, k_linked * sure);
    const byte_range where = r_.span_of(first, i + 1);
    if (kind == tie_kind::kin || kind == tie_kind::couple) {
      // "her sister" where her paragraph does not name her: once is not enough to know whose.
      const bool loose = r_.told(i) && first < i && r_.is_class(first, wc::possessive) &&
                         !r_.is_class(first, wc::pronoun_i) && !same_surname(who, owner) &&
                         !named_before(owner, first);
      if (apart(who, owner))
        claim(who, owner, kind, r_.form(i), where,
              titled  ? k_plain
              : loose ? k_loose * sure
                      : sure,
              true);
    } else {
      add(who, owner, kind, r_.form(i), where, sure);
    }
  }

  /// Whether a Mr. and a Mrs. of their surname are both in the story, and often: a Mr. alone may be
  /// a brother.
  [[nodiscard]] bool household(std::uint32_t c) const {
    constexpr std::uint32_t k_often = 10;
    const auto known = [&](const auto& titles) {
      const auto found = titles.find(c);
      return found != titles.end() && found->second.size() == 1 &&
             person(found->second[0]).mentions >= k_often;
    };
    return known(mister_) && known(missis_);
  }

  /// Whether the paragraph of token `i` names `c` before it.
  [[nodiscard]] bool named_before(std::uint32_t c, std::uint32_t i) const {
    for (std::uint32_t k = i; k-- > r_.first_token(r_.tokens().paragraph[i]);)
      if (r_.who(k) == c && is_name(k)) return true;
    return false;
  }

  /// Two people, neither of them an animal.
  [[nodiscard]] bool apart(std::uint32_t a, std::uint32_t b) const {
    return a != b && person(a).kind == character_kind::person &&
           person(b).kind == character_kind::person;
  }

  /// "Is she his sister?", "if you were my brother": nobody says that it is so.
  [[nodiscard]] bool is_question(std::uint32_t i) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 5;) {
      if (at(k, "if") || at(k, "not") || at(k, "n't") || at(k, "no") || at(k, "like") ||
          at(k, "as"))
        return true;
      if (!r_.is_word(k)) return false;
    }
    return false;
  }

  /// "the two sisters": of a paragraph that names two.
  void both(std::uint32_t i) {
    if (!r_.told(i) || i == 0) return;
    const std::uint32_t p = r_.tokens().paragraph[i];
    std::set<std::uint32_t> named;
    for (std::uint32_t k = r_.first_token(p); k < r_.token_end(p) && named.size() < 3; ++k)
      if (is_name(k) && r_.told(k) && !wrong_word(singular(r_.form(i)), r_.who(k)))
        named.insert(r_.who(k));
    if (named.size() != 2) return;
    guess(*named.begin(), *named.rbegin(), tie_kind::kin, i, k_linked);
  }

  [[nodiscard]] static std::string singular(const std::string& word) {
    return word == "children" ? "child" : word.substr(0, word.size() - 1);
  }

  /// "her sisters, Kitty and Lydia": each of those named behind it.
  void several(std::uint32_t i, std::uint32_t first, std::uint32_t owner, float sure) {
    if (sure < k_least_sure) return;
    const std::uint32_t end = std::min(r_.sentence_end(r_.tokens().sentence[i]), i + 30);
    std::vector<std::uint32_t> named;
    bool joined = false;
    std::uint32_t k = i + 1;
    if (at(k, ",") || at(k, ":")) ++k;
    while (k < end) {
      std::uint32_t head = k;
      while (head < std::min(end, k + 4) && (!is_name(head) || r_.mention_start(head) != k))
        ++head;
      if (head >= std::min(end, k + 4)) break;
      named.push_back(r_.who(head));
      k = head + 1;
      if (at(k, ",")) ++k;
      if (at(k, "and")) {
        joined = true;
        ++k;
      } else if (!at(k - 1, ",")) {
        break;
      }
    }
    if (!joined || named.size() < 2) return;
    const std::string one = singular(r_.form(i));
    for (const std::uint32_t who : named)
      if (apart(who, owner) && !wrong_word(one, who))
        claim(who, owner, tie_kind::kin, one, r_.span_of(first, i + 1), sure, true);
    relation what = relation::other;
    // Her sisters are each other's, and so are her children.
    if (!relation_of(one, what) || (what != relation::sibling && what != relation::child)) return;
    for (std::size_t a = 0; a < named.size(); ++a)
      for (std::size_t b = a + 1; b < named.size(); ++b)
        if (apart(named[a], named[b]))
          claim(named[a], named[b], tie_kind::kin,
                person(named[a]).pronouns == pronoun_set::he ? "brother" : "sister",
                r_.span_of(first, i + 1), k_plain, true);
  }

  /// What no name vouches for, up to a sum that makes no tie by itself.
  void guess(std::uint32_t who, std::uint32_t owner, tie_kind kind, std::uint32_t i,
             float strength) {
    if (who == owner || who == k_none || owner == k_none) return;
    if (kind == tie_kind::kin || kind == tie_kind::couple) {
      if (apart(who, owner))
        claim(who, owner, kind, r_.form(i), r_.span_of(i, i + 1), strength, false);
      return;
    }
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
    relation what = relation::other;
    const bool near =
        kind == tie_kind::kin && relation_of(r_.form(i), what) &&
        (what == relation::sibling || what == relation::parent || what == relation::grandparent) &&
        r_.form(i) != "parent";
    std::uint32_t other = near ? relative_near(i, owner, speaker) : k_none;
    if (other == k_none && r_.told(i)) other = alone_with(i, owner);
    if (other == k_none || wrong_gender(i, other)) return;
    guess(other, owner, kind, i, kind == tie_kind::kin ? k_near : k_linked);
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
      if (c == k_none || c == owner || !r_.told(k) || wrong_gender(i, c)) continue;
      if (other != k_none && other != c) return k_none;
      other = c;
    }
    return other;
  }

  /// By the words that name a man or a woman only.
  [[nodiscard]] bool wrong_gender(std::uint32_t i, std::uint32_t c) const {
    return wrong_word(r_.form(i), c);
  }

  [[nodiscard]] bool wrong_word(std::string_view f, std::uint32_t c) const {
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
    if (p == pronoun_set::he) return std::find(k_she.begin(), k_she.end(), f) != k_she.end();
    if (p == pronoun_set::she) return std::find(k_he.begin(), k_he.end(), f) != k_he.end();
    return false;
  }

  /// "in love with you", but not "with my daughter"
  void in_love(std::uint32_t i) {
    if (!at(i, "love") || !at(i + 1, "with") || i == 0 || !at(i - 1, "in")) return;
    if (i + 2 >= r_.size() || is_question(i)) return;
    std::uint32_t b = k_none;
    for (std::uint32_t k = i + 2; k < std::min(i + 5, r_.size()) && b == k_none; ++k) {
      if (r_.is_class(k, wc::possessive) && !r_.is_class(k, wc::nominative) && r_.is_word(k + 1) &&
          !r_.is_class(k + 1, wc::function_word))
        continue;
      b = r_.is_class(k, wc::pronoun_you) || r_.is_class(k, wc::pronoun_i) ? owner_of(k)
                                                                           : r_.who(k);
    }
    const std::uint32_t a = r_.subject_of(i);
    if (a == k_none || b == k_none || !apart(a, b)) return;
    claim(a, b, tie_kind::couple, "", r_.span_of(i, i + 2), 0.5F, false);
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
        !tender                          ? 0.7F
        : r_.form(i).starts_with("marr") ? k_plain
        : r_.form(i).starts_with("love") ? 0.3F
                                         : k_kiss);
  }

  /// "Bridie's dog", "her cat Tom".
  void pet_at(std::uint32_t i) {
    std::uint32_t first = i;
    const std::uint32_t owner = possessor(i, first);
    const std::uint32_t pet = meant(i, first);
    if (owner == k_none || pet == k_none || person(pet).kind != character_kind::animal) return;
    add(owner, pet, tie_kind::keeper, "keeper", r_.span_of(first, i + 1), 1);
  }

  /// "Mamma" and "my dear sister", said to somebody.
  void address(const quote& q) {
    if (!q.speaker || q.addressees.empty() || q.kind == quote_kind::thought ||
        q.kind == quote_kind::quoted)
      return;
    for (const byte_range part : q.spans) {
      const std::uint32_t from = r_.tokens().first_at(part.start.value);
      for (std::uint32_t i = from; i < r_.size() && r_.tokens().start[i] < part.end.value; ++i) {
        if (r_.is(i, w::parent_address) && !r_.is_class(i, wc::possessive)) called_parent(q, i);
        if (r_.is(i, w::kin) && i > from) called_kin(q, i, from);
        if (r_.is(i, w::parent_address)) names_parent(q, i);
      }
    }
  }

  void called_parent(const quote& q, std::uint32_t i) {
    const bool before = i == 0 || !r_.is_word(i - 1) || r_.is_class(i - 1, wc::interjection) ||
                        at(i - 1, "dear") || at(i - 1, "yes") || at(i - 1, "no");
    if (!before || !closes(i + 1)) return;
    const std::uint32_t parent = by_title(q.speaker->value, r_.form(i), whom_of(q, i));
    if (parent == k_none || wrong_gender(i, parent)) return;
    if (!apart(parent, q.speaker->value)) return;
    const bool madam = is_madam(i, parent, q);
    claim(parent, q.speaker->value, tie_kind::kin, r_.form(i), r_.span_of(i, i + 1),
          (madam ? k_near : k_plain) * q.confidence, !madam && q.confidence >= k_sure_line);
  }

  /// "Yes, Mum": to an employer, where nobody in the story has a mum and the two no name in common.
  [[nodiscard]] bool is_madam(std::uint32_t i, std::uint32_t called, const quote& q) const {
    return at(i, "mum") && !mum_is_mother_ && !same_surname(called, q.speaker->value);
  }

  /// "her mum", "Mum came in"
  [[nodiscard]] bool tells_of_mum() const {
    for (std::uint32_t i = 1; i < r_.size(); ++i)
      if (at(i, "mum") && (r_.is_class(i - 1, wc::possessive) || r_.told(i))) return true;
    return false;
  }

  /// "Where's Mum?": who has no other name is the mum of who calls her so.
  void names_parent(const quote& q, std::uint32_t i) {
    const std::uint32_t c = r_.who(i);
    if (c == k_none || !is_only_role(c) || r_.form(i) != lower(person(c).name) ||
        r_.tokens().capital[i] == 0 || !apart(c, q.speaker->value))
      return;
    // "Your Mum" is another's, and "Yes, Mum" may be said to any lady (see `called_parent`).
    if (i > 0 && r_.is_class(i - 1, wc::possessive | wc::article)) return;
    if (i > 1 && at(i - 1, "'s") && r_.who(i - 2) != k_none) return;
    if ((i == 0 || !r_.is_word(i - 1)) && closes(i + 1)) return;
    // The mother of a Miss March who says "Mother" is Mrs. March, if the cast has them apart.
    const std::uint32_t parent = by_title(q.speaker->value, r_.form(i), c);
    if (parent == q.speaker->value) return;
    claim(parent, q.speaker->value, tie_kind::kin, r_.form(i), r_.span_of(i, i + 1),
          k_said_once * q.confidence, q.confidence >= k_sure_line);
  }

  /// Whether "Mum" is all the name that somebody has.
  [[nodiscard]] bool is_only_role(std::uint32_t c) const {
    relation what = relation::other;
    return person(c).name.find(' ') == std::string::npos &&
           relation_of(lower(person(c).name), what) && what == relation::parent;
  }

  /// "Far be it from me, my dear sister, to"; children are left out: priests say so to all.
  void called_kin(const quote& q, std::uint32_t i, std::uint32_t from) {
    if (!closes(i + 1) || !r_.is_class(i, wc::kin) || r_.form(i).ends_with("s")) return;
    std::uint32_t k = i;
    while (
        k > from && i - k < 2 &&
        (at(k - 1, "dear") || at(k - 1, "dearest") || at(k - 1, "beloved") || at(k - 1, "sweet")))
      --k;
    if (k == from || !at(k - 1, "my") || (k - 1 > from && r_.is_word(k - 2))) return;
    relation what = relation::other;
    if (!relation_of(r_.form(i), what) || what == relation::child || what == relation::parent)
      return;
    // "My aunt," she went on, "is going": what opens with it may be about her.
    if (k - 1 == from && k == i && !at(i + 1, "!")) return;
    const std::uint32_t who = whom_of(q, i);
    if (who == k_none || !apart(who, q.speaker->value) || wrong_gender(i, who)) return;
    claim(who, q.speaker->value, what == relation::spouse ? tie_kind::couple : tie_kind::kin,
          r_.form(i), r_.span_of(k - 1, i + 1), k_said_once * q.confidence, true);
  }

  /// Of those who are spoken to the one whom the word at `i` may mean: "papa", of a father and a
  /// sister.
  [[nodiscard]] std::uint32_t whom_of(const quote& q, std::uint32_t i) const {
    std::uint32_t one = k_none;
    for (const character_id to : q.addressees) {
      if (person(to.value).kind != character_kind::person || wrong_gender(i, to.value)) continue;
      if (one != k_none) return k_none;
      one = to.value;
    }
    return one;
  }

  /// `"Eat, Ines," said Ruth. "I am," said her sister.`: who answers is what the tag calls her, to
  /// the one who spoke before.
  void answers(const quote& p, const quote& q) {
    if (!p.speaker || !q.speaker) return;
    const std::uint32_t asked = p.speaker->value;
    const std::uint32_t called = q.speaker->value;
    const std::uint32_t from = r_.tokens().first_at(p.span().end.value);
    const std::uint32_t begin = r_.tokens().first_at(q.span().start.value);
    const std::uint32_t after = r_.tokens().first_at(q.span().end.value);
    if (begin <= from || begin - from > 8 || !apart(asked, called)) return;
    // "said her sister": a verb, whose, what.
    if (after + 2 >= r_.size() || !r_.is_class(after, wc::speech_verb) ||
        !r_.is_class(after + 1, wc::possessive))
      return;
    const std::uint32_t k = after + 2;
    relation what = relation::other;
    const bool she = r_.is_class(after + 1, wc::pronoun_she);
    const pronoun_set wanted = she ? pronoun_set::she : pronoun_set::he;
    if (!relation_of(r_.form(k), what) || person(asked).pronouns != wanted ||
        !(what == relation::sibling || what == relation::spouse || what == relation::cousin) ||
        wrong_gender(k, called))
      return;
    if (!calls_by_name(p, called)) return;
    claim(called, asked, what == relation::spouse ? tie_kind::couple : tie_kind::kin, r_.form(k),
          r_.span_of(after + 1, k + 1), k_plain * p.confidence, true);
  }

  [[nodiscard]] bool calls_by_name(const quote& q, std::uint32_t c) const {
    for (const byte_range part : q.spans)
      for (std::uint32_t i = r_.tokens().first_at(part.start.value);
           i < r_.size() && r_.tokens().start[i] < part.end.value; ++i)
        if (r_.who(i) == c && is_name(i)) return true;
    return false;
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
              (asks ? 1.0F : 0.6F) * q.confidence);
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
      if (husbands.size() == 1 && wives.size() == 1) wed(husbands[0], wives[0]);
      for (const std::uint32_t c : people) {
        if (husbands.size() == 1) mister_[c].push_back(husbands[0]);
        if (wives.size() == 1) missis_[c].push_back(wives[0]);
      }
      for (std::size_t a = 0; a < people.size(); ++a) {
        for (std::size_t b = a + 1; b < people.size(); ++b) {
          const pair_key key = std::minmax(people[a], people[b]);
          same_name_.insert(key);
        }
      }
    }
  }

  /// A Mrs. who is hardly named may be somebody else of the story, by her married name.
  void wed(std::uint32_t husband, std::uint32_t wife) {
    constexpr std::uint32_t k_known = 5;  // mentions
    const byte_range where = first_of(wife);
    const bool known = person(wife).mentions >= k_known;
    claim(husband, wife, tie_kind::couple, "husband", where, known ? 3 : 1, true);
    claims_.back().by_title = true;
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
      if (any(b.a.value, b.b.value) || !may_be_friends(b.a.value, b.b.value)) continue;
      add(b.a.value, b.b.value, tie_kind::friends, "", first_of(b.b.value),
          std::min(1.0F, 0.3F + 0.02F * static_cast<float>(lines)));
    }
  }

  /// A man and a woman who talk much are lovers, kin or master and maid nine times of ten.
  [[nodiscard]] bool may_be_friends(std::uint32_t a, std::uint32_t b) const {
    const pronoun_set x = person(a).pronouns;
    const pronoun_set y = person(b).pronouns;
    return !(x == pronoun_set::he && y == pronoun_set::she) &&
           !(x == pronoun_set::she && y == pronoun_set::he);
  }

  [[nodiscard]] bool any(std::uint32_t a, std::uint32_t b) const {
    if (std::any_of(kin_.begin(), kin_.end(),
                    [&](const kin_tie& t) { return std::minmax(t.a, t.b) == std::minmax(a, b); }))
      return true;
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
        // One blow is a deed; enemies meet again.
        if (g.strength < (kind == tie_kind::conflict ? k_least_enmity : 0.5F)) continue;
        out.push_back(tie_of(kind, key, g));
      }
    }
    for (kin_tie& k : kin_)
      out.push_back(tie_of(k));
    std::sort(out.begin(), out.end(), [](const tie& x, const tie& y) {
      return std::tie(x.a, x.b, x.kind) < std::tie(y.a, y.b, y.kind);
    });
    return out;
  }

  /// What families go by: pronouns and surnames of everybody.
  [[nodiscard]] std::vector<relative> relatives() const {
    std::map<std::string, std::uint32_t> bearers;
    std::vector<relative> out(s_.characters.size());
    std::vector<std::set<std::string>> doubtful(s_.characters.size());
    for (std::uint32_t c = 0; c < out.size(); ++c) {
      const character& x = person(c);
      if (x.kind != character_kind::person) continue;
      out[c].pronouns = x.pronouns;
      if (x.pronouns == pronoun_set::unknown && is_only_role(c)) {
        const std::string_view one = only_one(lower(x.name));
        if (one == "mother") out[c].pronouns = pronoun_set::she;
        if (one == "father") out[c].pronouns = pronoun_set::he;
      }
      out[c].married_name = titled(x, "mrs. ") || titled(x, "mrs ");
      std::set<std::string> sure;
      const auto note = [&](const std::string& name) {
        const std::string last = last_word(name);
        if (last.size() < 3 || last[0] < 'A' || last[0] > 'Z') return;
        const std::string front = lower(name.substr(0, name.find_first_of(" .")));
        relation what = relation::other;
        if (relation_of(front, what)) return;
        // "Miss Lavinia", "Sir William": a surname where others bear it.
        const bool given = front == "miss" || front == "lady" || front == "sir" ||
                           front == "master" || front == "old" || front == "little";
        const bool two = name.find(' ') == name.rfind(' ');
        (given && two ? doubtful[c] : sure).insert(last);
      };
      note(x.name);
      for (const alias& a : x.aliases)
        note(a.text);
      out[c].surnames.assign(sure.begin(), sure.end());
      for (const std::string& n : sure)
        ++bearers[n];
    }
    for (std::uint32_t c = 0; c < out.size(); ++c) {
      for (const std::string& n : doubtful[c])
        if (bearers.contains(n)) out[c].surnames.push_back(n);
      std::sort(out[c].surnames.begin(), out[c].surnames.end());
      out[c].surnames.erase(std::unique(out[c].surnames.begin(), out[c].surnames.end()),
                            out[c].surnames.end());
    }
    return out;
  }

  [[nodiscard]] tie tie_of(kin_tie& k) const {
    tie t;
    t.kind =
        k.what == relation::spouse || k.what == relation::lover ? tie_kind::couple : tie_kind::kin;
    t.a = {k.a};
    t.b = {k.b};
    t.role = std::move(k.role);
    t.directed = !t.role.empty();
    if (!t.directed && t.b < t.a) std::swap(t.a, t.b);
    t.weight = static_cast<std::uint32_t>(k.evidence.size());
    t.evidence = std::move(k.evidence);
    if (t.evidence.empty()) t.evidence.push_back(first_of(k.b));
    std::sort(t.evidence.begin(), t.evidence.end());
    t.evidence.erase(std::unique(t.evidence.begin(), t.evidence.end()), t.evidence.end());
    t.confidence = confidence_of(k);
    t.course = course_of(t.a, t.b);
    return t;
  }

  /// As often as such are right by the crowd (docs/measurements.md, the story over time).
  [[nodiscard]] static float confidence_of(const kin_tie& k) noexcept {
    if (k.inferred) return 0.75F;
    const float lead = k.strength - k.against;
    return lead >= 3 ? 0.9F : lead >= 1.5F ? 0.8F : 0.75F;
  }

  /// The same: who only talk much are mostly something else to each other.
  [[nodiscard]] static float confidence_of(tie_kind kind, const gathered& g) noexcept {
    if (kind == tie_kind::conflict) return 0.25F;
    if (kind == tie_kind::friends && g.roles.empty()) return 0.3F;
    if (kind == tie_kind::keeper) return g.strength >= 1 ? 0.75F : 0.55F;
    return g.strength >= 1 ? 0.65F : 0.4F;
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
    t.confidence = confidence_of(kind, g);
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
  std::vector<std::vector<std::string>> names_;  ///< of each, words of their names, ascending
  std::vector<kin_claim> claims_;
  std::vector<kin_tie> kin_;
  std::set<pair_key> same_name_;
  bool mum_is_mother_ = false;
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

tie_layer find_ties(const reading& r, const std::vector<scene>& scenes,
                    const std::vector<bond>& bonds) {
  return tie_finder(r, scenes, bonds).run();
}

}  // namespace fabula::plot
