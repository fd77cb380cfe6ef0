#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "dataset/bring/data_set.hpp"
#include "dataset/parallel/block_queue.hpp"
#include "dataset/parallel/line_map.hpp"
#include "dataset/stage/copy_context.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::parallel {

// Why a sender ended before the blocks did.
struct Failure {
  std::size_t data_set = 0;
  std::uint64_t line = 0;          // of a COPY that is sent all of the file: at or before the fault
  std::optional<CopyPlace> place;  // the row at fault, by such a COPY's lines
  platform::postgres::ServerError error;
};

// Sends blocks to their data sets' stages, in one COPY after the other, each its own transaction: another session
// sees the rows. Runs on a thread of its own, which also owns the session; what it came to is read once that ended.
//
// At a row's fault nobody takes more blocks, and all others bring what they have taken to its end: so every block
// before the fault is looked at, and the earliest failure is the same in every run. At any other failure `halt` ends
// them all at once.
class Sender {
 public:
  Sender(std::size_t number, std::span<const DataSet> data_sets, BlockQueue& blocks, std::stop_source halt);

  void run(platform::postgres::Session session);

  const std::vector<std::int64_t>& rows() const { return rows_; }  // one a data set
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  struct Copy {
    std::size_t data_set;
    std::uint64_t lines_before;
    LineMap lines;
    std::size_t bytes = 0;
    bool whole = true;  // at the end of a record
  };

  bool send(platform::postgres::Session& session, const Block& block);
  bool begin(platform::postgres::Session& session, const Block& block);
  bool end(platform::postgres::Session& session);
  bool fail(const platform::postgres::ServerError& error);

  std::size_t number_;
  std::span<const DataSet> data_sets_;
  BlockQueue& blocks_;
  std::stop_source halt_;
  std::optional<Copy> copy_;
  std::vector<std::int64_t> rows_;
  std::optional<Failure> failure_;
};

}  // namespace chandler::dataset::parallel
