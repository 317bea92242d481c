// `fabula read`: inputs in parallel; what is printed is in their order, whatever the threads do.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "commands.hpp"
#include "fabula/writer.hpp"
#include "facts.hpp"
#include "interrupt.hpp"
#include "open_story.hpp"
#include "story/input.hpp"
#include "story/store.hpp"
#include "story/verify.hpp"
#include "terminal.hpp"
#include "text/sha256.hpp"
#include "text/unicode.hpp"
#include "write/file.hpp"
#include "write/stamp.hpp"

namespace fabula::program {
namespace {

enum class outcome_kind { read, skipped, failed };

struct outcome {
  outcome_kind kind = outcome_kind::failed;
  std::string words;  ///< the summary, or the error's message
};

[[nodiscard]] outcome failed(const error& e) {
  return {outcome_kind::failed, e.message()};
}

[[nodiscard]] std::string count(std::size_t n, std::string_view noun) {
  std::string out = with_commas(n);
  (out += ' ').append(noun);
  if (n != 1) out += 's';
  return out;
}

[[nodiscard]] std::string seconds(std::chrono::steady_clock::duration d) {
  char out[32];
  std::snprintf(out, sizeof out, "%.2f s", std::chrono::duration<double>(d).count());
  return out;
}

[[nodiscard]] std::size_t lines_in(const story& s) {
  return static_cast<std::size_t>(
      std::count_if(s.quotes.begin(), s.quotes.end(),
                    [](const quote& q) { return q.kind != quote_kind::quoted; }));
}

[[nodiscard]] std::string in_one_line(const story& s) {
  const auto chapters = std::count_if(s.chapters.begin(), s.chapters.end(), [](const chapter& c) {
    return c.kind == chapter_kind::chapter;
  });
  return count(s.words, "word") + ", " + count(static_cast<std::size_t>(chapters), "chapter") +
         ", " + count(s.characters.size(), "character") + ", " + count(lines_in(s), "line");
}

/// Whether fabula wrote it: such a file says so in its first line but one.
[[nodiscard]] bool is_our_ssml(const std::string& path) {
  const result<std::string> bytes = read_whole_file(path);
  return bytes && bytes->substr(0, 128).find("<!-- made by fabula") != std::string::npos;
}

/// A format of one story, made and named.
struct made_format {
  const format* what = nullptr;
  std::string place;  ///< its file, or the folder of its files
  std::vector<output_part> parts;
};

/// What stands under the first line when one story is read: its cast, remarks, and where things
/// are.
[[nodiscard]] std::string details(const story& s, const std::vector<made_format>& made) {
  constexpr std::size_t k_shown = 12;
  std::vector<const character*> cast;
  for (const character& c : s.characters)
    cast.push_back(&c);
  std::stable_sort(cast.begin(), cast.end(),
                   [](const character* a, const character* b) { return a->quotes > b->quotes; });
  table people;
  for (const character* c : cast) {
    if (c->quotes == 0 || people.rows() == k_shown) break;
    people.add({{one_line(c->name), false, style::bold},
                {std::string(to_string(c->pronouns)), false, style::dim},
                {with_commas(c->quotes), true, style::plain},
                {c->quotes == 1 ? "line" : "lines", false, style::plain}});
  }
  const bool colour = wants_colour(STDOUT_FILENO);
  std::string out = people.rows() == 0 ? "" : "\n" + people.text(2, 0, colour);
  if (cast.size() > people.rows()) {
    out += "  and " + with_commas(cast.size() - people.rows()) + " more\n";
  }
  out += '\n';
  for (const std::string& r : s.source.remarks)
    out += "  note: " + one_line(r) + "\n";
  table places;
  for (const made_format& m : made) {
    places.add({{one_line(m.place), false, style::bold},
                {std::string(m.what->description), false, style::plain}});
  }
  return out + places.text(2, 0, colour);
}

/// Takes chapters away that an earlier run wrote into the folder of a format and this one did not.
/// Other files in it are the user's.
void remove_older_parts(const std::string& place, const std::vector<output_file>& files) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  if (!fs::is_directory(place, unknown)) return;
  std::vector<fs::path> old;
  for (auto at = fs::directory_iterator(place, unknown); !unknown && at != fs::directory_iterator();
       at.increment(unknown)) {
    const fs::path& p = at->path();
    const bool is_new = std::any_of(files.begin(), files.end(),
                                    [&](const output_file& f) { return fs::path(f.path) == p; });
    if (!is_new && p.extension() == ".ssml" && is_our_ssml(p.string())) old.push_back(p);
  }
  for (const fs::path& p : old)
    fs::remove(p, unknown);
}

/// The fixes that mended nothing, each on a line: never dropped in silence.
[[nodiscard]] std::string idle_fixes(const story& s) {
  std::string out;
  if (s.unmatched_fixes.empty()) return out;
  out = with_commas(s.unmatched_fixes.size()) +
        (s.unmatched_fixes.size() == 1 ? " fix mends" : " fixes mend") + " nothing here:\n";
  for (const unmatched_fix& f : s.unmatched_fixes)
    out += "  line " + std::to_string(f.line) + ": " + one_line(f.fix) + ": " +
           one_line(f.problem) + "\n";
  return out;
}

/// Reads all inputs of one command.
class reading {
 public:
  reading(const read_command& c, const user_facts& facts, reader_source& readers,
          std::vector<input> inputs, bool to_stdout)
      : c_(c),
        facts_(facts),
        readers_(readers),
        inputs_(std::move(inputs)),
        outcomes_(inputs_.size()),
        to_stdout_(to_stdout),
        shown_(!c.quiet, inputs_.size()) {}

  /// The exit status.
  [[nodiscard]] int run() {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t wanted =
        c_.threads > 0 ? c_.threads : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> workers;
    for (std::size_t i = 1; i < std::min(wanted, inputs_.size()); ++i) {
      workers.emplace_back([this] { work(); });
    }
    work();
    for (std::thread& w : workers)
      w.join();
    if (!c_.quiet && inputs_.size() > 1) total(std::chrono::steady_clock::now() - start);
    return count_of(outcome_kind::failed) > 0 ? k_not_readable : k_done;
  }

 private:
  void work() {
    for (std::size_t i = 0; (i = next_++) < inputs_.size();) {
      outcome done;
      try {
        done = one(inputs_[i]);
      } catch (const std::bad_alloc&) {
        done = {outcome_kind::failed, inputs_[i].path +
                                          ": there is not enough memory for it; read "
                                          "fewer at a time with --threads 1"};
      } catch (const std::exception& e) {
        done = {outcome_kind::failed, inputs_[i].path + ": a mistake in fabula itself: " +
                                          e.what() + "; please report it"};
      }
      shown_.one_more_done();
      report(i, std::move(done));
    }
  }

  /// Prints this outcome and those behind it that waited for it.
  void report(std::size_t i, outcome done) {
    const std::lock_guard lock(report_mutex_);
    outcomes_[i] = std::move(done);
    for (; reported_ < outcomes_.size() && outcomes_[reported_]; ++reported_) {
      const outcome& o = *outcomes_[reported_];
      shown_.clear();
      if (o.kind == outcome_kind::failed) {
        std::fflush(stdout);
        complain(o.words);
      } else if (!c_.quiet) {
        print(o.words);
      }
    }
    if (inputs_.size() > 1) std::fflush(stdout);
  }

  [[nodiscard]] outcome one(const input& in) {
    const auto start = std::chrono::steady_clock::now();
    shown_.stage(in.name, "opening", 0);
    const result<std::string> bytes = read_bytes(in);
    if (!bytes) return failed(bytes.error());
    if (looks_like_store(*bytes)) {
      return failed({error_code::not_text, in.path, "", "it is a database, not a book",
                     "for a .story file use `fabula show` or `fabula verify`"});
    }
    const result<read_options> options = facts_.options_for(in, c_.tokenized);
    if (!options) return failed(options.error());
    if (!to_stdout_ && up_to_date(in, *bytes, *options)) {
      return {outcome_kind::skipped,
              one_line(in.path) + ": skipped, " + one_line(path_of(in, 0)) + " is up to date\n"};
    }
    const result<story> s = read_story(in, *bytes, *options, readers_, shown_);
    if (!s) return failed(s.error());
    return written(in, *s, start);
  }

  [[nodiscard]] outcome written(const input& in, const story& s,
                                std::chrono::steady_clock::time_point start) {
    const result<write_options> options = options_for(in);
    if (!options) return failed(options.error());
    std::vector<made_format> made;
    for (std::size_t i = 0; i < c_.formats.size(); ++i) {
      shown_.stage(in.name, "writing " + c_.formats[i], 1);
      result<std::vector<output_part>> parts = parts_of(s, c_.formats[i], *options);
      if (!parts) return failed(told_of(in, parts.error(), s));
      made.push_back({find_format(c_.formats[i]), path_of(in, i), std::move(*parts)});
    }
    if (to_stdout_) {
      shown_.clear();
      for (const unmatched_fix& f : s.unmatched_fixes)
        if (!c_.quiet)
          complain("fix of line " + std::to_string(f.line) + ": " + f.fix + ": " + f.problem);
      const result<void> done =
          write_descriptor(STDOUT_FILENO, made[0].parts[0].bytes, "standard output");
      return done ? outcome{outcome_kind::read, ""} : failed(done.error());
    }
    if (const result<void> done = put_in_place(in, made); !done) return failed(done.error());
    std::string words = one_line(in.path) + ": " + in_one_line(s) + ", " +
                        seconds(std::chrono::steady_clock::now() - start) + "\n";
    words += idle_fixes(s);
    if (inputs_.size() == 1) words += details(s, made);
    return {outcome_kind::read, std::move(words)};
  }

  /// On standard output a format is one file, whatever it is in a folder.
  [[nodiscard]] result<std::vector<output_part>> parts_of(const story& s, const std::string& format,
                                                          const write_options& options) const {
    if (!to_stdout_) return write_parts(s, format, options);
    return write(s, format, options).map([](std::string&& bytes) {
      std::vector<output_part> one(1);
      one[0].bytes = std::move(bytes);
      return one;
    });
  }

  /// An error of a writer is about the input, or about the file of voices.
  [[nodiscard]] error told_of(const input& in, error e, const story& s) const {
    const bool about_voices = e.file.empty() && e.code == error_code::damaged;
    if (about_voices) {
      e.file = voices_for(in);
    } else if (e.file.empty() || e.file == s.source.name) {
      e.file = in.path == k_standard_input ? "standard input" : in.path;
    }
    return e;
  }

  /// The file of voices: the one named, else, where one would be written, the one that is there.
  [[nodiscard]] std::string voices_for(const input& in) const {
    if (!c_.voices.empty()) return c_.voices;
    const bool writes =
        std::find(c_.formats.begin(), c_.formats.end(), "voices") != c_.formats.end();
    return writes && !to_stdout_ ? output_path(in, c_.folder, find_format("voices")->extension)
                                 : std::string();
  }

  [[nodiscard]] result<write_options> options_for(const input& in) const {
    write_options options;
    options.tags = c_.tags;
    options.first_person = c_.first_person;
    if (const std::string file = voices_for(in); !file.empty()) {
      result<std::string> bytes = read_whole_file(file);
      if (bytes) {
        options.voices = std::move(*bytes);
      } else if (!c_.voices.empty() || bytes.error().code != error_code::not_found) {
        return tl::unexpected(std::move(bytes.error()));
      }
    }
    return options;
  }

  [[nodiscard]] result<void> put_in_place(const input& in,
                                          const std::vector<made_format>& made) const {
    const auto uninterrupted = no_interrupts();
    std::vector<output_file> files;
    std::error_code refused;
    for (const made_format& m : made) {
      for (const output_part& part : m.parts) {
        files.push_back({output_path(in, c_.folder, part.name), part.bytes});
        const std::filesystem::path folder = std::filesystem::path(files.back().path).parent_path();
        if (!folder.empty()) std::filesystem::create_directories(folder, refused);
        if (refused)
          return tl::unexpected(
              system_failure(refused.value(), folder.string(), "cannot make the folder"));
      }
    }
    if (result<void> done = write_files(files); !done) return done;
    for (const made_format& m : made)
      remove_older_parts(m.place, files);
    return {};
  }

  [[nodiscard]] std::string path_of(const input& in, std::size_t format) const {
    return output_path(in, c_.folder, find_format(c_.formats[format])->extension);
  }

  /// Whether every output is there and was made by this version from these bytes and facts.
  [[nodiscard]] bool up_to_date(const input& in, std::string_view bytes,
                                const read_options& options) const {
    if (!std::all_of(c_.formats.begin(), c_.formats.end(), bears_stamp)) return false;
    std::optional<stamp> wanted;
    for (std::size_t i = 0; i < c_.formats.size(); ++i) {
      const result<std::string> old = read_whole_file(path_of(in, i));
      if (!old) return false;
      if (!wanted) {
        wanted = stamp{std::string(version()),
                       std::string((*readers_.get())->model_name()),
                       text::replace_invalid_utf8(in.name),
                       text::sha256(bytes),
                       c_.tokenized,
                       options.cast ? options.cast->sha256 : std::string(),
                       options.fixes ? options.fixes->sha256 : std::string()};
      }
      if (find_stamp(*old, c_.formats[i]) != wanted) return false;
    }
    return true;
  }

  [[nodiscard]] std::size_t count_of(outcome_kind kind) const {
    return static_cast<std::size_t>(std::count_if(
        outcomes_.begin(), outcomes_.end(), [&](const auto& o) { return o && o->kind == kind; }));
  }

  void total(std::chrono::steady_clock::duration took) const {
    print(with_commas(count_of(outcome_kind::read)) + " read, " +
          with_commas(count_of(outcome_kind::skipped)) + " skipped, " +
          with_commas(count_of(outcome_kind::failed)) + " failed, " + seconds(took) + "\n");
  }

  const read_command& c_;
  const user_facts& facts_;
  reader_source& readers_;
  const std::vector<input> inputs_;
  std::vector<std::optional<outcome>> outcomes_;
  const bool to_stdout_;
  progress shown_;
  std::atomic<std::size_t> next_{0};
  std::mutex report_mutex_;
  std::size_t reported_ = 0;
};

/// Each format once, in the order of the names; a group stands for its members.
[[nodiscard]] std::vector<std::string> single_formats(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view f) {
    if (std::find(out.begin(), out.end(), f) == out.end()) out.emplace_back(f);
  };
  for (const std::string& name : names) {
    const format_group* group = find_format_group(name);
    if (group == nullptr) {
      add(name);
    } else {
      std::for_each(group->members.begin(), group->members.end(), add);
    }
  }
  return out;
}

/// The formats of which the file of voices is a part.
void add_voices(std::vector<std::string>& formats) {
  const bool wanted = std::any_of(formats.begin(), formats.end(), [](const std::string& f) {
    return f == "ssml" || f == "sml" || f == "abogen";
  });
  if (wanted && std::find(formats.begin(), formats.end(), "voices") == formats.end())
    formats.emplace_back("voices");
}

/// Empty, or what is wrong with the formats asked for.
[[nodiscard]] std::string unknown_format(const std::vector<std::string>& formats) {
  for (const std::string& f : formats) {
    if (find_format(f) == nullptr) return write(story{}, f).error().message();
  }
  return {};
}

}  // namespace

int run(const read_command& given) {
  read_command c = given;
  c.formats = single_formats(c.formats);
  // One format of one input, and nowhere said where to: standard output.
  const bool one_format = c.formats.size() == 1;
  if (c.formats.empty()) c.formats = {"sqlite", "html"};
  if (const std::string problem = unknown_format(c.formats); !problem.empty()) {
    complain(problem);
    return k_wrong_usage;
  }
  std::error_code unknown;
  if (!c.folder.empty() && std::filesystem::exists(c.folder, unknown) &&
      !std::filesystem::is_directory(c.folder, unknown)) {
    complain(c.folder + ": it is a file; give a folder after -o");
    return k_wrong_usage;
  }
  input_list list = find_inputs(c.inputs, false);
  for (const error& e : list.errors)
    complain(e.message());
  const int status = list.errors.empty() ? k_done : k_not_readable;
  if (list.inputs.empty()) return status;
  const bool to_stdout = one_format && c.folder.empty() && list.inputs.size() == 1;
  if (to_stdout && c.formats[0] == "sqlite" && ::isatty(STDOUT_FILENO) != 0) {
    complain("a database is nothing for a terminal; give a folder with -o, or `> book.story`");
    return k_wrong_usage;
  }
  if (!to_stdout) {
    add_voices(c.formats);
    if (const result<void> fine = check_outputs(list.inputs, c.folder, c.formats); !fine) {
      complain(fine.error().message());
      return k_wrong_usage;
    }
  }
  const result<user_facts> facts = user_facts::load(c.cast, c.fixes);
  if (!facts) {
    complain(facts.error().message());
    return k_not_readable;
  }
  reader_source readers(c.model);
  if (const auto r = readers.get(); !r) {
    complain(r.error().message());
    return k_not_readable;
  }
  return std::max(status, reading(c, *facts, readers, std::move(list.inputs), to_stdout).run());
}

int list_formats() {
  table t;
  for (const format& f : formats()) {
    t.add({{std::string(f.name), false, style::bold},
           {"NAME" + std::string(f.extension), false, style::plain},
           {std::string(f.description), false, style::plain}});
  }
  for (const format_group& g : format_groups()) {
    std::string members;
    for (const std::string_view member : g.members)
      (members += members.empty() ? "" : ", ").append(member);
    t.add({{std::string(g.name), false, style::bold},
           {"several files", false, style::plain},
           {std::string(g.description) + ": " + members, false, style::plain}});
  }
  print(t.text(0, columns_of(STDOUT_FILENO), wants_colour(STDOUT_FILENO)));
  return k_done;
}

}  // namespace fabula::program
