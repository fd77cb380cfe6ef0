#include "dataset/stage/copy_file.hpp"

#include <utility>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_conversion.hpp"
#include "dataset/remote/copy_relation.hpp"
#include "dataset/stage/copy_error.hpp"
#include "dataset/stage/encoded_file.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

core::Error told(const ServerError& error, const DataSet& data_set) {
  return copy_error(error, data_set, row_at_fault(error, data_set));
}

// Ends the COPY. An error that the server met before, in an earlier row, goes first.
core::Error give_up(Session& session, const DataSet& data_set, core::Error reason) {
  const ServerError answer = session.copy_abort(reason.code);
  if (answer.stopped || answer.connection_lost) return server_failure(answer, data_set.file.name);
  if (!answer.sqlstate.empty() && !answer.is("57014")) return told(answer, data_set);
  return reason;
}

core::Expected<std::int64_t> send(Session& session, const DataSet& data_set, Into into) {
  auto file = EncodedFile::open(data_set, into);
  if (!file) return std::unexpected(file.error());
  if (auto begun = session.copy_begin(copy_statement(data_set, into)); !begun) {
    return std::unexpected(server_failure(begun.error(), data_set.file.name));
  }
  if (auto written = session.copy_write(file->preamble()); !written) {
    return std::unexpected(server_failure(written.error(), data_set.file.name));
  }
  for (bool more = true; more;) {
    const auto read = file->read();
    // Also what stands before a fault, where the server may find an earlier one.
    if (auto written = session.copy_write(file->text().bytes); !written) {
      return std::unexpected(server_failure(written.error(), data_set.file.name));
    }
    file->text().clear();
    if (!read) return std::unexpected(give_up(session, data_set, read.error()));
    more = *read;
  }
  const auto copied = session.copy_end();
  if (!copied) return std::unexpected(told(copied.error(), data_set));
  if (static_cast<std::uint64_t>(*copied) != file->records()) {
    return std::unexpected(count_mismatch(data_set, *copied, file->records()));
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

std::string copy_statement(const DataSet& data_set, Into into) {
  const std::string options = copy_options(data_set.file.format);
  if (data_set.conversion) return data_set.conversion->copy(options);
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

core::Expected<std::int64_t> copy_file(Session& session, const DataSet& data_set, Into into) {
  if (data_set.file.remote) return remote::copy_relation(session, data_set, into);
  if (!data_set.conversion) return send(session, data_set, into);
  if (auto made = command(session, data_set.conversion->create(data_set.sql.target()), data_set.file.name); !made)
    return std::unexpected(made.error());
  auto sent = send(session, data_set, into);
  if (!sent) return sent;
  if (auto converted = convert_file(session, data_set, into); !converted) return std::unexpected(converted.error());
  return sent;
}

core::Expected<void> convert_file(Session& session, const DataSet& data_set, Into into) {
  if (auto converted = convert(session, data_set, into); !converted) return converted;
  return command(session, data_set.conversion->drop(), data_set.file.name);
}

}  // namespace chandler::dataset
