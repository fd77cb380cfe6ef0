#pragma once

#include <cstdint>
#include <format>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "platform/postgres/session.hpp"
#include "sidecar/queue/queue.hpp"
#include "sidecar/queue/schema.hpp"
#include "sidecar/queue/uuid.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::execute {

// A database with a queue, and a connection to it.
class Database {
 public:
  Database()
      : settings_(tests::PostgresServer::shared().new_database()),
        session_(platform::postgres::Session::connect(settings_, {}, {}).value()) {
    const auto made = ensure_task_schema(session_);
    INFO((made ? "" : core::describe(made.error())));
    REQUIRE(made.has_value());
  }

  const platform::postgres::ConnectionSettings& settings() const { return settings_; }
  platform::postgres::Session& session() { return session_; }
  platform::postgres::Session another() const {
    return platform::postgres::Session::connect(settings_, {}, {}).value();
  }

  // The first value of the last statement.
  std::string ask(std::string_view sql) {
    const auto answer = session_.run(sql);
    INFO(sql << ": " << (answer ? "" : answer.error().message));
    REQUIRE(answer.has_value());
    return answer->rows() == 0 ? "" : std::string(answer->text(0, 0));
  }
  std::int64_t number(std::string_view sql) { return std::stoll(ask(sql)); }

  // `more`: further arguments, such as ", priority => 2".
  std::int64_t enqueue(std::string_view name, std::string_view more = "") {
    return number(std::format("SELECT chandler.enqueue('default', '{}', '{{}}'{})", name, more));
  }
  std::string state(std::int64_t id) { return ask(std::format("SELECT state FROM chandler.task WHERE id = {}", id)); }

  std::vector<Task> claim(const Identity& identity, std::size_t most = 100) {
    auto claimed = execute::claim(session_, identity, most);
    INFO((claimed ? "" : claimed.error().message));
    REQUIRE(claimed.has_value());
    return std::move(claimed->tasks);
  }
  Recorded complete(const Task& task, const std::optional<std::string>& result = std::nullopt) {
    const Outcome outcome{.claim = task.claim, .verdict = Verdict::completed, .result = result};
    return execute::complete(session_, std::span(&outcome, 1), true).value();
  }
  Recorded give_back(const Task& task, Verdict verdict, std::chrono::milliseconds delay = {}) {
    const Outcome outcome{.claim = task.claim, .verdict = verdict, .error = "no good", .delay = delay};
    return execute::give_back(session_, std::span(&outcome, 1)).value();
  }

 private:
  platform::postgres::ConnectionSettings settings_;
  platform::postgres::Session session_;
};

inline Identity identity(std::vector<std::string> queues = {"default"}) {
  return {.executor = random_uuid(), .worker = "test", .queues = std::move(queues)};
}

}  // namespace chandler::execute
