// Runs the cases of the files named: text in, what fabula must read out of it (README.md here).
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fabula/model.hpp"
#include "fabula/reader.hpp"
#include "language/tokenizer.hpp"
#include "text/unicode.hpp"

namespace {

using fabula::story;

/// What a case expects of one layer, line by line.
struct section {
  std::string name;
  std::size_t line = 0;  ///< where it begins in its file
  std::vector<std::string> lines;
  std::string raw;  ///< as it stands, for what is input and not expected
};

struct test_case {
  std::string title;
  std::string text;
  std::vector<section> expected;
};

constexpr std::string_view k_rule = "---- ";

/// White space runs as one space, none at the ends.
std::string collapse(std::string_view words) {
  std::string out;
  for (std::size_t i = 0; i < words.size();) {
    const auto d = fabula::text::decode_at(words, i);
    if (!fabula::text::is_space(d.code_point)) {
      out.append(words.substr(i, d.length));
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    i += d.length;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// A file's cases. A case begins with its text; the remarks before that are its title.
class case_file {
 public:
  explicit case_file(std::istream& in) {
    for (std::string line; std::getline(in, line);)
      take(line);
    close_text();
  }
  std::vector<test_case> cases;
  std::string problem;

 private:
  void take(const std::string& line) {
    ++line_;
    if (line.starts_with(k_rule)) {
      const std::string name = line.substr(k_rule.size());
      close_text();
      if (name == "text") {
        cases.push_back({remark_, "", {}});
        in_text_ = true;
        remark_.clear();
      } else if (cases.empty()) {
        problem = "line " + std::to_string(line_) + ": a case begins with its text";
      } else {
        cases.back().expected.push_back({name, line_, {}, {}});
      }
    } else if (in_text_) {
      cases.back().text += line + '\n';
    } else if (line.starts_with("#")) {
      if (!remark_.empty()) remark_ += ' ';
      remark_ += collapse(line.substr(1));
    } else if (const std::string words = collapse(line);
               !words.empty() && !cases.empty() && !cases.back().expected.empty()) {
      cases.back().expected.back().lines.push_back(words);
      cases.back().expected.back().raw += line + '\n';
    }
  }

  void close_text() {
    if (!in_text_) return;
    std::string& text = cases.back().text;
    while (text.ends_with("\n\n"))
      text.pop_back();
    in_text_ = false;
  }

  std::string remark_;
  std::size_t line_ = 0;
  bool in_text_ = false;
};

std::string name_of(const story& s, fabula::character_id id) {
  return s.characters[id.value].name;
}

/// `kind | span + span`, with ` | speaker -> addressee, addressee` where `with_speaker`.
std::string describe(const story& s, const fabula::quote& q, bool with_speaker) {
  std::string out(to_string(q.kind));
  out += " | ";
  for (std::size_t i = 0; i < q.spans.size(); ++i)
    out.append(i == 0 ? "" : " + ").append(collapse(s.words_of(q.spans[i])));
  if (!with_speaker) return out;
  out.append(" | ").append(q.speaker ? name_of(s, *q.speaker) : "-");
  for (std::size_t i = 0; i < q.addressees.size(); ++i)
    out.append(i == 0 ? " -> " : ", ").append(name_of(s, q.addressees[i]));
  return out;
}

std::vector<std::string> read_quotes(const story& s, const section& want) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < s.quotes.size(); ++i) {
    const bool with_speaker =
        i < want.lines.size() && std::count(want.lines[i].begin(), want.lines[i].end(), '|') > 1;
    out.push_back(describe(s, s.quotes[i], with_speaker));
  }
  return out;
}

/// `start-end words` of each span, in code points.
std::vector<std::string> read_offsets(const story& s) {
  const fabula::code_point_map points(s.text);
  std::vector<std::string> out;
  for (const fabula::quote& q : s.quotes) {
    for (const fabula::byte_range span : q.spans) {
      const auto r = points(span);
      std::string line = std::to_string(r.start.value);
      line.append("-").append(std::to_string(r.end.value)).append(" ");
      out.push_back(line.append(collapse(s.words_of(span))));
    }
  }
  return out;
}

std::vector<std::string> read_tokens(const story& s) {
  const fabula::language::lexicon words;
  const fabula::token_layer t = fabula::language::tokenize(s.text, s.paragraphs, words);
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < t.size(); ++i) {
    if (i == 0 || t.paragraph[i] != t.paragraph[i - 1]) out.emplace_back();
    if (!out.back().empty()) out.back() += ' ';
    out.back().append(t.text_of(s.text, i));
  }
  return out;
}

/// `kind | words`; where the case gives fewer words, only those are compared.
std::vector<std::string> read_paragraphs(const story& s, const section& want) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < s.paragraphs.size(); ++i) {
    std::string line(to_string(s.paragraphs[i].kind));
    line.append(" | ").append(collapse(s.words_of(s.paragraphs[i].span)));
    if (i < want.lines.size() && line.starts_with(want.lines[i])) line = want.lines[i];
    out.push_back(line);
  }
  return out;
}

std::vector<std::string> read_cast(const story& s, const section& want) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < s.characters.size(); ++i) {
    std::string line = s.characters[i].name;
    const auto bars =
        i < want.lines.size() ? std::count(want.lines[i].begin(), want.lines[i].end(), '|') : 0;
    if (bars > 0) line.append(" | ").append(to_string(s.characters[i].pronouns));
    if (bars > 1) line.append(" | ").append(to_string(s.characters[i].kind));
    out.push_back(line);
  }
  return out;
}

/// `words | character` of each pronoun and description that means a member of the cast.
std::vector<std::string> read_mentions(const story& s) {
  std::vector<std::string> out;
  for (const fabula::mention& m : s.mentions) {
    if (m.form == fabula::mention_form::prop || !m.character) continue;
    out.push_back(collapse(s.words_of(m.span)) + " | " + name_of(s, *m.character));
  }
  return out;
}

/// `why | place | present | viewpoint` of each scene, `-` for none.
std::vector<std::string> read_scenes(const story& s) {
  std::vector<std::string> out;
  for (const fabula::scene& x : s.scenes) {
    std::string line = x.why;
    line.append(" | ").append(x.place ? s.places[x.place->value].name : "-").append(" | ");
    for (std::size_t i = 0; i < x.present.size(); ++i)
      line.append(i == 0 ? "" : ", ").append(name_of(s, x.present[i]));
    if (x.present.empty()) line += '-';
    line.append(" | ").append(x.viewpoint ? name_of(s, *x.viewpoint) : "-");
    if (x.time && x.time->order != fabula::time_order::onward)
      line.append(" | ").append(to_string(x.time->order));
    out.push_back(collapse(line));
  }
  return out;
}

/// `kind | value | words`
std::vector<std::string> read_times(const story& s) {
  std::vector<std::string> out;
  for (const fabula::time_expression& t : s.times) {
    std::string line(to_string(t.kind));
    out.push_back(
        line.append(" | ").append(t.value).append(" | ").append(collapse(s.words_of(t.span))));
  }
  return out;
}

/// `name | kind | owner, owner`, `-` for nobody
std::vector<std::string> read_places(const story& s) {
  std::vector<std::string> out;
  for (const fabula::place& p : s.places) {
    std::string line = p.name;
    line.append(" | ").append(to_string(p.kind)).append(" | ");
    for (std::size_t i = 0; i < p.owners.size(); ++i)
      line.append(i == 0 ? "" : ", ").append(name_of(s, p.owners[i]));
    out.push_back(p.owners.empty() ? line + "-" : line);
  }
  return out;
}

/// `a | b | kind | role`, `-` for none
std::vector<std::string> read_ties(const story& s) {
  std::vector<std::string> out;
  for (const fabula::tie& t : s.ties) {
    std::string line = name_of(s, t.a);
    line.append(" | ").append(name_of(s, t.b)).append(" | ").append(to_string(t.kind));
    out.push_back(line.append(" | ").append(t.role.empty() ? "-" : t.role));
  }
  return out;
}

/// `kind | words`, with ` | words` of where it closes or ` | open`
std::vector<std::string> read_threads(const story& s) {
  std::vector<std::string> out;
  for (const fabula::thread& t : s.threads) {
    std::string line(to_string(t.kind));
    line.append(" | ").append(collapse(s.words_of(t.opened))).append(" | ");
    out.push_back(line.append(t.closed ? collapse(s.words_of(*t.closed)) : "open"));
  }
  return out;
}

/// `kind | character | value`; conflicts as `conflict | words`
std::vector<std::string> read_facts(const story& s) {
  std::vector<std::string> out;
  for (const fabula::fact& f : s.facts) {
    std::string line(to_string(f.kind));
    out.push_back(line.append(" | ").append(name_of(s, f.who)).append(" | ").append(f.value));
  }
  for (const fabula::conflict& c : s.conflicts)
    out.push_back("conflict | " + c.what);
  return out;
}

/// What fabula reads, in the form of the section; one line that says so where there is no such
/// section.
std::vector<std::string> read_section(const story& s, const section& want) {
  std::vector<std::string> out;
  if (want.name == "quotes") return read_quotes(s, want);
  if (want.name == "offsets") return read_offsets(s);
  if (want.name == "tokens") return read_tokens(s);
  if (want.name == "paragraphs") return read_paragraphs(s, want);
  if (want.name == "cast") return read_cast(s, want);
  if (want.name == "mentions") return read_mentions(s);
  if (want.name == "scenes") return read_scenes(s);
  if (want.name == "times") return read_times(s);
  if (want.name == "places") return read_places(s);
  if (want.name == "ties") return read_ties(s);
  if (want.name == "threads" || want.name == "threads by trees") return read_threads(s);
  if (want.name == "facts") return read_facts(s);
  if (want.name == "sentences") {
    for (const fabula::sentence& x : s.sentences)
      out.push_back(collapse(s.words_of(x.span)));
  } else if (want.name == "unmatched") {
    for (const fabula::unmatched_fix& f : s.unmatched_fixes)
      out.push_back(collapse(f.fix + ": " + f.problem));
  } else if (want.name == "narrators") {
    for (const fabula::character& c : s.characters)
      if (c.narrator) out.push_back(c.name);
  } else if (want.name == "chapters") {
    for (const fabula::chapter& c : s.chapters)
      out.push_back(collapse(std::string(to_string(c.kind)).append(" | ").append(c.title)));
  } else {
    out.push_back("(there is no section of this name)");
  }
  return out;
}

void print(const char* head, const std::vector<std::string>& lines) {
  std::printf("  %s\n", head);
  for (const std::string& line : lines)
    std::printf("    %s\n", line.c_str());
}

/// Reads the text of a case with the cast and the fixes that stand in it.
fabula::result<story> read_case(const test_case& test, const fabula::reader& reader) {
  fabula::read_options options;
  for (const section& s : test.expected) {
    if (s.name == "given") {
      auto cast = fabula::parse_given_cast(s.raw, "given");
      if (!cast) return tl::unexpected(cast.error());
      options.cast = std::make_shared<const fabula::given_cast>(std::move(*cast));
    } else if (s.name == "fixes") {
      auto fixes = fabula::parse_fixes(s.raw, "fixes");
      if (!fixes) return tl::unexpected(fixes.error());
      options.fixes = std::make_shared<const fabula::fix_list>(std::move(*fixes));
    }
  }
  return reader.read(test.text, "case.txt", options);
}

/// Runs one case; gives back how many of its sections fail.
int run(const std::string& file, const test_case& test, const fabula::reader& reader) {
  const auto read = read_case(test, reader);
  const auto refused = std::find_if(test.expected.begin(), test.expected.end(),
                                    [](const section& s) { return s.name == "refused"; });
  if (refused != test.expected.end()) {
    const std::string found = read ? "(it was read)" : collapse(read.error().message());
    if (refused->lines == std::vector<std::string>{found}) return 0;
    std::printf("%s:%zu: refused: %s\n", file.c_str(), refused->line, test.title.c_str());
    print("expected", refused->lines);
    print("found", {found});
    return 1;
  }
  if (!read) {
    std::printf("%s: %s\n  not read: %s\n", file.c_str(), test.title.c_str(),
                read.error().message().c_str());
    return 1;
  }
  int failed = 0;
  for (const section& want : test.expected) {
    if (want.name == "given" || want.name == "fixes") continue;
    const std::vector<std::string> found = read_section(*read, want);
    if (found == want.lines) continue;
    ++failed;
    std::printf("%s:%zu: %s: %s\n", file.c_str(), want.line, want.name.c_str(), test.title.c_str());
    print("expected", want.lines);
    print("found", found);
  }
  return failed;
}

}  // namespace

/// Whether a case asks for what rules alone do not read.
bool needs_model(const test_case& test) {
  return std::any_of(test.expected.begin(), test.expected.end(), [](const section& s) {
    return s.name == "mentions" || s.name == "threads by trees";
  });
}

// usage: case_runner MODEL FILE...
int main(int argc, char** argv) {
  const fabula::reader rules;
  if (argc < 3) return 2;
  const auto model = fabula::model::load(argv[1]);
  if (!model) {
    std::printf("%s\n", model.error().message().c_str());
    return 1;
  }
  const fabula::reader trained(*model);
  int failed = 0;
  std::size_t count = 0;
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    const case_file file(in);
    if (file.cases.empty() || !file.problem.empty()) {
      std::printf("%s: %s\n", argv[i], file.problem.empty() ? "no cases" : file.problem.c_str());
      ++failed;
    }
    for (const test_case& test : file.cases) {
      ++count;
      if (test.title.empty() || test.expected.empty()) {
        std::printf("%s: case %zu has no title, or expects nothing\n", argv[i], count);
        ++failed;
      }
      failed += run(argv[i], test, needs_model(test) ? trained : rules);
    }
  }
  std::printf("%zu cases, %d failures\n", count, failed);
  return failed == 0 && count > 0 ? 0 : 1;
}
