#include "plot/facts.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "plot/dismissed.hpp"

namespace fabula::plot {
namespace {

namespace w = plot_word;
namespace wc = language::word_class;

class fact_finder {
 public:
  fact_finder(const reading& r, const std::vector<found_time>& times, std::vector<fact> kin)
      : r_(r), times_(times), out_(std::move(kin)) {}

  [[nodiscard]] std::vector<fact> run() {
    for (std::uint32_t i = 0; i < r_.size(); ++i) {
      if (at(i, "eyes") || at(i, "hair")) coloured(i);
      if (r_.is(i, w::colour)) own_thing(i);
      if (r_.is(i, w::hair_word)) hair_word(i);
      if (r_.is(i, w::trade)) trade(i);
      if (at(i, "died") || at(i, "dead")) death(i);
      if (r_.is(i, w::kin)) number_of_kin(i);
    }
    ages();
    std::sort(out_.begin(), out_.end(), [](const fact& a, const fact& b) {
      return std::tie(a.who, a.kind, a.span) < std::tie(b.who, b.kind, b.span);
    });
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool at(std::uint32_t i, std::string_view word) const {
    return r_.form_is(i, word);
  }

  void add(std::uint32_t who, fact_kind kind, std::string value, std::uint32_t first,
           std::uint32_t last, float sure) {
    if (who == k_none) return;
    fact f;
    f.who = {who};
    f.kind = kind;
    f.value = std::move(value);
    f.span = r_.span_of(first, last);
    f.confidence = sure;
    out_.push_back(std::move(f));
  }

  /// Whose the thing at `i` is: "her", "Ruth's"; in speech nobody's.
  [[nodiscard]] std::uint32_t whose(std::uint32_t i, std::uint32_t& first) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 5;) {
      if (at(k, "'s") && k > begin) {
        first = r_.mention_start(k - 1);
        return r_.who(k - 1);
      }
      if (r_.is_class(k, wc::possessive)) {
        first = k;
        return r_.who(k);
      }
      if (!r_.is_word(k) && !at(k, ",")) return k_none;
    }
    return k_none;
  }

  /// "her green eyes", "her eyes were green", "Ruth had green eyes".
  void coloured(std::uint32_t i) {
    const fact_kind kind = at(i, "eyes") ? fact_kind::eyes : fact_kind::hair;
    std::uint32_t colour = k_none;
    // "her blue eyes were red with crying": blue they are.
    if (i > 0 && r_.is(i - 1, w::colour))
      colour = i - 1;
    else if ((at(i + 1, "was") || at(i + 1, "were") || at(i + 1, "is") || at(i + 1, "are")) &&
             i + 2 < r_.size() && r_.is(i + 2, w::colour) &&
             !(kind == fact_kind::eyes && at(i + 2, "red")))
      colour = i + 2;
    if (colour == k_none) return;
    std::uint32_t first = std::min(i, colour);
    std::uint32_t who = whose(std::min(i, colour), first);
    if (who == k_none && colour < i) {
      const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
      for (std::uint32_t k = colour; k-- > begin && colour - k <= 4;)
        if (at(k, "had") || at(k, "has")) who = r_.subject_of(k);
      if (who == k_none) who = alone_before_with(colour);
    }
    add(who, kind, r_.form(colour), first, std::max(i, colour) + 1, 0.7F);
  }

  /// "Priya was tall, with green eyes and black hair": the one person of the sentence before it.
  [[nodiscard]] std::uint32_t alone_before_with(std::uint32_t i) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    std::uint32_t with = i;
    while (with > begin && i - with < 8 && !at(with, "with"))
      --with;
    if (!at(with, "with") || !r_.told(i)) return k_none;
    std::uint32_t one = k_none;
    for (std::uint32_t k = begin; k < with; ++k) {
      if (r_.who(k) == k_none || r_.who(k) == one) continue;
      if (one != k_none) return k_none;
      one = r_.who(k);
    }
    return one;
  }

  /// "her blue coat"
  void own_thing(std::uint32_t i) {
    static constexpr std::array<std::string_view, 24> k_things{
        "coat",   "hat",   "dress",    "car",      "ring",   "scarf", "boots", "gloves",
        "jacket", "shawl", "umbrella", "bag",      "watch",  "gown",  "cloak", "shirt",
        "suit",   "tie",   "shoes",    "suitcase", "bonnet", "cap",   "sword", "jumper"};
    if (i + 1 >= r_.size() || !r_.told(i) ||
        std::find(k_things.begin(), k_things.end(), r_.form(i + 1)) == k_things.end())
      return;
    std::uint32_t first = i;
    const std::uint32_t who = whose(i, first);
    add(who, fact_kind::possession, r_.form(i) + " " + r_.form(i + 1), first, i + 2, 0.6F);
  }

  void hair_word(std::uint32_t i) {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    std::string value = r_.form(i);
    if (value.ends_with("-haired")) value.resize(value.size() - 7);
    for (std::uint32_t k = i; k-- > begin && i - k <= 3;)
      if (at(k, "was") || at(k, "is"))
        return add(r_.subject_of(k), fact_kind::hair, value, k, i + 1, 0.45F);
  }

  /// "he was an engineer", "the doctor" as a title is a name already.
  void trade(std::uint32_t i) {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 4;) {
      if (!at(k, "was") && !at(k, "is") && !at(k, "am") && !at(k, "'m") && !at(k, "became"))
        continue;
      if (!at(k + 1, "a") && !at(k + 1, "an") && !(at(k + 1, "the") && i == k + 2)) return;
      // "a clergyman's daughter", "a good cook", "they pretended that she was a detective"
      if (at(i + 1, "'s") || (i > k + 2 && praises(i - 1)) || only_thought(k)) return;
      const std::uint32_t q = r_.quote_at(i);
      std::uint32_t who = k_none;
      const std::uint32_t named = k > begin ? r_.head_ending_at(k - 1) : k;
      if (k > begin && r_.who(named) != k_none && is_subject(named)) who = r_.who(named);
      // "Marcus, who was an accountant"
      if (k > begin + 2 && at(k - 1, "who") && at(k - 2, ",")) {
        const std::uint32_t before = r_.head_ending_at(k - 3);
        if (r_.who(before) != k_none && is_subject(before)) who = r_.who(before);
      }
      if (who == k_none && q != k_none && k > begin && at(k - 1, "i") && r_.of().quotes[q].speaker)
        who = r_.of().quotes[q].speaker->value;
      return add(who, fact_kind::trade, r_.form(i), k, i + 1, 0.7F);
    }
  }

  /// "her two brothers", "Ruth had two brothers"; "two of her brothers" are not all.
  void number_of_kin(std::uint32_t i) {
    static constexpr std::array<std::string_view, 8> k_kin{
        "brothers", "sisters", "sons", "daughters", "children", "aunts", "uncles", "cousins"};
    if (std::find(k_kin.begin(), k_kin.end(), r_.form(i)) == k_kin.end()) return;
    // "her two younger brothers" may have an elder one.
    if (i < 2 || std::find(k_numbers_of_kin.begin(), k_numbers_of_kin.end(), r_.form(i - 1)) ==
                     k_numbers_of_kin.end())
      return;
    std::uint32_t who = k_none;
    std::uint32_t first = i - 1;
    if (at(i - 2, "had") || at(i - 2, "has"))
      who = r_.subject_of(i - 2);
    else if (at(i - 2, "'s") || r_.is_class(i - 2, wc::possessive))
      who = whose(i, first);
    add(who, fact_kind::kin, r_.form(i - 1) + " " + r_.form(i), first, i + 1, 0.7F);
  }

  [[nodiscard]] bool praises(std::uint32_t i) const {
    static constexpr std::array<std::string_view, 9> k_words{
        "good", "excellent", "bad", "great", "practical", "fine", "born", "capital", "splendid"};
    return std::find(k_words.begin(), k_words.end(), r_.form(i)) != k_words.end();
  }

  [[nodiscard]] bool only_thought(std::uint32_t k) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[k]);
    for (std::uint32_t i = k; i-- > begin && k - i <= 6;)
      if (at(i, "if") || at(i, "pretended") || at(i, "as") || at(i, "though") || at(i, "wished") ||
          at(i, "not") || at(i, "fancied") || at(i, "supposed"))
        return true;
    return false;
  }

  /// A name, or a pronoun that is sure enough; "his father" may be anybody.
  [[nodiscard]] bool is_subject(std::uint32_t k) const {
    constexpr float k_sure = 0.8F;
    const mention& m = r_.of().mentions[r_.mention_at(k)];
    return m.form == mention_form::prop ||
           (r_.is_class(k, wc::nominative) && m.confidence >= k_sure);
  }

  void death(std::uint32_t i) {
    if (r_.is_negated(i)) return;
    if (at(i, "died")) {
      // "I thought I should have died", "died of laughing"
      const std::uint32_t who = is_figure(i) || is_kin_of(i) ? k_none : r_.subject_of(i);
      if (who != k_none) add(who, fact_kind::dead, "dead", i, i + 1, 0.75F);
      return;
    }
    if (i < 2 || !(at(i - 1, "is") || at(i - 1, "was") || at(i - 1, "'s"))) return;
    const std::uint32_t who = r_.head_ending_at(i - 2);
    if (r_.who(who) != k_none && !asked(i))
      add(r_.who(who), fact_kind::dead, "dead", i - 1, i + 1, 0.45F);
  }

  /// "Our dad had died": whoever he is, he is not the one whose dad he is.
  [[nodiscard]] bool is_kin_of(std::uint32_t i) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 5;)
      if (r_.is(k, w::kin))
        return k > begin && (r_.is_class(k - 1, wc::possessive) || at(k - 1, "'s")) &&
               (r_.who(k) == k_none || r_.who(k - 1) == k_none || r_.who(k) == r_.who(k - 1));
    return false;
  }

  [[nodiscard]] bool is_figure(std::uint32_t i) const {
    static constexpr std::array<std::string_view, 6> k_would{"should", "would",  "could",
                                                             "might",  "nearly", "almost"};
    static constexpr std::array<std::string_view, 8> k_of{
        "laughing", "laughter", "shame", "boredom", "embarrassment", "envy", "joy", "curiosity"};
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 3;)
      if (std::find(k_would.begin(), k_would.end(), r_.form(k)) != k_would.end()) return true;
    for (std::uint32_t k = i + 1; k < std::min(i + 4, r_.size()); ++k)
      if (std::find(k_of.begin(), k_of.end(), r_.form(k)) != k_of.end()) return true;
    return false;
  }

  [[nodiscard]] bool asked(std::uint32_t i) const {
    const std::uint32_t end = std::min(r_.sentence_end(r_.tokens().sentence[i]), i + 60);
    for (std::uint32_t k = i; k < end; ++k)
      if (at(k, "?")) return true;
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 60;)
      if (at(k, "if") || at(k, "that") || at(k, "suppose")) return true;
    return false;
  }

  /// "ever since he was four years old", "when she was only eight": no age of the story's now.
  [[nodiscard]] bool of_another_time(std::uint32_t i) const {
    const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[i]);
    for (std::uint32_t k = i; k-- > begin && i - k <= 6;) {
      if (at(k, "since") || at(k, "when") || at(k, "till") || at(k, "until")) return true;
      if (!r_.is_word(k)) return false;
    }
    return false;
  }

  void ages() {
    for (const found_time& t : times_) {
      if (t.what.kind != time_kind::age) continue;
      std::uint32_t who = k_none;
      const std::uint32_t begin = r_.sentence_first(r_.tokens().sentence[t.first]);
      for (std::uint32_t k = t.first; k-- > begin && t.first - k <= 5;) {
        if (r_.who(k) == k_none) {
          const std::uint32_t q = r_.quote_at(k);
          if (at(k, "i") && q != k_none && r_.of().quotes[q].speaker)
            who = r_.of().quotes[q].speaker->value;
        } else {
          who = r_.who(k);
        }
        if (who != k_none) break;
      }
      if (of_another_time(t.first)) continue;
      std::string years = t.what.value.substr(1);
      years.pop_back();
      add(who, fact_kind::age, std::move(years), t.first, t.last, 0.75F);
    }
  }

  const reading& r_;
  const std::vector<found_time>& times_;
  std::vector<fact> out_;
};

struct rated {
  warning_kind kind;
  std::uint64_t bits;
};

constexpr std::array<rated, 7> k_rated{
    {{warning_kind::violence, w::violence},
     {warning_kind::death, w::death},
     {warning_kind::sex, w::sex},
     {warning_kind::abuse, w::abuse},
     {warning_kind::self_harm, w::self_harm},
     {warning_kind::language, w::strong_language | w::mild_language},
     {warning_kind::drugs, w::drugs}}};

constexpr std::size_t k_passages = 24;

/// How often such a warning was right, of all in 85 novels; `times`: how much thicker than enough.
/// The other kinds were hardly ever given.
[[nodiscard]] float sure_of(warning_kind kind, float times) {
  if (kind == warning_kind::death) return 0.9F;
  if (kind == warning_kind::violence) return times >= 2.2F ? 0.95F : 0.7F;
  return 0.5F;
}

}  // namespace

bool speaks_after(const story& s, const fact& f, bool aloud) {
  return std::any_of(s.quotes.rbegin(), s.quotes.rend(), [&](const quote& q) {
    return q.speaker == f.who && (!aloud || q.kind == quote_kind::speech) &&
           f.span.end < q.span().start;
  });
}

std::vector<fact> find_facts(const reading& r, const std::vector<found_time>& times,
                             std::vector<fact> kin) {
  return fact_finder(r, times, std::move(kin)).run();
}

story_rating rate(const reading& r, const std::vector<fact>& facts, const fix_list* fixes) {
  std::array<std::uint32_t, k_rated.size()> counts{};
  std::array<std::vector<byte_range>, k_rated.size()> passages;
  std::uint32_t words = 0;
  std::uint32_t strong = 0;
  std::uint32_t gore = 0;
  std::uint32_t rape = 0;
  for (std::uint32_t i = 0; i < r.size(); ++i) {
    if (!r.is_story(r.tokens().paragraph[i]) || !r.is_word(i)) continue;
    ++words;
    strong += r.is(i, w::strong_language);
    gore += r.is(i, w::gore);
    rape += r.form(i).starts_with("rape") || r.form(i) == "raping";
    for (std::size_t k = 0; k < k_rated.size(); ++k) {
      if (!r.is(i, k_rated[k].bits)) continue;
      // "hell" and "bloody" count where they are said.
      if (k_rated[k].kind == warning_kind::language && r.told(i) && !r.is(i, w::strong_language))
        continue;
      ++counts[k];
      if (passages[k].size() >= k_passages) continue;
      const byte_range where = r.sentence_span(i);
      if (passages[k].empty() || passages[k].back() != where) passages[k].push_back(where);
    }
  }
  story_rating out;
  if (words == 0) return out;
  const auto rate_of = [&](std::uint32_t n) {
    return 10000.0F * static_cast<float>(n) / static_cast<float>(std::max(words, 2000U));
  };
  // How many in ten thousand words make a warning: "dead" is said of more than the dead.
  constexpr std::array<float, k_rated.size()> k_enough{15, 15, 8, 5, 2, 10, 15};
  for (std::size_t k = 0; k < k_rated.size(); ++k) {
    const float thick = rate_of(counts[k]);
    if (counts[k] < 2 || thick < k_enough[k]) continue;
    content_warning x;
    x.kind = k_rated[k].kind;
    x.evidence = std::move(passages[k]);
    x.confidence = sure_of(x.kind, thick / k_enough[k]);
    // Whether one who dies is a major character: who speaks ten times is, if never again.
    const bool major = std::any_of(facts.begin(), facts.end(), [&](const fact& f) {
      return f.kind == fact_kind::dead && f.confidence >= 0.7F &&
             r.of().characters[f.who.value].quotes >= 10 && !speaks_after(r.of(), f, true);
    });
    x.archive_warning = (x.kind == warning_kind::death && major) ||
                        (x.kind == warning_kind::violence && rate_of(gore) >= 20) ||
                        (x.kind == warning_kind::abuse && rape >= 2);
    out.warnings.push_back(std::move(x));
  }
  // What the author has waved away does not raise the rating.
  for (std::size_t k = 0; k < k_rated.size(); ++k) {
    if (!is_dismissed(fixes, k_rated[k].kind)) continue;
    counts[k] = 0;
    if (k_rated[k].kind == warning_kind::language) strong = 0;
    if (k_rated[k].kind == warning_kind::violence) gore = 0;
    if (k_rated[k].kind == warning_kind::abuse) rape = 0;
  }
  const auto has = [&](warning_kind kind, float times) {
    const auto k = static_cast<std::size_t>(kind);
    return rate_of(counts[k]) >= times * k_enough[k];
  };
  const bool warned = std::any_of(
      out.warnings.begin(), out.warnings.end(),
      [&](const content_warning& x) { return x.archive_warning && !is_dismissed(fixes, x.kind); });
  if (has(warning_kind::sex, 6)) {
    out.proposed = archive_rating::explicit_;
  } else if (has(warning_kind::sex, 2) || rape >= 2 || rate_of(gore) >= 20 ||
             has(warning_kind::violence, 5) || rate_of(strong) >= 20) {
    out.proposed = archive_rating::mature;
  } else if (warned || has(warning_kind::violence, 1) || has(warning_kind::sex, 1) ||
             has(warning_kind::abuse, 1) || has(warning_kind::self_harm, 1) || strong > 0 ||
             has(warning_kind::language, 2)) {
    out.proposed = archive_rating::teen;
  } else {
    out.proposed = archive_rating::general;
  }
  // How often each was right, of 85 novels (docs/measurements.md).
  out.confidence = out.proposed == archive_rating::general ? 0.75F
                   : out.proposed == archive_rating::teen  ? 0.8F
                                                           : 0.6F;
  return out;
}

}  // namespace fabula::plot
