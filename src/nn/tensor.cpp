#include "nn/tensor.hpp"

namespace fabula::nn {
namespace {

constexpr std::array<std::string_view, 10> k_names{"I8",  "U8",  "I16", "U16", "I32",
                                                   "U32", "I64", "U64", "F32", "F64"};

}  // namespace

std::string_view to_string(dtype type) noexcept {
  return k_names[static_cast<std::size_t>(type)];
}

std::optional<dtype> dtype_named(std::string_view name) noexcept {
  for (std::size_t i = 0; i < k_names.size(); ++i)
    if (k_names[i] == name) return static_cast<dtype>(i);
  return std::nullopt;
}

}  // namespace fabula::nn
