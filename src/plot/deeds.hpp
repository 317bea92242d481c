/// @file
/// @brief Deeds: who did what, as the trees tell it, so that a promise can be found kept.
#ifndef FABULA_PLOT_DEEDS_HPP
#define FABULA_PLOT_DEEDS_HPP

#include <cstdint>
#include <vector>

#include "plot/reading.hpp"

namespace fabula::plot {

/// What a verb and the words around it say. Of "Ruth had mended the pump for Piet" `who` is Ruth,
/// `people` Piet, `things` the lemma of "pump".
struct deed {
  std::uint32_t verb = 0;             ///< token
  std::uint32_t kind = 0;             ///< the same for "arrive" and "come": `deed_reader::kind_of`
  std::uint32_t who = k_none;         ///< character; of a passive who is named by "by", so nobody
  bool done = false;                  ///< told as having happened
  bool denied = false;                ///< "did not come"
  std::vector<std::uint32_t> people;  ///< characters, each once; of a passive also its subject
  std::vector<std::uint32_t> things;  ///< lemmas of nouns, each once
};

/// Reads deeds off the trees; needs a reading that has them. O(n) to build, O(words of the clause)
/// for each deed, of which 40 at most are looked at.
class deed_reader {
 public:
  explicit deed_reader(const reading& r);

  [[nodiscard]] bool is_verb(std::uint32_t i) const;
  [[nodiscard]] std::uint32_t kind_at(std::uint32_t i) const {
    return kind_of_[s_.tokens[i].lemma.value];
  }
  [[nodiscard]] deed read(std::uint32_t verb) const;
  /// The verb that is done in [first, last): the first one, or what it leads to ("want to *see*").
  [[nodiscard]] std::uint32_t led_to(std::uint32_t first, std::uint32_t last) const;
  /// Whether it takes more than the same verb to tell it again: "go", "take", "see".
  [[nodiscard]] bool is_dull(std::uint32_t kind) const { return dull_[kind] != 0; }
  [[nodiscard]] std::uint32_t kinds() const noexcept {
    return static_cast<std::uint32_t>(dull_.size());
  }
  /// The kind of a verb by its lemma, e.g. `kind_named("come")`; `k_none` where the text has none.
  /// O(lemmas of the text): to be asked once, and not of every thread.
  [[nodiscard]] std::uint32_t kind_named(std::string_view lemma) const;
  /// Whether the words of token `i` hang on `verb` in its own clause.
  [[nodiscard]] bool hangs_on(std::uint32_t i, std::uint32_t verb) const;

 private:
  [[nodiscard]] std::string_view lemma(std::uint32_t i) const {
    return s_.lemmas[s_.tokens[i].lemma.value];
  }
  void tense(deed& d) const;
  [[nodiscard]] std::uint32_t meant_by(std::uint32_t i) const;

  const reading& r_;
  const story& s_;
  std::vector<std::uint32_t> from_;  ///< of each token, where its children begin
  std::vector<std::uint32_t> children_;
  std::vector<std::uint32_t> kind_of_;  ///< of each lemma
  std::vector<std::uint8_t> dull_;      ///< of each kind
};

}  // namespace fabula::plot

#endif  // FABULA_PLOT_DEEDS_HPP
