/// @file
/// @brief Everything known of one text while it is read: the layers, and which stage reads which.
#ifndef FABULA_ANALYSIS_HPP
#define FABULA_ANALYSIS_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "fabula/facts.hpp"
#include "fabula/model.hpp"
#include "fabula/reader.hpp"
#include "fabula/story.hpp"
#include "language/syntax.hpp"
#include "layers.hpp"
#include "people/cast.hpp"
#include "people/coreference.hpp"
#include "people/name_index.hpp"
#include "talk/fixed_lines.hpp"
#include "talk/utterances.hpp"
#include "text/document.hpp"

namespace fabula {

/// The layers, in bits, so that a stage can say what it reads.
enum class layer : std::uint32_t {
  document = 1U << 0U,  ///< text, chapters, paragraphs, emphases
  tokens = 1U << 1U,
  sentences = 1U << 2U,
  utterances = 1U << 3U,  ///< spans and kinds, and the cue of each
  cast = 1U << 4U,        ///< characters and their named mentions
  speakers = 1U << 5U,    ///< speaker, addressees, evidence of each quote
  mentions = 1U << 6U,    ///< pronouns and descriptions too
  plot = 1U << 7U,        ///< scenes, places, times, ties, threads, facts, rating
  syntax = 1U << 8U,      ///< tags, trees, phrases that may be mentions, triggers of events
  events = 1U << 9U,
  supersenses = 1U << 10U  ///< kinds of things and doings, by WordNet
};

/// What the stages hand on. `result` is the story in the making.
struct analysis {
  bool tokenized = false;
  const given_cast* given = nullptr;  ///< null where the cast is to be found
  const fix_list* fixes = nullptr;    ///< null where nothing was corrected
  talk::anchored_fixes anchored;      ///< fixes by utterance
  talk::fixed_lines fixed;            ///< the same, with characters for names
  people::name_index names{{}};       ///< who is called what, where something was corrected
  std::optional<error> failure;       ///< fixes that contradict each other in this text
  story result;
  token_layer tokens;
  language::syntax_layer syntax;
  talk::utterance_layer utterances;
  std::vector<std::optional<people::person_phrase>> cue_subjects;  ///< of each quote with a cue
  people::cast_layer cast;
  std::vector<people::person_mention> mentions;
  people::coreference_layer coreference;  ///< empty where no model links mentions
};

/// One stage: a function from the layers that it reads to the layer that it writes.
struct stage {
  std::string_view name;
  std::uint32_t reads;
  layer writes;
  void (*run)(const model::parts&, analysis&);
};

/// All stages over a whole input: what `reader::read` keeps the story of. Errors as there.
[[nodiscard]] result<analysis> analyse(const model& m, std::string_view bytes,
                                       std::string_view name, const read_options& options);

/// A reading that begins: the document's parts in their places.
[[nodiscard]] analysis begin_analysis(text::document&& document, bool tokenized);

/// Runs the stages of the pipeline from the one that writes `first` to the one that writes `last`.
/// What trains a model sees a text through this, as `reader` does.
void run_stages(const model::parts& m, analysis& a, layer first, layer last);

}  // namespace fabula

#endif  // FABULA_ANALYSIS_HPP
