#include "core/injection/diff.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <nlohmann/json.hpp>

using chandler::core::injection::diff;
using nlohmann::json;

namespace {

json container(const std::string& name, int version = 1) {
  return {{"name", name}, {"version", version}};
}

json applied(const json& from, const std::string& patch) {
  return patch.empty() ? from : from.patch(json::parse(patch));
}

// Values like those of pods: objects, lists of named things, plain lists, scalars; null among them.
json random_value(std::mt19937& random, int depth) {
  const auto pick = [&](int below) { return std::uniform_int_distribution<int>(0, below - 1)(random); };
  switch (depth <= 0 ? pick(3) : pick(6)) {
    case 0:
      return pick(3);
    case 1:
      return std::string("text-") + std::to_string(pick(3));
    case 2:
      return nullptr;
    case 3: {
      json object = json::object();
      for (const char* key : {"a", "b/c", "d~e", ""}) {
        if (pick(2) == 0) object[key] = random_value(random, depth - 1);
      }
      return object;
    }
    case 4: {
      json list = json::array();
      for (int i = pick(5); i > 0; --i) {
        json element{{"value", random_value(random, depth - 1)}};
        if (pick(8) != 0) element["name"] = std::to_string(pick(7));
        list.push_back(std::move(element));
      }
      return list;
    }
    default: {
      json list = json::array();
      for (int i = pick(4); i > 0; --i) list.push_back(random_value(random, depth - 1));
      return list;
    }
  }
}

}  // namespace

TEST_CASE("equal values need no patch") {
  CHECK(diff(json{{"a", 1}}, json{{"a", 1}}).empty());
}

TEST_CASE("a member added, removed, replaced, with its key escaped") {
  CHECK(diff(json::object(), {{"chandler.dev/inject", "true"}}) ==
        R"([{"op":"add","path":"/chandler.dev~1inject","value":"true"}])");
  CHECK(diff({{"a~b", 1}}, json::object()) == R"([{"op":"remove","path":"/a~0b"}])");
  CHECK(diff({{"a", 1}}, {{"a", 2}}, "/spec") == R"([{"op":"replace","path":"/spec/a","value":2}])");
}

TEST_CASE("a named element is inserted where it belongs, and only it") {
  const json from = json::array({container("istio-proxy"), container("warm-cache")});
  const json to = json::array({container("istio-proxy"), container("chandler-migrate"), container("warm-cache")});
  CHECK(diff(from, to) == R"([{"op":"add","path":"/1","value":{"name":"chandler-migrate","version":1}}])");
}

TEST_CASE("moving takes the fewest elements") {
  const json from = json::array({container("ours"), container("a"), container("b"), container("c")});
  const json to = json::array({container("a"), container("b"), container("c"), container("ours")});
  CHECK(json::parse(diff(from, to)).size() == 2);
  CHECK(json::parse(diff(to, from)).size() == 2);
}

TEST_CASE("a changed member of a named element is replaced inside it") {
  CHECK(diff(json::array({container("a", 1)}), json::array({container("a", 2)})) ==
        R"([{"op":"replace","path":"/0/version","value":2}])");
}

TEST_CASE("whatever the two values are, the patch turns one into the other") {
  const auto seed = GENERATE(range(0U, 400U));
  std::mt19937 random(seed);
  for (int i = 0; i < 20; ++i) {
    const json from{{"value", random_value(random, 3)}};
    const json to{{"value", random_value(random, 3)}};
    INFO(from.dump() << " -> " << to.dump());
    const std::string patch = diff(from, to);
    CHECK(applied(from, patch) == to);
    CHECK(patch.empty() == (from == to));
    CHECK(diff(from, to) == patch);
  }
}
