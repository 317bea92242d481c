#include "story/store_schema.hpp"

#include <array>

namespace fabula {
namespace {

constexpr std::string_view k_required = "NOT NULL";

constexpr store_column k_id{"id", "INTEGER", "PRIMARY KEY", "position in the story, from 0"};
constexpr store_column k_start{"start", "INTEGER", k_required,
                               "first code point of the text in it"};
constexpr store_column k_end{"end", "INTEGER", k_required, "code point behind the last"};

constexpr std::array k_meta{
    store_column{"key", "TEXT", k_required,
                 "schema, fabula (its version), model, layers (those read)"},
    store_column{"value", "TEXT", k_required, "its value"}};

constexpr std::array k_source{
    store_column{"name", "TEXT", k_required, "file name without its folder"},
    store_column{"media_type", "TEXT", k_required, "text/plain, application/epub+zip, ..."},
    store_column{"bytes", "INTEGER", k_required, "size of the input"},
    store_column{"sha256", "TEXT", "", "of the input, hexadecimal"},
    store_column{"language", "TEXT", "", "BCP 47, e.g. en; und where it is not told"},
    store_column{"title", "TEXT", "", "as the file declares it"},
    store_column{"author", "TEXT", "", "as the file declares it"},
    store_column{"encoding", "TEXT", "", "utf-8, windows-1252, utf-16le, utf-16be"},
    store_column{"encoding_evidence", "TEXT", "",
                 "why that encoding: byte order mark, declared, ..."},
    store_column{"tokenized", "INTEGER", k_required, "1 where the input was one sentence a line"},
    store_column{"cast_sha256", "TEXT", "", "of the file of the given cast"},
    store_column{"fixes_sha256", "TEXT", "", "of the file of fixes"},
    store_column{"words", "INTEGER", k_required, "tokens that hold a letter or digit"},
    store_column{"visible_characters", "INTEGER", k_required,
                 "what a reader of the file sees, white space apart"},
    store_column{"kept_characters", "INTEGER", k_required, "of these, those in the paragraphs"}};

constexpr std::array k_remarks{
    k_id, store_column{"text", "TEXT", k_required, "what a reader of the result should know"}};

constexpr std::array k_unmatched_fixes{
    k_id, store_column{"line", "INTEGER", k_required, "in the file of fixes, from 1"},
    store_column{"fix", "TEXT", k_required, "what it says"},
    store_column{"problem", "TEXT", k_required, "why it mends nothing"}};

constexpr std::array k_author_notes{
    k_id, store_column{"label", "TEXT", k_required, "e.g. Rating, Summary"},
    store_column{"text", "TEXT", k_required, "the author's own word about the story"}};

constexpr std::array k_chapters{
    k_id,
    k_start,
    k_end,
    store_column{"title", "TEXT", "", "heading, white space collapsed"},
    store_column{"kind", "TEXT", k_required, "chapter, front, back or part"},
    store_column{"text", "TEXT", k_required,
                 "all of it; the chapters in order are the whole text"}};

constexpr std::array k_paragraphs{
    k_id,
    k_start,
    k_end,
    store_column{"chapter", "INTEGER", "NOT NULL REFERENCES chapters (id)", "where it stands"},
    store_column{"kind", "TEXT", k_required, "prose, heading, scene_break, verse or note"},
    store_column{"after_gap", "INTEGER", k_required, "1 where extra space stands before it"}};

constexpr std::array k_spans_only{k_id, k_start, k_end};

constexpr std::array k_characters{
    k_id,
    store_column{"name", "TEXT", k_required, "the fullest name in use"},
    store_column{"kind", "TEXT", k_required, "person, animal, group or other"},
    store_column{"pronouns", "TEXT", "", "she, he, they, it, or xe, ze, ey, fae"},
    store_column{"narrator", "INTEGER", k_required, "1 where they say I in the narration"},
    store_column{"first", "INTEGER", k_required, "code point where they are first mentioned"},
    store_column{"mentions", "INTEGER", k_required, "how often they are mentioned"},
    store_column{"quotes", "INTEGER", k_required, "utterances that are theirs"},
    store_column{"told_she", "INTEGER", k_required,
                 "pronouns that can only mean them, and nouns such as \"his sister\", for she"},
    store_column{"told_he", "INTEGER", k_required, "the same for he"},
    store_column{"told_they", "INTEGER", k_required, "the same for they"},
    store_column{"told_by_title", "INTEGER", k_required, "1 where a title tells: Mrs., Sir"},
    store_column{"told_by_name", "INTEGER", k_required, "1 where the given name is a known one"}};

constexpr std::array k_aliases{
    store_column{"character", "INTEGER", "NOT NULL REFERENCES characters (id)", "whose name form"},
    store_column{"rank", "INTEGER", k_required, "0 for the most frequent form"},
    store_column{"text", "TEXT", k_required, "the form"},
    store_column{"count", "INTEGER", k_required, "how often it stands in the text"},
    store_column{
        "why", "TEXT", k_required,
        "why it is one of their names: own, full_name, given_name, nickname, initials, "
        "spelling, titled_given_name, titled_surname, surname, title, short_form, context, "
        "given, role or fix"},
    store_column{"confidence", "REAL", k_required, "that it is"}};

constexpr std::array k_mentions{
    k_id,
    k_start,
    k_end,
    store_column{"head_start", "INTEGER", k_required, "first code point of its main word"},
    store_column{"head_end", "INTEGER", k_required, "code point behind its main word"},
    store_column{"type", "TEXT", k_required, "PER, LOC, FAC, GPE, VEH or ORG"},
    store_column{"form", "TEXT", k_required, "PROP (a name), NOM (a description) or PRON"},
    store_column{"entity", "INTEGER", k_required,
                 "mentions with the same number mean the same one"},
    store_column{"character", "INTEGER", "REFERENCES characters (id)",
                 "where it is one of the cast"},
    store_column{"confidence", "REAL", k_required, "from 0 to 1"},
    store_column{"text", "TEXT", k_required, "its words"}};

constexpr std::array k_events{
    k_id,
    k_start,
    k_end,
    store_column{"lemma", "TEXT", k_required, "the base form of its word, e.g. leave"},
    store_column{"realis", "INTEGER", k_required,
                 "1 where it is told as something that happens, once, there and then"},
    store_column{"text", "TEXT", k_required, "its word"}};

constexpr std::array k_event_participants{
    store_column{"event", "INTEGER", "NOT NULL REFERENCES events (id)", "what happens"},
    store_column{"role", "TEXT", k_required, "agent (who does it) or patient (to whom it is done)"},
    store_column{"rank", "INTEGER", k_required, "their order in the story"},
    store_column{"mention", "INTEGER", "NOT NULL REFERENCES mentions (id)", "who takes part"}};

constexpr std::array k_quotes{
    k_id,
    k_start,
    k_end,
    store_column{
        "kind", "TEXT", k_required,
        "speech, thought, message, letter, sign; quoted: a scare quote, a title, no utterance"},
    store_column{"speaker", "INTEGER", "REFERENCES characters (id)", "NULL where not known"},
    store_column{"cue_start", "INTEGER", "", "the words that tell who speaks, e.g. said Ruth"},
    store_column{"cue_end", "INTEGER", "", "code point behind the cue"},
    store_column{"evidence", "TEXT", k_required,
                 "name, pronoun, description, vocative, turn, beat, narrator, given, fix or none"},
    store_column{"confidence", "REAL", k_required, "of the speaker, from 0 to 1"}};

constexpr std::array k_quote_spans{
    store_column{"quote", "INTEGER", "NOT NULL REFERENCES quotes (id)", "whose part"},
    store_column{"rank", "INTEGER", k_required, "a quote broken by its tag has parts 0 and 1"},
    k_start, k_end,
    store_column{"text", "TEXT", k_required, "its words, quotation marks included"}};

constexpr std::array k_quote_addressees{
    store_column{"quote", "INTEGER", "NOT NULL REFERENCES quotes (id)", "what is said"},
    store_column{"rank", "INTEGER", k_required, "their order in the story"},
    store_column{"character", "INTEGER", "NOT NULL REFERENCES characters (id)", "to whom"}};

constexpr std::array k_scenes{
    k_id, k_start, k_end,
    store_column{"chapter", "INTEGER", "NOT NULL REFERENCES chapters (id)", "where it begins"},
    store_column{"why", "TEXT", k_required, "why it begins here: chapter, break mark, gap"}};

constexpr std::array k_scene_present{
    store_column{"scene", "INTEGER", "NOT NULL REFERENCES scenes (id)", "where"},
    store_column{"character", "INTEGER", "NOT NULL REFERENCES characters (id)", "who is there"}};

constexpr store_column k_confidence{"confidence", "REAL", k_required, "from 0 to 1"};
constexpr store_column k_who{"character", "INTEGER", "NOT NULL REFERENCES characters (id)", "who"};

constexpr std::array k_places{
    k_id,
    store_column{"name", "TEXT", k_required, "as the text has it, e.g. Ruth's place"},
    store_column{"kind", "TEXT", k_required,
                 "room, building, street, settlement, region, land, water, vehicle or other"},
    store_column{"named", "INTEGER", k_required, "1 where it has a proper name"},
    store_column{"within", "INTEGER", "", "the id of the next larger place"},
    store_column{"mentions", "INTEGER", k_required, "how often it is spoken of"},
    store_column{"first", "INTEGER", k_required, "code point where it is first spoken of"}};

constexpr std::array k_place_owners{
    store_column{"place", "INTEGER", "NOT NULL REFERENCES places (id)", "what"},
    store_column{"character", "INTEGER", "NOT NULL REFERENCES characters (id)",
                 "whose it is, or who lives there"},
    k_confidence};

constexpr std::array k_scene_settings{
    store_column{"scene", "INTEGER", "NOT NULL REFERENCES scenes (id)", "of which"},
    store_column{"place", "INTEGER", "REFERENCES places (id)", "where it is"},
    store_column{"viewpoint", "INTEGER", "REFERENCES characters (id)",
                 "through whose mind it goes"},
    store_column{"viewpoint_confidence", "REAL", k_required, "from 0 to 1"},
    store_column{"day", "INTEGER", "", "the story's own count, from 0; NULL where nothing is told"},
    store_column{"weekday", "INTEGER", "", "0 is Monday"},
    store_column{"part", "TEXT", "", "morning, afternoon, evening or night"},
    store_column{"minute", "INTEGER", "", "of the day"},
    store_column{"time_order", "TEXT", "", "onward, flashback, parallel or forward (told ahead)"},
    store_column{"time_start", "INTEGER", "", "the words that tell its time"},
    store_column{"time_end", "INTEGER", "", "code point behind them"},
    store_column{"time_confidence", "REAL", "", "from 0 to 1"}};

constexpr std::array k_scene_people{
    store_column{"scene", "INTEGER", "NOT NULL REFERENCES scenes (id)", "of which"}, k_who,
    store_column{"role", "TEXT", k_required,
                 "present, arrives, leaves, visits; message, mentioned: not there"},
    k_confidence};

constexpr std::array k_scene_hops{
    store_column{"scene", "INTEGER", "NOT NULL REFERENCES scenes (id)", "of which"},
    store_column{"rank", "INTEGER", k_required, "their order"}, k_start, k_end,
    store_column{"character", "INTEGER", "NOT NULL REFERENCES characters (id)",
                 "through whose mind these paragraphs go"}};

constexpr std::array k_moves{
    k_id,
    k_start,
    k_end,
    k_who,
    store_column{"scene", "INTEGER", "NOT NULL REFERENCES scenes (id)", "in which"},
    store_column{"place", "INTEGER", "REFERENCES places (id)", "to which, or from which"},
    store_column{"arrives", "INTEGER", k_required, "1: comes; 0: goes"}};

constexpr std::array k_times{
    k_id,
    k_start,
    k_end,
    store_column{
        "kind", "TEXT", k_required,
        "clock, part_of_day, weekday, date, month, season, year, feast, relative, duration "
        "or age"},
    store_column{"value", "TEXT", k_required, "e.g. 19:15, thursday, +P2D"},
    store_column{"day", "INTEGER", "", "the story's own count, where it is told"},
    store_column{"minute", "INTEGER", "", "of the day"},
    store_column{"in_speech", "INTEGER", k_required, "1 where somebody says it"}};

constexpr std::array k_narration{
    k_id, store_column{"chapter", "INTEGER", "NOT NULL REFERENCES chapters (id)", "which"},
    store_column{"person", "TEXT", "", "first, second or third"},
    store_column{"narrator", "INTEGER", "REFERENCES characters (id)", "who says I"}, k_confidence};

constexpr std::array k_ties{
    k_id,
    store_column{"a", "INTEGER", "NOT NULL REFERENCES characters (id)", "who"},
    store_column{"b", "INTEGER", "NOT NULL REFERENCES characters (id)", "to whom"},
    store_column{"kind", "TEXT", k_required,
                 "kin, couple, friends, household, work, conflict or keeper (of an animal)"},
    store_column{"role", "TEXT", "", "what a is to b, e.g. sister"},
    store_column{"directed", "INTEGER", k_required, "1 where the role holds one way only"},
    store_column{"weight", "INTEGER", k_required, "pieces of evidence"},
    k_confidence};

constexpr std::array k_tie_evidence{
    store_column{"tie", "INTEGER", "NOT NULL REFERENCES ties (id)", "of which"},
    store_column{"rank", "INTEGER", k_required, "their order"}, k_start, k_end};

constexpr std::array k_tie_course{
    store_column{"tie", "INTEGER", "NOT NULL REFERENCES ties (id)", "of which"},
    store_column{"chapter", "INTEGER", "NOT NULL REFERENCES chapters (id)", "where"},
    store_column{"scenes", "INTEGER", k_required, "scenes there in which both are"}};

constexpr std::array k_bonds{
    store_column{"a", "INTEGER", "NOT NULL REFERENCES characters (id)", "one"},
    store_column{"b", "INTEGER", "NOT NULL REFERENCES characters (id)", "another, a < b"},
    store_column{"together", "INTEGER", k_required, "scenes in which both are"},
    store_column{"a_to_b", "INTEGER", k_required, "utterances of a to b"},
    store_column{"b_to_a", "INTEGER", k_required, "utterances of b to a"},
    store_column{"a_of_b", "INTEGER", k_required, "mentions of b in what a says to others"},
    store_column{"b_of_a", "INTEGER", k_required, "mentions of a in what b says to others"}};

constexpr std::array k_threads{
    k_id,
    store_column{"kind", "TEXT", k_required, "promise, plan, question, threat, secret, offer"},
    k_start, k_end, k_confidence};

constexpr std::array k_thread_spans{
    store_column{"thread", "INTEGER", "NOT NULL REFERENCES threads (id)", "of which"},
    store_column{"rank", "INTEGER", k_required, "their order"},
    store_column{"closes", "INTEGER", k_required, "1: it ends here; 0: it is touched"}, k_start,
    k_end};

constexpr std::array k_thread_people{
    store_column{"thread", "INTEGER", "NOT NULL REFERENCES threads (id)", "of which"},
    store_column{"rank", "INTEGER", k_required, "0: by whom it is opened"}, k_who};

constexpr std::array k_facts{
    k_id,
    k_start,
    k_end,
    k_who,
    store_column{"kind", "TEXT", k_required, "age, eyes, hair, trade, dead, possession or kin"},
    store_column{"value", "TEXT", k_required, "e.g. green"},
    k_confidence};

constexpr std::array k_conflicts{
    k_id,
    store_column{"kind", "TEXT", k_required,
                 "eyes, hair, age, spelling, dead_speaks, weekday, kin or trade"},
    store_column{"character", "INTEGER", "REFERENCES characters (id)", "of whom"},
    store_column{"first_start", "INTEGER", k_required, "one place"},
    store_column{"first_end", "INTEGER", k_required, "code point behind it"},
    store_column{"second_start", "INTEGER", k_required, "the other place"},
    store_column{"second_end", "INTEGER", k_required, "code point behind it"},
    store_column{"what", "TEXT", k_required, "one line that says it"},
    k_confidence,
    store_column{"first_value", "TEXT", k_required,
                 "what does not go together, e.g. green; or empty"},
    store_column{"second_value", "TEXT", k_required, "and with what, e.g. brown; or empty"}};

constexpr std::array k_rating{
    store_column{"proposed", "TEXT", "", "in the words of the Archive of Our Own"}, k_confidence};

constexpr std::array k_warnings{
    k_id,
    store_column{"kind", "TEXT", k_required,
                 "violence, death, sex, abuse, self-harm, language or drugs"},
    store_column{"archive_warning", "INTEGER", k_required,
                 "1 where the Archive's own warning fits"},
    k_confidence};

constexpr std::array k_warning_passages{
    store_column{"warning", "INTEGER", "NOT NULL REFERENCES warnings (id)", "of which"},
    store_column{"rank", "INTEGER", k_required, "their order"}, k_start, k_end};

constexpr std::array k_tables{
    store_table{"meta", "What wrote the file.", k_meta, "key"},
    store_table{"source", "Where the text came from; one row.", k_source, ""},
    store_table{"remarks", "What a reader of the result should know.", k_remarks, ""},
    store_table{"unmatched_fixes", "Fixes of the user that found nothing to mend.",
                k_unmatched_fixes, ""},
    store_table{"author_notes", "The author's own word, kept apart from the story.", k_author_notes,
                ""},
    store_table{"chapters", "They tile the text: each begins where the one before ends.",
                k_chapters, ""},
    store_table{"paragraphs", "In order; between two there is only white space.", k_paragraphs, ""},
    store_table{"sentences", "In order.", k_spans_only, ""},
    store_table{"emphases", "Words that the markup of the file sets in italics.", k_spans_only, ""},
    store_table{"characters", "The cast.", k_characters, ""},
    store_table{"aliases", "Every name form of the cast.", k_aliases, "character, rank"},
    store_table{"mentions", "Phrases that name someone or point to them.", k_mentions, ""},
    store_table{"events", "What happens; none where no model read the words.", k_events, ""},
    store_table{"event_participants", "Who takes part in it.", k_event_participants,
                "event, role, rank"},
    store_table{"quotes", "Utterances, and words that are only quoted.", k_quotes, ""},
    store_table{"quote_spans", "The parts of a quote; the narration is what no part holds.",
                k_quote_spans, "quote, rank"},
    store_table{"quote_addressees", "To whom it is said.", k_quote_addressees, "quote, rank"},
    store_table{"scenes", "Same place, continuous time, same company.", k_scenes, ""},
    store_table{"scene_present", "Who is there.", k_scene_present, "scene, character"},
    store_table{"places", "Where something happens, or may.", k_places, ""},
    store_table{"place_owners", "Whose places are.", k_place_owners, "place, character"},
    store_table{"scene_settings", "Where and when a scene is, and through whose mind.",
                k_scene_settings, "scene"},
    store_table{"scene_people", "Who is there, who comes and goes, who is only spoken of.",
                k_scene_people, "scene, character"},
    store_table{"scene_hops", "Paragraphs that go through another mind than their scene.",
                k_scene_hops, "scene, rank"},
    store_table{"moves", "Comings and goings in the narration.", k_moves, ""},
    store_table{"times", "Words that tell when or how long.", k_times, ""},
    store_table{"narration", "Who tells each chapter, and in which person.", k_narration, ""},
    store_table{"ties", "How members of the cast stand to each other.", k_ties, ""},
    store_table{"tie_evidence", "The words that say so.", k_tie_evidence, "tie, rank"},
    store_table{"tie_course", "Scenes shared, by chapter; chapters with none are left out.",
                k_tie_course, "tie, chapter"},
    store_table{"bonds", "Who is together, who talks to and of whom, and how often.", k_bonds,
                "a, b"},
    store_table{"threads", "What is opened and waits to be closed.", k_threads, ""},
    store_table{"thread_spans", "Where threads are touched and closed.", k_thread_spans,
                "thread, rank"},
    store_table{"thread_people", "By whom, then to whom.", k_thread_people, "thread, rank"},
    store_table{"facts", "What a continuity reader puts on a card.", k_facts, ""},
    store_table{"conflicts", "Two places that do not go together: suggestions.", k_conflicts, ""},
    store_table{"rating", "What the story may be rated; one row.", k_rating, ""},
    store_table{"warnings", "Content warnings proposed.", k_warnings, ""},
    store_table{"warning_passages", "Where, for the author alone.", k_warning_passages,
                "warning, rank"}};

constexpr std::array k_views{
    store_view{"lines", "Every utterance with its speaker, to whom, its words, and why.",
               "SELECT q.id AS quote, c.title AS chapter, s.name AS speaker,\n"
               "    (SELECT group_concat(name, ', ') FROM (SELECT a.name FROM quote_addressees qa\n"
               "       JOIN characters a ON a.id = qa.character WHERE qa.quote = q.id"
               " ORDER BY qa.rank)) AS addressees,\n"
               "    (SELECT group_concat(text, ' ') FROM (SELECT text FROM quote_spans\n"
               "       WHERE quote = q.id ORDER BY rank)) AS text,\n"
               "    q.kind, q.evidence, q.confidence\n"
               "  FROM quotes q LEFT JOIN characters s ON s.id = q.speaker\n"
               "    JOIN chapters c ON q.start >= c.start AND q.start < c.\"end\"\n"
               "  WHERE q.kind <> 'quoted' ORDER BY q.start, q.id"},
    store_view{
        "cast", "Who is in it, those who speak most first.",
        "SELECT c.id, c.name, c.kind, c.pronouns, c.narrator, c.quotes AS lines, c.mentions,\n"
        "    (SELECT group_concat(text, ', ') FROM (SELECT text FROM aliases\n"
        "       WHERE character = c.id ORDER BY rank)) AS aliases\n"
        "  FROM characters c ORDER BY c.quotes DESC, c.mentions DESC, c.id"},
    store_view{"deeds", "Who does what to whom; a row for each agent and patient of an event.",
               "SELECT e.id AS event, coalesce(ac.name, am.text) AS agent, e.lemma,\n"
               "    coalesce(pc.name, pm.text) AS patient, e.realis\n"
               "  FROM events e\n"
               "    LEFT JOIN event_participants a ON a.event = e.id AND a.role = 'agent'\n"
               "    LEFT JOIN mentions am ON am.id = a.mention\n"
               "    LEFT JOIN characters ac ON ac.id = am.character\n"
               "    LEFT JOIN event_participants p ON p.event = e.id AND p.role = 'patient'\n"
               "    LEFT JOIN mentions pm ON pm.id = p.mention\n"
               "    LEFT JOIN characters pc ON pc.id = pm.character\n"
               "  ORDER BY e.id, a.rank, p.rank"},
    store_view{"talk", "Who speaks to whom, and how often.",
               "SELECT s.name AS speaker, a.name AS addressee, count(*) AS lines\n"
               "  FROM quotes q JOIN characters s ON s.id = q.speaker\n"
               "    JOIN quote_addressees qa ON qa.quote = q.id\n"
               "    JOIN characters a ON a.id = qa.character\n"
               "  WHERE q.kind <> 'quoted' GROUP BY s.id, a.id ORDER BY lines DESC, s.id, a.id"}};

/// Names that are words of SQL are put in quotation marks.
[[nodiscard]] std::string name_in_sql(std::string_view name) {
  return name == "end" || name == "key" || name == "within" ? '"' + std::string(name) + '"'
                                                            : std::string(name);
}

void append_table(std::string& out, const store_table& t) {
  (out += "CREATE TABLE ").append(t.name).append(" (  -- ").append(t.meaning) += '\n';
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    const store_column& c = t.columns[i];
    const bool last = i + 1 == t.columns.size() && t.primary_key.empty();
    (out += "  ").append(name_in_sql(c.name)).append(" ").append(c.type);
    if (!c.rule.empty()) (out += ' ').append(c.rule);
    (out += last ? "  -- " : ",  -- ").append(c.meaning) += '\n';
  }
  if (t.primary_key.empty()) {
    out += ") STRICT;\n";
    return;
  }
  std::string key;
  for (std::string_view rest = t.primary_key; !rest.empty();) {
    const std::size_t comma = rest.find(", ");
    if (!key.empty()) key += ", ";
    key += name_in_sql(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 2);
  }
  (out += "  PRIMARY KEY (").append(key) += ")\n) STRICT, WITHOUT ROWID;\n";
}

}  // namespace

std::span<const store_table> store_tables() noexcept {
  return k_tables;
}
std::span<const store_view> store_views() noexcept {
  return k_views;
}

std::string store_ddl() {
  std::string out;
  for (const store_table& t : k_tables)
    append_table(out, t);
  for (const store_view& v : k_views) {
    (out += "CREATE VIEW ").append(v.name).append(" AS  -- ").append(v.meaning);
    (out += "\n  ").append(v.select) += ";\n";
  }
  return out;
}

std::string store_documentation() {
  std::string out;
  for (const store_table& t : k_tables) {
    ((out += "### `").append(t.name) += "`\n\n").append(t.meaning) += "\n\n";
    out += "| column | type | meaning |\n|---|---|---|\n";
    for (const store_column& c : t.columns) {
      (out += "| `").append(c.name).append("` | ").append(c.type);
      if (c.rule.empty()) out += " or NULL";
      if (const auto at = c.rule.find("REFERENCES "); at != std::string_view::npos) {
        if (at == 0) out += " or NULL";
        const std::string_view target = c.rule.substr(at + 11);
        (out += ", an `id` of `").append(target.substr(0, target.find(' '))) += '`';
      }
      (out += " | ").append(c.meaning) += " |\n";
    }
    if (!t.primary_key.empty()) (out += "\nKey: ").append(t.primary_key) += ".\n";
    out += '\n';
  }
  out += "### Views\n\n| view | what it shows |\n|---|---|\n";
  for (const store_view& v : k_views) {
    (out += "| `").append(v.name).append("` | ").append(v.meaning) += " |\n";
  }
  return out;
}

}  // namespace fabula
