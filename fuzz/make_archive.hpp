/// @file
/// @brief Zip archives made in memory, so that a fuzzer can reach what lies inside them.
#ifndef FABULA_FUZZ_MAKE_ARCHIVE_HPP
#define FABULA_FUZZ_MAKE_ARCHIVE_HPP

#include <zip.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fabula::fuzz {

/// The parts of an input, which a byte 0x1C parts; at most `most`, the last with all that is left.
inline std::vector<std::string_view> split(std::string_view bytes, std::size_t most) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < most) {
    const std::size_t at = bytes.find('\x1C');
    if (at == std::string_view::npos) break;
    parts.push_back(bytes.substr(0, at));
    bytes.remove_prefix(at + 1);
  }
  parts.push_back(bytes);
  parts.resize(most);
  return parts;
}

/// An archive of stored entries; empty where libzip refuses.
inline std::string make_archive(
    const std::vector<std::pair<std::string, std::string_view>>& entries) {
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &problem);
  if (source == nullptr) return {};
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &problem);
  if (archive == nullptr) {
    zip_source_free(source);
    return {};
  }
  for (const auto& [name, bytes] : entries) {
    zip_source_t* entry = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t i = zip_file_add(archive, name.c_str(), entry, ZIP_FL_ENC_UTF_8);
    if (i >= 0) zip_set_file_compression(archive, static_cast<zip_uint64_t>(i), ZIP_CM_STORE, 0);
  }
  std::string out;
  if (zip_close(archive) == 0 && zip_source_open(source) == 0) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    zip_source_stat(source, &stat);
    out.resize(stat.size);
    zip_source_read(source, out.data(), out.size());
    zip_source_close(source);
  }
  zip_source_free(source);
  return out;
}

}  // namespace fabula::fuzz

#endif  // FABULA_FUZZ_MAKE_ARCHIVE_HPP
