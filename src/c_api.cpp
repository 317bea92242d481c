#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

#include "fabula/fabula.h"
#include "fabula/reader.hpp"
#include "fabula/writer.hpp"

struct fabula_model {
  std::shared_ptr<const fabula::model> value;
};

struct fabula_story {
  fabula::story value;
};

struct fabula_error {
  fabula_error_code code;
  std::string message;
};

namespace {

static_assert(static_cast<int>(fabula::error_code::not_found) == FABULA_NOT_FOUND);
static_assert(static_cast<int>(fabula::error_code::empty) == FABULA_EMPTY);
static_assert(static_cast<int>(fabula::error_code::damaged) == FABULA_DAMAGED);
static_assert(static_cast<int>(fabula::error_code::bad_option) == FABULA_BAD_OPTION);

/// What is said where there is no memory to say it in.
fabula_error out_of_memory{FABULA_NO_MEMORY, "out of memory"};

std::string_view view(fabula_string s) {
  return s.data == nullptr ? std::string_view() : std::string_view(s.data, s.length);
}

fabula_string borrow(std::string_view s) {
  return {s.data(), s.size()};
}

void set(fabula_error** to, fabula_error_code code, std::string message) {
  if (to != nullptr) *to = new fabula_error{code, std::move(message)};
}

/// Runs `work`, which tells by its value whether it succeeded; what it throws becomes an error.
template <class Work>
auto guarded(fabula_error** error, Work work) -> decltype(work()) {
  if (error != nullptr) *error = nullptr;
  try {
    try {
      return work();
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& e) {
      set(error, FABULA_INTERNAL, std::string("a mistake in fabula itself: ") + e.what());
    }
  } catch (...) {
    if (error != nullptr) *error = &out_of_memory;
  }
  return {};
}

}  // namespace

extern "C" {

fabula_string fabula_version(void) {
  return borrow(fabula::version());
}

fabula_model* fabula_model_load(fabula_string folder, fabula_string instruction_set,
                                fabula_error** error) {
  return guarded(error, [&]() -> fabula_model* {
    fabula::model_options o;
    if (instruction_set.length > 0) o.instruction_set = view(instruction_set);
    auto m = fabula::model::load(std::string(view(folder)), o);
    if (m) return new fabula_model{std::move(*m)};
    set(error, static_cast<fabula_error_code>(m.error().code), m.error().message());
    return nullptr;
  });
}

fabula_string fabula_model_name(const fabula_model* model) {
  return borrow(model->value->name());
}

void fabula_model_free(fabula_model* model) {
  delete model;
}

fabula_story* fabula_read_bytes(fabula_string bytes, fabula_string name,
                                const fabula_read_options* options, fabula_error** error) {
  return guarded(error, [&]() -> fabula_story* {
    fabula::read_options o;
    if (options != nullptr) {
      o.tokenized = options->tokenized;
      if (options->cast.length > 0) {
        auto cast = fabula::parse_given_cast(view(options->cast), "cast");
        if (!cast) {
          set(error, static_cast<fabula_error_code>(cast.error().code), cast.error().message());
          return nullptr;
        }
        o.cast = std::make_shared<const fabula::given_cast>(std::move(*cast));
      }
      if (options->fixes.length > 0) {
        auto fixes = fabula::parse_fixes(view(options->fixes), "fixes");
        if (!fixes) {
          set(error, static_cast<fabula_error_code>(fixes.error().code), fixes.error().message());
          return nullptr;
        }
        o.fixes = std::make_shared<const fabula::fix_list>(std::move(*fixes));
      }
    }
    const fabula_model* m = options == nullptr ? nullptr : options->model;
    const fabula::reader reader = m == nullptr ? fabula::reader() : fabula::reader(m->value);
    auto s = reader.read(view(bytes), view(name), o);
    if (s) return new fabula_story{std::move(*s)};
    set(error, static_cast<fabula_error_code>(s.error().code), s.error().message());
    return nullptr;
  });
}

void fabula_story_free(fabula_story* story) {
  delete story;
}

fabula_string fabula_story_text(const fabula_story* story) {
  return borrow(story->value.text);
}

bool fabula_story_write(const fabula_story* story, fabula_string format, fabula_owned_string* out,
                        fabula_error** error) {
  return guarded(error, [&]() -> bool {
    const auto bytes = fabula::write(story->value, view(format));
    if (!bytes) {
      set(error, static_cast<fabula_error_code>(bytes.error().code), bytes.error().message());
      return false;
    }
    auto* copy = static_cast<char*>(std::malloc(bytes->size() + 1));
    if (copy == nullptr) throw std::bad_alloc();
    std::memcpy(copy, bytes->c_str(), bytes->size() + 1);
    *out = {copy, bytes->size()};
    return true;
  });
}

size_t fabula_format_count(void) {
  return fabula::formats().size();
}

fabula_string fabula_format_name(size_t position) {
  return position < fabula::formats().size() ? borrow(fabula::formats()[position].name)
                                             : fabula_string{"", 0};
}

void fabula_owned_string_free(fabula_owned_string* s) {
  if (s == nullptr) return;
  std::free(s->data);
  *s = {nullptr, 0};
}

fabula_error_code fabula_error_get_code(const fabula_error* error) {
  return error->code;
}

fabula_string fabula_error_message(const fabula_error* error) {
  return borrow(error->message);
}

void fabula_error_free(fabula_error* error) {
  if (error != &out_of_memory) delete error;
}

}  // extern "C"
