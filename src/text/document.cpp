#include "text/document.hpp"

#include <algorithm>

#include "text/failure.hpp"
#include "text/headings.hpp"
#include "text/language.hpp"
#include "text/lines.hpp"
#include "text/readers.hpp"
#include "text/sha256.hpp"
#include "text/text_builder.hpp"
#include "text/tokenized.hpp"
#include "text/unicode.hpp"

namespace fabula::text {
namespace {

constexpr std::size_t k_most_bytes = std::size_t{3} << 29U;  // 1.5 GiB; offsets have 32 bits

const error k_too_large = {
    error_code::too_large, {}, {}, "the file is larger than 1.5 GiB", "cut it into several books"};

[[nodiscard]] bool is_white(std::string_view s) noexcept {
  for (std::size_t i = 0; i < s.size();) {
    const decoded d = decode_at(s, i);
    if (!is_space(d.code_point)) return false;
    i += d.length;
  }
  return true;
}

[[nodiscard]] bool has_white_end(std::string_view s) noexcept {
  return s.empty() || is_space(decode_at(s, 0).code_point) ||
         is_space(decode_before(s, s.size()).code_point);
}

[[nodiscard]] bool on_boundary(std::string_view s, std::uint32_t at) noexcept {
  return at == s.size() || (at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0U) != 0x80U);
}

[[nodiscard]] std::string check_chapters(const document& d) {
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < d.chapters.size(); ++i) {
    const byte_range r = d.chapters[i].span;
    if (r.start.value != at || r.end < r.start || !on_boundary(d.text, r.end.value))
      return "chapter " + std::to_string(i) + " does not begin where the one before ends";
    if (find_invalid_utf8(d.chapters[i].title) != std::string::npos)
      return "the title of chapter " + std::to_string(i) + " is not UTF-8";
    at = r.end.value;
  }
  return at == d.text.size() ? std::string() : "the chapters do not reach the end of the text";
}

[[nodiscard]] std::string check_paragraphs(const document& d) {
  const std::string_view text = d.text;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < d.paragraphs.size(); ++i) {
    const paragraph& p = d.paragraphs[i];
    const std::string name = "paragraph " + std::to_string(i);
    if (p.span.start.value < at || p.span.end <= p.span.start || p.span.end.value > text.size())
      return name + " is empty, out of order or outside the text";
    if (!on_boundary(text, p.span.start.value) || !on_boundary(text, p.span.end.value))
      return name + " cuts a character";
    if (!is_white(text.substr(at, p.span.start.value - at)))
      return "there are words before " + name;
    if (has_white_end(text.substr(p.span.start.value, p.span.size())))
      return name + " has white space at an end";
    if (p.chapter.value >= d.chapters.size()) return name + " has no chapter";
    const byte_range c = d.chapters[p.chapter.value].span;
    if (p.span.start < c.start || p.span.end > c.end) return name + " is not in its chapter";
    at = p.span.end.value;
  }
  return is_white(text.substr(at)) ? std::string() : "there are words behind the last paragraph";
}

[[nodiscard]] std::string check_emphases(const document& d) {
  std::uint32_t at = 0;
  for (const emphasis& e : d.emphases) {
    if (e.span.start.value < at || e.span.end <= e.span.start || e.span.end.value > d.text.size())
      return "an emphasis is empty, out of order or outside the text";
    if (!on_boundary(d.text, e.span.start.value) || !on_boundary(d.text, e.span.end.value))
      return "an emphasis cuts a character";
    at = e.span.end.value;
  }
  return {};
}

[[nodiscard]] std::string base_name(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

[[nodiscard]] tl::unexpected<error> named(error e, std::string_view name) {
  e.file = name;
  return tl::make_unexpected(std::move(e));
}

/// Code points, white space apart, of all paragraphs.
[[nodiscard]] std::uint64_t count_kept(const document& d) noexcept {
  std::uint64_t n = 0;
  for (const paragraph& p : d.paragraphs)
    n += count_visible(std::string_view(d.text).substr(p.span.start.value, p.span.size()));
  return n;
}

/// Title and author from a title page, where nothing else has told them: the first line, and "by
/// NAME".
void read_title_page(document& d) {
  constexpr std::size_t k_longest = 80;
  if (!d.source.title.empty() || d.chapters.empty() || d.paragraphs.empty()) return;
  if (d.chapters[0].kind != chapter_kind::front) return;
  const auto line = [&](std::size_t i) {
    if (i >= d.paragraphs.size() || d.paragraphs[i].chapter.value != 0) return std::string_view();
    const byte_range r = d.paragraphs[i].span;
    const std::string_view w = std::string_view(d.text).substr(r.start.value, r.size());
    return w.size() <= k_longest && w.find('\n') == w.npos ? w : std::string_view();
  };
  const std::string_view title = line(0);
  if (title.empty() || title.ends_with('.') || title.ends_with(',') || title.ends_with(':')) return;
  const std::string_view by = line(1);
  const bool signed_page = lower(by.substr(0, 3)) == "by ";
  if (!signed_page && d.paragraphs[0].kind != paragraph_kind::heading) return;
  d.source.title = tidy_title(title);
  if (signed_page && d.source.author.empty()) d.source.author = tidy_title(by.substr(3));
}

/// What every document gets, whatever its format.
void finish(document& d, std::string_view bytes, std::string_view name, media_type media) {
  d.source.name = base_name(name);
  d.source.media = media;
  d.source.bytes = bytes.size();
  d.source.sha256 = sha256(bytes);
  d.source.kept_characters = count_kept(d) - d.generated_characters;
  tell_language(d);
  read_title_page(d);
}

[[nodiscard]] result<document> read_as(media_type media, std::string_view bytes) {
  switch (media) {
    case media_type::plain_text: return read_plain(bytes);
    case media_type::epub: return read_epub(bytes);
    case media_type::html: return read_html(bytes);
    case media_type::markdown: return read_markdown(bytes);
    case media_type::docx: return read_docx(bytes);
  }
  return read_plain(bytes);
}

}  // namespace

void note_decoding(document& d, const decoded_text& decoded) {
  d.source.encoding = decoded.encoding;
  d.source.encoding_evidence = decoded.evidence;
  d.source.remarks.insert(d.source.remarks.end(), decoded.remarks.begin(), decoded.remarks.end());
}

tl::expected<void, error> check_not_empty(std::string_view text) {
  if (text.empty())
    return failure(error_code::empty, {}, "the file is empty", "give a book to read");
  if (is_white(text))
    return failure(error_code::empty, {}, "there is nothing but white space in it",
                   "give a book to read");
  return {};
}

result<document> read_document(std::string_view bytes, std::string_view name,
                               std::optional<media_type> media) {
  if (bytes.size() > k_most_bytes) return named(k_too_large, name);
  const auto kind = tell_media(bytes, name, media);
  if (!kind) return named(kind.error(), name);
  auto d = read_as(*kind, bytes);
  if (!d) return named(d.error(), name);
  finish(*d, bytes, name, *kind);
  return d;
}

result<document> read_tokenized(std::string_view bytes, std::string_view name) {
  if (bytes.size() > k_most_bytes)
    return named({error_code::too_large, {}, {}, "the file is larger than 1.5 GiB", "cut it"},
                 name);
  auto decoded = decode(bytes);
  if (!decoded) return named(decoded.error(), name);
  if (auto ok = check_not_empty(decoded->text); !ok) return named(ok.error(), name);
  document d;
  note_decoding(d, *decoded);
  d.text = std::move(decoded->text);
  d.chapters.push_back(
      {{{0}, {static_cast<std::uint32_t>(d.text.size())}}, {}, chapter_kind::chapter});
  d.paragraphs = paragraphs_of_lines(d.text);
  d.source.visible_characters = count_visible(d.text);
  finish(d, bytes, name, media_type::plain_text);
  return d;
}

std::string check_document(const document& d) {
  if (find_invalid_utf8(d.text) != std::string::npos) return "the text is not UTF-8";
  if (d.text.find('\0') != std::string::npos) return "there is a NUL in the text";
  std::string problem = check_chapters(d);
  if (problem.empty()) problem = check_paragraphs(d);
  if (problem.empty()) problem = check_emphases(d);
  return problem;
}

}  // namespace fabula::text
