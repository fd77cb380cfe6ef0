#include "webhook/metrics.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "dataset/status/metrics.hpp"
#include "platform/metrics/declaration.hpp"

namespace chandler::cli {

void add_metrics(CLI::App& app, Body& chosen) {
  app.add_subcommand("metrics", "Print the reference of all metrics, as Markdown")->callback([&chosen] {
    chosen = [](const Process&) {
      std::cout << "# Metrics\n\n## chandler serve\n\n"
                << platform::metrics::to_markdown(webhook::metric_declarations())
                << "\n## chandler load status --output metrics\n\n"
                << platform::metrics::to_markdown(dataset::metric_declarations());
      return 0;
    };
  });
}

}  // namespace chandler::cli
