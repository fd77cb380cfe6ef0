#include "dataset/swap/build.hpp"

#include <format>
#include <string>
#include <string_view>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_row.hpp"
#include "dataset/reject/copy_tolerant.hpp"
#include "dataset/reject/put_aside.hpp"
#include "dataset/reject/write_tolerant.hpp"
#include "dataset/stage/copy_file.hpp"
#include "dataset/swap/brief_lock.hpp"
#include "dataset/table/sequence.hpp"
#include "dataset/write/merge.hpp"

namespace chandler::dataset::swap {
namespace {

using platform::postgres::ServerError;
using platform::postgres::Session;

core::Expected<void> command(Session& session, std::string_view sql, const DataSet& data_set) {
  if (auto done = session.run(sql); !done)
    return std::unexpected(server_failure(discreet(data_set, done.error()), data_set.file.name));
  return {};
}

// Indexes are built faster with more memory than the default 64 MB.
constexpr std::string_view set_up =
    "SELECT set_config('maintenance_work_mem', '256MB', true) "
    "WHERE pg_size_bytes(current_setting('maintenance_work_mem')) < 256 * 1024 * 1024";

core::Expected<void> create(Session& session, const DataSet& data_set, const Definition& definition) {
  return command(session,
                 std::format("BEGIN; {}; DROP TABLE IF EXISTS {}; {}", set_up, definition.beside, definition.create),
                 data_set);
}

core::Expected<void> finish(Session& session, const DataSet& data_set, const Definition& definition) {
  for (const std::string& statement : definition.finish) {
    if (auto done = command(session, statement, data_set); !done) return done;
  }
  return command(session, "ANALYZE " + definition.beside, data_set);
}

core::Expected<void> guard(Session& session, const DataSet& data_set, const Definition& definition, Counts& counts) {
  const std::string& file = data_set.file.name;
  if (auto enough = check_rows(data_set.policy.guards, counts.read - counts.rejected, file); !enough) return enough;
  const auto before = session.run(std::format("SELECT count(*) FROM {}", data_set.table.name.quoted()));
  if (!before) return std::unexpected(server_failure(before.error(), file));
  counts.deleted = before->integer(0, 0);
  if (!data_set.policy.guards.max_delete) return {};
  std::int64_t vanished = std::max<std::int64_t>(0, counts.deleted - counts.inserted);
  if (!data_set.table.key.empty()) {
    const auto found =
        session.run(std::format("SELECT count(*) FROM {} t WHERE NOT EXISTS (SELECT FROM {} b WHERE {})",
                                data_set.table.name.quoted(), definition.beside, data_set.sql.same_key("t", "b")));
    if (!found) return std::unexpected(server_failure(found.error(), file));
    vanished = found->integer(0, 0);
  }
  return check_deletions(data_set.policy.guards, vanished, counts.deleted, file);
}

// The table beside holds its rows: what both ways of filling it end with.
core::Expected<Counts> complete(Session& session, const DataSet& data_set, const Definition& definition,
                                Counts counts) {
  if (auto allowed = guard(session, data_set, definition, counts); !allowed) return std::unexpected(allowed.error());
  if (auto advanced = advance_sequences(session, data_set); !advanced) return std::unexpected(advanced.error());
  if (auto committed = command(session, "COMMIT", data_set); !committed) return std::unexpected(committed.error());
  return counts;
}

// Frozen, so that also a reader whose snapshot is older than the swap finds the rows, and no VACUUM has to write
// them once more.
core::Expected<std::optional<Counts>> fill(Session& session, const DataSet& data_set, const Definition& definition) {
  if (auto created = create(session, data_set, definition); !created) return std::unexpected(created.error());
  const auto copied = copy_file(session, data_set, Into::frozen);
  if (!copied) return std::unexpected(copied.error());
  if (data_set.file.remote) {
    const auto known = holds_already(session, data_set);
    if (!known) return std::unexpected(known.error());
    if (*known) return std::nullopt;
  }
  if (auto finished = finish(session, data_set, definition); !finished) return std::unexpected(finished.error());
  return complete(session, data_set, definition, {.read = *copied, .inserted = *copied});
}

// All rows are new to the table, so the delta is the stage.
core::Expected<Counts> write_staged(Session& session, const DataSet& data_set, Rejects* rejects) {
  if (rejects == nullptr)
    return data_set.table.key.empty() ? append_staged(session, data_set, nullptr) : merge(session, data_set, nullptr);
  if (!data_set.table.key.empty()) {
    if (auto indexed = index_stage(session, data_set, rejects); !indexed) return std::unexpected(indexed.error());
  }
  if (auto all = command(session, data_set.sql.delta_of_all(), data_set); !all) return std::unexpected(all.error());
  // Its foreign keys come later, and would refuse the whole table.
  if (auto gone = put_orphans_aside(session, data_set, Keys::all, *rejects); !gone)
    return std::unexpected(gone.error());
  return write_tolerant(session, data_set, *rejects);
}

// A row is at fault: once more through a stage, where it is found.
core::Expected<std::optional<Counts>> fill_by_stage(Session& session, const DataSet& data_set,
                                                    const Definition& definition) {
  Rejects rejects(session, data_set);
  Rejects* const aside = data_set.policy.max_errors > 0 ? &rejects : nullptr;
  if (auto created = create(session, data_set, definition); !created) return std::unexpected(created.error());
  if (auto made = command(session, data_set.sql.stage(), data_set); !made) return std::unexpected(made.error());
  const auto copied =
      aside == nullptr ? copy_file(session, data_set, Into::stage) : copy_tolerant(session, data_set, rejects);
  if (!copied) return std::unexpected(copied.error());
  if (data_set.file.remote) {
    const auto known = holds_already(session, data_set);
    if (!known) return std::unexpected(known.error());
    if (*known) return std::nullopt;
  }
  const std::int64_t read = *copied + rejects.count();
  if (auto finished = finish(session, data_set, definition); !finished) return std::unexpected(finished.error());
  auto counts = write_staged(session, data_set, aside);
  if (!counts) return std::unexpected(counts.error());
  if (auto flushed = rejects.flush(); !flushed) return std::unexpected(flushed.error());
  counts->read = read;
  counts->rejected = rejects.count();
  if (auto good = check_good(data_set, *counts); !good) return std::unexpected(good.error());
  return complete(session, data_set, definition, *counts);
}

// No row of the stage would tell more.
bool is_final(std::string_view code) {
  return code.starts_with("refresh.") || code.starts_with("source.");
}

// Which row it is that finds no parent.
core::Error orphan(Session& session, const DataSet& data_set, const ServerError& error) {
  core::Error unknown = server_failure(discreet(data_set, error), data_set.file.name);
  unknown.code = "load.bad_row";
  if (!command(session, std::format("BEGIN; {}", data_set.sql.stage()), data_set)) return unknown;
  if (!copy_file(session, data_set, Into::stage)) return unknown;
  return find_orphan(session, data_set, error).value_or(std::move(unknown));
}

core::Expected<void> add_foreign_keys(Session& session, const DataSet& data_set, const Definition& definition,
                                      std::chrono::milliseconds lock_timeout, const std::stop_token& stop) {
  const BriefLock lock{.table = data_set.table, .file = data_set.file.name, .timeout = lock_timeout};
  for (const ForeignKey& key : definition.foreign_keys) {
    if (auto added = begin_with_brief_lock(session, key.add, lock, stop); !added) return added;
    if (auto committed = command(session, "COMMIT", data_set); !committed) return committed;
    if (key.validate.empty()) continue;
    const auto valid = session.run(key.validate);
    if (!valid && valid.error().is("23503")) return std::unexpected(orphan(session, data_set, valid.error()));
    if (!valid) return std::unexpected(server_failure(discreet(data_set, valid.error()), data_set.file.name));
  }
  return {};
}

}  // namespace

core::Expected<std::optional<Counts>> build(Session& session, const DataSet& data_set, const Definition& definition,
                                            std::chrono::milliseconds lock_timeout, const std::stop_token& stop) {
  DataSet beside = data_set;
  beside.sql = data_set.sql.into(definition.beside);
  auto counts = fill(session, beside, definition);
  if (!counts && counts.error().outcome == core::Outcome::problem && !is_final(counts.error().code)) {
    roll_back(session);
    counts = fill_by_stage(session, beside, definition);
  }
  if (!counts || !*counts) {
    roll_back(session);
    return counts;
  }
  auto added = add_foreign_keys(session, beside, definition, lock_timeout, stop);
  if (!added && added.error().code == "load.bad_row" && data_set.policy.max_errors > 0 && (*counts)->rejected == 0) {
    roll_back(session);
    counts = fill_by_stage(session, beside, definition);
    if (!counts || !*counts) {
      roll_back(session);
      drop_beside(session, definition);
      return counts;
    }
    added = add_foreign_keys(session, beside, definition, lock_timeout, stop);
  }
  if (!added) {
    roll_back(session);
    drop_beside(session, definition);
    return std::unexpected(added.error());
  }
  return counts;
}

void drop_beside(Session& session, const Definition& definition) {
  // Should it fail, the next run drops it.
  static_cast<void>(session.run(std::format("DROP TABLE IF EXISTS {}", definition.beside)));
}

}  // namespace chandler::dataset::swap
