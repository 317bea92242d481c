#include "facts.hpp"

#include <filesystem>

#include "story/input.hpp"

namespace fabula::program {
namespace {

[[nodiscard]] result<std::shared_ptr<const fix_list>> load_fixes(const std::string& path) {
  const result<std::string> bytes = read_whole_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  result<fix_list> fixes = parse_fixes(*bytes, path);
  if (!fixes) return tl::unexpected(std::move(fixes.error()));
  return std::make_shared<const fix_list>(std::move(*fixes));
}

}  // namespace

result<user_facts> user_facts::load(const std::string& cast, const std::string& fixes) {
  user_facts out;
  if (!cast.empty()) {
    const result<std::string> bytes = read_whole_file(cast);
    if (!bytes) return tl::unexpected(bytes.error());
    result<given_cast> given = parse_given_cast(*bytes, cast);
    if (!given) return tl::unexpected(std::move(given.error()));
    out.cast_ = std::make_shared<const given_cast>(std::move(*given));
  }
  out.looks_beside_ = fixes.empty();
  if (fixes.empty() || fixes == k_no_fixes) return out;
  auto list = load_fixes(fixes);
  if (!list) return tl::unexpected(std::move(list.error()));
  out.fixes_ = std::move(*list);
  return out;
}

result<read_options> user_facts::options_for(const input& in, bool tokenized) const {
  read_options out;
  out.tokenized = tokenized;
  out.cast = cast_;
  out.fixes = fixes_;
  if (!looks_beside_ || in.path == k_standard_input) return out;
  const std::filesystem::path path(in.path);
  const std::string beside = (path.parent_path() / (path.stem().string() + ".fixes.yaml")).string();
  std::error_code unknown;
  if (!std::filesystem::exists(beside, unknown)) return out;
  auto list = load_fixes(beside);
  if (!list) return tl::unexpected(std::move(list.error()));
  out.fixes = std::move(*list);
  return out;
}

}  // namespace fabula::program
