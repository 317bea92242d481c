/// @file
/// @brief Zip archives in memory, read with limits. Nothing is ever written to disk: names are only
/// looked up, so that no name can point outside.
#ifndef FABULA_TEXT_ZIP_ARCHIVE_HPP
#define FABULA_TEXT_ZIP_ARCHIVE_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "fabula/result.hpp"

namespace fabula::text {

struct zip_limits {
  std::uint64_t entries = 20000;
  std::uint64_t entry_bytes = std::uint64_t{256} << 20U;
  std::uint64_t total_bytes = std::uint64_t{1} << 30U;
  std::uint64_t ratio = 400;  ///< inflated to stored bytes, where more than 16 MiB came out
};

class zip_archive {
 public:
  /// Opens `bytes`, which must outlive the archive. Errors: `damaged`, `too_large`.
  [[nodiscard]] static result<zip_archive> open(std::string_view bytes, zip_limits limits = {});

  /// Whether there is an entry of this name.
  [[nodiscard]] bool has(std::string_view name) const;

  /// Inflates an entry. Limits are counted on what comes out, not on what the header says. Errors:
  /// `damaged`, `encrypted`, `too_large`, `not_found`.
  [[nodiscard]] result<std::string> read(std::string_view name);

  zip_archive(zip_archive&&) noexcept;
  zip_archive& operator=(zip_archive&&) noexcept;
  zip_archive(const zip_archive&) = delete;
  zip_archive& operator=(const zip_archive&) = delete;
  ~zip_archive();

 private:
  struct implementation;
  explicit zip_archive(std::unique_ptr<implementation> i) noexcept;
  std::unique_ptr<implementation> impl_;
};

/// A reference in one entry to another, as an entry name: relative to the folder of `from`, `%20`
/// decoded, `.` and `..` resolved, fragment and query dropped. Empty where it points outside.
[[nodiscard]] std::string resolve_reference(std::string_view from, std::string_view reference);

}  // namespace fabula::text

#endif  // FABULA_TEXT_ZIP_ARCHIVE_HPP
