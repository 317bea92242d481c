// Plain text: encodings, paragraphs, chapters; and files of one sentence a line.
#include "check_reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fabula::fuzz::as_view(data, size);
  fabula::fuzz::check_reading(bytes, "story.txt", fabula::media_type::plain_text);
  const auto d = fabula::text::read_tokenized(bytes, "story.txt");
  if (d && !fabula::text::check_document(*d).empty()) fabula::fuzz::trap("a tokenized file");
  return 0;
}
