// What the ranker of coreference learns from and is measured by, computed by the code that reads.
//
// usage: coreference_rows rows MODEL TEXT GOLD OUT    questions with their right answers
//        coreference_rows link MODEL TEXT GOLD OUT    links by the folder's coreference.safetensors
//
// MODEL: a folder such as models/en. TEXT: tokenized, one sentence a line (LitBank), or, where GOLD
// says `raw`, plain text. GOLD, a fact a line, offsets in bytes:
//   raw                          the text is no tokenized one
//   own                          what the folder's model answers is the history, not what is right
//   only                         its mentions are the mentions; none is looked for
//   paragraph START              paragraphs begin here, and nowhere else
//   mention START END TYPE FORM ENTITY   ENTITY -1: in no cluster; with a cast: a character's
//   number cast FILE                    the cast is given speaker START END WHO [TO...]        the
//   utterance there, by numbers of characters
// OUT.rows: F32, `k_link_features` numbers a candidate; OUT.groups: U32 triples, rows of the
// question, the right one of them, 1 for a pronoun. With a cast only the mentions named are asked
// about, and the folder's model links all others. `link` writes a line a mention:
// START END ENTITY CHARACTER CONFIDENCE.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis.hpp"
#include "model_parts.hpp"
#include "people/name_types.hpp"
#include "story/input.hpp"

namespace {

using namespace fabula;

struct gold_mention {
  std::uint32_t start = 0, end = 0;
  mention_type type = mention_type::per;
  mention_form form = mention_form::prop;
  int entity = -1;
};

struct gold_speaker {
  std::uint32_t start = 0, end = 0, who = 0;
  std::vector<std::uint32_t> to;
};

struct gold {
  bool raw = false;
  bool own = false;
  bool only = false;
  std::vector<std::uint32_t> paragraphs;
  std::vector<gold_mention> mentions;
  std::string cast;
  std::vector<gold_speaker> speakers;
};

[[nodiscard]] gold read_gold(const std::string& path) {
  gold g;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    g.raw = g.raw || what == "raw";
    g.own = g.own || what == "own";
    g.only = g.only || what == "only";
    if (what == "cast") words >> g.cast;
    if (what == "speaker") {
      gold_speaker q;
      words >> q.start >> q.end >> q.who;
      for (std::uint32_t to = 0; words >> to;)
        q.to.push_back(to);
      g.speakers.push_back(std::move(q));
    }
    if (what == "paragraph") words >> g.paragraphs.emplace_back();
    if (what != "mention") continue;
    gold_mention m;
    std::string type, form;
    words >> m.start >> m.end >> type >> form >> m.entity;
    for (int k = 0; k < 6; ++k)
      if (to_string(static_cast<mention_type>(k)) == type) m.type = static_cast<mention_type>(k);
    for (int k = 0; k < 3; ++k)
      if (to_string(static_cast<mention_form>(k)) == form) m.form = static_cast<mention_form>(k);
    g.mentions.push_back(m);
  }
  return g;
}

/// The gold mentions as the network would have found them.
[[nodiscard]] std::vector<language::phrase> phrases_of(const gold& g, const analysis& a) {
  std::vector<language::phrase> out;
  for (const gold_mention& m : g.mentions) {
    language::phrase p;
    p.words = {{a.tokens.first_at(m.start)}, {a.tokens.first_at(m.end - 1) + 1}};
    p.type = m.type;
    p.form = m.form;
    p.probability = 1;
    p.head = {p.words.end.value - 1};
    for (std::uint32_t i = p.words.start.value; i < p.words.end.value; ++i) {
      const std::uint32_t h = a.syntax.tokens[i].head.value;
      if (h < p.words.start.value || h >= p.words.end.value || h == i) {
        p.head = {i};
        break;
      }
    }
    out.push_back(p);
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& x, const auto& y) {
    return x.words.start != y.words.start ? x.words.start < y.words.start
                                          : x.words.end > y.words.end;
  });
  return out;
}

/// Takes out what the cast found and the gold has not.
void keep_gold_alone(const gold& g, analysis& a) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> spans;
  for (const gold_mention& m : g.mentions)
    spans[{m.start, m.end}] = true;
  std::map<std::uint32_t, bool> extra;
  for (const auto& m : people::join_mentions(a.cast.mentions, a.syntax.phrases))
    if (!spans.contains({a.tokens.start[m.first], a.tokens.end[m.last - 1]})) extra[m.first] = true;
  std::erase_if(a.cast.mentions, [&](const auto& m) { return extra.contains(m.first); });
}

void set_paragraphs(const gold& g, story& s) {
  if (g.paragraphs.empty()) return;
  s.paragraphs.clear();
  const auto size = static_cast<std::uint32_t>(s.text.size());
  for (std::size_t k = 0; k < g.paragraphs.size(); ++k) {
    std::uint32_t end = k + 1 < g.paragraphs.size() ? g.paragraphs[k + 1] : size;
    while (end > g.paragraphs[k] && (s.text[end - 1] == '\n' || s.text[end - 1] == ' '))
      --end;
    if (end > g.paragraphs[k])
      s.paragraphs.push_back({{{g.paragraphs[k]}, {end}}, {0}, paragraph_kind::prose, false});
  }
}

/// Gives utterances their gold speakers; each takes the fact that covers most of it.
void set_speakers(const gold& g, std::vector<quote>& quotes) {
  if (g.speakers.empty()) return;
  for (quote& q : quotes) {
    q.speaker.reset();
    q.addressees.clear();
    std::uint32_t most = 0;
    for (const gold_speaker& s : g.speakers) {
      std::uint32_t shared = 0;
      for (const byte_range r : q.spans)
        if (s.start < r.end.value && r.start.value < s.end)
          shared += std::min(s.end, r.end.value) - std::max(s.start, r.start.value);
      if (shared <= most) continue;
      most = shared;
      q.speaker = character_id{s.who};
      q.addressees.clear();
      for (const std::uint32_t to : s.to)
        q.addressees.push_back({to});
    }
  }
}

class oracle {
 public:
  oracle(const gold& g, const analysis& a, const std::vector<people::joined_mention>& mentions,
         const people::link_model* others)
      : others_(g.cast.empty() ? nullptr : others), own_(g.own) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> by_span;
    for (const gold_mention& m : g.mentions)
      by_span[{m.start, m.end}] = m.entity;
    std::map<std::pair<int, std::uint32_t>, std::uint32_t> votes;
    for (const auto& m : mentions) {
      const auto found = by_span.find({a.tokens.start[m.first], a.tokens.end[m.last - 1]});
      gold_.push_back(found == by_span.end() ? -1 : found->second);
      pronoun_.push_back(m.form == mention_form::pron);
      if (gold_.back() >= 0 && m.character && m.form == mention_form::prop)
        ++votes[{gold_.back(), *m.character}];
    }
    if (others_ != nullptr)
      for (std::uint32_t c = 0; c < a.cast.characters.size(); ++c)
        entity_of_[static_cast<int>(c)] = c;
    std::unordered_map<int, std::uint32_t> most;
    for (const auto& [key, n] : votes)
      if (n > most[key.first]) {
        most[key.first] = n;
        entity_of_[key.first] = key.second;
      }
  }

  people::link_answer choose(const people::link_question& q, std::FILE* rows, std::FILE* groups) {
    const int g = gold_[q.referent];
    if (g < 0 && others_ != nullptr) return people::choose_link(*others_, q, scratch_);
    people::link_answer a;
    a.confidence = 1;
    a.chosen = q.entities.size();
    const auto known = entity_of_.find(g);
    bool asked = true;
    if (g >= 0 && known != entity_of_.end()) {
      for (std::size_t k = 0; k < q.entities.size(); ++k)
        if (q.entities[k] == known->second) a.chosen = k;
      if (a.chosen == q.entities.size() && (others_ != nullptr || told_.contains(known->second))) {
        a.entity = known->second;
        asked = false;  // out of reach: nothing to learn
      }
    }
    if (asked && !q.entities.empty()) {
      std::fwrite(q.rows.data(), sizeof(float), q.rows.size(), rows);
      const std::uint32_t triple[] = {static_cast<std::uint32_t>(q.entities.size() + 1),
                                      static_cast<std::uint32_t>(a.chosen),
                                      static_cast<std::uint32_t>(pronoun_[q.referent])};
      std::fwrite(triple, sizeof triple[0], 3, groups);
    }
    if (own_ && others_ != nullptr) return people::choose_link(*others_, q, scratch_);
    return a;
  }

  void told(std::uint32_t referent, std::uint32_t entity) {
    told_[entity] = true;
    if (gold_[referent] >= 0 && others_ == nullptr) entity_of_[gold_[referent]] = entity;
  }

 private:
  people::link_scores scratch_;
  const people::link_model* others_;  ///< links what has no gold; null: that is new
  bool own_;
  std::vector<int> gold_;
  std::vector<bool> pronoun_;
  std::unordered_map<int, std::uint32_t> entity_of_;
  std::unordered_map<std::uint32_t, bool> told_;
};

[[nodiscard]] int say(const error& e) {
  std::fprintf(stderr, "%s\n", e.message().c_str());
  return 1;
}

int write_links(const analysis& a, const std::string& out) {
  std::ofstream links(out);
  const auto& c = a.coreference;
  for (std::size_t i = 0; i < c.mentions.size(); ++i)
    links << a.tokens.start[c.mentions[i].first] << ' ' << a.tokens.end[c.mentions[i].last - 1]
          << ' ' << c.entity[i] << ' '
          << (c.entity[i] < a.cast.characters.size() ? a.cast.characters[c.entity[i]].name : "-")
          << '\t' << c.confidence[i] << '\n';
  return 0;
}

/// Links by the model and tells of each question with a gold answer what was weighed.
int explain(const gold& g, const analysis& a, const people::coreference_input& in,
            const people::link_model& m, const std::string& out) {
  std::ofstream to(out);
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> by_span;
  for (const gold_mention& x : g.mentions)
    by_span[{x.start, x.end}] = x.entity;
  const auto words = [&](std::uint32_t r) {
    const auto& x = in.mentions.mentions[r];
    const std::uint32_t start = a.tokens.start[x.first];
    std::string w = a.result.text.substr(start, a.tokens.end[x.last - 1] - start);
    std::replace(w.begin(), w.end(), '\n', ' ');
    return w;
  };
  std::unordered_map<std::uint32_t, std::uint32_t> last;
  const auto name = [&](std::uint32_t e) {
    if (e < a.cast.characters.size()) return a.cast.characters[e].name;
    return "(" + words(last[e]) + ")";
  };
  people::link_scores scratch;
  people::linker l;
  l.choose = [&](const people::link_question& q) {
    const people::link_answer answer = people::choose_link(m, q, scratch);
    const auto& x = in.mentions.mentions[q.referent];
    const auto found = by_span.find({a.tokens.start[x.first], a.tokens.end[x.last - 1]});
    if (found == by_span.end() || found->second < 0) return answer;
    to << "question\t" << a.tokens.start[x.first] << '\t' << words(q.referent) << '\t'
       << name(static_cast<std::uint32_t>(found->second)) << '\n';
    for (std::size_t k = 0; k <= q.entities.size(); ++k) {
      to << (k == answer.chosen ? "chosen\t" : "\t") << scratch.scores[k] << '\t'
         << (k < q.entities.size() ? name(q.entities[k]) : "new");
      for (std::size_t f = 0; f < people::k_link_features; ++f)
        if (const float v = q.rows[k * people::k_link_features + f]; v == v)
          to << '\t' << people::name_of(static_cast<people::link_feature>(f)) << '=' << v;
      to << '\n';
    }
    return answer;
  };
  l.told = [&](std::uint32_t r, std::uint32_t e) { last[e] = r; };
  (void)people::link_mentions(in, l);
  return 0;
}

int run(const std::string& mode, const model::parts& m, const std::string& text_path, const gold& g,
        const std::string& out) {
  auto bytes = read_whole_file(text_path);
  if (!bytes) return say(bytes.error());
  auto document = g.raw ? text::read_document(*bytes, text_path, media_type::plain_text)
                        : text::read_tokenized(*bytes, text_path);
  if (!document) return say(document.error());
  analysis a = begin_analysis(std::move(*document), !g.raw);
  given_cast cast;
  if (!g.cast.empty()) {
    auto cast_bytes = read_whole_file(g.cast);
    if (!cast_bytes) return say(cast_bytes.error());
    auto parsed = parse_given_cast(*cast_bytes, g.cast);
    if (!parsed) return say(parsed.error());
    cast = std::move(*parsed);
    a.given = &cast;
  }
  set_paragraphs(g, a.result);
  run_stages(m, a, layer::tokens, layer::syntax);
  if (g.only) a.syntax.phrases = phrases_of(g, a);
  run_stages(m, a, layer::utterances, layer::cast);
  if (g.only) keep_gold_alone(g, a);
  run_stages(m, a, layer::speakers, layer::speakers);
  set_speakers(g, a.result.quotes);
  if (mode != "link" || !g.speakers.empty()) {
    people::agree_on_names(a.result.text, a.tokens, a.syntax.tokens, a.syntax.phrases);
    auto mentions = people::join_mentions(a.cast.mentions, a.syntax.phrases);
    const people::cast_input source{a.result.text, a.result.chapters,   a.result.paragraphs,
                                    a.tokens,      a.utterances.quotes, a.cue_subjects,
                                    m.words};
    const people::coreference_input in{{source, a.cast, a.syntax.tokens, a.syntax.lemmas, mentions},
                                       a.result.quotes};
    if (mode == "explain") return explain(g, a, in, *m.links, out);
    if (mode == "link") a.coreference = people::link_mentions(in, *m.links);
    if (mode == "link") return write_links(a, out);
    oracle o(g, a, mentions, m.links ? &*m.links : nullptr);
    std::FILE* rows = std::fopen((out + ".rows").c_str(), "wb");
    std::FILE* groups = std::fopen((out + ".groups").c_str(), "wb");
    if (rows == nullptr || groups == nullptr) return 1;
    people::linker l;
    l.choose = [&](const people::link_question& q) { return o.choose(q, rows, groups); };
    l.told = [&](std::uint32_t r, std::uint32_t e) { o.told(r, e); };
    (void)people::link_mentions(in, l);
    std::fclose(rows);
    std::fclose(groups);
    return 0;
  }
  return write_links(a, out);
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string_view(arguments[1]) == "race") {
    std::printf("%zu %g\n", people::k_link_race.trees, people::k_link_race.behind);
    return 0;
  }
  if (count == 2) {
    for (std::size_t k = 0; k < people::k_link_features; ++k)
      std::printf("%s\n",
                  std::string(people::name_of(static_cast<people::link_feature>(k))).c_str());
    return 0;
  }
  if (count != 6) return 2;
  const auto m = model::load(arguments[2]);
  if (!m) return say(m.error());
  return run(arguments[1], (*m)->contents(), arguments[3], read_gold(arguments[4]), arguments[5]);
}
