/// @file
/// @brief Pronouns that one text has and English at large has not: xe, ze, ey, fae.
#ifndef FABULA_LANGUAGE_NEO_PRONOUNS_HPP
#define FABULA_LANGUAGE_NEO_PRONOUNS_HPP

#include <string_view>

#include "language/lexicon.hpp"
#include "language/syntax.hpp"
#include "layers.hpp"

namespace fabula::language {

inline constexpr std::uint64_t k_neo_pronouns = word_class::pronoun_xe | word_class::pronoun_ze |
                                                word_class::pronoun_ey | word_class::pronoun_fae;

/// Tells from use which sets this text has, and gives the words of those their classes in its
/// vocabulary. "xe smiled" twice and "xyr" once do; "the fae", "ze door" and "'ey" do not. O(n).
void find_neo_pronouns(token_layer& tokens);

/// Lets each of them be a mention by itself: no network has seen "xe". Phrases stay in order.
void add_neo_pronouns(const token_layer& tokens, std::vector<phrase>& phrases);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_NEO_PRONOUNS_HPP
