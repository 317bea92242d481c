// Reads a story and writes it, with the installed headers alone.
#include <fabula/fabula.h>

#include <fabula/reader.hpp>
#include <fabula/writer.hpp>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) return 100;
  const auto model = fabula::model::load(argv[1]);
  if (!model) return 4;
  const auto story = fabula::reader(*model).read("\"No,\" said Ann.\n", "a.txt");
  if (!story || story->quotes.size() != 1 || story->tokens.empty()) return 1;
  const auto json = fabula::write(*story, "json");
  if (!json || json->find("\"schema\":1") == json->npos) return 2;
  if (fabula::write(*story, "yaml")) return 3;
  std::cout << "fabula " << fabula::version() << " reads\n";
}
