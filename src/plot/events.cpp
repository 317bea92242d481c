#include "plot/events.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "plot/plot_words.hpp"

namespace fabula::plot {
namespace {

constexpr std::uint32_t k_none = 0xFFFFFFFFU;
constexpr int k_steps = 16;
constexpr std::size_t k_coordinated = 16;

/// Verbs whose participle is no passive: "the man gone", "fallen leaves".
constexpr std::array<std::string_view, 15> k_intransitive{
    "arrive", "arise", "come", "depart", "die",    "disappear", "fall",  "flee",
    "go",     "grow",  "pass", "retire", "return", "rise",      "vanish"};

/// Verbs that lend a noun its form: "gave a cry", "took a walk".
constexpr std::array<std::string_view, 9> k_light{"do",   "give", "have", "heave", "let",
                                                  "make", "pay",  "take", "utter"};

/// What hangs on a token, as far as it may take part.
struct links {
  std::uint32_t subject = k_none;
  std::uint32_t object = k_none;
  std::uint32_t recipient = k_none;
  std::uint32_t by = k_none;
  std::uint32_t of = k_none;
  std::uint32_t possessor = k_none;
  std::uint32_t first_conjunct = k_none;
  std::uint32_t next_conjunct = k_none;  ///< the next that hangs where this one does
  std::uint32_t antecedent = k_none;     ///< of a relative pronoun
  std::uint32_t single = k_none;         ///< the longest mention of this word alone
  std::uint32_t group = k_none;          ///< the longest mention of this word and its conjuncts
  bool other_subject = false;            ///< a clause or "there"
  bool passive = false;
  bool auxiliary = false;
  bool complement = false;   ///< a clause is its object, or a preposition was left behind
  bool relativized = false;  ///< a relative clause with its pronoun
  bool of_case = false;
  bool by_case = false;
};

class finder {
 public:
  explicit finder(const event_input& in) : in_(in), links_(in.tokens.size()) {}

  [[nodiscard]] std::vector<event> run() {
    for (std::uint32_t i = 0; i < size(); ++i)
      look_at_marks(i);
    std::vector<std::uint32_t> last_conjunct(size(), k_none);
    for (std::uint32_t i = 0; i < size(); ++i)
      look(i, last_conjunct);
    for (std::uint32_t i = 0; i < in_.mentions.size(); ++i)
      look_at_mention(i);
    std::vector<event> out;
    out.reserve(in_.triggers.size());
    for (const token_index t : in_.triggers)
      out.push_back(event_of(t.value));
    return out;
  }

 private:
  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(in_.tokens.size());
  }
  [[nodiscard]] const token& at(std::uint32_t i) const noexcept { return in_.tokens[i]; }
  [[nodiscard]] std::uint32_t head(std::uint32_t i) const noexcept { return at(i).head.value; }
  [[nodiscard]] bool is(std::uint32_t i, relation r) const noexcept {
    return head(i) != i && at(i).relation == r;
  }
  [[nodiscard]] bool tagged(std::uint32_t i, penn_tag t) const noexcept { return at(i).xpos == t; }
  [[nodiscard]] std::string_view lemma(std::uint32_t i) const {
    return in_.lemmas[at(i).lemma.value];
  }
  [[nodiscard]] bool is_noun(std::uint32_t i) const noexcept {
    return at(i).upos == universal_tag::noun || at(i).upos == universal_tag::propn;
  }
  static void set(std::uint32_t& to, std::uint32_t i) noexcept {
    if (to == k_none) to = i;
  }

  /// Prepositions first: what they mark is known by them.
  void look_at_marks(std::uint32_t i) {
    if (!is(i, relation_named("case"))) return;
    links& h = links_[head(i)];
    h.of_case = h.of_case || lemma(i) == "of";
    h.by_case = h.by_case || lemma(i) == "by";
  }

  /// Notes at its head what `i` is to it.
  void look(std::uint32_t i, std::vector<std::uint32_t>& last_conjunct) {
    note_relative(i);
    const std::uint32_t above = head(i);
    if (above == i) return;
    links& h = links_[above];
    const relation r = at(i).relation;
    if (r == relation_named("nsubj")) {
      h.subject =
          h.subject == k_none || is(h.subject, relation_named("nsubj:outer")) ? i : h.subject;
    } else if (r == relation_named("nsubj:pass")) {
      set(h.subject, i);
      h.passive = true;
    } else if (r == relation_named("nsubj:outer")) {
      set(h.subject, i);
    } else if (r == relation_named("csubj") || r == relation_named("expl")) {
      h.other_subject = true;
    } else if (r == relation_named("csubj:pass")) {
      h.other_subject = h.passive = true;
    } else if (r == relation_named("aux:pass")) {
      h.passive = h.auxiliary = true;
    } else if (r == relation_named("aux") || r == relation_named("cop")) {
      h.auxiliary = true;
    } else if (r == relation_named("obj")) {
      set(h.object, i);
    } else if (r == relation_named("iobj")) {
      set(h.recipient, i);
    } else if (r == relation_named("obl:agent")) {
      set(h.by, i);
    } else if (r == relation_named("nmod:poss")) {
      set(h.possessor, i);
    } else if (r == relation_named("nmod")) {
      if (links_[i].of_case) set(h.of, i);
      if (links_[i].by_case) set(h.by, i);
    } else if (r == relation_named("ccomp") || r == relation_named("xcomp")) {
      h.complement = true;
    } else if (r == relation_named("conj")) {
      set(h.first_conjunct, i);
      if (last_conjunct[above] != k_none) links_[last_conjunct[above]].next_conjunct = i;
      last_conjunct[above] = i;
    }
    if (at(i).upos == universal_tag::adp && r == relation_named("obl")) h.complement = true;
  }

  /// "who" of "the man who left": the clause is the nearest relative one around it, and its verb
  /// stands behind it, which tells it from a question ("the man who asked who came").
  void note_relative(std::uint32_t i) {
    const std::string_view tag = k_penn_tags[at(i).xpos.value];
    if (tag.front() != 'W') return;
    std::uint32_t verb = i;
    std::uint32_t own_verb = k_none;  // of several coordinated ones that of its own clause
    for (int steps = 0; steps < k_steps && head(verb) != verb; ++steps) {
      if (is(verb, relation_named("conj"))) own_verb = verb;
      if (is(verb, relation_named("acl:relcl"))) {
        if (verb == i || (own_verb == k_none ? verb : own_verb) < i) return;
        links_[verb].relativized = true;
        if (tag != "WRB") links_[i].antecedent = head(verb);
        return;
      }
      verb = head(verb);
    }
  }

  /// A mention belongs to the word on which all others of its phrase hang: "man" of "the man with
  /// the hat", "Tom" of "Tom Hale".
  void look_at_mention(std::uint32_t id) {
    const mention& m = in_.mentions[id];
    const auto found =
        std::upper_bound(in_.tokens.begin(), in_.tokens.end(), m.head.start,
                         [](byte_offset b, const token& t) { return b < t.span.end; });
    auto word = static_cast<std::uint32_t>(found - in_.tokens.begin());
    if (word == size() || !at(word).span.overlaps(m.span)) return;
    for (int steps = 0; steps < k_steps && at(head(word)).span.overlaps(m.span); ++steps)
      word = head(word);
    links& w = links_[word];
    const bool several = w.first_conjunct != k_none && at(w.first_conjunct).span.overlaps(m.span);
    std::uint32_t& kept = several ? w.group : w.single;
    if (kept == k_none || in_.mentions[kept].span.size() < m.span.size()) kept = id;
  }

  [[nodiscard]] event event_of(std::uint32_t trigger) const {
    event e;
    e.span = at(trigger).span;
    e.lemma = at(trigger).lemma;
    if (is_noun(trigger)) {
      noun(trigger, e);
    } else {
      verb(trigger, e);
    }
    for (std::vector<mention_id>* list : {&e.agents, &e.patients}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    return e;
  }

  void verb(std::uint32_t t, event& e) const {
    const links& own = links_[t];
    const bool passive = is_passive(t);
    add(subject_of(t), passive ? e.patients : e.agents);
    add(own.by, e.agents);
    if (own.object != k_none) {
      add(own.object, e.patients);
    } else if (own.recipient != k_none) {
      add(own.recipient, e.patients);
    } else if (!passive && is(t, relation_named("conj")) && links_[head(t)].object != k_none &&
               links_[head(t)].object > t) {
      add(links_[head(t)].object, e.patients);
    } else if (!passive && lacks_object(t)) {
      add(head(t), e.patients);
    }
  }

  void noun(std::uint32_t t, event& e) const {
    const links& own = links_[t];
    add(own.of, e.patients);
    add(own.by, e.agents);
    // "his arrival and departure": whose the first is.
    const bool shares = own.possessor == k_none && is(t, relation_named("conj"));
    add(shares ? links_[head(t)].possessor : own.possessor, e.agents);
    if (is(t, relation_named("obj")) && own.possessor == k_none &&
        is_one_of(k_light, lemma(head(t))) && !is_passive(head(t))) {
      add(subject_of(head(t)), e.agents);
    }
  }

  /// Whether its subject is who it is done to.
  [[nodiscard]] bool is_passive(std::uint32_t t) const {
    for (int steps = 0; steps < k_steps; ++steps) {
      const links& own = links_[t];
      if (own.passive) return true;
      if (!tagged(t, penn_tag_named("VBN")) || own.auxiliary || own.subject != k_none ||
          is_one_of(k_intransitive, lemma(t))) {
        return false;
      }
      if (!is(t, relation_named("conj"))) return true;
      // "was beaten and robbed", "had come and taken".
      t = head(t);
    }
    return false;
  }

  /// The word that is the subject of `t`, its own or shared; none where nobody is.
  [[nodiscard]] std::uint32_t subject_of(std::uint32_t t) const {
    for (int steps = 0; steps < k_steps; ++steps) {
      const links& own = links_[t];
      if (own.subject != k_none) return own.subject;
      if (own.other_subject || head(t) == t) return k_none;
      const std::uint32_t above = head(t);
      const relation r = at(t).relation;
      if (r == relation_named("amod") || r == relation_named("acl:relcl")) return above;
      if (r == relation_named("acl")) {
        return tagged(t, penn_tag_named("VBG")) || tagged(t, penn_tag_named("VBN")) ? above
                                                                                    : k_none;
      }
      if (r == relation_named("xcomp") && lemma(above) != "promise") {
        const links& governor = links_[above];
        if (governor.object != k_none) return governor.object;
        if (governor.recipient != k_none) return governor.recipient;
      }
      if (r != relation_named("conj") && r != relation_named("xcomp") &&
          r != relation_named("advcl")) {
        return k_none;
      }
      t = above;
    }
    return k_none;
  }

  /// "loved" of "the man she loved", and not of "the house she lived in".
  [[nodiscard]] bool lacks_object(std::uint32_t t) const {
    const links& own = links_[t];
    if (!is(t, relation_named("acl:relcl")) || own.relativized || own.complement ||
        own.subject == k_none) {
      return false;
    }
    const std::uint32_t id = mention_of(head(t));
    if (id == k_none) return false;
    const mention_type type = in_.mentions[id].type;
    return type == mention_type::per || type == mention_type::org || type == mention_type::veh;
  }

  [[nodiscard]] std::uint32_t mention_of(std::uint32_t word) const noexcept {
    const links& w = links_[word];
    return w.single != k_none ? w.single : w.group;
  }

  /// Adds who is meant by `word` and by those coordinated with it.
  void add(std::uint32_t word, std::vector<mention_id>& to) const {
    if (word == k_none) return;
    if (links_[word].antecedent != k_none) word = links_[word].antecedent;
    const links& w = links_[word];
    if (mention_of(word) != k_none) to.push_back({mention_of(word)});
    const bool grouped = w.single == k_none && w.group != k_none;
    std::size_t followed = 0;
    for (std::uint32_t c = w.first_conjunct; c != k_none && followed < k_coordinated;
         c = links_[c].next_conjunct, ++followed) {
      const std::uint32_t id = mention_of(c);
      const bool meant = grouped && at(c).span.overlaps(in_.mentions[w.group].span);
      if (id != k_none && !meant) to.push_back({id});
    }
  }

  const event_input& in_;
  std::vector<links> links_;
};

}  // namespace

std::vector<event> find_events(const event_input& in) {
  return finder(in).run();
}

}  // namespace fabula::plot
