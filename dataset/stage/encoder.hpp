#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"

namespace chandler::dataset {

enum class Into : std::uint8_t {
  stage,   // each row with its line
  target,  // the rows as they are, for a table that is empty
  frozen,  // the same for one that was made in this transaction: every snapshot sees the rows, also an older one
};

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

// Turns a data set's records, in pieces of any size, into what COPY reads. One kind of file, one encoder.
class Encoder {
 public:
  Encoder() = default;
  virtual ~Encoder() = default;
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  Encoder(Encoder&&) = delete;
  Encoder& operator=(Encoder&&) = delete;

  // The next bytes behind the header. After an error text() is what stands before the fault.
  virtual core::Expected<void> feed(std::string_view piece) = 0;
  virtual core::Expected<void> finish() = 0;
  virtual std::uint64_t records() const = 0;

  // What is ready to be sent; the caller clears it.
  virtual std::string& text() = 0;

  // Before the first piece: from now on a row that is wrong in itself is left out, and only whole rows are in text().
  // The watcher must outlive the encoder.
  virtual void watch(RowWatcher& watcher) = 0;
  // What COPY is sent before any rows, and the values of one row as they were encoded, without its number.
  virtual std::string_view head() const = 0;
  virtual std::vector<std::optional<std::string>> values_of(std::string_view row) const = 0;
};

// The encoder of the data set's format, which must outlive it.
std::unique_ptr<Encoder> make_encoder(const DataSet& data_set, Into into);

}  // namespace chandler::dataset
