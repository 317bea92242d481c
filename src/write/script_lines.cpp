#include "write/script_lines.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "story/segments.hpp"
#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::array<std::string_view, 13> k_kinds{
    "narration", "tag",   "speech",      "thought", "message", "letter", "sign",
    "heading",   "verse", "scene_break", "note",    "front",   "back"};

/// What may stand beside a cue in a tag that can be left out: `she said at last`. What does more
/// than tell who speaks and how ("she said, and shut the door") is story.
constexpr std::array<std::string_view, 22> k_manner{
    "again", "aloud", "at",   "back",  "her",  "herself", "him",  "himself", "i",  "last", "me",
    "more",  "now",   "once", "quiet", "soft", "the",     "them", "then",    "to", "too",  "us"};

[[nodiscard]] bool is_manner(const std::string& word) {
  return (word.size() > 4 && word.ends_with("ly")) ||
         std::find(k_manner.begin(), k_manner.end(), word) != k_manner.end();
}

/// Calls `each` with every word, lower case; a hyphen or an apostrophe parts words.
template <class Each>
void each_word(std::string_view words, Each each) {
  std::string word;
  for (std::size_t i = 0; i < words.size();) {
    const text::decoded d = text::decode_at(words, i);
    i += d.length;
    if (text::is_letter(d.code_point) || text::is_digit(d.code_point)) {
      text::append_utf8(word, text::to_lower(d.code_point));
    } else if (!word.empty()) {
      each(word);
      word.clear();
    }
  }
  if (!word.empty()) each(word);
}

/// Whether all words are of manner, and few.
[[nodiscard]] bool only_manner(std::string_view words) {
  constexpr std::size_t k_most = 3;
  std::size_t n = 0;
  bool all = true;
  each_word(words, [&](const std::string& w) { all = all && ++n <= k_most && is_manner(w); });
  return all;
}

/// Whether a cue tells who speaks and no more. "Ann put down her cup and said" tells a story.
[[nodiscard]] bool only_tells(std::string_view cue) {
  constexpr std::size_t k_most = 6;
  const std::size_t comma = cue.find(',');
  if (comma != cue.npos && comma + 1 < cue.size()) return false;
  std::size_t n = 0;
  bool joins = false;
  each_word(cue, [&](const std::string& w) {
    ++n;
    joins = joins || w == "and" || w == "but" || w == "as" || w == "while" || w == "who" ||
            w == "with" || w == "when";
  });
  return n <= k_most && !joins;
}

/// The first byte of `words` that is not white space; its size where there is none.
[[nodiscard]] std::size_t leading_space(std::string_view words) noexcept {
  std::size_t i = 0;
  while (i < words.size()) {
    const text::decoded d = text::decode_at(words, i);
    if (!text::is_space(d.code_point)) break;
    i += d.length;
  }
  return i;
}

/// The last of `items`, which are in order, that begins at or before `at`.
template <class Item>
[[nodiscard]] const Item* last_not_after(const std::vector<Item>& items, byte_offset at) {
  const auto after =
      std::upper_bound(items.begin(), items.end(), at,
                       [](byte_offset a, const Item& x) { return a < x.span.start; });
  return after == items.begin() ? nullptr : &*std::prev(after);
}

/// As `last_not_after`, where `at` is inside of it.
template <class Item>
[[nodiscard]] const Item* item_at(const std::vector<Item>& items, byte_offset at) {
  const Item* found = last_not_after(items, at);
  return found != nullptr && at < found->span.end ? found : nullptr;
}

template <class Item>
[[nodiscard]] std::optional<std::uint32_t> position_at(const std::vector<Item>& items,
                                                       byte_offset at) {
  const Item* found = item_at(items, at);
  if (found == nullptr) return std::nullopt;
  return static_cast<std::uint32_t>(found - items.data());
}

struct tag {
  byte_range span;
  quote_id quote;
};

/// The narration around the cue of a quote, where it is a tag and no more: its sentence, as far as
/// that is narration.
[[nodiscard]] std::optional<byte_range> tag_around(const story& s,
                                                   const std::vector<segment>& segments,
                                                   byte_range cue) {
  if (cue.empty() || !only_tells(s.words_of(cue))) return std::nullopt;
  const segment* around = item_at(segments, cue.start);
  if (around == nullptr || around->quote || around->span.end < cue.end) return std::nullopt;
  byte_range tag = around->span;
  const auto narrow = [&](const auto* item) {
    if (item == nullptr || item->span.end < cue.end) return;
    tag = {std::max(tag.start, item->span.start), std::min(tag.end, item->span.end)};
  };
  narrow(item_at(s.paragraphs, cue.start));
  narrow(item_at(s.sentences, cue.start));
  if (!only_manner(s.words_of({tag.start, cue.start})) ||
      !only_manner(s.words_of({cue.end, tag.end}))) {
    return std::nullopt;
  }
  return tag;
}

[[nodiscard]] std::vector<tag> find_tags(const story& s, const std::vector<segment>& segments) {
  std::vector<tag> out;
  for (std::uint32_t i = 0; i < s.quotes.size(); ++i) {
    const quote& q = s.quotes[i];
    if (!q.cue || q.kind == quote_kind::quoted) continue;
    if (const auto span = tag_around(s, segments, *q.cue)) out.push_back({*span, quote_id{i}});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const tag& a, const tag& b) { return a.span < b.span; });
  // Two utterances may share a cue; the tag is that of the first.
  byte_offset end{0};
  std::erase_if(out, [&](const tag& t) {
    if (t.span.start < end) return true;
    end = t.span.end;
    return false;
  });
  return out;
}

/// Makes the lines of one story.
class line_cutter {
 public:
  explicit line_cutter(const story& s)
      : s_(s),
        segments_(segments(s)),
        tags_(find_tags(s, segments_)),
        narrators_(narrators_of_chapters(s)) {}

  [[nodiscard]] std::vector<script_line> lines() {
    for (const byte_range piece : pieces())
      add(piece);
    std::vector<std::uint32_t> parts(s_.quotes.size());
    for (script_line& l : lines_)
      if (l.parts > 0) l.part = parts[l.quote->value]++;
    for (script_line& l : lines_)
      if (l.parts > 0) l.parts = parts[l.quote->value];
    return std::move(lines_);
  }

 private:
  [[nodiscard]] std::vector<std::uint32_t> cuts() const {
    std::vector<std::uint32_t> out{0, static_cast<std::uint32_t>(s_.text.size())};
    for (const segment& x : segments_)
      out.push_back(x.span.start.value);
    for (const chapter& c : s_.chapters)
      out.push_back(c.span.start.value);
    for (const paragraph& p : s_.paragraphs)
      out.push_back(p.span.start.value);
    for (const tag& t : tags_) {
      out.push_back(t.span.start.value);
      out.push_back(t.span.end.value);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  /// Ranges that tile the text. White space goes with what stands before it in the same chapter.
  [[nodiscard]] std::vector<byte_range> pieces() const {
    const std::vector<std::uint32_t> at = cuts();
    std::vector<byte_range> out;
    std::optional<byte_offset> open;  // white space that a chapter begins with
    for (std::size_t i = 0; i + 1 < at.size(); ++i) {
      byte_range r{{at[i]}, {at[i + 1]}};
      if (open) r.start = *std::exchange(open, std::nullopt);
      const auto space = static_cast<std::uint32_t>(leading_space(s_.words_of(r)));
      const bool begins = out.empty() || begins_chapter(r.start);
      if (space == r.size() && begins && i + 2 < at.size() && !begins_chapter(r.end)) {
        open = r.start;
      } else if (space == r.size() && !out.empty()) {
        out.back().end = r.end;
      } else {
        if (!begins) {
          r.start.value += space;
          out.back().end = r.start;
        }
        out.push_back(r);
      }
    }
    return out;
  }

  [[nodiscard]] bool begins_chapter(byte_offset at) const {
    const chapter* c = last_not_after(s_.chapters, at);
    return c != nullptr && c->span.start == at;
  }

  void add(byte_range piece) {
    const byte_offset at{piece.start.value +
                         static_cast<std::uint32_t>(leading_space(s_.words_of(piece)))};
    script_line l;
    l.span = piece;
    if (const chapter* c = last_not_after(s_.chapters, at))
      l.chapter = static_cast<std::uint32_t>(c - s_.chapters.data());
    l.scene = position_at(s_.scenes, at);
    l.paragraph = position_at(s_.paragraphs, at);
    const segment* around = item_at(segments_, at);
    if (around != nullptr && around->quote) {
      l.quote = around->quote;
      l.kind = kind_of(s_.quotes[l.quote->value].kind);
      l.parts = 1;
    } else {
      l.kind = kind_of_narration(l);
      if (l.kind == line_kind::narration) {
        if (const tag* t = item_at(tags_, at)) {
          l.kind = line_kind::tag;
          l.quote = t->quote;
        }
      }
      if (l.chapter < narrators_.size()) l.narrator = narrators_[l.chapter];
    }
    lines_.push_back(l);
  }

  [[nodiscard]] static line_kind kind_of(quote_kind k) noexcept {
    switch (k) {
      case quote_kind::thought: return line_kind::thought;
      case quote_kind::message: return line_kind::message;
      case quote_kind::letter: return line_kind::letter;
      case quote_kind::sign: return line_kind::sign;
      default: return line_kind::speech;
    }
  }

  [[nodiscard]] line_kind kind_of_narration(const script_line& l) const noexcept {
    if (l.chapter < s_.chapters.size()) {
      if (s_.chapters[l.chapter].kind == chapter_kind::front) return line_kind::front;
      if (s_.chapters[l.chapter].kind == chapter_kind::back) return line_kind::back;
    }
    if (!l.paragraph) return line_kind::narration;
    switch (s_.paragraphs[*l.paragraph].kind) {
      case paragraph_kind::heading: return line_kind::heading;
      case paragraph_kind::scene_break: return line_kind::scene_break;
      case paragraph_kind::verse: return line_kind::verse;
      case paragraph_kind::note: return line_kind::note;
      default: return line_kind::narration;
    }
  }

  const story& s_;
  std::vector<segment> segments_;
  std::vector<tag> tags_;
  std::vector<std::optional<character_id>> narrators_;
  std::vector<script_line> lines_;
};

/// Words of narration in a chapter, and how many of them are of the first person.
struct first_person_count {
  std::uint32_t words = 0;
  std::uint32_t first = 0;
};

[[nodiscard]] bool is_first_person(const std::string& word) {
  return word == "i" || word == "me" || word == "my" || word == "myself" || word == "mine";
}

[[nodiscard]] std::vector<first_person_count> count_first_person(const story& s,
                                                                 const std::vector<segment>& all) {
  std::vector<first_person_count> out(s.chapters.size());
  std::size_t at = 0;
  for (std::size_t c = 0; c < s.chapters.size(); ++c) {
    const byte_range chapter = s.chapters[c].span;
    while (at > 0 && all[at - 1].span.end > chapter.start)
      --at;
    for (; at < all.size() && all[at].span.start < chapter.end; ++at) {
      const byte_range r{std::max(all[at].span.start, chapter.start),
                         std::min(all[at].span.end, chapter.end)};
      if (all[at].quote || r.end <= r.start) continue;
      each_word(s.words_of(r), [&](const std::string& w) {
        ++out[c].words;
        out[c].first += is_first_person(w) ? 1U : 0U;
      });
    }
  }
  return out;
}

}  // namespace

std::string_view to_string(line_kind k) noexcept {
  return k_kinds[static_cast<std::size_t>(k)];
}

std::vector<script_line> script_lines(const story& s) {
  return line_cutter(s).lines();
}

std::vector<std::optional<character_id>> narrators_of_chapters(const story& s) {
  std::vector<std::optional<character_id>> out(s.chapters.size());
  // Where the plot was read it has decided already: all outputs must say the same.
  for (const narration& n : s.narrations)
    if (n.chapter.value < out.size()) out[n.chapter.value] = n.narrator;
  if (!s.narrations.empty()) return out;
  std::optional<character_id> only;
  std::size_t narrators = 0;
  for (std::uint32_t i = 0; i < s.characters.size(); ++i) {
    if (!s.characters[i].narrator) continue;
    only = character_id{i};
    ++narrators;
  }
  if (narrators == 0) return out;
  const std::vector<segment> all = segments(s);
  std::vector<std::map<std::uint32_t, std::uint32_t>> votes(s.chapters.size());
  for (const mention& m : s.mentions) {
    if (!m.character || !s.characters[m.character->value].narrator) continue;
    if (m.form != mention_form::pron || !is_first_person(text::lower(s.words_of(m.span)))) continue;
    const segment* around = item_at(all, m.span.start);
    if (around == nullptr || around->quote) continue;
    if (const auto c = position_at(s.chapters, m.span.start)) ++votes[*c][m.character->value];
  }
  const std::vector<first_person_count> counts = count_first_person(s, all);
  for (std::size_t c = 0; c < out.size(); ++c) {
    if (s.chapters[c].kind == chapter_kind::front || s.chapters[c].kind == chapter_kind::back)
      continue;
    if (!votes[c].empty()) {
      const auto most =
          std::max_element(votes[c].begin(), votes[c].end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      // A stray "I think" of one who tells in the third person stays far below.
      if (200 * counts[c].first >= counts[c].words) out[c] = character_id{most->first};
    } else if (narrators == 1 && counts[c].first >= 4 && 100 * counts[c].first >= counts[c].words) {
      out[c] = only;
    }
  }
  return out;
}

}  // namespace fabula
