#include "controller/api/metrics.hpp"

#include <array>
#include <iostream>
#include <span>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "controller/metrics.hpp"
#include "controller/operations/metrics.hpp"
#include "controller/status/metrics.hpp"
#include "cron/probe/report/metrics.hpp"
#include "dataset/status/metrics.hpp"
#include "platform/metrics/declaration.hpp"
#include "serve/metrics.hpp"
#include "sidecar/run/metrics.hpp"
#include "webhook/metrics.hpp"

namespace chandler::cli {
namespace {

using Declarations = std::span<const platform::metrics::Declaration* const>;

struct Group {
  std::string_view title;
  Declarations metrics;
};

}  // namespace

void add_metrics(CLI::App& app, Body& chosen) {
  app.add_subcommand("metrics", "Print the reference of all metrics, as Markdown")->callback([&chosen] {
    chosen = [](const Process&) {
      const std::array groups{Group{"chandler serve", serve::metric_declarations()},
                              Group{"chandler serve: admission", webhook::metric_declarations()},
                              Group{"chandler serve: controller", controller::metric_declarations()},
                              Group{"chandler serve: status", controller::status::metric_declarations()},
                              Group{"chandler serve: operations", controller::operations::metric_declarations()},
                              Group{"chandler serve: API and page", controller::api::metric_declarations()},
                              Group{"chandler execute", execute::metric_declarations()},
                              Group{"chandler load status --output metrics", dataset::metric_declarations()},
                              Group{"chandler probe --output metrics", probe::metric_declarations()}};
      std::cout << "# Metrics\n";
      for (const Group& group : groups) {
        std::cout << "\n## " << group.title << "\n\n" << platform::metrics::to_markdown(group.metrics);
      }
      return 0;
    };
  });
}

}  // namespace chandler::cli
