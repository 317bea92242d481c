#include "write/clear_tree.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::uint32_t k_none = 0xFFFFFFFFU;

/// Words that say how much: "very tall", "too tall to ...". They stay with what they stand before.
constexpr std::array<std::string_view, 32> k_degree{
    "almost",    "altogether", "as",     "awfully",   "completely", "entirely", "equally",
    "extremely", "fairly",     "far",    "how",       "least",      "less",     "more",
    "most",      "much",       "nearly", "perfectly", "pretty",     "quite",    "rather",
    "really",    "slightly",   "so",     "somewhat",  "terribly",   "too",      "totally",
    "utterly",   "very",       "well",   "wholly"};

/// Subordinators that no noun follows; any other IN before an -ing form is a preposition.
constexpr std::array<std::string_view, 13> k_subordinators{
    "although", "because", "if",    "lest",    "once",  "that",  "though",
    "unless",   "when",    "where", "whether", "while", "whilst"};

/// Verbs whose object is the subject of the bare form behind it: "let him go".
constexpr std::array<std::string_view, 11> k_perceive{
    "bid", "feel", "have", "hear", "help", "let", "make", "notice", "see", "spy", "watch"};

template <std::size_t N>
[[nodiscard]] bool is_one_of(const std::array<std::string_view, N>& words, std::string_view w) {
  return std::find(words.begin(), words.end(), w) != words.end();
}

/// A set of relations.
struct relations {
  std::uint64_t bits = 0;
  consteval relations(std::initializer_list<std::string_view> names) {
    for (const std::string_view n : names)
      bits |= std::uint64_t{1} << relation_named(n).value;
  }
  [[nodiscard]] constexpr bool has(relation r) const noexcept {
    return (bits >> r.value & 1U) != 0;
  }
};
static_assert(k_relations.size() <= 64);

/// Words that only mark another; what hangs on them stays there.
constexpr relations k_function{"aux",          "aux:pass", "case", "cc",         "cc:preconj",
                               "compound:prt", "cop",      "det",  "det:predet", "fixed",
                               "flat",         "goeswith", "mark", "punct"};
constexpr relations k_outer{"nsubj:outer", "csubj:outer"};
constexpr relations k_oblique{"obl", "obl:agent", "obl:unmarked"};
/// What belongs to a clause, so to its copula; an adverb and an oblique are looked at one by one.
constexpr relations k_clausal{"nsubj",       "nsubj:pass", "nsubj:outer", "csubj",     "csubj:pass",
                              "csubj:outer", "aux",        "aux:pass",    "expl",      "mark",
                              "vocative",    "discourse",  "dislocated",  "parataxis", "advcl",
                              "advcl:relcl", "list",       "cc",          "punct"};
/// Relations that keep their name where a preposition or a copula leads.
constexpr relations k_kept{"conj", "parataxis", "appos"};

/// The labels of relations that need no second look, in the order of `k_relations`; a root is told
/// by its head.
constexpr std::array<std::string_view, k_relations.size()> k_labels{
    "acl",     "relcl",    "advcl",    "relcl",     "advmod", "amod",      "appos",     "aux",
    "auxpass", "case",     "cc",       "preconj",   "ccomp",  "compound",  "prt",       "conj",
    "aux",     "csubj",    "csubj",    "csubjpass", "dep",    "det",       "predet",    "intj",
    "dep",     "expl",     "advmod",   "compound",  "dep",    "dative",    "dep",       "mark",
    "nmod",    "compound", "poss",     "npadvmod",  "nsubj",  "nsubj",     "nsubjpass", "nummod",
    "dobj",    "npadvmod", "npadvmod", "npadvmod",  "dep",    "parataxis", "punct",     "dep",
    "dep",     "npadvmod", "xcomp"};

/// What is known of a token from those that hang on it.
struct node {
  std::uint32_t cop = k_none;
  std::uint32_t before_clause = k_none;  ///< "after" of "after leaving"
  std::uint32_t first_case = k_none;     ///< of its prepositions
  std::uint32_t last_case = k_none;
  std::uint32_t next_case = k_none;  ///< the next preposition of the token that this one marks
  std::uint32_t name_end = k_none;   ///< the last part of a name that begins here
  std::uint32_t conjunct_before = k_none;
  std::uint32_t last_conjunct = k_none;
  std::uint32_t object = k_none;
  std::uint32_t bare_complement = k_none;  ///< "leave" of "saw her leave"
  bool subject = false;
  bool expl_there = false;
  bool expl_it = false;
  bool to = false;          ///< "to" before a verb
  bool participle = false;  ///< an -ing form, or one with "having" or "being"
  bool question = false;    ///< "how", "what" in it
  bool in_chain = false;    ///< drawn with the token that it hangs on
};

class redrawing {
 public:
  explicit redrawing(const story& s) : s_(s), nodes_(s.tokens.size()), out_(s.tokens.size()) {}

  [[nodiscard]] std::vector<clear_arc> run() {
    const auto size = static_cast<std::uint32_t>(s_.tokens.size());
    for (std::uint32_t i = 0; i < size; ++i)
      look(i);
    for (std::uint32_t i = 0; i < size; ++i)
      look_again(i);
    for (std::uint32_t i = 0; i < size; ++i) {
      if (!nodes_[i].in_chain) draw(i);
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] const token& at(std::uint32_t i) const noexcept { return s_.tokens[i]; }
  [[nodiscard]] std::uint32_t head(std::uint32_t i) const noexcept { return at(i).head.value; }
  [[nodiscard]] bool is_root(std::uint32_t i) const noexcept { return head(i) == i; }
  [[nodiscard]] bool is(std::uint32_t i, relation r) const noexcept {
    return !is_root(i) && at(i).relation == r;
  }
  [[nodiscard]] bool is(std::uint32_t i, relations set) const noexcept {
    return !is_root(i) && set.has(at(i).relation);
  }
  [[nodiscard]] bool tagged(std::uint32_t i, penn_tag t) const noexcept { return at(i).xpos == t; }
  [[nodiscard]] bool is_verb(std::uint32_t i) const noexcept {
    return at(i).upos == universal_tag::verb || at(i).upos == universal_tag::aux;
  }
  /// In lower case.
  [[nodiscard]] std::string form(std::uint32_t i) const {
    return text::lower(s_.words_of(at(i).span));
  }
  [[nodiscard]] std::string_view lemma(std::uint32_t i) const {
    return s_.lemmas[at(i).lemma.value];
  }

  /// Whether other words may be drawn above it.
  [[nodiscard]] bool leads(std::uint32_t i) const noexcept { return !is(i, k_function); }

  /// Notes at its head what `i` is to it.
  void look(std::uint32_t i) {
    if (is_root(i)) return;
    node& h = nodes_[head(i)];
    if (tagged(i, penn_tag_named("VBG"))) {
      nodes_[i].participle = true;
      if (is(i, {"aux", "aux:pass", "cop"})) h.participle = true;
    }
    if (is(i, {"nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl"})) h.subject = true;
    if (is(i, {"mark"}) && tagged(i, penn_tag_named("TO"))) h.to = true;
    if (is(i, {"obj"}) && h.object == k_none) h.object = i;
    if (is(i, {"expl"})) (lemma(i) == "there" ? h.expl_there : h.expl_it) = true;
    const std::string_view tag = k_penn_tags[at(i).xpos.value];
    if (tag.front() == 'W' && tag != "WDT") h.question = true;
    if (!leads(head(i))) return;
    if (is(i, {"cop"}) && h.cop == k_none) {
      h.cop = i;
      nodes_[i].in_chain = true;
    } else if (is(i, {"flat"}) && i > head(i) && at(i).upos == universal_tag::propn &&
               at(head(i)).upos == universal_tag::propn) {
      h.name_end = i;
    } else if (is(i, {"conj"})) {
      const bool first = h.last_conjunct == k_none || i < head(i);
      nodes_[i].conjunct_before = first ? head(i) : h.last_conjunct;
      if (i > head(i)) h.last_conjunct = i;
    }
  }

  /// What needs the whole of its head to be known.
  void look_again(std::uint32_t i) {
    if (is_root(i) || !leads(head(i))) return;
    const std::uint32_t above = head(i);
    node& h = nodes_[above];
    if (h.before_clause == k_none && leads_clause(i)) {
      h.before_clause = i;
      nodes_[i].in_chain = true;
    }
    if (is(i, {"case"}) && !tagged(i, penn_tag_named("POS"))) {
      if (h.first_case == k_none) {
        h.first_case = i;
      } else {
        nodes_[h.last_case].next_case = i;
      }
      h.last_case = i;
      nodes_[i].in_chain = true;
    }
    if (h.name_end == i) nodes_[i].in_chain = true;
    const bool bare = is_verb(i) && !nodes_[i].to && !nodes_[i].subject &&
                      (tagged(i, penn_tag_named("VB")) || tagged(i, penn_tag_named("VBG")));
    if (is(i, {"xcomp"}) && bare && h.object != k_none && h.object < i &&
        is_one_of(k_perceive, lemma(above))) {
      h.bare_complement = i;
    }
  }

  /// Whether `i` is a preposition before a clause: "after" of "after leaving", "about" of "about
  /// how he left".
  [[nodiscard]] bool leads_clause(std::uint32_t i) const {
    if (!is(i, {"mark"}) || !tagged(i, penn_tag_named("IN"))) return false;
    const node& h = nodes_[head(i)];
    return (h.participle || h.question) && !is_one_of(k_subordinators, form(i));
  }

  /// The word of a phrase on which its own words hang.
  [[nodiscard]] std::uint32_t core(std::uint32_t i) const noexcept {
    return leads(i) && nodes_[i].name_end != k_none ? nodes_[i].name_end : i;
  }
  /// The word of a clause on which its subject hangs.
  [[nodiscard]] std::uint32_t clause(std::uint32_t i) const noexcept {
    return leads(i) && nodes_[i].cop != k_none ? nodes_[i].cop : core(i);
  }

  /// Draws `i` with the words that lead it, from the outermost to its own.
  void draw(std::uint32_t i) {
    std::uint32_t above = is_root(i) ? k_none : site(i);
    std::string_view label = outer_label(i);
    const auto put = [&](std::uint32_t word, std::string_view label_below) {
      out_[word] = {{above == k_none ? word : above}, label};
      above = word;
      label = label_below;
    };
    const node& n = nodes_[i];
    if (leads(i)) {
      if (n.before_clause != k_none) put(n.before_clause, "pcomp");
      if (n.cop != k_none) put(n.cop, n.first_case != k_none ? "prep" : predicate_label(i));
      for (std::uint32_t c = n.first_case; c != k_none; c = nodes_[c].next_case)
        put(c, nodes_[c].next_case != k_none ? "prep" : object_label(i));
    }
    put(core(i), "compound");
    if (core(i) != i) put(i, {});
  }

  /// Where `i` hangs; it is no root.
  [[nodiscard]] std::uint32_t site(std::uint32_t i) const {
    const std::uint32_t h = head(i);
    const node& n = nodes_[h];
    if (!leads(h)) return h;
    if (is(i, {"flat"}) && n.name_end != k_none) return n.name_end;
    if (is(i, {"conj"})) return site_of_conjunct(i);
    // "Tom and Harry": UD hangs "and" and a comma on what follows, ClearNLP on what went before.
    if (is(i, {"cc", "punct"}) && is(h, {"conj"}) && i < h) return site(h);
    if (n.object == i && n.bare_complement != k_none) return clause(n.bare_complement);
    if (is(i, {"advmod"}) && n.cop == k_none && n.first_case != k_none && i + 1 == n.first_case) {
      return n.first_case;
    }
    return n.cop != k_none && belongs_to_clause(i) ? n.cop : core(h);
  }

  [[nodiscard]] std::uint32_t site_of_conjunct(std::uint32_t i) const {
    const std::uint32_t p = nodes_[i].conjunct_before;
    const node& before = nodes_[p];
    const bool own_clause = nodes_[i].subject || nodes_[i].cop != k_none || is_verb(i);
    if (own_clause && before.cop != k_none) return before.cop;
    // "He was old and ill, and fell": behind "was", not behind "ill".
    const node& first = nodes_[head(i)];
    if (own_clause && first.cop != k_none && !before.subject && !is_verb(p)) return first.cop;
    if (nodes_[i].first_case != k_none && before.first_case != k_none) return before.first_case;
    return core(p);
  }

  /// Whether `i` hangs on the copula of its head and not on the predicate.
  [[nodiscard]] bool belongs_to_clause(std::uint32_t i) const {
    const std::uint32_t h = head(i);
    const std::uint32_t cop = nodes_[h].cop;
    const universal_tag kind = at(h).upos;
    // "The truth is that he lied": only what stands before "is", and the outer subject.
    if (kind == universal_tag::verb) return i < cop || is(i, k_outer);
    if (is(i, {"advmod"})) return !is_degree(i);
    if (is(i, k_oblique)) {
      if (kind != universal_tag::adj || i < cop) return true;
      return is(i, {"obl:unmarked"}) && i > h;
    }
    return is(i, k_clausal);
  }

  /// "very" of "very tall", with nothing but its like between; "enough" of "tall enough".
  [[nodiscard]] bool is_degree(std::uint32_t i) const {
    const std::uint32_t h = head(i);
    if (i > h) return i == h + 1 && form(i) == "enough";
    if (h - i > 8) return false;
    for (std::uint32_t k = i; k < h; ++k) {
      if (head(k) != h || !is(k, {"advmod"}) || !is_one_of(k_degree, form(k))) return false;
    }
    return true;
  }

  [[nodiscard]] bool is_negation(std::uint32_t i) const {
    const std::string w = form(i);
    return lemma(i) == "not" || w == "not" || w == "never" || w == "n't" || w == "n\u2019t";
  }

  /// The label of the outermost word that is drawn with `i`.
  [[nodiscard]] std::string_view outer_label(std::uint32_t i) const {
    if (is_root(i)) return "ROOT";
    const node& n = nodes_[i];
    const bool led =
        leads(i) && (n.before_clause != k_none || (n.first_case != k_none && n.cop == k_none));
    if (led && !is(i, k_kept)) {
      if (is(i, {"obl:agent"})) return "agent";
      return is(i, {"iobj"}) ? "dative" : "prep";
    }
    return label_of(i);
  }

  [[nodiscard]] std::string_view label_of(std::uint32_t i) const {
    const node& h = nodes_[head(i)];
    if (is(i, {"advmod"})) {
      if (is_negation(i)) return "neg";
      if (tagged(i, penn_tag_named("RP"))) return "prt";
      if (at(head(i)).upos == universal_tag::num) return "quantmod";
    } else if (is(i, {"mark"}) && tagged(i, penn_tag_named("TO"))) {
      return "aux";
    } else if (is(i, {"nsubj"}) && h.expl_there && i > head(i)) {
      return "attr";
    } else if (is(i, {"csubj"}) && h.expl_it && i > head(i)) {
      return nodes_[i].to ? "xcomp" : "ccomp";
    } else if (is(i, {"expl"})) {
      return lemma(i) == "there" ? "expl" : i < head(i) ? "nsubj" : "dobj";
    } else if (is(i, {"obj"}) && h.object == i && h.bare_complement != k_none) {
      return "nsubj";
    } else if (is(i, {"xcomp"})) {
      return label_of_complement(i);
    } else if (is(i, k_oblique)) {
      if (at(i).upos == universal_tag::adp) return "prep";
      if (at(i).upos == universal_tag::adv) return "advmod";
    } else if (is(i, {"fixed"})) {
      if (at(i).upos == universal_tag::adp) return "pcomp";
      if (at(i).upos == universal_tag::noun) return "pobj";
    } else if (is(i, {"flat"}) && at(i).upos == universal_tag::num) {
      return "nummod";
    }
    return k_labels[at(i).relation.value];
  }

  [[nodiscard]] std::string_view label_of_complement(std::uint32_t i) const {
    const node& h = nodes_[head(i)];
    if (h.bare_complement == i) return "ccomp";
    if (is_verb(i) || nodes_[i].cop != k_none || nodes_[i].to) return "xcomp";
    if (h.object != k_none) return "oprd";
    return at(i).upos == universal_tag::adj || at(i).upos == universal_tag::adv ? "acomp" : "attr";
  }

  /// What a predicate is to its copula.
  [[nodiscard]] std::string_view predicate_label(std::uint32_t i) const {
    switch (at(i).upos) {
      case universal_tag::adj: return "acomp";
      case universal_tag::adv: return "advmod";
      case universal_tag::aux:
      case universal_tag::verb: return nodes_[i].to || nodes_[i].participle ? "xcomp" : "ccomp";
      default: return "attr";
    }
  }

  /// What a word is to the preposition that leads it: "in general" and "until now" have no object.
  [[nodiscard]] std::string_view object_label(std::uint32_t i) const {
    if (is_verb(i) || at(i).upos == universal_tag::adv) return "pcomp";
    return at(i).upos == universal_tag::adj ? "amod" : "pobj";
  }

  const story& s_;
  std::vector<node> nodes_;
  std::vector<clear_arc> out_;
};

}  // namespace

std::vector<clear_arc> clear_tree(const story& s) {
  return redrawing(s).run();
}

}  // namespace fabula
