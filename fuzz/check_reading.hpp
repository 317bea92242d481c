/// @file
/// @brief What every reader's harness proves of what it read.
#ifndef FABULA_FUZZ_CHECK_READING_HPP
#define FABULA_FUZZ_CHECK_READING_HPP

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "text/document.hpp"

namespace fabula::fuzz {

/// Stops the program, so that the fuzzer keeps the input.
[[noreturn]] inline void trap(const std::string& why) {
  std::fprintf(stderr, "broken: %s\n", why.c_str());
  std::abort();
}

/// Reads `bytes` as `media`: a document that holds every invariant, or an error that says what.
inline void check_reading(std::string_view bytes, std::string_view name,
                          std::optional<media_type> media = std::nullopt) {
  const auto d = text::read_document(bytes, name, media);
  if (!d) {
    if (d.error().problem.empty() || d.error().remedy.empty()) trap("an error without words");
    return;
  }
  const std::string problem = text::check_document(*d);
  if (!problem.empty()) trap(problem);
  if (d->source.kept_characters != d->source.visible_characters)
    trap(std::to_string(d->source.kept_characters) + " of " +
         std::to_string(d->source.visible_characters) + " characters kept");
  if (d->source.sha256.size() != 64 || d->source.language.empty()) trap("the source is not told");
}

inline std::string_view as_view(const std::uint8_t* data, std::size_t size) noexcept {
  return size == 0 ? std::string_view()
                   : std::string_view(reinterpret_cast<const char*>(data), size);
}

}  // namespace fabula::fuzz

#endif  // FABULA_FUZZ_CHECK_READING_HPP
