#include "cli/controller_flags.hpp"

#include <format>
#include <set>

#include <CLI/CLI.hpp>

#include "cli/duration_flag.hpp"
#include "cli/flag_error.hpp"
#include "cli/object_key_flag.hpp"

namespace chandler::cli {
namespace {

using core::Expected;
using platform::kubernetes::objects::ObjectKey;

Expected<ObjectKey> lease_of(const std::string& text, const std::string& namespace_name) {
  if (text.empty()) return ObjectKey{.namespace_name = namespace_name, .name = "chandler"};
  return read_object_key("--lease", text, "Lease");
}

}  // namespace

void add_controller_flags(CLI::App& command, ControllerFlags& flags) {
  command
      .add_flag("--no-controller", flags.off,
                "Admission only: no leader is elected, and nothing in the cluster makes CronJobs")
      ->envname("CHANDLER_NO_CONTROLLER");
  command
      .add_option("--lease", flags.lease,
                  "The Lease that replicas elect their leader by, NAMESPACE/NAME; default: chandler, in the Service's "
                  "namespace")
      ->envname("CHANDLER_LEASE");
  command
      .add_option("--lease-duration", flags.lease_duration,
                  "Another replica leads when the leader was silent for so long; it renews the Lease three times as "
                  "often, and no API request of its may take longer than a sixth")
      ->envname("CHANDLER_LEASE_DURATION")
      ->capture_default_str();
  command
      .add_option("--namespaces", flags.namespaces,
                  "Namespaces that are looked after, separated by commas; default: all. Rights in these are enough")
      ->envname("CHANDLER_NAMESPACES")
      ->delimiter(',');
  command
      .add_option("--reconcile-interval", flags.interval,
                  "How often each workload is looked at, beside every change: a duration or seconds; default: "
                  "RECONCILE_INTERVAL, else 300")
      ->envname("CHANDLER_RECONCILE_INTERVAL");
}

Expected<controller::ControllerOptions> read_controller_flags(const ControllerFlags& flags,
                                                              const std::string& namespace_name,
                                                              const platform::Environment& environment) {
  static constexpr std::chrono::seconds shortest_lease{3};
  controller::ControllerOptions options;
  const auto lease = lease_of(flags.lease, namespace_name);
  if (!lease) return std::unexpected(lease.error());
  options.lease = *lease;
  std::set<std::string> namespaces(flags.namespaces.begin(), flags.namespaces.end());
  namespaces.erase("");
  options.namespaces.assign(namespaces.begin(), namespaces.end());

  const auto duration = read_duration("--lease-duration", flags.lease_duration);
  if (!duration) return std::unexpected(duration.error());
  if (*duration < shortest_lease) {
    return wrong_flag("--lease-duration",
                      std::format("'{}' is too short for an API server to answer in", flags.lease_duration),
                      "give 3s or more");
  }
  options.timing = {.duration = *duration};

  const std::string given = flags.interval.empty() ? environment("RECONCILE_INTERVAL").value_or("") : flags.interval;
  const auto interval = read_seconds(flags.interval.empty() ? "RECONCILE_INTERVAL" : "--reconcile-interval", given);
  if (!interval) return std::unexpected(interval.error());
  if (*interval > std::chrono::seconds::zero()) options.interval = *interval;
  return options;
}

}  // namespace chandler::cli
