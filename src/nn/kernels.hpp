/// @file
/// @brief The arithmetic of neural networks, compiled once an instruction set, chosen at run time.
///
/// Every set gives the same bytes: sums of integers are exact, sums of floats have one order (16
/// virtual lanes and a fixed tree, or one term after the other), a product is rounded before it is
/// added, and exp is a polynomial of our own. That holds for finite numbers in the default rounding
/// mode; a NaN or an infinity gives unspecified floats and nothing worse.
///
/// Matrices are row-major; a `stride` is the floats from one row to the next. Pointers need no
/// alignment but that of their type; k_alignment is fastest. Nothing is allocated: what scratch a
/// kernel needs, a function here tells. Kernels keep no state, so they are safe in any thread.
#ifndef FABULA_NN_KERNELS_HPP
#define FABULA_NN_KERNELS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fabula/result.hpp"
#include "nn/aligned.hpp"
#include "nn/packed_linear.hpp"

namespace fabula::nn {

/// From the slowest to the fastest. Which of them a build has, the compiler and processor decide.
enum class instruction_set : std::uint8_t {
  portable,    ///< no intrinsics
  neon,        ///< ARM
  ssse3,       ///< x86
  sse4,        ///< x86, with AES
  avx2,        ///< x86, with FMA (unused), since 2013
  avx512,      ///< F, VL, DQ, BW
  avx512_vnni  ///< and VNNI: Cascade Lake, Zen 4
};

/// As `kernels_for` takes it: "avx2".
[[nodiscard]] std::string_view to_string(instruction_set set) noexcept;

/// Bytes from one quantized row to the next.
[[nodiscard]] constexpr std::size_t quantized_stride(std::size_t width) noexcept {
  return round_up(width, 64);
}

/// Rows of numbers as bytes: number = (byte - 128) * scale of the row.
struct quantized_rows {
  const std::uint8_t* values = nullptr;  ///< [rows, quantized_stride(width)], padded with 128
  const float* scales = nullptr;         ///< [rows]
  std::size_t rows = 0;
  std::size_t width = 0;
};

/// A [n, k], B, C [n, m] of a product of matrices.
struct matmul_shape {
  std::size_t n = 0;
  std::size_t m = 0;
  std::size_t k = 0;
  std::size_t a_stride = 0;
  std::size_t b_stride = 0;
  std::size_t c_stride = 0;
};

/// Floats of scratch that `matmul_nt` and `matmul_nn` need.
[[nodiscard]] constexpr std::size_t matmul_scratch(std::size_t m, std::size_t k) noexcept {
  return round_up(m, 16) * k;
}

/// One sentence, whose words look at each other. Head h has the columns [h * head_dim,
/// (h + 1) * head_dim) of q, k and v, so all three may lie in the output of one linear layer.
struct attention_input {
  const float* q = nullptr;  ///< [words, stride]
  const float* k = nullptr;
  const float* v = nullptr;
  std::size_t words = 0;
  std::size_t heads = 0;
  std::size_t head_dim = 0;
  std::size_t stride = 0;
  /// [heads, 2 * reach + 1]: added to the score of word i looking at word j, at
  /// reach + clamp(j - i, -reach, reach). Null for none.
  const float* bias = nullptr;
  std::size_t reach = 0;
};

/// Floats of scratch that `attention` needs.
[[nodiscard]] constexpr std::size_t attention_scratch(std::size_t words,
                                                      std::size_t head_dim) noexcept {
  const std::size_t padded = round_up(words, 16);
  return padded * head_dim + round_up(head_dim, 16) * words + 8 * padded + 2 * padded + 16;
}

/// The kernels of one instruction set. All are noexcept in effect and total: a count may be zero.
struct kernels {
  instruction_set set = instruction_set::portable;

  /// x [rows, width] with rows x_stride floats apart (less than width makes overlapping windows,
  /// as a convolution needs) to q [rows, quantized_stride(width)] and scales [rows].
  /// scale = max |x| / 127; q = 128 + x * (127 / max |x|) to the nearest, ties to even. A row whose
  /// max |x| is below 1e-30 is all zero and has scale 0.
  void (*quantize_rows)(const float* x, std::size_t rows, std::size_t width, std::size_t x_stride,
                        std::uint8_t* q, float* scales) noexcept = nullptr;

  /// y[r, o] = (sum over i of (q[r, i] - 128) * w[o, i]) * (x.scales[r] * w.scale[o]) + w.bias[o].
  /// x.width must be w.inputs(); y_stride at least w.outputs().
  void (*linear)(const quantized_rows& x, const packed_linear& w, float* y,
                 std::size_t y_stride) noexcept = nullptr;

  /// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, row by row; x and y [rows, width],
  /// gamma and beta [width]. y may be x.
  void (*layer_norm)(const float* x, std::size_t rows, std::size_t width, const float* gamma,
                     const float* beta, float epsilon, float* y) noexcept = nullptr;

  /// x [rows, 2 * width] to y [rows, width]: first half * sigmoid(second half). y must not overlap
  /// x.
  void (*glu)(const float* x, std::size_t rows, std::size_t width, float* y) noexcept = nullptr;

  /// x = x > 0 ? x : 0.
  void (*relu)(float* x, std::size_t count) noexcept = nullptr;

  /// x = x > 0 ? x : slope * x.
  void (*leaky_relu)(float* x, std::size_t count, float slope) noexcept = nullptr;

  /// x = 1 / (1 + exp(-x)).
  void (*sigmoid)(float* x, std::size_t count) noexcept = nullptr;

  /// x = exp(x), clamped to [-87, 88] before; within 2 units in the last place.
  void (*exp)(float* x, std::size_t count) noexcept = nullptr;

  /// y += x.
  void (*add)(float* y, const float* x, std::size_t count) noexcept = nullptr;

  /// In place, over `width` numbers of each row.
  void (*softmax_rows)(float* x, std::size_t rows, std::size_t width,
                       std::size_t stride) noexcept = nullptr;

  /// to += row * scale: a row of an embedding table is added.
  void (*accumulate_row_i8)(const std::int8_t* row, float scale, float* to,
                            std::size_t width) noexcept = nullptr;

  /// C = A B^T with B [m, k]: the scores of every row against every row. Each number is summed one
  /// term after the other. `scratch` holds matmul_scratch(m, k) floats; C must not overlap A or B.
  void (*matmul_nt)(const float* a, const float* b, const matmul_shape& shape, float* scratch,
                    float* c) noexcept = nullptr;

  /// C = A B with B [k, m]. As `matmul_nt` otherwise.
  void (*matmul_nn)(const float* a, const float* b, const matmul_shape& shape, float* scratch,
                    float* c) noexcept = nullptr;

  /// out [words, out_stride], head by head: softmax(q k^T / sqrt(head_dim) + bias) v. `scratch`
  /// holds attention_scratch(words, head_dim) floats; `out` must not overlap the input.
  void (*attention)(const attention_input& in, float* scratch, float* out,
                    std::size_t out_stride) noexcept = nullptr;
};

/// What this build has and this processor can, the best first.
[[nodiscard]] std::vector<instruction_set> available_instruction_sets();

/// The kernels of the best set, or of the one that `forced` names. Fails (bad_option) where this
/// build or processor has it not, and names those that there are. The kernels live for ever.
[[nodiscard]] result<const kernels*> kernels_for(
    std::optional<std::string_view> forced = std::nullopt);

}  // namespace fabula::nn

#endif  // FABULA_NN_KERNELS_HPP
