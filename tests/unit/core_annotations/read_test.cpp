#include "core/annotations/read.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

using namespace chandler::core::annotations;
using namespace std::chrono_literals;

namespace {

using Entries = std::vector<Entry>;

}  // namespace

TEST_CASE("annotations become a typed spec") {
  const Entries entries{{"chandler.dev/database", "orders-app"},
                        {"chandler.dev/load", "configmap:menu, image:/data"},
                        {"chandler.dev/migrate", " configmap:menu-migrations "},
                        {"chandler.dev/migrate-lock-timeout", "1m30s"},
                        {"chandler.dev/wait-for", "database"},
                        {"example.org/team", "shop"}};
  const Reading reading = read(entries, Where::in_cluster);
  CHECK(reading.findings.empty());
  CHECK(reading.any_directive);
  CHECK(reading.any_task);
  CHECK(reading.spec.database.secret == "orders-app");
  CHECK(reading.spec.migrate.source->name == "menu-migrations");
  CHECK(reading.spec.migrate.lock_timeout == 90s);
  CHECK(reading.spec.load->size() == 2);
  CHECK(reading.spec.wait_for->front().kind == WaitFor::Kind::database);
}

TEST_CASE("all errors are found at once, in the order of the annotations") {
  const Entries entries{{"chandler.dev/database", "Orders"},
                        {"chandler.dev/log-level", "loud"},
                        {"chandler.dev/migrate", "x"},
                        {"chandler.dev/order", "x"}};
  const Reading reading = read(entries, Where::in_cluster);
  REQUIRE(reading.findings.size() == 4);
  CHECK(reading.findings[0].key == "chandler.dev/database");
  CHECK(reading.findings[0].severity == Severity::refuse);
  CHECK(reading.findings[1].severity == Severity::warn);
  CHECK(reading.findings[2].severity == Severity::refuse);
  CHECK(reading.findings[3].severity == Severity::warn);
}

TEST_CASE("a spec keeps nothing of a value out of grammar") {
  const Entries entries{{"chandler.dev/cpu-limit", "lots"}};
  CHECK_FALSE(read(entries, Where::in_cluster).spec.containers.cpu_limit);
}

TEST_CASE("work on a database says what to add where none is named") {
  const Entries entries{{"chandler.dev/migrate", "configmap:menu"}};
  const Reading reading = read(entries, Where::in_cluster);
  REQUIRE(reading.findings.size() == 1);
  CHECK(reading.findings[0].problem == Problem::incomplete);
  CHECK(reading.findings[0].severity == Severity::refuse);
  CHECK(reading.findings[0].message.contains("chandler.dev/database: SECRET"));
}

TEST_CASE("what this version does not carry out is said, and refused where the default would be another's") {
  const Entries entries{{"chandler.dev/database", "menu"},
                        {"chandler.dev/executor", "log"},
                        {"chandler.dev/executor-max-attempts", "3"},
                        {"chandler.dev/executor-table", "app.tasks"}};
  const Reading reading = read(entries, Where::offline);
  REQUIRE(reading.findings.size() == 2);
  CHECK(reading.findings[0].problem == Problem::not_carried_out);
  CHECK(reading.findings[0].severity == Severity::warn);
  CHECK(reading.findings[0].message.contains("chandler.enqueue"));
  CHECK(reading.findings[1].problem == Problem::not_carried_out);
  CHECK(reading.findings[1].severity == Severity::refuse);
}

TEST_CASE("an executor needs a database, and durations that make sense") {
  const Entries alone{{"chandler.dev/executor", "log"}};
  REQUIRE(read(alone, Where::in_cluster).findings.size() == 1);
  CHECK(read(alone, Where::in_cluster).findings[0].severity == Severity::refuse);
  const Entries entries{{"chandler.dev/database", "menu"},
                        {"chandler.dev/executor", "log"},
                        {"chandler.dev/executor-lease", "999ms"},
                        {"chandler.dev/executor-poll-interval", "0s"}};
  const Reading reading = read(entries, Where::in_cluster);
  REQUIRE(reading.findings.size() == 2);
  CHECK(reading.findings[0].message.contains("is less than 1s"));
  CHECK_FALSE(reading.spec.executor.lease);
  CHECK_FALSE(reading.spec.executor.poll_interval);
}

TEST_CASE("queues are a list, in the order of their precedence") {
  const Entries entries{{"chandler.dev/database", "menu"},
                        {"chandler.dev/executor", "log"},
                        {"chandler.dev/executor-queue", "urgent, default"}};
  CHECK(read(entries, Where::in_cluster).spec.executor.queues == std::vector<std::string>{"urgent", "default"});
  for (const auto* wrong : {"urgent,,default", "-x", "a/b", ","}) {
    INFO(wrong);
    CHECK_FALSE(parse_queues(wrong));
  }
}

TEST_CASE("a schedule is carried out where a controller is, and by hand") {
  const Entries entries{{"chandler.dev/refresh-schedule", "@hourly"}};
  CHECK(read(entries, Where::in_cluster).findings.empty());
  CHECK(read(entries, Where::offline).findings.empty());
  const Reading reading = read(entries, Where::admission_alone);
  REQUIRE(reading.findings.size() == 1);
  CHECK(reading.findings[0].problem == Problem::not_carried_out);
  CHECK(reading.findings[0].message.contains("chandler inject --cronjobs-only"));
}

TEST_CASE("keys that resemble ours are found") {
  const Entries annotations{{"chandler.dev/migrat", "x"},
                            {"chander.dev/load", "x"},
                            {"chandler.io/order", "last"},
                            {"example.org/load", "x"},
                            {"load", "x"}};
  const Entries labels{{"chandler.dev/load", "menu"}, {"chandler.dev/inject", "true"}, {"app", "menu"}};
  const auto findings = check_keys(annotations, labels);
  REQUIRE(findings.size() == 4);
  CHECK(findings[0].problem == Problem::misplaced);
  CHECK(findings[1].nearest == "chandler.dev/migrate");
  CHECK(findings[2].nearest == "chandler.dev/load");
  CHECK(findings[3].problem == Problem::wrong_prefix);
}

TEST_CASE("a warning begins with what was probably meant, and is one short line") {
  const Entries annotations{{"chandler.dev/migrate-layuot", "flyway"}};
  const auto findings = check_keys(annotations, {});
  REQUIRE(findings.size() == 1);
  CHECK(to_warning(findings[0]).starts_with("did you mean \"chandler.dev/migrate-layout\"?"));
  Finding long_one = findings[0];
  long_one.message = std::string(500, 'x') + "\n";
  CHECK(to_warning(long_one).size() <= warning_limit);
}
