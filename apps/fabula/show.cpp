#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "open_story.hpp"
#include "story/verify.hpp"
#include "terminal.hpp"

namespace fabula::program {
namespace {

using cell = table::cell;

[[nodiscard]] cell heading(std::string_view words, bool right = false) {
  return {std::string(words), right, style::dim};
}
[[nodiscard]] cell number(std::size_t n) {
  return {with_commas(n), true, style::plain};
}
[[nodiscard]] cell plain(std::string_view words) {
  return {one_line(words), false, style::plain};
}

[[nodiscard]] std::string name_of(const story& s, character_id id) {
  return one_line(s.characters[id.value].name);
}

[[nodiscard]] std::string names_of(const story& s, const std::vector<character_id>& ids) {
  std::string out;
  for (const character_id id : ids)
    out += (out.empty() ? "" : ", ") + name_of(s, id);
  return out;
}

/// "Lizzie (12, nickname)": a name form, how often, and why it is theirs.
[[nodiscard]] std::string form_with_reason(const alias& a) {
  std::string why(to_string(a.why));
  std::replace(why.begin(), why.end(), '_', ' ');
  return a.text + " (" + std::to_string(a.count) +
         (a.why == alias_reason::own ? std::string() : ", " + why) + ")";
}

/// "she, by title, 12 to 1": the pronouns and what told them.
[[nodiscard]] std::string pronouns_with_reason(const character& c) {
  std::string out(to_string(c.pronouns));
  if (out.empty()) return out;
  const pronoun_evidence& by = c.pronouns_by;
  if (by.by_title) out += ", by title";
  if (by.by_name && !by.by_title) out += ", by name";
  const std::uint32_t all = by.she + by.he;
  const std::uint32_t with = c.pronouns == pronoun_set::she ? by.she : by.he;
  if (all > 0 && (c.pronouns == pronoun_set::she || c.pronouns == pronoun_set::he))
    out += ", " + std::to_string(with) + " to " + std::to_string(all - with);
  return out;
}

/// The title of the chapter in which somebody is first seen.
[[nodiscard]] std::string first_seen(const story& s, const character& c) {
  for (const chapter& x : s.chapters)
    if (x.span.contains(c.first)) return x.title;
  return {};
}

[[nodiscard]] table cast(const story& s) {
  table t;
  t.add({heading("id", true), heading("name"), heading("kind"), heading("pronouns"),
         heading("lines", true), heading("mentions", true), heading("first seen"),
         heading("also called")});
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < s.characters.size(); ++i)
    order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const character& x = s.characters[a];
    const character& y = s.characters[b];
    return x.quotes != y.quotes ? x.quotes > y.quotes : x.mentions > y.mentions;
  });
  for (const std::uint32_t i : order) {
    const character& c = s.characters[i];
    std::string forms;
    for (const alias& a : c.aliases) {
      if (a.text != c.name) forms += (forms.empty() ? "" : ", ") + form_with_reason(a);
    }
    t.add({number(i),
           {one_line(c.name), false, style::bold},
           plain(c.narrator ? std::string(to_string(c.kind)) + ", narrator" : to_string(c.kind)),
           plain(pronouns_with_reason(c)),
           number(c.quotes),
           number(c.mentions),
           plain(first_seen(s, c)),
           plain(forms)});
  }
  return t;
}

[[nodiscard]] table talk(const story& s) {
  table t;
  t.add({heading("id", true), heading("speaker"), heading("to"), heading("kind"),
         heading("evidence"), heading("sure", true), heading("words")});
  for (std::uint32_t i = 0; i < s.quotes.size(); ++i) {
    const quote& q = s.quotes[i];
    if (q.kind == quote_kind::quoted) continue;
    std::string words;
    for (const byte_range r : q.spans)
      (words += words.empty() ? "" : " ").append(s.words_of(r));
    const long sure = std::lround(static_cast<double>(q.confidence) * 100);
    t.add({number(i),
           q.speaker ? cell{name_of(s, *q.speaker), false, style::bold}
                     : cell{"?", false, style::dim},
           plain(names_of(s, q.addressees)),
           plain(to_string(q.kind)),
           plain(to_string(q.evidence)),
           {q.speaker ? std::to_string(sure) + " %" : "", true, style::plain},
           plain(words)});
  }
  return t;
}

[[nodiscard]] std::string place_of(const story& s, const std::optional<place_id>& p) {
  return p ? one_line(s.places[p->value].name) : "";
}

[[nodiscard]] std::string sure(float confidence) {
  return std::to_string(std::lround(static_cast<double>(confidence) * 100)) + " %";
}

/// "day 2, Thursday evening, 19:15"
[[nodiscard]] std::string time_of(const scene_time& t) {
  std::string out = "day " + std::to_string(t.day + 1);
  if (t.weekday) {
    std::string day(weekday_name(*t.weekday));
    if (!day.empty()) day[0] = static_cast<char>(day[0] - 'a' + 'A');
    out += ", " + day;
  }
  if (!t.part.empty()) out += (t.weekday ? " " : ", ") + t.part;
  if (t.minute) {
    const int m = *t.minute;
    out += ", " + std::to_string(m / 60) + (m % 60 < 10 ? ":0" : ":") + std::to_string(m % 60);
  }
  if (t.order != time_order::onward) out += " (" + std::string(to_string(t.order)) + ")";
  return out;
}

[[nodiscard]] table scenes(const story& s) {
  table t;
  t.add({heading("id", true), heading("chapter"), heading("place"), heading("time"),
         heading("viewpoint"), heading("present"), heading("not there"), heading("begins by")});
  for (std::uint32_t i = 0; i < s.scenes.size(); ++i) {
    const scene& x = s.scenes[i];
    std::string away;
    for (const scene_person& p : x.people) {
      if (p.role != presence_role::message && p.role != presence_role::mentioned) continue;
      away += (away.empty() ? "" : ", ") + name_of(s, p.who);
      if (p.role == presence_role::message) away += " (message)";
    }
    std::string mind = x.viewpoint ? name_of(s, *x.viewpoint) : "";
    for (const head_hop& h : x.hops)
      if (mind.find(name_of(s, h.who)) == std::string::npos) mind += " > " + name_of(s, h.who);
    t.add({number(i), plain(s.chapters[x.chapter.value].title), plain(place_of(s, x.place)),
           plain(x.time ? time_of(*x.time) : ""), plain(mind), plain(names_of(s, x.present)),
           plain(away), plain(x.why)});
  }
  return t;
}

[[nodiscard]] table places(const story& s) {
  table t;
  t.add({heading("id", true), heading("place"), heading("kind"), heading("within"),
         heading("whose"), heading("mentions", true), heading("scenes", true)});
  std::vector<std::size_t> scenes_at(s.places.size(), 0);
  for (const scene& x : s.scenes)
    if (x.place) ++scenes_at[x.place->value];
  for (std::uint32_t i = 0; i < s.places.size(); ++i) {
    const place& p = s.places[i];
    t.add({number(i),
           {one_line(p.name), false, p.named ? style::bold : style::plain},
           plain(to_string(p.kind)),
           plain(place_of(s, p.within)),
           plain(names_of(s, p.owners)),
           number(p.mentions),
           number(scenes_at[i])});
  }
  return t;
}

[[nodiscard]] table timeline(const story& s) {
  table t;
  t.add({heading("time"), heading("told in scene", true), heading("chapter"), heading("place"),
         heading("present"), heading("told by")});
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < s.scenes.size(); ++i)
    if (s.scenes[i].time) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return s.scenes[a].time->day < s.scenes[b].time->day;
  });
  for (const std::uint32_t i : order) {
    const scene& x = s.scenes[i];
    t.add({plain(time_of(*x.time)), number(i), plain(s.chapters[x.chapter.value].title),
           plain(place_of(s, x.place)), plain(names_of(s, x.present)),
           plain(x.time->words ? s.words_of(*x.time->words) : std::string_view())});
  }
  for (const conflict& c : s.conflicts)
    if (c.kind == conflict_kind::weekday)
      t.add({plain("? " + c.what), plain(""), plain(""), plain(""), plain(""),
             plain(s.words_of(c.second))});
  return t;
}

[[nodiscard]] table ties(const story& s) {
  table t;
  t.add({heading("who"), heading("to whom"), heading("tie"), heading("as"), heading("weight", true),
         heading("sure", true), heading("words")});
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < s.ties.size(); ++i)
    order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return s.ties[a].weight > s.ties[b].weight;
  });
  for (const std::uint32_t i : order) {
    const tie& x = s.ties[i];
    t.add({{name_of(s, x.a), false, style::bold},
           {name_of(s, x.b), false, style::bold},
           plain(to_string(x.kind)),
           plain(x.role),
           number(x.weight),
           {sure(x.confidence), true, style::plain},
           plain(x.evidence.empty() ? std::string_view() : s.words_of(x.evidence[0]))});
  }
  return t;
}

[[nodiscard]] table threads(const story& s) {
  table t;
  t.add({heading("id", true), heading("kind"), heading("who"), heading("touched", true),
         heading("closed"), heading("sure", true), heading("opened")});
  for (std::uint32_t i = 0; i < s.threads.size(); ++i) {
    const thread& x = s.threads[i];
    t.add({number(i),
           plain(to_string(x.kind)),
           plain(names_of(s, x.who)),
           number(x.touched.size()),
           plain(x.closed ? s.words_of(*x.closed).substr(0, 60) : std::string_view("open")),
           {sure(x.confidence), true, style::plain},
           plain(s.words_of(x.opened))});
  }
  return t;
}

/// Facts, what in them does not go together, and the rating: kinds and counts, never a passage.
[[nodiscard]] table facts(const story& s) {
  table t;
  t.add(
      {heading("what"), heading("who"), heading("value"), heading("sure", true), heading("words")});
  for (const fact& f : s.facts)
    t.add({plain(to_string(f.kind)),
           {name_of(s, f.who), false, style::bold},
           plain(f.value),
           {sure(f.confidence), true, style::plain},
           plain(s.words_of(f.span))});
  for (const conflict& c : s.conflicts)
    t.add({plain("conflict: " + std::string(to_string(c.kind))),
           {c.who ? name_of(s, *c.who) : "", false, style::bold},
           plain(c.what),
           {sure(c.confidence), true, style::plain},
           plain("")});
  if (s.rating.proposed != archive_rating::not_rated)
    t.add({plain("rating"),
           plain(""),
           plain(to_string(s.rating.proposed)),
           {sure(s.rating.confidence), true, style::plain},
           plain("")});
  for (const content_warning& w : s.rating.warnings)
    t.add({plain("warning"),
           plain(""),
           plain(w.archive_warning ? archive_warning_of(w.kind) : to_string(w.kind)),
           {sure(w.confidence), true, style::plain},
           plain(std::to_string(w.evidence.size()) + " passages")});
  return t;
}

[[nodiscard]] table chapters(const story& s) {
  const code_point_map at(s.text);
  table t;
  t.add({heading("id", true), heading("kind"), heading("characters", true),
         heading("utterances", true), heading("title")});
  for (std::uint32_t i = 0; i < s.chapters.size(); ++i) {
    const chapter& c = s.chapters[i];
    const auto lines = std::count_if(s.quotes.begin(), s.quotes.end(), [&](const quote& q) {
      return q.kind != quote_kind::quoted && c.span.contains(q.span().start);
    });
    t.add({number(i),
           plain(to_string(c.kind)),
           number(at(c.span).size()),
           number(static_cast<std::size_t>(lines)),
           {one_line(c.title), false, style::bold}});
  }
  return t;
}

[[nodiscard]] table table_of(const story& s, std::string_view what) {
  if (what == "talk") return talk(s);
  if (what == "scenes") return scenes(s);
  if (what == "places") return places(s);
  if (what == "timeline") return timeline(s);
  if (what == "ties") return ties(s);
  if (what == "threads") return threads(s);
  if (what == "facts") return facts(s);
  if (what == "chapters") return chapters(s);
  return cast(s);
}

}  // namespace

int run(const show_command& c) {
  input_list list = find_inputs({c.input}, true);
  if (list.inputs.size() != 1) {
    complain(list.errors.empty() ? c.input + ": a folder with several stories; name one of them"
                                 : list.errors[0].message());
    return k_not_readable;
  }
  progress shown(true, 1);
  reader_source readers(c.model);
  const result<opened_story> s = open_story(list.inputs[0], c.tokenized, readers, shown);
  shown.clear();
  if (!s) {
    complain(s.error().message());
    return k_not_readable;
  }
  print(table_of(s->value, c.what).text(0, columns_of(STDOUT_FILENO), wants_colour(STDOUT_FILENO)));
  return k_done;
}

}  // namespace fabula::program
