#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "platform/http/server.hpp"
#include "sidecar/run/executor.hpp"

namespace chandler::execute {

// Serves /healthz, /readyz, /status and /metrics of an executor, all without a query to the database, and /drain to
// POST to from this machine. Borrows both. Errors: http.listen.
core::Expected<std::unique_ptr<platform::http::Server>> serve_status(const std::string& address, std::uint16_t port,
                                                                     Executor& executor, const Metrics& metrics);

// What these paths answer.
platform::http::Response answer(const platform::http::Request& request, const Condition& condition,
                                const Metrics& metrics);

// What /drain answers. Only to who is on this machine, that is in the pod: whoever may ask for metrics is not to be
// able to halt the work.
platform::http::Response drained(const platform::http::Request& request, Executor& executor);

}  // namespace chandler::execute
