#include "nn/safetensors.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>
#include <vector>

namespace fabula::nn {
namespace {

constexpr std::string_view k_remedy = "install the model again, of this version of fabula";
constexpr std::size_t k_length_bytes = 8;

/// What the header says of one tensor, as yet unchecked.
struct entry {
  std::string name;
  dtype type = dtype::u8;
  std::vector<std::size_t> shape;
  std::vector<std::uint64_t> offsets;
  bool has_type = false;
  bool has_shape = false;
  bool has_offsets = false;
};

/// Names go into messages: a hostile one may be megabytes.
std::string shortened(std::string_view s) {
  constexpr std::size_t k_most = 80;
  std::string out(s.substr(0, k_most));
  if (s.size() > k_most) out += "...";
  return out;
}

std::string place_of(std::string_view tensor) {
  return "tensor \"" + shortened(tensor) + "\"";
}

/// What nlohmann's parser calls. It keeps no more than the entries, and stops at the first thing
/// that no header has.
class header_reader {
 public:
  std::map<std::string, entry, std::less<>> entries;
  std::map<std::string, std::string, std::less<>> metadata;
  std::string place;
  std::string problem;

  bool null() { return unexpected("null"); }
  bool boolean(bool) { return unexpected("a truth value"); }
  bool number_integer(std::int64_t) { return unexpected("a negative number"); }
  bool number_float(double, const std::string&) { return unexpected("a number that is not whole"); }
  bool binary(std::vector<std::uint8_t>&) { return unexpected("binary data"); }

  bool number_unsigned(std::uint64_t n) {
    if (state_ == state::shape) {
      if (n > std::numeric_limits<std::size_t>::max()) return fail("a dimension is too large");
      if (entry_->shape.size() == k_max_rank) return fail("it has more than 8 dimensions");
      entry_->shape.push_back(static_cast<std::size_t>(n));
      return true;
    }
    if (state_ == state::offsets) {
      if (entry_->offsets.size() == 2) return fail("data_offsets are more than two");
      entry_->offsets.push_back(n);
      return true;
    }
    return unexpected("a number");
  }

  bool string(std::string& value) {
    if (state_ == state::metadata) {
      metadata.find(key_)->second = std::move(value);
      return true;
    }
    if (state_ != state::tensor || key_ != "dtype") return unexpected("a string");
    const auto type = dtype_named(value);
    if (!type) return fail("its dtype is none that fabula reads: " + shortened(value));
    entry_->type = *type;
    return true;
  }

  bool start_object(std::size_t) {
    if (state_ == state::outside) {
      state_ = state::top;
      return true;
    }
    if (state_ != state::top) return unexpected("an object");
    if (key_ == "__metadata__") {
      state_ = state::metadata;
      return true;
    }
    state_ = state::tensor;
    return true;
  }

  bool key(std::string& name) {
    key_ = std::move(name);
    if (state_ == state::metadata) {
      if (metadata.emplace(key_, std::string()).second) return true;
      return fail("the key stands twice: " + shortened(key_));
    }
    if (state_ == state::tensor) return field();
    place = key_ == "__metadata__" ? key_ : place_of(key_);
    if (key_ == "__metadata__") {
      if (std::exchange(has_metadata_, true)) return fail("it stands twice");
      return true;
    }
    const auto [at, added] = entries.try_emplace(key_);
    if (!added) return fail("the name stands twice");
    entry_ = &at->second;
    entry_->name = key_;
    return true;
  }

  bool end_object() {
    if (state_ == state::tensor) {
      if (!entry_->has_type) return fail("it has no dtype");
      if (!entry_->has_shape) return fail("it has no shape");
      if (!entry_->has_offsets) return fail("it has no data_offsets");
      if (entry_->offsets.size() != 2) return fail("data_offsets are not two");
    }
    state_ = state_ == state::top ? state::outside : state::top;
    return true;
  }

  bool start_array(std::size_t) {
    if (state_ != state::tensor || key_ == "dtype") return unexpected("a list");
    state_ = key_ == "shape" ? state::shape : state::offsets;
    return true;
  }
  bool end_array() {
    state_ = state::tensor;
    return true;
  }

  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) {
    place = "header, byte " + std::to_string(at + k_length_bytes);
    return fail("it is not JSON");
  }

 private:
  enum class state : std::uint8_t { outside, top, metadata, tensor, shape, offsets };

  bool field() {
    bool* const seen = key_ == "dtype"          ? &entry_->has_type
                       : key_ == "shape"        ? &entry_->has_shape
                       : key_ == "data_offsets" ? &entry_->has_offsets
                                                : nullptr;
    if (seen == nullptr) return fail("it has a field that no tensor has: " + shortened(key_));
    if (std::exchange(*seen, true)) return fail(key_ + " stands twice");
    return true;
  }

  bool unexpected(const char* what) {
    return fail(std::string("there is ") + what + " where the format has none");
  }
  bool fail(std::string why) {
    if (problem.empty()) problem = std::move(why);
    return false;
  }

  state state_ = state::outside;
  std::string key_;
  entry* entry_ = nullptr;
  bool has_metadata_ = false;
};

/// Byte of `text` at which it is no longer UTF-8 or holds a control character; its size if nowhere.
std::size_t text_until(std::string_view text) noexcept {
  const auto* const bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t c = 0;
    const auto left = static_cast<utf8proc_ssize_t>(text.size() - at);
    const auto read = utf8proc_iterate(bytes + at, left, &c);
    if (read <= 0 || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) return at;
    at += static_cast<std::size_t>(read);
  }
  return at;
}

/// Product of the shape and the element's size; nothing where it overflows.
std::optional<std::uint64_t> bytes_of(const entry& e) noexcept {
  std::uint64_t product = size_of(e.type);
  // A zero makes the product zero, but must not hide an overflow that a reader would run into.
  for (const std::size_t n : e.shape)
    if (__builtin_mul_overflow(product, std::max<std::uint64_t>(n, 1), &product))
      return std::nullopt;
  return std::ranges::find(e.shape, 0U) == e.shape.end() ? product : 0;
}

/// What is wrong with where this tensor lies; empty where nothing is.
std::string range_problem(const entry& e, std::uint64_t data_begin, std::uint64_t data_size) {
  const std::uint64_t begin = e.offsets[0];
  const std::uint64_t end = e.offsets[1];
  if (begin > end) return "data_offsets end before they begin";
  if (end > data_size)
    return "data_offsets end at " + std::to_string(end) + ", behind the data of " +
           std::to_string(data_size) + " bytes";
  const auto wanted = bytes_of(e);
  if (!wanted) return "the product of its shape overflows";
  if (end - begin != *wanted)
    return "data_offsets span " + std::to_string(end - begin) + " bytes, dtype and shape ask for " +
           std::to_string(*wanted);
  if ((data_begin + begin) % size_of(e.type) != 0) return "it is not aligned to its dtype";
  return {};
}

template <class Shape>
std::string described(dtype type, const Shape& shape) {
  std::string out(to_string(type));
  out += " [";
  bool first = true;
  for (const auto n : shape) {
    if (!std::exchange(first, false)) out += ", ";
    if constexpr (std::is_signed_v<decltype(n)>) {
      out += n == k_any ? "*" : std::to_string(n);
    } else {
      out += std::to_string(n);
    }
  }
  return out + "]";
}

std::uint64_t little_endian(std::span<const std::byte> bytes) noexcept {
  std::uint64_t n = 0;
  for (std::size_t i = k_length_bytes; i-- > 0;)
    n = (n << 8U) | std::to_integer<unsigned>(bytes[i]);
  return n;
}

error system_failure(int code, const std::string& path) {
  error e{error_code::not_allowed, path, {}, {}, "check the permissions"};
  e.problem = "cannot read: " + std::generic_category().message(code);
  if (code == ENOENT) {
    e.code = error_code::not_found;
    e.remedy = "check the name";
  }
  if (code == EISDIR || code == ENOTDIR) {
    e.code = error_code::not_a_file;
    e.remedy = "name a safetensors file";
  }
  return e;
}

class descriptor {
 public:
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  descriptor(descriptor&&) = delete;
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

}  // namespace

void file_unmapper::operator()(const std::byte* p) const noexcept {
  ::munmap(const_cast<std::byte*>(p), size);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

error safetensors_file::damaged(std::string_view place, std::string_view problem) const {
  return error{error_code::damaged, name_, std::string(place), std::string(problem),
               std::string(k_remedy)};
}

result<safetensors_file> safetensors_file::open(const std::string& path) {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer that never comes.
  const descriptor in(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (in.get() < 0) return tl::unexpected(system_failure(errno, path));
  struct stat about{};
  if (::fstat(in.get(), &about) != 0) return tl::unexpected(system_failure(errno, path));
  if (!S_ISREG(about.st_mode)) return tl::unexpected(system_failure(EISDIR, path));
  safetensors_file file;
  file.name_ = path;
  if (about.st_size == 0) {
    error e = file.damaged({}, "the file is empty");
    e.code = error_code::empty;
    return tl::unexpected(std::move(e));
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, in.get(), 0);
  if (mapped == MAP_FAILED) return tl::unexpected(system_failure(errno, path));
  file.mapping_ = {static_cast<const std::byte*>(mapped), file_unmapper{size}};
  return read(std::move(file), {static_cast<const std::byte*>(mapped), size});
}

result<safetensors_file> safetensors_file::parse(std::span<const std::byte> bytes,
                                                 std::string name) {
  safetensors_file file;
  file.name_ = std::move(name);
  if (bytes.empty()) {
    error e = file.damaged({}, "the file is empty");
    e.code = error_code::empty;
    return tl::unexpected(std::move(e));
  }
  file.copy_.assign(bytes.begin(), bytes.end());
  const std::span<const std::byte> copy = file.copy_;
  return read(std::move(file), copy);
}

result<safetensors_file> safetensors_file::read(safetensors_file file,
                                                std::span<const std::byte> bytes) {
  const auto bad = [&](std::string_view place, std::string_view problem) {
    return tl::unexpected(file.damaged(place, problem));
  };
  if (bytes.size() < k_length_bytes) return bad("header", "the file ends within the length");
  const std::uint64_t length = little_endian(bytes);
  if (length > bytes.size() - k_length_bytes)
    return bad("header", "its length is " + std::to_string(length) + ", the file has " +
                             std::to_string(bytes.size()) + " bytes");
  if (length > k_max_header) {
    error e = file.damaged("header", "its length is beyond 16 MiB");
    e.code = error_code::too_large;
    return tl::unexpected(std::move(e));
  }
  const auto header_bytes = bytes.subspan(k_length_bytes, static_cast<std::size_t>(length));
  const std::string_view header(reinterpret_cast<const char*>(header_bytes.data()),
                                header_bytes.size());
  if (!header.starts_with('{')) return bad("header", "it does not begin with {");
  if (const std::size_t until = text_until(header); until < header.size())
    return bad("header, byte " + std::to_string(until + k_length_bytes), "it is not UTF-8 text");

  header_reader reader;
  if (!nlohmann::json::sax_parse(header, &reader)) return bad(reader.place, reader.problem);

  const auto data = bytes.subspan(k_length_bytes + header.size());
  std::vector<const entry*> in_order;
  for (const auto& [name, e] : reader.entries) {
    const std::string problem = range_problem(e, bytes.size() - data.size(), data.size());
    if (!problem.empty()) return bad(place_of(name), problem);
    file.tensors_.emplace(name, tensor_view(e.type, e.shape, data.subspan(e.offsets[0]).data()));
    in_order.push_back(&e);
  }
  std::ranges::sort(in_order, {},
                    [](const entry* e) { return std::pair(e->offsets[0], e->offsets[1]); });
  std::uint64_t covered = 0;
  for (const entry* e : in_order) {
    if (e->offsets[0] < covered) return bad(place_of(e->name), "it shares bytes with another");
    if (e->offsets[0] > covered)
      return bad(place_of(e->name), "bytes before it belong to no tensor");
    covered = e->offsets[1];
  }
  if (covered != data.size()) return bad("data", "bytes at its end belong to no tensor");
  file.metadata_ = std::move(reader.metadata);
  return file;
}

const tensor_view* safetensors_file::find(std::string_view name) const noexcept {
  const auto at = tensors_.find(name);
  return at == tensors_.end() ? nullptr : &at->second;
}

result<tensor_view> safetensors_file::get(std::string_view name, dtype type,
                                          std::initializer_list<std::int64_t> shape) const {
  const std::string place = place_of(name);
  const tensor_view* const found = find(name);
  if (found == nullptr)
    return tl::unexpected(damaged(place, "it is not there, wanted " + described(type, shape)));
  const auto has = found->shape();
  const bool fits =
      found->type() == type && std::equal(has.begin(), has.end(), shape.begin(), shape.end(),
                                          [](std::size_t n, std::int64_t wanted) {
                                            return wanted == k_any || std::cmp_equal(n, wanted);
                                          });
  if (!fits)
    return tl::unexpected(damaged(
        place, "it is " + described(found->type(), has) + ", wanted " + described(type, shape)));
  return *found;
}

std::optional<std::string_view> safetensors_file::metadata(std::string_view key) const noexcept {
  const auto at = metadata_.find(key);
  if (at == metadata_.end()) return std::nullopt;
  return at->second;
}

result<void> safetensors_file::expect(std::string_view key, std::string_view wanted) const {
  const std::string place = "__metadata__, " + shortened(key);
  const auto has = metadata(key);
  if (!has) return tl::unexpected(damaged(place, "it is not there, wanted " + std::string(wanted)));
  if (*has == wanted) return {};
  return tl::unexpected(
      damaged(place, "it is " + shortened(*has) + ", wanted " + std::string(wanted)));
}

}  // namespace fabula::nn
