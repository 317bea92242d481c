/// @file
/// @brief Where sentences begin and end, with exact offsets.
///
/// Sentences follow the sense: `"What?" she said.` is one sentence, and a sentence that goes on
/// after a quotation is not cut there (docs/decisions/0008-what-is-a-sentence.md).
#ifndef FABULA_LANGUAGE_SENTENCES_HPP
#define FABULA_LANGUAGE_SENTENCES_HPP

#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "language/sentence_model.hpp"
#include "layers.hpp"

namespace fabula::language {

/// Reads tokens; writes sentences and each token's sentence. No sentence crosses a paragraph.
/// With `given`, each line is one sentence. Without a model rules alone decide; with one, its
/// odds do, wherever rules do not know (`boundary_sign::never`). O(n); thread-safe; never fails.
[[nodiscard]] std::vector<sentence> split_sentences(std::string_view text, token_layer& tokens,
                                                    bool given = false,
                                                    const sentence_model* model = nullptr);

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_SENTENCES_HPP
