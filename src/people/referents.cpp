#include "people/referents.hpp"

#include <algorithm>
#include <string_view>

#include "people/neo_set.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr relation k_nsubj = relation_named("nsubj");
constexpr relation k_nsubj_pass = relation_named("nsubj:pass");
constexpr relation k_nsubj_outer = relation_named("nsubj:outer");
constexpr relation k_obj = relation_named("obj");
constexpr relation k_iobj = relation_named("iobj");
constexpr relation k_obl = relation_named("obl");
constexpr relation k_obl_agent = relation_named("obl:agent");
constexpr relation k_nmod = relation_named("nmod");
constexpr relation k_nmod_poss = relation_named("nmod:poss");
constexpr relation k_appos = relation_named("appos");
constexpr relation k_vocative = relation_named("vocative");
constexpr relation k_conj = relation_named("conj");
constexpr relation k_cop = relation_named("cop");
constexpr relation k_flat = relation_named("flat");
constexpr relation k_amod = relation_named("amod");
constexpr relation k_compound = relation_named("compound");
constexpr relation k_relcl = relation_named("acl:relcl");
constexpr relation k_acl = relation_named("acl");
constexpr penn_tag k_comparative = penn_tag_named("JJR");
constexpr penn_tag k_plural_noun = penn_tag_named("NNS");
constexpr penn_tag k_plural_name = penn_tag_named("NNPS");
constexpr penn_tag k_singular_noun = penn_tag_named("NN");
constexpr penn_tag k_singular_name = penn_tag_named("NNP");
constexpr penn_tag k_clitic = penn_tag_named("POS");
constexpr penn_tag k_possessive_pronoun = penn_tag_named("PRP$");

/// "her ladyship", "your honour": the phrase means its owner.
[[nodiscard]] bool is_honorific(std::string_view head) noexcept {
  constexpr std::string_view k_heads[] = {"ladyship", "lordship", "majesty",  "highness",
                                          "grace",    "honour",   "honor",    "excellency",
                                          "worship",  "eminence", "holiness", "reverence"};
  return std::find(std::begin(k_heads), std::end(k_heads), head) != std::end(k_heads);
}

[[nodiscard]] pronoun_kind kind_of(const token_layer& t, std::uint32_t i) noexcept {
  if (t.is(i, wc::pronoun_i)) return pronoun_kind::i;
  if (t.is(i, wc::pronoun_you)) return pronoun_kind::you;
  if (t.is(i, wc::pronoun_we)) return pronoun_kind::we;
  if (t.is(i, wc::pronoun_he)) return pronoun_kind::he;
  if (t.is(i, wc::pronoun_she)) return pronoun_kind::she;
  if (t.is(i, wc::pronoun_it)) return pronoun_kind::it;
  if (t.is(i, wc::pronoun_they)) return pronoun_kind::they;
  // Of one, and of a third one: it stands as "she" does.
  if (is_neo(neo_set(t, i))) return pronoun_kind::she;
  return pronoun_kind::other;
}

/// FNV-1a over words.
class fingerprint {
 public:
  void add(std::string_view word) noexcept {
    for (const char c : word)
      step(static_cast<unsigned char>(c));
    step(' ');
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  void step(unsigned char c) noexcept { value_ = (value_ ^ c) * 0x100000001B3ULL; }
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

class describer {
 public:
  explicit describer(const referent_input& in) : in_(in), t_(in.source.tokens) {
    quote_of_.assign(t_.size(), k_none);
    for (std::uint32_t q = 0; q < in.source.quotes.size(); ++q) {
      if (in.source.quotes[q].kind == quote_kind::quoted) continue;
      for (const byte_range s : in.source.quotes[q].spans)
        for (std::uint32_t i = t_.first_at(s.start.value);
             i < t_.size() && t_.start[i] < s.end.value; ++i)
          quote_of_[i] = q;
    }
    cue_at_.assign(t_.size(), k_none);
    for (std::uint32_t q = 0; q < in.source.cue_subjects.size(); ++q)
      if (const auto& c = in.source.cue_subjects[q]; c && c->last > 0 && c->last <= t_.size())
        cue_at_[c->last - 1] = q;
    has_copula_.assign(t_.size(), 0);
    for (std::uint32_t i = 0; i < t_.size(); ++i)
      if (in.trees[i].relation == k_cop) has_copula_[in.trees[i].head.value] = 1;
  }

  [[nodiscard]] std::vector<referent> describe() {
    out_.reserve(in_.mentions.size());
    for (const joined_mention& m : in_.mentions)
      add(m);
    mark_heads();
    return std::move(out_);
  }

 private:
  [[nodiscard]] const token& tree(std::uint32_t i) const { return in_.trees[i]; }

  void add(const joined_mention& m) {
    referent r;
    r.first = m.first;
    r.last = m.last;
    r.head = m.head;
    r.type = m.type;
    r.form = m.form;
    r.probability = m.confidence;
    r.character = m.character ? *m.character : k_none;
    r.named = m.named;
    r.sentence = t_.sentence[m.first];
    r.paragraph = t_.paragraph[m.first];
    r.quote = quote_of_[m.head];
    for (std::uint32_t i = m.first; i < m.last; ++i)
      if (cue_at_[i] != k_none && i + 1 >= m.head) r.cue_of = cue_at_[i];
    r.head_word = tree(m.head).lemma.value;
    if (m.form == mention_form::pron)
      describe_pronoun(r);
    else
      describe_phrase(r);
    describe_place(r);
    nest(r);
    out_.push_back(std::move(r));
  }

  void describe_pronoun(referent& r) const {
    r.pronoun = kind_of(t_, r.head);
    const std::uint32_t i = r.head;
    r.grammatical_case = t_.is(i, wc::reflexive) ? pronoun_case::reflexive
                         : tree(i).xpos == k_possessive_pronoun || is_owner(i)
                             ? pronoun_case::possessive
                         : t_.is(i, wc::nominative) ? pronoun_case::nominative
                                                    : pronoun_case::accusative;
    switch (r.pronoun) {
      case pronoun_kind::he: r.gender = referent_gender::he; break;
      case pronoun_kind::she:
        r.neo = neo_set(t_, i);
        if (!is_neo(r.neo)) r.gender = referent_gender::she;
        break;
      case pronoun_kind::it: r.gender = referent_gender::it; break;
      default: break;
    }
    if (r.pronoun == pronoun_kind::we || r.pronoun == pronoun_kind::they)
      r.number = referent_number::many;
    else if (r.pronoun != pronoun_kind::you && r.pronoun != pronoun_kind::other)
      r.number = referent_number::one;
  }

  /// "xyr coat": the tagger knows no such word.
  [[nodiscard]] bool is_owner(std::uint32_t i) const {
    return is_neo(neo_set(t_, i)) && t_.is(i, wc::possessive);
  }

  void describe_phrase(referent& r) const {
    if (r.type == mention_type::per) {
      for (std::uint32_t i = r.first; i < r.last && r.gender == referent_gender::unknown; ++i) {
        // "[the girl's father]": the girl says nothing of him.
        if (i != r.head && r.form == mention_form::nom) continue;
        if (t_.is(i, wc::title_he | wc::person_he)) r.gender = referent_gender::he;
        if (t_.is(i, wc::title_she | wc::person_she)) r.gender = referent_gender::she;
      }
      for (std::uint32_t i = r.first;
           i < r.last && r.form == mention_form::prop && r.gender == referent_gender::unknown;
           ++i) {
        if (t_.is(i, wc::given_he)) r.gender = referent_gender::he;
        if (t_.is(i, wc::given_she)) r.gender = referent_gender::she;
      }
      if (r.character != k_none) {
        const pronoun_set p = in_.cast.characters[r.character].pronouns;
        if (p == pronoun_set::he) r.gender = referent_gender::he;
        if (p == pronoun_set::she) r.gender = referent_gender::she;
      }
    }
    r.title = r.last == r.first + 1 && t_.is(r.first, wc::title);
    r.honorific = is_honorific(t_.form(r.head));
    for (std::uint32_t i = r.first; i < r.head && r.honorific; ++i) {
      if (t_.is(i, wc::pronoun_he)) r.gender = referent_gender::he;
      if (t_.is(i, wc::pronoun_she)) r.gender = referent_gender::she;
    }
    const penn_tag tag = tree(r.head).xpos;
    // "Nicholls has made soup" is one, for all that she ends in an s.
    if (r.named && r.form == mention_form::prop &&
        in_.cast.characters[r.character].kind != character_kind::group)
      r.number = referent_number::one;
    else if (tag == k_plural_noun || tag == k_plural_name)
      r.number = referent_number::many;
    else if (tag == k_singular_noun || tag == k_singular_name)
      r.number = referent_number::one;
    describe_words(r);
  }

  /// "the village of Wexcombe" is Wexcombe, "the streets of Wexcombe" are not.
  void describe_name_of_place(referent& r) const {
    static constexpr std::array<std::string_view, 16> k_kinds{
        "village", "town", "city",   "province", "county", "state", "island", "parish",
        "hamlet",  "port", "valley", "kingdom",  "land",   "isle",  "colony", "district"};
    const std::uint32_t name = r.head + 2;
    if (r.form != mention_form::nom || r.type == mention_type::per || name >= r.last ||
        t_.form(r.head + 1) != "of" || std::ranges::find(k_kinds, t_.form(r.head)) == k_kinds.end())
      return;
    fingerprint f;
    for (std::uint32_t i = name; i < r.last; ++i) {
      if (tree(i).upos != universal_tag::propn) return;
      f.add(t_.form(i));
    }
    r.of_name = f.value();
    r.of_word = tree(r.last - 1).lemma.value;
  }

  void describe_words(referent& r) const {
    fingerprint f;
    // Whose it is is known only when the owner is: "my brother" is one man from one mouth.
    const std::uint32_t owned_from = after_owner(r);
    for (std::uint32_t i = r.first; i < r.last; ++i) {
      if (t_.shape[i] != token_shape::word) continue;
      const std::string& form = t_.form(i);
      if (i == r.first) {
        r.determiner = t_.is(i, wc::article)         ? (form == "the" ? determiner_kind::definite
                                                                      : determiner_kind::indefinite)
                       : t_.is(i, wc::demonstrative) ? determiner_kind::demonstrative
                       : tree(i).xpos == k_possessive_pronoun ? determiner_kind::possessive
                                                              : determiner_kind::none;
        if (form == "another") r.determiner = determiner_kind::indefinite, r.other_one = true;
      }
      if (!t_.is(i, wc::article) && i >= owned_from) f.add(form);
      if (form == "other" && i < r.head) r.other_one = true;
      const token& w = tree(i);
      r.compared = r.compared || (i < r.head && w.xpos == k_comparative);
      if (w.relation == k_conj && w.head.value == r.head) r.number = referent_number::many;
      if (i != r.head && w.head.value == r.head) {
        if (w.relation == k_nmod_poss) r.determiner = determiner_kind::possessive;
        if (w.relation == k_amod || w.relation == k_compound || w.relation == k_relcl ||
            w.relation == k_acl || w.relation == k_nmod)
          r.modified = true;
        if ((w.relation == k_amod || w.relation == k_compound || w.relation == k_flat) &&
            r.modifiers.size() < 4)
          r.modifiers.push_back(w.lemma.value);
      }
    }
    r.words = f.value();
    describe_name_of_place(r);
    r.kin = !r.named && t_.is(r.head, wc::kin);
    r.generic_person = r.form == mention_form::nom && !r.kin &&
                       t_.is(r.head, wc::person_he | wc::person_she | wc::person_any);
  }

  /// Of "[Diana's mother]": the token of "mother"; the first one where there is no owner.
  [[nodiscard]] std::uint32_t after_owner(const referent& r) const {
    std::uint32_t from = r.first;
    for (std::uint32_t i = r.first; i < r.head; ++i)
      if (tree(i).relation == k_nmod_poss && tree(i).head.value == r.head) from = i + 1;
    if (from < r.head && from > r.first && tree(from).xpos == k_clitic) ++from;
    return from;
  }

  void describe_place(referent& r) const {
    std::uint32_t h = r.head;
    // A second conjunct stands where the first one does.
    for (int hops = 0; hops < 4 && tree(h).relation == k_conj; ++hops) {
      h = tree(h).head.value;
      r.conjoined = true;
    }
    const relation rel = tree(h).relation;
    r.governor = tree(h).head.value == h ? k_none : tree(h).head.value;
    r.verb = r.governor;
    if (rel == k_nsubj || rel == k_nsubj_pass || rel == k_nsubj_outer) {
      r.role = clause_role::subject;
    } else if (rel == k_obj || rel == k_iobj) {
      r.role = clause_role::object;
    } else if (rel == k_nmod_poss) {
      r.role = clause_role::possessor;
      if (r.governor != k_none) {
        const token& owned = tree(r.governor);
        r.verb = owned.head.value == r.governor ? k_none : owned.head.value;
      }
    } else if (rel == k_obl || rel == k_obl_agent || rel == k_nmod) {
      r.role = clause_role::oblique;
    } else if (rel == k_appos) {
      r.role = clause_role::apposition;
    } else if (rel == k_vocative) {
      r.role = clause_role::vocative;
    } else if (has_copula_[h] != 0) {
      r.role = clause_role::predicate;
      r.verb = h;
    }
  }

  /// Mentions come by start, the longer first: what is still open holds this one.
  void nest(referent& r) {
    const auto self = static_cast<std::uint32_t>(out_.size());
    while (!open_.empty() && out_[open_.back()].last <= r.first)
      open_.pop_back();
    if (!open_.empty() && out_[open_.back()].last >= r.last) {
      r.outer = open_.back();
      referent& o = out_[r.outer];
      r.title = r.title && o.form == mention_form::prop && r.first == o.first && r.last < o.last;
      if (r.role == clause_role::possessor && tree(r.head).head.value == o.head &&
          o.possessor == k_none)
        o.possessor = self;
      // "[[Miss Barrow], who persisted]" is Miss Barrow.
      if (r.named && !o.named && o.head == r.head) {
        o.character = r.character;
        o.named = true;
      }
    }
    r.title = r.title && r.outer != k_none;
    open_.push_back(self);
  }

  /// "[Ruth] and [Ines]": the first conjunct is conjoined too.
  void mark_heads() {
    std::vector<std::uint32_t> of_head(t_.size(), k_none);
    for (std::uint32_t i = 0; i < out_.size(); ++i)
      of_head[out_[i].head] = i;
    for (std::uint32_t i = 0; i < out_.size(); ++i) {
      const token& w = tree(out_[i].head);
      if (w.relation != k_conj) continue;
      const std::uint32_t first = of_head[w.head.value];
      if (first != k_none) out_[first].conjoined = true;
    }
  }

  const referent_input& in_;
  const token_layer& t_;
  std::vector<std::uint32_t> quote_of_;
  std::vector<std::uint32_t> cue_at_;
  std::vector<std::uint8_t> has_copula_;
  std::vector<referent> out_;
  std::vector<std::uint32_t> open_;
};

}  // namespace

std::vector<referent> describe_mentions(const referent_input& in) {
  return describer(in).describe();
}

}  // namespace fabula::people
