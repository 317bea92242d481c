#include <algorithm>

#include "talk/candidates.hpp"
#include "text/unicode.hpp"

namespace fabula::talk {
namespace {

namespace wc = language::word_class;
using text::decode_before;

constexpr std::uint32_t k_longest = 60;  ///< paragraphs of a letter

[[nodiscard]] bool is_salutation(const utterance_input& in, std::uint32_t first, std::uint32_t last,
                                 std::string_view w) {
  if (last <= first || last - first > 12) return false;
  const std::string& f = in.tokens.form(first);
  const bool dear =
      f == "dear" || f == "dearest" || f == "darling" ||
      (f == "my" && last - first > 2 &&
       (in.tokens.form(first + 1).starts_with("dear") || in.tokens.form(first + 1) == "own"));
  const bool formal = (f == "sir" || f == "madam" || f == "gentlemen") && last - first <= 3;
  const char32_t end = decode_before(w, w.size()).code_point;
  return (dear || formal) &&
         (end == ',' || end == ':' || end == 0x2014 || end == 0x2013 || end == '-' || end == '!') &&
         in.tokens.capital[first] != 0;
}

[[nodiscard]] bool is_valediction(const utterance_input& in, std::uint32_t first,
                                  std::uint32_t last) {
  if (last <= first || last - first > 14) return false;
  const std::string& f = in.tokens.form(first);
  return f == "yours" || f == "love" || f == "sincerely" || f == "faithfully" ||
         f == "affectionately" || f == "ever" || f == "regards" || f == "believe" ||
         f == "cheers" || f == "your" || (f == "with" && last - first <= 6) ||
         (f == "best" && last - first <= 4) || (f == "kind" && last - first <= 4) ||
         (f == "in" && in.tokens.form(last - 1) == "haste");
}

/// Where the name ends in a signature that goes on behind a comma.
[[nodiscard]] std::uint32_t end_of_name(const utterance_input& in, std::uint32_t first,
                                        std::uint32_t last) {
  for (std::uint32_t i = first + 1; i < last; ++i)
    if (in.tokens.text_of(in.text, i) == "," && i + 1 < last) return i;
  return last;
}

/// `Ruth Hale`, `R. H.`, `Your Ruth`: a short line of names.
[[nodiscard]] bool is_signature(const utterance_input& in, std::uint32_t first,
                                std::uint32_t last) {
  if (last <= first || last - first > 14) return false;
  // "Ada Marsh, Harbour Master of Skerrow": what she is stands behind her name.
  if (end_of_name(in, first, last) - first > 8) return false;
  std::uint32_t capitals = 0;
  for (std::uint32_t i = first; i < last; ++i) {
    if (in.tokens.shape[i] != token_shape::word) continue;
    if (in.tokens.capital[i] == 0 && !in.tokens.is(i, wc::particle | wc::function_word))
      return false;
    capitals += in.tokens.capital[i];
  }
  const std::string_view end = in.tokens.text_of(in.text, last - 1);
  return capitals > 0 && end != "!" && end != "?" && end != ":";
}

/// Its writer signs it: the names at the end of tokens [first, last).
[[nodiscard]] cue signature_cue(const utterance_input& in, std::uint32_t first,
                                std::uint32_t last) {
  cue tag;
  tag.subject_first = tag.first = first;
  tag.subject_last = tag.last = last;
  while (tag.subject_first + 1 < tag.subject_last &&
         (in.tokens.capital[tag.subject_first] == 0 ||
          in.tokens.is(tag.subject_first, wc::function_word) ||
          is_valediction(in, tag.subject_first, tag.subject_last)))
    ++tag.subject_first;
  while (tag.subject_last > tag.subject_first + 1 &&
         in.tokens.shape[tag.subject_last - 1] != token_shape::word)
    --tag.subject_last;
  if (!is_valediction(in, first, last))
    tag.subject_last = end_of_name(in, tag.subject_first, tag.subject_last);
  tag.verb = tag.subject_first;
  tag.kind = verb_kind::message;
  return tag;
}

}  // namespace

std::vector<candidate> find_letters(const utterance_input& in,
                                    const std::vector<std::uint32_t>& first_token) {
  std::vector<candidate> out;
  const auto n = static_cast<std::uint32_t>(in.paragraphs.size());
  for (std::uint32_t p = 0; p < n; ++p) {
    if (!is_story_paragraph(in, p)) continue;
    const std::string_view w =
        in.text.substr(in.paragraphs[p].span.start.value, in.paragraphs[p].span.size());
    // The salutation may be the first line of its paragraph.
    const std::size_t line = std::min(w.find('\n'), w.size());
    const std::uint32_t line_end = in.tokens.first_at(in.paragraphs[p].span.start.value +
                                                      static_cast<std::uint32_t>(line) - 1) +
                                   1;
    const std::uint32_t greet_end = std::min(line_end, first_token[p + 1]);
    if (!is_salutation(in, first_token[p], greet_end, w.substr(0, line))) continue;
    std::uint32_t end = 0;
    for (std::uint32_t k = p + 1; k < n && k < p + k_longest && is_story_paragraph(in, k); ++k) {
      const std::uint32_t a = first_token[k];
      const std::uint32_t b = first_token[k + 1];
      if (is_valediction(in, a, b)) {
        end = k + 1 < n && is_story_paragraph(in, k + 1) &&
                      is_signature(in, first_token[k + 1], first_token[k + 2])
                  ? k + 1
                  : k;
        break;
      }
      if (is_signature(in, a, b) && b - a <= 5) {
        end = k;
        break;
      }
    }
    if (end == 0) continue;
    candidate c;
    c.spans.push_back(in.paragraphs[p].span);
    c.how = setting::letter;
    c.paragraph = p;
    c.kind = quote_kind::letter;
    for (std::uint32_t k = p + 1; k <= end; ++k)
      c.spans.push_back(in.paragraphs[k].span);
    c.last_paragraph = end;
    c.tag = signature_cue(in, first_token[end], first_token[end + 1]);
    out.push_back(c);
    p = end;
  }
  return out;
}

namespace {

/// A quotation that is all of its paragraph: its tokens without the marks.
struct whole_paragraph {
  std::uint32_t first;
  std::uint32_t last;
};

[[nodiscard]] std::optional<whole_paragraph> fills_paragraph(
    const utterance_input& in, const std::vector<std::uint32_t>& first_token, const candidate& c) {
  if (c.how != setting::double_marks && c.how != setting::single_marks) return std::nullopt;
  const token_layer& t = in.tokens;
  whole_paragraph out{first_token[c.paragraph], first_token[c.last_paragraph + 1]};
  if (c.depth != 0 || c.span().start.value != t.start[out.first]) return std::nullopt;
  if (c.span().end.value < t.end[out.last - 1]) return std::nullopt;
  while (out.first < out.last && t.shape[out.first] == token_shape::quote_mark)
    ++out.first;
  while (out.last > out.first && t.shape[out.last - 1] == token_shape::quote_mark)
    --out.last;
  return out;
}

/// The candidate that ends the letter whose salutation is `all[at]`: each in between fills the
/// paragraph behind that of the one before. Where none takes leave, which `leaves` tells, the
/// letter is its first paragraph.
[[nodiscard]] std::size_t end_of_letter(const utterance_input& in,
                                        const std::vector<std::uint32_t>& first_token,
                                        const std::vector<candidate>& all, std::size_t at,
                                        bool& leaves) {
  std::size_t end = at;
  std::uint32_t p = all[at].last_paragraph;
  for (std::size_t k = at + 1; k < all.size() && all[k].paragraph < all[at].paragraph + k_longest;
       ++k) {
    if (all[k].depth != 0) continue;
    const auto whole = fills_paragraph(in, first_token, all[k]);
    if (!whole || all[k].paragraph != p + 1) break;
    p = all[k].last_paragraph;
    const bool signs = is_signature(in, whole->first, whole->last);
    if (leaves) return signs ? k : end;
    leaves = is_valediction(in, whole->first, whole->last);
    if (end == at || leaves || (signs && whole->last - whole->first <= 5)) end = k;
    if (signs && !leaves && k > at + 1) return k;
  }
  return end;
}

}  // namespace

void join_quoted_letters(const utterance_input& in, const std::vector<std::uint32_t>& first_token,
                         std::vector<candidate>& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    candidate& c = all[i];
    const auto greeting = fills_paragraph(in, first_token, c);
    if (!greeting || c.paragraph != c.last_paragraph || greeting->last <= greeting->first) continue;
    const std::uint32_t stop = in.tokens.end[greeting->last - 1];
    const std::string_view words =
        in.text.substr(c.span().start.value, stop - c.span().start.value);
    if (words.ends_with("!") || !is_salutation(in, greeting->first, greeting->last, words))
      continue;
    bool leaves = false;
    const std::size_t end = end_of_letter(in, first_token, all, i, leaves);
    // `"My dear Ruth--"` is interrupted.
    const char32_t mark = decode_before(words, words.size()).code_point;
    const bool breaks_off = !c.close_missing && (mark == '-' || mark == 0x2014 || mark == 0x2013);
    if (end == i || (breaks_off && !leaves)) continue;
    c.kind = quote_kind::letter;
    c.how = setting::letter;
    for (std::size_t k = i + 1; k <= end; ++k) {
      if (all[k].depth != 0) continue;
      c.spans.insert(c.spans.end(), all[k].spans.begin(), all[k].spans.end());
      c.last_paragraph = all[k].last_paragraph;
      all[k].drop = true;
    }
    if (end > i + 1)
      c.tag = signature_cue(in, first_token[c.last_paragraph], first_token[c.last_paragraph + 1]);
    i = end;
  }
}

namespace {

/// Tokens of `span` without the marks around them.
[[nodiscard]] whole_paragraph inside(const utterance_input& in, byte_range span) {
  const token_layer& t = in.tokens;
  whole_paragraph out{t.first_at(span.start.value), token_behind(t, span.end)};
  while (out.first < out.last && t.shape[out.first] == token_shape::quote_mark)
    ++out.first;
  while (out.last > out.first && t.shape[out.last - 1] == token_shape::quote_mark)
    --out.last;
  return out;
}

}  // namespace

bool signs(const utterance_input& in, std::uint32_t first, std::uint32_t last) {
  const byte_range span{{in.tokens.start[first]}, {in.tokens.end[last - 1]}};
  const whole_paragraph w = inside(in, span);
  return is_signature(in, w.first, w.last);
}

bool is_signed(const utterance_input& in, std::uint32_t first, std::uint32_t last) {
  if (!signs(in, first, last)) return false;
  std::uint32_t big = 0;
  for (std::uint32_t i = first; i < last; ++i) {
    const std::string_view w = in.tokens.text_of(in.text, i);
    if (std::any_of(w.begin(), w.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return false;
    if (in.tokens.shape[i] == token_shape::word && w.size() > 2) ++big;
  }
  return big > 0;
}

bool is_leave(const utterance_input& in, std::uint32_t first, std::uint32_t last) {
  const token_layer& t = in.tokens;
  for (std::uint32_t i = last; i-- > first && last - i < 10;) {
    const std::string& w = t.form(i);
    if (w == "yours") return i > first && t.shape[i - 1] != token_shape::word && t.capital[i] != 0;
    const bool part = t.shape[i] != token_shape::word || w == "etc" || w == "etc." || w == "&c" ||
                      w == "ever" || w == "very" || w == "most" || w.ends_with("ly");
    if (!part) return false;
  }
  return false;
}

void find_signatures(const utterance_input& in, std::vector<candidate>& all) {
  for (candidate& c : all) {
    if (c.kind != quote_kind::letter || c.depth != 0 || c.spans.size() < 2) continue;
    const whole_paragraph w = inside(in, c.spans.back());
    if (!is_signature(in, w.first, w.last)) continue;
    c.tag = signature_cue(in, w.first, w.last);
  }
}

}  // namespace fabula::talk
