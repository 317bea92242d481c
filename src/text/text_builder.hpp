/// @file
/// @brief Makes one text out of the pieces of a marked-up source: blocks joined by an empty line,
/// white space inside them collapsed.
#ifndef FABULA_TEXT_TEXT_BUILDER_HPP
#define FABULA_TEXT_TEXT_BUILDER_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/block.hpp"

namespace fabula::text {

/// What the markup says of a block.
struct block_style {
  paragraph_kind kind = paragraph_kind::prose;
  std::uint8_t level = 0;     ///< heading level, 0 for none
  bool keep_lines = false;    ///< verse: its lines stay lines
  bool preformatted = false;  ///< its spaces stay too
  bool gap = false;           ///< more space before it
};

class text_builder {
 public:
  /// Inline text, valid UTF-8.
  void text(std::string_view words);
  /// Text that the source shows but does not hold as text: generated quotation marks and the like.
  void generated(std::string_view words);
  void line_break();
  /// What comes next stands on a line of its own.
  void new_line() {
    if (!pending_.empty() && pending_.back() != '\n') line_break();
  }
  /// A tab between two cells of a row; nothing where the row is empty still.
  void cell();
  void emphasis(bool on);
  void bold(bool on);
  void preformatted(bool on) noexcept { pre_ += on ? 1 : -1; }

  /// Ends the block that is being written. Nothing happens where it is empty.
  void end_block(const block_style& style);
  /// A rule: `* * *`.
  void rule();
  /// The next block stands after more space than is usual.
  void gap() noexcept { gap_ = true; }
  /// Names the place that comes next.
  void anchor(std::string name);

  /// Bytes written into the block so far.
  [[nodiscard]] std::size_t pending() const noexcept { return pending_.size(); }
  [[nodiscard]] std::string_view pending_from(std::size_t at) const noexcept {
    return std::string_view(pending_).substr(at);
  }
  /// Puts generated brackets around what was written from `at` on.
  void bracket(std::size_t at);

  /// The block that comes next has this number.
  [[nodiscard]] std::uint32_t next_block() const noexcept {
    return static_cast<std::uint32_t>(blocks.size());
  }
  /// Ends the text with its last newline.
  void finish();

  std::string text_out;
  std::vector<block> blocks;
  std::vector<fabula::emphasis> emphases;
  std::unordered_map<std::string, std::uint32_t> anchors;  ///< name to block
  std::uint64_t generated_characters =
      0;  ///< code points that are no white space and not the source's

 private:
  struct range32 {
    std::uint32_t start;
    std::uint32_t end;
  };
  void add_block(std::size_t from, std::size_t to, const block_style& style);
  void add_lines(const block_style& style);
  void clear_pending();
  void place_anchors(std::size_t up_to);

  std::string pending_;
  std::vector<range32> pending_emphases_;
  std::vector<std::pair<std::string, std::size_t>> pending_anchors_;
  std::size_t marked_ = 0;  ///< pending emphases that are written
  std::size_t placed_ = 0;  ///< pending anchors that have their block
  bool space_ = false;      ///< white space was read and not yet written
  bool gap_ = false;
  int emphasis_depth_ = 0;
  std::size_t emphasis_from_ = 0;
  int bold_depth_ = 0;
  std::size_t bold_bytes_ = 0;
  int pre_ = 0;
};

/// Code points of `s` that are no white space.
[[nodiscard]] std::uint64_t count_visible(std::string_view s) noexcept;

}  // namespace fabula::text

#endif  // FABULA_TEXT_TEXT_BUILDER_HPP
