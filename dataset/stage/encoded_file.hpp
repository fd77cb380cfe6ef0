#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/content/content_reader.hpp"
#include "dataset/stage/encoded_text.hpp"
#include "dataset/stage/encoder.hpp"

namespace chandler::dataset {

// A data set's file as COPY reads it, a piece at a time. Owns the descriptor; the data set must outlive it. Not
// thread-safe.
class EncodedFile {
 public:
  // Errors: those of ContentReader::open.
  static core::Expected<EncodedFile> open(const DataSet& data_set, Into into);

  // Adds the next piece to text(). False: the file has ended. Errors (problem): load.bad_csv, load.bad_json and
  // those of ContentReader::read; load.changed (could_not) when the file is not what it was at first. Behind an error
  // text() is what stands before the fault.
  core::Expected<bool> read();

  // What stands before the first record of every COPY.
  std::string preamble() const { return encoder_->preamble(); }
  EncodedText& text() { return encoder_->text(); }
  std::uint64_t records() const { return encoder_->records(); }

  // See Encoder.
  void watch(RowWatcher& watcher) { encoder_->watch(watcher); }
  const Encoder& encoder() const { return *encoder_; }

 private:
  EncodedFile(const DataSet& data_set, ContentReader reader, std::unique_ptr<Encoder> encoder);

  const DataSet* data_set_;
  ContentReader reader_;
  std::unique_ptr<Encoder> encoder_;
  std::size_t skip_;  // of the header
};

}  // namespace chandler::dataset
