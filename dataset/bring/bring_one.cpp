#include "dataset/bring/bring_one.hpp"

#include <format>
#include <optional>
#include <string>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/stage/copy_file.hpp"
#include "dataset/write/merge.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

core::Expected<bool> holds_rows(Session& session, const DataSet& data_set) {
  const auto filled = session.run(std::format("SELECT EXISTS (SELECT FROM {})", data_set.sql.target()));
  if (!filled) return std::unexpected(server_failure(filled.error(), data_set.file.name));
  return filled->boolean(0, 0);
}

// No row needs comparing: they go straight in. Nullopt: something is wrong with one, it is undone, and the
// stage will tell the line.
core::Expected<std::optional<Counts>> copy_straight(Session& session, const DataSet& data_set) {
  if (auto marked = command(session, "SAVEPOINT chandler_straight", data_set.file.name); !marked)
    return std::unexpected(marked.error());
  const auto copied = copy_file(session, data_set, Into::target);
  if (copied) return Counts{.read = *copied, .inserted = *copied};
  if (copied.error().outcome == core::Outcome::could_not || copied.error().code.starts_with("source."))
    return std::unexpected(copied.error());
  if (auto undone = command(session, "ROLLBACK TO chandler_straight", data_set.file.name); !undone)
    return std::unexpected(undone.error());
  return std::nullopt;
}

core::Error needs_key(const DataSet& data_set) {
  return {.code = "load.no_key",
          .message = std::format("the table {} holds rows and has no primary key, by which rows are told apart",
                                 data_set.table.name.display()),
          .where = data_set.file.name,
          .hint = std::format("{} Add one in a migration: ALTER TABLE {} ADD PRIMARY KEY (…); or bring it by chandler "
                              "refresh --mode append or swap",
                              nothing_loaded, data_set.table.name.quoted())};
}

// An empty source for an empty table: is that new?
core::Expected<Brought> without_rows(Session& session, const DataSet& data_set) {
  return holds_already(session, data_set).transform([](bool known) { return Brought{.unchanged = known}; });
}

// The rows into the stage. `copied`: what of it is done already.
core::Expected<std::int64_t> stage(Session& session, const DataSet& data_set, std::optional<std::int64_t> copied) {
  if (copied && !data_set.conversion) return *copied;
  if (auto made = command(session, data_set.sql.stage(), data_set.file.name); !made)
    return std::unexpected(made.error());
  if (!copied) return copy_file(session, data_set, Into::stage);
  if (auto converted = convert_file(session, data_set, Into::stage); !converted)
    return std::unexpected(converted.error());
  return *copied;
}

core::Expected<Brought> through_stage(Session& session, const DataSet& data_set, bool as_new,
                                      std::optional<std::int64_t> staged) {
  const auto copied = stage(session, data_set, staged);
  if (!copied) return std::unexpected(copied.error());
  if (auto enough = check_rows(data_set.policy.guards, *copied, data_set.file.name); !enough)
    return std::unexpected(enough.error());
  if (data_set.file.remote) {
    const auto known = holds_already(session, data_set);
    if (!known) return std::unexpected(known.error());
    if (*known) return Brought{.unchanged = true};
  }
  auto counts = as_new ? append_staged(session, data_set) : merge(session, data_set);
  if (!counts) return std::unexpected(counts.error());
  counts->read = *copied;
  return Brought{.counts = *counts, .staged = true};
}

}  // namespace

core::Expected<bool> needs_stage(Session& session, const DataSet& data_set, bool straight) {
  if (!straight) return true;
  if (data_set.policy.mode == Mode::append) return false;
  const auto filled = holds_rows(session, data_set);
  if (!filled) return filled;
  return *filled && !data_set.table.key.empty();
}

core::Expected<Brought> bring_one(Session& session, const DataSet& data_set, bool straight,
                                  std::optional<std::int64_t> copied) {
  bool all_new = data_set.policy.mode == Mode::append;
  if (!all_new) {
    const auto filled = holds_rows(session, data_set);
    if (!filled) return std::unexpected(filled.error());
    if (*filled && data_set.table.key.empty()) return std::unexpected(needs_key(data_set));
    all_new = !*filled;
  }
  // Rows of another database are known for new only when all are read.
  if (all_new && straight && !copied && !(data_set.file.remote && data_set.policy.mode == Mode::append)) {
    const auto gone_in = copy_straight(session, data_set);
    if (!gone_in) return std::unexpected(gone_in.error());
    if (*gone_in) {
      if (auto enough = check_rows(data_set.policy.guards, (*gone_in)->read, data_set.file.name); !enough)
        return std::unexpected(enough.error());
      if (data_set.file.remote && (*gone_in)->read == 0) return without_rows(session, data_set);
      return Brought{.counts = **gone_in};
    }
  }
  const bool compare = !data_set.table.key.empty() && data_set.policy.mode != Mode::append;
  return through_stage(session, data_set, !compare, copied);
}

}  // namespace chandler::dataset
