#include <format>
#include <memory>

#include <nlohmann/json.hpp>

#include "init/wait/job_state.hpp"
#include "init/wait/namespace.hpp"
#include "init/wait/probe.hpp"
#include "platform/kubernetes/client.hpp"

namespace chandler::wait {
namespace {

namespace kubernetes = platform::kubernetes;

kubernetes::ClientOptions options(const Patience& patience) {
  return {
      .connect_timeout = std::chrono::seconds(3), .request_timeout = std::chrono::seconds(5), .stop = patience.stop};
}

// "system:serviceaccount:NAMESPACE:NAME" stands in the API server's refusal; the pod does not know it.
std::string account_in(std::string_view message) {
  static constexpr std::string_view mark = "system:serviceaccount:";
  const std::size_t at = message.find(mark);
  if (at == std::string_view::npos) return "NAMESPACE:SERVICE_ACCOUNT";
  const std::string_view rest = message.substr(at + mark.size());
  return std::string(rest.substr(0, rest.find_first_of("\" ")));
}

core::Error forbidden(const core::Error& refusal, const std::string& job, const std::string& space) {
  const std::string role = "chandler-wait-" + job;
  return {.code = "wait.forbidden",
          .message = refusal.message,
          .where = "job/" + job,
          .hint = std::format(
              "Let it read that Job: kubectl create role {0} -n {1} --verb=get --resource=jobs.batch "
              "--resource-name={2} && kubectl create rolebinding {0} -n {1} --role={0} --serviceaccount={3}",
              role, space, job, account_in(refusal.message))};
}

core::Expected<Readiness> ask(kubernetes::Client& client, const std::string& job, const std::string& space) {
  const auto found = client.get({.group = "batch", .plural = "jobs", .namespace_name = space, .name = job});
  if (found) return judge_job(job, *found);
  const core::Error& error = found.error();
  if (error.code == kubernetes::code::not_found) {
    return Readiness{.reason = std::format("there is no Job {} in namespace {} yet", job, space)};
  }
  if (error.code == kubernetes::code::refused) return std::unexpected(forbidden(error, job, space));
  if (error.outcome == core::Outcome::could_not) return Readiness{.reason = error.message};
  return std::unexpected(error);
}

}  // namespace

Probe job_probe(const Job& target, const Surroundings& surroundings) {
  const std::string space = own_namespace(surroundings);
  // Made at the first try and kept: one connection serves all tries.
  auto client = std::make_shared<std::unique_ptr<kubernetes::Client>>();
  return [=](const Patience& patience) -> core::Expected<Readiness> {
    if (space.empty()) {
      return std::unexpected(core::Error{.code = "wait.no_namespace",
                                         .message = "cannot tell in which namespace the Job is",
                                         .where = "job/" + target.name,
                                         .hint = "Set CHANDLER_NAMESPACE, or mount the service account's token"});
    }
    auto cluster = kubernetes::in_cluster(surroundings.environment, surroundings.account_folder);
    if (!cluster) return std::unexpected(cluster.error());
    if (*client == nullptr) {
      auto made = kubernetes::Client::make(*std::move(cluster), options(patience));
      if (!made) return std::unexpected(made.error());
      *client = std::make_unique<kubernetes::Client>(*std::move(made));
    }
    return ask(**client, target.name, space);
  };
}

}  // namespace chandler::wait
