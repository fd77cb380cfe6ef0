#pragma once

#include <initializer_list>
#include <string_view>

#include "cron/probe/check.hpp"
#include "platform/postgres/result.hpp"

namespace chandler::probe {

// A check that is one query: each of its rows may be a finding.
template <typename Read>
Outcome ask(Context& context, std::string_view sql, Read read) {
  Outcome outcome;
  auto rows = context.session.query(sql);
  if (!rows) {
    outcome.error = std::move(rows.error());
    return outcome;
  }
  for (int row = 0; row < rows->rows(); ++row) read(*rows, row, outcome);
  return outcome;
}

}  // namespace chandler::probe
