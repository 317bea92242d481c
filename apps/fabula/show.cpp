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

[[nodiscard]] table cast(const story& s) {
  table t;
  t.add({heading("id", true), heading("name"), heading("kind"), heading("pronouns"),
         heading("lines", true), heading("mentions", true), heading("also called")});
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
      if (a.text != c.name) forms += (forms.empty() ? "" : ", ") + a.text;
    }
    t.add({number(i),
           {one_line(c.name), false, style::bold},
           plain(c.narrator ? std::string(to_string(c.kind)) + ", narrator" : to_string(c.kind)),
           plain(to_string(c.pronouns)),
           number(c.quotes),
           number(c.mentions),
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

[[nodiscard]] table scenes(const story& s) {
  table t;
  t.add({heading("id", true), heading("chapter"), heading("begins by"), heading("present"),
         heading("first words")});
  for (std::uint32_t i = 0; i < s.scenes.size(); ++i) {
    const scene& x = s.scenes[i];
    t.add({number(i), plain(s.chapters[x.chapter.value].title), plain(x.why),
           plain(names_of(s, x.present)), plain(s.words_of(x.span).substr(0, 400))});
  }
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
