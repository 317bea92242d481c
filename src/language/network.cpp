#include "language/network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fabula::language {
namespace {

constexpr float k_epsilon = 1e-5F;
constexpr float k_leak = 0.1F;
/// Distances between a word and its head beyond it are alike.
constexpr std::int32_t k_far = 20;

void zero_row(float* x, std::size_t row, std::size_t width) {
  std::fill_n(x + row * width, width, 0.0F);
}

/// Empty rows hold nothing that a window could see.
void zero_empty_rows(const sentence_batch& batch, float* x, std::size_t width) {
  zero_row(x, 0, width);
  for (const sentence_batch::place& s : batch.sentences)
    zero_row(x, s.row + s.words, width);
}

void copy_behind_sentences(const sentence_batch& batch, std::span<const float> root, float* x) {
  for (const sentence_batch::place& s : batch.sentences)
    std::copy(root.begin(), root.end(), x + (s.row + s.words) * root.size());
}

[[nodiscard]] std::size_t best_of(const float* scores, std::size_t n) noexcept {
  return static_cast<std::size_t>(std::max_element(scores, scores + n) - scores);
}

}  // namespace

void network::add_row(const table& t, std::size_t row, float* to) const noexcept {
  k_->accumulate_row_i8(t.rows.data() + row * t.width, t.scales[row], to, t.width);
}

std::optional<std::size_t> network::row_of(std::uint64_t key) const noexcept {
  const auto at = std::lower_bound(vector_keys_.begin(), vector_keys_.end(), key);
  if (at == vector_keys_.end() || *at != key) return std::nullopt;
  return static_cast<std::size_t>(at - vector_keys_.begin());
}

nn::quantized_rows network::quantize(const float* x, std::size_t rows, std::size_t width,
                                     std::size_t stride, network_workspace& w) const {
  w.quantized.resize(std::max(w.quantized.size(), rows * nn::quantized_stride(width)));
  w.scales.resize(std::max(w.scales.size(), rows));
  k_->quantize_rows(x, rows, width, stride, w.quantized.data(), w.scales.data());
  return {w.quantized.data(), w.scales.data(), rows, width};
}

void network::apply_quantized(const nn::packed_linear& layer, const nn::quantized_rows& x,
                              float* y) const {
  k_->linear(x, layer, y, layer.outputs());
}

void network::apply(const nn::packed_linear& layer, const float* x, std::size_t rows,
                    std::size_t stride, network_workspace& w, float* y) const {
  apply_quantized(layer, quantize(x, rows, layer.inputs(), stride, w), y);
}

void network::embed(std::span<const word_features> forms, network_workspace& w, float* out) const {
  const std::size_t n = forms.size();
  const std::size_t width = mix_[0].inputs();
  w.narrow.assign(n * width, 0.0F);
  for (std::size_t i = 0; i < n; ++i) {
    float* to = w.narrow.data() + i * width;
    const word_features& f = forms[i];
    for (const std::uint32_t row : f.norm)
      add_row(norm_, row, to);
    to += norm_.width;
    add_row(prefix_, f.prefix, to);
    to += prefix_.width;
    for (const std::uint32_t row : f.suffix)
      add_row(suffix_, row, to);
    to += suffix_.width;
    add_row(shape_, f.shape, to);
    to += shape_.width;
    if (const auto row = row_of(f.vector_key)) add_row(vectors_, *row, to);
  }
  w.wide.resize(std::max(w.wide.size(), n * 2 * d_));
  apply(mix_[0], w.narrow.data(), n, width, w, w.wide.data());
  k_->glu(w.wide.data(), n, d_, out);
  k_->layer_norm(out, n, d_, mix_ln_.gamma.data(), mix_ln_.beta.data(), k_epsilon, out);
}

void network::convolve(const convolution& layer, const sentence_batch& batch,
                       network_workspace& w) const {
  // Rows 1 to rows - 2 have a row on either side; the first and the last are empty.
  const std::size_t n = batch.rows - 2;
  apply(layer.mix, w.x.data(), n, d_, w, w.wide.data());
  k_->glu(w.wide.data(), n, d_, w.narrow.data());
  k_->layer_norm(w.narrow.data(), n, d_, layer.ln.gamma.data(), layer.ln.beta.data(), k_epsilon,
                 w.narrow.data());
  k_->add(w.x.data() + d_, w.narrow.data(), n * d_);
  zero_empty_rows(batch, w.x.data(), d_);
}

void network::attend(const attention& layer, const sentence_batch& batch,
                     network_workspace& w) const {
  const std::size_t n = batch.rows;
  k_->layer_norm(w.x.data(), n, d_, layer.ln1.gamma.data(), layer.ln1.beta.data(), k_epsilon,
                 w.narrow.data());
  apply(layer.qkv, w.narrow.data(), n, d_, w, w.wide.data());
  for (const sentence_batch::place& s : batch.sentences) {
    nn::attention_input in;
    in.q = w.wide.data() + s.row * 3 * d_;
    in.k = in.q + d_;
    in.v = in.k + d_;
    in.words = s.words;
    in.heads = attention_heads_;
    in.head_dim = d_ / attention_heads_;
    in.stride = 3 * d_;
    in.bias = layer.bias.data();
    in.reach = reach_;
    w.scratch.resize(std::max(w.scratch.size(), nn::attention_scratch(s.words, in.head_dim)));
    k_->attention(in, w.scratch.data(), w.narrow.data() + s.row * d_, d_);
  }
  apply(layer.out, w.narrow.data(), n, d_, w, w.wide.data());
  k_->add(w.x.data(), w.wide.data(), n * d_);
  k_->layer_norm(w.x.data(), n, d_, layer.ln2.gamma.data(), layer.ln2.beta.data(), k_epsilon,
                 w.narrow.data());
  apply(layer.up, w.narrow.data(), n, d_, w, w.wide.data());
  k_->glu(w.wide.data(), n, layer.down.inputs(), w.narrow.data());
  apply(layer.down, w.narrow.data(), n, layer.down.inputs(), w, w.wide.data());
  k_->add(w.x.data(), w.wide.data(), n * d_);
}

void network::encode(const sentence_batch& batch, network_workspace& w) const {
  std::size_t wide = 3 * d_;
  std::size_t narrow = d_;
  for (const attention& layer : attentions_) {
    wide = std::max(wide, layer.up.outputs());
    narrow = std::max(narrow, layer.down.inputs());
  }
  w.wide.resize(std::max(w.wide.size(), batch.rows * wide));
  w.narrow.resize(std::max(w.narrow.size(), batch.rows * narrow));
  for (const convolution& layer : convolutions_)
    convolve(layer, batch, w);
  for (const attention& layer : attentions_)
    attend(layer, batch, w);
  k_->layer_norm(w.x.data(), batch.rows, d_, ln_.gamma.data(), ln_.beta.data(), k_epsilon,
                 w.x.data());
  zero_empty_rows(batch, w.x.data(), d_);
}

void network::read(const sentence_batch& batch, network_workspace& w) const {
  encode(batch, w);
  const heads& h = heads_[0];
  const std::size_t n = batch.rows;
  network_output& o = w.out;
  const auto fit = [&](nn::aligned_vector<float>& v, const nn::packed_linear& layer) {
    v.resize(std::max(v.size(), n * layer.outputs()));
    return v.data();
  };
  const nn::quantized_rows q = quantize(w.x.data(), n, d_, d_, w);
  apply_quantized(h.upos, q, fit(o.upos, h.upos));
  apply_quantized(h.xpos, q, fit(o.xpos, h.xpos));
  apply_quantized(h.script, q, fit(o.script, h.script));
  apply_quantized(h.arc_head, q, fit(o.arc_heads, h.arc_head));
  apply_quantized(h.arc_dep, q, fit(w.narrow, h.arc_dep));
  apply_quantized(h.label_head, q, fit(o.label_heads, h.label_head));
  apply_quantized(h.label_dep, q, fit(o.label_words, h.label_dep));
  apply_quantized(h.inside, q, fit(o.span_inside, h.inside));
  apply_quantized(h.weight, q, fit(o.span_weight, h.weight));
  apply_quantized(h.event1, q, fit(w.wide, h.event1));

  const std::size_t event = h.event1.outputs();
  k_->relu(w.wide.data(), n * event);
  apply(h.event2, w.wide.data(), n, event, w, fit(o.event, h.event2));
  k_->sigmoid(o.event.data(), n);

  const std::size_t arc = h.arc_dep.outputs();
  k_->leaky_relu(w.narrow.data(), n * arc, k_leak);
  apply(h.arc, w.narrow.data(), n, arc, w, fit(o.arc_words, h.arc));
  k_->leaky_relu(o.arc_heads.data(), n * arc, k_leak);
  copy_behind_sentences(batch, root_arc_, o.arc_heads.data());

  const std::size_t label = h.label_dep.outputs();
  k_->leaky_relu(o.label_words.data(), n * label, k_leak);
  k_->leaky_relu(o.label_heads.data(), n * label, k_leak);
  copy_behind_sentences(batch, root_label_, o.label_heads.data());

  // exp(5 tanh(x / 5)): the weight of a word inside a span, never far from 1.
  float* weight = o.span_weight.data();
  for (std::size_t i = 0; i < n; ++i)
    weight[i] *= 2.0F / 5.0F;
  k_->sigmoid(weight, n);
  for (std::size_t i = 0; i < n; ++i)
    weight[i] = 5.0F * (2.0F * weight[i] - 1.0F);
  k_->exp(weight, n);

  // A span's first word is seen with the word before it, its last with the word behind it. The
  // windows of rows 1 to n - 2 lie wholly inside.
  const std::size_t span = h.start.outputs();
  apply(h.start, w.x.data(), n - 1, d_, w, fit(o.span_start, h.start) + span);
  apply(h.end, w.x.data(), n - 1, d_, w, fit(o.span_end, h.end));
}

void network::score_arcs(sentence_batch::place s, network_workspace& w,
                         nn::aligned_vector<float>& scores) const {
  const std::size_t arc = root_arc_.size();
  const std::size_t n = s.words;
  scores.resize(std::max(scores.size(), n * (n + 1)));
  w.scratch.resize(std::max(w.scratch.size(), nn::matmul_scratch(n + 1, arc)));
  const nn::matmul_shape shape{n, n + 1, arc, arc, arc, n + 1};
  k_->matmul_nt(w.out.arc_words.data() + s.row * arc, w.out.arc_heads.data() + s.row * arc, shape,
                w.scratch.data(), scores.data());
  const float scale = 1.0F / std::sqrt(static_cast<float>(arc));
  for (std::size_t i = 0; i < n; ++i) {
    float* row = scores.data() + i * (n + 1);
    for (std::size_t j = 0; j < n; ++j) {
      const std::int32_t far = static_cast<std::int32_t>(j) - static_cast<std::int32_t>(i);
      row[j] = row[j] * scale +
               distance_[static_cast<std::size_t>(std::clamp(far, -k_far, k_far) + k_far)];
    }
    row[n] *= scale;
  }
}

void network::score_relations(sentence_batch::place s, std::span<const std::uint32_t> head_of,
                              network_workspace& w, std::span<relation> out) const {
  const nn::packed_linear& layer = heads_[0].label;
  const std::size_t label = root_label_.size();
  const std::size_t labels = layer.outputs();
  w.narrow.resize(std::max(w.narrow.size(), s.words * 3 * label));
  w.wide.resize(std::max(w.wide.size(), s.words * labels));
  for (std::size_t i = 0; i < s.words; ++i) {
    const float* head = w.out.label_heads.data() + (s.row + head_of[i]) * label;
    const float* word = w.out.label_words.data() + (s.row + i) * label;
    float* to = w.narrow.data() + i * 3 * label;
    for (std::size_t k = 0; k < label; ++k) {
      to[k] = head[k] * word[k];
      to[label + k] = head[k];
      to[2 * label + k] = word[k];
    }
  }
  apply(layer, w.narrow.data(), s.words, 3 * label, w, w.wide.data());
  for (std::size_t i = 0; i < s.words; ++i)
    out[i] = relation_names_[best_of(w.wide.data() + i * labels, labels)];
}

void network::score_spans(sentence_batch::place s, network_workspace& w,
                          std::vector<span_score>& out) const {
  const nn::packed_linear& layer = heads_[0].kind;
  const std::size_t width = layer.inputs();
  const std::size_t n = s.words;
  // Sums over the words before each, so that a span's mean is one subtraction.
  w.narrow.assign((n + 1) * (width + 1), 0.0F);
  float* sums = w.narrow.data();
  float* weights = sums + (n + 1) * width;
  for (std::size_t i = 0; i < n; ++i) {
    const float weight = w.out.span_weight[s.row + i];
    const float* inside = w.out.span_inside.data() + (s.row + i) * width;
    for (std::size_t k = 0; k < width; ++k)
      sums[(i + 1) * width + k] = sums[i * width + k] + inside[k] * weight;
    weights[i + 1] = weights[i] + weight;
  }
  const std::size_t most = std::min<std::size_t>(k_max_span_width, n);
  w.wide.resize(std::max(w.wide.size(), n * (width + k_span_kinds)));
  float* hidden = w.wide.data();
  float* scores = hidden + n * width;
  for (std::size_t extra = 0; extra < most; ++extra) {
    const std::size_t count = n - extra;
    const float* bias = width_bias_.data() + extra * width;
    for (std::size_t a = 0; a < count; ++a) {
      const std::size_t b = a + extra;
      const float* start = w.out.span_start.data() + (s.row + a) * width;
      const float* end = w.out.span_end.data() + (s.row + b) * width;
      const float share = 1.0F / (weights[b + 1] - weights[a]);
      const float* to_sum = sums + (b + 1) * width;
      const float* from_sum = sums + a * width;
      float* h = hidden + a * width;
      for (std::size_t k = 0; k < width; ++k) {
        const float v = start[k] + end[k] + (to_sum[k] - from_sum[k]) * share + bias[k];
        h[k] = v > 0 ? v : 0.0F;
      }
    }
    apply(layer, hidden, count, width, w, scores);
    k_->softmax_rows(scores, count, k_span_kinds, k_span_kinds);
    for (std::size_t a = 0; a < count; ++a) {
      const float* p = scores + a * k_span_kinds;
      if (p[0] >= 0.5F) continue;
      const std::size_t kind = 1 + best_of(p + 1, k_span_kinds - 1);
      out.push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(a + extra),
                     static_cast<std::uint8_t>(kind), 1.0F - p[0]});
    }
  }
}

tag_pair network::tags_of(std::size_t row, const network_output& out) const noexcept {
  const float* upos = out.upos.data() + row * upos_names_.size();
  const float* xpos = out.xpos.data() + row * xpos_names_.size();
  std::array<std::size_t, 2> best = tag_pairs_.front();
  for (const std::array<std::size_t, 2>& p : tag_pairs_)
    if (upos[p[0]] + xpos[p[1]] > upos[best[0]] + xpos[best[1]]) best = p;
  return {upos_names_[best[0]], xpos_names_[best[1]]};
}

std::string network::lemma_of(std::size_t row, const network_output& out,
                              const std::string& form) const {
  constexpr float k_known_bonus = 3;
  const float* scores = out.script.data() + row * scripts_.size();
  const std::string_view folded =
      form == "\u201c" || form == "\u201d" ? std::string_view("\"") : std::string_view(form);
  const auto apply_script = [&](const lemma_script& s) {
    return std::string(folded.substr(0, folded.size() - s.cut.size())) + s.put;
  };
  std::string best(folded);
  float most = std::numeric_limits<float>::lowest();
  for (std::size_t i = 0; i < scripts_.size(); ++i) {
    if (scores[i] + k_known_bonus <= most || !folded.ends_with(scripts_[i].cut)) continue;
    std::string lemma = apply_script(scripts_[i]);
    const float score = scores[i] + (row_of(features_of(lemma).vector_key) ? k_known_bonus : 0.0F);
    if (score <= most) continue;
    most = score;
    best = std::move(lemma);
  }
  return best;
}

}  // namespace fabula::language
