#include "models.hpp"

#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

namespace fabula::program {
namespace {

[[nodiscard]] std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

[[nodiscard]] result<std::string> find_folder() {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path beside = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const std::vector<fs::path> places{beside.parent_path() / "share/fabula/models/en",
                                     fs::path(FABULA_SOURCE_MODELS)};
  for (const fs::path& p : places)
    if (fs::exists(p / "language.safetensors", ignored)) return p.string();
  return tl::unexpected(error{error_code::not_found,
                              places.front().string(),
                              {},
                              "no model is there",
                              "name its folder with --model or the variable FABULA_MODEL, or read "
                              "with rules alone by --model none"});
}

[[nodiscard]] result<reader> open_reader(const std::string& folder) {
  std::string from = folder.empty() ? variable("FABULA_MODEL") : folder;
  if (from == k_no_model) return reader();
  if (from.empty()) {
    auto found = find_folder();
    if (!found) return tl::unexpected(std::move(found.error()));
    from = std::move(*found);
  }
  model_options options;
  if (std::string set = variable("FABULA_INSTRUCTION_SET"); !set.empty())
    options.instruction_set = std::move(set);
  auto m = model::load(from, options);
  if (!m) return tl::unexpected(std::move(m.error()));
  return reader(std::move(*m));
}

}  // namespace

result<const reader*> reader_source::get() {
  std::call_once(once_, [&] { reader_ = open_reader(folder_); });
  if (!*reader_) return tl::unexpected(reader_->error());
  return &**reader_;
}

}  // namespace fabula::program
