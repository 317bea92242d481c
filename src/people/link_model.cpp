#include "people/link_model.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "people/link_features.hpp"

namespace fabula::people {
namespace {

constexpr std::array<std::string_view, k_link_features> k_names{"form",
                                                                "type",
                                                                "pronoun",
                                                                "grammatical_case",
                                                                "role",
                                                                "in_quote",
                                                                "determiner",
                                                                "number",
                                                                "gender",
                                                                "other_one",
                                                                "modified",
                                                                "generic_person",
                                                                "conjoined",
                                                                "nested",
                                                                "width",
                                                                "probability",
                                                                "document_position",
                                                                "first_in_sentence",
                                                                "first_in_paragraph",
                                                                "paragraph_speaks",
                                                                "speaker_known",
                                                                "head_seen",
                                                                "words_seen",
                                                                "best_match",
                                                                "candidates",
                                                                "is_new",
                                                                "recency",
                                                                "sentences",
                                                                "mentions",
                                                                "paragraphs",
                                                                "same_level_sentences",
                                                                "subject_sentences",
                                                                "size",
                                                                "recent_count",
                                                                "recent_rank",
                                                                "first_sentences",
                                                                "last_form",
                                                                "last_pronoun",
                                                                "last_role",
                                                                "last_in_quote",
                                                                "same_role",
                                                                "same_sentence",
                                                                "subject_of_clause",
                                                                "same_verb",
                                                                "last_possessor_here",
                                                                "he_share",
                                                                "she_share",
                                                                "it_share",
                                                                "many_share",
                                                                "gender_agrees",
                                                                "number_agrees",
                                                                "same_type",
                                                                "has_name",
                                                                "has_noun",
                                                                "is_character",
                                                                "is_narrator",
                                                                "words_match",
                                                                "head_match",
                                                                "head_is_last",
                                                                "modifiers_shared",
                                                                "modifiers_differ",
                                                                "name_words_shared",
                                                                "same_cast",
                                                                "is_speaker",
                                                                "is_addressee",
                                                                "is_speaker_before",
                                                                "is_speaker_after",
                                                                "is_paragraph_speaker",
                                                                "is_last_paragraph_speaker",
                                                                "is_cue_speaker",
                                                                "said_i_here",
                                                                "said_you_here",
                                                                "quoted_here",
                                                                "is_possessor",
                                                                "same_owner",
                                                                "other_owner",
                                                                "grammar_link",
                                                                "parallel",
                                                                "two_active",
                                                                "has_i",
                                                                "has_you",
                                                                "contrast",
                                                                "subject_rank",
                                                                "is_last_subject",
                                                                "verb_linked",
                                                                "quote_distance",
                                                                "kin",
                                                                "noun_sentences",
                                                                "last_determiner",
                                                                "named_this_sentence",
                                                                "mentions_here",
                                                                "is_paragraph_subject",
                                                                "is_paragraph_first",
                                                                "words_since",
                                                                "words_since_noun",
                                                                "noun_rank",
                                                                "noun_role",
                                                                "noun_in_quote",
                                                                "same_pronoun_last",
                                                                "same_pronoun_since",
                                                                "noun_since_pronoun",
                                                                "spoke_ago",
                                                                "addressed_ago",
                                                                "owned_match",
                                                                "owner_is_kin",
                                                                "owner_is_speaker",
                                                                "same_surname",
                                                                "introduces",
                                                                "name_since",
                                                                "name_ahead",
                                                                "names_around",
                                                                "names_around_talk",
                                                                "names_around_rank",
                                                                "title_match",
                                                                "kin_bearer",
                                                                "title_bearers",
                                                                "said_recent",
                                                                "said_rank",
                                                                "said_here",
                                                                "is_said_first",
                                                                "is_last_said_subject",
                                                                "said_by_speaker",
                                                                "subject_recent",
                                                                "subject_recent_rank"};

[[nodiscard]] result<nn::tree_ensemble> load_trees(const nn::safetensors_file& file,
                                                   std::string_view prefix) {
  auto trees = nn::tree_ensemble::load(file, prefix);
  if (!trees) return trees;
  const std::string place = "ensemble \"" + std::string(prefix) + "\"";
  if (trees->features() != k_link_features)
    return tl::unexpected(file.damaged(place, "it reads " + std::to_string(trees->features()) +
                                                  " features, not " +
                                                  std::to_string(k_link_features)));
  if (trees->classes() != 1)
    return tl::unexpected(file.damaged(place, "it has more than one class"));
  return trees;
}

}  // namespace

std::string_view name_of(link_feature f) noexcept {
  return k_names[static_cast<std::size_t>(f)];
}

result<link_model> link_model::load(const nn::safetensors_file& file) {
  auto pronoun = load_trees(file, "pronoun");
  if (!pronoun) return tl::unexpected(std::move(pronoun.error()));
  auto phrase = load_trees(file, "phrase");
  if (!phrase) return tl::unexpected(std::move(phrase.error()));
  link_model m(std::move(*pronoun), std::move(*phrase));
  for (const bool of_pronouns : {true, false}) {
    const std::string name = of_pronouns ? "pronoun.calibration" : "phrase.calibration";
    auto table = file.get(name, nn::dtype::f32, {2, nn::k_any});
    if (!table) return tl::unexpected(std::move(table.error()));
    const auto values = table->as<float>();
    const std::size_t n = values.size() / 2;
    curve& c = of_pronouns ? m.pronoun_curve_ : m.phrase_curve_;
    c.margin.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n));
    c.right.assign(values.begin() + static_cast<std::ptrdiff_t>(n), values.end());
    const auto good = [](float v) { return std::isfinite(v); };
    if (n == 0 || !std::all_of(values.begin(), values.end(), good) ||
        !std::is_sorted(c.margin.begin(), c.margin.end()))
      return tl::unexpected(file.damaged("tensor \"" + name + "\"",
                                         "its margins do not ascend, or a number is not finite"));
  }
  return m;
}

float link_model::confidence(bool pronoun, float margin) const noexcept {
  const curve& c = pronoun ? pronoun_curve_ : phrase_curve_;
  const auto at = static_cast<std::size_t>(
      std::upper_bound(c.margin.begin(), c.margin.end(), margin) - c.margin.begin());
  return c.right[at == 0 ? 0 : at - 1];
}

}  // namespace fabula::people
