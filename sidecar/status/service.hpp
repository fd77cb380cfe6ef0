#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "platform/http/server.hpp"
#include "sidecar/run/executor.hpp"

namespace chandler::execute {

// Serves /healthz, /readyz, /status and /metrics of an executor, all without a query to the database. Borrows both.
// Errors: http.listen.
core::Expected<std::unique_ptr<platform::http::Server>> serve_status(const std::string& address, std::uint16_t port,
                                                                     const Executor& executor, const Metrics& metrics);

// What these paths answer.
platform::http::Response answer(const platform::http::Request& request, const Condition& condition,
                                const Metrics& metrics);

}  // namespace chandler::execute
