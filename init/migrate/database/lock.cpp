#include "init/migrate/database/lock.hpp"

#include <format>

#include "init/migrate/database/database.hpp"
#include "sql/head.hpp"

namespace chandler::migrate {

using platform::postgres::Session;

core::Expected<Attempt> try_lock(Session& session, const std::vector<std::int64_t>& ids, const std::string& history) {
  // Nested from the last to the first: what was taken is given back when the next is not to be had.
  std::string sql = "true";
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    sql = std::format(
        "CASE WHEN pg_catalog.pg_try_advisory_lock({0}) THEN CASE WHEN {1} THEN true ELSE NOT "
        "pg_catalog.pg_advisory_unlock({0}) END "
        "ELSE false END",
        *id, sql);
  }
  const std::string mark =
      history.empty() ? "''" : std::format("(SELECT concat(count(*), ' ', max(xmin::text::bigint)) FROM {})", history);
  const auto row = session.run(std::format(
      "SELECT mine, CASE WHEN NOT mine THEN {} END FROM (SELECT {} AS mine OFFSET 0) AS attempt", mark, sql));
  if (!row) return std::unexpected(database_error(row.error(), "taking the migration lock"));
  return Attempt{.mine = row->boolean(0, 0), .mark = std::string(row->text(0, 1))};
}

core::Expected<Holder> find_holder(Session& session, const std::vector<std::int64_t>& ids) {
  std::string list;
  for (const std::int64_t id : ids) list += std::format("{}{}", list.empty() ? "" : ", ", id);
  const auto rows = session.run(std::format(
      "SELECT l.pid, coalesce(nullif(a.application_name, ''), a.usename, '?'), to_char(a.backend_start, 'HH24:MI:SS'), "
      "concat_ws(' ', a.state, a.state_change, a.query_start), coalesce(a.query, ''), "
      "a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Lock' "
      "FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid) "
      "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
      "AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) "
      "AND (l.classid::bigint << 32 | l.objid::bigint) IN ({}) LIMIT 1",
      list));
  if (!rows) return std::unexpected(database_error(rows.error(), "looking for the holder of the migration lock"));
  if (rows->rows() == 0) return Holder{};
  return Holder{.pid = static_cast<int>(rows->integer(0, 0)),
                .application = std::string(rows->text(0, 1)),
                .since = std::string(rows->text(0, 2)),
                .activity = std::string(rows->text(0, 3)),
                .query = sql::head_of(rows->text(0, 4), 80),
                .working = rows->boolean(0, 5)};
}

std::string Holder::describe() const {
  if (pid == 0) return "nobody any more";
  std::string text = std::format("pid {} ({})", pid, application);
  if (!since.empty()) text += std::format(", connected since {}", since);
  if (!query.empty()) text += std::format(", {} {}", working ? "running" : "last statement", query);
  return text;
}

bool StallWatch::saw(const Holder& holder, Clock::time_point now) {
  const std::string seen = std::format("{} {}", holder.pid, holder.activity);
  if (seen != last_ || holder.working || holder.pid == 0) progress_ = now;
  last_ = seen;
  return now - progress_ <= patience_;
}

}  // namespace chandler::migrate
