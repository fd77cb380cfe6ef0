#include "init/migrate/lint/registry.hpp"

#include <algorithm>

namespace chandler::migrate::lint {

const std::vector<Family>& families() {
  static const std::vector<Family> all{{"Columns", column_rules()},
                                       {"Constraints", constraint_rules()},
                                       {"Keys and exclusions", key_rules()},
                                       {"Indexes", index_rules()},
                                       {"Rewrites and long locks", rewrite_rules()},
                                       {"Removals", removal_rules()},
                                       {"Renames", rename_rules()},
                                       {"Rows", row_rules()},
                                       {"Partitions", partition_rules()},
                                       {"Triggers and policies", trigger_rules()},
                                       {"Types and domains", type_rules()},
                                       {"Transactions and settings", transaction_rules()},
                                       {"Opinions", opinion_rules()},
                                       {"The file itself", file_rules()}};
  return all;
}

const Rule* find_rule(std::string_view id) {
  for (const Family& family : families()) {
    const auto found = std::ranges::find(family.rules, id, &Rule::id);
    if (found != family.rules.end()) return &*found;
  }
  return nullptr;
}

}  // namespace chandler::migrate::lint
