/// @file
/// @brief Utterances as the attribution sees them: each with its surroundings, its turn and those
/// whom it names; and the mentions of people with their place in the clause.
#ifndef FABULA_TALK_LINES_HPP
#define FABULA_TALK_LINES_HPP

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "talk/speakers.hpp"

namespace fabula::talk {

/// Tokens [first, last).
struct token_span {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// Where narration stands beside an utterance.
enum class place : std::uint8_t { before, inside, after, paragraph_before, paragraph_behind };
inline constexpr std::size_t k_places = 5;

/// How an utterance begins: answers and questions change hands, "And you never told me" goes on.
enum class opening : std::uint8_t { other, yes, no, joined, called_out, well, question, i, you };

/// An utterance that somebody says, thinks or writes; `quoted` words and signs are none.
struct line {
  std::uint32_t quote = 0;
  std::uint32_t first = 0;  ///< tokens [first, last) from its first span to its last
  std::uint32_t last = 0;
  std::uint32_t first_paragraph = 0;
  std::uint32_t last_paragraph = 0;
  std::uint32_t turn = 0;      ///< lines of one paragraph and one voice
  std::uint32_t exchange = 0;  ///< turns without much narration between
  bool remote = false;         ///< a message or letter: who sends it need not be in the room
  bool opens = false;          ///< its paragraph
  bool closes = false;
  bool runs_on = false;  ///< not closed: the same voice goes on in the next paragraph
  const cue* tag = nullptr;
  std::array<token_span, k_places> around{};
  std::uint32_t words = 0;
  opening begins = opening::other;
  bool asks = false;
  bool says_i = false;
  bool says_you = false;
  bool says_he = false;
  bool says_she = false;
  bool says_sir = false;
  bool says_madam = false;
  std::int8_t tells_speaker = 0;         ///< "my wife" 1, "my husband" -1
  std::int8_t tells_listener = 0;        ///< "old boy", "your wife" 1, "mummy", "my dear girl" -1
  std::vector<std::uint32_t> address;    ///< forms: "daddy" of "Yes, daddy", "sir"; no names
  std::vector<std::uint32_t> called;     ///< characters, by vocative
  std::vector<std::uint32_t> spoken_of;  ///< characters named otherwise
};

/// What a mention does in its clause.
enum class clause_role : std::uint8_t { other, subject, possessive, object, absent, vocative };

struct mention_fact {
  clause_role role = clause_role::other;
  std::uint8_t verb = 0;  ///< of a subject: 2 says, 1 thinks or writes, 0 does something else
  std::int8_t moves = 0;  ///< of a subject: "came in" 1, "went away", "left" -1
  bool remote = false;    ///< named by the tag of a message alone
};

/// The lines of a text, and indices over its mentions.
struct line_layer {
  std::vector<line> lines;
  std::vector<token_span> turns;      ///< lines [first, last) of each turn
  std::vector<token_span> runs;       ///< of each turn: the turns of its run of unbroken speech
  std::vector<token_span> exchanges;  ///< turns [first, last) of each exchange
  std::vector<mention_fact> facts;    ///< of each mention
  std::vector<std::uint32_t> first_mention;  ///< of each paragraph, and one more at the end
  std::vector<std::uint32_t> scenes;  ///< of each paragraph: break marks, gaps and headings so far
};

/// Reads utterances, mentions and, where there are any, trees. O(tokens of utterances + mentions).
[[nodiscard]] line_layer find_lines(const speaker_input& in);

/// Characters with weights.
using weighted_people = std::vector<std::pair<std::uint32_t, float>>;

/// 0 where `who` is not there.
[[nodiscard]] float weight_of(const weighted_people& people, std::uint32_t who) noexcept;
void add_weight(weighted_people& people, std::uint32_t who, float weight);
/// The heaviest first, else as they were added.
void by_weight(weighted_people& people);

/// Paragraphs of narration between turn `t`, not the first of its exchange, and the one before it.
[[nodiscard]] std::uint32_t gap_before(const line_layer& lines, std::uint32_t t) noexcept;

/// The first mention that ends behind `token`.
[[nodiscard]] std::uint32_t mention_at(const speaker_input& in, std::uint32_t token) noexcept;

/// The character whom the subject of `c` names, describes or, resolved, stands for; `k_nobody`
/// where nobody knows. `mention` becomes the number of that mention.
[[nodiscard]] std::uint32_t character_of(const speaker_input& in, const cue& c,
                                         std::uint32_t* mention = nullptr) noexcept;

/// Whether the last word of mention `m` is in a name form of its character: a link that coreference
/// made
/// ("Baby" for somebody whom nobody else calls so) is no fact.
[[nodiscard]] bool bears_name(const speaker_input& in, std::uint32_t m);

/// Whether a whole name form of its character stands in the words of mention `m`, as `fabula
/// verify` asks of a cue by name.
[[nodiscard]] bool holds_alias(const speaker_input& in, std::uint32_t m);

}  // namespace fabula::talk

#endif  // FABULA_TALK_LINES_HPP
