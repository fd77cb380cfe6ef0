#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

struct pg_result;

namespace chandler::platform::postgres {

// Rows in text format. Owns them; the views it hands out live as long as it does.
class Result {
 public:
  explicit Result(pg_result* result);  // takes ownership

  int rows() const;
  int columns() const;
  bool is_null(int row, int column) const;
  std::string_view text(int row, int column) const;  // "" for NULL
  std::int64_t integer(int row, int column) const;   // 0 for NULL
  bool boolean(int row, int column) const;           // false for NULL
  std::optional<std::string_view> optional_text(int row, int column) const;

  // Of a column: its name, its type's oid (a domain's is that of what is beneath), and what the type was declared
  // with, -1 for nothing.
  std::string_view name(int column) const;
  std::uint32_t type(int column) const;
  int modifier(int column) const;

  // Rows that an INSERT, UPDATE, DELETE, MERGE or COPY touched.
  std::int64_t affected() const;

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

}  // namespace chandler::platform::postgres
