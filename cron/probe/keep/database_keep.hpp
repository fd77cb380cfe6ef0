#pragma once

#include "cron/probe/keep/keep.hpp"

namespace chandler::probe {

// In the database that is probed. Makes the tables where they are not there and the role may. History older than 90
// days is taken away as new is written.
class DatabaseKeep : public Keep {
 public:
  core::Expected<Memories> read(platform::postgres::Session& session) override;
  core::Expected<void> write(platform::postgres::Session& session, std::string_view check,
                             const Memory& memory) override;
  core::Expected<void> append(platform::postgres::Session& session, const CheckReport& check,
                              const DatabaseReport& report) override;

 private:
  Memories kept_;  // as the table holds it
};

}  // namespace chandler::probe
