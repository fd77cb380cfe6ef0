#include "platform/metrics/registry.hpp"

#include <array>
#include <thread>

#include <catch2/catch_test_macros.hpp>

namespace chandler::platform::metrics {
namespace {

constexpr std::array<std::string_view, 2> labels{"decision", "kind"};
constexpr std::array bounds{0.1, 1.0};
constexpr Declaration counter{.type = Type::counter, .name = "x_total", .help = "Counts x.", .labels = labels};
constexpr Declaration gauge{.type = Type::gauge, .name = "y", .help = "Says y."};
constexpr Declaration histogram{.type = Type::histogram, .name = "z_seconds", .help = "Times z.", .buckets = bounds};

constexpr std::array<std::string_view, 1> name_label{"name"};
constexpr Declaration gauge_of{.type = Type::gauge, .name = "w", .help = "Says w.", .labels = name_label};

}  // namespace

TEST_CASE("the page is Prometheus' text format") {
  Registry registry;
  Family& requests = registry.add(counter);
  requests.with({"denied", "Pod"}).add();
  requests.with({"allowed", "Pod"}).add(2);
  requests.with({"denied", "Pod"}).add();
  registry.add(gauge).with({}).set(1.5);
  Series& times = registry.add(histogram).with({});
  for (const double seconds : {0.05, 0.1, 0.5, 7.0}) times.observe(seconds);
  CHECK(registry.text() ==
        "# HELP x_total Counts x.\n# TYPE x_total counter\n"
        "x_total{decision=\"allowed\",kind=\"Pod\"} 2\n"
        "x_total{decision=\"denied\",kind=\"Pod\"} 2\n"
        "# HELP y Says y.\n# TYPE y gauge\n"
        "y 1.5\n"
        "# HELP z_seconds Times z.\n# TYPE z_seconds histogram\n"
        "z_seconds_bucket{le=\"0.1\"} 2\n"
        "z_seconds_bucket{le=\"1\"} 3\n"
        "z_seconds_bucket{le=\"+Inf\"} 4\n"
        "z_seconds_sum 7.65\n"
        "z_seconds_count 4\n");
}

TEST_CASE("label values are escaped") {
  Registry registry;
  registry.add(counter).with({"a\"b\\c\nd", ""}).add();
  CHECK(registry.text().contains("x_total{decision=\"a\\\"b\\\\c\\nd\",kind=\"\"} 1\n"));
}

TEST_CASE("series that come and go are those that were given last") {
  Registry registry;
  Family& family = registry.add(gauge_of);
  family.assign({{.labels = {"a"}, .value = 1}, {.labels = {"b"}, .value = 2}});
  CHECK(registry.text().contains("w{name=\"a\"} 1\nw{name=\"b\"} 2\n"));
  family.assign({{.labels = {"b"}, .value = 3}});
  CHECK(!registry.text().contains("name=\"a\""));
  CHECK(registry.text().contains("w{name=\"b\"} 3\n"));
  family.assign({});
  CHECK(registry.text() == "# HELP w Says w.\n# TYPE w gauge\n");
}

TEST_CASE("threads that count at once lose nothing") {
  Registry registry;
  Family& family = registry.add(counter);
  Series& times = registry.add(histogram).with({});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 1000; ++i) {
          family.with({"allowed", "Pod"}).add();
          times.observe(0.5);
        }
      });
    }
  }
  CHECK(registry.text().contains("x_total{decision=\"allowed\",kind=\"Pod\"} 4000\n"));
  CHECK(registry.text().contains("z_seconds_count 4000\n"));
  CHECK(registry.text().contains("z_seconds_sum 2000\n"));
}

TEST_CASE("the reference has a row for each metric") {
  static constexpr std::array all{&counter, &gauge};
  CHECK(to_markdown(all) ==
        "| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n"
        "| `x_total` | counter | `decision`, `kind` | Counts x. |\n"
        "| `y` | gauge |  | Says y. |\n");
}

}  // namespace chandler::platform::metrics
