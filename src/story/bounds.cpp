#include "story/bounds.hpp"

#include <cstdint>
#include <vector>

namespace fabula {
namespace {

class bounds_check {
 public:
  explicit bounds_check(const story& s) : s_(s) {}

  [[nodiscard]] std::string first_problem() {
    layer("chapters", s_.chapters, [this](const chapter& c) { inside("it", c.span); });
    layer("paragraphs", s_.paragraphs, [this](const paragraph& p) {
      inside("it", p.span);
      known("chapter", p.chapter.value, s_.chapters.size());
    });
    layer("emphases", s_.emphases, [this](const emphasis& e) { inside("it", e.span); });
    layer("sentences", s_.sentences, [this](const sentence& x) { inside("it", x.span); });
    layer("tokens", s_.tokens, [this](const token& t) { check(t); });
    if (problem_.empty()) trees();
    layer("supersenses", s_.supersenses, [this](const supersense& x) {
      if (x.tokens.start >= x.tokens.end) fail("it has no token");
      known("last token", x.tokens.end.value - 1, s_.tokens.size());
      known("category", x.category.value, k_supersenses.size());
    });
    layer("characters", s_.characters,
          [this](const character& c) { inside("its first mention", {c.first, c.first}); });
    layer("mentions", s_.mentions, [this](const mention& m) {
      inside("it", m.span);
      inside("its head", m.head);
      if (m.character) known("character", m.character->value, s_.characters.size());
    });
    layer("events", s_.events, [this](const event& e) {
      inside("it", e.span);
      known("lemma", e.lemma.value, s_.lemmas.size());
      for (const mention_id m : e.agents)
        known("agent", m.value, s_.mentions.size());
      for (const mention_id m : e.patients)
        known("patient", m.value, s_.mentions.size());
    });
    layer("quotes", s_.quotes, [this](const quote& q) { check(q); });
    layer("scenes", s_.scenes, [this](const scene& x) {
      inside("it", x.span);
      known("chapter", x.chapter.value, s_.chapters.size());
      for (const character_id c : x.present)
        known("character", c.value, s_.characters.size());
      check(x);
    });
    plot();
    return std::move(problem_);
  }

 private:
  template <class Item, class Check>
  void layer(std::string_view name, const std::vector<Item>& items, Check check_item) {
    layer_ = name;
    for (std::size_t i = 0; i < items.size() && problem_.empty(); ++i) {
      position_ = i;
      check_item(items[i]);
    }
  }

  void check(const scene& x) {
    if (x.place) known("place", x.place->value, s_.places.size());
    if (x.viewpoint) known("viewpoint", x.viewpoint->value, s_.characters.size());
    if (x.time && x.time->words) inside("what tells its time", *x.time->words);
    if (x.time && x.time->weekday) known("weekday", *x.time->weekday, 7);
    for (const head_hop& h : x.hops) {
      inside("a hop", h.span);
      known("character", h.who.value, s_.characters.size());
    }
    for (const scene_person& p : x.people)
      known("character", p.who.value, s_.characters.size());
  }

  /// What the plot says beside its scenes.
  void plot() {
    const std::size_t cast = s_.characters.size();
    layer("places", s_.places, [&](const place& p) {
      inside("its first mention", {p.first, p.first});
      if (p.within) known("larger place", p.within->value, s_.places.size());
      for (const character_id c : p.owners)
        known("owner", c.value, cast);
      if (p.owner_confidence.size() != p.owners.size()) fail("its owners have no confidence each");
    });
    if (problem_.empty()) nesting();
    layer("moves", s_.moves, [&](const move& m) {
      inside("it", m.span);
      known("character", m.who.value, cast);
      known("scene", m.scene.value, s_.scenes.size());
      if (m.place) known("place", m.place->value, s_.places.size());
    });
    layer("times", s_.times, [&](const time_expression& t) { inside("it", t.span); });
    layer("narrations", s_.narrations, [&](const narration& n) {
      known("chapter", n.chapter.value, s_.chapters.size());
      if (n.narrator) known("narrator", n.narrator->value, cast);
    });
    layer("ties", s_.ties, [&](const tie& t) {
      known("a", t.a.value, cast);
      known("b", t.b.value, cast);
      all_inside(t.evidence);
    });
    layer("bonds", s_.bonds, [&](const bond& b) {
      known("a", b.a.value, cast);
      known("b", b.b.value, cast);
    });
    layer("threads", s_.threads, [&](const thread& t) {
      inside("where it opens", t.opened);
      all_inside(t.touched);
      if (t.closed) inside("where it closes", *t.closed);
      for (const character_id c : t.who)
        known("character", c.value, cast);
    });
    layer("facts", s_.facts, [&](const fact& f) {
      inside("it", f.span);
      known("character", f.who.value, cast);
    });
    layer("conflicts", s_.conflicts, [&](const conflict& c) {
      inside("its first place", c.first);
      inside("its second place", c.second);
      if (c.who) known("character", c.who->value, cast);
    });
    layer("warnings", s_.rating.warnings,
          [&](const content_warning& x) { all_inside(x.evidence); });
  }

  void all_inside(const std::vector<byte_range>& list) {
    for (const byte_range r : list)
      inside("its evidence", r);
  }

  /// Whether each chain of larger places ends: as many steps as there are places are enough.
  void nesting() {
    layer_ = "places";
    std::vector<std::uint8_t> good(s_.places.size(), 0);
    for (std::uint32_t i = 0; i < s_.places.size() && problem_.empty(); ++i) {
      position_ = i;
      std::vector<std::uint32_t> way;
      std::uint32_t at = i;
      while (good[at] == 0) {
        good[at] = 1;
        way.push_back(at);
        if (!s_.places[at].within) break;
        at = s_.places[at].within->value;
        if (good[at] == 1) fail("it is within itself");
      }
      for (const std::uint32_t passed : way)
        good[passed] = 2;
    }
  }

  void check(const quote& q) {
    if (q.spans.empty()) return fail("it has no span");
    for (const byte_range r : q.spans)
      inside("it", r);
    if (q.cue) inside("its cue", *q.cue);
    if (q.speaker) known("speaker", q.speaker->value, s_.characters.size());
    for (const character_id a : q.addressees)
      known("addressee", a.value, s_.characters.size());
  }

  /// The tokens before it are in order.
  void check(const token& t) {
    inside("it", t.span);
    if (t.span.empty()) fail("it is empty");
    known("sentence", t.sentence.value, s_.sentences.size());
    known("head", t.head.value, s_.tokens.size());
    known("lemma", t.lemma.value, s_.lemmas.size());
    known("relation", t.relation.value, k_relations.size());
    known("fine tag", t.xpos.value, k_penn_tags.size());
    known("tag", static_cast<std::uint32_t>(t.upos), k_universal_tags.size());
    if (!problem_.empty()) return;
    if (s_.tokens[t.head.value].sentence != t.sentence) fail("its head is in another sentence");
    if (position_ == 0) return;
    const token& before = s_.tokens[position_ - 1];
    if (t.span.start < before.span.end) fail("it begins before the one before ends");
    if (t.sentence < before.sentence) fail("its sentence is before that of the one before");
  }

  /// Whether the heads of each sentence make one tree.
  void trees() {
    enum class seen : std::uint8_t { no, on_this_way, good };
    std::vector<seen> state(s_.tokens.size(), seen::no);
    std::vector<std::uint32_t> way;
    std::vector<std::uint8_t> roots(s_.sentences.size());
    for (std::uint32_t i = 0; i < s_.tokens.size() && problem_.empty(); ++i) {
      position_ = i;
      const std::uint32_t in = s_.tokens[i].sentence.value;
      if (s_.tokens[i].head.value == i && ++roots[in] > 1) fail("it is a second root");
      std::uint32_t at = i;
      for (way.clear(); state[at] == seen::no; at = s_.tokens[at].head.value) {
        state[at] = seen::on_this_way;
        way.push_back(at);
      }
      if (state[at] == seen::on_this_way && s_.tokens[at].head.value != at) {
        fail("its heads go in a circle");
      }
      for (const std::uint32_t passed : way)
        state[passed] = seen::good;
    }
  }

  [[nodiscard]] bool splits_character(byte_offset at) const noexcept {
    return at.value < s_.text.size() &&
           (static_cast<unsigned char>(s_.text[at.value]) & 0xC0U) == 0x80U;
  }

  void inside(std::string_view what, byte_range r) {
    if (r.end < r.start) return fail(std::string(what) + " ends before it starts");
    if (r.end.value > s_.text.size()) return fail(std::string(what) + " is not inside the text");
    if (splits_character(r.start) || splits_character(r.end)) {
      fail(std::string(what) + " cuts a character in two");
    }
  }

  void known(std::string_view what, std::uint32_t id, std::size_t count) {
    if (id < count) return;
    fail("its " + std::string(what) + " " + std::to_string(id) + " is not one of " +
         std::to_string(count));
  }

  void fail(const std::string& problem) {
    if (!problem_.empty()) return;
    problem_ = std::string(layer_) + "[" + std::to_string(position_) + "]: " + problem;
  }

  const story& s_;
  std::string_view layer_;
  std::size_t position_ = 0;
  std::string problem_;
};

}  // namespace

std::string check_bounds(const story& s) {
  return bounds_check(s).first_problem();
}

}  // namespace fabula
