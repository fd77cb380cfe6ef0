#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dataset/bring/bring.hpp"
#include "dataset/ledger/ledger.hpp"
#include "dataset/script/script.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::dataset {

// What the ledger is asked of a script: whether it ran with this content last.
Question question_of(const Script& script);

// Which of these did.
core::Expected<std::vector<Held>> ask_whether_run(platform::postgres::Session& session,
                                                  std::span<const Script> scripts);

// Runs a script in the open transaction and, unless this is a dry run, notes it in the ledger. What it set in the
// session is forgotten behind it. Errors: those of script.hpp; load.script_failed with file, line, column and the
// statement's beginning. `by`: the command's name.
core::Expected<DataSetResult> run_script(platform::postgres::Session& session, const Script& script,
                                         std::string_view by, bool dry_run);

}  // namespace chandler::dataset
