/// @file
/// @brief The lowest rung: bytes of any kind to one text with its chapters and paragraphs.
#ifndef FABULA_TEXT_DOCUMENT_HPP
#define FABULA_TEXT_DOCUMENT_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula::text {

/// What the text room makes of a file. Invariants, which `check_document` proves:
/// the text is valid UTF-8 without NUL; chapters tile it; paragraphs are in order, lie in their
/// chapter, and between two of them there is only white space; emphases lie in the text, in order.
struct document {
  source_info source;
  std::string text;
  std::vector<chapter> chapters;
  std::vector<paragraph> paragraphs;
  std::vector<emphasis> emphases;
  std::uint64_t generated_characters = 0;  ///< visible in the text, not in the source: "* * *"
};

/// Reads `bytes`; `name` is the file's name, used for its ending and in errors.
/// `media` overrules what the bytes look like.
[[nodiscard]] result<document> read_document(std::string_view bytes, std::string_view name,
                                             std::optional<media_type> media = std::nullopt);

/// Reads a file of one sentence a line, tokens parted by one space (LitBank, CoNLL): one chapter,
/// and each line a paragraph, as such files tell nothing of paragraphs.
[[nodiscard]] result<document> read_tokenized(std::string_view bytes, std::string_view name);

/// Empty where every invariant of `document` holds, else a sentence about the first that does not.
[[nodiscard]] std::string check_document(const document& d);

}  // namespace fabula::text

#endif  // FABULA_TEXT_DOCUMENT_HPP
