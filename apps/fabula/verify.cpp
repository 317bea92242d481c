#include "story/verify.hpp"

#include <unistd.h>

#include <cstdio>

#include "commands.hpp"
#include "open_story.hpp"
#include "terminal.hpp"

namespace fabula::program {
namespace {

[[nodiscard]] std::string in_words(const report& r, bool failures_alone, bool colour) {
  table t;
  std::string problems;
  for (const check& c : r.checks) {
    if (failures_alone && c.passed()) continue;
    t.add({c.passed() ? table::cell{"ok", false, style::good}
                      : table::cell{"FAIL", false, style::bad},
           {c.name, false, style::plain},
           {c.detail, false, style::plain}});
    for (const std::string& p : c.problems)
      problems += "        " + one_line(p) + "\n";
    if (c.failures > c.problems.size()) {
      problems += "        and " + with_commas(c.failures - c.problems.size()) + " more\n";
    }
  }
  return t.rows() == 0 ? "" : t.text(2, 0, colour) + problems;
}

}  // namespace

int run(const verify_command& c) {
  const input_list list = find_inputs(c.inputs, true);
  for (const error& e : list.errors)
    complain(e.message());
  std::size_t unreadable = list.errors.size();
  std::size_t wrong = 0;
  progress shown(!c.quiet, list.inputs.size());
  reader_source readers(c.model);
  for (const input& in : list.inputs) {
    const result<opened_story> s = open_story(in, c.tokenized, readers, shown);
    shown.one_more_done();
    shown.clear();
    if (!s) {
      std::fflush(stdout);
      complain(s.error().message());
      ++unreadable;
      continue;
    }
    const report r = verify(s->value, s->bytes);
    if (!r.passed()) ++wrong;
    if (!c.quiet || !r.passed()) {
      print(one_line(in.path) + "\n" + in_words(r, c.quiet, wants_colour(STDOUT_FILENO)));
    }
  }
  if (!c.quiet && list.inputs.size() > 1) {
    print(with_commas(list.inputs.size() + list.errors.size()) + " verified, " +
          with_commas(wrong) + " failed, " + with_commas(unreadable) + " not readable\n");
  }
  return wrong + unreadable == 0 ? k_done : k_not_readable;
}

}  // namespace fabula::program
