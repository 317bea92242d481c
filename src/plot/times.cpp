#include "plot/times.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

struct named_number {
  std::string_view word;
  std::int32_t value;
};

constexpr std::array<named_number, 33> k_numbers{
    {{"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},      {"five", 5},
     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},      {"ten", 10},
     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
     {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
     {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},    {"seventy", 70},
     {"eighty", 80},  {"ninety", 90},    {"hundred", 100}, {"a", 1},         {"an", 1},
     {"several", 3},  {"few", 3},        {"couple", 2}}};

constexpr std::array<std::string_view, 21> k_ordinals{
    "",           "first",     "second",    "third",       "fourth",     "fifth",      "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};

constexpr std::array<std::string_view, 12> k_months{
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

struct named_part {
  std::string_view word;
  std::string_view part;
  std::uint16_t minute;
};

constexpr std::array<named_part, 18> k_parts{{{"dawn", "morning", 330},
                                              {"daybreak", "morning", 330},
                                              {"sunrise", "morning", 360},
                                              {"morning", "morning", 540},
                                              {"breakfast", "morning", 510},
                                              {"noon", "afternoon", 720},
                                              {"midday", "afternoon", 720},
                                              {"lunchtime", "afternoon", 780},
                                              {"afternoon", "afternoon", 900},
                                              {"evening", "evening", 1140},
                                              {"sunset", "evening", 1170},
                                              {"dusk", "evening", 1200},
                                              {"twilight", "evening", 1200},
                                              {"dinner-time", "evening", 1140},
                                              {"nightfall", "night", 1260},
                                              {"night", "night", 1320},
                                              {"tonight", "night", 1260},
                                              {"midnight", "night", 1439}}};

[[nodiscard]] const named_part* part_named(std::string_view word) noexcept {
  for (const named_part& p : k_parts)
    if (p.word == word) return &p;
  return nullptr;
}

[[nodiscard]] std::string two_digits(std::int32_t n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

class time_finder {
 public:
  explicit time_finder(const reading& r) : r_(r) {}

  [[nodiscard]] std::vector<found_time> run() {
    for (std::uint32_t i = 0; i < r_.size();) {
      found_time t;
      t.first = i;
      if (candidate(i) && read(i, t)) {
        finish(t);
        i = t.last;
        out_.push_back(std::move(t));
      } else {
        ++i;
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }
  [[nodiscard]] bool is(std::uint32_t i, std::uint64_t bits) const {
    return i < r_.size() && r_.is(i, bits);
  }
  [[nodiscard]] std::uint32_t sentence_end(std::uint32_t i) const {
    return r_.sentence_end(r_.tokens().sentence[i]);
  }

  [[nodiscard]] bool candidate(std::uint32_t i) const {
    return r_.is(i, w::weekday | w::month | w::season | w::feast | w::day_part | w::number |
                        w::ordinal) ||
           r_.tokens().shape[i] == token_shape::number || starts_phrase(r_.form(i)) ||
           is_joined_number(r_.form(i));
  }

  /// "thirty-four"
  [[nodiscard]] static bool is_joined_number(const std::string& f) {
    const std::size_t dash = f.find('-');
    return dash != std::string::npos &&
           std::any_of(k_numbers.begin(), k_numbers.end(),
                       [&](const named_number& n) { return f.compare(0, dash, n.word) == 0; });
  }

  [[nodiscard]] static bool starts_phrase(const std::string& f) {
    static constexpr std::array<std::string_view, 16> k_words{
        "the", "a",    "an",        "this",      "that",    "next",   "last",  "tomorrow",
        "one", "half", "to-morrow", "yesterday", "quarter", "to-day", "today", "aged"};
    return std::find(k_words.begin(), k_words.end(), f) != k_words.end();
  }

  /// The number that begins at `i`, in words or digits; moves `i` behind it.
  [[nodiscard]] std::optional<std::int32_t> number(std::uint32_t& i) const {
    if (i >= r_.size()) return std::nullopt;
    const std::string& f = r_.form(i);
    if (r_.tokens().shape[i] == token_shape::number) {
      std::int32_t n = 0;
      const auto [end, failed] = std::from_chars(f.data(), f.data() + f.size(), n);
      if (failed != std::errc{} || end != f.data() + f.size() || n > 100000) return std::nullopt;
      ++i;
      return n;
    }
    for (const named_number& n : k_numbers) {
      if (n.word != f) continue;
      ++i;
      if (n.word == "a" && (at(i, "few") || at(i, "couple"))) {
        const std::int32_t v = at(i, "few") ? 3 : 2;
        ++i;
        if (at(i, "of")) ++i;
        return v;
      }
      if (n.word == "couple" && at(i, "of")) ++i;
      return n.value;
    }
    // "twenty-one", "one-and-twenty"
    const std::size_t dash = f.find('-');
    if (dash == std::string::npos) return std::nullopt;
    const std::string_view tail = std::string_view(f).substr(f.rfind('-') + 1);
    std::int32_t a = 0;
    std::int32_t b = 0;
    for (const named_number& n : k_numbers) {
      if (n.word == std::string_view(f).substr(0, dash)) a = n.value;
      if (n.word == tail) b = n.value;
    }
    if (a == 0 || b == 0) return std::nullopt;
    ++i;
    return a + b;
  }

  [[nodiscard]] std::optional<std::int32_t> ordinal(std::uint32_t& i) const {
    if (i >= r_.size()) return std::nullopt;
    const std::string& f = r_.form(i);
    for (std::int32_t n = 1; n < static_cast<std::int32_t>(k_ordinals.size()); ++n) {
      if (f == k_ordinals[static_cast<std::size_t>(n)]) {
        ++i;
        return n;
      }
      if (n < 10 && f == "twenty-" + std::string(k_ordinals[static_cast<std::size_t>(n)])) {
        ++i;
        return 20 + n;
      }
    }
    if (f.size() >= 3 && f.size() <= 4 && f[0] >= '0' && f[0] <= '9') {
      const std::string_view tail = std::string_view(f).substr(f.size() - 2);
      std::int32_t n = 0;
      const auto [end, failed] = std::from_chars(f.data(), f.data() + f.size() - 2, n);
      if (failed == std::errc{} && end == f.data() + f.size() - 2 && n >= 1 && n <= 31 &&
          (tail == "st" || tail == "nd" || tail == "rd" || tail == "th")) {
        ++i;
        return n;
      }
    }
    return std::nullopt;
  }

  bool read(std::uint32_t i, found_time& t) {
    return clock(i, t) || relative(i, t) || weekday(i, t) || date(i, t) || part(i, t) ||
           age(i, t) || duration(i, t) || plain(i, t);
  }

  void set_clock(found_time& t, std::int32_t hour, std::int32_t minute, std::uint32_t last) {
    // Told without more, seven is in the evening unless the morning is near by; the now decides.
    t.what.kind = time_kind::clock;
    t.minute = static_cast<std::uint16_t>(hour % 24 * 60 + minute);
    t.what.value = two_digits(hour % 24) + ":" + two_digits(minute);
    t.last = last;
  }

  bool clock(std::uint32_t i, found_time& t) {
    std::uint32_t k = i;
    if (r_.tokens().shape[i] == token_shape::number) {
      const std::string& f = r_.form(i);
      const std::size_t colon = f.find_first_of(":.");
      if (colon != std::string::npos && colon <= 2 && colon > 0 && f.size() == colon + 3) {
        std::int32_t h = 0;
        std::int32_t m = 0;
        const char* b = f.data();
        const auto first = std::from_chars(b, b + colon, h);
        const auto second = std::from_chars(b + colon + 1, b + f.size(), m);
        if (first.ec == std::errc{} && second.ec == std::errc{} && second.ptr == b + f.size() &&
            first.ptr == b + colon && h < 24 && m < 60 && f[colon] == ':') {
          set_clock(t, h, m, i + 1);
          t.exact = true;
          return true;
        }
      }
    }
    if (at(k, "a") && (at(k + 1, "quarter"))) ++k;
    if (at(k, "quarter") || at(k, "half")) {
      const bool half = at(k, "half");
      const bool past = at(k + 1, "past") || at(k + 1, "after");
      if (past || (!half && at(k + 1, "to"))) {
        std::uint32_t n = k + 2;
        const auto hour = number(n);
        if (hour && *hour >= 1 && *hour <= 12) {
          set_clock(t, past ? *hour : *hour - 1, half ? 30 : past ? 15 : 45, n);
          if (at(n, "o'clock")) ++t.last;
          return true;
        }
      }
      return false;
    }
    if (at(i, "a") || at(i, "an")) return false;
    std::uint32_t n = i;
    const auto hour = number(n);
    if (!hour || *hour < 1 || *hour > 24 || r_.is(i, w::number) == false) {
      if (!hour || *hour < 1 || *hour > 24) return false;
    }
    if (at(n, "o'clock")) {
      set_clock(t, *hour, 0, n + 1);
      half_of_day(t, n + 1);
      return true;
    }
    // "at ten", "by four in the afternoon", "at about three": nothing counted follows.
    std::uint32_t before = i;
    if (before > 0 &&
        (at(before - 1, "about") || at(before - 1, "around") || at(before - 1, "past")))
      --before;
    static constexpr std::array<std::string_view, 7> k_marks{"at",    "by",     "since", "till",
                                                             "until", "before", "after"};
    const bool marked = before > 0 && std::find(k_marks.begin(), k_marks.end(),
                                                r_.form(before - 1)) != k_marks.end();
    if (!marked || *hour > 12) return false;
    if (n < sentence_end(i) && r_.is_word(n) &&
        !r_.is_class(n, wc::function_word | wc::preposition | wc::conjunction | wc::auxiliary) &&
        r_.who(n) == k_none && r_.mention_start(n) == n && !is_name(n))
      return false;
    if (at(n, "of") || at(n, "or") || at(n, "and")) return false;
    set_clock(t, *hour, 0, n);
    half_of_day(t, n);
    return true;
  }

  [[nodiscard]] bool is_name(std::uint32_t i) const { return r_.tokens().capital[i] != 0; }

  /// "in the afternoon" behind a clock time makes it one of the afternoon.
  void half_of_day(found_time& t, std::uint32_t k) {
    const named_part* p = nullptr;
    if (at(k, "in") && at(k + 1, "the") && k + 2 < r_.size()) {
      p = part_named(r_.form(k + 2));
      if (p != nullptr) t.last = k + 3;
    } else if (at(k, "at") && at(k + 1, "night")) {
      p = part_named("night");
      t.last = k + 2;
    } else if (at(k, "p.m.") || at(k, "pm")) {
      p = part_named("afternoon");
      t.last = k + 1;
    } else if (at(k, "a.m.") || at(k, "am")) {
      p = part_named("morning");
      t.last = k + 1;
    }
    if (p == nullptr) return;
    t.part = p->part;
    if (*t.minute < 720 && p->part != "morning" && !(p->part == "night" && *t.minute < 300))
      t.minute = static_cast<std::uint16_t>(*t.minute + 720);
    t.what.value = two_digits(*t.minute / 60) + ":" + two_digits(*t.minute % 60);
  }

  /// Days in one of this unit; 0 for units of less than a day.
  [[nodiscard]] static std::int32_t days_in(std::string_view unit) {
    if (unit.starts_with("day")) return 1;
    if (unit.starts_with("week")) return 7;
    if (unit == "fortnight") return 14;
    if (unit.starts_with("month")) return 30;
    if (unit.starts_with("year")) return 365;
    if (unit.starts_with("centur")) return 36500;
    return 0;
  }
  [[nodiscard]] static std::int32_t minutes_in(std::string_view unit) {
    return unit.starts_with("hour") ? 60 : unit.starts_with("minute") ? 1 : 0;
  }

  bool relative(std::uint32_t i, found_time& t) {
    t.what.kind = time_kind::relative;
    if (at(i, "tomorrow") || at(i, "to-morrow") || at(i, "yesterday") || at(i, "today") ||
        at(i, "to-day")) {
      t.days = at(i, "yesterday") ? -1 : r_.form(i).starts_with("tod") || at(i, "to-day") ? 0 : 1;
      t.last = i + 1;
      take_part(t, t.last);
      return true;
    }
    // "the next morning", "the following day", "the same evening", "that evening", "next week"
    std::uint32_t k = i;
    if (at(k, "the") || at(k, "that") || at(k, "this")) ++k;
    const bool next = at(k, "next") || at(k, "following");
    const bool same = at(k, "same") || at(k, "very");
    const bool last = at(k, "last") || at(k, "previous");
    if (next || last || (same && k > i)) {
      std::uint32_t u = k + 1;
      if (u >= r_.size()) return false;
      if (r_.is(u, w::day_part) && part_named(r_.form(u)) != nullptr) {
        t.days = next ? 1 : last ? (part_named(r_.form(u))->part == "morning" ? 0 : -1) : 0;
        t.last = u;
        take_part(t, u);
        return true;
      }
      if (r_.is(u, w::time_unit) && days_in(r_.form(u)) > 0 && !r_.form(u).ends_with("s") &&
          !same) {
        t.days = (next ? 1 : -1) * days_in(r_.form(u));
        t.last = u + 1;
        return true;
      }
      if (r_.is(u, w::weekday)) {
        t.weekday = weekday_of(u);
        t.days.reset();
        t.what.kind = time_kind::weekday;
        t.last = u + 1;
        take_part(t, t.last);
        return true;
      }
      return false;
    }
    // "two days later", "an hour afterwards", "six years ago", "the day after"
    std::uint32_t n = i;
    const auto count = number(n);
    if (count && is(n, w::time_unit)) {
      const std::string& unit = r_.form(n);
      if (at(n + 1, "later") || at(n + 1, "afterwards") || at(n + 1, "after") || at(n + 1, "ago") ||
          at(n + 1, "before") || at(n + 1, "earlier") || at(n + 1, "since")) {
        const bool back =
            at(n + 1, "ago") || at(n + 1, "before") || at(n + 1, "earlier") || at(n + 1, "since");
        if (days_in(unit) > 0) {
          t.days = (back ? -1 : 1) * std::min(*count, 10000) * days_in(unit);
        } else {
          t.minutes = (back ? -1 : 1) * *count * minutes_in(unit);
        }
        t.last = n + 2;
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::uint8_t weekday_of(std::uint32_t i) const {
    for (std::uint8_t d = 0; d < 7; ++d)
      if (weekday_name(d) == r_.form(i)) return d;
    return 0;
  }

  /// "evening" of "Saturday evening".
  void take_part(found_time& t, std::uint32_t k) {
    if (k >= r_.size()) return;
    const named_part* p = part_named(r_.form(k));
    if (p == nullptr) return;
    t.part = p->part;
    t.minute = p->minute;
    t.last = k + 1;
  }

  bool weekday(std::uint32_t i, found_time& t) {
    if (!r_.is(i, w::weekday) || !is_name(i)) return false;
    t.what.kind = time_kind::weekday;
    t.weekday = weekday_of(i);
    t.last = i + 1;
    take_part(t, t.last);
    return true;
  }

  [[nodiscard]] std::optional<std::int32_t> month(std::uint32_t i) const {
    if (i >= r_.size() || !r_.is(i, w::month) || !is_name(i)) return std::nullopt;
    for (std::int32_t m = 0; m < 12; ++m)
      if (k_months[static_cast<std::size_t>(m)] == r_.form(i)) return m + 1;
    return std::nullopt;
  }

  bool date(std::uint32_t i, found_time& t) {
    std::uint32_t k = i;
    std::optional<std::int32_t> day;
    std::optional<std::int32_t> of = month(i);
    if (of) {
      k = i + 1;
      std::uint32_t n = k;
      if (at(n, "the")) ++n;
      day = ordinal(n);
      if (!day && r_.tokens().shape.size() > n && r_.tokens().shape[n] == token_shape::number)
        day = number(n);
      if (!day || *day > 31) {
        // "may" and "march" are words too.
        const bool marked = i > 0 && (at(i - 1, "in") || at(i - 1, "since") || at(i - 1, "till") ||
                                      at(i - 1, "until") || at(i - 1, "of") || at(i - 1, "last"));
        if (!marked) return false;
        t.what.kind = time_kind::month;
        t.what.value = "--" + two_digits(*of);
        t.last = i + 1;
        return true;
      }
      k = n;
    } else {
      const bool article = at(k, "the");
      if (article) ++k;
      day = ordinal(k);
      if (!day && r_.tokens().shape[i] == token_shape::number && month(i + 1)) day = number(k);
      if (!day || *day > 31) return false;
      std::uint32_t m = k;
      if (at(m, "of")) ++m;
      of = month(m);
      if (of) k = m + 1;
      // "the fourteenth" alone: nothing that it counts may follow.
      if (!of && (!article || *day < 4 ||
                  (k < sentence_end(i) && r_.is_word(k) &&
                   !r_.is_class(k, wc::function_word | wc::preposition | wc::conjunction))))
        return false;
      if (!of && at(k, "of")) return false;
    }
    t.what.kind = time_kind::date;
    t.what.value = (of ? "--" + two_digits(*of) : std::string("--")) + "-" + two_digits(*day);
    t.last = k;
    return true;
  }

  bool part(std::uint32_t i, found_time& t) {
    std::uint32_t k = i;
    const bool pointed = at(k, "that") || at(k, "this") || at(k, "one") || at(k, "the");
    if (pointed) ++k;
    if (k >= r_.size() || !r_.is(k, w::day_part)) return false;
    if (r_.form(k) == "noon" || r_.form(k) == "midnight") {
      t.what.kind = time_kind::clock;
    } else {
      const bool marked =
          i > 0 && (at(i - 1, "in") || at(i - 1, "at") || at(i - 1, "by") || at(i - 1, "on") ||
                    at(i - 1, "of") || at(i - 1, "all") || at(i - 1, "till") ||
                    at(i - 1, "until") || at(i - 1, "early") || at(i - 1, "late") ||
                    at(i - 1, "during") || at(i - 1, "since") || at(i - 1, "with"));
      if (!pointed && !marked && r_.form(k) != "tonight") return false;
      if (at(i, "the") && !marked) return false;
      t.what.kind = time_kind::part_of_day;
    }
    const named_part* p = part_named(r_.form(k));
    if (p == nullptr) return false;
    t.part = p->part;
    t.minute = p->minute;
    t.last = k + 1;
    return true;
  }

  bool age(std::uint32_t i, found_time& t) {
    std::uint32_t n = i;
    if (at(i, "aged")) ++n;
    const auto count = number(n);
    if (!count || *count < 1 || *count > 110 || at(i, "a") || at(i, "an")) return false;
    const bool old = at(n, "years") && (at(n + 1, "old") || (at(n + 1, "of") && at(n + 2, "age")));
    // "who was thirteen": the clause ends with it.
    const bool predicate =
        i > 0 && (at(i - 1, "was") || at(i - 1, "is") || at(i - 1, "'m") || at(i - 1, "am")) &&
        *count > 3 &&
        (n >= r_.size() || r_.tokens().shape[n] == token_shape::punctuation || at(n, "and")) &&
        i > 1 &&
        (r_.who(i - 2) != k_none || at(i - 2, "who") || at(i - 2, "i") ||
         r_.is_class(i - 2, wc::pronoun_he | wc::pronoun_she));
    // "Priya Nair, 34, was late"
    const bool beside = i > 1 && at(i - 1, ",") && at(n, ",") && *count > 3 &&
                        r_.who(i - 2) != k_none && r_.tokens().capital[i - 2] != 0;
    if (!old && !predicate && !beside && !at(i, "aged")) return false;
    t.what.kind = time_kind::age;
    t.what.value = "P" + std::to_string(*count) + "Y";
    t.last = n + (old ? (at(n + 1, "old") ? 2 : 3) : 0);
    return true;
  }

  bool duration(std::uint32_t i, found_time& t) {
    std::uint32_t n = i;
    const auto count = number(n);
    if (!count || !is(n, w::time_unit)) return false;
    const std::string& unit = r_.form(n);
    if (unit.starts_with("moment") || unit.starts_with("second")) return false;
    t.what.kind = time_kind::duration;
    const std::int32_t days = days_in(unit);
    const std::int64_t total = std::int64_t{*count} * (days > 0 ? days : minutes_in(unit));
    t.what.value =
        days > 0 ? "P" + std::to_string(total) + "D" : "PT" + std::to_string(total) + "M";
    t.last = n + 1;
    return true;
  }

  /// What stands for a time all by itself: "Christmas", "1813", "summer".
  bool plain(std::uint32_t i, found_time& t) {
    if (r_.is(i, w::feast)) {
      t.what.kind = time_kind::feast;
    } else if (r_.is(i, w::season) && i > 0 &&
               (at(i - 1, "in") || at(i - 1, "that") || at(i - 1, "last") || at(i - 1, "this") ||
                (at(i - 1, "the") && i > 1 && (at(i - 2, "in") || at(i - 2, "during"))))) {
      t.what.kind = time_kind::season;
    } else if (r_.tokens().shape[i] == token_shape::number && r_.form(i).size() == 4 && i > 0 &&
               (at(i - 1, "in") || at(i - 1, "of") || at(i - 1, "year") || at(i - 1, "since"))) {
      std::uint32_t n = i;
      const auto year = number(n);
      if (!year || *year < 1000 || *year > 2200) return false;
      t.what.kind = time_kind::year;
    } else {
      return false;
    }
    t.what.value = r_.form(i);
    t.last = i + 1;
    return true;
  }

  void finish(found_time& t) {
    t.what.span = r_.span_of(t.first, t.last);
    t.what.in_speech = !r_.told(t.first);
    std::uint32_t before = t.first;
    if (before > 0 && at(before - 1, "the")) --before;
    if (before > 0) {
      const std::string& f = r_.form(before - 1);
      t.bound = f == "since" || f == "until" || f == "till" || f == "for" || f == "before" ||
                f == "from" || f == "after" || f == "of";
    }
    if (!t.what.value.empty()) return;
    if (t.days) {
      t.what.value = (*t.days < 0 ? "-P" : "+P") + std::to_string(std::abs(*t.days)) + "D";
      if (!t.part.empty()) t.what.value += " " + t.part;
    } else if (t.minutes) {
      t.what.value = (*t.minutes < 0 ? "-PT" : "+PT") + std::to_string(std::abs(*t.minutes)) + "M";
    } else if (t.weekday) {
      t.what.value = std::string(weekday_name(*t.weekday));
      if (!t.part.empty()) t.what.value += " " + t.part;
    } else {
      t.what.value = t.part;
    }
  }

  const reading& r_;
  std::vector<found_time> out_;
};

}  // namespace

std::optional<std::uint16_t> minute_of_part(std::string_view part) noexcept {
  const named_part* p = part_named(part);
  if (p == nullptr) return std::nullopt;
  return p->minute;
}

std::vector<found_time> find_times(const reading& r) {
  return time_finder(r).run();
}

}  // namespace fabula::plot
