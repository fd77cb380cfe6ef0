#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chandler::execute {

// A PostgreSQL array as text, element by element.
// https://www.postgresql.org/docs/17/arrays.html#ARRAYS-IO
class ArrayText {
 public:
  void add(std::int64_t number);
  void add_plain(std::string_view word);  // one that needs no quotes, such as a UUID
  void add(std::string_view text);
  void add(const std::optional<std::string>& text);  // nullopt is NULL

  std::string take() { return std::move(text_) + "}"; }

 private:
  void separate();

  std::string text_ = "{";
};

// "{1,2}"; {} for an empty text.
std::vector<std::int64_t> numbers_of(std::string_view array);

}  // namespace chandler::execute
