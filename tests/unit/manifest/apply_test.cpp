#include "cli/manifest/apply.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "cli/manifest/readers.hpp"
#include "cli/manifest/writer.hpp"

using namespace chandler::cli::manifest;

namespace {

std::string patched(const char* yaml, const char* patch) {
  auto node = read_yaml(yaml);
  REQUIRE(node);
  apply(patch, *node);
  return to_yaml(*node);
}

}  // namespace

TEST_CASE("what the patch does not name stays as it was written") {
  CHECK(patched("b: 0644\na: 'yes'\n", R"([{"op":"add","path":"/c~1d","value":{"x":"1"}}])") ==
        "b: 0644\na: \"yes\"\nc/d:\n  x: \"1\"\n");
}

TEST_CASE("elements are added, replaced and removed by index") {
  CHECK(
      patched(
          "l:\n- a\n- b\n",
          R"([{"op":"add","path":"/l/1","value":"x"},{"op":"replace","path":"/l/0","value":"y"},{"op":"remove","path":"/l/2"}])") ==
      "l:\n- \"y\"\n- x\n");
}

TEST_CASE("a patch that does not belong to the manifest is a programming error") {
  for (const auto* patch : {R"([{"op":"remove","path":"/x"}])", R"([{"op":"replace","path":"/x","value":1}])",
                            R"([{"op":"add","path":"/l/9","value":1}])", R"([{"op":"add","path":"/x/y","value":1}])",
                            R"([{"op":"remove","path":"/l/x"}])"}) {
    INFO(patch);
    CHECK_THROWS_AS(patched("l:\n- a\n", patch), std::logic_error);
  }
}
