#include "controller/status/due.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/status/pod_of.hpp"

namespace chandler::controller::status {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Time now{std::chrono::hours(1)};

}  // namespace

TEST_CASE("what does not change by itself is looked at after ten minutes") {
  Situation situation;
  situation.pods = pods_of({pod_of("a")});
  CHECK(due_of(situation, {}, now) == now + minutes(10));
}

TEST_CASE("a run that falls due and a promise that ends are the time to look") {
  ProvisionStatus status;
  status.refresh = Schedule{};
  status.refresh->next_run = now + minutes(9);
  CHECK(due_of({}, status, now) == now + minutes(9) + seconds(1));
  status.data = Data{.summary = {}, .data_sets = {{.name = "a", .fresh_until = now + minutes(3)}}};
  CHECK(due_of({}, status, now) == now + minutes(3) + seconds(1));
  // What is over does not make it be looked at for ever.
  status.data->data_sets[0].fresh_until = now - minutes(3);
  status.refresh->next_run = now - minutes(1);
  CHECK(due_of({}, status, now) == now + minutes(10));
}

TEST_CASE("pods that are to run, and those that were missed, are looked at each time") {
  Situation situation;
  Pod pending = pod_of("a");
  pending.phase = "Pending";
  situation.pods = pods_of({pending});
  CHECK(due_of(situation, {}, now) == now);
  ProvisionStatus status;
  status.injection.missed = 1;
  CHECK(due_of({}, status, now) == now);
}

}  // namespace chandler::controller::status
