/// @file
/// @brief Name forms: which stretches of the text are names of people, and what each is made of.
#ifndef FABULA_PEOPLE_NAMES_HPP
#define FABULA_PEOPLE_NAMES_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "people/cast.hpp"
#include "people/neo_set.hpp"

namespace fabula::people {

enum class gender : std::uint8_t { unknown, she, he };

/// One spelling of a name ("Mr. Pettersen"), with what its uses tell.
struct name_form {
  std::string text;                   ///< as first spelt, white space collapsed
  std::vector<std::uint32_t> titles;  ///< word ids
  std::vector<std::uint32_t> words;   ///< word ids without titles and particles
  std::uint32_t count = 0;
  std::uint32_t first_token = 0;
  std::uint32_t speaks = 0;      ///< subject of a cue
  std::uint32_t acts = 0;        ///< a verb behind it
  std::uint32_t in_places = 0;   ///< behind in, at, near, into
  std::uint32_t called = 0;      ///< set off by commas inside speech
  std::uint32_t owns = 0;        ///< 's behind it
  std::uint32_t introduced = 0;  ///< "my name is" before it
  std::uint32_t the_before = 0;  ///< "the" before it
  std::uint32_t the_led = 0;     ///< "the younger Miss Bennets": a word or two between
  std::uint32_t inside = 0;      ///< uses inside utterances
  std::uint32_t she = 0;  ///< pronouns that can only mean it, and words such as "his sister" by it
  std::uint32_t he = 0;
  std::uint32_t as_person = 0;  ///< uses that the network takes for a person's name
  std::uint32_t as_other = 0;   ///< for the name of a place, ship or company
  std::uint32_t they = 0;
  neo_counts neo{};              ///< xe, ze, ey, fae
  std::uint32_t animal = 0;      ///< "a dog named Biscuit", "Biscuit was a good dog"
  std::uint64_t title_bits = 0;  ///< word classes of its titles; of a description, of its noun
  std::uint64_t given_bits = 0;  ///< word classes of its first word, where that is a given name
  gender patronymic = gender::unknown;  ///< -ovna, -ovitch
  gender sex = gender::unknown;         ///< by title, given name or pronouns
  bool married = false;
  bool known_given = false;  ///< its first word is a given name that the lists have
  bool description = false;  ///< "the waiter": no name at all
  bool capital = false;      ///< "the General": a description that is mostly written as a name
  bool lone_title = false;   ///< "the Colonel", "Colonel"
  bool acting = false;       ///< "the waiter brought the soup": a description that never speaks
  bool role = false;         ///< "his wife": a description by whose she is (people/unnamed.hpp)
  bool group = false;        ///< "the Bennets"

  [[nodiscard]] bool titled() const noexcept { return !titles.empty(); }
};

/// One use of a form: tokens [first, last).
struct name_use {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t form = 0;
  mention_role role = mention_role::other;
  bool speaks = false;  ///< the subject of a cue
};

/// What tells the gender of somebody; pronouns are counted, the rest is known of words.
struct gender_evidence {
  std::uint32_t she = 0;
  std::uint32_t he = 0;
  std::uint64_t title_bits = 0;
  std::uint64_t given_bits = 0;
  bool patronymic_she = false;  ///< -ovna, -evna
  bool patronymic_he = false;   ///< -ovitch, -evich
};

/// Titles decide, then patronymics. Else pronouns, with a list of given names as a prior that only
/// many and clear pronouns overrule, and an officer's or clergyman's title as a weak one. Unknown
/// where it is not clear: one wrong gender sinks a story.
[[nodiscard]] gender tell_gender(const gender_evidence& e) noexcept;

/// Whether token `i` stands in the story itself: in no heading, and in no front or back matter.
[[nodiscard]] bool is_story_token(const cast_input& in, std::uint32_t i) noexcept;

/// Whether a capital at token `i` may be there for the sentence's sake alone.
[[nodiscard]] bool is_initial_token(const cast_input& in, std::uint32_t i) noexcept;

struct name_table {
  std::vector<name_form> forms;
  std::vector<name_use> uses;  ///< in order
};

/// Finds every name of a person, and descriptions that speak ("said the waiter"). A word is a name
/// where it bears a capital inside sentences and is not oftener written small; a form names a
/// person where it speaks, acts, is called or bears a title or a known given name, and mostly
/// stands in no place. Recipe and traps: reference/people.md, section 3.
[[nodiscard]] name_table find_names(const cast_input& in,
                                    const std::vector<std::uint8_t>& in_quote);

/// The same knowledge of forms that were found otherwise (a given cast): `uses` are in order and do
/// not overlap, and number `forms` forms; counts, roles and gender are filled in. O(n).
[[nodiscard]] name_table describe_uses(const cast_input& in,
                                       const std::vector<std::uint8_t>& in_quote,
                                       std::vector<name_use> uses, std::size_t forms);

}  // namespace fabula::people

#endif  // FABULA_PEOPLE_NAMES_HPP
