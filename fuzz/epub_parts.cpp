// What lies inside an EPUB: package, contents list (nav and ncx), style sheet and two pages, parted
// by the byte 0x1C.
#include "check_reading.hpp"
#include "make_archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parts = fabula::fuzz::split(fabula::fuzz::as_view(data, size), 6);
  const std::string archive = fabula::fuzz::make_archive(
      {{"META-INF/container.xml",
        "<container><rootfiles><rootfile full-path=\"c.opf\"/></rootfiles></container>"},
       {"c.opf", parts[0]},
       {"nav.xhtml", parts[1]},
       {"toc.ncx", parts[2]},
       {"s.css", parts[3]},
       {"1.xhtml", parts[4]},
       {"2.xhtml", parts[5]}});
  fabula::fuzz::check_reading(archive, "story.epub", fabula::media_type::epub);
  return 0;
}
