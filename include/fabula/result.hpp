/// @file
/// @brief What a call that depends on input gives back: a value, or an error that says what to do.
#ifndef FABULA_RESULT_HPP
#define FABULA_RESULT_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace fabula {

/// Why something could not be done. The codes are stable; the message is for people.
enum class error_code : std::uint8_t {
  not_found,    ///< the file is not there
  not_a_file,   ///< a folder, a socket or a device where a file is wanted
  not_allowed,  ///< the system refuses to open, read or write it
  empty,        ///< nothing in it, or nothing but white space
  not_text,     ///< binary, or a kind of file that fabula does not read
  damaged,      ///< cut short or broken inside
  encrypted,    ///< protected by a password or by DRM
  too_large,    ///< beyond a stated limit (a zip bomb, a text over 2 GiB)
  no_space,     ///< the disk is full, or a write failed half-way
  bad_option    ///< an option that makes no sense here
};

/// An error as a value: what happened, where, and what the user can do about it.
struct error {
  error_code code = error_code::damaged;
  std::string file;     ///< the file as the user named it; may be empty
  std::string place;    ///< where in it, e.g. "OEBPS/ch3.xhtml, byte 118"; may be empty
  std::string problem;  ///< one clause, e.g. "the archive ends in the middle of an entry"
  std::string remedy;   ///< one clause, e.g. "download the book again"; may be empty

  /// "FILE: PLACE: PROBLEM; REMEDY", leaving out what is empty.
  [[nodiscard]] std::string message() const;
};

/// The name of a code, e.g. "not_found".
[[nodiscard]] std::string_view to_string(error_code code) noexcept;

template <class T>
using result = tl::expected<T, error>;

}  // namespace fabula

#endif  // FABULA_RESULT_HPP
