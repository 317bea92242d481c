#include "people/given_cast.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "language/tokenizer.hpp"
#include "people/names.hpp"
#include "people/narrator.hpp"
#include "people/vague_roles.hpp"
#include "text/unicode.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint64_t k_given = wc::given_he | wc::given_she | wc::given_any;
constexpr std::uint64_t k_persons =
    wc::person_he | wc::person_she | wc::person_any | wc::kin | wc::animal;
constexpr std::size_t k_longest_alias = 24;  ///< tokens
constexpr std::uint32_t k_reach = 40;        ///< paragraphs in which a name is fresh in mind

/// "Mrs" and "Mrs." are one word; so are "Mrs Beaver'S Son" of a list in title case and the text's.
[[nodiscard]] std::string normal(std::string_view form) {
  std::string out = text::lower(form);
  if (out.size() > 2 && out.ends_with('.')) out.pop_back();
  return out;
}

[[nodiscard]] bool tells_narrator(std::string_view alias) {
  const std::string w = text::lower(alias);
  return w == "i" || w == "narr" || w == "narrator" || w == "the narrator" || w == "narr.";
}

/// Which words may stand before a description that does not bring its own.
enum class determiner : std::uint8_t {
  none,      ///< a name
  definite,  ///< "the waiter" for "The Waiter"
  any,       ///< "a page" too, for "A Page"
  own        ///< as given: "his colleague"
};

/// One alias of the cast, as a row of words.
struct pattern {
  std::vector<std::uint32_t> owners;  ///< in the order of the cast
  std::vector<std::uint32_t> alias;  ///< of each owner: which alias; 0 is the name, `k_nobody` none
  std::vector<std::uint32_t> words;  ///< normal word numbers
  std::uint8_t capitals = 0;         ///< kinds of case in which it was given, in bits
  determiner before = determiner::none;
  bool derived = false;     ///< part of a full name that nobody gave as an alias
  bool describes = false;   ///< "Ada's Sister": no part of it names the same one
  bool first_name = false;  ///< derived, and where the full name begins
};

constexpr std::uint8_t k_given_small = 1;
constexpr std::uint8_t k_given_capital = 2;

/// Aliases as a trie over word numbers, so that the longest match costs its own length.
class alias_trie {
 public:
  alias_trie(const given_cast& given, const language::lexicon& words) : lexicon_(words) {
    read_aliases(given);
    derive();
    derive_ranks();
    for (std::uint32_t p = 0; p < patterns_.size(); ++p)
      insert(p);
  }

  [[nodiscard]] const std::vector<pattern>& patterns() const noexcept { return patterns_; }

  /// Of each word of a text's vocabulary: its number here; `k_nobody` where no alias has it.
  [[nodiscard]] std::vector<std::uint32_t> numbers_of(const vocabulary& v) const {
    std::vector<std::uint32_t> out(v.forms.size(), k_nobody);
    for (std::size_t w = 0; w < v.forms.size(); ++w)
      if (const auto found = numbers_.find(normal(v.forms[w])); found != numbers_.end())
        out[w] = found->second;
    return out;
  }

  [[nodiscard]] std::uint32_t step(std::uint32_t node, std::uint32_t word) const {
    const auto found = edges_.find(key(node, word));
    return found == edges_.end() ? k_nobody : found->second;
  }
  /// The patterns that end at `node`: names first, then descriptions.
  [[nodiscard]] const std::vector<std::uint32_t>& ends(std::uint32_t node) const {
    return ends_[node];
  }

 private:
  [[nodiscard]] static std::uint64_t key(std::uint32_t node, std::uint32_t word) noexcept {
    return (static_cast<std::uint64_t>(node) << 32U) | word;
  }

  /// Aliases are cut into words as the text is: a line each.
  void read_aliases(const given_cast& given) {
    std::string text;
    std::vector<paragraph> lines;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> owner;  // and which alias
    const auto add = [&](std::string words, std::uint32_t who, std::uint32_t alias) {
      // "Mrs Beaver'S Son": lists in title case write the clitic large.
      for (std::size_t i = words.find("'S"); i != words.npos; i = words.find("'S", i + 2))
        if (i + 2 == words.size() || words[i + 2] == ' ') words[i + 1] = 's';
      paragraph line;
      line.span.start = {static_cast<std::uint32_t>(text.size())};
      text += words;
      line.span.end = {static_cast<std::uint32_t>(text.size())};
      text += "\n\n";
      lines.push_back(line);
      owner.emplace_back(who, alias);
    };
    for (std::uint32_t c = 0; c < given.characters.size(); ++c) {
      const given_character& g = given.characters[c];
      if (!tells_narrator(g.name)) add(g.name, c, 0);
      for (std::uint32_t a = 0; a < g.aliases.size(); ++a)
        if (!tells_narrator(g.aliases[a])) add(g.aliases[a], c, a + 1);
    }
    const token_layer t = language::tokenize(text, lines, lexicon_);
    for (std::uint32_t i = 0; i < t.size();) {
      std::uint32_t end = i + 1;
      while (end < t.size() && t.paragraph[end] == t.paragraph[i])
        ++end;
      if (end - i <= k_longest_alias) read_alias(t, i, end, owner[t.paragraph[i]]);
      i = end;
    }
  }

  void read_alias(const token_layer& t, std::uint32_t first, std::uint32_t last,
                  std::pair<std::uint32_t, std::uint32_t> owner) {
    pattern p;
    p.owners = {owner.first};
    p.alias = {owner.second};
    bool small = true;
    for (std::uint32_t i = first; i < last; ++i)
      small = small && t.capital[i] == 0;
    std::uint32_t i = first;
    if (last - first > 1 && t.is(i, wc::article | wc::demonstrative)) {
      const std::string& d = t.form(i);
      p.before = d == "a" || d == "an" ? determiner::any : determiner::definite;
      ++i;
    } else if (last - first > 1 && t.is(i, wc::possessive)) {
      p.before = determiner::own;  // the word itself is part of the pattern
    } else if (small ||
               (t.is(last - 1, k_persons) && !t.is(last - 1, k_given) &&
                !(last - first == 1 && t.is(first, wc::title | wc::honorific | wc::kin)))) {
      p.before = last - first > 1 ? determiner::any : determiner::definite;
    }
    p.capitals = small ? k_given_small : k_given_capital;
    for (; i < last; ++i) {
      const std::string word = normal(t.form(i));
      p.describes = p.describes || word == "'s" || word == "'" || word == "of" || word == "in";
      const auto [at, is_new] =
          numbers_.try_emplace(word, static_cast<std::uint32_t>(numbers_.size()));
      if (is_new) classes_.push_back(lexicon_.classes_of(t.form(i)));
      p.words.push_back(at->second);
    }
    if (p.before == determiner::definite || p.before == determiner::any) {
      if (!small) {  // "said Baby" beside "the baby"
        pattern name = p;
        name.before = determiner::none;
        add_pattern(std::move(name));
      }
    }
    add_pattern(std::move(p));
  }

  void add_pattern(pattern p) {
    std::string id(1, static_cast<char>('0' + static_cast<int>(p.before)));
    for (const std::uint32_t w : p.words)
      (id += ' ').append(std::to_string(w));
    const auto [at, is_new] =
        by_words_.try_emplace(id, static_cast<std::uint32_t>(patterns_.size()));
    if (is_new) {
      patterns_.push_back(std::move(p));
      return;
    }
    pattern& same = patterns_[at->second];
    same.capitals |= p.capitals;
    // A given alias stands before what follows from a name, but for a first name: the boy of
    // "John Andrew" is John too, whoever else has it as an alias.
    if (p.derived && !same.derived && !p.first_name) return;
    if (std::find(same.owners.begin(), same.owners.end(), p.owners[0]) != same.owners.end()) return;
    same.owners.push_back(p.owners[0]);
    same.alias.push_back(p.alias[0]);
  }

  /// "Tony" and "Last" for "Tony Last", where no other full name has the word.
  void derive() {
    std::unordered_map<std::uint32_t, std::uint32_t> bearer;  // word -> owner, or k_nobody
    const std::size_t n = patterns_.size();
    for (std::size_t p = 0; p < n; ++p) {
      if (patterns_[p].before != determiner::none) continue;
      for (const std::uint32_t w : patterns_[p].words) {
        const auto [at, is_new] = bearer.try_emplace(w, patterns_[p].owners[0]);
        if (!is_new && (patterns_[p].owners.size() > 1 || at->second != patterns_[p].owners[0]))
          at->second = k_nobody;
        if (patterns_[p].owners.size() > 1) at->second = k_nobody;
      }
    }
    for (std::size_t p = 0; p < n; ++p) {
      const pattern full = patterns_[p];  // a copy: patterns grow below
      if (full.before != determiner::none || full.words.size() < 2 || full.describes) continue;
      for (const std::size_t k : {std::size_t{0}, full.words.size() - 1}) {
        const std::uint32_t w = full.words[k];
        constexpr std::uint64_t no_name = wc::title | wc::function_word | wc::interjection |
                                          wc::particle | k_persons | wc::adjective |
                                          wc::place_noun | wc::honorific;
        if ((classes_[w] & no_name) != 0 && (classes_[w] & k_given) == 0) continue;
        const auto found = bearer.find(w);
        // "Ada" is not the sister of "Ada's Sister".
        const auto clitic = numbers_.find("'s");
        if (k == 0 && clitic != numbers_.end() && full.words[1] == clitic->second) continue;
        const bool first_name = k == 0 && full.owners.size() == 1 && (classes_[w] & k_given) != 0;
        if (found->second != full.owners[0] && !first_name) continue;
        pattern part;
        part.first_name = first_name;
        part.owners = {full.owners[0]};
        part.alias = {k_nobody};
        part.words = {w};
        part.capitals = k_given_capital;
        part.derived = true;
        add_pattern(std::move(part));
      }
    }
  }

  /// "The count" for "Count Morland", where the cast has one count alone; "Superintendent Bell" for
  /// "Mr. Superintendent Bell".
  void derive_ranks() {
    constexpr std::string_view k_ranks[] = {
        "count",    "countess",       "duke",      "duchess",   "marquis",  "marquise",
        "baron",    "prince",         "princess",  "earl",      "colonel",  "captain",
        "major",    "general",        "admiral",   "commander", "baroness", "lieutenant",
        "sergeant", "superintendent", "inspector", "dr",        "doctor",   "professor",
        "judge",    "bishop",         "rector",    "vicar",     "mayor",    "senator",
        "governor", "president",      "squire",    "constable", "corporal"};
    std::unordered_map<std::uint32_t, std::uint32_t> holder;  // rank -> owner, or k_nobody
    std::vector<bool> ranks(classes_.size(), false);          // of each word
    for (const auto& [word, number] : numbers_)
      ranks[number] = std::find(std::begin(k_ranks), std::end(k_ranks), word) != std::end(k_ranks);
    const std::size_t n = patterns_.size();
    for (std::size_t p = 0; p < n; ++p) {
      const pattern& full = patterns_[p];
      if (full.before != determiner::none || full.derived || full.words.size() < 2) continue;
      for (std::size_t k = 0; k < 2 && k + 1 < full.words.size(); ++k) {
        if (!ranks[full.words[k]]) continue;
        for (const std::uint32_t who : full.owners)
          if (const auto [at, is_new] = holder.try_emplace(full.words[k], who);
              !is_new && at->second != who)
            at->second = k_nobody;
      }
    }
    for (std::size_t p = 0; p < n; ++p) {
      const pattern full = patterns_[p];  // a copy: patterns grow below
      if (full.before != determiner::none || full.derived || full.owners.size() > 1) continue;
      for (std::size_t k = 0; k < 2 && k + 1 < full.words.size(); ++k) {
        const std::uint32_t w = full.words[k];
        if (!ranks[w] || holder.at(w) != full.owners[0]) continue;
        pattern rank;
        rank.owners = {full.owners[0]};
        rank.alias = {k_nobody};
        rank.words = {w};
        rank.capitals = k_given_capital;
        rank.before = determiner::definite;
        rank.derived = true;
        add_pattern(std::move(rank));
        if (k == 0 || (classes_[full.words[0]] & wc::title) == 0) continue;
        pattern rest = full;
        rest.words.erase(rest.words.begin());
        rest.alias = {k_nobody};
        rest.derived = true;
        add_pattern(std::move(rest));
      }
    }
  }

  void insert(std::uint32_t p) {
    std::uint32_t node = 0;
    for (const std::uint32_t w : patterns_[p].words) {
      const auto [at, is_new] =
          edges_.try_emplace(key(node, w), static_cast<std::uint32_t>(ends_.size()));
      if (is_new) ends_.emplace_back();
      node = at->second;
    }
    ends_[node].push_back(p);
    std::stable_sort(ends_[node].begin(), ends_[node].end(), [&](std::uint32_t a, std::uint32_t b) {
      return patterns_[a].before < patterns_[b].before;
    });
  }

  const language::lexicon& lexicon_;
  std::vector<pattern> patterns_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint64_t> classes_;
  std::unordered_map<std::string, std::uint32_t> by_words_;
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;
  std::vector<std::vector<std::uint32_t>> ends_ = {{}};
};

/// Finds the uses of the aliases.
class use_finder {
 public:
  use_finder(const cast_input& in, const given_cast& given, const alias_trie& aliases)
      : in_(in),
        t_(in.tokens),
        given_(given),
        aliases_(aliases),
        number_(aliases.numbers_of(in.tokens.words)) {
    count_capitals();
  }

  [[nodiscard]] std::vector<name_use> find() {
    std::vector<name_use> out;
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (!story_token(i)) continue;
      const match m = longest_at(i);
      if (m.form == k_nobody) continue;
      name_use u{i, m.last, m.form, mention_role::other};
      const pattern& p = aliases_.patterns()[m.form];
      const std::uint32_t free_from = out.empty() ? 0 : out.back().last;
      if (p.before == determiner::none) {
        if (!widen(u, p, free_from)) continue;
      } else if (p.before != determiner::own) {
        --u.first;  // the article
        if (u.first < free_from) continue;
      }
      out.push_back(u);
      i = u.last - 1;
    }
    return out;
  }

 private:
  struct match {
    std::uint32_t last = 0;
    std::uint32_t form = k_nobody;
  };

  [[nodiscard]] bool story_token(std::uint32_t i) const noexcept { return is_story_token(in_, i); }

  [[nodiscard]] bool initial(std::uint32_t i) const noexcept { return is_initial_token(in_, i); }

  void count_capitals() {
    small_.assign(t_.words.forms.size(), 0);
    large_.assign(t_.words.forms.size(), 0);
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (t_.shape[i] != token_shape::word) continue;
      if (t_.capital[i] == 0)
        ++small_[t_.word[i]];
      else if (!initial(i))
        ++large_[t_.word[i]];
    }
  }

  /// Whether the text writes the word mostly small, capitals of sentences apart.
  [[nodiscard]] bool mostly_small(std::uint32_t i) const noexcept {
    return small_[t_.word[i]] > large_[t_.word[i]];
  }

  [[nodiscard]] match longest_at(std::uint32_t i) const {
    match best;
    std::uint32_t node = 0;
    for (std::uint32_t k = i; k < t_.size() && t_.paragraph[k] == t_.paragraph[i]; ++k) {
      const std::uint32_t w = number_[t_.word[k]];
      if (w == k_nobody) break;
      node = aliases_.step(node, w);
      if (node == k_nobody) break;
      for (const std::uint32_t p : aliases_.ends(node))
        if (stands(aliases_.patterns()[p], i, k + 1)) {
          best = {k + 1, p};
          break;
        }
    }
    return best;
  }

  [[nodiscard]] bool stands(const pattern& p, std::uint32_t first, std::uint32_t last) const {
    if (p.before == determiner::none) return is_name(p, first, last);
    for (std::uint32_t k = first; k < last; ++k)
      if (t_.shape[k] == token_shape::word && t_.capital[k] == 0 && !mostly_small(k)) return false;
    if (p.before == determiner::own) return true;
    if (first == 0 || t_.sentence[first - 1] != t_.sentence[first]) return false;
    // "The general opinion" and "the count of three" are nobody.
    if (p.derived && last < t_.size() && t_.shape[last] == token_shape::word &&
        (t_.form(last) == "of" ||
         !(t_.form(last) == "'s" || t_.form(last) == "'" ||
           t_.is(last, wc::function_word | wc::auxiliary | wc::common_verb | wc::speech_verb |
                           wc::thought_verb))))
      return false;
    const std::string& d = t_.form(first - 1);
    if (d == "the" || t_.is(first - 1, wc::demonstrative)) return true;
    return p.before == determiner::any && t_.is(first - 1, wc::article);
  }

  /// A name has its capitals; where only the sentence may have given them, the word must be one
  /// that the text mostly writes large, or act like a person.
  [[nodiscard]] bool is_name(const pattern& p, std::uint32_t first, std::uint32_t last) const {
    bool any = false;
    for (std::uint32_t k = first; k < last; ++k) {
      if (t_.shape[k] != token_shape::word) continue;
      const bool must = p.capitals == k_given_capital && !mostly_small(k);
      if (t_.capital[k] == 0 && must && !t_.is(k, wc::function_word | wc::particle)) return false;
      any = any || t_.capital[k] != 0;
    }
    if (!any) return (p.capitals & k_given_small) != 0 || is_small_name(first, last);
    if (last - first > 1) return true;
    // "in May" is no use of May's name.
    if (t_.is(first, wc::calendar | wc::function_word))
      return acts(last) || (first > 0 && t_.is(first - 1, wc::speech_verb | wc::thought_verb));
    if (!initial(first)) return !in_longer_word(first);
    if (!mostly_small(first) && !t_.is(first, wc::function_word | wc::interjection)) return true;
    return acts(last);
  }

  /// "said nanny": a role that the text uses as a name, and never writes large.
  [[nodiscard]] bool is_small_name(std::uint32_t first, std::uint32_t last) const {
    if (last - first > 1 || large_[t_.word[first]] > 0) return false;
    if (t_.words.classes[t_.word[first]] != 0 && !t_.is(first, k_persons | wc::title)) return false;
    const bool told =
        first > 0 && t_.sentence[first - 1] == t_.sentence[first] &&
        t_.is(first - 1, wc::article | wc::possessive | wc::demonstrative | wc::adjective);
    return !told;
  }

  /// "Rose-garden" is one token; "Will" of "Will o' the wisp" is let be.
  [[nodiscard]] bool in_longer_word(std::uint32_t i) const noexcept {
    return i + 1 < t_.size() && t_.start[i + 1] == t_.end[i] && t_.form(i + 1) == "-";
  }

  [[nodiscard]] bool acts(std::uint32_t next) const noexcept {
    return next < t_.size() && t_.capital[next] == 0 &&
           (t_.form(next) == "'s" ||
            t_.is(next, wc::auxiliary | wc::common_verb | wc::speech_verb | wc::thought_verb));
  }

  [[nodiscard]] pronoun_set by_title(std::uint32_t i) const noexcept {
    const bool she = t_.is(i, wc::title_she);
    const bool he = t_.is(i, wc::title_he);
    return she == he ? pronoun_set::unknown : she ? pronoun_set::she : pronoun_set::he;
  }

  [[nodiscard]] static bool agree(pronoun_set a, pronoun_set b) noexcept {
    const auto told = [](pronoun_set p) { return p == pronoun_set::she || p == pronoun_set::he; };
    return !told(a) || !told(b) || a == b;
  }

  /// Takes in the rest of the name around an alias ("Tony [Last]", "[Mr.] Tony"); false where that
  /// rest says that it is somebody else ("Mrs. Tarn" is no use of Mr. Tarn's "Tarn").
  [[nodiscard]] bool widen(name_use& u, const pattern& p, std::uint32_t free_from) const {
    if (u.first > free_from && t_.sentence[u.first - 1] == t_.sentence[u.first]) {
      const std::uint32_t b = u.first - 1;
      if (t_.shape[b] == token_shape::word && t_.capital[b] != 0 && t_.is(b, wc::title)) {
        const pronoun_set sex = by_title(b);
        if (std::none_of(p.owners.begin(), p.owners.end(), [&](std::uint32_t o) {
              return agree(given_.characters[o].pronouns, sex);
            }))
          return false;
        u.first = b;
      } else if (t_.shape[b] == token_shape::word && t_.capital[b] != 0 && t_.is(b, k_given) &&
                 u.last - u.first == 1 && !t_.is(u.first, k_given) && !initial(b)) {
        return false;  // "Ada Tarn", where nobody of that name is in the cast
      }
    }
    for (std::uint32_t n = 0; n < 3 && u.last < t_.size(); ++n) {
      const std::uint32_t k = u.last;
      if (t_.sentence[k] != t_.sentence[u.first] || t_.paragraph[k] != t_.paragraph[u.first] ||
          t_.capital[k] == 0 || !looks_like_name(t_, k) || mostly_small(k) || t_.is(k, wc::title))
        break;
      ++u.last;
    }
    return true;
  }

  const cast_input& in_;
  const token_layer& t_;
  const given_cast& given_;
  const alias_trie& aliases_;
  std::vector<std::uint32_t> number_;
  std::vector<std::uint32_t> small_;
  std::vector<std::uint32_t> large_;
};

[[nodiscard]] pronoun_set pronouns_of(gender g) noexcept {
  return g == gender::she  ? pronoun_set::she
         : g == gender::he ? pronoun_set::he
                           : pronoun_set::unknown;
}

/// Says for each use whom of its sharers it means.
class owner_finder {
 public:
  owner_finder(const cast_input& in, const name_table& names, const alias_trie& aliases,
               const std::vector<character>& characters)
      : t_(in.tokens), names_(names), aliases_(aliases), characters_(characters) {
    count_.assign(characters.size(), 0);
    last_seen_.assign(characters.size(), k_nobody);
    for (const name_use& u : names.uses)
      if (const auto& o = owners(u); o.size() == 1) ++count_[o[0]];
  }

  /// Which of the sharers, by its place among them.
  [[nodiscard]] std::size_t owner(const name_use& u) {
    const auto& who = owners(u);
    const std::uint32_t here = t_.paragraph[u.first];
    std::size_t best = 0;
    for (std::size_t k = 1; k < who.size(); ++k)
      if (better(who[k], who[best], u, here)) best = k;
    last_seen_[who[best]] = here;
    return best;
  }

 private:
  [[nodiscard]] const std::vector<std::uint32_t>& owners(const name_use& u) const {
    return aliases_.patterns()[u.form].owners;
  }

  [[nodiscard]] bool better(std::uint32_t a, std::uint32_t b, const name_use& u,
                            std::uint32_t here) const {
    if (fits(a, u) != fits(b, u)) return fits(a, u);
    const bool fresh_a = fresh(a, here);
    const bool fresh_b = fresh(b, here);
    if (fresh_a != fresh_b) return fresh_a;
    if (fresh_a && last_seen_[a] != last_seen_[b]) return last_seen_[a] > last_seen_[b];
    return count_[a] > count_[b];
  }

  [[nodiscard]] bool fresh(std::uint32_t c, std::uint32_t here) const noexcept {
    return last_seen_[c] != k_nobody && last_seen_[c] + k_reach >= here;
  }

  /// By the title before the name, or by the pronouns that follow its uses as a whole.
  [[nodiscard]] bool fits(std::uint32_t c, const name_use& u) const {
    const pronoun_set own = characters_[c].pronouns;
    if (own != pronoun_set::she && own != pronoun_set::he) return true;
    const bool she = t_.is(u.first, wc::title_she);
    const bool he = t_.is(u.first, wc::title_he);
    if (she != he) return own == (she ? pronoun_set::she : pronoun_set::he);
    const gender g = names_.forms[u.form].sex;
    return g == gender::unknown || own == pronouns_of(g);
  }

  const token_layer& t_;
  const name_table& names_;
  const alias_trie& aliases_;
  const std::vector<character>& characters_;
  std::vector<std::uint32_t> count_;      ///< uses that are nobody else's
  std::vector<std::uint32_t> last_seen_;  ///< paragraph
};

/// "The minister" is theirs whom the user calls so; "the man" and "the old woman" may be anybody.
[[nodiscard]] bool is_certain(const token_layer& t, const name_use& u, const pattern& p) {
  return p.before != determiner::none && p.owners.size() == 1 &&
         (p.words.size() > 2 || !is_vague_role(t.form(u.last - 1)));
}

/// Adds the given forms of each character, with how often each stands in the text.
void list_aliases(const given_cast& given, const alias_trie& aliases,
                  const std::vector<std::vector<std::uint32_t>>& uses,
                  std::vector<character>& out) {
  for (std::uint32_t c = 0; c < out.size(); ++c) {
    out[c].aliases.push_back({given.characters[c].name, 0, alias_reason::given, 1.0F});
    for (const std::string& a : given.characters[c].aliases)
      out[c].aliases.push_back({a, 0, alias_reason::given, 1.0F});
  }
  for (std::size_t p = 0; p < uses.size(); ++p)
    for (std::size_t k = 0; k < uses[p].size(); ++k) {
      const pattern& form = aliases.patterns()[p];
      if (form.alias[k] != k_nobody) out[form.owners[k]].aliases[form.alias[k]].count += uses[p][k];
    }
  for (character& c : out)
    std::stable_sort(c.aliases.begin(), c.aliases.end(),
                     [](const alias& x, const alias& y) { return x.count > y.count; });
}

/// Narrators must be of the given cast. Where an alias tells who narrates, it is them in every
/// chapter in the first person; where the search would bring in a stranger, it is nobody.
void settle_narrators(const cast_input& in, const given_cast& given, cast_layer& cast) {
  std::uint32_t told = k_nobody;
  for (std::uint32_t c = 0; c < given.characters.size() && told == k_nobody; ++c) {
    const given_character& g = given.characters[c];
    if (tells_narrator(g.name) || std::any_of(g.aliases.begin(), g.aliases.end(), tells_narrator))
      told = c;
  }
  find_narrators(in, cast);
  cast.characters.resize(given.characters.size());
  for (character& c : cast.characters)
    c.narrator = false;
  for (std::uint32_t& who : cast.narrator) {
    if (who == k_nobody) continue;
    if (told != k_nobody)
      who = told;
    else if (who >= cast.characters.size())
      who = k_nobody;
    if (who != k_nobody) cast.characters[who].narrator = true;
  }
}

}  // namespace

cast_layer build_given_cast(const cast_input& in, const given_cast& given) {
  cast_layer out;
  out.given = true;
  out.in_quote = mark_quoted_tokens(in);
  const alias_trie aliases(given, in.words);
  std::vector<name_use> uses = use_finder(in, given, aliases).find();
  const name_table names =
      describe_uses(in, out.in_quote, std::move(uses), aliases.patterns().size());
  for (const given_character& g : given.characters) {
    character c;
    c.name = g.name;
    c.pronouns = g.pronouns;
    out.characters.push_back(std::move(c));
  }
  for (std::size_t p = 0; p < names.forms.size(); ++p) {
    const std::vector<std::uint32_t>& who = aliases.patterns()[p].owners;
    if (names.forms[p].count == 0 || who.size() > 1) continue;
    pronoun_set& own = out.characters[who[0]].pronouns;
    if (own == pronoun_set::unknown) own = pronouns_of(names.forms[p].sex);
  }
  owner_finder owners(in, names, aliases, out.characters);
  std::vector<std::uint8_t> seen(out.characters.size(), 0);
  std::vector<std::vector<std::uint32_t>> counts;
  for (const pattern& p : aliases.patterns())
    counts.emplace_back(p.owners.size(), 0);
  for (const name_use& u : names.uses) {
    const pattern& p = aliases.patterns()[u.form];
    const std::size_t sharer = owners.owner(u);
    const std::uint32_t who = p.owners[sharer];
    ++counts[u.form][sharer];
    if (seen[who] == 0) out.characters[who].first = {in.tokens.start[u.first]};
    seen[who] = 1;
    out.mentions.push_back({u.first, u.last, who,
                            p.before == determiner::none ? mention_form::prop : mention_form::nom,
                            u.role, out.in_quote[u.first] != 0, p.owners.size() > 1 ? 0.7F : 0.95F,
                            is_certain(in.tokens, u, p)});
  }
  list_aliases(given, aliases, counts, out.characters);
  settle_narrators(in, given, out);
  return out;
}

}  // namespace fabula::people
