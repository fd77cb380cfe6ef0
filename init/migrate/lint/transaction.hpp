#pragma once

#include <string>
#include <vector>

#include "init/migrate/lint/schema/schema.hpp"
#include "init/migrate/lint/tree/statement.hpp"

namespace chandler::migrate::lint {

// What one transaction has done so far, of what later statements in it have to reckon with.
struct Transaction {
  struct Value {
    Name type;
    std::string label;
  };
  struct Unvalidated {
    Name table;
    std::string constraint;
  };

  bool block = false;                    // more than one statement may be in it
  bool encloses_file = false;            // its BEGIN and COMMIT are the file's first and last statement
  bool ends_uncommitted = false;         // the file ends within it
  bool lock_timeout_off = false;         // holds for the rest of the file
  std::vector<Name> exclusive;           // existing tables that nobody else can read until it ends
  std::vector<Value> added_values;       // by ALTER TYPE … ADD VALUE
  std::vector<Unvalidated> unvalidated;  // constraints added NOT VALID
  std::vector<Name> dropped;             // relations, by DROP

  // The next one of the same file.
  Transaction next(bool as_block) const;

  // Adds what the statement does. `schema`: before it.
  void note(const Statement& statement, const Schema& schema);
};

// Tables on which the statement takes an ACCESS EXCLUSIVE lock that it keeps to the transaction's end.
std::vector<Name> exclusively_locked(const Statement& statement);

}  // namespace chandler::migrate::lint
