#include "core/cronjob/name.hpp"

#include <set>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "core/text/names.hpp"

using chandler::core::cronjob::cron_job_name;
using chandler::core::cronjob::longest_name;

TEST_CASE("a short name is the workload's and the task's") {
  CHECK(cron_job_name("order-food", "refresh") == "order-food-refresh");
  CHECK(cron_job_name(std::string(44, 'a'), "refresh").size() == longest_name);
  CHECK(cron_job_name(std::string(44, 'a'), "refresh") == std::string(44, 'a') + "-refresh");
}

TEST_CASE("a long name is cut, and keeps its hash") {
  const std::string name = cron_job_name(std::string(45, 'a'), "refresh");
  CHECK(name.size() == longest_name);
  // Written down, for a CronJob must find its own after an upgrade.
  CHECK(name == std::string(33, 'a') + "-45x8scpq4d-refresh");
}

TEST_CASE("long names that differ at their end only stay different") {
  std::set<std::string> names;
  for (int i = 0; i < 1000; ++i) names.insert(cron_job_name(std::string(60, 'a') + std::to_string(i), "refresh"));
  CHECK(names.size() == 1000);
}

TEST_CASE("each name is one that the API server takes") {
  for (std::size_t length = 1; length <= 253; ++length) {
    std::string workload;
    // Dots and dashes, wherever the cut comes; never side by side.
    for (std::size_t i = 0; i < length; ++i) workload += i % 2 == 0 ? 'x' : (i % 4 == 1 ? '.' : '-');
    workload.back() = 'x';
    const std::string name = cron_job_name(workload, "probe");
    INFO(name);
    CHECK(name.size() <= longest_name);
    CHECK(chandler::core::text::parse_object_name(name));
    CHECK(!name.contains(".-"));
  }
}
