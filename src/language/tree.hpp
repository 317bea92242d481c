/// @file
/// @brief The best dependency tree for the scores of all arcs.
#ifndef FABULA_LANGUAGE_TREE_HPP
#define FABULA_LANGUAGE_TREE_HPP

#include <cstdint>
#include <span>
#include <vector>

namespace fabula::language {

/// The tree of the highest sum with exactly one word under the root (Chu and Liu 1965, Edmonds
/// 1967; McDonald and others 2005). Where every word's best head makes such a tree already, as in
/// nine sentences of ten, O(n^2), else O(n^3) at worst.
/// @param scores [words, words + 1]: of each head for each word; the last column is the root
/// @return the head of each word, `words` for the root
[[nodiscard]] std::vector<std::uint32_t> best_tree(std::span<const float> scores,
                                                   std::uint32_t words);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_TREE_HPP
