#pragma once

#include <optional>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/lint/linter.hpp"
#include "init/migrate/lint/mode.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::migrate::lint {

// Judges what a plan would apply against the database that it would be applied to. `levels` may be changed
// rules; the server's version is the session's. Errors: the server's, and lint_file's.
core::Expected<std::vector<Finding>> lint_pending(platform::postgres::Session& session, const Layout& layout,
                                                  const Folder& folder, const PlanSettings& settings,
                                                  const std::vector<Step>& pending, const LevelSettings& levels = {});

// The same for a run: logs each finding. Error, where `mode` is refuse and one refuses: migrate.lint.
core::Expected<void> lint_before_run(platform::postgres::Session& session, const Layout& layout, const Folder& folder,
                                     const PlanSettings& settings, const std::vector<Step>& pending, LintMode mode);

// "V8__note.sql:3:10: create-index: …; two more": what refuses, as one error; nothing where none does.
std::optional<core::Error> refusal(const std::vector<Finding>& findings);

}  // namespace chandler::migrate::lint
