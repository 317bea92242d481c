/// @file
/// @brief The text as the plot's rules look at it: words with their bits, who is meant where, what
/// is said and what is told. Built once, read by every rule.
#ifndef FABULA_PLOT_READING_HPP
#define FABULA_PLOT_READING_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/story.hpp"
#include "language/lexicon.hpp"
#include "layers.hpp"
#include "plot/plot_words.hpp"

namespace fabula::plot {

inline constexpr std::uint32_t k_none = 0xFFFFFFFFU;

/// Reads the layers up to mentions and quotes; owns its indices and nothing else. O(n) to build.
class reading {
 public:
  reading(const story& s, const token_layer& tokens, const language::lexicon& words);

  [[nodiscard]] const story& of() const noexcept { return s_; }
  [[nodiscard]] const token_layer& tokens() const noexcept { return t_; }
  [[nodiscard]] std::uint32_t size() const noexcept { return t_.size(); }
  [[nodiscard]] bool has_trees() const noexcept { return trees_; }

  /// Whether token `i` has any of the bits of `plot_word`.
  [[nodiscard]] bool is(std::uint32_t i, std::uint64_t bits) const noexcept {
    return (bits_[t_.word[i]] & bits) != 0;
  }
  [[nodiscard]] bool is_class(std::uint32_t i, std::uint64_t classes) const noexcept {
    return t_.is(i, classes);
  }
  [[nodiscard]] const std::string& form(std::uint32_t i) const noexcept { return t_.form(i); }
  [[nodiscard]] bool form_is(std::uint32_t i, std::string_view w) const noexcept {
    return i < size() && t_.form(i) == w;
  }
  /// Whether it is a word or a number.
  [[nodiscard]] bool is_word(std::uint32_t i) const noexcept {
    return t_.shape[i] == token_shape::word || t_.shape[i] == token_shape::number;
  }

  /// The quote that holds token `i`, the innermost; `k_none` in narration. Words only quoted are
  /// narration.
  [[nodiscard]] std::uint32_t quote_at(std::uint32_t i) const noexcept { return quote_[i]; }
  [[nodiscard]] bool told(std::uint32_t i) const noexcept { return quote_[i] == k_none; }

  /// The character whom a mention with its head at `i` means; `k_none` where nobody of the cast.
  [[nodiscard]] std::uint32_t who(std::uint32_t i) const noexcept { return who_[i]; }
  /// The token of whom a mention that ends with token `i` means, e.g. "Ruth" of "Ruth Marr is", the
  /// head of which is its first word; `i` where none ends there.
  [[nodiscard]] std::uint32_t head_ending_at(std::uint32_t i) const noexcept;
  /// The first token of the longest mention of the cast whose head is `i`; `i` where there is none.
  [[nodiscard]] std::uint32_t mention_start(std::uint32_t i) const noexcept { return from_[i]; }
  /// The mention that `who` comes from.
  [[nodiscard]] std::uint32_t mention_at(std::uint32_t i) const noexcept { return mention_[i]; }

  /// The character who is the subject of the verb at `i`: by the tree where there is one, else the
  /// nearest nominative before it in its sentence; `k_none` where nobody is.
  [[nodiscard]] std::uint32_t subject_of(std::uint32_t i) const;
  /// Whether the verb at `i` is told in the pluperfect ("had carried"), or of what may be.
  [[nodiscard]] bool is_remote(std::uint32_t i) const;
  [[nodiscard]] bool is_negated(std::uint32_t i) const;

  [[nodiscard]] std::uint32_t first_token(std::uint32_t paragraph) const noexcept {
    return paragraph_first_[paragraph];
  }
  [[nodiscard]] std::uint32_t token_end(std::uint32_t paragraph) const noexcept {
    return paragraph_first_[paragraph + 1];
  }
  [[nodiscard]] std::uint32_t sentence_first(std::uint32_t sentence) const noexcept {
    return sentence_first_[sentence];
  }
  [[nodiscard]] std::uint32_t sentence_end(std::uint32_t sentence) const noexcept {
    return sentence_first_[sentence + 1];
  }
  [[nodiscard]] std::uint32_t chapter_of(std::uint32_t i) const noexcept {
    return s_.paragraphs[t_.paragraph[i]].chapter.value;
  }
  /// Whether the paragraph is story: neither matter around it, nor a heading, a mark or a note.
  [[nodiscard]] bool is_story(std::uint32_t paragraph) const noexcept;

  [[nodiscard]] byte_range span_of(std::uint32_t first, std::uint32_t last) const noexcept {
    return {{t_.start[first]}, {t_.end[last - 1]}};
  }
  [[nodiscard]] std::string_view words_of(std::uint32_t first, std::uint32_t last) const noexcept {
    return s_.words_of(span_of(first, last));
  }
  /// The sentence of token `i`, or, where it is said, the part of it that is.
  [[nodiscard]] byte_range sentence_span(std::uint32_t i) const noexcept;

 private:
  void index_quotes();
  void index_mentions();
  void keep_with_named();

  const story& s_;
  const token_layer& t_;
  bool trees_;
  std::vector<std::uint64_t> bits_;
  std::vector<std::uint32_t> quote_;
  std::vector<std::uint32_t> who_;
  std::vector<std::uint32_t> from_;
  std::vector<std::uint32_t> mention_;
  std::vector<std::uint32_t> paragraph_first_;
  std::vector<std::uint32_t> sentence_first_;
  std::vector<std::uint32_t> subject_;
};

}  // namespace fabula::plot

#endif  // FABULA_PLOT_READING_HPP
