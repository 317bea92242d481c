#include "write/booknlp.hpp"

#include <algorithm>

#include "write/booknlp_people.hpp"
#include "write/booknlp_words.hpp"
#include "write/clear_tree.hpp"
#include "write/words.hpp"

namespace fabula {

using namespace booknlp;

namespace {

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
  const coref_ids ids(s);
  for (const mention& m : s.mentions) {
    const token_range r = tokens_of(s, m.span);
    if (r.start >= r.end) continue;
    append_number(out, ids.of(m));
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
