/// @file
/// @brief The story over time: scenes, places, time, viewpoint, ties, threads, facts and rating.
/// Ranges are in bytes of `story::text`; layers are sorted as each says.
#ifndef FABULA_PLOT_HPP
#define FABULA_PLOT_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/span.hpp"

namespace fabula {

using place_id = index<struct place_tag>;
using scene_id = index<struct scene_tag>;
using time_id = index<struct time_tag>;
using fact_id = index<struct fact_tag>;

enum class place_kind : std::uint8_t {
  room,
  building,
  street,
  settlement,
  region,
  land,  ///< garden, field, hill
  water,
  vehicle,
  other
};

/// Where something happens, or may: "Longbourn", "Ruth's place", "the kitchen". In order of
/// `first`.
struct place {
  std::string name;  ///< as the text has it most often, e.g. "Ruth's place", "the hall"
  place_kind kind = place_kind::other;
  bool named = false;                ///< a proper name
  std::optional<place_id> within;    ///< the next larger one; never leads in a circle
  std::vector<character_id> owners;  ///< whose it is, or who lives there; ascending
  std::uint32_t mentions = 0;
  byte_offset first;
  std::vector<float> owner_confidence{};  ///< of each of `owners`
};

/// Someone comes to or leaves a place, in the narration. Sorted by `span`.
struct move {
  byte_range span;  ///< the words that tell it: a verb
  character_id who;
  scene_id scene;
  std::optional<place_id> place;  ///< to which they come, or which they leave
  bool arrives = true;
};

enum class time_kind : std::uint8_t {
  clock,        ///< "a quarter past seven"
  part_of_day,  ///< "that evening"
  weekday,
  date,  ///< "the fourteenth", "3 May"
  month,
  season,
  year,
  feast,
  relative,  ///< "two days later", "the next morning", "tomorrow"
  duration,  ///< "for eleven months"
  age
};

/// Words that tell when or how long. Sorted by `span`.
struct time_expression {
  byte_range span;
  time_kind kind = time_kind::clock;
  std::string value;  ///< "07:15", "evening", "thursday", "--05-03", "P2D", "+P1D", "1813"
  std::optional<std::int32_t> day;      ///< the story's own count: its first day is 0
  std::optional<std::uint16_t> minute;  ///< of that day
  bool in_speech = false;               ///< said or written by someone in the story
};

/// How a scene stands in the story's time against the scene told before it.
enum class time_order : std::uint8_t {
  onward,
  flashback,
  parallel,
  forward  ///< told ahead: "Years later she would remember"
};

/// When a scene takes place, as far as it is told. Days are counted from the first scene's, 0.
struct scene_time {
  std::int32_t day = 0;
  std::optional<std::uint8_t> weekday;  ///< 0 is Monday
  std::string part;                     ///< "morning", "night"; empty where not told
  std::optional<std::uint16_t> minute;  ///< of the day
  time_order order = time_order::onward;
  std::optional<byte_range> words;  ///< that tell it
  float confidence = 0;
};

enum class presence_role : std::uint8_t {
  present,   ///< there from the start
  arrives,   ///< there, and comes during the scene
  leaves,    ///< there, and goes during the scene
  visits,    ///< comes and goes
  message,   ///< only at the other end of a letter, a message, a telephone
  mentioned  ///< only talked or thought about
};

struct scene_person {
  character_id who;
  presence_role role = presence_role::present;
  float confidence = 0;
};

/// A stretch of a scene that goes through another mind than the scene does.
struct head_hop {
  byte_range span;  ///< whole paragraphs
  character_id who;
};

enum class grammatical_person : std::uint8_t { unknown, first, second, third };

/// Who tells a chapter and how. One for each chapter that is story, in order.
struct narration {
  chapter_index chapter;
  grammatical_person person = grammatical_person::unknown;
  std::optional<character_id> narrator;  ///< of the first person
  float confidence = 0;
};

enum class tie_kind : std::uint8_t {
  kin,
  couple,
  friends,
  household,
  work,
  conflict,
  keeper  ///< of an animal
};

/// How two members of the cast stand to each other. Sorted by `a`, `b`, `kind`; where the tie is
/// not directed, a < b.
struct tie {
  character_id a;
  character_id b;
  tie_kind kind = tie_kind::friends;
  std::string role;          ///< what `a` is to `b`: "sister", "employer", "keeper"; may be empty
  bool directed = false;     ///< `role` holds one way only
  std::uint32_t weight = 0;  ///< pieces of evidence
  std::vector<byte_range> evidence;   ///< in order; at most 16
  std::vector<std::uint32_t> course;  ///< exchanges and scenes shared, by chapter
  float confidence = 0;
};

/// The four networks: how often two members of the cast are together, talk, and speak of each
/// other. Sorted by `a`, `b`; a < b.
struct bond {
  character_id a;
  character_id b;
  std::uint32_t together = 0;  ///< scenes in which both are present
  std::uint32_t a_to_b = 0;    ///< utterances
  std::uint32_t b_to_a = 0;
  std::uint32_t a_of_b = 0;  ///< mentions of b in what a says to others
  std::uint32_t b_of_a = 0;
};

enum class thread_kind : std::uint8_t { promise, plan, question, threat, secret, offer };

/// Something opened that a reader expects to see closed. Sorted by `opened`.
struct thread {
  thread_kind kind = thread_kind::promise;
  byte_range opened;                 ///< the sentence
  std::vector<byte_range> touched;   ///< sentences behind it, in order
  std::optional<byte_range> closed;  ///< none: open at the end
  std::vector<character_id> who;     ///< by whom, then to whom
  float confidence = 0;
};

enum class fact_kind : std::uint8_t {
  age,
  eyes,
  hair,
  trade,
  dead,
  possession,
  kin  ///< "sister of Jane", "two brothers"
};

/// What a continuity reader would put on a card. Sorted by `who`, `kind`, `span`.
struct fact {
  character_id who;
  fact_kind kind = fact_kind::age;
  std::string value;  ///< "thirteen", "green", "doctor"
  byte_range span;    ///< the words
  float confidence = 0;
};

enum class conflict_kind : std::uint8_t {
  eyes,
  hair,
  age,
  spelling,
  dead_speaks,
  weekday,
  kin,   ///< "two brothers", later "three brothers"
  trade  ///< a doctor, later a lawyer
};
inline constexpr conflict_kind k_last_conflict_kind = conflict_kind::trade;

/// Two places in the text that do not go together: a suggestion. In order of `second`.
struct conflict {
  conflict_kind kind = conflict_kind::eyes;
  std::optional<character_id> who;
  byte_range first;
  byte_range second;
  std::string what;  ///< one line, e.g. "Ruth: green eyes, later brown eyes"
  float confidence = 0;
  /// What does not go together, e.g. "green" and "brown"; empty where the kind says all.
  std::array<std::string, 2> values{};
};

/// What the Archive of Our Own's rating and warnings would be: proposed, for the author to accept.
enum class archive_rating : std::uint8_t { not_rated, general, teen, mature, explicit_ };
enum class warning_kind : std::uint8_t { violence, death, sex, abuse, self_harm, language, drugs };

struct content_warning {
  warning_kind kind = warning_kind::violence;
  std::vector<byte_range> evidence;  ///< passages, in order; never to be printed in an overview
  bool archive_warning = false;      ///< strong enough for one of the Archive's own warnings
  float confidence = 0;
};

struct story_rating {
  archive_rating proposed = archive_rating::not_rated;
  std::vector<content_warning> warnings;  ///< one a kind, in the order of `warning_kind`
  float confidence = 0;
};

/// The names used in every output, e.g. "settlement", "first", "keeper".
[[nodiscard]] std::string_view to_string(place_kind) noexcept;
[[nodiscard]] std::string_view to_string(time_kind) noexcept;
[[nodiscard]] std::string_view to_string(time_order) noexcept;
[[nodiscard]] std::string_view to_string(presence_role) noexcept;
[[nodiscard]] std::string_view to_string(grammatical_person) noexcept;
[[nodiscard]] std::string_view to_string(tie_kind) noexcept;
[[nodiscard]] std::string_view to_string(thread_kind) noexcept;
[[nodiscard]] std::string_view to_string(fact_kind) noexcept;
[[nodiscard]] std::string_view to_string(conflict_kind) noexcept;
/// In the Archive's own words: "Teen And Up Audiences"; empty where it is not rated.
[[nodiscard]] std::string_view to_string(archive_rating) noexcept;
[[nodiscard]] std::string_view to_string(warning_kind) noexcept;
/// The Archive's warning for this kind, e.g. "Graphic Depictions Of Violence"; empty where it has
/// none.
[[nodiscard]] std::string_view archive_warning_of(warning_kind) noexcept;
/// "monday" for 0; empty past 6.
[[nodiscard]] std::string_view weekday_name(std::uint8_t) noexcept;

}  // namespace fabula

#endif  // FABULA_PLOT_HPP
