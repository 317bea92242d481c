#include "people/names.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "language/neo_pronouns.hpp"
#include "people/vague_roles.hpp"
#include "text/unicode.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint64_t k_given = wc::given_he | wc::given_she | wc::given_any;
constexpr std::uint64_t k_no_name =
    wc::function_word | wc::interjection | wc::calendar | wc::people_or_tongue | wc::deity;

constexpr std::uint64_t k_counted =
    wc::pronoun_he | wc::pronoun_she | wc::pronoun_they | language::k_neo_pronouns;

constexpr std::uint8_t k_as_person = 1;
constexpr std::uint8_t k_as_other = 2;

class name_finder {
 public:
  name_finder(const cast_input& in, const std::vector<std::uint8_t>& in_quote)
      : in_(in), t_(in.tokens), in_quote_(in_quote) {}

  [[nodiscard]] name_table find() {
    count_capitals();
    note_cues();
    note_types();
    find_runs();
    add_descriptions();
    for (name_use& u : table_.uses)
      note_use(u);
    find_groups();
    judge();
    note_trees();
    count_pronouns();
    count_large();
    for (name_form& f : table_.forms)
      settle_gender(f);
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
    note_trees();
    count_pronouns();
    for (name_form& f : table_.forms)
      if (f.count > 0) settle_gender(f);
    return std::move(table_);
  }

 private:
  [[nodiscard]] bool is_word(std::uint32_t i) const noexcept {
    return t_.shape[i] == token_shape::word;
  }

  [[nodiscard]] bool story_token(std::uint32_t i) const noexcept { return is_story_token(in_, i); }

  [[nodiscard]] bool initial(std::uint32_t i) const noexcept { return is_initial_token(in_, i); }

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
    for (std::uint32_t i = 0; i < in_.size(); ++i) {
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
    if (f[0] == '\'' || f.size() < 2 || elided(i) || only_addresses(f)) return false;
    const std::uint32_t w = t_.word[i];
    if (t_.is(i, k_no_name)) return is_used_as_name(i);
    if (t_.is(i, wc::person_he | wc::person_she | wc::person_any) && !t_.is(i, k_given))
      return false;
    // "Small", "Hope": the sentence tells what the word alone does not.
    if (inside_[w] > 0 && !t_.is(i, wc::title) && tagged_person(i)) return true;
    // "Elias Strake" at the head of a line: the surname behind it tells.
    if (small_[w] == 0 && !t_.is(i, wc::title | wc::adjective) && follows(i + 1, i) &&
        t_.capital[i + 1] != 0 && is_word(i + 1) &&
        inside_[t_.word[i + 1]] > small_[t_.word[i + 1]] && tagged_person(i) &&
        tagged_person(i + 1))
      return true;
    if (inside_[w] > 0 && 2 * small_[w] < inside_[w] + (t_.is(i, k_given) ? initial_[w] : 0))
      return true;
    // Only ever at the start of sentences: a given name, or a word never written small and seen
    // often.
    if (small_[w] > 0 || inside_[w] > 0 || is_adverb(i)) return false;
    return t_.is(i, k_given) || cue_token_[i] != 0 || (initial_[w] >= 2 && acts_like_person(i));
  }

  /// "Finally Ruth said:"
  [[nodiscard]] bool is_adverb(std::uint32_t i) const noexcept {
    return t_.is(i, wc::adverb) ||
           (in_.has_syntax() && in_.syntax->tokens[i].upos == universal_tag::adv);
  }

  [[nodiscard]] bool tagged_person(std::uint32_t i) const noexcept {
    return !types_.empty() && types_[i] == k_as_person &&
           in_.syntax->tokens[i].upos == universal_tag::propn;
  }

  /// What the network takes each token of a name for: the innermost phrase decides.
  void note_types() {
    if (!in_.has_syntax()) return;
    types_.assign(t_.size(), 0);
    for (const language::phrase& p : in_.syntax->phrases) {
      if (p.form != mention_form::prop || p.words.end.value > in_.size()) continue;
      std::fill(types_.begin() + p.words.start.value, types_.begin() + p.words.end.value,
                p.type == mention_type::per ? k_as_person : k_as_other);
    }
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
    return is_word(i) && t_.capital[i] != 0 && t_.is(i, wc::title);
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
      // `"Mr. Hastings--Miss Howard."` is two people.
      if (words > 0 && is_title(k) && t_.is(k, wc::title_he | wc::title_she) &&
          !t_.is(k, k_given) && follows(k + 1, i) && is_word(k + 1) && t_.capital[k + 1] != 0)
        break;
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
    for (std::uint32_t i = 0; i < in_.size(); ++i) {
      if (!is_word(i) || t_.capital[i] == 0 || !story_token(i)) continue;
      std::uint32_t first = i;
      std::uint32_t end = name_end(i);
      if (end == i) {
        if (!lone_title(i)) continue;
        end = i + 1;
      }
      // "Poor Anne", "Old Hale" at the start of a sentence: the adjective is none of the name.
      while (first + 1 < end && t_.is(first, wc::adjective) && !t_.is(first, wc::title | k_given) &&
             2 * inside_[t_.word[first]] < small_[t_.word[first]] + 2)
        ++first;
      add_use(first, end);
      i = end - 1;
    }
  }

  /// Words that address anybody: "Yes, Madame."
  [[nodiscard]] static bool only_addresses(std::string_view f) noexcept {
    static constexpr std::string_view k_words[] = {
        "sir", "madam", "ma'am", "madame", "monsieur", "mademoiselle", "mlle",      "mlle.",
        "mme", "mme.",  "m.",    "m'sieu", "signor",   "signora",      "signorina", "messrs.",
        "mr",  "mr.",   "mrs",   "mrs.",   "ms",       "ms."};
    return std::find(std::begin(k_words), std::end(k_words), f) != std::end(k_words);
  }

  /// "the Captain", "Mother": a title or kin word that stands for somebody by itself.
  [[nodiscard]] bool lone_title(std::uint32_t i) const noexcept {
    if (!is_title(i) && !t_.is(i, wc::kin)) return false;
    if (t_.is(i, wc::abbreviation) || shouted(i)) return false;
    const std::string& f = t_.form(i);
    if (only_addresses(f)) return false;
    if ((f == "general" || f == "major") && tagged_person(i)) return true;
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
        t_.is(first, wc::title | wc::kin))
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
      const std::string_view w = t_.text_of(in_.text, k);
      // "MRS. Rachel Lynde" opens a chapter; "KROOK" is seen to when every use is known.
      f.text += last > first + 1 && is_title(k) && shouted_text(w) ? with_small_letters(w)
                                                                   : std::string(w);
      const bool title = is_title(k) && f.words.empty() && k + 1 < last;
      if (title)
        f.titles.push_back(t_.word[k]);
      else if (!t_.is(k, wc::particle) || k + 1 == last) {
        if (t_.form(k) != "of") f.words.push_back(t_.word[k]);
      }
    }
    return f;
  }

  /// `said nanny`: one word without article or owner.
  [[nodiscard]] bool stands_bare(std::uint32_t i) const {
    return t_.capital[i] == 0 &&
           t_.is(i, wc::kin | wc::title | wc::person_he | wc::person_she | wc::person_any) &&
           (i == 0 || t_.sentence[i - 1] != t_.sentence[i] ||
            !t_.is(i - 1, wc::article | wc::possessive | wc::demonstrative | wc::adjective));
  }

  /// "The other engineer" and "the latter" are now one, now another of those who are about.
  [[nodiscard]] bool is_relative(std::uint32_t i) const {
    const std::string& f = t_.form(i);
    return f == "other" || f == "former" || f == "latter";
  }

  /// `said the waiter`, `said nanny`: the description becomes a form, and so does each of its uses.
  void add_descriptions() {
    std::unordered_map<std::string, std::uint32_t> heads;
    std::unordered_map<std::uint32_t, std::uint32_t> bare;  // word to form
    std::vector<name_use> found;
    for (const auto& subject : in_.cue_subjects) {
      if (!subject || subject->kind != phrase_kind::description) continue;
      if (subject->last > in_.size() || !story_token(subject->first)) continue;
      if (subject->last == subject->first + 1 && stands_bare(subject->first)) {
        const auto form = static_cast<std::uint32_t>(table_.forms.size());
        if (!bare.emplace(t_.word[subject->first], form).second) continue;
        name_form f;
        f.description = true;
        f.first_token = subject->first;
        f.text = t_.form(subject->first);
        f.words.push_back(t_.word[subject->first]);
        table_.forms.push_back(std::move(f));
        continue;
      }
      if (!t_.is(subject->first, wc::article) || is_relative(subject->first + 1)) continue;
      const auto [known, is_new] =
          heads.emplace(description_key(*subject), static_cast<std::uint32_t>(table_.forms.size()));
      // "said a voice": he comes in so, and is "the voice" from then on.
      if (t_.form(subject->first) != "the")
        found.push_back({subject->first, subject->last, known->second, mention_role::other});
      if (!is_new) continue;
      name_form f;
      f.description = true;
      f.first_token = subject->first;
      f.text = t_.form(subject->first);
      for (std::uint32_t k = subject->first + 1; k < subject->last; ++k) {
        f.text += ' ';
        f.text += t_.text_of(in_.text, k);
        f.words.push_back(t_.word[k]);
      }
      table_.forms.push_back(std::move(f));
    }
    add_acting(heads);
    if (heads.empty() && bare.empty()) return;
    for (std::uint32_t i = 0; i + 1 < in_.size(); ++i) {
      if (const auto known = bare.find(t_.word[i]);
          known != bare.end() && story_token(i) && stands_bare(i))
        found.push_back({i, i + 1, known->second, mention_role::other});
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
      // "a voice" that turns out to be "the voice" again is called so in a list.
      std::string& text = table_.forms[form].text;
      if (text.front() == 'a') text.replace(0, text.find(' '), "the");
      found.push_back({i, end, form, mention_role::other});
      i = end - 1;
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const name_use& a, const name_use& b) { return a.first < b.first; });
    merge_uses(found);
  }

  /// Nouns that are somebody's work: "the waiter", but not "the man", who may be anybody.
  [[nodiscard]] bool is_work(std::uint32_t i) const {
    static constexpr std::string_view k_suffixes[] = {"er",    "or",  "ess", "maid", "man",
                                                      "woman", "ist", "ian", "ant",  "ent"};
    const std::string& f = t_.form(i);
    if (!t_.is(i, wc::person_any | wc::person_he | wc::person_she) || t_.is(i, wc::kin))
      return false;
    return !is_vague_role(f) && std::any_of(std::begin(k_suffixes), std::end(k_suffixes),
                                            [&](std::string_view s) { return f.ends_with(s); });
  }

  /// `The waiter brought the soup. The waiter bowed.`: who acts twice and soon is one, though he
  /// says nothing. One who turns up all over a book is whoever drives that day, or has a name.
  void add_acting(std::unordered_map<std::string, std::uint32_t>& heads) {
    if (!in_.has_syntax()) return;
    static constexpr relation k_nsubj = relation_named("nsubj");
    static constexpr relation k_appos = relation_named("appos");
    static constexpr penn_tag k_singular = penn_tag_named("NN");
    constexpr std::uint32_t k_scene = 1500;  // tokens
    struct role {
      std::uint32_t first = 0;  ///< the article of the first use
      std::uint32_t last = 0;
      std::uint32_t acts = 0;
      bool of_somebody = false;  ///< "Osric, the waiter", "the waiter, Osric"
    };
    std::unordered_map<std::string, role> roles;
    std::vector<std::string> order;
    const std::vector<token>& trees = in_.syntax->tokens;
    for (std::uint32_t i = 1; i < in_.size(); ++i) {
      if (!is_word(i) || !is_work(i) || trees[i].xpos != k_singular || !story_token(i)) continue;
      const auto [at, is_new] = roles.try_emplace(t_.form(i));
      role& r = at->second;
      if (is_new) {
        r.first = i - 1;
        order.push_back(t_.form(i));
      }
      r.last = i;
      const token& head = trees[trees[i].head.value];
      const bool the = t_.form(i - 1) == "the";
      if (trees[i].relation != k_nsubj || head.upos != universal_tag::verb) {
        r.of_somebody = r.of_somebody || trees[i].relation == k_appos || is_predicate(i) ||
                        (i + 1 < in_.size() && t_.capital[i + 1] != 0 && follows(i + 1, i));
        continue;
      }
      if (the && in_quote_[i] == 0) ++r.acts;
    }
    for (const std::string& noun : order) {
      const role& r = roles[noun];
      if (r.acts < 2 || r.of_somebody || r.last - r.first > k_scene || is_title_of_name(noun))
        continue;
      const auto [at, is_new] =
          heads.emplace(noun + ' ', static_cast<std::uint32_t>(table_.forms.size()));
      if (!is_new) continue;
      name_form f;
      f.description = true;
      f.acting = true;
      f.first_token = r.first;
      f.text = "the " + noun;
      f.words.push_back(t_.word[r.last]);
      table_.forms.push_back(std::move(f));
    }
  }

  /// "Osric was the waiter": a verb "to be" hangs on the noun.
  [[nodiscard]] bool is_predicate(std::uint32_t i) const {
    static constexpr relation k_cop = relation_named("cop");
    const std::vector<token>& trees = in_.syntax->tokens;
    for (std::uint32_t k = i - std::min(i, 6U); k < i; ++k)
      if (trees[k].relation == k_cop && trees[k].head.value == i) return true;
    return false;
  }

  /// "the captain" is Captain Strake.
  [[nodiscard]] bool is_title_of_name(std::string_view noun) const {
    return std::any_of(table_.forms.begin(), table_.forms.end(), [&](const name_form& f) {
      return std::any_of(f.titles.begin(), f.titles.end(),
                         [&](std::uint32_t w) { return t_.words.forms[w] == noun; }) ||
             std::any_of(f.words.begin(), f.words.end(), [&](std::uint32_t w) {
               return !f.description && t_.words.forms[w] == noun;
             });
    });
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
      if (subject && subject->last <= in_.size())
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
      f.the_before += t_.form(b) == "the" || t_.form(b) == "two" || t_.form(b) == "both" ||
                      t_.form(b) == "three" || t_.form(b) == "these" || t_.form(b) == "those";
      f.the_led += is_led_by_the(b);
      // "his sister Judith", "the dog Biscuit": what she is stands before her name.
      if (t_.capital[b] == 0 && !f.description) note_noun(b, f);
      if (b > 0 && (t_.form(b) == "named" || t_.form(b) == "called") && is_word(b - 1))
        note_noun(b - 1, f);
      // "Broke in Davis" is no place.
      f.in_places += !speaks && ((t_.is(b, wc::place_preposition) && t_.form(b) != "from") ||
                                 t_.form(b) == "on");
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
    if (!types_.empty() && !f.description) {
      const std::uint8_t type = types_[f.titled() ? u.first : u.last - 1];
      f.as_person += type == k_as_person;
      f.as_other += type == k_as_other;
    }
    f.introduced += introduces(u.first);
    u.speaks = speaks;
    if (speaks) u.role = mention_role::subject;
    if (quoted && is_vocative(u)) {
      u.role = mention_role::vocative;
      ++f.called;
    }
  }

  /// "My name is Marnie", "call me Marnie".
  [[nodiscard]] bool introduces(std::uint32_t name) const noexcept {
    const auto is = [&](std::uint32_t back, std::string_view f) {
      return name >= back && t_.form(name - back) == f && follows(name, name - back);
    };
    if ((is(1, "is") || is(1, "was") || is(1, "'s")) && is(2, "name") && is(3, "my")) return true;
    return is(1, "me") && (is(2, "call") || is(2, "called"));
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
    const std::uint32_t p = t_.paragraph[u.first];
    const std::uint32_t b = u.first;
    const bool interjection =
        b > 0 && t_.paragraph[b - 1] == p && is_word(b - 1) &&
        (t_.is(b - 1, wc::interjection) || t_.form(b - 1) == "dear" || t_.form(b - 1) == "my" ||
         t_.form(b - 1) == "poor" || t_.form(b - 1) == "you");
    const bool before = b == 0 || t_.paragraph[b - 1] != p || t_.parts(b - 1) || interjection;
    const std::uint32_t e = u.last;
    const bool after =
        e >= t_.size() || t_.paragraph[e] != p || (t_.parts(e) && t_.text_of(in_.text, e) != "'");
    // "Anne, Diana and I": a list, not a call.
    const bool list = e + 2 < t_.size() &&
                      (t_.form(e) == "and" || (t_.form(e) == "," && t_.form(e + 2) == "and"));
    return before && after && !list;
  }

  /// A noun that tells what somebody is: "his sister", "an old man", "the dog".
  void note_noun(std::uint32_t noun, name_form& f) const {
    if (t_.is(noun, wc::title) && t_.capital[noun] != 0) return;
    if (t_.is(noun, wc::animal)) f.animal += 2;
    const bool she = t_.is(noun, wc::person_she);
    const bool he = t_.is(noun, wc::person_he);
    if (she == he || t_.form(noun).ends_with('s')) return;
    (she ? f.she : f.he) += 2;
  }

  /// Appositions and copulas: "Judith, her sister", "Judith was a tall woman".
  void note_trees() {
    if (!in_.has_syntax()) return;
    static constexpr relation k_appos = relation_named("appos");
    static constexpr relation k_cop = relation_named("cop");
    static constexpr relation k_nsubj = relation_named("nsubj");
    const std::vector<token>& trees = in_.syntax->tokens;
    std::vector<std::uint32_t> form_at(t_.size(), k_nobody);
    for (const name_use& u : table_.uses)
      if (!table_.forms[u.form].description)
        std::fill(form_at.begin() + u.first, form_at.begin() + u.last, u.form);
    std::unordered_map<std::uint32_t, std::uint32_t> subject_of;
    for (std::uint32_t i = 0; i < in_.size(); ++i)
      if (trees[i].relation == k_nsubj && form_at[i] != k_nobody)
        subject_of.emplace(trees[i].head.value, form_at[i]);
    for (std::uint32_t i = 0; i < in_.size(); ++i) {
      const std::uint32_t h = trees[i].head.value;
      if (trees[i].relation == k_appos && h != i) {
        if (form_at[h] != k_nobody && form_at[i] == k_nobody)
          note_noun(i, table_.forms[form_at[h]]);
        if (form_at[i] != k_nobody && form_at[h] == k_nobody)
          note_noun(h, table_.forms[form_at[i]]);
      } else if (trees[i].relation == k_cop && form_at[h] == k_nobody) {
        const auto subject = subject_of.find(h);
        if (subject != subject_of.end()) note_noun(h, table_.forms[subject->second]);
      }
    }
  }

  /// Somebody in reach of a pronoun; `k_nobody` stands for "a man", "her brother".
  struct in_reach {
    std::uint32_t form = 0;
    std::uint32_t token = 0;
    std::uint32_t sentence = 0;
    bool subject = false;
  };

  /// A pronoun tells the gender of the only one whom it can mean: nobody else was spoken of in this
  /// sentence and the one before, in the same paragraph and the same voice.
  void count_pronouns() {
    std::vector<in_reach> told;
    std::vector<in_reach> said;
    std::size_t u = 0;
    for (std::uint32_t i = 0; i < in_.size(); ++i) {
      if (i > 0 && t_.paragraph[i] != t_.paragraph[i - 1]) told.clear(), said.clear();
      if (in_quote_[i] != 0 && (i == 0 || in_quote_[i - 1] == 0)) said.clear();
      std::vector<in_reach>& near = in_quote_[i] != 0 ? said : told;
      while (u < table_.uses.size() && table_.uses[u].first < i)
        ++u;
      if (u < table_.uses.size() && table_.uses[u].first == i) {
        const name_use& use = table_.uses[u++];
        if (use.role != mention_role::vocative) {
          // "the man" may be anybody; "the General" is one.
          const name_form& f = table_.forms[use.form];
          const bool named = !f.description || (classes(f.words.back()) &
                                                (wc::person_he | wc::person_she | wc::kin)) == 0;
          near.push_back({named ? use.form : k_nobody, i, t_.sentence[i],
                          use.role == mention_role::subject || use.role == mention_role::absent});
        }
        i = use.last - 1;
        continue;
      }
      if (!is_word(i)) continue;
      if (t_.capital[i] == 0 && t_.is(i, wc::person_he | wc::person_she | wc::kin))
        near.push_back({k_nobody, i, t_.sentence[i], false});
      else if (t_.is(i, k_counted))
        vote(i, near);
    }
  }

  void vote(std::uint32_t pronoun, std::vector<in_reach>& near) {
    std::erase_if(near, [&](const in_reach& r) { return r.sentence + 1 < t_.sentence[pronoun]; });
    const pronoun_set neo = neo_set(t_, pronoun);
    const bool they = t_.is(pronoun, wc::pronoun_they) || is_neo(neo);
    if (near.empty()) {
      if (!they && in_quote_[pronoun] == 0)
        others_[t_.is(pronoun, wc::pronoun_she) ? 1 : 0] = t_.sentence[pronoun];
      return;
    }
    const in_reach& last = near.back();
    const bool sole = std::all_of(near.begin(), near.end(), [&](const in_reach& r) {
      return r.form != k_nobody && last.form != k_nobody && same_bearer(r.form, last.form);
    });
    const bool by_subject = (!they || is_neo(neo)) && last.subject && pronoun < last.token + 18;
    if (last.form == k_nobody || (!sole && !by_subject)) return;
    name_form& f = table_.forms[last.form];
    if (is_neo(neo)) {
      // "said Ines to xem": of somebody else.
      if (last.subject && last.sentence == t_.sentence[pronoun] && is_object(pronoun)) return;
      ++f.neo[static_cast<std::size_t>(neo) - static_cast<std::size_t>(pronoun_set::xe)];
      return;
    }
    if (they) {
      f.they += last.subject;
      return;
    }
    const bool she = t_.is(pronoun, wc::pronoun_she);
    // "Tilney looked at her": whom a subject looks at is somebody else.
    if (last.subject && last.sentence == t_.sentence[pronoun] && is_object(pronoun)) return;
    // "She was alone. Mr. Tilney came in, and she rose": one who goes before the name goes on.
    std::uint32_t& other = others_[she ? 1 : 0];
    if (other != k_nobody && other + 4 > t_.sentence[pronoun]) {
      other = t_.sentence[pronoun];
      return;
    }
    ++(she ? f.she : f.he);
  }

  /// him, and her where it is no possessive.
  [[nodiscard]] bool is_object(std::uint32_t i) const {
    static constexpr penn_tag k_possessive = penn_tag_named("PRP$");
    if (t_.is(i, wc::nominative | wc::reflexive)) return false;
    if (!t_.is(i, wc::possessive)) return true;
    if (t_.form(i) != "her") return false;
    if (in_.has_syntax()) return in_.syntax->tokens[i].xpos != k_possessive;
    return i + 1 >= t_.size() || !is_word(i + 1) || t_.is(i + 1, wc::function_word);
  }

  /// "Mr. Darcy" and "Darcy" may be one; "Mr. Bennet" and "Mrs. Bennet" are not.
  [[nodiscard]] bool same_bearer(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return true;
    const name_form& x = table_.forms[a];
    const name_form& y = table_.forms[b];
    return x.words.back() == y.words.back() && !(x.titled() && y.titled());
  }

  /// "The younger Miss Bennets", "the two elder Miss Bennets": the word at `b` stands before a
  /// name.
  [[nodiscard]] bool is_led_by_the(std::uint32_t b) const {
    for (std::uint32_t n = 0; n < 3 && b > 0 && t_.sentence[b - 1] == t_.sentence[b]; ++n, --b) {
      const std::string& f = t_.form(b);
      if (f != "elder" && f != "younger" && f != "eldest" && f != "youngest" && f != "two" &&
          f != "three" && f != "other")
        return false;
      if (t_.form(b - 1) == "the") return true;
    }
    return false;
  }

  /// "the Bennets", "the two Miss Bennets": more than one who bear a name that is there without s.
  void find_groups() {
    std::unordered_map<std::string_view, std::uint32_t> names;
    for (const name_form& f : table_.forms)
      if (!f.description && !f.words.empty()) names[t_.words.forms[f.words.back()]] += f.count;
    for (name_form& f : table_.forms) {
      if (f.description || f.words.empty() || 2 * (f.the_before + f.the_led) < f.count) continue;
      const std::string_view w = t_.words.forms[f.words.back()];
      if (w.size() < 4 || !w.ends_with('s')) continue;
      f.group =
          names.contains(w.substr(0, w.size() - 1)) ||
          (w.ends_with("es") && names.contains(w.substr(0, w.size() - 2))) ||
          (w.ends_with("ies") && names.contains(std::string(w.substr(0, w.size() - 3)) + "y"));
    }
  }

  [[nodiscard]] std::uint64_t classes(std::uint32_t word) const noexcept {
    return t_.words.classes[word];
  }

  void judge() {
    for (const name_form& f : table_.forms)
      for (const std::uint32_t w : f.titles)
        borne_titles_[w] += f.count;
    std::vector<char> person(table_.forms.size(), 0);
    for (std::size_t i = 0; i < table_.forms.size(); ++i) {
      name_form& f = table_.forms[i];
      f.known_given = !f.description && !f.words.empty() && (classes(f.words[0]) & k_given) != 0;
      person[i] = is_person(f);
    }
    std::erase_if(table_.uses, [&](const name_use& u) { return person[u.form] == 0; });
    for (std::size_t i = 0; i < table_.forms.size(); ++i)
      if (person[i] == 0) table_.forms[i].count = 0;
    for (name_form& f : table_.forms)
      if (shouted_text(f.text)) f.text = with_small_letters(f.text);
  }

  /// "the General" is written so nearly always, "the Doctor" beside "the doctor" is none.
  void count_large() {
    std::vector<std::uint32_t> large(table_.forms.size(), 0);
    for (const name_use& u : table_.uses)
      large[u.form] += t_.capital[u.last - 1];
    for (std::size_t f = 0; f < large.size(); ++f)
      table_.forms[f].capital = table_.forms[f].description && large[f] >= 2 &&
                                10 * large[f] >= 9 * table_.forms[f].count;
  }

  void settle_gender(name_form& f) const {
    f.title_bits = 0;
    f.lone_title = f.words.size() == 1 && f.titles.empty() &&
                   (classes(f.words[0]) & wc::title) != 0 && (classes(f.words[0]) & k_given) == 0;
    for (const std::uint32_t w : f.titles)
      f.title_bits |= classes(w);
    if (f.words.size() == 1 && f.titles.empty())
      f.title_bits |=
          classes(f.words[0]) & (wc::title_he | wc::title_she | wc::person_he | wc::person_she);
    if (f.description) f.title_bits |= classes(f.words.back());
    f.married = (f.title_bits & wc::title_married) != 0;
    // Mrs. John Dashwood is no John.
    f.given_bits =
        f.words.empty() || f.description || f.married ? 0 : classes(f.words[0]) & k_given;
    gender_evidence e{f.she, f.he, f.title_bits, f.given_bits, false, false};
    if (f.description)
      e.title_bits |= ((f.title_bits & wc::person_she) != 0 ? std::uint64_t{wc::title_she} : 0) |
                      ((f.title_bits & wc::person_he) != 0 ? std::uint64_t{wc::title_he} : 0);
    for (const std::uint32_t w : f.words) {
      const std::string& s = t_.words.forms[w];
      e.patronymic_she = e.patronymic_she || s.ends_with("ovna") || s.ends_with("evna");
      e.patronymic_he = e.patronymic_he || s.ends_with("ovitch") || s.ends_with("evitch") ||
                        s.ends_with("ovich") || s.ends_with("evich");
    }
    f.patronymic = e.patronymic_she == e.patronymic_he ? gender::unknown
                   : e.patronymic_she                  ? gender::she
                                                       : gender::he;
    f.title_bits = e.title_bits;
    f.sex = f.group ? gender::unknown : tell_gender(e);
  }

  [[nodiscard]] bool is_person(const name_form& f) const {
    if (f.count == 0) return false;
    if (f.description) {
      // "said the phone", "said the dark" are turns of speech; "said the mariner" comes again.
      const std::uint64_t head = classes(f.words.back());
      constexpr std::uint64_t somebody =
          wc::person_he | wc::person_she | wc::person_any | wc::kin | wc::animal | wc::title;
      if (f.acting) return f.count >= 2;
      // "said a voice": mostly of somebody who shows himself in the next line.
      if (t_.words.forms[f.words.back()] == "voice") return f.speaks >= 2;
      if ((head & somebody) != 0) return true;
      return (head & (wc::device_noun | wc::body_noun | wc::sign_noun)) == 0 && f.speaks >= 2;
    }
    if (f.words.empty()) return false;
    const std::uint64_t last = classes(f.words.back());
    const std::uint64_t first = classes(f.words[0]);
    const bool known_given = (first & k_given) != 0;
    if (f.titled()) return (last & wc::place_noun) == 0 || f.words.size() == 1 || f.speaks > 0;
    // "Budapest", "San Fermin", "the Matilda": what the network takes for a place, ship or company.
    if (f.as_other >= 2 && f.as_other > 2 * f.as_person && 20 * f.speaks <= f.count &&
        f.called <= 1)
      return false;
    if ((last & (wc::place_noun | wc::organization_noun)) != 0 && f.words.size() > 1)
      return f.speaks > 0;
    const bool placed = 4 * f.in_places > f.count;
    if (f.speaks > 0 && 50 * f.speaks >= f.count && !placed) return true;
    if ((f.called > 1 || f.introduced > 0) && !placed) return true;
    if (known_given && 2 * f.in_places <= f.count) return true;
    if (f.words.size() > 1 && known_given) return true;
    const bool tagged = f.as_person > 2 * f.as_other && 2 * f.as_person >= f.count;
    // "the Colonel" says nothing, and "Colonel Strake" is about.
    if (f.words.size() == 1 && (last & wc::title) != 0 && f.acts + f.owns > 0 &&
        borne_titles_.contains(f.words[0]) && borne_titles_.at(f.words[0]) >= f.count / 2)
      return true;
    if (2 * f.the_before > f.count && f.speaks == 0) return f.group;
    if (tagged && !placed) return true;
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
  std::unordered_map<std::uint32_t, std::uint32_t> borne_titles_;  ///< uses of each before a name
  std::vector<std::uint8_t> cue_token_;
  /// Sentence of the last he and she that somebody bears who was not named nearby.
  std::array<std::uint32_t, 2> others_{k_nobody, k_nobody};
  std::vector<std::uint8_t> types_;  ///< of each token, where a network has read the text
  name_table table_;
};

}  // namespace

gender tell_gender(const gender_evidence& e) noexcept {
  const bool title_she = (e.title_bits & wc::title_she) != 0;
  const bool title_he = (e.title_bits & wc::title_he) != 0;
  if (title_she != title_he) return title_she ? gender::she : gender::he;
  const bool any = (e.given_bits & wc::given_any) != 0;
  const bool list_she = (e.given_bits & wc::given_she) != 0;
  const bool list_he = (e.given_bits & wc::given_he) != 0;
  if (e.patronymic_she != e.patronymic_he) return e.patronymic_she ? gender::she : gender::he;
  const std::uint32_t all = e.she + e.he;
  if (!any && list_she != list_he) {
    // Counts overrule a list only where they are many and clear: "Ruth" may sit beside a "he".
    const std::uint32_t with = list_she ? e.she : e.he;
    const std::uint32_t against = all - with;
    const bool other = all >= 8 && against >= 3 * with;
    return other == list_she ? gender::he : gender::she;
  }
  // Officers and clergymen of novels are mostly men: one pronoun for it, or a tie.
  const std::uint32_t lean = (e.title_bits & wc::title_any) != 0 && e.he > 0 ? 1 + all / 4 : 0;
  const std::uint32_t he = e.he + lean;
  if (e.she + he < 2) return gender::unknown;
  const std::uint32_t times = all >= 20 ? 15 : 23;
  if (10 * e.she >= times * he) return gender::she;
  if (10 * he >= times * e.she) return gender::he;
  return gender::unknown;
}

bool is_story_token(const cast_input& in, std::uint32_t i) noexcept {
  const paragraph& p = in.paragraphs[in.tokens.paragraph[i]];
  if (p.kind == paragraph_kind::heading || p.kind == paragraph_kind::scene_break) return false;
  const chapter_kind k = in.chapters[p.chapter.value].kind;
  return k == chapter_kind::chapter || k == chapter_kind::part;
}

bool is_initial_token(const cast_input& in, std::uint32_t i) noexcept {
  const token_layer& t = in.tokens;
  if (i == 0 || t.sentence[i - 1] != t.sentence[i]) return true;
  if (t.shape[i - 1] == token_shape::quote_mark) return true;
  if (t.shape[i - 1] != token_shape::punctuation) return false;
  const std::string_view w = t.text_of(in.text, i - 1);
  return w != "," && w != ";" && w != "(";
}

name_table find_names(const cast_input& in, const std::vector<std::uint8_t>& in_quote) {
  return name_finder(in, in_quote).find();
}

name_table describe_uses(const cast_input& in, const std::vector<std::uint8_t>& in_quote,
                         std::vector<name_use> uses, std::size_t forms) {
  return name_finder(in, in_quote).describe(std::move(uses), forms);
}

}  // namespace fabula::people
