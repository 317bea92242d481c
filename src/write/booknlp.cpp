#include "write/booknlp.hpp"

#include <algorithm>

#include "text/unicode.hpp"
#include "write/clear_tree.hpp"
#include "write/words.hpp"

namespace fabula {
namespace {

/// A letter for each character of white space, as BookNLP writes it; 0 for any other character.
[[nodiscard]] char letter_for_space(char32_t c) noexcept {
  if (!text::is_space(c)) return '\0';
  if (c == U'\t') return 'T';
  const bool breaks_line = (c >= U'\n' && c <= U'\r') || c == U'\u0085' || c == U'\u2028' ||
                           c == U'\u2029' || (c >= 0x1C && c <= 0x1E);
  return breaks_line ? 'N' : 'S';
}

void append_word(std::string& out, std::string_view word) {
  for (std::size_t i = 0; i < word.size();) {
    const text::decoded d = text::decode_at(word, i);
    if (const char letter = letter_for_space(d.code_point); letter != '\0') {
      out += letter;
    } else {
      out += word.substr(i, d.length);
    }
    i += d.length;
  }
}

void append_words(std::string& out, const story& s, token_range tokens) {
  for (std::uint32_t i = tokens.start.value; i < tokens.end.value; ++i) {
    if (i > tokens.start.value) out += ' ';
    append_word(out, s.words_of(s.tokens[i].span));
  }
}

void append_number(std::string& out, std::uint32_t n) {
  out.append(std::to_string(n)) += '\t';
}

/// The tokens that share a character with `r`.
[[nodiscard]] token_range tokens_of(const story& s, byte_range r) {
  const auto first =
      std::upper_bound(s.tokens.begin(), s.tokens.end(), r.start,
                       [](byte_offset at, const token& t) { return at < t.span.end; });
  const auto end =
      std::lower_bound(first, s.tokens.end(), r.end,
                       [](const token& t, byte_offset at) { return t.span.start < at; });
  return {{static_cast<std::uint32_t>(first - s.tokens.begin())},
          {static_cast<std::uint32_t>(end - s.tokens.begin())}};
}

[[nodiscard]] std::vector<bool> triggers_of(const story& s) {
  std::vector<bool> out(s.tokens.size());
  for (const event& e : s.events) {
    const token_range r = e.realis ? tokens_of(s, e.span) : token_range{};
    for (std::uint32_t i = r.start.value; i < r.end.value; ++i)
      out[i] = true;
  }
  return out;
}

}  // namespace

result<std::string> write_booknlp_tokens(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  std::string out =
      "paragraph_ID\tsentence_ID\ttoken_ID_within_sentence\ttoken_ID_within_document\tword\tlemma\t"
      "byte_onset\tbyte_offset\tPOS_tag\tfine_POS_tag\tdependency_relation\tsyntactic_head_ID\t"
      "event\n";
  out.reserve(2 * s.text.size() + 60 * s.tokens.size());
  const code_point_map at(s.text);
  const std::vector<std::uint32_t> paragraph = paragraphs_of_tokens(s);
  const std::vector<clear_arc> arcs = clear_tree(s);
  const std::vector<bool> triggers = triggers_of(s);
  std::uint32_t first = 0;
  for (std::uint32_t i = 0; i < s.tokens.size(); ++i) {
    const token& t = s.tokens[i];
    if (t.sentence != s.tokens[first].sentence) first = i;
    append_number(out, paragraph[i]);
    append_number(out, t.sentence.value);
    append_number(out, i - first);
    append_number(out, i);
    append_word(out, s.words_of(t.span));
    out += '\t';
    const std::string& lemma = s.lemmas[t.lemma.value];
    append_word(out, lemma.empty() ? s.words_of(t.span) : lemma);
    out += '\t';
    append_number(out, at(t.span.start).value);
    append_number(out, at(t.span.end).value);
    out.append(to_string(t.upos)) += '\t';
    out.append(k_penn_tags[t.xpos.value]) += '\t';
    out.append(arcs[i].label) += '\t';
    append_number(out, arcs[i].head.value);
    out += triggers[i] ? "EVENT\n" : "O\n";
  }
  return out;
}

result<std::string> write_booknlp_entities(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  std::string out = "COREF\tstart_token\tend_token\tprop\tcat\ttext\n";
  for (const mention& m : s.mentions) {
    const token_range r = tokens_of(s, m.span);
    if (r.start >= r.end) continue;
    append_number(out, m.entity.value);
    append_number(out, r.start.value);
    append_number(out, r.end.value - 1);
    out.append(to_string(m.form)) += '\t';
    out.append(to_string(m.type)) += '\t';
    append_words(out, s, r);
    out += '\n';
  }
  return out;
}

result<std::string> write_booknlp_supersense(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  std::string out = "start_token\tend_token\tsupersense_category\ttext\n";
  for (const supersense& x : s.supersenses) {
    append_number(out, x.tokens.start.value);
    append_number(out, x.tokens.end.value - 1);
    out.append(k_supersenses[x.category.value]) += '\t';
    append_words(out, s, x.tokens);
    out += '\n';
  }
  return out;
}

}  // namespace fabula
