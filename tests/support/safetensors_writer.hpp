/// @file
/// @brief Safetensors files made in memory, as our Python writer makes them, and broken ones.
#ifndef FABULA_TESTS_SUPPORT_SAFETENSORS_WRITER_HPP
#define FABULA_TESTS_SUPPORT_SAFETENSORS_WRITER_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nn/tensor.hpp"

namespace fabula::testing {

/// The file of this JSON and these bytes, the JSON padded with blanks so that data begins on 64.
[[nodiscard]] inline std::string safetensors_of(std::string json, std::string_view data) {
  while ((json.size() + 8) % 64 != 0)
    json += ' ';
  std::string out;
  for (unsigned i = 0; i < 8; ++i)
    out += static_cast<char>((json.size() >> (8 * i)) & 0xFFU);
  return out + json + std::string(data);
}

[[nodiscard]] inline std::span<const std::byte> bytes_of(std::string_view s) {
  return std::as_bytes(std::span(s.data(), s.size()));
}

/// Collects tensors and writes them one after the other, the widest elements first.
class safetensors_writer {
 public:
  template <class T>
  safetensors_writer& add(const std::string& name, const std::vector<std::size_t>& shape,
                          const std::vector<T>& values) {
    tensor t{name, std::string(nn::to_string(nn::dtype_of<T>())), shape, sizeof(T), {}};
    t.bytes.resize(values.size() * sizeof(T));
    if (!values.empty()) std::memcpy(t.bytes.data(), values.data(), t.bytes.size());
    tensors_.push_back(std::move(t));
    return *this;
  }
  safetensors_writer& metadata(const std::string& key, const std::string& value) {
    metadata_ += (metadata_.empty() ? "\"" : ",\"") + key + "\":\"" + value + '"';
    return *this;
  }

  [[nodiscard]] std::string str() const {
    std::string json = "{\"__metadata__\":{" + metadata_ + "}";
    std::string data;
    for (const std::size_t width : {8U, 4U, 2U, 1U}) {
      for (const tensor& t : tensors_) {
        if (t.width != width) continue;
        json += ",\"" + t.name + "\":{\"dtype\":\"" + t.type + "\",\"shape\":[";
        for (std::size_t i = 0; i < t.shape.size(); ++i)
          json += (i == 0 ? "" : ",") + std::to_string(t.shape[i]);
        json += "],\"data_offsets\":[" + std::to_string(data.size()) + ",";
        data += t.bytes;
        json += std::to_string(data.size()) + "]}";
      }
    }
    return safetensors_of(json + "}", data);
  }

 private:
  struct tensor {
    std::string name;
    std::string type;
    std::vector<std::size_t> shape;
    std::size_t width;
    std::string bytes;
  };
  std::vector<tensor> tensors_;
  std::string metadata_;
};

}  // namespace fabula::testing

#endif  // FABULA_TESTS_SUPPORT_SAFETENSORS_WRITER_HPP
