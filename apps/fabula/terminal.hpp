/// @file
/// @brief Words for people: width, colour, and nothing that a terminal would take for a command.
#ifndef FABULA_APPS_TERMINAL_HPP
#define FABULA_APPS_TERMINAL_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fabula::program {

/// Columns that the words take on a terminal.
[[nodiscard]] std::size_t width_of(std::string_view words);

/// The words on one line: white space collapsed, control characters dropped, so that no text can
/// move the cursor or colour the screen. Cut with an ellipsis where wider than `columns` (0:
/// never).
[[nodiscard]] std::string one_line(std::string_view words, std::size_t columns = 0);

/// Columns of the terminal at this descriptor; 0 where it is none.
[[nodiscard]] std::size_t columns_of(int descriptor);

/// Whether to colour: a terminal, and neither NO_COLOR nor TERM=dumb.
[[nodiscard]] bool wants_colour(int descriptor);

enum class style { plain, bold, dim, good, bad };

/// `words` in a style, where `on`.
[[nodiscard]] std::string styled(std::string_view words, style s, bool on);

/// Rows set in columns as wide as their widest cell; numbers to the right.
class table {
 public:
  struct cell {
    std::string words;
    bool right = false;
    style look = style::plain;
  };

  void add(std::vector<cell> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_.size(); }
  /// One line a row, each behind `indent` spaces; the last cell is cut at `columns` (0: never).
  [[nodiscard]] std::string text(std::size_t indent, std::size_t columns, bool colour) const;

 private:
  std::vector<std::vector<cell>> rows_;
};

/// Writes to standard output or, as "fabula: WORDS", to standard error.
void print(std::string_view words);
void complain(std::string_view words);

/// False where something printed could not be written; says so once, unless the reader just left.
[[nodiscard]] bool flush_output();

}  // namespace fabula::program

#endif  // FABULA_APPS_TERMINAL_HPP
