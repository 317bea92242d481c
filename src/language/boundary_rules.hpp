/// @file
/// @brief What rules say of each place where a sentence could end, and the signs that they and
/// `sentence_model` read it from.
#ifndef FABULA_LANGUAGE_BOUNDARY_RULES_HPP
#define FABULA_LANGUAGE_BOUNDARY_RULES_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "layers.hpp"

namespace fabula::language {

/// Bits of a token, word form apart. `sentence_model` has learned rows for them: a change makes
/// another feature set (`k_sentence_features`).
namespace boundary_sign {
enum bit : std::uint32_t {
  // Seen from every token of the window.
  touches = 1U << 0U,       ///< no white space before it
  capital = 1U << 1U,       ///< its first letter is one
  all_capitals = 1U << 2U,  ///< it has two letters or more and none is small
  number = 1U << 3U,
  quoted = 1U << 4U,     ///< behind it a quotation is open
  bracketed = 1U << 5U,  ///< behind it a bracket is open
  opens = 1U << 6U,      ///< opens a quotation or a bracket
  closes = 1U << 7U,     ///< closes one
  first = 1U << 8U,      ///< of its paragraph
  last = 1U << 9U,       ///< of its paragraph
  rule = 1U << 10U,      ///< rules alone would end a sentence behind it
  never = 1U << 11U,     ///< no sentence ends behind it
  subject = 1U << 12U,   ///< I, he, who; a given name or a title
  speech = 1U << 13U,    ///< said, asked
  function = 1U << 14U,  ///< a word of a closed class
  adverb = 1U << 15U,
  // Seen at the place itself alone: how far away rules see a border, before and behind.
  before_1 = 1U << 16U,
  before_2 = 1U << 17U,  ///< 2 or 3 tokens
  before_4 = 1U << 18U,
  before_8 = 1U << 19U,
  before_16 = 1U << 20U,
  behind_1 = 1U << 21U,
  behind_2 = 1U << 22U,
  behind_4 = 1U << 23U,
  behind_8 = 1U << 24U,
  behind_16 = 1U << 25U,
  no_stop = 1U << 26U,   ///< its paragraph has no final mark at its end
  only_one = 1U << 27U,  ///< rules see one sentence in its paragraph
  capitals = 1U << 28U,  ///< most words of its paragraph begin with capitals: a title
  smalls = 1U << 29U,    ///< its paragraph begins with a small letter
  // Not seen by the model: what it may not overrule.
  always = 1U << 30U,  ///< a sentence ends behind it: `"If only--" The door slammed.`
  joined = 1U << 31U   ///< none does, and the model has not been told: "and oh! how cold it was"
};
}  // namespace boundary_sign

/// Signs that every token of the window shows, and those of the place alone.
inline constexpr std::size_t k_window_signs = 16;
inline constexpr std::size_t k_place_signs = 14;

/// The signs of each token. Rules alone end a sentence where `rule` is set; `never`, `joined` and
/// `always` tell what no weights may overrule: a closing mark belongs to what it closes, `"What?"
/// Ruth said.` is one sentence, titles and initials end none, clitics stay with their word. O(n).
[[nodiscard]] std::vector<std::uint32_t> find_boundary_signs(std::string_view text,
                                                             const token_layer& tokens);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_BOUNDARY_RULES_HPP
