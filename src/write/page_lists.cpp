// What stands beside the text without any script: the chapters, the cast, the source.
#include <array>
#include <string>

#include "write/page.hpp"

namespace fabula::page {
namespace {

/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t i = digits.size(); i > 3; i -= 3)
    digits.insert(i - 3, 1, ',');
  return digits;
}

[[nodiscard]] std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return grouped(n).append(" ").append(n == 1 ? one : many);
}

void append_cast_row(std::string& out, const story& s, const cast_view& cast, std::uint32_t c) {
  const std::string id = std::to_string(c);
  out += "<li><button type=\"button\" class=\"who c" + std::to_string(cast.colour[c]) +
         "\" data-c=\"" + id;
  out += "\"><span class=\"name\">";
  append_escaped(out, s.characters[c].name);
  out += "</span> <span class=\"count\">" + grouped(cast.lines[c]);
  out +=
      cast.lines[c] == 1 ? "<span class=\"vh\"> line</span>" : "<span class=\"vh\"> lines</span>";
  out += "</span></button></li>";
}

void append_fact(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += "<dt>";
  append_escaped(out, name);
  out += "</dt><dd>";
  append_escaped(out, value);
  out += "</dd>";
}

}  // namespace

std::string chapter_name(const story& s, std::uint32_t chapter) {
  const auto& ch = s.chapters[chapter];
  if (!ch.title.empty()) return ch.title;
  switch (ch.kind) {
    case chapter_kind::front: return "Front matter";
    case chapter_kind::back: return "Back matter";
    case chapter_kind::part: return "Part";
    case chapter_kind::chapter: break;
  }
  std::uint32_t number = 0;
  std::uint32_t in_all = 0;
  for (std::uint32_t i = 0; i < s.chapters.size(); ++i) {
    if (s.chapters[i].kind != chapter_kind::chapter) continue;
    ++in_all;
    if (i <= chapter) ++number;
  }
  return in_all == 1 ? "The story" : "Chapter " + std::to_string(number);
}

void append_contents(std::string& out, const story& s) {
  for (std::uint32_t i = 0; i < s.chapters.size(); ++i) {
    out += "<li class=\"of-";
    out += to_string(s.chapters[i].kind);
    out += "\"><a href=\"#ch" + std::to_string(i) + "\">";
    append_escaped(out, chapter_name(s, i));
    out += "</a></li>";
  }
}

void append_cast(std::string& out, const story& s, const cast_view& cast) {
  std::size_t speaking = 0;
  while (speaking < cast.order.size() && cast.lines[cast.order[speaking]] > 0)
    ++speaking;
  const std::size_t silent = cast.order.size() - speaking;
  out += "<ol class=\"cast\">";
  for (std::size_t i = 0; i < speaking; ++i)
    append_cast_row(out, s, cast, cast.order[i]);
  if (cast.unknown > 0) {
    out +=
        "<li><button type=\"button\" class=\"who unknown\" data-c=\"-1\"><span "
        "class=\"name\">Unknown speaker"
        "</span> <span class=\"count\">" +
        grouped(cast.unknown);
    out +=
        cast.unknown == 1 ? "<span class=\"vh\"> line</span>" : "<span class=\"vh\"> lines</span>";
    out += "</span></button></li>";
  }
  out += "</ol>";
  if (speaking == 0 && cast.unknown == 0)
    out += "<p class=\"none\">Nobody speaks in this text.</p>";
  if (silent == 0) return;
  out += "<details class=\"silent\"><summary>";
  out += grouped(silent) + (silent == 1 ? " who does not speak" : " who do not speak");
  out += "</summary><ol class=\"cast\">";
  for (std::size_t i = speaking; i < cast.order.size(); ++i)
    append_cast_row(out, s, cast, cast.order[i]);
  out += "</ol></details>";
}

void append_about(std::string& out, const story& s, const cast_view& cast) {
  std::uint64_t lines = cast.unknown;
  for (const std::uint32_t n : cast.lines)
    lines += n;
  std::uint64_t chapters = 0;
  for (const chapter& ch : s.chapters)
    chapters += ch.kind == chapter_kind::chapter ? 1 : 0;
  out += "<p class=\"sums\">" + counted(s.words, "word", "words") + ", ";
  out += counted(chapters, "chapter", "chapters") + ", " +
         counted(s.scenes.size(), "scene", "scenes") + ", ";
  out += counted(lines, "line", "lines") + ", " +
         counted(s.characters.size(), "character", "characters");
  out += "</p>";
  for (const std::string& remark : s.source.remarks) {
    out += "<p class=\"remark\">";
    append_escaped(out, remark);
    out += "</p>";
  }
  out += "<dl>";
  append_fact(out, "Title", s.source.title);
  append_fact(out, "Author", s.source.author);
  for (const author_note& note : s.source.author_notes)
    append_fact(out, note.label, note.text);
  append_fact(out, "Language", s.source.language);
  append_fact(out, "File", s.source.name);
  append_fact(out, "Kind of file", to_string(s.source.media));
  append_fact(out, "Size", grouped(s.source.bytes) + " bytes");
  append_fact(out, "Encoding",
              s.source.encoding + (s.source.encoding_evidence.empty()
                                       ? std::string()
                                       : " (" + s.source.encoding_evidence + ")"));
  append_fact(out, "SHA-256", s.source.sha256);
  if (s.source.visible_characters > 0) {
    append_fact(out, "Kept",
                grouped(s.source.kept_characters) + " of " +
                    counted(s.source.visible_characters, "character", "characters"));
  }
  out += "</dl>";
}

}  // namespace fabula::page
