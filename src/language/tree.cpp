#include "language/tree.hpp"

#include <algorithm>
#include <limits>

namespace fabula::language {
namespace {

constexpr float k_never = -std::numeric_limits<float>::infinity();
constexpr std::uint32_t k_none = std::numeric_limits<std::uint32_t>::max();

/// An arc between two words of the sentence, whatever groups they are in.
struct arc {
  std::uint32_t word = 0;
  std::uint32_t head = 0;
};

/// Edmonds' algorithm: while best heads make a cycle, the cycle becomes one node; then they are
/// opened again, the last made first.
class edmonds {
 public:
  edmonds(std::span<const float> scores, std::uint32_t words)
      : n_(words),
        size_(words + 1),
        score_(std::size_t{words + 1} * (words + 1), k_never),
        arc_(score_.size()),
        words_of_(words + 1),
        gone_(words + 1, 0),
        head_(words + 1, k_none) {
    for (std::uint32_t v = 0; v < n_; ++v) {
      words_of_[v] = {v};
      for (std::uint32_t u = 0; u <= n_; ++u) {
        if (u != v) score_[at(v, u)] = scores[std::size_t{v} * size_ + u];
        arc_[at(v, u)] = {v, u};
      }
    }
  }

  /// Only `word` may hang on the root.
  void allow_root_of(std::uint32_t word) {
    for (std::uint32_t v = 0; v < n_; ++v)
      if (v != word) score_[at(v, n_)] = k_never;
  }

  [[nodiscard]] std::vector<std::uint32_t> solve() {
    choose_heads();
    for (std::uint32_t start = find_cycle(); start != k_none; start = find_cycle())
      contract(start);
    std::vector<std::uint32_t> out(n_, k_none);
    for (std::uint32_t v = 0; v < n_; ++v)
      if (gone_[v] == 0) take(arc_[at(v, head_[v])], out);
    for (auto c = cycles_.rbegin(); c != cycles_.rend(); ++c)
      open(*c, out);
    return out;
  }

 private:
  struct member {
    arc inside;                        ///< how the cycle reaches it
    std::vector<std::uint32_t> words;  ///< what it is made of
  };
  using cycle = std::vector<member>;

  [[nodiscard]] std::size_t at(std::uint32_t v, std::uint32_t u) const noexcept {
    return std::size_t{v} * size_ + u;
  }

  void choose_head(std::uint32_t v) {
    std::uint32_t best = k_none;
    for (std::uint32_t u = 0; u <= n_; ++u)
      if (u != v && gone_[u] == 0 && (best == k_none || score_[at(v, u)] > score_[at(v, best)]))
        best = u;
    head_[v] = best;
  }
  void choose_heads() {
    for (std::uint32_t v = 0; v < n_; ++v)
      if (gone_[v] == 0) choose_head(v);
  }

  /// A node of a cycle of best heads; `k_none` if there is none.
  [[nodiscard]] std::uint32_t find_cycle() const {
    std::vector<std::uint32_t> seen(size_, k_none);
    for (std::uint32_t v = 0; v < n_; ++v) {
      std::uint32_t u = v;
      while (u != n_ && gone_[u] == 0 && seen[u] == k_none) {
        seen[u] = v;
        u = head_[u];
      }
      if (u != n_ && gone_[u] == 0 && seen[u] == v) return u;
    }
    return k_none;
  }

  void contract(std::uint32_t rep) {
    std::vector<std::uint32_t> in;
    std::uint32_t v = rep;
    do {
      in.push_back(v);
      v = head_[v];
    } while (v != rep);
    cycle c;
    for (const std::uint32_t m : in)
      c.push_back({arc_[at(m, head_[m])], words_of_[m]});
    std::vector<float> inner(in.size());
    for (std::size_t i = 0; i < in.size(); ++i)
      inner[i] = score_[at(in[i], head_[in[i]])];
    for (const std::uint32_t m : in)
      gone_[m] = 1;
    for (std::uint32_t u = 0; u <= n_; ++u) {
      if (gone_[u] != 0) continue;
      float best_in = k_never, best_out = k_never;
      arc in_arc = arc_[at(rep, u)], out_arc = arc_[at(u, rep)];
      for (std::size_t i = 0; i < in.size(); ++i) {
        if (const float s = score_[at(in[i], u)] - inner[i]; s > best_in) {
          best_in = s;
          in_arc = arc_[at(in[i], u)];
        }
        if (const float s = score_[at(u, in[i])]; s > best_out) {
          best_out = s;
          out_arc = arc_[at(u, in[i])];
        }
      }
      score_[at(rep, u)] = best_in;
      arc_[at(rep, u)] = in_arc;
      score_[at(u, rep)] = best_out;
      arc_[at(u, rep)] = out_arc;
    }
    for (const std::uint32_t m : in)
      if (m != rep)
        words_of_[rep].insert(words_of_[rep].end(), words_of_[m].begin(), words_of_[m].end());
    gone_[rep] = 0;
    cycles_.push_back(std::move(c));
    choose_heads();
  }

  static void take(arc a, std::vector<std::uint32_t>& out) { out[a.word] = a.head; }

  /// Every member keeps its arc of the cycle, but the one by which the tree comes in.
  static void open(const cycle& c, std::vector<std::uint32_t>& out) {
    const auto entered = std::find_if(c.begin(), c.end(), [&](const member& m) {
      return std::any_of(m.words.begin(), m.words.end(),
                         [&](std::uint32_t w) { return out[w] != k_none; });
    });
    for (auto m = c.begin(); m != c.end(); ++m)
      if (m != entered) take(m->inside, out);
  }

  std::uint32_t n_, size_;
  std::vector<float> score_;
  std::vector<arc> arc_;
  std::vector<std::vector<std::uint32_t>> words_of_;
  std::vector<std::uint8_t> gone_;
  std::vector<std::uint32_t> head_;
  std::vector<cycle> cycles_;
};

/// Whether every word reaches the root, and one of them directly.
[[nodiscard]] bool is_tree(const std::vector<std::uint32_t>& heads) {
  const auto n = static_cast<std::uint32_t>(heads.size());
  if (std::count(heads.begin(), heads.end(), n) != 1) return false;
  std::vector<std::uint32_t> seen(n, k_none);
  for (std::uint32_t v = 0; v < n; ++v)
    for (std::uint32_t u = v; u != n && seen[u] != v; u = heads[u]) {
      if (seen[u] != k_none) break;  // from here on it was followed before
      seen[u] = v;
      if (heads[u] != n && seen[heads[u]] == v) return false;
    }
  return true;
}

[[nodiscard]] float sum_of(std::span<const float> scores,
                           const std::vector<std::uint32_t>& heads) noexcept {
  float sum = 0;
  for (std::size_t v = 0; v < heads.size(); ++v)
    sum += scores[v * (heads.size() + 1) + heads[v]];
  return sum;
}

}  // namespace

std::vector<std::uint32_t> best_tree(std::span<const float> scores, std::uint32_t words) {
  std::vector<std::uint32_t> heads(words);
  for (std::uint32_t v = 0; v < words; ++v) {
    const float* row = scores.data() + std::size_t{v} * (words + 1);
    std::uint32_t best = v == 0 ? words : 0;
    for (std::uint32_t u = 0; u <= words; ++u)
      if (u != v && row[u] > row[best]) best = u;
    heads[v] = best;
  }
  if (is_tree(heads)) return heads;
  heads = edmonds(scores, words).solve();
  if (std::count(heads.begin(), heads.end(), words) == 1) return heads;
  // Several roots: each may be the one.
  std::vector<std::uint32_t> best;
  for (std::uint32_t v = 0; v < words; ++v) {
    if (heads[v] != words) continue;
    edmonds one(scores, words);
    one.allow_root_of(v);
    std::vector<std::uint32_t> tree = one.solve();
    if (best.empty() || sum_of(scores, tree) > sum_of(scores, best)) best = std::move(tree);
  }
  return best;
}

}  // namespace fabula::language
