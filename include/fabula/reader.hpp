/// @file
/// @brief The one call: bytes in, story out.
#ifndef FABULA_READER_HPP
#define FABULA_READER_HPP

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fabula/facts.hpp"
#include "fabula/fixes.hpp"
#include "fabula/model.hpp"
#include "fabula/result.hpp"
#include "fabula/story.hpp"

namespace fabula {

/// The version of the library, e.g. "0.1.0".
[[nodiscard]] std::string_view version() noexcept;

struct read_options {
  /// What the input is; told from its bytes and its name where not given.
  std::optional<media_type> media;
  /// One sentence a line, tokens parted by one space (LitBank, CoNLL): those boundaries are kept.
  bool tokenized = false;
  /// The cast, where it is given (`parse_given_cast`): nobody is added to it.
  std::shared_ptr<const given_cast> cast;
  /// What the user has corrected (`parse_fixes`). Those that meet nothing in this text are listed in
  /// `story::unmatched_fixes`.
  std::shared_ptr<const fix_list> fixes;
  /// Called before each stage with its name and with how much is done, in [0, 1].
  std::function<void(std::string_view stage, double done)> progress;
};

/// Reads stories. Holds nothing that changes: one reader may serve any number of threads.
class reader {
 public:
  /// Reads with rules alone: no tags, no trees, no events, and mentions of the cast only.
  /// Checks that the stages fit together; throws std::logic_error where they do not (a bug in
  /// fabula).
  reader();

  /// Reads with a model: every layer. `m` must not be null.
  explicit reader(std::shared_ptr<const model> m);

  /// The model's name; "en-rules-1" for rules alone.
  [[nodiscard]] std::string_view model_name() const noexcept { return model_->name(); }

  /// Reads a whole input from memory. `name` is the file's name: its ending helps to tell what it
  /// is, and errors name it. Errors: `empty`, `not_text`, `damaged`, `encrypted`, `too_large`; and
  /// `bad_option`, where two fixes contradict each other in this text (the error names their file).
  [[nodiscard]] result<story> read(std::string_view bytes, std::string_view name,
                                   const read_options& options = {}) const;

  /// Reads a file. Errors: as `read`, and `not_found`, `not_a_file`, `not_allowed`.
  [[nodiscard]] result<story> read_file(const std::string& path,
                                        const read_options& options = {}) const;

 private:
  std::shared_ptr<const model> model_;
};

}  // namespace fabula

#endif  // FABULA_READER_HPP
