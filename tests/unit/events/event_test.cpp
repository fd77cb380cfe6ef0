#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "controller/events/recorder.hpp"

namespace chandler::controller::events {
namespace {

using namespace std::chrono_literals;

Event event() {
  return {.regarding = {.api_version = "apps/v1", .kind = "Deployment", .key = {"apps", "menu"}, .uid = "u1"},
          .reason = "BadValue",
          .action = "Reconcile",
          .note = "wrong\nvalue"};
}

}  // namespace

TEST_CASE("an id becomes a reason as Kubernetes spells them") {
  CHECK(reason_of("bad_value") == "BadValue");
  CHECK(reason_of("name_taken") == "NameTaken");
  CHECK(reason_of("x") == "X");
}

TEST_CASE("equal events have one name, others have others") {
  const std::string name = name_of(event());
  CHECK(name == name_of(event()));
  CHECK(name.starts_with("menu."));
  Event other = event();
  other.note = "another";
  CHECK(name_of(other) != name);
  other = event();
  other.regarding.uid = "u2";
  CHECK(name_of(other) != name);
  other = event();
  other.regarding.key.name = std::string(253, 'x');
  CHECK(name_of(other).size() == 253);
}

TEST_CASE("an event is written as the API wants it") {
  const auto written = to_json(event(), std::string(200, 'i'), platform::kubernetes::objects::Microtime(0us));
  CHECK(written.at("eventTime") == "1970-01-01T00:00:00.000000Z");
  CHECK(written.at("note") == "wrong value");
  CHECK(written.at("type") == "Warning");
  CHECK(written.at("reportingInstance").get<std::string>().size() == 128);
  CHECK(written.at("metadata").at("namespace") == "apps");
  CHECK(written.at("regarding").at("uid") == "u1");
}

TEST_CASE("what stays true is written once, and again before it is forgotten") {
  Memory memory;
  const Memory::Time start{};
  CHECK(memory.note("a", true, start) == 1);
  CHECK(!memory.note("a", true, start + 49min));
  CHECK(memory.note("b", true, start + 49min) == 1);
  CHECK(memory.note("a", true, start + 50min) == 2);
  CHECK(!memory.note("a", true, start + 51min));
  memory.forget("a");
  CHECK(memory.note("a", true, start + 52min) == 1);
  CHECK(memory.note("a", true, start + 10h) == 1);
}

TEST_CASE("what happens again is written again") {
  Memory memory;
  CHECK(memory.note("a", false, {}) == 1);
  CHECK(memory.note("a", false, {}) == 2);
}

}  // namespace chandler::controller::events
