#include "sidecar/handler/sql_function.hpp"

#include <format>

#include "platform/postgres/quote.hpp"

namespace chandler::execute {
namespace {

constexpr const char* forms = "Make one function of one argument: chandler.task, jsonb, or chandler.task[] for batches";

// No set-returning ones, aggregates or procedures.
constexpr std::string_view look_up = R"(
SELECT n.nspname, p.proname, p.proargtypes[0]::regtype, p.prorettype = 'void'::regtype
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace,
       (SELECT parse_ident($1) AS parts) name
 WHERE p.proname = name.parts[cardinality(name.parts)]
   AND CASE WHEN cardinality(name.parts) = 2 THEN n.nspname = name.parts[1]
            ELSE pg_catalog.pg_function_is_visible(p.oid) END
   AND p.prokind = 'f' AND NOT p.proretset AND p.pronargs = 1
   AND p.proargtypes[0] IN ('chandler.task'::regtype, 'jsonb'::regtype, 'chandler.task[]'::regtype))";

}  // namespace

core::Expected<SqlFunction> find_function(platform::postgres::Session& session, const std::string& name) {
  const auto rows = session.query(look_up, {name});
  if (!rows) return std::unexpected(to_error(rows.error(), "tasks.function", name));
  if (rows->rows() != 1) {
    return std::unexpected(core::Error{
        .code = rows->rows() == 0 ? "tasks.no_function" : "tasks.which_function",
        .message = rows->rows() == 0 ? "there is no such function" : "several functions of that name take tasks",
        .where = name,
        .hint = forms});
  }
  const std::string function = platform::postgres::qualified(rows->text(0, 0), rows->text(0, 1));
  const std::string_view argument = rows->text(0, 2);
  SqlFunction out{.gives_result = !rows->boolean(0, 3)};
  if (argument.ends_with("[]")) out.takes = SqlFunction::Takes::batch;
  if (argument == "jsonb") out.takes = SqlFunction::Takes::payload;
  if (out.takes == SqlFunction::Takes::batch) {
    out.gives_result = false;
    out.call_all = std::format("SELECT {}($1)", function);
    return out;
  }
  const auto call = [&](std::string_view task) {
    return std::format("{}(({}){})", function, task, out.takes == SqlFunction::Takes::payload ? ".payload" : "");
  };
  // A volatile function sees what its call for the task before has written.
  if (out.gives_result) {
    out.call_all =
        std::format("SELECT pg_catalog.array_agg(pg_catalog.to_jsonb({})) FROM unnest($1) task", call("task"));
    out.call_one = std::format("SELECT ARRAY[pg_catalog.to_jsonb({})]", call("$1"));
  } else {
    out.call_all = std::format("SELECT {} FROM unnest($1) task", call("task"));
    out.call_one = std::format("SELECT {}", call("$1"));
  }
  return out;
}

}  // namespace chandler::execute
