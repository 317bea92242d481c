#include "sample_story.hpp"

#include "text/unicode.hpp"

namespace fabula::testing {
namespace {

constexpr std::string_view k_text =
    "CHAPTER I. The Pump\n\n"
    "\u201cIs it broken?\u201d said Odile Marr. \u201cIt was new, \u2018new\u2019 he "
    "said.\u201d\n\n"
    "Bertrand kicked the pump. \u201cIt is now.\u201d\n\n"
    "* * *\n\n"
    "CHAPTER II. The \"Well\"\n\n"
    "The sign said KEEP\tOUT. Odile laughed. \U0001F600 \u201cGood dog,\u201d she told Pip.\n\n"
    "'He will never learn,' thought Bertrand.\n";

byte_range find_in(std::string_view text, std::string_view words, std::size_t from) {
  const std::size_t at = text.find(words, from);
  if (at == std::string_view::npos) return {};
  return {{static_cast<std::uint32_t>(at)}, {static_cast<std::uint32_t>(at + words.size())}};
}

void add_layout(story& s) {
  const std::uint32_t second = find_in(s.text, "CHAPTER II", 0).start.value;
  const auto size = static_cast<std::uint32_t>(s.text.size());
  s.chapters = {{{{0}, {second}}, "CHAPTER I. The Pump", chapter_kind::chapter},
                {{{second}, {size}}, "CHAPTER II. The \"Well\"", chapter_kind::chapter}};
  for (std::size_t at = 0; at < s.text.size();) {
    std::size_t end = s.text.find("\n\n", at);
    if (end == std::string::npos) end = s.text.size() - 1;
    const auto start = static_cast<std::uint32_t>(at);
    const std::string_view words = std::string_view(s.text).substr(at, end - at);
    paragraph p{{{start}, {static_cast<std::uint32_t>(end)}}, {start < second ? 0U : 1U}};
    if (words.starts_with("CHAPTER")) p.kind = paragraph_kind::heading;
    if (words == "* * *") p.kind = paragraph_kind::scene_break;
    p.after_gap = words == "* * *";
    s.paragraphs.push_back(p);
    if (p.kind == paragraph_kind::prose) s.sentences.push_back({p.span});
    at = end + 2;
  }
  s.emphases = {{find_in(s.text, "KEEP", 0)}};
  s.scenes = {
      {s.paragraphs[1].span, {0}, {{0}, {1}}, "chapter"},
      {{s.paragraphs[5].span.start, s.paragraphs[6].span.end}, {1}, {{0}, {1}, {2}}, "chapter"}};
}

/// Whatever stands between white space is a word; the first of a sentence is its root.
void add_words(story& s) {
  for (std::uint32_t i = 0; i < s.sentences.size(); ++i) {
    const token_index root{static_cast<std::uint32_t>(s.tokens.size())};
    const byte_range whole = s.sentences[i].span;
    for (std::uint32_t at = whole.start.value; at < whole.end.value;) {
      const std::size_t found =
          std::min<std::size_t>(s.text.find_first_of(" \t", at), whole.end.value);
      token t{{{at}, {static_cast<std::uint32_t>(found)}}, {i}, root, {}, {}, {}};
      t.lemma = {static_cast<std::uint32_t>(s.lemmas.size())};
      t.relation = {*find_name(k_relations, s.tokens.size() == root.value ? "root" : "dep")};
      t.xpos = {*find_name(k_penn_tags, "NN")};
      s.lemmas.push_back(text::lower(s.words_of(t.span)));
      s.tokens.push_back(t);
      at = t.span.end.value + 1;
    }
  }
}

void add_events(story& s) {
  const auto at = [&](std::string_view words) {
    const byte_range r = find_in(s.text, words, 0);
    for (std::uint32_t i = 0; i < s.tokens.size(); ++i) {
      if (s.tokens[i].span.overlaps(r)) return i;
    }
    return 0U;
  };
  s.supersenses = {{{{at("kicked")}, {at("kicked") + 1}}, supersense_named("verb.contact")},
                   {{{at("sign")}, {at("sign") + 1}}, supersense_named("noun.communication")}};
  const token& kicked = s.tokens[at("kicked")];
  const token& told = s.tokens[at("told")];
  s.events = {{kicked.span, kicked.lemma, {{2}}, {}, true},
              {told.span, told.lemma, {{4}, {3}}, {{5}}, false}};
}

/// One of everything that the plot says.
void add_plot(story& s) {
  const auto at = [&](std::string_view words) { return find_in(s.text, words, 0); };
  const byte_range kicked = at("kicked");
  const byte_range told = at("told");
  place yard;
  yard.name = "the yard";
  yard.kind = place_kind::land;
  yard.within = place_id{1};
  yard.owners = {{0}};
  yard.owner_confidence = {0.75F};
  yard.mentions = 2;
  yard.first = kicked.start;
  place town;
  town.name = "Pump Street";
  town.kind = place_kind::street;
  town.named = true;
  town.mentions = 1;
  town.first = told.start;
  s.places = {yard, town};
  scene& first = s.scenes[0];
  first.place = place_id{0};
  first.time = scene_time{
      3, std::uint8_t{4}, "evening", std::uint16_t{1150}, time_order::parallel, kicked, 0.75F};
  first.viewpoint = character_id{1};
  first.viewpoint_confidence = 0.625F;
  first.hops = {{first.span, {0}}};
  first.people = {{{0}, presence_role::present, 0.9F},
                  {{1}, presence_role::arrives, 0.8F},
                  {{2}, presence_role::message, 0.7F}};
  s.moves = {{kicked, {0}, {0}, place_id{1}, true}, {told, {1}, {1}, std::nullopt, false}};
  s.times = {{kicked, time_kind::clock, "19:10", 3, std::uint16_t{1150}, false},
             {told, time_kind::relative, "-P1D", -1, std::nullopt, true}};
  s.narrations = {{{0}, grammatical_person::third, std::nullopt, 0.9F},
                  {{1}, grammatical_person::first, character_id{1}, 0.8F}};
  tie owner;
  owner.a = {0};
  owner.b = {2};
  owner.kind = tie_kind::keeper;
  owner.role = "keeper";
  owner.directed = true;
  owner.weight = 2;
  owner.evidence = {kicked, told};
  owner.course.assign(s.chapters.size(), 0);
  owner.course[0] = 1;
  owner.confidence = 0.75F;
  s.ties = {owner};
  s.bonds = {{{0}, {1}, 2, 3, 4, 5, 6}};
  thread promise;
  promise.kind = thread_kind::secret;
  promise.opened = kicked;
  promise.touched = {told};
  promise.closed = told;
  promise.who = {{1}, {0}};
  promise.confidence = 0.6F;
  s.threads = {promise};
  s.facts = {{{0}, fact_kind::eyes, "green", kicked, 0.8F}};
  s.conflicts = {{conflict_kind::eyes,
                  character_id{0},
                  kicked,
                  told,
                  "green, later brown",
                  0.6F,
                  {"green", "brown"}}};
  s.rating.proposed = archive_rating::teen;
  s.rating.confidence = 0.5F;
  s.rating.warnings = {{warning_kind::violence, {kicked}, true, 0.5F}};
}

void add_cast(story& s) {
  s.characters = {{"Odile Marr",
                   {{"Odile", 1}, {"Odile Marr", 1}},
                   character_kind::person,
                   pronoun_set::she,
                   false,
                   find_in(s.text, "Odile", 0).start,
                   3,
                   2},
                  {"Bertrand",
                   {{"Bertrand", 2}},
                   character_kind::person,
                   pronoun_set::he,
                   true,
                   find_in(s.text, "Bertrand", 0).start,
                   3,
                   2},
                  {"Pip",
                   {{"Pip", 1}},
                   character_kind::animal,
                   pronoun_set::unknown,
                   false,
                   find_in(s.text, "Pip", 0).start,
                   1,
                   0}};
  const auto add = [&](std::string_view words, mention_form form, std::uint32_t who, float sure) {
    const std::size_t from = s.mentions.empty() ? 0 : s.mentions.back().span.end.value;
    const byte_range r = find_in(s.text, words, from);
    s.mentions.push_back({r, r, mention_type::per, form, {who}, character_id{who}, sure});
  };
  add("Odile Marr", mention_form::prop, 0, 1.0F);
  add("he", mention_form::pron, 1, 0.4567F);
  add("Bertrand", mention_form::prop, 1, 0.98F);
  add("Odile", mention_form::prop, 0, 1.0F);
  add("she", mention_form::pron, 0, 0.75F);
  add("Pip", mention_form::prop, 2, 0.9F);
  s.mentions.push_back(s.mentions.back());
  s.mentions.back().span = s.mentions.back().head =
      find_in(s.text, "Bertrand", s.text.find("thought"));
  s.mentions.back().entity = {3};
  s.mentions.back().character.reset();
}

void add_quotes(story& s) {
  const auto at = [&](std::string_view words) { return find_in(s.text, words, 0); };
  s.quotes = {
      {{at("\u201cIs it broken?\u201d"), at("\u201cIt was new, \u2018new\u2019 he said.\u201d")},
       quote_kind::speech,
       character_id{0},
       {{1}},
       at("said Odile Marr"),
       evidence_kind::name,
       0.97F},
      {{at("\u2018new\u2019")}, quote_kind::quoted, {}, {}, {}, evidence_kind::none, 0.0F},
      {{at("\u201cIt is now.\u201d")},
       quote_kind::speech,
       character_id{1},
       {{0}},
       {},
       evidence_kind::beat,
       0.8F},
      {{at("\"Well\"")}, quote_kind::quoted, {}, {}, {}, evidence_kind::none, 0.0F},
      {{at("KEEP\tOUT.")}, quote_kind::sign, {}, {}, {}, evidence_kind::none, 0.0F},
      {{at("\u201cGood dog,\u201d")},
       quote_kind::speech,
       character_id{0},
       {{2}},
       at("she told Pip"),
       evidence_kind::pronoun,
       0.66F},
      {{at("'He will never learn,'")},
       quote_kind::thought,
       character_id{1},
       {},
       at("thought Bertrand"),
       evidence_kind::name,
       0.9F}};
}

}  // namespace

story sample_story() {
  story s;
  s.source = {.name = "pump.txt",
              .media = media_type::plain_text,
              .bytes = k_text.size(),
              .sha256 = std::string(64, 'a'),
              .encoding = "utf-8",
              .encoding_evidence = "valid utf-8",
              .cast_sha256 = std::string(64, 'b'),
              .fixes_sha256 = std::string(64, 'c'),
              .language = "en",
              .title = "The Pump",
              .author = "",
              .author_notes = {{"Rating", "General \"Audiences\""}},
              .remarks = {"read by hand"}};
  s.text = k_text;
  s.words = 41;
  s.source.visible_characters = s.source.kept_characters = 206;
  s.model = "by hand";
  s.unmatched_fixes = {{3, "merge: Odile, \"Marr\"", "nobody is called Marr"}};
  add_layout(s);
  add_words(s);
  add_cast(s);
  add_events(s);
  add_quotes(s);
  add_plot(s);
  return s;
}

byte_range find(const story& s, std::string_view words, std::size_t from) {
  return find_in(s.text, words, from);
}

}  // namespace fabula::testing
