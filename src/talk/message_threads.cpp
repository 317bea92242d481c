#include "talk/message_threads.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "talk/lines.hpp"
#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

using people::k_nobody;
using people::phrase_kind;

constexpr std::uint32_t k_reach = 3;  ///< paragraphs between a message and its answer
constexpr float k_tagged = 0.9F;
constexpr float k_answers = 0.75F;

class threads {
 public:
  threads(const speaker_input& in, std::vector<quote>& quotes)
      : in_(in), t_(in.tokens), quotes_(quotes) {
    for (std::uint32_t c = 0; c < in.cast.characters.size(); ++c)
      for (const alias& a : in.cast.characters[c].aliases)
        if (a.text.find(' ') == std::string::npos)
          if (const auto [at, added] = by_word_.try_emplace(text::lower(a.text), c);
              !added && at->second != c)
            at->second = k_nobody;
  }

  void find() {
    for (std::uint32_t q = 0; q < quotes_.size(); ++q)
      if (quotes_[q].kind == quote_kind::message) add(q);
    for (std::size_t i = 1; i < messages_.size(); ++i)
      tell_apart(messages_[i - 1], messages_[i]);
    // Who is answered was written to: the first of a thread has nobody before it.
    for (std::size_t i = messages_.size(); i-- > 1;) {
      message& before = messages_[i - 1];
      const message& now = messages_[i];
      if (now.follows && before.recipient == k_nobody && now.sender != before.sender)
        before.recipient = now.sender;
    }
    for (const message& m : messages_)
      write_out(m);
  }

 private:
  struct message {
    std::uint32_t quote = 0;
    std::uint32_t last_paragraph = 0;
    bool follows = false;  ///< the one before, and answers it or goes on
    bool told = false;     ///< by words, who sends it
    bool replies = false;  ///< "answered", "wrote back"
    bool named = false;    ///< told by name
    std::uint32_t sender = k_nobody;
    std::uint32_t recipient = k_nobody;
  };

  void add(std::uint32_t q) {
    const quote& said = quotes_[q];
    const std::uint32_t first = t_.first_at(said.span().start.value);
    const std::uint32_t end = t_.first_at(said.span().end.value);
    if (first >= t_.size() || end <= first) return;
    message now;
    now.quote = q;
    now.last_paragraph = t_.paragraph[end - 1];
    const message* before = messages_.empty() ? nullptr : &messages_.back();
    now.follows = before != nullptr && is_near(*before, t_.paragraph[first]);
    if (const auto& tag = in_.utterances.cues[q]; tag && !tag->weak) {
      now.sender = sender_by(*tag, said);
      now.told = now.sender != k_nobody;
      now.named = now.told && tag->subject == phrase_kind::name;
      now.replies = is_reply(tag->verb);
    }
    now.recipient = named_first(first, end);
    if (now.follows) {
      if (!now.told) now.sender = before->recipient;
      if (now.recipient == k_nobody)
        now.recipient = now.sender == before->sender ? before->recipient : before->sender;
    }
    if (now.recipient == now.sender) now.recipient = k_nobody;
    messages_.push_back(now);
  }

  /// "Ruth typed", "he typed": of a pronoun, what the turns say where it fits for certain, else
  /// whom it is linked to.
  [[nodiscard]] std::uint32_t sender_by(const cue& tag, const quote& said) const {
    const std::uint32_t linked = character_of(in_, tag);
    if (tag.subject != phrase_kind::he && tag.subject != phrase_kind::she) return linked;
    const pronoun_set wanted = tag.subject == phrase_kind::he ? pronoun_set::he : pronoun_set::she;
    if (said.speaker && in_.cast.characters[said.speaker->value].pronouns == wanted)
      return said.speaker->value;
    return linked;
  }

  [[nodiscard]] bool is_reply(std::uint32_t verb) const {
    const std::string& f = t_.form(verb);
    return f.starts_with("answer") || f.starts_with("repl") || f.starts_with("respond") ||
           (verb + 1 < t_.size() && t_.form(verb + 1) == "back");
  }

  /// `She typed, *So?*` and `Ines answered, *Soon.*`: nobody answers herself, so "she" is another
  /// who was named before.
  void tell_apart(message& before, message& now) const {
    if (!now.follows || !now.replies || now.sender == k_nobody || now.sender != before.sender)
      return;
    message& doubtful = now.named ? before : now;
    if (doubtful.named) return;
    const std::uint32_t other = named_before(doubtful, doubtful.sender);
    if (other == k_nobody) return;
    if (&doubtful == &now && now.recipient == other) now.recipient = now.sender;
    doubtful.sender = other;
    if (&doubtful == &before && now.recipient == k_nobody) now.recipient = other;
  }

  /// Who was last called by name in the narration before `m`, but for `who`, of the same pronouns.
  [[nodiscard]] std::uint32_t named_before(const message& m, std::uint32_t who) const {
    constexpr std::uint32_t k_mentions = 60;
    const std::uint32_t here = mention_at(in_, t_.first_at(quotes_[m.quote].span().start.value));
    const pronoun_set wanted = in_.cast.characters[who].pronouns;
    for (std::uint32_t k = here; k-- > 0 && k + k_mentions > here;) {
      const people::person_mention& x = in_.mentions[k];
      if (!x.in_quote && x.form == mention_form::prop && x.character != who &&
          in_.cast.characters[x.character].pronouns == wanted)
        return x.character;
    }
    return k_nobody;
  }

  [[nodiscard]] bool is_near(const message& before, std::uint32_t paragraph) const {
    const auto& paragraphs = in_.paragraphs;
    if (paragraph > before.last_paragraph + k_reach ||
        paragraphs[paragraph].chapter != paragraphs[before.last_paragraph].chapter)
      return false;
    for (std::uint32_t p = before.last_paragraph + 1; p < paragraph; ++p)
      if (paragraphs[p].kind == paragraph_kind::scene_break ||
          paragraphs[p].kind == paragraph_kind::heading)
        return false;
    return true;
  }

  /// "lena, what did you tell her": names are typed small, and a comma or the tag's clause follows.
  [[nodiscard]] std::uint32_t named_first(std::uint32_t first, std::uint32_t end) const {
    std::uint32_t i = first;
    while (i < end && t_.shape[i] != token_shape::word)
      ++i;
    if (i + 1 >= end || t_.shape[i + 1] == token_shape::word) return k_nobody;
    const auto found = by_word_.find(t_.form(i));
    return found == by_word_.end() ? k_nobody : found->second;
  }

  void write_out(const message& m) {
    quote& out = quotes_[m.quote];
    if (m.sender != k_nobody && (!out.speaker || out.speaker->value != m.sender || m.told)) {
      out.speaker = character_id{m.sender};
      if (!m.told) {
        out.confidence = k_answers;
        out.evidence = evidence_kind::turn;
        out.cue.reset();
      } else if (out.confidence < k_tagged && out.evidence != evidence_kind::pronoun) {
        out.confidence = k_tagged;
      }
    }
    if (m.recipient != k_nobody && out.speaker && out.speaker->value != m.recipient)
      out.addressees = {character_id{m.recipient}};
  }

  const speaker_input& in_;
  const token_layer& t_;
  std::vector<quote>& quotes_;
  std::unordered_map<std::string, std::uint32_t> by_word_;  ///< `k_nobody` where several bear it
  std::vector<message> messages_;
};

}  // namespace

void find_message_threads(const speaker_input& in, std::vector<quote>& quotes) {
  threads(in, quotes).find();
}

}  // namespace fabula::talk
