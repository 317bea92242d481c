#include "plot/threads.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

constexpr float k_least = 0.5F;
constexpr std::size_t k_held = 64;  ///< threads that wait for one word
constexpr std::size_t k_touches = 12;
constexpr std::uint32_t k_rare = 10;        ///< uses of a telling word
constexpr std::uint32_t k_rarest = 4;       ///< of a word that is enough alone
constexpr std::uint32_t k_rarer_by = 8000;  ///< tokens for which one more is allowed
constexpr std::uint32_t k_far = 3;        ///< paragraphs behind its opening that still belong to it
constexpr std::uint32_t k_longest = 200;  ///< tokens of one piece; longer sentences are cut

/// A word without its most common endings, so that "sold" aside "toll" and "tolled" are one.
[[nodiscard]] std::string stem(std::string f) {
  const auto cut = [&](std::string_view tail, std::size_t least) {
    if (f.size() < tail.size() + least || !f.ends_with(tail)) return false;
    f.resize(f.size() - tail.size());
    return true;
  };
  if (cut("ing", 3) || cut("ed", 3)) {
    if (f.size() > 3 && f[f.size() - 1] == f[f.size() - 2] && f.back() != 's' && f.back() != 'l')
      f.pop_back();
    return f;
  }
  if (f.ends_with("ss")) return f;
  (void)(cut("es", 4) || cut("s", 3));
  if (f.size() > 3 && f.back() == 'e') f.pop_back();
  return f;
}

/// A piece of one sentence that is told or said as one: what may open a thread.
struct piece {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t quote;  ///< `k_none` in the narration
};

/// A thread in the making.
struct open_thread {
  thread what;
  std::uint32_t piece = 0;
  std::vector<std::uint32_t> telling;   ///< stems
  std::vector<std::uint32_t> names;     ///< of these, those of people
  std::vector<character_id> kept_from;  ///< named in it, and no party to it
  std::optional<std::uint8_t> day;      ///< the weekday it is for
};

class thread_finder {
 public:
  thread_finder(const reading& r, const std::vector<found_time>& times)
      : r_(r), s_(r.of()), times_(times) {}

  [[nodiscard]] std::vector<thread> run() {
    number_stems();
    cut_pieces();
    for (std::uint32_t p = 0; p < pieces_.size(); ++p)
      open(p);
    recurring();
    follow();
    std::vector<thread> out;
    for (open_thread& t : threads_)
      if (t.what.confidence >= k_least) out.push_back(std::move(t.what));
    std::sort(out.begin(), out.end(),
              [](const thread& a, const thread& b) { return a.opened < b.opened; });
    return out;
  }

 private:
  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }

  /// Whether the words stand one after the other from `i` on.
  template <class... Words>
  [[nodiscard]] bool are(std::uint32_t i, Words... words) const {
    return (at(i++, words) && ...);
  }

  /// By lemma where the network read the text, so that "tell" and "told" are one.
  void number_stems() {
    std::map<std::string, std::uint32_t, std::less<>> number;
    const auto number_of = [&](const std::string& f) {
      return number.emplace(stem(f), static_cast<std::uint32_t>(number.size())).first->second;
    };
    const auto all = [&](const std::vector<std::string>& words) {
      std::vector<std::uint32_t> out;
      out.reserve(words.size());
      for (const std::string& f : words)
        out.push_back(number_of(f));
      return out;
    };
    const std::vector<std::uint32_t> of_form = all(r_.tokens().words.forms);
    const std::vector<std::uint32_t> of_lemma = all(s_.lemmas);
    letter_ = number_of("letter");
    stem_.resize(r_.size());
    count_.assign(number.size(), 0);
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      stem_[i] = r_.has_trees() ? of_lemma[s_.tokens[i].lemma.value] : of_form[r_.tokens().word[i]];
      if (r_.is_word(i)) ++count_[stem_[i]];
    }
  }

  void cut_pieces() {
    for (std::uint32_t i = 0; i < r_.size();) {
      std::uint32_t end = i + 1;
      while (end < r_.size() && r_.tokens().sentence[end] == r_.tokens().sentence[i] &&
             r_.quote_at(end) == r_.quote_at(i) && end - i < k_longest)
        ++end;
      std::uint32_t first = i;
      while (first < end && r_.tokens().shape[first] == token_shape::quote_mark)
        ++first;
      if (first < end && r_.is_story(r_.tokens().paragraph[i]))
        pieces_.push_back({first, end, r_.quote_at(i)});
      i = end;
    }
  }

  /// Content words that are rare enough in this text to tell it by.
  [[nodiscard]] bool is_telling(std::uint32_t i) const {
    if (!r_.is_word(i) || r_.is(i, w::dull) || r_.is_class(i, wc::function_word)) return false;
    const std::uint32_t n = count_[stem_[i]];
    // What is said a hundred times in a novel tells one sentence from no other.
    return n <= k_rare + r_.size() / k_rarer_by && r_.form(i).size() > 2;
  }

  [[nodiscard]] const found_time* time_in(const piece& p, bool to_come) const {
    const auto from =
        std::lower_bound(times_.begin(), times_.end(), p.first,
                         [](const found_time& t, std::uint32_t i) { return t.first < i; });
    for (auto t = from; t != times_.end() && t->first < p.last; ++t) {
      if (t->what.kind == time_kind::age || t->what.kind == time_kind::duration ||
          t->what.kind == time_kind::year)
        continue;
      if (to_come && t->days && *t->days < 0) continue;
      if (to_come && (at(t->first > 0 ? t->first - 1 : 0, "since"))) continue;
      return &*t;
    }
    return nullptr;
  }

  void open(std::uint32_t n) {
    const piece& p = pieces_[n];
    const bool said = p.quote != k_none;
    const quote* q = said ? &s_.quotes[p.quote] : nullptr;
    if (q != nullptr && (q->kind == quote_kind::sign || q->kind == quote_kind::quoted)) return;
    std::optional<std::pair<thread_kind, float>> kind;
    const auto take = [&](thread_kind k, float sure) {
      if (!kind || kind->second < sure) kind = {{k, sure}};
    };
    for (std::uint32_t i = p.first; i < p.last; ++i) {
      if (said) {
        if (const float f = promises(i, p); f > 0) take(thread_kind::promise, f);
        if (const float f = plans(i, p); f > 0) take(thread_kind::plan, f);
        if (const float f = threatens(i); f > 0) take(thread_kind::threat, f);
      }
      if (const float f = keeps(i, said); f > 0) take(thread_kind::secret, f);
      if (const float f = offers(i, said); f > 0) take(thread_kind::offer, f);
      if (!said) {
        if (const float f = leaves_open(i); f > 0) take(thread_kind::question, f);
      }
    }
    if (said && !kind) {
      if (const float f = asks(n); f > 0) take(thread_kind::question, f);
    }
    if (kind) add(n, kind->first, kind->second);
  }

  void add(std::uint32_t n, thread_kind kind, float sure) {
    const piece& p = pieces_[n];
    open_thread t;
    t.piece = n;
    t.what.kind = kind;
    t.what.opened = r_.span_of(p.first, p.last);
    t.what.confidence = sure;
    if (p.quote != k_none) {
      const quote& q = s_.quotes[p.quote];
      if (q.speaker) t.what.who.push_back(*q.speaker);
      for (const character_id a : q.addressees)
        if (std::find(t.what.who.begin(), t.what.who.end(), a) == t.what.who.end())
          t.what.who.push_back(a);
    } else {
      for (std::uint32_t i = p.first; i < p.last && t.what.who.empty(); ++i)
        if (r_.who(i) != k_none) t.what.who.push_back({r_.who(i)});
    }
    const auto tells = [&](std::uint32_t s) {
      if (std::find(t.telling.begin(), t.telling.end(), s) == t.telling.end())
        t.telling.push_back(s);
    };
    for (std::uint32_t i = p.first; i < p.last; ++i) {
      if (is_somebody(i)) {
        t.names.push_back(stem_[i]);
        const character_id who{r_.who(i)};
        const bool takes_part =
            std::find(t.what.who.begin(), t.what.who.end(), who) != t.what.who.end();
        if (r_.who(i) != k_none && !takes_part) t.kept_from.push_back(who);
      }
      // Who promises to write keeps it by a letter.
      if (kind == thread_kind::promise && at(i, "write")) tells(letter_);
      if (is_telling(i)) tells(stem_[i]);
    }
    if (p.quote != k_none) t.day = day_of(p);
    threads_.push_back(std::move(t));
  }

  /// A name of the cast, or the title before it: it stands everywhere and tells nothing by itself.
  [[nodiscard]] bool is_somebody(std::uint32_t i) const {
    if (r_.who(i) != k_none) return s_.mentions[r_.mention_at(i)].form == mention_form::prop;
    if (r_.tokens().capital[i] == 0) return false;
    for (std::uint32_t k = i + 1; k < std::min(i + 3, r_.size()); ++k)
      if (r_.who(k) != k_none && r_.mention_start(k) <= i) return true;
    return false;
  }

  /// The weekday that a plan is for.
  [[nodiscard]] std::optional<std::uint8_t> day_of(const piece& p) const {
    const found_time* t = time_in(p, true);
    return t == nullptr ? std::nullopt : t->weekday;
  }

  /// "I'll ask him on Saturday", "we shall visit", "I promise".
  [[nodiscard]] float promises(std::uint32_t i, const piece& p) const {
    if (at(i, "i") && (at(i + 1, "promise") || at(i + 1, "swear") || at(i + 1, "vow")) &&
        !are(i + 2, "you", "i"))
      return 0.75F;
    if (!at(i, "i") && !at(i, "we")) return 0;
    if (!at(i + 1, "'ll") && !at(i + 1, "will") && !at(i + 1, "shall")) return 0;
    std::uint32_t verb = i + 2;
    // "I shall never forget it" promises nothing.
    while (verb < p.last && r_.is_class(verb, wc::adverb) && !at(verb, "never"))
      ++verb;
    if (verb >= p.last || at(verb, "not") || at(verb, "never") || at(verb, "be") ||
        at(verb, "have"))
      return 0;
    // "I will tell you", and what is told follows at once, closes itself.
    const bool deed = r_.is(verb, w::commit);
    if (are(verb, "tell", "you") || are(verb, "think") || are(verb, "say") || are(verb, "trouble"))
      return 0;
    float sure = deed ? 0.35F : 0.2F;
    if (time_in(p, true) != nullptr) sure += 0.35F;
    if (has(p, verb, "until") || has(p, verb, "when") || has(p, verb, "till") ||
        has(p, verb, "soon"))
      sure += 0.3F;
    if (asks_itself(p)) sure = 0;
    return sure;
  }

  [[nodiscard]] bool has(const piece& p, std::uint32_t from, std::string_view word) const {
    for (std::uint32_t i = from; i < p.last; ++i)
      if (at(i, word)) return true;
    return false;
  }

  [[nodiscard]] bool asks_itself(const piece& p) const {
    for (std::uint32_t i = p.first; i < p.last; ++i)
      if (r_.tokens().text_of(s_.text, i).front() == '?') return true;
    return false;
  }

  /// "He will be with you on Thursday", "about to say", "I am to give", "her memorial is on
  /// Saturday".
  [[nodiscard]] float plans(std::uint32_t i, const piece& p) const {
    if (asks_itself(p)) return 0;
    if (at(i, "about") && at(i + 1, "to") && i > p.first &&
        (at(i - 1, "'m") || at(i - 1, "am") || at(i - 1, "are") || at(i - 1, "'re")))
      return 0.6F;
    if ((are(i, "i", "am", "to") || are(i, "we", "are", "to") || are(i, "i", "'m", "to")) &&
        i + 3 < p.last && !at(i + 3, "be"))
      return 0.6F;
    if ((are(i, "i", "'d") || are(i, "i", "would") || are(i, "we", "'d")) && i + 2 < p.last &&
        has(p, i, "until"))
      return 0.6F;
    const bool will = (at(i, "will") || at(i, "'ll") || at(i, "shall")) && i > p.first &&
                      !at(i - 1, "i") && !at(i - 1, "we");
    const bool going = at(i, "going") && at(i + 1, "to") && i > p.first &&
                       (at(i - 1, "'re") || at(i - 1, "'m") || at(i - 1, "are") || at(i - 1, "am"));
    const found_time* t = time_in(p, true);
    if (going && (t != nullptr)) return 0.6F;
    // "by ten" and "in the morning" alone are when things are done every day.
    const bool dated =
        t != nullptr && (t->weekday || t->what.kind == time_kind::date ||
                         t->what.kind == time_kind::feast || (t->days && *t->days > 0));
    if (will && dated) return 0.65F;
    // What is on a day to come needs no verb of its own.
    const bool planned = dated && t->weekday && !t->bound && (at(i, "'s") || at(i, "is")) &&
                         i > p.first &&
                         (at(i - 1, "there") || at(i + 1, "on") || at(i + 1, "coming"));
    return planned ? 0.6F : 0;
  }

  [[nodiscard]] float threatens(std::uint32_t i) const {
    if (are(i, "or", "else") || (are(i, "you", "'ll", "regret")) ||
        are(i, "you", "will", "regret") || are(i, "you", "'ll", "be", "sorry") ||
        are(i, "you", "'ll", "pay") || are(i, "you", "shall", "pay") ||
        are(i, "you", "will", "pay"))
      return 0.7F;
    if (at(i, "i") && (at(i + 1, "'ll") || at(i + 1, "will") || at(i + 1, "shall")) &&
        (at(i + 2, "kill") || at(i + 2, "ruin") || at(i + 2, "destroy") || at(i + 2, "shoot") ||
         at(i + 2, "break")))
      return 0.65F;
    return 0;
  }

  /// "Say nothing to", "don't tell", "not having seen that".
  [[nodiscard]] float keeps(std::uint32_t i, bool said) const {
    if (said && (are(i, "say", "nothing", "to") || are(i, "say", "nothing", "of") ||
                 are(i, "tell", "no", "one") || are(i, "tell", "nobody")))
      return 0.75F;
    if (said && are(i, "not", "having") &&
        (at(i + 2, "seen") || at(i + 2, "heard") || at(i + 2, "been")))
      return 0.65F;
    if (said && (are(i, "do", "n't", "tell") || are(i, "must", "n't", "tell") ||
                 are(i, "must", "not", "know") || are(i, "between", "ourselves") ||
                 are(i, "keep", "it", "secret") || are(i, "keep", "a", "secret") ||
                 are(i, "must", "never", "know") || are(i, "mustn't", "tell")))
      return 0.6F;
    // "nobody is to know", "no one must hear of it"
    if (said && (at(i, "nobody") || are(i, "no", "one"))) {
      const std::uint32_t k = at(i, "nobody") ? i + 1 : i + 2;
      const bool bound = are(k, "is", "to") || at(k, "must") || at(k, "should") || at(k, "may");
      for (std::uint32_t v = k + 1; bound && v < std::min(k + 4, r_.size()); ++v)
        if (at(v, "know") || at(v, "hear") || at(v, "told") || at(v, "see") || at(v, "learn"))
          return 0.7F;
    }
    // "Lavinia has been told that it was rust": told so, which is not how it is.
    if (said &&
        (are(i, "has", "been", "told", "that") || are(i, "have", "been", "told", "that") ||
         are(i, "was", "told", "that")) &&
        i > 0 && r_.who(i - 1) != k_none)
      return 0.6F;
    if (!said && (are(i, "had", "never", "told", "anyone") || are(i, "never", "told", "anybody") ||
                  are(i, "kept", "it", "secret") || are(i, "told", "no", "one") ||
                  are(i, "told", "nobody") || are(i, "sworn", "to", "secrecy")))
      return 0.65F;
    return 0;
  }

  [[nodiscard]] float offers(std::uint32_t i, bool said) const {
    if (at(i, "offered") && !r_.is_negated(i)) {
      // "offered him a chair" is done at once.
      if (!said) return 0.35F;
      return at(i + 1, "me") || at(i + 1, "us") || at(i + 1, "him") || at(i + 1, "her") ? 0.65F
                                                                                        : 0.5F;
    }
    if (at(i, "whenever") && (r_.is_class(i + 1 < r_.size() ? i + 1 : i,
                                          wc::pronoun_i | wc::pronoun_you | wc::nominative)))
      return said && i >= 6 && (has_before(i, "could") || has_before(i, "can")) ? 0.65F : 0.2F;
    if (said && (are(i, "you", "may", "have") || are(i, "is", "yours", "if"))) return 0.5F;
    return 0;
  }

  [[nodiscard]] bool has_before(std::uint32_t i, std::string_view word) const {
    for (std::uint32_t k = i, steps = 0; k-- > 0 && steps < 8; ++steps)
      if (at(k, word)) return true;
    return false;
  }

  /// "no one had ever learned by whom", "nobody knew why", "hadn't corrected it".
  [[nodiscard]] float leaves_open(std::uint32_t i) const {
    const bool nobody = at(i, "nobody") || are(i, "no", "one") || at(i, "none");
    if (!nobody) return 0;
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[i]);
    bool knows = false;
    for (std::uint32_t k = i + 1; k < std::min(end, i + 9); ++k) {
      static constexpr std::array<std::string_view, 12> k_knows{
          "knew",  "known",   "learned", "learnt",    "found",      "discovered",
          "knows", "guessed", "told",    "explained", "understood", "say"};
      knows = knows || is_one_of(k_knows, r_.form(k));
      if (knows && (r_.is_class(k, wc::question_word) || at(k, "whom"))) return 0.7F;
    }
    return 0;
  }

  /// A question that the next turn leaves open.
  [[nodiscard]] float asks(std::uint32_t n) {
    const piece& p = pieces_[n];
    if (!asks_itself(p)) return 0;
    const quote& q = s_.quotes[p.quote];
    if (q.kind == quote_kind::letter) return 0;
    std::uint32_t words = 0;
    for (std::uint32_t i = p.first; i < p.last; ++i)
      words += r_.is_word(i);
    if (words < 3) return 0;
    questions_.push_back(n);
    // What comes next: the rest of the line, the beat behind it, the next turn.
    float open = 0.0F;
    std::uint32_t turns = 0;
    for (std::uint32_t k = n + 1; k < std::min<std::size_t>(pieces_.size(), n + 8) && turns == 0;
         ++k) {
      const piece& x = pieces_[k];
      if (x.quote == p.quote) {
        if (x.first < p.last + 200 && !asks_itself(x)) open -= 0.1F;
        continue;
      }
      if (x.quote == k_none) {
        open += silence(x);
        continue;
      }
      const quote& reply = s_.quotes[x.quote];
      if (reply.speaker && q.speaker && *reply.speaker == *q.speaker) continue;
      ++turns;
      open += dodge(x);
    }
    if (turns == 0) open += 0.1F;
    // Of what is to be done, or of who and why, a reader keeps more than of what is seen.
    float weight = 0.15F;
    for (std::uint32_t i = p.first; i < std::min(p.last, p.first + 4); ++i) {
      if (at(i, "who") || at(i, "why") || at(i, "which")) weight = 0.3F;
      if ((at(i, "would") || at(i, "will") || at(i, "should")) && i <= p.first + 1) weight = 0.3F;
    }
    return open + weight;
  }

  /// "Nobody spoke", "It was out before either of them had expected it".
  [[nodiscard]] float silence(const piece& x) const {
    for (std::uint32_t i = x.first; i < x.last; ++i) {
      if (are(i, "did", "n't", "answer") || are(i, "did", "not", "answer") ||
          are(i, "no", "answer") || are(i, "nobody", "spoke") || are(i, "nobody", "answered") ||
          are(i, "said", "nothing") || are(i, "did", "n't", "say") ||
          are(i, "did", "not", "reply") || at(i, "silence") || at(i, "silent"))
        return 0.4F;
      // "for the third time": nobody has answered it yet
      if (are(i, "for", "the") && i + 3 < x.last && r_.is(i + 2, w::ordinal) && at(i + 3, "time"))
        return 0.4F;
    }
    return 0;
  }

  /// How far the turn `x` is no answer.
  [[nodiscard]] float dodge(const piece& x) const {
    if (asks_itself(x)) return 0.25F;
    std::uint32_t end = x.last;
    for (std::uint32_t i = x.first; i < end; ++i) {
      if (are(i, "do", "n't", "know") || are(i, "do", "not", "know") || are(i, "ask", "me") ||
          are(i, "never", "mind") || are(i, "change", "the", "subject") ||
          are(i, "none", "of", "your") || are(i, "wait", "and", "see") || are(i, "not", "yet"))
        return 0.4F;
    }
    // Broken off, or turned to something else by half: "I think that you--"
    const std::string_view tail = s_.words_of(r_.span_of(x.first, x.last));
    if (tail.find("\xE2\x80\x94") != std::string_view::npos || tail.ends_with("--")) return 0.2F;
    return r_.is_class(x.first, wc::interjection) ? -0.2F : 0.0F;
  }

  /// "Did you eat?" at the start and at the end: a question that comes back is one to keep.
  void recurring() {
    std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> by_words;
    for (const std::uint32_t n : questions_) {
      std::vector<std::uint32_t> words;
      for (std::uint32_t i = pieces_[n].first; i < pieces_[n].last; ++i)
        if (r_.is_word(i)) words.push_back(r_.tokens().word[i]);
      if (words.size() <= 8) by_words[std::move(words)].push_back(n);
    }
    for (const auto& [words, asked] : by_words) {
      if (asked.size() < 2) continue;
      const std::uint32_t a = r_.tokens().paragraph[pieces_[asked.front()].first];
      const std::uint32_t b = r_.tokens().paragraph[pieces_[asked.back()].first];
      if (b - a < 20 || !any_content(asked.front())) continue;
      const auto known = std::find_if(threads_.begin(), threads_.end(), [&](const open_thread& t) {
        return t.piece == asked.front();
      });
      const auto at = static_cast<std::size_t>(known - threads_.begin());
      if (at == threads_.size()) add(asked.front(), thread_kind::question, 0.65F);
      open_thread& t = threads_[at];
      t.what.confidence = std::max(t.what.confidence, 0.65F);
      for (std::size_t k = 1; k < asked.size() && k <= k_touches; ++k) {
        const piece& x = pieces_[asked[k]];
        t.what.touched.push_back(r_.span_of(x.first, x.last));
      }
    }
  }

  [[nodiscard]] bool any_content(std::uint32_t n) const {
    for (std::uint32_t i = pieces_[n].first; i < pieces_[n].last; ++i)
      if (r_.is_word(i) && !r_.is(i, w::dull) && !r_.is_class(i, wc::function_word)) return true;
    return false;
  }

  /// Later sentences that have two telling words of a thread touch it; told as done, they close it.
  void follow() {
    std::stable_sort(threads_.begin(), threads_.end(),
                     [](const open_thread& a, const open_thread& b) { return a.piece < b.piece; });
    std::map<std::uint32_t, std::vector<std::uint32_t>> waiting;  // stem -> threads
    std::size_t next = 0;
    std::map<std::uint32_t, hit_count> hits;
    for (std::uint32_t n = 0; n < pieces_.size(); ++n) {
      const piece& p = pieces_[n];
      hits.clear();
      std::vector<std::uint32_t> counted;
      for (std::uint32_t i = p.first; i < p.last; ++i) {
        const std::uint32_t s = stem_[i];
        const auto found = waiting.find(s);
        if (found == waiting.end() || std::find(counted.begin(), counted.end(), s) != counted.end())
          continue;
        counted.push_back(s);
        for (const std::uint32_t t : found->second) {
          const auto& names = threads_[t].names;
          ++hits[t].all;
          if (std::find(names.begin(), names.end(), s) == names.end()) ++hits[t].things;
        }
      }
      for (const auto& [t, count] : hits)
        touch(threads_[t], n, count);
      reach_day(n, next);
      while (next < threads_.size() && threads_[next].piece == n) {
        if (threads_[next].what.confidence >= k_least) {
          for (const std::uint32_t s : threads_[next].telling) {
            std::vector<std::uint32_t>& held = waiting[s];
            if (held.size() >= k_held) held.erase(held.begin());
            held.push_back(static_cast<std::uint32_t>(next));
          }
        }
        ++next;
      }
    }
  }

  /// Telling words of a thread in one piece.
  struct hit_count {
    std::uint32_t all = 0;
    std::uint32_t things = 0;  ///< that name nobody
  };

  /// "Her memorial is on Saturday": closed where the narration comes to that day.
  void reach_day(std::uint32_t n, std::size_t opened) {
    const piece& p = pieces_[n];
    if (p.quote != k_none) return;
    const found_time* t = time_in(p, true);
    if (t == nullptr || !t->weekday || t->bound || !done_in(p)) return;
    const std::uint32_t here = r_.tokens().paragraph[p.first];
    for (std::size_t k = opened; k-- > 0 && opened - k <= k_held;) {
      open_thread& x = threads_[k];
      if (x.what.closed || x.what.kind != thread_kind::plan || x.day != t->weekday) continue;
      const std::uint32_t there = r_.tokens().paragraph[pieces_[x.piece].first];
      if (here > there + k_far) x.what.closed = r_.span_of(p.first, p.last);
    }
  }

  /// Whether who says piece `p` may answer `t`: took part in its opening, and did not ask.
  [[nodiscard]] bool may_answer(const open_thread& t, const piece& p) const {
    const quote& q = s_.quotes[p.quote];
    const auto& who = t.what.who;
    if (who.empty() || !q.speaker) return true;
    if (t.what.kind == thread_kind::question && who.front() == *q.speaker) return false;
    return std::find(who.begin(), who.end(), *q.speaker) != who.end();
  }

  /// Whether the one from whom it was kept speaks of it.
  [[nodiscard]] bool is_out(const open_thread& t, const piece& p) const {
    if (t.what.kind != thread_kind::secret || p.quote == k_none || asks_itself(p)) return false;
    const quote& q = s_.quotes[p.quote];
    return q.speaker &&
           std::find(t.kept_from.begin(), t.kept_from.end(), *q.speaker) != t.kept_from.end();
  }

  void touch(open_thread& t, std::uint32_t n, const hit_count& hits) {
    if (t.what.closed || n <= t.piece + 1) return;
    const std::uint32_t needed = t.telling.size() <= 1 ? 1 : 2;
    const piece& p = pieces_[n];
    const bool out = hits.things > 0 && is_out(t, p);
    const std::uint32_t count = hits.all;
    if (count < needed && !out) return;
    const byte_range where = r_.span_of(p.first, p.last);
    const bool answered =
        t.what.kind == thread_kind::question || t.what.kind == thread_kind::secret;
    const bool far =
        r_.tokens().paragraph[p.first] > r_.tokens().paragraph[pieces_[t.piece].first] + k_far;
    const bool done =
        p.quote == k_none ? done_in(p) : answered && far && !asks_itself(p) && may_answer(t, p);
    // What was seen and not told is not out because something else is seen.
    const bool one_is_enough = t.telling.size() == 1 && t.what.kind != thread_kind::secret &&
                               count_[t.telling.front()] <= k_rarest;
    const bool enough = hits.things > 0 && (count >= 2 || one_is_enough);
    if (far && ((done && enough) || out)) {
      t.what.closed = where;
    } else if (t.what.touched.size() < k_touches &&
               std::find(t.what.touched.begin(), t.what.touched.end(), where) ==
                   t.what.touched.end()) {
      t.what.touched.push_back(where);
    }
  }

  /// Whether the narration tells of something that happens or has happened.
  [[nodiscard]] bool done_in(const piece& p) const {
    for (std::uint32_t i = p.first; i < p.last; ++i)
      if (at(i, "not") || at(i, "n't") || at(i, "would") || at(i, "if")) return false;
    return true;
  }

  const reading& r_;
  const story& s_;
  const std::vector<found_time>& times_;
  std::vector<std::uint32_t> stem_;   ///< of each token
  std::vector<std::uint32_t> count_;  ///< of each stem
  std::uint32_t letter_ = 0;          ///< the stem of "letter"
  std::vector<piece> pieces_;
  std::vector<std::uint32_t> questions_;
  std::vector<open_thread> threads_;
};

}  // namespace

std::vector<thread> find_threads(const reading& r, const std::vector<found_time>& times) {
  return thread_finder(r, times).run();
}

}  // namespace fabula::plot
