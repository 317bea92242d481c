#include "plot/threads.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "plot/thread_ends.hpp"

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
constexpr std::uint32_t k_novel = 20000;  ///< tokens; of longer texts a reader keeps less in mind
constexpr float k_asked = 0.6F;           ///< of a novel's questions half at most are kept in mind
constexpr float k_surest = 0.85F;
constexpr float k_forgotten = 0.15F;  ///< what is never touched again is less of a thread

/// What nobody can be held to: "I shall never forget", "I shall hope".
constexpr std::array<std::string_view, 23> k_no_deed{
    "hope",    "wish",  "like", "love",  "forget",  "feel",  "think", "know",
    "suppose", "want",  "die",  "dream", "sleep",   "need",  "miss",  "regret",
    "believe", "enjoy", "dare", "admit", "venture", "trust", "hear"};

/// Verbs by which the narration tells of a promise or a plan: "promised to write".
constexpr std::array<std::string_view, 7> k_undertakes{"promise", "agree", "consent", "undertake",
                                                       "resolve", "vow",   "arrange"};

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
  std::optional<std::int32_t> due;      ///< the story's day that it is for
  std::uint32_t deed_from = 0;          ///< token from which its deed is told; 0: nowhere
  std::optional<std::uint16_t> minute;  ///< and the hour
  std::string value;                    ///< "--12-25"
  std::string part;                     ///< "evening"
  std::optional<std::int32_t> days;     ///< from the day of its opening on
  bool dated = false;                   ///< for any time, known or not
  bool slight = false;                  ///< worth a word only if it is done in the end
};

class thread_finder {
 public:
  explicit thread_finder(const thread_input& in)
      : r_(in.text), s_(r_.of()), times_(in.times), in_(in) {
    if (r_.has_trees()) deeds_.emplace(r_);
  }

  [[nodiscard]] std::vector<thread> run() {
    number_stems();
    cut_pieces();
    for (std::uint32_t p = 0; p < pieces_.size(); ++p)
      open(p);
    recurring();
    follow();
    if (deeds_) {
      end();
      if (is_novel()) forget();
    }
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
      // "a Sunday suit" is worn on any day.
      if (deeds_ && s_.tokens[t->last - 1].relation == relation_named("compound") &&
          !r_.is(s_.tokens[t->last - 1].head.value, w::day_part))
        continue;
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
    std::uint32_t from = p.first;
    const found_time* when = nullptr;
    const auto take = [&](thread_kind k, float sure) {
      if (kind && kind->second >= sure) return;
      kind = {{k, sure}};
      from = now_;
      when = when_;
    };
    for (std::uint32_t i = p.first; i < p.last; ++i) {
      now_ = i;
      when_ = nullptr;
      if (const float f = undertakes(i, p); f > 0)
        take(at(i, "promised") || at(i, "promise") ? thread_kind::promise : thread_kind::plan, f);
      if (const float f = is_to(i, p); f > 0) take(thread_kind::plan, f);
      if (const float f = invites(i, p); f > 0) take(thread_kind::offer, f);
      if (const float f = betroths(i, p); f > 0) take(thread_kind::plan, f);
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
    const bool sure = kind && kind->second >= k_least;
    const std::uint32_t slight = sure || !deeds_ || !is_novel() ? k_none : intends(p);
    if (slight != k_none) {
      kind = {{said ? thread_kind::promise : thread_kind::plan, k_least}};
      from = slight;
    }
    if (!kind) return;
    add(n, kind->first, kind->second);
    open_thread& t = threads_.back();
    t.deed_from = from;
    t.slight = slight != k_none;
    if (!deeds_) return;
    // Of "I'll mend it on Saturday, as it rained on Friday" the day is Saturday.
    const std::uint32_t verb = deed_of(t);
    const found_time* x = when != nullptr || verb == k_none ? when : timed(p, verb);
    if (x == nullptr) return;
    t.dated = true;
    t.due = x->what.day;
    t.days = x->days;
    t.day = x->weekday;
    t.value = x->what.value;
    t.part = x->part;
    if (x->what.kind == time_kind::clock) t.minute = x->minute;
    if (is_novel() && repeats(t)) t.what.confidence = 0;
  }

  /// "You will laugh tomorrow", "you'll see her on Sunday": what happens to somebody.
  [[nodiscard]] bool foretells(std::uint32_t i, std::uint32_t verb) const {
    static constexpr std::array<std::string_view, 14> k_happens{
        "wake", "laugh", "see", "find",  "have",     "be",         "feel",
        "know", "hear",  "get", "think", "remember", "understand", "look"};
    if (lemma(verb) == "rain" || lemma(verb) == "snow") return true;
    if (at(i + 1, "have") && verb > i + 1) return true;  // "it will have passed away by Monday"
    return at(i - 1, "you") && is_one_of(k_happens, lemma(verb));
  }

  /// "He was to leave on Monday", "they were to dine there the next day".
  [[nodiscard]] float is_to(std::uint32_t i, const piece& p) {
    if (!deeds_ || p.quote != k_none || i + 2 >= p.last || i == p.first) return 0;
    if (!(at(i, "was") || at(i, "were")) || !at(i + 1, "to") || !is_own(i, p)) return 0;
    const std::uint32_t verb = i + 2;
    if (!deeds_->is_verb(verb) || r_.subject_of(verb) == k_none) return 0;
    const found_time* t = timed(p, verb);
    return t != nullptr && (t->weekday || (t->days && *t->days > 0)) ? 0.6F : 0;
  }

  /// "Ruth was engaged to Piet", "her engagement to Piet": of each two once.
  [[nodiscard]] float betroths(std::uint32_t i, const piece& p) {
    if (!deeds_ || (!at(i, "engaged") && !at(i, "engagement")) || r_.is_negated(i)) return 0;
    if (!at(i + 1, "to") && !at(i + 1, "with")) return 0;
    const std::uint32_t who = at(i, "engaged")                              ? subject_or_own(i)
                              : i > 0 && r_.is_class(i - 1, wc::possessive) ? r_.who(i - 1)
                                                                            : k_none;
    if (who == k_none || (at(i, "engaged") && at(i + 1, "with"))) return 0;
    for (std::uint32_t k = i + 2; k < std::min(p.last, i + 6); ++k) {
      const std::uint32_t other = r_.who(k);
      if (other == k_none || r_.mention_start(k) != i + 2) continue;
      if (other == who || r_.is_class(k, wc::possessive)) return 0;
      const auto two = std::minmax(who, other);
      return betrothed_.insert({two.first, two.second}).second ? 0.65F : 0;
    }
    return 0;
  }

  /// The subject of "is engaged", be it told as a state or as done to somebody.
  [[nodiscard]] std::uint32_t subject_or_own(std::uint32_t i) const {
    if (const std::uint32_t who = r_.subject_of(i); who != k_none) return who;
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 5;)
      if (s_.tokens[k].head.value == i && s_.tokens[k].relation == relation_named("nsubj:pass"))
        return r_.who(k);
    return k_none;
  }

  /// "Ruth invited Piet to stay at the mill".
  [[nodiscard]] float invites(std::uint32_t i, const piece& p) const {
    if (!deeds_ || p.quote != k_none || !at(i, "invited") || r_.is_negated(i) || r_.is_remote(i))
      return 0;
    if (!deeds_->is_verb(i) || r_.subject_of(i) == k_none) return 0;
    if (deeds_->read(i).people.empty()) return 0;
    // "A look invited her to follow" is no invitation.
    static constexpr std::array<std::string_view, 12> k_for{"dine",  "dinner", "stay",     "visit",
                                                            "spend", "come",   "supper",   "tea",
                                                            "pass",  "join",   "luncheon", "ball"};
    for (std::uint32_t k = i + 1; k < std::min(p.last, i + 9); ++k)
      if (is_one_of(k_for, r_.form(k))) return 0.6F;
    return 0;
  }

  /// "I shall sell the boat", "she meant to sell it": the token behind which it is told.
  [[nodiscard]] std::uint32_t intends(const piece& p) const {
    if (p.quote != k_none && asks_itself(p)) return k_none;
    for (std::uint32_t i = p.first; i + 2 < p.last; ++i) {
      const bool will = p.quote != k_none && (at(i, "i") || at(i, "we")) &&
                        (at(i + 1, "'ll") || at(i + 1, "will") || at(i + 1, "shall"));
      const bool means = !will && deeds_->is_verb(i) &&
                         (lemma(i) == "mean" || lemma(i) == "intend" || lemma(i) == "resolve" ||
                          lemma(i) == "determine" || lemma(i) == "propose" || lemma(i) == "plan" ||
                          lemma(i) == "agree" || lemma(i) == "consent") &&
                         at(i + 1, "to") && !r_.is_negated(i) && r_.subject_of(i) != k_none;
      if (!will && !means) continue;
      const std::uint32_t verb = deeds_->led_to(i + (will ? 2 : 1), p.last);
      if (verb == k_none || verb > i + 6 || r_.is_negated(verb) || says_more(verb) ||
          says_more(i) || is_one_of(k_no_deed, lemma(verb)))
        continue;
      const deed d = deeds_->read(verb);
      if (d.people.empty() && d.things.empty()) continue;
      return i;
    }
    return k_none;
  }

  /// "I will call at ten", and in the same breath "I will arrive at ten".
  [[nodiscard]] bool repeats(const open_thread& t) const {
    if (threads_.size() < 2 || !t.dated) return false;
    const open_thread& u = threads_[threads_.size() - 2];
    return pieces_[u.piece].quote == pieces_[t.piece].quote && pieces_[t.piece].quote != k_none &&
           u.what.kind == t.what.kind && u.dated && u.due == t.due && u.minute == t.minute;
  }

  /// The verb of what is to be done; `k_none` where there is none.
  [[nodiscard]] std::uint32_t deed_of(const open_thread& t) const {
    const piece& p = pieces_[t.piece];
    const std::uint32_t from = undertaken(t.deed_from) ? t.deed_from + 1 : t.deed_from;
    const std::uint32_t first = std::max(from, p.first);
    // "I promise you that the day he comes I will *send* it"
    const bool vows = at(first, "i") &&
                      (at(first + 1, "promise") || at(first + 1, "swear") || at(first + 1, "vow"));
    for (std::uint32_t i = first + 2; vows && i < p.last; ++i)
      if (at(i, "will") || at(i, "shall") || at(i, "'ll"))
        return deeds_->led_to(governor(i, i + 1), p.last);
    return deeds_->led_to(vows ? first + 2 : first, p.last);
  }

  void add(std::uint32_t n, thread_kind kind, float sure) {
    const piece& p = pieces_[n];
    open_thread t;
    t.piece = n;
    t.what.kind = kind;
    t.what.opened = r_.span_of(p.first, p.last);
    t.what.confidence = std::min(sure, k_surest);
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
  [[nodiscard]] float promises(std::uint32_t i, const piece& p) {
    if (at(i, "i") && at(i + 1, "promise") && !are(i + 2, "you", "i")) return 0.75F;
    // "He is a scoundrel, I swear" says how true it is, "I swear that I shall" binds.
    if (at(i, "i") && (at(i + 1, "swear") || at(i + 1, "vow")) &&
        ((at(i + 2, "to") && (!deeds_ || deeds_->led_to(i + 3, i + 4) != k_none)) ||
         has(p, i, "will") || has(p, i, "shall") || has(p, i, "'ll")))
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
    const std::uint32_t main = governor(i + 1, verb);
    if (deeds_ && (is_one_of(k_no_deed, lemma(main)) || says_more(main))) return 0;
    float sure = deed ? 0.35F : 0.2F;
    if (timed(p, main) != nullptr) sure += 0.35F;
    if (has(p, verb, "until") || has(p, verb, "when") || has(p, verb, "till") ||
        has(p, verb, "soon"))
      sure += 0.3F;
    if (asks_itself(p)) sure = 0;
    return sure;
  }

  [[nodiscard]] bool is_novel() const { return r_.size() > k_novel; }

  [[nodiscard]] std::string_view lemma(std::uint32_t i) const {
    return s_.lemmas[s_.tokens[i].lemma.value];
  }

  /// The verb that "will" at `i` helps; `otherwise` where no tree tells it.
  [[nodiscard]] std::uint32_t governor(std::uint32_t i, std::uint32_t otherwise) const {
    if (!deeds_) return otherwise;
    const token& t = s_.tokens[i];
    return t.relation == relation_named("aux") && t.head.value > i ? t.head.value : otherwise;
  }

  /// "a man whom I shall meet tomorrow": told of the man, not promised.
  [[nodiscard]] bool says_more(std::uint32_t verb) const {
    const relation rel = s_.tokens[verb].relation;
    return rel == relation_named("acl:relcl") || rel == relation_named("acl");
  }

  /// The time to come that `verb` is told with: of "He will be sorry that you left on Tuesday"
  /// none.
  [[nodiscard]] const found_time* timed(const piece& p, std::uint32_t verb) {
    const found_time* t = time_in(p, true);
    if (t == nullptr || !deeds_) return t;
    for (std::uint32_t k = t->first; k < t->last; ++k)
      if (belongs_to(k, verb)) return when_ = t;
    return nullptr;
  }

  /// Whether `i` hangs on `verb` and on nothing that is past or only says more of somebody.
  [[nodiscard]] bool belongs_to(std::uint32_t i, std::uint32_t verb) const {
    constexpr int k_up = 8;
    for (int step = 0; step < k_up; ++step) {
      if (i == verb) return true;
      const token& t = s_.tokens[i];
      if (t.head.value == i || says_more(i) || t.xpos == penn_tag_named("VBD")) return false;
      i = t.head.value;
    }
    return false;
  }

  /// "Ruth promised to mend it", "they agreed to meet", "it was settled that he should go".
  [[nodiscard]] float undertakes(std::uint32_t i, const piece& p) {
    if (!deeds_ || !deeds_->is_verb(i) || r_.is_negated(i)) return 0;
    if (i > p.first && at(i - 1, "without")) return 0;
    if (p.quote != k_none && asks_itself(p)) return 0;
    const std::string_view l = lemma(i);
    const bool settled = (l == "settle" || l == "agree" || l == "arrange") && i >= 2 &&
                         at(i - 1, "was") && at(i - 2, "it") && at(i + 1, "that");
    const bool does = is_one_of(k_undertakes, l) && r_.subject_of(i) != k_none &&
                      s_.tokens[i].xpos != penn_tag_named("VB");
    if (!settled && !does) return 0;
    const std::uint32_t verb = deeds_->led_to(i + 1, p.last);
    if (verb == k_none) return 0;
    const relation rel = s_.tokens[verb].relation;
    if (settled) return rel == relation_named("ccomp") || rel == relation_named("csubj") ? 0.6F : 0;
    const bool bound = rel == relation_named("xcomp") && s_.tokens[verb].head.value == i;
    if (!bound || is_one_of(k_no_deed, lemma(verb)) || lemma(verb) == "be") return 0;
    if (!deeds_->read(i).done) return 0;
    // What two agree to do they do, mostly, before the page is turned.
    const bool promised = l == "promise" || l == "undertake" || l == "vow";
    return promised || timed(p, verb) != nullptr ? 0.6F : 0;
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
  [[nodiscard]] float plans(std::uint32_t i, const piece& p) {
    if (asks_itself(p)) return 0;
    if (at(i, "about") && at(i + 1, "to") && i > p.first &&
        (at(i - 1, "'m") || at(i - 1, "am") || at(i - 1, "are") || at(i - 1, "'re")) &&
        (!deeds_ || !is_novel() || is_own(i - 1, p)))
      return 0.6F;
    if ((are(i, "i", "am", "to") || are(i, "we", "are", "to") || are(i, "i", "'m", "to")) &&
        i + 3 < p.last && !at(i + 3, "be") && (!deeds_ || (deeds_->is_verb(i + 3) && is_own(i, p))))
      return 0.6F;
    if ((are(i, "i", "'d") || are(i, "i", "would") || are(i, "we", "'d")) && i + 2 < p.last &&
        has(p, i, "until"))
      return 0.6F;
    const bool will = (at(i, "will") || at(i, "'ll") || at(i, "shall")) && i > p.first &&
                      !at(i - 1, "i") && !at(i - 1, "we");
    const bool going = at(i, "going") && at(i + 1, "to") && i > p.first &&
                       (at(i - 1, "'re") || at(i - 1, "'m") || at(i - 1, "are") || at(i - 1, "am"));
    const std::uint32_t main = will || going ? governor(i, going ? i : i + 1) : i;
    const found_time* t = will || going ? timed(p, main) : time_in(p, true);
    if (will && deeds_ && (says_more(main) || foretells(i, main))) return 0;
    if (going && (t != nullptr)) return 0.6F;
    // "by ten" and "in the morning" alone are when things are done every day.
    const bool dated =
        t != nullptr && (t->weekday || t->what.kind == time_kind::date ||
                         t->what.kind == time_kind::feast || (t->days && *t->days > 0));
    if (will && dated) return 0.65F;
    // What is on a day to come needs no verb of its own.
    const bool near = t != nullptr && t->first > i && t->first <= i + 12 &&
                      !(t->first > 0 && at(t->first - 1, "a"));
    const bool planned = dated && t->weekday && !t->bound && (near || !deeds_) &&
                         (at(i, "'s") || at(i, "is")) && i > p.first &&
                         (at(i - 1, "there") || at(i + 1, "on") || at(i + 1, "coming"));
    return planned ? 0.6F : 0;
  }

  /// Not "what we are to talk of next", "all that I am to know".
  [[nodiscard]] bool is_own(std::uint32_t i, const piece& p) const {
    for (std::uint32_t k = i; k-- > p.first && i - k <= 3;) {
      // "pleased I am to see you"
      if (k + 1 == i && s_.tokens[k].upos == universal_tag::adj) return false;
      if (r_.is_class(k, wc::question_word) || at(k, "that") || at(k, "whom") || at(k, "all") ||
          at(k, "if"))
        return false;
      if (!r_.is_word(k)) return true;
    }
    return true;
  }

  /// Whether what is done from `i` on is done to somebody: "I'll break *you*", and not her word.
  [[nodiscard]] bool to_somebody(std::uint32_t i) const {
    while (i < r_.size() && at(i, "_"))
      ++i;
    if (i >= r_.size() || !r_.is_word(i)) return true;
    return at(i, "you") || at(i, "him") || at(i, "her") || at(i, "them") || at(i, "your") ||
           at(i, "his") || (r_.who(i) != k_none && !r_.is_class(i, wc::pronoun_i | wc::possessive));
  }

  /// "Go, or else!", "or else I'll call him": what follows is left to be feared.
  [[nodiscard]] bool is_or_else(std::uint32_t i) const {
    if (!are(i, "or", "else")) return false;
    for (std::uint32_t k = i, n = 0; k-- > 0 && n < 30; ++n)
      if (at(k, "either")) return false;
    return i + 2 >= r_.size() || (!r_.is_word(i + 2) && !at(i + 2, ",")) || at(i + 3, "'ll") ||
           at(i + 3, "will") || at(i + 3, "shall");
  }

  [[nodiscard]] float threatens(std::uint32_t i) const {
    // "You'll pay for this", not "you will pay the bill".
    const bool pays =
        (are(i, "you", "'ll", "pay") || are(i, "you", "shall", "pay") ||
         are(i, "you", "will", "pay")) &&
        (i + 3 >= r_.size() || !r_.is_word(i + 3) || at(i + 3, "for") || at(i + 3, "dearly"));
    if (is_or_else(i) || pays || (are(i, "you", "'ll", "regret")) ||
        are(i, "you", "will", "regret") || are(i, "you", "'ll", "be", "sorry"))
      return 0.7F;
    if (at(i, "i") && (at(i + 1, "'ll") || at(i + 1, "will") || at(i + 1, "shall")) &&
        (at(i + 2, "kill") || at(i + 2, "ruin") || at(i + 2, "destroy") || at(i + 2, "shoot") ||
         at(i + 2, "break")) &&
        to_somebody(i + 3))
      return 0.65F;
    return 0;
  }

  /// "Say nothing to", "don't tell", "not having seen that".
  [[nodiscard]] float keeps(std::uint32_t i, bool said) const {
    // "I say nothing to that" is an answer.
    if (said && !is_bare_infinitive(i) && (i == 0 || !at(i - 1, "i")) &&
        (are(i, "say", "nothing", "to") || are(i, "say", "nothing", "of") ||
         are(i, "tell", "no", "one") || are(i, "tell", "nobody")))
      return 0.75F;
    if (said && are(i, "not", "having") &&
        (at(i + 2, "seen") || at(i + 2, "heard") || at(i + 2, "been")))
      return 0.65F;
    // "Don't tell me that" is disbelief.
    if (said && ((are(i, "do", "n't", "tell") && !at(i + 3, "me")) ||
                 are(i, "must", "n't", "tell") || are(i, "must", "not", "know") ||
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
        i > 0 && r_.who(i - 1) != k_none && !r_.is_class(i - 1, wc::pronoun_i | wc::pronoun_you))
      return 0.6F;
    if (!said && (are(i, "had", "never", "told", "anyone") || are(i, "never", "told", "anybody") ||
                  are(i, "kept", "it", "secret") || are(i, "told", "no", "one") ||
                  are(i, "told", "nobody") || are(i, "sworn", "to", "secrecy")))
      return 0.65F;
    return 0;
  }

  /// "to take good from all and say nothing of the bad": asked of nobody; "to say nothing of" is a
  /// turn of phrase.
  [[nodiscard]] bool is_bare_infinitive(std::uint32_t i) const {
    if (i == 0) return false;
    if (at(i - 1, "to")) {
      static constexpr std::array<std::string_view, 6> k_asks{"beg", "ask",     "you",
                                                              "him", "promise", "her"};
      for (std::uint32_t k = i - 1, n = 0; k-- > 0 && n < 4; ++n)
        if (is_one_of(k_asks, r_.form(k))) return false;
      return true;
    }
    if (!deeds_ || !at(i - 1, "and")) return false;
    const std::uint32_t above = s_.tokens[i].head.value;
    return above < i && above > 0 && at(above - 1, "to");
  }

  [[nodiscard]] float offers(std::uint32_t i, bool said) const {
    // "that it should be offered", "the resistance offered by the lock"
    if (deeds_ && at(i, "offered") && (!deeds_->is_verb(i) || (i > 0 && at(i - 1, "be")))) return 0;
    if (at(i, "offered") && !r_.is_negated(i)) {
      // "offered him a chair" is done at once.
      // In a novel who says "he offered me" tells of what has been decided long ago.
      const bool now = has_before(i, "has") || has_before(i, "have") || has_before(i, "'ve");
      if (!said || (is_novel() && deeds_ && (!now || r_.subject_of(i) == k_none))) return 0.35F;
      return at(i + 1, "me") || at(i + 1, "us") || at(i + 1, "him") || at(i + 1, "her") ? 0.65F
                                                                                        : 0.5F;
    }
    if (at(i, "whenever") && (r_.is_class(i + 1 < r_.size() ? i + 1 : i,
                                          wc::pronoun_i | wc::pronoun_you | wc::nominative)))
      return said && i >= 6 && (has_before(i, "could") || has_before(i, "can")) ? 0.65F : 0.2F;
    if (said && are(i, "is", "yours", "if")) return 0.5F;
    // "You may have my boat", not "You may have seen it".
    if (said && are(i, "you", "may", "have") &&
        r_.is_class(i + 3 < r_.size() ? i + 3 : i, wc::possessive | wc::article))
      return 0.5F;
    return 0;
  }

  [[nodiscard]] bool has_before(std::uint32_t i, std::string_view word) const {
    for (std::uint32_t k = i, steps = 0; k-- > 0 && steps < 8; ++steps)
      if (at(k, word)) return true;
    return false;
  }

  /// "no one had ever learned by whom", "nobody knew why", "hadn't corrected it".
  [[nodiscard]] float leaves_open(std::uint32_t i) const {
    if (i > 0 && at(i - 1, "from")) return 0;  // "who came from nobody knew where"
    const bool nobody = at(i, "nobody") || are(i, "no", "one") || at(i, "none");
    if (!nobody) return 0;
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[i]);
    bool knows = false;
    for (std::uint32_t k = i + 1; k < std::min(end, i + 9); ++k) {
      static constexpr std::array<std::string_view, 12> k_knows{
          "knew",  "known",   "learned", "learnt",    "found",      "discovered",
          "knows", "guessed", "told",    "explained", "understood", "say"};
      knows = knows || is_one_of(k_knows, r_.form(k));
      // "Nobody knew how to mend it" keeps nothing open.
      if (knows && (r_.is_class(k, wc::question_word) || at(k, "whom")) && !at(k + 1, "to"))
        return 0.7F;
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
    if (words < 3 || (deeds_ && is_novel() && words < 4)) return 0;
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
    if (deeds_ && is_novel())
      return open >= 0.25F && asks_of_others(p) ? std::min(open + weight, k_asked) : 0.0F;
    return open + weight;
  }

  /// A question that outlives its talk: who, why, how of somebody who is not spoken to.
  [[nodiscard]] bool asks_of_others(const piece& p) const {
    bool asked = false;
    bool about = false;
    const quote& q = s_.quotes[p.quote];
    for (std::uint32_t i = p.first; i < p.last; ++i) {
      asked = asked || (i < p.first + 3 && (at(i, "who") || at(i, "why") || at(i, "where") ||
                                            at(i, "how") || at(i, "what") || at(i, "which")));
      if (r_.is_class(i, wc::pronoun_you | wc::pronoun_i)) return false;
      // "Why should he?", "How about the rain?"
      if (at(i, "should") || at(i, "need") || at(i, "about") || at(i, "say") || at(i, "think") ||
          at(i, "matter"))
        return false;
      const std::uint32_t who = r_.who(i);
      const bool party = who == k_none || (q.speaker && q.speaker->value == who) ||
                         std::find(q.addressees.begin(), q.addressees.end(), character_id{who}) !=
                             q.addressees.end();
      about = about || !party || is_telling(i);
    }
    return asked && about;
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
      // "What do you mean?" comes back in every novel.
      if (is_novel() && !tells_itself(asked.front())) continue;
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

  [[nodiscard]] bool tells_itself(std::uint32_t n) const {
    const piece& p = pieces_[n];
    bool telling = false;
    std::uint32_t words = 0;
    for (std::uint32_t i = p.first; i < p.last; ++i) {
      words += r_.is_word(i);
      telling = telling || is_telling(i);
      if (r_.is_class(i, wc::pronoun_i | wc::pronoun_you)) return false;
    }
    return telling && words >= 4;
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
          if (count_[s] <= k_rare) ++hits[t].rare;
          if (std::find(names.begin(), names.end(), s) == names.end()) ++hits[t].things;
        }
      }
      for (const auto& [t, count] : hits)
        touch(threads_[t], n, count);
      reach_day(n, next);
      while (next < threads_.size() && threads_[next].piece == n) {
        if (threads_[next].what.confidence >= k_least && !threads_[next].slight) {
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
    std::uint32_t rare = 0;
  };

  /// "Her memorial is on Saturday": closed where the narration comes to that day.
  void reach_day(std::uint32_t n, std::size_t opened) {
    const piece& p = pieces_[n];
    if (p.quote != k_none || (deeds_ && is_novel())) return;
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
    // In a novel two words that are not rare meet by chance.
    if (deeds_ && is_novel() && !out && (hits.things < needed || hits.rare == 0)) return;
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
    const bool enough = hits.things > 0 && (count >= 2 || one_is_enough) && !(deeds_ && is_novel());
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

  /// What each thread waits for, and whether it comes.
  void end() {
    accept_ = deeds_->kind_named("accept");
    come_ = deeds_->kind_named("come");
    marry_ = deeds_->kind_named("marry");
    tell_ = deeds_->kind_named("tell");
    std::vector<expected> wanted;
    wanted.reserve(threads_.size());
    for (const open_thread& t : threads_)
      wanted.push_back(wanted_of(t));
    const std::vector<ending> ends = find_endings(*deeds_, in_, wanted);
    // What is only meant to be done is a thread where the book comes back to it.
    for (std::size_t k = 0; k < threads_.size(); ++k)
      if (threads_[k].slight && !ends[k].by_deed) threads_[k].what.confidence = 0;
    for (std::size_t k = 0; k < threads_.size(); ++k) {
      thread& t = threads_[k].what;
      // "I'll shut the door", and it is shut: nobody waits for it.
      const bool done_soon = t.kind == thread_kind::promise || t.kind == thread_kind::plan ||
                             t.kind == thread_kind::threat;
      if (ends[k].at_once && !ends[k].where && done_soon) t.confidence = 0;
      if (ends[k].where && (!t.closed || *ends[k].where < *t.closed)) t.closed = ends[k].where;
      if (t.closed)
        std::erase_if(t.touched, [&](const byte_range& x) { return x.start >= t.closed->start; });
    }
  }

  [[nodiscard]] expected wanted_of(const open_thread& t) const {
    const piece& p = pieces_[t.piece];
    expected x;
    x.what = t.what.kind;
    x.last = p.last;
    x.slight = t.slight;
    const bool dated = x.what == thread_kind::promise || x.what == thread_kind::plan;
    if (dated) x.due = t.due;
    if (dated) x.minute = t.minute;
    if (dated) x.days = t.days;
    if (dated) x.weekday = t.dated ? t.day : std::nullopt;
    x.dated = dated && t.dated;
    if (x.dated) x.value = t.value;
    if (x.dated) x.part = t.part;
    if (at(t.deed_from, "engaged") || at(t.deed_from, "engagement"))
      return wedding_of(t, std::move(x));
    if (x.what == thread_kind::offer) {
      // "Ruth invited Piet": it is his to take.
      for (std::uint32_t i = p.first; i < p.last; ++i)
        if (r_.who(i) != k_none && (p.quote != k_none || r_.who(i) != r_.subject_of(t.deed_from)))
          x.who.push_back(r_.who(i));
      for (std::size_t k = 1; p.quote != k_none && k < t.what.who.size(); ++k)
        x.who.push_back(t.what.who[k].value);
      x.kind = accept_;
      return x;
    }
    if (x.what == thread_kind::secret) {
      for (const character_id c : t.kept_from)
        x.people.push_back(c.value);
      for (const character_id c : t.what.who)
        x.who.push_back(c.value);
      if (!x.people.empty()) x.kind = tell_;
      return x;
    }
    const std::uint32_t verb = deed_of(t);
    if (verb == k_none) {
      // "I promise" is kept by "kept her word", whatever it was.
      if (at(t.deed_from, "i") && !t.what.who.empty()) x.who.push_back(t.what.who[0].value);
      return x;
    }
    deed d = deeds_->read(verb);
    x.kind = d.kind;
    static constexpr std::array<std::string_view, 4> k_meet{"see", "meet", "visit", "call"};
    // "I'll call when it is ready" is a shout.
    x.meeting = dated && is_one_of(k_meet, lemma(verb)) &&
                (lemma(verb) != "call" || at(verb + 1, "on") || at(verb + 1, "upon"));
    for (const character_id c : t.what.who)
      x.parties.push_back(c.value);
    x.people = std::move(d.people);
    x.things = std::move(d.things);
    const bool own = x.what == thread_kind::threat || at(t.deed_from, "i") || at(t.deed_from, "we");
    if (own) {
      const std::size_t n = at(t.deed_from, "we") ? t.what.who.size() : 1;
      for (std::size_t k = 0; k < std::min(n, t.what.who.size()); ++k)
        x.who.push_back(t.what.who[k].value);
    } else if (d.who != k_none) {
      x.who.push_back(d.who);
    }
    // Who comes comes to those to whom it is said.
    if (d.kind == come_ && x.people.empty() && x.things.empty())
      for (const character_id c : t.what.who)
        if (std::find(x.who.begin(), x.who.end(), c.value) == x.who.end())
          x.people.push_back(c.value);
    return x;
  }

  [[nodiscard]] expected wedding_of(const open_thread& t, expected x) const {
    x.kind = marry_;
    x.wedding = true;
    const std::uint32_t i = t.deed_from;
    x.who.push_back(at(i, "engaged") ? subject_or_own(i) : r_.who(i - 1));
    for (std::uint32_t k = i + 2; k < i + 6 && x.who.size() < 2; ++k)
      if (r_.who(k) != k_none) x.who.push_back(r_.who(k));
    x.people = x.who;
    return x;
  }

  [[nodiscard]] bool undertaken(std::uint32_t i) const {
    return deeds_->is_verb(i) && (is_one_of(k_undertakes, lemma(i)) || lemma(i) == "settle");
  }

  /// What a novel touches nowhere again, nor sets a day for, hardly anybody keeps in mind.
  void forget() {
    for (open_thread& t : threads_)
      if (t.what.touched.empty() && !t.what.closed && !t.dated) t.what.confidence -= k_forgotten;
  }

  const reading& r_;
  const story& s_;
  const std::vector<found_time>& times_;
  const thread_input& in_;
  std::optional<deed_reader> deeds_;  ///< where there are trees
  std::set<std::pair<std::uint32_t, std::uint32_t>> betrothed_;
  const found_time* when_ = nullptr;  ///< the time that the last verb was told with
  std::uint32_t accept_ = k_none, come_ = k_none, marry_ = k_none, tell_ = k_none;  ///< of deeds
  std::uint32_t now_ = 0;             ///< the token at which a thread is looked for
  std::vector<std::uint32_t> stem_;   ///< of each token
  std::vector<std::uint32_t> count_;  ///< of each stem
  std::uint32_t letter_ = 0;          ///< the stem of "letter"
  std::vector<piece> pieces_;
  std::vector<std::uint32_t> questions_;
  std::vector<open_thread> threads_;
};

}  // namespace

std::vector<thread> find_threads(const thread_input& in) {
  return thread_finder(in).run();
}

}  // namespace fabula::plot
