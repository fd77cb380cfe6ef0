#include "dataset/bring/bring_one.hpp"

#include <format>
#include <optional>
#include <string>

#include "dataset/bring/bookkeeping.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/reject/copy_tolerant.hpp"
#include "dataset/reject/put_aside.hpp"
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
  return holds_already(session, data_set).transform([](const Held& known) {
    return Brought{.counts = {.rejected = known ? known->rejected : 0}, .unchanged = known.has_value()};
  });
}

// The rows into the stage. `copied`: what of it is done already.
core::Expected<std::int64_t> fill_stage(Session& session, const DataSet& data_set, std::optional<std::int64_t> copied) {
  if (copied && !data_set.conversion) return *copied;
  if (auto made = command(session, data_set.sql.stage(), data_set.file.name); !made)
    return std::unexpected(made.error());
  if (!copied) return copy_file(session, data_set, Into::stage);
  if (auto converted = convert_file(session, data_set, Into::stage); !converted)
    return std::unexpected(converted.error());
  return *copied;
}

struct StageWay {
  std::optional<std::int64_t> copied;
  std::span<const Reject> known;
  bool as_new = false;     // no row is compared
  bool fault_met = false;  // by one way already, so that it need not be tried without rejects first
};

core::Expected<std::int64_t> fill_stage(Session& session, const DataSet& data_set, const StageWay& way,
                                        Rejects& rejects) {
  const std::string& file = data_set.file.name;
  if (way.copied) {
    if (!data_set.conversion) return *way.copied;
    if (auto made = command(session, data_set.sql.stage(), file); !made) return std::unexpected(made.error());
    if (auto converted = convert_tolerant(session, data_set, rejects); !converted)
      return std::unexpected(converted.error());
    return *way.copied - rejects.count();
  }
  if (!way.fault_met) {
    if (auto marked = command(session, "SAVEPOINT chandler_fill", file); !marked)
      return std::unexpected(marked.error());
    auto filled = fill_stage(session, data_set, std::nullopt);
    if (filled || filled.error().outcome == core::Outcome::could_not) return filled;
    if (auto undone = command(session, "ROLLBACK TO chandler_fill", file); !undone)
      return std::unexpected(undone.error());
  }
  if (auto made = command(session, data_set.sql.stage(), file); !made) return std::unexpected(made.error());
  return copy_tolerant(session, data_set, rejects);
}

core::Expected<Brought> through_stage(Session& session, const DataSet& data_set, const StageWay& way) {
  Rejects rejects(session, data_set);
  const bool tolerant = data_set.policy.max_errors > 0;
  const auto copied =
      tolerant ? fill_stage(session, data_set, way, rejects) : fill_stage(session, data_set, way.copied);
  if (!copied) return std::unexpected(copied.error());
  const std::int64_t read = *copied + rejects.count();
  if (auto gone = put_known_aside(session, data_set, way.known, rejects); !gone) return std::unexpected(gone.error());
  if (auto good = check_good(data_set, {.read = read, .rejected = rejects.count()}); !good)
    return std::unexpected(good.error());
  if (data_set.file.remote) {
    const auto known = holds_already(session, data_set);
    if (!known) return std::unexpected(known.error());
    if (*known) return Brought{.counts = {.rejected = (*known)->rejected}, .unchanged = true};
  }
  Rejects* const aside = tolerant ? &rejects : nullptr;
  auto counts = way.as_new ? append_staged(session, data_set, aside) : merge(session, data_set, aside);
  if (!counts) return std::unexpected(counts.error());
  if (auto flushed = rejects.flush(); !flushed) return std::unexpected(flushed.error());
  counts->read = read;
  counts->rejected = rejects.count();
  if (auto good = check_good(data_set, *counts); !good) return std::unexpected(good.error());
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

core::Expected<Brought> bring_one(Session& session, const DataSet& data_set, const HowToBring& how) {
  bool all_new = data_set.policy.mode == Mode::append;
  if (!all_new) {
    const auto filled = holds_rows(session, data_set);
    if (!filled) return std::unexpected(filled.error());
    if (*filled && data_set.table.key.empty()) return std::unexpected(needs_key(data_set));
    all_new = !*filled;
  }
  // Rows of another database are known for new only when all are read.
  const bool known_late = data_set.file.remote && data_set.policy.mode == Mode::append;
  const bool go_straight = all_new && how.straight && !how.copied && !known_late;
  if (go_straight) {
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
  return through_stage(
      session, data_set,
      {.copied = how.copied, .known = how.known, .as_new = !compare, .fault_met = go_straight || how.fault_met});
}

}  // namespace chandler::dataset
