#include "language/neo_pronouns.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace fabula::language {
namespace {

namespace wc = word_class;

struct neo_form {
  std::string_view form;
  std::uint64_t set;
  std::uint64_t classes;
};

constexpr float k_probability = 0.95F;  ///< that such a word is a mention

constexpr neo_form k_forms[] = {{"xe", wc::pronoun_xe, wc::nominative},
                                {"xem", wc::pronoun_xe, 0},
                                {"xyr", wc::pronoun_xe, wc::possessive},
                                {"xyrs", wc::pronoun_xe, wc::possessive},
                                {"xir", wc::pronoun_xe, wc::possessive},
                                {"xemself", wc::pronoun_xe, wc::reflexive},
                                {"xyrself", wc::pronoun_xe, wc::reflexive},
                                {"xirself", wc::pronoun_xe, wc::reflexive},
                                {"ze", wc::pronoun_ze, wc::nominative},
                                {"zie", wc::pronoun_ze, wc::nominative},
                                {"zem", wc::pronoun_ze, 0},
                                {"zir", wc::pronoun_ze, wc::possessive},
                                {"hir", wc::pronoun_ze, wc::possessive},
                                {"zirs", wc::pronoun_ze, wc::possessive},
                                {"hirs", wc::pronoun_ze, wc::possessive},
                                {"zirself", wc::pronoun_ze, wc::reflexive},
                                {"hirself", wc::pronoun_ze, wc::reflexive},
                                {"ey", wc::pronoun_ey, wc::nominative},
                                {"em", wc::pronoun_ey, 0},
                                {"eir", wc::pronoun_ey, wc::possessive},
                                {"eirs", wc::pronoun_ey, wc::possessive},
                                {"emself", wc::pronoun_ey, wc::reflexive},
                                {"eirself", wc::pronoun_ey, wc::reflexive},
                                {"fae", wc::pronoun_fae, wc::nominative},
                                {"faer", wc::pronoun_fae, wc::possessive},
                                {"faers", wc::pronoun_fae, wc::possessive},
                                {"faerself", wc::pronoun_fae, wc::reflexive},
                                {"faeself", wc::pronoun_fae, wc::reflexive}};

/// How the words of one set stand in a text.
struct uses {
  std::uint32_t subject = 0;  ///< "xe smiled"
  std::uint32_t other = 0;    ///< xem, xyr
  std::uint32_t noun = 0;     ///< "the fae", "ze Fae"
};

}  // namespace

void find_neo_pronouns(token_layer& tokens) {
  std::unordered_map<std::uint32_t, const neo_form*> known;
  for (std::uint32_t w = 0; w < tokens.words.forms.size(); ++w)
    for (const neo_form& f : k_forms)
      if (tokens.words.forms[w] == f.form) known.emplace(w, &f);
  if (known.empty()) return;
  constexpr std::uint64_t k_verbs =
      wc::auxiliary | wc::common_verb | wc::speech_verb | wc::thought_verb;
  std::unordered_map<std::uint64_t, uses> of_set;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const auto found = known.find(tokens.word[i]);
    if (found == known.end()) continue;
    const bool after_word = i > 0 && tokens.shape[i - 1] == token_shape::word;
    const bool named = tokens.capital[i] != 0 && after_word;
    const bool noun =
        after_word && tokens.is(i - 1, wc::article | wc::demonstrative | wc::possessive);
    uses& u = of_set[found->second->set];
    const bool verb = i + 1 < tokens.size() && tokens.capital[i + 1] == 0 &&
                      (tokens.is(i + 1, k_verbs) || tokens.form(i + 1).ends_with("ed"));
    if (named || noun)
      ++u.noun;
    else if ((found->second->classes & wc::nominative) == 0)
      ++u.other;
    else if (verb)
      ++u.subject;
  }
  for (const auto& [word, form] : known) {
    const uses& u = of_set[form->set];
    if (u.subject < 2 || u.other == 0 || 4 * u.noun > u.subject) continue;
    tokens.words.classes[word] = form->set | form->classes | wc::function_word;
  }
}

void add_neo_pronouns(const token_layer& tokens, std::vector<phrase>& phrases) {
  const std::size_t known = phrases.size();
  std::size_t near = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (tokens.shape[i] != token_shape::word || !tokens.is(i, k_neo_pronouns)) continue;
    while (near < known && phrases[near].words.start.value < i)
      ++near;
    bool found = false;
    for (std::size_t k = near; k < known && phrases[k].words.start.value == i; ++k) {
      if (phrases[k].words.end.value != i + 1) continue;
      phrases[k].form = mention_form::pron;
      phrases[k].type = mention_type::per;
      found = true;
    }
    if (found) continue;
    phrase p;
    p.words = {{i}, {i + 1}};
    p.head = {i};
    p.type = mention_type::per;
    p.form = mention_form::pron;
    p.probability = k_probability;
    phrases.push_back(p);
  }
  if (phrases.size() == known) return;
  std::stable_sort(phrases.begin(), phrases.end(), [](const phrase& a, const phrase& b) {
    return a.words.start != b.words.start ? a.words.start < b.words.start
                                          : a.words.end > b.words.end;
  });
}

}  // namespace fabula::language
