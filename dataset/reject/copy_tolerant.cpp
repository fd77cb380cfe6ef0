#include "dataset/reject/copy_tolerant.hpp"

#include <utility>
#include <vector>

#include "dataset/fault/command.hpp"
#include "dataset/fault/find_conversion.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/reject/in_halves.hpp"
#include "dataset/reject/row_copier.hpp"
#include "dataset/stage/copy_file.hpp"
#include "dataset/stage/encoded_file.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

// Rows are sent when there are so many bytes of them.
constexpr std::size_t sent_at_once = 1024UZ * 1024;

// The rows of the encoder's text, and those that it left out.
class Watched : public RowWatcher {
 public:
  explicit Watched(Rejects& rejects) : rejects_(rejects) {}

  void row(const EncodedRow& row) override { rows.push_back(row); }
  void wrong(WrongRow row) override {
    if (!added) return;
    added = rejects_.add({.error = std::move(row.error), .number = row.number, .column = std::move(row.column)});
  }

  std::vector<EncodedRow> rows;
  core::Expected<void> added;  // the first failure

 private:
  Rejects& rejects_;
};

core::Expected<std::int64_t> send(Session& session, const DataSet& data_set, Rejects& rejects) {
  auto file = EncodedFile::open(data_set, Into::stage);
  if (!file) return std::unexpected(file.error());
  Watched watched(rejects);
  file->watch(watched);
  RowCopier copier(session, data_set, file->encoder(), rejects);
  for (bool more = true; more;) {
    const auto read = file->read();
    if (!watched.added) return std::unexpected(watched.added.error());
    if (!read) return std::unexpected(read.error());
    more = *read;
    if (more && file->text().bytes.size() < sent_at_once) continue;
    if (auto sent = copier.send(file->text().bytes, watched.rows); !sent) return std::unexpected(sent.error());
    file->text().clear();
    watched.rows.clear();
  }
  return copier.copied();
}

// The values that a cast of load.yaml, or the column behind it, does not take.
core::Expected<void> convert(Session& session, const DataSet& data_set, Rejects& rejects) {
  const Conversion& conversion = *data_set.conversion;
  const auto fill = [&](const LineRange& lines) -> platform::postgres::Answer<void> {
    return session.run(conversion.into_stage(data_set.sql, lines)).transform([](const auto&) {});
  };
  const auto refuse = [&](std::uint64_t line, const ServerError& error) {
    ConversionFault fault = fault_of_line(session, data_set, line, numbered_place(data_set, line), error);
    return rejects.add({.error = std::move(fault.error),
                        .number = line,
                        .column = std::move(fault.column),
                        .value = std::move(fault.value)});
  };
  const auto prepare = [&](const ServerError& error) -> core::Expected<void> {
    if (auto wrong = wrong_description(session, data_set, error)) return std::unexpected(*std::move(wrong));
    return command(session, conversion.index(), data_set.file.name);
  };
  return in_halves(session, conversion.raw_name(), data_set.file.name,
                   {.take = fill, .prepare = prepare, .refuse = refuse});
}

}  // namespace

core::Expected<void> convert_tolerant(Session& session, const DataSet& data_set, Rejects& rejects) {
  if (auto converted = convert(session, data_set, rejects); !converted) return converted;
  return command(session, data_set.conversion->drop(), data_set.file.name);
}

core::Expected<std::int64_t> copy_tolerant(Session& session, const DataSet& data_set, Rejects& rejects) {
  if (data_set.file.remote) return copy_file(session, data_set, Into::stage);
  if (!data_set.conversion) return send(session, data_set, rejects);
  if (auto made = command(session, data_set.conversion->create(data_set.sql.target()), data_set.file.name); !made)
    return std::unexpected(made.error());
  auto sent = send(session, data_set, rejects);
  if (!sent) return sent;
  const std::int64_t before = rejects.count();
  if (auto converted = convert_tolerant(session, data_set, rejects); !converted)
    return std::unexpected(converted.error());
  return *sent - (rejects.count() - before);
}

}  // namespace chandler::dataset
