#include "people/mentions.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

namespace fabula::people {
namespace {

using language::phrase;

using found = joined_mention;

[[nodiscard]] bool crosses(const found& a, const person_mention& b) noexcept {
  return (a.first < b.first && b.first < a.last && a.last < b.last) ||
         (b.first < a.first && a.first < b.last && b.last < a.last);
}

/// Finds phrases near a token; they come in order and are at most `k_max_span_width` words long,
/// marks of emphasis aside.
class phrase_list {
 public:
  explicit phrase_list(const std::vector<phrase>& phrases) {
    for (const phrase& p : phrases) {
      all_.push_back({p.words.start.value, p.words.end.value, p.head.value, p.type, p.form,
                      p.probability, std::nullopt, false});
      widest_ = std::max(widest_, p.words.size());
    }
  }

  /// Gives the character to the phrase that `m` is about; false where there is none. Sets
  /// `*crossed` where `m` crosses a phrase.
  bool take(const person_mention& m, bool* crossed) {
    found* best = nullptr;
    const std::uint32_t from = m.first - std::min(m.first, widest_);
    auto i = std::lower_bound(all_.begin(), all_.end(), from,
                              [](const found& f, std::uint32_t at) { return f.first < at; });
    for (; i != all_.end() && i->first < m.last; ++i) {
      *crossed = *crossed || crosses(*i, m);
      const bool around = i->first <= m.first && m.last <= i->last;
      const bool inside = m.first <= i->first && i->last <= m.last;
      // "[Berry]" is no town where the cast has a Berry.
      const bool same_name =
          around && inside && m.form == mention_form::prop && i->form == mention_form::prop;
      if (i->character || !(around || inside)) continue;
      if (i->type != mention_type::per && !same_name) continue;
      if (i->head < m.first || i->head >= m.last) continue;
      if (best == nullptr || distance(*i, m) < distance(*best, m)) best = &*i;
    }
    if (best == nullptr) return false;
    best->character = m.character;
    best->type = mention_type::per;
    best->named = m.form == mention_form::prop || m.certain;
    return true;
  }

  [[nodiscard]] std::vector<found>& all() noexcept { return all_; }

 private:
  [[nodiscard]] static std::uint32_t distance(const found& f, const person_mention& m) noexcept {
    const std::uint32_t size = m.last - m.first;
    const std::uint32_t other = f.last - f.first;
    return size > other ? size - other : other - size;
  }

  std::vector<found> all_;
  std::uint32_t widest_ = 1;
};

}  // namespace

std::vector<joined_mention> join_mentions(const std::vector<person_mention>& cast,
                                          const std::vector<phrase>& phrases) {
  phrase_list list(phrases);
  std::vector<joined_mention> all;
  for (const person_mention& m : cast) {
    bool crossed = false;
    if (!list.take(m, &crossed) && !crossed)
      all.push_back({m.first, m.last, m.last - 1, mention_type::per, m.form, m.confidence,
                     m.character, m.form == mention_form::prop});
  }
  all.insert(all.end(), list.all().begin(), list.all().end());
  std::stable_sort(all.begin(), all.end(), [](const joined_mention& a, const joined_mention& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  return all;
}

std::vector<mention> entities_by_name(std::string_view text, const token_layer& tokens,
                                      const std::vector<joined_mention>& mentions,
                                      std::uint32_t characters) {
  std::unordered_map<std::string, std::uint32_t> named;
  std::uint32_t next = characters;
  std::vector<mention> out;
  out.reserve(mentions.size());
  for (const joined_mention& f : mentions) {
    mention m = mention_of(f, tokens);
    if (f.character) {
      m.character = character_id{*f.character};
      m.entity = {*f.character};
    } else if (f.form == mention_form::prop && f.type != mention_type::per) {
      std::string name(text.substr(m.span.start.value, m.span.size()));
      name += static_cast<char>('0' + static_cast<int>(f.type));
      const auto [at, added] = named.try_emplace(std::move(name), next);
      if (added) ++next;
      m.entity = {at->second};
    } else {
      m.entity = {next++};
    }
    out.push_back(m);
  }
  return out;
}

mention mention_of(const joined_mention& f, const token_layer& tokens) {
  mention m;
  m.span = {{tokens.start[f.first]}, {tokens.end[f.last - 1]}};
  m.head = {{tokens.start[f.head]}, {tokens.end[f.head]}};
  m.type = f.type;
  m.form = f.form;
  m.confidence = f.confidence;
  return m;
}

}  // namespace fabula::people
