/// @file
/// @brief Sixteen floats, in as many registers as the instruction set needs: what is computed on
/// them does not depend on the registers' width. Included once an instruction set (kernels.cpp).
#if defined(FABULA_NN_LANES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef FABULA_NN_LANES_INL_HPP
#undef FABULA_NN_LANES_INL_HPP
#else
#define FABULA_NN_LANES_INL_HPP
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numbers>

// Sums stay in registers only where the loops over them are gone.
#ifndef FABULA_NN_UNROLL
#if defined(__clang__)
#define FABULA_NN_UNROLL _Pragma("unroll")
#elif defined(__GNUC__)
#define FABULA_NN_UNROLL _Pragma("GCC unroll 16")
#else
#define FABULA_NN_UNROLL
#endif
#endif

HWY_BEFORE_NAMESPACE();
namespace fabula::nn::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using float_tag = hn::CappedTag<float, 16>;
using int_tag = hn::RebindToSigned<float_tag>;
inline constexpr std::size_t k_lanes = 16;
inline constexpr std::size_t k_width = hn::MaxLanes(float_tag());
inline constexpr std::size_t k_parts = k_lanes / k_width;

/// Lane i is lane i % k_width of part i / k_width.
struct lanes {
  hn::Vec<float_tag> part[k_parts];
};

HWY_INLINE lanes load(const float* p) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::LoadU(float_tag(), p + i * k_width);
  }
  return v;
}

HWY_INLINE void store(float* p, const lanes& v) {
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    hn::StoreU(v.part[i], float_tag(), p + i * k_width);
  }
}

HWY_INLINE lanes set(float x) {
  lanes v;
  FABULA_NN_UNROLL
  for (auto& part : v.part) {
    part = hn::Set(float_tag(), x);
  }
  return v;
}

HWY_INLINE lanes add(const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Add(a.part[i], b.part[i]);
  }
  return v;
}

HWY_INLINE lanes sub(const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Sub(a.part[i], b.part[i]);
  }
  return v;
}

HWY_INLINE lanes mul(const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Mul(a.part[i], b.part[i]);
  }
  return v;
}

HWY_INLINE lanes div(const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Div(a.part[i], b.part[i]);
  }
  return v;
}

/// a < b ? a : b. Of two zeros, which one is not said: never where the sign of zero shows.
HWY_INLINE lanes min(const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Min(a.part[i], b.part[i]);
  }
  return v;
}

/// As `min`.
HWY_INLINE lanes max(const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Max(a.part[i], b.part[i]);
  }
  return v;
}

HWY_INLINE lanes abs(const lanes& a) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::Abs(a.part[i]);
  }
  return v;
}

/// a > 0 ? b : c, lane by lane.
HWY_INLINE lanes where_positive(const lanes& a, const lanes& b, const lanes& c) {
  lanes v;
  const auto zero = hn::Zero(float_tag());
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    v.part[i] = hn::IfThenElse(hn::Gt(a.part[i], zero), b.part[i], c.part[i]);
  }
  return v;
}

/// How many of the first `n` lanes lie in part `i`.
HWY_INLINE std::size_t count_in(std::size_t i, std::size_t n) {
  return n <= i * k_width ? 0 : n - i * k_width;
}

/// The first `n` lanes of a, the others of b.
HWY_INLINE lanes first(std::size_t n, const lanes& a, const lanes& b) {
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto mask = hn::FirstN(float_tag(), count_in(i, n));
    v.part[i] = hn::IfThenElse(mask, a.part[i], b.part[i]);
  }
  return v;
}

/// `n` < 16 numbers, the other lanes zero. Reads no more than these.
HWY_INLINE lanes load_some(const float* p, std::size_t n) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  lanes v;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto mask = hn::FirstN(float_tag(), count_in(i, n));
    v.part[i] = hn::MaskedLoad(mask, float_tag(), p + i * k_width);
  }
  return v;
#else
  alignas(64) float buffer[k_lanes] = {};
  for (std::size_t i = 0; i < n; ++i)
    buffer[i] = p[i];
  return load(buffer);
#endif
}

/// Writes the first `n` < 16 lanes and nothing else.
HWY_INLINE void store_some(float* p, const lanes& v, std::size_t n) {
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto mask = hn::FirstN(float_tag(), count_in(i, n));
    hn::BlendedStore(v.part[i], mask, float_tag(), p + i * k_width);
  }
#else
  alignas(64) float buffer[k_lanes];
  store(buffer, v);
  for (std::size_t i = 0; i < n; ++i)
    p[i] = buffer[i];
#endif
}

/// Sum of all lanes, halves upon halves: lane i + lane i + n / 2.
template <class Tag>
HWY_INLINE float sum_halves(Tag tag, hn::Vec<Tag> v) {
  if constexpr (hn::MaxLanes(tag) == 1) {
    return hn::GetLane(v);
  } else {
#if HWY_TARGET != HWY_SCALAR
    const hn::Half<Tag> half;
    return sum_halves(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
#endif
  }
}

/// Sum of all lanes: lane i + lane i + 8, then 4, 2, 1.
HWY_INLINE float sum_of(lanes v) {
  for (std::size_t half = k_parts / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i)
      v.part[i] = hn::Add(v.part[i], v.part[i + half]);
  return sum_halves(float_tag(), v.part[0]);
}

template <class Tag>
HWY_INLINE float max_halves(Tag tag, hn::Vec<Tag> v) {
  if constexpr (hn::MaxLanes(tag) == 1) {
    return hn::GetLane(v);
  } else {
#if HWY_TARGET != HWY_SCALAR
    const hn::Half<Tag> half;
    return max_halves(half, hn::Max(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
#endif
  }
}

HWY_INLINE float max_of(lanes v) {
  for (std::size_t half = k_parts / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i)
      v.part[i] = hn::Max(v.part[i], v.part[i + half]);
  return max_halves(float_tag(), v.part[0]);
}

/// 1.5 * 2^23: to add it rounds to the nearest integer, ties to even, which then stands in the low
/// bits. It holds for |x| < 2^22.
inline constexpr float k_rounder = 12582912.0F;
inline constexpr std::int32_t k_rounder_bits = 0x4B400000;

/// e^x as 2^n * e^r, |r| <= ln 2 / 2, with the polynomial of Cephes' expf. x is clamped to [-87,
/// 88].
HWY_INLINE lanes exp_of(const lanes& x) {
  const lanes c = max(set(-87.0F), min(set(88.0F), x));
  const lanes shifted = add(mul(c, set(std::numbers::log2e_v<float>)), set(k_rounder));
  const lanes n = sub(shifted, set(k_rounder));
  // ln 2 in two parts, so that n * ln 2 loses nothing. NOLINTNEXTLINE(modernize-use-std-numbers)
  const lanes r = sub(sub(c, mul(n, set(0.693359375F))), mul(n, set(-2.12194440e-4F)));
  lanes p = set(1.9875691500e-4F);
  p = add(mul(p, r), set(1.3981999507e-3F));
  p = add(mul(p, r), set(8.3334519073e-3F));
  p = add(mul(p, r), set(4.1665795894e-2F));
  p = add(mul(p, r), set(1.6666665459e-1F));
  p = add(mul(p, r), set(5.0000001201e-1F));
  p = add(add(mul(p, mul(r, r)), r), set(1.0F));
  lanes power;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    // The rounder's own low nine bits are zero, so the shift leaves n + 127 in the exponent.
    const auto bits = hn::BitCast(int_tag(), shifted.part[i]);
    const auto exponent = hn::ShiftLeft<23>(hn::Add(bits, hn::Set(int_tag(), 127)));
    power.part[i] = hn::BitCast(float_tag(), exponent);
  }
  return mul(p, power);
}

HWY_INLINE lanes sigmoid_of(const lanes& x) {
  const lanes one = set(1.0F);
  return div(one, add(one, exp_of(sub(set(0.0F), x))));
}

}  // namespace fabula::nn::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FABULA_NN_LANES_INL_HPP
