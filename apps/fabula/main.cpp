// The program. CLI11 is slow to compile and stays in this file.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "fabula/reader.hpp"
#include "write/json.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Reads prose fiction and gives the story back as data.", "fabula"};
  app.set_version_flag("--version", "fabula " + std::string(fabula::version()));
  app.require_subcommand(1);
  std::string input;
  std::string format = "json";
  bool tokenized = false;
  CLI::App* read = app.add_subcommand("read", "Read a story");
  read->add_option("INPUT", input, "A file")->required();
  read->add_option("--format", format, "json")->check(CLI::IsMember({"json"}));
  read->add_flag("--tokenized", tokenized, "One sentence a line, tokens parted by one space");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  const auto story = fabula::reader().read_file(input, {.media = {}, .tokenized = tokenized, .progress = {}});
  if (!story) {
    std::fprintf(stderr, "fabula: %s\n", story.error().message().c_str());
    return 1;
  }
  const std::string json = fabula::write_json(*story);
  const bool written = std::fwrite(json.data(), 1, json.size(), stdout) == json.size();
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}
