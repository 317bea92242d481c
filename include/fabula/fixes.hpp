/// @file
/// @brief What a user has corrected: facts that stand above whatever the text seems to tell.
///
/// Fixes hold on to words, never to ids or offsets, so that they outlive a new reading, a new
/// version of fabula and a new draft. Users write them as YAML (docs/fixes.md).
#ifndef FABULA_FIXES_HPP
#define FABULA_FIXES_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// Which utterance is meant. Case, punctuation and white space do not count in any of its words.
struct quote_anchor {
  std::string words;             ///< all of it, or its first words
  std::uint32_t occurrence = 0;  ///< which of several with these words, from 1; 0: not told
  std::string after;             ///< words that it stands right behind; may be empty
  std::string before;            ///< words that it stands right before; may be empty
};

/// These names are one character; it is called as the first of them is.
struct merge_fix {
  std::uint32_t line = 0;  ///< in the file, from 1; so below
  std::vector<std::string> names;
};

/// These names of `from` are another character.
struct split_fix {
  std::uint32_t line = 0;
  std::string from;
  std::vector<std::string> names;
};

struct rename_fix {
  std::uint32_t line = 0;
  std::string name;
  std::string becomes;
};

struct pronouns_fix {
  std::uint32_t line = 0;
  std::string name;
  pronoun_set pronouns = pronoun_set::unknown;
};

/// No two of these names are one character.
struct not_same_fix {
  std::uint32_t line = 0;
  std::vector<std::string> names;
};

/// Chapters by number among those of the story (from 1, both ends in), or by title.
struct chapter_choice {
  std::uint32_t first = 0;  ///< 0 where it is by title
  std::uint32_t last = 0;
  std::string title;
};

/// Who says "I" in the narration. No chapters: of the whole story. No name: nobody does.
struct narrator_fix {
  std::uint32_t line = 0;
  std::optional<std::string> name;
  std::vector<chapter_choice> chapters;
};

struct speaker_fix {
  std::uint32_t line = 0;
  quote_anchor quote;
  std::string name;
};

struct addressee_fix {
  std::uint32_t line = 0;
  quote_anchor quote;
  std::vector<std::string> names;  ///< empty: nobody
};

/// A title, a scare quote, a word mentioned: no utterance.
struct not_a_quote_fix {
  std::uint32_t line = 0;
  quote_anchor quote;
};

/// A conflict of facts, a tie or a content warning that the user does not want to see. Just one of
/// the three kinds is set.
struct dismiss_fix {
  std::uint32_t line = 0;
  std::optional<conflict_kind> conflict;
  std::optional<tie_kind> tie;
  std::optional<warning_kind> warning;
  std::vector<std::string> who;     ///< of a conflict at most one, of a tie both
  std::vector<std::string> values;  ///< what does not go together, in any order; none: whatever
  std::string near;                 ///< words of the sentence of either place; may be empty
};

/// Each list is in the order of the file.
struct fix_list {
  std::vector<merge_fix> merge;
  std::vector<split_fix> split;
  std::vector<rename_fix> rename;
  std::vector<pronouns_fix> pronouns;
  std::vector<not_same_fix> not_same;
  std::vector<narrator_fix> narrator;
  std::vector<speaker_fix> speaker;
  std::vector<addressee_fix> addressee;
  std::vector<not_a_quote_fix> not_a_quote;
  std::vector<dismiss_fix> dismiss;
  std::string file;    ///< as the user named it, for errors
  std::string sha256;  ///< of the file; stories remember it
};

/// Reads fixes from YAML or JSON. `file` is used in errors. A file of nothing but comments holds no
/// fixes. Errors, with the line: `not_text`, `damaged` (no YAML, or a field that is not known),
/// `too_large` (4 MiB, 20,000 fixes), `bad_option` (two facts that contradict each other: it names
/// both lines). What is fine in itself and meets nothing in a text is no error: the story lists it.
[[nodiscard]] result<fix_list> parse_fixes(std::string_view bytes, std::string_view file);

}  // namespace fabula

#endif  // FABULA_FIXES_HPP
