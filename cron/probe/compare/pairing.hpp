#pragma once

#include <string>
#include <vector>

#include "cron/probe/compare/address.hpp"
#include "cron/probe/compare/table.hpp"
#include "cron/probe/finding.hpp"

// Which tables are compared, and what the catalogues alone tell. Pure.
namespace chandler::probe::compare {

struct Pair {
  Table here;
  Table there;
  std::vector<std::string> columns;  // that both have and nobody ignores; the key's among them
  bool same_order = true;            // both servers sort the keys alike, as far as the catalogues tell

  std::string shown() const { return here.shown(); }
};

struct Pairing {
  std::vector<Pair> pairs;
  Findings findings;  // tables missing, columns that differ, tables that cannot be compared
};

Pairing pair_tables(const Catalogue& here, const Catalogue& there, const Address& address);

}  // namespace chandler::probe::compare
