#include "people/narrator.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "people/headline.hpp"
#include "text/unicode.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint32_t k_openings = 2;  ///< lines below a heading that may go on with it

/// What a stretch of narration says of itself.
struct voice {
  std::uint32_t words = 0;
  std::uint32_t i = 0;       ///< I, me, my
  std::uint32_t we = 0;      ///< we, us, our
  std::uint32_t he_she = 0;  ///< he, him, she
};

/// Paragraphs [first, last) of one chapter between two breaks or headings.
struct section {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t chapter = 0;
  voice told;                        ///< in the narration
  voice written;                     ///< in letters
  std::uint32_t headed = k_nobody;   ///< whom a heading names
  std::uint32_t signer = k_nobody;   ///< whose name ends it, where it begins like a letter
  std::uint32_t says_so = k_nobody;  ///< "My name is Marnie"
  bool alone = true;                 ///< the whole chapter
  bool in_first = false;
  std::uint32_t who = k_nobody;
};

/// How a character's name is used in sections told by "I".
struct name_use_count {
  std::uint32_t narrated = 0;  ///< in the narration
  std::uint32_t called = 0;    ///< as a vocative
  std::uint32_t inside = 0;    ///< in utterances
};

class narrator_finder {
 public:
  narrator_finder(const cast_input& in, cast_layer& cast)
      : in_(in), t_(in.tokens), cast_(cast), chapters_(in.chapters.size()) {}

  void find() {
    cast_.narrator.assign(in_.paragraphs.size(), k_nobody);
    if (in_.size() == 0) return;
    find_tokens_of_paragraphs();
    count_chapters();
    add_heads_of_chapters();
    cut_sections();
    for (section& s : sections_)
      read(s);
    judge_chapters();
    for (section& s : sections_)
      s.in_first = is_first_person(s);
    assign();
    for (const section& s : sections_) {
      if (s.who == k_nobody) continue;
      std::fill(cast_.narrator.begin() + s.first, cast_.narrator.begin() + s.last, s.who);
      cast_.characters[s.who].narrator = true;
    }
  }

 private:
  [[nodiscard]] bool is_word(std::uint32_t i) const noexcept {
    return t_.shape[i] == token_shape::word;
  }

  [[nodiscard]] bool is_story(std::uint32_t chapter) const noexcept {
    const chapter_kind k = in_.chapters[chapter].kind;
    return k == chapter_kind::chapter || k == chapter_kind::part;
  }

  [[nodiscard]] std::uint32_t chapter_of(std::uint32_t token) const noexcept {
    return in_.paragraphs[t_.paragraph[token]].chapter.value;
  }

  [[nodiscard]] std::string_view words_of(std::uint32_t paragraph) const noexcept {
    const byte_range r = in_.paragraphs[paragraph].span;
    return in_.text.substr(r.start.value, r.size());
  }

  void find_tokens_of_paragraphs() {
    last_paragraph_ = t_.paragraph[in_.size() - 1] + 1;
    first_token_.assign(last_paragraph_ + 1, in_.size());
    for (std::uint32_t i = in_.size(); i-- > 0;)
      first_token_[t_.paragraph[i]] = i;
    for (std::uint32_t p = last_paragraph_; p-- > 0;)
      first_token_[p] = std::min(first_token_[p], first_token_[p + 1]);
  }

  void count(std::uint32_t i, voice& v) const {
    ++v.words;
    v.i += t_.is(i, wc::pronoun_i);
    v.we += t_.is(i, wc::pronoun_we);
    v.he_she += t_.is(i, wc::pronoun_he | wc::pronoun_she);
  }

  void count_chapters() {
    for (std::uint32_t i = 0; i < in_.size(); ++i)
      if (is_word(i) && cast_.in_quote[i] == 0) count(i, chapters_[chapter_of(i)]);
  }

  /// One word in a hundred: a third-person narrator's stray "I think" stays far below.
  [[nodiscard]] static bool is_often_i(const voice& v) noexcept {
    return v.i >= 4 && 100 * v.i >= v.words;
  }

  /// "WREN" over a chapter told by "I" is somebody, though no line may call her so.
  void add_heads_of_chapters() {
    const headline_reader known(cast_.characters);
    std::vector<std::string> added;
    for (std::uint32_t c = 0; c < in_.chapters.size(); ++c) {
      if (!is_story(c) || !is_often_i(chapters_[c])) continue;
      std::string name = without_number(in_.chapters[c].title);
      if (name.empty() || name.find(' ') != name.npos ||
          known.teller(in_.chapters[c].title, headline_place::heading) != k_nobody)
        continue;
      const std::string small = text::lower(name);
      if ((in_.words.classes_of(small) & (wc::given_he | wc::given_she | wc::given_any)) == 0 ||
          (in_.words.classes_of(small) & (wc::calendar | wc::function_word)) != 0 ||
          std::find(added.begin(), added.end(), small) != added.end())
        continue;
      added.push_back(small);
      if (name == text::upper(name)) {
        const std::size_t letter = text::decode_at(name, 0).length;
        name = name.substr(0, letter) + small.substr(letter);
      }
      add(name, c, in_.words.classes_of(small));
    }
  }

  std::uint32_t add(std::string name, std::uint32_t chapter, std::uint64_t classes) {
    character c;
    c.name = std::move(name);
    c.aliases.push_back({c.name, 0});
    c.first = in_.chapters[chapter].span.start;
    if ((classes & wc::given_any) == 0 && classes != 0) {
      const bool she = (classes & wc::given_she) != 0;
      const bool he = (classes & wc::given_he) != 0;
      if (she != he) c.pronouns = she ? pronoun_set::she : pronoun_set::he;
      c.pronouns_by.by_name = she != he;
    }
    cast_.characters.push_back(std::move(c));
    return static_cast<std::uint32_t>(cast_.characters.size() - 1);
  }

  void cut_sections() {
    const headline_reader heads(cast_.characters);
    std::uint32_t of_part = k_nobody;
    std::uint32_t openings = 0;
    std::uint32_t chapter = k_nobody;
    bool after_break = false;
    for (std::uint32_t p = 0; p < last_paragraph_; ++p) {
      const std::uint32_t c = in_.paragraphs[p].chapter.value;
      const paragraph_kind kind = in_.paragraphs[p].kind;
      const bool part = in_.chapters[c].kind == chapter_kind::part;
      if (c != chapter) {
        if (part) of_part = k_nobody;
        std::uint32_t head = heads.teller(in_.chapters[c].title, headline_place::heading);
        if (head == k_nobody) head = of_part;
        begin(p, c, head);
        openings = k_openings;
        after_break = false;
        chapter = c;
      } else if (kind == paragraph_kind::heading || kind == paragraph_kind::scene_break) {
        if (sections_.back().first < p && told_in(sections_.back().first, p))
          begin(p, c, sections_.back().headed);
        if (kind == paragraph_kind::heading) openings = k_openings;
        after_break = true;
      }
      if (kind == paragraph_kind::scene_break) continue;
      const bool heading = kind == paragraph_kind::heading;
      const std::uint32_t head = heads.teller(
          words_of(p), heading || is_name_after_break(p, after_break) ? headline_place::heading
                       : openings > 0                                 ? headline_place::opening
                                                                      : headline_place::inside);
      if (!heading && openings > 0) --openings;
      after_break = after_break && heading;
      if (head == k_nobody) continue;
      if (sections_.back().first < p && told_in(sections_.back().first, p)) begin(p, c, head);
      sections_.back().headed = head;
      if (part) of_part = head;
      openings = 0;
    }
    for (std::size_t s = 0; s < sections_.size(); ++s)
      sections_[s].last = s + 1 < sections_.size() ? sections_[s + 1].first : last_paragraph_;
    for (std::size_t s = 1; s < sections_.size(); ++s)
      if (sections_[s].chapter == sections_[s - 1].chapter)
        sections_[s].alone = sections_[s - 1].alone = false;
  }

  void begin(std::uint32_t paragraph, std::uint32_t chapter, std::uint32_t head) {
    section s;
    s.first = paragraph;
    s.chapter = chapter;
    s.headed = head;
    sections_.push_back(s);
  }

  /// Whether anything but headings stands in paragraphs [first, last).
  [[nodiscard]] bool told_in(std::uint32_t first, std::uint32_t last) const {
    return std::any_of(
        in_.paragraphs.begin() + first, in_.paragraphs.begin() + last, [](const paragraph& p) {
          return p.kind != paragraph_kind::heading && p.kind != paragraph_kind::scene_break;
        });
  }

  /// "***", and then "Wren" in a line of its own; but "XXX", and then "Wren." ends a letter.
  [[nodiscard]] bool is_name_after_break(std::uint32_t p, bool after_break) const {
    const std::uint32_t end = first_token_[p + 1];
    return after_break && end > first_token_[p] && end - first_token_[p] <= 4 && is_word(end - 1) &&
           cast_.in_quote[first_token_[p]] == 0;
  }

  void read(section& s) const {
    const std::uint32_t end = first_token_[s.last];
    for (std::uint32_t i = first_token_[s.first]; i < end; ++i) {
      if (!is_word(i)) continue;
      if (in_.paragraphs[t_.paragraph[i]].kind == paragraph_kind::heading) continue;
      if (cast_.in_quote[i] == 0) {
        count(i, s.told);
        if (s.says_so == k_nobody) s.says_so = introduced(i, end);
      } else if (in_letter(i)) {
        count(i, s.written);
      }
    }
    if (begins_like_letter(s)) s.signer = signer(s);
  }

  [[nodiscard]] bool in_letter(std::uint32_t i) const {
    if (letter_.empty()) {
      letter_.assign(t_.size(), 0);
      for (const quote& q : in_.quotes)
        for (const byte_range r : q.spans)
          for (std::uint32_t k = t_.first_at(r.start.value);
               q.kind == quote_kind::letter && k < t_.size() && t_.start[k] < r.end.value; ++k)
            letter_[k] = 1;
    }
    return letter_[i] != 0;
  }

  /// Whom a name at token `i` means; `k_nobody` where none of the cast is named there.
  [[nodiscard]] std::uint32_t named_at(std::uint32_t i) const {
    const auto m =
        std::lower_bound(cast_.mentions.begin(), cast_.mentions.end(), i,
                         [](const person_mention& x, std::uint32_t at) { return x.last <= at; });
    if (m == cast_.mentions.end() || m->first > i || m->form != mention_form::prop) return k_nobody;
    return m->character;
  }

  /// "My name is Marnie", "Call me Marnie", "I, Marnie Quill, ..."
  [[nodiscard]] std::uint32_t introduced(std::uint32_t i, std::uint32_t end) const {
    const auto is = [&](std::uint32_t k, std::string_view f) { return k < end && t_.form(k) == f; };
    if (is(i, "my") && is(i + 1, "name") &&
        (is(i + 2, "is") || is(i + 2, "was") || is(i + 2, "'s")) && i + 3 < end)
      return named_at(i + 3);
    if (is(i, "call") && is(i + 1, "me") && i + 2 < end && t_.capital[i + 2] != 0 &&
        (i == 0 || t_.sentence[i - 1] != t_.sentence[i]))
      return named_at(i + 2);
    // "I, Marnie": and not "he and I, Marnie having gone"
    if (t_.form(i) == "i" && i + 3 < end && t_.text_of(in_.text, i + 1) == "," &&
        (i == 0 || t_.sentence[i - 1] != t_.sentence[i])) {
      const std::uint32_t who = named_at(i + 2);
      std::uint32_t k = i + 2;
      while (who != k_nobody && k < end && named_at(k) == who)
        ++k;
      if (who != k_nobody && k < end && t_.text_of(in_.text, k) == ",") return who;
    }
    return k_nobody;
  }

  /// "Dear Ruth," or "To Mrs. Tarn, Skerrow" in one of its first lines.
  [[nodiscard]] bool begins_like_letter(const section& s) const {
    std::uint32_t lines = 0;
    for (std::uint32_t p = s.first; p < s.last && lines < 4; ++p) {
      if (in_.paragraphs[p].kind == paragraph_kind::heading) continue;
      ++lines;
      std::uint32_t i = first_token_[p];
      const std::uint32_t end = first_token_[p + 1];
      while (i < end && !is_word(i))
        ++i;
      if (i + 1 >= end) continue;
      const std::string& f = t_.form(i);
      const bool dear =
          f == "dear" || f == "dearest" ||
          ((f == "my" || f == "darling") &&
           (t_.form(i + 1) == "dear" || t_.form(i + 1) == "dearest" || t_.form(i + 1) == "own"));
      if (dear || (f == "to" && t_.capital[i + 1] != 0 && end - i <= 12)) return true;
    }
    return false;
  }

  /// The name that stands alone, or behind "Yours ever,", in one of the last lines.
  [[nodiscard]] std::uint32_t signer(const section& s) const {
    std::uint32_t lines = 0;
    for (std::uint32_t p = s.last; p-- > s.first && lines < 4; ++lines) {
      const std::uint32_t begin = first_token_[p];
      const std::uint32_t end = first_token_[p + 1];
      if (end - begin > 12) continue;
      std::uint32_t i = end;
      while (i > begin && !is_word(i - 1))
        --i;
      const std::uint32_t who = i > begin ? named_at(i - 1) : k_nobody;
      if (who == k_nobody) continue;
      while (i > begin && named_at(i - 1) == who)
        --i;
      if (i == begin || t_.text_of(in_.text, i - 1) == "," || !is_word(i - 1)) return who;
    }
    return k_nobody;
  }

  void judge_chapters() {
    first_person_.assign(chapters_.size(), 0);
    std::uint32_t words = 0;
    std::uint32_t words_first = 0;
    std::uint32_t words_we = 0;
    std::vector<std::uint8_t> we(chapters_.size(), 0);
    std::vector<std::uint8_t> headed(chapters_.size(), 0);
    for (const section& s : sections_)
      if (s.headed != k_nobody) headed[s.chapter] = 1;
    for (std::uint32_t c = 0; c < chapters_.size(); ++c) {
      const voice& v = chapters_[c];
      if (!is_story(c)) continue;
      first_person_[c] = is_often_i(v);
      // "We knew the bell. It had called us down to the quay": hardly an "I" among us.
      we[c] = v.we >= 6 && 66 * v.we >= v.words && 8 * v.i <= v.we;
      words += v.words;
      if (first_person_[c] != 0) words_first += v.words;
      if (we[c] != 0) words_we += v.words;
    }
    std::uint32_t words_written = 0;
    for (const section& s : sections_)
      if (is_letter(s)) words_written += s.written.words;
    // One long letter or tale in a book told of "him" makes no narrator.
    rarely_ = 10 * (words_first + words_written) < words + words_written;
    if (rarely_)
      for (std::size_t c = 0; c < first_person_.size(); ++c)
        if (headed[c] == 0) first_person_[c] = 0;
    // A book told by "I" goes on so where a chapter is full of others' talk.
    if (2 * words_first > words)
      for (std::uint32_t c = 0; c < chapters_.size(); ++c)
        first_person_[c] = first_person_[c] != 0 ||
                           (in_.chapters[c].kind == chapter_kind::chapter && chapters_[c].i > 0 &&
                            400 * chapters_[c].i >= chapters_[c].words);
    if (2 * words_we > words) told_by_us_ = std::move(we);
  }

  /// The whole section is one letter.
  [[nodiscard]] static bool is_letter(const section& s) noexcept {
    return s.signer != k_nobody && s.written.i > 0 && 2 * s.written.words >= 3 * s.told.words;
  }

  [[nodiscard]] bool is_first_person(const section& s) const {
    if (!is_story(s.chapter)) return false;
    const std::uint32_t i = s.told.i + s.written.i;
    if (s.headed != k_nobody && i >= 2 && 100 * i >= s.told.words + s.written.words) return true;
    if (is_letter(s) && !rarely_) return true;
    if (first_person_[s.chapter] == 0)
      return !rarely_ && !s.alone && is_often_i(s.told) && 50 * s.told.i >= s.told.words;
    // Between two of hers, a section in which nobody says "I" is told from outside.
    return s.alone || s.told.words < 150 || s.told.i > 0 || s.told.he_she < 8;
  }

  /// Nobody narrates who is told of by name: "Mr. Tarn" over a chapter may be whom it is about.
  [[nodiscard]] bool is_told_of(const section& s, std::uint32_t who) const {
    std::uint32_t told = 0;
    std::uint32_t acts = 0;
    std::uint32_t tags = 0;
    for_mentions(s, [&](const person_mention& m) {
      const bool here = m.character == who && !m.in_quote && m.form == mention_form::prop &&
                        m.role != mention_role::vocative && !in_heading(m.first);
      told += here;
      acts += here && m.role == mention_role::subject;
      tags += here && m.first > 0 && t_.is(m.first - 1, wc::speech_verb);
    });
    // "Tarn sat opposite to him", "said Jonathan Tarn": in "The Strange Story of Jonathan Tarn"
    // another tells.
    return told > 2 + (s.told.i + s.written.i) / 10 || acts >= 2 || tags > 0;
  }

  [[nodiscard]] bool in_heading(std::uint32_t i) const {
    return in_.paragraphs[t_.paragraph[i]].kind == paragraph_kind::heading;
  }

  template <class F>
  void for_mentions(const section& s, F f) const {
    auto m =
        std::lower_bound(cast_.mentions.begin(), cast_.mentions.end(), first_token_[s.first],
                         [](const person_mention& x, std::uint32_t at) { return x.first < at; });
    for (; m != cast_.mentions.end() && m->first < first_token_[s.last]; ++m)
      f(*m);
  }

  void assign() {
    std::vector<section*> open;
    for (section& s : sections_) {
      if (!s.in_first) continue;
      if (s.headed != k_nobody && !is_told_of(s, s.headed))
        s.who = s.headed;
      else if (s.signer != k_nobody && !is_told_of(s, s.signer))
        s.who = s.signer;
      else
        open.push_back(&s);
    }
    hand_over();
    std::erase_if(open, [](const section* s) { return s->who != k_nobody; });
    introduce(open);
    std::erase_if(open, [](const section* s) { return s->who != k_nobody; });
    if (!open.empty()) {
      std::uint32_t who = most_called(open);
      if (who == k_nobody) who = add("Narrator", open.front()->chapter, 0);
      for (section* s : open)
        s->who = who;
    }
    tell_us();
  }

  /// The last introduction holds until the next one; the first one for what goes before.
  void introduce(const std::vector<section*>& open) const {
    std::uint32_t who = k_nobody;
    for (const section* s : open)
      if (who == k_nobody) who = s->says_so;
    for (section* s : open) {
      if (s->says_so != k_nobody) who = s->says_so;
      s->who = who;
    }
  }

  void tell_us() {
    std::uint32_t who = k_nobody;
    for (section& s : sections_) {
      if (told_by_us_.empty() || told_by_us_[s.chapter] == 0 || s.who != k_nobody) continue;
      if (who == k_nobody) {
        who = add("Narrator", s.chapter, 0);
        cast_.characters[who].kind = character_kind::group;
        cast_.characters[who].pronouns = pronoun_set::they;
      }
      s.who = who;
    }
  }

  /// A tale within: from the section behind "and this is the tale that the pilot told me" up to the
  /// one in which the pilot is told of again.
  void hand_over() {
    std::uint32_t teller = k_nobody;
    for (std::size_t s = 1; s < sections_.size(); ++s) {
      section& now = sections_[s];
      if (teller == k_nobody && now.in_first && now.who == k_nobody && sections_[s - 1].in_first)
        teller = hands_over(sections_[s - 1]);
      if (teller == k_nobody) continue;
      bool about = false;
      for_mentions(now, [&](const person_mention& m) {
        about = about || (m.character == teller && !m.in_quote && !in_heading(m.first) &&
                          m.role != mention_role::vocative);
      });
      if (about || now.headed != k_nobody || !is_story(now.chapter))
        teller = k_nobody;
      else if (now.in_first && now.who == k_nobody)
        now.who = teller;
    }
  }

  [[nodiscard]] std::uint32_t hands_over(const section& s) const {
    std::uint32_t end = first_token_[s.last];
    // A break mark or a heading may close the section.
    while (end > first_token_[s.first] &&
           in_.paragraphs[t_.paragraph[end - 1]].kind != paragraph_kind::prose)
      --end;
    if (end == first_token_[s.first]) return k_nobody;
    std::uint32_t first = end - 1;
    while (first > first_token_[s.first] && t_.sentence[first - 1] == t_.sentence[end - 1])
      --first;
    static constexpr std::string_view k_tells[] = {"told", "tells", "began",   "begins", "related",
                                                   "gave", "tell",  "relates", "wrote",  "spoke"};
    static constexpr std::string_view k_tales[] = {"story",   "tale",       "narrative", "account",
                                                   "history", "confession", "follows"};
    const auto has = [&](const auto& list) {
      for (std::uint32_t i = first; i < end; ++i)
        if (std::find(std::begin(list), std::end(list), t_.form(i)) != std::end(list)) return true;
      return false;
    };
    bool tale = has(k_tales) || t_.text_of(in_.text, end - 1) == ":";
    for (std::uint32_t i = first; i + 1 < end; ++i)
      tale = tale || (t_.form(i) == "own" && t_.form(i + 1) == "words");
    if (!has(k_tells) || !tale) return k_nobody;
    std::uint32_t named = k_nobody;
    std::uint32_t before = k_nobody;
    for_mentions(s, [&](const person_mention& m) {
      if (m.in_quote || m.role == mention_role::possessive) return;
      (m.first >= first ? named : before) = m.character;
    });
    if (named != k_nobody) return named;
    for (std::uint32_t i = first; i < end; ++i) {
      if (cast_.in_quote[i] != 0 || !t_.is(i, wc::pronoun_he | wc::pronoun_she)) continue;
      const bool fits =
          before != k_nobody && cast_.characters[before].pronouns !=
                                    (t_.is(i, wc::pronoun_he) ? pronoun_set::she : pronoun_set::he);
      return fits ? before : k_nobody;
    }
    return k_nobody;
  }

  [[nodiscard]] std::uint32_t most_called(const std::vector<section*>& open) const {
    std::vector<name_use_count> uses(cast_.characters.size());
    for (const section* s : open)
      for_mentions(*s, [&](const person_mention& m) {
        name_use_count& u = uses[m.character];
        if (m.form != mention_form::prop) return;
        u.narrated += !m.in_quote;
        u.inside += m.in_quote;
        u.called += m.role == mention_role::vocative;
      });
    std::uint32_t best = k_nobody;
    for (std::uint32_t i = 0; i < uses.size(); ++i) {
      const name_use_count& u = uses[i];
      const bool unnamed_in_narration =
          6 * u.narrated <= u.inside || (u.narrated <= 1 && u.called >= 1);
      if (u.called == 0 || !unnamed_in_narration) continue;
      if (best == k_nobody || u.called > uses[best].called) best = i;
    }
    return best;
  }

  const cast_input& in_;
  const token_layer& t_;
  cast_layer& cast_;
  std::vector<voice> chapters_;
  std::vector<std::uint8_t> first_person_;  ///< of each chapter
  std::vector<std::uint8_t> told_by_us_;    ///< of each chapter; empty where the book is not
  bool rarely_ = false;                     ///< hardly a page of the book is told by "I"
  std::vector<section> sections_;
  std::uint32_t last_paragraph_ = 0;        ///< behind the last that is read
  std::vector<std::uint32_t> first_token_;  ///< of each paragraph, and the end
  mutable std::vector<std::uint8_t> letter_;
};

}  // namespace

void find_narrators(const cast_input& in, cast_layer& cast) {
  narrator_finder(in, cast).find();
}

std::vector<std::uint32_t> narrators_of_chapters(const std::vector<std::uint32_t>& of_paragraph,
                                                 const std::vector<paragraph>& paragraphs,
                                                 std::size_t chapters) {
  std::vector<std::map<std::uint32_t, std::uint32_t>> bytes(chapters);
  for (std::size_t p = 0; p < std::min(of_paragraph.size(), paragraphs.size()); ++p)
    if (of_paragraph[p] != k_nobody)
      bytes[paragraphs[p].chapter.value][of_paragraph[p]] += paragraphs[p].span.size();
  std::vector<std::uint32_t> out(chapters, k_nobody);
  for (std::size_t c = 0; c < chapters; ++c) {
    std::uint32_t most = 0;
    for (const auto& [who, n] : bytes[c])
      if (n > most) most = n, out[c] = who;
  }
  return out;
}

}  // namespace fabula::people
