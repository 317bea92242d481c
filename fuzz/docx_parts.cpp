// What lies inside a Word document: document, styles and footnotes, parted by the byte 0x1C.
#include "check_reading.hpp"
#include "make_archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parts = fabula::fuzz::split(fabula::fuzz::as_view(data, size), 3);
  const std::string archive = fabula::fuzz::make_archive({{"word/document.xml", parts[0]},
                                                          {"word/styles.xml", parts[1]},
                                                          {"word/footnotes.xml", parts[2]}});
  fabula::fuzz::check_reading(archive, "story.docx", fabula::media_type::docx);
  return 0;
}
