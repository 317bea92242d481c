/// @file
/// @brief Kernels that go over rows number by number. Included once an instruction set
/// (kernels.cpp).
#if defined(FABULA_NN_ROWS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef FABULA_NN_ROWS_INL_HPP
#undef FABULA_NN_ROWS_INL_HPP
#else
#define FABULA_NN_ROWS_INL_HPP
#endif

#include <cmath>

#include "nn/kernels.hpp"
#include "nn/lanes_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace fabula::nn::HWY_NAMESPACE {

struct relu_step {
  HWY_INLINE lanes operator()(const lanes& x) const { return where_positive(x, x, set(0.0F)); }
};
struct leaky_relu_step {
  float slope;
  HWY_INLINE lanes operator()(const lanes& x) const {
    return where_positive(x, x, mul(x, set(slope)));
  }
};
struct sigmoid_step {
  HWY_INLINE lanes operator()(const lanes& x) const { return sigmoid_of(x); }
};
struct exp_step {
  HWY_INLINE lanes operator()(const lanes& x) const { return exp_of(x); }
};
struct scale_step {
  float factor;
  HWY_INLINE lanes operator()(const lanes& x) const { return mul(x, set(factor)); }
};

template <class Step>
HWY_INLINE void map(float* x, std::size_t count, const Step step) {
  std::size_t i = 0;
  for (; i + k_lanes <= count; i += k_lanes)
    store(x + i, step(load(x + i)));
  if (i < count) store_some(x + i, step(load_some(x + i, count - i)), count - i);
}

inline void relu(float* x, std::size_t count) noexcept {
  map(x, count, relu_step{});
}
inline void leaky_relu(float* x, std::size_t count, float slope) noexcept {
  map(x, count, leaky_relu_step{slope});
}
inline void sigmoid(float* x, std::size_t count) noexcept {
  map(x, count, sigmoid_step{});
}
inline void exp(float* x, std::size_t count) noexcept {
  map(x, count, exp_step{});
}

inline void add_to(float* y, const float* x, std::size_t count) noexcept {
  std::size_t i = 0;
  for (; i + k_lanes <= count; i += k_lanes)
    store(y + i, add(load(y + i), load(x + i)));
  if (i == count) return;
  const std::size_t rest = count - i;
  store_some(y + i, add(load_some(y + i, rest), load_some(x + i, rest)), rest);
}

inline void glu(const float* x, std::size_t rows, std::size_t width, float* y) noexcept {
  for (std::size_t r = 0; r < rows; ++r, x += 2 * width, y += width) {
    const float* const gate = x + width;
    std::size_t i = 0;
    for (; i + k_lanes <= width; i += k_lanes)
      store(y + i, mul(load(x + i), sigmoid_of(load(gate + i))));
    if (i == width) continue;
    const std::size_t rest = width - i;
    store_some(y + i, mul(load_some(x + i, rest), sigmoid_of(load_some(gate + i, rest))), rest);
  }
}

HWY_INLINE float sum_row(const float* x, std::size_t width) {
  lanes sum = set(0.0F);
  std::size_t i = 0;
  for (; i + k_lanes <= width; i += k_lanes)
    sum = add(sum, load(x + i));
  if (i < width) sum = add(sum, load_some(x + i, width - i));
  return sum_of(sum);
}

/// Sum of (x - mean)^2.
HWY_INLINE float sum_squares(const float* x, std::size_t width, float mean) {
  lanes sum = set(0.0F);
  std::size_t i = 0;
  for (; i + k_lanes <= width; i += k_lanes) {
    const lanes d = sub(load(x + i), set(mean));
    sum = add(sum, mul(d, d));
  }
  if (i < width) {
    const lanes d = sub(load_some(x + i, width - i), set(mean));
    sum = add(sum, first(width - i, mul(d, d), set(0.0F)));
  }
  return sum_of(sum);
}

inline void layer_norm(const float* x, std::size_t rows, std::size_t width, const float* gamma,
                       const float* beta, float epsilon, float* y) noexcept {
  const auto count = static_cast<float>(width);
  for (std::size_t r = 0; r < rows; ++r, x += width, y += width) {
    const float mean = sum_row(x, width) / count;
    const float variance = sum_squares(x, width, mean) / count;
    const lanes factor = set(1.0F / std::sqrt(variance + epsilon));
    std::size_t i = 0;
    for (; i + k_lanes <= width; i += k_lanes) {
      const lanes normal = mul(sub(load(x + i), set(mean)), factor);
      store(y + i, add(mul(normal, load(gamma + i)), load(beta + i)));
    }
    if (i == width) continue;
    const std::size_t rest = width - i;
    const lanes normal = mul(sub(load_some(x + i, rest), set(mean)), factor);
    store_some(y + i, add(mul(normal, load_some(gamma + i, rest)), load_some(beta + i, rest)),
               rest);
  }
}

HWY_INLINE void softmax_row(float* x, std::size_t width) {
  lanes most = set(x[0]);
  std::size_t i = 0;
  for (; i + k_lanes <= width; i += k_lanes)
    most = max(most, load(x + i));
  if (i < width) most = max(most, first(width - i, load_some(x + i, width - i), most));
  const lanes highest = set(max_of(most));
  lanes sum = set(0.0F);
  for (i = 0; i + k_lanes <= width; i += k_lanes) {
    const lanes e = exp_of(sub(load(x + i), highest));
    store(x + i, e);
    sum = add(sum, e);
  }
  if (i < width) {
    const lanes e = exp_of(sub(load_some(x + i, width - i), highest));
    store_some(x + i, e, width - i);
    sum = add(sum, first(width - i, e, set(0.0F)));
  }
  map(x, width, scale_step{1.0F / sum_of(sum)});
}

inline void softmax_rows(float* x, std::size_t rows, std::size_t width,
                         std::size_t stride) noexcept {
  if (width == 0) return;
  for (std::size_t r = 0; r < rows; ++r)
    softmax_row(x + r * stride, width);
}

inline void accumulate_row_i8(const std::int8_t* row, float scale, float* to,
                              std::size_t width) noexcept {
  const hn::Rebind<std::int8_t, float_tag> bytes;
  std::size_t i = 0;
  for (; i + k_width <= width; i += k_width) {
    const auto whole = hn::PromoteTo(int_tag(), hn::LoadU(bytes, row + i));
    const auto term = hn::Mul(hn::ConvertTo(float_tag(), whole), hn::Set(float_tag(), scale));
    hn::StoreU(hn::Add(hn::LoadU(float_tag(), to + i), term), float_tag(), to + i);
  }
  for (; i < width; ++i)
    to[i] = to[i] + static_cast<float>(row[i]) * scale;
}

HWY_INLINE float largest_magnitude(const float* x, std::size_t width) {
  lanes most = set(0.0F);
  std::size_t i = 0;
  for (; i + k_lanes <= width; i += k_lanes)
    most = max(most, abs(load(x + i)));
  if (i < width) most = max(most, abs(load_some(x + i, width - i)));
  return max_of(most);
}

/// 16 numbers to 16 bytes around 128.
HWY_INLINE void quantize16(const lanes& x, const lanes& inverse, std::uint8_t* q) {
  const hn::Rebind<std::uint8_t, float_tag> bytes;
  const lanes bounded = max(set(-127.0F), min(set(127.0F), mul(x, inverse)));
  const lanes shifted = add(bounded, set(k_rounder));
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto bits = hn::BitCast(int_tag(), shifted.part[i]);
    const auto whole = hn::Sub(bits, hn::Set(int_tag(), k_rounder_bits - 128));
    hn::StoreU(hn::DemoteTo(bytes, whole), bytes, q + i * k_width);
  }
}

inline void quantize_rows(const float* x, std::size_t rows, std::size_t width, std::size_t x_stride,
                          std::uint8_t* q, float* scales) noexcept {
  constexpr float k_smallest = 1e-30F;  // its inverse times 127 is finite
  const std::size_t q_stride = quantized_stride(width);
  for (std::size_t r = 0; r < rows; ++r, x += x_stride, q += q_stride) {
    const float most = largest_magnitude(x, width);
    const bool zero = !(most >= k_smallest);
    scales[r] = zero ? 0.0F : most / 127.0F;
    const lanes inverse = set(zero ? 0.0F : 127.0F / most);
    std::size_t i = 0;
    for (; i + k_lanes <= width; i += k_lanes)
      quantize16(load(x + i), inverse, q + i);
    // q has room for whole sixteens, and a lane without a number becomes 128.
    for (; i < q_stride; i += k_lanes)
      quantize16(i < width ? load_some(x + i, width - i) : set(0.0F), inverse, q + i);
  }
}

}  // namespace fabula::nn::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FABULA_NN_ROWS_INL_HPP
