#include "inputs.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "fabula/writer.hpp"
#include "story/input.hpp"
#include "text/unicode.hpp"
#include "write/stamp.hpp"

namespace fabula::program {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> k_endings{".txt", ".epub",     ".html",  ".htm",
                                                    ".md",  ".markdown", ".xhtml", ".docx"};

[[nodiscard]] bool is_story_name(const fs::path& p, bool with_stores) {
  const std::string ending = text::lower(p.extension().string());
  return std::find(k_endings.begin(), k_endings.end(), ending) != k_endings.end() ||
         (with_stores && ending == ".story");
}

/// Scripts that have no room to say what made them: by their name and how they begin.
[[nodiscard]] bool is_our_script(std::string_view name, std::string_view bytes) {
  const auto is = [&](std::string_view ending, std::string_view begins) {
    return name.ends_with(ending) && bytes.starts_with(begins);
  };
  return is(".sml.txt", "[voice:") || is(".book.txt", "[") || is(".abogen.txt", "<<METADATA_") ||
         is(".book.html", "<!DOCTYPE html>\n<html>\n<head><meta charset=\"UTF-8\"><title>");
}

/// A page or a script that an earlier run left in the folder.
[[nodiscard]] bool is_our_output(const fs::path& p) {
  std::ifstream in(p, std::ios::binary);
  std::string bytes(4096, '\0');
  in.read(bytes.data(), 4096);
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (is_our_script(p.filename().string(), bytes) || find_stamp(bytes, "text")) return true;
  in.clear();
  in.seekg(0, std::ios::end);
  in.seekg(-std::min<std::streamoff>(in.tellg(), 4096), std::ios::end);
  bytes.resize(4096);
  in.read(bytes.data(), 4096);
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return find_stamp(bytes, "html").has_value();
}

[[nodiscard]] bool is_hidden(const fs::path& p) {
  return p.filename().string().starts_with('.');
}

/// Adds the stories below a folder, in the order of their paths.
void walk(const std::string& folder, bool with_stores, input_list& out) {
  std::error_code failed;
  std::vector<fs::path> found;
  auto at = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied,
                                             failed);
  for (; !failed && at != fs::recursive_directory_iterator(); at.increment(failed)) {
    std::error_code unknown;
    if (is_hidden(at->path())) {
      if (at->is_directory(unknown)) at.disable_recursion_pending();
    } else if (at->is_regular_file(unknown) && is_story_name(at->path(), with_stores) &&
               !is_our_output(at->path())) {
      found.push_back(at->path());
    }
  }
  if (failed) {
    out.errors.push_back({error_code::not_allowed, folder, "",
                          "cannot list it: " + failed.message(), "check the permissions"});
  } else if (found.empty()) {
    out.errors.push_back({error_code::empty, folder, "", "no story is in this folder",
                          "name a folder with .txt, .epub, .html, .md or .docx files"});
  }
  std::sort(found.begin(), found.end());
  for (const fs::path& p : found)
    out.inputs.push_back({p.string(), p.filename().string()});
}

[[nodiscard]] std::string real_path(const std::string& path) {
  std::error_code failed;
  const fs::path real = fs::weakly_canonical(path, failed);
  return failed ? path : real.string();
}

[[nodiscard]] error in_the_way(const std::string& file, std::string problem, std::string remedy) {
  return {error_code::bad_option, file, "", std::move(problem), std::move(remedy)};
}

}  // namespace

input_list find_inputs(const std::vector<std::string>& named, bool with_stores) {
  input_list all;
  for (const std::string& name : named) {
    std::error_code unknown;
    if (name == k_standard_input) {
      all.inputs.push_back({name, "stdin"});
    } else if (fs::is_directory(name, unknown)) {
      walk(name, with_stores, all);
    } else {
      all.inputs.push_back({name, fs::path(name).filename().string()});
    }
  }
  std::set<std::string> seen;
  std::erase_if(all.inputs, [&](const input& i) {
    return !seen.insert(i.path == k_standard_input ? i.path : real_path(i.path)).second;
  });
  return all;
}

result<std::string> read_bytes(const input& in) {
  return in.path == k_standard_input ? read_descriptor(STDIN_FILENO, "standard input")
                                     : read_whole_file(in.path);
}

std::string output_path(const input& in, std::string_view folder, std::string_view extension) {
  return (fs::path(folder) / (fs::path(in.name).stem().string() + std::string(extension))).string();
}

result<void> check_outputs(const std::vector<input>& inputs, std::string_view folder,
                           const std::vector<std::string>& formats) {
  std::map<std::string, const input*> sources;
  std::map<std::string, const input*> targets;
  for (const input& i : inputs) {
    if (i.path != k_standard_input) sources.emplace(real_path(i.path), &i);
  }
  for (const input& i : inputs) {
    for (const std::string& f : formats) {
      const std::string path = output_path(i, folder, find_format(f)->extension);
      const std::string real = real_path(path);
      if (const auto same = targets.find(real); same != targets.end()) {
        return tl::unexpected(
            in_the_way(i.path, "it and " + same->second->path + " would both be written to " + path,
                       "rename one of them, or read them apart with different folders after -o"));
      }
      if (const auto same = sources.find(real); same != sources.end()) {
        return tl::unexpected(in_the_way(same->second->path,
                                         "the " + f + " output would be written over this input",
                                         "give another folder with -o"));
      }
      targets.emplace(real, &i);
    }
  }
  return {};
}

}  // namespace fabula::program
