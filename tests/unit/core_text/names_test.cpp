#include "core/text/names.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>

using namespace chandler::core::text;

TEST_CASE("names of objects are RFC 1123 subdomains") {
  CHECK(parse_object_name("orders-app"));
  CHECK(parse_object_name("orders.app.v2"));
  for (const auto* wrong :
       {"", "Orders", "orders_app", "-orders", "orders-", "orders..app", "a b", "a. b", "a.\tb", "a/b"}) {
    INFO(wrong);
    CHECK_FALSE(parse_object_name(wrong));
  }
  CHECK(parse_object_name(std::string(63, 'a')));
  CHECK_FALSE(parse_object_name(std::string(64, 'a')));
}

TEST_CASE("names of volumes and containers have no dots") {
  CHECK(parse_label_name("content"));
  CHECK_FALSE(parse_label_name("con.tent"));
}

TEST_CASE("keys of ConfigMaps cannot leave their folder") {
  CHECK(parse_data_key("V1__menu.sql"));
  CHECK(parse_data_key("..x").has_value() == false);
  CHECK_FALSE(parse_data_key("."));
  CHECK_FALSE(parse_data_key("a/b"));
  CHECK_FALSE(parse_data_key(""));
}

TEST_CASE("relations are identifiers, with a schema or without") {
  CHECK(parse_relation("task"));
  CHECK(parse_relation("app.task"));
  CHECK_FALSE(parse_relation("app.task.id"));
  CHECK_FALSE(parse_relation("task; drop table x"));
  CHECK_FALSE(parse_relation("1task"));
}

TEST_CASE("hosts and time zones by their form") {
  CHECK(parse_host("orders-rw.shop.svc"));
  CHECK(parse_host("2001:db8::7"));
  CHECK(parse_host("/var/run/postgresql"));
  CHECK_FALSE(parse_host("orders rw"));
  CHECK_FALSE(parse_host("-oProxyCommand=x"));
  CHECK(parse_time_zone("Europe/Berlin"));
  CHECK(parse_time_zone("Etc/GMT+1"));
  CHECK_FALSE(parse_time_zone("not a zone"));
}
