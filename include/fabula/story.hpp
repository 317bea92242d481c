/// @file
/// @brief The story: typed layers over one unchanged text. This is the value that `reader` gives
/// back and that every writer takes. Each vector is a layer, sorted by `start`; ids are positions
/// in it.
///
/// All ranges here are in BYTES of `story::text`. Outputs count Unicode code points: writers
/// convert with `code_point_map`.
#ifndef FABULA_STORY_HPP
#define FABULA_STORY_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/plot.hpp"
#include "fabula/span.hpp"
#include "fabula/syntax.hpp"

namespace fabula {

/// Version of the output contract (docs/output.md). A field is added within a schema, never
/// changed.
inline constexpr int k_schema = 1;

enum class media_type : std::uint8_t { plain_text, epub, html, markdown, docx };

/// The author's own word about the story, e.g. {"Rating", "General Audiences"} of an AO3 download.
struct author_note {
  std::string label;
  std::string text;
};

/// Where the text came from.
struct source_info {
  std::string name;  ///< file name without its folder
  media_type media = media_type::plain_text;
  std::uint64_t bytes = 0;        ///< size of the input
  std::string sha256;             ///< of the input, 64 lower-case hexadecimal digits
  std::string encoding;           ///< "utf-8", "windows-1252", "utf-16le", "utf-16be"
  std::string encoding_evidence;  ///< "byte order mark", "declared", "valid utf-8", "fallback", ...
  bool tokenized = false;         ///< read with `read_options::tokenized`
  std::string cast_sha256{};      ///< of the file of the given cast; empty where none was given
  std::string fixes_sha256{};     ///< of the file of fixes; empty where none was given
  std::string language;  ///< BCP 47, e.g. "en"; declared by the file or told from its words
  std::string title;
  std::string author;
  std::vector<author_note> author_notes;
  std::uint64_t visible_characters = 0;  ///< code points, white space apart, that the source shows
  std::uint64_t kept_characters = 0;  ///< of these, those in `story::paragraphs`; the same number
  std::vector<std::string> remarks;  ///< what a reader of the result should know, one sentence each
};

enum class chapter_kind : std::uint8_t {
  chapter,  ///< story
  front,    ///< title page, contents, dedication, licence header: never story
  back,     ///< afterword, notes, licence: never story
  part      ///< a heading that stands over chapters ("PART TWO"), with what stands under it alone
};

/// Chapters tile the text: each begins where the one before ends; the first begins at 0.
struct chapter {
  byte_range span;
  std::string title;  ///< "CHAPTER I. The Harbour", inner white space collapsed; may be empty
  chapter_kind kind = chapter_kind::chapter;
};

enum class paragraph_kind : std::uint8_t {
  prose,
  heading,
  scene_break,  ///< `***`, `#`, a rule: the mark itself
  verse,        ///< lines that must not be joined: songs, inscriptions, addresses
  note          ///< a footnote or an editor's note: not story, though it stands in a chapter
};

/// Paragraphs are in order and do not overlap; between two there is only white space.
struct paragraph {
  byte_range span;
  chapter_index chapter;
  paragraph_kind kind = paragraph_kind::prose;
  bool after_gap = false;  ///< extra space before it, which may stand for a scene break
};

/// Words that the markup of the file sets apart (italics of EPUB, HTML, DOCX, Markdown).
struct emphasis {
  byte_range span;
};

struct sentence {
  byte_range span;
};

enum class character_kind : std::uint8_t { person, animal, group, other };
/// The neo-pronouns stand last: xe/xem, ze/zir (and hir), ey/em, fae/faer.
enum class pronoun_set : std::uint8_t { unknown, she, he, they, it, xe, ze, ey, fae };

/// Why a name form is taken for one of a character's: "why are these one?"
enum class alias_reason : std::uint8_t {
  own,                ///< the form that the others joined
  full_name,          ///< the same given name and surname
  given_name,         ///< Owen: of Owen Pardoe
  nickname,           ///< Lizzie: of Elizabeth Garner
  initials,           ///< J. Hale: of John Hale
  spelling,           ///< Councilor Marsh: of Councillor Marsh
  titled_given_name,  ///< Aunt Judith: of Judith Marsh
  titled_surname,     ///< Mr. Pardoe: of Owen Pardoe
  surname,            ///< Pardoe: of Owen Pardoe
  title,              ///< the Captain: of Captain Strake
  short_form,         ///< Tom, only ever spoken: of Tomasz
  context,            ///< a name of several, given to this one by who is about
  given,              ///< the user's cast says so
  role,               ///< his wife: of Mrs. Marsh
  fix                 ///< the user's fixes say so
};

struct alias {
  std::string text;
  std::uint32_t count = 0;
  alias_reason why = alias_reason::own;
  float confidence = 1;  ///< that it is one of this character's names
};

/// What told a character's pronouns.
struct pronoun_evidence {
  std::uint32_t she = 0;  ///< pronouns that can only mean this character, and nouns: "his sister"
  std::uint32_t he = 0;
  std::uint32_t they = 0;
  bool by_title = false;  ///< Mrs., Sir
  bool by_name = false;   ///< a given name of the lists; weighs three pronouns
};

/// A member of the cast.
struct character {
  std::string name;            ///< the fullest name in use
  std::vector<alias> aliases;  ///< every name form, the most frequent first
  character_kind kind = character_kind::person;
  pronoun_set pronouns = pronoun_set::unknown;
  bool narrator = false;  ///< says "I" in the narration, somewhere in the story
  byte_offset first;      ///< where first mentioned
  std::uint32_t mentions = 0;
  std::uint32_t quotes = 0;  ///< utterances (of any kind but `quoted`) that are theirs
  pronoun_evidence pronouns_by{};
};

enum class mention_type : std::uint8_t { per, loc, fac, gpe, veh, org };
enum class mention_form : std::uint8_t { prop, nom, pron };

/// A phrase that names someone or points to them.
struct mention {
  byte_range span;
  byte_range head;
  mention_type type = mention_type::per;
  mention_form form = mention_form::prop;
  entity_id entity;
  std::optional<character_id> character;
  float confidence = 0;
};

/// Something that happens in the story: a trigger word and who takes part. After LitBank (Sims,
/// Park and Bamman 2019): asserted, specific, realis; what is denied, wished or habitual is none.
struct event {
  byte_range span;
  lemma_id lemma;  ///< into `story::lemmas`
  std::vector<mention_id> agents;
  std::vector<mention_id> patients;
  bool realis = true;
};

enum class quote_kind : std::uint8_t { speech, thought, message, letter, sign, quoted };
enum class evidence_kind : std::uint8_t {
  none,
  name,
  pronoun,
  description,
  vocative,
  turn,
  beat,
  narrator,
  given,
  fix
};

/// An utterance: what is said, thought or written inside the story. Spans hold the quotation marks
/// and are in order; a tag in the middle ("Yes," she said, "and no.") makes two spans of one
/// utterance.
struct quote {
  std::vector<byte_range> spans;  ///< at least one
  quote_kind kind = quote_kind::speech;
  std::optional<character_id> speaker;
  std::vector<character_id> addressees;
  std::optional<byte_range> cue;  ///< the words that tell who speaks, e.g. "said Ruth"
  evidence_kind evidence = evidence_kind::none;
  float confidence = 0;  ///< of the speaker

  [[nodiscard]] byte_range span() const noexcept { return {spans.front().start, spans.back().end}; }
};

/// Same place, continuous time, same company.
struct scene {
  byte_range span;
  chapter_index chapter;
  std::vector<character_id> present;  ///< ascending ids
  std::string why;  ///< why it begins here: "chapter", "break mark", "gap"; "time: By Saturday"
  std::optional<place_id> place{};
  std::optional<scene_time> time{};
  std::optional<character_id> viewpoint{};  ///< through whose mind it goes; none: nobody's, or all
  float viewpoint_confidence = 0;
  std::vector<head_hop> hops{};        ///< where it goes through another mind, in order
  std::vector<scene_person> people{};  ///< those present and those not, by `who`
};

/// A fix (fabula/fixes.hpp) that found nothing to mend, e.g. since a new draft has lost its line.
struct unmatched_fix {
  std::uint32_t line = 0;  ///< in the file of fixes, from 1
  std::string fix;         ///< e.g. `speaker: "Not today." is Ruth`
  std::string problem;     ///< one clause, e.g. "no line has these words"
};

/// What was read out of one text.
struct story {
  source_info source;
  std::string model;  ///< the name of what read it, e.g. "en-1"
  std::string text;   ///< UTF-8, never changed once read
  std::vector<chapter> chapters;
  std::vector<paragraph> paragraphs;
  std::vector<emphasis> emphases;
  std::vector<sentence> sentences;
  std::vector<token> tokens;  ///< empty where no model of the language was there to read them
  std::vector<std::string> lemmas;
  std::vector<supersense> supersenses;  ///< of nouns and verbs; they do not overlap
  std::vector<character> characters;
  std::vector<mention> mentions;
  std::vector<event> events;
  std::vector<quote> quotes;
  std::vector<scene> scenes;
  std::vector<place> places;
  std::vector<move> moves;
  std::vector<time_expression> times;
  std::vector<narration> narrations;
  std::vector<tie> ties;
  std::vector<bond> bonds;
  std::vector<thread> threads;
  std::vector<fact> facts;
  std::vector<conflict> conflicts;
  story_rating rating;
  std::vector<unmatched_fix> unmatched_fixes;  ///< in the order of their file
  std::uint32_t words = 0;                     ///< tokens that hold a letter or digit

  /// The words of a range; a view into `text`.
  [[nodiscard]] std::string_view words_of(byte_range r) const noexcept
#if defined(__clang__)
      [[clang::lifetimebound]]
#endif
  {
    return std::string_view(text).substr(r.start.value, r.size());
  }
};

/// The names used in every output, e.g. "text/plain", "front", "speech".
[[nodiscard]] std::string_view to_string(media_type) noexcept;
[[nodiscard]] std::string_view to_string(chapter_kind) noexcept;
[[nodiscard]] std::string_view to_string(paragraph_kind) noexcept;
[[nodiscard]] std::string_view to_string(character_kind) noexcept;
[[nodiscard]] std::string_view to_string(pronoun_set) noexcept;  ///< empty for `unknown`
[[nodiscard]] std::string_view to_string(alias_reason) noexcept;
[[nodiscard]] std::string_view to_string(mention_type) noexcept;
[[nodiscard]] std::string_view to_string(mention_form) noexcept;
[[nodiscard]] std::string_view to_string(quote_kind) noexcept;
[[nodiscard]] std::string_view to_string(evidence_kind) noexcept;

/// Turns byte offsets of one text into code-point offsets: O(n) to build, O(1) a look-up.
class code_point_map {
 public:
  explicit code_point_map(std::string_view text);
  [[nodiscard]] code_point_offset operator()(byte_offset at) const noexcept;
  [[nodiscard]] code_point_range operator()(byte_range r) const noexcept {
    return {(*this)(r.start), (*this)(r.end)};
  }
  /// Code points in the whole text.
  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t>
      before_block_;  ///< code points before each block of 256 bytes; empty for ASCII
  std::uint32_t size_ = 0;
};

}  // namespace fabula

#endif  // FABULA_STORY_HPP
