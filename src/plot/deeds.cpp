#include "plot/deeds.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace fabula::plot {
namespace {

namespace wc = language::word_class;

constexpr std::size_t k_words = 40;  ///< of one clause
constexpr int k_steps = 6;

/// Verbs that tell one deed: who said "I shall come to you" has done it when he "arrived".
constexpr std::array<std::string_view, 20> k_same{
    " come arrive appear enter join return visit call follow attend go leave depart travel walk "
    "ride "
    "drive proceed hasten hurry reach accompany ",
    " write letter post ",
    " tell inform confess relate explain mention reveal disclose acquaint ",
    " see meet ",
    " give hand deliver present bestow ",
    " bring fetch carry ",
    " marry wed ",
    " kill shoot murder stab slay hang ",
    " find discover ",
    " buy purchase ",
    " help assist ",
    " mend repair fix ",
    " dine sup ",
    " accept refuse decline reject ",
    " ask inquire enquire question ",
    " show exhibit ",
    " begin commence ",
    " speak talk ",
    " learn hear know ",
    " pay repay settle "};

constexpr std::array<std::string_view, 43> k_dull{
    "be",   "do",    "have", "say",   "think", "look",  "get",   "make", "take",   "see",  "know",
    "let",  "seem",  "feel", "want",  "keep",  "put",   "begin", "come", "hear",   "tell", "speak",
    "ask",  "give",  "turn", "stand", "find",  "bring", "call",  "sit",  "wish",   "like", "hope",
    "hold", "leave", "try",  "stop",  "wait",  "lose",  "set",   "show", "follow", "lay"};

/// Verbs that lead to the one that counts: "allow me to *introduce*".
constexpr std::array<std::string_view, 19> k_lead{
    "allow",     "let",  "want",   "wish",  "like", "mean",    "try", "intend", "hope", "go",
    "endeavour", "have", "manage", "offer", "come", "promise", "run", "drive",  "walk"};

[[nodiscard]] bool parts_clauses(relation r) {
  return r == relation_named("ccomp") || r == relation_named("advcl") ||
         r == relation_named("acl") || r == relation_named("acl:relcl") ||
         r == relation_named("parataxis") || r == relation_named("csubj");
}

void add(std::vector<std::uint32_t>& list, std::uint32_t x) {
  if (std::find(list.begin(), list.end(), x) == list.end()) list.push_back(x);
}

}  // namespace

deed_reader::deed_reader(const reading& r) : r_(r), s_(r.of()), from_(r.size() + 1, 0) {
  for (std::uint32_t i = 0; i < r.size(); ++i)
    if (s_.tokens[i].head.value != i) ++from_[s_.tokens[i].head.value + 1];
  for (std::uint32_t i = 0; i < r.size(); ++i)
    from_[i + 1] += from_[i];
  children_.resize(from_.back());
  std::vector<std::uint32_t> next(from_.begin(), from_.end() - 1);
  for (std::uint32_t i = 0; i < r.size(); ++i)
    if (s_.tokens[i].head.value != i) children_[next[s_.tokens[i].head.value]++] = i;
  const auto lemmas = static_cast<std::uint32_t>(s_.lemmas.size());
  dull_.assign(k_same.size() + lemmas, 0);
  kind_of_.resize(lemmas);
  for (std::uint32_t l = 0; l < lemmas; ++l) {
    const std::string word = " " + s_.lemmas[l] + " ";
    const auto* const same = std::find_if(k_same.begin(), k_same.end(), [&](std::string_view list) {
      return list.find(word) != std::string_view::npos;
    });
    kind_of_[l] = same == k_same.end() ? static_cast<std::uint32_t>(k_same.size()) + l
                                       : static_cast<std::uint32_t>(same - k_same.begin());
    if (is_one_of(k_dull, s_.lemmas[l])) dull_[kind_of_[l]] = 1;
  }
}

std::uint32_t deed_reader::kind_named(std::string_view lemma) const {
  for (std::uint32_t l = 0; l < s_.lemmas.size(); ++l)
    if (s_.lemmas[l] == lemma) return kind_of_[l];
  return k_none;
}

bool deed_reader::is_verb(std::uint32_t i) const {
  return s_.tokens[i].upos == universal_tag::verb;
}

bool deed_reader::hangs_on(std::uint32_t i, std::uint32_t verb) const {
  for (int step = 0; step < k_steps; ++step) {
    if (i == verb) return true;
    const token& t = s_.tokens[i];
    if (t.head.value == i || parts_clauses(t.relation)) return false;
    if (t.relation == relation_named("conj") && is_verb(i)) return false;
    i = t.head.value;
  }
  return false;
}

/// "I" of a line is who says it, "you" to whom it is said, where nobody linked them.
std::uint32_t deed_reader::meant_by(std::uint32_t i) const {
  if (r_.who(i) != k_none || r_.told(i)) return r_.who(i);
  const quote& q = s_.quotes[r_.quote_at(i)];
  if (r_.is_class(i, wc::pronoun_i)) return q.speaker ? q.speaker->value : k_none;
  if (r_.is_class(i, wc::pronoun_you) && q.addressees.size() == 1) return q.addressees[0].value;
  return k_none;
}

std::uint32_t deed_reader::led_to(std::uint32_t first, std::uint32_t last) const {
  std::uint32_t verb = k_none;
  for (std::uint32_t i = first; i < last && verb == k_none; ++i)
    if (is_verb(i) && s_.tokens[i].relation != relation_named("aux")) verb = i;
  for (int step = 0; verb != k_none && step < k_steps; ++step) {
    if (!is_one_of(k_lead, lemma(verb))) break;
    std::uint32_t on = k_none;
    for (std::uint32_t k = from_[verb]; k < from_[verb + 1] && on == k_none; ++k) {
      const std::uint32_t c = children_[k];
      // "I'll go and *see* her"
      const bool leads = s_.tokens[c].relation == relation_named("xcomp") ||
                         (s_.tokens[c].relation == relation_named("conj") && c <= verb + 5);
      if (leads && is_verb(c) && c > verb && c < last) on = c;
    }
    if (on == k_none) break;
    verb = on;
  }
  return verb;
}

deed deed_reader::read(std::uint32_t verb) const {
  deed d;
  d.verb = verb;
  d.kind = kind_of_[s_.tokens[verb].lemma.value];
  d.who = r_.subject_of(verb);
  tense(d);
  std::vector<std::uint32_t> todo{verb};
  for (std::size_t n = 0; n < todo.size() && todo.size() < k_words; ++n) {
    for (std::uint32_t k = from_[todo[n]]; k < from_[todo[n] + 1]; ++k) {
      const std::uint32_t c = children_[k];
      const relation rel = s_.tokens[c].relation;
      if (parts_clauses(rel) || rel == relation_named("punct") ||
          (rel == relation_named("conj") && is_verb(c)))
        continue;
      if (todo[n] == verb && rel == relation_named("nsubj")) {
        if (d.who == k_none) d.who = meant_by(c);
        continue;
      }
      todo.push_back(c);
      const std::uint32_t who = meant_by(c);
      if (who != k_none) add(d.people, who);
      const universal_tag tag = s_.tokens[c].upos;
      if (who == k_none && (tag == universal_tag::noun || tag == universal_tag::propn) &&
          !r_.is(c, plot_word::dull))
        add(d.things, s_.tokens[c].lemma.value);
    }
  }
  if (d.who != k_none) std::erase(d.people, d.who);
  return d;
}

/// "came", "had come", "having sold", "I have written", "was mended", and with "not" none of it.
void deed_reader::tense(deed& d) const {
  const std::uint32_t v = d.verb;
  const penn_tag tag = s_.tokens[v].xpos;
  bool modal = false;
  bool helped = false;
  bool passive = false;
  bool did = false;
  for (std::uint32_t k = from_[v]; k < from_[v + 1]; ++k) {
    const std::uint32_t c = children_[k];
    const relation rel = s_.tokens[c].relation;
    const std::string& f = r_.form(c);
    if (rel == relation_named("aux")) {
      modal = modal || s_.tokens[c].xpos == penn_tag_named("MD");
      helped = helped || f == "had" || f == "have" || f == "has" || f == "'ve" || f == "'d" ||
               f == "having" || f == "'s";
      did = did || f == "did";
    }
    passive = passive || rel == relation_named("aux:pass");
    d.denied = d.denied || f == "not" || f == "n't" || f == "never";
    // "if he came", "before he came"
    if (rel == relation_named("mark") && (f == "if" || f == "unless" || f == "before" ||
                                          f == "until" || f == "till" || f == "to" || f == "lest"))
      modal = true;
  }
  const bool past =
      tag == penn_tag_named("VBD") || (tag == penn_tag_named("VBN") && (helped || passive)) || did;
  d.done = past && !modal && !d.denied;
  // "I am not going", said: it is called off.
  const bool withdrawn = !r_.told(v) && tag == penn_tag_named("VBG");
  d.denied = d.denied && (past || withdrawn) && !modal;
}

}  // namespace fabula::plot
