#include "plot/scenes.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "plot/ahead.hpp"

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

constexpr std::uint64_t k_doing = w::body_act | w::arrive | w::depart | w::perceive | w::think;
constexpr std::int32_t k_jump = 120;  ///< minutes that make a new scene
constexpr std::uint32_t k_early = 3;  ///< tokens within which a time opens a sentence
constexpr std::uint32_t k_crowd = 3;  ///< people who come at once
constexpr std::uint32_t k_why_words = 6;

[[nodiscard]] bool is_told_chapter(chapter_kind k) noexcept {
  return k == chapter_kind::chapter || k == chapter_kind::part;
}

/// Whether somebody does something at `i` in the narration, there and then: who.
[[nodiscard]] std::uint32_t doer(const reading& r, std::uint32_t i) {
  if (!r.told(i) || !r.is(i, k_doing)) return k_none;
  if (r.has_trees()) {
    const universal_tag t = r.of().tokens[i].upos;
    if (t != universal_tag::verb && t != universal_tag::aux) return k_none;
  }
  // "The other engineer wasn't back yet": what is not is no act.
  if (r.is_remote(i) || r.form_is(i + 1, "n't") || r.form_is(i + 1, "not")) return k_none;
  return r.subject_of(i);
}

void insert(std::vector<std::uint32_t>& to, std::uint32_t who) {
  const auto at = std::lower_bound(to.begin(), to.end(), who);
  if (at == to.end() || *at != who) to.insert(at, who);
}

/// Words of the text for a reason, white space made plain.
[[nodiscard]] std::string words_for(const reading& r, std::uint32_t first, std::uint32_t last) {
  std::string out;
  for (std::uint32_t i = first; i < last; ++i) {
    if (i > first && r.tokens().start[i] > r.tokens().end[i - 1]) out += ' ';
    out += r.tokens().text_of(r.of().text, i);
  }
  return out;
}

class cutter {
 public:
  explicit cutter(const scene_input& in) : in_(in), r_(in.text), s_(in.text.of()) {}

  [[nodiscard]] std::vector<scene> run() {
    find_acts();
    const char* mark = nullptr;
    for (std::uint32_t p = 0; p < s_.paragraphs.size(); ++p) {
      const paragraph& x = s_.paragraphs[p];
      if (!is_told_chapter(s_.chapters[x.chapter.value].kind) ||
          x.kind == paragraph_kind::heading || x.kind == paragraph_kind::note)
        continue;
      if (x.kind == paragraph_kind::scene_break) {
        mark = "break mark";
        continue;
      }
      const bool new_chapter = out_.empty() || out_.back().chapter != x.chapter;
      std::string why = new_chapter ? "chapter" : mark != nullptr ? mark : x.after_gap ? "gap" : "";
      if (why.empty()) why = reason(p);
      mark = nullptr;
      if (!why.empty()) begin(p, std::move(why));
      go_on(p);
    }
    return std::move(out_);
  }

 private:
  /// What the scene in the making has told so far.
  struct state {
    std::uint32_t paragraphs = 0;
    std::optional<std::uint8_t> weekday;
    std::optional<std::int32_t> minute;
    std::vector<std::uint32_t> actors;
    std::vector<std::uint32_t> seen;  ///< named in the narration
    std::uint32_t place = k_none;
    bool message = false;
    bool speech = false;
  };

  void begin(std::uint32_t p, std::string why) {
    scene x;
    x.span = s_.paragraphs[p].span;
    x.chapter = s_.paragraphs[p].chapter;
    x.why = std::move(why);
    state fresh;
    if (!out_.empty() && out_.back().chapter == x.chapter) {
      fresh.weekday = now_.weekday;
      fresh.minute = now_.minute;
    }
    out_.push_back(std::move(x));
    now_ = std::move(fresh);
  }

  void go_on(std::uint32_t p) {
    out_.back().span.end = s_.paragraphs[p].span.end;
    ++now_.paragraphs;
    for (const std::uint32_t who : acts_[p])
      insert(now_.actors, who);
    const std::uint32_t end = r_.token_end(p);
    for (std::uint32_t i = r_.first_token(p); i < end; ++i) {
      // "Ruth's place", "Ruth wasn't back yet": she is not there.
      if (r_.who(i) != k_none && r_.told(i) && !r_.form_is(i + 1, "'s") &&
          s_.mentions[r_.mention_at(i)].form != mention_form::pron && !r_.form_is(i + 2, "n't") &&
          !r_.form_is(i + 2, "not"))
        insert(now_.seen, r_.who(i));
    }
    while (time_ < in_.times.size() && in_.times[time_].first < r_.first_token(p))
      ++time_;
    for (std::size_t t = time_; t < in_.times.size() && in_.times[t].first < end; ++t) {
      const found_time& x = in_.times[t];
      if (x.what.in_speech || x.bound || x.what.kind == time_kind::duration) continue;
      if (x.weekday) now_.weekday = x.weekday;
      if (x.minute) now_.minute = *x.minute;
    }
    while (use_ < in_.places.uses.size() && in_.places.uses[use_].first < r_.first_token(p))
      ++use_;
    for (std::size_t u = use_; u < in_.places.uses.size() && in_.places.uses[u].first < end; ++u) {
      const place_use& x = in_.places.uses[u];
      if (x.told && (x.grip == place_grip::arrived || x.grip == place_grip::inside))
        now_.place = x.place;
    }
    for (const quote_kind k : kinds_[p]) {
      now_.message = now_.message || k == quote_kind::message;
      now_.speech = now_.speech || k == quote_kind::speech;
    }
  }

  /// Who does something in each paragraph, and what kinds of utterances begin in it.
  void find_acts() {
    acts_.resize(s_.paragraphs.size());
    kinds_.resize(s_.paragraphs.size());
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      const std::uint32_t who = doer(r_, i);
      if (who != k_none) insert(acts_[r_.tokens().paragraph[i]], who);
    }
    for (const quote& q : s_.quotes) {
      const std::uint32_t i = r_.tokens().first_at(q.span().start.value);
      if (i >= r_.size()) continue;
      const std::uint32_t p = r_.tokens().paragraph[i];
      kinds_[p].push_back(q.kind);
      // A message that is read does not show who wrote it: "her mother had written".
      if (q.speaker && q.kind == quote_kind::thought) insert(acts_[p], q.speaker->value);
    }
  }

  /// Why a scene begins with paragraph `p`; empty where none does.
  [[nodiscard]] std::string reason(std::uint32_t p) {
    const std::uint32_t first = r_.first_token(p);
    if (first >= r_.token_end(p) || now_.paragraphs == 0) return "";
    std::string why = leaps(p);
    if (why.empty()) why = other_end(p);
    if (!why.empty() || !r_.told(first)) return why;
    if (now_.paragraphs >= 2 || now_.speech) {
      why = time_jump(p);
      if (why.empty()) why = arrival(p);
      if (why.empty()) why = new_place(p);
    }
    if (why.empty() && now_.paragraphs >= 4) why = crowd(p);
    return why;
  }

  /// Out of the story's now, "Years later Ruth would", and back.
  [[nodiscard]] std::string leaps(std::uint32_t p) const {
    const std::uint32_t first = r_.first_token(p);
    const bool was_ahead = p > 0 && is_told_ahead(r_, p - 1);
    if (was_ahead == is_told_ahead(r_, p)) return "";
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[first]);
    const std::string words = words_for(r_, first, std::min(first + k_why_words, end));
    return (was_ahead ? "back: " : "ahead: ") + words;
  }

  [[nodiscard]] std::string time_jump(std::uint32_t p) const {
    const std::uint32_t first = r_.first_token(p);
    const std::uint32_t end = r_.sentence_end(r_.tokens().sentence[first]);
    const auto from =
        std::lower_bound(in_.times.begin(), in_.times.end(), first,
                         [](const found_time& t, std::uint32_t i) { return t.first < i; });
    for (auto t = from; t != in_.times.end() && t->first < end; ++t) {
      if (t->what.in_speech || t->bound || pluperfect(t->last, end) || pluperfect(first, t->first))
        continue;
      if (!jumps(*t, t->first - first)) continue;
      const std::uint32_t stop =
          std::min<std::uint32_t>(std::max(t->last, first + k_why_words), end);
      return "time: " + (t->first - first <= k_why_words ? words_for(r_, first, stop)
                                                         : words_for(r_, t->first, t->last));
    }
    return "";
  }

  [[nodiscard]] bool pluperfect(std::uint32_t i, std::uint32_t end) const {
    for (const std::uint32_t from = i; i < end && i - from < 40; ++i) {
      if (r_.form_is(i, "had") || r_.form_is(i, "would")) return true;
      if (r_.tokens().shape[i] == token_shape::punctuation) return false;
    }
    return false;
  }

  [[nodiscard]] bool jumps(const found_time& t, std::uint32_t offset) const {
    const bool early = offset <= k_early;
    switch (t.what.kind) {
      case time_kind::weekday: return now_.weekday ? now_.weekday != t.weekday : early;
      case time_kind::relative:
        if (t.days) {
          if (*t.days > 0) return early || offset <= 2 * k_early;
          return *t.days == 0 && early && t.minute && moves(*t.minute);
        }
        return t.minutes && *t.minutes >= 60 && early;
      case time_kind::clock:
      case time_kind::part_of_day:
        if (!t.minute) return false;
        return now_.minute ? moves(*t.minute) : early && now_.paragraphs >= 4;
      case time_kind::date: return early;
      default: return false;
    }
  }

  [[nodiscard]] bool moves(std::int32_t minute) const {
    return now_.minute && std::abs(minute - *now_.minute) >= k_jump;
  }

  /// "When I got there", "When the door finally opened".
  [[nodiscard]] std::string arrival(std::uint32_t p) const {
    const std::uint32_t first = r_.first_token(p);
    if (!r_.form_is(first, "when") && !r_.form_is(first, "by")) return "";
    if (r_.form_is(first, "by") && !r_.form_is(first + 1, "the")) return "";
    const std::uint32_t end = std::min(r_.sentence_end(r_.tokens().sentence[first]), first + 8);
    for (std::uint32_t i = first + 1; i < end; ++i) {
      if (r_.form_is(i, ",") || r_.form_is(i, "had")) return "";
      const bool got_there =
          r_.form_is(i, "got") && (r_.form_is(i + 1, "there") || r_.form_is(i + 1, "home") ||
                                   r_.form_is(i + 1, "back") || r_.form_is(i + 1, "to"));
      const bool door = r_.form_is(i, "opened") && i > first + 1 && has_door(first, i);
      if (got_there || door || r_.form_is(i, "arrived") || r_.form_is(i, "reached") ||
          r_.form_is(i, "entered"))
        return "arrival: " + words_for(r_, first, i + (got_there ? 2 : 1));
    }
    return "";
  }

  [[nodiscard]] bool has_door(std::uint32_t first, std::uint32_t i) const {
    for (std::uint32_t k = first; k < i; ++k)
      if (r_.form_is(k, "door") || r_.form_is(k, "doors") || r_.form_is(k, "gate")) return true;
    return false;
  }

  /// A paragraph that opens with what another place looks like.
  [[nodiscard]] std::string new_place(std::uint32_t p) const {
    const std::uint32_t first = r_.first_token(p);
    const auto u =
        std::lower_bound(in_.places.uses.begin(), in_.places.uses.end(), first,
                         [](const place_use& x, std::uint32_t i) { return x.first < i; });
    if (u == in_.places.uses.end() || u->first != first || !u->opens || u->place == now_.place)
      return "";
    const std::uint32_t end = std::min(r_.sentence_end(r_.tokens().sentence[first]), u->last + 1);
    return "place: " + words_for(r_, first, end);
  }

  /// Ruth alone reads what Ines, alone so far, wrote.
  [[nodiscard]] std::string other_end(std::uint32_t p) const {
    if (acts_[p].size() != 1 || now_.actors.size() != 1 || acts_[p][0] == now_.actors[0]) return "";
    if (now_.speech || std::binary_search(now_.seen.begin(), now_.seen.end(), acts_[p][0]))
      return "";
    for (std::uint32_t q = p > 0 ? p - 1 : 0; q < std::min<std::size_t>(p + 2, kinds_.size());
         ++q) {
      for (const quote_kind k : kinds_[q])
        if (k == quote_kind::message) return "other end: " + s_.characters[acts_[p][0]].name;
    }
    return "";
  }

  [[nodiscard]] std::string crowd(std::uint32_t p) const {
    std::string names;
    std::uint32_t fresh = 0;
    for (const std::uint32_t who : acts_[p]) {
      if (std::binary_search(now_.actors.begin(), now_.actors.end(), who)) continue;
      ++fresh;
      names += (names.empty() ? "" : ", ") + s_.characters[who].name;
    }
    return fresh >= k_crowd ? "company: " + names : "";
  }

  const scene_input& in_;
  const reading& r_;
  const story& s_;
  std::vector<scene> out_;
  std::vector<std::vector<std::uint32_t>> acts_;  ///< of each paragraph, ascending
  std::vector<std::vector<quote_kind>> kinds_;
  std::size_t time_ = 0;
  std::size_t use_ = 0;
  state now_;
};

/// How a character shows in one scene.
struct presence {
  std::uint32_t speech = 0;
  std::uint32_t thought = 0;
  std::uint32_t message = 0;  ///< sent or got
  std::uint32_t addressed = 0;
  std::uint32_t acts = 0;
  std::uint32_t told = 0;        ///< mentions in the narration, not of another time
  std::uint32_t remote = 0;      ///< mentions of what they had done or would do
  std::uint32_t talked = 0;      ///< mentions in utterances, or of another time
  std::uint32_t first = k_none;  ///< token of the first sign of being there
  std::uint32_t last = 0;
  bool comes = false;
  bool goes = false;
};

class presence_finder {
 public:
  explicit presence_finder(const scene_input& in) : r_(in.text), s_(in.text.of()), in_(in) {}

  void run(std::vector<scene>& scenes) {
    std::uint32_t i = 0;
    std::size_t q = 0;
    std::size_t n = 0;
    for (scene& x : scenes) {
      who_.clear();
      telephone_ = false;
      while (i < r_.size() && r_.tokens().end[i] <= x.span.start.value)
        ++i;
      const std::uint32_t begin = i;
      for (; i < r_.size() && r_.tokens().start[i] < x.span.end.value; ++i)
        look_at(i);
      while (q < s_.quotes.size() && s_.quotes[q].span().start < x.span.start)
        ++q;
      for (; q < s_.quotes.size() && s_.quotes[q].span().start < x.span.end; ++q)
        look_at(s_.quotes[q]);
      while (n < in_.narrations.size() && in_.narrations[n].chapter < x.chapter)
        ++n;
      if (n < in_.narrations.size() && in_.narrations[n].chapter == x.chapter &&
          in_.narrations[n].narrator) {
        presence& teller = who_[in_.narrations[n].narrator->value];
        teller.acts += 2;
        teller.first = begin;
      }
      settle(x, begin, i);
    }
  }

 private:
  void look_at(std::uint32_t i) {
    if (r_.told(i) &&
        (r_.form_is(i, "telephone") || r_.form_is(i, "receiver") ||
         (r_.form_is(i, "phone") && i > 1 &&
          (r_.form_is(i - 2, "told") || r_.form_is(i - 2, "on") || r_.form_is(i - 2, "into")))))
      telephone_ = true;
    const std::uint32_t named = r_.who(i);
    if (named != k_none) {
      presence& p = who_[named];
      if (!r_.told(i)) {
        ++p.talked;
      } else if (spoken_of(i)) {
        ++p.remote;
      } else {
        ++p.told;
      }
    }
    const std::uint32_t who = doer(r_, i);
    if (who == k_none) return;
    presence& p = who_[who];
    ++p.acts;
    sign(p, i);
    if (r_.is(i, w::arrive) && !r_.is_negated(i)) p.comes = true;
    if (leaves(i)) p.goes = true;
  }

  /// "had taught them": what is told of another time says nothing of who is here.
  [[nodiscard]] bool spoken_of(std::uint32_t i) const {
    if (r_.form_is(i + 1, "used")) return r_.form_is(i + 2, "to");
    if (!r_.form_is(i + 1, "had") && !r_.form_is(i + 1, "'d")) return false;
    return !r_.has_trees() || s_.tokens[i + 1].upos == universal_tag::aux;
  }

  [[nodiscard]] bool leaves(std::uint32_t i) const {
    if (!r_.is(i, w::depart) || r_.is_negated(i)) return false;
    if (r_.form_is(i, "went") || r_.form_is(i, "goes") || r_.form_is(i, "hurried"))
      return r_.form_is(i + 1, "away") || r_.form_is(i + 1, "out") || r_.form_is(i + 1, "off") ||
             r_.form_is(i + 1, "home");
    return !r_.form_is(i, "go") && !r_.form_is(i, "going") && !r_.form_is(i, "leave");
  }

  static void sign(presence& p, std::uint32_t i) {
    p.first = std::min(p.first, i);
    p.last = std::max(p.last, i);
  }

  void look_at(const quote& q) {
    if (q.kind == quote_kind::quoted) return;
    const std::uint32_t i = r_.tokens().first_at(q.span().start.value);
    const bool far = q.kind == quote_kind::message || q.kind == quote_kind::letter;
    if (q.speaker) {
      presence& p = who_[q.speaker->value];
      if (q.kind == quote_kind::speech) ++p.speech;
      if (q.kind == quote_kind::thought) ++p.thought;
      if (far) ++p.message;
      if (!far && q.kind != quote_kind::sign) sign(p, i);
    }
    for (const character_id a : q.addressees) {
      if (q.kind == quote_kind::speech) ++who_[a.value].addressed;
      if (far) ++who_[a.value].message;
    }
  }

  void settle(scene& x, std::uint32_t begin, std::uint32_t end) const {
    for (const auto& [who, p] : who_) {
      scene_person person;
      person.who = {who};
      // At the telephone one speaks and does nothing that can be seen.
      const bool on_the_line = telephone_ && p.speech > 0 && p.acts == 0 && p.thought == 0;
      const float signs = static_cast<float>(p.speech) * 1.0F + static_cast<float>(p.thought) +
                          static_cast<float>(p.acts) * 0.8F + static_cast<float>(p.told) * 0.25F +
                          static_cast<float>(p.addressed) * 0.3F;
      // Who had done more than they do is told back of.
      const bool acts = p.speech > 0 || p.thought > 0 || p.acts > (p.remote >= 2 ? p.remote : 0U);
      const bool there = !on_the_line && (acts ? signs >= 0.8F : p.told >= 4 || p.addressed >= 3);
      if (there) {
        const std::uint32_t quarter = begin + (end - begin) / 4;
        const bool late = p.first != k_none && p.first > quarter;
        const bool early_end = p.last + (end - begin) / 4 < end;
        const bool comes = p.comes && late;
        const bool goes = p.goes && early_end;
        person.role = comes && goes ? presence_role::visits
                      : comes       ? presence_role::arrives
                      : goes        ? presence_role::leaves
                                    : presence_role::present;
        person.confidence = std::min(0.97F, 0.5F + 0.1F * signs);
        x.present.push_back({who});
      } else {
        const bool message = on_the_line || p.message > 0;
        person.role = message ? presence_role::message : presence_role::mentioned;
        person.confidence = 0.7F;
      }
      x.people.push_back(person);
    }
  }

  const reading& r_;
  const story& s_;
  const scene_input& in_;
  std::map<std::uint32_t, presence> who_;
  bool telephone_ = false;
};

}  // namespace

std::vector<scene> find_scenes(const scene_input& in) {
  std::vector<scene> out = cutter(in).run();
  presence_finder(in).run(out);
  return out;
}

std::vector<move> find_moves(const scene_input& in, const std::vector<scene>& scenes) {
  const reading& r = in.text;
  std::vector<move> out;
  std::uint32_t scene = 0;
  std::size_t use = 0;
  for (std::uint32_t i = 0; i < r.size() && !scenes.empty(); ++i) {
    if (!r.is(i, w::arrive | w::depart)) continue;
    const std::uint32_t who = doer(r, i);
    if (who == k_none || r.is_negated(i) || r.form_is(i, "appeared")) continue;
    while (scene + 1 < scenes.size() && scenes[scene].span.end.value <= r.tokens().start[i])
      ++scene;
    if (scenes[scene].span.start.value > r.tokens().start[i]) continue;
    const auto& people = scenes[scene].people;
    const bool there = std::any_of(people.begin(), people.end(), [&](const scene_person& p) {
      return p.who.value == who && p.role != presence_role::message &&
             p.role != presence_role::mentioned;
    });
    if (!there) continue;
    while (use < in.places.uses.size() && in.places.uses[use].first <= i)
      ++use;
    move m;
    m.span = r.span_of(i, i + 1);
    m.who = {who};
    m.scene = {scene};
    m.arrives = !r.is(i, w::depart) || r.form_is(i + 1, "to") || r.form_is(i + 1, "into");
    if (use < in.places.uses.size() && in.places.uses[use].first - i <= 6 &&
        r.tokens().sentence[in.places.uses[use].first] == r.tokens().sentence[i])
      m.place = place_id{in.places.uses[use].place};
    else if (m.arrives && !r.is(i, w::arrive))
      continue;  // "went to sleep"
    out.push_back(m);
  }
  return out;
}

}  // namespace fabula::plot
