/// @file
/// @brief What a NAME.story file holds: the one description from which its tables, its comments and
/// the list in docs/store.md are made. Change it here and nowhere else.
#ifndef FABULA_STORY_STORE_SCHEMA_HPP
#define FABULA_STORY_STORE_SCHEMA_HPP

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fabula {

/// "fabu": tells a story file from any other SQLite file (`PRAGMA application_id`).
inline constexpr std::uint32_t k_application_id = 0x66616275;

/// Roles of those who take part in an event.
inline constexpr std::string_view k_agent = "agent";
inline constexpr std::string_view k_patient = "patient";

struct store_column {
  std::string_view name;
  std::string_view type;     ///< INTEGER, REAL or TEXT: the tables are STRICT
  std::string_view rule;     ///< NOT NULL, REFERENCES ...; may be empty
  std::string_view meaning;  ///< for people, one clause
};

struct store_table {
  std::string_view name;
  std::string_view meaning;
  std::span<const store_column> columns;
  std::string_view primary_key;  ///< of a WITHOUT ROWID table; empty where a column is the key
};

struct store_view {
  std::string_view name;
  std::string_view meaning;
  std::string_view select;
};

/// Parents before children: the order in which they are made and filled.
[[nodiscard]] std::span<const store_table> store_tables() noexcept;
[[nodiscard]] std::span<const store_view> store_views() noexcept;

/// The statements that make an empty store. Meanings stand in them as comments, so that `.schema`
/// in any SQLite client explains the file.
[[nodiscard]] std::string store_ddl();

/// The lists of tables and views in docs/store.md, in Markdown.
[[nodiscard]] std::string store_documentation();

}  // namespace fabula

#endif  // FABULA_STORY_STORE_SCHEMA_HPP
