#include "sidecar/handler/sql_handler.hpp"

#include <algorithm>
#include <format>
#include <optional>
#include <random>
#include <unordered_map>

#include "platform/log/log.hpp"
#include "platform/postgres/session.hpp"
#include "sidecar/handler/sql_function.hpp"
#include "sidecar/queue/array_text.hpp"
#include "sidecar/run/retry_delay.hpp"

namespace chandler::execute {
namespace {

using platform::postgres::Answer;
using platform::postgres::Result;
using platform::postgres::ServerError;
using platform::postgres::Session;

constexpr std::size_t most_connections = 4;
constexpr std::chrono::seconds pause_without_function{5};

class SqlHandler final : public Handler {
 public:
  SqlHandler(const SqlOptions& options, std::size_t batch) : options_(options), batch_(batch) {}

  std::size_t batch() const override { return batch_; }
  std::vector<Outcome> handle(std::span<const Task> tasks, const std::stop_token& stop) override;

 private:
  bool ready(const std::stop_token& stop);
  Answer<Result> run(std::span<const Task> tasks);
  void put(std::vector<Outcome>& out, std::span<const Task> tasks, const std::stop_token& stop);
  Outcome failed(const Task& task, std::string error);
  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

  const SqlOptions options_;
  const std::size_t batch_;
  std::optional<Session> session_;
  SqlFunction function_;
  std::mt19937 random_{std::random_device{}()};
};

// False: nothing was tried.
bool SqlHandler::ready(const std::stop_token& stop) {
  if (session_ && session_->alive()) return true;
  session_.reset();
  auto session = Session::connect(options_.database, {.application_name = "chandler execute (sql)"}, stop);
  if (!session) {
    platform::log::warning("database_away", session.error().message);
    return false;
  }
  // Of a batch as a whole: nothing shorter can be told to the server from within a statement.
  const auto limit = options_.timeout * static_cast<std::int64_t>(batch_);
  if (auto set = session->run(std::format("SET statement_timeout = {}", limit.count())); !set) return false;
  auto function = find_function(*session, options_.function);
  if (!function) {
    platform::log::error(function.error().code, core::describe(function.error()));
    return false;
  }
  function_ = *std::move(function);
  session_.emplace(*std::move(session));
  return true;
}

Answer<Result> SqlHandler::run(std::span<const Task> tasks) {
  ArrayText ids;
  ArrayText tokens;
  for (const Task& each : tasks) {
    ids.add(each.claim.id);
    tokens.add_plain(each.claim.token);
  }
  const std::string keep = options_.keep ? "true" : "false";
  if (function_.takes == SqlFunction::Takes::batch) {
    return session_->query("SELECT id, refused, code, error FROM chandler.run_task_batch($1, $2, $3, $4)",
                           {function_.call_all, ids.take(), tokens.take(), keep});
  }
  return session_->query("SELECT id, refused, code, error FROM chandler.run_tasks($1, $2, $3, $4, $5, $6)",
                         {function_.call_all, function_.call_one, function_.gives_result ? "true" : "false", ids.take(),
                          tokens.take(), keep});
}

Outcome SqlHandler::failed(const Task& task, std::string error) {
  Outcome out = outcome_of(task, Verdict::retry);
  out.error = std::move(error);
  out.delay = retry_delay(task.attempt, chance());
  return out;
}

// A lost connection has no state.
std::string error_text(std::string_view message, std::string_view sqlstate) {
  return sqlstate.empty() ? std::string(message) : std::format("{} (SQLSTATE {})", message, sqlstate);
}

void SqlHandler::put(std::vector<Outcome>& out, std::span<const Task> tasks, const std::stop_token& stop) {
  const auto rows = run(tasks);
  if (!rows) {
    const ServerError& error = rows.error();
    // What was undone with the others may well be innocent: each alone.
    if (tasks.size() > 1 && !error.connection_lost && !error.stopped) {
      for (const Task& each : tasks) put(out, std::span(&each, 1), stop);
      return;
    }
    // It may have been committed, with only the answer lost: then the queue refuses this outcome.
    for (const Task& each : tasks) {
      out.push_back(stop.stop_requested() ? outcome_of(each, Verdict::release)
                                          : failed(each, error_text(error.message, error.sqlstate)));
    }
    return;
  }
  std::unordered_map<std::int64_t, int> exceptions;
  for (int row = 0; row < rows->rows(); ++row) exceptions.emplace(rows->integer(row, 0), row);
  for (const Task& each : tasks) {
    const auto row = exceptions.find(each.claim.id);
    if (row == exceptions.end()) {
      out.push_back(outcome_of(each, Verdict::recorded));
    } else if (rows->boolean(row->second, 1)) {
      out.push_back(outcome_of(each, Verdict::refused));
    } else {
      out.push_back(failed(each, error_text(rows->text(row->second, 3), rows->text(row->second, 2))));
    }
  }
}

std::vector<Outcome> SqlHandler::handle(std::span<const Task> tasks, const std::stop_token& stop) {
  std::vector<Outcome> out;
  out.reserve(tasks.size());
  if (!ready(stop)) {
    for (const Task& each : tasks) {
      out.push_back(outcome_of(each, Verdict::release));
      out.back().delay = pause_without_function;
    }
    return out;
  }
  put(out, tasks, stop);
  return out;
}

}  // namespace

HandlerPlan sql_handler(const SqlOptions& options) {
  const std::size_t workers = std::clamp<std::size_t>(options.concurrency, 1, most_connections);
  const std::size_t batch = (options.concurrency + workers - 1) / workers;
  return {.make = [options, batch] { return std::make_unique<SqlHandler>(options, batch); }, .workers = workers};
}

}  // namespace chandler::execute
