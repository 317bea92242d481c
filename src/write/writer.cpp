// Formats by name. A new one is a line in `k_formats` and one in `k_writers`.
#include "fabula/writer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "story/bounds.hpp"
#include "story/store.hpp"
#include "write/audiobook.hpp"
#include "write/booknlp.hpp"
#include "write/conllu.hpp"
#include "write/html.hpp"
#include "write/json.hpp"
#include "write/script.hpp"
#include "write/ssml.hpp"
#include "write/stamp.hpp"
#include "write/text.hpp"
#include "write/voices.hpp"

namespace fabula {
namespace {

/// The page itself knows nothing of stamps; a comment behind its end is still valid HTML.
[[nodiscard]] result<std::string> html(const story& s) {
  return write_html(s) + "<!-- " + stamp_line(stamp_of(s)) + " -->\n";
}
[[nodiscard]] result<std::string> json(const story& s) {
  return write_json(s);
}
[[nodiscard]] result<std::string> script_in_text(const story& s) {
  return write_text(s);
}
[[nodiscard]] result<std::string> script(const story& s) {
  return write_script(s);
}

constexpr std::array k_formats{
    format{"json", ".json", "everything, on the contract of docs/output.md"},
    format{"html", ".html", "a page to look at: one file that needs no network"},
    format{"sqlite", ".story", "everything, as a SQLite database (docs/store.md)"},
    format{"text", ".script.txt", "a script in plain text: each line behind its speaker's name"},
    format{"conllu", ".conllu", "words, tags and trees, as Universal Dependencies write them"},
    format{"tokens", ".tokens", "words, tags, trees and events, as BookNLP writes them"},
    format{"entities", ".entities", "mentions with their entities, as BookNLP writes them"},
    format{"supersense", ".supersense", "kinds of nouns and verbs, as BookNLP writes them"},
    format{"quotes", ".quotes", "utterances with their speakers, as BookNLP writes them"},
    format{"book", ".book", "people and what they do, as BookNLP writes them"},
    format{"book.html", ".book.html", "people and the text to look at, as BookNLP writes them"},
    format{"script", ".script.jsonl", "a script for voices, line by line (docs/script.md)"},
    format{"voices", ".voices.json", "who needs a voice: fill it in, and give it to --voices"},
    format{"ssml", ".ssml", "SSML 1.1 for speech synthesizers, one file a chapter"},
    format{"sml", ".sml.txt", "a script for ebook2audiobook, and its voices"},
    format{"characters_simple", ".characters_simple.json", "voices as ebook2audiobook wants them"},
    format{"book.txt", ".book.txt", "a sentence a line behind its voice, for ebook2audiobook"},
    format{"alexandria", ".alexandria.json", "a script for alexandria"},
    format{"audiobook-creator", ".audiobook-creator",
           "a script for audiobook-creator, and its cast"},
    format{"abogen", ".abogen.txt", "a text for abogen, with chapters and voices"}};

using writer = result<std::string> (*)(const story&, const write_options&);
using parts_writer = result<std::vector<output_part>> (*)(const story&, const write_options&);

template <auto Write>
[[nodiscard]] result<std::string> plain(const story& s, const write_options&) {
  return Write(s);
}

[[nodiscard]] result<std::string> voices(const story& s, const write_options& options) {
  return voice_table::make(s, options.voices).map([](const voice_table& v) { return v.write(); });
}
[[nodiscard]] result<std::string> sml(const story& s, const write_options& options) {
  return write_sml(s, options).map([](std::vector<output_part>&& parts) {
    return std::move(parts[0].bytes);
  });
}
[[nodiscard]] result<std::string> alexandria(const story& s, const write_options& options) {
  return write_alexandria(s, options);
}
[[nodiscard]] result<std::string> audiobook_creator(const story& s, const write_options& options) {
  return std::move(write_audiobook_creator(s, options)[0].bytes);
}
[[nodiscard]] result<std::vector<output_part>> audiobook_creator_parts(
    const story& s, const write_options& options) {
  return write_audiobook_creator(s, options);
}

constexpr std::array<writer, k_formats.size()> k_writers{plain<json>,
                                                         plain<html>,
                                                         plain<write_store>,
                                                         plain<script_in_text>,
                                                         plain<write_conllu>,
                                                         plain<write_booknlp_tokens>,
                                                         plain<write_booknlp_entities>,
                                                         plain<write_booknlp_supersense>,
                                                         plain<write_booknlp_quotes>,
                                                         plain<write_booknlp_book>,
                                                         plain<write_booknlp_page>,
                                                         plain<script>,
                                                         voices,
                                                         write_ssml,
                                                         sml,
                                                         plain<write_booknlp_simple_characters>,
                                                         plain<write_booknlp_text>,
                                                         alexandria,
                                                         audiobook_creator,
                                                         write_abogen};

/// The formats that are several files.
struct several_files {
  std::string_view format;
  parts_writer write;
};
constexpr std::array k_several_files{several_files{"ssml", write_ssml_chapters},
                                     several_files{"sml", write_sml},
                                     several_files{"audiobook-creator", audiobook_creator_parts}};

constexpr std::array<std::string_view, 6> k_booknlp{"tokens", "entities", "supersense",
                                                    "quotes", "book",     "book.html"};
constexpr std::array<std::string_view, 8> k_ebook2audiobook{
    "tokens", "entities", "supersense", "quotes", "book", "book.txt", "characters_simple", "sml"};
constexpr std::array k_groups{
    format_group{"booknlp", k_booknlp, "all files of BookNLP (docs/booknlp.md)"},
    format_group{"ebook2audiobook", k_ebook2audiobook,
                 "all that ebook2audiobook and its command read (docs/script.md)"}};

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

/// A story made by hand whose ranges or ids point outside of it.
[[nodiscard]] std::optional<error> bad_story(const story& s) {
  std::string problem = check_bounds(s);
  if (problem.empty()) return std::nullopt;
  return error{error_code::damaged, s.source.name, "story", std::move(problem),
               "make the story by `reader`, or correct it"};
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
  return write(s, name, {});
}

result<std::string> write(const story& s, std::string_view name, const write_options& options) {
  const format* f = find_format(name);
  if (f == nullptr) return tl::unexpected(no_such_format(name));
  if (auto problem = bad_story(s)) return tl::unexpected(std::move(*problem));
  return k_writers[static_cast<std::size_t>(f - k_formats.data())](s, options);
}

result<std::vector<output_part>> write_parts(const story& s, std::string_view name,
                                             const write_options& options) {
  const auto several = std::find_if(k_several_files.begin(), k_several_files.end(),
                                    [&](const several_files& f) { return f.format == name; });
  if (several != k_several_files.end()) {
    if (auto problem = bad_story(s)) return tl::unexpected(std::move(*problem));
    return several->write(s, options);
  }
  const format* f = find_format(name);
  const std::string extension(f == nullptr ? std::string_view() : f->extension);
  return write(s, name, options).map([&](std::string&& bytes) {
    std::vector<output_part> one(1);
    one[0] = {extension, std::move(bytes)};
    return one;
  });
}

}  // namespace fabula
