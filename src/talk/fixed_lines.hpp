/// @file
/// @brief Which utterances the user has corrected: words of fixes found again in a text.
#ifndef FABULA_TALK_FIXED_LINES_HPP
#define FABULA_TALK_FIXED_LINES_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fabula/fixes.hpp"
#include "fabula/result.hpp"
#include "people/name_index.hpp"
#include "talk/utterances.hpp"

namespace fabula::talk {

/// Facts about utterances; each vector is empty or has an entry for each.
struct fixed_lines {
  std::vector<std::optional<std::uint32_t>> speakers;
  std::vector<std::optional<std::vector<character_id>>> addressees;

  [[nodiscard]] std::optional<std::uint32_t> speaker(std::size_t quote) const {
    return quote < speakers.size() ? speakers[quote] : std::nullopt;
  }
};

/// The fix of each utterance, by its place in its list.
struct anchored_fixes {
  std::vector<std::optional<std::uint32_t>> speakers;
  std::vector<std::optional<std::uint32_t>> addressees;
};

/// Finds the utterance of each fix: by all its words or its first ones (of any of its spans), of
/// several by the words around it and then by its number. Where no utterance has the words, as
/// after an edit, the one that shares most of them, if that is clear: three quarters of the words,
/// or half where the words around it fit too. What is `not_a_quote` becomes `quoted` and loses its
/// cue; what has a speaker and was `quoted` becomes speech. What is not found is added to
/// `unmatched`. Errors: `bad_option`, for two fixes of one utterance that contradict each other.
/// O(text + fixes * log(utterances)), and for fixes whose line was edited O(words of the line).
[[nodiscard]] result<anchored_fixes> anchor_fixes(std::string_view text, const fix_list& fixes,
                                                  utterance_layer& utterances,
                                                  std::vector<unmatched_fix>& unmatched);

/// Puts characters for names. A name that nobody bears is added to `unmatched`.
[[nodiscard]] fixed_lines name_fixes(const anchored_fixes& anchored, const fix_list& fixes,
                                     const people::name_index& names,
                                     const std::vector<character>& cast,
                                     std::vector<unmatched_fix>& unmatched);

/// Sets what is a fact, whatever else was found: speaker, addressees, evidence `fix`, confidence 1.
void state_fixes(const fixed_lines& fixed, std::vector<quote>& quotes);

}  // namespace fabula::talk

#endif  // FABULA_TALK_FIXED_LINES_HPP
