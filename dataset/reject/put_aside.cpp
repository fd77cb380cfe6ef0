#include "dataset/reject/put_aside.hpp"

#include <format>
#include <vector>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/fault/find_record.hpp"
#include "dataset/fault/find_row.hpp"
#include "dataset/fault/foreign_key.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

core::Expected<void> take_out(Session& session, const DataSet& data_set, const std::string& table,
                              std::span<const std::uint64_t> lines) {
  return command(session, std::format("DELETE FROM {} WHERE chandler_line = ANY ({})", table, line_list(lines)),
                 data_set.file.name);
}

// Nullopt: the query is not ours to run.
core::Expected<std::optional<std::vector<Orphan>>> orphans_of(Session& session, const DataSet& data_set,
                                                              const ForeignKey& key, std::int64_t limit) {
  const std::string& file = data_set.file.name;
  if (auto marked = command(session, "SAVEPOINT chandler_orphans", file); !marked)
    return std::unexpected(marked.error());
  auto found = find_orphans(session, data_set, key, data_set.sql.delta_name(), limit);
  if (!found && outcome_of(found.error()) != core::Outcome::problem)
    return std::unexpected(server_failure(found.error(), file));
  if (auto ended = command(session, "ROLLBACK TO chandler_orphans; RELEASE chandler_orphans", file); !ended)
    return std::unexpected(ended.error());
  if (!found) return std::nullopt;
  return *std::move(found);
}

// How many there were.
core::Expected<std::size_t> put_aside(Session& session, const DataSet& data_set, const ForeignKey& key,
                                      Rejects& rejects) {
  const auto found = orphans_of(session, data_set, key, rejects.left() + 1);
  if (!found) return std::unexpected(found.error());
  if (!*found || (*found)->empty()) return 0;
  std::vector<std::uint64_t> lines;
  for (const Orphan& orphan : **found) {
    lines.push_back(orphan.line);
    if (auto added = rejects.add(reject_of(data_set, key, orphan)); !added) return std::unexpected(added.error());
  }
  if (auto gone = take_out(session, data_set, data_set.sql.delta_name(), lines); !gone)
    return std::unexpected(gone.error());
  return lines.size();
}

}  // namespace

std::string line_list(std::span<const std::uint64_t> lines) {
  std::string out;
  for (const std::uint64_t line : lines) out += (out.empty() ? "'{" : ",") + std::to_string(line);
  return out.empty() ? "'{}'" : out + "}'";
}

Reject reject_of(const DataSet& data_set, const ForeignKey& key, const Orphan& orphan) {
  Reject out{.error = orphan_error(data_set, key, orphan, numbered_place(data_set, orphan.line)),
             .number = orphan.line};
  if (key.columns.size() > 1) return out;
  out.column = key.columns.front().first;
  if (!data_set.sql.find(out.column)->secret) out.value = orphan.value;
  return out;
}

core::Expected<void> put_duplicates_aside(Session& session, const DataSet& data_set, Rejects& rejects) {
  const auto found = find_duplicates(session, data_set, rejects.left() + 1);
  if (!found) return std::unexpected(server_failure(discreet(data_set, found.error()), data_set.file.name));
  std::vector<std::uint64_t> lines;
  for (const Duplicate& duplicate : *found) {
    lines.push_back(duplicate.line);
    core::Error error = duplicate_error(numbered_place(data_set, duplicate.line),
                                        numbered_place(data_set, duplicate.earlier), duplicate.key);
    if (auto added = rejects.add({.error = std::move(error), .number = duplicate.line}); !added) return added;
  }
  return take_out(session, data_set, data_set.sql.stage_name(), lines);
}

core::Expected<void> put_orphans_aside(Session& session, const DataSet& data_set, Keys which, Rejects& rejects) {
  const auto keys = read_foreign_keys(session, data_set);
  if (!keys) return std::unexpected(keys.error());
  for (bool again = true; again;) {
    again = false;
    for (const ForeignKey& key : *keys) {
      if (key.hidden || (key.deferrable && which == Keys::immediate)) continue;
      const auto gone = put_aside(session, data_set, key, rejects);
      if (!gone) return std::unexpected(gone.error());
      again = again || (*gone > 0 && key.to_itself) || (*gone > 0 && keys->size() > 1);
    }
  }
  return {};
}

core::Expected<void> put_known_aside(Session& session, const DataSet& data_set, std::span<const Reject> known,
                                     Rejects& rejects) {
  if (known.empty()) return {};
  std::vector<std::uint64_t> lines;
  for (const Reject& reject : known) {
    lines.push_back(reject.number);
    if (auto added = rejects.add(reject); !added) return added;
  }
  return take_out(session, data_set, data_set.sql.stage_name(), lines);
}

}  // namespace chandler::dataset
