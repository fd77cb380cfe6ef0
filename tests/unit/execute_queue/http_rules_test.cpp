#include "sidecar/handler/http_rules.hpp"

#include <catch2/catch_test_macros.hpp>

#include "sidecar/handler/http_handler.hpp"
#include "sidecar/handler/target.hpp"

namespace chandler::execute {
namespace {

using Kind = Judgement::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::chrono::sys_seconds now =
    std::chrono::sys_days(std::chrono::year(1994) / 11 / 6) + std::chrono::hours(8);

}  // namespace

TEST_CASE("what an answer's status means") {
  for (const int status : {200, 201, 204}) CHECK(judge(status, "", now).kind == Kind::completed);
  for (const int status : {408, 425, 429, 500, 502, 503, 504}) CHECK(judge(status, "", now).kind == Kind::retry);
  for (const int status : {302, 400, 401, 403, 405, 409, 410, 422}) CHECK(judge(status, "5", now).kind == Kind::failed);
  CHECK(judge(404, "", now).kind == Kind::pause);
  CHECK_FALSE(judge(404, "", now).after.has_value());
}

TEST_CASE("Retry-After pauses the target, by seconds or a date, for some minutes at most") {
  const auto after = [](int status, std::string_view text) { return judge(status, text, now).after; };
  CHECK(judge(503, "7", now).kind == Kind::pause);
  CHECK(after(503, "7") == seconds(7));
  CHECK(after(429, "Sun, 06 Nov 1994 08:00:30 GMT") == seconds(30));
  CHECK(after(429, "Sun, 06 Nov 1994 07:00:00 GMT") == seconds(0));
  CHECK(after(503, "86400") == std::chrono::minutes(5));
  CHECK(judge(503, "soon", now).kind == Kind::retry);
}

TEST_CASE("a task is an event, whose key is the same at each attempt") {
  const Task task{.claim = {.id = 17},
                  .queue = "mail",
                  .name = "send \"100%\" ü\r\nX: y",
                  .attempt = 3,
                  .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
  const auto headers = headers_of(task, now + milliseconds(250));
  const auto at = [&](std::string_view name) { return platform::http::find_header(headers, name); };
  CHECK(at("ce-specversion") == "1.0");
  CHECK(at("ce-id") == "17");
  CHECK(at("ce-source") == "/chandler/mail");
  CHECK(at("ce-type") == "send%20%22100%25%22%20%C3%BC%0D%0AX:%20y");
  CHECK(at("Idempotency-Key") == "17");
  CHECK(at("X-Task-Attempt") == "3");
  CHECK(at("X-Task-Deadline") == "1994-11-06T08:00:00.250Z");
  CHECK(at("traceparent") == *task.traceparent);
}

TEST_CASE("a target is this machine unless it is said otherwise") {
  const auto plan = [](const char* address, bool remote = false) {
    return http_handler({.address = address, .remote = remote, .concurrency = 3});
  };
  REQUIRE(plan("http://:8080/tasks").has_value());
  CHECK(plan("http://:8080/tasks")->workers == 3);
  CHECK(plan("http://localhost:8080/").has_value());
  CHECK_FALSE(plan("http://10.0.0.7/").has_value());
  CHECK(plan("http://10.0.0.7/", true).has_value());
  CHECK_FALSE(plan("https://localhost/").has_value());
  CHECK_FALSE(plan("http://").has_value());
}

TEST_CASE("a target that does not answer is left in peace for ever longer, and each failure counts once") {
  Target target;
  const auto began = Target::Clock::now();
  const auto first = target.pause(began, std::nullopt);
  CHECK(first > milliseconds(400));
  CHECK(first <= milliseconds(500));
  CHECK(target.pause(began, std::nullopt) <= first);
  CHECK(target.pause(Target::Clock::now(), std::nullopt) > milliseconds(900));
  CHECK(target.pause(Target::Clock::now(), seconds(60)) > seconds(59));
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(target.wait(stop.get_token()));
}

}  // namespace chandler::execute
