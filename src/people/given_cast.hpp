/// @file
/// @brief The cast where the user gives it: their names found in the text, and nobody else.
#ifndef FABULA_PEOPLE_GIVEN_CAST_HPP
#define FABULA_PEOPLE_GIVEN_CAST_HPP

#include "fabula/facts.hpp"
#include "people/cast.hpp"

namespace fabula::people {

/// As `build_cast`, with the characters of `given`, in its order; those whom the text never names
/// are there without mentions (`first` at 0). The longest alias wins where several begin alike
/// ("Mr. Tarn" before "Tarn"); possessives and forms in capitals count. A word that the text mostly
/// writes with a capital must have one ("Small" the man is not small); a description needs an
/// article ("the old woman" for "Old Woman"). A given name or surname of a full name stands for it
/// where just one member bears it. An alias that several share means the one whom the title or
/// pronouns beside it fit and who was last named by a form of their own, else the most frequent.
/// Narrators are found among the given ones: first those with the alias "I" or "narrator".
/// O(tokens + letters of the cast + sharers of each shared use).
[[nodiscard]] cast_layer build_given_cast(const cast_input& in, const given_cast& given);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_GIVEN_CAST_HPP
