#include "dataset/remote/wire.hpp"

#include <vector>

#include <catch2/catch_test_macros.hpp>

namespace chandler::dataset::remote {
namespace {

constexpr std::uint32_t int4 = 23;
constexpr std::uint32_t varchar = 1043;

Wire wire(RemoteColumn there, Column here) {
  return wire_between(std::vector{std::move(there)}, std::vector{std::move(here)});
}

TEST_CASE("binary where both sides have the same built-in type, declared alike") {
  CHECK(wire({"id", int4}, {.name = "id", .type_oid = int4, .binary = true}) == Wire::binary);
  CHECK(wire({"id", varchar, 14}, {.name = "id", .type_oid = varchar, .modifier = 14, .binary = true}) == Wire::binary);
  CHECK(wire({"id", varchar, 14}, {.name = "id", .type_oid = varchar, .binary = true}) == Wire::binary);
}

TEST_CASE("text where a value may have to change, or be refused") {
  CHECK(wire({"id", int4}, {.name = "id", .type_oid = 20, .binary = true}) == Wire::text);
  CHECK(wire({"id", int4}, {.name = "id", .type_oid = int4, .binary = false}) == Wire::text);
  CHECK(wire({"id", varchar}, {.name = "id", .type_oid = varchar, .modifier = 14, .binary = true}) == Wire::text);
  CHECK(wire({"id", varchar, 24}, {.name = "id", .type_oid = varchar, .modifier = 14, .binary = true}) == Wire::text);
  CHECK(wire_between(std::vector{RemoteColumn{"id", int4}, RemoteColumn{"kind", 90000}},
                     std::vector{Column{.name = "id", .type_oid = int4, .binary = true},
                                 Column{.name = "kind", .type_oid = 90000, .binary = false}}) == Wire::text);
}

}  // namespace
}  // namespace chandler::dataset::remote
