#include "cli/controller_flags.hpp"

#include <format>
#include <set>

#include <CLI/CLI.hpp>

#include "cli/duration_flag.hpp"
#include "cli/flag_error.hpp"
#include "cli/object_key_flag.hpp"
#include "core/text/number.hpp"

namespace chandler::cli {
namespace {

using core::Expected;
using platform::kubernetes::objects::ObjectKey;

Expected<ObjectKey> lease_of(const std::string& text, const std::string& namespace_name) {
  if (text.empty()) return ObjectKey{.namespace_name = namespace_name, .name = "chandler"};
  return read_object_key("--lease", text, "Lease");
}

// How long a replica may be silent.
Expected<std::chrono::milliseconds> read_lease_duration(const char* flag, const std::string& text) {
  static constexpr std::chrono::seconds shortest{3};
  const auto duration = read_duration(flag, text);
  if (duration && *duration < shortest) {
    return wrong_flag(flag, std::format("'{}' is too short for an API server to answer in", text), "give 3s or more");
  }
  return duration;
}

Expected<void> read_operation_flags(const ControllerFlags& flags, const platform::Environment& environment,
                                    controller::ControllerOptions& options) {
  static constexpr std::int64_t most_workers = 64;
  const bool given = !flags.operation_workers.empty();
  const char* const name = given ? "--operation-workers" : "NUM_OPERATION_WORKERS";
  const std::string text = given ? flags.operation_workers : environment("NUM_OPERATION_WORKERS").value_or("");
  if (!text.empty()) {
    const auto count = core::text::parse_whole(text, 0, most_workers);
    if (!count) return wrong_flag(name, std::format("'{}' {}", text, count.error().why), "give 0 to 64");
    options.operation_workers = static_cast<std::size_t>(*count);
  }
  const auto claim = read_lease_duration("--operation-claim", flags.operation_claim);
  if (!claim) return std::unexpected(claim.error());
  options.operation_claim = {.duration = *claim};
  return {};
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
  command
      .add_option("--status-sync-interval", flags.status_interval,
                  "How often the Provision of each workload is looked at, beside every change: a duration or seconds; "
                  "default: STATUS_SYNC_INTERVAL, else 30")
      ->envname("CHANDLER_STATUS_SYNC_INTERVAL");
  command
      .add_option("--operation-workers", flags.operation_workers,
                  "How many operations this replica works on at once; those that wait for a Job keep none busy. 0: "
                  "none here; default: NUM_OPERATION_WORKERS, else 3")
      ->envname("CHANDLER_OPERATION_WORKERS");
  command
      .add_option("--operation-claim", flags.operation_claim,
                  "Another replica goes on with an operation when the one that holds it was silent for so long")
      ->envname("CHANDLER_OPERATION_CLAIM")
      ->capture_default_str();
}

Expected<controller::ControllerOptions> read_controller_flags(const ControllerFlags& flags,
                                                              const std::string& namespace_name,
                                                              const platform::Environment& environment) {
  controller::ControllerOptions options;
  const auto lease = lease_of(flags.lease, namespace_name);
  if (!lease) return std::unexpected(lease.error());
  options.lease = *lease;
  std::set<std::string> namespaces(flags.namespaces.begin(), flags.namespaces.end());
  namespaces.erase("");
  options.namespaces.assign(namespaces.begin(), namespaces.end());

  const auto duration = read_lease_duration("--lease-duration", flags.lease_duration);
  if (!duration) return std::unexpected(duration.error());
  options.timing = {.duration = *duration};

  const auto read_interval = [&](const std::string& flag, const char* name, const char* variable,
                                 std::chrono::milliseconds& into) -> Expected<void> {
    const auto interval =
        read_seconds(flag.empty() ? variable : name, flag.empty() ? environment(variable).value_or("") : flag);
    if (!interval) return std::unexpected(interval.error());
    if (*interval > std::chrono::seconds::zero()) into = *interval;
    return {};
  };
  if (auto read = read_interval(flags.interval, "--reconcile-interval", "RECONCILE_INTERVAL", options.interval); !read)
    return std::unexpected(read.error());
  if (auto read = read_interval(flags.status_interval, "--status-sync-interval", "STATUS_SYNC_INTERVAL",
                                options.status_interval);
      !read)
    return std::unexpected(read.error());
  if (auto read = read_operation_flags(flags, environment, options); !read) return std::unexpected(read.error());
  return options;
}

}  // namespace chandler::cli
