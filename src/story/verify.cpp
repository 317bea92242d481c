#include "story/verify.hpp"

#include <algorithm>
#include <tuple>

#include "story/bounds.hpp"
#include "story/named_cues.hpp"
#include "story/segments.hpp"
#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::size_t k_shown = 10;

[[nodiscard]] std::string plural(std::size_t n, std::string_view noun) {
  std::string out = with_commas(n);
  (out += ' ').append(noun);
  if (n != 1) out += 's';
  return out;
}

class verifier {
 public:
  verifier(const story& s, std::string_view input) : s_(s), input_(input), at_(s.text) {}

  [[nodiscard]] report run() {
    chapters();
    paragraphs();
    sentences();
    words();
    events();
    quotes();
    tiling();
    scenes();
    people();
    threads();
    counts();
    kept();
    cues();
    names_beside();
    return std::move(report_);
  }

 private:
  check& begin(std::string name) {
    report_.checks.push_back({std::move(name), {}, {}, 0});
    return report_.checks.back();
  }

  /// "character 1,204 (the first words there): what"
  void fail(check& c, byte_range where, const std::string& what) const {
    if (++c.failures > k_shown) return;
    std::string words;
    for (const char x : s_.words_of(where).substr(0, 60))
      words += x == '\n' || x == '\t' ? ' ' : x;
    while (text::find_invalid_utf8(words) != words.npos)
      words.pop_back();
    std::string problem = "character ";
    problem.append(with_commas(at_(where.start).value)).append(" (").append(words).append("): ");
    c.problems.push_back(problem.append(what));
  }

  [[nodiscard]] byte_range whole() const {
    return {{0}, {static_cast<std::uint32_t>(s_.text.size())}};
  }

  [[nodiscard]] bool only_space(byte_offset start, byte_offset end) const {
    for (std::uint32_t i = start.value; i < end.value;) {
      const text::decoded d = text::decode_at(s_.text, i);
      if (!text::is_space(d.code_point)) return false;
      i += d.length;
    }
    return true;
  }

  void chapters() {
    check& c = begin("chapters tile the text");
    byte_offset end{0};
    std::uint64_t characters = 0;
    for (const chapter& x : s_.chapters) {
      if (x.span.start != end) fail(c, x.span, "it does not begin where the one before ends");
      characters += at_(x.span).size();
      end = x.span.end;
    }
    if (end != whole().end) fail(c, {end, end}, "the text goes on behind the last chapter");
    c.detail = plural(s_.chapters.size(), "chapter") + ", " + of_all(characters);
  }

  [[nodiscard]] std::string of_all(std::uint64_t characters) const {
    return with_commas(characters) + " of " + with_commas(at_.size()) + " characters";
  }

  void paragraphs() {
    check& c = begin("paragraphs hold all but white space");
    byte_offset end{0};
    for (const paragraph& p : s_.paragraphs) {
      if (p.span.start < end) {
        fail(c, p.span, "it begins before the one before ends");
      } else if (!only_space(end, p.span.start)) {
        fail(c, {end, p.span.start}, "words stand between two paragraphs");
      }
      const byte_range home = s_.chapters[p.chapter.value].span;
      if (p.span.start < home.start || home.end < p.span.end) {
        fail(c, p.span, "it is not inside its chapter");
      }
      end = std::max(end, p.span.end);
    }
    if (!only_space(end, whole().end))
      fail(c, {end, whole().end}, "words behind the last paragraph");
    c.detail = plural(s_.paragraphs.size(), "paragraph");
  }

  template <class Item>
  void in_order(check& c, const std::vector<Item>& items) const {
    byte_offset end{0};
    for (const Item& x : items) {
      if (x.span.start < end) fail(c, x.span, "it begins before the one before ends");
      end = std::max(end, x.span.end);
    }
  }

  void sentences() {
    check& c = begin("sentences are in order");
    in_order(c, s_.sentences);
    c.detail = plural(s_.sentences.size(), "sentence");
  }

  void words() {
    check& c = begin("words are in their sentences");
    for (const token& t : s_.tokens) {
      const byte_range home = s_.sentences[t.sentence.value].span;
      if (t.span.start < home.start || home.end < t.span.end) {
        fail(c, t.span, "it is not inside its sentence");
      }
    }
    c.detail = plural(s_.tokens.size(), "word");
  }

  void events() {
    check& c = begin("events are in order");
    in_order(c, s_.events);
    c.detail = plural(s_.events.size(), "event");
  }

  void quotes() {
    check& c = begin("quotes are in order and do not cross");
    const quote* before = nullptr;
    std::vector<byte_range> parts;
    for (const quote& q : s_.quotes) {
      if (before != nullptr && q.span().start < before->span().start) {
        fail(c, q.span(), "it begins before the quote before it");
      }
      // A part may be the words of a nested quote (a letter, one paragraph of it said); a whole may
      // not.
      if (before != nullptr && q.spans == before->spans)
        fail(c, q.span(), "two quotes are the same words");
      before = &q;
      byte_offset end{0};
      for (const byte_range r : q.spans) {
        if (r.empty()) fail(c, r, "a part of it is empty");
        if (r.start < end) fail(c, r, "its parts are not in order");
        end = r.end;
        parts.push_back(r);
      }
    }
    std::sort(parts.begin(), parts.end(), [](byte_range a, byte_range b) {
      return std::tuple(a.start, b.end) < std::tuple(b.start, a.end);
    });
    std::vector<byte_offset> open;  // ends of the parts around the present one
    for (std::size_t i = 0; i < parts.size(); ++i) {
      while (!open.empty() && open.back() <= parts[i].start)
        open.pop_back();
      if (!open.empty() && open.back() < parts[i].end) fail(c, parts[i], "two quotes cross");
      open.push_back(parts[i].end);
    }
    c.detail = plural(s_.quotes.size(), "quote") + " in " + plural(parts.size(), "part");
  }

  void tiling() {
    check& c = begin("narration and utterances tile the text");
    std::uint64_t characters = 0;
    std::size_t said = 0;
    byte_offset end{0};
    const std::vector<segment> all = segments(s_);
    for (const segment& x : all) {
      if (x.span.start != end) fail(c, x.span, "a gap or an overlap before it");
      characters += code_points(x.span);
      if (x.quote) ++said;
      end = x.span.end;
    }
    if (end != whole().end || characters != at_.size()) fail(c, {end, end}, "the end is missing");
    c.detail = plural(all.size() - said, "part") + " of narration, " + plural(said, "part") +
               " of utterances, " + of_all(characters);
  }

  /// Counted one by one: not by the map that it is compared with.
  [[nodiscard]] std::uint64_t code_points(byte_range r) const {
    std::uint64_t n = 0;
    for (std::uint32_t i = r.start.value; i < r.end.value; ++n) {
      i += text::decode_at(s_.text, i).length;
    }
    return n;
  }

  void scenes() {
    check& c = begin("scenes are in order");
    in_order(c, s_.scenes);
    for (const scene& x : s_.scenes) {
      if (!std::is_sorted(x.present.begin(), x.present.end()) ||
          std::adjacent_find(x.present.begin(), x.present.end()) != x.present.end()) {
        fail(c, x.span, "those present are not each named once, in order");
      }
    }
    c.detail = plural(s_.scenes.size(), "scene");
  }

  /// What is said of a scene's people must be said once of each, and those there are those present.
  void people() {
    check& c = begin("who is in a scene is told once");
    std::size_t told = 0;
    for (const scene& x : s_.scenes) {
      std::vector<character_id> there;
      for (std::size_t i = 0; i < x.people.size(); ++i) {
        const scene_person& p = x.people[i];
        if (i > 0 && x.people[i - 1].who >= p.who)
          fail(c, x.span, "its people are not each named once, in order");
        if (p.role != presence_role::message && p.role != presence_role::mentioned)
          there.push_back(p.who);
      }
      told += x.people.size();
      if (!x.people.empty() && there != x.present)
        fail(c, x.span, "those present are not those with a role there");
      if (x.time && x.time->minute && *x.time->minute >= 1440)
        fail(c, x.span, "its minute is of no day");
    }
    c.detail = plural(told, "role");
  }

  /// A thread is touched and closed behind where it opens.
  void threads() {
    check& c = begin("threads go on behind where they open");
    for (const thread& t : s_.threads) {
      for (const byte_range x : t.touched)
        if (x.start < t.opened.end) fail(c, x, "it touches a thread that opens later");
      if (t.closed && t.closed->start < t.opened.end)
        fail(c, *t.closed, "it closes a thread that opens later");
    }
    c.detail = plural(s_.threads.size(), "thread");
  }

  void counts() {
    check& c = begin("the cast's counts are those of the text");
    std::vector<std::uint32_t> lines(s_.characters.size());
    for (const quote& q : s_.quotes) {
      if (q.kind == quote_kind::quoted && q.speaker)
        fail(c, q.span(), "words only quoted, with a speaker");
      if (q.kind != quote_kind::quoted && q.speaker) ++lines[q.speaker->value];
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const character& who = s_.characters[i];
      if (who.quotes == lines[i]) continue;
      fail(c, {who.first, who.first},
           who.name + " is said to have " + plural(who.quotes, "line") + ", and has " +
               with_commas(lines[i]));
    }
    c.detail = plural(s_.characters.size(), "character");
  }

  void kept() {
    check& visible = begin("what the source shows is kept");
    const source_info& i = s_.source;
    if (i.kept_characters != i.visible_characters)
      fail(visible, {{0}, {0}}, "characters were lost or added");
    visible.detail = with_commas(i.kept_characters) + " of " + with_commas(i.visible_characters) +
                     " characters, white space apart";
    same_as_file();
  }

  void same_as_file() {
    if (input_.empty() || s_.source.media != media_type::plain_text ||
        s_.source.encoding != "utf-8" || s_.source.tokenized) {
      return;
    }
    check& c = begin("the text is the file's");
    std::string expected;
    if (input_.starts_with("\xEF\xBB\xBF")) input_.remove_prefix(3);
    for (std::size_t i = 0; i < input_.size(); ++i) {
      const bool carriage_return = input_[i] == '\r';
      if (carriage_return && i + 1 < input_.size() && input_[i + 1] == '\n') continue;
      expected += carriage_return ? '\n' : input_[i];
    }
    if (expected != s_.text) {
      const auto differs =
          std::mismatch(expected.begin(), expected.end(), s_.text.begin(), s_.text.end());
      auto at = static_cast<std::uint32_t>(differs.second - s_.text.begin());
      while (at > 0 && at < s_.text.size() &&
             (static_cast<unsigned char>(s_.text[at]) & 0xC0U) == 0x80U)
        --at;
      fail(c, {{at}, {std::min(at + 40, whole().end.value)}}, "here it differs");
    }
    c.detail = of_all(expected == s_.text ? at_.size() : 0) + ", line ends apart";
  }

  void cues() {
    check& c = begin("cues that name a speaker agree with the answer");
    std::size_t named = 0;
    for (const quote& q : s_.quotes) {
      if (q.evidence != evidence_kind::name || !q.cue) continue;
      ++named;
      const std::string words(s_.words_of(*q.cue));
      if (!q.speaker) {
        fail(c, q.span(), "its cue, " + words + ", names someone, and it has no speaker");
      } else if (!names_.names(words, *q.speaker)) {
        fail(c, q.span(),
             "its cue, " + words + ", does not name " + s_.characters[q.speaker->value].name);
      }
    }
    c.detail = "contradicted: " + with_commas(c.failures) + " of " + with_commas(named);
  }

  void names_beside() {
    check& c = begin("names beside quotations agree with the answer");
    std::size_t found = 0;
    std::size_t unanswered = 0;
    byte_offset outer_end{0};
    for (const quote& q : s_.quotes) {
      const bool nested = q.span().start < outer_end;
      outer_end = std::max(outer_end, q.span().end);
      if (nested || q.kind == quote_kind::quoted || q.kind == quote_kind::sign) continue;
      for (const byte_range part : q.spans) {
        const std::optional<named_cues::cue> cue = names_.beside(part);
        if (!cue) continue;
        ++found;
        if (!q.speaker) ++unanswered;
        if (!q.speaker || *q.speaker == cue->speaker) continue;
        const std::string cue_words(s_.words_of(cue->span));
        fail(c, part,
             cue_words + " means " + s_.characters[cue->speaker.value].name + ", the answer is " +
                 s_.characters[q.speaker->value].name);
      }
    }
    c.detail = "contradicted: " + with_commas(c.failures) + " of " + with_commas(found);
    if (unanswered > 0) c.detail += ", left open: " + with_commas(unanswered);
  }

  const story& s_;
  std::string_view input_;
  code_point_map at_;
  named_cues names_{s_};
  report report_;
};

}  // namespace

std::string with_commas(std::uint64_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

report verify(const story& s, std::string_view input) {
  check bounds{"ranges and ids are in bounds", "", {}, 0};
  if (std::string problem = check_bounds(s); !problem.empty()) {
    bounds.problems.push_back(std::move(problem));
    bounds.failures = 1;
    return {{std::move(bounds)}};
  }
  const std::size_t items = s.chapters.size() + s.paragraphs.size() + s.emphases.size() +
                            s.sentences.size() + s.tokens.size() + s.supersenses.size() +
                            s.characters.size() + s.mentions.size() + s.events.size() +
                            s.quotes.size() + s.scenes.size() + s.places.size() + s.moves.size() +
                            s.times.size() + s.ties.size() + s.bonds.size() + s.threads.size() +
                            s.facts.size() + s.conflicts.size();
  bounds.detail = plural(items, "item");
  report all = verifier(s, input).run();
  all.checks.insert(all.checks.begin(), std::move(bounds));
  return all;
}

}  // namespace fabula
