/// @file
/// @brief SQLite's C API with owners: what is opened is closed. Knows nothing of stories.
#ifndef FABULA_STORY_SQLITE_HPP
#define FABULA_STORY_SQLITE_HPP

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fabula::sqlite {

struct closer {
  void operator()(sqlite3* db) const noexcept { sqlite3_close(db); }
  void operator()(sqlite3_stmt* s) const noexcept { sqlite3_finalize(s); }
  void operator()(unsigned char* bytes) const noexcept { sqlite3_free(bytes); }
};

using connection = std::unique_ptr<sqlite3, closer>;

/// A connection to a new database in memory; empty where there is no memory for it.
[[nodiscard]] inline connection open_in_memory() {
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(
      ":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  connection owned(db);
  return code == SQLITE_OK ? std::move(owned) : nullptr;
}

/// Runs statements that give no rows; false on failure, and then `sqlite3_errmsg` says why.
[[nodiscard]] inline bool run(sqlite3* db, const std::string& sql) {
  return sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// A prepared statement. Its parameters are bound in order; bound text must live until `step`.
class statement {
 public:
  statement(sqlite3* db, std::string_view sql) {
    sqlite3_stmt* s = nullptr;
    good_ =
        sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &s, nullptr) == SQLITE_OK;
    statement_.reset(s);
  }

  [[nodiscard]] bool good() const noexcept { return good_; }

  /// Runs it once with these values, for statements without rows.
  template <class... Values>
  [[nodiscard]] bool insert(const Values&... values) {
    if (!good_) return false;
    int at = 0;
    good_ = ((bind(++at, values) == SQLITE_OK) && ...) && sqlite3_step(get()) == SQLITE_DONE &&
            sqlite3_reset(get()) == SQLITE_OK;
    return good_;
  }

  /// True while there is a row; false at the end or on failure (`good` tells which).
  [[nodiscard]] bool step() {
    if (!good_) return false;
    const int code = sqlite3_step(get());
    good_ = code == SQLITE_ROW || code == SQLITE_DONE;
    return code == SQLITE_ROW;
  }

  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(get(), column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(get(), column);
  }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(get(), column); }
  [[nodiscard]] std::string text(int column) const {
    const unsigned char* words = sqlite3_column_text(get(), column);
    if (words == nullptr) return {};
    return {reinterpret_cast<const char*>(words),
            static_cast<std::size_t>(sqlite3_column_bytes(get(), column))};
  }

 private:
  [[nodiscard]] sqlite3_stmt* get() const noexcept { return statement_.get(); }

  [[nodiscard]] int bind(int at, std::string_view s) {
    return sqlite3_bind_text64(get(), at, s.data() == nullptr ? "" : s.data(), s.size(),
                               SQLITE_STATIC, SQLITE_UTF8);
  }
  [[nodiscard]] int bind(int at, std::uint32_t n) { return sqlite3_bind_int64(get(), at, n); }
  [[nodiscard]] int bind(int at, std::int64_t n) { return sqlite3_bind_int64(get(), at, n); }
  [[nodiscard]] int bind(int at, double x) { return sqlite3_bind_double(get(), at, x); }
  template <class T>
  [[nodiscard]] int bind(int at, const std::optional<T>& v) {
    return v ? bind(at, *v) : sqlite3_bind_null(get(), at);
  }

  std::unique_ptr<sqlite3_stmt, closer> statement_;
  bool good_ = false;
};

}  // namespace fabula::sqlite

#endif  // FABULA_STORY_SQLITE_HPP
