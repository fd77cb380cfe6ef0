#include "dataset/bring/guard_source.hpp"

#include <algorithm>
#include <vector>

#include "dataset/ledger/ledger.hpp"

namespace chandler::dataset {

core::Expected<void> guard_source(platform::postgres::Session& session, const DataSet& data_set) {
  const Guards& guards = data_set.policy.guards;
  if (guards.columns_may_go && guards.older_allowed) return {};
  const auto latest = latest_of(session, data_set.table.name);
  if (!latest) return std::unexpected(latest.error());
  if (!*latest) return {};
  const Latest& before = **latest;
  std::vector<std::string> gone = before.columns;
  // What the table itself has no more cannot be brought.
  std::erase_if(gone, [&](const std::string& column) {
    return data_set.sql.find(column) != nullptr || data_set.table.find(column) == nullptr;
  });
  if (auto all = check_columns(guards, gone, data_set.file.name); !all) return all;
  const Origin& origin = data_set.file.origin;
  if (origin.address.empty() || origin.address != before.origin.address) return {};
  return check_age(guards, origin.last_modified, before.origin.last_modified, data_set.file.name);
}

}  // namespace chandler::dataset
