#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/error.hpp"

namespace chandler::dataset {

// A row of an encoder's text.
struct EncodedRow {
  std::size_t end = 0;            // behind it in the text
  std::uint64_t number = 0;       // by which the stage knows it
  std::uint64_t server_line = 0;  // COPY's, were it sent all rows up to this one
};

// A row that was left out, since it is wrong.
struct WrongRow {
  core::Error error;
  std::uint64_t number = 0;  // as of EncodedRow; 0: not known
  std::string column;        // or empty
};

// Is told of every row as its record ends.
class RowWatcher {
 public:
  RowWatcher() = default;
  virtual ~RowWatcher() = default;
  RowWatcher(const RowWatcher&) = delete;
  RowWatcher& operator=(const RowWatcher&) = delete;
  RowWatcher(RowWatcher&&) = delete;
  RowWatcher& operator=(RowWatcher&&) = delete;

  virtual void row(const EncodedRow& row) = 0;
  virtual void wrong(WrongRow row) = 0;
};

// With a watcher a record is held in memory until it ends: this is where the limit is.
inline constexpr std::size_t longest_watched = 16UZ * 1024 * 1024;
core::Error too_long_to_watch(const std::string& file);

}  // namespace chandler::dataset
