#include <algorithm>
#include <unordered_set>

#include "fabula/facts.hpp"
#include "story/fact_values.hpp"
#include "text/sha256.hpp"

namespace fabula {
namespace {

constexpr std::size_t k_most_characters = 10'000;
constexpr std::size_t k_most_aliases = 100'000;

class cast_parser {
 public:
  explicit cast_parser(std::string_view file) : values_(file) {}

  [[nodiscard]] result<given_cast> parse(const yaml_node& root) {
    if (root.kind == yaml_kind::none)
      return values_.fail(error_code::empty, root, "there is no cast in it",
                          "list the characters: [{\"name\": ...}]");
    if (root.kind != yaml_kind::list)
      return values_.fail(error_code::damaged, root, "a cast is a list",
                          "begin each character with `- name: ...`");
    if (root.items.size() > k_most_characters)
      return values_.fail(error_code::too_large, root, "there are over 10,000 characters",
                          "leave out those who do not matter");
    given_cast out;
    for (const yaml_node& n : root.items) {
      result<given_character> c = one(n);
      if (!c) return tl::unexpected(std::move(c.error()));
      out.characters.push_back(std::move(*c));
    }
    if (out.characters.empty())
      return values_.fail(error_code::empty, root, "there is nobody in the cast",
                          "list the characters: [{\"name\": ...}]");
    return out;
  }

 private:
  [[nodiscard]] result<given_character> one(const yaml_node& n) {
    if (n.kind == yaml_kind::scalar) {  // a bare name
      const result<std::string> name = values_.words(n, "a name");
      if (!name) return tl::unexpected(name.error());
      return named(n, {*name, {}, pronoun_set::unknown});
    }
    if (n.kind != yaml_kind::map)
      return values_.fail(error_code::damaged, n, "a character is a name, or has a field `name`",
                          "write `- name: ...`");
    given_character c;
    for (const auto& [key, value] : n.fields) {
      if (key.scalar == "name") {
        const result<std::string> name = values_.words(value, "a name");
        if (!name) return tl::unexpected(name.error());
        c.name = *name;
      } else if (key.scalar == "aliases") {
        result<std::vector<std::string>> list = values_.list_of_words(value, "an alias");
        if (!list) return tl::unexpected(std::move(list.error()));
        c.aliases = std::move(*list);
      } else if (key.scalar == "pronouns") {
        const result<pronoun_set> set = values_.pronouns(value);
        if (!set) return tl::unexpected(set.error());
        c.pronouns = *set;
      } else {
        return values_.fail(error_code::damaged, key, "there is no field `" + key.scalar + "`",
                            "use name, aliases, pronouns");
      }
    }
    if (c.name.empty())
      return values_.fail(error_code::damaged, n, "a character has no name", "write `name: ...`");
    return named(n, std::move(c));
  }

  [[nodiscard]] result<given_character> named(const yaml_node& n, given_character c) {
    if (!names_.insert(c.name).second)
      return values_.fail(error_code::damaged, n, "two characters have the name \"" + c.name + "\"",
                          "make one of them of the two, or give one another name");
    std::vector<std::string> kept;
    for (std::string& a : c.aliases)
      if (a != c.name && std::find(kept.begin(), kept.end(), a) == kept.end())
        kept.push_back(std::move(a));
    c.aliases = std::move(kept);
    aliases_ += c.aliases.size() + 1;
    if (aliases_ > k_most_aliases)
      return values_.fail(error_code::too_large, n, "there are over 100,000 aliases",
                          "leave out those who do not matter");
    return c;
  }

  fact_values values_;
  std::unordered_set<std::string> names_;
  std::size_t aliases_ = 0;
};

}  // namespace

result<given_cast> parse_given_cast(std::string_view bytes, std::string_view file) {
  const result<yaml_node> root = parse_yaml(bytes, file);
  if (!root) return tl::unexpected(root.error());
  result<given_cast> out = cast_parser(file).parse(*root);
  if (out) out->sha256 = text::sha256(bytes);
  return out;
}

}  // namespace fabula
