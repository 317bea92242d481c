/// @file
/// @brief Reads weights from a safetensors file, and trusts nothing in it.
///
/// Layout: u64 little-endian N; N bytes of JSON; data. The JSON is one object: a tensor's name to
/// {"dtype", "shape", "data_offsets": [begin, end)} counted from the end of the JSON, and
/// "__metadata__" to an object of strings. What must hold, each with its own message:
///
/// - the file holds 8 + N bytes or more, and N is at most `k_max_header`;
/// - the JSON begins with `{`, is UTF-8 without control characters, and nothing but blanks follows;
/// - it is nested three deep at most, no name stands twice, no field is missing or unknown;
/// - a dtype is one of `dtype`, a shape has at most `k_max_rank` dimensions and fits a size;
/// - end - begin is what dtype and shape ask for; begin lies on a multiple of the element's size in
///   the file (our writer pads the JSON with blanks so that data begins on a multiple of 64);
/// - the ranges cover the data wholly, without gaps and without sharing a byte.
#ifndef FABULA_NN_SAFETENSORS_HPP
#define FABULA_NN_SAFETENSORS_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fabula/result.hpp"
#include "nn/aligned.hpp"
#include "nn/tensor.hpp"

namespace fabula::nn {

/// The JSON may have this many bytes at most; our models need some ten thousand.
inline constexpr std::uint64_t k_max_header = std::uint64_t{16} << 20U;

/// Stands for any size in a shape that is wanted.
inline constexpr std::int64_t k_any = -1;

/// Ends a mapping of a file.
struct file_unmapper {
  std::size_t size = 0;
  void operator()(const std::byte* p) const noexcept;
};

/// Tensors by name over one block of bytes. Const after construction, so safe to share between
/// threads; views that it gives out die with it and survive its being moved.
class safetensors_file {
 public:
  /// Maps the file into memory, read-only and shared between processes: weights are read when they
  /// are first used. The file must not be cut while it is open. Cost: the header alone.
  /// Fails where the file cannot be opened (not_found, not_a_file, not_allowed), is empty, or does
  /// not hold what is said above (damaged, too_large).
  [[nodiscard]] static result<safetensors_file> open(const std::string& path);

  /// The same over a copy of `bytes`; `name` stands in errors for the file.
  [[nodiscard]] static result<safetensors_file> parse(std::span<const std::byte> bytes,
                                                      std::string name);

  /// The tensor, or null.
  [[nodiscard]] const tensor_view* find(std::string_view name) const noexcept;

  /// The tensor of this type and shape, `k_any` standing for any size. Fails (damaged) where there
  /// is none, naming the file, the tensor, what it is and what was wanted.
  [[nodiscard]] result<tensor_view> get(std::string_view name, dtype type,
                                        std::initializer_list<std::int64_t> shape) const;

  /// A string of "__metadata__".
  [[nodiscard]] std::optional<std::string_view> metadata(std::string_view key) const noexcept;

  /// Fails (damaged) where the metadata has not this value under this key, naming the file, the
  /// key, and both values; e.g. expect("architecture", "encoder-3") or
  /// expect("vocabulary", fingerprint).
  [[nodiscard]] result<void> expect(std::string_view key, std::string_view wanted) const;

  /// Every tensor, by name.
  [[nodiscard]] const std::map<std::string, tensor_view, std::less<>>& tensors() const noexcept {
    return tensors_;
  }
  /// As the user named it.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// An error about this file: `place` in it, e.g. a tensor's name. For the rooms that read models.
  [[nodiscard]] error damaged(std::string_view place, std::string_view problem) const;

 private:
  safetensors_file() = default;
  [[nodiscard]] static result<safetensors_file> read(safetensors_file file,
                                                     std::span<const std::byte> bytes);

  std::unique_ptr<const std::byte, file_unmapper> mapping_;
  aligned_vector<std::byte> copy_;
  std::string name_;
  std::map<std::string, tensor_view, std::less<>> tensors_;
  std::map<std::string, std::string, std::less<>> metadata_;
};

}  // namespace fabula::nn

#endif  // FABULA_NN_SAFETENSORS_HPP
