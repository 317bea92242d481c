/// @file
/// @brief The words of a text as grammar sees them: tags, lemmas and dependency trees, in the terms
/// of Universal Dependencies 2 (English) and of the Penn Treebank.
#ifndef FABULA_SYNTAX_HPP
#define FABULA_SYNTAX_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "fabula/span.hpp"

namespace fabula {

/// Universal part of speech, in the order of `k_universal_tags`.
/// @see https://universaldependencies.org/u/pos/
enum class universal_tag : std::uint8_t {
  adj,
  adp,
  adv,
  aux,
  cconj,
  det,
  intj,
  noun,
  num,
  part,
  pron,
  propn,
  punct,
  sconj,
  sym,
  verb,
  x
};

inline constexpr std::array<std::string_view, 17> k_universal_tags{
    "ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};

/// The Penn tags, as UD English writes them. `penn_tag` is an index here.
inline constexpr std::array<std::string_view, 50> k_penn_tags{
    "$",   "''",  ",",    "-LRB-", "-RRB-", ".",   ":",   "ADD", "AFX", "CC",  "CD", "DT",  "EX",
    "FW",  "GW",  "HYPH", "IN",    "JJ",    "JJR", "JJS", "LS",  "MD",  "NFP", "NN", "NNP", "NNPS",
    "NNS", "PDT", "POS",  "PRP",   "PRP$",  "RB",  "RBR", "RBS", "RP",  "SYM", "TO", "UH",  "VB",
    "VBD", "VBG", "VBN",  "VBP",   "VBZ",   "WDT", "WP",  "WP$", "WRB", "``",  "_"};

/// The relations of UD English 2.15, subtypes included. `relation` is an index here.
/// @see https://universaldependencies.org/en/dep/
inline constexpr std::array<std::string_view, 51> k_relations{
    "acl",         "acl:relcl",    "advcl",        "advcl:relcl", "advmod",     "amod",
    "appos",       "aux",          "aux:pass",     "case",        "cc",         "cc:preconj",
    "ccomp",       "compound",     "compound:prt", "conj",        "cop",        "csubj",
    "csubj:outer", "csubj:pass",   "dep",          "det",         "det:predet", "discourse",
    "dislocated",  "expl",         "fixed",        "flat",        "goeswith",   "iobj",
    "list",        "mark",         "nmod",         "nmod:desc",   "nmod:poss",  "nmod:unmarked",
    "nsubj",       "nsubj:outer",  "nsubj:pass",   "nummod",      "obj",        "obl",
    "obl:agent",   "obl:unmarked", "orphan",       "parataxis",   "punct",      "reparandum",
    "root",        "vocative",     "xcomp"};

/// The supersenses of WordNet 3.0: its lexicographer files of nouns and verbs, in its own order.
/// `supersense_category` is an index here.
/// @see https://wordnet.princeton.edu/documentation/lexnames5wn
inline constexpr std::array<std::string_view, 41> k_supersenses{
    "noun.Tops",       "noun.act",           "noun.animal",      "noun.artifact",
    "noun.attribute",  "noun.body",          "noun.cognition",   "noun.communication",
    "noun.event",      "noun.feeling",       "noun.food",        "noun.group",
    "noun.location",   "noun.motive",        "noun.object",      "noun.person",
    "noun.phenomenon", "noun.plant",         "noun.possession",  "noun.process",
    "noun.quantity",   "noun.relation",      "noun.shape",       "noun.state",
    "noun.substance",  "noun.time",          "verb.body",        "verb.change",
    "verb.cognition",  "verb.communication", "verb.competition", "verb.consumption",
    "verb.contact",    "verb.creation",      "verb.emotion",     "verb.motion",
    "verb.perception", "verb.possession",    "verb.social",      "verb.stative",
    "verb.weather"};

using penn_tag = index<struct penn_tag_tag>;
using relation = index<struct relation_tag>;
using lemma_id = index<struct lemma_tag>;
using supersense_category = index<struct supersense_tag>;

/// The index of `name` in `names`, e.g. `find_name(k_relations, "nsubj")`; nothing where it is no
/// member.
template <std::size_t N>
[[nodiscard]] constexpr std::optional<std::uint32_t> find_name(
    const std::array<std::string_view, N>& names, std::string_view name) noexcept {
  for (std::uint32_t i = 0; i < N; ++i)
    if (names[i] == name) return i;
  return std::nullopt;
}

/// The relation of this name, e.g. `relation_named("nsubj")`; what is no relation does not compile.
[[nodiscard]] consteval relation relation_named(std::string_view name) {
  const auto found = find_name(k_relations, name);
  if (!found) throw std::invalid_argument("there is no such relation");
  return {*found};
}

/// As `relation_named`, of the tags of the Penn Treebank.
[[nodiscard]] consteval penn_tag penn_tag_named(std::string_view name) {
  const auto found = find_name(k_penn_tags, name);
  if (!found) throw std::invalid_argument("there is no such tag");
  return {*found};
}

/// As `relation_named`, of the supersenses.
[[nodiscard]] consteval supersense_category supersense_named(std::string_view name) {
  const auto found = find_name(k_supersenses, name);
  if (!found) throw std::invalid_argument("there is no such supersense");
  return {*found};
}

/// A word or mark, its tags and its place in the dependency tree of its sentence. Every sentence
/// has exactly one root and no cycle.
struct token {
  byte_range span;
  sentence_index sentence;
  token_index head;  ///< the token that it depends on; itself where it is the root
  lemma_id lemma;    ///< into `story::lemmas`
  fabula::relation relation;
  penn_tag xpos;
  universal_tag upos = universal_tag::x;
};

/// What kind of thing or doing some words name, e.g. "New York": noun.location.
struct supersense {
  token_range tokens;  ///< never empty
  supersense_category category;
};

[[nodiscard]] constexpr std::string_view to_string(universal_tag v) noexcept {
  return k_universal_tags[static_cast<std::size_t>(v)];
}

}  // namespace fabula

#endif  // FABULA_SYNTAX_HPP
