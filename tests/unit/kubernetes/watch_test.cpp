#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "platform/kubernetes/errors.hpp"
#include "platform/kubernetes/line_splitter.hpp"
#include "platform/kubernetes/page.hpp"
#include "platform/kubernetes/watch_end.hpp"
#include "platform/kubernetes/watch_event.hpp"
#include "platform/process/backoff.hpp"

namespace chandler::platform::kubernetes {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

core::Error error(std::string_view code) {
  return {.code = std::string(code)};
}

}  // namespace

TEST_CASE("lines come whole, however the bytes do") {
  const std::string text = "one\n\ntwo\nthree";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    std::vector<std::string> lines;
    LineSplitter splitter([&](std::string_view line) {
      lines.emplace_back(line);
      return true;
    });
    for (std::size_t at = 0; at < text.size(); at += step) {
      CHECK(splitter.put(std::string_view(text).substr(at, step)) == LineSplitter::State::open);
    }
    CHECK(lines == std::vector<std::string>{"one", "two"});
  }
}

TEST_CASE("a line has an end, and a sink may have enough") {
  LineSplitter splitter([](std::string_view) { return false; }, 4);
  CHECK(splitter.put("four") == LineSplitter::State::open);
  CHECK(splitter.put("\n") == LineSplitter::State::declined);
  CHECK(splitter.put("five5\n") == LineSplitter::State::too_long);
}

TEST_CASE("an event is read, what is none is told apart") {
  const auto event = read_watch_event(
      R"({"type":"MODIFIED","object":{"metadata":{"name":"x","managedFields":[{"a":{}}]}}})", ManagedFields::drop);
  REQUIRE(event);
  CHECK(event->type == WatchEvent::Type::modified);
  CHECK(event->object == json{{"metadata", {{"name", "x"}}}});
  const auto whole =
      read_watch_event(R"({"type":"DELETED","object":{"metadata":{"managedFields":[1]}}})", ManagedFields::keep);
  REQUIRE(whole);
  CHECK(whole->object.at("metadata").contains("managedFields"));
  for (const char* text : {"", "{", "[]", R"({"type":"ADDED"})", R"({"type":"NEW","object":{}})",
                           R"({"type":"ADDED","object":7})", R"({"object":{}})"}) {
    INFO(text);
    CHECK(!read_watch_event(text, ManagedFields::drop));
  }
}

TEST_CASE("a page that is none, or breaks off, is told apart") {
  const auto ignore = [](json&&) {};
  for (const char* text : {"", "[]", "{}", R"({"items":[{"a":1},)"}) {
    INFO(text);
    CHECK(!read_page(text, ManagedFields::drop, ignore));
  }
  const auto empty = read_page(R"({"metadata":{"resourceVersion":"3"},"items":[]})", ManagedFields::drop, ignore);
  REQUIRE(empty);
  CHECK(empty->resource_version == "3");
  CHECK(empty->next.empty());
}

TEST_CASE("items within items are no items of the list") {
  std::vector<json> items;
  const auto page = read_page(R"({"items":[{"items":[{"a":1}],"metadata":{"managedFields":1}}],"metadata":{}})",
                              ManagedFields::keep, [&](json&& item) { items.push_back(std::move(item)); });
  REQUIRE(page);
  REQUIRE(items.size() == 1);
  CHECK(items[0] == json{{"items", {{{"a", 1}}}}, {"metadata", {{"managedFields", 1}}}});
}

TEST_CASE("a watch goes on where it was, unless what it missed is gone") {
  const NextWatch in_order = after({.lasted = 5min, .told = true});
  CHECK((!in_order.list && !in_order.pause && in_order.failures == 0));
  CHECK(after({.lasted = 10ms, .told = false}).pause);
  CHECK(!after({.lasted = 10ms, .told = true}).pause);

  const NextWatch expired = after({.error = error(code::expired), .told = true});
  CHECK((expired.list && !expired.pause));
  CHECK(after({.error = error(code::expired)}).pause);  // a list that is expired at once

  const NextWatch cut = after({.error = error(code::unreachable), .failures = 1});
  CHECK((!cut.list && cut.pause && cut.failures == 2));
  CHECK(after({.error = error(code::unreachable), .told = true, .failures = 4}).failures == 1);
  CHECK(after({.error = error(code::rejected), .failures = 4}).list);
}

TEST_CASE("pauses grow to a limit, differ by chance, and start small again") {
  Backoff backoff(1s, 5s);
  CHECK(backoff.next(0) == 1s);
  CHECK(backoff.next(0.5) == 3s);
  CHECK(backoff.next(1) == 8s);
  CHECK(backoff.next(0) == 5s);
  CHECK(backoff.next(0) == 5s);
  backoff.reset();
  CHECK(backoff.next(0) == 1s);
}

}  // namespace chandler::platform::kubernetes
