/// @file
/// @brief The files that BookNLP 1.0.7 writes, column for column: what reads those reads these
/// (docs/booknlp.md).
///
/// All of them: UTF-8, a line of column names, TAB between columns, no quoting and no escaping
/// (read them with `csv.QUOTE_NONE`). Tokens are counted over the whole story from 0, ends are
/// inclusive, offsets count code points. White space inside a word is written as BookNLP does: a
/// space as `S`, a line break as `N`, a tab as `T`. Each needs a story that passes `check_bounds`.
/// Errors: `bad_option` (it has no words).
#ifndef FABULA_WRITE_BOOKNLP_HPP
#define FABULA_WRITE_BOOKNLP_HPP

#include <string>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// NAME.tokens: a row a word. Paragraphs and sentences have the numbers that they have in the
/// story; labels and heads are those of `clear_tree`.
[[nodiscard]] result<std::string> write_booknlp_tokens(const story& s);

/// NAME.entities: a row a mention that has words, in their order. COREF is the same number for all
/// mentions of a member of the cast, else `mention::entity`.
[[nodiscard]] result<std::string> write_booknlp_entities(const story& s);

/// NAME.supersense: a row a supersense, in their order.
[[nodiscard]] result<std::string> write_booknlp_supersense(const story& s);

/// NAME.quotes: a row a part of an utterance (one broken by its tag is two rows), in their order:
/// quote_start quote_end mention_start mention_end mention_phrase char_id quote. The mention is the
/// speaker's in the cue, else the speaker's nearest one; char_id is its COREF. `None` in these four
/// columns where the speaker is not known; in the first three where the speaker has no mention.
[[nodiscard]] result<std::string> write_booknlp_quotes(const story& s);

/// NAME.book: {"characters": [{"agent", "patient", "mod", "poss": [{"w", "i"}], "id", "g", "count",
/// "mentions": {"proper", "common", "pronoun": [{"c", "n"}]}}]}: everyone mentioned twice, or who
/// says something, most mentions first. `id` is COREF; `g` is null, or {"inference": {pronouns:
/// share}, "argmax", "max", "total"}.
[[nodiscard]] result<std::string> write_booknlp_book(const story& s);

/// NAME.book.html: the people and the text with its mentions and speakers, to look at.
[[nodiscard]] result<std::string> write_booknlp_page(const story& s);

/// NAME.characters_simple.json, which ebook2audiobook's command wants beside BookNLP's files:
/// {"characters": [{"normalized_name", "inferred_gender", "inferred_age_category", "tts_engine",
/// "language", "voice"}]}, `Narrator` first, then as in NAME.book and by the names that it makes of
/// its rows.
[[nodiscard]] result<std::string> write_booknlp_simple_characters(const story& s);

/// NAME.book.txt: `[Narrator] sentence [/]`, a sentence a line, by the names of
/// NAME.characters_simple.json, or `Unknown`. The story alone.
[[nodiscard]] result<std::string> write_booknlp_text(const story& s);

}  // namespace fabula

#endif  // FABULA_WRITE_BOOKNLP_HPP
