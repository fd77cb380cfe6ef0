#include "dataset/status/status.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

using namespace std::chrono_literals;

const std::vector<DataSetStatus> data_sets{{.table = "public.food_item",
                                            .source = "food_item.csv",
                                            .loaded = "2026-11-21T09:00:00Z",
                                            .verified = "2026-11-21T11:58:00Z",
                                            .age = 125s,
                                            .duration = 1250ms,
                                            .rows = 412},
                                           {.table = "t", .source = "t.csv", .failures = 4, .error = "t.csv:2: bad"}};

TEST_CASE("a person reads how fresh each table is, and what failed") {
  CHECK(table_of(data_sets) ==
        "TABLE             SOURCE         LOADED                  VERIFIED          ROWS  FAILURES\n"
        "public.food_item  food_item.csv  2026-11-21T09:00:00Z   2m 5s ago           412  0\n"
        "t                 t.csv          never                      never             0  4\n"
        "  t.csv:2: bad\n");
}

TEST_CASE("an age is told in its two largest units") {
  const auto told = [](std::chrono::seconds age) {
    const std::string text = table_of(std::vector<DataSetStatus>{{.table = "t", .age = age}});
    return text.substr(text.find("never") + 5);
  };
  CHECK(told(0s).contains(" 0s ago"));
  CHECK(told(3599s).contains(" 59m 59s ago"));
  CHECK(told(2h + 5min + 9s).contains(" 2h 5m ago"));
  CHECK(told(std::chrono::days(3) + 4h).contains(" 3d 4h ago"));
}

TEST_CASE("what is promised stands in a column of its own, and what is past it is marked") {
  const std::vector<DataSetStatus> promised{{.table = "a", .source = "a.csv", .age = 2h, .fresh_for = 1h},
                                            {.table = "b", .source = "b.csv", .age = 1h, .fresh_for = 1h},
                                            {.table = "c", .source = "c.csv", .age = 9h}};
  CHECK(table_of(promised) ==
        "TABLE  SOURCE  LOADED                  VERIFIED  FRESH FOR               ROWS  FAILURES\n"
        "a      a.csv   never                  2h 0m ago  1h 0m, stale               0  0\n"
        "b      b.csv   never                  1h 0m ago  1h 0m                      0  0\n"
        "c      c.csv   never                  9h 0m ago  -                          0  0\n");
  const std::string text = metrics_of(promised);
  CHECK(text.contains("chandler_dataset_stale{data_set=\"a\"} 1\n"));
  CHECK(text.contains("chandler_dataset_stale{data_set=\"b\"} 0\n"));
  CHECK(text.contains("chandler_dataset_fresh_for_seconds{data_set=\"b\"} 3600\n"));
  CHECK_FALSE(text.contains("chandler_dataset_stale{data_set=\"c\"}"));
}

TEST_CASE("a collector reads gauges; a table that was never loaded has no age") {
  const std::string text = metrics_of(data_sets);
  CHECK(text.contains("chandler_dataset_age_seconds{data_set=\"public.food_item\"} 125\n"));
  CHECK(text.contains("chandler_dataset_load_duration_seconds{data_set=\"public.food_item\"} 1.25\n"));
  CHECK(text.contains("chandler_dataset_rows{data_set=\"public.food_item\"} 412\n"));
  CHECK(text.contains("chandler_dataset_failures{data_set=\"public.food_item\"} 0\n"));
  CHECK(text.contains("chandler_dataset_failures{data_set=\"t\"} 4\n"));
  CHECK_FALSE(text.contains("chandler_dataset_age_seconds{data_set=\"t\"}"));
}

}  // namespace
}  // namespace chandler::dataset
