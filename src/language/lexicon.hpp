/// @file
/// @brief What English says of single words: who speaks with them, whom they title, what they join.
#ifndef FABULA_LANGUAGE_LEXICON_HPP
#define FABULA_LANGUAGE_LEXICON_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fabula::language {

/// Bits of a word form. A form may have several: "cried" is a verb of speech, "miss" a title and a
/// verb.
namespace word_class {
enum bit : std::uint64_t {
  speech_verb = 1ULL << 0U,    ///< said, asked, whispered: forms that stand in a cue
  thought_verb = 1ULL << 1U,   ///< thought, wondered, told (herself)
  message_verb = 1ULL << 2U,   ///< typed, texted, wrote
  auxiliary = 1ULL << 3U,      ///< was, had, would: a verb follows, or none is needed
  common_verb = 1ULL << 4U,    ///< looked, turned, nodded: past forms that have a person as subject
  title_he = 1ULL << 5U,       ///< Mr., Sir, Uncle
  title_she = 1ULL << 6U,      ///< Mrs., Miss, Lady, Aunt
  title_any = 1ULL << 7U,      ///< Dr., Captain, Professor
  title_married = 1ULL << 8U,  ///< Mrs.: bears a husband's name
  person_he = 1ULL << 9U,      ///< man, boy, husband, king
  person_she = 1ULL << 10U,    ///< woman, girl, wife, queen
  person_any = 1ULL << 11U,    ///< doctor, engineer, stranger
  kin = 1ULL << 12U,           ///< mother, uncle, sister: relative to somebody
  animal = 1ULL << 13U,        ///< dog, cat
  pronoun_he = 1ULL << 14U,    ///< he, him, his, himself
  pronoun_she = 1ULL << 15U,
  pronoun_they = 1ULL << 16U,
  pronoun_i = 1ULL << 17U,
  pronoun_you = 1ULL << 18U,
  pronoun_we = 1ULL << 19U,
  pronoun_it = 1ULL << 20U,
  nominative = 1ULL << 21U,     ///< he, she, I, we, they, who: never an object
  possessive = 1ULL << 22U,     ///< his, her, my, your
  article = 1ULL << 23U,        ///< the, a, an
  demonstrative = 1ULL << 24U,  ///< this, that, these, those
  preposition = 1ULL << 25U,
  place_preposition = 1ULL << 26U,  ///< in, at, near, into, from: what follows may be a place
  conjunction = 1ULL << 27U,
  function_word = 1ULL << 28U,      ///< any closed-class word
  abbreviation = 1ULL << 29U,       ///< "mr", "etc": its full stop ends no sentence by itself
  particle = 1ULL << 30U,           ///< de, von, van, of: inside a name
  given_he = 1ULL << 31U,           ///< Thomas, Kofi
  given_she = 1ULL << 32U,          ///< Anna, Ines
  given_any = 1ULL << 33U,          ///< Alex, Robin
  calendar = 1ULL << 34U,           ///< Monday, March, Christmas
  people_or_tongue = 1ULL << 35U,   ///< French, Germans
  interjection = 1ULL << 36U,       ///< oh, ah, hullo
  adverb = 1ULL << 37U,             ///< quietly, then: may stand between subject and verb
  sign_noun = 1ULL << 38U,          ///< sign, notice, plaque: bears words
  device_noun = 1ULL << 39U,        ///< phone, screen, message: words come through it
  place_noun = 1ULL << 40U,         ///< Street, House, Hall as the last part of a name
  naming_word = 1ULL << 41U,        ///< called, word, title, so-called: a mention follows
  deity = 1ULL << 42U,              ///< God, Heaven, Lord in oaths
  organization_noun = 1ULL << 43U,  ///< Company, Club
  honorific = 1ULL << 44U,          ///< sir, madam, dear: addresses somebody without a name
  elision = 1ULL << 45U,            ///< 'tis, 'em: begins with an apostrophe
  reflexive = 1ULL << 46U,          ///< herself, himself
  question_word = 1ULL << 47U,
  adjective = 1ULL << 48U,  ///< old, young, tall: stands before a person noun
  sing_verb = 1ULL << 49U,
  body_noun = 1ULL << 50U,    ///< hand, voice, eyes: "her voice was low" is about her
  letter_noun = 1ULL << 51U,  ///< letter, note, telegram: bears what somebody wrote
  bearing_verb =
      1ULL << 52U,  ///< read, ran, said, painted: leads from a sign or a letter to its words
  // of a text's own vocabulary alone (language/neo_pronouns.hpp)
  pronoun_xe = 1ULL << 53U,  ///< xe, xem, xyr
  pronoun_ze = 1ULL << 54U,
  pronoun_ey = 1ULL << 55U,
  pronoun_fae = 1ULL << 56U,
};
inline constexpr std::uint64_t title = title_he | title_she | title_any;
}  // namespace word_class

/// The word lists, by form. Immutable; shared by every reading.
class lexicon {
 public:
  lexicon();

  /// The bits of `form` (lower case, straight apostrophe); 0 where nothing is known. Regular past
  /// and -ing forms of verbs of speech are listed one by one, so no rule guesses them.
  [[nodiscard]] std::uint64_t classes_of(std::string_view form) const noexcept;

  /// The full given name that a short or pet form stands for, e.g. "lizzy" -> "elizabeth"; `form`
  /// itself where it is none.
  [[nodiscard]] std::string_view full_given_name(std::string_view form) const noexcept;

  /// Whether `pet` is a short or pet form of the given name `full` in any of the lists: "kit" of
  /// "katherine" and of "christopher". Lower case.
  [[nodiscard]] bool is_pet_name(std::string_view pet, std::string_view full) const noexcept;

  /// Whether it is one of any name: most words are not, and need not be asked about each name.
  [[nodiscard]] bool is_pet_name(std::string_view pet) const noexcept {
    return all_full_names_.contains(pet);
  }

 private:
  std::unordered_map<std::string_view, std::uint64_t> classes_;
  std::unordered_map<std::string_view, std::string_view> full_names_;
  /// Every full name of each pet form, sorted.
  std::unordered_map<std::string_view, std::vector<std::string_view>> all_full_names_;
};

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_LEXICON_HPP
