/// @file
/// @brief A small streaming JSON writer: fields in the order they are given, no tree in between.
#ifndef FABULA_WRITE_JSON_STREAM_HPP
#define FABULA_WRITE_JSON_STREAM_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace fabula {

/// Appends `s` as a JSON string with its quotation marks.
void append_json_string(std::string& out, std::string_view s);

/// Appends a number in [0, 1] with at most three decimals: 0, 0.25, 0.875, 1.
void append_confidence(std::string& out, float value);

/// Puts the commas. The caller opens and closes in pairs; nothing is checked but by the tests.
class json_stream {
 public:
  explicit json_stream(std::string& out) : out_(out) {}

  json_stream& open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  json_stream& close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  /// Names are ours: they hold nothing to escape.
  json_stream& key(std::string_view name) {
    separate();
    (out_ += '"').append(name) += "\":";
    first_ = true;
    return *this;
  }
  /// Starts the next item on a line of its own, so that outputs can be compared line by line.
  json_stream& line() {
    if (!first_) out_ += ',';
    out_ += '\n';
    first_ = true;
    return *this;
  }

  json_stream& value(std::string_view s);
  json_stream& value(const char* s) { return value(std::string_view(s)); }
  json_stream& value(bool b);
  json_stream& value(std::uint64_t n);
  json_stream& value(std::int64_t n);
  json_stream& value(std::uint32_t n) { return value(std::uint64_t{n}); }
  json_stream& null();
  /// A number in [0, 1] with at most three decimals, behind a key of any name.
  json_stream& number(float value);
  json_stream& confidence(float value) { return key("confidence").number(value); }

  template <class T>
  json_stream& field(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }
  /// `null` where the text is empty.
  json_stream& field_or_null(std::string_view name, std::string_view s) {
    key(name);
    return s.empty() ? null() : value(s);
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace fabula

#endif  // FABULA_WRITE_JSON_STREAM_HPP
