#include "text/zip_archive.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <vector>

#include "text/failure.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

constexpr std::uint64_t k_ratio_floor = std::uint64_t{16} << 20U;

struct zip_closer {
  void operator()(zip_t* z) const noexcept { zip_discard(z); }
};
struct file_closer {
  void operator()(zip_file_t* f) const noexcept { zip_fclose(f); }
};

[[nodiscard]] int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = static_cast<char>(c | 0x20);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

[[nodiscard]] std::string percent_decoded(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && hex_value(s[i + 1]) >= 0 && hex_value(s[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

}  // namespace

struct zip_archive::implementation {
  std::unique_ptr<zip_t, zip_closer> archive;
  std::unordered_map<std::string, zip_uint64_t> names;
  zip_limits limits;
  std::uint64_t total = 0;
};

zip_archive::zip_archive(std::unique_ptr<implementation> i) noexcept : impl_(std::move(i)) {}
zip_archive::zip_archive(zip_archive&&) noexcept = default;
zip_archive& zip_archive::operator=(zip_archive&&) noexcept = default;
zip_archive::~zip_archive() = default;

result<zip_archive> zip_archive::open(std::string_view bytes, zip_limits limits) {
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem);
  zip_t* raw = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &problem);
  if (raw == nullptr) {
    const std::string why = zip_error_strerror(&problem);
    zip_error_fini(&problem);
    if (source != nullptr) zip_source_free(source);
    return failure(error_code::damaged, {}, "the archive is cut short or broken (" + why + ")",
                   k_fetch_again);
  }
  zip_error_fini(&problem);
  auto impl = std::make_unique<implementation>();
  impl->archive.reset(raw);
  impl->limits = limits;
  const auto count = static_cast<std::uint64_t>(zip_get_num_entries(raw, 0));
  if (count > limits.entries)
    return failure(error_code::too_large, {},
                   "the archive has " + std::to_string(count) + " entries",
                   "this is no book; extract it and give the text file");
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(raw, i, ZIP_FL_ENC_GUESS);
    if (name != nullptr) impl->names.try_emplace(name, i);  // of two of one name, the first
  }
  return zip_archive(std::move(impl));
}

bool zip_archive::has(std::string_view name) const {
  return impl_->names.contains(std::string(name));
}

result<std::string> zip_archive::read(std::string_view name) {
  const auto it = impl_->names.find(std::string(name));
  if (it == impl_->names.end())
    return failure(error_code::not_found, name, "the archive has no such entry", k_fetch_again);
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_t* archive = impl_->archive.get();
  if (zip_stat_index(archive, it->second, 0, &stat) != 0)
    return failure(error_code::damaged, name, "the entry cannot be found", k_fetch_again);
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return failure(error_code::encrypted, name, "the archive is protected by a password",
                   "extract it with its password and give the book inside");
  const std::unique_ptr<zip_file_t, file_closer> file(zip_fopen_index(archive, it->second, 0));
  if (!file)
    return failure(error_code::damaged, name,
                   std::string("the entry cannot be read (") + zip_strerror(archive) + ")",
                   k_fetch_again);
  const std::uint64_t stored =
      (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? std::max<std::uint64_t>(stat.comp_size, 1) : 1;
  std::string out;
  std::vector<char> buffer(65536);
  for (;;) {
    const zip_int64_t n = zip_fread(file.get(), buffer.data(), buffer.size());
    if (n < 0)
      return failure(error_code::damaged,
                     std::string(name) + ", byte " + std::to_string(out.size()),
                     "the entry is cut short or broken", k_fetch_again);
    if (n == 0) break;
    out.append(buffer.data(), static_cast<std::size_t>(n));
    impl_->total += static_cast<std::uint64_t>(n);
    const bool bomb = out.size() > k_ratio_floor && out.size() / stored > impl_->limits.ratio;
    if (bomb || out.size() > impl_->limits.entry_bytes || impl_->total > impl_->limits.total_bytes)
      return failure(error_code::too_large, name,
                     "the archive inflates to more than any book holds",
                     "do not trust this file; get the book from elsewhere");
  }
  return out;
}

std::string resolve_reference(std::string_view from, std::string_view reference) {
  reference = reference.substr(0, reference.find_first_of("#?"));
  const std::string target = percent_decoded(reference);
  if (target.empty()) return std::string(from);
  if (target.find("://") != std::string::npos || find_invalid_utf8(target) != std::string::npos)
    return {};
  std::vector<std::string_view> parts;
  const auto add = [&](std::string_view path) {
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find('/', at), path.size());
      const std::string_view part = path.substr(at, end - at);
      at = end + 1;
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return false;
      } else {
        parts.pop_back();
      }
    }
    return true;
  };
  const std::size_t slash = from.rfind('/');
  if (target.front() != '/' && slash != std::string_view::npos && !add(from.substr(0, slash)))
    return {};
  if (!add(target)) return {};
  std::string out;
  for (const std::string_view part : parts)
    out += (out.empty() ? "" : "/") + std::string(part);
  return out;
}

}  // namespace fabula::text
