#include "cli/kubectl/steer.hpp"

#include <format>
#include <iostream>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/duration_flag.hpp"
#include "cli/failure.hpp"
#include "cli/kubectl/job_logs.hpp"
#include "cli/kubectl/operations.hpp"
#include "cli/kubectl/tone.hpp"

namespace chandler::cli::kubectl {
namespace {

using core::Expected;

std::string line_of(const Operation& operation, const Palette& palette) {
  const std::string_view phase = name_of(operation.status.phase);
  const std::string_view colour = palette.of(tone_of(phase));
  std::string line = std::format("{}{}{}", colour, phase, colour.empty() ? "" : palette.off);
  if (!operation.status.reason.empty()) line += std::format(" ({})", operation.status.reason);
  if (!operation.status.message.empty()) line += ": " + operation.status.message;
  return line;
}

// Follows one operation: its phases on standard error, its Job's logs on standard output.
class Follower {
 public:
  Follower(Connection& connection, const SteerFlags& flags, const Process& process)
      : connection_(connection), flags_(flags), process_(process) {}

  Expected<Operation> run(const nlohmann::json& created, std::chrono::milliseconds limit) {
    auto ended = await_operation(connection_, created, std::chrono::steady_clock::now() + limit,
                                 [this](const Operation& operation) { on_change(operation); });
    if (logs_ && ended) logs_->finish();
    return ended;
  }

 private:
  void on_change(const Operation& operation) {
    // The Job is over when the operation is: one that was fast is seen only now.
    if (flags_.logs && !logs_ && !operation.status.job.empty()) show_logs(operation.status.job);
    if (operation.status.ended()) return;
    std::string line = line_of(operation, palette_);
    if (line != last_) std::cerr << line << '\n';
    last_ = std::move(line);
  }

  void show_logs(const std::string& job) {
    auto client = platform::kubernetes::Client::make(connection_.cluster, {.stop = process_.stop});
    if (!client) return;  // this very cluster made one before
    logs_ = std::make_unique<JobLogs>(
        *std::move(client), connection_.namespace_name, job,
        JobLogs::Sinks{.pod = [](std::string_view pod) { std::cerr << std::format("pod/{}\n", pod); },
                       .line = [](std::string_view line) { std::cout << line << '\n'
                                                                     << std::flush; },
                       .failed =
                           [this](const core::Error& error) {
                             report_failure(
                                 with_remedy(error, "get,list", "pods,pods/log", connection_.namespace_name));
                           }});
  }

  Connection& connection_;
  const SteerFlags& flags_;
  const Process& process_;
  const Palette palette_ = Palette::for_standard_output(process_.environment);
  std::string last_;
  std::unique_ptr<JobLogs> logs_;
};

void print_created(const nlohmann::json& created, const OutputFlag& output) {
  if (output.machine()) {
    std::cout << to_text(created, output) << std::flush;
    return;
  }
  const auto& name = created.at("metadata").at("name").get_ref<const std::string&>();
  std::cout << std::format("operation.chandler.dev/{}{}\n", name, output.name() ? "" : " created") << std::flush;
}

// The exit code, or why there is none.
Expected<int> ask_for_it(const SteerFlags& flags, const Process& process) {
  const auto workload = parse_workload(flags.workload);
  if (!workload) return std::unexpected(workload.error());
  const auto limit = read_duration("--timeout", flags.timeout);
  if (!limit) return std::unexpected(limit.error());
  auto connection = connect(flags.connection, process);
  if (!connection) return std::unexpected(connection.error());
  const auto created =
      request_operation(*connection, {.workload = *workload, .action = flags.action, .target = flags.target});
  if (!created) return std::unexpected(created.error());
  print_created(*created, flags.output);
  if (!flags.wait && !flags.logs) return 0;
  const auto ended = Follower(*connection, flags, process).run(*created, *limit);
  if (!ended) return std::unexpected(ended.error());
  const bool succeeded = ended->status.phase == Operation::Phase::succeeded;
  std::ostream& to = flags.output.machine() || flags.output.name() ? std::cerr : std::cout;
  to << line_of(*ended, Palette::for_standard_output(process.environment)) << '\n';
  return static_cast<int>(succeeded ? core::Outcome::done : core::Outcome::problem);
}

}  // namespace

void add_steer_flags(CLI::App& command, SteerFlags& flags) {
  command.add_option("workload", flags.workload, "deployment/order-food")->type_name("KIND/NAME")->required();
  command.add_flag("--wait", flags.wait, "Until it has ended: exit code 0 when it succeeded, 2 when it failed");
  command.add_option("--timeout", flags.timeout, "How long to wait; what was asked for goes on")->capture_default_str();
  add_output_flag(command, flags.output, {.wide = false});
  add_connection_flags(command, flags.connection);
}

int steer(const SteerFlags& flags, const Process& process) {
  const auto code = ask_for_it(flags, process);
  if (code) return *code;
  return report_failure(code.error());
}

}  // namespace chandler::cli::kubectl
