// Formats by name. A new one is a line in `k_formats` and one in `k_writers`.
#include "fabula/writer.hpp"

#include <array>
#include <vector>

#include "story/bounds.hpp"
#include "story/store.hpp"
#include "write/booknlp.hpp"
#include "write/conllu.hpp"
#include "write/html.hpp"
#include "write/json.hpp"
#include "write/stamp.hpp"
#include "write/text.hpp"

namespace fabula {
namespace {

/// The page itself knows nothing of stamps; a comment behind its end is still valid HTML.
[[nodiscard]] result<std::string> html(const story& s) {
  return write_html(s) + "<!-- " + stamp_line(stamp_of(s)) + " -->\n";
}
[[nodiscard]] result<std::string> json(const story& s) {
  return write_json(s);
}
[[nodiscard]] result<std::string> script(const story& s) {
  return write_text(s);
}

constexpr std::array k_formats{
    format{"json", ".json", "everything, on the contract of docs/output.md"},
    format{"html", ".html", "a page to look at: one file that needs no network"},
    format{"sqlite", ".story", "everything, as a SQLite database (docs/store.md)"},
    format{"text", ".script.txt", "a script in plain text: each line behind its speaker's name"},
    format{"conllu", ".conllu", "words, tags and trees, as Universal Dependencies write them"},
    format{"tokens", ".tokens", "words, tags, trees and events, as BookNLP writes them"},
    format{"entities", ".entities", "mentions with their entities, as BookNLP writes them"},
    format{"supersense", ".supersense", "kinds of nouns and verbs, as BookNLP writes them"}};

using writer = result<std::string> (*)(const story&);
constexpr std::array<writer, k_formats.size()> k_writers{json,
                                                         html,
                                                         write_store,
                                                         script,
                                                         write_conllu,
                                                         write_booknlp_tokens,
                                                         write_booknlp_entities,
                                                         write_booknlp_supersense};

constexpr std::array<std::string_view, 3> k_booknlp{"tokens", "entities", "supersense"};
constexpr std::array k_groups{
    format_group{"booknlp", k_booknlp, "all files of BookNLP (docs/booknlp.md)"}};

/// "a, b or c"
[[nodiscard]] std::string list_of(std::span<const std::string_view> names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

[[nodiscard]] error no_such_format(std::string_view name) {
  if (const format_group* group = find_format_group(name)) {
    return {error_code::bad_option,
            {},
            {},
            "`" + std::string(name) + "` is several formats",
            "write " + list_of(group->members) + ", one at a time"};
  }
  std::vector<std::string_view> names;
  names.reserve(k_formats.size() + k_groups.size());
  for (const format& f : k_formats)
    names.push_back(f.name);
  for (const format_group& g : k_groups)
    names.push_back(g.name);
  return {error_code::bad_option,
          {},
          {},
          "there is no format `" + std::string(name) + "`",
          "use " + list_of(names)};
}

}  // namespace

std::span<const format> formats() noexcept {
  return k_formats;
}

const format* find_format(std::string_view name) noexcept {
  for (const format& f : k_formats) {
    if (f.name == name) return &f;
  }
  return nullptr;
}

std::span<const format_group> format_groups() noexcept {
  return k_groups;
}

const format_group* find_format_group(std::string_view name) noexcept {
  for (const format_group& g : k_groups) {
    if (g.name == name) return &g;
  }
  return nullptr;
}

result<std::string> write(const story& s, std::string_view name) {
  const format* f = find_format(name);
  if (f == nullptr) return tl::unexpected(no_such_format(name));
  if (std::string problem = check_bounds(s); !problem.empty()) {
    return tl::unexpected(error{error_code::damaged, s.source.name, "story", std::move(problem),
                                "make the story by `reader`, or correct it"});
  }
  return k_writers[static_cast<std::size_t>(f - k_formats.data())](s);
}

}  // namespace fabula
