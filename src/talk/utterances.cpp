#include "talk/utterances.hpp"

#include <algorithm>
#include <string>

#include "talk/candidates.hpp"
#include "talk/kinds.hpp"
#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

using text::decode_at;
using text::decode_before;

[[nodiscard]] setting setting_of(mark_family f) noexcept {
  return f == mark_family::single_quote ? setting::single_marks : setting::double_marks;
}

/// Gathers the candidates of the whole text, paragraph by paragraph, joining speech that runs on.
class gatherer {
 public:
  gatherer(const utterance_input& in, const std::vector<std::uint32_t>& first_token)
      : in_(in), first_token_(first_token) {}

  [[nodiscard]] std::vector<candidate> gather() {
    std::size_t emphasis_at = 0;
    for (std::uint32_t p = 0; p < in_.paragraphs.size(); ++p) {
      if (!is_story_paragraph(in_, p)) {
        if (in_.paragraphs[p].kind == paragraph_kind::heading) running_ = k_none;
        continue;
      }
      const std::size_t before = out_.size();
      add_quotations(p);
      if (out_.size() == before)
        for (candidate& c : find_dash_speech(in_, p, first_token_[p], first_token_[p + 1]))
          out_.push_back(std::move(c));
      for (candidate& c : find_starred(in_, p))
        out_.push_back(std::move(c));
      add_markup(p, emphasis_at);
    }
    for (candidate& c : find_chat(in_))
      out_.push_back(std::move(c));
    for (candidate& c : find_letters(in_, first_token_))
      out_.push_back(std::move(c));
    for (candidate& c : find_signs(in_, first_token_))
      out_.push_back(std::move(c));
    const auto earlier = [](const candidate& a, const candidate& b) {
      const byte_range x = a.span();
      const byte_range y = b.span();
      return x.start != y.start ? x.start < y.start : x.end > y.end;
    };
    if (!std::is_sorted(out_.begin(), out_.end(), earlier))
      std::stable_sort(out_.begin(), out_.end(), earlier);
    return std::move(out_);
  }

 private:
  static constexpr std::size_t k_none = static_cast<std::size_t>(-1);

  void add_quotations(std::uint32_t p) {
    const byte_range where = in_.paragraphs[p].span;
    std::vector<quotation> found = find_quotations(in_.text, where, in_.words);
    std::size_t open = k_none;
    bool first = true;
    for (const quotation& q : found) {
      if (q.depth == 0 && first) {
        first = false;
        if (runs_on(q, where)) {
          candidate& c = out_[running_];
          c.spans.push_back({where.start, q.span.end});
          c.last_paragraph = p;
          c.close_missing = q.close_missing;
          if (q.close_missing) open = running_;
          continue;
        }
      }
      candidate c;
      c.spans.push_back(q.span);
      c.how = setting_of(q.family);
      c.family = q.family;
      c.depth = q.depth;
      c.open_missing = q.open_missing;
      c.close_missing = q.close_missing;
      c.paragraph = c.last_paragraph = p;
      const bool to_end = q.close_missing && q.span.end == where.end;
      if (q.close_missing) cut_at_tag(c);
      if (q.open_missing) cut_off_tag(c);
      out_.push_back(std::move(c));
      if (to_end && out_.back().spans.back().end == where.end) open = out_.size() - 1;
    }
    running_ = open;
  }

  /// Whether the first quotation of a paragraph continues the one left open before it: the mark is
  /// repeated at its start, or it has a closing mark and no opening one.
  [[nodiscard]] bool runs_on(const quotation& q, byte_range where) const noexcept {
    if (running_ == k_none || out_[running_].family != q.family) return false;
    return q.span.start == where.start;
  }

  /// `"Go away, said Ann.`: an unclosed quotation ends where a plain tag begins.
  void cut_at_tag(candidate& c) const {
    const token_layer& t = in_.tokens;
    const std::uint32_t first = t.first_at(c.spans.back().start.value);
    const std::uint32_t last = token_behind(t, c.spans.back().end);
    for (std::uint32_t i = first + 1; i + 2 < std::min(last, t.size()); ++i) {
      const std::string_view w = t.text_of(in_.text, i);
      if (w != "," && w != "!" && w != "?") continue;
      const auto tag = cue_after(in_.cues(), i + 1, last);
      if (!tag || tag->first > i + 2 || tag->weak || tag->kind != verb_kind::speech) continue;
      if (tag->last > tag->first + 5)
        continue;  // a clause of its own with a verb of speech further on
      if (tag->subject == people::phrase_kind::i || tag->subject == people::phrase_kind::we)
        continue;
      const bool ends = tag->last >= last || t.shape[tag->last] != token_shape::word;
      if (!ends || (tag->subject == people::phrase_kind::they)) continue;
      c.spans.back().end = {t.end[i]};
      return;
    }
  }

  /// `"Yes." said Ada, and off we go."`: a tag that leads into an unopened quotation is none of it.
  void cut_off_tag(candidate& c) const {
    const token_layer& t = in_.tokens;
    const std::uint32_t first = t.first_at(c.spans.front().start.value);
    const std::uint32_t last = token_behind(t, c.spans.front().end);
    const auto tag = cue_after(in_.cues(), first, last);
    if (!tag || tag->first > first || tag->last >= last) return;
    std::uint32_t i = tag->last;
    while (i < last && t.shape[i] != token_shape::punctuation)
      ++i;  // "said Ada, looking at Oak."
    while (i < last && t.shape[i] != token_shape::word && t.shape[i] != token_shape::number)
      ++i;
    if (i < last) c.spans.front().start = {t.start[i]};
  }

  void add_markup(std::uint32_t p, std::size_t& at) {
    const byte_range where = in_.paragraphs[p].span;
    while (at < in_.emphases.size() && in_.emphases[at].span.end <= where.start)
      ++at;
    for (; at < in_.emphases.size() && in_.emphases[at].span.start < where.end; ++at) {
      const byte_range e = in_.emphases[at].span;
      // Markup may hold white space at its ends, or nothing else.
      const token_layer& t = in_.tokens;
      const std::uint32_t first = t.first_at(std::max(e.start, where.start).value);
      const std::uint32_t last = token_behind(t, std::min(e.end, where.end));
      if (first < last) {
        candidate c;
        c.spans.push_back({std::max({e.start, where.start, byte_offset{t.start[first]}}),
                           std::min({e.end, where.end, byte_offset{t.end[last - 1]}})});
        c.how = setting::markup;
        c.paragraph = c.last_paragraph = p;
        out_.push_back(std::move(c));
      }
      if (e.end > where.end) break;
    }
  }

  const utterance_input& in_;
  const std::vector<std::uint32_t>& first_token_;
  std::vector<candidate> out_;
  std::size_t running_ = k_none;
};

/// Marks as nested what stands inside another candidate, and drops emphasis inside speech.
void settle_nesting(std::vector<candidate>& all) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < all.size(); ++i) {
    candidate& c = all[i];
    std::erase_if(open, [&](std::size_t k) { return all[k].span().end <= c.span().start; });
    for (const std::size_t k : open) {
      candidate& outer = all[k];
      if (outer.drop || !outer.span().overlaps(c.span())) continue;
      const bool in_span = std::any_of(outer.spans.begin(), outer.spans.end(),
                                       [&](byte_range s) { return s.overlaps(c.span()); });
      if (!in_span) continue;
      const bool marks = c.how == setting::double_marks || c.how == setting::single_marks;
      if (marks && c.span().end > outer.span().end)
        outer.drop = true;  // crosses it: `_"1 May._ ..."`
      else if (marks && outer.how == setting::letter && !c.open_missing && !c.close_missing)
        continue;  // what people say in a letter
      else if (marks && outer.how != setting::capitals)
        c.depth = std::max<std::uint8_t>(c.depth, 1);
      else
        c.drop = true;
    }
    if (!c.drop && open.size() < 8) open.push_back(i);
  }
}

/// Whether token `i` is a dash.
[[nodiscard]] bool is_dash(const utterance_input& in, std::uint32_t i) noexcept {
  const std::string_view w = in.tokens.text_of(in.text, i);
  return w == "\u2014" || w == "--" || w == "\u2013" || w == "-";
}

/// Whether the tags of two candidates name different people.
[[nodiscard]] bool tags_differ(const token_layer& t, const std::optional<cue>& a,
                               const std::optional<cue>& b) {
  if (!a || !b || b->side != cue_side::after) return false;
  const std::uint32_t x = a->subject_last - 1;
  const std::uint32_t y = b->subject_last - 1;
  return a->subject == b->subject && x != y && t.word[x] != t.word[y];
}

/// Whether candidate `b` goes on with the utterance of `a`, which its tag or a beat breaks in two.
/// `tag` is that of the last piece of `a`.
[[nodiscard]] bool is_split(const utterance_input& in, const candidate& a,
                            const std::optional<cue>& tag, const candidate& b) {
  if (a.depth != 0 || b.depth != 0 || a.how != b.how || a.family != b.family ||
      a.how == setting::chat || a.how == setting::letter || a.kind == quote_kind::quoted ||
      a.last_paragraph != b.paragraph)
    return false;
  // `"Hi!" cried the clerk. "What?" said Ada.`: a tag of its own makes the second one its own
  // utterance.
  if (a.tag && b.tag && b.tag->side == cue_side::after && b.tag->first != a.tag->first)
    return false;
  const token_layer& t = in.tokens;
  const std::uint32_t from = t.first_at(a.span().end.value);
  const std::uint32_t to = t.first_at(b.span().start.value);
  if (to <= from || to - from > 30) return false;
  // `Benno would say, "...", and Ruth would say, "..."`: each has a tag before it.
  if (a.tag && b.tag && a.tag->side == cue_side::before && b.tag->side == cue_side::before &&
      b.tag->first >= from && t.word[a.tag->subject_last - 1] != t.word[b.tag->subject_last - 1])
    return false;
  const bool tagged = tag && tag->side == cue_side::after && tag->first >= from && tag->last <= to;
  const bool same_kind = a.kind == b.kind || (tagged && a.kind == quote_kind::thought && !b.tag);
  if (!same_kind) return false;
  for (std::uint32_t i = from; i + 1 < to; ++i) {
    const std::string_view w = t.text_of(in.text, i);
    if (w == "." || w == "!" || w == "?") return false;  // a beat, or two sentences of narration
  }
  if (tagged) return !tags_differ(t, tag, b.tag);
  if (is_dash(in, from) && is_dash(in, to - 1) && to - from > 2) return true;
  const std::uint32_t e =
      a.spans.back().end.value - decode_before(in.text, a.spans.back().end.value).length;
  const char32_t before_mark = decode_before(in.text, e).code_point;
  const bool goes_on = before_mark == ',' || before_mark == 0x2014 || before_mark == '-' ||
                       t.text_of(in.text, from) == ",";
  const std::string_view last = t.text_of(in.text, to - 1);
  return goes_on && (last == "," || last == ";" || last == ":" || is_dash(in, to - 1));
}

void join_split(const utterance_input& in, std::vector<candidate>& all) {
  constexpr std::size_t k_none = static_cast<std::size_t>(-1);
  std::size_t out = 0;
  std::size_t last_top = k_none;
  std::optional<cue> last_tag;  // of the last piece of the utterance at `last_top`
  for (std::size_t i = 0; i < all.size(); ++i) {
    candidate& c = all[i];
    if (c.drop) continue;
    if (c.depth == 0 && last_top != k_none && is_split(in, all[last_top], last_tag, c)) {
      candidate& a = all[last_top];
      a.spans.insert(a.spans.end(), c.spans.begin(), c.spans.end());
      a.last_paragraph = c.last_paragraph;
      a.close_missing = c.close_missing;
      last_tag = c.tag;
      if (!a.tag) a.tag = c.tag;
      continue;
    }
    if (out != i) all[out] = std::move(c);
    if (all[out].depth == 0) {
      last_top = out;
      last_tag = all[out].tag;
    }
    ++out;
  }
  all.resize(out);
}

/// What two conventions claim in part each (a chat line and the quotation that it begins) goes to
/// the one that began first: utterances nest or stand apart, and never cross.
void drop_crossing(std::vector<candidate>& all) {
  std::vector<byte_range> open;  // spans that may still reach over the next one
  std::erase_if(all, [&](const candidate& c) {
    std::erase_if(open, [&](byte_range s) { return s.end <= c.span().start; });
    for (const byte_range mine : c.spans)
      for (const byte_range other : open) {
        if (!mine.overlaps(other)) continue;
        const bool inside = other.start <= mine.start && mine.end <= other.end && mine != other;
        if (!inside) return true;
      }
    if (open.size() < 64) open.insert(open.end(), c.spans.begin(), c.spans.end());
    return false;
  });
}

}  // namespace

utterance_layer find_utterances(const utterance_input& in) {
  const std::vector<std::uint32_t> first_token = first_tokens(in);
  std::vector<candidate> all = gatherer(in, first_token).gather();
  settle_nesting(all);
  join_quoted_letters(in, first_token, all);
  std::erase_if(all, [](const candidate& c) { return c.drop; });
  find_tags(in, first_token, all);
  decide_kinds(in, first_token, all);
  find_signatures(in, all);
  join_split(in, all);
  drop_crossing(all);
  utterance_layer out;
  out.quotes.reserve(all.size());
  for (candidate& c : all) {
    quote q;
    q.spans = std::move(c.spans);
    q.kind = c.kind;
    if (c.tag && c.kind != quote_kind::quoted)
      q.cue = byte_range{{in.tokens.start[c.tag->first]}, {in.tokens.end[c.tag->last - 1]}};
    out.quotes.push_back(std::move(q));
    out.cues.push_back(c.tag);
  }
  return out;
}

}  // namespace fabula::talk
