#include "dataset/bring/note_failure.hpp"

#include <algorithm>
#include <vector>

#include "dataset/bring/commit.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/table/catalogue.hpp"

namespace chandler::dataset {
namespace {

bool is_about(const core::Error& error, const Attempted& one) {
  return error.where.starts_with(one.source) || (!one.shown.empty() && error.where.starts_with(one.shown));
}

}  // namespace

void note_failure(const Options& options, std::span<const Attempted> attempted, const core::Error& error,
                  const std::stop_token& stop) {
  if (options.dry_run || error.code == "stopped" || error.outcome == core::Outcome::usage || attempted.empty()) return;
  Options impatient = options;
  impatient.database_wait = {};
  auto session = connect(impatient, stop);
  if (!session) return;  // the error says so already, and nobody can write it down
  if (!ensure_ledger(*session)) return;
  // The longest: a name may go on as another one does.
  std::size_t longest = 0;
  for (const Attempted& one : attempted) longest = std::max(longest, is_about(error, one) ? one.source.size() : 0);
  for (const Attempted& one : attempted) {
    if (longest > 0 && !(is_about(error, one) && one.source.size() == longest)) continue;
    const auto table = one.is_script
                           ? core::Expected<Table>(Table{.oid = "0", .name = one.table, .columns = {}, .key = {}})
                           : read_table(*session, one.table, one.source);
    if (!table) continue;  // of what is no table nothing is known
    record_failure(*session,
                   {.command = name_of(options.purpose),
                    .table_oid = table->oid,
                    .table = table->name,
                    .source = one.source,
                    .hash = one.hash},
                   error);
  }
}

}  // namespace chandler::dataset
