/// @file
/// @brief Builds a story by hand from marked words, for tests of what takes a story.
#ifndef FABULA_TESTS_STORY_BUILDER_HPP
#define FABULA_TESTS_STORY_BUILDER_HPP

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::testing {

/// Marks, which may hold each other:
///   {R>I|"Words."}         an utterance of R to I (`>I` may be missing; `?` is an unknown speaker)
///   {R>I:tb82|Words.}      kind (stmlgq), evidence (-npdvtbrgf) and confidence in percent
///   {+|"More words."}      the next span of the last utterance
///   {=|said Ruth}          the cue of the last utterance
///   {@R|Ruth}              a mention
///   {_|words}              emphasis
/// Straight quotation marks and apostrophes become curly ones.
class story_builder {
 public:
  /// `key` is the letter that marks use.
  story_builder& person(char key, std::string name, std::vector<alias> aliases = {},
                        pronoun_set pronouns = pronoun_set::unknown,
                        character_kind kind = character_kind::person) {
    keys_ += key;
    character c;
    c.name = std::move(name);
    c.aliases = std::move(aliases);
    c.pronouns = pronouns;
    c.kind = kind;
    c.first = byte_offset{k_unset};
    s_.characters.push_back(std::move(c));
    return *this;
  }

  story_builder& chapter(std::string title, chapter_kind kind = chapter_kind::chapter) {
    const byte_offset here = at();
    if (!s_.chapters.empty()) s_.chapters.back().span.end = here;
    s_.chapters.push_back({{here, here}, std::move(title), kind});
    return *this;
  }

  story_builder& scene(std::string_view present, std::string why = "break mark") {
    if (!s_.scenes.empty()) s_.scenes.back().span.end = at();
    struct scene sc;
    sc.span = {at(), at()};
    sc.chapter = chapter_now();
    for (const char key : present)
      sc.present.push_back(*who(key));
    std::sort(sc.present.begin(), sc.present.end());
    sc.why = std::move(why);
    s_.scenes.push_back(std::move(sc));
    return *this;
  }

  story_builder& paragraph(std::string_view marked, paragraph_kind kind = paragraph_kind::prose,
                           bool after_gap = false) {
    const byte_offset start = at();
    write(marked);
    s_.paragraphs.push_back({{start, at()}, chapter_now(), kind, after_gap});
    s_.text += "\n\n";
    return *this;
  }

  /// Text as it is, outside of all paragraphs.
  story_builder& raw(std::string_view words) {
    s_.text += words;
    return *this;
  }

  [[nodiscard]] story& value() { return s_; }

  [[nodiscard]] story build() {
    if (!s_.chapters.empty()) s_.chapters.back().span.end = at();
    if (!s_.scenes.empty()) s_.scenes.back().span.end = at();
    for (character& c : s_.characters) {
      if (c.first.value == k_unset) c.first.value = 0;
    }
    s_.words = 0;
    bool inside = false;
    for (const char c : s_.text) {
      const bool space = c == ' ' || c == '\n';
      if (!space && !inside) ++s_.words;
      inside = !space;
    }
    s_.source.bytes = s_.text.size();
    return s_;
  }

 private:
  static constexpr std::uint32_t k_unset = 0xFFFFFFFFU;

  [[nodiscard]] byte_offset at() const { return {static_cast<std::uint32_t>(s_.text.size())}; }
  [[nodiscard]] chapter_index chapter_now() const {
    return {s_.chapters.empty() ? 0U : static_cast<std::uint32_t>(s_.chapters.size() - 1)};
  }

  [[nodiscard]] std::optional<character_id> who(char key) const {
    const std::size_t i = keys_.find(key);
    if (i == std::string::npos) return std::nullopt;
    return character_id{static_cast<std::uint32_t>(i)};
  }

  void write(std::string_view marked) {
    std::vector<std::pair<std::string, std::uint32_t>> open;  // tag, start
    bool word_before = false;
    for (std::size_t i = 0; i < marked.size(); ++i) {
      const char c = marked[i];
      if (c == '{') {
        const std::size_t bar = marked.find('|', i);
        if (bar == std::string_view::npos) throw std::logic_error("a mark without its bar");
        open.emplace_back(marked.substr(i + 1, bar - i - 1), at().value);
        begin(open.back().first);
        i = bar;
      } else if (c == '}') {
        end(open.back().first, {{open.back().second}, at()});
        open.pop_back();
      } else if (c == '"') {
        s_.text += word_before ? "\u201d" : "\u201c";
      } else if (c == '\'') {
        s_.text += word_before ? "\u2019" : "\u2018";
      } else {
        s_.text += c;
      }
      if (c != '{' && c != '}') word_before = c != ' ' && c != '\n' && c != '"';
      if (c == '"' && !s_.text.empty()) word_before = s_.text.ends_with("\u201d");
    }
  }

  void begin(const std::string& tag) {
    if (tag.empty() || tag[0] == '@' || tag[0] == '_' || tag[0] == '=' || tag[0] == '+') return;
    quote q;
    q.speaker = who(tag[0]);
    q.evidence = q.speaker ? evidence_kind::name : evidence_kind::none;
    q.confidence = q.speaker ? 0.9F : 0.0F;
    const std::size_t colon = tag.find(':');
    for (std::size_t i = 1; i < std::min(tag.size(), colon); ++i) {
      if (const auto to = who(tag[i])) q.addressees.push_back(*to);
    }
    if (colon != std::string::npos) {
      static constexpr std::string_view k_kinds = "stmlgq";
      static constexpr std::string_view k_evidence = "-npdvtbrgf";
      q.kind = static_cast<quote_kind>(k_kinds.find(tag.at(colon + 1)));
      if (tag.size() > colon + 2)
        q.evidence = static_cast<evidence_kind>(k_evidence.find(tag[colon + 2]));
      if (tag.size() > colon + 3)
        q.confidence = static_cast<float>(std::stoi(tag.substr(colon + 3))) / 100.0F;
    }
    s_.quotes.push_back(std::move(q));
    opened_.push_back(s_.quotes.size() - 1);
  }

  void end(const std::string& tag, byte_range span) {
    if (tag[0] == '_') {
      s_.emphases.push_back({span});
    } else if (tag[0] == '=') {
      s_.quotes.back().cue = span;
    } else if (tag[0] == '+') {
      s_.quotes.back().spans.push_back(span);
    } else if (tag[0] == '@') {
      add_mention(who(tag.at(1)), span);
    } else {
      quote& q = s_.quotes[opened_.back()];
      opened_.pop_back();
      q.spans.push_back(span);
      if (q.speaker && q.kind != quote_kind::quoted) ++s_.characters[q.speaker->value].quotes;
    }
  }

  void add_mention(std::optional<character_id> whom, byte_range span) {
    mention m;
    m.span = m.head = span;
    m.character = whom;
    m.confidence = 1;
    if (whom) {
      character& c = s_.characters[whom->value];
      m.entity = {whom->value};
      ++c.mentions;
      if (c.first.value == k_unset) c.first = span.start;
    }
    s_.mentions.push_back(m);
  }

  story s_;
  std::string keys_;
  std::vector<std::size_t> opened_;  ///< quotes whose mark is open, innermost last
};

}  // namespace fabula::testing

#endif  // FABULA_TESTS_STORY_BUILDER_HPP
