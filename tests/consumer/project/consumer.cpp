// Reads a story and writes it, with the installed headers alone.
#include <fabula/fabula.h>

#include <fabula/reader.hpp>
#include <fabula/writer.hpp>
#include <iostream>

int main() {
  const auto story = fabula::reader().read("\"No,\" said Ann.\n", "a.txt");
  if (!story || story->quotes.size() != 1) return 1;
  const auto json = fabula::write(*story, "json");
  if (!json || json->find("\"schema\":1") == json->npos) return 2;
  if (fabula::write(*story, "yaml")) return 3;
  std::cout << "fabula " << fabula::version() << " reads\n";
}
