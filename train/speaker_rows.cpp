// Writes what the attribution sees of a novel, so that what trains it and what it reads later are
// computed by the same code.
//
// usage: speaker_rows MODEL_FOLDER TEXT OUT [CAST]
//
// Writes OUT.json: characters as in a story, and a line an entry: its spans (code points), cue kind
// and candidates (ids; -1 is nobody); OUT.first: a row of floats for each line and candidate. Then
// reads from standard input the name of a file of floats, a probability a row, as the first pass
// gives them; writes OUT.second and OUT.kept (which rows of the first pass those are, as
// 32-bit numbers). Then the same again with the second pass's probabilities: OUT.settled, what the
// order of turns makes of them, OUT.addressee, and OUT.heard.json, whose row it is. After each step
// a line with the width of its rows goes to standard output.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "analysis.hpp"
#include "talk/addressees.hpp"
#include "talk/speaker_beliefs.hpp"
#include "talk/speaker_features.hpp"
#include "talk/speaker_model.hpp"
#include "talk/turn_order.hpp"

namespace {

using fabula::people::k_nobody;
using fabula::talk::line_candidates;
using nlohmann::json;

[[nodiscard]] int say(const fabula::error& e) {
  std::fprintf(stderr, "%s\n", e.message().c_str());
  return 1;
}

[[nodiscard]] std::string read_all(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

template <class T>
void write(std::ofstream& out, const std::vector<T>& values) {
  out.write(reinterpret_cast<const char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(T)));
}

/// The next file of probabilities, spread over `lines`; false at the end of the input.
[[nodiscard]] bool read_beliefs(std::vector<line_candidates>& lines) {
  std::string path;
  if (!std::getline(std::cin, path)) return false;
  const std::string bytes = read_all(path);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::copy_n(bytes.data(), values.size() * sizeof(float), reinterpret_cast<char*>(values.data()));
  std::size_t at = 0;
  for (line_candidates& l : lines)
    for (float& p : l.probability) {
      if (at >= values.size()) return false;
      p = values[at++];
    }
  return at == values.size();
}

[[nodiscard]] json describe(const fabula::analysis& a) {
  json characters = json::array();
  for (std::size_t i = 0; i < a.cast.characters.size(); ++i) {
    const fabula::character& c = a.cast.characters[i];
    json aliases = json::array();
    for (const fabula::alias& x : c.aliases)
      aliases.push_back({{"text", x.text}, {"count", x.count}});
    characters.push_back(
        {{"id", i}, {"name", c.name}, {"aliases", aliases}, {"narrator", c.narrator}});
  }
  return characters;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  const std::string out = arguments[3];
  const auto model = fabula::model::load(arguments[1]);
  if (!model) return say(model.error());
  fabula::read_options options;
  if (count > 4) {
    auto cast = fabula::parse_given_cast(read_all(arguments[4]), arguments[4]);
    if (!cast) return say(cast.error());
    options.cast = std::make_shared<const fabula::given_cast>(std::move(*cast));
  }
  auto read = fabula::analyse(**model, read_all(arguments[2]), "novel_text.txt", options);
  if (!read) return say(read.error());
  fabula::analysis& a = *read;
  const fabula::story& s = a.result;
  const fabula::talk::speaker_input in{
      s.text,       s.chapters, s.paragraphs, a.tokens,
      a.utterances, a.cast,     a.mentions,   s.tokens.empty() ? nullptr : &s.tokens};
  const fabula::talk::line_layer lines = fabula::talk::find_lines(in);
  const fabula::talk::speaker_features features(in, lines);
  const fabula::code_point_map points(s.text);
  json about = json::array();
  std::vector<line_candidates> first(lines.lines.size());
  std::vector<float> rows;
  std::ofstream first_rows(out + ".first", std::ios::binary);
  for (std::uint32_t i = 0; i < lines.lines.size(); ++i) {
    const fabula::talk::line& l = lines.lines[i];
    first[i].who = features.candidates(i);
    first[i].probability.assign(first[i].who.size(), 0);
    features.rows(i, first[i].who, rows);
    write(first_rows, rows);
    json spans = json::array();
    for (const fabula::byte_range x : s.quotes[l.quote].spans)
      spans.push_back({points(x.start).value, points(x.end).value});
    json who = json::array();
    for (const std::uint32_t c : first[i].who)
      who.push_back(c == k_nobody ? -1 : static_cast<int>(c));
    const std::uint32_t named = features.named_by_cue(i);
    about.push_back({{"spans", spans},
                     {"who", who},
                     {"turn", l.turn},
                     {"exchange", l.exchange},
                     {"named", named == k_nobody ? -1 : static_cast<int>(named)},
                     {"kind", fabula::to_string(s.quotes[l.quote].kind)}});
  }
  first_rows.close();
  std::ofstream(out + ".json") << json{{"characters", describe(a)}, {"lines", about}}.dump();
  std::cout << fabula::talk::k_signs << std::endl;

  if (!read_beliefs(first)) return 0;
  std::vector<line_candidates> likely(first.size());
  std::vector<std::uint32_t> kept;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    likely[i] = fabula::talk::likely_ones(first[i]);
    std::size_t k = 0;
    for (const std::uint32_t who : first[i].who) {
      if (k < likely[i].who.size() && likely[i].who[k] == who) {
        kept.push_back(at);
        ++k;
      }
      ++at;
    }
  }
  {
    const fabula::talk::speaker_beliefs beliefs(in, lines, likely);
    std::ofstream second_rows(out + ".second", std::ios::binary);
    std::ofstream kept_rows(out + ".kept", std::ios::binary);
    write(kept_rows, kept);
    for (std::uint32_t i = 0; i < lines.lines.size(); ++i) {
      beliefs.rows(i, likely[i], rows);
      write(second_rows, rows);
    }
  }
  std::cout << fabula::talk::k_beliefs << std::endl;

  if (!read_beliefs(likely)) return 0;
  fabula::talk::settle_turns(lines, likely);
  {
    std::ofstream settled(out + ".settled", std::ios::binary);
    for (const line_candidates& l : likely)
      write(settled, l.probability);
    const fabula::talk::speaker_beliefs beliefs(in, lines, likely);
    std::ofstream addressee_rows(out + ".addressee", std::ios::binary);
    json heard = json::array();
    for (std::uint32_t i = 0; i < lines.lines.size(); ++i) {
      const line_candidates own = fabula::talk::hearers(features, likely, i);
      fabula::talk::addressee_rows(in, lines, features, beliefs, likely, i, own, rows);
      write(addressee_rows, rows);
      json who = json::array();
      for (const std::uint32_t c : own.who)
        who.push_back(c == k_nobody ? -1 : static_cast<int>(c));
      heard.push_back(who);
    }
    std::ofstream(out + ".heard.json") << heard.dump();
  }
  std::cout << fabula::talk::k_addressee_row << std::endl;
  return 0;
}
