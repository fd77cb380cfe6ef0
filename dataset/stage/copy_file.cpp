#include "dataset/stage/copy_file.hpp"

#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include "dataset/content/content_reader.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_conversion.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/row_error.hpp"
#include "dataset/stage/copy_context.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

core::Error count_mismatch(const DataSet& data_set, std::int64_t copied, std::uint64_t records) {
  return {.code = "load.miscounted",
          .message = std::format("the server read {} rows where the file has {}", copied, records),
          .where = data_set.file.name,
          .hint = std::string(nothing_loaded)};
}

core::Error copy_error(const ServerError& error, const DataSet& data_set) {
  const std::vector<Column> columns = copied_columns(data_set);
  const auto place = parse_copy_context(error.context, numbered_table(data_set), columns);
  const bool rows_fault = outcome_of(error) == core::Outcome::problem && place;
  const auto record = rows_fault ? find_record(data_set, place->server_line) : std::nullopt;
  if (!record) return server_failure(discreet(data_set, error), data_set.file.name);
  if (!place->column) return row_error(error, record->place, {}, has_secrets(data_set));
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
  if (data_set.conversion) return numbered_copy(data_set);
  switch (into) {
    case Into::stage:
      return numbered_copy(data_set);
    case Into::target:
      return data_set.sql.copy_target(options);
    case Into::frozen:
      return data_set.sql.copy_target(options + ", FREEZE true");
  }
  std::unreachable();
}

core::Expected<std::int64_t> send(Session& session, const DataSet& data_set, Into into) {
  auto reader = ContentReader::open(data_set.file.path, data_set.file.name);
  if (!reader) return std::unexpected(reader.error());
  if (auto begun = session.copy_begin(copy_statement(data_set, into)); !begun) {
    return std::unexpected(server_failure(begun.error(), data_set.file.name));
  }
  Copier copier(data_set, data_set.conversion ? Into::stage : into);
  for (bool more = true; more;) {
    const auto piece = reader->read();
    if (!piece) return std::unexpected(give_up(session, data_set, piece.error()));
    more = !piece->empty();
    auto took = copier.take(*piece);
    if (took && !more && !is_the_hashed(data_set, reader->hash())) took = std::unexpected(changed_while_read(data_set));
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

core::Expected<void> convert(Session& session, const DataSet& data_set, Into into) {
  const Conversion& conversion = *data_set.conversion;
  if (into != Into::stage) return command(session, conversion.into_target(data_set.sql), data_set.file.name);
  if (auto marked = command(session, "SAVEPOINT chandler_convert", data_set.file.name); !marked) return marked;
  const auto converted = session.run(conversion.into_stage(data_set.sql, all_lines));
  if (converted) return {};
  if (outcome_of(converted.error()) != core::Outcome::problem)
    return std::unexpected(server_failure(converted.error(), data_set.file.name));
  if (auto undone = command(session, "ROLLBACK TO chandler_convert", data_set.file.name); !undone) return undone;
  return std::unexpected(find_conversion(session, data_set, converted.error()));
}

}  // namespace

std::string numbered_table(const DataSet& data_set) {
  const std::string& name = data_set.conversion ? data_set.conversion->raw_name() : data_set.sql.stage_name();
  return name.substr(name.find('.') + 1);
}

std::string numbered_copy(const DataSet& data_set) {
  const std::string options = copy_options(data_set.file.format);
  return data_set.conversion ? data_set.conversion->copy(options) : data_set.sql.copy(options);
}

bool is_the_hashed(const DataSet& data_set, std::string file_hash) {
  return description::content_hash(std::move(file_hash), data_set.file.entry.get()) == data_set.hash;
}

core::Error changed_while_read(const DataSet& data_set) {
  return {.outcome = core::Outcome::could_not,
          .code = "load.changed",
          .message = "the file changed while it was read",
          .where = data_set.file.name,
          .hint = std::format("{} Run it again", nothing_loaded)};
}

core::Expected<std::int64_t> copy_file(Session& session, const DataSet& data_set, Into into) {
  if (!data_set.conversion) return send(session, data_set, into);
  if (auto made = command(session, data_set.conversion->create(data_set.sql.target()), data_set.file.name); !made)
    return std::unexpected(made.error());
  auto sent = send(session, data_set, into);
  if (!sent) return sent;
  if (auto converted = convert(session, data_set, into); !converted) return std::unexpected(converted.error());
  if (auto dropped = command(session, data_set.conversion->drop(), data_set.file.name); !dropped)
    return std::unexpected(dropped.error());
  return sent;
}

}  // namespace chandler::dataset
