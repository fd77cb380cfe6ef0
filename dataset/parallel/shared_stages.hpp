#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/data_set.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset::parallel {

// The stages of one run that several sessions fill: unlogged tables chandler.stage_OID_RANDOM, one for each data set,
// in which no other has a part. They are committed, so somebody has to drop them: the transaction that used them, or
// else this object, or else, where the process was killed, a later run by drop_leftovers.
class SharedStages {
 public:
  // Drops by this session, where it can, and else by a new one like it. The session must outlive it.
  explicit SharedStages(platform::postgres::Session& session) : session_(session) {}
  ~SharedStages() { drop(); }
  SharedStages(const SharedStages&) = delete;
  SharedStages& operator=(const SharedStages&) = delete;
  SharedStages(SharedStages&&) = delete;
  SharedStages& operator=(SharedStages&&) = delete;

  // Makes a stage by `maker`, commits it, and makes the data set copy into it: its raw table where it has a
  // conversion, else its stage. Waits a second at most for a lock on the data set's table. Errors: the server's.
  core::Expected<void> make(platform::postgres::Session& maker, DataSet& data_set);

  // The text that drops them within the transaction that used them; empty: there are none.
  std::string drop_statement() const;

  void forget() { names_.clear(); }  // they are gone
  void drop();                       // best effort

 private:
  platform::postgres::Session& session_;
  std::vector<std::string> names_;
};

// Whether this role may make tables where stages are; else why not, for a person.
core::Expected<std::string> why_no_stages(platform::postgres::Session& session);

// Drops what runs that were killed left behind for these data sets, or for tables that are gone: only stages that
// nobody uses, of data sets that nobody loads just now. Best effort.
void drop_leftovers(platform::postgres::Session& session, std::span<const DataSet> data_sets);

}  // namespace chandler::dataset::parallel
