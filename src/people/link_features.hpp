/// @file
/// @brief What speaks for and against a mention meaning an entity, in numbers.
#ifndef FABULA_PEOPLE_LINK_FEATURES_HPP
#define FABULA_PEOPLE_LINK_FEATURES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "people/referents.hpp"

namespace fabula::people {

/// The columns of a row. Distances are counts, capped; NaN where there is nothing to measure.
enum class link_feature : std::uint8_t {
  // of the mention
  form,
  type,
  pronoun,
  grammatical_case,
  role,
  in_quote,
  determiner,
  number,
  gender,
  other_one,
  modified,
  generic_person,
  conjoined,
  nested,
  width,
  probability,
  document_position,  ///< mentions so far, capped
  first_in_sentence,
  first_in_paragraph,  ///< no mention before it in its paragraph
  paragraph_speaks,    ///< narration in a paragraph that holds an utterance
  speaker_known,
  head_seen,   ///< mentions with this head so far, capped
  words_seen,  ///< with all these words
  best_match,  ///< the best string match among the candidates: 0 none, 1 head, 2 all words
  candidates,
  // of the pair
  is_new,
  recency,  ///< how many fitting candidates were mentioned later
  sentences,
  mentions,
  paragraphs,
  same_level_sentences,  ///< to its last mention on this level: narration or talk
  subject_sentences,     ///< to its last mention as a subject
  size,
  recent_count,  ///< mentions, each sentence ago counting less
  recent_rank,
  first_sentences,  ///< since its first mention
  last_form,
  last_pronoun,
  last_role,
  last_in_quote,
  same_role,
  same_sentence,
  subject_of_clause,  ///< the subject of the mention's own clause
  same_verb,
  last_possessor_here,
  he_share,
  she_share,
  it_share,
  many_share,
  gender_agrees,  ///< 1, 0 unknown, -1
  number_agrees,
  same_type,
  has_name,
  has_noun,
  is_character,
  is_narrator,
  words_match,
  head_match,
  head_is_last,
  modifiers_shared,
  modifiers_differ,
  name_words_shared,
  same_cast,
  is_speaker,
  is_addressee,
  is_speaker_before,
  is_speaker_after,
  is_paragraph_speaker,
  is_last_paragraph_speaker,
  is_cue_speaker,
  said_i_here,  ///< has "I" in the same utterance
  said_you_here,
  quoted_here,   ///< any mention in the same utterance
  is_possessor,  ///< owns the mention: "[her] sister" is not she
  same_owner,    ///< both are owned by the same entity
  other_owner,
  grammar_link,  ///< apposition or copula ties them
  parallel,      ///< same role in the sentence before
  two_active,    ///< how many fitting people were active in the last sentences
  has_i,
  has_you,
  contrast,         ///< "the other woman": not who has just been the subject
  subject_rank,     ///< how many candidates were a subject later
  is_last_subject,  ///< the last subject of the narration
  verb_linked,      ///< subject of the clause that this one hangs on, or of its twin
  quote_distance,   ///< utterances since it was last mentioned in one
  kin,              ///< a word of kinship: relative to whose it is
  noun_sentences,   ///< since it was last mentioned by more than a pronoun
  last_determiner,
  named_this_sentence,   ///< by more than a pronoun
  mentions_here,         ///< in this paragraph, on the same level
  is_paragraph_subject,  ///< the first person who is a subject in this paragraph
  is_paragraph_first,    ///< the first person named in it
  words_since,           ///< tokens since its last mention
  words_since_noun,      ///< since it was last mentioned by more than a pronoun
  noun_rank,             ///< how many candidates were mentioned by more than a pronoun later
  noun_role,             ///< how it was last mentioned by more than a pronoun
  noun_in_quote,
  same_pronoun_last,   ///< the last pronoun of this kind, on this level, meant it
  same_pronoun_since,  ///< sentences since that pronoun
  noun_since_pronoun,  ///< mentioned by more than a pronoun after it
  spoke_ago,           ///< utterances since it last spoke
  addressed_ago,       ///< since it was last spoken to
  owned_match,         ///< what this owner called so before; -1 that was somebody else
  owner_is_kin,        ///< it once owned, by kinship, who owns the mention
  owner_is_speaker,    ///< "my brother", "Papa"
  same_surname,        ///< as the owner's
  introduces,          ///< the cast has a name for the mention and nobody for the name yet
  // by the names that the cast knows, before and behind: no wrong link changes them
  name_since,         ///< sentences since it was last named
  name_ahead,         ///< sentences until it will be
  names_around,       ///< times that it is named near
  names_around_talk,  ///< in utterances
  names_around_rank,  ///< how many candidates are named near more often
  title_match,    ///< "the major": 1 of Major Holt, 0 of who is no major; unknown of other words
  kin_bearer,     ///< whom kinship and surname point to: 1 to it alone, 0 to several, -1 to another
  title_bearers,  ///< how many have had this title so far
  // in talk, of whom is talked about
  said_recent,           ///< mentions as a third one, each utterance ago counting less
  said_rank,             ///< how many candidates were so mentioned in talk later
  said_here,             ///< so mentioned in this utterance
  is_said_first,         ///< who came first in this utterance
  is_last_said_subject,  ///< the last subject of talk who was neither speaker nor spoken to
  said_by_speaker,       ///< utterances of this speaker's since he spoke of it
  subject_recent,        ///< times that it was a subject, each sentence ago counting less
  subject_recent_rank,   ///< how many candidates were so more often
  count
};

inline constexpr std::size_t k_link_features = static_cast<std::size_t>(link_feature::count);

/// Somebody or something: what its mentions so far have told.
struct entity_state {
  std::uint32_t character = k_none;
  mention_type type = mention_type::per;
  std::uint32_t first_referent = k_none;
  std::uint32_t last_referent = k_none;
  std::uint32_t last_told = k_none;    ///< last referent in narration
  std::uint32_t last_quoted = k_none;  ///< last referent in an utterance
  std::uint32_t last_subject = k_none;
  std::uint32_t last_noun = k_none;  ///< last that is no pronoun
  std::uint32_t last_name = k_none;  ///< last that is a name
  std::uint32_t i_quote = k_none;    ///< utterance in which it last was "I"
  std::uint32_t you_quote = k_none;
  std::uint32_t any_quote = k_none;
  std::uint32_t owner = k_none;           ///< entity of its last possessor
  std::uint32_t last_spoke = k_none;      ///< utterance that it last said
  std::uint32_t last_addressed = k_none;  ///< that was last said to it
  std::uint32_t size = 0, names = 0, nouns = 0;
  std::uint32_t he = 0, she = 0, it = 0, many = 0, one = 0, i = 0, you = 0;
  std::uint32_t paragraph = k_none;  ///< in which `here_told` and `here_quoted` count
  std::uint32_t here_told = 0, here_quoted = 0;
  std::uint32_t last_said = k_none;  ///< last referent in an utterance that is no party to it
  std::uint32_t said_quote =
      k_none;  ///< utterance in which `said_here` counts, `said_recent` stood
  std::uint32_t said_here = 0;
  float said_recent = 0;     ///< decayed count, as of `said_quote`
  float subject_recent = 0;  ///< decayed count, as of `subject_sentence`
  std::uint32_t subject_sentence = 0;
  bool gone = false;  ///< it has become a character
  float recent = 0;   ///< decayed count, as of `recent_sentence`
  std::uint32_t recent_sentence = 0;
  std::vector<std::uint32_t> heads;      ///< lemmas, each once
  std::vector<std::uint64_t> words;      ///< fingerprints, each once
  std::vector<std::uint32_t> modifiers;  ///< lemmas, each once
  std::vector<std::uint32_t> kin;        ///< entities that it owned by kinship, each once
  std::vector<std::uint32_t> titles;     ///< full titles, each once
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      said_by;  ///< who spoke of it, and where last
};

/// Names of the columns, in order, for training.
[[nodiscard]] std::string_view name_of(link_feature f) noexcept;

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_LINK_FEATURES_HPP
