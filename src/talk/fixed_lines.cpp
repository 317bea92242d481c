#include "talk/fixed_lines.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "text/words_key.hpp"

namespace fabula::talk {
namespace {

constexpr std::uint32_t k_none = people::k_nobody;
constexpr std::size_t k_around = 400;  ///< bytes beside an utterance that are looked at
constexpr std::size_t k_common = 200;  ///< utterances; a word in more of them tells nothing
constexpr std::size_t k_most_candidates = 500;
constexpr std::size_t k_compared = 200;  ///< words of an utterance

struct found_line {
  std::uint32_t quote = k_none;
  std::string problem;  ///< where none was found
};

class line_finder {
 public:
  line_finder(std::string_view text, const std::vector<quote>& quotes)
      : text_(text), quotes_(quotes) {
    for (std::uint32_t q = 0; q < quotes.size(); ++q) {
      std::string whole;
      for (const byte_range s : quotes[q].spans) {
        std::string key = text::words_key(words_of(s));
        whole += key;
        if (quotes[q].spans.size() > 1) keys_.emplace_back(std::move(key), q);
      }
      keys_.emplace_back(std::move(whole), q);
    }
    std::sort(keys_.begin(), keys_.end());
  }

  [[nodiscard]] found_line find(const quote_anchor& a) {
    const std::string key = text::words_key(a.words);
    const std::vector<std::uint32_t> candidates = with_words(key);
    if (candidates.empty()) return find_edited(a, key);
    if (candidates.size() == 1) return {candidates[0], {}};
    if (const std::uint32_t one = by_neighbours(a, candidates); one != k_none) return {one, {}};
    if (a.occurrence > candidates.size())
      return {k_none, "only " + std::to_string(candidates.size()) + " lines have these words"};
    if (a.occurrence > 0) return {candidates[a.occurrence - 1], {}};
    return {k_none, std::to_string(candidates.size()) +
                        " lines have these words; add occurrence, after or before"};
  }

 private:
  [[nodiscard]] std::string_view words_of(byte_range r) const {
    return text_.substr(r.start.value, r.size());
  }

  /// Utterances that are these words; where none are, those that begin with them. Ascending.
  [[nodiscard]] std::vector<std::uint32_t> with_words(const std::string& key) const {
    const auto first = std::lower_bound(keys_.begin(), keys_.end(), std::pair(key, 0U));
    std::vector<std::uint32_t> same;
    std::vector<std::uint32_t> longer;
    for (auto at = first; at != keys_.end() && at->first.starts_with(key); ++at)
      (at->first == key ? same : longer).push_back(at->second);
    std::vector<std::uint32_t>& out = same.empty() ? longer : same;
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return std::move(out);
  }

  /// How much of `wanted` stands in the `n` words on that side; 0 where nothing is wanted.
  [[nodiscard]] static float share(const std::vector<std::string>& wanted,
                                   const std::vector<std::string>& there) {
    if (wanted.empty()) return 0;
    std::vector<std::string> rest = there;
    std::size_t n = 0;
    for (const std::string& w : wanted)
      if (const auto at = std::find(rest.begin(), rest.end(), w); at != rest.end()) {
        rest.erase(at);
        ++n;
      }
    return static_cast<float>(n) / static_cast<float>(wanted.size());
  }

  /// How well the words around utterance `q` fit, in [0, 1].
  [[nodiscard]] float fit(const quote_anchor& a, std::uint32_t q) const {
    const byte_range r = quotes_[q].span();
    const std::vector<std::string> after = text::plain_words(a.after);
    const std::vector<std::string> before = text::plain_words(a.before);
    const std::size_t from = r.start.value > k_around ? r.start.value - k_around : 0;
    std::vector<std::string> left = text::plain_words(text_.substr(from, r.start.value - from));
    if (left.size() > after.size())
      left.erase(left.begin(), left.end() - static_cast<std::ptrdiff_t>(after.size()));
    // A tag inside the utterance is behind its first words.
    const std::uint32_t inner = quotes_[q].spans.front().end.value;
    std::vector<std::string> right = text::plain_words(text_.substr(r.end.value, k_around));
    std::vector<std::string> tag = text::plain_words(text_.substr(inner, k_around));
    right.resize(std::min(right.size(), before.size()));
    tag.resize(std::min(tag.size(), before.size()));
    const float sides = (after.empty() ? 0.0F : 1.0F) + (before.empty() ? 0.0F : 1.0F);
    if (sides < 1) return 0;
    return (share(after, left) + std::max(share(before, right), share(before, tag))) / sides;
  }

  /// The one that the words around it single out.
  [[nodiscard]] std::uint32_t by_neighbours(const quote_anchor& a,
                                            const std::vector<std::uint32_t>& candidates) const {
    if (a.after.empty() && a.before.empty()) return k_none;
    float best = 0;
    float second = 0;
    std::uint32_t one = k_none;
    for (std::size_t k = 0; k < std::min(candidates.size(), k_most_candidates); ++k) {
      const float f = fit(a, candidates[k]);
      if (f > best)
        second = best, best = f, one = candidates[k];
      else
        second = std::max(second, f);
    }
    return best >= 0.5F && best > second ? one : k_none;
  }

  void index_words() {
    bags_.resize(quotes_.size());
    for (std::uint32_t q = 0; q < quotes_.size(); ++q) {
      for (const byte_range s : quotes_[q].spans)
        for (std::string& w : text::plain_words(words_of(s)))
          bags_[q].push_back(std::move(w));
      bags_[q].resize(std::min(bags_[q].size(), k_compared));
      std::sort(bags_[q].begin(), bags_[q].end());
      std::vector<std::string> once = bags_[q];
      once.erase(std::unique(once.begin(), once.end()), once.end());
      for (std::string& w : once) {
        std::vector<std::uint32_t>& in = having_[std::move(w)];
        if (in.size() <= k_common) in.push_back(q);
      }
    }
  }

  /// How many words two sorted lists share.
  [[nodiscard]] static std::size_t in_common(const std::vector<std::string>& a,
                                             const std::vector<std::string>& b) {
    std::size_t n = 0;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
      const int order = x->compare(*y);
      n += order == 0;
      if (order <= 0) ++x;
      if (order >= 0) ++y;
    }
    return n;
  }

  /// The utterance that was most likely made of these words by an edit.
  [[nodiscard]] found_line find_edited(const quote_anchor& a, const std::string& key) {
    if (bags_.empty()) index_words();
    std::vector<std::string> words = text::plain_words(key);
    words.resize(std::min(words.size(), k_compared));
    std::sort(words.begin(), words.end());
    std::vector<const std::vector<std::uint32_t>*> lists;  // of each word, the rarest first
    for (const std::string& w : words)
      if (const auto found = having_.find(w);
          found != having_.end() && found->second.size() <= k_common)
        lists.push_back(&found->second);
    std::stable_sort(lists.begin(), lists.end(),
                     [](const auto* x, const auto* y) { return x->size() < y->size(); });
    std::vector<std::uint32_t> candidates;
    for (const auto* list : lists)
      if (candidates.size() < k_most_candidates)
        candidates.insert(candidates.end(), list->begin(), list->end());
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    float best = 0;
    float second = 0;
    std::uint32_t one = k_none;
    for (const std::uint32_t q : candidates) {
      // Words in common, of the longer of the two.
      const float same = static_cast<float>(in_common(words, bags_[q])) /
                         static_cast<float>(std::max(words.size(), bags_[q].size()));
      const float around = fit(a, q);
      if (same < (around >= 0.5F ? 0.5F : 0.75F) || words.size() < 3) continue;
      const float score = same + 0.5F * around;
      if (score > best)
        second = best, best = score, one = q;
      else
        second = std::max(second, score);
    }
    if (one != k_none && best > second) return {one, {}};
    return {k_none, "no line has these words"};
  }

  std::string_view text_;
  const std::vector<quote>& quotes_;
  std::vector<std::pair<std::string, std::uint32_t>> keys_;  ///< sorted
  std::vector<std::vector<std::string>> bags_;  ///< the first words of each utterance, sorted
  std::unordered_map<std::string, std::vector<std::uint32_t>> having_;
};

[[nodiscard]] std::string in_marks(const quote_anchor& a) {
  return '"' + a.words + '"' +
         (a.occurrence > 0 ? " (" + std::to_string(a.occurrence) + ")" : std::string());
}

[[nodiscard]] std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& n : names)
    (out += out.empty() ? "" : ", ") += n;
  return out.empty() ? "nobody" : out;
}

[[nodiscard]] std::string says(const speaker_fix& f) {
  return "speaker: " + in_marks(f.quote) + " is " + f.name;
}
[[nodiscard]] std::string says(const addressee_fix& f) {
  return "addressee: " + in_marks(f.quote) + " is " + joined(f.names);
}
[[nodiscard]] std::string says(const not_a_quote_fix& f) {
  return "not_a_quote: " + in_marks(f.quote);
}

[[nodiscard]] tl::unexpected<error> contradiction(const fix_list& fixes, std::uint32_t line,
                                                  std::uint32_t other) {
  return tl::unexpected(error{error_code::bad_option, fixes.file,
                              "line " + std::to_string(std::max(line, other)),
                              "it is about the same words of this text as line " +
                                  std::to_string(std::min(line, other)) + ", and says otherwise",
                              "keep one of the two, or tell them apart by occurrence"});
}

}  // namespace

result<anchored_fixes> anchor_fixes(std::string_view text, const fix_list& fixes,
                                    utterance_layer& utterances,
                                    std::vector<unmatched_fix>& unmatched) {
  anchored_fixes out;
  if (fixes.speaker.empty() && fixes.addressee.empty() && fixes.not_a_quote.empty()) return out;
  line_finder lines(text, utterances.quotes);
  out.speakers.resize(utterances.quotes.size());
  out.addressees.resize(utterances.quotes.size());
  const auto look = [&](const auto& f) {
    found_line found = lines.find(f.quote);
    if (found.quote == k_none) unmatched.push_back({f.line, says(f), std::move(found.problem)});
    return found.quote;
  };
  const auto differ = [](const std::string& a, const std::string& b) {
    return text::name_key(a) != text::name_key(b);
  };
  for (std::uint32_t f = 0; f < fixes.speaker.size(); ++f) {
    const std::uint32_t q = look(fixes.speaker[f]);
    if (q == k_none) continue;
    const auto& other = out.speakers[q];
    if (other && differ(fixes.speaker[*other].name, fixes.speaker[f].name))
      return contradiction(fixes, fixes.speaker[f].line, fixes.speaker[*other].line);
    out.speakers[q] = f;
  }
  for (std::uint32_t f = 0; f < fixes.addressee.size(); ++f) {
    const std::uint32_t q = look(fixes.addressee[f]);
    if (q == k_none) continue;
    const auto& other = out.addressees[q];
    if (other && differ(joined(fixes.addressee[*other].names), joined(fixes.addressee[f].names)))
      return contradiction(fixes, fixes.addressee[f].line, fixes.addressee[*other].line);
    out.addressees[q] = f;
  }
  for (const not_a_quote_fix& f : fixes.not_a_quote) {
    const std::uint32_t q = look(f);
    if (q == k_none) continue;
    if (out.speakers[q]) return contradiction(fixes, f.line, fixes.speaker[*out.speakers[q]].line);
    if (out.addressees[q])
      return contradiction(fixes, f.line, fixes.addressee[*out.addressees[q]].line);
    utterances.quotes[q].kind = quote_kind::quoted;
    utterances.quotes[q].cue.reset();
    utterances.cues[q].reset();
  }
  for (std::size_t q = 0; q < out.speakers.size(); ++q)
    if ((out.speakers[q] || out.addressees[q]) && utterances.quotes[q].kind == quote_kind::quoted)
      utterances.quotes[q].kind = quote_kind::speech;
  return out;
}

fixed_lines name_fixes(const anchored_fixes& anchored, const fix_list& fixes,
                       const people::name_index& names, const std::vector<character>& cast,
                       std::vector<unmatched_fix>& unmatched) {
  fixed_lines out;
  out.speakers.resize(anchored.speakers.size());
  out.addressees.resize(anchored.addressees.size());
  for (std::size_t q = 0; q < anchored.speakers.size(); ++q) {
    if (anchored.speakers[q]) {
      const speaker_fix& f = fixes.speaker[*anchored.speakers[q]];
      const std::uint32_t who = names.find(f.name);
      if (who == k_none)
        unmatched.push_back({f.line, says(f), people::nobody_called(f.name, cast)});
      else
        out.speakers[q] = who;
    }
    if (!anchored.addressees[q]) continue;
    const addressee_fix& f = fixes.addressee[*anchored.addressees[q]];
    std::vector<character_id> to;
    for (const std::string& n : f.names) {
      const std::uint32_t who = names.find(n);
      if (who == k_none)
        unmatched.push_back({f.line, says(f), people::nobody_called(n, cast)});
      else if (std::find(to.begin(), to.end(), character_id{who}) == to.end())
        to.push_back({who});
    }
    if (!to.empty() || f.names.empty()) out.addressees[q] = std::move(to);
  }
  return out;
}

void state_fixes(const fixed_lines& fixed, std::vector<quote>& quotes) {
  for (std::size_t q = 0; q < quotes.size(); ++q) {
    if (const auto who = fixed.speaker(q)) {
      quotes[q].speaker = character_id{*who};
      quotes[q].evidence = evidence_kind::fix;
      quotes[q].confidence = 1;
      // The cue may name somebody else, and is then no cue of this line.
      quotes[q].cue.reset();
      if (quotes[q].kind != quote_kind::thought)
        std::erase(quotes[q].addressees, *quotes[q].speaker);
    }
    if (q < fixed.addressees.size() && fixed.addressees[q])
      quotes[q].addressees = *fixed.addressees[q];
  }
}

}  // namespace fabula::talk
