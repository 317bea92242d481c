/// @file
/// @brief The int8 linear layer. Included once an instruction set (kernels.cpp).
///
/// Panels of some blocks of 16 outputs, whose weights stay in the first cache, times some rows. The
/// inputs are bytes around 128; the products are summed as they are, exactly, in 32 bits, and
/// `packed_linear::correction` takes off what the 128 added.
#if defined(FABULA_NN_LINEAR_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef FABULA_NN_LINEAR_INL_HPP
#undef FABULA_NN_LINEAR_INL_HPP
#else
#define FABULA_NN_LINEAR_INL_HPP
#endif

#include <algorithm>

#include "nn/kernels.hpp"
#include "nn/lanes_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace fabula::nn::HWY_NAMESPACE {

/// The end of one block of one row: 16 sums to numbers. `block` counts blocks of outputs.
HWY_INLINE void finish(const std::int32_t* sums, float scale, const packed_linear& w,
                       std::size_t block, float* y) {
  const std::size_t at = block * k_outputs_per_block;
  lanes whole;
  FABULA_NN_UNROLL
  for (std::size_t i = 0; i < k_parts; ++i) {
    const auto sum = hn::LoadU(int_tag(), sums + i * k_width);
    const auto correction = hn::LoadU(int_tag(), w.correction() + at + i * k_width);
    whole.part[i] = hn::ConvertTo(float_tag(), hn::Sub(sum, correction));
  }
  const lanes factor = mul(set(scale), load(w.scales() + at));
  const lanes result = add(mul(whole, factor), load(w.bias() + at));
  const std::size_t outputs = std::min(k_outputs_per_block, w.outputs() - at);
  if (outputs == k_outputs_per_block) {
    store(y + at, result);
  } else {
    store_some(y + at, result, outputs);
  }
}

/// Inputs that are widened to 16 bits at a time.
inline constexpr std::size_t k_chunk = 512;
/// Blocks that share the widened inputs.
inline constexpr std::size_t k_panel = 4;

#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR && HWY_TARGET != HWY_EMU128

using short_tag = hn::CappedTag<std::int16_t, 32>;
inline constexpr std::size_t k_shorts = hn::MaxLanes(short_tag());
/// Vectors that hold a group of a block: 16 outputs times 4 inputs.
inline constexpr std::size_t k_vectors = 64 / k_shorts;
/// Vectors and rows of a tile: the fastest of those that were measured, which is well before the
/// registers run out.
inline constexpr std::size_t k_tile_vectors = 2;
#if HWY_TARGET == HWY_AVX3
inline constexpr std::size_t k_linear_rows = 8;
#else
inline constexpr std::size_t k_linear_rows = 3;
#endif

/// Adds `groups` groups of `Rows` rows of 16-bit inputs, times `k_tile_vectors` vectors of weights,
/// to `to`, which has the sums of 64 outputs a row.
template <std::size_t Rows>
HWY_INLINE void dot_tile(const std::int16_t* inputs, const std::int8_t* weights, std::size_t groups,
                         std::int32_t* to) {
  using sum_tag = hn::RepartitionToWide<short_tag>;
  const hn::Repartition<std::int64_t, short_tag> fours;
  const hn::Rebind<std::int8_t, short_tag> bytes;
  hn::Vec<sum_tag> sum[Rows][k_tile_vectors];
  FABULA_NN_UNROLL
  for (std::size_t r = 0; r < Rows; ++r) {
    FABULA_NN_UNROLL
    for (std::size_t v = 0; v < k_tile_vectors; ++v) {
      sum[r][v] = hn::Zero(sum_tag());
    }
  }
  for (std::size_t g = 0; g < groups; ++g) {
    hn::Vec<short_tag> input[Rows];
    FABULA_NN_UNROLL
    for (std::size_t r = 0; r < Rows; ++r) {
      std::int64_t four = 0;
      std::memcpy(&four, inputs + r * k_chunk + g * k_inputs_per_group, sizeof four);
      input[r] = hn::BitCast(short_tag(), hn::Set(fours, four));
    }
    FABULA_NN_UNROLL
    for (std::size_t v = 0; v < k_tile_vectors; ++v) {
      const auto narrow = hn::LoadU(bytes, weights + g * k_alignment + v * k_shorts);
      const auto column = hn::PromoteTo(short_tag(), narrow);
      FABULA_NN_UNROLL
      for (std::size_t r = 0; r < Rows; ++r) {
        auto unused = hn::Zero(sum_tag());
        sum[r][v] = hn::ReorderWidenMulAccumulate(sum_tag(), input[r], column, sum[r][v], unused);
      }
    }
  }
  // On x86 the sums of an output's inputs 0, 1 and of its inputs 2, 3 are neighbours.
  FABULA_NN_UNROLL
  for (std::size_t r = 0; r < Rows; ++r) {
    std::int32_t* const row = to + r * k_panel * k_outputs_per_block;
    const auto even = hn::ConcatEven(sum_tag(), sum[r][1], sum[r][0]);
    const auto odd = hn::ConcatOdd(sum_tag(), sum[r][1], sum[r][0]);
    const auto before = hn::LoadU(sum_tag(), row);
    hn::StoreU(hn::Add(before, hn::Add(even, odd)), sum_tag(), row);
  }
}

/// One block of weights, `groups` groups of it, times `Rows` rows.
template <std::size_t Rows>
HWY_INLINE void dot_block(const std::int16_t* inputs, const std::int8_t* weights,
                          std::size_t groups, std::int32_t* to) {
  for (std::size_t v = 0; v < k_vectors; v += k_tile_vectors)
    dot_tile<Rows>(inputs, weights + v * k_shorts, groups, to + v * k_shorts / 4);
}

#else

inline constexpr std::size_t k_linear_rows = 2;

/// The same without intrinsics.
template <std::size_t Rows>
HWY_INLINE void dot_block(const std::int16_t* inputs, const std::int8_t* weights,
                          std::size_t groups, std::int32_t* to) {
  for (std::size_t r = 0; r < Rows; ++r) {
    std::int32_t* const row = to + r * k_panel * k_outputs_per_block;
    for (std::size_t g = 0; g < groups; ++g) {
      const std::int16_t* const x = inputs + r * k_chunk + g * k_inputs_per_group;
      const std::int8_t* const w = weights + g * k_alignment;
      for (std::size_t o = 0; o < k_outputs_per_block; ++o)
        row[o] += x[0] * w[4 * o] + x[1] * w[4 * o + 1] + x[2] * w[4 * o + 2] + x[3] * w[4 * o + 3];
    }
  }
}

#endif

/// `Rows` rows from `row` times `blocks` blocks from `block`.
template <std::size_t Rows>
HWY_INLINE void linear_tile(const quantized_rows& x, std::size_t row, const packed_linear& w,
                            std::size_t block, std::size_t blocks, float* y, std::size_t y_stride) {
  constexpr std::size_t k_row = k_panel * k_outputs_per_block;
  alignas(64) std::int32_t sum[Rows * k_row] = {};
  alignas(64) std::int16_t inputs[Rows * k_chunk];
  const std::size_t stride = quantized_stride(x.width);
  const std::size_t groups = w.groups();
  for (std::size_t begin = 0; begin < stride; begin += k_chunk) {
    const std::size_t bytes = std::min(k_chunk, stride - begin);
    for (std::size_t r = 0; r < Rows; ++r) {
      const std::uint8_t* const q = x.values + (row + r) * stride + begin;
      for (std::size_t i = 0; i < bytes; ++i)
        inputs[r * k_chunk + i] = q[i];
    }
    const std::size_t first_group = begin / k_inputs_per_group;
    const std::size_t here = std::min(bytes / k_inputs_per_group, groups - first_group);
    for (std::size_t b = 0; b < blocks; ++b)
      dot_block<Rows>(inputs, w.weights() + ((block + b) * groups + first_group) * k_alignment,
                      here, sum + b * k_outputs_per_block);
  }
  for (std::size_t r = 0; r < Rows; ++r) {
    for (std::size_t b = 0; b < blocks; ++b) {
      finish(sum + r * k_row + b * k_outputs_per_block, x.scales[row + r], w, block + b,
             y + (row + r) * y_stride);
    }
  }
}

inline void linear(const quantized_rows& x, const packed_linear& w, float* y,
                   std::size_t y_stride) noexcept {
  for (std::size_t block = 0; block < w.blocks(); block += k_panel) {
    const std::size_t blocks = std::min(k_panel, w.blocks() - block);
    std::size_t row = 0;
    for (; row + k_linear_rows <= x.rows; row += k_linear_rows)
      linear_tile<k_linear_rows>(x, row, w, block, blocks, y, y_stride);
    for (; row < x.rows; ++row)
      linear_tile<1>(x, row, w, block, blocks, y, y_stride);
  }
}

}  // namespace fabula::nn::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

// Highway 1.0.3 has no 8-bit dot product, and its AVX3_DL allows the compiler AVX-VNNI, which
// neither Ice Lake nor Zen 4 has. So this is AVX3 and the one extension.
#if HWY_TARGET == HWY_AVX3
HWY_PUSH_ATTRIBUTES(HWY_TARGET_STR_AVX3 ",avx512vnni")
namespace fabula::nn::HWY_NAMESPACE::vnni {

/// `Rows` rows from `row` times `Blocks` blocks from `block`.
template <std::size_t Rows, std::size_t Blocks>
HWY_INLINE void linear_tile(const quantized_rows& x, std::size_t row, const packed_linear& w,
                            std::size_t block, float* y, std::size_t y_stride) {
  const std::size_t stride = quantized_stride(x.width);
  const std::size_t groups = w.groups();
  const std::uint8_t* const q = x.values + row * stride;
  const std::int8_t* const weights = w.weights() + block * groups * k_alignment;
  __m512i sum[Rows][Blocks];
  FABULA_NN_UNROLL
  for (std::size_t r = 0; r < Rows; ++r) {
    FABULA_NN_UNROLL
    for (std::size_t b = 0; b < Blocks; ++b) {
      sum[r][b] = _mm512_setzero_si512();
    }
  }
  for (std::size_t g = 0; g < groups; ++g) {
    __m512i column[Blocks];
    FABULA_NN_UNROLL
    for (std::size_t b = 0; b < Blocks; ++b) {
      column[b] = _mm512_load_si512(weights + (b * groups + g) * k_alignment);
    }
    FABULA_NN_UNROLL
    for (std::size_t r = 0; r < Rows; ++r) {
      std::int32_t four = 0;
      std::memcpy(&four, q + r * stride + g * k_inputs_per_group, sizeof four);
      const __m512i input = _mm512_set1_epi32(four);
      FABULA_NN_UNROLL
      for (std::size_t b = 0; b < Blocks; ++b) {
        sum[r][b] = _mm512_dpbusd_epi32(sum[r][b], input, column[b]);
      }
    }
  }
  constexpr std::size_t k_row = Blocks * k_outputs_per_block;
  alignas(64) std::int32_t sums[Rows * k_row];
  FABULA_NN_UNROLL
  for (std::size_t r = 0; r < Rows; ++r) {
    FABULA_NN_UNROLL
    for (std::size_t b = 0; b < Blocks; ++b) {
      _mm512_store_si512(sums + r * k_row + b * k_outputs_per_block, sum[r][b]);
    }
  }
  for (std::size_t r = 0; r < Rows; ++r)
    for (std::size_t b = 0; b < Blocks; ++b)
      finish(sums + r * k_row + b * k_outputs_per_block, x.scales[row + r], w, block + b,
             y + (row + r) * y_stride);
}

template <std::size_t Blocks>
inline void linear_panel(const quantized_rows& x, const packed_linear& w, std::size_t block,
                         float* y, std::size_t y_stride) {
  std::size_t row = 0;
  for (; row + 6 <= x.rows; row += 6)
    linear_tile<6, Blocks>(x, row, w, block, y, y_stride);
  if (row + 4 <= x.rows) {
    linear_tile<4, Blocks>(x, row, w, block, y, y_stride);
    row += 4;
  }
  if (row + 2 <= x.rows) {
    linear_tile<2, Blocks>(x, row, w, block, y, y_stride);
    row += 2;
  }
  if (row < x.rows) linear_tile<1, Blocks>(x, row, w, block, y, y_stride);
}

inline void linear(const quantized_rows& x, const packed_linear& w, float* y,
                   std::size_t y_stride) noexcept {
  const std::size_t blocks = w.blocks();
  std::size_t block = 0;
  for (; block + 4 <= blocks; block += 4)
    linear_panel<4>(x, w, block, y, y_stride);
  if (block + 2 <= blocks) {
    linear_panel<2>(x, w, block, y, y_stride);
    block += 2;
  }
  if (block < blocks) linear_panel<1>(x, w, block, y, y_stride);
}

}  // namespace fabula::nn::HWY_NAMESPACE::vnni
HWY_POP_ATTRIBUTES
#endif  // HWY_TARGET == HWY_AVX3

#endif  // FABULA_NN_LINEAR_INL_HPP
