#include "dataset/reject/row_copier.hpp"

#include <algorithm>
#include <format>
#include <limits>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/stage/copy_error.hpp"
#include "dataset/stage/copy_file.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

// Sent at once behind a bad row; then twice as many each time.
constexpr std::size_t careful_step = 128;
constexpr std::size_t largest_step = std::numeric_limits<std::size_t>::max() / 2;

// The line that CSV begins with, as COPY counts.
std::uint64_t head_lines(const Encoder& encoder) {
  return encoder.preamble().empty() ? 0 : 1;
}

Answer<std::int64_t> copy_text(Session& session, const std::string& statement, std::string_view head,
                               std::string_view rows) {
  if (auto begun = session.copy_begin(statement); !begun) return std::unexpected(begun.error());
  if (auto written = session.copy_write(head); !written) return std::unexpected(written.error());
  if (auto written = session.copy_write(rows); !written) return std::unexpected(written.error());
  return session.copy_end();
}

}  // namespace

RowCopier::RowCopier(Session& session, const DataSet& data_set, const Encoder& encoder, Rejects& rejects)
    : session_(session),
      data_set_(data_set),
      encoder_(encoder),
      rejects_(rejects),
      columns_(copied_columns(data_set)),
      statement_(copy_statement(data_set, Into::stage)),
      preamble_(encoder.preamble()),
      line_(head_lines(encoder)),
      step_(largest_step) {}

std::string_view RowCopier::Rows::of(std::size_t first, std::size_t last) const {
  const std::size_t begin = first == 0 ? 0 : rows[first - 1].end;
  const std::size_t end = last == 0 ? 0 : rows[last - 1].end;
  return std::string_view(text).substr(begin, end - begin);
}

std::uint64_t RowCopier::line_before(const Rows& rows, std::size_t row) const {
  return row == 0 ? line_ : rows.rows[row - 1].server_line;
}

core::Expected<RowCopier::Refusal> RowCopier::refusal(const Rows& rows, std::size_t first, const ServerError& error) {
  const auto place = row_at_fault(error, data_set_);
  const auto failed = server_failure(discreet(data_set_, error), data_set_.file.name);
  if (!place) return std::unexpected(failed);
  const std::uint64_t line = place->server_line - head_lines(encoder_) + line_before(rows, first);
  const auto found = std::ranges::lower_bound(rows.rows, line, {}, &EncodedRow::server_line);
  if (found == rows.rows.end()) return std::unexpected(failed);
  const auto row = static_cast<std::size_t>(found - rows.rows.begin());
  Refusal out{.row = row, .why = {.error = {}, .number = found->number}};
  const RowPlace where = numbered_place(data_set_, found->number);
  if (!place->column) {
    out.why.error = row_error(error, where, {}, has_secrets(data_set_));
    return out;
  }
  const Column& column = columns_[*place->column];
  const auto values = encoder_.values_of(rows.of(row, row + 1));
  const auto value = *place->column < values.size() ? values[*place->column] : std::nullopt;
  out.why.error = value_error(error, where, column, value);
  out.why.column = column.name;
  if (!column.secret) out.why.value = value;
  return out;
}

core::Expected<std::optional<RowCopier::Refusal>> RowCopier::copy(const Rows& rows, std::size_t first,
                                                                  std::size_t last) {
  const std::string& file = data_set_.file.name;
  if (auto marked = command(session_, "SAVEPOINT chandler_rows", file); !marked) return std::unexpected(marked.error());
  const auto copied = copy_text(session_, statement_, preamble_, rows.of(first, last));
  if (copied) {
    copied_ += *copied;
    if (auto kept = command(session_, "RELEASE chandler_rows", file); !kept) return std::unexpected(kept.error());
    return std::nullopt;
  }
  auto refused = refusal(rows, first, copied.error());
  if (!refused) return std::unexpected(refused.error());
  if (auto undone = command(session_, "ROLLBACK TO chandler_rows; RELEASE chandler_rows", file); !undone)
    return std::unexpected(undone.error());
  return *std::move(refused);
}

core::Expected<void> RowCopier::send(const std::string& text, const std::vector<EncodedRow>& encoded) {
  const Rows rows{text, encoded};
  std::size_t last = 0;
  for (std::size_t first = 0; first < encoded.size(); first = last) {
    last = std::min(encoded.size() - first, step_) + first;
    step_ = std::min(step_ * 2, largest_step);
    auto refused = copy(rows, first, last);
    if (!refused) return std::unexpected(refused.error());
    if (!*refused) continue;
    step_ = careful_step;
    last = (*refused)->row;
    if (first < last) {
      if (auto again = copy(rows, first, last); !again || *again) {
        return std::unexpected(again ? (**again).why.error : again.error());
      }
    }
    ++last;
    if (auto added = rejects_.add(std::move((*refused)->why)); !added) return added;
  }
  if (!encoded.empty()) line_ = encoded.back().server_line;
  return {};
}

}  // namespace chandler::dataset
