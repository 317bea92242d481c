/// @file
/// @brief Products of float matrices, and attention. Included once an instruction set
/// (kernels.cpp).
///
/// The right-hand matrix is copied into panels of 16 columns, [k, 16] each; a tile is some rows of
/// the left one times a panel. Each number of the product is summed over k in order, whatever the
/// tile's size.
#if defined(FABULA_NN_MATMUL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef FABULA_NN_MATMUL_INL_HPP
#undef FABULA_NN_MATMUL_INL_HPP
#else
#define FABULA_NN_MATMUL_INL_HPP
#endif

#include <algorithm>
#include <cmath>

#include "nn/kernels.hpp"
#include "nn/lanes_inl.hpp"
#include "nn/rows_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace fabula::nn::HWY_NAMESPACE {

/// Four rows from `row` to four columns of a panel.
HWY_INLINE void transpose_four(const float* row, std::size_t stride, std::size_t k, float* panel) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::FixedTag<float, 4> four;
  for (; i + 4 <= k; i += 4) {
    const auto a = hn::LoadU(four, row + i);
    const auto b = hn::LoadU(four, row + stride + i);
    const auto c = hn::LoadU(four, row + 2 * stride + i);
    const auto d = hn::LoadU(four, row + 3 * stride + i);
    const auto ac_lower = hn::InterleaveLower(four, a, c);
    const auto bd_lower = hn::InterleaveLower(four, b, d);
    const auto ac_upper = hn::InterleaveUpper(four, a, c);
    const auto bd_upper = hn::InterleaveUpper(four, b, d);
    float* const to = panel + i * k_lanes;
    hn::StoreU(hn::InterleaveLower(four, ac_lower, bd_lower), four, to);
    hn::StoreU(hn::InterleaveUpper(four, ac_lower, bd_lower), four, to + k_lanes);
    hn::StoreU(hn::InterleaveLower(four, ac_upper, bd_upper), four, to + 2 * k_lanes);
    hn::StoreU(hn::InterleaveUpper(four, ac_upper, bd_upper), four, to + 3 * k_lanes);
  }
#endif
  for (; i < k; ++i)
    for (std::size_t lane = 0; lane < 4; ++lane)
      panel[i * k_lanes + lane] = row[lane * stride + i];
}

/// b [m, k] to panels of its transpose.
inline void pack_transposed(const float* b, std::size_t m, std::size_t k, std::size_t stride,
                            float* panels) {
  if (k == 0) return;  // there may be no scratch then
  for (std::size_t j = 0; j < m; j += k_lanes, panels += k * k_lanes) {
    const std::size_t here = std::min(k_lanes, m - j);
    if (here < k_lanes) std::fill_n(panels, k * k_lanes, 0.0F);
    std::size_t lane = 0;
    for (; lane + 4 <= here; lane += 4)
      transpose_four(b + (j + lane) * stride, stride, k, panels + lane);
    for (; lane < here; ++lane) {
      const float* const row = b + (j + lane) * stride;
      for (std::size_t i = 0; i < k; ++i)
        panels[i * k_lanes + lane] = row[i];
    }
  }
}

/// b [k, m] to panels.
inline void pack(const float* b, std::size_t m, std::size_t k, std::size_t stride, float* panels) {
  for (std::size_t j = 0; j < m; j += k_lanes) {
    const std::size_t here = std::min(k_lanes, m - j);
    for (std::size_t i = 0; i < k; ++i, panels += k_lanes) {
      const float* const row = b + i * stride + j;
      store(panels, here == k_lanes ? load(row) : load_some(row, here));
    }
  }
}

/// `Rows` rows of a times one panel to `columns` numbers in each row of c.
template <std::size_t Rows>
HWY_INLINE void tile(const float* a, std::size_t a_stride, const float* panel, std::size_t k,
                     float* c, std::size_t c_stride, std::size_t columns) {
  lanes sum[Rows];
  FABULA_NN_UNROLL
  for (std::size_t r = 0; r < Rows; ++r) {
    sum[r] = set(0.0F);
  }
  for (std::size_t i = 0; i < k; ++i) {
    const lanes b = load(panel + i * k_lanes);
    FABULA_NN_UNROLL
    for (std::size_t r = 0; r < Rows; ++r) {
      sum[r] = add(sum[r], mul(set(a[r * a_stride + i]), b));
    }
  }
  FABULA_NN_UNROLL
  for (std::size_t r = 0; r < Rows; ++r) {
    if (columns == k_lanes) {
      store(c + r * c_stride, sum[r]);
    } else {
      store_some(c + r * c_stride, sum[r], columns);
    }
  }
}

/// Rows of a tile: as many as leave the sums in registers.
#if HWY_TARGET == HWY_AVX3
inline constexpr std::size_t k_tile_rows = 8;
#elif HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_NEON
inline constexpr std::size_t k_tile_rows = 4;
#else
inline constexpr std::size_t k_tile_rows = 2;
#endif

/// a [n, k] times panels to c [n, m].
inline void multiply(const float* a, std::size_t a_stride, const float* panels, std::size_t n,
                     std::size_t m, std::size_t k, float* c, std::size_t c_stride) {
  for (std::size_t j = 0; j < m; j += k_lanes, panels += k * k_lanes) {
    const std::size_t columns = std::min(k_lanes, m - j);
    std::size_t i = 0;
    for (; i + k_tile_rows <= n; i += k_tile_rows)
      tile<k_tile_rows>(a + i * a_stride, a_stride, panels, k, c + i * c_stride + j, c_stride,
                        columns);
    if constexpr (k_tile_rows > 4) {
      if (i + 4 <= n) {
        tile<4>(a + i * a_stride, a_stride, panels, k, c + i * c_stride + j, c_stride, columns);
        i += 4;
      }
    }
    if constexpr (k_tile_rows > 2) {
      if (i + 2 <= n) {
        tile<2>(a + i * a_stride, a_stride, panels, k, c + i * c_stride + j, c_stride, columns);
        i += 2;
      }
    }
    if (i < n)
      tile<1>(a + i * a_stride, a_stride, panels, k, c + i * c_stride + j, c_stride, columns);
  }
}

inline void matmul_nt(const float* a, const float* b, const matmul_shape& shape, float* scratch,
                      float* c) noexcept {
  pack_transposed(b, shape.m, shape.k, shape.b_stride, scratch);
  multiply(a, shape.a_stride, scratch, shape.n, shape.m, shape.k, c, shape.c_stride);
}

inline void matmul_nn(const float* a, const float* b, const matmul_shape& shape, float* scratch,
                      float* c) noexcept {
  pack(b, shape.m, shape.k, shape.b_stride, scratch);
  multiply(a, shape.a_stride, scratch, shape.n, shape.m, shape.k, c, shape.c_stride);
}

/// to[words - 1 + d] = bias of the signed distance d, for |d| < words; zeros up to 2 * padded.
HWY_INLINE void spread_bias(const float* bias, std::size_t reach, std::size_t words,
                            std::size_t padded, float* to) {
  const auto last = static_cast<std::ptrdiff_t>(words) - 1;
  const auto far = static_cast<std::ptrdiff_t>(reach);
  for (std::ptrdiff_t d = -last; d <= last; ++d)
    to[last + d] = bias == nullptr ? 0.0F : bias[far + std::clamp(d, -far, far)];
  std::fill(to + 2 * last + 1, to + 2 * padded, 0.0F);
}

inline void attention(const attention_input& in, float* scratch, float* out,
                      std::size_t out_stride) noexcept {
  constexpr std::size_t k_rows = 8;
  const std::size_t words = in.words;
  if (words == 0 || in.head_dim == 0) return;
  const std::size_t padded = round_up(words, k_lanes);
  float* const keys = scratch;
  float* const values = keys + padded * in.head_dim;
  float* const scores = values + round_up(in.head_dim, k_lanes) * words;
  float* const spread = scores + k_rows * padded;
  const lanes shrink = set(1.0F / std::sqrt(static_cast<float>(in.head_dim)));
  for (std::size_t h = 0; h < in.heads; ++h) {
    const std::size_t column = h * in.head_dim;
    pack_transposed(in.k + column, words, in.head_dim, in.stride, keys);
    pack(in.v + column, in.head_dim, words, in.stride, values);
    const float* const bias = in.bias == nullptr ? nullptr : in.bias + h * (2 * in.reach + 1);
    spread_bias(bias, in.reach, words, padded, spread);
    for (std::size_t i = 0; i < words; i += k_rows) {
      const std::size_t rows = std::min(k_rows, words - i);
      multiply(in.q + i * in.stride + column, in.stride, keys, rows, padded, in.head_dim, scores,
               padded);
      for (std::size_t r = 0; r < rows; ++r) {
        float* const row = scores + r * padded;
        const float* const of_row = spread + (words - 1 - (i + r));
        for (std::size_t j = 0; j < words; j += k_lanes)
          store(row + j, add(mul(load(row + j), shrink), load(of_row + j)));
        softmax_row(row, words);
      }
      multiply(scores, padded, values, rows, in.head_dim, words, out + i * out_stride + column,
               out_stride);
    }
  }
}

}  // namespace fabula::nn::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // FABULA_NN_MATMUL_INL_HPP
