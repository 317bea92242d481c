// Whole files that may be EPUBs: the kind is told from the bytes, so the archive is fuzzed as well.
#include "check_reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fabula::fuzz::check_reading(fabula::fuzz::as_view(data, size), "story.epub");
  return 0;
}
