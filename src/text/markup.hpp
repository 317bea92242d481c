/// @file
/// @brief What HTML and XHTML mean, whichever parser read them: elements come in as events.
#ifndef FABULA_TEXT_MARKUP_HPP
#define FABULA_TEXT_MARKUP_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/text_builder.hpp"

namespace fabula::text {

/// An element as either parser shows it.
class element {
 public:
  virtual ~element() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  ///< local, lower case
  [[nodiscard]] virtual std::string_view attribute(const char* name) const = 0;  ///< empty if none
};

/// Takes the events of one document, in order.
class markup_sink {
 public:
  virtual ~markup_sink() = default;
  virtual void open(const element& e) = 0;
  virtual void close() = 0;
  virtual void words(std::string_view text) = 0;
};

/// The few things that a style sheet says which a reader of stories needs.
struct style_rules {
  enum : std::uint8_t {
    italic = 1,
    upright = 2,
    hidden = 4,
    preformatted = 8,
    gap = 16,
    bold = 32
  };
  std::unordered_map<std::string, std::uint8_t>
      rules;  ///< by ".class", "#id", "tag" or "tag.class"

  void add_sheet(std::string_view css);
  [[nodiscard]] std::uint8_t of(const element& e) const;
};

/// What the declarations of one `style` attribute or rule say.
[[nodiscard]] std::uint8_t read_declarations(std::string_view css);

/// Whether a reader of the source would see nothing of this element.
[[nodiscard]] bool is_hidden(const element& e, const style_rules& styles, bool drop_navigation);

/// Whether `word` is one of the space-separated words of `list`.
[[nodiscard]] bool has_word(std::string_view list, std::string_view word) noexcept;

/// Counts what a reader of the source would see, independently of `page_reader`.
class visible_counter final : public markup_sink {
 public:
  visible_counter(const style_rules& styles, bool drop_navigation)
      : styles_(styles), drop_navigation_(drop_navigation) {}
  void open(const element& e) override;
  void close() override {
    --depth_;
    if (hidden_from_ > depth_) hidden_from_ = k_never;
  }
  void words(std::string_view text) override {
    if (hidden_from_ == k_never) count += count_visible(text);
  }
  std::uint64_t count = 0;

 private:
  static constexpr std::size_t k_never = ~std::size_t{0};
  const style_rules& styles_;
  bool drop_navigation_;
  std::size_t depth_ = 0;
  std::size_t hidden_from_ = k_never;
};

/// A place in the text that the markup calls by its role (epub:type, role, landmarks).
struct role_mark {
  std::uint32_t block = 0;
  std::string role;
};

/// A piece of the page that has a name of its own: AO3's preface, notes and tags.
struct region {
  std::string name;  ///< "preface", "meta", "endnotes", "afterword", "dt", "dd"
  std::uint32_t first = 0;
  std::uint32_t last = 0;  ///< behind its last block
};

/// Writes a document into a text builder.
class page_reader final : public markup_sink {
 public:
  page_reader(text_builder& out, const style_rules& styles, bool drop_navigation,
              std::string anchor_prefix)
      : out_(out),
        styles_(styles),
        drop_navigation_(drop_navigation),
        prefix_(std::move(anchor_prefix)) {}

  void open(const element& e) override;
  void close() override;
  void words(std::string_view text) override;

  std::string title;             ///< of the head
  std::vector<role_mark> roles;  ///< of sections, in order
  std::vector<region> regions;   ///< in the order in which they end
  std::uint64_t linked = 0;      ///< visible characters inside links
  std::uint32_t images = 0;

 private:
  struct level_state {
    block_style style;
    bool hidden = false;
    bool block = false;
    bool emphasis = false;
    bool bold = false;
    bool pre = false;
    bool quote = false;
    bool link = false;
    bool note_mark = false;
    bool spacer = false;       ///< a paragraph that is space where it stays empty
    bool break_class = false;  ///< its class says that it is a scene break
    bool ruby_text = false;
    bool in_title = false;
    bool stanza = false;  ///< blocks inside are lines
    bool line = false;    ///< such a line
    const char* region = nullptr;
    std::uint32_t first_block = 0;
    std::size_t from = 0;  ///< pending bytes when it opened
  };
  void open_block(const element& e, level_state& s);
  void open_inline(const element& e, level_state& s, std::uint8_t css);
  void image(const element& e);
  void set_roles(const element& e, level_state& s);
  [[nodiscard]] const block_style& style() const noexcept {
    static const block_style plain;
    return stack_.empty() ? plain : stack_.back().style;
  }

  text_builder& out_;
  const style_rules& styles_;
  bool drop_navigation_;
  std::string prefix_;
  std::vector<level_state> stack_;
  int quotes_ = 0;
  int links_ = 0;
  bool ruby_parens_ = false;  ///< the ruby has its own parentheses (<rp>)
};

}  // namespace fabula::text

#endif  // FABULA_TEXT_MARKUP_HPP
