#include "sidecar/inspect/task_list.hpp"

#include <format>

namespace chandler::execute {
namespace {

using platform::postgres::Parameter;
using platform::postgres::Session;

constexpr std::string_view list = R"(
SELECT id, queue, name, state, attempts, max_attempts, extract(epoch FROM clock_timestamp() - created_at)::bigint,
       CASE WHEN state = 'scheduled' THEN extract(epoch FROM run_at - clock_timestamp())::bigint END, error
  FROM chandler.task
 WHERE ($1::text IS NULL OR queue = $1) AND ($2::text IS NULL OR state = $2)
 ORDER BY id DESC LIMIT $3::bigint)";

constexpr std::string_view whole = R"(
SELECT to_jsonb(t)
       || jsonb_build_object(
            'depends_on', (SELECT jsonb_agg(d.needs ORDER BY d.needs) FROM chandler.task_dependency d WHERE d.task = t.id),
            'followed_by', (SELECT jsonb_agg(d.task ORDER BY d.task) FROM chandler.task_dependency d WHERE d.needs = t.id))
  FROM chandler.task t WHERE t.id = $1::bigint)";

// In the table's order, which jsonb does not keep.
constexpr std::string_view fields = R"(
SELECT f.key, f.value #>> '{}'
  FROM jsonb_each($1::jsonb) f
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = 'chandler.task'::regclass AND a.attname = f.key
 WHERE jsonb_typeof(f.value) <> 'null'
 ORDER BY a.attnum NULLS LAST, f.key)";

Parameter unless_empty(const std::string& text) {
  return text.empty() ? Parameter() : Parameter(text);
}

}  // namespace

core::Expected<std::vector<TaskLine>> list_tasks(Session& session, const TaskFilter& filter) {
  const auto rows =
      session.query(list, {unless_empty(filter.queue), unless_empty(filter.state), std::to_string(filter.most)});
  if (!rows) return std::unexpected(to_error(rows.error(), "tasks.read", "chandler.task"));
  std::vector<TaskLine> out;
  for (int row = 0; row < rows->rows(); ++row) {
    TaskLine each{.id = rows->integer(row, 0),
                  .queue = std::string(rows->text(row, 1)),
                  .name = std::string(rows->text(row, 2)),
                  .state = std::string(rows->text(row, 3)),
                  .attempts = static_cast<int>(rows->integer(row, 4)),
                  .max_attempts = static_cast<int>(rows->integer(row, 5)),
                  .age_s = rows->integer(row, 6),
                  .error = std::string(rows->text(row, 8))};
    if (!rows->is_null(row, 7)) each.due_in_s = rows->integer(row, 7);
    out.push_back(std::move(each));
  }
  return out;
}

core::Expected<std::string> task_json(Session& session, std::int64_t id) {
  const auto rows = session.query(whole, {std::to_string(id)});
  if (!rows) return std::unexpected(to_error(rows.error(), "tasks.read", "chandler.task"));
  if (rows->rows() == 0) {
    return std::unexpected(
        core::Error{.code = "tasks.no_task",
                    .message = "there is no such task",
                    .where = std::format("task {}", id),
                    .hint = "Finished tasks are deleted after a while; chandler tasks ls lists those there are"});
  }
  return std::string(rows->text(0, 0));
}

core::Expected<std::vector<std::pair<std::string, std::string>>> show_task(Session& session, std::int64_t id) {
  const auto json = task_json(session, id);
  if (!json) return std::unexpected(json.error());
  const auto rows = session.query(fields, {*json});
  if (!rows) return std::unexpected(to_error(rows.error(), "tasks.read", "chandler.task"));
  std::vector<std::pair<std::string, std::string>> out;
  out.reserve(static_cast<std::size_t>(rows->rows()));
  for (int row = 0; row < rows->rows(); ++row) out.emplace_back(rows->text(row, 0), rows->text(row, 1));
  return out;
}

}  // namespace chandler::execute
