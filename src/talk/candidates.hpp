/// @file
/// @brief Stretches of text that may be utterances, as each typographic convention finds them.
#ifndef FABULA_TALK_CANDIDATES_HPP
#define FABULA_TALK_CANDIDATES_HPP

#include <cstdint>
#include <optional>
#include <vector>

#include "talk/cues.hpp"
#include "talk/marks.hpp"
#include "talk/utterances.hpp"

namespace fabula::talk {

/// What sets a stretch apart from narration.
enum class setting : std::uint8_t {
  double_marks,  ///< double quotation marks, guillemets, corner brackets: speech marks everywhere
  single_marks,
  dash,         ///< a paragraph that opens with a dash
  stars,        ///< *asterisks*
  underscores,  ///< _underscores_
  markup,       ///< italics of the file's markup
  chat,         ///< `Name: text`
  letter,       ///< from salutation to signature, without marks
  capitals      ///< words in capitals: signs, inscriptions
};

struct candidate {
  std::vector<byte_range> spans;
  setting how = setting::double_marks;
  mark_family family = mark_family::double_quote;
  std::uint8_t depth = 0;
  bool open_missing = false;
  bool close_missing = false;
  std::uint32_t paragraph = 0;       ///< of the first span
  std::uint32_t last_paragraph = 0;  ///< of the last span
  std::optional<cue> tag;
  quote_kind kind = quote_kind::speech;
  bool drop = false;  ///< plain emphasis, not an utterance

  [[nodiscard]] byte_range span() const noexcept { return {spans.front().start, spans.back().end}; }
};

/// Behind the last token that begins before `end`.
[[nodiscard]] std::uint32_t token_behind(const token_layer& t, byte_offset end) noexcept;

/// Tokens of each paragraph: [first[p], first[p + 1]).
[[nodiscard]] std::vector<std::uint32_t> first_tokens(const utterance_input& in);

/// Whether paragraph `p` can hold utterances: running text of a chapter.
[[nodiscard]] bool is_story_paragraph(const utterance_input& in, std::size_t p) noexcept;

/// A paragraph that opens with a dash: its speech without the tags inside it.
[[nodiscard]] std::vector<candidate> find_dash_speech(const utterance_input& in, std::uint32_t p,
                                                      std::uint32_t first, std::uint32_t last);

/// `*so*` and `_so_` in paragraph `p`.
[[nodiscard]] std::vector<candidate> find_starred(const utterance_input& in, std::uint32_t p);

/// Runs of chat lines, `Name: text`, and of a play's, `NAME: text`, over the whole text.
[[nodiscard]] std::vector<candidate> find_chat(const utterance_input& in);

/// Letters without quotation marks, over the whole text.
[[nodiscard]] std::vector<candidate> find_letters(const utterance_input& in,
                                                  const std::vector<std::uint32_t>& first_token);

/// Makes one letter of quotations that fill a paragraph each, from salutation to signature.
void join_quoted_letters(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
                         std::vector<candidate>& all);

/// Whether tokens [first, last) are a line of names, as stands under a letter: `Ruth Hale`.
[[nodiscard]] bool signs(const utterance_input& in, std::uint32_t first, std::uint32_t last);

/// The same in capitals, `RUTH HALE`: nobody speaks so.
[[nodiscard]] bool is_signed(const utterance_input& in, std::uint32_t first, std::uint32_t last);

/// Whether tokens [first, last) end as letters do: `Yours, etc.`, `Yours very truly,`.
[[nodiscard]] bool is_leave(const utterance_input& in, std::uint32_t first, std::uint32_t last);

/// Lets the name under each letter be its tag, where it has one.
void find_signatures(const utterance_input& in, std::vector<candidate>& all);

/// Signs and inscriptions in capitals.
[[nodiscard]] std::vector<candidate> find_signs(const utterance_input& in,
                                                const std::vector<std::uint32_t>& first_token);

}  // namespace fabula::talk

#endif  // FABULA_TALK_CANDIDATES_HPP
