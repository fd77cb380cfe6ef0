#include "init/migrate/lint/division.hpp"

#include <algorithm>

namespace chandler::migrate::lint {
namespace {

using Kind = sql::Traits::Transaction;

bool controls(const sql::Traits& each) {
  return each.transaction != Kind::none;
}

}  // namespace

Division divide(const std::vector<sql::Traits>& statements, std::optional<bool> in_transaction) {
  Division out;
  const auto any_control = std::ranges::count_if(statements, controls);
  out.encloses_file = any_control == 2 && statements.front().transaction == Kind::begin &&
                      statements.back().transaction == Kind::commit;
  const bool outside = std::ranges::any_of(statements, &sql::Traits::outside_transaction);
  const bool needs_one = std::ranges::any_of(
      statements, [](const sql::Traits& each) { return !each.outside_transaction && !each.session_setting; });
  // Without a word of the tool's, a file of such statements alone runs one by one; a mixed one is refused.
  const bool one_by_one = in_transaction ? !*in_transaction : outside && !needs_one;
  out.block = !one_by_one && any_control == 0;
  out.unclosed.assign(statements.size(), false);
  bool closed = false;
  for (std::size_t i = statements.size(); i-- > 0;) {
    if (statements[i].transaction == Kind::begin) out.unclosed[i] = !closed;
    if (statements[i].transaction == Kind::begin) closed = false;
    if (statements[i].transaction == Kind::commit || statements[i].transaction == Kind::other) closed = true;
  }
  return out;
}

}  // namespace chandler::migrate::lint
