#pragma once

#include <optional>
#include <vector>

#include "init/migrate/lint/transaction.hpp"
#include "sql/traits.hpp"

namespace chandler::migrate::lint {

// How a file's statements fall into transactions.
struct Division {
  bool block = true;           // statements outside of BEGIN … COMMIT run in one transaction
  bool encloses_file = false;  // BEGIN and COMMIT are the first and the last statement, and the only ones
  std::vector<bool> unclosed;  // for each statement: it is a BEGIN without an end
};

Division divide(const std::vector<sql::Traits>& statements, std::optional<bool> in_transaction);

}  // namespace chandler::migrate::lint
