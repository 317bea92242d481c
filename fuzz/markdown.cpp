// Markdown, with the HTML and the front matter that it may hold.
#include "check_reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fabula::fuzz::check_reading(fabula::fuzz::as_view(data, size), "story.md",
                              fabula::media_type::markdown);
  return 0;
}
