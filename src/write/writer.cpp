// Formats by name. A new one is a line in `k_writers`.
#include "fabula/writer.hpp"

#include <array>

#include "story/bounds.hpp"
#include "story/store.hpp"
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
    format{"conllu", ".conllu", "words, tags and trees, as Universal Dependencies write them"}};

using writer = result<std::string> (*)(const story&);
constexpr std::array<writer, k_formats.size()> k_writers{json, html, write_store, script,
                                                         write_conllu};

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

result<std::string> write(const story& s, std::string_view name) {
  const format* f = find_format(name);
  if (f == nullptr) {
    error e{
        error_code::bad_option, {}, {}, "there is no format `" + std::string(name) + "`", "use "};
    for (const format& known : k_formats) {
      if (&known != k_formats.data()) e.remedy += &known == &k_formats.back() ? " or " : ", ";
      e.remedy += known.name;
    }
    return tl::unexpected(std::move(e));
  }
  if (std::string problem = check_bounds(s); !problem.empty()) {
    return tl::unexpected(error{error_code::damaged, s.source.name, "story", std::move(problem),
                                "make the story by `reader`, or correct it"});
  }
  return k_writers[static_cast<std::size_t>(f - k_formats.data())](s);
}

}  // namespace fabula
