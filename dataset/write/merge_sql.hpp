#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/table/table.hpp"

namespace chandler::dataset {

// Lines of the file, both included.
struct LineRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

inline constexpr LineRange all_lines{0, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())};

// The begin of a CREATE TABLE … AS: a temporary table that ends with the transaction, or one that every session sees,
// which costs as little: a crash of the server empties it.
std::string create_stage(const std::string& name, bool shared);

// The statements that bring a file's rows into a table, in this order:
//   stage    a temporary table like the target's columns, plus each row's line in the file
//   copy     the file into it
//   index    unique by key, so no row twice, with statistics on the key
//   delta    the rows that are new or differ, found by one join
//   update, insert   from the delta, so that equal rows cost no write
// Pure text; every name is quoted.
class MergeSql {
 public:
  // `place` tells the data sets of one run apart.
  MergeSql(const Table& table, std::vector<Column> columns, std::size_t place);

  // The same for another target with the same columns, quoted.
  MergeSql into(std::string target) const;

  // The same with a stage of this name, quoted, that every session sees.
  MergeSql shared(std::string stage) const;

  std::string stage() const;
  std::string copy(std::string_view options) const;  // those of format.hpp's copy_options
  std::string index() const;
  // Whether stage and target both lie in the order of the key's first column, as far as statistics tell.
  std::string in_key_order() const;
  std::string delta() const;
  // The delta where no row is compared: all are new.
  std::string delta_of_all() const;
  std::string analyze() const;
  std::string index_delta() const;  // by line
  // Only the delta's rows of these lines.
  std::string update(const LineRange& lines) const;
  std::string insert(const LineRange& lines) const;

  // Of a row t of the target: its key is not in the stage.
  std::string vanished() const;
  std::string same_key(const std::string& left, const std::string& right) const;

  // Straight into the target, with no stage.
  std::string copy_target(std::string_view options) const;
  std::string insert_into() const;  // up to the SELECT that gives the columns

  bool updates() const;  // false: there are only key columns, or no key
  const std::vector<Column>& columns() const { return columns_; }
  const Column* find(std::string_view name) const;  // null: it is not loaded
  const std::string& target() const { return target_; }
  const std::string& stage_name() const { return stage_; }
  const std::string& delta_name() const { return delta_; }
  const std::string& reject_name() const { return reject_; }
  const std::vector<std::string>& key() const { return key_; }

 private:
  std::string list(const std::string& prefix) const;
  std::string differs(const std::string& left, const std::string& right) const;

  std::string target_;
  std::string stage_;
  std::string delta_;
  std::string reject_;
  bool shared_ = false;
  std::vector<Column> columns_;
  std::vector<std::string> key_;
};

}  // namespace chandler::dataset
