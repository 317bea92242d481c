#include "language/sentences.hpp"

#include "language/boundary_rules.hpp"

namespace fabula::language {

std::vector<sentence> split_sentences(std::string_view text, token_layer& tokens, bool given,
                                      const sentence_model* model) {
  std::vector<sentence> out;
  const std::vector<std::uint32_t> signs = find_boundary_signs(text, tokens);
  std::vector<float> odds;
  if (model != nullptr && !given) odds = model->score(tokens, signs);
  const auto ends = [&](std::uint32_t i) {
    if ((signs[i] & boundary_sign::last) != 0) return true;
    if (given) return text[tokens.end[i]] == '\n';  // a sentence a line
    if ((signs[i] & (boundary_sign::never | boundary_sign::joined)) != 0) return false;
    if ((signs[i] & boundary_sign::always) != 0) return true;
    return odds.empty() ? (signs[i] & boundary_sign::rule) != 0 : odds[i] > 0;
  };
  std::uint32_t first = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    tokens.sentence[i] = static_cast<std::uint32_t>(out.size());
    if (!ends(i)) continue;
    out.push_back({{{tokens.start[first]}, {tokens.end[i]}}});
    first = i + 1;
  }
  return out;
}

}  // namespace fabula::language
