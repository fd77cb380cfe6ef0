#include <catch2/catch_test_macros.hpp>

#include "core/annotations/executor.hpp"
#include "core/annotations/order.hpp"
#include "core/annotations/probe.hpp"

using namespace chandler::core::annotations;

TEST_CASE("order") {
  CHECK(parse_order("auto")->kind == Order::Kind::automatic);
  CHECK(parse_order("first")->kind == Order::Kind::first);
  CHECK(parse_order("last")->kind == Order::Kind::last);
  CHECK(parse_order("after=vault-agent-init")->name == "vault-agent-init");
  CHECK(parse_order("before=istio-init")->kind == Order::Kind::before);
  for (const auto* wrong : {"", "after", "after=", "after=Vault", "first=x", "after vault", "FIRST"}) {
    INFO(wrong);
    CHECK_FALSE(parse_order(wrong));
  }
  CHECK(parse_order("frist").error().nearest == "first");
}

TEST_CASE("executor handlers stay inside the pod") {
  CHECK(parse_handler("http://:8080/tasks")->kind == Handler::Kind::http);
  CHECK(parse_handler("sql:app.handle_task")->kind == Handler::Kind::sql);
  CHECK(parse_handler("http://:8080/tasks")->port == 8080);
  CHECK(parse_handler("log")->kind == Handler::Kind::log);
  CHECK(parse_handler("amqp:rabbitmq").error().why.contains("does not have"));
  for (const auto* wrong : {"", "http://worker:8080/tasks", "https://:8443/x", "http://:8080", "http://:0/x",
                            "sql:handle_task", "sql:a.b;c", "amqp:", "logs"}) {
    INFO(wrong);
    CHECK_FALSE(parse_handler(wrong));
  }
}

TEST_CASE("probe checks are a closed list, with another database to compare") {
  CHECK(parse_checks("amcheck, invalid_indexes,compare:replica?rows=5&ignore=a%2Cb").value() ==
        std::vector<ProbeCheck>{{.name = "amcheck", .secret = {}, .parameters = {}},
                                {.name = "invalid_indexes", .secret = {}, .parameters = {}},
                                {.name = "compare", .secret = "replica", .parameters = "rows=5&ignore=a%2Cb"}});
  CHECK(parse_checks("amchek").error().nearest == "amcheck");
  CHECK_FALSE(parse_checks("compare:"));
  CHECK_FALSE(parse_checks("compare"));
  CHECK(parse_checks("compare:replica?table=a").error().nearest == "tables");
  CHECK_FALSE(parse_checks(""));
}
