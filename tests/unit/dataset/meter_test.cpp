#include "dataset/meter/meter.hpp"

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Meter::Clock::time_point began{seconds(1'000)};

TEST_CASE("a meter that was told nothing says nothing") {
  CHECK(line_of(Meter().read(), began).empty());
}

TEST_CASE("the line tells how much of the file is read, how fast, and what is left") {
  Meter meter;
  meter.begin("food_item.csv", 400'000'000, began);
  CHECK(line_of(meter.read(), began + seconds(1)) == "food_item.csv  begins");
  meter.advance(100'000'000, 1'234'567);
  CHECK(line_of(meter.read(), began + seconds(2)) ==
        "food_item.csv  [#####...............]  25 %  1,234,567 rows  50.0 MB/s  6 s left");
  CHECK(line_of(meter.read(), began + seconds(40)).ends_with("2.5 MB/s  2 min 0 s left"));
  CHECK(line_of(meter.read(), began + minutes(60)).ends_with("0.0 MB/s  3 h 0 min left"));
}

TEST_CASE("a file that grew, or of no known size, has no impossible figures") {
  Meter meter;
  meter.begin("food_item.csv", 100, began);
  meter.advance(150, 7);
  CHECK(line_of(meter.read(), began + seconds(1)).contains("[####################] 100 %  7 rows"));
  CHECK(line_of(meter.read(), began + seconds(1)).ends_with("0 s left"));
  meter.begin("menu.food_item", 0, began);
  meter.advance(2'000'000, 999);
  CHECK(line_of(meter.read(), began + seconds(1)) == "menu.food_item  999 rows  2.0 MB/s");
}

TEST_CASE("behind the last byte the line tells for how long the server is at work") {
  Meter meter;
  meter.begin("food_item.csv", 100, began);
  meter.advance(100, 1'000);
  meter.end(began + seconds(5));
  CHECK(line_of(meter.read(), began + seconds(5) + milliseconds(7'100)) ==
        "food_item.csv  1,000 rows read; the server is at work with them  8 s");
}

}  // namespace
}  // namespace chandler::dataset
