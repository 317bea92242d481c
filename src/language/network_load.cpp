// Reads the weights of `network`: every tensor is asked for by name, type and shape.
#include <algorithm>
#include <cmath>
#include <utility>

#include "language/network.hpp"
#include "text/sha256.hpp"

namespace fabula::language {
namespace {

constexpr std::string_view k_architecture = "language-1";
/// What `word_features` makes; changes with it.
constexpr std::string_view k_features = "crc32-24000-4000-8000-1000";
/// More layers or wider ones are no model of ours.
constexpr std::size_t k_most_layers = 16;
constexpr std::size_t k_most_width = 4096;

[[nodiscard]] std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t bar = list.find('|');
    out.push_back(list.substr(0, bar));
    if (bar == std::string_view::npos) return out;
    list.remove_prefix(bar + 1);
  }
}

}  // namespace

/// Holds the first error; after it every call does nothing.
class network_loader {
 public:
  network_loader(const nn::safetensors_file& file, const nn::kernels& kernels) : file_(file) {
    net_.k_ = &kernels;
  }

  [[nodiscard]] result<network> load() && {
    check(file_.expect("architecture", k_architecture));
    check(file_.expect("features", k_features));
    load_labels();
    load_embedding();
    load_encoder();
    load_heads();
    check_vocabulary();
    if (failed_) return tl::unexpected(std::move(error_));
    return std::move(net_);
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
  void want(bool holds, std::string_view place, std::string_view problem) {
    if (!holds) fail(file_.damaged(place, problem));
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
    return t->template as<T>();
  }

  [[nodiscard]] std::span<const float> floats(const std::string& name,
                                              std::initializer_list<std::int64_t> shape) {
    const std::span<const float> out = tensor<float>(name, shape);
    for (const float f : out)
      if (!std::isfinite(f)) {
        want(false, name, "a number in it is not finite");
        break;
      }
    return out;
  }

  /// Columns of a matrix, or rows; 0 where there is none.
  [[nodiscard]] std::size_t size_of(const std::string& name, std::size_t dimension) {
    const nn::tensor_view* t = file_.find(name);
    if (t == nullptr || t->shape().size() <= dimension) {
      want(false, name, "the tensor is missing or has too few dimensions");
      return 0;
    }
    const std::size_t n = t->shape()[dimension];
    want(n > 0 && n <= k_most_width, name, "the layer is empty or wider than any of ours");
    return failed_ ? 0 : n;
  }

  [[nodiscard]] static std::int64_t as_shape(std::size_t n) { return static_cast<std::int64_t>(n); }

  /// `outputs` 0: as many as there are.
  void linear(nn::packed_linear* to, const std::string& name, std::size_t outputs,
              std::size_t inputs) {
    if (failed_) return;
    if (outputs == 0) outputs = size_of(name + ".weight", 0);
    const std::int64_t m = as_shape(outputs);
    const auto weights = tensor<std::int8_t>(name + ".weight", {m, as_shape(inputs)});
    const auto scales = floats(name + ".scale", {m});
    const auto bias = floats(name + ".bias", {m});
    if (failed_) return;
    auto packed = nn::packed_linear::pack(weights, outputs, inputs, scales, bias);
    if (!packed) return fail(file_.damaged(name, packed.error().problem));
    *to = std::move(*packed);
  }

  [[nodiscard]] nn::packed_linear linear(const std::string& name, std::size_t outputs,
                                         std::size_t inputs) {
    // A stand-in that the packed weights replace; no layer of zero outputs can be made.
    constexpr std::int8_t k_zero = 0;
    constexpr float k_one = 1;
    auto out = nn::packed_linear::pack({&k_zero, 1}, 1, 1, {&k_one, 1});
    linear(&*out, name, outputs, inputs);
    return std::move(*out);
  }

  [[nodiscard]] network::norm norm(const std::string& name) {
    const std::int64_t d = as_shape(net_.d_);
    return {floats(name + ".weight", {d}), floats(name + ".bias", {d})};
  }

  [[nodiscard]] network::table table(const std::string& name, std::size_t rows) {
    network::table t;
    t.width = size_of(name + ".weight", 1);
    const std::int64_t n = rows == 0 ? nn::k_any : as_shape(rows);
    t.rows = tensor<std::int8_t>(name + ".weight", {n, as_shape(t.width)});
    t.scales = floats(name + ".scale", {n});
    if (!failed_)
      want(t.scales.size() * t.width == t.rows.size(), name, "rows and scales differ in number");
    return t;
  }

  template <class Find>
  void labels(std::string_view key, Find find) {
    const auto list = file_.metadata(key);
    if (!list) return want(false, key, "the metadata has no such list");
    for (const std::string_view name : split(*list))
      if (!failed_) want(find(name), key, "`" + std::string(name) + "` is no label of fabula");
    vocabulary_ += std::string(key) + "=" + std::string(*list) + "\n";
  }

  template <class T>
  static std::optional<std::size_t> position_of(const std::vector<T>& list, T value) {
    const auto at = std::find(list.begin(), list.end(), value);
    if (at == list.end()) return std::nullopt;
    return static_cast<std::size_t>(at - list.begin());
  }

  template <std::size_t N, class T>
  static bool add(const std::array<std::string_view, N>& names, std::string_view name,
                  std::vector<T>& to) {
    const auto i = find_name(names, name);
    if (i) to.push_back(T{*i});
    return i.has_value();
  }

  void load_labels() {
    labels("upos", [&](std::string_view name) {
      const auto i = find_name(k_universal_tags, name);
      if (i) net_.upos_names_.push_back(static_cast<universal_tag>(*i));
      return i.has_value();
    });
    labels("xpos", [&](std::string_view name) { return add(k_penn_tags, name, net_.xpos_names_); });
    labels("tag_pairs", [&](std::string_view name) {
      const std::size_t slash = name.find('/');
      if (slash == std::string_view::npos) return false;
      const auto u = find_name(k_universal_tags, name.substr(0, slash));
      const auto x = find_name(k_penn_tags, name.substr(slash + 1));
      if (!u || !x) return false;
      const auto upos = position_of(net_.upos_names_, static_cast<universal_tag>(*u));
      const auto xpos = position_of(net_.xpos_names_, penn_tag{*x});
      if (!upos || !xpos) return false;
      net_.tag_pairs_.push_back({*upos, *xpos});
      return true;
    });
    labels("relations",
           [&](std::string_view name) { return add(k_relations, name, net_.relation_names_); });
    labels("scripts", [&](std::string_view name) {
      const std::size_t arrow = name.find('>');
      if (arrow == std::string_view::npos) return false;
      net_.scripts_.push_back(
          {std::string(name.substr(0, arrow)), std::string(name.substr(arrow + 1))});
      return true;
    });
  }

  void load_embedding() {
    if (failed_) return;
    net_.norm_ = table("embedding.norm", k_norm_rows);
    net_.prefix_ = table("embedding.prefix", k_prefix_rows);
    net_.suffix_ = table("embedding.suffix", k_suffix_rows);
    net_.shape_ = table("embedding.shape", k_shape_rows);
    net_.vectors_ = table("embedding.vectors", 0);
    net_.vector_keys_ = tensor<std::uint64_t>("embedding.vectors.keys", {nn::k_any});
    if (failed_) return;
    want(net_.vector_keys_.size() == net_.vectors_.scales.size(), "embedding.vectors.keys",
         "there are not as many keys as vectors");
    want(std::is_sorted(net_.vector_keys_.begin(), net_.vector_keys_.end()),
         "embedding.vectors.keys", "the keys are not in order");
    net_.d_ = size_of("embedding.ln.weight", 0);
    net_.mix_.push_back(linear("embedding.mix", 2 * net_.d_,
                               net_.norm_.width + net_.prefix_.width + net_.suffix_.width +
                                   net_.shape_.width + net_.vectors_.width));
    net_.mix_ln_ = norm("embedding.ln");
  }

  void load_encoder() {
    const std::size_t d = net_.d_;
    for (std::size_t i = 0; !failed_ && i < k_most_layers; ++i) {
      const std::string name = "convolutions." + std::to_string(i);
      if (file_.find(name + ".mix.weight") == nullptr) break;
      net_.convolutions_.push_back({linear(name + ".mix", 2 * d, 3 * d), norm(name + ".ln")});
    }
    for (std::size_t i = 0; !failed_ && i < k_most_layers; ++i) {
      const std::string name = "attentions." + std::to_string(i);
      if (file_.find(name + ".bias") == nullptr) break;
      const std::size_t heads = size_of(name + ".bias", 0);
      const std::size_t reach = size_of(name + ".bias", 1) / 2;
      if (failed_) return;
      if (i == 0) {
        net_.attention_heads_ = heads;
        net_.reach_ = reach;
      }
      want(heads == net_.attention_heads_ && reach == net_.reach_ && d % heads == 0, name,
           "its heads are not those of the first layer, or do not divide the width");
      const std::size_t inner = size_of(name + ".down.weight", 1);
      net_.attentions_.push_back(
          {norm(name + ".ln1"), norm(name + ".ln2"), linear(name + ".qkv", 3 * d, d),
           linear(name + ".out", d, d), linear(name + ".up", 2 * inner, d),
           linear(name + ".down", d, inner),
           floats(name + ".bias", {as_shape(heads), as_shape(2 * reach + 1)})});
    }
    net_.ln_ = norm("ln");
  }

  void load_heads() {
    if (failed_) return;
    const std::size_t d = net_.d_;
    const std::size_t arc = size_of("heads.arc.weight", 0);
    const std::size_t label = size_of("heads.label_dep.weight", 0);
    const std::size_t span = size_of("heads.start.weight", 0);
    const std::size_t event = size_of("heads.event1.weight", 0);
    net_.heads_.push_back({linear("heads.upos", net_.upos_names_.size(), d),
                           linear("heads.xpos", net_.xpos_names_.size(), d),
                           linear("heads.script", net_.scripts_.size(), d),
                           linear("heads.arc_head", arc, d), linear("heads.arc_dep", arc, d),
                           linear("heads.arc", arc, arc), linear("heads.label_head", label, d),
                           linear("heads.label_dep", label, d),
                           linear("heads.label", net_.relation_names_.size(), 3 * label),
                           linear("heads.start", span, 2 * d), linear("heads.end", span, 2 * d),
                           linear("heads.inside", span, d), linear("heads.weight", 1, d),
                           linear("heads.kind", k_span_kinds, span),
                           linear("heads.event1", event, d), linear("heads.event2", 1, event)});
    net_.distance_ = floats("heads.distance", {41});
    net_.width_bias_ =
        floats("heads.width", {as_shape(std::size_t{k_max_span_width}), as_shape(span)});
    const auto root_arc = floats("heads.root_arc", {as_shape(arc)});
    const auto root_label = floats("heads.root_label", {as_shape(label)});
    net_.root_arc_.assign(root_arc.begin(), root_arc.end());
    net_.root_label_.assign(root_label.begin(), root_label.end());
  }

  void check_vocabulary() {
    if (failed_) return;
    const std::span<const std::uint64_t> keys = net_.vector_keys_;
    vocabulary_.append(reinterpret_cast<const char*>(keys.data()), keys.size_bytes());
    check(file_.expect("vocabulary", text::sha256(vocabulary_)));
  }

  const nn::safetensors_file& file_;
  network net_;
  std::string vocabulary_;
  error error_;
  bool failed_ = false;
};

result<network> network::load(const nn::safetensors_file& file, const nn::kernels& kernels) {
  return network_loader(file, kernels).load();
}

}  // namespace fabula::language
