/// @file
/// @brief What fabula has learned of a language: read once, shared by every reader and thread.
#ifndef FABULA_MODEL_HPP
#define FABULA_MODEL_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "fabula/result.hpp"

namespace fabula {

struct model_options {
  /// The instruction set that its arithmetic must use, e.g. "avx2"; the best one where not given.
  /// Answers are the same bytes with every one.
  std::optional<std::string> instruction_set;
};

/// Weights and word lists. Immutable and safe to share between threads; files are mapped into
/// memory, so that processes which use the same model share its pages.
class model {
 public:
  struct parts;  ///< fabula's own business

  /// Reads a folder such as models/en. Without its coreference.safetensors, rules alone say whom
  /// pronouns mean. Errors: `not_found`, `not_a_file`, `not_allowed`; `damaged`
  /// for weights that are cut short, of another architecture or of another vocabulary, naming the
  /// file and the check; `bad_option` for an instruction set that this machine does not have.
  [[nodiscard]] static result<std::shared_ptr<const model>> load(const std::string& folder,
                                                                 const model_options& options = {});

  explicit model(std::unique_ptr<const parts> p);
  ~model();
  model(const model&) = delete;
  model& operator=(const model&) = delete;

  /// E.g. "en-1"; with the version of the library it tells which answers to expect.
  [[nodiscard]] std::string_view name() const noexcept;

  [[nodiscard]] const parts& contents() const noexcept { return *parts_; }

 private:
  std::unique_ptr<const parts> parts_;
};

}  // namespace fabula

#endif  // FABULA_MODEL_HPP
