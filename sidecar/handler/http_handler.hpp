#pragma once

#include <chrono>
#include <string>

#include "core/error.hpp"
#include "sidecar/handler/handler.hpp"

namespace chandler::execute {

struct HttpOptions {
  std::string address;  // http://:PORT/PATH (this machine), or http://HOST[:PORT]/PATH
  bool remote = false;  // HOST may be another machine
  std::size_t concurrency = 4;
  std::chrono::milliseconds timeout{30'000};  // of one call, from its start to the answer's last byte
};

// `http://…`: POSTs each task to an application, each worker over a connection that it keeps. Errors: cli.bad_flag
// (usage): no such address, or another machine's without `remote`.
core::Expected<HandlerPlan> http_handler(const HttpOptions& options);

}  // namespace chandler::execute
