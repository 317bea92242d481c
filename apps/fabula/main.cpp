// The command line. CLI11 is slow to compile and stays in this file.
#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <map>
#include <new>
#include <string>

#include "commands.hpp"
#include "fabula/reader.hpp"
#include "interrupt.hpp"
#include "terminal.hpp"

namespace {

using namespace fabula::program;

constexpr auto k_read_footer =
    "Examples:\n"
    "  fabula read book.epub                    write book.story and book.html here\n"
    "  fabula read book.epub -o out             write them into the folder `out`\n"
    "  fabula read book.txt --format json       print JSON\n"
    "  fabula read novels -o out --threads 8    read every story in a folder\n"
    "  fabula read book.epub --format ssml -o out --tags drop\n"
    "  curl -s URL | fabula read - --format text\n\n"
    "What was read before, by this version and from the same bytes, is skipped.";

constexpr auto k_footer =
    "Examples:\n"
    "  fabula read book.epub          read it; then open book.html in a browser\n"
    "  fabula show book.story cast    who is in it\n"
    "  fabula verify book.epub        prove that nothing was lost\n\n"
    "`fabula COMMAND --help` tells more. Exit status: 0 done, 1 not readable, 2 wrong usage.";

void add_reading(CLI::App* to, std::string& model, bool& tokenized) {
  to->add_option("--model", model,
                 "Read with the model in this folder; `none` reads with rules alone")
      ->type_name("DIR");
  to->add_flag("--tokenized", tokenized,
               "The input is one sentence a line, tokens parted by one space");
}

/// What the formats for audiobooks leave open.
void add_script(CLI::App* to, read_command& c) {
  using fabula::first_person_reading;
  using fabula::tag_reading;
  const std::map<std::string, tag_reading> tags{{"keep", tag_reading::keep},
                                                {"narrator", tag_reading::narrator},
                                                {"drop", tag_reading::drop}};
  const std::map<std::string, first_person_reading> tellers{
      {"narrator", first_person_reading::narrator}, {"character", first_person_reading::character}};
  to->add_option("--tags", c.tags,
                 "Who reads \"she said\" in scripts for audiobooks: keep (the speaker), narrator "
                 "(if not given) or drop (nobody)")
      ->transform(CLI::CheckedTransformer(tags).description(""))
      ->type_name("WHO");
  to->add_option("--first-person", c.first_person,
                 "Who reads a chapter told by \"I\": narrator (if not given) or character")
      ->transform(CLI::CheckedTransformer(tellers).description(""))
      ->type_name("WHO");
  to->add_option("--voices", c.voices,
                 "Voices for scripts: a NAME.voices.json that you filled in (docs/script.md)")
      ->type_name("FILE");
}

void add_read(CLI::App& app, read_command& c) {
  CLI::App* read = app.add_subcommand("read", "Read stories and write what is in them");
  read->add_option("INPUT", c.inputs,
                   "Files (.txt .epub .html .md .docx), folders, or - for standard input")
      ->required();
  read->add_option("-o,--output", c.folder, "Write into this folder; it is made if need be")
      ->type_name("DIR");
  read->add_option(
          "--format", c.formats,
          "Formats, parted by commas (see `fabula formats`); sqlite,html if not given. One "
          "format of one input goes to standard output unless -o is given")
      ->delimiter(',')
      ->type_name("LIST");
  read->add_option("--threads", c.threads, "Read so many at a time; all cores if not given")
      ->check(CLI::Range(1U, 1024U))
      ->type_name("N");
  read->add_option("--cast", c.cast,
                   "The characters, as JSON or YAML [{name, aliases, pronouns}]: nobody is added")
      ->type_name("FILE");
  read->add_option("--fixes", c.fixes,
                   "Your corrections as YAML (docs/fixes.md); NAME.fixes.yaml beside the input "
                   "if not given, `none` for none")
      ->type_name("FILE");
  add_reading(read, c.model, c.tokenized);
  add_script(read, c);
  read->add_flag("-q,--quiet", c.quiet, "Print errors alone");
  read->footer(k_read_footer);
}

void add_verify(CLI::App& app, verify_command& c) {
  CLI::App* verify = app.add_subcommand(
      "verify", "Prove that nothing was lost and that no answer contradicts the text");
  verify->add_option("INPUT", c.inputs, "Stories or .story files, folders, or - for standard input")
      ->required();
  add_reading(verify, c.model, c.tokenized);
  verify->add_flag("-q,--quiet", c.quiet, "Print what fails alone");
}

void add_show(CLI::App& app, show_command& c) {
  CLI::App* show = app.add_subcommand("show", "Show a story on the terminal");
  show->add_option("INPUT", c.input, "A story or a .story file, or - for standard input")
      ->required();
  show->add_option("WHAT", c.what, "cast (if not given), talk, chapters, scenes, places, timeline, ties, threads or "
                  "facts")
      ->check(CLI::IsMember({"cast", "talk", "chapters", "scenes", "places", "timeline",
                              "ties", "threads", "facts"}))
      ->type_name("WHAT");
  add_reading(show, c.model, c.tokenized);
}

int run_program(int argc, char** argv) {
  CLI::App app{"Reads prose fiction and gives the story back as data: cast, lines, scenes.",
               "fabula"};
  app.set_version_flag("--version", "fabula " + std::string(fabula::version()));
  app.require_subcommand(1);
  app.footer(k_footer);
  read_command read;
  verify_command verify;
  show_command show;
  add_read(app, read);
  add_verify(app, verify);
  add_show(app, show);
  app.add_subcommand("formats", "List the formats that --format takes");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? k_done : k_wrong_usage;
  }
  if (app.got_subcommand("read")) return run(read);
  if (app.got_subcommand("verify")) return run(verify);
  if (app.got_subcommand("show")) return run(show);
  return list_formats();
}

}  // namespace

int main(int argc, char** argv) {
  // A closed pipe and a file-size limit are errors of a write, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  fabula::program::watch_interrupts();
  try {
    const int status = run_program(argc, argv);
    return flush_output() ? status : std::max(status, k_not_readable);
  } catch (const std::bad_alloc&) {
    complain("there is not enough memory; read fewer at a time with --threads 1");
  } catch (const std::exception& e) {
    complain(std::string("a mistake in fabula itself: ") + e.what() + "; please report it");
  }
  return k_not_readable;
}
