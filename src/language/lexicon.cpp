#include "language/lexicon.hpp"

#include <algorithm>

#include "language/nicknames.hpp"
#include "language/word_lists.hpp"

namespace fabula::language {
namespace {

/// Calls `use` with each word of a list whose words are parted by white space.
template <class Use>
void for_each_word(std::string_view list, Use use) {
  std::size_t at = 0;
  while (at < list.size()) {
    const std::size_t start = list.find_first_not_of(" \n", at);
    if (start == std::string_view::npos) return;
    const std::size_t end = std::min(list.find_first_of(" \n", start), list.size());
    use(list.substr(start, end - start));
    at = end;
  }
}

}  // namespace

lexicon::lexicon() {
  for (const word_list& list : k_word_lists)
    for_each_word(list.words, [&](std::string_view w) { classes_[w] |= list.classes; });
  for (const std::string_view family : k_pet_names) {
    std::string_view full;
    for_each_word(family, [&](std::string_view w) {
      if (full.empty())
        full = w;
      else {
        full_names_.emplace(w, full);
        all_full_names_[w].push_back(full);
      }
    });
    const std::uint64_t gender =
        classes_of(full) & (word_class::given_he | word_class::given_she | word_class::given_any);
    for_each_word(family, [&](std::string_view w) {
      if (classes_of(w) == 0) classes_[w] |= gender;
    });
  }
  for (const std::string_view family : k_nicknames) {
    std::string_view full;
    for_each_word(family, [&](std::string_view w) {
      if (full.empty())
        full = w;
      else
        all_full_names_[w].push_back(full);
    });
  }
  for (auto& [pet, full] : all_full_names_)
    std::sort(full.begin(), full.end());
}

bool lexicon::is_pet_name(std::string_view pet, std::string_view full) const noexcept {
  const auto found = all_full_names_.find(pet);
  return found != all_full_names_.end() &&
         std::binary_search(found->second.begin(), found->second.end(), full);
}

std::uint64_t lexicon::classes_of(std::string_view form) const noexcept {
  const auto found = classes_.find(form);
  return found == classes_.end() ? 0 : found->second;
}

std::string_view lexicon::full_given_name(std::string_view form) const noexcept {
  const auto found = full_names_.find(form);
  return found == full_names_.end() ? form : found->second;
}

}  // namespace fabula::language
