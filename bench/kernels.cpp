// How fast the kernels are, an instruction set at a time, against what the processor can at most.
// usage: bench_kernels > table (Markdown, for docs/measurements.md). One thread; CPU time; the best
// of many rounds counts, as the machine has other work.
#include "nn/kernels.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using fabula::nn::aligned_vector;
using fabula::nn::instruction_set;
using fabula::nn::kernels;

/// Seconds that this thread has had a core.
double now() {
  timespec t{};
  (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Seconds of one call: the best of rounds of a millisecond or more, over a fifth of a second.
template <class Call>
double seconds(const Call& call) {
  int calls = 1;
  double best = 1e9;
  const double end = now() + 0.2;
  while (now() < end) {
    const double start = now();
    for (int i = 0; i < calls; ++i)
      call();
    const double took = now() - start;
    if (took < 1e-3) {
      calls *= 2;
      continue;
    }
    best = std::min(best, took / calls);
  }
  return best;
}

/// Numbers in [-1, 1], always the same.
class numbers {
 public:
  float next() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<float>(static_cast<std::int32_t>(state_ >> 32U)) * 0x1p-31F;
  }
  aligned_vector<float> floats(std::size_t n) {
    aligned_vector<float> v(n);
    for (float& x : v)
      x = next();
    return v;
  }
  std::vector<std::int8_t> bytes(std::size_t n) {
    std::vector<std::int8_t> v(n);
    for (std::int8_t& x : v)
      x = static_cast<std::int8_t>(next() * 127.0F);
    return v;
  }

 private:
  std::uint64_t state_ = 1;
};

#if defined(__x86_64__)

// NOLINTBEGIN(portability-simd-intrinsics, misc-const-correctness)

constexpr int k_steps = 1000;
constexpr std::size_t k_chains = 16;

/// Eight or more independent chains of one instruction, which nothing waits for.
__attribute__((target("avx512f,avx512bw,avx512vnni"))) void peak_vnni() {
  __m512i sum[k_chains];
  for (auto& s : sum)
    s = _mm512_set1_epi32(1);
  __m512i a = _mm512_set1_epi32(0x01020304);
  for (int i = 0; i < k_steps; ++i) {
    __asm__ volatile("" : "+v"(a));
    for (auto& s : sum)
      s = _mm512_dpbusd_epi32(s, a, a);
  }
  for (auto& s : sum)
    __asm__ volatile("" : "+v"(s));
}

__attribute__((target("avx512f,avx512bw"))) void peak_madd_512() {
  __m512i sum[k_chains];
  for (auto& s : sum)
    s = _mm512_set1_epi32(1);
  __m512i a = _mm512_set1_epi32(0x01020304);
  for (int i = 0; i < k_steps; ++i) {
    for (auto& s : sum) {
      __asm__ volatile("" : "+v"(a));
      s = _mm512_add_epi32(s, _mm512_madd_epi16(a, a));
    }
  }
  for (auto& s : sum)
    __asm__ volatile("" : "+v"(s));
}

__attribute__((target("avx2"))) void peak_madd_256() {
  __m256i sum[k_chains / 2];
  for (auto& s : sum)
    s = _mm256_set1_epi32(1);
  __m256i a = _mm256_set1_epi32(0x01020304);
  for (int i = 0; i < k_steps; ++i) {
    for (auto& s : sum) {
      __asm__ volatile("" : "+x"(a));
      s = _mm256_add_epi32(s, _mm256_madd_epi16(a, a));
    }
  }
  for (auto& s : sum)
    __asm__ volatile("" : "+x"(s));
}

void peak_madd_128() {
  __m128i sum[k_chains / 2];
  for (auto& s : sum)
    s = _mm_set1_epi32(1);
  __m128i a = _mm_set1_epi32(0x01020304);
  for (int i = 0; i < k_steps; ++i) {
    for (auto& s : sum) {
      __asm__ volatile("" : "+x"(a));
      s = _mm_add_epi32(s, _mm_madd_epi16(a, a));
    }
  }
  for (auto& s : sum)
    __asm__ volatile("" : "+x"(s));
}

__attribute__((target("avx512f"))) void peak_float_512() {
  __m512 sum[k_chains];
  for (auto& s : sum)
    s = _mm512_set1_ps(1.0F);
  __m512 a = _mm512_set1_ps(0x1p-20F);
  for (int i = 0; i < k_steps; ++i) {
    for (auto& s : sum) {
      __asm__ volatile("" : "+v"(a));
      s = _mm512_add_ps(s, _mm512_mul_ps(a, a));
    }
  }
  for (auto& s : sum)
    __asm__ volatile("" : "+v"(s));
}

// NOLINTEND(portability-simd-intrinsics, misc-const-correctness)

/// GMAC/s of `call`, which makes `macs` of them a chain and step.
template <class Call>
double peak(const Call& call, double macs, std::size_t chains) {
  const double s = seconds(call);
  return macs * static_cast<double>(chains) * k_steps / s * 1e-9;
}

/// The most 8-bit (or widened to 16) products a second that `set` allows; 0 where nobody knows.
double integer_peak(instruction_set set) {
  switch (set) {
    case instruction_set::avx512_vnni: return peak(peak_vnni, 64, k_chains);
    case instruction_set::avx512: return peak(peak_madd_512, 32, k_chains);
    case instruction_set::avx2: return peak(peak_madd_256, 16, k_chains / 2);
    case instruction_set::sse4:
    case instruction_set::ssse3: return peak(peak_madd_128, 8, k_chains / 2);
    case instruction_set::portable:
    case instruction_set::neon: break;
  }
  return 0;
}

double float_peak() {
  return __builtin_cpu_supports("avx512f") ? peak(peak_float_512, 16, k_chains) : 0;
}

#else

double integer_peak(instruction_set) {
  return 0;
}
double float_peak() {
  return 0;
}

#endif

const kernels& kernels_named(instruction_set set) {
  return **fabula::nn::kernels_for(fabula::nn::to_string(set));
}

struct shape {
  std::size_t rows, inputs, outputs;
};

/// GMAC/s of the layer alone.
double linear_rate(const kernels& with, const shape& s) {
  numbers random;
  const auto w = *fabula::nn::packed_linear::pack(random.bytes(s.outputs * s.inputs), s.outputs,
                                                  s.inputs, random.floats(s.outputs));
  const auto x = random.floats(s.rows * s.inputs);
  aligned_vector<std::uint8_t> q(s.rows * fabula::nn::quantized_stride(s.inputs));
  aligned_vector<float> scales(s.rows);
  aligned_vector<float> y(s.rows * s.outputs);
  with.quantize_rows(x.data(), s.rows, s.inputs, s.inputs, q.data(), scales.data());
  const fabula::nn::quantized_rows rows{q.data(), scales.data(), s.rows, s.inputs};
  const double t = seconds([&] { with.linear(rows, w, y.data(), s.outputs); });
  return static_cast<double>(s.rows * s.inputs * s.outputs) / t * 1e-9;
}

void print_head(const char* first, const std::vector<instruction_set>& sets) {
  std::printf("| %s |", first);
  for (const auto set : sets)
    std::printf(" %s |", std::string(to_string(set)).c_str());
  std::printf("\n|---|");
  for (std::size_t i = 0; i < sets.size(); ++i)
    std::printf("---|");
  std::printf("\n");
}

void print_linear(const std::vector<instruction_set>& sets) {
  std::printf("`linear`, GMAC/s:\n\n");
  print_head("rows x inputs x outputs", sets);
  std::printf("| most that the instructions allow |");
  for (const auto set : sets) {
    const double most = integer_peak(set);
    if (most > 0) {
      std::printf(" %.0f |", most);
    } else {
      std::printf(" |");
    }
  }
  std::printf("\n");
  constexpr std::array k_shapes{shape{1, 384, 256},   shape{25, 96, 64},     shape{25, 256, 256},
                                shape{25, 256, 768},  shape{25, 256, 8},     shape{512, 96, 96},
                                shape{512, 384, 256}, shape{2000, 512, 512}, shape{512, 384, 40}};
  for (const shape& s : k_shapes) {
    std::printf("| %zu x %zu x %zu |", s.rows, s.inputs, s.outputs);
    for (const auto set : sets)
      std::printf(" %.1f |", linear_rate(kernels_named(set), s));
    std::printf("\n");
    (void)std::fflush(stdout);
  }
}

/// Microseconds of each kernel on a sentence, 256 wide, 8 heads.
std::vector<std::pair<const char*, double>> sentence_times(const kernels& with, std::size_t words) {
  constexpr std::size_t k_width = 256;
  constexpr std::size_t k_heads = 8;
  constexpr std::size_t k_reach = 16;
  numbers random;
  const auto x = random.floats(words * 3 * k_width);
  const auto bias = random.floats(k_heads * (2 * k_reach + 1));
  auto y = random.floats(words * 3 * k_width);
  aligned_vector<std::uint8_t> q(words * k_width);
  aligned_vector<float> scales(words);
  const fabula::nn::quantized_rows rows{q.data(), scales.data(), words, k_width};
  const auto square = *fabula::nn::packed_linear::pack(random.bytes(k_width * k_width), k_width,
                                                       k_width, random.floats(k_width));
  aligned_vector<float> scratch(std::max(fabula::nn::attention_scratch(words, k_width / k_heads),
                                         fabula::nn::matmul_scratch(words, k_width)));
  const fabula::nn::attention_input in{.q = x.data(),
                                       .k = x.data() + k_width,
                                       .v = x.data() + 2 * k_width,
                                       .words = words,
                                       .heads = k_heads,
                                       .head_dim = k_width / k_heads,
                                       .stride = 3 * k_width,
                                       .bias = bias.data(),
                                       .reach = k_reach};
  const fabula::nn::matmul_shape arcs{.n = words,
                                      .m = words,
                                      .k = k_width,
                                      .a_stride = k_width,
                                      .b_stride = k_width,
                                      .c_stride = words};
  const auto row = random.bytes(k_width);
  const std::size_t all = words * k_width;
  std::vector<std::pair<const char*, double>> times;
  const auto measure = [&](const char* name, const auto& call) {
    times.emplace_back(name, seconds(call) * 1e6);
  };
  measure("quantize_rows",
          [&] { with.quantize_rows(x.data(), words, k_width, k_width, q.data(), scales.data()); });
  measure("linear 256 x 256", [&] { with.linear(rows, square, y.data(), k_width); });
  measure("attention, 8 heads of 32",
          [&] { with.attention(in, scratch.data(), y.data(), k_width); });
  measure("matmul_nt (arc scores)",
          [&] { with.matmul_nt(x.data(), x.data(), arcs, scratch.data(), y.data()); });
  measure("layer_norm",
          [&] { with.layer_norm(x.data(), words, k_width, x.data(), x.data(), 1e-5F, y.data()); });
  measure("glu to 256", [&] { with.glu(x.data(), words, k_width, y.data()); });
  measure("softmax_rows", [&] { with.softmax_rows(y.data(), words, k_width, k_width); });
  measure("sigmoid", [&] { with.sigmoid(y.data(), all); });
  measure("relu", [&] { with.relu(y.data(), all); });
  measure("add", [&] { with.add(y.data(), x.data(), all); });
  measure("accumulate_row_i8, a row",
          [&] { with.accumulate_row_i8(row.data(), 0.0F, y.data(), k_width); });
  return times;
}

void print_sentences(const std::vector<instruction_set>& sets, std::size_t words) {
  std::printf("\nA sentence of %zu words, 256 wide, microseconds:\n\n", words);
  print_head("kernel", sets);
  std::vector<std::vector<std::pair<const char*, double>>> columns;
  columns.reserve(sets.size());
  for (const auto set : sets)
    columns.push_back(sentence_times(kernels_named(set), words));
  for (std::size_t i = 0; i < columns[0].size(); ++i) {
    std::printf("| %s |", columns[0][i].first);
    for (const auto& column : columns)
      std::printf(" %.2f |", column[i].second);
    std::printf("\n");
  }
}

}  // namespace

int main() {
  const auto sets = fabula::nn::available_instruction_sets();
  print_linear(sets);
  std::printf("\nFloats, product and sum apart: %.0f GMAC/s at most.\n", float_peak());
  print_sentences(sets, 25);
}
