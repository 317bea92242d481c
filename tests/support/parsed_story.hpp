/// @file
/// @brief Builds a story with words, tags, trees, mentions and events from a table, for tests of
/// what takes them.
#ifndef FABULA_TESTS_PARSED_STORY_HPP
#define FABULA_TESTS_PARSED_STORY_HPP

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fabula/story.hpp"

namespace fabula::testing {

/// What the table says. `triggers` are the words marked with `!`.
struct parsed {
  story value;
  std::vector<token_index> triggers;
};

/// One row a word: FORM LEMMA UPOS XPOS HEAD RELATION [MARKS...]. HEAD counts from 1 in the
/// sentence, 0 for the root. An empty row ends a sentence, a row `---` a paragraph too.
/// A form that begins with `+` stands without space behind the word before; `~` in a form is a
/// space. Marks:
///   !       the word is the trigger of an event
///   (1      a mention of entity 1 begins here; (1g is of a GPE, l f v o of LOC, FAC, VEH, ORG
///   1)      it ends here
///   (1)     this word is one
/// The form of a mention is told from its last word's tag: PRON, PROPN, else a description.
class table_reader {
 public:
  explicit table_reader(std::string_view table) {
    std::istringstream rows{std::string(table)};
    paragraph_at_ = sentence_at_ = 0;
    for (std::string row; std::getline(rows, row);) {
      std::istringstream cells(row);
      std::vector<std::string> c;
      for (std::string cell; cells >> cell;)
        c.push_back(cell);
      if (c.empty() || (c.size() == 1 && c[0] == "---")) {
        end_sentence();
        if (!c.empty()) end_paragraph();
      } else {
        word(c);
      }
    }
    end_sentence();
    end_paragraph();
    finish();
  }

  [[nodiscard]] parsed take() { return std::move(out_); }

 private:
  [[nodiscard]] story& s() { return out_.value; }
  [[nodiscard]] std::uint32_t size() { return static_cast<std::uint32_t>(s().text.size()); }

  template <std::size_t N>
  [[nodiscard]] static std::uint32_t index_of(const std::array<std::string_view, N>& names,
                                              const std::string& name) {
    const auto found = find_name(names, name);
    if (!found) throw std::logic_error("the table says `" + name + "`");
    return *found;
  }

  [[nodiscard]] lemma_id lemma(const std::string& name) {
    const auto [at, fresh] = lemmas_.emplace(name, static_cast<std::uint32_t>(s().lemmas.size()));
    if (fresh) s().lemmas.push_back(name);
    return {at->second};
  }

  void word(std::vector<std::string>& c) {
    if (c.size() < 6) throw std::logic_error("a row of the table is too short");
    std::string form = c[0];
    const bool glued = form.size() > 1 && form[0] == '+';
    if (glued) form.erase(0, 1);
    std::replace(form.begin(), form.end(), '~', ' ');
    if (!s().tokens.empty() && !glued && size() > paragraph_at_) s().text += ' ';
    if (first_ == s().tokens.size()) sentence_at_ = size();
    const byte_offset start{size()};
    s().text += form;
    token t;
    t.span = {start, {size()}};
    t.sentence = {static_cast<std::uint32_t>(s().sentences.size())};
    t.lemma = lemma(c[1]);
    t.upos = static_cast<universal_tag>(index_of(k_universal_tags, c[2]));
    t.xpos = {index_of(k_penn_tags, c[3])};
    const int head = std::stoi(c[4]);
    const auto here = static_cast<std::uint32_t>(s().tokens.size());
    t.head = {head == 0 ? here : first_ + static_cast<std::uint32_t>(head) - 1};
    t.relation = {index_of(k_relations, c[5])};
    s().tokens.push_back(t);
    for (std::size_t i = 6; i < c.size(); ++i)
      mark(c[i], {here});
  }

  void mark(const std::string& m, token_index here) {
    if (m == "!") return out_.triggers.push_back(here);
    const bool begins = m.front() == '(';
    const bool ends = m.back() == ')';
    const std::string name = m.substr(begins ? 1 : 0, m.size() - (begins ? 1 : 0) - (ends ? 1 : 0));
    if (begins) open_.emplace_back(name, here.value);
    if (!ends) return;
    const auto from =
        std::find_if(open_.rbegin(), open_.rend(), [&](const auto& o) { return o.first == name; });
    if (from == open_.rend()) throw std::logic_error("no mention " + name + " is open");
    const token& last = s().tokens[here.value];
    mention out;
    out.span = {s().tokens[from->second].span.start, last.span.end};
    out.head = last.span;
    out.form = last.upos == universal_tag::pron    ? mention_form::pron
               : last.upos == universal_tag::propn ? mention_form::prop
                                                   : mention_form::nom;
    static constexpr std::string_view k_types = "plfgvo";
    const std::size_t type = k_types.find(name.back());
    if (type != std::string_view::npos) out.type = static_cast<mention_type>(type);
    out.entity = {static_cast<std::uint32_t>(std::stoi(name))};
    out.confidence = 1;
    s().mentions.push_back(out);
    open_.erase(std::next(from).base());
  }

  void end_sentence() {
    if (first_ == s().tokens.size()) return;
    s().sentences.push_back({{{sentence_at_}, {size()}}});
    first_ = static_cast<std::uint32_t>(s().tokens.size());
  }

  void end_paragraph() {
    if (size() == paragraph_at_) return;
    s().paragraphs.push_back({{{paragraph_at_}, {size()}}, {0}, paragraph_kind::prose, false});
    s().text += "\n\n";
    paragraph_at_ = size();
  }

  void finish() {
    s().chapters = {{{{0}, {size()}}, "", chapter_kind::chapter}};
    s().source.name = "table.txt";
    std::sort(s().mentions.begin(), s().mentions.end(), [](const mention& a, const mention& b) {
      return std::pair(a.span.start, b.span.end) < std::pair(b.span.start, a.span.end);
    });
  }

  parsed out_;
  std::map<std::string, std::uint32_t> lemmas_;
  std::vector<std::pair<std::string, std::uint32_t>> open_;
  std::uint32_t first_ = 0;
  std::uint32_t sentence_at_ = 0;
  std::uint32_t paragraph_at_ = 0;
};

[[nodiscard]] inline parsed read_table(std::string_view table) {
  return table_reader(table).take();
}

}  // namespace fabula::testing

#endif  // FABULA_TESTS_PARSED_STORY_HPP
