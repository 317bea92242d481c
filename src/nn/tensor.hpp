/// @file
/// @brief A tensor that somebody else owns: element type, shape and bytes.
#ifndef FABULA_NN_TENSOR_HPP
#define FABULA_NN_TENSOR_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>

namespace fabula::nn {

/// The element types that fabula reads; a closed list.
enum class dtype : std::uint8_t { i8, u8, i16, u16, i32, u32, i64, u64, f32, f64 };

/// Bytes of one element.
[[nodiscard]] constexpr std::size_t size_of(dtype type) noexcept {
  switch (type) {
    case dtype::i8:
    case dtype::u8: return 1;
    case dtype::i16:
    case dtype::u16: return 2;
    case dtype::i32:
    case dtype::u32:
    case dtype::f32: return 4;
    case dtype::i64:
    case dtype::u64:
    case dtype::f64: break;
  }
  return 8;
}

/// As safetensors writes it: "I8", "F32".
[[nodiscard]] std::string_view to_string(dtype type) noexcept;

/// The opposite of `to_string`; nothing for a name outside the list, e.g. "BF16".
[[nodiscard]] std::optional<dtype> dtype_named(std::string_view name) noexcept;

/// The `dtype` of a C++ type.
template <class T>
[[nodiscard]] consteval dtype dtype_of() noexcept {
  if constexpr (std::is_same_v<T, float>) return dtype::f32;
  if constexpr (std::is_same_v<T, double>) return dtype::f64;
  static_assert(std::is_arithmetic_v<T> && sizeof(T) <= 8 && !std::is_same_v<T, bool>);
  constexpr bool k_signed = std::is_signed_v<T>;
  if constexpr (sizeof(T) == 1) return k_signed ? dtype::i8 : dtype::u8;
  if constexpr (sizeof(T) == 2) return k_signed ? dtype::i16 : dtype::u16;
  if constexpr (sizeof(T) == 4) return k_signed ? dtype::i32 : dtype::u32;
  return k_signed ? dtype::i64 : dtype::u64;
}

/// Dimensions that a tensor may have at most.
inline constexpr std::size_t k_max_rank = 8;

/// Rows before columns (C order), no gaps. Valid as long as the bytes that it points to.
class tensor_view {
 public:
  tensor_view() noexcept = default;

  /// `shape` has at most `k_max_rank` dimensions, their product fits a size; `data` is aligned to
  /// the element and holds product * size_of(type) bytes. Throws `std::logic_error` where the rank
  /// is greater or `data` is not aligned.
  tensor_view(dtype type, std::span<const std::size_t> shape, const std::byte* data)
      : data_(data), rank_(shape.size()), type_(type) {
    if (rank_ > k_max_rank) throw std::logic_error("tensor_view: too many dimensions");
    if (reinterpret_cast<std::uintptr_t>(data) % size_of(type) != 0)
      throw std::logic_error("tensor_view: bytes not aligned to the element");
    size_ = 1;
    for (std::size_t i = 0; i < rank_; ++i) {
      shape_[i] = shape[i];
      size_ *= shape[i];
    }
  }

  [[nodiscard]] dtype type() const noexcept { return type_; }
  [[nodiscard]] std::span<const std::size_t> shape() const noexcept {
    return {shape_.data(), rank_};
  }
  /// Elements. A tensor without dimensions is one number.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
    return {data_, size_ * size_of(type_)};
  }

  /// The elements. Throws `std::logic_error` where `T` is not the tensor's type: who reads a file
  /// checks by `safetensors_file::get` first.
  template <class T>
  [[nodiscard]] std::span<const T> as() const {
    if (type_ != dtype_of<T>()) throw std::logic_error("tensor_view: read as a type it has not");
    return {reinterpret_cast<const T*>(data_), size_};
  }
  [[nodiscard]] std::span<const float> f32() const { return as<float>(); }
  [[nodiscard]] std::span<const std::int8_t> i8() const { return as<std::int8_t>(); }
  [[nodiscard]] std::span<const std::uint8_t> u8() const { return as<std::uint8_t>(); }
  [[nodiscard]] std::span<const std::int32_t> i32() const { return as<std::int32_t>(); }
  [[nodiscard]] std::span<const std::int64_t> i64() const { return as<std::int64_t>(); }

 private:
  const std::byte* data_ = nullptr;
  std::array<std::size_t, k_max_rank> shape_{};
  std::size_t rank_ = 1;
  std::size_t size_ = 0;
  dtype type_ = dtype::u8;
};

}  // namespace fabula::nn

#endif  // FABULA_NN_TENSOR_HPP
