#include <chrono>
#include <format>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/failure.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/output.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/provisions.hpp"
#include "cli/kubectl/status_view.hpp"
#include "platform/kubernetes/objects/field.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;
using core::Expected;

struct Options {
  ConnectionFlags connection;
  OutputFlag output;
  std::string workload;
};

nlohmann::ordered_json history_json(const Provision& provision) {
  using platform::kubernetes::objects::list;
  return {{"namespace", provision.namespace_name},
          {"kind", provision.kind},
          {"name", provision.name},
          {"refresh", list(provision.object, {"status", "refresh", "runs"})},
          {"probe", list(provision.object, {"status", "probe", "runs"})}};
}

Expected<void> show_history(const Options& options, const Process& process) {
  const auto workload = parse_workload(options.workload);
  if (!workload) return std::unexpected(workload.error());
  auto connection = connect(options.connection, process);
  if (!connection) return std::unexpected(connection.error());
  const auto provision = find_provision(*connection, *workload);
  if (!provision) return std::unexpected(provision.error());
  const auto now = platform::kubernetes::objects::wall_clock();
  if (options.output.machine()) {
    std::cout << to_text(history_json(*provision), options.output);
    return {};
  }
  const Table table = history_table(*provision, now, options.output.wide());
  if (table.empty()) {
    std::cerr << std::format("{} has had no runs of refresh or probe.\n", provision->display());
  } else {
    std::cout << table.text(Palette::for_standard_output(process.environment));
  }
  return {};
}

}  // namespace

void add_history(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("history", "Show the last runs of a workload's refresh and probe");
  command->add_option("workload", options->workload, "deployment/order-food")->type_name("KIND/NAME")->required();
  add_output_flag(*command, options->output, {.name = false});
  add_connection_flags(*command, options->connection);
  command->footer(examples(app, {"history deploy/order-food", "history sts/menu -n shop -o wide"}));
  command->callback([options, &chosen] {
    chosen = [options](const Process& process) { return exit_code_of(show_history(*options, process)); };
  });
}

}  // namespace chandler::cli
