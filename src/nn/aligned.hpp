/// @file
/// @brief Vectors whose memory begins on a cache line, as the kernels like it best.
#ifndef FABULA_NN_ALIGNED_HPP
#define FABULA_NN_ALIGNED_HPP

#include <cstddef>
#include <new>
#include <vector>

namespace fabula::nn {

/// Bytes of a cache line and of the widest vector register.
inline constexpr std::size_t k_alignment = 64;

/// `n` rounded up to a multiple of `unit`.
[[nodiscard]] constexpr std::size_t round_up(std::size_t n, std::size_t unit) noexcept {
  return (n + unit - 1) / unit * unit;
}

/// Allocates on `k_alignment` bytes. Throws `std::bad_alloc`.
template <class T>
struct aligned_allocator {
  using value_type = T;

  aligned_allocator() noexcept = default;
  template <class U>
  explicit(false) aligned_allocator(const aligned_allocator<U>&) noexcept {}

  [[nodiscard]] T* allocate(std::size_t n) {
    if (n > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
    return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t{k_alignment}));
  }
  void deallocate(T* p, std::size_t) noexcept {
    ::operator delete(p, std::align_val_t{k_alignment});
  }
  template <class U>
  friend bool operator==(const aligned_allocator&, const aligned_allocator<U>&) noexcept {
    return true;
  }
};

template <class T>
using aligned_vector = std::vector<T, aligned_allocator<T>>;

}  // namespace fabula::nn

#endif  // FABULA_NN_ALIGNED_HPP
