#include "plot/thread_ends.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "plot/facts.hpp"

namespace fabula::plot {
namespace {

namespace wc = language::word_class;

constexpr std::size_t k_held = 64;     ///< threads that wait for one verb
constexpr std::uint32_t k_far = 3;     ///< paragraphs behind its opening that still belong to it
constexpr std::uint32_t k_day = 4000;  ///< tokens that are looked at when its day has come
constexpr std::uint32_t k_far_day = 60000;  ///< and a feast
constexpr std::uint32_t k_until = 3000;     ///< tokens in which the next day is told, or it is lost
constexpr std::uint32_t k_soon = 6000;    ///< tokens in which the same verb and one word are enough
constexpr std::uint32_t k_late = 40000;   ///< and with two words
constexpr std::uint32_t k_word = 15000;   ///< and in which a word is kept
constexpr std::int32_t k_week = 8;        ///< days that the telling may be trusted to count
constexpr int k_half = 720;               ///< minutes: "at seven" may be of either
constexpr std::size_t k_scenes = 48;      ///< that are looked at for a day
constexpr std::uint32_t k_of_dead = 256;  ///< threads that a death is set against
constexpr std::uint32_t k_near = 6;       ///< tokens between "letter" and whose it is

[[nodiscard]] bool has(const std::vector<std::uint32_t>& list, std::uint32_t x) {
  return std::find(list.begin(), list.end(), x) != list.end();
}

[[nodiscard]] std::uint32_t shared(const std::vector<std::uint32_t>& a,
                                   const std::vector<std::uint32_t>& b) {
  return static_cast<std::uint32_t>(
      std::count_if(a.begin(), a.end(), [&](std::uint32_t x) { return has(b, x); }));
}

class end_finder {
 public:
  end_finder(const deed_reader& deeds, const thread_input& in, const std::vector<expected>& threads)
      : deeds_(deeds),
        r_(in.text),
        s_(r_.of()),
        scenes_(in.scenes),
        times_(in.times),
        threads_(threads),
        out_(threads.size()),
        day_(threads.size(), k_none),
        meeting_(threads.size(), k_none),
        motion_(deeds.kind_named("come")),
        write_(deeds.kind_named("write")) {
    for (const fact& f : in.facts)
      if (f.kind == fact_kind::dead && f.confidence >= 0.7F &&
          !is_looked_back(r_.tokens().first_at(f.span.start.value)) && !speaks_after(s_, f, false))
        dead_.try_emplace(r_.tokens().first_at(f.span.start.value), f.who.value);
  }

  [[nodiscard]] std::vector<ending> run() {
    for (std::uint32_t t = 0; t < threads_.size(); ++t) {
      meeting_[t] = first_meeting(threads_[t]);
      if (threads_[t].dated) day_[t] = std::min(first_of_day(threads_[t]), told_again(threads_[t]));
    }
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      while (next < threads_.size() && threads_[next].last <= i)
        wait(next++);
      if (!r_.is_story(r_.tokens().paragraph[i])) continue;
      if (deeds_.is_verb(i)) look_at_verb(i);
      look_at_letter(i);
      look_at_word(i, next);
      const auto dies = dead_.find(i);
      if (dies != dead_.end() && r_.told(i)) die(dies->second, i, next);
    }
    for (std::uint32_t t = 0; t < threads_.size(); ++t) {
      const std::uint32_t i = std::min(day_[t], meeting_[t]);
      if (!out_[t].where && i != k_none && !threads_[t].slight) out_[t].where = r_.sentence_span(i);
    }
    return std::move(out_);
  }

 private:
  /// "as he had when Ruth died": nobody learns it here.
  [[nodiscard]] bool is_looked_back(std::uint32_t i) const {
    const std::uint32_t begin = i < r_.size() ? r_.sentence_first(r_.tokens().sentence[i]) : i;
    for (std::uint32_t k = i; k-- > begin && i - k <= 4;)
      if (r_.form_is(k, "when") || r_.form_is(k, "since") || r_.form_is(k, "after") ||
          r_.form_is(k, "before") || r_.form_is(k, "till"))
        return true;
    return false;
  }

  void wait(std::uint32_t t) {
    const expected& x = threads_[t];
    if (x.kind == k_none) return;
    std::vector<std::uint32_t>& held = waiting_[x.kind];
    if (held.size() >= k_held) held.erase(held.begin());
    held.push_back(t);
  }

  /// The token that tells that the day of `x` has come, or that it is gone.
  [[nodiscard]] std::uint32_t first_of_day(const expected& x) const {
    if (!x.due) return k_none;
    const byte_offset from{r_.tokens().end[x.last - 1]};
    auto s = std::partition_point(scenes_.begin(), scenes_.end(),
                                  [&](const scene& y) { return y.span.start < from; });
    if (s == scenes_.begin()) return k_none;
    const std::int32_t now = (s - 1)->time ? (s - 1)->time->day : *x.due - 1;
    for (std::size_t n = 0; s != scenes_.end() && n < k_scenes; ++s, ++n) {
      if (!s->time || s->time->order == time_order::flashback || !s->time->words) continue;
      if (s->time->day <= now || s->time->day < *x.due) continue;
      const std::uint32_t i = r_.tokens().first_at(s->time->words->start.value);
      const auto told = std::partition_point(times_.begin(), times_.end(),
                                             [&](const found_time& y) { return y.last <= i; });
      if (told == times_.end() || (told->days && *told->days < 0) ||
          !(told->weekday || (told->days && *told->days > 0)))
        continue;
      if (*x.due - now > k_week) return k_none;
      const auto days = static_cast<std::uint32_t>(std::clamp(*x.due - now, 1, 3));
      if (i >= r_.size() || i - x.last > k_until * days) return k_none;
      if (!is_ahead(i) && !is_any_time(i)) return i;
    }
    return k_none;
  }

  [[nodiscard]] static bool is_there(const scene& s, std::uint32_t who) {
    return std::any_of(s.present.begin(), s.present.end(),
                       [&](character_id c) { return c.value == who; });
  }

  /// "I'll see Piet", who is not here: the first scene with both.
  [[nodiscard]] std::uint32_t first_meeting(const expected& x) const {
    if (!x.meeting || x.people.empty() || x.slight) return k_none;
    const byte_offset from{r_.tokens().end[x.last - 1]};
    auto s = std::partition_point(scenes_.begin(), scenes_.end(),
                                  [&](const scene& y) { return y.span.start < from; });
    if (s == scenes_.begin()) return k_none;
    const std::vector<std::uint32_t>& doers = x.who.empty() ? x.parties : x.who;
    const auto meet = [&](const scene& y, std::uint32_t with) {
      return is_there(y, with) && std::any_of(doers.begin(), doers.end(),
                                              [&](std::uint32_t c) { return is_there(y, c); });
    };
    for (const std::uint32_t with : x.people) {
      if (has(doers, with)) continue;
      bool apart = !meet(*(s - 1), with);
      std::size_t n = 0;
      for (auto y = s; y != scenes_.end() && n < k_scenes; ++y, ++n) {
        const std::uint32_t first = r_.tokens().first_at(y->span.start.value);
        if (first - x.last > k_until) break;
        if (!meet(*y, with)) {
          apart = true;
          continue;
        }
        if (!apart || (y->time && y->time->order == time_order::flashback)) continue;
        for (std::uint32_t i = first; i < r_.size() && r_.tokens().start[i] < y->span.end.value;
             ++i)
          if (r_.told(i) && r_.who(i) == with) return i;
        break;
      }
    }
    return k_none;
  }

  /// "At seven", "the next day", "on Saturday", "at Christmas": the time of `x`, told again when it
  /// has come, or a later one.
  [[nodiscard]] std::uint32_t told_again(const expected& x) const {
    auto t = std::partition_point(times_.begin(), times_.end(),
                                  [&](const found_time& y) { return y.first < x.last; });
    const bool soon = x.days && *x.days <= 1;
    for (; t != times_.end() && t->first < x.last + k_far_day; ++t) {
      if (t->days && *t->days < 0) continue;
      const std::uint32_t far = t->first - x.last;
      const bool hour = x.minute && t->minute && t->what.kind == time_kind::clock &&
                        *t->minute % k_half == *x.minute % k_half && far < k_until;
      const bool next = soon && far < k_until &&
                        ((t->days && *t->days >= 1) || (t->weekday && !x.weekday && is_now(*t)));
      const bool day = x.weekday && t->weekday == x.weekday && far < 3 * k_until && is_now(*t);
      const time_kind k = t->what.kind;
      const bool date = (k == time_kind::month || k == time_kind::feast || k == time_kind::date ||
                         k == time_kind::season) &&
                        !x.value.empty() && t->what.value == x.value;
      // "Tonight", and "That night".
      const bool part = !x.part.empty() && t->part == x.part && soon_or_today(x) && t->first > 0 &&
                        far < k_until &&
                        t->first <= r_.sentence_first(r_.tokens().sentence[t->first]) + 2 &&
                        (r_.form_is(t->first, "that") || r_.form_is(t->first - 1, "that") ||
                         r_.form_is(t->first - 1, "the"));
      if ((hour || next || day || date || part) && !t->bound && is_far(x, t->first) &&
          !is_ahead(t->first) && (part || !is_any_time(t->first)))
        return t->first;
    }
    return k_none;
  }

  [[nodiscard]] static bool soon_or_today(const expected& x) {
    return !x.weekday && (!x.days || *x.days <= (x.part == "morning" ? 1 : 0));
  }

  /// "On Friday", "Friday came", not "those Friday evenings".
  [[nodiscard]] bool is_now(const found_time& t) const {
    if (t.first == 0 || r_.form_is(t.first - 1, "on") || r_.form_is(t.first - 1, "by")) return true;
    if (r_.form_is(t.first - 1, "the") || r_.form_is(t.first - 1, "one")) return true;
    return r_.sentence_first(r_.tokens().sentence[t.first]) == t.first;
  }

  /// "every Friday", "for Friday", "last Friday"
  [[nodiscard]] bool is_any_time(std::uint32_t i) const {
    static constexpr std::array<std::string_view, 11> k_words{
        "previous", "past", "for", "a", "every", "each", "last", "that", "some", "any", "until"};
    for (std::uint32_t k = i, n = 0; k-- > 0 && n < 4; ++n)
      if (r_.form_is(k, "until") || r_.form_is(k, "till")) return true;
    return i > 0 && is_one_of(k_words, r_.form(i - 1));
  }

  /// "They were to dine with Ruth the next day": it has not come yet.
  [[nodiscard]] bool is_ahead(std::uint32_t i) const {
    if (!r_.told(i)) return true;
    const std::uint32_t sentence = r_.tokens().sentence[i];
    const std::uint32_t end = std::min(r_.sentence_end(sentence), i + 40);
    for (std::uint32_t k = std::max(r_.sentence_first(sentence), i > 40 ? i - 40 : 0); k < end; ++k)
      if (r_.form_is(k, "would") || r_.form_is(k, "should") || r_.form_is(k, "could") ||
          r_.form_is(k, "hoped") || r_.form_is(k, "hopes") ||
          ((r_.form_is(k, "was") || r_.form_is(k, "were")) && r_.form_is(k + 1, "to")))
        return true;
    return false;
  }

  [[nodiscard]] bool is_far(const expected& x, std::uint32_t i) const {
    return r_.tokens().paragraph[i] > r_.tokens().paragraph[x.last - 1] + k_far;
  }

  void look_at_verb(std::uint32_t i) {
    // The kind first: most verbs are waited for by nobody.
    const auto found = waiting_.find(deeds_.kind_at(i));
    if (found == waiting_.end()) return;
    const deed d = deeds_.read(i);
    if ((!d.done && !d.denied) || is_asked(i)) return;
    std::erase_if(found->second, [&](std::uint32_t t) {
      const expected& x = threads_[t];
      if (!tells(d, x, t)) return false;
      if (!is_far(x, i)) {
        out_[t].at_once = true;
        // "He accepted at once": it is over, and was an offer.
        if (x.what == thread_kind::offer) out_[t].where = r_.sentence_span(i);
      } else {
        out_[t].where = r_.sentence_span(i);
        out_[t].by_deed = true;
      }
      return true;
    });
  }

  [[nodiscard]] bool is_asked(std::uint32_t i) const {
    if (r_.told(i)) return false;
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k < std::min(end, i + 60); ++k)
      if (r_.form_is(k, "?")) return true;
    return false;
  }

  /// Whether deed `d` is what `x` waits for. Of what everybody does all the time, more of its words
  /// have to come back.
  [[nodiscard]] bool tells(const deed& d, const expected& x, std::uint32_t t) const {
    const std::uint32_t far = d.verb - x.last;
    const std::uint32_t words = shared(d.people, x.people) + shared(d.things, x.things);
    const bool any = !x.people.empty() || !x.things.empty();
    const bool rare = !deeds_.is_dull(d.kind);
    if (x.slight && !rare) return false;
    if (!has(x.who, d.who) && !(x.wedding && words >= 2))
      return d.who == k_none && words >= 2 && rare && far < k_late;
    if (x.wedding) return !d.denied && (words >= 1 || words + (has(x.who, d.who) ? 1U : 0U) >= 2);
    if (x.what == thread_kind::offer) return far < k_soon && is_taken(d);
    if (x.what == thread_kind::secret)
      return far < k_word && shared(d.people, x.people) > 0 && tells_it(d.verb);
    const bool on_time = day_[t] != k_none && d.verb >= day_[t] && d.verb < day_[t] + k_day;
    if (on_time) return words >= 1 || !any || (rare && d.done);
    if (day_[t] != k_none && d.verb > day_[t]) return false;
    if (d.kind == motion_) return !d.denied && words >= 1 && far < k_soon && comes_to(d, x);
    if (words >= 2) return far < k_late;
    const std::uint32_t things = shared(d.things, x.things);
    // "I'll help you move the table": who is helped later may be helped with anything.
    if (words == 1 && (things == 1 || x.things.empty()))
      return rare ? far < k_word : things == 1 && far < k_soon;
    return !any && d.kind == write_ && far < k_soon;
  }

  /// "He accepted", "she declined the invitation", not "declined eating".
  [[nodiscard]] bool is_taken(const deed& d) const {
    static constexpr std::array<std::string_view, 6> k_of{"offer",       "invitation", "proposal",
                                                          "proposition", "it",         "them"};
    const std::uint32_t end = std::min(d.verb + 6, r_.size());
    for (std::uint32_t i = d.verb + 1; i < end; ++i) {
      if (!r_.is_word(i)) return true;
      if (is_one_of(k_of, r_.form(i))) return true;
    }
    return false;
  }

  /// "told her everything"
  [[nodiscard]] bool tells_it(std::uint32_t verb) const {
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[verb]);
    for (std::uint32_t i = verb; i < std::min(end, verb + 8); ++i)
      if (r_.form_is(i, "everything") || r_.form_is(i, "truth") || r_.form_is(i, "secret") ||
          r_.form_is(i, "all") || r_.form_is(i, "whole"))
        return true;
    return false;
  }

  /// Who is to come to somebody comes to them, not to somewhere else where they are.
  [[nodiscard]] bool comes_to(const deed& d, const expected& x) const {
    return x.things.empty() || shared(d.things, x.things) > 0;
  }

  /// "a letter from Ruth", and the letter itself; "Ruth's letter" may be the last one.
  void look_at_letter(std::uint32_t i) {
    const auto found = waiting_.find(write_);
    if (found == waiting_.end() || found->second.empty()) return;
    std::uint32_t writer = k_none;
    const std::uint32_t q = r_.quote_at(i);
    const bool opens = q != k_none && (i == 0 || r_.quote_at(i - 1) != q) &&
                       s_.quotes[q].kind == quote_kind::letter && s_.quotes[q].speaker;
    if (opens) writer = s_.quotes[q].speaker->value;
    if (r_.told(i) && r_.form_is(i, "letter") && !is_ahead(i)) writer = whose(i);
    if (writer == k_none) return;
    std::erase_if(found->second, [&](std::uint32_t t) {
      const expected& x = threads_[t];
      if (!has(x.who, writer) || !is_far(x, i) || i - x.last > k_word || x.slight) return false;
      if (opens && !x.people.empty() && !is_to_any(s_.quotes[q], x.people)) return false;
      out_[t].where = r_.sentence_span(i);
      return true;
    });
  }

  [[nodiscard]] static bool is_to_any(const quote& letter, const std::vector<std::uint32_t>& list) {
    return letter.addressees.empty() ||
           std::any_of(letter.addressees.begin(), letter.addressees.end(),
                       [&](character_id c) { return has(list, c.value); });
  }

  [[nodiscard]] std::uint32_t whose(std::uint32_t i) const {
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[i]);
    for (std::uint32_t k = i + 1; k < std::min(end, i + k_near); ++k)
      if (r_.form_is(k, "from"))
        for (std::uint32_t n = k + 1; n < std::min(end, k + 4); ++n)
          if (r_.who(n) != k_none && r_.mention_start(n) == k + 1 &&
              !r_.is_class(n, wc::possessive))
            return r_.who(n);
    return k_none;
  }

  /// "kept her word", "as he had promised", "true to his promise".
  void look_at_word(std::uint32_t i, std::uint32_t next) {
    if (!r_.told(i)) return;
    if (is_appointed(i)) {
      meet(i, next);
      return;
    }
    if (is_carried_out(i)) {
      keep_word(r_.form_is(i - 1, "'s") ? r_.who(i - 2) : r_.who(i - 1), i, next);
      return;
    }
    if (!r_.form_is(i, "word") && !r_.form_is(i, "promise") && !r_.form_is(i, "promised")) return;
    const auto back = [&](std::uint32_t n, std::string_view w) {
      return i >= n && r_.form_is(i - n, w);
    };
    // "She promised never to tell, and kept her word" is told of itself.
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k < 40;)
      if (r_.form_is(k, "promised") && r_.form_is(i, "word")) return;
    const bool own = i > 0 && r_.is_class(i - 1, wc::possessive);
    const bool kept = (own && (back(2, "kept") || back(2, "to") || back(2, "fulfilled") ||
                               back(2, "redeemed"))) ||
                      (r_.form_is(i, "promised") && back(1, "had") && back(3, "as"));
    if (!kept) return;
    keep_word(own ? r_.who(i - 1) : r_.who(i - 2), i, next);
  }

  /// "Ruth's intention was not forgotten", "his plan was given up".
  [[nodiscard]] bool is_carried_out(std::uint32_t i) const {
    static constexpr std::array<std::string_view, 7> k_what{
        "intention", "promise", "plan", "resolution", "purpose", "design", "determination"};
    static constexpr std::array<std::string_view, 10> k_done{
        "fulfilled", "performed", "kept",         "executed", "abandoned",
        "forgotten", "broken",    "accomplished", "redeemed", "relinquished"};
    if (i < 2 || !is_one_of(k_what, r_.form(i))) return false;
    if (!r_.form_is(i - 1, "'s") && !r_.is_class(i - 1, wc::possessive)) return false;
    const std::uint32_t end = std::min(r_.sentence_end(r_.tokens().sentence[i]), i + 12);
    for (std::uint32_t k = i + 1; k < end; ++k)
      if (is_one_of(k_done, r_.form(k))) return true;
    return false;
  }

  /// Closes the last promise of `who`.
  void keep_word(std::uint32_t who, std::uint32_t i, std::uint32_t next) {
    for (std::uint32_t t = next; who != k_none && t-- > 0 && i - threads_[t].last < k_word;) {
      const expected& x = threads_[t];
      const bool may = x.what == thread_kind::promise || x.what == thread_kind::plan;
      if (!may || x.slight || out_[t].where || out_[t].at_once || !has(x.who, who) || !is_far(x, i))
        continue;
      out_[t].where = r_.sentence_span(i);
      return;
    }
  }

  /// "on the appointed day", "as arranged", "by appointment"
  [[nodiscard]] bool is_appointed(std::uint32_t i) const {
    const bool as = i > 0 && (r_.form_is(i - 1, "as") || r_.form_is(i - 1, "by"));
    const bool had = i > 2 && r_.form_is(i - 1, "been") && r_.form_is(i - 3, "as");
    if ((as || had) &&
        (r_.form_is(i, "arranged") || r_.form_is(i, "arrangement") || r_.form_is(i, "appointment")))
      return true;
    return r_.form_is(i, "appointed") && i > 1 && r_.form_is(i - 1, "the") &&
           (r_.form_is(i - 2, "on") || r_.form_is(i - 2, "upon") || r_.form_is(i - 2, "at")) &&
           (r_.form_is(i + 1, "day") || r_.form_is(i + 1, "hour") || r_.form_is(i + 1, "time"));
  }

  /// The last plan for a day or an hour whose people are told of in this sentence.
  void meet(std::uint32_t i, std::uint32_t next) {
    const std::uint32_t sentence = r_.tokens().sentence[i];
    for (std::uint32_t t = next; t-- > 0 && i - threads_[t].last < k_until;) {
      const expected& x = threads_[t];
      if (!x.dated || x.slight || out_[t].where || out_[t].at_once || !is_far(x, i)) continue;
      bool theirs = false;
      const std::uint32_t end = std::min(r_.sentence_end(sentence), i + 60);
      for (std::uint32_t k = r_.sentence_first(sentence); k < end; ++k)
        theirs = theirs || r_.form_is(k, "we") ||
                 (r_.who(k) != k_none && (has(x.who, r_.who(k)) || has(x.people, r_.who(k))));
      if (!theirs) continue;
      out_[t].where = r_.sentence_span(i);
      return;
    }
  }

  /// What the dead have promised, nobody waits for.
  void die(std::uint32_t who, std::uint32_t i, std::uint32_t next) {
    for (std::uint32_t t = next; t-- > 0 && next - t <= k_of_dead;) {
      const expected& x = threads_[t];
      const bool ends = x.what == thread_kind::promise || x.what == thread_kind::plan ||
                        x.what == thread_kind::threat;
      if (ends && !x.slight && !out_[t].where && x.who.size() == 1 && x.who[0] == who &&
          is_far(x, i))
        out_[t].where = r_.sentence_span(i);
    }
  }

  const deed_reader& deeds_;
  const reading& r_;
  const story& s_;
  const std::vector<scene>& scenes_;
  const std::vector<found_time>& times_;
  const std::vector<expected>& threads_;
  std::vector<ending> out_;
  std::vector<std::uint32_t> day_;      ///< of each: the token with which its day comes
  std::vector<std::uint32_t> meeting_;  ///< and with which they meet
  std::uint32_t motion_;
  std::uint32_t write_;
  std::map<std::uint32_t, std::uint32_t> dead_;                  ///< token -> who
  std::map<std::uint32_t, std::vector<std::uint32_t>> waiting_;  ///< kind of deed -> threads
};

}  // namespace

std::vector<ending> find_endings(const deed_reader& deeds, const thread_input& in,
                                 const std::vector<expected>& threads) {
  return end_finder(deeds, in, threads).run();
}

}  // namespace fabula::plot
