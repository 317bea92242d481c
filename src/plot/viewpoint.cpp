#include "plot/viewpoint.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

constexpr float k_thought_in_words = 3;
constexpr float k_thinks = 2;
constexpr float k_seems_to = 2;
constexpr float k_state = 1.5F;
constexpr float k_perceives = 1;
constexpr float k_able = 1.5F;
constexpr float k_within = 1.5F;
constexpr float k_opens = 1.5F;
constexpr std::size_t k_minds = 64;  ///< of one paragraph
constexpr float k_of_chapter = 0.35F;

/// What the narration of a chapter says "I", "you" and all else.
struct person_counts {
  std::uint32_t words = 0;
  std::uint32_t i = 0;
  std::uint32_t you = 0;
  std::uint32_t he_she = 0;
};

void note(std::vector<mind>& to, std::uint32_t who, float weight) {
  for (mind& m : to) {
    if (m.who != who) continue;
    m.weight += weight;
    return;
  }
  if (to.size() < k_minds) to.push_back({who, weight});
}

[[nodiscard]] bool is_copula(std::string_view f) {
  return f == "was" || f == "were" || f == "is" || f == "felt" || f == "am" || f == "'m" ||
         f == "been" || f == "feel" || f == "are" || f == "'s";
}

/// The subject of the copula or verb before a predicate.
[[nodiscard]] std::uint32_t subject_of_state(const reading& r, std::uint32_t i) {
  const std::uint32_t first = r.sentence_first(r.tokens().sentence[i]);
  for (std::uint32_t k = i, steps = 0; k-- > first && steps < 4; ++steps)
    if (is_copula(r.form(k)))
      return r.has_trees() && r.subject_of(i) != k_none ? r.subject_of(i) : r.subject_of(k);
  return k_none;
}

/// What a mind does with itself: "told herself", "before she could stop herself".
[[nodiscard]] bool is_inward_verb(std::string_view f) {
  static constexpr std::array<std::string_view, 26> k_words{
      "told",      "asked",      "reminded", "promised", "persuaded",     "assured", "convinced",
      "caught",    "found",      "stop",     "stopped",  "allowed",       "let",     "forced",
      "steeled",   "braced",     "blamed",   "cursed",   "congratulated", "scolded", "consoled",
      "comforted", "reproached", "deceived", "pictured", "imagined"};
  return std::find(k_words.begin(), k_words.end(), f) != k_words.end();
}

[[nodiscard]] bool is_reflexive(std::string_view f) {
  return f == "herself" || f == "himself" || f == "themselves" || f == "themself";
}

/// What only its owner feels: "her heart sank", "to his relief".
[[nodiscard]] bool is_felt_within(std::string_view f) {
  static constexpr std::array<std::string_view, 32> k_words{
      "heart",         "stomach",    "mind",          "thoughts",       "conscience",   "pulse",
      "memory",        "spirits",    "soul",          "feelings",       "relief",       "surprise",
      "dismay",        "horror",     "delight",       "curiosity",      "chest",        "nerves",
      "imagination",   "suspicions", "fears",         "hopes",          "astonishment", "amazement",
      "joy",           "resolution", "consciousness", "disappointment", "recollection", "opinion",
      "embarrassment", "dread"};
  return std::find(k_words.begin(), k_words.end(), f) != k_words.end();
}

/// "work out", "realize": what it takes somebody an hour to do in their mind.
[[nodiscard]] bool dawns_within(const reading& r, std::uint32_t from, std::uint32_t end) {
  for (std::uint32_t k = from; k < std::min(end, from + 10); ++k)
    if (r.form_is(k, "to") && k + 1 < end &&
        (r.is(k + 1, w::think | w::perceive) || r.form_is(k + 1, "notice") ||
         (r.form_is(k + 1, "work") && r.form_is(k + 2, "out"))))
      return true;
  return false;
}

/// The first whom the narration of a scene names.
[[nodiscard]] std::uint32_t opener(const reading& r, byte_range scene) {
  for (std::uint32_t i = r.tokens().first_at(scene.start.value);
       i < r.size() && r.tokens().start[i] < scene.end.value; ++i)
    if (r.told(i) && r.who(i) != k_none && !r.form_is(i + 1, "'s")) return r.who(i);
  return k_none;
}

[[nodiscard]] bool could_before(const reading& r, std::uint32_t i) {
  for (std::uint32_t k = i, steps = 0; k-- > 0 && steps < 3; ++steps) {
    if (r.form_is(k, "could") || r.form_is(k, "couldn't")) return true;
    if (r.who(k) != k_none || !r.is_word(k)) return false;
  }
  return false;
}

/// Signs that are no verb of thought: what is felt, what one does with oneself, what it takes one
/// to see.
void inward(const reading& r, std::uint32_t i, std::vector<mind>& here) {
  if (i > 0 && is_reflexive(r.form(i)) && r.who(i) != k_none) {
    const bool to = (r.form_is(i - 1, "to") || r.form_is(i - 1, "with")) && i > 1;
    if (is_inward_verb(r.form(i - 1)) ||
        (to && (r.form_is(i - 2, "said") || r.form_is(i - 2, "thought") ||
                r.form_is(i - 2, "muttered") || r.form_is(i - 2, "smiled"))))
      note(here, r.who(i), k_within);
    return;
  }
  if (i > 0 && is_felt_within(r.form(i)) && r.is_class(i - 1, wc::possessive) &&
      r.who(i - 1) != k_none)
    return note(here, r.who(i - 1), k_within);
  // "It took Nadia until noon to work out"
  if ((r.form_is(i, "took") || r.form_is(i, "cost")) && i > 0 && r.form_is(i - 1, "it")) {
    const std::uint32_t end = r.sentence_end(r.tokens().sentence[i]);
    for (std::uint32_t k = i + 1; k < std::min(end, i + 4); ++k)
      if (r.who(k) != k_none && dawns_within(r, k + 1, end)) return note(here, r.who(k), k_thinks);
  }
}

}  // namespace

std::vector<narration> find_narrations(const reading& r,
                                       const std::vector<std::uint32_t>& narrator_of) {
  const story& s = r.of();
  std::vector<person_counts> counts(s.chapters.size());
  for (std::uint32_t i = 0; i < r.size(); ++i) {
    if (!r.told(i) || !r.is_story(r.tokens().paragraph[i]) || !r.is_word(i)) continue;
    person_counts& c = counts[r.chapter_of(i)];
    ++c.words;
    c.i += r.is_class(i, wc::pronoun_i);
    c.you += r.is_class(i, wc::pronoun_you);
    c.he_she += r.is_class(i, wc::pronoun_he | wc::pronoun_she);
  }
  std::vector<narration> out;
  std::uint32_t first_person = 0;
  std::map<std::uint32_t, std::uint32_t> narrators;
  for (std::uint32_t c = 0; c < s.chapters.size(); ++c) {
    const person_counts& n = counts[c];
    const chapter_kind kind = s.chapters[c].kind;
    if (n.words == 0 || (kind != chapter_kind::chapter && kind != chapter_kind::part)) continue;
    narration x;
    x.chapter = {c};
    const bool known = c < narrator_of.size() && narrator_of[c] < s.characters.size();
    // One "I" in about seventy words: an author who says "I own" now and then does not narrate.
    const bool much_i = n.i >= 4 && std::uint64_t{n.i} * 70 >= n.words;
    if (known || much_i) {
      x.person = grammatical_person::first;
      if (known) x.narrator = character_id{narrator_of[c]};
      x.confidence = much_i ? 0.95F : 0.7F;
      ++first_person;
      if (known) ++narrators[narrator_of[c]];
    } else if (n.you >= 8 && std::uint64_t{n.you} * 40 >= n.words && n.you > n.he_she) {
      x.person = grammatical_person::second;
      x.confidence = 0.8F;
    } else {
      x.person = grammatical_person::third;
      x.confidence = n.i * 200 < n.words ? 0.97F : 0.8F;
    }
    out.push_back(x);
  }
  // An author who says "I" for a page in a long book told from outside is nobody in it.
  if (out.size() >= 8 && first_person * 100 <= out.size() * 15) {
    for (narration& x : out) {
      if (x.person != grammatical_person::first) continue;
      const bool named = x.narrator && s.characters[x.narrator->value].name != "Narrator";
      if (named) continue;
      x.person = grammatical_person::third;
      x.narrator.reset();
      x.confidence = 0.6F;
    }
  }
  // One voice tells nearly all: chapters that are mostly talk are theirs too.
  const auto most =
      std::max_element(narrators.begin(), narrators.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most != narrators.end() && most->second * 10 >= out.size() * 7 && out.size() >= 4) {
    for (narration& x : out) {
      const bool few = counts[x.chapter.value].i > 0;
      if (x.person == grammatical_person::third && few) {
        x.person = grammatical_person::first;
        x.confidence = 0.7F;
      }
      if (x.person == grammatical_person::first && !x.narrator)
        x.narrator = character_id{most->first};
    }
  }
  return out;
}

mind_layer find_minds(const reading& r) {
  const story& s = r.of();
  mind_layer out(s.paragraphs.size());
  for (std::uint32_t i = 0; i < r.size(); ++i) {
    if (!r.told(i)) continue;
    std::vector<mind>& here = out[r.tokens().paragraph[i]];
    inward(r, i, here);
    if (!r.is(i, w::think | w::perceive | w::inner_state | w::seem)) continue;
    if (r.is(i, w::seem)) {
      // "seemed to her"; "seemed" alone is as good as nothing
      if (r.form_is(i + 1, "to") && i + 2 < r.size() && r.who(i + 2) != k_none)
        note(here, r.who(i + 2), k_seems_to);
      continue;
    }
    if (r.is(i, w::inner_state)) {
      const std::uint32_t who = subject_of_state(r, i);
      if (who != k_none) note(here, who, k_state);
      continue;
    }
    if (r.has_trees()) {
      const universal_tag t = s.tokens[i].upos;
      if (t != universal_tag::verb && t != universal_tag::aux) continue;
    }
    const std::uint32_t who = r.subject_of(i);
    if (who == k_none) continue;
    const bool thinks = r.is(i, w::think);
    // "could hear", "could not help thinking": who can tell but they
    const bool able = !thinks && could_before(r, i);
    note(here, who,
         able             ? k_able
         : r.is_remote(i) ? 0.7F * (thinks ? k_thinks : k_perceives)
         : thinks         ? k_thinks
                          : k_perceives);
  }
  for (const quote& q : s.quotes) {
    if (q.kind != quote_kind::thought || !q.speaker) continue;
    const std::uint32_t i = r.tokens().first_at(q.span().start.value);
    if (i < r.size()) note(out[r.tokens().paragraph[i]], q.speaker->value, k_thought_in_words);
  }
  for (std::vector<mind>& minds : out)
    std::sort(minds.begin(), minds.end(),
              [](const mind& a, const mind& b) { return a.who < b.who; });
  return out;
}

void set_viewpoints(const reading& r, const mind_layer& minds,
                    const std::vector<narration>& narrations, std::vector<scene>& scenes) {
  const story& s = r.of();
  std::vector<std::map<std::uint32_t, float>> by_chapter(s.chapters.size());
  for (std::size_t q = 0; q < minds.size(); ++q)
    for (const mind& m : minds[q])
      by_chapter[s.paragraphs[q].chapter.value][m.who] += m.weight;
  std::size_t n = 0;
  std::size_t p = 0;
  for (std::size_t k = 0; k < scenes.size(); ++k) {
    scene& x = scenes[k];
    while (n < narrations.size() && narrations[n].chapter < x.chapter)
      ++n;
    const narration* teller =
        n < narrations.size() && narrations[n].chapter == x.chapter ? &narrations[n] : nullptr;
    while (p < s.paragraphs.size() && s.paragraphs[p].span.end <= x.span.start)
      ++p;
    std::map<std::uint32_t, float> sum;
    float all = 0;
    std::size_t end = p;
    for (; end < s.paragraphs.size() && s.paragraphs[end].span.start < x.span.end; ++end) {
      for (const mind& m : minds[end]) {
        sum[m.who] += m.weight;
        all += m.weight;
      }
    }
    if (teller != nullptr && teller->person == grammatical_person::first && teller->narrator) {
      x.viewpoint = teller->narrator;
      x.viewpoint_confidence = teller->confidence;
      continue;
    }
    // A chapter mostly stays with one mind, and a scene with whom it begins.
    float scene_evidence = 0;
    for (const auto& [who, weight] : sum)
      scene_evidence = std::max(scene_evidence, weight);
    const std::map<std::uint32_t, float>& chapter_minds = by_chapter[x.chapter.value];
    for (const character_id c : x.present) {
      const auto in_chapter = chapter_minds.find(c.value);
      if (in_chapter == chapter_minds.end()) continue;
      const auto own = sum.find(c.value);
      const float rest = in_chapter->second - (own == sum.end() ? 0.0F : own->second);
      sum[c.value] += k_of_chapter * rest;
      all += k_of_chapter * rest;
    }
    const std::uint32_t opens = opener(r, x.span);
    if (opens != k_none && sum.contains(opens)) {
      sum[opens] += k_opens;
      all += k_opens;
    }
    std::uint32_t best = k_none;
    float most = 0;
    float second = 0;
    for (const auto& [who, weight] : sum) {
      if (weight > most) {
        second = most;
        most = weight;
        best = who;
      } else {
        second = std::max(second, weight);
      }
    }
    const bool clear = best != k_none && most >= 2 && most >= 0.36F * all && most >= 1.5F * second;
    // Signs must be dense too: in a long scene told from outside some verb of thought comes by.
    const float words = static_cast<float>(x.span.size()) / 6;
    if (clear && scene_evidence > 0 && most * 350 >= words) {
      x.viewpoint = character_id{best};
      x.viewpoint_confidence =
          std::min(0.95F, 0.5F + 0.4F * (most - second) / std::max(most, 4.0F));
    } else if (k > 0 && scenes[k - 1].chapter == x.chapter && scenes[k - 1].viewpoint) {
      const character_id before = *scenes[k - 1].viewpoint;
      const bool there = std::find(x.present.begin(), x.present.end(), before) != x.present.end();
      const auto own = sum.find(before.value);
      if (there && (own == sum.end() ? most < 3 : own->second >= 0.6F * most)) {
        x.viewpoint = before;
        x.viewpoint_confidence = 0.5F;
      }
    }
    if (!x.viewpoint) continue;
    for (std::size_t q = p; q < end; ++q) {
      float own = 0;
      const mind* other = nullptr;
      for (const mind& m : minds[q]) {
        if (m.who == x.viewpoint->value) {
          own = m.weight;
        } else if (other == nullptr || m.weight > other->weight) {
          other = &m;
        }
      }
      // One verb of perception is what anybody can see from outside: "Ruth heard the bell".
      if (other == nullptr || own > 0 || other->weight < k_thinks) continue;
      const bool goes_on = !x.hops.empty() && x.hops.back().who.value == other->who && q > p &&
                           x.hops.back().span.end == s.paragraphs[q - 1].span.end;
      if (goes_on) {
        x.hops.back().span.end = s.paragraphs[q].span.end;
      } else {
        x.hops.push_back({s.paragraphs[q].span, {other->who}});
      }
    }
  }
}

}  // namespace fabula::plot
