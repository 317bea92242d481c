// When and where scenes are.
#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "plot/ahead.hpp"
#include "plot/scenes.hpp"

namespace fabula::plot {
namespace {

constexpr std::int32_t k_day = 1440;
constexpr float k_least_grip = 1.4F;

[[nodiscard]] std::string_view part_of(std::int32_t minute) noexcept {
  return minute < 300    ? "night"
         : minute < 720  ? "morning"
         : minute < 1080 ? "afternoon"
         : minute < 1260 ? "evening"
                         : "night";
}

/// The story's now.
struct story_clock {
  std::int32_t day = 0;
  std::optional<std::int32_t> minute;
  std::optional<std::uint8_t> weekday;  ///< of `day`
  std::optional<byte_range> weekday_words;

  void add_days(std::int32_t n) {
    day += n;
    if (weekday) weekday = static_cast<std::uint8_t>(((*weekday + n) % 7 + 7) % 7);
    minute.reset();
  }
};

class time_setter {
 public:
  time_setter(const reading& r, std::vector<found_time>& times, std::vector<scene>& scenes,
              std::vector<conflict>& conflicts)
      : r_(r), times_(times), scenes_(scenes), conflicts_(conflicts) {}

  void run() {
    std::size_t t = 0;
    for (std::size_t k = 0; k < scenes_.size(); ++k) {
      scene& x = scenes_[k];
      const bool same_chapter = k > 0 && scenes_[k - 1].chapter == x.chapter;
      scene_time when;
      when.order = order_of(k);
      // What is told ahead leaves the story where it was.
      const story_clock before = now_;
      const std::int32_t back = back_of(k);
      if (back > 0) {
        when.order = time_order::flashback;
        now_.add_days(-back);
        when.day = now_.day;
      }
      // Another chapter may be told of another day.
      if (!same_chapter) now_.minute.reset();
      bool set_day = false;
      bool set_minute = false;
      while (t < times_.size() && times_[t].what.span.start < x.span.start)
        ++t;
      for (; t < times_.size() && times_[t].what.span.start < x.span.end; ++t) {
        found_time& f = times_[t];
        if (f.what.in_speech) {
          said(f);
          continue;
        }
        if (f.bound || told_back(f)) continue;
        if (back > 0 && !set_day && leaps_back(f, before)) {
          set_day = true;
          f.what.day = now_.day;
          when.day = now_.day;
          when.weekday = now_.weekday;
          when.words = f.what.span;
          continue;
        }
        if (f.days && *f.days < 0) continue;
        const bool first = !set_day && !set_minute;
        if (!step(f)) continue;
        f.what.day = now_.day;
        if (now_.minute) f.what.minute = static_cast<std::uint16_t>(*now_.minute);
        // The first times of a scene are its own; later ones are where it has got to.
        if (first) when.words = f.what.span;
        if (!set_day && (f.weekday || f.days)) {
          set_day = true;
          when.day = now_.day;
          when.weekday = now_.weekday;
        }
        if (!set_minute && f.minute && now_.minute) {
          set_minute = true;
          when.minute = static_cast<std::uint16_t>(*now_.minute);
          when.part = f.part.empty() ? std::string(part_of(*now_.minute)) : f.part;
        }
      }
      if (!set_day) {
        when.day = now_.day;
        if (same_chapter || set_minute) when.weekday = now_.weekday;
      }
      if (!set_minute && same_chapter && scenes_[k - 1].time &&
          scenes_[k - 1].time->day == when.day)
        when.part = scenes_[k - 1].time->part;
      when.confidence = set_day && set_minute ? 0.85F : set_day || set_minute ? 0.8F : 0.7F;
      const bool told = set_day || set_minute || when.weekday || !when.part.empty() ||
                        when.order == time_order::forward || back > 0;
      if (when.order == time_order::forward || back > 0) {
        now_ = before;
        if (!set_day) when.weekday.reset();
        if (!set_minute && back == 0) when.part.clear();
      }
      if (told) x.time = when;
    }
  }

 private:
  /// Moves the now on; false where the expression says nothing of it.
  bool step(found_time& f) {
    if (f.weekday) {
      if (now_.weekday) {
        const std::int32_t on = ((*f.weekday - *now_.weekday) % 7 + 7) % 7;
        check_week(f, on);
        if (on > 0) now_.add_days(on);
      }
      now_.weekday = f.weekday;
      now_.weekday_words = f.what.span;
    } else if (f.days) {
      if (*f.days > 0) now_.add_days(*f.days);
    } else if (f.minutes) {
      if (!now_.minute || *f.minutes <= 0) return false;
      now_.minute = *now_.minute + *f.minutes;
      if (*now_.minute >= k_day) {
        const std::int32_t minute = *now_.minute % k_day;
        now_.add_days(*now_.minute / k_day);
        now_.minute = minute;
      }
      return true;
    } else if (!f.minute) {
      return false;
    }
    if (f.minute) set_minute(f);
    return true;
  }

  /// "At seven": of the two, the next one from now on; else the likelier one.
  void set_minute(const found_time& f) {
    std::int32_t m = *f.minute;
    if (f.what.kind == time_kind::clock && f.part.empty() && !f.exact && m < 720) {
      if (now_.minute) {
        if (m < *now_.minute && m + 720 >= *now_.minute) m += 720;
      } else if (m < 480) {
        m += 720;
      }
    }
    now_.minute = m;
  }

  /// "On Monday Ruth came": the day of what is told, and no plan, habit or memory within it.
  [[nodiscard]] bool dates_sentence(std::uint32_t i) const {
    const std::uint32_t sentence = r_.tokens().sentence[i];
    const std::uint32_t begin = r_.sentence_first(sentence);
    if (i > begin + 1 || !r_.told(i)) return false;
    const std::uint32_t end = std::min(r_.sentence_end(sentence), i + 40);
    for (std::uint32_t k = i; k < end; ++k)
      if (r_.form_is(k, "would") || r_.form_is(k, "every") || r_.form_is(k, "always") ||
          ((r_.form_is(k, "was") || r_.form_is(k, "were")) && r_.form_is(k + 1, "to")))
        return false;
    return !r_.form_is(i, "mornings") && !r_.form_is(i + 1, "mornings") &&
           !r_.form_is(i + 1, "evenings");
  }

  /// A Monday told behind a Wednesday of one scene cannot be of the same week.
  void check_week(const found_time& f, std::int32_t on) {
    if (on < 4 || !now_.weekday_words || *f.weekday >= *now_.weekday) return;
    const std::uint32_t a = r_.tokens().first_at(now_.weekday_words->start.value);
    if (a >= r_.size() || r_.tokens().paragraph[f.first] - r_.tokens().paragraph[a] > 3 ||
        r_.chapter_of(a) != r_.chapter_of(f.first))
      return;
    if (!dates_sentence(a) || !dates_sentence(f.first)) return;
    conflict c;
    c.kind = conflict_kind::weekday;
    c.first = *now_.weekday_words;
    c.second = f.what.span;
    const auto named = [](std::uint8_t day) {
      std::string name(weekday_name(day));
      name[0] = static_cast<char>(name[0] - 'a' + 'A');
      return name;
    };
    c.what =
        "a " + named(*f.weekday) + " told behind a " + named(*now_.weekday) + " of the same days";
    c.confidence = 0.3F;  // in 85 novels none was left to measure
    c.values = {std::string(weekday_name(*now_.weekday)), std::string(weekday_name(*f.weekday))};
    conflicts_.push_back(std::move(c));
  }

  /// What somebody says of another day counts from the now.
  void said(found_time& f) const {
    if (f.weekday && now_.weekday) {
      f.what.day = now_.day + ((*f.weekday - *now_.weekday) % 7 + 7) % 7;
    } else if (f.days) {
      f.what.day = now_.day + *f.days;
    }
  }

  [[nodiscard]] bool told_back(const found_time& f) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[f.first]);
    for (std::uint32_t i = f.first;
         i-- > begin && f.first - i <= 60 && r_.tokens().shape[i] != token_shape::punctuation;)
      if (r_.form_is(i, "had") || r_.form_is(i, "would") || r_.form_is(i, "used")) return true;
    return false;
  }

  /// The first paragraph of scene `k`; `k_none` where it has no word.
  [[nodiscard]] std::uint32_t opening_of(std::size_t k) const {
    const std::uint32_t first = r_.tokens().first_at(scenes_[k].span.start.value);
    return first < r_.size() ? r_.tokens().paragraph[first] : k_none;
  }

  [[nodiscard]] std::int32_t back_of(std::size_t k) const {
    const std::uint32_t p = opening_of(k);
    return p == k_none ? 0 : days_back(r_, p);
  }

  /// "The night before, on Friday", "two years earlier": the now of a scene that is told back, from
  /// that of the scene before it.
  bool leaps_back(const found_time& f, const story_clock& from) {
    if (f.days && *f.days < 0) {
      now_ = from;
      now_.add_days(*f.days);
      return true;
    }
    if (!f.weekday) return false;
    now_ = from;
    if (from.weekday) {
      const std::int32_t n = ((*from.weekday - *f.weekday) % 7 + 7) % 7;
      now_.add_days(n == 0 ? -7 : -n);
    } else {
      now_.add_days(-1);
    }
    now_.weekday = f.weekday;
    return true;
  }

  /// Told back if the first sentences are in the pluperfect; at the same time if they say so, or if
  /// it is the other end of a message; ahead if they say what would be, or "years later" and the
  /// next scene that this was still to come.
  [[nodiscard]] time_order order_of(std::size_t k) const {
    if (scenes_[k].why.starts_with("other end")) return time_order::parallel;
    const std::uint32_t p = opening_of(k);
    if (p == k_none) return time_order::onward;
    if (is_told_ahead(r_, p)) return time_order::forward;
    const std::uint32_t next = k + 1 < scenes_.size() ? opening_of(k + 1) : k_none;
    if (next != k_none && opens_later(r_, p) && comes_back(r_, next)) return time_order::forward;
    const std::uint32_t first = r_.first_token(p);
    std::uint32_t had = 0;
    std::uint32_t past = 0;
    for (std::uint32_t i = first; i < r_.token_end(p); ++i) {
      if (!r_.told(i)) continue;
      if (r_.form_is(i, "meanwhile") && i - first < 5) return time_order::parallel;
      had += r_.form_is(i, "had");
      past += r_.is(i, plot_word::body_act | plot_word::think | plot_word::perceive);
    }
    return had >= 3 && had * 2 > past ? time_order::flashback : time_order::onward;
  }

  const reading& r_;
  std::vector<found_time>& times_;
  std::vector<scene>& scenes_;
  std::vector<conflict>& conflicts_;
  story_clock now_;
};

[[nodiscard]] float worth(place_kind k) noexcept {
  switch (k) {
    case place_kind::building: return 1.1F;
    case place_kind::room: return 1.0F;
    case place_kind::street:
    case place_kind::land: return 0.9F;
    case place_kind::vehicle:
    case place_kind::other: return 0.8F;
    case place_kind::water:
    case place_kind::settlement: return 0.6F;
    case place_kind::region: return 0.4F;
  }
  return 0.5F;
}

[[nodiscard]] float hold(const place_use& u) noexcept {
  if (u.here) return 2.5F;
  if (!u.told) return 0.15F;
  if (u.opens) return 3;
  switch (u.grip) {
    case place_grip::arrived: return 3;
    case place_grip::inside: return 2;
    case place_grip::toward: return 0.6F;
    case place_grip::named: return 0.25F;
    case place_grip::left: return -0.5F;
  }
  return 0;
}

}  // namespace

void set_times(const reading& r, std::vector<found_time>& times, std::vector<scene>& scenes,
               std::vector<conflict>& conflicts) {
  time_setter(r, times, scenes, conflicts).run();
}

void set_places(const scene_input& in, std::vector<scene>& scenes) {
  const story& s = in.text.of();
  std::vector<std::uint32_t> last_at(s.characters.size(), k_none);
  std::size_t u = 0;
  for (std::size_t k = 0; k < scenes.size(); ++k) {
    scene& x = scenes[k];
    std::map<std::uint32_t, float> score;
    while (u < in.places.uses.size() &&
           in.text.tokens().start[in.places.uses[u].first] < x.span.start.value)
      ++u;
    const std::uint32_t opening = x.span.start.value + x.span.size() / 4;
    for (; u < in.places.uses.size() &&
           in.text.tokens().start[in.places.uses[u].first] < x.span.end.value;
         ++u) {
      const place_use& use = in.places.uses[u];
      const float early = in.text.tokens().start[use.first] < opening ? 1.3F : 1.0F;
      score[use.place] += hold(use) * worth(in.places.places[use.place].kind) * early;
    }
    const std::string& title = s.chapters[x.chapter.value].title;
    std::uint32_t best = k_none;
    float most = 0;
    for (const auto& [p, v] : score) {
      // "The Lower Mole" over a chapter says where it is.
      const place& at = in.places.places[p];
      const bool in_title = at.named && title.find(at.name) != std::string::npos;
      const float total = v + (in_title ? 1.5F : 0.0F);
      if (total > most) {
        most = total;
        best = p;
      }
    }
    if (best == k_none || most < k_least_grip) {
      // Nothing says where: where most of them were.
      std::map<std::uint32_t, std::uint32_t> votes;
      for (const character_id c : x.present)
        if (last_at[c.value] != k_none) ++votes[last_at[c.value]];
      best = k_none;
      std::uint32_t leading = 0;
      for (const auto& [p, n] : votes) {
        const bool enough = n * 2 > x.present.size() || (n >= 2 && n * 2 + 1 >= x.present.size());
        if (!enough || n <= leading) continue;
        best = p;
        leading = n;
      }
      // A chapter goes on where it was while some of its people do.
      const bool goes_on = k > 0 && scenes[k - 1].chapter == x.chapter && scenes[k - 1].place &&
                           !x.why.starts_with("other end");
      if (best == k_none && goes_on && votes.contains(scenes[k - 1].place->value))
        best = scenes[k - 1].place->value;
    }
    if (best == k_none) continue;
    x.place = place_id{best};
    for (const character_id c : x.present)
      last_at[c.value] = best;
  }
}

}  // namespace fabula::plot
