#include <algorithm>
#include <array>
#include <string>

#include "talk/candidates.hpp"
#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

using text::decode_at;

/// `Name: words`, a line of a chat or of a play.
struct chat_line {
  byte_range name;
  byte_range words;
  std::uint32_t paragraph;
  bool script;  ///< the name stands in capitals, as in a play
};

/// Heads of a form or a letter that look like `Name: text` and are not.
[[nodiscard]] bool is_form_label(std::string_view name) {
  static constexpr std::array k_labels = {
      "to",       "from",       "date",       "subject", "re",          "cc",       "note",
      "notes",    "warning",    "ps",         "p.s.",    "title",       "author",   "rating",
      "summary",  "disclaimer", "chapter",    "part",    "time",        "place",    "location",
      "a/n",      "an",         "translator", "editor",  "produced by", "language", "release date",
      "updated",  "example",    "fandom",     "pairing", "word count",  "words",    "characters",
      "tags",     "series",     "prompt",     "edit",    "tw",          "cw",       "answer",
      "question", "http",       "https",      "total",   "item",        "name",     "age",
      "address",  "tel"};
  const std::string low = text::lower(name);
  return std::find(k_labels.begin(), k_labels.end(), low) != k_labels.end();
}

/// Whether a name of two letters or more holds no small one.
[[nodiscard]] bool in_capitals(std::string_view name) noexcept {
  std::size_t upper = 0;
  for (std::size_t i = 0; i < name.size(); i += decode_at(name, i).length) {
    const char32_t c = decode_at(name, i).code_point;
    if (text::is_lower(c)) return false;
    upper += text::is_upper(c);
  }
  return upper >= 2;
}

/// Reads `[12:03] Name: text`, `<name> text`, `**Name:** text` or `Name: text` from one line.
class line_reader {
 public:
  line_reader(std::string_view line, std::uint32_t at) : line_(line), at_(at) {}

  [[nodiscard]] std::optional<chat_line> read(std::uint32_t paragraph) {
    if (!skip_time()) return std::nullopt;
    const bool angled = skip('<');
    const bool starred = skip('*') && skip('*');
    const std::size_t name = i_;
    if (!skip_name(angled, starred)) return std::nullopt;
    const std::string_view who = line_.substr(name, i_ - name);
    bool colon = line_[i_ - 1] == ':';
    while (starred && skip('*')) {
    }
    colon = skip(':') || colon;
    if (angled ? !skip('>') : !colon) return std::nullopt;
    while (skip('*')) {
    }
    if (peek() != ' ') return std::nullopt;
    while (skip(' ')) {
    }
    if (i_ >= line_.size() || !text::is_letter(decode_at(who, 0).code_point) || is_form_label(who))
      return std::nullopt;
    return chat_line{{offset(name), offset(name + who.size())},
                     {offset(i_), offset(line_.size())},
                     paragraph,
                     in_capitals(who)};
  }

 private:
  [[nodiscard]] char peek() const noexcept { return i_ < line_.size() ? line_[i_] : '\0'; }
  bool skip(char c) noexcept {
    if (peek() != c) return false;
    ++i_;
    return true;
  }
  [[nodiscard]] byte_offset offset(std::size_t i) const noexcept {
    return {at_ + static_cast<std::uint32_t>(i)};
  }

  /// `[12:03] `; false where brackets hold something else.
  bool skip_time() noexcept {
    if (peek() != '[' && peek() != '(') return true;
    const std::size_t length = line_.substr(i_, 25).find(peek() == '[' ? ']' : ')');
    if (length == std::string_view::npos) return false;
    const std::string_view inside = line_.substr(i_, length);
    if (inside.find_first_of("0123456789") == std::string_view::npos) return false;
    i_ += length + 1;
    while (skip(' ')) {
    }
    return true;
  }

  /// At most three words of letters, digits and `_-.'@`, up to the mark that ends the name.
  bool skip_name(bool angled, bool starred) noexcept {
    const std::size_t name = i_;
    std::uint32_t words = 1;
    while (i_ < line_.size() && i_ - name <= 28) {
      const auto d = decode_at(line_, i_);
      const char32_t c = d.code_point;
      if (c == ':' || (angled && c == '>') || (starred && c == '*')) break;
      words += c == ' ';
      const bool ok = text::is_letter(c) || text::is_digit(c) || c == ' ' || c == '_' || c == '-' ||
                      c == '.' || c == '\'' || c == 0x2019 || c == '@';
      if (!ok || words > 3) return false;
      i_ += d.length;
    }
    return i_ > name && i_ - name <= 28 && i_ < line_.size();
  }

  std::string_view line_;
  std::uint32_t at_;
  std::size_t i_ = 0;
};

/// The chat lines of paragraph `p`. Where a name opens the paragraph and no other line of it, its
/// lines are one message, wrapped; where it opens some of them, it is prose with colons.
[[nodiscard]] std::vector<chat_line> read_paragraph(const utterance_input& in, std::uint32_t p) {
  std::vector<chat_line> found;
  const byte_range where = in.paragraphs[p].span;
  std::uint32_t lines = 0;
  for (std::uint32_t at = where.start.value; at < where.end.value;) {
    const std::size_t stop = std::min<std::size_t>(in.text.find('\n', at), where.end.value);
    std::string_view line = in.text.substr(at, stop - at);
    while (line.ends_with(' ') || line.ends_with('\r'))
      line.remove_suffix(1);
    if (const auto l = line_reader(line, at).read(p)) found.push_back(*l);
    if (found.empty()) return found;
    ++lines;
    at = static_cast<std::uint32_t>(stop) + 1;
  }
  if (found.size() == lines) return found;
  if (found.size() > 1) return {};
  found.front().words.end = where.end;
  return found;
}

void flush(const utterance_input& in, std::vector<chat_line>& run, std::vector<candidate>& out) {
  // Two lines of two names, or three of any: less is a sentence with a colon.
  bool two_names = false;
  const auto name_of = [&](const chat_line& l) {
    return in.text.substr(l.name.start.value, l.name.size());
  };
  for (const chat_line& l : run)
    two_names = two_names || name_of(l) != name_of(run.front());
  if (run.size() >= 3 || (run.size() == 2 && two_names)) {
    const token_layer& t = in.tokens;
    for (const chat_line& l : run) {
      candidate c;
      c.spans.push_back(l.words);
      c.how = setting::chat;
      c.paragraph = c.last_paragraph = l.paragraph;
      c.kind = l.script ? quote_kind::speech : quote_kind::message;
      cue tag;
      tag.subject_first = tag.first = t.first_at(l.name.start.value);
      tag.subject_last = tag.last = std::max(tag.first + 1, token_behind(t, l.name.end));
      tag.verb = tag.first;
      tag.kind = l.script ? verb_kind::speech : verb_kind::message;
      tag.side = cue_side::before;
      c.tag = tag;
      out.push_back(c);
    }
  }
  run.clear();
}

}  // namespace

std::vector<candidate> find_chat(const utterance_input& in) {
  std::vector<candidate> out;
  std::vector<chat_line> chat;
  std::vector<chat_line> script;  // stage directions may stand between its lines
  for (std::uint32_t p = 0; p < in.paragraphs.size(); ++p) {
    const bool same_chapter = p == 0 || in.paragraphs[p].chapter == in.paragraphs[p - 1].chapter;
    if (!same_chapter) flush(in, script, out);
    const std::vector<chat_line> found =
        is_story_paragraph(in, p) ? read_paragraph(in, p) : std::vector<chat_line>();
    if (found.empty()) flush(in, chat, out);
    for (const chat_line& l : found)
      (l.script ? script : chat).push_back(l);
  }
  flush(in, chat, out);
  flush(in, script, out);
  return out;
}

}  // namespace fabula::talk
