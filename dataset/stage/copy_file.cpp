#include "dataset/stage/copy_file.hpp"

#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include "dataset/content/content_reader.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/stage/copy_context.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

core::Error changed(const DataSet& data_set) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.changed",
          .message = "the file changed while it was read",
          .where = data_set.file.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
}

core::Error count_mismatch(const DataSet& data_set, std::int64_t copied, std::uint64_t records) {
  return {.code = "load.miscounted",
          .message = std::format("the server read {} rows where the file has {}", copied, records),
          .where = data_set.file.name,
          .hint = std::string(nothing_loaded)};
}

core::Error copy_error(const ServerError& error, const DataSet& data_set) {
  const auto& columns = data_set.sql.columns();
  const std::string stage = data_set.sql.stage_name().substr(data_set.sql.stage_name().find('.') + 1);
  const auto place = parse_copy_context(error.context, stage, columns);
  const bool rows_fault = outcome_of(error) == core::Outcome::problem && place;
  const auto record = rows_fault ? find_record(data_set, place->server_line) : std::nullopt;
  if (!record) return server_failure(error, data_set.file.name);
  if (!place->column) return row_error(error, record->place, {});
  const auto& values = record->values;
  const auto value = *place->column < values.size() ? values[*place->column] : std::nullopt;
  return value_error(error, record->place, columns[*place->column], value);
}

// Ends the COPY. An error that the server met before, in an earlier row, goes first.
core::Error give_up(Session& session, const DataSet& data_set, core::Error reason) {
  const ServerError answer = session.copy_abort(reason.code);
  if (answer.stopped || answer.connection_lost) return server_failure(answer, data_set.file.name);
  if (!answer.sqlstate.empty() && !answer.is("57014")) return copy_error(answer, data_set);
  return reason;
}

class Copier {
 public:
  Copier(const DataSet& data_set, Into into) : encoder_(make_encoder(data_set, into)), skip_(data_set.header.bytes) {}

  // Takes the next piece in; empty: the end of the file. What the server gets is then in text().
  core::Expected<void> take(std::string_view piece) {
    if (piece.empty()) return encoder_->finish();
    const std::size_t skipped = std::min(skip_, piece.size());
    skip_ -= skipped;
    return encoder_->feed(piece.substr(skipped));
  }

  const std::string& text() const { return encoder_->text(); }
  void sent() { encoder_->text().clear(); }
  std::uint64_t records() const { return encoder_->records(); }

 private:
  std::unique_ptr<Encoder> encoder_;
  std::size_t skip_;
};

std::string copy_statement(const DataSet& data_set, Into into) {
  const std::string options = copy_options(data_set.file.format);
  switch (into) {
    case Into::stage:
      return data_set.sql.copy(options);
    case Into::target:
      return data_set.sql.copy_target(options);
    case Into::frozen:
      return data_set.sql.copy_target(options + ", FREEZE true");
  }
  std::unreachable();
}

}  // namespace

core::Expected<std::int64_t> copy_file(Session& session, const DataSet& data_set, Into into) {
  auto reader = ContentReader::open(data_set.file.path, data_set.file.name);
  if (!reader) return std::unexpected(reader.error());
  if (auto begun = session.copy_begin(copy_statement(data_set, into)); !begun) {
    return std::unexpected(server_failure(begun.error(), data_set.file.name));
  }
  Copier copier(data_set, into);
  for (bool more = true; more;) {
    const auto piece = reader->read();
    if (!piece) return std::unexpected(give_up(session, data_set, piece.error()));
    more = !piece->empty();
    auto took = copier.take(*piece);
    if (took && !more && description::content_hash(reader->hash(), data_set.file.entry.get()) != data_set.hash) {
      took = std::unexpected(changed(data_set));
    }
    // Also what stands before a fault, where the server may find an earlier one.
    if (auto written = session.copy_write(copier.text()); !written) {
      return std::unexpected(server_failure(written.error(), data_set.file.name));
    }
    copier.sent();
    if (!took) return std::unexpected(give_up(session, data_set, took.error()));
  }
  const auto copied = session.copy_end();
  if (!copied) return std::unexpected(copy_error(copied.error(), data_set));
  if (static_cast<std::uint64_t>(*copied) != copier.records()) {
    return std::unexpected(count_mismatch(data_set, *copied, copier.records()));
  }
  return *copied;
}

}  // namespace chandler::dataset
