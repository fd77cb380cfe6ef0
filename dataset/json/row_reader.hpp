#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/json/defect.hpp"

namespace chandler::dataset::json {

// How a column takes a JSON value. null is NULL for all of them.
enum class Shape : std::uint8_t {
  text,        // a string's text, a number as it is written, true, false; objects and arrays as JSON
  json,        // JSON, strings in their quotes
  array,       // an array as PostgreSQL's array literal, nested ones too; all else as `text`
  json_array,  // an array as the literal of an array of JSON values
};

struct Target {
  std::string key;
  Shape shape = Shape::text;
};

// Reads objects into rows. Owns the parser's memory: of the longest object some two times its
// size, six where it is nearly all brackets and commas.
class RowReader {
 public:
  explicit RowReader(std::vector<Target> targets);
  ~RowReader();
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  RowReader(RowReader&&) = delete;
  RowReader& operator=(RowReader&&) = delete;

  using Row = std::span<const std::optional<std::string_view>>;

  // One value a target, in their order, good until the next call; a key that the object lacks is NULL. May
  // make the string's capacity larger. The defect has no line.
  std::expected<Row, Defect> read(std::string& object);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The keys of an object, in its order.
std::expected<std::vector<std::string>, Defect> keys_of(std::string& object);

}  // namespace chandler::dataset::json
