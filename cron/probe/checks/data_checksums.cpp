#include "cron/probe/checks/ask.hpp"
#include "cron/probe/checks/checks.hpp"

namespace chandler::probe {
namespace {

Outcome run(Context& context) {
  return ask(context, "SHOW data_checksums", [](const auto& rows, int row, Outcome& outcome) {
    const std::string state(rows.text(row, 0));
    outcome.summary = "data_checksums is " + state;
    outcome.figures = {{.name = "data_checksums", .value = state}};
    if (state == "on") return;
    outcome.findings.push_back(
        {.id = "data_checksums.off",
         .severity = Severity::warning,
         .object = {},
         .figures = outcome.figures,
         .meaning = "pages carry no checksums: what a disk or a driver changes is read as if it were right",
         .remedy =
             "stop the server and run pg_checksums --enable --progress -D DATADIR, on a replica first where there "
             "is one; CloudNativePG: initdb.dataChecksums: true for a new cluster. PostgreSQL 18 has it on by "
             "default"});
  });
}

}  // namespace

const Check data_checksums_check{
    .name = "data_checksums",
    .proves = "That pages are written with checksums. Not that they are right: checksum_failures and amcheck look.",
    .cost = "one SHOW",
    .rights = "any role",
    .per_cluster = true,
    .run = run};

}  // namespace chandler::probe
