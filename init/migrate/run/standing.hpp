#pragma once

#include "core/error.hpp"
#include "init/migrate/database/database.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/migrate.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate {

// What the options ask of a plan, for a database of which nothing is known.
PlanSettings settings_of(const Options& options);

// Where a database stands beside a folder: whose layout it is, and what the history holds. Options and
// folder outlive it; the session may be another one each time.
class Standing {
 public:
  Standing(const Options& options, const Folder& folder, Detail detail);

  // Two queries: what database is this, and what does its history hold?
  core::Expected<void> look(platform::postgres::Session& session);

  // Reads the history again.
  core::Expected<void> read(platform::postgres::Session& session);

  core::Expected<void> make_history(platform::postgres::Session& session);

  // Valid after the first look.
  const Layout& layout() const { return *layout_; }
  const PlanSettings& settings() const { return settings_; }
  const History& history() const { return history_; }
  bool has_history() const { return has_history_; }
  bool read_only() const { return read_only_; }

 private:
  const Options& options_;
  const Folder& folder_;
  Detail detail_;
  const Layout* layout_ = nullptr;
  PlanSettings settings_;
  History history_;
  bool has_history_ = false;
  bool read_only_ = false;
};

}  // namespace chandler::migrate
