/// @file
/// @brief What the network reads in every sentence: tags, lemmas, the tree, phrases that may be
/// mentions, and words that tell an event.
#ifndef FABULA_LANGUAGE_SYNTAX_HPP
#define FABULA_LANGUAGE_SYNTAX_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "language/network.hpp"
#include "layers.hpp"

namespace fabula::language {

/// A longer sentence is read in parts of this many words; the later ones hang on the first.
inline constexpr std::uint32_t k_longest_sentence = 200;

/// A phrase that names or points to somebody or something, of the six types of LitBank.
struct phrase {
  token_range words;
  token_index head;  ///< the word of it whose own head stands outside
  mention_type type = mention_type::per;
  mention_form form = mention_form::prop;
  float probability = 0;
};

struct syntax_layer {
  std::vector<token> tokens;          ///< as many as the `token_layer` has
  std::vector<std::string> lemmas;    ///< each once
  std::vector<phrase> phrases;        ///< by first word, the longer first; they nest, never cross
  std::vector<token_index> triggers;  ///< of realis events, ascending
};

/// Reads tokens with their sentences. Marks of emphasis (`_`, `*`) are no words of a sentence: the
/// network does not see them, and they hang on its root as punctuation. O(n) but for sentences,
/// which are O(words^2) up to `k_longest_sentence`.
[[nodiscard]] syntax_layer read_syntax(const network& net, std::string_view text,
                                       const token_layer& tokens);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_SYNTAX_HPP
