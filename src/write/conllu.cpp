#include "write/conllu.hpp"

#include "text/unicode.hpp"
#include "write/stamp.hpp"
#include "write/words.hpp"

namespace fabula {
namespace {

class conllu_writer {
 public:
  conllu_writer(const story& s, std::string& out)
      : s_(s), at_(s.text), paragraph_(paragraphs_of_tokens(s)), out_(out) {}

  void write() {
    const auto size = static_cast<std::uint32_t>(s_.tokens.size());
    std::uint32_t number = 0;
    for (std::uint32_t first = 0; first < size;) {
      std::uint32_t last = first + 1;
      while (last < size && s_.tokens[last].sentence == s_.tokens[first].sentence)
        ++last;
      head_lines(first, last, ++number);
      for (std::uint32_t i = first; i < last; ++i)
        row(i, first);
      out_ += '\n';
      first = last;
    }
  }

 private:
  void head_lines(std::uint32_t first, std::uint32_t last, std::uint32_t number) {
    if (first == 0) {
      out_ += "# newdoc id = ";
      append_in_column(out_, text::replace_invalid_utf8(s_.source.name));
      out_ += '\n';
    }
    if (first == 0 || paragraph_[first] != paragraph_[first - 1]) out_ += "# newpar\n";
    (out_ += "# sent_id = ").append(std::to_string(number)) += "\n# text = ";
    for (std::uint32_t i = first; i < last; ++i) {
      append_in_column(out_, words(i));
      if (i + 1 < last && space_behind(i)) out_ += ' ';
    }
    out_ += '\n';
  }

  void row(std::uint32_t i, std::uint32_t first) {
    const token& t = s_.tokens[i];
    const bool root = t.head.value == i;
    number(i - first + 1);
    append_in_column(out_, words(i));
    out_ += '\t';
    append_in_column(out_, s_.lemmas[t.lemma.value]);
    (out_ += '\t').append(to_string(t.upos)) += '\t';
    out_.append(k_penn_tags[t.xpos.value]) += "\t_\t";
    number(root ? 0 : t.head.value - first + 1);
    out_.append(root ? "root" : k_relations[t.relation.value]) += "\t_\t";
    if (!space_behind(i)) out_ += "SpaceAfter=No|";
    const code_point_range r = at_(t.span);
    (out_ += "Start=").append(std::to_string(r.start.value)) += "|End=";
    out_.append(std::to_string(r.end.value)) += '\n';
  }

  void number(std::uint32_t n) { out_.append(std::to_string(n)) += '\t'; }

  [[nodiscard]] std::string_view words(std::uint32_t i) const {
    return s_.words_of(s_.tokens[i].span);
  }

  [[nodiscard]] bool space_behind(std::uint32_t i) const {
    const byte_offset end = s_.tokens[i].span.end;
    const bool last = i + 1 == s_.tokens.size();
    const auto size = static_cast<std::uint32_t>(s_.text.size());
    const std::string_view gap =
        s_.words_of({end, last ? byte_offset{size} : s_.tokens[i + 1].span.start});
    for (std::size_t at = 0; at < gap.size();) {
      const text::decoded d = text::decode_at(gap, at);
      if (text::is_space(d.code_point)) return true;
      at += d.length;
    }
    return false;
  }

  const story& s_;
  code_point_map at_;
  std::vector<std::uint32_t> paragraph_;
  std::string& out_;
};

}  // namespace

result<std::string> write_conllu(const story& s) {
  if (s.tokens.empty()) return tl::unexpected(no_words(s));
  std::string out = "# " + stamp_line(stamp_of(s)) + "\n";
  // What English needs: its words twice, tags and numbers.
  out.reserve(3 * s.text.size() + 60 * s.tokens.size());
  conllu_writer(s, out).write();
  return out;
}

}  // namespace fabula
