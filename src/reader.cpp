#include "fabula/reader.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "analysis.hpp"
#include "language/neo_pronouns.hpp"
#include "language/sentences.hpp"
#include "language/syntax.hpp"
#include "language/tokenizer.hpp"
#include "model_parts.hpp"
#include "people/fixed_cast.hpp"
#include "people/given_cast.hpp"
#include "people/mentions.hpp"
#include "people/name_types.hpp"
#include "people/narrator.hpp"
#include "people/pronouns.hpp"
#include "plot/events.hpp"
#include "plot/plot.hpp"
#include "talk/speakers.hpp"
#include "text/document.hpp"

namespace fabula {
namespace {

constexpr std::uint32_t bits(std::initializer_list<layer> layers) {
  std::uint32_t out = 0;
  for (const layer l : layers)
    out |= static_cast<std::uint32_t>(l);
  return out;
}

void tokenize(const model::parts& m, analysis& a) {
  a.tokens = a.tokenized ? language::read_tokens(a.result.text, a.result.paragraphs, m.words)
                         : language::tokenize(a.result.text, a.result.paragraphs, m.words);
  language::find_neo_pronouns(a.tokens);
  for (const token_shape s : a.tokens.shape)
    a.result.words += s == token_shape::word || s == token_shape::number;
}

void split_sentences(const model::parts& m, analysis& a) {
  a.result.sentences = language::split_sentences(a.result.text, a.tokens, a.tokenized,
                                                 m.sentences ? &*m.sentences : nullptr);
}

/// Tags, trees, phrases and triggers; nothing where there is no network.
void read_syntax(const model::parts& m, analysis& a) {
  if (!m.network) return;
  a.syntax = language::read_syntax(*m.network, a.result.text, a.tokens);
  language::add_neo_pronouns(a.tokens, a.syntax.phrases);
}

void find_utterances(const model::parts& m, analysis& a) {
  const story& s = a.result;
  a.utterances =
      talk::find_utterances({s.text, s.chapters, s.paragraphs, s.emphases, a.tokens, m.words,
                             a.syntax.tokens.empty() ? nullptr : &a.syntax.tokens});
  if (a.fixes == nullptr) return;
  auto anchored = talk::anchor_fixes(s.text, *a.fixes, a.utterances, a.result.unmatched_fixes);
  if (anchored)
    a.anchored = std::move(*anchored);
  else
    a.failure = std::move(anchored.error());
}

[[nodiscard]] people::cast_input cast_input_of(const analysis& a, const language::lexicon& words) {
  const story& s = a.result;
  return {s.text,         s.chapters, s.paragraphs, a.tokens, a.utterances.quotes,
          a.cue_subjects, words,      a.fixes,      &a.syntax};
}

void build_cast(const model::parts& m, analysis& a) {
  for (const auto& c : a.utterances.cues) {
    if (c)
      a.cue_subjects.emplace_back(
          people::person_phrase{c->subject_first, c->subject_last, c->subject});
    else
      a.cue_subjects.emplace_back();
  }
  const people::cast_input in = cast_input_of(a, m.words);
  a.cast = a.given != nullptr ? people::build_given_cast(in, *a.given) : people::build_cast(in);
  if (a.fixes == nullptr) return;
  auto& unmatched = a.result.unmatched_fixes;
  const auto names = people::apply_fixes(in, *a.fixes, a.given != nullptr, a.cast, unmatched);
  if (names) {
    a.names = *names;
    a.fixed = talk::name_fixes(a.anchored, *a.fixes, a.names, a.cast.characters, unmatched);
  } else {
    a.failure = names.error();
  }
  std::stable_sort(unmatched.begin(), unmatched.end(),
                   [](const auto& x, const auto& y) { return x.line < y.line; });
}

/// By the model, or by rules where that is null.
[[nodiscard]] std::vector<quote> speakers_by(const analysis& a, const talk::speaker_model* model) {
  const story& s = a.result;
  return talk::find_speakers(
      {s.text, s.chapters, s.paragraphs, a.tokens, a.utterances, a.cast, a.mentions,
       a.syntax.tokens.empty() ? nullptr : &a.syntax.tokens, &a.fixed},
      model);
}

/// Whom each mention means, and then who speaks, by turns: a cue's "she" needs to know her, and "I"
/// in a line who says it. The last word is the links', so that "I" is who speaks.
void link_mentions(const model::parts& m, analysis& a) {
  story& s = a.result;
  people::agree_on_names(s.text, a.tokens, a.syntax.tokens, a.syntax.phrases);
  const auto mentions = people::join_mentions(a.cast.mentions, a.syntax.phrases);
  const people::cast_input source = cast_input_of(a, m.words);
  const people::coreference_input in{{source, a.cast, a.syntax.tokens, a.syntax.lemmas, mentions},
                                     s.quotes};
  for (int round = 0; round < 2; ++round) {
    a.mentions = people::mentions_of_people(people::link_mentions(in, *m.links), a.cast);
    s.quotes = speakers_by(a, m.speakers ? &*m.speakers : nullptr);
  }
  a.coreference = people::link_mentions(in, *m.links);
}

/// Speakers and pronouns lean on one another: pronouns first without speakers, then with them; and
/// so again with every mention linked, where a model can.
void find_speakers(const model::parts& m, analysis& a) {
  const story& s = a.result;
  // Rules are good enough for what the links begin with.
  const talk::speaker_model* trained = m.speakers ? &*m.speakers : nullptr;
  std::vector<std::uint32_t> speaker_of(s.paragraphs.size(), people::k_nobody);
  for (std::size_t q = 0; q < a.fixed.speakers.size(); ++q) {
    const std::uint32_t i = a.tokens.first_at(a.utterances.quotes[q].span().start.value);
    if (a.fixed.speakers[q] && i < a.tokens.size())
      speaker_of[a.tokens.paragraph[i]] = *a.fixed.speakers[q];
  }
  for (int round = 0; round < 2; ++round) {
    a.mentions = people::resolve_pronouns(cast_input_of(a, m.words), a.cast, speaker_of);
    a.result.quotes = speakers_by(a, m.network && m.links ? nullptr : trained);
    for (const quote& q : a.result.quotes) {
      const std::uint32_t i = a.tokens.first_at(q.span().start.value);
      if (q.speaker && i < a.tokens.size()) speaker_of[a.tokens.paragraph[i]] = q.speaker->value;
    }
  }
  if (m.network && m.links) link_mentions(m, a);
}

/// Gives the story its words and its mentions.
void list_mentions(const model::parts&, analysis& a) {
  story& s = a.result;
  s.tokens = std::move(a.syntax.tokens);
  s.lemmas = std::move(a.syntax.lemmas);
  s.characters = a.cast.characters;
  const auto characters = static_cast<std::uint32_t>(s.characters.size());
  if (a.coreference.mentions.empty())
    people::agree_on_names(s.text, a.tokens, s.tokens, a.syntax.phrases);
  s.mentions =
      a.coreference.mentions.empty()
          ? people::entities_by_name(
                s.text, a.tokens, people::join_mentions(a.mentions, a.syntax.phrases), characters)
          : people::mentions_of_story(a.coreference, a.tokens, characters);
  for (const mention& m : s.mentions)
    if (m.character) ++s.characters[m.character->value].mentions;
  for (const quote& q : s.quotes)
    if (q.speaker) ++s.characters[q.speaker->value].quotes;
}

void find_events(const model::parts&, analysis& a) {
  story& s = a.result;
  s.events = plot::find_events({s.tokens, s.lemmas, s.mentions, a.syntax.triggers});
}

void find_supersenses(const model::parts& m, analysis& a) {
  story& s = a.result;
  if (m.supersenses)
    s.supersenses =
        language::find_supersenses({s.text, s.tokens, s.lemmas, s.mentions}, *m.supersenses);
}

/// Scenes, places, times, viewpoint, ties, threads, facts and rating.
void read_plot(const model::parts& m, analysis& a) {
  const auto narrators =
      people::narrators_of_chapters(a.cast.narrator, a.result.paragraphs, a.result.chapters.size());
  plot::read_plot(a.result, a.tokens, m.words, narrators, a.fixes, a.names);
}

// The pipeline: each stage, what it reads, what it writes.
constexpr stage k_stages[] = {
    {"tokens", bits({layer::document}), layer::tokens, tokenize},
    {"sentences", bits({layer::tokens}), layer::sentences, split_sentences},
    {"syntax", bits({layer::tokens, layer::sentences}), layer::syntax, read_syntax},
    {"utterances", bits({layer::document, layer::sentences, layer::syntax}), layer::utterances,
     find_utterances},
    {"cast", bits({layer::document, layer::utterances, layer::syntax}), layer::cast, build_cast},
    {"speakers", bits({layer::utterances, layer::cast, layer::syntax}), layer::speakers,
     find_speakers},
    {"mentions", bits({layer::cast, layer::speakers, layer::syntax}), layer::mentions,
     list_mentions},
    {"events", bits({layer::syntax, layer::mentions}), layer::events, find_events},
    {"supersenses", bits({layer::syntax, layer::mentions}), layer::supersenses, find_supersenses},
    {"plot", bits({layer::document, layer::mentions, layer::speakers}), layer::plot, read_plot},
};

}  // namespace

analysis begin_analysis(text::document&& document, bool tokenized) {
  analysis a;
  a.tokenized = tokenized;
  a.result.source = std::move(document.source);
  a.result.source.tokenized = tokenized;
  a.result.text = std::move(document.text);
  a.result.chapters = std::move(document.chapters);
  a.result.paragraphs = std::move(document.paragraphs);
  a.result.emphases = std::move(document.emphases);
  return a;
}

void run_stages(const model::parts& m, analysis& a, layer first, layer last) {
  bool begun = false;
  for (const stage& s : k_stages) {
    begun = begun || s.writes == first;
    if (begun) s.run(m, a);
    if (s.writes == last) return;
  }
}

std::string_view version() noexcept {
  return FABULA_VERSION;
}

reader::reader() : reader(rules_alone()) {}

reader::reader(std::shared_ptr<const model> m) : model_(std::move(m)) {
  std::uint32_t written = bits({layer::document});
  for (const stage& s : k_stages) {
    if ((s.reads & ~written) != 0)
      throw std::logic_error("stage " + std::string(s.name) + " reads a layer that nobody wrote");
    written |= static_cast<std::uint32_t>(s.writes);
  }
}

result<analysis> analyse(const model& m, std::string_view bytes, std::string_view name,
                         const read_options& options) {
  const auto tell = [&](std::string_view stage_name, double done) {
    if (options.progress) options.progress(stage_name, done);
  };
  tell("text", 0);
  auto document = options.tokenized ? text::read_tokenized(bytes, name)
                                    : text::read_document(bytes, name, options.media);
  if (!document) return tl::unexpected(std::move(document.error()));
  analysis a = begin_analysis(std::move(*document), options.tokenized);
  a.given = options.cast.get();
  if (options.cast) a.result.source.cast_sha256 = options.cast->sha256;
  a.fixes = options.fixes.get();
  if (options.fixes) a.result.source.fixes_sha256 = options.fixes->sha256;
  a.result.model = m.name();
  double done = 1;
  for (const stage& s : k_stages) {
    tell(s.name, done / (std::size(k_stages) + 1));
    s.run(m.contents(), a);
    if (a.failure) return tl::unexpected(std::move(*a.failure));
    done += 1;
  }
  tell("done", 1);
  return a;
}

result<story> reader::read(std::string_view bytes, std::string_view name,
                           const read_options& options) const {
  auto a = analyse(*model_, bytes, name, options);
  if (!a) return tl::unexpected(std::move(a.error()));
  return std::move(a->result);
}

result<story> reader::read_file(const std::string& path, const read_options& options) const {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0)
    return tl::unexpected(error{error_code::not_found, path, "", "there is no such file",
                                "check the name and the folder"});
  if (S_ISDIR(info.st_mode))
    return tl::unexpected(
        error{error_code::not_a_file, path, "", "this is a folder", "name a file in it"});
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (!file)
    return tl::unexpected(error{error_code::not_allowed, path, "", "the file cannot be opened",
                                "check its permissions"});
  std::string bytes;
  std::size_t got = 0;
  do {
    const std::size_t have = bytes.size();
    bytes.resize(have + std::max<std::size_t>(have, 1U << 20U));
    got = std::fread(bytes.data() + have, 1, bytes.size() - have, file.get());
    bytes.resize(have + got);
  } while (got > 0);
  if (std::ferror(file.get()) != 0)
    return tl::unexpected(error{error_code::not_allowed, path, "",
                                "reading the file failed half-way",
                                "check the disk and try again"});
  const std::size_t slash = path.rfind('/');
  auto story = read(bytes, slash == std::string::npos ? path : path.substr(slash + 1), options);
  const bool of_fixes = options.fixes && !story && story.error().code == error_code::bad_option;
  if (!story && !of_fixes) story.error().file = path;
  return story;
}

}  // namespace fabula
