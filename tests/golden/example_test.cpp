#include <cstdlib>
#include <fstream>
#include <regex>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "cli/manifest/node.hpp"
#include "cli/manifest/readers.hpp"
#include "cli/manifest/stream.hpp"
#include "cli/manifest/writer.hpp"
#include "core/cronjob/cron_job.hpp"
#include "core/injection/offline.hpp"
#include "tests/golden/cases/golden_case.hpp"
#include "tests/support/places.hpp"

// The example's CronJob is what `chandler inject` makes of its Deployment with the annotations of its README.
namespace chandler::tests {
namespace {

using nlohmann::json;

const std::filesystem::path example = tests::source_dir() / "examples/order-food";

json annotated_deployment(const std::string& readme) {
  const auto stream = cli::manifest::read_stream(read_text(example / "manifests/order-food.yaml"));
  REQUIRE(stream);
  json deployment = to_json(stream->documents.front().root);
  static const std::regex annotation("(chandler\\.dev/[a-z-]+)=(?:'([^']*)'|([^\\s]+))");
  for (std::sregex_iterator at(readme.begin(), readme.end(), annotation), end; at != end; ++at) {
    const bool label = (*at)[1] == "chandler.dev/inject";
    deployment["metadata"][label ? "labels" : "annotations"][(*at)[1].str()] = (*at)[2].str() + (*at)[3].str();
  }
  return deployment;
}

}  // namespace

TEST_CASE("the example's CronJob is what inject makes of its annotations") {
  const json deployment = annotated_deployment(read_text(example / "README.md"));
  core::injection::Settings settings;
  settings.image = "localhost/chandler:dev";
  auto read = core::injection::inject(deployment, "Deployment", "order-food", settings);
  const json cron_job = core::cronjob::cron_job_for(core::cronjob::refresh_task, deployment, "Deployment", read.spec,
                                                    settings, read.findings);
  CHECK(read.findings.empty());
  const std::string expected = to_yaml(cli::manifest::from_json(cron_job));
  const std::filesystem::path file = example / "periodic/cronjob.yaml";
  const char* update = std::getenv("CHANDLER_UPDATE_GOLDENS");
  if (update != nullptr && std::string_view(update) == "1") std::ofstream(file, std::ios::binary) << expected;
  CHECK(read_text(file) == expected);
}

}  // namespace chandler::tests
