#include "dataset/bring/summary.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

namespace chandler::dataset {
namespace {

const std::vector<DataSetResult> results{{.file = "category.csv", .table = "category"},
                                         {.file = "food_item.csv",
                                          .table = "public.food_item",
                                          .action = Action::loaded,
                                          .counts = {.read = 10, .inserted = 3, .updated = 2, .deleted = 1},
                                          .duration = std::chrono::milliseconds(1250)}};

TEST_CASE("the report counts rows over all data sets") {
  const auto details = details_of(results);
  CHECK(details.at("rows_read") == 10);
  CHECK(details.at("inserted") == 3);
  CHECK(details.at("updated") == 2);
  CHECK(details.at("deleted") == 1);
  CHECK(details.at("unchanged") == 5);
  CHECK(details.at("data_sets").at(0).at("action") == "unchanged");
  CHECK(details.at("data_sets").at(1).at("duration_ms") == 1250);
}

TEST_CASE("a person gets a table whose columns line up") {
  const std::string text = table_of(results);
  CHECK(text ==
        "TABLE             RESULT            ROWS    INSERTED     UPDATED     DELETED   UNCHANGED   SECONDS\n"
        "category          unchanged \n"
        "public.food_item  loaded              10           3           2           1           5      1.25\n");
}

TEST_CASE("rejected rows have a column where there are any, also of what is unchanged") {
  auto some = results;
  some.front().counts.rejected = 2;
  some.back().counts.rejected = 3;
  CHECK(
      table_of(some) ==
      "TABLE             RESULT            ROWS    INSERTED     UPDATED     DELETED   UNCHANGED    REJECTED   SECONDS\n"
      "category          unchanged                                                                        2\n"
      "public.food_item  loaded              10           3           2           1           2           3      "
      "1.25\n");
  const auto details = details_of(some);
  CHECK(details.at("rejected") == 5);
  CHECK(details.at("unchanged") == 2);
  CHECK(details.at("data_sets").at(0).at("rejected") == 2);
}

}  // namespace
}  // namespace chandler::dataset
