#include "language/supersenses.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <unordered_map>
#include <utility>

#include "text/unicode.hpp"

namespace fabula::language {
namespace {

constexpr std::string_view k_head = "# fabula supersenses 1, ";
constexpr std::uint32_t k_nouns = 26;
/// No entry of WordNet has more words; the search for the longest goes no further.
constexpr std::size_t k_longest = 10;

[[nodiscard]] bool is_code(char c) noexcept {
  return c == '.' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'O');
}

[[nodiscard]] std::optional<supersense_category> category_of(char code) noexcept {
  if (code >= 'a') return supersense_category{static_cast<std::uint32_t>(code - 'a')};
  if (code >= 'A') return supersense_category{static_cast<std::uint32_t>(code - 'A') + k_nouns};
  return std::nullopt;
}

[[nodiscard]] constexpr supersense_category category_of(mention_type type) {
  switch (type) {
    case mention_type::per: return supersense_named("noun.person");
    case mention_type::org: return supersense_named("noun.group");
    case mention_type::gpe:
    case mention_type::loc: return supersense_named("noun.location");
    case mention_type::fac:
    case mention_type::veh: break;
  }
  return supersense_named("noun.artifact");
}

/// Finds the supersenses of one text.
class finder {
 public:
  finder(const supersense_input& in, const supersense_lexicon& lexicon)
      : in_(in), lexicon_(lexicon) {}

  [[nodiscard]] std::vector<supersense> run() {
    number_keys();
    find_names();
    std::vector<supersense> out;
    for (std::uint32_t i = 0; i < size();) {
      const std::optional<supersense> found = at(i);
      if (found) out.push_back(*found);
      i = found ? found->tokens.end.value : i + 1;
    }
    return out;
  }

 private:
  struct key {
    std::string words;
    supersense_lexicon::entry_range entries;  ///< those that begin with it
  };
  struct name_run {
    std::uint32_t end = 0;
    supersense_category category;
  };

  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(in_.tokens.size());
  }
  [[nodiscard]] universal_tag tag(std::uint32_t i) const noexcept { return in_.tokens[i].upos; }
  [[nodiscard]] bool is_proper(std::uint32_t i) const noexcept {
    return tag(i) == universal_tag::propn;
  }

  [[nodiscard]] std::uint32_t number_of(std::string_view word) {
    std::string lower = text::lower(word);
    const std::size_t curly = lower.find("\u2019");
    if (curly != std::string::npos) lower.replace(curly, 3, "'");
    const auto [at, fresh] = numbers_.emplace(lower, static_cast<std::uint32_t>(keys_.size()));
    if (fresh) {
      const auto entries = lexicon_.beginning_with(lower, lexicon_.all());
      keys_.push_back({std::move(lower), entries});
    }
    return at->second;
  }

  /// Each form and each lemma is looked up once, however often it stands in the text.
  void number_keys() {
    std::vector<std::uint32_t> of_lemma;
    of_lemma.reserve(in_.lemmas.size());
    for (const std::string& l : in_.lemmas)
      of_lemma.push_back(number_of(l));
    for (const token& t : in_.tokens) {
      form_.push_back(number_of(in_.text.substr(t.span.start.value, t.span.size())));
      lemma_.push_back(of_lemma[t.lemma.value]);
    }
  }

  void find_names() {
    names_.resize(size());
    for (const mention& m : in_.mentions) {
      if (m.form != mention_form::prop) continue;
      const auto behind = [](byte_offset at, const token& t) { return at < t.span.end; };
      const auto head =
          std::upper_bound(in_.tokens.begin(), in_.tokens.end(), m.head.start, behind);
      const auto h = static_cast<std::uint32_t>(head - in_.tokens.begin());
      if (h == size() || !is_proper(h) || !m.span.overlaps(in_.tokens[h].span)) continue;
      const auto in_name = [&](std::uint32_t i) {
        return is_proper(i) && in_.tokens[i].sentence == in_.tokens[h].sentence &&
               m.span.overlaps(in_.tokens[i].span);
      };
      std::uint32_t first = h;
      std::uint32_t end = h + 1;
      while (first > 0 && h - first < k_longest && in_name(first - 1))
        --first;
      while (end < size() && end - h < k_longest && in_name(end))
        ++end;
      if (names_[first].end < end) names_[first] = {end, category_of(m.type)};
    }
  }

  [[nodiscard]] std::optional<supersense> at(std::uint32_t i) {
    best_.reset();
    words_.clear();
    extend(i, i, lexicon_.all());
    if (names_[i].end > (best_ ? best_->tokens.end.value - 1 : i)) {
      best_ = supersense{{{i}, {names_[i].end}}, names_[i].category};
    }
    return best_;
  }

  /// Tries the word at `at` behind those from `first`, which `words_` holds and with which all of
  /// `entries` begin.
  void extend(std::uint32_t first, std::uint32_t at, supersense_lexicon::entry_range entries) {
    if (at == size() || at - first == k_longest ||
        in_.tokens[at].sentence != in_.tokens[first].sentence) {
      return;
    }
    try_word(first, at, form_[at], entries);
    if (lemma_[at] != form_[at]) try_word(first, at, lemma_[at], entries);
  }

  void try_word(std::uint32_t first, std::uint32_t at, std::uint32_t number,
                supersense_lexicon::entry_range entries) {
    const key& word = keys_[number];
    const std::size_t before = words_.size();
    if (at > first) words_ += ' ';
    words_ += word.words;
    entries = at == first ? word.entries : lexicon_.beginning_with(words_, entries);
    if (entries.first < entries.last) {
      const bool longer = !best_ || best_->tokens.end.value <= at;
      const auto found = longer ? lexicon_.find(words_, entries) : std::nullopt;
      const auto category = found ? sense_of(first, at, *found) : std::nullopt;
      if (category) best_ = supersense{{{first}, {at + 1}}, *category};
      extend(first, at + 1, entries);
    }
    words_.resize(before);
  }

  [[nodiscard]] bool is_verb(std::uint32_t i) const noexcept {
    return tag(i) == universal_tag::verb ||
           (tag(i) == universal_tag::aux && in_.tokens[i].relation == relation_named("cop"));
  }

  /// "at" of "look at the sea", "to" of "have to go".
  [[nodiscard]] bool leads_on(std::uint32_t i) const noexcept {
    const relation r = in_.tokens[i].relation;
    return r == relation_named("case") || r == relation_named("mark");
  }

  [[nodiscard]] std::optional<supersense_category> sense_of(
      std::uint32_t first, std::uint32_t last, const supersense_lexicon::senses& s) const {
    if (s.verb && is_verb(first) && (first == last || !leads_on(last))) return s.verb;
    if (tag(first) == universal_tag::det || leads_on(first)) return std::nullopt;
    if (is_proper(last)) return s.name ? s.name : s.noun;
    if (tag(last) == universal_tag::noun) return s.noun ? s.noun : s.name;
    return std::nullopt;
  }

  const supersense_input& in_;
  const supersense_lexicon& lexicon_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<key> keys_;
  std::vector<std::uint32_t> form_;   ///< the key of each token's form
  std::vector<std::uint32_t> lemma_;  ///< the key of each token's lemma
  std::vector<name_run> names_;       ///< the longest name that begins at each token
  std::string words_;
  std::optional<supersense> best_;
};

[[nodiscard]] error failure(error_code code, const std::string& file, std::string problem,
                            std::string place = {}) {
  return {code, file, std::move(place), std::move(problem), "install fabula's models again"};
}

}  // namespace

supersense_lexicon::entry_range supersense_lexicon::beginning_with(std::string_view prefix,
                                                                   entry_range in) const noexcept {
  // -1: the entry is before the prefix and what goes on behind it; 1: it is behind.
  const auto compare = [&](const entry& e) {
    const std::string_view words = words_of(e);
    const int order = words.substr(0, prefix.size()).compare(prefix);
    if (order != 0) return order;
    return words.size() > prefix.size() && words[prefix.size()] > ' ' ? 1 : 0;
  };
  const auto from = entries_.begin() + in.first;
  const auto to = entries_.begin() + in.last;
  const auto first = std::partition_point(from, to, [&](const entry& e) { return compare(e) < 0; });
  const auto last =
      std::partition_point(first, to, [&](const entry& e) { return compare(e) == 0; });
  return {static_cast<std::uint32_t>(first - entries_.begin()),
          static_cast<std::uint32_t>(last - entries_.begin())};
}

std::optional<supersense_lexicon::senses> supersense_lexicon::find(std::string_view words,
                                                                   entry_range in) const noexcept {
  if (in.first == in.last || words_of(entries_[in.first]) != words) return std::nullopt;
  const std::array<char, 3>& codes = entries_[in.first].codes;
  return senses{category_of(codes[0]), category_of(codes[1]), category_of(codes[2])};
}

result<supersense_lexicon> parse_supersenses(std::string bytes, std::string_view name) {
  const auto damaged = [&](std::string problem, std::size_t line) {
    return tl::unexpected(failure(error_code::damaged, std::string(name), std::move(problem),
                                  "line " + std::to_string(line)));
  };
  supersense_lexicon out;
  out.bytes_ = std::move(bytes);
  const std::string_view all = out.bytes_;
  if (!all.starts_with(k_head)) return damaged("it is no list of supersenses of version 1", 1);
  if (all.back() != '\n' || all.size() > 0x7FFFFFFFU) return damaged("it is cut short", 1);
  std::uint32_t promised = 0;
  (void)std::from_chars(all.data() + k_head.size(), all.data() + all.size(), promised);
  std::size_t line = 1;
  std::string_view before;
  for (std::size_t at = all.find('\n') + 1; at < all.size();) {
    ++line;
    const std::size_t end = all.find('\n', at);
    const std::size_t tab = all.find('\t', at);
    if (tab >= end || tab == at || tab - at > 200) return damaged("it has no entry", line);
    const std::string_view words = all.substr(at, tab - at);
    const std::string_view codes = all.substr(tab + 1, end - tab - 1);
    if (codes.empty() || codes.size() > 3 || !std::all_of(codes.begin(), codes.end(), is_code)) {
      return damaged("its senses are not one to three letters", line);
    }
    if (std::any_of(words.begin(), words.end(), [](char c) { return c < ' ' || c > '~'; })) {
      return damaged("it holds a character that is not printable ASCII", line);
    }
    if (words <= before) return damaged("it is not in the order of bytes", line);
    before = words;
    std::array<char, 3> padded{'.', '.', '.'};
    std::copy(codes.begin(), codes.end(), padded.begin());
    out.entries_.push_back(
        {static_cast<std::uint32_t>(at), static_cast<std::uint16_t>(words.size()), padded});
    at = end + 1;
  }
  if (out.size() != promised) {
    return damaged("it has " + std::to_string(out.size()) + " entries and promises " +
                       std::to_string(promised),
                   line);
  }
  return out;
}

result<supersense_lexicon> load_supersenses(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) {
    return tl::unexpected(failure(error_code::not_found, path, "there is no such file"));
  }
  if (!S_ISREG(info.st_mode)) {
    return tl::unexpected(failure(error_code::not_a_file, path, "it is not a file"));
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  std::string bytes(file ? static_cast<std::size_t>(info.st_size) : 0, '\0');
  if (!file || std::fread(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) {
    return tl::unexpected(failure(error_code::not_allowed, path, "it cannot be read"));
  }
  return parse_supersenses(std::move(bytes), path);
}

std::vector<supersense> find_supersenses(const supersense_input& in,
                                         const supersense_lexicon& lexicon) {
  return finder(in, lexicon).run();
}

}  // namespace fabula::language
