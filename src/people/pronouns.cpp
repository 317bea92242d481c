#include "people/pronouns.hpp"

#include <algorithm>
#include <array>

#include "people/neo_set.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

/// Somebody who was mentioned lately.
struct recent {
  std::uint32_t character = k_nobody;
  std::uint32_t sentence = 0;
  std::uint32_t paragraph = 0;
  std::uint32_t token = 0;
  bool subject = false;
  bool absent = false;  ///< told of in the pluperfect: so are the pronouns of that sentence
};

class resolver {
 public:
  resolver(const cast_input& in, const cast_layer& cast,
           const std::vector<std::uint32_t>& speaker_of)
      : in_(in), t_(in.tokens), cast_(cast), speaker_of_(speaker_of) {}

  [[nodiscard]] std::vector<person_mention> resolve() {
    std::size_t m = 0;
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (m < cast_.mentions.size() && cast_.mentions[m].first == i) {
        const person_mention& name = cast_.mentions[m++];
        out_.push_back(name);
        if (!name.in_quote) note(name.character, i, name.role);
        i = name.last - 1;
        continue;
      }
      if (t_.shape[i] == token_shape::word) look_at(i);
    }
    return std::move(out_);
  }

 private:
  void look_at(std::uint32_t i) {
    if (t_.is(i, wc::pronoun_i)) {
      const std::uint32_t who = cast_.narrator[t_.paragraph[i]];
      if (cast_.in_quote[i] == 0 && who != k_nobody) add(i, who, 0.9F, t_.is(i, wc::nominative));
      return;
    }
    const pronoun_set neo = neo_set(t_, i);
    if (cast_.in_quote[i] != 0 || !(t_.is(i, wc::pronoun_he | wc::pronoun_she) || is_neo(neo)))
      return;
    const pronoun_set wanted = is_neo(neo)                ? neo
                               : t_.is(i, wc::pronoun_he) ? pronoun_set::he
                                                          : pronoun_set::she;
    const recent* best = nullptr;
    float best_score = 0;
    float second = -100;
    for (const recent& r : recents_) {
      if (r.character == k_nobody) continue;
      const float s = score(r, i, wanted);
      if (s < -20) continue;
      if (best == nullptr || s > best_score) {
        second = best == nullptr ? second : best_score;
        best = &r;
        best_score = s;
      } else {
        second = std::max(second, s);
      }
    }
    if (best == nullptr) return;
    const float margin = best_score - second;
    add(i, best->character,
        margin > 3   ? 0.85F
        : margin > 1 ? 0.7F
                     : 0.5F,
        t_.is(i, wc::nominative));
  }

  [[nodiscard]] float score(const recent& r, std::uint32_t i, pronoun_set wanted) const {
    const pronoun_set own = cast_.characters[r.character].pronouns;
    if (own != wanted && own != pronoun_set::unknown) return -100;
    if (r.paragraph + 15 < t_.paragraph[i] || is_narrator(r.character, i)) return -100;
    float s = own == wanted ? 1.0F : -0.5F;
    const std::uint32_t apart = t_.sentence[i] - r.sentence;
    s -= 0.7F * static_cast<float>(std::min<std::uint32_t>(apart, 12));
    if (r.subject) s += 1.5F;
    const bool nominative = t_.is(i, wc::nominative);
    const bool object = !nominative && !t_.is(i, wc::possessive | wc::reflexive);
    if (apart == 0 && r.subject) s += t_.is(i, wc::reflexive) ? 4.0F : object ? -3.0F : 1.0F;
    if (nominative && speaker_of_[t_.paragraph[i]] == r.character) s += 3.0F;
    return s;
  }

  [[nodiscard]] bool is_narrator(std::uint32_t character, std::uint32_t i) const {
    return cast_.narrator[t_.paragraph[i]] == character;
  }

  void add(std::uint32_t i, std::uint32_t who, float confidence, bool subject) {
    mention_role role = subject ? mention_role::subject : mention_role::other;
    for (const recent& r : recents_)
      if (r.character == who && r.absent && r.sentence == t_.sentence[i])
        role = mention_role::absent;
    out_.push_back({i, i + 1, who, mention_form::pron, role, cast_.in_quote[i] != 0, confidence});
    note(who, i, role);
  }

  void note(std::uint32_t who, std::uint32_t i, mention_role role) {
    const bool subject = role == mention_role::subject;
    recent* slot = nullptr;
    for (recent& r : recents_)
      if (r.character == who) slot = &r;
    if (slot == nullptr) {
      slot = &recents_[0];
      for (recent& r : recents_)
        if (r.character == k_nobody || (slot->character != k_nobody && r.token < slot->token))
          slot = &r;
    }
    // "Ruth took her coat": the possessive does not make Ruth less of a subject.
    const bool same_sentence = slot->character == who && slot->sentence == t_.sentence[i];
    *slot = {who,
             t_.sentence[i],
             t_.paragraph[i],
             i,
             subject || (same_sentence && slot->subject),
             role == mention_role::absent};
  }

  const cast_input& in_;
  const token_layer& t_;
  const cast_layer& cast_;
  const std::vector<std::uint32_t>& speaker_of_;
  std::vector<person_mention> out_;
  std::array<recent, 8> recents_{};
};

}  // namespace

std::vector<person_mention> resolve_pronouns(const cast_input& in, const cast_layer& cast,
                                             const std::vector<std::uint32_t>& speaker_of) {
  return resolver(in, cast, speaker_of).resolve();
}

}  // namespace fabula::people
