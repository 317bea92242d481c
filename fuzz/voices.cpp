// A voices.json that a user filled in. What is taken is written, and taken again is the same; every
// reader has a voice for Kokoro.
#include "write/voices.hpp"

#include "check_reading.hpp"

namespace {

using fabula::fuzz::trap;

/// A woman, a man and somebody, each with a line.
fabula::story three_speakers() {
  fabula::story s;
  s.text = "One, two.";
  for (const char* name : {"Odile Marr", "Bertrand", "Pip"}) {
    fabula::character c;
    c.name = name;
    c.aliases = {{name, 1}};
    s.characters.push_back(c);
    fabula::quote q;
    q.spans = {{{0}, {4}}};
    q.speaker = fabula::character_id{static_cast<std::uint32_t>(s.characters.size() - 1)};
    s.quotes.push_back(q);
  }
  s.characters[0].pronouns = fabula::pronoun_set::she;
  s.characters[1].pronouns = fabula::pronoun_set::he;
  return s;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fabula::story s = three_speakers();
  const auto table = fabula::voice_table::make(s, fabula::fuzz::as_view(data, size));
  if (!table) {
    if (table.error().problem.empty() || table.error().remedy.empty())
      trap("an error without words");
    return 0;
  }
  for (std::uint32_t i = 0; i < s.characters.size(); ++i) {
    const fabula::reader_of_line who{fabula::reader_of_line::role::character, i};
    if (table->voice_of(who, fabula::voice_engine::kokoro).empty()) trap("a reader without voice");
  }
  const std::string file = table->write();
  const auto again = fabula::voice_table::make(s, file);
  if (!again) trap("what is written is not taken");
  if (again->write() != file) trap("what is taken again is not the same");
  return 0;
}
