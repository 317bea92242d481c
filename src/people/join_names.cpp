#include "people/join_names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "people/name_index.hpp"
#include "people/title_words.hpp"
#include "people/vague_roles.hpp"
#include "text/unicode.hpp"

namespace fabula::people {
namespace {

namespace wc = language::word_class;

constexpr std::uint64_t k_given = wc::given_he | wc::given_she | wc::given_any;

/// Forms that stand together in more than one of this many sentences of the rarer are two people.
constexpr std::uint32_t k_rarer_share = 33;
/// The eldest has her sisters about her, and is "Miss Bennet" beside her own name now and then.
constexpr std::uint32_t k_eldest_share = 15;
/// Tokens of a block, in which two names of one person should both be seen.
constexpr std::uint32_t k_block = 4096;

/// Paragraphs behind a call in which its answer begins.
constexpr std::uint32_t k_answer_behind = 2;
/// Answers to a name that tell whose it is.
constexpr std::uint32_t k_answers = 8;

class joiner {
 public:
  joiner(const cast_input& in, const name_table& names, const std::vector<std::uint8_t>& in_quote)
      : in_(in),
        t_(in.tokens),
        names_(names),
        in_quote_(in_quote),
        apart_(in.fixes == nullptr ? std::vector<not_same_fix>() : in.fixes->not_same) {}

  [[nodiscard]] joined_names join() {
    owner_.assign(names_.forms.size(), k_nobody);
    rivals_.resize(names_.forms.size());
    find_conflicts();
    note_blocks();
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < names_.forms.size(); ++i)
      if (names_.forms[i].count > 0) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return names_.forms[a].count > names_.forms[b].count;
    });
    count_first_and_last(order);
    find_spellings(order);
    for (const auto step :
         {&joiner::make_group, &joiner::join_full, &joiner::join_titled_given,
          &joiner::join_bare_given, &joiner::join_titled_surname, &joiner::join_married_surname,
          &joiner::join_bare_rest, &joiner::join_lone_title})
      for (const std::uint32_t f : order)
        if (owner_[f] == k_nobody) (this->*step)(f);
    join_called();
    join_called_by_turns();
    join_described();
    join_apposed();
    joined_names out;
    out.of_use = tell_uses();
    out.persons = std::move(persons_);
    out.owner = std::move(owner_);
    return out;
  }

 private:
  [[nodiscard]] const std::string& word(std::uint32_t w) const noexcept {
    return t_.words.forms[w];
  }
  [[nodiscard]] std::uint64_t classes(std::uint32_t w) const noexcept {
    return t_.words.classes[w];
  }

  /// Two forms in one sentence are two people: where one voice says both, where "and" joins them,
  /// where one speaks and calls the other. What is only told and what is only called tells nothing:
  /// `"Come, Lizzy," said her father, and Elizabeth came.`
  void find_conflicts() {
    std::vector<const name_use*> here;
    std::uint32_t sentence = k_nobody;
    const auto flush = [&] {
      for (std::size_t a = 0; a < here.size(); ++a)
        for (std::size_t b = a + 1; b < here.size(); ++b)
          if (here[a]->form != here[b]->form) note_pair(*here[a], *here[b]);
      here.clear();
    };
    for (const name_use& u : names_.uses) {
      if (t_.sentence[u.first] != sentence) flush();
      sentence = t_.sentence[u.first];
      if (here.size() < 8) here.push_back(&u);
    }
    flush();
    note_calls();
    note_answers();
  }

  void note_pair(const name_use& a, const name_use& b) {
    if (in_quote_[a.first] != in_quote_[b.first]) return;
    const bool one_call = (a.role == mention_role::vocative) != (b.role == mention_role::vocative);
    together& t = together_[pair_key(a.form, b.form)];
    if (t.sentence != t_.sentence[a.first]) t.count += one_call ? 2 : 1;
    t.sentence = t_.sentence[a.first];
    t.short_first += is_titled_short(a.form, b.form);
    if (b.first == a.last + 1 && (t_.form(a.last) == "and" || t_.form(a.last) == "or"))
      t.parted += 2;
  }

  /// Of each token: the use of a name that it is part of; `k_nobody` for none.
  [[nodiscard]] std::vector<std::uint32_t> uses_by_token() const {
    std::vector<std::uint32_t> out(in_.size(), k_nobody);
    for (std::uint32_t u = 0; u < names_.uses.size(); ++u)
      std::fill(out.begin() + names_.uses[u].first, out.begin() + names_.uses[u].last, u);
    return out;
  }

  /// `"Harry," said Lord Henry`: nobody calls himself.
  void note_calls() {
    const std::vector<std::uint32_t> use_at = uses_by_token();
    for (std::size_t q = 0; q < in_.quotes.size() && q < in_.cue_subjects.size(); ++q) {
      const auto& subject = in_.cue_subjects[q];
      if (!subject || subject->kind != phrase_kind::name || subject->last > in_.size()) continue;
      const std::uint32_t speaker = use_at[subject->last - 1];
      if (speaker == k_nobody) continue;
      for (const byte_range s : in_.quotes[q].spans)
        for (std::uint32_t i = t_.first_at(s.start.value);
             i < in_.size() && t_.start[i] < s.end.value; ++i) {
          if (use_at[i] == k_nobody || names_.uses[use_at[i]].first != i) continue;
          const name_use& called = names_.uses[use_at[i]];
          if (called.role != mention_role::vocative) continue;
          const std::uint32_t who = names_.uses[speaker].form;
          if (called.form != who) ++together_[pair_key(called.form, who)].parted;
        }
    }
  }

  /// What is said in one paragraph: by whom, and whom it calls; forms.
  struct turn {
    std::uint32_t paragraph = 0;
    std::uint32_t speaker = k_nobody;
    std::vector<std::uint32_t> called;
  };

  [[nodiscard]] std::vector<turn> find_turns() const {
    std::vector<turn> out;
    const std::vector<std::uint32_t> use_at = uses_by_token();
    for (std::size_t q = 0; q < in_.quotes.size() && q < in_.cue_subjects.size(); ++q) {
      if (in_.quotes[q].kind != quote_kind::speech) continue;
      const std::uint32_t at = t_.first_at(in_.quotes[q].span().start.value);
      if (at >= in_.size()) break;
      if (out.empty() || out.back().paragraph != t_.paragraph[at])
        out.push_back({t_.paragraph[at], k_nobody, {}});
      turn& now = out.back();
      if (const auto& subject = in_.cue_subjects[q]; subject && subject->last <= in_.size())
        if (const std::uint32_t u = use_at[subject->last - 1]; u != k_nobody)
          now.speaker = names_.uses[u].form;
      for (const byte_range s : in_.quotes[q].spans)
        for (std::uint32_t i = t_.first_at(s.start.value);
             i < in_.size() && t_.start[i] < s.end.value; ++i) {
          if (use_at[i] == k_nobody || names_.uses[use_at[i]].first != i) continue;
          const name_use& u = names_.uses[use_at[i]];
          if (u.role == mention_role::vocative &&
              std::find(now.called.begin(), now.called.end(), u.form) == now.called.end())
            now.called.push_back(u.form);
        }
    }
    return out;
  }

  /// Two who talk take every other paragraph: who is called three paragraphs behind a line of Miss
  /// Pell's is Miss Pell, if the caller's own tags are not hers too.
  void note_turns(const std::vector<turn>& turns, std::size_t k) {
    constexpr std::size_t k_far = 6;
    const auto hearer = [&](bool behind) {
      std::uint32_t caller = turns[k].speaker;
      for (std::size_t d = 1; d <= k_far && (behind ? k + d < turns.size() : d <= k); ++d) {
        const turn& other = behind ? turns[k + d] : turns[k - d];
        const std::uint32_t apart =
            behind ? other.paragraph - turns[k].paragraph : turns[k].paragraph - other.paragraph;
        if (apart != d) break;
        if (other.speaker == k_nobody) continue;
        if (d % 2 == 1) return other.speaker == caller ? k_nobody : other.speaker;
        caller = other.speaker;
      }
      return k_nobody;
    };
    const std::uint32_t before = hearer(false);
    const std::uint32_t after = hearer(true);
    for (const std::uint32_t called : turns[k].called) {
      if (before != k_nobody) ++hears_[called][before];
      if (after != k_nobody && after != before) ++hears_[called][after];
    }
  }

  /// `"Tea, Aunt Juley?" said Ada. "I will," said Mrs. Munt.`: who is called speaks next, or spoke
  /// just before. Of a caller who is not named it must be both: else he may be the one himself.
  void note_answers() {
    const std::vector<turn> turns = find_turns();
    for (std::size_t k = 0; k < turns.size(); ++k) {
      const turn& now = turns[k];
      if (now.called.empty()) continue;
      note_turns(turns, k);
      const bool goes_on =
          k + 1 < turns.size() && turns[k + 1].paragraph <= now.paragraph + k_answer_behind;
      const std::uint32_t after = goes_on ? turns[k + 1].speaker : k_nobody;
      const std::uint32_t before =
          k > 0 && turns[k - 1].paragraph + 1 == now.paragraph ? turns[k - 1].speaker : k_nobody;
      const bool sure = now.speaker != k_nobody || before == after;
      for (const std::uint32_t speaker : {before, after})
        if (speaker != k_nobody && speaker != now.speaker)
          for (const std::uint32_t called : now.called)
            answers_[called][speaker] += sure ? 2 : 1, calls_[speaker][called] += sure ? 2 : 1;
    }
  }

  /// Who answers when one of `forms` is called, as far as tags name him: nobody where too few do,
  /// or not nearly always the same.
  struct answer {
    std::uint32_t who = k_nobody;
    std::uint32_t times = 0;
  };
  /// Of those who `may`, who answers when one of `forms` is called; nobody where too few do, or not
  /// nearly always the same.
  template <class May>
  [[nodiscard]] answer who_answers(const std::vector<std::uint32_t>& forms, May may,
                                   std::uint32_t self = k_nobody) const {
    std::map<std::uint32_t, std::uint32_t> by;  // person
    std::uint32_t all = 0;
    std::uint32_t own = 0;
    for (const std::uint32_t f : forms) {
      const auto found = answers_.find(f);
      if (found == answers_.end()) continue;
      for (const auto& [speaker, n] : found->second) {
        if (owner_[speaker] == k_nobody) continue;
        if (owner_[speaker] == self) own += n;
        if (!may(owner_[speaker])) continue;
        all += n;
        by[owner_[speaker]] += n;
      }
    }
    const auto best = std::max_element(
        by.begin(), by.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (best == by.end() || best->second < k_answers || 5 * (best->second + own) < 3 * (all + own))
      return {};
    return {best->first, best->second};
  }

  /// Names that are only ever called, and to which always the same one answers, are his: `"Dodo"`
  /// is Dorothea, "Miss Tarn" is Judith. Who speaks or acts under such a name is somebody else.
  void join_called() {
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      const person& called = persons_[p];
      if (called.forms.empty() || called.group || called.description) continue;
      std::uint32_t inside = 0;
      std::uint32_t speaks = 0;
      for (const std::uint32_t f : called.forms) {
        inside += names_.forms[f].inside;
        speaks += names_.forms[f].speaks;
      }
      const auto [who, times] = who_answers(called.forms, [](std::uint32_t) { return true; });
      if (12 * speaks > called.count || 2 * inside < called.count) continue;
      if (who == k_nobody || who == p || !may_be_called(persons_[who], called, times)) continue;
      // "the doctor" may be another each time.
      if (persons_[who].description && who_is_called(persons_[who].forms).who != p) continue;
      merge(p, who, {alias_reason::context, 0.8F});
    }
  }

  /// "Honoria" is only ever called, and each time it is Miss Pell's turn, whose first name nobody
  /// has told.
  void join_called_by_turns() {
    constexpr std::uint32_t k_calls = 2;
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      const person& called = persons_[p];
      if (called.forms.size() != 1 || called.group || called.description || !called.titles.empty())
        continue;
      const name_form& form = names_.forms[called.forms[0]];
      const auto found = hears_.find(called.forms[0]);
      if (form.words.size() != 1 || form.inside != form.count || form.speaks > 0 ||
          found == hears_.end())
        continue;
      std::map<std::uint32_t, std::uint32_t> by;
      for (const auto& [speaker, n] : found->second)
        if (owner_[speaker] != k_nobody) by[owner_[speaker]] += n;
      if (by.size() != 1 || by.begin()->second < k_calls || by.begin()->first == p) continue;
      const std::uint32_t who = by.begin()->first;
      const person& named = persons_[who];
      if (named.given != k_nobody || named.surname == k_nobody || named.titles.empty() ||
          !may_be_called(named, called, by.begin()->second))
        continue;
      merge(p, who, {alias_reason::context, 0.75F});
    }
  }

  /// "the landlady" answers whenever Mrs. Rudge is called, and is never called otherwise.
  void join_described() {
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      const person& d = persons_[p];
      if (d.forms.empty() || d.group || !is_plain_description(d)) continue;
      const auto [who, calls] = who_is_called(d.forms);
      if (who == k_nobody || who == p) continue;
      const person& named = persons_[who];
      // Whom that name calls, answers under it or as "the landlady", and hardly ever otherwise.
      const auto [answers, times] =
          who_answers(named.forms, [&](std::uint32_t x) { return x != who; }, who);
      std::uint32_t apart = 0;
      for (const std::uint32_t f : d.forms)
        apart += weight_apart(f, named);
      if (named.group || named.description || answers != p || !agree(d.sex, named.sex) ||
          2 * apart > times)
        continue;
      merge(p, who, {alias_reason::role, 0.8F});
    }
  }

  /// `"Sit," said the coxswain.` and later "the coxswain, Osric Hands, sat": of whom all that is
  /// told so names one, is that one, where he is about.
  void join_apposed() {
    if (!in_.has_syntax()) return;
    for (const auto& [d, named] : find_apposed()) {
      const std::uint32_t who = named.who;
      const person& p = persons_[d];
      if (who == k_nobody || p.forms.empty() || persons_[who].forms.empty() ||
          !agree(p.sex, persons_[who].sex))
        continue;
      std::uint32_t apart = 0;
      bool kept = false;
      for (const std::uint32_t f : p.forms) {
        apart += weight_apart(f, persons_[who]);
        kept = kept || is_kept_apart(f, persons_[who]);
      }
      if (kept || apart > named.times || !is_about(p, persons_[who])) continue;
      merge(d, who, {alias_reason::role, 0.8F});
    }
  }

  /// Of each description, whom appositions and "The coxswain was Osric Hands" name; `k_nobody`
  /// where that is more than one.
  [[nodiscard]] std::map<std::uint32_t, answer> find_apposed() const {
    static constexpr relation k_appos = relation_named("appos");
    static constexpr relation k_nsubj = relation_named("nsubj");
    static constexpr relation k_cop = relation_named("cop");
    static constexpr penn_tag k_singular = penn_tag_named("NN");
    const std::vector<token>& trees = in_.syntax->tokens;
    std::vector<std::uint32_t> person_at(in_.size(), k_nobody);
    for (const name_use& u : names_.uses)
      if (in_quote_[u.first] == 0 && owner_[u.form] != k_nobody)
        std::fill(person_at.begin() + u.first, person_at.begin() + u.last, owner_[u.form]);
    std::vector<std::uint8_t> is_predicate(in_.size(), 0);
    for (std::uint32_t i = 0; i < in_.size(); ++i)
      if (trees[i].relation == k_cop && trees[i].head.value < in_.size())
        is_predicate[trees[i].head.value] = 1;
    std::map<std::uint32_t, answer> out;
    for (std::uint32_t i = 0; i < in_.size(); ++i) {
      const std::uint32_t h = trees[i].head.value;
      if (h >= in_.size() || person_at[i] == k_nobody || person_at[h] == k_nobody) continue;
      const bool apposed = trees[i].relation == k_appos;
      if (!apposed && (trees[i].relation != k_nsubj || is_predicate[h] == 0)) continue;
      const bool first = persons_[person_at[i]].description;
      const std::uint32_t d = first ? person_at[i] : person_at[h];
      const std::uint32_t named = first ? person_at[h] : person_at[i];
      const person& p = persons_[d];
      if (!p.description || !is_plain_description(p) || persons_[named].description ||
          persons_[named].group || trees[first ? i : h].xpos != k_singular)
        continue;
      answer& a = out.try_emplace(d, answer{named, 0}).first->second;
      if (a.who != named) a.who = k_nobody;
      ++a.times;
    }
    return out;
  }

  /// Whether somebody is named where at least half of the uses of a description stand, or right
  /// behind: "the coxswain" of another ship is another.
  [[nodiscard]] bool is_about(const person& described, const person& named) const {
    const std::vector<std::uint32_t> own = blocks_of(described);
    const std::vector<std::uint32_t> about = blocks_of(named);
    std::size_t both = 0;
    for (const std::uint32_t b : own)
      both += std::binary_search(about.begin(), about.end(), b) ||
              std::binary_search(about.begin(), about.end(), b + 1);
    return 2 * both >= own.size();
  }

  [[nodiscard]] std::vector<std::uint32_t> blocks_of(const person& p) const {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t f : p.forms)
      out.insert(out.end(), blocks_[f].begin(), blocks_[f].end());
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  /// Who is nearly always called where one of `forms` answers, and how often.
  [[nodiscard]] answer who_is_called(const std::vector<std::uint32_t>& forms) const {
    std::map<std::uint32_t, std::uint32_t> by;  // person
    std::uint32_t all = 0;
    for (const std::uint32_t f : forms) {
      const auto found = calls_.find(f);
      if (found == calls_.end()) continue;
      for (const auto& [called, n] : found->second) {
        if (owner_[called] == k_nobody || owner_[called] == owner_[f]) continue;
        all += n;
        by[owner_[called]] += n;
      }
    }
    const auto best = std::max_element(
        by.begin(), by.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (best == by.end() || best->second < k_answers || 10 * best->second < 6 * all) return {};
    return {best->first, best->second};
  }

  /// "the landlady", but not "the old man", who is another in every chapter.
  [[nodiscard]] bool is_plain_description(const person& p) const {
    return std::all_of(p.forms.begin(), p.forms.end(), [&](std::uint32_t f) {
      const name_form& form = names_.forms[f];
      return form.description && !form.words.empty() && !is_vague_role(word(form.words.back())) &&
             word(form.words.back()) != "lady" && (classes(form.words.back()) & wc::kin) == 0;
    });
  }

  /// Nothing tells two people: sex, names, forms that stand together.
  [[nodiscard]] bool may_be_called(const person& p, const person& called,
                                   std::uint32_t times) const {
    if (p.group || p.forms.empty() || !agree(p.sex, called.sex)) return false;
    const bool bare = called.forms.size() == 1 && !names_.forms[called.forms[0]].titled() &&
                      names_.forms[called.forms[0]].words.size() == 1;
    if (!bare) {
      if (called.given != k_nobody && p.given != k_nobody && !same_given(called.given, p.given))
        return false;
      // "Mother" is no surname.
      if (called.surname != k_nobody && p.surname != k_nobody && called.surname != p.surname &&
          (classes(called.surname) & (wc::kin | wc::title)) == 0)
        return false;
      if (called.husband != k_nobody && p.husband != called.husband) return false;
    }
    return std::none_of(called.forms.begin(), called.forms.end(), [&](std::uint32_t f) {
      return is_kept_apart(f, p) ||
             (2 * weight_apart(f, p) > times && conflict(f, p, k_eldest_share));
    });
  }

  /// All names of `from` are names of `to`.
  void merge(std::uint32_t from, std::uint32_t to, form_reason reason) {
    const std::vector<std::uint32_t> forms = std::move(persons_[from].forms);
    const bool described = persons_[from].description && persons_[to].description;
    persons_[from] = person{};
    for (const std::uint32_t f : forms)
      give(f, to, reason);
    persons_[to].description = described;
    for (std::uint32_t f = 0; f < rivals_.size(); ++f) {
      std::vector<std::uint32_t>& r = rivals_[f];
      std::replace(r.begin(), r.end(), from, to);
      if (std::find(r.begin(), r.end(), to) == r.end()) continue;
      std::sort(r.begin(), r.end());
      r.erase(std::unique(r.begin(), r.end()), r.end());
      std::erase(r, owner_[f]);
    }
  }

  struct together {
    std::uint32_t count = 0;        ///< sentences with both
    std::uint32_t short_first = 0;  ///< "Mr. Dale" and only then "Mr. John Dale", who is another
    std::uint32_t parted = 0;       ///< joined by "and", or one calls the other
    std::uint32_t sentence = k_nobody;
  };

  [[nodiscard]] static std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) noexcept {
    return (static_cast<std::uint64_t>(std::min(a, b)) << 32U) | std::max(a, b);
  }

  [[nodiscard]] bool conflict(std::uint32_t form, const person& p,
                              std::uint32_t share = k_rarer_share) const {
    if (is_kept_apart(form, p)) return true;
    const std::uint32_t weight = weight_apart(form, p);
    const std::uint32_t rarer = std::min(names_.forms[form].count, p.count);
    return weight >= 3 && share * weight > rarer;
  }

  /// The user says that the form is not the person's.
  [[nodiscard]] bool is_kept_apart(std::uint32_t form, const person& p) const {
    return !apart_.empty() && std::any_of(p.forms.begin(), p.forms.end(), [&](std::uint32_t other) {
      return apart_(names_.forms[form].text, names_.forms[other].text);
    });
  }

  /// How often the text treats them as two.
  [[nodiscard]] std::uint32_t weight_apart(std::uint32_t form, const person& p) const {
    std::uint32_t weight = 0;
    for (const std::uint32_t other : p.forms) {
      const auto found = together_.find(pair_key(form, other));
      if (found == together_.end()) continue;
      weight += 2 * found->second.parted + 2 * found->second.short_first;
      if (!is_shorter_form(form, other)) weight += found->second.count;
    }
    return weight;
  }

  /// "Sir Leicester" beside "Sir Leicester Dedlock": one says in full what the other says for
  /// short.
  [[nodiscard]] bool is_shorter_form(std::uint32_t a, std::uint32_t b) const {
    const name_form& x = names_.forms[a];
    const name_form& y = names_.forms[b];
    if (x.description || y.description) return false;
    if (x.words == y.words) return !x.titled() || !y.titled();  // "Mr. Giovanelli" and "Giovanelli"
    if (x.titles != y.titles || x.words.size() == y.words.size()) return false;
    return x.words.front() == y.words.front() || x.words.back() == y.words.back();
  }

  /// Whether `a` is what `b` is without its first name, title and all: nobody is introduced after
  /// he has been named.
  [[nodiscard]] bool is_titled_short(std::uint32_t a, std::uint32_t b) const {
    const name_form& x = names_.forms[a];
    const name_form& y = names_.forms[b];
    return x.titled() && x.titles == y.titles && x.words.size() == 1 && y.words.size() > 1 &&
           x.words.front() == y.words.back();
  }

  /// Dr. and Doctor, Capt. and Captain are one title.
  [[nodiscard]] bool same_title(std::uint32_t a, std::uint32_t b) const {
    return a == b || full_title(word(a)) == full_title(word(b));
  }

  [[nodiscard]] bool is_initial(std::uint32_t w) const {
    return word(w).size() == 2 && word(w)[1] == '.';
  }

  /// How often each word stands first and last in full names: "Elizabeth" is no surname.
  void count_first_and_last(const std::vector<std::uint32_t>& order) {
    for (const std::uint32_t i : order) {
      const name_form& f = names_.forms[i];
      if (f.words.size() < 2 || f.description) continue;
      first_[f.words.front()] += f.count;
      last_[f.words.back()] += f.count;
    }
    const auto firsts = first_;
    for (const std::uint32_t i : order) {
      const name_form& f = names_.forms[i];
      if (f.words.size() != 1 || !f.titled() || title_takes_given(f)) continue;
      // "Lord Henry", "Miss Lizzy": before a first name the title makes no surname of it.
      const std::uint32_t w = f.words[0];
      const bool first = (classes(w) & k_given) != 0 || look_up(firsts, w) > look_up(last_, w);
      if (!first) last_[w] += f.count;
    }
  }

  [[nodiscard]] static std::uint32_t look_up(
      const std::unordered_map<std::uint32_t, std::uint32_t>& m, std::uint32_t key) {
    const auto found = m.find(key);
    return found == m.end() ? 0 : found->second;
  }

  [[nodiscard]] bool is_given(std::uint32_t w) const {
    const std::uint32_t first = look_up(first_, w);
    const std::uint32_t last = look_up(last_, w);
    if (first != last) return first > last;
    return (classes(w) & k_given) != 0;
  }

  /// Sir Walter, Aunt Juley, Lady Catherine, Sister Anne: the title stands before a first name.
  [[nodiscard]] bool title_takes_given(const name_form& f) const {
    for (const std::uint32_t w : f.titles) {
      const std::string& s = word(w);
      if (s == "sir" || s == "aunt" || s == "uncle" || s == "cousin" || s == "king" ||
          s == "queen" || s == "prince" || s == "princess" || s == "dame" || s == "auntie" ||
          s == "sister" || s == "brother" || s == "nurse" || s == "don")
        return true;
    }
    return false;
  }

  /// Rare spellings of a long name: one letter is other, lacks or is one too many. "Inglethorpe"
  /// once beside a hundred "Inglethorp" is a slip; "Marianne" beside "Marianna" may be two sisters.
  void find_spellings(const std::vector<std::uint32_t>& order) {
    std::unordered_map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> by_start;
    std::unordered_map<std::uint32_t, std::uint32_t> uses;
    std::vector<std::uint32_t> words;
    for (const std::uint32_t f : order) {
      if (names_.forms[f].description || names_.forms[f].group) continue;
      for (const std::uint32_t w : names_.forms[f].words) {
        if (word(w).size() < 7 || (classes(w) & k_given) != 0) continue;
        if (uses.emplace(w, 0).second) words.push_back(w);
        uses[w] += names_.forms[f].count;
      }
    }
    for (const std::uint32_t w : words)
      by_start[word(w).substr(0, 4)].emplace_back(w, uses[w]);
    for (const std::uint32_t w : words)
      for (const auto& [other, n] : by_start[word(w).substr(0, 4)])
        if (n >= 5 * uses[w] && !spelling_.contains(w) && one_letter_apart(word(w), word(other)))
          spelling_.emplace(w, other);
    find_elisions(order);
  }

  /// "Be'y" is how Fannie says "Berry": an apostrophe for letters that one other name alone has
  /// there. "O'Hara" and "D'Arcy" lack nothing.
  void find_elisions(const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> words;
    for (const std::uint32_t f : order)
      if (!names_.forms[f].description && !names_.forms[f].group)
        for (const std::uint32_t w : names_.forms[f].words)
          if (std::find(words.begin(), words.end(), w) == words.end()) words.push_back(w);
    for (const std::uint32_t w : words) {
      const std::string& short_form = word(w);
      const std::size_t mark = short_form.find('\'');
      if (mark == std::string::npos || mark < 2 || mark + 1 == short_form.size() ||
          short_form.find('\'', mark + 1) != std::string::npos)
        continue;
      const std::string_view head = std::string_view(short_form).substr(0, mark);
      const std::string_view tail = std::string_view(short_form).substr(mark + 1);
      std::uint32_t whole = k_nobody;
      std::uint32_t found = 0;
      for (const std::uint32_t other : words) {
        const std::string& name = word(other);
        if (name.find('\'') != std::string::npos || name.size() < short_form.size() ||
            name.size() > short_form.size() + 2 || !name.starts_with(head) || !name.ends_with(tail))
          continue;
        whole = other;
        ++found;
      }
      if (found == 1) spelling_.emplace(w, whole);
    }
  }

  [[nodiscard]] static bool one_letter_apart(const std::string& a, const std::string& b) {
    const std::string& l = a.size() >= b.size() ? a : b;
    const std::string& s = a.size() >= b.size() ? b : a;
    if (l == s || l.size() - s.size() > 1) return false;
    // A last s or a is a plural or a woman: Barbours, Roberta.
    if (l.size() != s.size() && l.starts_with(s) && (l.back() == 's' || l.back() == 'a'))
      return false;
    std::size_t i = 0;
    while (i < s.size() && s[i] == l[i])
      ++i;
    const std::size_t skip = l.size() == s.size() ? 1 : 0;
    return s.compare(i + skip, std::string::npos, l, i + 1, std::string::npos) == 0;
  }

  /// The word as it is mostly spelt.
  [[nodiscard]] std::uint32_t spelt(std::uint32_t w) const {
    const auto found = spelling_.find(w);
    return found == spelling_.end() ? w : found->second;
  }

  /// Kit and Kitty, Tom and Tommy, Skaggs and Skaggsy: a pet ending on the whole name.
  [[nodiscard]] static bool is_diminutive(const std::string& pet, const std::string& base) {
    if (base.size() < 3 || pet.size() <= base.size() || !pet.starts_with(base)) return false;
    std::string_view rest = std::string_view(pet).substr(base.size());
    if (rest.size() >= 2 && rest[0] == base.back()) rest.remove_prefix(1);
    return rest == "y" || rest == "ie" || rest == "ey" || rest == "-boy" || rest == "-girl";
  }

  /// Annie and Anna, Willy and William: the stem before the pet ending begins the longer name.
  [[nodiscard]] static bool is_pet_of(const std::string& pet, const std::string& full) {
    if (pet.size() < 4 || full.size() < 3) return false;
    std::string_view stem;
    if (pet.ends_with("ie"))
      stem = std::string_view(pet).substr(0, pet.size() - 2);
    else if (pet.ends_with("y"))
      stem = std::string_view(pet).substr(0, pet.size() - 1);
    return stem.size() >= 3 && full.size() > stem.size() + 1 && full.starts_with(stem);
  }

  [[nodiscard]] static bool is_letter(const std::string& s) noexcept {
    return s.size() == 2 && s[1] == '.';
  }

  [[nodiscard]] bool same_given(std::uint32_t a, std::uint32_t b) const {
    if (a == k_nobody || b == k_nobody) return false;
    if (spelt(a) == spelt(b)) return true;
    const std::string& x = word(a);
    const std::string& y = word(b);
    if (is_letter(x) || is_letter(y)) return false;
    // Not Molly and Polly, though both may be Mary.
    if ((is_pet(a) && in_.words.is_pet_name(x, y)) || (is_pet(b) && in_.words.is_pet_name(y, x)))
      return true;
    return is_diminutive(x, y) || is_diminutive(y, x) || is_pet_of(x, y) || is_pet_of(y, x);
  }

  /// Whether the word is a pet name at all; asked of every pair of names, so looked up once.
  [[nodiscard]] bool is_pet(std::uint32_t w) const {
    const auto [at, is_new] = pets_.try_emplace(w, false);
    if (is_new) at->second = in_.words.is_pet_name(word(w));
    return at->second;
  }

  /// J. Hale and John Hale: an initial says nothing without the surname.
  [[nodiscard]] bool same_first(std::uint32_t a, std::uint32_t b) const {
    if (a == k_nobody || b == k_nobody) return false;
    const bool letter = is_letter(word(a)) || is_letter(word(b));
    return letter ? word(a)[0] == word(b)[0] : same_given(a, b);
  }

  /// Whether the rarer of two is about only where the other is too: Kitty Bennet is none of Lady
  /// Catherine, who comes in later. And two names that are each somebody's full one, both in use by
  /// the narrator, are two people: Mary and Maria. Few uses tell nothing.
  [[nodiscard]] bool may_be_pet_name(std::uint32_t form, const person& p) const {
    const name_form& pet = names_.forms[form];
    if (pet.count < 5) return true;
    const auto full = bare_.find(p.given);
    if (is_formal(pet) && full != bare_.end() && is_formal(names_.forms[full->second]))
      return false;
    const std::vector<std::uint32_t> about = blocks_of(p);
    const std::vector<std::uint32_t>& own = blocks_[form];
    std::size_t both = 0;
    for (const std::uint32_t block : own)
      both += std::binary_search(about.begin(), about.end(), block);
    // A full name that is hardly used stands wherever the pet name does.
    if (5 * p.count < pet.count) return both == about.size();
    return 2 * both >= own.size();
  }

  /// A bare given name that is no pet name and that the narration uses.
  [[nodiscard]] bool is_formal(const name_form& f) const {
    return !f.titled() && f.words.size() == 1 && f.count >= f.inside + 5 &&
           (classes(f.words[0]) & k_given) != 0;
  }

  void note_blocks() {
    for (std::uint32_t f = 0; f < names_.forms.size(); ++f)
      if (!names_.forms[f].titled() && names_.forms[f].words.size() == 1 &&
          !names_.forms[f].description && names_.forms[f].count > 0)
        bare_.emplace(names_.forms[f].words[0], f);
    blocks_.resize(names_.forms.size());
    for (const name_use& u : names_.uses) {
      std::vector<std::uint32_t>& b = blocks_[u.form];
      if (b.empty() || b.back() != u.first / k_block) b.push_back(u.first / k_block);
    }
  }

  [[nodiscard]] static bool agree(gender a, gender b) noexcept {
    return a == gender::unknown || b == gender::unknown || a == b;
  }

  std::uint32_t make(std::uint32_t form, std::uint32_t given, std::uint32_t surname) {
    person p;
    p.given = given;
    p.surname = surname;
    persons_.push_back(std::move(p));
    const auto id = static_cast<std::uint32_t>(persons_.size() - 1);
    give(form, id, {alias_reason::own, 1.0F});
    return id;
  }

  void give(std::uint32_t form, std::uint32_t to, form_reason reason) {
    person& p = persons_[to];
    const name_form& f = names_.forms[form];
    owner_[form] = to;
    p.forms.push_back(form);
    p.reasons.push_back(reason);
    p.count += f.count;
    p.evidence.she += f.she;
    p.evidence.he += f.he;
    p.evidence.title_bits |= f.title_bits;
    p.evidence.given_bits |= f.given_bits;
    p.evidence.patronymic_she = p.evidence.patronymic_she || f.patronymic == gender::she;
    p.evidence.patronymic_he = p.evidence.patronymic_he || f.patronymic == gender::he;
    p.they += f.they;
    for (std::size_t k = 0; k < p.neo.size(); ++k)
      p.neo[k] += f.neo[k];
    p.animal += f.animal;
    p.description = f.description && (p.forms.size() == 1 || p.description);
    if (p.sex == gender::unknown) p.sex = f.sex;
    p.married = p.married || f.married;
    for (const std::uint32_t w : f.titles) {
      if (word(w) == "miss") {
        const bool by_given = f.words.size() > 1 || f.words[0] == p.given;
        p.miss = p.miss || !by_given;
        p.miss_given += by_given ? f.count : 0;
        p.miss_alone += f.words.size() == 1 && by_given ? f.count : 0;
      }
      if (std::find(p.titles.begin(), p.titles.end(), w) == p.titles.end()) p.titles.push_back(w);
    }
  }

  /// Gives `form` to the most frequent person that `fits`, or to nobody; the others that fit are
  /// its rivals, use by use.
  template <class Fits>
  bool give_best(std::uint32_t form, form_reason reason, Fits fits, bool with_rivals = false,
                 std::uint32_t share = k_rarer_share) {
    std::uint32_t best = k_nobody;
    std::vector<std::uint32_t> all;
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      if (persons_[p].group || persons_[p].description || !fits(persons_[p]) ||
          !agree(persons_[p].sex, names_.forms[form].sex) || conflict(form, persons_[p], share))
        continue;
      all.push_back(p);
      if (best == k_nobody || persons_[p].count > persons_[best].count) best = p;
    }
    if (best == k_nobody) return false;
    if (with_rivals) {
      // A slip such as "Brenda Rex" bears nothing: a rival is named often enough by what is his.
      const std::uint32_t count = names_.forms[form].count;
      std::erase_if(all, [&](std::uint32_t p) {
        return p == best || persons_[p].count < 3 || 20 * persons_[p].count < count;
      });
      if (!all.empty()) reason.confidence *= 0.9F;
      rivals_[form] = std::move(all);
    }
    give(form, best, reason);
    return true;
  }

  void make_group(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (!form.group) return;
    for (std::uint32_t p = 0; p < persons_.size(); ++p)
      if (persons_[p].surname == form.words.back()) {
        give(f, p, {alias_reason::surname, 0.9F});
        return;
      }
    persons_[make(f, k_nobody, form.words.back())].group = true;
  }

  void join_full(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || form.words.size() < 2) return;
    const std::uint32_t given = form.words.front();
    const std::uint32_t surname = spelt(form.words.back());
    if (is_initial(surname)) return;  // "J. J." waits for the full name that begins so
    // "Mrs. John Dashwood" is John's wife: hers is the surname alone.
    if (form.married && (classes(given) & wc::given_she) == 0) {
      const auto same = [&](const person& p) {
        return p.husband != k_nobody && p.surname == surname && same_given(p.husband, given);
      };
      if (!give_best(f, {alias_reason::full_name, 0.95F}, same))
        persons_[make(f, k_nobody, surname)].husband = given;
      return;
    }
    const auto why = [&](const person& p) {
      if (is_letter(word(given)) != is_letter(word(p.given))) return alias_reason::initials;
      if (form.words.back() != p.surname) return alias_reason::spelling;
      return given == p.given ? alias_reason::full_name : alias_reason::nickname;
    };
    alias_reason reason = alias_reason::full_name;
    const bool joined = give_best(f, {alias_reason::full_name, 0.97F}, [&](const person& p) {
      if (p.surname != surname || p.husband != k_nobody || !same_first(p.given, given))
        return false;
      reason = why(p);
      return true;
    });
    if (joined)
      persons_[owner_[f]].reasons.back().why = reason;
    else
      make(f, given, surname);
  }

  void join_bare_given(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || form.titled() || form.words.size() != 1) return;
    const std::uint32_t w = form.words[0];
    if (!is_given(w) && look_up(last_, w) > 0) return;
    if (give_best(
            f, {alias_reason::given_name, 0.95F}, [&](const person& p) { return has_given(p, w); },
            true))
      return;
    if (give_best(
            f, {alias_reason::nickname, 0.9F},
            [&](const person& p) { return same_given(p.given, w) && may_be_pet_name(f, p); }, true))
      return;
    if (form.inside == form.count) return;  // only ever spoken: perhaps short for somebody
    if (is_given(w)) make(f, w, k_nobody);
  }

  /// Frank is the first word of "Frank Oakley", though the fullest is "Francis Oakley".
  [[nodiscard]] bool has_given(const person& p, std::uint32_t w) const {
    if (p.given == w) return true;
    return p.husband == k_nobody &&
           std::any_of(p.forms.begin(), p.forms.end(), [&](std::uint32_t f) {
             const auto& words = names_.forms[f].words;
             return words.size() > 1 && words.front() == w;
           });
  }

  /// "It's a table, Tom": a name that is only ever spoken, and with which one person's name begins.
  bool is_short_address(const name_form& form, std::uint32_t w) {
    const std::string& brief = word(w);
    if (brief.size() < 3 || form.inside != form.count) return false;
    std::uint32_t only = k_nobody;
    for (std::uint32_t p = 0; p < persons_.size(); ++p) {
      const std::uint32_t given =
          persons_[p].given == k_nobody ? persons_[p].surname : persons_[p].given;
      if (persons_[p].group || given == k_nobody || !word(given).starts_with(brief)) continue;
      if (only != k_nobody) return false;
      only = p;
    }
    if (only == k_nobody || !agree(persons_[only].sex, form.sex)) return false;
    const auto own = static_cast<std::uint32_t>(&form - names_.forms.data());
    if (conflict(own, persons_[only])) return false;
    give(own, only, {alias_reason::short_form, 0.8F});
    return true;
  }

  [[nodiscard]] bool bears_title(const name_form& f, std::string_view title) const {
    return std::any_of(f.titles.begin(), f.titles.end(), [&](std::uint32_t w) {
      return word(w) == title || (word(w).ends_with('.') && word(w).starts_with(title) &&
                                  word(w).size() == title.size() + 1);
    });
  }

  void join_titled_given(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || !form.titled() || form.words.size() != 1) return;
    const std::uint32_t w = form.words[0];
    const bool takes = title_takes_given(form) || (is_given(w) && look_up(last_, w) == 0) ||
                       (is_given(w) && look_up(first_, w) > look_up(last_, w));
    if (!takes) return;
    const form_reason reason{alias_reason::titled_given_name, 0.9F};
    // "Mrs. Charles" is the wife of Charles; "Mrs. Rachel" is Rachel.
    if (form.married && (classes(w) & wc::given_he) != 0 && (classes(w) & wc::given_she) == 0) {
      if (!give_best(f, reason, [&](const person& p) {
            return p.husband != k_nobody && same_given(p.husband, w);
          }))
        persons_[make(f, k_nobody, k_nobody)].husband = w;
      return;
    }
    const bool mister = bears_title(form, "mr");
    if (mister && !title_takes_given(form)) {
      if (give_best(f, reason,
                    [&](const person& p) { return p.given == w && p.surname != k_nobody; }))
        return;
    } else {
      // Sir John is Sir John Middleton before he is John Dashwood, who is called Mr. Dashwood.
      const auto bears = [&](const person& p) { return p.given == w && shares_title(p, form); };
      if (title_takes_given(form) && give_best(f, reason, bears)) return;
      const auto fits = [&](const person& p) {
        return !known_otherwise(p, form) && !(bears_title(form, "sir") && is_mister(p));
      };
      if (give_best(f, reason, [&](const person& p) { return p.given == w && fits(p); })) return;
      if (give_best(f, reason, [&](const person& p) { return same_given(p.given, w) && fits(p); }))
        return;
    }
    make(f, w, k_nobody);
  }

  [[nodiscard]] bool shares_title(const person& p, const name_form& form) const {
    return std::any_of(form.titles.begin(), form.titles.end(), [&](std::uint32_t x) {
      return std::any_of(p.titles.begin(), p.titles.end(),
                         [&](std::uint32_t y) { return same_title(x, y); });
    });
  }

  [[nodiscard]] bool is_mister(const person& p) const {
    return std::any_of(p.forms.begin(), p.forms.end(),
                       [&](std::uint32_t f) { return bears_title(names_.forms[f], "mr"); });
  }

  /// Captain Felix is not Felix Harrow, whom everybody calls Mr. Harrow: his surname is a first
  /// name.
  [[nodiscard]] bool known_otherwise(const person& p, const name_form& form) const {
    if (p.surname == k_nobody || p.count >= form.count || title_takes_given(form)) return false;
    return bears_rank(form) &&
           std::any_of(names_.forms.begin(), names_.forms.end(), [&](const name_form& other) {
             return bears_title(other, "mr") && other.words.size() == 1 &&
                    other.words[0] == p.surname && other.count > p.count;
           });
  }

  [[nodiscard]] bool bears_rank(const name_form& f) const {
    static constexpr std::array<std::string_view, 12> k_ranks{
        "captain", "colonel", "major", "general", "lieutenant", "sergeant",
        "admiral", "doctor",  "dr",    "capt",    "col",        "commander"};
    return std::any_of(k_ranks.begin(), k_ranks.end(),
                       [&](std::string_view r) { return bears_title(f, r); });
  }

  /// Mr., Dr., Captain and Miss before a surname.
  void join_titled_surname(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || !form.titled() || form.words.size() != 1 || form.married) return;
    const std::uint32_t w = spelt(form.words[0]);
    const bool miss = bears_title(form, "miss");
    const form_reason reason{
        w == form.words[0] ? alias_reason::titled_surname : alias_reason::spelling, 0.9F};
    if (miss) {
      if (!give_eldest(f, w, reason)) make(f, k_nobody, w);
      return;
    }
    const auto bears = [&](const person& p) { return p.surname == w && shares_title(p, form); };
    if (give_best(f, reason, bears)) return;
    if (form.sex == gender::she) {
      const bool joined = give_best(f, reason, [&](const person& p) {
        return p.surname == w && p.sex == gender::she && !p.married && only_bearer(w, gender::she);
      });
      if (!joined) make(f, k_nobody, w);
      return;
    }
    const bool joined = give_best(f, reason, [&](const person& p) {
      // Of whom nobody knows whether it is a man, "Mr. Quill" may be the father.
      return p.surname == w && (p.sex == gender::he || form.sex == gender::unknown) &&
             p.sex != gender::she && p.husband == k_nobody && only_bearer(w, gender::he) &&
             !other_titled(p, form);
    });
    if (!joined) make(f, k_nobody, w);
  }

  /// Miss Bennet is the eldest: the sister whom nobody calls "Miss Jane", whoever introduces her as
  /// "Miss Jane Bennet".
  bool give_eldest(std::uint32_t f, std::uint32_t surname, form_reason reason) {
    const auto fits = [&](const person& p) {
      return p.surname == surname && p.sex == gender::she && p.husband == k_nobody &&
             (!p.married || p.given != k_nobody);
    };
    // Whoever answers to it, is it.
    if (const auto [who, times] =
            who_answers({f}, [&](std::uint32_t p) { return fits(persons_[p]); });
        who != k_nobody && 2 * names_.forms[f].inside >= names_.forms[f].count &&
        !conflict(f, persons_[who], k_eldest_share)) {
      give(f, who, reason);
      return true;
    }
    if (give_best(
            f, reason, [&](const person& p) { return fits(p) && p.miss_alone == 0; }, false,
            k_eldest_share))
      return true;
    // Where "the Miss Steeles" are about, Miss Steele is not the one whom everybody calls Miss
    // Lucy.
    return give_best(f, reason, [&](const person& p) {
      return fits(p) && (p.miss_alone == 0 || !has_sisters(surname));
    });
  }

  /// "the Miss Bennets"
  [[nodiscard]] bool has_sisters(std::uint32_t surname) const {
    const std::string many = word(surname) + 's';
    return std::any_of(names_.forms.begin(), names_.forms.end(), [&](const name_form& f) {
      return f.group && !f.words.empty() && word(f.words.back()) == many &&
             (bears_title(f, "miss") || bears_title(f, "misses"));
    });
  }

  /// Mrs. X is the one woman X, unless there is a Miss X, or many women.
  void join_married_surname(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || !form.titled() || form.words.size() != 1 || !form.married) return;
    const std::uint32_t w = spelt(form.words[0]);
    const form_reason reason{
        w == form.words[0] ? alias_reason::titled_surname : alias_reason::spelling, 0.85F};
    const auto bears = [&](const person& p) {
      return p.surname == w && p.married && !is_told_apart(p, form);
    };
    if (give_best(f, reason, bears)) return;
    const bool joined = give_best(f, reason, [&](const person& p) {
      return p.surname == w && p.sex == gender::she && !p.miss && 5 * p.miss_given < p.count &&
             only_bearer(w, gender::she) && !is_told_apart(p, form);
    });
    if (!joined) make(f, k_nobody, w);
  }

  /// Mrs. John Dale, so called again and again, is told from the Mrs. Dale who needs no more: the
  /// wife of another Dale.
  [[nodiscard]] bool is_told_apart(const person& p, const name_form& form) const {
    return p.husband != k_nobody && p.count >= 3 && form.count > p.count &&
           !only_bearer(p.surname, gender::he);
  }

  /// Whether just one person of `sex` bears the surname.
  [[nodiscard]] bool only_bearer(std::uint32_t surname, gender sex) const {
    std::uint32_t n = 0;
    for (const person& p : persons_)
      n += !p.group && p.surname == surname &&
           (p.sex == sex || (p.sex == gender::unknown && sex == gender::he));
    return n <= 1;
  }

  /// Captain Hale is not Mr. Hale where both titles are in use.
  [[nodiscard]] bool other_titled(const person& p, const name_form& form) const {
    const auto plain = [&](std::uint32_t w) { return word(w).starts_with("mr"); };
    if (p.titles.empty() || form.titles.empty()) return false;
    return plain(p.titles[0]) != plain(form.titles[0]) && p.given == k_nobody;
  }

  void join_bare_rest(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (form.description || form.titled()) return;
    if (form.words.size() > 1) {
      const auto begins = [&](const person& p) {
        return std::any_of(p.forms.begin(), p.forms.end(), [&](std::uint32_t o) {
          const auto& words = names_.forms[o].words;
          return words.size() > form.words.size() &&
                 std::equal(form.words.begin(), form.words.end(), words.begin());
        });
      };
      if (!give_best(f, {alias_reason::initials, 0.85F}, begins))
        make(f, form.words.front(), k_nobody);
      return;
    }
    const std::uint32_t w = spelt(form.words[0]);
    const form_reason surname{w == form.words[0] ? alias_reason::surname : alias_reason::spelling,
                              0.9F};
    // A bare surname is nearly always the man who bears it.
    if (give_best(
            f, surname,
            [&](const person& p) {
              return p.surname == w && p.sex == gender::he && p.husband == k_nobody;
            },
            true))
      return;
    if (give_best(
            f, surname,
            [&](const person& p) {
              return p.given == w || (p.surname == w && (!p.married || only_bearer(w, p.sex)));
            },
            true))
      return;
    if (is_lone_title(form)) return;  // the next step's
    if (give_best(f, {alias_reason::nickname, 0.8F}, [&](const person& p) {
          return may_be_pet_name(f, p) &&
                 (same_given(p.given, w) ||
                  (p.surname != k_nobody && is_diminutive(word(w), word(p.surname))));
        }))
      return;
    if (is_short_address(form, w)) return;
    make(f, is_given(w) ? w : k_nobody, is_given(w) ? k_nobody : w);
  }

  /// "said the Doctor": a description by its article, a title by its capital.
  [[nodiscard]] bool is_lone_title(const name_form& form) const {
    return !form.titled() && form.words.size() == 1 && (classes(form.words[0]) & wc::title) != 0 &&
           text::is_upper(text::decode_at(form.text, form.text.rfind(' ') + 1).code_point);
  }

  /// "the Admiral": the one who bears most of the title's uses; a description is its own person.
  void join_lone_title(std::uint32_t f) {
    const name_form& form = names_.forms[f];
    if (is_lone_title(form)) {
      const std::uint32_t w = form.words[0];
      std::uint32_t best = k_nobody;
      std::uint32_t most = 0;
      std::uint32_t all = 0;
      for (std::uint32_t p = 0; p < persons_.size(); ++p) {
        const auto& titles = persons_[p].titles;
        if (std::none_of(titles.begin(), titles.end(),
                         [&](std::uint32_t x) { return same_title(x, w); }))
          continue;
        all += persons_[p].count;
        if (persons_[p].count > most) most = persons_[p].count, best = p;
      }
      if (best != k_nobody && 10 * most >= 6 * all && !conflict(f, persons_[best])) {
        give(f, best, {alias_reason::title, 0.85F});
        return;
      }
      // "the General" and "General" of whom nobody tells the name.
      for (std::uint32_t p = 0; p < persons_.size(); ++p)
        if (!persons_[p].forms.empty() && is_lone_title(names_.forms[persons_[p].forms[0]]) &&
            same_title(names_.forms[persons_[p].forms[0]].words[0], w) &&
            !conflict(f, persons_[p])) {
          give(f, p, {alias_reason::title, 0.85F});
          return;
        }
    }
    make(f, k_nobody, form.words.empty() ? k_nobody : form.words.back());
  }

  /// A bare name that several bear, use by use: whoever was last called by a name of his own.
  [[nodiscard]] std::vector<std::uint32_t> tell_uses() {
    std::vector<std::uint32_t> out;
    out.reserve(names_.uses.size());
    std::vector<salience> about(persons_.size());
    sections_.assign(1, 0);
    for (const paragraph& p : in_.paragraphs)
      sections_.push_back(sections_.back() + (p.kind == paragraph_kind::scene_break ||
                                              p.kind == paragraph_kind::heading));
    for (const name_use& u : names_.uses) {
      const std::uint32_t usual = owner_[u.form];
      std::uint32_t who = usual;
      if (usual != k_nobody && !rivals_[u.form].empty()) {
        who = most_about(u, about);
      } else if (usual != k_nobody) {
        about[usual].add(u.first, section_of(u.first));
      }
      out.push_back(who);
    }
    return out;
  }

  /// How many breaks and headings stand before token `i`.
  [[nodiscard]] std::uint32_t section_of(std::uint32_t i) const {
    return sections_[t_.paragraph[i]];
  }

  /// How much somebody has been spoken of lately, by names that are theirs alone.
  struct salience {
    std::uint32_t weight = 0;  ///< halves every `k_half_life` tokens
    std::uint32_t token = 0;
    std::uint32_t section = 0;

    static constexpr std::uint32_t k_half_life = 512;

    /// A break takes most of it: who is about is told anew.
    [[nodiscard]] std::uint32_t at(std::uint32_t now, std::uint32_t in) const noexcept {
      const std::uint32_t halvings = (now - token) / k_half_life + (in != section ? 3 : 0);
      return halvings >= 31 ? 0 : weight >> halvings;
    }
    void add(std::uint32_t now, std::uint32_t in) noexcept {
      weight = std::min(at(now, in), 1U << 20U) + 1024;
      token = now;
      section = in;
    }
  };

  [[nodiscard]] std::uint32_t most_about(const name_use& u,
                                         const std::vector<salience>& about) const {
    const std::uint32_t usual = owner_[u.form];
    std::uint32_t best = usual;
    // The usual bearer goes first where nobody is clearly nearer.
    std::uint32_t most = 2 * about[usual].at(u.first, section_of(u.first)) + 64;
    for (const std::uint32_t p : rivals_[u.form])
      if (const std::uint32_t now = about[p].at(u.first, section_of(u.first)); now > most)
        most = now, best = p;
    return best;
  }

  const cast_input& in_;
  const token_layer& t_;
  const name_table& names_;
  const std::vector<std::uint8_t>& in_quote_;
  const kept_apart apart_;
  std::vector<person> persons_;
  std::vector<std::uint32_t> owner_;
  std::vector<std::uint32_t> sections_;                    ///< breaks before each paragraph
  std::vector<std::vector<std::uint32_t>> rivals_;         ///< of each form: all who may bear it
  std::vector<std::vector<std::uint32_t>> blocks_;         ///< of each form: where it is used
  std::unordered_map<std::uint32_t, std::uint32_t> bare_;  ///< a word: the form of it alone
  std::unordered_map<std::uint64_t, together> together_;
  std::unordered_map<std::uint32_t, std::uint32_t> spelling_;  ///< a slip: as it is mostly spelt
  /// Of each form: who speaks next to those who call it, by form.
  std::map<std::uint32_t, std::map<std::uint32_t, std::uint32_t>> hears_;  ///< by turns
  std::map<std::uint32_t, std::map<std::uint32_t, std::uint32_t>> answers_;
  std::map<std::uint32_t, std::map<std::uint32_t, std::uint32_t>> calls_;  ///< the other way round
  mutable std::unordered_map<std::uint32_t, bool> pets_;
  std::unordered_map<std::uint32_t, std::uint32_t> first_;
  std::unordered_map<std::uint32_t, std::uint32_t> last_;
};

}  // namespace

joined_names join_names(const cast_input& in, const name_table& names,
                        const std::vector<std::uint8_t>& in_quote) {
  joined_names out = joiner(in, names, in_quote).join();
  for (person& p : out.persons)
    p.sex = p.group ? gender::unknown : tell_gender(p.evidence);
  return out;
}

}  // namespace fabula::people
