/// @file
/// @brief A story that wants to break out of whatever it is written into.
#ifndef FABULA_TESTS_HOSTILE_STORY_HPP
#define FABULA_TESTS_HOSTILE_STORY_HPP

#include <string>

#include "story_builder.hpp"

namespace fabula::testing {

inline constexpr std::string_view k_breakout =
    "</script><script>window.broken=1</script><!--<script>--><img src=x onerror=window.broken=1>"
    "]]>&amp;&lt;{{text}}\\u003c\" onmouseover=\"window.broken=1' {{data}}";

/// What an element may hold that a parser would like to change or to lose.
inline void add_strange_text(story_builder& b) {
  b.chapter(std::string(k_breakout))
      .raw(k_breakout)
      .raw("\n\r\n\f\t \u00A0\n")
      .paragraph(
          "\nA line feed first, \U0001F600\U0001F468\u200D\U0001F469\u200D\U0001F467 astral signs, "
          "a bell \x07, "
          "a soft\u00ADhyphen, \u2028 a separator, \uFEFF a mark of no width, \u0085 a C1 control.")
      .paragraph(
          "{@R|\U0001F600 Ren\u00E9e} said {RS|\"\U0001F680 up\"} and {=|\U0001F680 said "
          "\U0001F600 Ren\u00E9e}.")
      .paragraph(
          "\u05E9\u05DC\u05D5\u05DD, {SR:sn90|\u05D0\u05E0\u05D9 \u05DB\u05D0\u05DF} "
          "\u202Eoverride\u202C "
          "\u0645\u0631\u062D\u0628\u0627")
      .raw("<textarea><title><style><plaintext>")
      .paragraph("{R|Line one\rline two\r\n<pre>\nline three</pre>}", paragraph_kind::verse);
}

/// Ranges that cross each other, paragraphs and the end of the text.
inline void add_crossing_ranges(story& s) {
  const auto size = static_cast<std::uint32_t>(s.text.size());
  const auto at = [&](std::uint32_t tenth) {
    std::uint32_t byte = size / 10 * tenth;
    while (byte > 0 && (static_cast<unsigned char>(s.text[byte]) & 0xC0U) == 0x80U)
      --byte;
    return byte_offset{byte};
  };
  s.emphases.push_back({{at(1), at(4)}});
  s.emphases.push_back({{at(3), at(6)}});
  quote q;
  q.spans = {{at(2), at(5)}, {at(5), at(5)}, {at(8), byte_offset{size}}};
  q.speaker = character_id{99};  // nobody
  q.addressees = {character_id{0}, character_id{1}};
  s.quotes.push_back(q);
}

inline story hostile_story() {
  story_builder b;
  b.person('R', std::string(k_breakout), {{std::string(k_breakout), 3}})
      .person('S', "\u05E9\u05E8\u05D4");
  add_strange_text(b);
  b.chapter("").scene("RS", std::string(k_breakout));
  std::string tall;
  while (tall.size() < 100'000)
    tall += "one word and <b>another</b> & ";
  b.paragraph(tall).paragraph("{S|" + tall + "}");
  story s = b.build();
  s.source.name = s.source.title = s.source.author = k_breakout;
  s.source.language = "\"><script>window.broken=1</script>";
  s.source.author_notes = {{std::string(k_breakout), std::string(k_breakout)}};
  s.source.remarks = {std::string(k_breakout)};
  add_crossing_ranges(s);
  return s;
}

}  // namespace fabula::testing

#endif  // FABULA_TESTS_HOSTILE_STORY_HPP
