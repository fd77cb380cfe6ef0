#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "dataset/reject/rejects.hpp"
#include "dataset/stage/encoder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// Sends encoded rows to COPY, each time as many as were good lately, and where the server refuses one, those before
// it and those behind it.
class RowCopier {
 public:
  // `encoder` is asked what a row's values are.
  RowCopier(platform::postgres::Session& session, const DataSet& data_set, const Encoder& encoder, Rejects& rejects);

  // Rows that follow those of the last call. Errors: load.too_many_errors; the server's.
  core::Expected<void> send(const std::string& text, const std::vector<EncodedRow>& rows);

  std::int64_t copied() const { return copied_; }

 private:
  struct Rows {
    const std::string& text;
    const std::vector<EncodedRow>& rows;

    std::string_view of(std::size_t first, std::size_t last) const;  // but not `last`
  };
  struct Refusal {
    std::size_t row = 0;
    Reject why;
  };

  core::Expected<std::optional<Refusal>> copy(const Rows& rows, std::size_t first, std::size_t last);
  core::Expected<Refusal> refusal(const Rows& rows, std::size_t first, const platform::postgres::ServerError& error);
  std::uint64_t line_before(const Rows& rows, std::size_t row) const;

  platform::postgres::Session& session_;
  const DataSet& data_set_;
  const Encoder& encoder_;
  Rejects& rejects_;
  std::vector<Column> columns_;
  std::string statement_;
  std::string preamble_;
  std::uint64_t line_;  // COPY's, of the last row sent
  std::size_t step_;    // rows that are sent at once
  std::int64_t copied_ = 0;
};

}  // namespace chandler::dataset
