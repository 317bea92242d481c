#include "language/syntax.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "language/tree.hpp"
#include "text/unicode.hpp"

namespace fabula::language {
namespace {

/// Rows of a batch: enough to keep the kernels busy, few enough to stay in the cache.
constexpr std::uint32_t k_batch_rows = 400;
/// Forms whose vectors are kept; a novel has some 15,000.
constexpr std::size_t k_most_forms = 1U << 15U;
/// Above it a word tells an event; set on training folds of LitBank.
constexpr float k_event_threshold = 0.4F;

constexpr relation k_root{*find_name(k_relations, "root")};
constexpr relation k_punct{*find_name(k_relations, "punct")};
constexpr relation k_parataxis{*find_name(k_relations, "parataxis")};
constexpr penn_tag k_not_word{*find_name(k_penn_tags, "NFP")};

[[nodiscard]] bool is_emphasis(std::string_view w) noexcept {
  return !w.empty() && w.find_first_not_of(w.front() == '_' ? '_' : '*') == std::string_view::npos;
}

class syntax_reader {
 public:
  syntax_reader(const network& net, std::string_view text, const token_layer& tokens)
      : net_(net), text_(text), t_(tokens) {
    out_.tokens.resize(t_.size());
  }

  [[nodiscard]] syntax_layer read() && {
    std::uint32_t first = 0;
    for (std::uint32_t i = 0; i < t_.size(); ++i)
      if (i + 1 == t_.size() || t_.sentence[i + 1] != t_.sentence[i]) {
        add_sentence(first, i + 1);
        first = i + 1;
      }
    flush();
    for (std::size_t i = 0; i < waiting_.size(); ++i)
      hang(waiting_[i]);
    return std::move(out_);
  }

 private:
  /// A part of a sentence in the batch.
  struct part {
    std::uint32_t first_word;  ///< in `words_`
    bool goes_on;              ///< the part before it belongs to the same sentence
  };
  /// Tokens of a sentence that the network does not see.
  struct left_out {
    std::uint32_t first, end;
  };

  void add_sentence(std::uint32_t first, std::uint32_t end) {
    bool any_left_out = false;
    std::uint32_t part_words = 0;
    bool goes_on = false;
    for (std::uint32_t i = first; i < end; ++i) {
      out_.tokens[i].span = {{t_.start[i]}, {t_.end[i]}};
      out_.tokens[i].sentence = {t_.sentence[i]};
      if (is_emphasis(t_.text_of(text_, i))) {
        out_.tokens[i].xpos = k_not_word;
        any_left_out = true;
        continue;
      }
      if (part_words == 0) parts_.push_back({static_cast<std::uint32_t>(words_.size()), goes_on});
      words_.push_back(i);
      if (++part_words == k_longest_sentence) {
        batch_.add(part_words);
        part_words = 0;
        goes_on = true;
      }
    }
    if (part_words > 0) batch_.add(part_words);
    if (any_left_out) waiting_.push_back({first, end});
    if (batch_.rows >= k_batch_rows) flush();
  }

  void flush() {
    if (!batch_.sentences.empty()) {
      fill_rows();
      net_.read(batch_, w_);
      for (std::size_t i = 0; i < parts_.size(); ++i)
        read_part(batch_.sentences[i], parts_[i]);
    }
    batch_.clear();
    parts_.clear();
    words_.clear();
  }

  /// The vectors of the batch's words, each form computed once.
  void fill_rows() {
    if (form_of_.size() > k_most_forms) {
      form_of_.clear();
      vectors_.clear();
    }
    const std::size_t d = net_.width();
    const std::size_t known = form_of_.size();
    fresh_.clear();
    ids_.clear();
    for (const std::uint32_t i : words_) {
      const std::string_view w = t_.text_of(text_, i);
      const auto [at, added] = form_of_.try_emplace(w, form_of_.size());
      if (added) fresh_.push_back(features_of(w));
      ids_.push_back(at->second);
    }
    vectors_.resize((known + fresh_.size()) * d);
    if (!fresh_.empty()) net_.embed(fresh_, w_, vectors_.data() + known * d);
    w_.x.assign(std::size_t{batch_.rows} * d, 0.0F);
    std::size_t next = 0;
    for (const sentence_batch::place& s : batch_.sentences)
      for (std::uint32_t k = 0; k < s.words; ++k)
        std::copy_n(vectors_.data() + ids_[next++] * d, d, w_.x.data() + (s.row + k) * d);
  }

  void read_part(sentence_batch::place s, const part& p) {
    const std::span<const std::uint32_t> words(words_.data() + p.first_word, s.words);
    read_tags(s, words);
    read_tree(s, words, p.goes_on);
    read_phrases(s, words);
    for (std::uint32_t k = 0; k < s.words; ++k)
      if (w_.out.event[s.row + k] >= k_event_threshold) out_.triggers.push_back({words[k]});
  }

  void read_tags(sentence_batch::place s, std::span<const std::uint32_t> words) {
    for (std::uint32_t k = 0; k < s.words; ++k) {
      token& t = out_.tokens[words[k]];
      const tag_pair tags = net_.tags_of(s.row + k, w_.out);
      t.upos = tags.upos;
      t.xpos = tags.xpos;
      const std::string& form = t_.form(words[k]);
      std::string lemma = net_.lemma_of(s.row + k, w_.out, form);
      const bool is_name = t.upos == universal_tag::propn && t_.capital[words[k]] != 0;
      if (is_name || lemma == "i") capitalize(lemma);
      t.lemma = number(std::move(lemma));
    }
  }

  static void capitalize(std::string& s) {
    if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
  }

  [[nodiscard]] lemma_id number(std::string lemma) {
    const auto next = static_cast<std::uint32_t>(out_.lemmas.size());
    const auto [at, added] = lemma_of_.try_emplace(std::move(lemma), next);
    if (added) out_.lemmas.push_back(at->first);
    return {at->second};
  }

  void read_tree(sentence_batch::place s, std::span<const std::uint32_t> words, bool goes_on) {
    net_.score_arcs(s, w_, arcs_);
    const std::vector<std::uint32_t> heads =
        best_tree({arcs_.data(), std::size_t{s.words} * (s.words + 1)}, s.words);
    relations_.resize(s.words);
    net_.score_relations(s, heads, w_, relations_);
    for (std::uint32_t k = 0; k < s.words; ++k) {
      token& t = out_.tokens[words[k]];
      const bool root = heads[k] == s.words;
      t.head = {root ? words[k] : words[heads[k]]};
      t.relation = root ? k_root : relations_[k] == k_root ? k_parataxis : relations_[k];
      if (!root) continue;
      if (goes_on) {
        t.head = {last_root_};
        t.relation = k_parataxis;
      } else {
        last_root_ = words[k];
      }
    }
  }

  void read_phrases(sentence_batch::place s, std::span<const std::uint32_t> words) {
    spans_.clear();
    net_.score_spans(s, w_, spans_);
    // The surest first; one that crosses a surer one is dropped.
    std::stable_sort(spans_.begin(), spans_.end(), [](const span_score& a, const span_score& b) {
      return a.probability > b.probability;
    });
    std::size_t kept = 0;
    for (const span_score& c : spans_) {
      const bool crosses =
          std::any_of(spans_.begin(), spans_.begin() + static_cast<std::ptrdiff_t>(kept),
                      [&](const span_score& o) {
                        return (c.first < o.first && o.first <= c.last && c.last < o.last) ||
                               (o.first < c.first && c.first <= o.last && o.last < c.last);
                      });
      if (!crosses) spans_[kept++] = c;
    }
    spans_.resize(kept);
    std::sort(spans_.begin(), spans_.end(), [](const span_score& a, const span_score& b) {
      return a.first != b.first ? a.first < b.first : a.last > b.last;
    });
    for (const span_score& c : spans_) {
      phrase p;
      p.words = {{words[c.first]}, {words[c.last] + 1}};
      p.head = head_of(words.subspan(c.first, c.last - c.first + 1));
      p.type = static_cast<mention_type>((c.kind - 1) / 3);
      p.form = static_cast<mention_form>((c.kind - 1) % 3);
      p.probability = c.probability;
      out_.phrases.push_back(p);
    }
  }

  [[nodiscard]] token_index head_of(std::span<const std::uint32_t> words) const {
    for (const std::uint32_t i : words) {
      const std::uint32_t head = out_.tokens[i].head.value;
      if (head == i || head < words.front() || head > words.back()) return {i};
    }
    return {words.back()};
  }

  /// Hangs what was left out on the sentence's root, or on its own first token.
  void hang(const left_out& s) {
    std::uint32_t root = s.first;
    for (std::uint32_t i = s.first; i < s.end; ++i)
      if (!is_emphasis(t_.text_of(text_, i)) && out_.tokens[i].head.value == i) root = i;
    for (std::uint32_t i = s.first; i < s.end; ++i) {
      if (!is_emphasis(t_.text_of(text_, i))) continue;
      token& t = out_.tokens[i];
      t.upos = universal_tag::punct;
      t.head = {root};
      t.relation = i == root ? k_root : k_punct;
      t.lemma = number(t_.form(i));
    }
  }

  const network& net_;
  std::string_view text_;
  const token_layer& t_;
  syntax_layer out_;
  network_workspace w_;
  sentence_batch batch_;
  std::vector<part> parts_;
  std::vector<std::uint32_t> words_;  ///< the batch's tokens
  std::vector<left_out> waiting_;
  std::uint32_t last_root_ = 0;
  std::unordered_map<std::string_view, std::size_t> form_of_;
  std::vector<word_features> fresh_;
  std::vector<std::size_t> ids_;
  nn::aligned_vector<float> vectors_;
  std::unordered_map<std::string, std::uint32_t> lemma_of_;
  nn::aligned_vector<float> arcs_;
  std::vector<relation> relations_;
  std::vector<span_score> spans_;
};

}  // namespace

syntax_layer read_syntax(const network& net, std::string_view text, const token_layer& tokens) {
  return syntax_reader(net, text, tokens).read();
}

}  // namespace fabula::language
