// Fuzzes tokens, sentences and utterances: any bytes, as valid UTF-8, in one paragraph or in many.
#include "talk/utterances.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "language/sentences.hpp"
#include "language/tokenizer.hpp"
#include "text/document.hpp"
#include "text/unicode.hpp"

namespace {

using fabula::byte_range;
using fabula::text::document;

void require(bool holds) {
  if (!holds) std::abort();
}

/// Bytes that are no UTF-8 become U+FFFD, and NUL a space.
std::string as_utf8(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::string out;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto d = fabula::text::decode_at(bytes, i);
    fabula::text::append_utf8(out, d.code_point == 0 ? U' ' : d.code_point);
    i += d.length;
  }
  return out;
}

/// The text as one chapter whose paragraphs part at empty lines; `*` and `_` at a line's start make
/// italics.
document plain_document(std::string text) {
  document d;
  d.text = std::move(text);
  const auto size = static_cast<std::uint32_t>(d.text.size());
  d.chapters.push_back({{{0}, {size}}, "", fabula::chapter_kind::chapter});
  for (std::size_t at = 0; at < d.text.size();) {
    const std::size_t stop = std::min(d.text.find("\n\n", at), d.text.size());
    fabula::paragraph p;
    p.span = {{static_cast<std::uint32_t>(at)}, {static_cast<std::uint32_t>(stop)}};
    if (stop > at) d.paragraphs.push_back(p);
    if (stop > at + 1 && (d.text[at] == '*' || d.text[at] == '_')) d.emphases.push_back({p.span});
    at = std::min(stop + 2, d.text.size());
  }
  return d;
}

/// A range that is not empty, lies in the text and begins and ends between code points.
void require_range(const std::string& text, byte_range r) {
  const auto at_boundary = [&](std::uint32_t at) {
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
  };
  require(r.start < r.end && r.end.value <= text.size());
  require(at_boundary(r.start.value) && at_boundary(r.end.value));
}

void require_tokens(const document& d, const fabula::token_layer& t,
                    const std::vector<fabula::sentence>& sentences) {
  std::uint32_t at = 0;
  for (std::uint32_t i = 0; i < t.size(); ++i) {
    require_range(d.text, {{t.start[i]}, {t.end[i]}});
    require(t.start[i] >= at);
    at = t.end[i];
    const byte_range home = d.paragraphs[t.paragraph[i]].span;
    require(home.start.value <= t.start[i] && t.end[i] <= home.end.value);
    const byte_range sentence = sentences[t.sentence[i]].span;
    require(sentence.start.value <= t.start[i] && t.end[i] <= sentence.end.value);
    const bool first = i == 0 || t.sentence[i] != t.sentence[i - 1];
    if (first) require(sentence.start.value == t.start[i]);
    if (!first) require(t.paragraph[i] == t.paragraph[i - 1]);
  }
  require(sentences.empty() == (t.size() == 0));
  if (!sentences.empty()) require(t.sentence.back() + 1 == sentences.size());
}

void require_quotes(const document& d, const fabula::talk::utterance_layer& found) {
  require(found.quotes.size() == found.cues.size());
  std::uint32_t start = 0;
  for (const fabula::quote& q : found.quotes) {
    require(!q.spans.empty() && q.spans.front().start.value >= start);
    start = q.spans.front().start.value;
    std::uint32_t end = start;
    for (const byte_range span : q.spans) {
      require_range(d.text, span);
      require(span.start.value >= end);
      end = span.end.value;
    }
    if (q.cue) require_range(d.text, *q.cue);
  }
}

void read(const document& d) {
  static const fabula::language::lexicon words;
  auto tokens = fabula::language::tokenize(d.text, d.paragraphs, words);
  const auto sentences = fabula::language::split_sentences(d.text, tokens);
  require_tokens(d, tokens, sentences);
  require_quotes(d, fabula::talk::find_utterances(
                        {d.text, d.chapters, d.paragraphs, d.emphases, tokens, words}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = as_utf8(data, size);
  read(plain_document(text));
  if (const auto d = fabula::text::read_document(text, "fuzz.txt", fabula::media_type::plain_text))
    read(*d);
  return 0;
}
