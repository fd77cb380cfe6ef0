#include "core/injection/merge.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "core/injection/document.hpp"
#include "core/injection/names.hpp"

using namespace chandler::core::injection;
using nlohmann::json;

namespace {

json merged(const json& present, const json& wanted) {
  return merge_array(present, wanted, "name", [](const json& element) { return is_our_volume(name_of(element)); });
}

json named(const char* name, int value = 1) {
  return {{"name", name}, {"value", value}};
}

}  // namespace

TEST_CASE("ours are replaced in place, missing ones appended, others left alone") {
  const json present = json::array({named("other"), named("chandler-migrate", 1), named("another")});
  const json wanted = json::array({named("chandler-no-token"), named("chandler-migrate", 2)});
  CHECK(merged(present, wanted) ==
        json::array({named("other"), named("chandler-migrate", 2), named("another"), named("chandler-no-token")}));
}

TEST_CASE("ours that are no longer wanted go") {
  CHECK(merged(json::array({named("chandler-load-0"), named("other")}), json::array()) ==
        json::array({named("other")}));
}

TEST_CASE("what is no array counts as none") {
  CHECK(merged(nullptr, json::array({named("a")})) == json::array({named("a")}));
  CHECK(merged("text", json::array()) == json::array());
}

TEST_CASE("a container keeps what others gave it") {
  const json wanted{{"name", "chandler-migrate"},
                    {"image", "chandler:2"},
                    {"args", {"migrate"}},
                    {"env", json::array({named("CHANDLER_POD")})},
                    {"resources", {{"limits", {{"cpu", "1"}}}}}};
  json present = wanted;
  present["image"] = "chandler:1";
  present["command"] = {"/chandler/lib/ld.so"};
  present["terminationMessagePath"] = "/dev/termination-log";
  present["resources"]["limits"]["ephemeral-storage"] = "1Gi";
  present["env"] = json::array({named("OTEL_SERVICE_NAME"), named("CHANDLER_POD", 9), named("CHANDLER_DATABASE_HOST")});
  const json after = merge_container(present, wanted);
  CHECK(after.at("image") == "chandler:2");
  CHECK_FALSE(after.contains("command"));
  CHECK(after.at("terminationMessagePath") == "/dev/termination-log");
  CHECK(after.at("resources").at("limits").at("ephemeral-storage") == "1Gi");
  CHECK(after.at("env") == json::array({named("OTEL_SERVICE_NAME"), named("CHANDLER_POD")}));
  CHECK(merge_container(after, wanted) == after);
}
