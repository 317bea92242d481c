#include "talk/exchange_model.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fabula::talk {
namespace {

constexpr std::size_t k_longest = 96;      ///< lines that are looked at together
constexpr std::size_t k_most_width = 512;  ///< a wider layer is none of ours
constexpr float k_least_prior = 1e-4F;
constexpr float k_reach = 5;      ///< standard deviations
constexpr float k_others = 0.3F;  ///< weight of the sum over the other candidates

[[nodiscard]] bool all_finite(std::span<const float> v) {
  return std::all_of(v.begin(), v.end(), [](float x) { return std::isfinite(x); });
}

}  // namespace

/// Some lines of an exchange; a slot is a candidate of the whole passage.
struct exchange_model::passage {
  std::size_t lines = 0;
  std::size_t slots = 0;
  std::vector<std::size_t> line_of;  ///< of each row
  std::vector<std::size_t> slot_of;  ///< of each row
  std::vector<std::size_t> row_at;   ///< [lines, slots], rows() where there is none
  nn::aligned_vector<float> inner;   ///< [rows, w] behind the input layer
  nn::aligned_vector<float> states;  ///< [rows, 2 w] of both directions
  nn::aligned_vector<float> scratch;

  [[nodiscard]] std::size_t rows() const noexcept { return line_of.size(); }
};

result<exchange_model::layer> exchange_model::load_layer(const nn::safetensors_file& file,
                                                         const std::string& weight,
                                                         const std::string& bias,
                                                         std::size_t inputs, std::size_t outputs) {
  const auto m = static_cast<std::int64_t>(outputs);
  auto w = file.get(weight, nn::dtype_of<float>(), {static_cast<std::int64_t>(inputs), m});
  if (!w) return tl::unexpected(std::move(w.error()));
  auto b = file.get(bias, nn::dtype_of<float>(), {m});
  if (!b) return tl::unexpected(std::move(b.error()));
  layer l;
  l.inputs = inputs;
  l.outputs = outputs;
  const auto x = w->as<float>();
  const auto y = b->as<float>();
  if (!all_finite(x) || !all_finite(y))
    return tl::unexpected(file.damaged("tensor \"" + weight + '"', "a number in it is not finite"));
  l.weight.assign(x.begin(), x.end());
  l.bias.assign(y.begin(), y.end());
  return l;
}

result<exchange_model> exchange_model::load(const nn::safetensors_file& file, std::size_t inputs,
                                            const nn::kernels& kernels) {
  exchange_model m;
  m.kernels_ = &kernels;
  const auto n = static_cast<std::int64_t>(inputs);
  const auto damaged = [&](std::string_view name, std::string_view problem) {
    return tl::unexpected(file.damaged("tensor \"exchange." + std::string(name) + '"', problem));
  };
  auto mean = file.get("exchange.mean", nn::dtype_of<float>(), {n});
  if (!mean) return tl::unexpected(std::move(mean.error()));
  auto scale = file.get("exchange.scale", nn::dtype_of<float>(), {n});
  if (!scale) return tl::unexpected(std::move(scale.error()));
  m.mean_.assign(mean->as<float>().begin(), mean->as<float>().end());
  m.scale_.assign(scale->as<float>().begin(), scale->as<float>().end());
  if (!all_finite(m.mean_) || !all_finite(m.scale_))
    return damaged("scale", "a number in it is not finite");
  auto missing = file.get("exchange.missing", nn::dtype_of<std::int32_t>(), {nn::k_any});
  if (!missing) return tl::unexpected(std::move(missing.error()));
  for (const std::int32_t c : missing->as<std::int32_t>()) {
    const bool rises = m.missing_.empty() || c > static_cast<std::int32_t>(m.missing_.back());
    if (c < 0 || c >= n || !rises)
      return damaged("missing", "its columns do not rise within a row");
    m.missing_.push_back(static_cast<std::uint32_t>(c));
  }
  auto bias = file.get("exchange.input.bias", nn::dtype_of<float>(), {nn::k_any});
  if (!bias) return tl::unexpected(std::move(bias.error()));
  const std::size_t w = bias->as<float>().size();
  if (w == 0 || w > k_most_width) return damaged("input.bias", "no layer of ours is so wide");
  m.width_ = w;
  const auto take = [&](layer& to, const std::string& weight, const std::string& of, std::size_t in,
                        std::size_t out) -> result<void> {
    auto l = load_layer(file, "exchange." + weight, "exchange." + of, in, out);
    if (!l) return tl::unexpected(std::move(l.error()));
    to = std::move(*l);
    return {};
  };
  const std::array<std::string, 2> names{"forward", "backward"};
  if (auto ok = take(m.input_, "input.weight", "input.bias", inputs + m.missing_.size(), w); !ok)
    return tl::unexpected(std::move(ok.error()));
  for (std::size_t d = 0; d < 2; ++d) {
    direction& to = m.directions_[d];
    if (auto ok = take(to.input, names[d] + ".input", names[d] + ".input_bias", w + 1, 3 * w); !ok)
      return tl::unexpected(std::move(ok.error()));
    if (auto ok = take(to.hidden, names[d] + ".hidden", names[d] + ".hidden_bias", w, 3 * w); !ok)
      return tl::unexpected(std::move(ok.error()));
  }
  if (auto ok = take(m.mix_, "mix.weight", "mix.bias", 5 * w, w); !ok)
    return tl::unexpected(std::move(ok.error()));
  if (auto ok = take(m.output_, "output.weight", "output.bias", w, 1); !ok)
    return tl::unexpected(std::move(ok.error()));
  return m;
}

void exchange_model::apply(const layer& l, std::span<const float> x, std::size_t rows, float* y,
                           nn::aligned_vector<float>& scratch) const {
  scratch.resize(nn::matmul_scratch(l.outputs, l.inputs));
  nn::matmul_shape shape;
  shape.n = rows;
  shape.m = l.outputs;
  shape.k = l.inputs;
  shape.a_stride = l.inputs;
  shape.b_stride = l.outputs;
  shape.c_stride = l.outputs;
  kernels_->matmul_nn(x.data(), l.weight.data(), shape, scratch.data(), y);
  for (std::size_t r = 0; r < rows; ++r)
    kernels_->add(y + r * l.outputs, l.bias.data(), l.outputs);
}

/// Standard units, 0 where there is nothing, then the flags of what is not there.
void exchange_model::read_inputs(std::span<const float> rows, passage& p) const {
  const std::size_t wide = mean_.size();
  const std::size_t full = wide + missing_.size();
  nn::aligned_vector<float> x(p.rows() * full);
  for (std::size_t r = 0; r < p.rows(); ++r) {
    const std::span<const float> row = rows.subspan(r * wide, wide);
    float* out = x.data() + r * full;
    for (std::size_t k = 0; k < wide; ++k)
      out[k] = std::isnan(row[k]) ? 0.0F
                                  : std::clamp((row[k] - mean_[k]) * scale_[k], -k_reach, k_reach);
    for (std::size_t k = 0; k < missing_.size(); ++k)
      out[wide + k] = std::isnan(row[missing_[k]]) ? 1.0F : 0.0F;
  }
  p.inner.resize(p.rows() * width_);
  apply(input_, x, p.rows(), p.inner.data(), p.scratch);
  kernels_->relu(p.inner.data(), p.inner.size());
}

/// One way over the lines. Where a candidate is none of a line's, the state goes on without input.
void exchange_model::run(const direction& d, bool backward, passage& p) const {
  const std::size_t w = width_;
  nn::aligned_vector<float> with_flag(p.rows() * (w + 1));
  for (std::size_t r = 0; r < p.rows(); ++r) {
    std::copy_n(p.inner.data() + r * w, w, with_flag.data() + r * (w + 1));
    with_flag[r * (w + 1) + w] = 1;
  }
  nn::aligned_vector<float> asked(p.rows() * 3 * w);
  apply(d.input, with_flag, p.rows(), asked.data(), p.scratch);
  nn::aligned_vector<float> state(p.slots * w, 0.0F);
  nn::aligned_vector<float> kept(p.slots * 3 * w);
  nn::aligned_vector<float> gates(p.slots * 2 * w);  // reset, update
  nn::aligned_vector<float> fresh(p.slots * w);
  for (std::size_t step = 0; step < p.lines; ++step) {
    const std::size_t line = backward ? p.lines - 1 - step : step;
    apply(d.hidden, state, p.slots, kept.data(), p.scratch);
    const auto input_of = [&](std::size_t slot) {
      const std::size_t r = p.row_at[line * p.slots + slot];
      return r < p.rows() ? asked.data() + r * 3 * w : d.input.bias.data();
    };
    for (std::size_t s = 0; s < p.slots; ++s) {
      const float* a = input_of(s);
      for (std::size_t k = 0; k < 2 * w; ++k)
        gates[s * 2 * w + k] = a[k] + kept[s * 3 * w + k];
    }
    kernels_->sigmoid(gates.data(), gates.size());
    for (std::size_t s = 0; s < p.slots; ++s) {
      const float* a = input_of(s);
      for (std::size_t k = 0; k < w; ++k)
        fresh[s * w + k] = 2 * (a[2 * w + k] + gates[s * 2 * w + k] * kept[s * 3 * w + 2 * w + k]);
    }
    kernels_->sigmoid(fresh.data(), fresh.size());  // tanh x = 2 sigmoid(2 x) - 1
    for (std::size_t s = 0; s < p.slots; ++s) {
      for (std::size_t k = 0; k < w; ++k) {
        const float update = gates[s * 2 * w + w + k];
        float& h = state[s * w + k];
        h = (1 - update) * (2 * fresh[s * w + k] - 1) + update * h;
      }
      const std::size_t r = p.row_at[line * p.slots + s];
      if (r < p.rows())
        std::copy_n(state.data() + s * w, w, p.states.data() + r * 2 * w + (backward ? w : 0));
    }
  }
}

void exchange_model::correct_passage(std::span<const line_candidates> first,
                                     std::span<const float> rows,
                                     std::span<line_candidates> second) const {
  const std::size_t w = width_;
  passage p;
  p.lines = first.size();
  std::vector<std::uint32_t> slots;
  for (std::size_t i = 0; i < first.size(); ++i)
    for (const std::uint32_t who : first[i].who) {
      const auto at = std::find(slots.begin(), slots.end(), who);
      p.line_of.push_back(i);
      p.slot_of.push_back(static_cast<std::size_t>(at - slots.begin()));
      if (at == slots.end()) slots.push_back(who);
    }
  p.slots = slots.size();
  p.row_at.assign(p.lines * p.slots, p.rows());
  for (std::size_t r = 0; r < p.rows(); ++r)
    p.row_at[p.line_of[r] * p.slots + p.slot_of[r]] = r;
  read_inputs(rows, p);
  p.states.resize(p.rows() * 2 * w);
  run(directions_[0], false, p);
  run(directions_[1], true, p);
  nn::aligned_vector<float> mixed(p.rows() * 5 * w);
  for (std::size_t a = 0; a < p.rows();) {
    std::size_t b = a;
    std::vector<float> all(2 * w, 0.0F);
    for (; b < p.rows() && p.line_of[b] == p.line_of[a]; ++b)
      for (std::size_t k = 0; k < 2 * w; ++k)
        all[k] += p.states[b * 2 * w + k];
    for (; a < b; ++a) {
      float* out = mixed.data() + a * 5 * w;
      for (std::size_t k = 0; k < 2 * w; ++k) {
        out[k] = p.states[a * 2 * w + k];
        out[2 * w + k] = k_others * (all[k] - out[k]);
      }
      std::copy_n(p.inner.data() + a * w, w, out + 4 * w);
    }
  }
  nn::aligned_vector<float> hidden(p.rows() * w);
  apply(mix_, mixed, p.rows(), hidden.data(), p.scratch);
  kernels_->relu(hidden.data(), hidden.size());
  nn::aligned_vector<float> score(p.rows());
  apply(output_, hidden, p.rows(), score.data(), p.scratch);
  std::size_t r = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const std::size_t n = first[i].who.size();
    const std::span<float> own(score.data() + r, n);
    r += n;
    const float top = *std::max_element(own.begin(), own.end());
    for (float& s : own)
      s -= top;
    kernels_->exp(own.data(), n);
    float sum = 0;
    for (std::size_t c = 0; c < n; ++c)
      sum += own[c] *= std::max(first[i].probability[c], k_least_prior);
    float all = 0;
    for (std::size_t c = 0; c < n; ++c)
      all += second[i].probability[c] = std::sqrt(second[i].probability[c] * (own[c] / sum));
    for (float& x : second[i].probability)
      x /= all;
  }
}

void exchange_model::correct(std::span<const line_candidates> first, std::span<const float> rows,
                             std::span<line_candidates> second) const {
  for (std::size_t a = 0; a < first.size();) {
    const std::size_t n = std::min(k_longest, first.size() - a);
    std::size_t candidates = 0;
    for (std::size_t i = a; i < a + n; ++i)
      candidates += first[i].who.size();
    correct_passage(first.subspan(a, n), rows.first(candidates * mean_.size()),
                    second.subspan(a, n));
    rows = rows.subspan(candidates * mean_.size());
    a += n;
  }
}

}  // namespace fabula::talk
