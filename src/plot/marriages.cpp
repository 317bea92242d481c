#include "plot/marriages.hpp"

#include <algorithm>
#include <string>

namespace fabula::plot {
namespace {

namespace wc = language::word_class;

constexpr float k_plain = 0.9F;
constexpr float k_offered = 0.5F;  ///< he asks; she may not want him
constexpr float k_planned = 0.25F;
constexpr float k_least_sure = 0.6F;  ///< of whom a pronoun means

/// Who is meant at a token, and how sure that is.
struct party {
  std::uint32_t who = k_none;
  float sure = 0;
  std::uint32_t at = k_none;
};

class finder {
 public:
  explicit finder(const reading& r) : r_(r), s_(r.of()) {}

  [[nodiscard]] std::vector<kin_claim> find() {
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      const std::string& w = r_.form(i);
      if (w == "marriage" || w == "wedding" || w == "engagement" || w == "match" || w == "union")
        noun(i, w == "marriage" || w == "wedding");
      else if (w == "married" || w == "engaged" || w == "betrothed" || w == "wed")
        participle(i);
      else if (w == "marry" || w == "marrying" || w == "marries")
        verb(i);
      else if (at(i + 1, "with") || at(i + 2, "with"))
        elopement(i);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }

  [[nodiscard]] std::uint32_t first_of_sentence(std::uint32_t i) const {
    return r_.sentence_first(r_.tokens().sentence[i]);
  }
  [[nodiscard]] std::uint32_t end_of_sentence(std::uint32_t i) const {
    return r_.sentence_end(r_.tokens().sentence[i]);
  }

  /// Whom the word at `k` means: "my" the speaker, "you" the hearer, all others as linked.
  [[nodiscard]] party party_at(std::uint32_t k) const {
    const std::uint32_t q = r_.quote_at(k);
    if (q != k_none && r_.is_class(k, wc::pronoun_i | wc::pronoun_you)) {
      const quote& x = s_.quotes[q];
      const bool own = r_.is_class(k, wc::pronoun_i);
      if (own && x.speaker) return {x.speaker->value, x.confidence, k};
      if (!own && x.addressees.size() == 1) return {x.addressees[0].value, x.confidence, k};
      return {};
    }
    if (r_.who(k) == k_none) return {};
    const mention& m = s_.mentions[r_.mention_at(k)];
    // "our poor Ruth" names her too.
    const bool named = m.form == mention_form::prop || r_.tokens().capital[k] != 0;
    return {r_.who(k), named && m.form != mention_form::pron ? 1.0F : m.confidence, k};
  }

  /// The first one named in tokens [from, to), before the clause ends.
  [[nodiscard]] party first_party(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t k = from; k < std::min(to, r_.size()); ++k) {
      if (!r_.is_word(k) && !at(k, ".")) break;
      const bool possessor = r_.is_class(k, wc::possessive) || at(k + 1, "'s") || at(k + 1, "'");
      if (possessor && !ends_clause(k + 1)) continue;  // "my daughter", "Tom's sister"
      if (const party p = party_at(k); p.who != k_none) return p;
    }
    return {};
  }

  [[nodiscard]] bool ends_clause(std::uint32_t k) const {
    return k >= r_.size() || !r_.is_word(k) || r_.is_class(k, wc::function_word);
  }

  /// "Ruth and Tom" in tokens [from, to).
  [[nodiscard]] std::pair<party, party> two(std::uint32_t from, std::uint32_t to) const {
    const party a = first_party(from, to);
    if (a.who == k_none) return {};
    std::uint32_t k = a.at + 1;
    if (!at(k, "and")) return {};
    return {a, first_party(k + 1, std::min(to, k + 6))};
  }

  /// Whose the noun at `i` is: "Tom's", "their approaching", "his".
  [[nodiscard]] party possessor(std::uint32_t i) const {
    const std::uint32_t first = first_of_sentence(i);
    for (std::uint32_t k = i; k-- > first && i - k <= 3;) {
      if (at(k, "'s") || at(k, "'")) return k > first ? party_at(k - 1) : party{};
      if (r_.is_class(k, wc::possessive)) return party_at(k);
      if (!r_.is_word(k) || r_.is_class(k, wc::article)) break;
    }
    return {};
  }

  [[nodiscard]] bool denied(std::uint32_t i) const {
    const std::uint32_t first = first_of_sentence(i);
    for (std::uint32_t k = i; k-- > first && i - k <= 6;)
      if (at(k, "not") || at(k, "n't") || at(k, "never") || at(k, "no") || at(k, "if") ||
          at(k, "nor") || at(k, "without"))
        return true;
    const std::uint32_t end = end_of_sentence(i);
    for (std::uint32_t k = end; k-- > i && end - k <= 3;)
      if (r_.words_of(k, k + 1).starts_with('?')) return true;
    return false;
  }

  [[nodiscard]] bool one_gender(std::uint32_t a, std::uint32_t b) const {
    const pronoun_set x = s_.characters[a].pronouns;
    return x != pronoun_set::unknown && x == s_.characters[b].pronouns;
  }

  void add(const party& a, const party& b, std::uint32_t i, float strength, bool plain) {
    if (a.who == k_none || b.who == k_none || a.who == b.who || denied(i)) return;
    for (const party& p : {a, b})
      if (s_.characters[p.who].kind != character_kind::person) return;
    // An engagement may be to dinner, a match a game: friends have those too.
    if (!plain && one_gender(a.who, b.who)) return;
    const float sure = std::min(a.sure, b.sure);
    if (sure < k_least_sure && strength >= k_plain) strength = k_planned;
    out_.push_back({a.who, b.who, relation::lover, "", r_.span_of(i, i + 1), r_.chapter_of(i),
                    strength * sure, sure >= k_least_sure});
  }

  void noun(std::uint32_t i, bool plain) {
    const std::uint32_t end = std::min(end_of_sentence(i), i + 14);
    if (at(i + 1, "between") || at(i + 1, "of")) {
      const auto [a, b] = two(i + 2, end);
      add(a, b, i, k_plain, plain);
    } else if (at(i + 1, "with") || at(i + 1, "to")) {
      add(possessor(i), first_party(i + 2, std::min(end, i + 7)), i, k_plain, plain);
    } else if (at(i + 1, "from") && i >= 2 && at(i - 1, "of") &&
               (at(i - 2, "offer") || at(i - 2, "offers") || at(i - 2, "proposal"))) {
      add(nearest_before(i), first_party(i + 2, std::min(end, i + 6)), i, k_offered, true);
    }
  }

  /// "that she should receive an offer": who stands before it.
  [[nodiscard]] party nearest_before(std::uint32_t i) const {
    const std::uint32_t first = first_of_sentence(i);
    for (std::uint32_t k = i; k-- > first && i - k <= 10;) {
      if (r_.is_class(k, wc::possessive) && !r_.is_class(k, wc::nominative)) continue;
      if (const party p = party_at(k); p.who != k_none) return p;
    }
    return {};
  }

  /// "Ruth was married to Tom", "Ruth and Tom were to be married".
  void participle(std::uint32_t i) {
    const bool plain = r_.form(i) != "engaged";
    const float strength = may_be(i) ? k_planned : k_plain;
    if (at(i + 1, "to")) {
      // "She had a sister married to Tom": not she.
      if (i == 0 || !is_between(i - 1)) return;
      const party b = first_party(i + 2, std::min(end_of_sentence(i), i + 6));
      if (b.who == k_none) return;
      party a = nearest_before(i);
      if (const std::uint32_t c = r_.subject_of(i); c != k_none && c != a.who) a = {c, 0.7F, i};
      return add(a, b, i, strength, plain);
    }
    std::uint32_t k = i;
    while (k > 0 && i - k < 6 && is_between(k - 1))
      --k;
    if (k == 0 || k == i) return;
    const party b = party_at(k - 1);
    if (b.who == k_none) return;
    const std::uint32_t from = r_.mention_start(k - 1);
    if (from < 2 || !at(from - 1, "and")) return;
    add(party_at(from - 2), b, i, strength, plain);
  }

  [[nodiscard]] bool is_between(std::uint32_t k) const {
    return r_.is_class(k, wc::auxiliary | wc::adverb) || at(k, "to") || at(k, "be") ||
           at(k, "been") || at(k, "soon") || at(k, "at") || at(k, "last") || at(k, "going");
  }

  /// "would soon be married", "wished to be married"
  [[nodiscard]] bool may_be(std::uint32_t i) const {
    const std::uint32_t first = first_of_sentence(i);
    for (std::uint32_t k = i; k-- > first && i - k <= 5;)
      if (at(k, "would") || at(k, "could") || at(k, "should") || at(k, "might") || at(k, "may") ||
          at(k, "wish") || at(k, "wished") || at(k, "hoped") || at(k, "want") || at(k, "wanted"))
        return true;
    return false;
  }

  /// "he would marry Ruth", "Tom's marrying her": mostly of what may be.
  void verb(std::uint32_t i) {
    const party b = first_party(i + 1, std::min(end_of_sentence(i), i + 4));
    if (b.who == k_none) return;
    party a = possessor(i);
    if (a.who == k_none) {
      const std::uint32_t c = r_.subject_of(i);
      if (c == k_none) return;
      a = {c, 0.7F, i};
    }
    add(a, b, i, k_planned, true);
  }

  /// "eloped with Tom", "she had run away with him".
  void elopement(std::uint32_t i) {
    const std::string& w = r_.form(i);
    const bool flees = w == "eloped" || w == "elope" || w == "eloping";
    const bool runs = (w == "run" || w == "ran" || w == "running" || w == "gone" || w == "went") &&
                      (at(i + 1, "away") || at(i + 1, "off"));
    if (!flees && !runs) return;
    const std::uint32_t with = at(i + 1, "with") ? i + 1 : i + 2;
    if (!at(with, "with") || (runs && with == i + 1)) return;
    const party b = first_party(with + 1, std::min(end_of_sentence(i), with + 4));
    const std::uint32_t c = r_.subject_of(i);
    const party a = c == k_none ? nearest_before(i) : party{c, 0.7F, i};
    add(a, b, i, may_be(i) ? k_planned : k_plain, flees);
  }

  const reading& r_;
  const story& s_;
  std::vector<kin_claim> out_;
};

}  // namespace

std::vector<kin_claim> find_marriages(const reading& r) {
  return finder(r).find();
}

}  // namespace fabula::plot
