#include "plot/reading.hpp"

#include <algorithm>

namespace fabula::plot {
namespace {

namespace wc = language::word_class;
constexpr int k_steps = 8;
constexpr float k_sure_description = 0.65F;
constexpr std::uint32_t k_long_sentence = 400;
constexpr std::uint32_t k_window = 60;  ///< tokens; sentences of hostile texts have no end

[[nodiscard]] std::vector<std::uint32_t> firsts(const std::vector<std::uint32_t>& group_of,
                                                std::size_t groups) {
  std::vector<std::uint32_t> out(groups + 1, static_cast<std::uint32_t>(group_of.size()));
  for (std::size_t i = group_of.size(); i-- > 0;)
    out[group_of[i]] = static_cast<std::uint32_t>(i);
  for (std::size_t g = groups; g-- > 0;)
    out[g] = std::min(out[g], out[g + 1]);
  return out;
}

}  // namespace

reading::reading(const story& s, const token_layer& tokens, const language::lexicon&)
    : s_(s),
      t_(tokens),
      trees_(!s.tokens.empty() && s.tokens.size() == tokens.size()),
      bits_(plot_bits(tokens.words.forms)),
      quote_(tokens.size(), k_none),
      who_(tokens.size(), k_none),
      from_(tokens.size()),
      mention_(tokens.size(), k_none),
      paragraph_first_(firsts(tokens.paragraph, s.paragraphs.size())),
      sentence_first_(firsts(tokens.sentence, s.sentences.size())) {
  for (std::uint32_t i = 0; i < size(); ++i)
    from_[i] = i;
  index_quotes();
  index_mentions();
  keep_with_named();
  if (!trees_) return;
  subject_.assign(size(), k_none);
  for (std::uint32_t i = 0; i < size(); ++i) {
    const token& t = s_.tokens[i];
    if (t.head.value == i) continue;
    if (t.relation == relation_named("nsubj") && subject_[t.head.value] == k_none)
      subject_[t.head.value] = i;
  }
}

void reading::index_quotes() {
  for (std::uint32_t q = 0; q < s_.quotes.size(); ++q) {
    if (s_.quotes[q].kind == quote_kind::quoted) continue;
    for (const byte_range part : s_.quotes[q].spans) {
      for (std::uint32_t i = t_.first_at(part.start.value);
           i < size() && t_.start[i] < part.end.value; ++i)
        quote_[i] = q;
    }
  }
}

void reading::index_mentions() {
  std::uint32_t i = 0;
  for (std::uint32_t m = 0; m < s_.mentions.size(); ++m) {
    const mention& x = s_.mentions[m];
    if (!x.character) continue;
    // "her assistant" that may be Ines is more likely somebody else.
    if (x.form == mention_form::nom && x.confidence < k_sure_description) continue;
    while (i < size() && t_.end[i] <= x.span.start.value)
      ++i;
    std::uint32_t head = i;
    while (head + 1 < size() && t_.end[head] < x.head.end.value)
      ++head;
    if (head >= size()) break;
    // Mentions come in order and the longer first: the longest with this head stays.
    if (who_[head] != k_none) continue;
    who_[head] = x.character->value;
    mention_[head] = m;
    from_[head] = i;
  }
}

// A paragraph that opens with somebody's name and names nobody else of that gender in the narration
// is about them: its "she" is not somebody whom it does not name. Where a link says otherwise, it
// is wrong far more often than right (docs/measurements.md).
void reading::keep_with_named() {
  for (std::uint32_t p = 0; p < s_.paragraphs.size(); ++p) {
    std::uint32_t about = k_none;
    for (std::uint32_t i = first_token(p); i < token_end(p); ++i) {
      if (!told(i) || who_[i] == k_none) continue;
      if (s_.mentions[mention_[i]].form == mention_form::prop && !form_is(i + 1, "'s")) about = i;
      break;
    }
    if (about == k_none) continue;
    const std::uint32_t who = who_[about];
    const pronoun_set gender = s_.characters[who].pronouns;
    if (gender != pronoun_set::she && gender != pronoun_set::he) continue;
    const bool alone = [&] {
      for (std::uint32_t i = about; i < token_end(p); ++i)
        if (told(i) && who_[i] != k_none && who_[i] != who &&
            s_.mentions[mention_[i]].form == mention_form::prop &&
            (s_.characters[who_[i]].pronouns == gender ||
             s_.characters[who_[i]].pronouns == pronoun_set::unknown))
          return false;
      return true;
    }();
    if (!alone) continue;
    const std::uint64_t own = gender == pronoun_set::she ? wc::pronoun_she : wc::pronoun_he;
    for (std::uint32_t i = about; i < token_end(p); ++i)
      if (told(i) && who_[i] != k_none && is_class(i, own)) who_[i] = who;
  }
}

bool reading::is_story(std::uint32_t p) const noexcept {
  const paragraph& x = s_.paragraphs[p];
  const chapter_kind k = s_.chapters[x.chapter.value].kind;
  return (k == chapter_kind::chapter || k == chapter_kind::part) &&
         (x.kind == paragraph_kind::prose || x.kind == paragraph_kind::verse);
}

std::uint32_t reading::subject_of(std::uint32_t i) const {
  if (trees_) {
    std::uint32_t verb = i;
    for (int step = 0; step < k_steps; ++step) {
      const std::uint32_t subject = subject_[verb];
      if (subject != k_none) return who_[subject];
      const token& t = s_.tokens[verb];
      if (t.head.value == verb) return k_none;
      if (t.relation != relation_named("conj") && t.relation != relation_named("xcomp") &&
          t.relation != relation_named("advcl") && t.relation != relation_named("aux") &&
          t.relation != relation_named("cop") && t.relation != relation_named("parataxis"))
        return k_none;
      verb = t.head.value;
    }
    return k_none;
  }
  const std::uint32_t first = sentence_first(t_.sentence[i]);
  for (std::uint32_t k = i; k-- > first && i - k <= k_window;) {
    if (quote_[k] != quote_[i]) break;
    if (who_[k] == k_none) continue;
    // "her hands shook": whose they are is no subject.
    if (is_class(k, wc::possessive) && !is_class(k, wc::nominative)) continue;
    if (form_is(k + 1, "'s")) continue;
    return who_[k];
  }
  return k_none;
}

bool reading::is_remote(std::uint32_t i) const {
  const std::uint32_t first = sentence_first(t_.sentence[i]);
  for (std::uint32_t k = i, steps = 0; k-- > first && steps < 4; ++steps) {
    const std::string& f = form(k);
    if (f == "had" || f == "'d" || f == "would" || f == "could" || f == "should" || f == "might" ||
        f == "will" || f == "'ll" || f == "used" || f == "to" || f == "if")
      return true;
    if (who_[k] != k_none || t_.shape[k] == token_shape::punctuation) return false;
  }
  return false;
}

std::uint32_t reading::head_ending_at(std::uint32_t i) const noexcept {
  constexpr std::uint32_t k_longest_name = 4;
  for (std::uint32_t k = i, steps = 0; steps < k_longest_name; --k, ++steps) {
    if (who_[k] != k_none && s_.mentions[mention_[k]].span.end.value == t_.end[i]) return k;
    if (k == 0 || !is_word(k)) break;
  }
  return i;
}

bool reading::is_negated(std::uint32_t i) const {
  const std::uint32_t first = sentence_first(t_.sentence[i]);
  for (std::uint32_t k = i, steps = 0; k-- > first && steps < 3; ++steps) {
    const std::string& f = form(k);
    if (f == "not" || f == "n't" || f == "never" || f == "no") return true;
  }
  return false;
}

byte_range reading::sentence_span(std::uint32_t i) const noexcept {
  const std::uint32_t begin = sentence_first(t_.sentence[i]);
  const std::uint32_t stop = sentence_end(t_.sentence[i]);
  std::uint32_t first = i;
  while (first > begin && quote_[first - 1] == quote_[i] && i - first < k_long_sentence)
    --first;
  std::uint32_t end = i + 1;
  while (end < stop && quote_[end] == quote_[i] && end - i < k_long_sentence)
    ++end;
  return span_of(first, end);
}

}  // namespace fabula::plot
