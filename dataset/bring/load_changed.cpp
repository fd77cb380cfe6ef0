#include "dataset/bring/load_changed.hpp"

#include <format>
#include <utility>

#include "dataset/bring/analyze.hpp"
#include "dataset/bring/bookkeeping.hpp"
#include "dataset/bring/commit.hpp"
#include "dataset/bring/transaction.hpp"
#include "dataset/fault/command.hpp"
#include "dataset/parallel/shared_stages.hpp"
#include "dataset/script/run.hpp"
#include "platform/log/log.hpp"

namespace chandler::dataset {
namespace {

using platform::postgres::Session;

// A deadlock with the application, or a lock_timeout that is the role's own, is worth another go.
constexpr int attempts = 3;

bool worth_another_go(const core::Error& error) {
  return error.sqlstate == "40P01" || error.sqlstate == "40001" || error.sqlstate == "55P03";
}

core::Expected<void> end(Session& session, const Options& options, std::span<const Question> evidence,
                         const std::stop_token& stop) {
  return options.dry_run ? command(session, "ROLLBACK", {}) : commit(session, options, evidence, stop);
}

}  // namespace

core::Expected<std::vector<DataSetResult>> load_changed(Session& session, const Options& options,
                                                        std::span<const DataSet> data_sets,
                                                        std::span<const Script> scripts, const std::stop_token& stop) {
  // What is learned along with the rows is known only behind the transaction.
  const auto evidence = [&] {
    std::vector<Question> questions = questions_of(data_sets);
    for (const Script& script : scripts) questions.push_back(question_of(script));
    return questions;
  };
  TransactionOptions how{.command = name_of(options.purpose),
                         .lock_timeout = options.lock_timeout,
                         .dry_run = options.dry_run,
                         .straight = options.sample == 0,
                         .jobs = options.jobs};
  parallel::SharedStages stages(session);
  for (int attempt = 1;; ++attempt) {
    auto done = run_transaction(session, data_sets, scripts, how, stages, stop);
    if (done) {
      const auto ended = end(session, options, evidence(), stop);
      if (ended && !options.dry_run) stages.forget();
      if (ended) {
        if (!options.dry_run) analyze_large_changes(session, data_sets, *done);
        return done;
      }
      done = std::unexpected(ended.error());
    }
    roll_back(session);
    stages.drop();
    if (done.error().code == line_unknown) how.straight = false;
    if (done.error().code == line_unknown || done.error().code == found_late) {
      --attempt;  // it was of use
      continue;
    }
    if (attempt == attempts || !worth_another_go(done.error())) return done;
    platform::log::warning("load_again", std::format("again, since {}", core::describe(done.error())));
  }
}

}  // namespace chandler::dataset
