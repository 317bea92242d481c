#include "people/person_phrase.hpp"

#include <algorithm>

#include "language/lexicon.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint64_t k_persons =
    wc::person_he | wc::person_she | wc::person_any | wc::kin | wc::animal;

[[nodiscard]] bool is_word(const token_layer& t, std::uint32_t i) noexcept {
  return t.shape[i] == token_shape::word;
}

/// `the man said`: a verb of speech ends the phrase.
[[nodiscard]] bool is_finite_verb(const token_layer& t, std::uint32_t i) noexcept {
  return t.is(i, wc::speech_verb | wc::thought_verb | wc::message_verb) &&
         !t.form(i).ends_with("ing");
}

[[nodiscard]] phrase_kind kind_of_pronoun(const token_layer& t, std::uint32_t i) noexcept {
  if (t.is(i, wc::pronoun_he)) return phrase_kind::he;
  if (t.is(i, wc::pronoun_she)) return phrase_kind::she;
  if (t.is(i, wc::pronoun_i)) return phrase_kind::i;
  if (t.is(i, wc::pronoun_we)) return phrase_kind::we;
  return phrase_kind::they;
}

[[nodiscard]] std::optional<person_phrase> read_name(const token_layer& t, std::uint32_t at,
                                                     std::uint32_t stop) {
  std::uint32_t i = at;
  while (i < stop && is_word(t, i) && t.capital[i] == 0 && t.is(i, wc::adjective) && i < at + 2)
    ++i;
  const std::uint32_t begin = i;
  while (i < stop && i < at + 8) {
    // "Mr. van der Luyden": particles may follow one another.
    std::uint32_t behind = i;
    while (i > begin && behind < i + 3 && behind < stop && t.is(behind, wc::particle))
      ++behind;
    const bool particle = behind > i && behind < stop && looks_like_name(t, behind);
    const bool of = i > begin && t.form(i) == "of" && t.is(i - 1, wc::title) && i + 1 < stop &&
                    looks_like_name(t, i + 1);
    const bool title = is_word(t, i) && t.is(i, wc::title) && (t.capital[i] != 0);
    if (!looks_like_name(t, i) && !particle && !of && !title) break;
    ++i;
  }
  if (i == begin) return std::nullopt;
  return person_phrase{at, i, phrase_kind::name};
}

/// "said Ada Tarn's husband": he speaks, and not she. The name itself where nothing is owned.
[[nodiscard]] person_phrase read_owned(const token_layer& t, const person_phrase& name,
                                       std::uint32_t stop) {
  if (name.last >= stop || t.form(name.last) != "'s") return name;
  for (std::uint32_t i = name.last + 1; i < std::min(stop, name.last + 4) && is_word(t, i); ++i) {
    if (t.is(i, k_persons)) return {name.first, i + 1, phrase_kind::name};
    if (!t.is(i, wc::adjective)) break;
  }
  return name;
}

}  // namespace

bool looks_like_name(const token_layer& t, std::uint32_t i) noexcept {
  if (!is_word(t, i) || t.capital[i] == 0) return false;
  if (!t.is(i, wc::function_word | wc::interjection)) return true;
  if (!t.is(i, wc::auxiliary)) return false;
  // "said Will", "and May smiled": an auxiliary with a capital inside a sentence is a name.
  if (i > 0 && t.sentence[i - 1] == t.sentence[i] && is_word(t, i - 1) && t.capital[i - 1] == 0)
    return true;
  // "May suddenly proposed": no auxiliary stands before a past form.
  std::uint32_t next = i + 1;
  if (next < t.size() && t.form(next).ends_with("ly")) ++next;
  return next < t.size() && is_word(t, next) && t.capital[next] == 0 &&
         t.is(next, wc::speech_verb | wc::common_verb) &&
         (t.form(next) == "said" || t.form(next).ends_with("ed"));
}

std::optional<person_phrase> read_description(const token_layer& t, std::uint32_t at,
                                              std::uint32_t stop) {
  if (!t.is(at, wc::article | wc::possessive | wc::demonstrative)) return std::nullopt;
  std::uint32_t i = at + 1;
  const std::uint32_t limit = std::min(stop, at + 6);
  while (i < limit && is_word(t, i)) {
    const bool another_noun = i + 1 < limit && is_word(t, i + 1) && t.is(i + 1, k_persons) &&
                              !t.is(i + 1, wc::possessive);
    if (t.is(i, k_persons) && !another_noun)
      return person_phrase{at, i + 1, phrase_kind::description};
    if (t.is(i, wc::function_word) && !t.is(i, wc::adjective)) return std::nullopt;
    if (is_finite_verb(t, i) && i > at + 1 && !t.is(i, wc::adjective)) return std::nullopt;
    ++i;
  }
  return std::nullopt;
}

std::optional<person_phrase> read_person(const token_layer& t, std::uint32_t at,
                                         std::uint32_t stop) {
  if (at >= stop || !is_word(t, at)) return std::nullopt;
  if (t.is(at, wc::nominative)) return person_phrase{at, at + 1, kind_of_pronoun(t, at)};
  if (auto d = read_description(t, at, stop)) return d;
  if (t.is(at, wc::article) && at + 1 < stop && looks_like_name(t, at + 1)) {
    if (auto n = read_name(t, at + 1, stop)) return person_phrase{at, n->last, phrase_kind::name};
  }
  const auto name = read_name(t, at, stop);
  return name ? read_owned(t, *name, stop) : name;
}

}  // namespace fabula::people
