/// @file
/// @brief Where the program finds its model.
#ifndef FABULA_APPS_MODELS_HPP
#define FABULA_APPS_MODELS_HPP

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fabula/reader.hpp"

namespace fabula::program {

/// The word for reading without a model.
inline constexpr std::string_view k_no_model = "none";

/// The one reader of a command, made when first asked for; safe in any thread.
class reader_source {
 public:
  /// With the model in `folder`; where that is empty, with the first of these that there is: the
  /// folder that the variable FABULA_MODEL names, `../share/fabula/models/en` beside the program,
  /// `models/en` of the source that it was built from. The variable FABULA_INSTRUCTION_SET forces
  /// an instruction set.
  explicit reader_source(std::string folder) : folder_(std::move(folder)) {}

  /// Fails as `model::load`, and where no folder is found.
  [[nodiscard]] result<const reader*> get();

 private:
  std::string folder_;
  std::once_flag once_;
  std::optional<result<reader>> reader_;
};

}  // namespace fabula::program

#endif  // FABULA_APPS_MODELS_HPP
