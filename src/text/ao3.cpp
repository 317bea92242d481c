#include "text/ao3.hpp"

#include <algorithm>
#include <array>

#include "text/front_matter.hpp"
#include "text/headings.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

using namespace std::string_view_literals;

constexpr std::array k_tags = {
    "rating"sv,      "archive warning"sv, "archive warnings"sv, "category"sv,      "categories"sv,
    "fandom"sv,      "fandoms"sv,         "relationship"sv,     "relationships"sv, "character"sv,
    "characters"sv,  "additional tags"sv, "language"sv,         "series"sv,        "stats"sv,
    "collections"sv, "additional tag"sv};
constexpr std::array k_notes = {"summary"sv,       "notes"sv,     "chapter summary"sv,
                                "chapter notes"sv, "end notes"sv, "chapter end notes"sv};

template <std::size_t N>
[[nodiscard]] bool contains(const std::array<std::string_view, N>& all, std::string_view w) {
  return std::find(all.begin(), all.end(), w) != all.end();
}

class ao3_reader {
 public:
  ao3_reader(document& d, text_builder& out, const std::vector<region>& regions)
      : d_(d), out_(out), regions_(regions) {}

  bool read() {
    read_tags();
    if (!found_) return false;
    for (const region& r : regions_)
      if ((r.name == "preface" || r.name == "afterword") && outer_.size() < 8) outer_.push_back(&r);
    for (const region& r : regions_) {
      if (r.name == "preface") read_head(r);
      if (r.name != "dt" && r.name != "dd") read_notes(r);
    }
    return true;
  }

 private:
  [[nodiscard]] std::string words(std::uint32_t from, std::uint32_t to) const {
    if (from >= to) return {};
    return out_.text_out.substr(out_.blocks[from].start,
                                out_.blocks[to - 1].end - out_.blocks[from].start);
  }
  [[nodiscard]] std::string label(std::uint32_t b) const {
    std::string s = words(b, b + 1);
    while (!s.empty() && (s.back() == ':' || s.back() == ' '))
      s.pop_back();
    return s;
  }

  void read_tags() {
    std::string name;
    for (const region& r : regions_) {
      if (r.name == "dt" && r.first < r.last) {
        name = label(r.first);
      } else if (r.name == "dd" && r.first < r.last && contains(k_tags, lower(name))) {
        found_ = found_ || lower(name).starts_with("fandom") || lower(name) == "rating";
        std::string value = tidy_title(words(r.first, r.last));
        if (lower(name) == "language" && d_.source.language.empty() && value == "English")
          d_.source.language = "en";
        d_.source.author_notes.push_back({name, std::move(value)});
      }
    }
    if (!found_) d_.source.author_notes.clear();
  }

  /// The work's title and byline.
  void read_head(const region& r) {
    for (std::uint32_t b = r.first; b < r.last; ++b) {
      const std::string s = words(b, b + 1);
      if (out_.blocks[b].level == 1 && d_.source.title.empty()) d_.source.title = tidy_title(s);
      const std::string author = read_byline(s);
      if (!author.empty() && d_.source.author.empty()) d_.source.author = author;
      if (author.empty() && d_.source.author.empty() && s.starts_with("by ") && s.size() < 80)
        d_.source.author = s.substr(3);
    }
  }

  /// "Summary", "Notes", "Chapter End Notes" and what follows them in their region.
  void read_notes(const region& r) {
    const bool outside = r.name == "preface" || r.name == "afterword";
    const bool nested = std::any_of(outer_.begin(), outer_.end(), [&](const region* o) {
      return o != &r && o->first <= r.first && r.last <= o->last;
    });
    if (nested) return;  // the outer region reads it
    std::string name;
    std::uint32_t from = r.first;
    const auto close = [&](std::uint32_t to) {
      if (!name.empty() && from < to) d_.source.author_notes.push_back({name, words(from, to)});
    };
    for (std::uint32_t b = r.first; b < r.last; ++b) {
      block& k = out_.blocks[b];
      const std::string s = label(b);
      const bool message = lower(s).find("archive of our own") != std::string::npos ||
                           lower(s).starts_with("please drop by");
      if (contains(k_notes, lower(s)) || message || (k.level >= 1 && k.level <= 6)) {
        close(b);
        name = contains(k_notes, lower(s)) ? s : std::string();
        from = b + 1;
      }
      if (!outside && (k.level == 0 || k.level == 7)) {
        k.kind = paragraph_kind::note;
        k.level = 0;
      }
    }
    close(r.last);
  }

  document& d_;
  text_builder& out_;
  const std::vector<region>& regions_;
  std::vector<const region*> outer_;  ///< preface and afterword, which may hold other regions
  bool found_ = false;
};

}  // namespace

bool read_ao3(document& d, text_builder& out, const std::vector<region>& regions) {
  return ao3_reader(d, out, regions).read();
}

}  // namespace fabula::text
