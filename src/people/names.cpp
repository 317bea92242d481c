#include "people/names.hpp"

#include <algorithm>
#include <unordered_map>

#include "text/unicode.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint64_t k_titles = wc::title_he | wc::title_she | wc::title_any;
constexpr std::uint64_t k_given = wc::given_he | wc::given_she | wc::given_any;
constexpr std::uint64_t k_no_name =
    wc::function_word | wc::interjection | wc::calendar | wc::people_or_tongue | wc::deity;

class name_finder {
 public:
  name_finder(const cast_input& in, const std::vector<std::uint8_t>& in_quote)
      : in_(in), t_(in.tokens), in_quote_(in_quote) {}

  [[nodiscard]] name_table find() {
    count_capitals();
    note_cues();
    find_runs();
    add_descriptions();
    for (name_use& u : table_.uses)
      note_use(u);
    judge();
    return std::move(table_);
  }

  [[nodiscard]] name_table describe(std::vector<name_use> uses, std::size_t forms) {
    count_capitals();
    note_cues();
    table_.forms.resize(forms);
    table_.uses = std::move(uses);
    for (const name_use& u : table_.uses)
      if (table_.forms[u.form].text.empty()) table_.forms[u.form] = make_form(u.first, u.last);
    for (name_use& u : table_.uses)
      note_use(u);
    for (name_form& f : table_.forms)
      if (f.count > 0) settle_gender(f);
    return std::move(table_);
  }

 private:
  [[nodiscard]] bool is_word(std::uint32_t i) const noexcept {
    return t_.shape[i] == token_shape::word;
  }

  [[nodiscard]] bool story_token(std::uint32_t i) const noexcept {
    const paragraph& p = in_.paragraphs[t_.paragraph[i]];
    if (p.kind == paragraph_kind::heading || p.kind == paragraph_kind::scene_break) return false;
    const chapter_kind k = in_.chapters[p.chapter.value].kind;
    return k == chapter_kind::chapter || k == chapter_kind::part;
  }

  /// Whether a capital at `i` may be there for the sentence's sake alone.
  [[nodiscard]] bool initial(std::uint32_t i) const noexcept {
    if (i == 0 || t_.sentence[i - 1] != t_.sentence[i]) return true;
    if (t_.shape[i - 1] == token_shape::quote_mark) return true;
    if (t_.shape[i - 1] != token_shape::punctuation) return false;
    const std::string_view w = t_.text_of(in_.text, i - 1);
    return w != "," && w != ";" && w != "(";
  }

  /// Words in capitals throughout ("CHAPTER", "NO ENTRY") tell nothing about names.
  [[nodiscard]] bool shouted(std::uint32_t i) const noexcept {
    const std::string_view w = t_.text_of(in_.text, i);
    return w.size() > 2 && text::is_upper(text::decode_at(w, 1).code_point);
  }

  /// "KROOK" on a sign is Krook.
  [[nodiscard]] static bool shouted_text(std::string_view w) noexcept {
    return w.size() > 2 &&
           std::none_of(w.begin(), w.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  /// "ROBIN STRAKE" on a stone: Robin Strake.
  [[nodiscard]] static std::string with_small_letters(std::string_view w) {
    std::string out;
    bool first = true;
    for (std::size_t i = 0; i < w.size();) {
      const text::decoded d = text::decode_at(w, i);
      text::append_utf8(out, first ? d.code_point : text::to_lower(d.code_point));
      first = !text::is_letter(d.code_point) && d.code_point != '\'' && d.code_point != 0x2019;
      i += d.length;
    }
    return out;
  }

  void count_capitals() {
    const std::size_t n = t_.words.forms.size();
    inside_.assign(n, 0);
    initial_.assign(n, 0);
    small_.assign(n, 0);
    acts_.assign(n, 0);
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (!is_word(i)) continue;
      if (t_.capital[i] == 0)
        ++small_[t_.word[i]];
      else if (initial(i) || shouted(i))
        ++initial_[t_.word[i]];
      else {
        ++inside_[t_.word[i]];
        acts_[t_.word[i]] += i + 1 < t_.size() && (acts_like_person(i) || t_.form(i + 1) == "'s");
      }
    }
  }

  /// A word that can be (part of) a name wherever it bears a capital.
  [[nodiscard]] bool name_word(std::uint32_t i) const noexcept {
    if (!is_word(i) || t_.capital[i] == 0) return false;
    const std::string& f = t_.form(i);
    if (f[0] == '\'' || f.size() < 2 || elided(i)) return false;
    const std::uint32_t w = t_.word[i];
    if (t_.is(i, k_no_name)) return is_used_as_name(i);
    if (t_.is(i, wc::person_he | wc::person_she | wc::person_any) && !t_.is(i, k_given))
      return false;
    if (inside_[w] > 0 && 2 * small_[w] < inside_[w] + (t_.is(i, k_given) ? initial_[w] : 0))
      return true;
    // Only ever at the start of sentences: a given name, or a word never written small and seen
    // often.
    if (small_[w] > 0 || inside_[w] > 0) return false;
    return t_.is(i, k_given) || cue_token_[i] != 0 || (initial_[w] >= 2 && acts_like_person(i));
  }

  /// `Th' cat`: the rest of a word, not a name.
  [[nodiscard]] bool elided(std::uint32_t i) const noexcept {
    return t_.end[i] - t_.start[i] <= 3 && i + 1 < t_.size() && t_.start[i + 1] == t_.end[i] &&
           t_.shape[i + 1] == token_shape::quote_mark && t_.form(i + 1) != "\"";
  }

  /// May, April, Grace: words of other classes that act like people inside sentences.
  [[nodiscard]] bool is_used_as_name(std::uint32_t i) const noexcept {
    const std::uint32_t w = t_.word[i];
    if (!t_.is(i, wc::calendar | wc::auxiliary) || t_.is(i, wc::pronoun_i)) return false;
    const bool often = acts_[w] >= 3 && 4 * acts_[w] >= inside_[w];
    const bool never_small = acts_[w] >= 1 && small_[w] == 0 && !t_.is(i, wc::calendar);
    return (often || never_small) && (!initial(i) || acts_like_person(i));
  }

  [[nodiscard]] bool acts_like_person(std::uint32_t i) const noexcept {
    return i + 1 < t_.size() && t_.is(i + 1, wc::auxiliary | wc::common_verb | wc::speech_verb) &&
           t_.capital[i + 1] == 0 && !t_.form(i).ends_with("ing") && !t_.form(i).ends_with("ly");
  }

  [[nodiscard]] bool is_title(std::uint32_t i) const noexcept {
    return is_word(i) && t_.capital[i] != 0 && t_.is(i, k_titles);
  }

  [[nodiscard]] bool follows(std::uint32_t i, std::uint32_t before) const noexcept {
    return i < t_.size() && t_.sentence[i] == t_.sentence[before];
  }

  /// The end of the name that begins at `i`; `i` itself where none does.
  [[nodiscard]] std::uint32_t name_end(std::uint32_t i) const {
    std::uint32_t k = i;
    bool titled = false;
    std::uint32_t words = 0;
    while (k < t_.size() && follows(k, i) && k < i + 8) {
      const bool initial_letter = is_word(k) && t_.capital[k] != 0 &&
                                  t_.end[k] - t_.start[k] == 2 &&
                                  t_.text_of(in_.text, k)[1] == '.' && k + 1 < t_.size() &&
                                  follows(k + 1, i) && (looks_like_name(t_, k + 1));
      if (is_title(k) && (words == 0) && follows(k + 1, i) && may_follow_title(k)) {
        titled = true;
      } else if (name_word(k) || (titled && words == 0 && k > i && after_title(k)) ||
                 initial_letter) {
        ++words;
      } else if (words > 0 && t_.is(k, wc::particle) && k + 1 < t_.size() && follows(k + 1, i) &&
                 (name_word(k + 1) || t_.is(k + 1, wc::particle))) {
        // de Bourgh
      } else if (titled && words == 0 && t_.is(k, wc::particle) && follows(k + 1, i) &&
                 (name_word(k + 1) || t_.is(k + 1, wc::particle))) {
        // Mr. van der Meer
      } else if (t_.form(k) == "of" && titled && words == 0 && k > i && follows(k + 1, i) &&
                 name_word(k + 1)) {
        ++words;  // Duke of Norfolk
      } else {
        break;
      }
      ++k;
    }
    return words > 0 ? k : i;
  }

  /// "Sister Anne" and "Captain Hale" are names; "Madam," and "Doctor said" are titles alone.
  [[nodiscard]] bool may_follow_title(std::uint32_t title) const noexcept {
    const std::uint32_t k = title + 1;
    if (!is_word(k)) return false;
    return t_.capital[k] != 0 || t_.is(k, wc::particle) || t_.form(k) == "of";
  }

  /// Behind a title any capitalised word that is not of a closed class is a name: "Mr. Rabbit".
  [[nodiscard]] bool after_title(std::uint32_t k) const noexcept {
    return is_word(k) && t_.capital[k] != 0 && !t_.is(k, wc::function_word | wc::interjection);
  }

  void find_runs() {
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (!is_word(i) || t_.capital[i] == 0 || !story_token(i)) continue;
      std::uint32_t first = i;
      std::uint32_t end = name_end(i);
      if (end == i) {
        if (!lone_title(i)) continue;
        end = i + 1;
      }
      // "Poor Anne", "Old Hale" at the start of a sentence: the adjective is none of the name.
      while (first + 1 < end && t_.is(first, wc::adjective) && !t_.is(first, k_titles | k_given) &&
             2 * inside_[t_.word[first]] < small_[t_.word[first]] + 2)
        ++first;
      add_use(first, end);
      i = end - 1;
    }
  }

  /// "the Captain", "Mother": a title or kin word that stands for somebody by itself.
  [[nodiscard]] bool lone_title(std::uint32_t i) const noexcept {
    if (!is_title(i) && !t_.is(i, wc::kin)) return false;
    if (t_.is(i, wc::abbreviation) || shouted(i)) return false;
    const std::string& f = t_.form(i);
    if (f == "sir" || f == "madam" || f == "miss" || f == "lord" || f == "don" || f == "general" ||
        f == "major" || f == "private" || f == "saint" || f == "mister" || f == "justice" ||
        f == "dame")
      return i > 0 && t_.form(i - 1) == "the" && !initial(i) && t_.is(i, wc::title_any);
    if (i > 0 && t_.is(i - 1, wc::possessive)) return false;  // "my Mother" is relative to somebody
    const std::uint32_t w = t_.word[i];
    return inside_[w] > 0 && (!initial(i) || inside_[w] >= small_[w]);
  }

  void add_use(std::uint32_t first, std::uint32_t last) {
    std::string key;
    for (std::uint32_t k = first; k < last; ++k) {
      std::string f = t_.form(k);
      if (f.ends_with('.') && f.size() > 2) f.pop_back();
      key += f;
      key += ' ';
    }
    if (first > 0 && last == first + 1 && t_.form(first - 1) == "the" &&
        t_.is(first, k_titles | wc::kin))
      key.insert(0, "the ");
    const auto [found, is_new] =
        ids_.try_emplace(key, static_cast<std::uint32_t>(table_.forms.size()));
    if (is_new)
      table_.forms.push_back(make_form(first, last));
    else if (shouted_text(table_.forms[found->second].text))
      table_.forms[found->second].text = make_form(first, last).text;
    table_.uses.push_back({first, last, found->second, mention_role::other});
  }

  [[nodiscard]] name_form make_form(std::uint32_t first, std::uint32_t last) const {
    name_form f;
    f.first_token = first;
    for (std::uint32_t k = first; k < last; ++k) {
      if (!f.text.empty()) f.text += ' ';
      f.text += t_.text_of(in_.text, k);
      const bool title = is_title(k) && f.words.empty() && k + 1 < last;
      if (title)
        f.titles.push_back(t_.word[k]);
      else if (!t_.is(k, wc::particle) || k + 1 == last) {
        if (t_.form(k) != "of") f.words.push_back(t_.word[k]);
      }
    }
    return f;
  }

  /// `said the waiter`: the description becomes a form, and so does each of its uses.
  void add_descriptions() {
    std::unordered_map<std::string, std::uint32_t> heads;
    for (const auto& subject : in_.cue_subjects) {
      if (!subject || subject->kind != phrase_kind::description) continue;
      if (!t_.is(subject->first, wc::article) || story_token(subject->first) == false) continue;
      std::string key = description_key(*subject);
      if (heads.contains(key)) continue;
      heads.emplace(key, static_cast<std::uint32_t>(table_.forms.size()));
      name_form f;
      f.description = true;
      f.first_token = subject->first;
      f.text = "the";
      for (std::uint32_t k = subject->first + 1; k < subject->last; ++k) {
        f.text += ' ';
        f.text += t_.text_of(in_.text, k);
        f.words.push_back(t_.word[k]);
      }
      table_.forms.push_back(std::move(f));
    }
    if (heads.empty()) return;
    std::vector<name_use> found;
    for (std::uint32_t i = 0; i + 1 < t_.size(); ++i) {
      if (!t_.is(i, wc::article) || t_.form(i) != "the" || !story_token(i)) continue;
      std::string key;
      std::uint32_t end = 0;
      std::uint32_t form = 0;
      for (std::uint32_t k = i + 1; k < std::min(t_.size(), i + 6) && is_word(k) && follows(k, i);
           ++k) {
        key += t_.form(k) + ' ';
        const auto known = heads.find(key);
        if (known != heads.end()) end = k + 1, form = known->second;
      }
      if (end == 0) continue;
      found.push_back({i, end, form, mention_role::other});
      i = end - 1;
    }
    merge_uses(found);
  }

  [[nodiscard]] std::string description_key(const person_phrase& d) const {
    std::string key;
    for (std::uint32_t k = d.first + 1; k < d.last; ++k)
      key += t_.form(k) + ' ';
    return key;
  }

  void merge_uses(const std::vector<name_use>& more) {
    std::vector<name_use> all;
    all.reserve(table_.uses.size() + more.size());
    std::merge(table_.uses.begin(), table_.uses.end(), more.begin(), more.end(),
               std::back_inserter(all),
               [](const name_use& a, const name_use& b) { return a.first < b.first; });
    table_.uses.clear();
    for (const name_use& u : all)
      if (table_.uses.empty() || u.first >= table_.uses.back().last) table_.uses.push_back(u);
  }

  void note_cues() {
    cue_token_.assign(t_.size(), 0);
    for (const auto& subject : in_.cue_subjects)
      if (subject)
        for (std::uint32_t k = subject->first; k < subject->last; ++k)
          cue_token_[k] = 1;
  }

  void note_use(name_use& u) {
    name_form& f = table_.forms[u.form];
    ++f.count;
    const bool quoted = in_quote_[u.first] != 0;
    f.inside += quoted;
    const bool speaks = cue_token_[u.last - 1] != 0;
    f.speaks += speaks;
    const std::uint32_t next =
        u.last < t_.size() && t_.paragraph[u.last] == t_.paragraph[u.first] ? u.last : k_nobody;
    if (u.first > 0 && t_.sentence[u.first - 1] == t_.sentence[u.first]) {
      const std::uint32_t b = u.first - 1;
      f.the_before += t_.form(b) == "the";
      f.in_places +=
          (t_.is(b, wc::place_preposition) && t_.form(b) != "from") || t_.form(b) == "on";
    }
    if (next != k_nobody) {
      // "Skerrow pier": a place bears the name.
      f.in_places += t_.is(next, wc::place_noun) && t_.capital[next] == 0 &&
                     t_.sentence[next] == t_.sentence[u.first];
      if (t_.form(next) == "'s") {
        ++f.owns;
        u.role = mention_role::possessive;
      } else if (t_.is(next,
                       wc::auxiliary | wc::common_verb | wc::speech_verb | wc::thought_verb) &&
                 t_.sentence[next] == t_.sentence[u.first] && t_.capital[next] == 0) {
        ++f.acts;
        u.role = told_back(next) ? mention_role::absent : mention_role::subject;
      } else if (t_.is(next, wc::adverb) && next + 1 < t_.size() &&
                 t_.is(next + 1, wc::auxiliary | wc::common_verb | wc::speech_verb)) {
        u.role = mention_role::subject;
      }
    }
    if (speaks) u.role = mention_role::subject;
    if (quoted && is_vocative(u)) {
      u.role = mention_role::vocative;
      ++f.called;
    }
    if (!quoted && u.role == mention_role::subject) note_pronoun(u, f);
  }

  /// "Hester had taught them": what is told back puts nobody into the scene.
  [[nodiscard]] bool told_back(std::uint32_t verb) const noexcept {
    if (t_.form(verb) != "had" && t_.form(verb) != "'d") return false;
    const std::uint32_t k = verb + 1;
    return k < t_.size() &&
           (t_.form(k).ends_with("ed") || t_.form(k) == "been" || t_.form(k) == "never" ||
            t_.form(k) == "always" || t_.form(k) == "already" || t_.form(k) == "gone" ||
            t_.is(k, wc::common_verb | wc::speech_verb));
  }

  /// Inside speech, parted from the sentence by commas or its ends: "Come here, Anne."
  [[nodiscard]] bool is_vocative(const name_use& u) const noexcept {
    const auto parts = [&](std::uint32_t i) {
      return t_.shape[i] == token_shape::punctuation || t_.shape[i] == token_shape::quote_mark;
    };
    const std::uint32_t p = t_.paragraph[u.first];
    const std::uint32_t b = u.first;
    const bool interjection =
        b > 0 && t_.paragraph[b - 1] == p && is_word(b - 1) &&
        (t_.is(b - 1, wc::interjection) || t_.form(b - 1) == "dear" || t_.form(b - 1) == "my" ||
         t_.form(b - 1) == "poor" || t_.form(b - 1) == "you");
    const bool before = b == 0 || t_.paragraph[b - 1] != p || parts(b - 1) || interjection;
    const std::uint32_t e = u.last;
    const bool after =
        e >= t_.size() || t_.paragraph[e] != p || (parts(e) && t_.text_of(in_.text, e) != "'");
    // "Anne, Diana and I": a list, not a call.
    const bool list = e + 2 < t_.size() &&
                      (t_.form(e) == "and" || (t_.form(e) == "," && t_.form(e + 2) == "and"));
    return before && after && !list;
  }

  /// The pronoun that follows a subject soon, before another name, tells its gender.
  void note_pronoun(const name_use& u, name_form& f) const {
    const std::uint32_t stop = std::min(t_.size(), u.last + 18);
    for (std::uint32_t k = u.last; k < stop && t_.paragraph[k] == t_.paragraph[u.first]; ++k) {
      if (in_quote_[k] != 0) continue;
      if (looks_like_name(t_, k) && !initial(k)) return;
      if (t_.is(k, wc::person_he | wc::person_she)) return;
      if (t_.is(k, wc::pronoun_he)) {
        ++f.he;
        return;
      }
      if (t_.is(k, wc::pronoun_she)) {
        ++f.she;
        return;
      }
    }
  }

  [[nodiscard]] std::uint64_t classes(std::uint32_t word) const noexcept {
    return t_.words.classes[word];
  }

  void judge() {
    std::vector<char> person(table_.forms.size(), 0);
    for (std::size_t i = 0; i < table_.forms.size(); ++i) {
      name_form& f = table_.forms[i];
      settle_gender(f);
      f.known_given = !f.description && !f.words.empty() && (classes(f.words[0]) & k_given) != 0;
      person[i] = is_person(f);
    }
    std::erase_if(table_.uses, [&](const name_use& u) { return person[u.form] == 0; });
    for (std::size_t i = 0; i < table_.forms.size(); ++i)
      if (person[i] == 0) table_.forms[i].count = 0;
    for (name_form& f : table_.forms)
      if (shouted_text(f.text)) f.text = with_small_letters(f.text);
  }

  void settle_gender(name_form& f) const {
    std::uint64_t bits = 0;
    for (const std::uint32_t w : f.titles)
      bits |= classes(w);
    if (f.words.size() == 1 && f.titles.empty())
      bits |= classes(f.words[0]) & (wc::title_he | wc::title_she | wc::person_he | wc::person_she);
    if (f.description) bits |= classes(f.words.back());
    f.married = (bits & wc::title_married) != 0;
    const bool she =
        (bits & (wc::title_she | (f.description ? std::uint64_t{wc::person_she} : 0))) != 0;
    const bool he =
        (bits & (wc::title_he | (f.description ? std::uint64_t{wc::person_he} : 0))) != 0;
    if (she != he) {
      f.sex = she ? gender::she : gender::he;
      return;
    }
    const std::uint64_t given = f.words.empty() || f.description ? 0 : classes(f.words[0]);
    const bool known_she =
        (given & wc::given_she) != 0 && (given & (wc::given_he | wc::given_any)) == 0;
    const bool known_he =
        (given & wc::given_he) != 0 && (given & (wc::given_she | wc::given_any)) == 0;
    const std::uint32_t total = f.she + f.he;
    // Counts overrule a list only where they are many and clear: "Ruth" may sit beside a "he".
    if (total >= 8 && f.she >= 4 * f.he)
      f.sex = gender::she;
    else if (total >= 8 && f.he >= 4 * f.she)
      f.sex = gender::he;
    else if (known_she || known_he)
      f.sex = known_she ? gender::she : gender::he;
    else if (total >= 2 && 10 * f.she >= 23 * f.he)
      f.sex = gender::she;
    else if (total >= 2 && 10 * f.he >= 23 * f.she)
      f.sex = gender::he;
  }

  [[nodiscard]] bool is_person(const name_form& f) const {
    if (f.count == 0) return false;
    if (f.description) {
      // "said the phone", "said the dark" are turns of speech; "said the mariner" comes again.
      const std::uint64_t head = classes(f.words.back());
      constexpr std::uint64_t somebody =
          wc::person_he | wc::person_she | wc::person_any | wc::kin | wc::animal | k_titles;
      if ((head & somebody) != 0) return true;
      return (head & (wc::device_noun | wc::body_noun | wc::sign_noun)) == 0 && f.speaks >= 2;
    }
    if (f.words.empty()) return false;
    const std::uint64_t last = classes(f.words.back());
    const std::uint64_t first = classes(f.words[0]);
    const bool known_given = (first & k_given) != 0;
    if (f.titled()) return (last & wc::place_noun) == 0 || f.words.size() == 1 || f.speaks > 0;
    if ((last & (wc::place_noun | wc::organization_noun)) != 0 && f.words.size() > 1)
      return f.speaks > 0;
    const bool placed = 4 * f.in_places > f.count;
    if (f.speaks > 0 && 50 * f.speaks >= f.count && !placed) return true;
    if (f.called > 1 && !placed) return true;
    if (known_given && 2 * f.in_places <= f.count) return true;
    if (f.words.size() > 1 && known_given) return true;
    if (2 * f.the_before > f.count && f.speaks == 0) return false;
    if (placed) return false;
    const std::uint32_t signs = f.acts + f.owns + f.called;
    return f.acts > 0 && 8 * signs >= f.count;
  }

  const cast_input& in_;
  const token_layer& t_;
  const std::vector<std::uint8_t>& in_quote_;
  std::vector<std::uint32_t> inside_;   ///< of each word form: capital inside a sentence
  std::vector<std::uint32_t> initial_;  ///< capital where a sentence begins
  std::vector<std::uint32_t> small_;    ///< without one
  std::vector<std::uint32_t> acts_;     ///< capital inside a sentence, and a verb or 's behind it
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::uint8_t> cue_token_;
  name_table table_;
};

}  // namespace

name_table find_names(const cast_input& in, const std::vector<std::uint8_t>& in_quote) {
  return name_finder(in, in_quote).find();
}

name_table describe_uses(const cast_input& in, const std::vector<std::uint8_t>& in_quote,
                         std::vector<name_use> uses, std::size_t forms) {
  return name_finder(in, in_quote).describe(std::move(uses), forms);
}

}  // namespace fabula::people
