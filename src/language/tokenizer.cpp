#include "language/tokenizer.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "text/unicode.hpp"

namespace fabula {

std::uint32_t token_layer::first_at(std::uint32_t at) const noexcept {
  return static_cast<std::uint32_t>(std::upper_bound(end.begin(), end.end(), at) - end.begin());
}

}  // namespace fabula

namespace fabula::language {
namespace {

using text::decode_at;
using text::decoded;

[[nodiscard]] bool is_apostrophe(char32_t c) noexcept {
  return c == '\'' || c == 0x2019;
}

[[nodiscard]] bool is_quote_mark(char32_t c) noexcept {
  return c == '"' || c == '\'' || c == '`' || c == 0xAB || c == 0xBB ||
         (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A ||
         (c >= 0x300C && c <= 0x300F) || c == 0xFF02 || c == 0xFF07;
}

[[nodiscard]] bool is_word_character(char32_t c) noexcept {
  return text::is_letter(c) || text::is_digit(c) || text::is_combining(c) || c == 0xAD ||
         c == 0x200D || c == 0x200C;
}

/// Lower case with straight apostrophes: the form under which a word is looked up.
void fold_into(std::string& out, std::string_view word) {
  out.clear();
  for (std::size_t i = 0; i < word.size();) {
    const auto byte = static_cast<unsigned char>(word[i]);
    if (byte < 0x80) {
      out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : static_cast<char>(byte);
      ++i;
      continue;
    }
    const decoded d = decode_at(word, i);
    text::append_utf8(out, is_apostrophe(d.code_point) ? U'\'' : text::to_lower(d.code_point));
    i += d.length;
  }
}

/// Builds a token layer, interning the forms.
class builder {
 public:
  builder(std::string_view text, const lexicon& words) : text_(text), lexicon_(words) {}

  void set_paragraph(std::uint32_t p) { paragraph_ = p; }

  void add(std::size_t start, std::size_t end, token_shape shape) {
    const std::string_view word = text_.substr(start, end - start);
    fold_into(folded_, word);
    const auto [found, is_new] =
        ids_.try_emplace(folded_, static_cast<std::uint32_t>(out_.words.forms.size()));
    if (is_new) {
      out_.words.forms.push_back(folded_);
      out_.words.classes.push_back(lexicon_.classes_of(folded_));
    }
    out_.start.push_back(static_cast<std::uint32_t>(start));
    out_.end.push_back(static_cast<std::uint32_t>(end));
    out_.word.push_back(found->second);
    out_.shape.push_back(shape);
    const decoded first = decode_at(text_, start);
    const bool elided = is_apostrophe(first.code_point) && first.length < word.size();
    const char32_t letter =
        elided ? decode_at(text_, start + first.length).code_point : first.code_point;
    out_.capital.push_back(text::is_upper(letter) ? 1 : 0);
    out_.paragraph.push_back(paragraph_);
    out_.sentence.push_back(0);
  }

  [[nodiscard]] token_layer take() { return std::move(out_); }

 private:
  std::string_view text_;
  const lexicon& lexicon_;
  token_layer out_;
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::string folded_;
  std::uint32_t paragraph_ = 0;
};

/// Cuts one paragraph into tokens.
class scanner {
 public:
  scanner(std::string_view text, const lexicon& words, builder& out)
      : text_(text), lexicon_(words), out_(out) {}

  void scan(std::size_t at, std::size_t end) {
    end_ = end;
    while (at < end) {
      const decoded d = decode_at(text_, at);
      if (text::is_space(d.code_point)) {
        at += d.length;
      } else if (text::is_cjk(d.code_point)) {
        out_.add(at, at + d.length, token_shape::word);
        at += d.length;
      } else if (is_word_character(d.code_point)) {
        at = scan_word(at, at);
      } else if (is_apostrophe(d.code_point) && starts_elision(at + d.length)) {
        at = scan_word(at, at + d.length);
      } else {
        at = scan_mark(at, d);
      }
    }
  }

 private:
  [[nodiscard]] char32_t peek(std::size_t at) const noexcept {
    return at < end_ ? decode_at(text_, at).code_point : U'\0';
  }

  /// `'tis`, `'em`, `'90s`: an apostrophe before them is the word's own.
  [[nodiscard]] bool starts_elision(std::size_t at) {
    if (at >= end_) return false;
    if (text::is_digit(peek(at))) return text::is_digit(peek(at + 1)) && peek(at + 2) == 's';
    std::size_t end = at;
    while (end < end_ && end - at < 16 && text::is_letter(peek(end)))
      end += decode_at(text_, end).length;
    if (end == at) return false;
    fold_into(folded_, text_.substr(at, end - at));
    folded_.insert(0, 1, '\'');
    if ((lexicon_.classes_of(folded_) & word_class::elision) == 0) return false;
    // 'and' and 'as' open a quotation as often as they drop an h: only forms that are no words
    // count. A given name, Em, has a capital.
    constexpr std::uint64_t names =
        word_class::given_he | word_class::given_she | word_class::given_any;
    folded_.erase(0, 1);
    return (lexicon_.classes_of(folded_) & ~names) == 0 &&
           (lexicon_.classes_of(folded_) == 0 || !text::is_upper(peek(at)));
  }

  /// A word from `at`, whose letters begin at `letters`; gives back where the next token begins.
  std::size_t scan_word(std::size_t at, std::size_t letters) {
    std::size_t i = letters;
    std::size_t clitic = 0;  // where an apostrophe inside the word stands
    bool has_letter = false;
    while (i < end_) {
      const decoded d = decode_at(text_, i);
      if (is_word_character(d.code_point) && !text::is_cjk(d.code_point)) {
        has_letter = has_letter || text::is_letter(d.code_point);
        i += d.length;
        continue;
      }
      const char32_t next = peek(i + d.length);
      if (is_apostrophe(d.code_point) && text::is_letter(next))
        clitic = i;
      else if (!(d.code_point == '-' || d.code_point == 0x2010 || d.code_point == 0x2011) ||
               !is_word_character(next))
        if (!is_inner_mark(i, d.code_point, next, has_letter)) break;
      i += d.length;
    }
    i = take_full_stop(letters, i);
    if (clitic != 0 && i - clitic <= 6) return add_with_clitic(at, clitic, i);
    out_.add(at, i, has_letter ? token_shape::word : token_shape::number);
    return i;
  }

  /// `1,000`, `9.40`, `12:30`, `a.m`, `U.S`: a mark between two characters that keeps them one
  /// word.
  [[nodiscard]] bool is_inner_mark(std::size_t at, char32_t mark, char32_t next,
                                   bool has_letter) const noexcept {
    if (mark == '@' || mark == '_') return is_word_character(next);
    if (mark != '.' && mark != ',' && mark != ':') return false;
    const char32_t before = text::decode_before(text_, at).code_point;
    if (!has_letter) return text::is_digit(before) && text::is_digit(next);
    if (mark != '.' || !text::is_letter(before) || !text::is_letter(next)) return false;
    // Single letters alone: `a.m`, not `end.Start`.
    const std::size_t two_back = at - text::decode_before(text_, at).length;
    const char32_t earlier = text::decode_before(text_, two_back).code_point;
    const char32_t later = peek(at + 1 + decode_at(text_, at + 1).length);
    return !text::is_letter(earlier) && !text::is_letter(later);
  }

  /// The full stop of `Mr.`, `etc.`, `J.` belongs to the word.
  [[nodiscard]] std::size_t take_full_stop(std::size_t at, std::size_t end) {
    if (peek(end) != '.' || peek(end + 1) == '.') return end;
    const std::string_view word = text_.substr(at, end - at);
    if (word.size() > 8) return end;
    fold_into(folded_, word);
    const bool single = word.size() == 1 && text::is_upper(static_cast<unsigned char>(word[0]));
    if (word.find('.') != std::string_view::npos && text::is_letter(peek(at))) return end + 1;
    if (single) {
      // "It was I." ends a sentence, "I. M. Forster" does not.
      const char32_t next = peek(end + 1);
      const char32_t after = text::is_space(next) ? peek(end + 2) : next;
      return text::is_upper(after) && (folded_ != "i" || peek(end + 3) == '.') ? end + 1 : end;
    }
    if (folded_ == "no" && !text::is_digit(peek(end + 1)) &&
        !(text::is_space(peek(end + 1)) && text::is_digit(peek(end + 2))))
      return end;  // "No. 4", but "She said no."
    folded_ += '.';
    return (lexicon_.classes_of(folded_) & word_class::abbreviation) != 0 ? end + 1 : end;
  }

  /// `she's` -> `she|'s`, `don't` -> `do|n't`, `d'you` -> `d'|you`; `o'clock`, `O'Brien` and
  /// `ma'am` stay whole.
  std::size_t add_with_clitic(std::size_t at, std::size_t apostrophe, std::size_t end) {
    fold_into(folded_, text_.substr(apostrophe, end - apostrophe));
    std::size_t cut = 0;
    if (folded_ == "'t" && apostrophe > at + 1 && (text_[apostrophe - 1] | 0x20) == 'n')
      cut = apostrophe - 1;
    else if (folded_ == "'s" || folded_ == "'re" || folded_ == "'ve" || folded_ == "'ll" ||
             folded_ == "'d" || folded_ == "'m")
      cut = apostrophe;
    // "D'you mind?": two words, and the second is she who is asked.
    if (folded_ == "'you" || folded_ == "'ye" || folded_ == "'ya")
      if (apostrophe == at + 1 && (text_[at] | 0x20) == 'd')
        cut = apostrophe + decode_at(text_, apostrophe).length;
    if (cut <= at) {
      out_.add(at, end, token_shape::word);
      return end;
    }
    out_.add(at, cut, token_shape::word);
    out_.add(cut, end, token_shape::word);
    return end;
  }

  std::size_t scan_mark(std::size_t at, decoded d) {
    std::size_t end = at + d.length;
    if (is_quote_mark(d.code_point)) {
      if ((d.code_point == '\'' || d.code_point == '`') && peek(end) == d.code_point) ++end;
      out_.add(at, end, token_shape::quote_mark);
      return end;
    }
    const auto runs = [&](char32_t c) {
      return c == d.code_point ||
             ((c == '!' || c == '?') && (d.code_point == '!' || d.code_point == '?'));
    };
    const bool may_run = d.code_point == '.' || d.code_point == '-' || d.code_point == '*' ||
                         d.code_point == '!' || d.code_point == '?' || d.code_point == 0x2014 ||
                         d.code_point == 0x2026 || d.code_point == '_' || d.code_point == '=';
    while (may_run && end < end_ && runs(peek(end)))
      end += decode_at(text_, end).length;
    out_.add(at, end, token_shape::punctuation);
    return end;
  }

  std::string_view text_;
  const lexicon& lexicon_;
  builder& out_;
  std::size_t end_ = 0;
  std::string folded_;
};

[[nodiscard]] token_shape shape_of(std::string_view word) noexcept {
  bool digit = false;
  bool quote = true;
  for (std::size_t i = 0; i < word.size();) {
    const decoded d = decode_at(word, i);
    if (text::is_letter(d.code_point)) return token_shape::word;
    digit = digit || text::is_digit(d.code_point);
    quote = quote && is_quote_mark(d.code_point);
    i += d.length;
  }
  return digit ? token_shape::number : quote ? token_shape::quote_mark : token_shape::punctuation;
}

}  // namespace

token_layer tokenize(std::string_view text, const std::vector<paragraph>& paragraphs,
                     const lexicon& words) {
  builder out(text, words);
  scanner scan(text, words, out);
  for (std::size_t p = 0; p < paragraphs.size(); ++p) {
    out.set_paragraph(static_cast<std::uint32_t>(p));
    scan.scan(paragraphs[p].span.start.value, paragraphs[p].span.end.value);
  }
  return out.take();
}

token_layer read_tokens(std::string_view text, const std::vector<paragraph>& paragraphs,
                        const lexicon& words) {
  builder out(text, words);
  for (std::size_t p = 0; p < paragraphs.size(); ++p) {
    out.set_paragraph(static_cast<std::uint32_t>(p));
    const std::size_t end = paragraphs[p].span.end.value;
    for (std::size_t at = paragraphs[p].span.start.value; at < end;) {
      const std::size_t stop = std::min(text.find_first_of(" \n", at), end);
      if (stop > at) out.add(at, stop, shape_of(text.substr(at, stop - at)));
      at = stop + 1;
    }
  }
  return out.take();
}

}  // namespace fabula::language
