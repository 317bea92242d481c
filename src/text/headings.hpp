/// @file
/// @brief What a line says when it stands alone as a heading: "CHAPTER IV. The Harbour", "Part
/// Two", "XIV", "Preface".
#ifndef FABULA_TEXT_HEADINGS_HPP
#define FABULA_TEXT_HEADINGS_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace fabula::text {

enum class heading_form : std::uint8_t {
  none,
  part,          ///< PART TWO, BOOK THE FIRST, VOLUME II
  chapter,       ///< CHAPTER I, Letter 3, STAVE ONE
  story,         ///< PROLOGUE, EPILOGUE, INTERLUDE: story without a number
  front,         ///< PREFACE, CONTENTS, DEDICATION
  back,          ///< AFTERWORD, APPENDIX, THE END
  either,        ///< NOTES, ACKNOWLEDGEMENTS: front or back by where it stands
  number,        ///< XIV, 12, [ 3 ]
  number_title,  ///< I. A MEETING
  title          ///< a short line in capitals, or with a capital to each long word
};

enum class numeral : std::uint8_t { none, arabic, roman, words };

struct heading {
  heading_form form = heading_form::none;
  numeral style = numeral::none;
  bool capitals = false;     ///< all its letters are capitals
  bool last = false;         ///< CHAPTER THE LAST
  bool loose = false;        ///< no mark between number and title: "II The Harbour"
  std::uint32_t number = 0;  ///< 0 where there is none
  std::string word;          ///< "chapter", "book", "preface", in lower case
  std::string rest;          ///< the title behind the number
};

/// Reads words that may be a heading; form `none` where they cannot be one.
[[nodiscard]] heading read_heading(std::string_view words);

/// "CHAPTER I", "Part Two": the word and its number and hardly more, so that a line of prose is
/// never taken for it.
[[nodiscard]] bool is_strong_heading(std::string_view words);

/// White space collapsed, marks of emphasis and rules at the ends dropped: a title as one writes
/// it.
[[nodiscard]] std::string tidy_title(std::string_view words);

/// "CHAPTER I" and "The Harbour" as one title: "CHAPTER I. The Harbour".
[[nodiscard]] std::string join_titles(std::string_view first, std::string_view second);

/// The value of "12", "XII", "twelve", "Twelfth", "twenty-one"; 0 where it is no number.
[[nodiscard]] std::uint32_t read_number(std::string_view word, numeral& style);

}  // namespace fabula::text

#endif  // FABULA_TEXT_HEADINGS_HPP
