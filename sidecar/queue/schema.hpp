#pragma once

#include <string>

#include "core/error.hpp"
#include "platform/postgres/session.hpp"

namespace chandler::execute {

// The whole of it, for a person or a migration: docs/tasks.md. Safe to run again.
std::string task_schema();

// Makes it where it is missing or of an earlier version; one small query where it is there. Any number of callers at
// once. Errors: tasks.no_schema (problem) without the right to; the server's.
core::Expected<void> ensure_task_schema(platform::postgres::Session& session);

}  // namespace chandler::execute
