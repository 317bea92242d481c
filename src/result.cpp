#include "fabula/result.hpp"

namespace fabula {

std::string error::message() const {
  std::string out;
  for (const std::string* part : {&file, &place, &problem}) {
    if (part->empty()) continue;
    if (!out.empty()) out += ": ";
    out += *part;
  }
  if (!remedy.empty()) out += (out.empty() ? "" : "; ") + remedy;
  return out;
}

std::string_view to_string(error_code code) noexcept {
  switch (code) {
    case error_code::not_found: return "not_found";
    case error_code::not_a_file: return "not_a_file";
    case error_code::not_allowed: return "not_allowed";
    case error_code::empty: return "empty";
    case error_code::not_text: return "not_text";
    case error_code::damaged: return "damaged";
    case error_code::encrypted: return "encrypted";
    case error_code::too_large: return "too_large";
    case error_code::no_space: return "no_space";
    case error_code::bad_option: return "bad_option";
  }
  return "";
}

}  // namespace fabula
