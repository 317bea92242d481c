#include "story/fact_values.hpp"

#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::size_t k_longest = 4000;

[[nodiscard]] std::string collapsed(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const text::decoded d = text::decode_at(s, i);
    if (!text::is_space(d.code_point) && d.code_point >= 0x20)
      out.append(s.substr(i, d.length));
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    i += d.length;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

result<std::string> fact_values::words(const yaml_node& n, std::string_view what) const {
  if (n.kind != yaml_kind::scalar)
    return fail(error_code::damaged, n, std::string(what) + " is missing",
                "write it, in quotes if it holds : or #");
  std::string out = collapsed(n.scalar);
  if (out.empty())
    return fail(error_code::damaged, n, std::string(what) + " is empty", "write it or drop it");
  if (out.size() > k_longest)
    return fail(error_code::too_large, n, std::string(what) + " has over 4,000 bytes",
                "its first words are enough");
  return out;
}

result<std::vector<std::string>> fact_values::list_of_words(const yaml_node& n,
                                                            std::string_view what) const {
  std::vector<std::string> out;
  if (n.kind == yaml_kind::none) return out;
  if (n.kind == yaml_kind::map)
    return fail(error_code::damaged, n, "a list is wanted here", "write [one, two]");
  const auto add = [&](const yaml_node& item) -> result<void> {
    result<std::string> w = words(item, what);
    if (!w) return tl::unexpected(std::move(w.error()));
    out.push_back(std::move(*w));
    return {};
  };
  if (n.kind == yaml_kind::scalar) {
    if (const auto done = add(n); !done) return tl::unexpected(done.error());
    return out;
  }
  for (const yaml_node& item : n.items)
    if (const auto done = add(item); !done) return tl::unexpected(done.error());
  return out;
}

result<pronoun_set> fact_values::pronouns(const yaml_node& n) const {
  if (n.kind == yaml_kind::none) return pronoun_set::unknown;
  if (n.kind == yaml_kind::scalar) {
    const std::string w = text::lower(collapsed(n.scalar));
    const std::string_view first = std::string_view(w).substr(0, w.find('/'));
    for (const pronoun_set p :
         {pronoun_set::she, pronoun_set::he, pronoun_set::they, pronoun_set::it, pronoun_set::xe,
          pronoun_set::ze, pronoun_set::ey, pronoun_set::fae})
      if (first == to_string(p)) return p;
    if (first == "unknown") return pronoun_set::unknown;
  }
  return fail(error_code::damaged, n, "these are no pronouns that fabula knows",
              "use she, he, they, it, xe, ze, ey, fae, or leave them out");
}

}  // namespace fabula
