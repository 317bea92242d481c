#include "write/audiobook.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "text/unicode.hpp"
#include "write/json_stream.hpp"
#include "write/spoken.hpp"
#include "write/words.hpp"

namespace fabula {
namespace {

using role = reader_of_line::role;

/// The name of a reader in one program's spelling.
[[nodiscard]] std::string_view name_of(reader_of_line who, const std::vector<std::string>& names,
                                       std::string_view narrator,
                                       std::string_view unknown) noexcept {
  switch (who.who) {
    case role::narrator: return narrator;
    case role::unknown: return unknown;
    default: return names[who.character];
  }
}

/// Calls `each(line, words)` with every line of the story that has words to be read, and
/// `rests(line)` at marks of scene breaks.
template <class Each, class Rest>
void each_line(const story& s, const write_options& options, Each each, Rest rests) {
  for (const spoken_line& l : spoken_lines(s, options)) {
    if (!is_story(s, l)) continue;
    if (l.kind == line_kind::scene_break) {
      rests(l);
    } else if (const std::string words = words_of(s, l); !words.empty()) {
      each(l, words);
    }
  }
}

/// "{a" as "{ a" where `opens` is "{" and one of `names` follows: so that words are never commands.
[[nodiscard]] std::string without_commands(std::string_view words, std::string_view opens,
                                           std::initializer_list<std::string_view> names) {
  std::string out;
  const std::string small = text::lower(words);
  // Lower case may have another length; then every opening is parted, which nobody hears.
  const bool same_places = small.size() == words.size();
  std::size_t done = 0;
  for (std::size_t at = 0; (at = words.find(opens, at)) != words.npos;) {
    at += opens.size();
    const bool command =
        !same_places || std::any_of(names.begin(), names.end(), [&](std::string_view name) {
          return std::string_view(small).substr(at).starts_with(name);
        });
    if (!command) continue;
    out.append(words, done, at - done) += ' ';
    done = at;
  }
  return out.append(words, done);
}

// --- ebook2audiobook --------------------------------------------------------------------------

[[nodiscard]] std::string sml_text(const story& s, const write_options& options,
                                   const std::vector<std::string>& labels,
                                   std::set<reader_of_line>& used) {
  std::string out;
  const spoken_line* before = nullptr;
  spoken_line last;
  const auto pause = [&](std::string_view mark) {
    if (!out.empty() && !out.ends_with("[pause]\n\n")) out.append(mark) += "\n\n";
  };
  each_line(
      s, options,
      [&](const spoken_line& l, const std::string& words) {
        if (before != nullptr &&
            (before->chapter != l.chapter || before->paragraph != l.paragraph)) {
          if (!out.ends_with("\n\n")) out += "\n\n";
          if (before->chapter != l.chapter) {
            pause("[pause]");
          } else if (before->kind == line_kind::heading) {
            pause("[break]");
          }
        } else if (!out.empty() && out.back() != '\n') {
          out += ' ';
        }
        used.insert(l.reader);
        out.append("[voice:").append(name_of(l.reader, labels, "Narrator", "Unknown")) += ']';
        out += without_commands(words, "[", {"voice", "/voice", "break", "pause"});
        out += "[/voice]";
        last = l;
        before = &last;
      },
      [&](const spoken_line&) {
        if (!out.empty() && !out.ends_with("\n\n")) out += "\n\n";
        pause("[pause]");
      });
  if (!out.empty() && !out.ends_with('\n')) out += '\n';
  return out;
}

// --- alexandria -------------------------------------------------------------------------------

struct manner {
  std::string_view begins;  ///< of a word of the cue
  std::string_view instruct;
};

// Verbs of speech that change the voice; "said" and its like do not.
constexpr std::array<manner, 25> k_manners{
    {{"whisper", "whispering"}, {"breath", "whispering"},  {"murmur", "murmuring"},
     {"mutter", "muttering"},   {"mumbl", "mumbling"},     {"shout", "shouting"},
     {"yell", "shouting"},      {"bellow", "shouting"},    {"roar", "shouting"},
     {"scream", "screaming"},   {"shriek", "screaming"},   {"cried", "crying out"},
     {"cry", "crying out"},     {"exclaim", "exclaiming"}, {"sob", "sobbing"},
     {"wail", "wailing"},       {"laugh", "laughing"},     {"giggl", "giggling"},
     {"groan", "groaning"},     {"moan", "moaning"},       {"sigh", "sighing"},
     {"hiss", "hissing"},       {"growl", "growling"},     {"snap", "snapping"},
     {"gasp", "gasping"}}};

[[nodiscard]] std::string_view instruct_of(const story& s, const spoken_line& l) {
  if (!l.quote) return {};
  const quote& q = s.quotes[l.quote->value];
  if (q.cue) {
    std::string cue = " ";
    append_collapsed(cue, text::lower(s.words_of(*q.cue)));
    for (const manner& m : k_manners)
      if (cue.find(" " + std::string(m.begins)) != std::string::npos) return m.instruct;
  }
  switch (q.kind) {
    case quote_kind::thought: return "thinking";
    case quote_kind::message:
    case quote_kind::letter:
    case quote_kind::sign: return "reading";
    default: return {};
  }
}

}  // namespace

result<std::vector<output_part>> write_sml(const story& s, const write_options& options) {
  const result<voice_table> voices = voice_table::make(s, options.voices);
  if (!voices) return tl::unexpected(voices.error());
  const std::vector<std::string> labels = unique_labels(s);
  std::set<reader_of_line> used{{role::narrator, 0}};
  output_part text{".sml.txt", sml_text(s, options, labels, used)};
  std::string json;
  json_stream j(json);
  j.open('{').key("macros").open('{').key("voices").open('{');
  std::set<std::string_view> named;
  for (const reader_of_line who : used) {
    const std::string_view name = name_of(who, labels, "Narrator", "Unknown");
    // An unnamed teller has the narrator's name, and voice.
    if (named.insert(name).second) j.line().field(name, voices->voice_of(who, voice_engine::e2a));
  }
  j.close('}').close('}').close('}');
  return std::vector<output_part>{std::move(text), {".sml.json", json + "\n"}};
}

std::string write_alexandria(const story& s, const write_options& options) {
  std::vector<std::string> names = unique_names(s);
  std::transform(names.begin(), names.end(), names.begin(), text::upper);
  std::string out;
  json_stream j(out);
  j.open('[');
  each_line(
      s, options,
      [&](const spoken_line& l, const std::string& words) {
        j.line().open('{');
        j.field("speaker", name_of(l.reader, names, "NARRATOR", "UNKNOWN"));
        j.field("text", std::string_view(words)).field("instruct", instruct_of(s, l)).close('}');
      },
      [](const spoken_line&) {});
  j.close(']');
  return out + "\n";
}

std::vector<output_part> write_audiobook_creator(const story& s, const write_options& options) {
  std::vector<std::string> names = unique_names(s);
  std::transform(names.begin(), names.end(), names.begin(), text::lower);
  std::string book;
  std::set<reader_of_line> used{{role::narrator, 0}};
  each_line(
      s, options,
      [&](const spoken_line& l, const std::string& words) {
        used.insert(l.reader);
        json_stream j(book);
        j.open('{').field("speaker", name_of(l.reader, names, "narrator", "unknown"));
        j.field("line", std::string_view(words)).close('}');
        book += '\n';
      },
      [](const spoken_line&) {});
  std::string map;
  json_stream j(map);
  j.open('{').key("legend").open('{');
  j.field("name", "who speaks").field("age", "unknown: the text was not asked for it");
  j.field("gender", "male, female or unknown, by the pronouns");
  j.field("gender_score", "from 0, male, to 10, female; 5 where it is not known").close('}');
  j.line().key("scores").open('{');
  std::set<std::string_view> named;
  for (const reader_of_line who : used) {
    const std::string_view name = name_of(who, names, "narrator", "unknown");
    if (!named.insert(name).second) continue;
    const std::string_view gender = who.who == role::character
                                        ? voice_gender(s.characters[who.character])
                                        : std::string_view("unknown");
    j.line();
    append_json_string(map, name);
    map += ':';
    j.open('{').field("name", name).field("age", "unknown");
    j.field("gender", gender);
    j.field("gender_score", gender == "female" ? 10U : gender == "male" ? 0U : 5U);
    j.field("description", "").close('}');
  }
  j.close('}').close('}');
  return {{".audiobook-creator/speaker_attributed_book.jsonl", std::move(book)},
          {".audiobook-creator/character_gender_map.json", map + "\n"}};
}

namespace {

/// One line that cannot end the mark it stands in.
[[nodiscard]] std::string in_mark(std::string_view words) {
  std::string out;
  append_collapsed(out, words);
  for (std::size_t at = 0; (at = out.find(">>", at)) != out.npos; ++at)
    out.insert(at + 1, " ");
  return without_commands(out, "<<", {""});
}

[[nodiscard]] std::string chapter_title(const story& s, std::uint32_t chapter) {
  const std::string title = chapter < s.chapters.size() ? in_mark(s.chapters[chapter].title) : "";
  return title.empty() ? "Chapter " + std::to_string(chapter + 1) : title;
}

void abogen_metadata(std::string& out, const story& s) {
  const auto field = [&](std::string_view name, std::string_view words) {
    if (const std::string line = in_mark(words); !line.empty())
      ((out += "<<METADATA_").append(name) += ":").append(line) += ">>\n";
  };
  field("TITLE", s.source.title.empty() ? std::string_view(s.source.name) : s.source.title);
  field("ARTIST", s.source.author);
  field("ALBUM", s.source.title);
}

}  // namespace

result<std::string> write_abogen(const story& s, const write_options& options) {
  const result<voice_table> voices = voice_table::make(s, options.voices);
  if (!voices) return tl::unexpected(voices.error());
  std::string out;
  abogen_metadata(out, s);
  std::optional<std::uint32_t> chapter;
  std::optional<std::uint32_t> paragraph;
  std::string voice;
  each_line(
      s, options,
      [&](const spoken_line& l, const std::string& words) {
        const bool new_chapter = chapter != l.chapter;
        if (new_chapter || paragraph != l.paragraph) out += '\n';
        if (new_chapter) out += "<<CHAPTER_MARKER:" + chapter_title(s, l.chapter) + ">>\n";
        const std::string_view now = voices->voice_of(l.reader, voice_engine::kokoro);
        if (new_chapter || now != voice) out.append("<<VOICE:").append(now) += ">>\n";
        out += without_commands(words, "<<", {""}) + '\n';
        chapter = l.chapter;
        paragraph = l.paragraph;
        voice = now;
      },
      [](const spoken_line&) {});
  return out;
}

}  // namespace fabula
