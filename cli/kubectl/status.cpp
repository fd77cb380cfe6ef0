#include <algorithm>
#include <chrono>
#include <format>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/failure.hpp"
#include "cli/flag_error.hpp"
#include "cli/kubectl/connection.hpp"
#include "cli/kubectl/follow.hpp"
#include "cli/kubectl/output.hpp"
#include "cli/kubectl/program_name.hpp"
#include "cli/kubectl/provisions.hpp"
#include "cli/kubectl/status_view.hpp"
#include "platform/kubernetes/objects/time.hpp"

namespace chandler::cli {
namespace {

using namespace kubectl;
using core::Expected;

struct Options {
  ConnectionFlags connection;
  OutputFlag output;
  std::string workload;
  std::string selector;
  bool all_namespaces = false;
  bool watch = false;
  bool no_headers = false;
};

std::string name_of(const Provision& provision) {
  return std::format("provision.chandler.dev/{}\n",
                     provision.object.at("metadata").at("name").get_ref<const std::string&>());
}

class Status {
 public:
  Status(const Options& options, Connection& connection, const Process& process)
      : options_(options),
        connection_(connection),
        palette_(Palette::for_standard_output(process.environment)),
        columns_{.namespaces = options.all_namespaces, .wide = options.output.wide()} {}

  Expected<void> run() {
    if (!options_.workload.empty()) {
      const auto workload = parse_workload(options_.workload);
      if (!workload) return std::unexpected(workload.error());
      return run_one(*workload);
    }
    return run_all();
  }

 private:
  std::string place() const { return options_.all_namespaces ? std::string() : connection_.namespace_name; }

  Expected<void> run_one(const WorkloadName& workload) {
    const auto provision = find_provision(connection_, workload);
    if (!provision) return std::unexpected(provision.error());
    if (options_.output.machine()) {
      std::cout << to_text(provision->object, options_.output);
    } else if (options_.output.name()) {
      std::cout << name_of(*provision);
    } else if (options_.output.wide() || options_.watch) {
      print_rows({*provision}, !options_.no_headers);
    } else {
      std::cout << status_page(*provision, palette_, platform::kubernetes::objects::wall_clock());
    }
    if (!options_.watch) return {};
    auto version = provision->object.at("metadata").at("resourceVersion").get<std::string>();
    return follow(std::move(version), [&](const Provision& item) { return item.about(workload); });
  }

  Expected<void> run_all() {
    auto provisions = list_provisions(connection_, place());
    if (!provisions) return std::unexpected(provisions.error());
    std::vector<Selected> selected;
    if (!options_.selector.empty()) {
      auto found = select_workloads(connection_, place(), options_.selector);
      if (!found) return std::unexpected(found.error());
      selected = *std::move(found);
    }
    const auto wanted = [&](const Provision& item) {
      return options_.selector.empty() ||
             std::ranges::binary_search(selected, Selected{item.namespace_name, item.kind, item.name});
    };
    std::erase_if(provisions->items, [&](const Provision& item) { return !wanted(item); });
    print(provisions->items);
    if (!options_.watch) return {};
    return follow(provisions->resource_version, wanted);
  }

  void print(const std::vector<Provision>& provisions) const {
    if (options_.output.machine()) {
      auto items = nlohmann::json::array();
      for (const Provision& provision : provisions) items.push_back(provision.object);
      std::cout << to_text(list_of(items), options_.output);
    } else if (options_.output.name()) {
      for (const Provision& provision : provisions) std::cout << name_of(provision);
    } else if (provisions.empty()) {
      // As kubectl: on standard error, so that a script reads nothing.
      std::cerr << (options_.all_namespaces
                        ? std::string("No provisioned workloads found.\n")
                        : std::format("No provisioned workloads found in namespace {}.\n", connection_.namespace_name));
    } else {
      print_rows(provisions, !options_.no_headers);
    }
  }

  void print_rows(const std::vector<Provision>& provisions, bool heads) const {
    Table table = status_table(columns_);
    for (const Provision& provision : provisions)
      table.add(status_row(provision, columns_, platform::kubernetes::objects::wall_clock()));
    std::cout << table.text(palette_, heads) << std::flush;
  }

  Expected<void> follow(std::string version, const std::function<bool(const Provision&)>& wanted) const {
    return follow_provisions(connection_, place(), std::move(version), [&](const Provision& provision, bool gone) {
      if (!wanted(provision)) return true;
      if (options_.output.machine()) {
        std::cout << (options_.output.format == "yaml" ? "---\n" : "") << to_text(provision.object, options_.output)
                  << std::flush;
      } else if (options_.output.name()) {
        std::cout << name_of(provision) << std::flush;
      } else if (gone) {
        std::cout << std::format("{} is gone\n", provision.display()) << std::flush;
      } else {
        print_rows({provision}, false);
      }
      return std::cout.good();
    });
  }

  const Options& options_;
  Connection& connection_;
  Palette palette_;
  Columns columns_;
};

int run_status(const Options& options, const Process& process) {
  const auto run = [&]() -> Expected<void> {
    if (!options.workload.empty() && options.all_namespaces) {
      return wrong_flag("--all-namespaces", "a workload is one of one namespace", "give -n NAMESPACE");
    }
    if (!options.workload.empty() && !options.selector.empty()) {
      return wrong_flag("--selector", "a workload is already chosen by its name");
    }
    auto connection = connect(options.connection, process);
    if (!connection) return std::unexpected(connection.error());
    return Status(options, *connection, process).run();
  };
  const auto done = run();
  if (done || process.stop.stop_requested()) return 0;
  return report_failure(done.error());
}

}  // namespace

void add_status(CLI::App& app, Body& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("status", "Show what is provisioned in the cluster, and how that is");
  command->add_option("workload", options->workload, "One workload, told whole: deployment/order-food")
      ->type_name("KIND/NAME");
  command->add_flag("-A,--all-namespaces", options->all_namespaces, "Of all namespaces");
  command->add_option("-l,--selector", options->selector, "Only workloads with these labels")->type_name("LABELS");
  command->add_flag("-w,--watch", options->watch, "Then show each change, until Ctrl-C");
  command->add_flag("--no-headers", options->no_headers, "Rows alone");
  add_output_flag(*command, options->output);
  add_connection_flags(*command, options->connection);
  command->footer(
      examples(app, {"status -A", "status deploy/order-food", "status -n shop -w", "status -l team=food -o wide"}));
  command->callback(
      [options, &chosen] { chosen = [options](const Process& process) { return run_status(*options, process); }; });
}

}  // namespace chandler::cli
