#include "people/coreference.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "people/neo_set.hpp"
#include "people/title_words.hpp"
#include "text/unicode.hpp"
#include "text/words_key.hpp"

namespace fabula::people {
namespace {

constexpr std::uint32_t k_window = 15;    ///< sentences back
constexpr std::size_t k_most_back = 160;  ///< mentions back
constexpr std::size_t k_pronoun_candidates = 14;
constexpr std::size_t k_phrase_candidates = 8;  ///< without a word in common
constexpr std::size_t k_same_head = 4;
constexpr std::size_t k_family = 6;            ///< of one surname
constexpr std::size_t k_named = 6;             ///< people named lately, however far
constexpr std::uint32_t k_named_window = 120;  ///< sentences
constexpr std::uint32_t k_group_window = 12;   ///< sentences in which a named group may be "they"
constexpr std::uint32_t k_near = 20;           ///< sentences: who is named in them is about
constexpr std::uint32_t k_names_back = 60;     ///< sentences
constexpr std::uint32_t k_names_ahead = 8;     ///< sentences
constexpr std::uint32_t k_long_ago = 400;      ///< sentences: an old "the man" is another man
constexpr float k_decay = 0.8F;                ///< of a mention's weight, a sentence later
constexpr float k_decay_of_talk = 0.7F;        ///< the same, an utterance later
constexpr std::size_t k_most_known = 12;       ///< words that an entity is known by
constexpr float k_sure_margin = 100;           ///< where there was no choice
/// Mentions on either side of a "you" among which somebody may be called: long sentences must not
/// cost quadratic time.
constexpr std::uint32_t k_call_reach = 40;
constexpr float k_contrast_confidence = 0.7F;
constexpr float k_about_confidence = 0.8F;
constexpr float k_titled_confidence = 0.8F;
constexpr std::uint32_t k_scene_paragraphs = 60;  ///< back, where no break is nearer
constexpr float k_unknown = std::numeric_limits<float>::quiet_NaN();
constexpr std::uint32_t k_several = k_none - 1;

template <class T>
void add_once(std::vector<T>& v, T x) {
  if (v.size() < k_most_known && std::find(v.begin(), v.end(), x) == v.end()) v.push_back(x);
}

template <class T>
[[nodiscard]] bool holds(const std::vector<T>& v, T x) {
  return std::find(v.begin(), v.end(), x) != v.end();
}

[[nodiscard]] bool is_place(mention_type t) noexcept {
  return t == mention_type::loc || t == mention_type::fac || t == mention_type::gpe;
}

/// A candidate while its row is made.
struct candidate {
  std::uint32_t entity = 0;
  std::uint32_t recency = 0;
  float recent = 0;
  std::uint32_t near = 0;  ///< names around
  float subjects = 0;      ///< times that it was a subject, the latest counting most
};

class entity_linker {
 public:
  entity_linker(const coreference_input& in, const linker& l)
      : in_(in),
        t_(in.mentions.source.tokens),
        cast_(in.mentions.cast),
        link_(l),
        refs_(describe_mentions(in.mentions)) {}

  [[nodiscard]] coreference_layer link() {
    prepare();
    for (const std::uint32_t r : order_)
      decide(r);
    close_gaps();
    coreference_layer out;
    out.mentions = std::move(refs_);
    out.entity = std::move(entity_of_);
    out.confidence = std::move(confidence_);
    return out;
  }

 private:
  /// Entities that have become characters leave no numbers unused.
  void close_gaps() {
    std::vector<std::uint32_t> number(entities_.size(), 0);
    std::uint32_t next = 0;
    for (std::uint32_t e = 0; e < entities_.size(); ++e)
      number[e] = entities_[e].gone ? next : next++;
    for (std::uint32_t& e : entity_of_)
      e = number[e];
  }

  void prepare() {
    const std::size_t n = refs_.size();
    owner_.assign(n, k_none);
    before_it_.assign(n, k_none);
    for (auto& kind : last_pronoun_of_)
      kind.fill(k_none);
    entities_.resize(cast_.characters.size());
    for (std::uint32_t c = 0; c < entities_.size(); ++c)
      entities_[c].character = c;
    miss_ = title_of("miss");
    master_ = title_of("master");
    find_bearers();
    entity_of_.assign(n, k_none);
    confidence_.assign(n, 1);
    when_.assign(n, k_none);
    order_.resize(n);
    for (std::uint32_t i = 0; i < n; ++i)
      order_[i] = i;
    // A possessor before what it owns: "[[her] assistant]" needs to know who she is.
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return refs_[a].first != refs_[b].first ? refs_[a].first < refs_[b].first
                                              : refs_[a].last < refs_[b].last;
    });
    subject_of_.assign(t_.size(), k_none);
    at_head_.assign(t_.size(), k_none);
    for (std::uint32_t i = 0; i < n; ++i) {
      const referent& r = refs_[i];
      at_head_[r.head] = i;
      if (r.role == clause_role::subject && r.verb != k_none && subject_of_[r.verb] == k_none)
        subject_of_[r.verb] = i;
    }
    prepare_names();
    prepare_speech();
  }

  /// "John Beaver" and "Tony", where "John" alone is two people's.
  [[nodiscard]] bool is_own_name(const referent& r) const {
    for (std::uint32_t k = r.first; k < r.last; ++k) {
      if (t_.shape[k] != token_shape::word || t_.is(k, language::word_class::title)) continue;
      const auto found = called_.find(t_.form(k));
      if (found != called_.end() && found->second.size() == 1) return true;
    }
    return false;
  }

  /// Whom the cast knows by name, and where: what comes later tells too.
  void prepare_names() {
    named_.resize(cast_.characters.size());
    for (const std::uint32_t i : order_) {
      const referent& r = refs_[i];
      if (!r.named || r.form != mention_form::prop || r.character == k_none) continue;
      names_.push_back({r.first, r.sentence, r.character, is_own_name(r)});
      named_[r.character].told.push_back(r.sentence);
      if (r.quote != k_none) named_[r.character].said.push_back(r.sentence);
      if (names_.back().own) named_[r.character].own.push_back(r.sentence);
    }
  }

  /// How many of `at`, ascending sentences, are near sentence `s`.
  [[nodiscard]] static std::uint32_t near(const std::vector<std::uint32_t>& at, std::uint32_t s) {
    const auto first = std::lower_bound(at.begin(), at.end(), s - std::min(s, k_near));
    return static_cast<std::uint32_t>(std::upper_bound(first, at.end(), s + k_near) - first);
  }

  /// Where `character` is named. Of a shared name it is asked whose it is here: its other uses tell
  /// nothing of that.
  [[nodiscard]] const std::vector<std::uint32_t>& names_of(const referent& r,
                                                           std::uint32_t character) const {
    return r.named ? named_[character].own : named_[character].told;
  }

  /// Names before `next_name_` stand before `r`, the others not.
  void come_to(const referent& r) {
    while (next_name_ < names_.size() && names_[next_name_].token < r.first)
      ++next_name_;
  }

  /// People named before and behind, however long their chain has been lost.
  void add_named(const referent& r) {
    come_to(r);
    const std::size_t before = candidates_.size();
    for (std::size_t k = next_name_, looked = 0;
         k < names_.size() && looked < 12 && candidates_.size() < before + 3 &&
         names_[k].sentence <= r.sentence + k_names_ahead;
         ++k, ++looked)
      add(r, names_[k].who);
    const std::size_t ahead = candidates_.size();
    for (std::size_t k = next_name_, looked = 0;
         k-- > 0 && looked < 24 && candidates_.size() < ahead + 4 &&
         names_[k].sentence + k_names_back >= r.sentence;
         ++looked)
      add(r, names_[k].who);
  }

  void prepare_speech() {
    const auto& paragraphs = in_.mentions.source.paragraphs;
    paragraph_speaker_.assign(paragraphs.size(), k_none);
    paragraph_speaks_.assign(paragraphs.size(), 0);
    const auto& quotes = in_.quotes;
    before_.assign(quotes.size(), k_none);
    after_.assign(quotes.size(), k_none);
    std::uint32_t last = k_none;
    for (std::uint32_t q = 0; q < quotes.size(); ++q) {
      const std::uint32_t i = t_.first_at(quotes[q].span().start.value);
      if (i >= t_.size() || quotes[q].kind == quote_kind::quoted) continue;
      const std::uint32_t p = t_.paragraph[i];
      paragraph_speaks_[p] = 1;
      const std::uint32_t who = speaker(q);
      if (who != k_none) paragraph_speaker_[p] = who;
      if (last != k_none && speaker(last) != who) {
        before_[q] = speaker(last);
        after_[last] = who;
      } else if (last != k_none) {
        before_[q] = before_[last];
      }
      last = q;
    }
    // One who speaks on is answered by who answers at last.
    for (std::size_t q = quotes.size(); q-- > 1;)
      if (after_[q - 1] == k_none &&
          speaker(static_cast<std::uint32_t>(q - 1)) == speaker(static_cast<std::uint32_t>(q)))
        after_[q - 1] = after_[q];
    last_speaker_before_.assign(paragraphs.size(), k_none);
    std::uint32_t who = k_none;
    for (std::size_t p = 0; p < paragraphs.size(); ++p) {
      last_speaker_before_[p] = who;
      if (paragraphs[p].kind == paragraph_kind::heading) who = k_none;
      if (paragraph_speaker_[p] != k_none) who = paragraph_speaker_[p];
    }
  }

  /// "Diana Barry" and "Mrs. Barry" share a surname; "the captain" and "Diana" have none. And who
  /// is called by a word at all: two are called "John".
  void find_bearers() {
    surnames_.resize(cast_.characters.size());
    std::unordered_map<std::string, std::uint32_t> number;
    for (std::uint32_t c = 0; c < surnames_.size(); ++c) {
      bear(c, cast_.characters[c].name, number);
      for (const alias& a : cast_.characters[c].aliases)
        bear(c, a.text, number);
    }
  }

  void bear(std::uint32_t c, const std::string& name,
            std::unordered_map<std::string, std::uint32_t>& number) {
    const std::string form = text::lower(name);
    if (form.starts_with("the ") || form.starts_with("a ") || form.starts_with("an ")) return;
    if (const auto [at, added] = form_of_.try_emplace(text::words_key(name), c);
        !added && at->second != c)
      at->second = k_none;
    for (std::size_t from = 0; from < form.size();) {
      const std::size_t to = std::min(form.find(' ', from), form.size());
      const std::string word = form.substr(from, to - from);
      if ((in_.mentions.source.words.classes_of(word) & language::word_class::title) == 0)
        add_once(called_[word], c);
      else
        bear_title(c, title_of(word));
      from = to + 1;
    }
    const std::size_t space = form.rfind(' ');
    if (space == std::string::npos) return;
    const auto [at, added] = number.try_emplace(form.substr(space + 1), bearers_.size());
    if (added) bearers_.emplace_back();
    add_once(surnames_[c], at->second);
    add_once(bearers_[at->second], c);
  }

  /// The number of a title's full word.
  [[nodiscard]] std::uint32_t title_of(std::string_view word) {
    return titles_
        .try_emplace(std::string(full_title(word)), static_cast<std::uint32_t>(titles_.size()))
        .first->second;
  }

  void bear_title(std::uint32_t entity, std::uint32_t title) {
    if (holds(entities_[entity].titles, title)) return;
    add_once(entities_[entity].titles, title);
    add_once(by_title_[title], entity);
  }

  /// The title that "the major" names somebody by; "the lady" and "my uncle" name nobody so.
  [[nodiscard]] std::uint32_t title_named_by(const referent& r) {
    if (r.form != mention_form::nom || r.type != mention_type::per || r.kin ||
        !t_.is(r.head, language::word_class::title) || r.number == referent_number::many)
      return k_none;
    const std::string& head = t_.form(r.head);
    for (const std::string_view vague : {"lady", "miss", "master", "mistress", "madam", "saint"})
      if (head == vague) return k_none;
    return title_of(head);
  }

  /// Nobody, one or more; none for what is no character.
  [[nodiscard]] std::span<const std::uint32_t> surnames(std::uint32_t entity) const {
    if (entity >= surnames_.size()) return {};
    return surnames_[entity];
  }

  [[nodiscard]] bool share_surname(std::uint32_t a, std::uint32_t b) const {
    return std::ranges::any_of(surnames(a), [&](std::uint32_t s) {
      return std::ranges::find(surnames(b), s) != surnames(b).end();
    });
  }

  /// Whom a tag names, "said Mr. Hamilton", where the cast calls one alone by just these words: as
  /// `fabula verify` reads it.
  [[nodiscard]] std::uint32_t named_by_tag(const referent& r) const {
    if (r.cue_of == k_none || r.form != mention_form::prop) return k_none;
    const std::uint32_t start = t_.start[r.first];
    const auto found = form_of_.find(
        text::words_key(in_.mentions.source.text.substr(start, t_.end[r.last - 1] - start)));
    if (found == form_of_.end()) return k_none;
    // The cast has looked at who is about: what it says of this use stands above its lists.
    const bool settled = r.named && r.character != k_none && r.character != found->second;
    return settled ? k_none : found->second;
  }

  /// "John", where two are called John, and "Mr. Hamilton", where father and son are: the cast
  /// knows whom it means most often, the place in the text whom it means here.
  [[nodiscard]] bool gather_namesakes(std::uint32_t i) {
    const referent& r = refs_[i];
    candidates_.clear();
    if (!r.named || r.form != mention_form::prop || r.number == referent_number::many) return false;
    std::uint32_t name = k_none;
    bool of_man = false;
    for (std::uint32_t k = r.first; k < r.last; ++k) {
      if (t_.shape[k] != token_shape::word || t_.is(k, language::word_class::article)) continue;
      if (t_.is(k, language::word_class::title_she | language::word_class::title_any)) return false;
      of_man = of_man || t_.is(k, language::word_class::title_he);
      if (t_.is(k, language::word_class::title_he)) continue;
      if (name != k_none) return false;
      name = t_.word[k];
    }
    const auto found = name == k_none ? called_.end() : called_.find(t_.words.forms[name]);
    if (found == called_.end() || found->second.size() < 2 || !holds(found->second, r.character))
      return false;
    gather_excluded(i);
    for (const std::uint32_t c : found->second) {
      if (of_man && cast_.characters[c].pronouns == pronoun_set::she) continue;
      if (c != r.character && (entities_[c].size == 0 || holds(excluded_, c))) continue;
      candidates_.push_back({c, static_cast<std::uint32_t>(candidates_.size()), 0});
    }
    return candidates_.size() > 1;
  }

  /// Of the namesakes who are the candidates the one who alone was called by more than the shared
  /// name since the scene began: "John Beaver came by the late train. [...] John slept." First
  /// names alone: "Archer" is the man of that name, whichever of his sisters is about.
  [[nodiscard]] std::uint32_t about_alone(const referent& r) {
    const std::string shared = text::lower(in_.mentions.source.text.substr(
        t_.start[r.last - 1], t_.end[r.last - 1] - t_.start[r.last - 1]));
    if (r.last != r.first + 1 || !std::ranges::all_of(candidates_, [&](const candidate& c) {
          return text::lower(cast_.characters[c.entity].name).starts_with(shared + ' ');
        }))
      return k_none;
    const auto& paragraphs = in_.mentions.source.paragraphs;
    come_to(r);
    std::uint32_t first = r.paragraph;
    while (first > 0 && r.paragraph - first < k_scene_paragraphs &&
           paragraphs[first].kind != paragraph_kind::scene_break &&
           paragraphs[first].kind != paragraph_kind::heading)
      --first;
    const std::uint32_t begins = paragraphs[first].span.start.value;
    std::uint32_t alone = k_none;
    for (std::size_t k = next_name_; k-- > 0 && t_.start[names_[k].token] >= begins;) {
      if (!names_[k].own) continue;
      const std::uint32_t who = names_[k].who;
      if (who == alone ||
          std::ranges::none_of(candidates_, [&](const candidate& c) { return c.entity == who; }))
        continue;
      if (alone != k_none) return k_none;
      alone = who;
    }
    return alone;
  }

  /// Whose it is: "[her] mother" is hers, "Papa" is the papa of who says so.
  [[nodiscard]] std::uint32_t find_owner(const referent& r) const {
    if (r.possessor != k_none) {
      const referent& p = refs_[r.possessor];
      const bool ours = p.pronoun == pronoun_kind::we && p.quote != k_none;
      return ours && speaker(p.quote) != k_none ? speaker(p.quote) : entity_of_[r.possessor];
    }
    const bool alone = r.kin && r.quote != k_none && r.last == r.first + 1;
    return alone ? speaker(r.quote) : k_none;
  }

  [[nodiscard]] static std::uint64_t key_of(std::uint64_t words, std::uint32_t owner) noexcept {
    return owner == k_none ? words : (words ^ (owner + 1ULL)) * 0x9E3779B97F4A7C15ULL;
  }

  /// What the words of `i` say, whose it is included.
  [[nodiscard]] std::uint64_t words_of(std::uint32_t i) const {
    return key_of(refs_[i].words, owner_[i]);
  }

  [[nodiscard]] std::uint64_t head_of(std::uint32_t i) const {
    return key_of(refs_[i].head_word, owner_[i]);
  }

  /// Who has spoken, and to whom, up to `r`.
  void hear(const referent& r) {
    for (; heard_ < in_.quotes.size() &&
           t_.first_at(in_.quotes[heard_].span().start.value) <= r.first;
         ++heard_) {
      const quote& q = in_.quotes[heard_];
      if (q.speaker) entities_[q.speaker->value].last_spoke = heard_;
      for (const character_id to : q.addressees)
        entities_[to.value].last_addressed = heard_;
    }
  }

  [[nodiscard]] std::uint32_t speaker(std::uint32_t q) const {
    return in_.quotes[q].speaker ? in_.quotes[q].speaker->value : k_none;
  }

  [[nodiscard]] std::uint32_t lone_addressee(std::uint32_t q) const {
    const auto& to = in_.quotes[q].addressees;
    return to.size() == 1 ? to.front().value : k_none;
  }

  /// Nobody says "she" of herself, nor of whom alone she talks to.
  void exclude_parties(const referent& r) {
    if (r.quote == k_none || (r.pronoun != pronoun_kind::he && r.pronoun != pronoun_kind::she))
      return;
    const std::uint32_t who = speaker(r.quote);
    if (who != k_none) excluded_.push_back(who);
    const std::uint32_t to = lone_addressee(r.quote);
    if (to != k_none) excluded_.push_back(to);
  }

  [[nodiscard]] bool speaks_to(std::uint32_t q, std::uint32_t character) const {
    const auto& to = in_.quotes[q].addressees;
    return std::find(to.begin(), to.end(), character_id{character}) != to.end();
  }

  [[nodiscard]] std::uint32_t narrator_at(const referent& r) const {
    return r.paragraph < cast_.narrator.size() ? cast_.narrator[r.paragraph] : k_none;
  }

  /// A name that is a call by the tree and stands between commas or the ends of the line.
  [[nodiscard]] bool is_call(const referent& r) const {
    return r.named && !r.conjoined && r.role == clause_role::vocative &&
           (r.first == 0 || t_.parts(r.first - 1)) && (r.last >= t_.size() || t_.parts(r.last));
  }

  [[nodiscard]] bool may_be_called(std::uint32_t character, const referent& name) const {
    for (std::uint32_t k = name.first; k < name.last; ++k)
      if (const auto found = called_.find(t_.form(k));
          found != called_.end() && holds(found->second, character))
        return true;
    return false;
  }

  /// "What say you, Mary?": who is called by name in the sentence of a "you" in talk, one alone;
  /// else the one to whom the line is said.
  [[nodiscard]] std::uint32_t addressed(std::uint32_t i) const {
    const referent& r = refs_[i];
    const std::uint32_t alone = lone_addressee(r.quote);
    std::uint32_t found = k_none;
    std::uint32_t k = i;
    while (k > 0 && i - k < k_call_reach && refs_[k - 1].sentence == r.sentence)
      --k;
    for (; k < refs_.size() && k < i + k_call_reach && refs_[k].sentence == r.sentence; ++k) {
      const referent& called = refs_[k];
      if (called.quote != r.quote || !is_call(called)) continue;
      if (found != k_none && found != called.character) return alone;
      // "Hamilton" may be father or son.
      if (alone != k_none && may_be_called(alone, called)) return alone;
      found = called.character;
    }
    return found == k_none || found == speaker(r.quote) ? alone : found;
  }

  /// What needs no question: names that the cast knows, the subject of a cue that it describes, the
  /// narrator's "I", a speaker's "I" and the "you" of a line to one alone.
  [[nodiscard]] std::uint32_t known(std::uint32_t i) const {
    const referent& r = refs_[i];
    if (r.character != k_none && (r.named || r.cue_of != k_none)) return r.character;
    if (r.pronoun == pronoun_kind::i) return r.quote == k_none ? narrator_at(r) : speaker(r.quote);
    if (r.pronoun == pronoun_kind::you && r.quote != k_none) return addressed(i);
    // "We knew the bell": a town tells.
    if (r.pronoun == pronoun_kind::we && r.quote == k_none && narrator_at(r) != k_none &&
        cast_.characters[narrator_at(r)].kind == character_kind::group)
      return narrator_at(r);
    return k_none;
  }

  void decide(std::uint32_t i) {
    const referent& r = refs_[i];
    hear(r);
    owner_[i] = find_owner(r);
    const std::uint32_t tagged = named_by_tag(r);
    if (const std::uint32_t e = tagged != k_none ? tagged : known(i); e != k_none) {
      if (tagged == k_none && e == r.character && gather_namesakes(i)) {
        if (const std::uint32_t alone = about_alone(r); alone != k_none) {
          confidence_[i] = k_about_confidence;
          join(i, alone);
          return;
        }
        const link_answer a = ask(i);
        confidence_[i] = a.confidence;
        join(i, a.entity != k_none ? a.entity : a.chosen < asked_.size() ? asked_[a.chosen] : e);
        return;
      }
      if (e == r.character && is_introduction(r)) introduce(i);
      if (e == r.character && !r.named) remember(i);
      join(i, e);
      return;
    }
    if (r.title) {
      stand_alone(i);
      return;
    }
    if (const std::uint32_t e = so_named(r); e != k_none) {
      join(i, e);
      return;
    }
    gather(i);
    if (const std::uint32_t e = contrasted(i); e != k_none) {
      confidence_[i] = k_contrast_confidence;
      join(i, e);
      return;
    }
    if (const std::uint32_t e = only_titled(r); e != k_none) {
      confidence_[i] = k_titled_confidence;
      join(i, e);
      return;
    }
    const link_answer a = ask(i);
    confidence_[i] = a.confidence;
    join(i, a.entity != k_none ? a.entity : a.chosen < asked_.size() ? asked_[a.chosen] : begin(r));
  }

  [[nodiscard]] link_answer ask(std::uint32_t i) {
    make_rows(i);
    asked_.clear();
    for (const candidate& c : candidates_)
      asked_.push_back(c.entity);
    return link_.choose({i, asked_, rows_});
  }

  /// "a trader named [Jennings]", "the halt known as [Ferry Road]": whom the words around the name
  /// are of.
  [[nodiscard]] std::uint32_t so_named(const referent& r) const {
    if (r.form != mention_form::prop || r.outer == k_none ||
        refs_[r.outer].form != mention_form::nom)
      return k_none;
    const std::uint32_t head = refs_[r.outer].head;
    std::uint32_t k = r.first;
    while (k > head + 1 && (t_.shape[k - 1] != token_shape::word || t_.form(k - 1) == "as"))
      --k;
    if (k <= head + 1 || k > head + 3) return k_none;
    const std::string& verb = t_.form(k - 1);
    return verb == "named" || verb == "called" || verb == "known" ? entity_of_[r.outer] : k_none;
  }

  /// The first mention of a character, by name.
  [[nodiscard]] bool is_introduction(const referent& r) const {
    return r.named && r.form == mention_form::prop && r.type == mention_type::per &&
           r.number != referent_number::many && entities_[r.character].size == 0;
  }

  /// "A man came in. [...] 'Good evening, Mr. Kronborg.'": who has been about without a name may
  /// get it here, and is then the character.
  void introduce(std::uint32_t i) {
    const referent& r = refs_[i];
    if (const std::uint32_t e = so_named(r); e != k_none && entities_[e].character == k_none) {
      become(e, r.character);
      return;
    }
    gather(i);
    std::erase_if(candidates_, [&](const candidate& c) {
      return entities_[c.entity].character != k_none || entities_[c.entity].names > 0;
    });
    if (candidates_.empty()) return;
    for (std::uint32_t k = 0; k < candidates_.size(); ++k)
      candidates_[k].recency = k;
    const link_answer a = ask(i);
    if (a.chosen >= asked_.size()) return;
    confidence_[i] = a.confidence;
    become(asked_[a.chosen], r.character);
  }

  /// "The old horse looked up. [...] 'The hare will get away,' said the old horse": who speaks for
  /// the first time has been about, and was called so.
  void remember(std::uint32_t i) {
    const referent& r = refs_[i];
    if (r.form != mention_form::nom || r.determiner != determiner_kind::definite ||
        entities_[r.character].size > 0)
      return;
    const auto found = by_words_.find(words_of(i));
    if (found == by_words_.end()) return;
    const std::uint32_t e = found->second.back();
    if (entities_[e].gone || entities_[e].character != k_none || entities_[e].names > 0 ||
        refs_[entities_[e].last_referent].sentence + k_long_ago < r.sentence)
      return;
    become(e, r.character);
  }

  /// All that was said of `entity` was said of the character, who had not been named.
  void become(std::uint32_t entity, std::uint32_t character) {
    entity_state& e = entities_[entity];
    for (std::uint32_t i = e.last_referent; i != k_none; i = before_it_[i])
      entity_of_[i] = character;
    const std::uint32_t spoke = entities_[character].last_spoke;
    const std::uint32_t addressed = entities_[character].last_addressed;
    for (const std::uint64_t w : e.words)
      by_words_[w].push_back(character);
    for (const std::uint32_t h : e.heads)
      by_head_[h].push_back(character);
    const std::vector<std::uint32_t> titles = std::move(entities_[character].titles);
    entities_[character] = std::move(e);
    for (const std::uint32_t t : titles)
      add_once(entities_[character].titles, t);
    entities_[character].character = character;
    entities_[character].last_spoke = spoke;
    entities_[character].last_addressed = addressed;
    e = {};
    e.gone = true;
    for (std::uint32_t* who : {&paragraph_subject_, &paragraph_first_, &last_person_subject_})
      if (*who == entity) *who = character;
  }

  /// The "Mrs." of "Mrs. Barry": nothing refers back to it.
  void stand_alone(std::uint32_t i) {
    entity_of_[i] = begin(refs_[i]);
    if (link_.told) link_.told(i, entity_of_[i]);
  }

  [[nodiscard]] std::uint32_t begin(const referent& r) {
    entity_state e;
    e.type = r.type;
    entities_.push_back(std::move(e));
    return static_cast<std::uint32_t>(entities_.size() - 1);
  }

  /// Whom it cannot mean, whoever else it may.
  void gather_excluded(std::uint32_t i) {
    const referent& r = refs_[i];
    excluded_.clear();
    for (std::uint32_t o = r.outer; o != k_none; o = refs_[o].outer)
      if (entity_of_[o] != k_none) excluded_.push_back(entity_of_[o]);
    for (std::size_t k = history_.size(); k-- > 0 && refs_[history_[k]].first >= r.first;)
      excluded_.push_back(entity_of_[history_[k]]);
    // Two that are joined are two: "Ruth and she".
    if (r.conjoined)
      for (std::size_t k = history_.size();
           k-- > 0 && refs_[history_[k]].sentence == r.sentence && k + 8 > history_.size();)
        if (refs_[history_[k]].conjoined && refs_[history_[k]].governor == r.governor)
          excluded_.push_back(entity_of_[history_[k]]);
    exclude_parties(r);
    // "Said her sister": who says it is the sister, and not she.
    if (r.outer != k_none && refs_[r.outer].possessor == i && refs_[r.outer].cue_of != k_none)
      if (const std::uint32_t who = speaker(refs_[r.outer].cue_of); who != k_none)
        excluded_.push_back(who);
    // "her assistant" is not she.
    if (r.form == mention_form::nom && r.possessor != k_none && !r.honorific)
      excluded_.push_back(entity_of_[r.possessor]);
  }

  void gather(std::uint32_t i) {
    const referent& r = refs_[i];
    candidates_.clear();
    title_ = k_none;
    kin_bearer_ = k_none;
    gather_excluded(i);
    const bool pronoun = r.form == mention_form::pron;
    const std::size_t most = pronoun ? k_pronoun_candidates : k_phrase_candidates;
    std::size_t looked = 0;
    for (std::size_t k = history_.size();
         k-- > 0 && looked < k_most_back && candidates_.size() < most; ++looked) {
      const std::uint32_t h = history_[k];
      if (refs_[h].sentence + k_window < r.sentence) break;
      const std::uint32_t e = entity_of_[h];
      if (entities_[e].last_referent == h) add(r, e);
    }
    add_speakers(r);
    if (r.character != k_none) add(r, r.character);
    if (pronoun) {
      for (std::size_t k = named_lately_.size(); k-- > 0;)
        if (refs_[named_lately_[k]].sentence + k_named_window >= r.sentence)
          add(r, entity_of_[named_lately_[k]]);
      if (r.gender == referent_gender::he || r.gender == referent_gender::she) add_named(r);
      return;
    }
    if (owner_[i] != k_none) {
      add_from(by_owned_, head_of(i), r);
      if (r.kin) kin_bearer_ = only_bearer(r, owner_[i]);
      if (r.kin)
        for (const std::uint32_t s : surnames(owner_[i]))
          for (std::size_t k = 0; k < std::min(bearers_[s].size(), k_family); ++k)
            add(r, bearers_[s][k]);
    }
    add_from(by_words_, words_of(i), r);
    add_from(by_head_, r.head_word, r);
    title_ = title_named_by(r);
    if (title_ != k_none) {
      const auto& bearers = by_title_[title_];
      for (std::size_t k = bearers.size(), added = 0; k-- > 0 && added < k_same_head; ++added)
        if (!entities_[bearers[k]].gone) add(r, bearers[k]);
    }
  }

  /// "My father", from Miss Holt: of those who share her surname the only one who can be he. Who is
  /// somebody's parent or spouse bears a title, where anybody does.
  [[nodiscard]] std::uint32_t only_bearer(const referent& r, std::uint32_t owner) {
    static constexpr std::array<std::string_view, 16> k_titled{
        "father", "papa", "pa",  "dad",   "daddy",   "mother", "mamma",       "mama",
        "ma",     "mum",  "mom", "mummy", "husband", "wife",   "grandfather", "grandmother"};
    const bool titled = std::ranges::find(k_titled, t_.form(r.head)) != k_titled.end();
    std::vector<std::uint32_t> all;
    std::vector<std::uint32_t> with_title;
    for (const std::uint32_t s : surnames(owner))
      for (const std::uint32_t c : bearers_[s]) {
        const pronoun_set p = cast_.characters[c].pronouns;
        if (c == owner || (r.gender == referent_gender::he && p == pronoun_set::she) ||
            (r.gender == referent_gender::she && p == pronoun_set::he))
          continue;
        add_once(all, c);
        if (titled && std::ranges::any_of(entities_[c].titles, [&](std::uint32_t t) {
              return t != miss_ && t != master_;
            }))
          add_once(with_title, c);
      }
    const auto& of = with_title.empty() ? all : with_title;
    return of.empty() ? k_none : of.size() > 1 ? k_several : of.front();
  }

  void add_speakers(const referent& r) {
    if (r.type != mention_type::per) return;
    if (r.quote != k_none) {
      const auto& q = in_.quotes[r.quote];
      if (q.speaker) add(r, q.speaker->value);
      for (std::size_t k = 0; k < std::min<std::size_t>(q.addressees.size(), 3); ++k)
        add(r, q.addressees[k].value);
      if (r.pronoun == pronoun_kind::you || r.pronoun == pronoun_kind::i) {
        if (before_[r.quote] != k_none) add(r, before_[r.quote]);
        if (after_[r.quote] != k_none) add(r, after_[r.quote]);
      }
    }
    if (r.cue_of != k_none && speaker(r.cue_of) != k_none) add(r, speaker(r.cue_of));
    if (paragraph_speaker_[r.paragraph] != k_none) add(r, paragraph_speaker_[r.paragraph]);
  }

  /// "the other engineer", "the taller woman": of the people about, the one who has not just been
  /// the subject, where that is one alone; or whom these words have meant before.
  [[nodiscard]] std::uint32_t contrasted(std::uint32_t i) const {
    const referent& r = refs_[i];
    if (r.type != mention_type::per || r.form != mention_form::nom ||
        r.determiner != determiner_kind::definite || r.number == referent_number::many ||
        !r.generic_person || !(r.other_one || r.compared))
      return k_none;
    const auto eligible = [&](std::uint32_t e) {
      return e < cast_.characters.size() && !holds(excluded_, e) && fits(r, e) &&
             !(r.quote != k_none && speaker(r.quote) == e);
    };
    if (const auto found = by_words_.find(words_of(i)); found != by_words_.end())
      if (eligible(found->second.back())) return found->second.back();
    std::uint32_t only = k_none;
    for (std::size_t k = history_.size(); k-- > 0;) {
      const referent& h = refs_[history_[k]];
      if (h.sentence + k_window < r.sentence) break;
      const std::uint32_t e = entity_of_[history_[k]];
      if (e == only || e == last_person_subject_ || !eligible(e)) continue;
      if (only != k_none) return k_none;
      only = e;
    }
    return only;
  }

  /// "The captain", where one captain alone is about.
  [[nodiscard]] std::uint32_t only_titled(const referent& r) const {
    if (title_ == k_none || r.determiner != determiner_kind::definite || r.last != r.first + 2)
      return k_none;
    std::uint32_t only = k_none;
    for (const candidate& c : candidates_) {
      const entity_state& e = entities_[c.entity];
      if (!holds(e.titles, title_) || e.last_name == k_none ||
          refs_[e.last_name].sentence + k_named_window < r.sentence ||
          (r.quote != k_none && speaker(r.quote) == c.entity))
        continue;
      if (only != k_none) return k_none;
      only = c.entity;
    }
    return only;
  }

  template <class Key>
  void add_from(const std::unordered_map<Key, std::vector<std::uint32_t>>& index, Key key,
                const referent& r) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    std::size_t added = 0;
    for (std::size_t k = found->second.size(); k-- > 0 && added < k_same_head;) {
      const entity_state& e = entities_[found->second[k]];
      if (e.gone) continue;
      if (e.character == k_none && refs_[e.last_referent].sentence + k_long_ago < r.sentence)
        continue;
      add(r, found->second[k]);
      ++added;
    }
  }

  void add(const referent& r, std::uint32_t e) {
    for (const candidate& c : candidates_)
      if (c.entity == e) return;
    if (holds(excluded_, e) || !fits(r, e)) return;
    candidates_.push_back({e, static_cast<std::uint32_t>(candidates_.size()), 0});
  }

  [[nodiscard]] pronoun_set pronouns(const entity_state& e) const {
    return e.character == k_none ? pronoun_set::unknown : cast_.characters[e.character].pronouns;
  }

  /// Facts of English: he is no she, one is not many, a person is no place.
  [[nodiscard]] bool fits(const referent& r, std::uint32_t entity) const {
    const entity_state& e = entities_[entity];
    if (r.type != e.type && !(is_place(r.type) && is_place(e.type))) return false;
    if (is_group(e) && r.form != mention_form::prop && !named_lately(r, e)) return false;
    if (match_of_gender(r, e) < 0) return false;
    // Xe is nobody's but who is called so, or of whom nothing is known.
    const pronoun_set own = pronouns(e);
    if (is_neo(r.neo) && own != r.neo && own != pronoun_set::unknown) return false;
    if (is_neo(own) && r.gender != referent_gender::unknown && r.form == mention_form::pron)
      return false;
    if (match_of_number(r, e) < 0) return false;
    return true;
  }

  [[nodiscard]] bool is_group(const entity_state& e) const {
    return e.character != k_none && cast_.characters[e.character].kind == character_kind::group;
  }

  /// "They" goes from one to the next through a whole book: a family that a page does not name is
  /// not what it means there.
  [[nodiscard]] bool named_lately(const referent& r, const entity_state& e) const {
    return e.last_name != k_none && refs_[e.last_name].sentence + k_group_window >= r.sentence;
  }

  [[nodiscard]] int match_of_gender(const referent& r, const entity_state& e) const {
    const pronoun_set p = pronouns(e);
    const auto he = e.he + (p == pronoun_set::he ? 4U : 0U);
    const auto she = e.she + (p == pronoun_set::she ? 4U : 0U);
    if (r.gender == referent_gender::he)
      return he == 0 && she == 0          ? 0
             : (she == 0 || he > 2 * she) ? 1
             : (he == 0 || she > 2 * he)  ? -1
                                          : 0;
    if (r.gender == referent_gender::she)
      return he == 0 && she == 0          ? 0
             : (he == 0 || she > 2 * he)  ? 1
             : (she == 0 || he > 2 * she) ? -1
                                          : 0;
    if (r.gender == referent_gender::it && e.type == mention_type::per)
      return he + she > 0 && e.it == 0 ? -1 : e.it > 0 ? 1 : 0;
    return 0;
  }

  [[nodiscard]] int match_of_number(const referent& r, const entity_state& e) const {
    const bool may_be_they = pronouns(e) == pronoun_set::they || is_group(e);
    if (r.number == referent_number::many) {
      if (pronouns(e) == pronoun_set::he || pronouns(e) == pronoun_set::she) return -1;
      if (e.many > 0 || may_be_they) return 1;
      const bool surely_one = e.he + e.she + e.i > 0 || e.names > 0;
      return e.one > 0 && (surely_one || r.form != mention_form::pron) ? -1 : 0;
    }
    if (r.number == referent_number::one) {
      if (e.many > 0 && e.one == 0)
        return r.form == mention_form::pron && r.gender == referent_gender::it ? 0 : -1;
      return e.one > 0 ? 1 : 0;
    }
    return 0;
  }

  /// `v` of place `then`, so much less for every step to place `now`.
  [[nodiscard]] static float faded(float v, float by, std::uint32_t then, std::uint32_t now) {
    const std::uint32_t apart = std::min<std::uint32_t>(now - std::min(now, then), 40);
    for (std::uint32_t k = 0; k < apart && v > 0; ++k)
      v *= by;
    return v;
  }

  [[nodiscard]] float decayed(const entity_state& e, std::uint32_t sentence) const {
    return faded(e.recent, k_decay, e.recent_sentence, sentence);
  }

  [[nodiscard]] float subjects_as_of(const entity_state& e, std::uint32_t sentence) const {
    return faded(e.subject_recent, k_decay, e.subject_sentence, sentence);
  }

  [[nodiscard]] float said_as_of(const entity_state& e, std::uint32_t quote) const {
    return e.said_quote == k_none ? 0 : faded(e.said_recent, k_decay_of_talk, e.said_quote, quote);
  }

  [[nodiscard]] static float capped(std::uint32_t v, std::uint32_t most) {
    return static_cast<float>(std::min(v, most));
  }

  /// Sentences from referent `from` to `r`; unknown where there is none.
  [[nodiscard]] float sentences_since(std::uint32_t from, const referent& r) const {
    if (from == k_none) return k_unknown;
    const std::uint32_t s = refs_[from].sentence;
    return capped(r.sentence > s ? r.sentence - s : 0, 200);
  }

  float& cell(std::size_t row, link_feature f) {
    return rows_[row * k_link_features + static_cast<std::size_t>(f)];
  }

  void make_rows(std::uint32_t i) {
    const referent& r = refs_[i];
    const std::size_t n = candidates_.size();
    rows_.assign((n + 1) * k_link_features, k_unknown);
    float match = 0;
    for (candidate& c : candidates_) {
      c.recent = decayed(entities_[c.entity], r.sentence);
      c.subjects = subjects_as_of(entities_[c.entity], r.sentence);
      c.near = c.entity < named_.size() ? near(names_of(r, c.entity), r.sentence) : 0;
      if (r.form == mention_form::pron) continue;
      const entity_state& e = entities_[c.entity];
      if (holds(e.words, words_of(i)))
        match = 2;
      else if (holds(e.heads, r.head_word))
        match = std::max(match, 1.0F);
    }
    describe(i, match);
    for (std::size_t k = 1; k <= n; ++k) {
      std::copy_n(rows_.begin(), static_cast<std::size_t>(link_feature::is_new),
                  rows_.begin() + static_cast<std::ptrdiff_t>(k * k_link_features));
      cell(k, link_feature::kin) = cell(0, link_feature::kin);
      cell(k, link_feature::introduces) = cell(0, link_feature::introduces);
    }
    if (title_ != k_none) {
      const float bearers = capped(static_cast<std::uint32_t>(by_title_[title_].size()), 5);
      for (std::size_t k = 0; k <= n; ++k)
        cell(k, link_feature::title_bearers) = bearers;
    }
    for (std::size_t k = 0; k < n; ++k)
      compare(i, k);
    cell(n, link_feature::is_new) = 1;
    cell(n, link_feature::two_active) = active_;
  }

  /// The mention's own columns, in row 0.
  void describe(std::uint32_t i, float match) {
    using enum link_feature;
    const referent& r = refs_[i];
    const auto set = [&](link_feature f, float v) { cell(0, f) = v; };
    set(form, static_cast<float>(r.form));
    set(type, static_cast<float>(r.type));
    set(pronoun, static_cast<float>(r.pronoun));
    set(grammatical_case, static_cast<float>(r.grammatical_case));
    set(role, static_cast<float>(r.role));
    set(in_quote, r.quote != k_none);
    set(determiner, static_cast<float>(r.determiner));
    set(number, static_cast<float>(r.number));
    set(gender, static_cast<float>(r.gender));
    set(introduces, r.named);
    set(link_feature::other_one, r.other_one);
    set(modified, r.modified);
    set(generic_person, r.generic_person);
    set(conjoined, r.conjoined);
    set(kin, r.kin);
    set(nested, r.outer != k_none);
    set(width, capped(r.last - r.first, 12));
    set(probability, r.probability);
    set(document_position, capped(static_cast<std::uint32_t>(history_.size()), 300));
    set(first_in_sentence, history_.empty() || refs_[history_.back()].sentence != r.sentence);
    set(first_in_paragraph, history_.empty() || refs_[history_.back()].paragraph != r.paragraph);
    set(paragraph_speaks, r.quote == k_none && paragraph_speaks_[r.paragraph] != 0);
    set(speaker_known, r.quote != k_none ? (speaker(r.quote) != k_none) : k_unknown);
    if (r.form != mention_form::pron) {
      const auto count = [](const auto& map, auto key) {
        const auto found = map.find(key);
        return found == map.end() ? 0U : found->second;
      };
      set(head_seen, capped(count(seen_heads_, r.head_word), 20));
      set(words_seen, capped(count(seen_words_, words_of(i)), 20));
      set(best_match, match);
    }
    set(candidates, static_cast<float>(candidates_.size()));
    active_ = 0;
    for (const candidate& c : candidates_) {
      const entity_state& e = entities_[c.entity];
      if (e.type == mention_type::per && e.last_referent != k_none && e.many == 0 &&
          (e.names > 0 || e.he + e.she + e.i > 0) &&
          refs_[e.last_referent].sentence + 3 >= r.sentence)
        active_ += 1;
    }
  }

  void compare(std::uint32_t i, std::size_t k) {
    using enum link_feature;
    const referent& r = refs_[i];
    const candidate& c = candidates_[k];
    const entity_state& e = entities_[c.entity];
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    set(is_new, 0);
    set(recency, static_cast<float>(c.recency));
    std::uint32_t more = 0;
    for (const candidate& o : candidates_)
      more += o.recent > c.recent;
    set(recent_rank, static_cast<float>(more));
    set(recent_count, c.recent);
    set(size, capped(e.size, 100));
    set(two_active, active_);
    compare_names(r, k);
    compare_times(r, k, e);
    compare_kinds(r, k, e);
    if (r.form != mention_form::pron) compare_words(i, k, e);
    if (title_ != k_none) set(title_match, holds(e.titles, title_));
    compare_pronoun(r, k, e);
    compare_subjects(k);
    compare_speech(r, k, e);
    compare_grammar(i, k, c.entity);
  }

  void compare_names(const referent& r, std::size_t k) {
    using enum link_feature;
    const candidate& c = candidates_[k];
    if (c.entity >= named_.size()) return;
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    const std::vector<std::uint32_t>& at = names_of(r, c.entity);
    const auto next = std::upper_bound(at.begin(), at.end(), r.sentence);
    if (next != at.begin()) set(name_since, capped(r.sentence - *std::prev(next), 200));
    if (next != at.end()) set(name_ahead, capped(*next - r.sentence, 200));
    set(names_around, capped(c.near, 30));
    set(names_around_talk, capped(near(named_[c.entity].said, r.sentence), 30));
    std::uint32_t more = 0;
    for (const candidate& o : candidates_)
      more += o.near > c.near;
    set(names_around_rank, static_cast<float>(more));
  }

  void compare_times(const referent& r, std::size_t k, const entity_state& e) {
    using enum link_feature;
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    set(sentences, sentences_since(e.last_referent, r));
    set(same_level_sentences, sentences_since(r.quote == k_none ? e.last_told : e.last_quoted, r));
    set(subject_sentences, sentences_since(e.last_subject, r));
    set(first_sentences, sentences_since(e.first_referent, r));
    set(noun_sentences, sentences_since(e.last_noun, r));
    if (e.last_noun != k_none) {
      set(last_determiner, static_cast<float>(refs_[e.last_noun].determiner));
      set(named_this_sentence, refs_[e.last_noun].sentence == r.sentence);
    }
    const bool here = e.paragraph == r.paragraph;
    set(mentions_here, !here ? 0.0F : capped(r.quote == k_none ? e.here_told : e.here_quoted, 10));
    if (r.quote != k_none && e.any_quote != k_none)
      set(quote_distance, capped(r.quote - std::min(r.quote, e.any_quote), 20));
    if (e.last_referent == k_none) return;
    const referent& l = refs_[e.last_referent];
    set(mentions,
        capped(static_cast<std::uint32_t>(history_.size()) - when_[e.last_referent], 100));
    set(paragraphs, capped(r.paragraph - std::min(r.paragraph, l.paragraph), 20));
    set(last_form, static_cast<float>(l.form));
    set(last_pronoun, static_cast<float>(l.pronoun));
    set(last_role, static_cast<float>(l.role));
    set(last_in_quote, l.quote != k_none);
    set(same_role, l.role == r.role);
    const bool same = l.sentence == r.sentence;
    set(same_sentence, same);
    set(last_possessor_here, same && l.role == clause_role::possessor);
    set(same_verb, same && l.verb != k_none && l.verb == r.verb);
    set(parallel, l.sentence + 1 == r.sentence && l.role == r.role && r.role != clause_role::other);
  }

  void compare_kinds(const referent& r, std::size_t k, const entity_state& e) {
    using enum link_feature;
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    const auto share = [&](std::uint32_t n) {
      return e.size == 0 ? k_unknown : static_cast<float>(n) / static_cast<float>(e.size);
    };
    set(he_share, share(e.he));
    set(she_share, share(e.she));
    set(it_share, share(e.it));
    set(many_share, share(e.many));
    set(link_feature::gender_agrees, static_cast<float>(match_of_gender(r, e)));
    set(link_feature::number_agrees, static_cast<float>(match_of_number(r, e)));
    set(same_type, r.type == e.type);
    set(has_name, e.names > 0 || e.character != k_none);
    set(has_noun, e.nouns > 0);
    set(is_character, e.character != k_none);
    set(is_narrator, e.character != k_none && narrator_at(r) == e.character);
    set(has_i, capped(e.i, 10));
    set(has_you, capped(e.you, 10));
  }

  /// How it was named, against who was meant by the last pronoun of this kind.
  void compare_pronoun(const referent& r, std::size_t k, const entity_state& e) {
    using enum link_feature;
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    const auto tokens_since = [&](std::uint32_t from) {
      return from == k_none ? k_unknown
                            : capped(r.first - std::min(r.first, refs_[from].first), 400);
    };
    set(words_since, tokens_since(e.last_referent));
    set(words_since_noun, tokens_since(e.last_noun));
    std::uint32_t later = 0;
    for (const candidate& c : candidates_)
      later += is_later(entities_[c.entity].last_noun, e.last_noun);
    set(noun_rank, static_cast<float>(later));
    if (e.last_noun != k_none) {
      set(noun_role, static_cast<float>(refs_[e.last_noun].role));
      set(noun_in_quote, refs_[e.last_noun].quote != k_none);
    }
    if (e.last_spoke != k_none) set(spoke_ago, capped(heard_ - e.last_spoke, 20));
    if (e.last_addressed != k_none) set(addressed_ago, capped(heard_ - e.last_addressed, 20));
    if (r.form != mention_form::pron) return;
    const std::uint32_t last = last_alike(r);
    if (last == k_none) return;
    set(same_pronoun_last, &entities_[entity_of_[last]] == &e);
    set(same_pronoun_since, sentences_since(last, r));
    set(noun_since_pronoun, is_later(e.last_noun, last));
  }

  [[nodiscard]] std::uint32_t& last_alike(const referent& r) {
    return last_pronoun_of_[r.quote == k_none ? 0 : 1][static_cast<std::size_t>(r.pronoun)];
  }

  void compare_words(std::uint32_t i, std::size_t k, const entity_state& e) {
    using enum link_feature;
    const referent& r = refs_[i];
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    // "the peddler" is who the cast calls so, though nobody has spoken of him yet.
    const bool called_so = e.size == 0 && r.character != k_none && r.character == e.character;
    set(words_match, called_so || holds(e.words, words_of(i)));
    set(head_match, holds(e.heads, r.head_word));
    set(head_is_last, e.last_noun != k_none && refs_[e.last_noun].head_word == r.head_word);
    float shared = 0;
    float differ = 0;
    for (const std::uint32_t w : r.modifiers)
      (holds(e.modifiers, w) ? shared : differ) += 1;
    set(modifiers_shared, shared);
    set(modifiers_differ, differ);
    float names_shared = holds(e.heads, r.head_word) ? 1.0F : 0.0F;
    for (const std::uint32_t w : r.modifiers)
      names_shared += holds(e.heads, w);
    if (r.form == mention_form::prop) set(name_words_shared, names_shared);
    set(same_cast,
        r.character == k_none ? k_unknown : static_cast<float>(r.character == e.character));
    if (r.other_one || (r.generic_person && r.modified)) {
      const std::uint32_t s = e.last_subject;
      set(contrast, s != k_none && last_subject_told_ == s);
    }
  }

  void compare_speech(const referent& r, std::size_t k, const entity_state& e) {
    using enum link_feature;
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    const auto same = [&](std::uint32_t who) {
      return who == k_none ? k_unknown : static_cast<float>(who == e.character);
    };
    set(is_last_paragraph_speaker, same(last_speaker_before_[r.paragraph]));
    if (r.quote == k_none) {
      set(is_paragraph_speaker, same(paragraph_speaker_[r.paragraph]));
      if (r.cue_of != k_none) set(is_cue_speaker, same(speaker(r.cue_of)));
      return;
    }
    set(is_speaker, same(speaker(r.quote)));
    set(link_feature::is_addressee, e.character != k_none && !in_.quotes[r.quote].addressees.empty()
                                        ? static_cast<float>(speaks_to(r.quote, e.character))
                                        : k_unknown);
    set(is_speaker_before, same(before_[r.quote]));
    set(is_speaker_after, same(after_[r.quote]));
    compare_talk(r, k, e);
    set(said_i_here, e.i_quote == r.quote);
    set(said_you_here, e.you_quote == r.quote);
    set(quoted_here, e.any_quote == r.quote);
  }

  /// Who is talked about: talk has its own subjects, whatever the narration between its lines
  /// tells.
  void compare_talk(const referent& r, std::size_t k, const entity_state& e) {
    using enum link_feature;
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    set(said_recent, said_as_of(e, r.quote));
    std::uint32_t later = 0;
    for (const candidate& c : candidates_)
      later += is_later(entities_[c.entity].last_said, e.last_said);
    set(said_rank, static_cast<float>(later));
    set(link_feature::said_here, e.said_quote == r.quote ? capped(e.said_here, 10) : 0);
    if (said_first_quote_ == r.quote) set(is_said_first, said_first_ == e.first_referent);
    if (last_said_subject_ != k_none)
      set(is_last_said_subject, &entities_[entity_of_[last_said_subject_]] == &e);
    const std::uint32_t who = speaker(r.quote);
    if (who == k_none) return;
    const auto by = std::find_if(e.said_by.begin(), e.said_by.end(),
                                 [&](const auto& s) { return s.first == who; });
    if (by != e.said_by.end())
      set(said_by_speaker, capped(r.quote - std::min(r.quote, by->second), 40));
  }

  void compare_subjects(std::size_t k) {
    const float here = candidates_[k].subjects;
    cell(k, link_feature::subject_recent) = here;
    std::uint32_t more = 0;
    for (const candidate& c : candidates_)
      more += c.subjects > here;
    cell(k, link_feature::subject_recent_rank) = static_cast<float>(more);
  }

  void compare_grammar(std::uint32_t i, std::size_t k, std::uint32_t entity) {
    using enum link_feature;
    const referent& r = refs_[i];
    const entity_state& e = entities_[entity];
    const auto set = [&](link_feature f, float v) { cell(k, f) = v; };
    const auto is = [&](std::uint32_t ref) { return ref != k_none && entity_of_[ref] == entity; };
    if (r.verb != k_none && subject_of_[r.verb] != i)
      set(subject_of_clause, is(subject_of_[r.verb]));
    std::uint32_t tied = k_none;
    if (r.role == clause_role::apposition && r.governor != k_none) tied = at_head_[r.governor];
    if (r.role == clause_role::predicate) tied = subject_of_[r.head];
    if (tied != k_none) set(grammar_link, is(tied));
    if (r.quote == k_none && topic_paragraph_ == r.paragraph) {
      if (paragraph_subject_ != k_none) set(is_paragraph_subject, paragraph_subject_ == entity);
      if (paragraph_first_ != k_none) set(is_paragraph_first, paragraph_first_ == entity);
    }
    std::uint32_t later = 0;
    for (const candidate& c : candidates_)
      later += is_later(entities_[c.entity].last_subject, e.last_subject);
    set(subject_rank, static_cast<float>(later));
    set(is_last_subject, e.last_subject != k_none && e.last_subject == last_subject_told_);
    if (r.verb != k_none && e.last_subject != k_none) {
      const std::uint32_t v = refs_[e.last_subject].verb;
      set(verb_linked, v != k_none && v != r.verb && (above(r.verb) == v || above(v) == r.verb));
    }
    if (owner_[i] != k_none) {
      const std::uint32_t owner = owner_[i];
      set(is_possessor, owner == entity);
      if (const auto found = by_owned_.find(head_of(i)); found != by_owned_.end())
        set(owned_match, holds(found->second, entity) ? 1.0F : -1.0F);
      set(owner_is_kin, holds(e.kin, owner));
      if (r.quote != k_none) set(owner_is_speaker, owner == speaker(r.quote));
      if (!surnames(owner).empty()) set(same_surname, share_surname(owner, entity));
      if (kin_bearer_ != k_none)
        set(kin_bearer, kin_bearer_ == k_several ? 0.0F : kin_bearer_ == entity ? 1.0F : -1.0F);
      set(same_owner, e.owner != k_none && e.owner == owner);
      set(other_owner, e.owner != k_none && e.owner != owner);
    }
  }

  /// Whether referent `a` was met after `b`; nothing comes before everything.
  [[nodiscard]] bool is_later(std::uint32_t a, std::uint32_t b) const {
    if (a == k_none) return false;
    return b == k_none || when_[a] > when_[b];
  }

  [[nodiscard]] std::uint32_t above(std::uint32_t i) const {
    return in_.mentions.trees[i].head.value;
  }

  void join(std::uint32_t i, std::uint32_t entity) {
    const referent& r = refs_[i];
    entity_state& e = entities_[entity];
    entity_of_[i] = entity;
    when_[i] = static_cast<std::uint32_t>(history_.size());
    history_.push_back(i);
    if (e.first_referent == k_none) e.first_referent = i;
    before_it_[i] = e.last_referent;
    note_paragraph(r, entity);
    e.recent = decayed(e, r.sentence) + 1;
    e.recent_sentence = r.sentence;
    e.last_referent = i;
    if (r.form == mention_form::prop) e.last_name = i;
    (r.quote == k_none ? e.last_told : e.last_quoted) = i;
    if (r.role == clause_role::subject) {
      e.subject_recent = subjects_as_of(e, r.sentence) + 1;
      e.subject_sentence = r.sentence;
      e.last_subject = i;
      if (r.quote == k_none) last_subject_told_ = i;
      if (r.quote == k_none && entity < cast_.characters.size()) last_person_subject_ = entity;
    }
    ++e.size;
    e.he += r.gender == referent_gender::he;
    e.she += r.gender == referent_gender::she;
    e.it += r.gender == referent_gender::it;
    e.many += r.number == referent_number::many;
    e.one += r.number == referent_number::one;
    e.names += r.form == mention_form::prop;
    e.nouns += r.form == mention_form::nom;
    if (r.quote != k_none) {
      e.any_quote = r.quote;
      if (r.pronoun == pronoun_kind::i) e.i_quote = r.quote;
      if (r.pronoun == pronoun_kind::you) e.you_quote = r.quote;
    }
    if (r.quote != k_none && r.type == mention_type::per) note_talk(i, e);
    e.i += r.pronoun == pronoun_kind::i;
    e.you += r.pronoun == pronoun_kind::you;
    if (r.form == mention_form::pron)
      last_alike(r) = i;
    else
      know(i, entity);
    if (owner_[i] != k_none) own(i, entity);
    if (link_.told) link_.told(i, entity);
  }

  /// Whom a line of talk is about: who neither says nor hears it.
  void note_talk(std::uint32_t i, entity_state& e) {
    const referent& r = refs_[i];
    if (r.pronoun == pronoun_kind::i || r.pronoun == pronoun_kind::you ||
        r.pronoun == pronoun_kind::we || r.role == clause_role::vocative)
      return;
    e.said_recent = said_as_of(e, r.quote) + 1;
    e.said_here = e.said_quote == r.quote ? e.said_here + 1 : 1;
    e.said_quote = r.quote;
    e.last_said = i;
    if (said_first_quote_ != r.quote) {
      said_first_quote_ = r.quote;
      said_first_ = e.first_referent;
    }
    if (r.role == clause_role::subject) last_said_subject_ = i;
    const std::uint32_t who = speaker(r.quote);
    if (who == k_none) return;
    const auto by = std::find_if(e.said_by.begin(), e.said_by.end(),
                                 [&](const auto& s) { return s.first == who; });
    if (by != e.said_by.end())
      by->second = r.quote;
    else if (e.said_by.size() < k_most_known)
      e.said_by.emplace_back(who, r.quote);
  }

  /// Whom a paragraph of narration is about: who comes first in it, and who does something first.
  void note_paragraph(const referent& r, std::uint32_t entity) {
    entity_state& e = entities_[entity];
    if (e.paragraph != r.paragraph) {
      e.paragraph = r.paragraph;
      e.here_told = e.here_quoted = 0;
    }
    ++(r.quote == k_none ? e.here_told : e.here_quoted);
    if (r.quote != k_none || r.type != mention_type::per) return;
    if (topic_paragraph_ != r.paragraph) {
      topic_paragraph_ = r.paragraph;
      paragraph_subject_ = paragraph_first_ = k_none;
    }
    if (paragraph_first_ == k_none && r.form == mention_form::prop) paragraph_first_ = entity;
    if (paragraph_subject_ == k_none && r.role == clause_role::subject) paragraph_subject_ = entity;
  }

  void own(std::uint32_t i, std::uint32_t entity) {
    entities_[entity].owner = owner_[i];
    auto& called = by_owned_[head_of(i)];
    if (!holds(called, entity)) called.push_back(entity);
    if (refs_[i].kin) add_once(entities_[owner_[i]].kin, entity);
  }

  void know(std::uint32_t i, std::uint32_t entity) {
    const referent& r = refs_[i];
    const std::uint64_t words = words_of(i);
    entity_state& e = entities_[entity];
    if (r.type == mention_type::per) {
      std::erase_if(named_lately_, [&](std::uint32_t n) { return entity_of_[n] == entity; });
      if (named_lately_.size() == k_named) named_lately_.erase(named_lately_.begin());
      named_lately_.push_back(i);
    }
    e.last_noun = entity_of_[history_.back()] == entity ? history_.back() : e.last_noun;
    if (!holds(e.words, words)) by_words_[words].push_back(entity);
    if (!holds(e.heads, r.head_word)) by_head_[r.head_word].push_back(entity);
    add_once(e.words, words);
    add_once(e.heads, r.head_word);
    if (r.of_name != 0) {
      const std::uint64_t name = key_of(r.of_name, k_none);
      if (!holds(e.words, name)) by_words_[name].push_back(entity);
      if (!holds(e.heads, r.of_word)) by_head_[r.of_word].push_back(entity);
      add_once(e.words, name);
      add_once(e.heads, r.of_word);
    }
    for (std::uint32_t k = r.first; r.form == mention_form::prop && k < r.head; ++k)
      if (t_.is(k, language::word_class::title)) bear_title(entity, title_of(t_.form(k)));
    for (const std::uint32_t w : r.modifiers) {
      add_once(e.modifiers, w);
      if (r.form == mention_form::prop) add_once(e.heads, w);
    }
    ++seen_heads_[r.head_word];
    ++seen_words_[words];
  }

  const coreference_input& in_;
  const token_layer& t_;
  const cast_layer& cast_;
  const linker& link_;
  std::vector<referent> refs_;
  std::vector<entity_state> entities_;
  std::vector<std::uint32_t> entity_of_, when_, order_, history_;
  std::vector<float> confidence_;
  std::vector<std::uint32_t> subject_of_;  ///< of each token: the subject of this predicate
  std::vector<std::uint32_t> at_head_;     ///< of each token: the referent with this head
  std::vector<std::uint32_t> paragraph_speaker_, last_speaker_before_, before_, after_;
  std::vector<std::uint8_t> paragraph_speaks_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_words_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_head_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_owned_;  ///< head and owner
  std::unordered_map<std::uint32_t, std::uint32_t> seen_heads_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_words_;
  /// A name that the cast knows.
  struct known_name {
    std::uint32_t token = 0;
    std::uint32_t sentence = 0;
    std::uint32_t who = 0;
    bool own = false;  ///< nobody else is called by one of its words
  };
  /// Sentences in which a character is named, ascending; in utterances.
  struct named_at {
    std::vector<std::uint32_t> told;
    std::vector<std::uint32_t> said;
    std::vector<std::uint32_t> own;  ///< by a name of its own
  };
  std::vector<known_name> names_;            ///< in order
  std::size_t next_name_ = 0;                ///< the first name not before the mention
  std::vector<named_at> named_;              ///< of each character
  std::vector<std::uint32_t> before_it_;     ///< of each referent: the one before of its entity
  std::vector<std::uint32_t> owner_;         ///< of each referent: the entity whose it is
  std::vector<std::uint32_t> named_lately_;  ///< people's referents that are no pronouns
  std::vector<std::vector<std::uint32_t>> surnames_;        ///< of each character
  std::unordered_map<std::string, std::uint32_t> form_of_;  ///< of a name form: its one bearer
  std::vector<std::vector<std::uint32_t>> bearers_;         ///< of each surname
  std::unordered_map<std::string, std::vector<std::uint32_t>> called_;  ///< by a word of a name
  std::array<std::array<std::uint32_t, 9>, 2> last_pronoun_of_{};       ///< in narration, in talk
  std::uint32_t heard_ = 0;                                             ///< utterances begun so far
  std::uint32_t last_subject_told_ = k_none;
  std::uint32_t topic_paragraph_ = k_none;
  std::uint32_t paragraph_subject_ = k_none;               ///< the entity
  std::uint32_t paragraph_first_ = k_none;                 ///< the entity
  std::uint32_t last_person_subject_ = k_none;             ///< the entity
  std::unordered_map<std::string, std::uint32_t> titles_;  ///< full words, numbered
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_title_;
  std::uint32_t title_ = k_none;             ///< that the mention in question names somebody by
  std::uint32_t kin_bearer_ = k_none;        ///< that kinship and surname point to
  std::uint32_t miss_ = 0, master_ = 0;      ///< titles of the young
  std::uint32_t said_first_ = k_none;        ///< first referent of who came first in an utterance
  std::uint32_t said_first_quote_ = k_none;  ///< that utterance
  std::uint32_t last_said_subject_ = k_none;
  std::vector<candidate> candidates_;
  std::vector<std::uint32_t> excluded_, asked_;
  std::vector<float> rows_;
  float active_ = 0;
};

}  // namespace

coreference_layer link_mentions(const coreference_input& in, const linker& l) {
  return entity_linker(in, l).link();
}

link_answer choose_link(const link_model& m, const link_question& q, link_scores& scratch) {
  const bool pronoun = q.rows[static_cast<std::size_t>(link_feature::form)] ==
                       static_cast<float>(mention_form::pron);
  scratch.scores.resize(q.entities.size() + 1);
  m.trees(pronoun).predict_race(q.rows, k_link_race, scratch.scores, scratch.sums);
  link_answer a;
  float best = -std::numeric_limits<float>::infinity();
  float second = best;
  for (std::size_t k = 0; k < scratch.scores.size(); ++k) {
    const float s = scratch.scores[k];
    if (s > best) {
      second = best;
      best = s;
      a.chosen = k;
    } else {
      second = std::max(second, s);
    }
  }
  a.confidence = m.confidence(pronoun, q.entities.empty() ? k_sure_margin : best - second);
  return a;
}

coreference_layer link_mentions(const coreference_input& in, const link_model& m) {
  link_scores scratch;
  linker l;
  l.choose = [&](const link_question& q) { return choose_link(m, q, scratch); };
  return link_mentions(in, l);
}

std::vector<person_mention> mentions_of_people(const coreference_layer& layer,
                                               const cast_layer& cast) {
  const std::vector<referent>& referents = layer.mentions;
  std::unordered_map<std::uint32_t, mention_role> roles;  // looked up alone, never walked through
  for (const person_mention& m : cast.mentions)
    roles[m.last] = m.role;
  std::vector<std::uint32_t> top(cast.in_quote.size(), k_none);
  // "[[Mr.] Todd]": a part of a name is nobody, and of two with one head the longer is the person.
  const auto is_cast = [&](std::uint32_t i) {
    const referent& r = referents[i];
    if (r.type != mention_type::per || layer.entity[i] >= cast.characters.size()) return false;
    if (r.outer == k_none || r.form == mention_form::pron) return true;
    const referent& outer = referents[r.outer];
    if (outer.named && !r.named) return false;
    return outer.head != r.head || layer.entity[r.outer] >= cast.characters.size();
  };
  for (std::uint32_t i = 0; i < referents.size(); ++i)
    if (is_cast(i))
      for (std::uint32_t k = referents[i].first; k < referents[i].last; ++k)
        top[k] = i;
  std::vector<person_mention> out;
  for (std::uint32_t i = 0; i < referents.size(); ++i) {
    const referent& r = referents[i];
    if (!is_cast(i) || top[r.head] != i) continue;
    person_mention m;
    m.first = r.head;
    m.last = r.head + 1;
    while (m.first > r.first && top[m.first - 1] == i)
      --m.first;
    while (m.last < r.last && top[m.last] == i)
      ++m.last;
    m.character = layer.entity[i];
    m.form = r.form;
    m.in_quote = cast.in_quote[m.first] != 0;
    m.confidence = layer.confidence[i];
    m.role = r.role == clause_role::subject     ? mention_role::subject
             : r.role == clause_role::possessor ? mention_role::possessive
                                                : mention_role::other;
    if (r.form != mention_form::pron)
      if (const auto found = roles.find(m.last); found != roles.end()) m.role = found->second;
    out.push_back(m);
  }
  std::stable_sort(out.begin(), out.end(), [](const person_mention& a, const person_mention& b) {
    return a.first < b.first;
  });
  return out;
}

std::vector<mention> mentions_of_story(const coreference_layer& layer, const token_layer& tokens,
                                       std::uint32_t characters) {
  std::vector<mention> out;
  out.reserve(layer.mentions.size());
  for (std::size_t i = 0; i < layer.mentions.size(); ++i) {
    const referent& r = layer.mentions[i];
    mention m =
        mention_of({r.first, r.last, r.head, r.type, r.form, r.probability, {}, false}, tokens);
    m.entity = {layer.entity[i]};
    if (layer.entity[i] < characters) {
      m.character = character_id{layer.entity[i]};
      m.confidence = std::min(m.confidence, layer.confidence[i]);
    }
    out.push_back(m);
  }
  return out;
}

}  // namespace fabula::people
