#include "cron/probe/checks/amcheck/extension.hpp"

#include <format>

#include "platform/postgres/quote.hpp"

namespace chandler::probe::amcheck {
namespace {

using platform::postgres::Answer;
using platform::postgres::Session;

constexpr std::string_view find = R"(
SELECT quote_ident(n.nspname), e.extversion, e.oid, has_schema_privilege(n.oid, 'USAGE'), quote_ident(current_user)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck')";

constexpr std::string_view functions_of = R"(
SELECT p.proname, has_function_privilege(p.oid, 'EXECUTE'), p.oid::regprocedure::text
FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.refobjid = $1 AND d.deptype = 'e'
  AND (p.pronargs = 2 AND p.proname IN ('bt_index_check', 'bt_index_parent_check')
    OR p.proname IN ('verify_heapam', 'gin_index_check')))";

Finding cannot(std::string id, std::string object, std::string meaning, std::string remedy) {
  return {.id = std::move(id),
          .severity = Severity::unchecked,
          .object = std::move(object),
          .figures = {},
          .meaning = std::move(meaning),
          .remedy = std::move(remedy)};
}

Answer<void> create(Session& session) {
  auto made =
      session.run("BEGIN READ WRITE; SET LOCAL search_path TO DEFAULT; CREATE EXTENSION IF NOT EXISTS amcheck; COMMIT");
  if (made) return {};
  if (session.alive() && session.in_transaction()) (void)session.run("ROLLBACK");
  return std::unexpected(std::move(made.error()));
}

struct Wanted {
  std::string_view function;
  std::string Functions::* name;
  int since;
  std::string_view what;
};

}  // namespace

Answer<Extension> find_extension(Context& context) {
  Session& session = context.session;
  auto rows = session.query(find);
  if (rows && rows->rows() == 0 && context.options.create_extension) {
    if (auto made = create(session); !made) return std::unexpected(std::move(made.error()));
    rows = session.query(find);
  }
  if (!rows) return std::unexpected(std::move(rows.error()));
  Extension extension;
  if (rows->rows() == 0) {
    extension.findings.push_back(cannot("amcheck.no_extension", "extension amcheck",
                                        "it is not in this database, so that no index and no table was looked into",
                                        "CREATE EXTENSION amcheck (a superuser), or run with --create-extension; it is "
                                        "part of PostgreSQL's contrib package"));
    return extension;
  }
  extension.there = true;
  const std::string schema(rows->text(0, 0));
  const std::string version(rows->text(0, 1));
  const std::string role(rows->text(0, 4));
  if (!rows->boolean(0, 3)) {
    extension.findings.push_back(cannot("amcheck.not_allowed", "schema " + schema,
                                        "the extension amcheck is in a schema that this role may not use",
                                        std::format("GRANT USAGE ON SCHEMA {} TO {}", schema, role)));
    return extension;
  }
  const auto functions = session.query(functions_of, {std::string(rows->text(0, 2))});
  if (!functions) return std::unexpected(functions.error());
  static constexpr Wanted wanted[] = {
      {"bt_index_check", &Functions::index_check, 110000, "B-tree indexes"},
      {"bt_index_parent_check", &Functions::index_parent_check, 110000, "B-tree indexes with their parents"},
      {"gin_index_check", &Functions::gin_check, 180000, "GIN indexes"},
      {"verify_heapam", &Functions::verify_heap, 140000, "tables"}};
  for (const Wanted& each : wanted) {
    if (session.server_version() < each.since) continue;
    if (each.name == &Functions::index_parent_check && !context.options.parent_check) continue;
    if (each.name == &Functions::index_check && context.options.parent_check) continue;
    int at = 0;
    while (at < functions->rows() && functions->text(at, 0) != each.function) ++at;
    if (at == functions->rows()) {
      extension.findings.push_back(
          cannot("amcheck.too_old", "extension amcheck",
                 std::format("version {} of it has no {}: {} were not looked into", version, each.function, each.what),
                 "ALTER EXTENSION amcheck UPDATE"));
    } else if (!functions->boolean(at, 1)) {
      const std::string signature =
          std::format("{}.{}", schema, functions->text(at, 2).substr(functions->text(at, 2).find(each.function)));
      extension.findings.push_back(
          cannot("amcheck.not_allowed", "function " + signature,
                 std::format("this role has no EXECUTE on it: {} were not looked into", each.what),
                 std::format("GRANT EXECUTE ON FUNCTION {} TO {}", signature, role)));
    } else {
      extension.functions.*each.name = std::format("{}.{}", schema, each.function);
    }
  }
  return extension;
}

}  // namespace chandler::probe::amcheck
