#include "language/sentence_model.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "language/boundary_rules.hpp"
#include "language/word_features.hpp"

namespace fabula::language {
namespace {

constexpr std::string_view k_architecture = "sentences-1";
/// What `boundary_rules` and `word_features` make; changes with them.
constexpr std::string_view k_features = "boundary-1";
/// A wider layer is no model of ours.
constexpr std::int64_t k_most_width = 512;
/// Tokens that share the sums of their forms: more cost memory, fewer cost time.
constexpr std::uint32_t k_stretch = 16384;
constexpr std::uint32_t k_none = 0xFFFFFFFF;
constexpr std::uint32_t k_window_mask = (1U << k_window_signs) - 1;

}  // namespace

/// Holds the first error; after it every call does nothing.
class sentence_model_loader {
 public:
  explicit sentence_model_loader(const nn::safetensors_file& file) : file_(file) {}

  [[nodiscard]] result<sentence_model> load(const nn::kernels& kernels) {
    check(file_.expect("architecture", k_architecture));
    check(file_.expect("features", k_features));
    const std::int64_t width = columns_of("norm.weight");
    const std::int64_t hidden = columns_of("place.weight");
    const std::int64_t window = std::int64_t{sentence_model::k_places} * hidden;
    const auto weights = tensor<std::int8_t>("words.weight", {window, width});
    const auto scales = tensor<float>("words.scale", {window});
    if (failed_) return tl::unexpected(std::move(error_));
    auto words = nn::packed_linear::pack(weights, static_cast<std::size_t>(window),
                                         static_cast<std::size_t>(width), scales);
    if (!words) return tl::unexpected(file_.damaged("words", words.error().problem));
    sentence_model m(kernels, std::move(*words));
    m.width_ = static_cast<std::size_t>(width);
    m.hidden_ = static_cast<std::size_t>(hidden);
    m.norm_ = table("norm", width);
    m.prefix_ = table("prefix", width);
    m.suffix_ = table("suffix", width);
    m.signs_ = tensor<float>("signs.weight", {std::int64_t{k_window_signs}, window});
    m.place_ = tensor<float>("place.weight", {std::int64_t{k_place_signs}, hidden});
    m.hidden_bias_ = tensor<float>("hidden.bias", {hidden});
    m.out_ = tensor<float>("out.weight", {hidden});
    const auto bias = tensor<float>("out.bias", {1});
    if (failed_) return tl::unexpected(std::move(error_));
    m.out_bias_ = bias[0];
    return m;
  }

 private:
  void fail(error e) {
    if (failed_) return;
    failed_ = true;
    error_ = std::move(e);
  }
  void check(result<void> r) {
    if (!r) fail(std::move(r.error()));
  }

  template <class T>
  [[nodiscard]] std::span<const T> tensor(const std::string& name,
                                          std::initializer_list<std::int64_t> shape) {
    if (failed_) return {};
    auto t = file_.get(name, nn::dtype_of<T>(), shape);
    if (!t) {
      fail(std::move(t.error()));
      return {};
    }
    const std::span<const T> out = t->template as<T>();
    if constexpr (std::is_same_v<T, float>)
      for (const float f : out)
        if (!std::isfinite(f)) {
          fail(file_.damaged(name, "a number in it is not finite"));
          return {};
        }
    return out;
  }

  [[nodiscard]] std::int64_t columns_of(const std::string& name) {
    const nn::tensor_view* t = file_.find(name);
    const std::size_t n = t == nullptr || t->shape().size() != 2 ? 0 : t->shape()[1];
    if (n == 0 || n > k_most_width)
      fail(file_.damaged(name, "the tensor is missing, or its width is none of ours"));
    return failed_ ? 1 : static_cast<std::int64_t>(n);
  }

  [[nodiscard]] sentence_model::table table(const std::string& name, std::int64_t width) {
    sentence_model::table t;
    t.rows = tensor<std::int8_t>(name + ".weight", {nn::k_any, width});
    t.scales = tensor<float>(name + ".scale", {nn::k_any});
    if (!failed_ && (t.scales.empty() || t.scales.size() > k_norm_rows ||
                     t.rows.size() != t.scales.size() * static_cast<std::size_t>(width)))
      fail(file_.damaged(name, "rows and scales differ in number, or are none or too many"));
    return t;
  }

  const nn::safetensors_file& file_;
  error error_;
  bool failed_ = false;
};

result<sentence_model> sentence_model::load(const nn::safetensors_file& file,
                                            const nn::kernels& kernels) {
  return sentence_model_loader(file).load(kernels);
}

void sentence_model::add_row(const table& t, std::uint32_t hash, float* to) const noexcept {
  const std::size_t row = hash % t.scales.size();
  k_->accumulate_row_i8(t.rows.data() + row * width_, t.scales[row], to, width_);
}

/// Reads one text, stretch by stretch.
class sentence_scorer {
 public:
  sentence_scorer(const sentence_model& m, const token_layer& t,
                  std::span<const std::uint32_t> signs)
      : m_(m),
        t_(t),
        signs_(signs),
        window_(sentence_model::k_places * m.hidden_),
        form_slot_(t.words.forms.size(), k_none),
        sign_slot_(k_window_mask + 1, k_none),
        hidden_(m.hidden_) {
    embed_forms();
  }

  [[nodiscard]] std::vector<float> score() {
    std::vector<float> out(t_.size());
    for (std::uint32_t at = 0; at < t_.size(); at += k_stretch) {
      const std::uint32_t stop = std::min(t_.size() - at, k_stretch) + at;
      prepare(at < sentence_model::k_reach ? 0 : at - sentence_model::k_reach,
              std::min(t_.size() - stop, sentence_model::k_reach) + stop);
      for (std::uint32_t i = at; i < stop; ++i)
        out[i] = score_of(i);
    }
    return out;
  }

 private:
  void embed_forms() {
    embedded_.assign(t_.words.forms.size() * m_.width_, 0.0F);
    for (std::size_t i = 0; i < t_.words.forms.size(); ++i) {
      const word_features f = features_of(t_.words.forms[i]);
      float* to = embedded_.data() + i * m_.width_;
      m_.add_row(m_.norm_, f.norm[0], to);
      m_.add_row(m_.norm_, f.norm[1], to);
      m_.add_row(m_.prefix_, f.prefix, to);
      m_.add_row(m_.suffix_, f.suffix[0], to);
      m_.add_row(m_.suffix_, f.suffix[1], to);
    }
  }

  /// What forms and signs of the tokens [first, last) add, each once.
  void prepare(std::uint32_t first, std::uint32_t last) {
    for (const std::uint32_t f : forms_)
      form_slot_[f] = k_none;
    for (const std::uint32_t s : sign_sets_)
      sign_slot_[s] = k_none;
    forms_.clear();
    sign_sets_.clear();
    for (std::uint32_t i = first; i < last; ++i) {
      note(t_.word[i], form_slot_, forms_);
      note(signs_[i] & k_window_mask, sign_slot_, sign_sets_);
    }
    add_forms();
    add_signs();
  }

  static void note(std::uint32_t what, std::vector<std::uint32_t>& slots,
                   std::vector<std::uint32_t>& list) {
    if (slots[what] != k_none) return;
    slots[what] = static_cast<std::uint32_t>(list.size());
    list.push_back(what);
  }

  void add_forms() {
    const std::size_t stride = nn::quantized_stride(m_.width_);
    quantized_.resize(forms_.size() * stride);
    scales_.resize(forms_.size());
    for (std::size_t i = 0; i < forms_.size(); ++i)
      m_.k_->quantize_rows(embedded_.data() + forms_[i] * m_.width_, 1, m_.width_, m_.width_,
                           quantized_.data() + i * stride, scales_.data() + i);
    by_form_.resize(forms_.size() * window_);
    m_.k_->linear({quantized_.data(), scales_.data(), forms_.size(), m_.width_}, m_.words_,
                  by_form_.data(), window_);
  }

  void add_signs() {
    by_signs_.assign(sign_sets_.size() * window_, 0.0F);
    for (std::size_t i = 0; i < sign_sets_.size(); ++i)
      for (std::size_t bit = 0; bit < k_window_signs; ++bit)
        if ((sign_sets_[i] >> bit & 1U) != 0)
          m_.k_->add(by_signs_.data() + i * window_, m_.signs_.data() + bit * window_, window_);
  }

  [[nodiscard]] float score_of(std::uint32_t i) {
    const std::size_t h = m_.hidden_;
    std::copy(m_.hidden_bias_.begin(), m_.hidden_bias_.end(), hidden_.begin());
    for (std::size_t bit = 0; bit < k_place_signs; ++bit)
      if ((signs_[i] >> (k_window_signs + bit) & 1U) != 0)
        m_.k_->add(hidden_.data(), m_.place_.data() + bit * h, h);
    for (std::uint32_t place = 0; place < sentence_model::k_places; ++place) {
      const std::uint32_t k = i + place - sentence_model::k_reach;  // before the text: wraps round
      if (k >= t_.size() || t_.paragraph[k] != t_.paragraph[i]) continue;
      const std::size_t column = place * h;
      m_.k_->add(hidden_.data(), by_form_.data() + form_slot_[t_.word[k]] * window_ + column, h);
      m_.k_->add(hidden_.data(),
                 by_signs_.data() + sign_slot_[signs_[k] & k_window_mask] * window_ + column, h);
    }
    m_.k_->relu(hidden_.data(), h);
    // Four sums in a fixed order: quick, and the same on every machine.
    float sum[4] = {m_.out_bias_, 0, 0, 0};
    for (std::size_t c = 0; c < h; ++c)
      sum[c % 4] += hidden_[c] * m_.out_[c];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
  }

  const sentence_model& m_;
  const token_layer& t_;
  std::span<const std::uint32_t> signs_;
  std::size_t window_;                    ///< floats that a form adds, over all places
  std::vector<std::uint32_t> form_slot_;  ///< row of `by_form_`, or k_none
  std::vector<std::uint32_t> sign_slot_;  ///< row of `by_signs_`, or k_none
  std::vector<std::uint32_t> forms_, sign_sets_;
  nn::aligned_vector<float> embedded_, by_form_, by_signs_, hidden_, scales_;
  nn::aligned_vector<std::uint8_t> quantized_;
};

std::vector<float> sentence_model::score(const token_layer& tokens,
                                         std::span<const std::uint32_t> signs) const {
  return sentence_scorer(*this, tokens, signs).score();
}

}  // namespace fabula::language
