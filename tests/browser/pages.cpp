// Writes the pages that the browser tests open, each with its text beside it: NAME.html, NAME.txt.
#include <fstream>
#include <iostream>
#include <string>

#include "hostile_story.hpp"
#include "weighing_house.hpp"
#include "write/html.hpp"

namespace {

bool save(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  return static_cast<bool>(file.flush());
}

bool save_page(const std::string& folder, const std::string& name, const fabula::story& s) {
  return save(folder + "/" + name + ".html", fabula::write_html(s)) &&
         save(folder + "/" + name + ".txt", s.text);
}

/// A text in which nothing was found: no chapters, no cast, no lines.
fabula::story bare_story() {
  fabula::story s;
  s.text = "Only words.\n\nAnd more of them.\n";
  return s;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: browser_pages FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  using namespace fabula::testing;
  const bool saved = save_page(folder, "story", weighing_house()) &&
                     save_page(folder, "novel", weighing_house(120'000)) &&
                     save_page(folder, "hostile", hostile_story()) &&
                     save_page(folder, "bare", bare_story());
  if (!saved) std::cerr << "browser_pages: cannot write into " << folder << "\n";
  return saved ? 0 : 1;
}
