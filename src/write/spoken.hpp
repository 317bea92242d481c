/// @file
/// @brief A script as it is read aloud: what each voice reads before another one does.
#ifndef FABULA_WRITE_SPOKEN_HPP
#define FABULA_WRITE_SPOKEN_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fabula/story.hpp"
#include "fabula/writer.hpp"
#include "write/script_lines.hpp"
#include "write/voices.hpp"

namespace fabula {

/// What one voice reads in one paragraph.
struct spoken_line {
  reader_of_line reader;
  line_kind kind = line_kind::narration;  ///< of its first part; never `tag`, of `keep` apart
  std::uint32_t first = 0;                ///< position of its first part in `script_lines`
  std::uint32_t chapter = 0;
  std::optional<std::uint32_t> paragraph;
  std::optional<quote_id> quote;
  std::vector<byte_range> words;  ///< in order; more than one where a tag between is left out
};

/// What is read aloud, in order. Narration is the narrator's; so is a sign or a letter of nobody
/// known, and a tag (`tag_reading` says otherwise). Other utterances of nobody known are
/// `unknown`'s. Marks of scene breaks are there, for writers to make a pause of them. O(script
/// lines).
[[nodiscard]] std::vector<spoken_line> spoken_lines(const story& s, const write_options& options);

/// Whether it belongs to the story: front and back matter are left out of a script that is one
/// file.
[[nodiscard]] bool is_story(const story& s, const spoken_line& l) noexcept;

/// The words of a line with each run of white space as one space.
[[nodiscard]] std::string words_of(const story& s, const spoken_line& l);

}  // namespace fabula

#endif  // FABULA_WRITE_SPOKEN_HPP
