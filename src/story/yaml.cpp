#include "story/yaml.hpp"

// libyaml reads events, so that nothing is built that was not first counted.
#include <yaml.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "text/unicode.hpp"

namespace fabula {
namespace {

constexpr std::size_t k_most_bytes = 4U << 20U;
constexpr std::size_t k_most_nodes = 500'000;
constexpr std::size_t k_deepest = 16;

[[nodiscard]] std::string line_words(std::size_t line) {
  return "line " + std::to_string(line);
}

[[nodiscard]] int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four hexadecimal digits of a JSON escape at `at`; nothing where there is none.
[[nodiscard]] std::optional<std::uint32_t> escape_at(std::string_view s, std::size_t at) noexcept {
  if (at + 6 > s.size() || s[at] != '\\' || s[at + 1] != 'u') return std::nullopt;
  std::uint32_t out = 0;
  for (std::size_t k = at + 2; k < at + 6; ++k) {
    const int d = hex_digit(s[k]);
    if (d < 0) return std::nullopt;
    out = out * 16 + static_cast<std::uint32_t>(d);
  }
  return out;
}

/// JSON writes a code point beyond U+FFFF as two escapes, which YAML does not know.
[[nodiscard]] std::string with_whole_escapes(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size();) {
    const auto high = escape_at(s, i);
    const auto low = high ? escape_at(s, i + 6) : std::nullopt;
    if (low && *high >= 0xD800 && *high < 0xDC00 && *low >= 0xDC00 && *low < 0xE000) {
      text::append_utf8(out, 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00));
      i += 12;
    } else if (s[i] == '\\' && i + 1 < s.size()) {
      out.append(s.substr(i, 2));  // an escaped backslash does not begin an escape
      i += 2;
    } else {
      out += s[i++];
    }
  }
  return out;
}

/// libyaml's parser and the event it has just read.
class event_source {
 public:
  explicit event_source(std::string_view bytes) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(bytes.data()),
                                 bytes.size());
  }
  event_source(const event_source&) = delete;
  event_source& operator=(const event_source&) = delete;
  ~event_source() {
    clear();
    yaml_parser_delete(&parser_);
  }

  [[nodiscard]] bool next() {
    clear();
    has_event_ = yaml_parser_parse(&parser_, &event_) != 0;
    if (!has_event_ && parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    return has_event_;
  }
  [[nodiscard]] const yaml_event_t& event() const noexcept { return event_; }
  [[nodiscard]] std::size_t line() const noexcept {
    return (has_event_ ? event_.start_mark.line : parser_.problem_mark.line) + 1;
  }
  [[nodiscard]] std::string problem() const {
    return parser_.problem == nullptr ? "this is not YAML" : parser_.problem;
  }

 private:
  void clear() {
    if (has_event_) yaml_event_delete(&event_);
    has_event_ = false;
  }
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool has_event_ = false;
};

class builder {
 public:
  builder(std::string_view bytes, std::string_view file) : source_(bytes), file_(file) {}

  [[nodiscard]] result<yaml_node> build() {
    yaml_node root;
    bool seen = false;
    while (source_.next()) {
      switch (source_.event().type) {
        case YAML_STREAM_END_EVENT: return root;
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT: continue;
        case YAML_DOCUMENT_START_EVENT:
          if (seen)
            return fail(error_code::damaged, "a second document begins", "keep one of them");
          seen = true;
          continue;
        default:
          if (!value(root, 0)) return tl::unexpected(std::move(error_));
      }
    }
    return fail(error_code::damaged, source_.problem(),
                "mend it there; text with : or # in it needs quotes");
  }

 private:
  [[nodiscard]] tl::unexpected<error> fail(error_code code, std::string problem,
                                           std::string remedy) const {
    return tl::unexpected(error{code, std::string(file_), line_words(source_.line()),
                                std::move(problem), std::move(remedy)});
  }

  bool refuse(error_code code, std::string problem, std::string remedy) {
    error_ = fail(code, std::move(problem), std::move(remedy)).value();
    return false;
  }

  template <class Event>
  [[nodiscard]] static bool decorated(const Event& e) noexcept {
    return e.anchor != nullptr || (e.tag != nullptr && *e.tag != 0);
  }

  /// Moves on to the next event of a list or map; false at its end or on an error.
  bool step(yaml_event_type_t end) {
    if (!source_.next()) {
      refuse(error_code::damaged, source_.problem(),
             "mend it there; text with : or # in it needs quotes");
      failed_ = true;
      return false;
    }
    return source_.event().type != end;
  }

  /// Reads the value whose first event is at hand. Depth is bounded, so recursion is.
  bool value(yaml_node& out, std::size_t depth) {
    const yaml_event_t& e = source_.event();
    out.line = static_cast<std::uint32_t>(source_.line());
    if (depth > k_deepest)
      return refuse(error_code::too_large, "values are nested too deeply", "facts are flat lists");
    if (++nodes_ > k_most_nodes)
      return refuse(error_code::too_large, "there are more values than facts could need",
                    "split the file");
    const bool odd = e.type == YAML_ALIAS_EVENT ||
                     (e.type == YAML_SCALAR_EVENT && decorated(e.data.scalar)) ||
                     (e.type == YAML_SEQUENCE_START_EVENT && decorated(e.data.sequence_start)) ||
                     (e.type == YAML_MAPPING_START_EVENT && decorated(e.data.mapping_start));
    if (odd)
      return refuse(error_code::damaged, "anchors (&), aliases (*) and tags (!) are not read here",
                    "write the value out, or put it in quotes");
    if (e.type == YAML_SCALAR_EVENT) return scalar(out, e);
    if (e.type == YAML_SEQUENCE_START_EVENT) return list(out, depth);
    return map(out, depth);
  }

  static bool scalar(yaml_node& out, const yaml_event_t& e) {
    out.scalar.assign(reinterpret_cast<const char*>(e.data.scalar.value), e.data.scalar.length);
    const bool plain = e.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const bool none = plain && (out.scalar.empty() || out.scalar == "~" || out.scalar == "null");
    out.kind = none ? yaml_kind::none : yaml_kind::scalar;
    return true;
  }

  bool list(yaml_node& out, std::size_t depth) {
    out.kind = yaml_kind::list;
    while (step(YAML_SEQUENCE_END_EVENT))
      if (!value(out.items.emplace_back(), depth + 1)) return false;
    return !failed_;
  }

  bool map(yaml_node& out, std::size_t depth) {
    out.kind = yaml_kind::map;
    while (step(YAML_MAPPING_END_EVENT)) {
      auto& [key, held] = out.fields.emplace_back();
      if (!value(key, depth + 1)) return false;
      // A value always follows its key, or the parser fails; an end mark cannot come here.
      if (!step(YAML_NO_EVENT)) return false;
      if (!value(held, depth + 1)) return false;
    }
    return !failed_;
  }

  event_source source_;
  std::string_view file_;
  std::size_t nodes_ = 0;
  bool failed_ = false;
  error error_;
};

}  // namespace

result<yaml_node> parse_yaml(std::string_view bytes, std::string_view file) {
  const auto fail = [&](error_code code, std::string place, std::string problem,
                        std::string remedy) {
    return tl::unexpected(
        error{code, std::string(file), std::move(place), std::move(problem), std::move(remedy)});
  };
  if (bytes.size() > k_most_bytes)
    return fail(error_code::too_large, "", "facts of over 4 MiB are not read", "split the file");
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (const std::size_t bad = text::find_invalid_utf8(bytes); bad != bytes.npos) {
    const auto line =
        std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
    return fail(error_code::not_text, line_words(static_cast<std::size_t>(line) + 1),
                "this is not UTF-8", "save the file as UTF-8");
  }
  const std::string whole = with_whole_escapes(bytes);
  return builder(whole, file).build();
}

std::string place_of(const yaml_node& n) {
  return n.line > 0 ? line_words(n.line) : std::string();
}

}  // namespace fabula
