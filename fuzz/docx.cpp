// Whole files that may be Word documents, archive and all.
#include "check_reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fabula::fuzz::check_reading(fabula::fuzz::as_view(data, size), "story.docx");
  return 0;
}
