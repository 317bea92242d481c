#include "people/narrator.hpp"

#include <algorithm>

namespace fabula::people {
namespace {

namespace wc = language::word_class;

/// Words of narration in a chapter, and how many of them are "I", "me", "my".
struct first_person_count {
  std::uint32_t words = 0;
  std::uint32_t first = 0;
};

/// How a character's name is used in first-person chapters.
struct name_use_count {
  std::uint32_t narrated = 0;  ///< in the narration
  std::uint32_t called = 0;    ///< as a vocative
  std::uint32_t inside = 0;    ///< in utterances
};

[[nodiscard]] std::vector<std::uint32_t> chapters_of_tokens(const cast_input& in) {
  std::vector<std::uint32_t> out(in.size());
  for (std::uint32_t i = 0; i < in.size(); ++i)
    out[i] = in.paragraphs[in.tokens.paragraph[i]].chapter.value;
  return out;
}

/// The character whom a chapter's title names ("Wren"), as many modern novels do.
[[nodiscard]] std::uint32_t named_by_title(const chapter& c, const cast_layer& cast) {
  for (std::uint32_t i = 0; i < cast.characters.size(); ++i)
    for (const alias& a : cast.characters[i].aliases)
      if (c.title == a.text) return i;
  return k_nobody;
}

[[nodiscard]] std::uint32_t most_called(const cast_input& in, const cast_layer& cast,
                                        const std::vector<char>& in_first_person) {
  std::vector<name_use_count> uses(cast.characters.size());
  for (const person_mention& m : cast.mentions) {
    if (in_first_person[in.paragraphs[in.tokens.paragraph[m.first]].chapter.value] == 0) continue;
    name_use_count& u = uses[m.character];
    if (m.form != mention_form::prop) continue;
    u.narrated += !m.in_quote;
    u.inside += m.in_quote;
    u.called += m.role == mention_role::vocative;
  }
  std::uint32_t best = k_nobody;
  for (std::uint32_t i = 0; i < uses.size(); ++i) {
    const name_use_count& u = uses[i];
    const bool unnamed_in_narration =
        6 * u.narrated <= u.inside || (u.narrated <= 1 && u.called >= 1);
    if (u.called == 0 || !unnamed_in_narration) continue;
    if (best == k_nobody || u.called > uses[best].called) best = i;
  }
  return best;
}

std::uint32_t add_narrator(const cast_input& in, cast_layer& cast, std::uint32_t chapter_number) {
  character c;
  c.name = "Narrator";
  c.aliases.push_back({"Narrator", 0});
  c.first = in.chapters[chapter_number].span.start;
  cast.characters.push_back(std::move(c));
  return static_cast<std::uint32_t>(cast.characters.size() - 1);
}

}  // namespace

void find_narrators(const cast_input& in, cast_layer& cast) {
  const token_layer& t = in.tokens;
  const std::vector<std::uint32_t> chapter_of = chapters_of_tokens(in);
  std::vector<first_person_count> counts(in.chapters.size());
  for (std::uint32_t i = 0; i < in.size(); ++i) {
    if (t.shape[i] != token_shape::word || cast.in_quote[i] != 0) continue;
    ++counts[chapter_of[i]].words;
    counts[chapter_of[i]].first += t.is(i, wc::pronoun_i);
  }
  std::vector<char> first_person(in.chapters.size(), 0);
  std::uint32_t words = 0;
  std::uint32_t words_first = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    const chapter_kind k = in.chapters[c].kind;
    if (k != chapter_kind::chapter && k != chapter_kind::part) continue;
    // One word in a hundred: a third-person narrator's stray "I think" stays far below.
    first_person[c] = counts[c].first >= 4 && 100 * counts[c].first >= counts[c].words;
    words += counts[c].words;
    if (first_person[c] != 0) words_first += counts[c].words;
  }
  // One long letter or tale in a book told of "him" makes no narrator.
  if (10 * words_first < words) {
    for (std::size_t c = 0; c < counts.size(); ++c)
      if (first_person[c] != 0 && named_by_title(in.chapters[c], cast) == k_nobody)
        first_person[c] = 0;
  }
  // A book told by "I" goes on so where a chapter is full of others' talk.
  if (2 * words_first > words)
    for (std::size_t c = 0; c < counts.size(); ++c)
      first_person[c] =
          first_person[c] != 0 || (in.chapters[c].kind == chapter_kind::chapter &&
                                   400 * counts[c].first >= counts[c].words && counts[c].first > 0);
  cast.narrator.assign(in.chapters.size(), k_nobody);
  std::uint32_t common = k_nobody;
  bool sought = false;
  for (std::uint32_t c = 0; c < in.chapters.size(); ++c) {
    if (first_person[c] == 0) continue;
    std::uint32_t who = named_by_title(in.chapters[c], cast);
    if (who == k_nobody) {
      if (!sought) {
        common = most_called(in, cast, first_person);
        if (common == k_nobody) common = add_narrator(in, cast, c);
        sought = true;
      }
      who = common;
    }
    cast.narrator[c] = who;
    cast.characters[who].narrator = true;
  }
}

}  // namespace fabula::people
