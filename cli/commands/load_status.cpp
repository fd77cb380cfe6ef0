#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/failure.hpp"
#include "dataset/status/status.hpp"
#include "platform/postgres/settings.hpp"

namespace chandler::cli {
namespace {

struct StatusFlags {
  std::string database;
  std::string output = "table";
};

nlohmann::ordered_json json_of(std::span<const dataset::DataSetStatus> data_sets) {
  auto out = nlohmann::ordered_json::array();
  for (const dataset::DataSetStatus& each : data_sets) {
    nlohmann::ordered_json object{{"data_set", each.table}, {"source", each.source}};
    if (each.age) {
      object["loaded"] = each.loaded;
      object["verified"] = each.verified;
      object["age_s"] = each.age->count();
      object["rows"] = each.rows;
      object["duration_ms"] = each.duration.count();
      object["rejected"] = each.rejected;
    }
    if (each.fresh_for) {
      object["fresh_for_s"] = each.fresh_for->count();
      object["stale"] = each.stale();
    }
    object["failures"] = each.failures;
    if (!each.error.empty()) object["error"] = each.error;
    out.push_back(std::move(object));
  }
  return out;
}

int run_status(const StatusFlags& flags, const Process& process) {
  const auto database = platform::postgres::resolve_settings(flags.database, process.environment);
  if (!database) return report_failure(database.error());
  const auto status = dataset::read_status(*database, process.stop);
  if (!status) return report_failure(status.error());
  if (flags.output == "json") {
    std::cout << json_of(*status).dump(2) << '\n';
  } else {
    std::cout << (flags.output == "metrics" ? dataset::metrics_of(*status) : dataset::table_of(*status));
  }
  return 0;
}

}  // namespace

void add_load_status(CLI::App& load, Body& chosen) {
  auto flags = std::make_shared<StatusFlags>();
  CLI::App* command = load.add_subcommand("status", "Show how fresh each table is, and what failed since");
  command->add_option("--database", flags->database, "PostgreSQL's address: postgresql://… or key=value")
      ->envname("CHANDLER_DATABASE");
  command->add_option("--output", flags->output, "table, json, or metrics in Prometheus' text format")
      ->check(CLI::IsMember({"table", "json", "metrics"}))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  chandler load status --database postgresql://app@db/menu\n"
      "  chandler load status --output metrics > /var/lib/node_exporter/chandler.prom");
  command->callback(
      [flags, &chosen] { chosen = [flags](const Process& process) { return run_status(*flags, process); }; });
}

}  // namespace chandler::cli
