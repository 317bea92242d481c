#include "write/stamp.hpp"

#include <nlohmann/json.hpp>

#include "fabula/reader.hpp"
#include "story/store.hpp"
#include "text/unicode.hpp"
#include "write/json_stream.hpp"

namespace fabula {
namespace {

constexpr std::string_view k_mark = "made by fabula ";

[[nodiscard]] std::optional<stamp> from_fields(const nlohmann::json& j) {
  const auto word = [](const nlohmann::json& object, const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const auto source = j.find("source");
  if (source == j.end() || !source->is_object()) return std::nullopt;
  stamp s{word(j, "fabula"),
          word(j, "model"),
          word(*source, "name"),
          word(*source, "sha256"),
          false,
          word(*source, "cast_sha256"),
          word(*source, "fixes_sha256")};
  const auto tokenized = source->find("tokenized");
  s.tokenized = tokenized != source->end() && tokenized->is_boolean() && tokenized->get<bool>();
  return s;
}

[[nodiscard]] std::optional<stamp> parse(const std::string& object) {
  const nlohmann::json j = nlohmann::json::parse(object, nullptr, false);
  return j.is_object() ? from_fields(j) : std::nullopt;
}

/// Our JSON begins with what is asked for; the text and the layers need not be parsed.
[[nodiscard]] std::optional<stamp> in_json(std::string_view bytes) {
  const std::size_t end = bytes.find(",\n\"text\":");
  return end == bytes.npos ? std::nullopt : parse(std::string(bytes.substr(0, end)) + "}");
}

[[nodiscard]] std::optional<stamp> in_comment(std::string_view bytes, std::size_t mark) {
  if (mark == bytes.npos) return std::nullopt;
  const std::string_view rest = bytes.substr(mark + k_mark.size());
  return parse(std::string(rest.substr(0, rest.find_first_of("\n-"))));
}

[[nodiscard]] std::optional<stamp> in_store(std::string_view bytes) {
  const std::optional<store_head> head = read_store_head(bytes);
  if (!head) return std::nullopt;
  return stamp{head->fabula,    head->model,       head->name,        head->sha256,
               head->tokenized, head->cast_sha256, head->fixes_sha256};
}

/// `-` and `>` have other spellings in JSON, which a comment of HTML can hold.
[[nodiscard]] std::string without_marks(const std::string& json) {
  std::string out;
  for (const char c : json) {
    if (c == '-') {
      out += "\\u002d";
    } else if (c == '>') {
      out += "\\u003e";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

stamp stamp_of(const story& s) {
  return {std::string(version()),
          s.model,
          text::replace_invalid_utf8(s.source.name),
          s.source.sha256,
          s.source.tokenized,
          s.source.cast_sha256,
          s.source.fixes_sha256};
}

std::string stamp_line(const stamp& s) {
  std::string out;
  json_stream j(out);
  j.open('{').field("fabula", std::string_view(s.fabula)).field("model", std::string_view(s.model));
  j.key("source").open('{').field("name", std::string_view(s.name));
  j.field("sha256", std::string_view(s.sha256))
      .field("tokenized", s.tokenized)
      .field_or_null("cast_sha256", s.cast_sha256)
      .field_or_null("fixes_sha256", s.fixes_sha256)
      .close('}')
      .close('}');
  return std::string(k_mark) + without_marks(out);
}

bool bears_stamp(std::string_view format) noexcept {
  return format == "json" || format == "html" || format == "sqlite" || format == "text" ||
         format == "conllu";
}

std::optional<stamp> find_stamp(std::string_view bytes, std::string_view format) {
  if (format == "json") return in_json(bytes);
  if (format == "sqlite") return in_store(bytes);
  if (format == "text" || format == "conllu")
    return in_comment(bytes, bytes.substr(0, 64).find(k_mark));
  if (format == "html") {
    const std::size_t tail = bytes.size() - std::min<std::size_t>(bytes.size(), 4096);
    const std::size_t mark = bytes.substr(tail).rfind(k_mark);
    return in_comment(bytes, mark == bytes.npos ? mark : tail + mark);
  }
  return std::nullopt;
}

}  // namespace fabula
