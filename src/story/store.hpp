/// @file
/// @brief NAME.story: one story as a SQLite database that any client reads (docs/store.md).
#ifndef FABULA_STORY_STORE_HPP
#define FABULA_STORY_STORE_HPP

#include <optional>
#include <string>
#include <string_view>

#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// The bytes of the database file; the same story gives the same bytes. Fails with `damaged` where
/// the story breaks an invariant (chapters that do not tile the text, an id that is out of range),
/// and with `too_large` where a part is beyond what SQLite holds (1 GB).
[[nodiscard]] result<std::string> write_store(const story& s);

/// Whether these bytes begin as a SQLite database does.
[[nodiscard]] bool looks_like_store(std::string_view bytes) noexcept;

/// The story back from the bytes of a file that `write_store` made, of this schema. Nothing in the
/// bytes is trusted. `name` is used in errors. Errors: `not_text` (some other file), `damaged`.
[[nodiscard]] result<story> parse_store(std::string_view bytes, std::string_view name);

/// As `parse_store`, from a file. Errors also: `not_found`, `not_a_file`, `not_allowed`.
[[nodiscard]] result<story> load_story(const std::string& path);

/// What a store says about its making.
struct store_head {
  std::string fabula;
  std::string model;
  std::string name;
  std::string sha256;
  bool tokenized = false;
  std::string cast_sha256{};
  std::string fixes_sha256{};
};

/// Reads only that; nothing where the bytes are no store of this schema.
[[nodiscard]] std::optional<store_head> read_store_head(std::string_view bytes);

}  // namespace fabula

#endif  // FABULA_STORY_STORE_HPP
