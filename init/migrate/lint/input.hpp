#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "init/migrate/layout/layout.hpp"
#include "init/migrate/lint/linter.hpp"
#include "init/migrate/plan.hpp"
#include "init/migrate/source/folder.hpp"

namespace chandler::migrate::lint {

// A step's file as the linter takes it. The folder outlives it. Errors: Layout::text's and Folder's.
core::Expected<LintFile> lint_file(const Layout& layout, const Step& step, const Folder& folder,
                                   const PlanSettings& settings);

// What to lint without a database: files of one folder, in the order in which they would be applied.
struct Selection {
  std::vector<Step> before;  // taken for applied: they tell what the tables look like
  std::vector<Step> judged;
  std::vector<std::string> skipped;  // wanted, but no files that the layout applies: undo and down files
  bool one_set = false;              // else each file is judged as if all before it were applied
};

struct Wanted {
  std::vector<std::string> files;  // relative to the folder; empty: all
  std::string since;               // a version: what comes after it is one pending set; empty: each file alone
};

// Errors: migrate.bad_target for a version that no file has, and Layout::plan's.
core::Expected<Selection> select(const Layout& layout, const Folder& folder, const PlanSettings& settings,
                                 const Wanted& wanted);

}  // namespace chandler::migrate::lint
