// Given casts and fixes: parsed, and what can be parsed applied to a story.
#include <memory>

#include "check_reading.hpp"
#include "fabula/reader.hpp"

namespace {

constexpr std::string_view k_story =
    "Ruth Tarn came in. \"Cold,\" said Ruth. \"No,\" said Mrs. Tarn.\n\n\"No.\"\n\n"
    "I saw the old woman. \"Fresh,\" she said, \"but not today.\" Benno said nothing.\n";

void check(const fabula::error& e) {
  if (e.problem.empty() || e.remedy.empty()) fabula::fuzz::trap("an error without words");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fabula::fuzz::as_view(data, size);
  static const fabula::reader reader;
  fabula::read_options options;
  if (auto cast = fabula::parse_given_cast(bytes, "cast"))
    options.cast = std::make_shared<const fabula::given_cast>(std::move(*cast));
  else
    check(cast.error());
  if (auto fixes = fabula::parse_fixes(bytes, "fixes"))
    options.fixes = std::make_shared<const fabula::fix_list>(std::move(*fixes));
  else
    check(fixes.error());
  if (!options.cast && !options.fixes) return 0;
  const auto s = reader.read(k_story, "story.txt", options);
  if (!s) {
    check(s.error());
    return 0;
  }
  if (options.cast && !options.fixes && s->characters.size() != options.cast->characters.size())
    fabula::fuzz::trap("the cast is not the given one");
  for (const fabula::quote& q : s->quotes)
    if (q.speaker && q.speaker->value >= s->characters.size())
      fabula::fuzz::trap("no such speaker");
  return 0;
}
