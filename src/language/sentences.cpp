#include "language/boundary_rules.hpp"
#include "language/tokenizer.hpp"

namespace fabula::language {

std::vector<sentence> split_sentences(std::string_view text, token_layer& tokens, bool given) {
  std::vector<sentence> out;
  const std::vector<std::uint32_t> signs = find_boundary_signs(text, tokens);
  std::uint32_t first = 0;
  const std::uint32_t n = tokens.size();
  for (std::uint32_t i = 0; i < n; ++i) {
    tokens.sentence[i] = static_cast<std::uint32_t>(out.size());
    const bool last = (signs[i] & boundary_sign::last) != 0;
    if (!last && (given || (signs[i] & boundary_sign::rule) == 0)) continue;
    out.push_back({{{tokens.start[first]}, {tokens.end[i]}}});
    first = i + 1;
  }
  return out;
}

}  // namespace fabula::language
