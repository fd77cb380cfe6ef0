#include "core/injection/executor.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <format>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/annotations/keys.hpp"
#include "core/injection/document.hpp"
#include "core/injection/names.hpp"
#include "core/text/duration.hpp"

namespace chandler::core::injection {
namespace {

using annotations::Finding;
using annotations::Handler;
using annotations::Problem;
using annotations::ProvisionSpec;
using annotations::Severity;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

using Args = std::vector<std::string>;

// The registry's defaults, which are those of `chandler execute`, too.
constexpr std::uint16_t default_port = 19'800;
constexpr milliseconds default_timeout{30'000};
constexpr milliseconds default_lease{60'000};

Finding finding(Severity severity, std::string_view directive, std::string value, std::string_view why) {
  const std::string key = annotations::full_key(directive);
  return {severity, Problem::conflict, key, std::move(value), {}, std::format("{}: {}", key, why)};
}

// What a container's argument says literally: $(NAME) and $$ mean something there.
std::string literal(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '$' ? std::string("$$") : std::string(1, c);
  return out;
}

bool is_true(const json& pod_spec, std::string_view field) {
  const json* const value = find(pod_spec, {field});
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

// As those of Jobs do. A container that never ends would keep them from it.
bool ends(const json& pod_spec) {
  return find_text(pod_spec, {"restartPolicy"}).value_or("Always") != "Always";
}

bool is_native(const ProvisionSpec::Executor& executor, const json& pod_spec, std::vector<Finding>& findings) {
  const bool pod_ends = ends(pod_spec);
  const std::string_view wanted = executor.native_sidecar.value_or("auto");
  if (wanted == "false" && pod_ends) {
    findings.push_back(finding(Severity::refuse, "native-sidecar", "false",
                               "a pod that is to end never would, with a container beside it that does not; leave the "
                               "annotation out"));
  }
  return wanted == "auto" ? pod_ends : wanted == "true";
}

bool takes(const json& container, std::uint16_t port) {
  return std::ranges::any_of(elements(find(container, {"ports"})), [&](const json* each) {
    const json* const number = find(*each, {"containerPort"});
    return number != nullptr && *number == json(port) && find_text(*each, {"protocol"}).value_or("TCP") == "TCP";
  });
}

// Who of the pod, beside us, serves there for as long as we run; or empty.
std::string_view who_takes(std::uint16_t port, const json& pod_spec) {
  for (const std::string_view list : {"initContainers", "containers"}) {
    for (const json* container : elements(find(pod_spec, {list}))) {
      const bool stays = list == "containers" || find_text(*container, {"restartPolicy"}) == "Always";
      if (stays && !is_ours_in(list, *container) && takes(*container, port)) return name_of(*container);
    }
  }
  return {};
}

void check_port(const ProvisionSpec::Executor& executor, std::uint16_t port, const json& pod_spec,
                std::vector<Finding>& findings) {
  const auto taken = [&](std::string_view why) {
    findings.push_back(finding(Severity::refuse, "executor-port", std::format("{}", port),
                               std::format("{} {}; choose another", port, why)));
  };
  if (executor.handler->port == port) {
    taken("is where the executor calls the application");
  } else if (const std::string_view container = who_takes(port, pod_spec); !container.empty()) {
    taken(std::format("is a port of the pod's container \"{}\"", container));
  }
}

// A call that outlived its lease could be made a second time meanwhile: `chandler execute` would not start.
void check_timeout(const ProvisionSpec::Executor& executor, std::vector<Finding>& findings) {
  const milliseconds timeout = executor.timeout.value_or(default_timeout);
  const milliseconds lease = executor.lease.value_or(default_lease);
  if (executor.handler->kind != Handler::Kind::http || timeout < lease) return;
  findings.push_back(finding(Severity::refuse, executor.timeout ? "executor-timeout" : "executor-lease",
                             text::to_text(executor.timeout ? timeout : lease),
                             std::format("the time limit {} has to be shorter than the lease {}",
                                         text::to_text(timeout), text::to_text(lease))));
}

// Where the sidecar listens; nullopt: nowhere. A port of the node may be anybody's, and one taken already would keep
// the sidecar from starting and the pod from being ready.
std::optional<std::uint16_t> port_of(const ProvisionSpec::Executor& executor, const json& pod_spec,
                                     std::vector<Finding>& findings) {
  if (!executor.port && is_true(pod_spec, "hostNetwork")) {
    findings.push_back(finding(Severity::warn, "executor", executor.handler->text,
                               "in the node's network the sidecar takes no port by itself and shows no metrics; add "
                               "chandler.dev/executor-port: PORT for one that is free on every node"));
    return std::nullopt;
  }
  const std::uint16_t port = executor.port.value_or(default_port);
  check_port(executor, port, pod_spec, findings);
  return port;
}

// How long it may wait for tasks that have begun: the pod's own grace, less what it takes to give the rest back.
seconds grace_of(const json& pod_spec) {
  static constexpr seconds by_default{30};
  static constexpr seconds longest = std::chrono::days(1);
  static constexpr seconds longest_reserve{10};
  const json* const given = find(pod_spec, {"terminationGracePeriodSeconds"});
  seconds whole = by_default;
  if (given != nullptr && given->is_number_integer()) {
    whole = seconds(std::clamp<std::int64_t>(given->get<std::int64_t>(), 0, longest.count()));
  }
  return whole - std::clamp(whole / 3, std::min(whole, seconds(1)), longest_reserve);
}

void append(Args& args, std::string_view flag, std::string value) {
  args.emplace_back(flag);
  args.push_back(std::move(value));
}

}  // namespace

Part executor_part(const ProvisionSpec& spec, const json& pod_spec, std::vector<Finding>& findings) {
  const ProvisionSpec::Executor& executor = spec.executor;
  check_timeout(executor, findings);
  const auto port = port_of(executor, pod_spec, findings);
  const bool native = is_native(executor, pod_spec, findings);

  Part part{{.name = executor_container, .args = {"execute"}, .mounts = {}, .database = &spec.database}, {}, false};
  part.beside = !native;
  part.step.native_sidecar = native;
  Args& args = part.step.args;
  append(args, "--handler", literal(executor.handler->text));
  if (executor.queues) {
    for (const std::string& queue : *executor.queues) append(args, "--queue", literal(queue));
  }
  if (executor.concurrency) append(args, "--concurrency", std::format("{}", *executor.concurrency));
  if (executor.poll_interval) append(args, "--poll-interval", text::to_text(*executor.poll_interval));
  if (executor.lease) append(args, "--lease", text::to_text(*executor.lease));
  if (executor.timeout) append(args, "--timeout", text::to_text(*executor.timeout));
  const std::string grace = text::to_text(grace_of(pod_spec));
  append(args, "--grace", grace);
  append(args, "--worker", "$(CHANDLER_POD)");
  if (port) {
    append(args, "--listen", std::format(":{}", *port));
    // In the node's network the API server would make a port of the node of it.
    if (!is_true(pod_spec, "hostNetwork")) part.step.port = port;
    // Its SIGTERM comes after the application has ended, which by then could do no task: that of a container comes at
    // the same time.
    if (native) {
      part.step.pre_stop = {std::format("{}/bin/chandler", program_folder), "execute", "--drain"};
      append(part.step.pre_stop, "--listen", std::format(":{}", *port));
      append(part.step.pre_stop, "--grace", grace);
    }
  }
  return part;
}

}  // namespace chandler::core::injection
