/// @file
/// @brief The network that reads sentences: one encoder, a head a task. `train/language/model.py`
/// is its twin in Python, where it is trained.
///
/// A word form is mixed from hashed pieces and a static vector (once a form, whatever the text
/// says); convolutions over three words and attention over the sentence follow. After Kiperwasser
/// and Goldberg 2016 (features), Dozat and Manning 2017 (arcs), Lee and others 2017 (spans).
#ifndef FABULA_LANGUAGE_NETWORK_HPP
#define FABULA_LANGUAGE_NETWORK_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fabula/result.hpp"
#include "fabula/syntax.hpp"
#include "language/word_features.hpp"
#include "nn/kernels.hpp"
#include "nn/packed_linear.hpp"
#include "nn/safetensors.hpp"

namespace fabula::language {

/// A span is this many words wide at most.
inline constexpr std::uint32_t k_max_span_width = 24;
/// Six types by three forms, and none, which is 0.
inline constexpr std::uint32_t k_span_kinds = 19;

/// `cut` goes from the end of the lower-case form, `put` comes there: `running` > `run`.
struct lemma_script {
  std::string cut;
  std::string put;
};

/// Sentences one behind the other. Row 0 and the row behind each sentence are empty, so that a
/// window over three words never sees another sentence.
struct sentence_batch {
  struct place {
    std::uint32_t row;    ///< of its first word
    std::uint32_t words;  ///< at least one
  };
  std::vector<place> sentences;
  std::uint32_t rows = 1;

  void clear() {
    sentences.clear();
    rows = 1;
  }
  void add(std::uint32_t words) {
    sentences.push_back({rows, words});
    rows += words + 1;
  }
};

/// What the heads say of a batch. Row r of each matrix is row r of the batch.
struct network_output {
  nn::aligned_vector<float> upos, xpos, script;  ///< [rows, labels]: scores
  nn::aligned_vector<float> event;               ///< [rows]: probability of a trigger
  nn::aligned_vector<float> arc_words;           ///< [rows, arc]
  nn::aligned_vector<float> arc_heads;    ///< [rows, arc]; the root's in the row behind a sentence
  nn::aligned_vector<float> label_words;  ///< [rows, label]
  nn::aligned_vector<float> label_heads;  ///< [rows, label]; the root's as above
  nn::aligned_vector<float> span_start, span_end, span_inside;  ///< [rows, span]
  nn::aligned_vector<float> span_weight;                        ///< [rows]
};

/// Buffers that a reading reuses; one a thread.
struct network_workspace {
  nn::aligned_vector<float> x, wide, narrow, scratch, scales;
  nn::aligned_vector<std::uint8_t> quantized;
  network_output out;
};

struct tag_pair {
  universal_tag upos = universal_tag::x;
  penn_tag xpos;
};

/// A candidate for a mention.
struct span_score {
  std::uint32_t first;  ///< word of the sentence
  std::uint32_t last;   ///< inclusive
  std::uint8_t kind;    ///< 1 + type * 3 + form
  float probability;    ///< that it is a mention
};

class network {
 public:
  /// Checks architecture, features, vocabulary and every tensor. Errors (damaged) name the file
  /// and the check that it failed. `file` must outlive the network, which reads tables in place.
  [[nodiscard]] static result<network> load(const nn::safetensors_file& file,
                                            const nn::kernels& kernels);

  [[nodiscard]] std::size_t width() const noexcept { return d_; }

  /// Vectors of word forms: `out` [forms, width()].
  void embed(std::span<const word_features> forms, network_workspace& w, float* out) const;

  /// Reads a batch whose embedded words stand in `w.x` [rows, width()], empty rows all zero;
  /// writes `w.out`.
  void read(const sentence_batch& batch, network_workspace& w) const;

  /// The score of each head for each word of a sentence: [words, words + 1], the root last.
  void score_arcs(sentence_batch::place s, network_workspace& w,
                  nn::aligned_vector<float>& scores) const;

  /// The relation of each word to the head that is given (`words` for the root).
  void score_relations(sentence_batch::place s, std::span<const std::uint32_t> head_of,
                       network_workspace& w, std::span<relation> out) const;

  /// Every span that is likelier a mention than none.
  void score_spans(sentence_batch::place s, network_workspace& w,
                   std::vector<span_score>& out) const;

  /// The best pair of tags that go together: no VERB is NN.
  [[nodiscard]] tag_pair tags_of(std::size_t row, const network_output& out) const noexcept;
  /// The lemma of `form` (lower case, straight apostrophes): what the best script that fits makes
  /// of it. A script whose outcome is a word of the vectors is preferred: `smile` to `smil`.
  [[nodiscard]] std::string lemma_of(std::size_t row, const network_output& out,
                                     const std::string& form) const;

 private:
  struct table {
    std::span<const std::int8_t> rows;
    std::span<const float> scales;
    std::size_t width = 0;
  };
  struct norm {
    std::span<const float> gamma, beta;
  };
  struct convolution {
    nn::packed_linear mix;
    norm ln;
  };
  struct attention {
    norm ln1, ln2;
    nn::packed_linear qkv, out, up, down;
    std::span<const float> bias;
  };
  struct heads {
    nn::packed_linear upos, xpos, script, arc_head, arc_dep, arc, label_head, label_dep, label,
        start, end, inside, weight, kind, event1, event2;
  };
  friend class network_loader;

  /// The row of a word among the static vectors.
  [[nodiscard]] std::optional<std::size_t> row_of(std::uint64_t key) const noexcept;

  void add_row(const table& t, std::size_t row, float* to) const noexcept;
  void apply(const nn::packed_linear& layer, const float* x, std::size_t rows, std::size_t stride,
             network_workspace& w, float* y) const;
  void apply_quantized(const nn::packed_linear& layer, const nn::quantized_rows& x, float* y) const;
  [[nodiscard]] nn::quantized_rows quantize(const float* x, std::size_t rows, std::size_t width,
                                            std::size_t stride, network_workspace& w) const;
  void encode(const sentence_batch& batch, network_workspace& w) const;
  void convolve(const convolution& layer, const sentence_batch& batch, network_workspace& w) const;
  void attend(const attention& layer, const sentence_batch& batch, network_workspace& w) const;

  const nn::kernels* k_ = nullptr;
  std::size_t d_ = 0, attention_heads_ = 0, reach_ = 0;
  table norm_, prefix_, suffix_, shape_, vectors_;
  std::span<const std::uint64_t> vector_keys_;  ///< ascending
  std::vector<nn::packed_linear> mix_;          ///< one
  norm mix_ln_, ln_;
  std::vector<convolution> convolutions_;
  std::vector<attention> attentions_;
  std::vector<heads> heads_;  ///< one
  std::span<const float> distance_, width_bias_;
  nn::aligned_vector<float> root_arc_, root_label_;
  std::vector<universal_tag> upos_names_;
  std::vector<penn_tag> xpos_names_;
  std::vector<std::array<std::size_t, 2>> tag_pairs_;  ///< positions in the two lists above
  std::vector<relation> relation_names_;
  std::vector<lemma_script> scripts_;
};

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_NETWORK_HPP
