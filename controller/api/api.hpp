#pragma once

#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "controller/api/authority.hpp"
#include "controller/api/metrics.hpp"
#include "controller/api/problem.hpp"
#include "controller/api/rate_limiter.hpp"
#include "controller/api/records.hpp"
#include "controller/api/route.hpp"
#include "core/error.hpp"
#include "platform/http/message.hpp"

namespace chandler::controller::api {

// What the API stands on; all of it is borrowed.
struct Sources {
  const Records& records;
  Reviewer& reviewer;
  // Creates an Operation, and returns it as stored. Blocks. Any thread.
  std::function<core::Expected<nlohmann::json>(const nlohmann::json& object)> create;
};

struct ApiOptions {
  AuthorityOptions authority = {};
  RateLimit limit = {};  // of each person
};

// The REST API: /api/v1/… and /openapi.json. Decides from what the caches hold; only who calls and what they may do,
// and a new operation, are asked of the API server. Threads: any; `handle` blocks while the API server is asked.
class Api {
 public:
  // Borrows the metrics.
  Api(Sources sources, const ApiOptions& options, Metrics& metrics, Clocks clocks);

  platform::http::Response handle(const platform::http::Request& request);

 private:
  using Answer = Result<platform::http::Response>;
  struct Call;  // a request with its route and its caller

  Answer answer(const platform::http::Request& request, const Route& route);
  Answer list_workloads(const Call& call);
  Answer show_workload(const Call& call);
  Answer show_history(const Call& call);
  Answer list_operations(const Call& call);
  Answer show_operation(const Call& call);
  Answer create_operation(const Call& call);
  Answer show_permissions(const Call& call);

  Result<void> require(const Caller& caller, const Right& right);
  // Where the caller may list it, of the namespaces that have any or of the one that is asked for; a problem where
  // that is nowhere.
  Result<Scope> listable(const Caller& caller, const std::string& resource, const std::string& only,
                         const std::set<std::string>& namespaces);
  Result<Records::Provision> provision(const Call& call);
  Records::Operation operation(const std::string& namespace_name, const std::string& name) const;  // null: none
  Answer made_before(const std::string& namespace_name, const std::string& name) const;

  const Sources sources_;
  const Clocks clocks_;
  Metrics& metrics_;
  Authority authority_;
  RateLimiter limiter_;
};

}  // namespace chandler::controller::api
