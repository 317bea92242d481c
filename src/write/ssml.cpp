#include "write/ssml.hpp"

#include <algorithm>
#include <array>

#include "text/unicode.hpp"
#include "write/spoken.hpp"
#include "write/stamp.hpp"

namespace fabula {
namespace {

using role = reader_of_line::role;

/// Whether XML 1.0 has this character (https://www.w3.org/TR/xml/#charsets).
[[nodiscard]] bool xml_has(char32_t c) noexcept {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

void append_what_xml_has(std::string& out, std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const text::decoded d = text::decode_at(s, i);
    if (xml_has(d.code_point)) text::append_utf8(out, d.code_point);
    i += d.length;
  }
}

/// A language tag by its form (BCP 47), or "und".
[[nodiscard]] std::string_view language_of(const story& s) noexcept {
  const std::string_view tag = s.source.language;
  std::size_t part = 0;
  bool good = !tag.empty();
  for (std::size_t i = 0; i < tag.size() && good; ++i) {
    const char c = tag[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (c == '-') {
      good = part > 0 && i + 1 < tag.size();
      part = 0;
    } else {
      good = (letter || (digit && i > part)) && ++part <= 8;
    }
  }
  return good ? tag : std::string_view("und");
}

class ssml_writer {
 public:
  ssml_writer(const story& s, const write_options& options, const voice_table& voices)
      : s_(s), lines_(spoken_lines(s, options)) {
    open_tags(voices);
  }

  [[nodiscard]] std::string whole() const {
    std::string out;
    begin(out);
    for (const auto& [first, end] : chapters())
      if (is_story(s_, lines_[first])) body(out, first, end);
    return out += "</speak>\n";
  }

  [[nodiscard]] std::vector<output_part> by_chapter() const {
    std::vector<output_part> out;
    for (const auto& [first, end] : chapters()) {
      std::string document;
      begin(document);
      if (body(document, first, end))
        out.push_back({name_of(lines_[first].chapter), std::move(document) + "</speak>\n"});
    }
    return out;
  }

 private:
  /// The lines of each chapter: [first, end).
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> chapters() const {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (out.empty() || lines_[out.back().first].chapter != lines_[i].chapter)
        out.emplace_back(i, i);
      out.back().second = i + 1;
    }
    return out;
  }

  [[nodiscard]] std::string name_of(std::uint32_t chapter) const {
    std::string number = std::to_string(chapter + 1);
    number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
    const chapter_kind kind =
        chapter < s_.chapters.size() ? s_.chapters[chapter].kind : chapter_kind::chapter;
    if (kind == chapter_kind::front) number += "-front";
    if (kind == chapter_kind::back) number += "-back";
    return ".ssml/" + number + ".ssml";
  }

  void open_tags(const voice_table& voices) {
    const std::vector<std::string> labels = unique_labels(s_);
    const auto add = [&](reader_of_line who, std::string_view label, std::string_view gender,
                         std::uint32_t variant) {
      const std::string_view chosen = voices.voice_of(who, voice_engine::ssml);
      std::string tag = "<voice name=\"";
      append_xml(tag, chosen.empty() ? label : chosen);
      tag.append("\" gender=\"").append(gender) += '"';
      if (variant > 0) tag += " variant=\"" + std::to_string(variant) + "\"";
      return tag += '>';
    };
    narrator_ = add({role::narrator, 0}, "Narrator", "neutral", 0);
    unknown_ = add({role::unknown, 0}, "Unknown", "neutral", 0);
    std::array<std::uint32_t, 3> variants{};
    std::vector<char> speaks(s_.characters.size());
    for (const spoken_line& l : lines_)
      if (l.reader.who == role::character) speaks[l.reader.character] = 1;
    for (std::uint32_t i = 0; i < s_.characters.size(); ++i) {
      const pronoun_set p = s_.characters[i].pronouns;
      const std::size_t gender = p == pronoun_set::she ? 0 : p == pronoun_set::he ? 1 : 2;
      constexpr std::array<std::string_view, 3> k_genders{"female", "male", "neutral"};
      const std::uint32_t variant = speaks[i] != 0 ? ++variants[gender] : 0;
      characters_.push_back(add({role::character, i}, labels[i], k_genders[gender], variant));
    }
  }

  [[nodiscard]] std::string_view tag_of(reader_of_line who) const noexcept {
    switch (who.who) {
      case role::narrator: return narrator_;
      case role::unknown: return unknown_;
      default: return characters_[who.character];
    }
  }

  void begin(std::string& out) const {
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ";
    // A stamp has no `--`, and needs no escapes in a comment.
    append_what_xml_has(out, stamp_line(stamp_of(s_)));
    out += " -->\n<speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"";
    out.append(language_of(s_)) += "\">\n";
  }

  /// False where nothing is read.
  bool body(std::string& out, std::size_t first, std::size_t end) const {
    bool any = false;
    const spoken_line* before = nullptr;
    for (std::size_t i = first; i < end; ++i) {
      const spoken_line& l = lines_[i];
      const bool rests = l.kind == line_kind::scene_break;
      std::string words;
      if (!rests) append_xml(words, words_of(s_, l));
      if (!rests && words.find_first_not_of(' ') == words.npos) continue;
      if (before != nullptr && (rests || before->paragraph != l.paragraph)) {
        out += "</p>\n";
        if (before->kind == line_kind::heading) out += "<break time=\"1s\"/>\n";
        before = nullptr;
      }
      if (rests) {
        if (any) out += "<break time=\"1500ms\"/>\n";
        continue;
      }
      out += before == nullptr ? "<p>" : "\n";
      out.append(tag_of(l.reader)) += "<mark name=\"s" + std::to_string(l.first) + "\"/>";
      out += words + "</voice>";
      before = &l;
      any = true;
    }
    if (before != nullptr) out += "</p>\n";
    return any;
  }

  const story& s_;
  std::vector<spoken_line> lines_;
  std::string narrator_;  ///< opening tags
  std::string unknown_;
  std::vector<std::string> characters_;
};

}  // namespace

void append_xml(std::string& out, std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const text::decoded d = text::decode_at(s, i);
    switch (d.code_point) {
      case U'&': out += "&amp;"; break;
      case U'<': out += "&lt;"; break;
      case U'>': out += "&gt;"; break;
      case U'"': out += "&quot;"; break;
      case U'\r': out += "&#13;"; break;
      default:
        if (xml_has(d.code_point)) text::append_utf8(out, d.code_point);
    }
    i += d.length;
  }
}

result<std::string> write_ssml(const story& s, const write_options& options) {
  const result<voice_table> voices = voice_table::make(s, options.voices);
  if (!voices) return tl::unexpected(voices.error());
  return ssml_writer(s, options, *voices).whole();
}

result<std::vector<output_part>> write_ssml_chapters(const story& s, const write_options& options) {
  const result<voice_table> voices = voice_table::make(s, options.voices);
  if (!voices) return tl::unexpected(voices.error());
  return ssml_writer(s, options, *voices).by_chapter();
}

}  // namespace fabula
