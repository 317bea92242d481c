#include "nn/kernels.hpp"

// Highway compiles what follows, up to HWY_ONCE, again for each instruction set.
// AVX3_DL: see linear_inl.hpp. The others: their vectors have no size at compile time.
#define HWY_DISABLED_TARGETS \
  (HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "nn/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "nn/linear_inl.hpp"
#include "nn/matmul_inl.hpp"
#include "nn/rows_inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace fabula::nn::HWY_NAMESPACE {
namespace {

constexpr kernels make_kernels(instruction_set set) noexcept {
  return {.set = set,
          .quantize_rows = quantize_rows,
          .linear = linear,
          .layer_norm = layer_norm,
          .glu = glu,
          .relu = relu,
          .leaky_relu = leaky_relu,
          .sigmoid = sigmoid,
          .exp = exp,
          .add = add_to,
          .softmax_rows = softmax_rows,
          .accumulate_row_i8 = accumulate_row_i8,
          .matmul_nt = matmul_nt,
          .matmul_nn = matmul_nn,
          .attention = attention};
}

#if HWY_TARGET == HWY_AVX3
constexpr kernels make_vnni_kernels() noexcept {
  kernels table = make_kernels(instruction_set::avx512_vnni);
  table.linear = vnni::linear;
  return table;
}
#endif

}  // namespace
}  // namespace fabula::nn::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include <array>
#include <string>

namespace fabula::nn {
namespace {

struct choice {
  std::int64_t target;
  kernels table;
};

/// What was compiled, the best first.
constexpr choice k_choices[] = {
#if HWY_TARGETS & HWY_AVX3
    {HWY_AVX3, N_AVX3::make_vnni_kernels()},
    {HWY_AVX3, N_AVX3::make_kernels(instruction_set::avx512)},
#endif
#if HWY_TARGETS & HWY_AVX2
    {HWY_AVX2, N_AVX2::make_kernels(instruction_set::avx2)},
#endif
#if HWY_TARGETS & HWY_SSE4
    {HWY_SSE4, N_SSE4::make_kernels(instruction_set::sse4)},
#endif
#if HWY_TARGETS & HWY_SSSE3
    {HWY_SSSE3, N_SSSE3::make_kernels(instruction_set::ssse3)},
#endif
#if HWY_TARGETS & HWY_NEON
    {HWY_NEON, N_NEON::make_kernels(instruction_set::neon)},
#endif
#if HWY_TARGETS & HWY_EMU128
    {HWY_EMU128, N_EMU128::make_kernels(instruction_set::portable)},
#endif
#if HWY_TARGETS & HWY_SCALAR
    {HWY_SCALAR, N_SCALAR::make_kernels(instruction_set::portable)},
#endif
};

bool has_vnni() {
#if HWY_ARCH_X86
  return __builtin_cpu_supports("avx512vnni") != 0;
#else
  return false;
#endif
}

/// A set that the compiler may use anywhere needs no asking.
bool can(const choice& c) {
  if (c.table.set == instruction_set::avx512_vnni && !has_vnni()) return false;
  return c.target == HWY_STATIC_TARGET || (hwy::SupportedTargets() & c.target) != 0;
}

}  // namespace

std::string_view to_string(instruction_set set) noexcept {
  constexpr std::array<std::string_view, 7> k_names{"portable", "neon",   "ssse3",      "sse4",
                                                    "avx2",     "avx512", "avx512_vnni"};
  return k_names[static_cast<std::size_t>(set)];
}

std::vector<instruction_set> available_instruction_sets() {
  std::vector<instruction_set> sets;
  for (const choice& c : k_choices)
    if (can(c)) sets.push_back(c.table.set);
  return sets;
}

result<const kernels*> kernels_for(std::optional<std::string_view> forced) {
  std::string names;
  for (const choice& c : k_choices) {
    if (!can(c)) continue;
    const std::string_view name = to_string(c.table.set);
    if (!forced || *forced == name) return &c.table;
    if (!names.empty()) names += ", ";
    names += name;
  }
  return tl::unexpected(
      error{error_code::bad_option,
            {},
            {},
            "the instruction set " + std::string(forced.value_or("")) + " is not there",
            "this processor and build have " + names});
}

}  // namespace fabula::nn

#endif  // HWY_ONCE
