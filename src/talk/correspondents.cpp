#include "talk/correspondents.hpp"

#include <algorithm>
#include <string>

#include "talk/lines.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using people::k_nobody;
using people::mention_role;
using people::person_mention;
using people::phrase_kind;

constexpr std::uint32_t k_reach = 200;    ///< tokens before a letter that may tell of it
constexpr std::uint32_t k_behind = 40;    ///< and behind it
constexpr std::uint32_t k_greeting = 14;  ///< tokens of a salutation, with what stands before it
constexpr float k_signed = 0.95F;
constexpr float k_told = 0.8F;

class correspondents {
 public:
  correspondents(const speaker_input& in, std::vector<quote>& quotes)
      : in_(in), t_(in.tokens), quotes_(quotes) {}

  void find() {
    for (std::uint32_t q = 0; q < quotes_.size(); ++q)
      if (quotes_[q].kind == quote_kind::letter) letter(q);
  }

 private:
  void letter(std::uint32_t q) {
    first_ = t_.first_at(quotes_[q].span().start.value);
    last_ = std::max(first_, t_.first_at(quotes_[q].span().end.value));
    if (first_ >= t_.size() || last_ == first_) return;
    before_ = first_ > k_reach ? first_ - k_reach : 0;
    while (before_ < first_ && in_.paragraphs[t_.paragraph[before_]].chapter !=
                                   in_.paragraphs[t_.paragraph[first_]].chapter)
      ++before_;
    others_.clear();
    for (std::uint32_t k = q; k-- > 0 && q - k < 16;)
      if (quotes_[k].kind == quote_kind::letter) others_.push_back(quotes_[k].span());
    quote& out = quotes_[q];
    const std::uint32_t writer = writer_of(q, out);
    out.addressees.clear();
    const std::uint32_t reader = reader_of(out, writer);
    if (reader != k_nobody) out.addressees.push_back({reader});
  }

  /// What one letter says is not told of the next.
  [[nodiscard]] bool in_other_letter(std::uint32_t k) const {
    return std::any_of(others_.begin(), others_.end(), [&](byte_range s) {
      return s.start.value <= t_.start[k] && t_.start[k] < s.end.value;
    });
  }

  [[nodiscard]] const std::string& form(std::uint32_t i) const { return t_.form(i); }

  /// The longest mention of a person that begins at token `i`; `k_nobody` where none does.
  [[nodiscard]] std::uint32_t mention_from(std::uint32_t i) const {
    std::uint32_t best = k_nobody;
    for (std::uint32_t m = mention_at(in_, i);
         m < in_.mentions.size() && in_.mentions[m].first <= i; ++m)
      if (in_.mentions[m].first == i &&
          (best == k_nobody || in_.mentions[m].last > in_.mentions[best].last))
        best = m;
    return best;
  }

  /// The same, but not "his" of "from his hand".
  [[nodiscard]] std::uint32_t person_from(std::uint32_t i) const {
    const std::uint32_t m = mention_from(i);
    const bool his_own = m != k_nobody && t_.is(i, wc::possessive) && i + 1 < first_ &&
                         in_.mentions[m].last == i + 1 && t_.shape[i + 1] == token_shape::word &&
                         !t_.is(i + 1, wc::function_word);
    return his_own ? k_nobody : m;
  }

  /// The mention of a person that ends before token `i`.
  [[nodiscard]] std::uint32_t mention_to(std::uint32_t i) const {
    if (i == 0) return k_nobody;
    for (std::uint32_t m = mention_at(in_, i - 1);
         m < in_.mentions.size() && in_.mentions[m].first < i; ++m)
      if (in_.mentions[m].last == i) return m;
    return k_nobody;
  }

  /// The subject of the verb at token `k`: the last one before it in its clause.
  [[nodiscard]] std::uint32_t subject_of(std::uint32_t k, std::uint32_t from) const {
    for (std::uint32_t i = k; i > from && k - i < 8; --i) {
      if (t_.sentence[i - 1] != t_.sentence[k]) break;
      const std::uint32_t m = mention_to(i);
      if (m == k_nobody) continue;
      const person_mention& x = in_.mentions[m];
      if (x.form == mention_form::pron &&
          (!t_.is(x.first, wc::nominative | wc::pronoun_i) || t_.is(x.first, wc::pronoun_it)))
        continue;
      return m;
    }
    return k_nobody;
  }

  [[nodiscard]] static bool writes(const std::string& w) {
    return w == "wrote" || w == "written" || w == "writes" || w == "writing" || w == "penned" ||
           w == "scribbled" || w == "scrawled";
  }
  [[nodiscard]] static bool opens(const std::string& w) {
    return w == "read" || w == "reads" || w == "reading" || w == "opened" || w == "opening" ||
           w == "received" || w == "receiving" || w == "unfolded" || w == "unfolding" ||
           w == "perused" || w == "tore" || w == "broke" || w == "finished" || w == "folded";
  }

  /// Whether the sentence of token `k` speaks of a letter, or has "it" for one.
  [[nodiscard]] bool of_letter(std::uint32_t k, std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i)
      if (t_.sentence[i] == t_.sentence[k] &&
          (t_.is(i, wc::letter_noun) || (i < k && form(i) == "it")))
        return true;
    return false;
  }

  void tell(quote& out, std::uint32_t m, float sure) const {
    const person_mention& x = in_.mentions[m];
    out.speaker = character_id{x.character};
    out.confidence = x.form == mention_form::prop ? sure : std::min(sure, x.confidence);
    out.evidence = x.form == mention_form::pron ? evidence_kind::pronoun
                   : holds_alias(in_, m)        ? evidence_kind::name
                                                : evidence_kind::description;
    out.cue = byte_range{{t_.start[x.first]}, {t_.end[x.last - 1]}};
  }

  [[nodiscard]] std::uint32_t writer_of(std::uint32_t q, quote& out) const {
    const auto& tag = in_.utterances.cues[q];
    std::uint32_t m = k_nobody;
    if (tag && character_of(in_, *tag, &m) != k_nobody && m != k_nobody &&
        (inside(tag->subject_first) || tag->kind == verb_kind::message)) {
      tell(out, m, k_signed);
      return out.speaker->value;
    }
    m = signed_within(out);
    if (m != k_nobody) {
      tell(out, m, k_signed);
      return out.speaker->value;
    }
    if (tag && !inside(tag->subject_first) && tag->subject == phrase_kind::i && out.speaker)
      return out.speaker->value;
    m = told_writer();
    if (m != k_nobody) {
      tell(out, m, k_told);
      return out.speaker->value;
    }
    if (const quote* first = first_of_two(q); first != nullptr) {
      out.speaker = first->speaker;
      out.confidence = k_told * first->confidence;
      out.evidence = evidence_kind::turn;
      out.cue.reset();
      return out.speaker->value;
    }
    out.speaker.reset();
    out.cue.reset();
    out.evidence = evidence_kind::none;
    out.confidence = 0;
    return k_nobody;
  }

  /// A name at the end of its last paragraph, in capitals or on a line of its own.
  [[nodiscard]] std::uint32_t signed_within(const quote& out) const {
    std::uint32_t end = last_;
    while (end > first_ && t_.shape[end - 1] != token_shape::word)
      --end;
    const std::uint32_t m = mention_to(end);
    if (m == k_nobody || in_.mentions[m].form != mention_form::prop || !holds_alias(in_, m))
      return k_nobody;
    const std::uint32_t first = in_.mentions[m].first;
    if (first <= t_.first_at(out.span().start.value) + 2) return k_nobody;
    const auto gap = in_.text.substr(t_.end[first - 1], t_.start[first] - t_.end[first - 1]);
    bool small = false;
    for (std::uint32_t i = t_.start[first]; i < t_.end[end - 1]; ++i)
      small = small || (in_.text[i] >= 'a' && in_.text[i] <= 'z');
    // "... till then. Ruth." is signed; "... with love to Ruth." is not.
    const bool line = t_.shape[first - 1] != token_shape::word &&
                      (gap.find('\n') != std::string_view::npos || gap.size() > 3);
    return !small || line ? m : k_nobody;
  }

  /// The letter before, where this is "the other" of two by one hand.
  [[nodiscard]] const quote* first_of_two(std::uint32_t q) const {
    constexpr std::uint32_t k_between = 60;
    if (q == 0 || quotes_[q - 1].kind != quote_kind::letter || !quotes_[q - 1].speaker)
      return nullptr;
    const std::uint32_t from = t_.first_at(quotes_[q - 1].span().end.value);
    if (from >= first_ || first_ - from > k_between) return nullptr;
    for (std::uint32_t k = from; k < first_; ++k)
      if (form(k) == "other" || form(k) == "second" || form(k) == "another") return &quotes_[q - 1];
    return nullptr;
  }

  [[nodiscard]] bool inside(std::uint32_t i) const { return first_ <= i && i < last_; }

  /// "a letter from her uncle", "the note that Ruth wrote", "Ruth's letter": the nearest before it.
  [[nodiscard]] std::uint32_t told_writer() const {
    for (std::uint32_t k = first_; k-- > before_;) {
      const std::string& w = form(k);
      if (in_other_letter(k)) continue;
      if (w == "from" && of_letter(k, before_, first_)) {
        if (const std::uint32_t m = person_from(k + 1); m != k_nobody) return m;
      } else if (writes(w) || ((w == "sent" || w == "sends") && of_letter(k, before_, first_))) {
        if (k + 1 < first_ && form(k + 1) == "by") {
          if (const std::uint32_t m = mention_from(k + 2); m != k_nobody) return m;
        }
        if (const std::uint32_t m = subject_of(k, before_); m != k_nobody) return m;
      } else if (t_.is(k, wc::letter_noun)) {
        if (const std::uint32_t m = owner_of(k); m != k_nobody) return m;
      }
    }
    return k_nobody;
  }

  /// Whose letter the noun at `k` is: "Ruth's letter"; "his letter" where somebody else has it.
  [[nodiscard]] std::uint32_t owner_of(std::uint32_t k) const {
    for (std::uint32_t i = k; i-- > before_ && k - i <= 3;) {
      const bool genitive = form(i) == "'s" || form(i) == "'";
      const bool possessive = t_.is(i, wc::possessive);
      if (!genitive && !possessive) {
        if (t_.shape[i] != token_shape::word) break;
        continue;
      }
      const std::uint32_t m = genitive ? mention_to(i) : mention_from(i);
      if (m == k_nobody) return k_nobody;
      if (genitive) return m;
      const std::uint32_t reader = subject_of(i, before_);
      const bool other =
          reader != k_nobody && in_.mentions[reader].character != in_.mentions[m].character;
      return other ? m : k_nobody;
    }
    return k_nobody;
  }

  [[nodiscard]] std::uint32_t reader_of(const quote& out, std::uint32_t writer) const {
    const auto other = [&](std::uint32_t m) {
      return m != k_nobody && in_.mentions[m].character != writer ? in_.mentions[m].character
                                                                  : k_nobody;
    };
    if (const std::uint32_t who = greeted(out, writer, true); who != k_nobody) return who;
    for (const bool sent : {true, false}) {
      for (std::uint32_t k = first_; k-- > before_;) {
        std::uint32_t who = k_nobody;
        if (in_other_letter(k)) continue;
        if (sent && (form(k) == "to" || form(k) == "for") && of_writing(k))
          who = other(person_from(k + 1));
        else if (sent && t_.is(k, wc::letter_noun) && is_answered(k))
          who = other(owner_of(k));
        else if (!sent && opens(form(k)))
          who = other(subject_of(k, before_));
        if (who != k_nobody) return who;
      }
      if (!sent) break;
      if (const std::uint32_t who = greeted(out, writer, false); who != k_nobody) return who;
    }
    for (std::uint32_t k = last_; k < std::min(t_.size(), last_ + k_behind); ++k) {
      if (in_.paragraphs[t_.paragraph[k]].chapter != in_.paragraphs[t_.paragraph[first_]].chapter)
        break;
      if (!opens(form(k))) continue;
      if (const std::uint32_t who = other(subject_of(k, last_)); who != k_nobody) return who;
    }
    return k_nobody;
  }

  /// "answered Ruth's letter", "in reply to his".
  [[nodiscard]] bool is_answered(std::uint32_t k) const {
    for (std::uint32_t i = k; i-- > before_ && k - i <= 7;)
      if (form(i).starts_with("answer") || form(i).starts_with("repl")) return true;
    return false;
  }

  /// "wrote to Ruth", "a letter to her sister": the word before `k`, or the noun near it.
  [[nodiscard]] bool of_writing(std::uint32_t k) const {
    for (std::uint32_t i = k; i-- > before_ && k - i <= 6;) {
      if (t_.sentence[i] != t_.sentence[k]) return false;
      if (writes(form(i)) || form(i) == "sent" || t_.is(i, wc::letter_noun)) return true;
    }
    return false;
  }

  /// Whom it greets: "Dear Ruth,", "My dearest Ruth will be glad", "you are, dear Ruth, ...", by
  /// name or as "dear aunt".
  [[nodiscard]] std::uint32_t greeted(const quote& out, std::uint32_t writer, bool by_name) const {
    for (const bool greeting : {true, false})
      for (std::uint32_t k = first_; k + 1 < last_; ++k) {
        if (greeting && k > first_ + k_greeting) break;
        if (!form(k).starts_with("dear") || !in_letter(out, k)) continue;
        const std::uint32_t m = dear_one(k);
        if (m == k_nobody || in_.mentions[m].character == writer) continue;
        if (by_name && in_.mentions[m].form != mention_form::prop && !holds_alias(in_, m)) continue;
        if (greeting || in_.mentions[m].role == mention_role::vocative)
          return in_.mentions[m].character;
      }
    return k_nobody;
  }

  /// The mention that holds the word behind "dear" at token `k`.
  [[nodiscard]] std::uint32_t dear_one(std::uint32_t k) const {
    std::uint32_t best = k_nobody;
    for (std::uint32_t m = mention_at(in_, k + 1);
         m < in_.mentions.size() && in_.mentions[m].first <= k + 1; ++m)
      if (in_.mentions[m].form != mention_form::pron &&
          !t_.is(in_.mentions[m].last - 1, wc::honorific) && sure_of(m) &&
          (best == k_nobody || in_.mentions[m].last > in_.mentions[best].last))
        best = m;
    return best;
  }

  /// A description may be linked to anybody: "my dear aunt".
  [[nodiscard]] bool sure_of(std::uint32_t m) const {
    constexpr float k_least = 0.5F;
    return in_.mentions[m].form == mention_form::prop || in_.mentions[m].confidence >= k_least;
  }

  /// Whether token `k` stands in the letter itself and not in a tag that breaks it.
  [[nodiscard]] bool in_letter(const quote& out, std::uint32_t k) const {
    return std::any_of(out.spans.begin(), out.spans.end(), [&](byte_range s) {
      return s.start.value <= t_.start[k] && t_.start[k] < s.end.value;
    });
  }

  const speaker_input& in_;
  const token_layer& t_;
  std::vector<quote>& quotes_;
  std::vector<byte_range> others_;  ///< letters not far before it
  std::uint32_t first_ = 0;         ///< tokens [first_, last_) of the letter
  std::uint32_t last_ = 0;
  std::uint32_t before_ = 0;  ///< where what is told before it begins
};

}  // namespace

void find_correspondents(const speaker_input& in, std::vector<quote>& quotes) {
  correspondents(in, quotes).find();
}

}  // namespace fabula::talk
