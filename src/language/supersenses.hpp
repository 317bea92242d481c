/// @file
/// @brief What kind of thing or doing a word names: the first sense that WordNet has for it.
#ifndef FABULA_LANGUAGE_SUPERSENSES_HPP
#define FABULA_LANGUAGE_SUPERSENSES_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula::language {

/// The entries of WordNet, each with the supersense of its first sense. Immutable; shared by every
/// reading.
///
/// Layout of the file, version 1 (models/en/supersenses.tsv, made by train/supersenses.py): ASCII;
/// a line "# fabula supersenses 1, N entries. ..."; then N lines ENTRY TAB SENSES, in the order of
/// their bytes. ENTRY is in lower case, its words as the tokenizer parts them, one space between
/// two: "adam 's apple". SENSES are one to three letters: as a common noun ("china" in the
/// cupboard), as a name ("China"), as a verb; `a` to `z` stand for the noun.* of `k_supersenses` in
/// their order, `A` to `O` for the verb.*, `.` for none.
class supersense_lexicon {
 public:
  struct senses {
    std::optional<supersense_category> noun;
    std::optional<supersense_category> name;
    std::optional<supersense_category> verb;
  };

  /// Entries in the order of their bytes that begin with the same words.
  struct entry_range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  [[nodiscard]] entry_range all() const noexcept { return {0, size()}; }
  /// The entries of `in` that are `prefix` or go on with a space behind it. O(log).
  [[nodiscard]] entry_range beginning_with(std::string_view prefix, entry_range in) const noexcept;
  /// The senses of the entry `words`, where it is in `in`; it is the first of those that begin with
  /// it.
  [[nodiscard]] std::optional<senses> find(std::string_view words, entry_range in) const noexcept;
  [[nodiscard]] std::optional<senses> find(std::string_view words) const noexcept {
    return find(words, beginning_with(words, all()));
  }
  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(entries_.size());
  }

 private:
  friend result<supersense_lexicon> parse_supersenses(std::string bytes, std::string_view name);

  struct entry {
    std::uint32_t start;
    std::uint16_t length;
    std::array<char, 3> codes;
  };
  [[nodiscard]] std::string_view words_of(const entry& e) const noexcept {
    return std::string_view(bytes_).substr(e.start, e.length);
  }

  std::string bytes_;
  std::vector<entry> entries_;
};

/// Reads the bytes of such a file; `name` is used in errors. Nothing in them is trusted. O(n).
/// Errors: `damaged`, with the line.
[[nodiscard]] result<supersense_lexicon> parse_supersenses(std::string bytes,
                                                           std::string_view name);

/// As `parse_supersenses`, from a file. Errors also: `not_found`, `not_a_file`, `not_allowed`.
[[nodiscard]] result<supersense_lexicon> load_supersenses(const std::string& path);

/// What the stage reads; all of it outlives the call.
struct supersense_input {
  std::string_view text;
  const std::vector<token>& tokens;
  const std::vector<std::string>& lemmas;
  const std::vector<mention>& mentions;
};

/// Reads tokens (tags, lemmas, relations) and mentions; writes supersenses, in order and apart from
/// one another. At each word the longest of these wins, and then the first:
/// 1. A name in a mention (form PROP): the proper nouns around its head. Its type tells the
///    category: PER noun.person, ORG noun.group, GPE and LOC noun.location, FAC and VEH
///    noun.artifact.
/// 2. An entry, each word as it stands or as its lemma, in one sentence. As a noun where the last
///    word is tagged NOUN or PROPN and the first is neither determiner nor preposition; as a verb
///    where the first is a verb and the last does not lead a phrase of its own ("give up", not
///    "look at the sea").
/// A proper noun takes the first sense that is a name, a common one the first that is none, either
/// the other where it has no such. A copula counts as a verb, an auxiliary does not.
/// The first sense is not chosen by the context: "bank" is always the same. O(n). Safe on any
/// threads. Never fails; needs a story that passes `check_bounds`.
[[nodiscard]] std::vector<supersense> find_supersenses(const supersense_input& in,
                                                       const supersense_lexicon& lexicon);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_SUPERSENSES_HPP
