// HTML and XHTML, AO3 downloads among it.
#include "check_reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fabula::fuzz::check_reading(fabula::fuzz::as_view(data, size), "story.html",
                              fabula::media_type::html);
  return 0;
}
