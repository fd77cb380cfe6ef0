#include "dataset/reject/write_tolerant.hpp"

#include <algorithm>
#include <cstdint>
#include <format>
#include <vector>

#include "dataset/fault/command.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/foreign_key.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/reject/in_halves.hpp"
#include "dataset/reject/put_aside.hpp"
#include "dataset/write/write_lines.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Answer;
using platform::postgres::ServerError;
using platform::postgres::Session;

struct Waiting {
  std::uint64_t line = 0;
  ServerError error;
};

Reject reject_of(const DataSet& data_set, const Waiting& row) {
  return {.error = row_error(row.error, numbered_place(data_set, row.line), row.error.column, has_secrets(data_set)),
          .number = row.line,
          .column = row.error.column};
}

class Writer {
 public:
  Writer(Session& session, const DataSet& data_set, Rejects& rejects, std::vector<ForeignKey> keys)
      : session_(session), data_set_(data_set), rejects_(rejects), keys_(std::move(keys)) {}

  // All rows of the delta but those that may refer to a row behind them, which are left in it for another round.
  core::Expected<std::vector<Waiting>> round();
  const Counts& counts() const { return counts_; }

 private:
  bool may_wait(const ServerError& error) const {
    return error.is("23503") && std::ranges::any_of(keys_, [&](const ForeignKey& key) {
             return key.to_itself && key.constraint == error.constraint;
           });
  }

  Session& session_;
  const DataSet& data_set_;
  Rejects& rejects_;
  std::vector<ForeignKey> keys_;
  Counts counts_;
};

core::Expected<std::vector<Waiting>> Writer::round() {
  std::vector<Waiting> waiting;
  const LineWork work{.take = [&](const LineRange& lines) -> Answer<void> {
                        const auto written = write_lines(session_, data_set_.sql, lines);
                        if (!written) return std::unexpected(written.error());
                        counts_.updated += written->updated;
                        counts_.inserted += written->inserted;
                        return {};
                      },
                      .prepare = [](const ServerError& /*error*/) -> core::Expected<void> { return {}; },
                      .refuse = [&](std::uint64_t line, const ServerError& error) -> core::Expected<void> {
                        const Waiting row{.line = line, .error = error};
                        if (!may_wait(error)) return rejects_.add(reject_of(data_set_, row));
                        waiting.push_back(row);
                        return {};
                      }};
  if (auto done = in_halves(session_, data_set_.sql.delta_name(), data_set_.file.name, work); !done)
    return std::unexpected(done.error());
  if (waiting.empty()) return waiting;
  std::vector<std::uint64_t> lines;
  lines.reserve(waiting.size());
  for (const Waiting& row : waiting) lines.push_back(row.line);
  if (auto left = command(
          session_,
          std::format("DELETE FROM {} WHERE chandler_line <> ALL ({})", data_set_.sql.delta_name(), line_list(lines)),
          data_set_.file.name);
      !left)
    return std::unexpected(left.error());
  return waiting;
}

}  // namespace

core::Expected<Counts> write_tolerant(Session& session, const DataSet& data_set, Rejects& rejects) {
  auto keys = read_foreign_keys(session, data_set);
  if (!keys) return std::unexpected(keys.error());
  if (auto indexed = command(session, data_set.sql.index_delta(), data_set.file.name); !indexed)
    return std::unexpected(indexed.error());
  Writer writer(session, data_set, rejects, *std::move(keys));
  for (std::size_t before = 0;;) {
    if (auto gone = put_orphans_aside(session, data_set, Keys::immediate, rejects); !gone)
      return std::unexpected(gone.error());
    const auto waiting = writer.round();
    if (!waiting) return std::unexpected(waiting.error());
    if (waiting->empty()) return writer.counts();
    if (waiting->size() != before) {
      before = waiting->size();
      continue;
    }
    for (const Waiting& row : *waiting) {  // what they wait for does not come
      if (auto added = rejects.add(reject_of(data_set, row)); !added) return std::unexpected(added.error());
    }
    return writer.counts();
  }
}

}  // namespace chandler::dataset
