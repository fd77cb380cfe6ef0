#include "controller/api/authority.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "controller/api/bearer.hpp"
#include "platform/digest/digest.hpp"
#include "platform/log/log.hpp"

namespace chandler::controller::api {
namespace {

namespace log = platform::log;

constexpr std::chrono::seconds retry_after{2};

std::string hash_of(std::string_view text) {
  platform::Sha256 digest;
  digest.update(text);
  return digest.hex();
}

std::string key_of(const Caller& caller, const Right& right) {
  const nlohmann::json all{caller.username, caller.uid,     caller.groups,        caller.extra,
                           right.verb,      right.resource, right.namespace_name, right.name};
  return hash_of(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

Clocks real_clocks() {
  return {.steady = [] { return std::chrono::steady_clock::now(); },
          .system = [] { return std::chrono::system_clock::now(); }};
}

Authority::Authority(Reviewer& reviewer, const AuthorityOptions& options, Clocks clocks)
    : reviewer_(reviewer),
      options_(options),
      clocks_(std::move(clocks)),
      strangers_(options.strangers),
      callers_(options.tokens),
      decisions_(options.decisions) {}

Result<Caller> Authority::authenticate(std::string_view authorization) {
  const auto token = bearer_token(authorization);
  if (!token) return std::unexpected(token.error());
  const auto refused = [] {
    return refuse(Reason::unauthenticated,
                  "the API server does not accept this token for the audience chandler.dev: it may have expired, or be "
                  "meant for another; `kubectl create token SERVICEACCOUNT --audience chandler.dev` makes one");
  };
  const auto now = clocks_.steady();
  const std::string key = hash_of(*token);
  if (const auto known = callers_.find(key, now)) {
    if (*known) return **known;
    return refused();
  }
  if (const auto wait = strangers_.take("", now)) {
    return later(Reason::rate_limited, "too many tokens that were not seen before; try again", *wait);
  }
  if (is_pausing()) return later(Reason::unavailable, "the API server does not answer", retry_after);
  const auto caller = reviewer_.authenticate(*token);
  if (!caller) return std::unexpected(unanswered(caller.error()));
  std::chrono::steady_clock::duration holds = options_.holds;
  if (const auto expiry = expiry_of(*token)) {
    holds = std::clamp<std::chrono::steady_clock::duration>(
        std::chrono::duration_cast<std::chrono::milliseconds>(*expiry - clocks_.system()), {}, holds);
  }
  callers_.keep(key, *caller, now + holds);
  if (*caller) return **caller;
  return refused();
}

Result<bool> Authority::allows(const Caller& caller, const Right& right) {
  const auto now = clocks_.steady();
  const std::string key = key_of(caller, right);
  if (const auto known = decisions_.find(key, now)) return *known;
  if (is_pausing()) return later(Reason::unavailable, "the API server does not answer", retry_after);
  const auto allowed = reviewer_.allows(caller, right);
  if (!allowed) return std::unexpected(unanswered(allowed.error()));
  decisions_.keep(key, *allowed, now + options_.holds);
  return *allowed;
}

Result<Scope> Authority::scope(const Caller& caller, const std::string& verb, const std::string& resource,
                               const std::set<std::string>& namespaces) {
  const auto everywhere = allows(caller, {.verb = verb, .resource = resource});
  if (!everywhere) return std::unexpected(everywhere.error());
  if (*everywhere) return Scope{.everywhere = true};
  Scope scope;
  for (const std::string& name : namespaces) {
    const auto here = allows(caller, {.verb = verb, .resource = resource, .namespace_name = name});
    if (!here) return std::unexpected(here.error());
    if (*here) scope.namespaces.insert(name);
  }
  return scope;
}

bool Authority::is_pausing() const {
  return clocks_.steady() < pause_until_.load();
}

// The error's own words name our rights and addresses: they are the log's.
Problem Authority::unanswered(const core::Error& error) {
  log::warning("api_review_failed", core::describe(error));
  pause_until_ = clocks_.steady() + options_.pause;
  return {.reason = Reason::unavailable,
          .detail = "the API server did not say who you are and what you may do; Chandler's log says why",
          .retry_after = retry_after};
}

}  // namespace chandler::controller::api
