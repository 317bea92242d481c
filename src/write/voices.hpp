/// @file
/// @brief Who needs a voice, and which one: NAME.voices.json, layout 1, read and written.
///
/// One JSON object, an entry a line. An entry is {"name", "gender", "lines", "words", "ssml",
/// "kokoro", "e2a"} (those of roles without name and counts): `gender` is suggested by the pronouns
/// ("female", "male", "unknown"); `ssml` is a voice name for SSML, `kokoro` one for abogen, `e2a`
/// the path of a recording for ebook2audiobook; null where not chosen. The keys:
///
///   narrator            who reads what nobody says
///   unknown             who reads what is said by nobody knows whom; if null, default, then
///   narrator default_female, default_male, default
///                       for characters without a voice of their own
///   c0, c1, ...         the characters who have lines, by their position in the JSON's
///   `characters` unused              a list: entries of a file read before that are about nobody
///   here
///
/// A file that is read may leave out anything, and hold more, which is kept. An entry is about the
/// character of its `name`, whatever its key: positions may change with a new version of fabula,
/// and one file may serve a series. The form is that of shared/reference/users_and_formats.md
/// (3.2).
#ifndef FABULA_WRITE_VOICES_HPP
#define FABULA_WRITE_VOICES_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// The programs for which voices are chosen, in the order of `k_voice_keys`.
enum class voice_engine : std::uint8_t { ssml, kokoro, e2a };
inline constexpr std::array<std::string_view, 3> k_voice_keys{"ssml", "kokoro", "e2a"};

/// Who reads: a character, or one of two roles.
struct reader_of_line {
  enum class role : std::uint8_t { narrator, unknown, character };
  role who = role::narrator;
  std::uint32_t character = 0;  ///< where `who` is `character`
  friend constexpr auto operator<=>(const reader_of_line&, const reader_of_line&) = default;
};

/// "female", "male" or "unknown", by the pronouns.
[[nodiscard]] std::string_view voice_gender(const character& c) noexcept;

class voice_table {
 public:
  /// Without `chosen` nothing is chosen. Errors: `damaged` (`chosen` is not JSON of this layout),
  /// naming the place.
  [[nodiscard]] static result<voice_table> make(const story& s, std::string_view chosen);

  /// The voice of a character: the one chosen, else that of their gender, else the default, else
  /// the one suggested (of Kokoro alone), else the narrator's; empty where there is none.
  [[nodiscard]] std::string_view voice_of(reader_of_line who, voice_engine engine) const;

  /// The file's bytes. What is suggested stands in it as if it were chosen.
  [[nodiscard]] std::string write() const;

 private:
  struct entry {
    std::array<std::string, k_voice_keys.size()> voices;  ///< empty where not chosen
    std::string suggested;                                ///< of Kokoro
    std::string more;  ///< members that are not ours, as JSON, each behind a comma
  };
  enum role : std::uint8_t { k_narrator, k_unknown, k_female, k_male, k_default, k_role_count };
  static constexpr std::array<std::string_view, k_role_count> k_roles{
      "narrator", "unknown", "default_female", "default_male", "default"};

  struct file_reader;

  explicit voice_table(const story& s);
  void suggest();
  /// The roles whose voice serves where none is chosen for the reader himself, the first first.
  [[nodiscard]] std::vector<role> stand_ins(reader_of_line who) const;
  [[nodiscard]] const entry& entry_of(reader_of_line who) const;
  void write_entry(std::string& out, std::string_view key, const entry& e,
                   std::optional<std::uint32_t> who) const;

  const story* s_;
  std::array<entry, k_role_count> roles_;
  std::vector<entry> characters_;
  std::vector<std::uint32_t> lines_;  ///< of each character
  std::vector<std::uint32_t> words_;  ///< that each character says
  std::vector<std::uint32_t> order_;  ///< characters with lines, most lines first
  std::vector<std::string> unused_;   ///< JSON objects
};

/// A name for each character that no other one has, and that no role has ("Narrator", "Unknown"):
/// its own, or with a number behind it ("Tom 2"). An unnamed teller, whom the cast calls
/// "Narrator", keeps that name: it is the same voice.
[[nodiscard]] std::vector<std::string> unique_names(const story& s);

/// As `unique_names`, of letters A to Z and digits alone: "OdileMarr"; "Character7" where nothing
/// is left of a name.
[[nodiscard]] std::vector<std::string> unique_labels(const story& s);

/// "Odile de la Marr's" as "OdileDeLaMarrS": what Python's `title()` makes of it, letters and
/// digits alone.
[[nodiscard]] std::string label_of(std::string_view name);

}  // namespace fabula

#endif  // FABULA_WRITE_VOICES_HPP
