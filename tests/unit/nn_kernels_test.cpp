#include <gmock/gmock.h>

#include <Eigen/Dense>
#include <bit>
#include <cmath>
#include <functional>
#include <random>
#include <span>

#include "nn/kernels.hpp"

namespace {

using fabula::error_code;
using fabula::nn::attention_input;
using fabula::nn::available_instruction_sets;
using fabula::nn::instruction_set;
using fabula::nn::kernels;
using fabula::nn::kernels_for;
using fabula::nn::matmul_shape;
using fabula::nn::packed_linear;
using fabula::nn::quantized_rows;
using fabula::nn::quantized_stride;
using testing::HasSubstr;

using matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using floats = std::vector<float>;

/// Numbers that are the same in every run.
class numbers {
 public:
  floats normal(std::size_t n, float spread = 1.0F) {
    floats v(n);
    for (float& x : v)
      x = spread * normal_(engine_);
    return v;
  }
  std::vector<std::int8_t> bytes(std::size_t n) {
    std::vector<std::int8_t> v(n);
    for (auto& x : v)
      x = static_cast<std::int8_t>(static_cast<int>(engine_() % 256) - 128);
    return v;
  }

 private:
  std::mt19937 engine_{20240607};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in every run
  std::normal_distribution<float> normal_;
};

matrix to_matrix(const float* x, std::size_t rows, std::size_t columns, std::size_t stride) {
  matrix m(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c)
      m(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) =
          static_cast<double>(x[r * stride + c]);
  return m;
}

/// Runs `work` with every set; each must give the bytes that the first gave, which are returned.
/// `result` is what it writes to: its value before is the same for each.
template <class T>
std::vector<T> everywhere(const std::vector<T>& before,
                          const std::function<void(const kernels&, T*)>& work) {
  std::vector<T> expected;
  for (const instruction_set set : available_instruction_sets()) {
    const kernels* const with = *kernels_for(to_string(set));
    std::vector<T> result = before;
    work(*with, result.data());
    if (expected.empty()) expected = result;
    EXPECT_TRUE(
        std::ranges::equal(std::as_bytes(std::span(expected)), std::as_bytes(std::span(result))))
        << to_string(set) << " differs";
  }
  return expected;
}

void expect_near(const floats& got, std::size_t stride, const matrix& wanted, double tolerance) {
  for (Eigen::Index r = 0; r < wanted.rows(); ++r)
    for (Eigen::Index c = 0; c < wanted.cols(); ++c) {
      const auto g = static_cast<double>(
          got[static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(c)]);
      ASSERT_NEAR(g, wanted(r, c), tolerance * (1.0 + std::abs(wanted(r, c)))) << r << ", " << c;
    }
}

TEST(nn_kernels, the_best_is_chosen_and_any_can_be_forced) {
  const auto sets = available_instruction_sets();
  ASSERT_FALSE(sets.empty());
  EXPECT_EQ((*kernels_for())->set, sets.front());
  EXPECT_EQ(sets.back(), instruction_set::portable);
  for (const auto set : sets) {
    const auto forced = kernels_for(to_string(set));
    ASSERT_TRUE(forced);
    EXPECT_EQ((*forced)->set, set);
  }
  EXPECT_TRUE(std::ranges::is_sorted(sets, std::ranges::greater()));
}

TEST(nn_kernels, a_set_that_is_not_there_is_an_error_that_lists_them) {
  const auto bad = kernels_for("avx1024");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, error_code::bad_option);
  EXPECT_THAT(bad.error().problem, HasSubstr("avx1024"));
  for (const auto set : available_instruction_sets())
    EXPECT_THAT(bad.error().remedy, HasSubstr(std::string(to_string(set))));
  EXPECT_FALSE(kernels_for(""));
}

TEST(nn_kernels, quantized_rows_are_the_nearest_bytes) {
  numbers random;
  for (const std::size_t width : {1U, 3U, 15U, 16U, 17U, 63U, 64U, 65U, 96U, 384U, 500U}) {
    constexpr std::size_t k_rows = 5;
    floats x = random.normal(k_rows * width);
    std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(width), width, 0.0F);
    const std::size_t stride = quantized_stride(width);
    const auto scales = everywhere<float>(floats(k_rows), [&](const kernels& k, float* out) {
      std::vector<std::uint8_t> q(k_rows * stride);
      k.quantize_rows(x.data(), k_rows, width, width, q.data(), out);
    });
    const auto q = everywhere<std::uint8_t>(
        std::vector<std::uint8_t>(k_rows * stride), [&](const kernels& k, std::uint8_t* out) {
          floats unused(k_rows);
          k.quantize_rows(x.data(), k_rows, width, width, out, unused.data());
        });
    EXPECT_EQ(scales[1], 0.0F);
    for (std::size_t r = 0; r < k_rows; ++r) {
      int most = 0;
      for (std::size_t i = 0; i < stride; ++i) {
        const int byte = q[r * stride + i] - 128;
        most = std::max(most, std::abs(byte));
        const float exact = i < width ? x[r * width + i] : 0.0F;
        ASSERT_LE(std::abs(static_cast<float>(byte) * scales[r] - exact), 0.501F * scales[r]);
      }
      EXPECT_EQ(most, r == 1 ? 0 : 127);
    }
  }
}

TEST(nn_kernels, ties_go_to_even_and_extremes_are_bounded) {
  // 127 / max is one here, so a half is a tie.
  const floats x{127.0F, 0.5F, 1.5F, 2.5F, -0.5F, -1.5F, -126.5F, -127.0F};
  const auto q = everywhere<std::uint8_t>(
      std::vector<std::uint8_t>(64), [&](const kernels& k, std::uint8_t* out) {
        float scale = 0;
        k.quantize_rows(x.data(), 1, x.size(), x.size(), out, &scale);
        EXPECT_EQ(scale, 1.0F);
      });
  EXPECT_THAT(std::vector(q.begin(), q.begin() + 8),
              testing::ElementsAre(255, 128, 130, 130, 128, 126, 2, 1));
  for (const float most : {1e-38F, 1e-31F, 1e-29F, 3e38F}) {
    const floats y{most, -most, most / 2};
    const auto bytes = everywhere<std::uint8_t>(
        std::vector<std::uint8_t>(64), [&](const kernels& k, std::uint8_t* out) {
          float scale = 0;
          k.quantize_rows(y.data(), 1, y.size(), y.size(), out, &scale);
          EXPECT_EQ(scale == 0.0F, most < 1e-30F);
        });
    EXPECT_EQ(bytes[1], most < 1e-30F ? 128 : 1);
  }
}

TEST(nn_kernels, overlapping_windows_are_rows) {
  numbers random;
  const floats x = random.normal(std::size_t{7} * 32);
  const auto q = everywhere<std::uint8_t>(
      std::vector<std::uint8_t>(std::size_t{5} * 128), [&](const kernels& k, std::uint8_t* out) {
        floats scales(5);
        k.quantize_rows(x.data(), 5, 96, 32, out, scales.data());
      });
  const auto third = everywhere<std::uint8_t>(
      std::vector<std::uint8_t>(128), [&](const kernels& k, std::uint8_t* out) {
        float scale = 0;
        k.quantize_rows(x.data() + 64, 1, 96, 96, out, &scale);
      });
  EXPECT_TRUE(std::equal(third.begin(), third.end(), q.begin() + 256));
}

/// One layer on one shape: exact against integers in Eigen, and the same bytes everywhere.
void check_linear(numbers& random, std::size_t rows, std::size_t inputs, std::size_t outputs,
                  bool biased) {
  SCOPED_TRACE(testing::Message() << rows << " x " << inputs << " x " << outputs);
  const auto weights = random.bytes(outputs * inputs);
  const floats scales = random.normal(outputs, 0.01F);
  const floats bias = biased ? random.normal(outputs) : floats();
  const auto w = packed_linear::pack(weights, outputs, inputs, scales, bias);
  ASSERT_TRUE(w);
  const std::size_t q_stride = quantized_stride(inputs);
  std::vector<std::uint8_t> q(rows * q_stride, 77);  // what pads a row must not count
  std::mt19937 engine(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): as above
  using int_matrix = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  int_matrix a(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(inputs));
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t i = 0; i < inputs; ++i) {
      q[r * q_stride + i] = static_cast<std::uint8_t>(engine());
      a(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(i)) = q[r * q_stride + i] - 128;
    }
  const Eigen::Map<
      const Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>
      b(weights.data(), static_cast<Eigen::Index>(outputs), static_cast<Eigen::Index>(inputs));
  const int_matrix product = a * b.cast<std::int32_t>().transpose();
  const floats row_scales = random.normal(rows);
  const quantized_rows x{q.data(), row_scales.data(), rows, inputs};
  const std::size_t stride = outputs + 3;
  const floats y =
      everywhere<float>(floats(rows * stride, 9.0F),
                        [&](const kernels& k, float* out) { k.linear(x, *w, out, stride); });
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t o = 0; o < stride; ++o) {
      float wanted = 9.0F;
      if (o < outputs) {
        const std::int32_t sum =
            product(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(o));
        const float factor = row_scales[r] * scales[o];
        wanted = static_cast<float>(sum) * factor;
        wanted = wanted + (biased ? bias[o] : 0.0F);
      }
      ASSERT_EQ(y[r * stride + o], wanted) << r << ", " << o;
    }
}

TEST(nn_kernels, linear_is_exact) {
  numbers random;
  for (const std::size_t rows : {0U, 1U, 3U, 6U, 7U, 13U, 25U})
    for (const std::size_t inputs : {1U, 7U, 64U, 130U, 384U, 513U})
      for (const std::size_t outputs : {1U, 8U, 17U, 40U, 81U})
        check_linear(random, rows, inputs, outputs, (rows + outputs) % 2 == 0);
  check_linear(random, 3, 2000, 130, true);
}

TEST(nn_kernels, the_widest_layer_does_not_overflow) {
  constexpr std::size_t k_inputs = fabula::nn::k_max_inputs;
  const std::vector<std::int8_t> weights(k_inputs, -128);
  const floats one{1.0F};
  const auto w = packed_linear::pack(weights, 1, k_inputs, one);
  ASSERT_TRUE(w);
  for (const int byte : {0, 255}) {
    const std::vector<std::uint8_t> q(k_inputs, static_cast<std::uint8_t>(byte));
    const quantized_rows x{q.data(), one.data(), 1, k_inputs};
    const floats y = everywhere<float>(
        floats(1), [&](const kernels& k, float* out) { k.linear(x, *w, out, 1); });
    EXPECT_EQ(y[0], static_cast<float>((byte - 128) * -128.0 * k_inputs));
  }
}

TEST(nn_kernels, layers_that_do_not_fit_are_refused) {
  const std::vector<std::int8_t> w(6);
  const floats two(2, 1.0F);
  EXPECT_TRUE(packed_linear::pack(w, 2, 3, two, two));
  const auto problem = [&](std::size_t outputs, std::size_t inputs, const floats& scales,
                           const floats& bias) {
    const auto packed = packed_linear::pack(w, outputs, inputs, scales, bias);
    return packed ? "" : packed.error().problem;
  };
  EXPECT_THAT(problem(2, 4, two, {}), HasSubstr("not outputs times inputs"));
  EXPECT_THAT(problem(~std::size_t{0}, 6, two, {}), HasSubstr("not outputs times inputs"));
  EXPECT_THAT(problem(0, 3, two, {}), HasSubstr("without inputs"));
  EXPECT_THAT(problem(2, 0, two, {}), HasSubstr("without inputs"));
  EXPECT_THAT(problem(2, 65537, two, {}), HasSubstr("more than 65536"));
  EXPECT_THAT(problem(2, 3, floats(3), {}), HasSubstr("scales"));
  EXPECT_THAT(problem(2, 3, two, floats(1)), HasSubstr("biases"));
  EXPECT_THAT(problem(2, 3, {1.0F, NAN}, {}), HasSubstr("not finite"));
  EXPECT_THAT(problem(2, 3, two, {INFINITY, 0.0F}), HasSubstr("not finite"));
}

TEST(nn_kernels, exp_is_within_two_units_in_the_last_place) {
  floats x;
  for (int i = -86999; i < 88000; ++i)  // the ends round beyond what exp is clamped to
    x.push_back(static_cast<float>(i) * 0.001F);
  for (const float v : {0.0F, -0.0F, 1e-30F, -1e-30F, 0.34657359F, -0.34657359F})
    x.push_back(v);
  const floats y =
      everywhere<float>(x, [&](const kernels& k, float* out) { k.exp(out, x.size()); });
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto wanted = static_cast<float>(std::exp(static_cast<double>(x[i])));
    const auto apart = std::bit_cast<std::int32_t>(y[i]) - std::bit_cast<std::int32_t>(wanted);
    ASSERT_LE(std::abs(apart), 2) << x[i];
  }
  const floats far{-1e30F, -88.0F, 100.0F, 3e38F};
  const floats bounded =
      everywhere<float>(far, [&](const kernels& k, float* out) { k.exp(out, 4); });
  EXPECT_EQ(bounded[0], bounded[1]);
  EXPECT_GT(bounded[0], 0.0F);
  EXPECT_EQ(bounded[2], bounded[3]);
  EXPECT_TRUE(std::isfinite(bounded[3]));
}

TEST(nn_kernels, functions_of_one_number) {
  numbers random;
  for (const std::size_t count : {0U, 1U, 7U, 15U, 16U, 17U, 100U}) {
    floats x = random.normal(count, 5.0F);
    if (count > 3) x[1] = 0.0F, x[2] = -0.0F, x[3] = -1e-40F;
    const floats more = random.normal(count);
    // One number behind the last must stay as it is.
    floats before = x;
    before.push_back(42.0F);
    const auto relu =
        everywhere<float>(before, [&](const kernels& k, float* y) { k.relu(y, count); });
    const auto leaky = everywhere<float>(
        before, [&](const kernels& k, float* y) { k.leaky_relu(y, count, 0.1F); });
    const auto sigmoid =
        everywhere<float>(before, [&](const kernels& k, float* y) { k.sigmoid(y, count); });
    const auto sum = everywhere<float>(
        before, [&](const kernels& k, float* y) { k.add(y, more.data(), count); });
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(relu[i], x[i] > 0 ? x[i] : 0.0F);
      EXPECT_FALSE(std::signbit(relu[i]));
      EXPECT_EQ(leaky[i], x[i] > 0 ? x[i] : 0.1F * x[i]);
      EXPECT_NEAR(sigmoid[i], 1.0 / (1.0 + std::exp(-static_cast<double>(x[i]))), 1e-6);
      EXPECT_EQ(sum[i], x[i] + more[i]);
    }
    for (const auto& result : {relu, leaky, sigmoid, sum})
      EXPECT_EQ(result[count], 42.0F);
  }
}

TEST(nn_kernels, glu_halves) {
  numbers random;
  for (const std::size_t width : {1U, 5U, 16U, 33U, 256U}) {
    constexpr std::size_t k_rows = 3;
    const floats x = random.normal(k_rows * 2 * width);
    const floats y = everywhere<float>(
        floats(k_rows * width + 1, 42.0F),
        [&](const kernels& k, float* out) { k.glu(x.data(), k_rows, width, out); });
    const matrix whole = to_matrix(x.data(), k_rows, 2 * width, 2 * width);
    const auto half = static_cast<Eigen::Index>(width);
    const matrix gate = (1.0 + (-whole.rightCols(half)).array().exp()).inverse();
    expect_near(y, width, whole.leftCols(half).cwiseProduct(gate), 1e-6);
    EXPECT_EQ(y.back(), 42.0F);
  }
}

TEST(nn_kernels, layer_norm_and_softmax_agree_with_eigen) {
  numbers random;
  for (const std::size_t width : {1U, 2U, 15U, 16U, 17U, 96U, 250U, 512U}) {
    constexpr std::size_t k_rows = 4;
    floats x = random.normal(k_rows * width, 3.0F);
    for (float& v : x)
      v += 2.0F;
    const floats gamma = random.normal(width);
    const floats beta = random.normal(width);
    const floats y = everywhere<float>(x, [&](const kernels& k, float* out) {
      k.layer_norm(out, k_rows, width, gamma.data(), beta.data(), 1e-5F, out);
    });
    const matrix m = to_matrix(x.data(), k_rows, width, width);
    const matrix centred = m.colwise() - m.rowwise().mean();
    const Eigen::VectorXd variance = centred.array().square().rowwise().mean();
    const Eigen::VectorXd factor = (variance.array() + 1e-5).rsqrt();
    matrix wanted = factor.asDiagonal() * centred;
    const matrix g = to_matrix(gamma.data(), 1, width, width);
    const matrix b = to_matrix(beta.data(), 1, width, width);
    for (Eigen::Index r = 0; r < wanted.rows(); ++r)
      wanted.row(r) = wanted.row(r).cwiseProduct(g) + b;
    expect_near(y, width, wanted, 2e-5);

    const std::size_t stride = width + 5;
    floats s(k_rows * stride, 42.0F);
    for (std::size_t r = 0; r < k_rows; ++r)
      std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(r * width), width,
                  s.begin() + static_cast<std::ptrdiff_t>(r * stride));
    const floats p = everywhere<float>(
        s, [&](const kernels& k, float* out) { k.softmax_rows(out, k_rows, width, stride); });
    matrix e = (m.colwise() - m.rowwise().maxCoeff()).array().exp();
    const Eigen::VectorXd sums = e.rowwise().sum();
    e = sums.cwiseInverse().asDiagonal() * e;
    expect_near(p, stride, e, 1e-6);
    EXPECT_EQ(p[width], 42.0F);
  }
}

TEST(nn_kernels, rows_of_bytes_are_added) {
  numbers random;
  for (const std::size_t width : {1U, 4U, 15U, 16U, 19U, 256U}) {
    const auto row = random.bytes(width);
    const floats before = random.normal(width + 1);
    const floats y = everywhere<float>(before, [&](const kernels& k, float* out) {
      k.accumulate_row_i8(row.data(), 0.37F, out, width);
    });
    for (std::size_t i = 0; i < width; ++i) {
      const float term = static_cast<float>(row[i]) * 0.37F;
      EXPECT_EQ(y[i], before[i] + term);
    }
    EXPECT_EQ(y[width], before[width]);
  }
}

TEST(nn_kernels, products_of_matrices_agree_with_eigen) {
  numbers random;
  for (const std::size_t n : {0U, 1U, 3U, 8U, 13U, 25U})
    for (const std::size_t m : {1U, 5U, 16U, 31U, 40U})
      for (const std::size_t k : {0U, 1U, 17U, 64U, 130U}) {
        const matmul_shape nt{
            .n = n, .m = m, .k = k, .a_stride = k + 2, .b_stride = k + 1, .c_stride = m + 3};
        const matmul_shape nn{
            .n = n, .m = m, .k = k, .a_stride = k + 2, .b_stride = m + 1, .c_stride = m + 3};
        const floats a = random.normal(n * nt.a_stride + 1);
        const floats b = random.normal(std::max(m * nt.b_stride, k * nn.b_stride) + 1);
        // Written to its last number and no further: the sanitizer looks.
        floats scratch(fabula::nn::matmul_scratch(m, k));
        const floats before(n * nt.c_stride, 42.0F);
        const floats transposed = everywhere<float>(before, [&](const kernels& with, float* c) {
          with.matmul_nt(a.data(), b.data(), nt, scratch.data(), c);
        });
        const floats straight = everywhere<float>(before, [&](const kernels& with, float* c) {
          with.matmul_nn(a.data(), b.data(), nn, scratch.data(), c);
        });
        const matrix left = to_matrix(a.data(), n, k, nt.a_stride);
        expect_near(transposed, nt.c_stride,
                    left * to_matrix(b.data(), m, k, nt.b_stride).transpose(), 1e-4);
        expect_near(straight, nn.c_stride, left * to_matrix(b.data(), k, m, nn.b_stride), 1e-4);
        for (std::size_t r = 0; r < n; ++r) {
          EXPECT_EQ(transposed[r * nt.c_stride + m], 42.0F);
          EXPECT_EQ(straight[r * nn.c_stride + m], 42.0F);
        }
      }
}

matrix attention_by_eigen(const attention_input& in) {
  matrix out(static_cast<Eigen::Index>(in.words),
             static_cast<Eigen::Index>(in.heads * in.head_dim));
  const auto dim = static_cast<Eigen::Index>(in.head_dim);
  for (std::size_t h = 0; h < in.heads && in.words > 0; ++h) {
    const std::size_t column = h * in.head_dim;
    const matrix q = to_matrix(in.q + column, in.words, in.head_dim, in.stride);
    const matrix k = to_matrix(in.k + column, in.words, in.head_dim, in.stride);
    const matrix v = to_matrix(in.v + column, in.words, in.head_dim, in.stride);
    matrix s = q * k.transpose() / std::sqrt(static_cast<double>(in.head_dim));
    for (Eigen::Index i = 0; i < s.rows(); ++i)
      for (Eigen::Index j = 0; j < s.cols(); ++j) {
        const auto reach = static_cast<Eigen::Index>(in.reach);
        const Eigen::Index d = std::clamp(j - i, -reach, reach) + reach;
        const auto at = h * (2 * in.reach + 1) + static_cast<std::size_t>(d);
        if (in.bias != nullptr) s(i, j) += static_cast<double>(in.bias[at]);
      }
    matrix e = (s.colwise() - s.rowwise().maxCoeff()).array().exp();
    const Eigen::VectorXd sums = e.rowwise().sum();
    out.middleCols(static_cast<Eigen::Index>(column), dim) =
        sums.cwiseInverse().asDiagonal() * e * v;
  }
  return out;
}

TEST(nn_kernels, attention_agrees_with_eigen) {
  numbers random;
  struct shape {
    std::size_t words, heads, head_dim, reach;
    bool biased;
  };
  for (const shape& s : std::initializer_list<shape>{{0, 1, 32, 1, true},
                                                     {1, 2, 32, 0, true},
                                                     {2, 8, 16, 3, false},
                                                     {7, 2, 64, 20, true},
                                                     {16, 4, 32, 4, true},
                                                     {25, 8, 32, 16, true},
                                                     {33, 3, 20, 5, true},
                                                     {130, 2, 7, 16, false},
                                                     {512, 1, 32, 32, true}}) {
    const std::size_t width = s.heads * s.head_dim;
    const std::size_t stride = 3 * width + 1;
    const floats qkv = random.normal(s.words * stride + 1);
    const floats bias = random.normal(s.heads * (2 * s.reach + 1));
    const attention_input in{.q = qkv.data(),
                             .k = qkv.data() + width,
                             .v = qkv.data() + 2 * width,
                             .words = s.words,
                             .heads = s.heads,
                             .head_dim = s.head_dim,
                             .stride = stride,
                             .bias = s.biased ? bias.data() : nullptr,
                             .reach = s.reach};
    floats scratch(fabula::nn::attention_scratch(s.words, s.head_dim));
    const std::size_t out_stride = width + 2;
    const floats y = everywhere<float>(
        floats(s.words * out_stride, 42.0F),
        [&](const kernels& k, float* out) { k.attention(in, scratch.data(), out, out_stride); });
    expect_near(y, out_stride, attention_by_eigen(in), 2e-5);
    for (std::size_t i = 0; i < s.words; ++i)
      EXPECT_EQ(y[i * out_stride + width], 42.0F);
  }
}

/// FNV-1a over the bytes.
std::uint64_t hash_of(std::span<const std::byte> bytes,
                      std::uint64_t hash = 14695981039346656037U) {
  for (const std::byte b : bytes)
    hash = (hash ^ std::to_integer<std::uint64_t>(b)) * 1099511628211U;
  return hash;
}

TEST(nn_kernels, every_compiler_and_processor_gives_these_bytes) {
  constexpr std::size_t k_words = 21;
  constexpr std::size_t k_width = 64;
  std::mt19937 engine(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): as above
  floats x(k_words * 3 * k_width);
  for (float& v : x)
    v = static_cast<float>(static_cast<std::int32_t>(engine())) * 0x1p-30F;
  std::vector<std::int8_t> weights(k_width * k_width);
  for (auto& w : weights)
    w = static_cast<std::int8_t>(static_cast<int>(engine() % 255) - 127);
  const floats small(k_width, 0.003F);
  const auto layer = packed_linear::pack(weights, k_width, k_width, small, small);
  const attention_input in{.q = x.data(),
                           .k = x.data() + k_width,
                           .v = x.data() + 2 * k_width,
                           .words = k_words,
                           .heads = 2,
                           .head_dim = k_width / 2,
                           .stride = 3 * k_width,
                           .bias = x.data(),
                           .reach = 4};
  const floats y = everywhere<float>(floats(k_words * k_width), [&](const kernels& k, float* out) {
    floats scratch(fabula::nn::attention_scratch(k_words, k_width / 2));
    floats scales(k_words);
    std::vector<std::uint8_t> q(k_words * quantized_stride(k_width));
    floats inner(k_words * k_width);
    k.attention(in, scratch.data(), inner.data(), k_width);
    k.layer_norm(inner.data(), k_words, k_width, x.data(), small.data(), 1e-5F, inner.data());
    k.quantize_rows(inner.data(), k_words, k_width, k_width, q.data(), scales.data());
    k.linear({q.data(), scales.data(), k_words, k_width}, *layer, out, k_width);
    k.sigmoid(out, k_words * k_width);
  });
  EXPECT_EQ(hash_of(std::as_bytes(std::span(y))), 4666104051531745396U);
}

TEST(nn_kernels, numbers_that_are_not_finite_do_no_harm) {
  const floats bad{NAN, INFINITY, -INFINITY, 1.0F};
  for (const instruction_set set : available_instruction_sets()) {
    const kernels* const k = *kernels_for(to_string(set));
    floats x = bad;
    std::vector<std::uint8_t> q(64);
    float scale = 0;
    k->quantize_rows(x.data(), 1, 4, 4, q.data(), &scale);
    k->exp(x.data(), 4);
    x = bad;
    k->softmax_rows(x.data(), 1, 4, 4);
    x = bad;
    k->sigmoid(x.data(), 4);
  }
}

}  // namespace
