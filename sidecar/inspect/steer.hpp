#pragma once

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::execute {

// chandler.retry_task and chandler.cancel_task. Errors: tasks.no_task, tasks.not_retried, tasks.not_cancelled
// (problem), which say what state it is in; the server's.
core::Expected<void> retry_task(platform::postgres::Session& session, std::int64_t id);
core::Expected<void> cancel_task(platform::postgres::Session& session, std::int64_t id);

// All failed ones, of a queue or (empty) of any; how many. Errors: the server's.
core::Expected<std::int64_t> retry_failed(platform::postgres::Session& session, const std::string& queue);

}  // namespace chandler::execute
