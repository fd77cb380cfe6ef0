#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/stage/encoded_text.hpp"
#include "dataset/stage/row_watcher.hpp"

namespace chandler::dataset {

enum class Into : std::uint8_t {
  stage,   // each row with its line
  target,  // the rows as they are, for a table that is empty
  frozen,  // the same for one that was made in this transaction: every snapshot sees the rows, also an older one
};

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

  // What stands before the first record of every COPY.
  virtual std::string preamble() const = 0;
  // What is ready to be sent; the caller clears it, or takes records off its front.
  virtual EncodedText& text() = 0;

  // Before the first piece: from now on a row that is wrong in itself is left out, and only whole rows are in text().
  // The watcher must outlive the encoder.
  virtual void watch(RowWatcher& watcher) = 0;
  // The values of one row of text(), without its number.
  virtual std::vector<std::optional<std::string>> values_of(std::string_view row) const = 0;
};

// The encoder of the data set's format, which must outlive it.
std::unique_ptr<Encoder> make_encoder(const DataSet& data_set, Into into);

}  // namespace chandler::dataset
