#include "dataset/parallel/shared_stages.hpp"

#include <chrono>
#include <format>
#include <random>
#include <string_view>

#include "dataset/fault/command.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/ledger/dataset_lock.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset::parallel {
namespace {

using platform::postgres::Session;

std::string new_name(const DataSet& data_set) {
  return std::format("chandler.stage_{}_{:08x}", data_set.table.oid, std::random_device{}());
}

// Default privileges may have given others the right to read it.
std::string keep_private(const std::string& name) {
  return std::format(
      "DO $$ DECLARE held record; BEGIN "
      "FOR held IN SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a "
      "WHERE c.oid = '{0}'::regclass AND a.grantee <> c.relowner LOOP "
      "EXECUTE format('REVOKE ALL ON {0} FROM %s', CASE held.grantee WHEN 0 THEN 'PUBLIC' ELSE "
      "held.grantee::regrole::text END); END LOOP; END $$",
      name);
}

// What only this module names and makes so, and whose table is one of these ($1, their oids by commas) or is gone.
constexpr std::string_view find_leftovers = R"(
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1 AND a.attname = 'chandler_line'
 WHERE n.nspname = 'chandler' AND c.relkind = 'r' AND c.relpersistence = 'u'
   AND c.relname ~ '^stage_[0-9]+_[0-9a-f]{8}$' AND pg_has_role(c.relowner, 'USAGE')
   AND (split_part(c.relname, '_', 2) = ANY (string_to_array($1, ','))
        OR NOT EXISTS (SELECT FROM pg_class t WHERE t.oid::text = split_part(c.relname, '_', 2))))";

std::vector<std::string> leftovers(Session& session, const std::string& oids) {
  std::vector<std::string> names;
  const auto found = session.query(find_leftovers, {oids});
  for (int row = 0; found && row < found->rows(); ++row) names.emplace_back(found->text(row, 0));
  return names;
}

}  // namespace

core::Expected<void> SharedStages::make(Session& maker, DataSet& data_set) {
  const std::string name = new_name(data_set);
  std::string create;
  if (data_set.conversion) {
    data_set.conversion = data_set.conversion->shared(name);
    create = data_set.conversion->create(data_set.sql.target());
  } else {
    data_set.sql = data_set.sql.shared(name);
    create = data_set.sql.stage();
  }
  names_.push_back(name);
  return command(maker, std::format("SET lock_timeout = '1s'; {}; {}; RESET lock_timeout", create, keep_private(name)),
                 data_set.file.name);
}

std::string SharedStages::drop_statement() const {
  std::string list;
  for (const std::string& name : names_) list += (list.empty() ? "" : ", ") + name;
  return list.empty() ? list : "DROP TABLE IF EXISTS " + list;
}

void SharedStages::drop() {
  if (names_.empty()) return;
  const std::string statement = drop_statement();
  names_.clear();
  // A session that is asked to stop does nothing any more.
  if (session_.alive() && !session_.in_transaction() && session_.run(statement)) return;
  auto other = Session::connect(session_.settings(), {.connect_timeout = std::chrono::seconds(2)}, {});
  if (other && other->run("SET lock_timeout = '2s'; SET statement_timeout = '5s'; " + statement)) return;
  platform::log::warning("stage_left", "the tables chandler.stage_… of this run are left: the next run drops them");
}

core::Expected<std::string> why_no_stages(Session& session) {
  const auto may = session.run(
      "SELECT to_regnamespace('chandler') IS NOT NULL, "
      "coalesce(has_schema_privilege(to_regnamespace('chandler')::oid, 'CREATE'), false)");
  if (!may) return std::unexpected(server_failure(may.error(), {}));
  if (!may->boolean(0, 0)) return "there is no schema chandler yet";
  if (!may->boolean(0, 1)) return "the role has no right to make tables there: GRANT CREATE ON SCHEMA chandler TO …";
  return std::string();
}

void drop_leftovers(Session& session, std::span<const DataSet> data_sets) {
  std::string oids;
  std::vector<std::string> locks;
  for (const DataSet& data_set : data_sets) {
    oids += (oids.empty() ? "" : ",") + data_set.table.oid;
    locks.push_back(data_set.table.name.display());
  }
  if (leftovers(session, oids).empty()) return;
  const auto free = begin_if_free(session, locks);
  if (!free || !*free) return;
  // Under the locks, what is there for these tables is nobody's.
  for (const std::string& name : leftovers(session, oids)) {
    const auto dropped = session.run(
        std::format("SAVEPOINT chandler_leftover; SET LOCAL lock_timeout = '100ms'; DROP TABLE IF EXISTS {}", name));
    if (!dropped) {
      static_cast<void>(session.run("ROLLBACK TO chandler_leftover"));
      continue;
    }
    platform::log::info("leftover_dropped", std::format("{}, which a run that was killed left, is dropped", name));
  }
  if (!session.run("COMMIT")) roll_back(session);
}

}  // namespace chandler::dataset::parallel
