#include "open_story.hpp"

#include "facts.hpp"
#include "story/store.hpp"

namespace fabula::program {

result<story> read_story(const input& in, std::string_view bytes, read_options options,
                         reader_source& readers, progress& shown) {
  const result<const reader*> books = readers.get();
  if (!books) return tl::unexpected(books.error());
  options.progress = [&](std::string_view stage, double done) {
    shown.stage(in.name, stage, done);
  };
  result<story> s = (*books)->read(bytes, in.name, options);
  const bool of_fixes = options.fixes && !s && s.error().code == error_code::bad_option;
  if (!s && !of_fixes) s.error().file = in.path == k_standard_input ? "standard input" : in.path;
  return s;
}

result<opened_story> open_story(const input& in, bool tokenized, reader_source& readers,
                                progress& shown) {
  result<std::string> bytes = read_bytes(in);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  const bool loads = looks_like_store(*bytes);
  read_options options;
  if (!loads) {
    const result<user_facts> facts = user_facts::load("", "");
    result<read_options> own = facts->options_for(in, tokenized);
    if (!own) return tl::unexpected(std::move(own.error()));
    options = std::move(*own);
  }
  result<story> s =
      loads ? parse_store(*bytes, in.path) : read_story(in, *bytes, options, readers, shown);
  if (!s) return tl::unexpected(std::move(s.error()));
  return opened_story{std::move(*s), loads ? std::string() : std::move(*bytes)};
}

}  // namespace fabula::program
