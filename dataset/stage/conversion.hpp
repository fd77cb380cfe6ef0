#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/table/table.hpp"
#include "dataset/write/merge_sql.hpp"

namespace chandler::dataset {

// A column of the file, in its order, and what becomes of it.
struct FileColumn {
  std::string name;  // the table's; of a skipped one, the file's
  bool skip = false;
  std::string type;                      // of the table's column
  std::string cast;                      // SQL with $1 for the file's text; or empty
  std::optional<std::string> otherwise;  // the text instead of NULL
};

// For a file whose columns do not go into the table as they are: it is copied into a raw table, one column
// for each of the file's, and from there converted. Pure text; every name is quoted.
class Conversion {
 public:
  Conversion(std::vector<FileColumn> file_columns, std::size_t place);

  // The same with a raw table of this name, quoted, that every session sees.
  Conversion shared(std::string raw) const;

  std::string create(const std::string& target) const;  // the raw table
  std::string copy(std::string_view options) const;     // the file into it, each row with its line
  std::string drop() const;
  std::string index() const;  // by line

  std::string into_stage(const MergeSql& sql, const LineRange& lines) const;
  std::string into_target(const MergeSql& sql) const;

  // Whether the column takes its default.
  std::string default_alone(const FileColumn& column) const;

  // To find the value at fault.
  std::string one_into_stage(const MergeSql& sql, const FileColumn& column, std::uint64_t line) const;
  std::string value(const FileColumn& column, std::uint64_t line) const;  // as it was in the file
  std::string bounds() const;                                             // the least and the greatest line

  const std::string& raw_name() const { return raw_; }
  const std::vector<FileColumn>& file_columns() const { return columns_; }
  // What COPY writes, for its messages.
  std::vector<Column> raw_columns() const;

 private:
  std::string expression(const FileColumn& column) const;
  std::string expressions() const;
  std::string names() const;

  std::vector<FileColumn> columns_;
  std::string raw_;
  bool shared_ = false;
};

}  // namespace chandler::dataset
