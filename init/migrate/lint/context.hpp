#pragma once

#include <optional>
#include <string>

#include "init/migrate/lint/schema/schema.hpp"
#include "init/migrate/lint/transaction.hpp"

namespace chandler::migrate::lint {

// A relation that others may be using, for the files that are judged did not make it.
struct Existing {
  Name name;
  const Table* known = nullptr;  // nullptr: nothing is known of it but its name

  std::string text() const;  // "orders (412 MB, about 3,100,000 rows)"
};

// What a rule knows besides the statement: the schema and the transaction, both as before it.
class Context {
 public:
  Context(const Schema& schema, const Transaction& transaction, int server_version)
      : schema_(schema), transaction_(transaction), server_version_(server_version) {}

  const Schema& schema() const { return schema_; }
  const Transaction& transaction() const { return transaction_; }
  int server_version() const { return server_version_; }  // 13 to 17

  std::optional<Existing> existing(const Name& name) const;

  // Of the table that an ALTER TABLE is about; nothing where it is about something else.
  std::optional<Existing> altered(const Statement& statement) const;

 private:
  const Schema& schema_;
  const Transaction& transaction_;
  int server_version_;
};

}  // namespace chandler::migrate::lint
