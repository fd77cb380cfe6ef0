#include "cli/manifest/stream.hpp"

#include <string>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

#include "cli/manifest/objects.hpp"

using namespace chandler::cli::manifest;

namespace {

// Marks each object by a member, and writes the stream.
std::string marked(const std::string& text, const std::string& kind) {
  auto stream = read_stream(text);
  REQUIRE(stream);
  for_each_object(*stream, [&](Node& object) {
    if (identify(object).kind != kind) return false;
    object.members.push_back({"marked", true, {.text = "true"}});
    return true;
  });
  return write_stream(*stream, stream->format);
}

}  // namespace

TEST_CASE("an unchanged stream comes back byte for byte, whatever its style") {
  const auto* text = GENERATE(
      "", "# only a comment\n", "---\n", "kind: Pod", "kind: Pod\n---\nkind: Service # the second\n",
      "---\n# Source: chart/a.yaml\nkind: Pod\n---\n\n---\nkind: {a: 1}\n", "--- {kind: Pod}\n--- {kind: Service}\n",
      "a: |\n  ---\n  text\n---\nb: 'yes'\n", "{\"kind\": \"Pod\"}\n\n{\"kind\":\"Service\"}\n",
      "  {\"kind\": \"Pod\"}", "a: b\r\n---\r\nc: d\r\n", "%YAML 1.2\n---\na: b\n");
  INFO(text);
  const auto stream = read_stream(text);
  REQUIRE(stream);
  CHECK(write_stream(*stream, stream->format) == text);
}

TEST_CASE("only what was changed is written anew; comments above it stay") {
  CHECK(marked("# licence\n---\n# Source: a.yaml\nkind: Pod   # a pod\nname: 'yes'\n---\nkind: Service   # as it was\n",
               "Pod") ==
        "# licence\n---\n# Source: a.yaml\nkind: Pod\nname: \"yes\"\nmarked: true\n---\nkind: Service   # as it was\n");
  CHECK(marked("--- {kind: Pod}\n--- {kind: Service}\n", "Pod") ==
        "---\nkind: Pod\nmarked: true\n--- {kind: Service}\n");
}

TEST_CASE("objects inside a List are reached, and the order of keys and the spelling of numbers stay") {
  CHECK(marked("apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  z: 1.10\n  a: 0644\n- kind: Service\n", "Pod") ==
        "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  z: 1.10\n  a: 0644\n  marked: true\n- kind: Service\n");
}

TEST_CASE("JSON stays JSON, in the order of its keys") {
  CHECK(marked("{\"kind\":\"Pod\",\"b\":1,\"a\":\"\\u00e9\\/\"}\n{\"kind\":\"Service\"}\n", "Pod") ==
        "{\n  \"kind\": \"Pod\",\n  \"b\": 1,\n  \"a\": \"é/\",\n  \"marked\": true\n}\n\n{\"kind\":\"Service\"}\n");
}

TEST_CASE("one format becomes the other") {
  const auto stream = read_stream("kind: Pod\nport: \"8080\"\n---\n# nothing\n---\nkind: Service\n");
  REQUIRE(stream);
  CHECK(write_stream(*stream, Format::json) ==
        "{\n  \"kind\": \"Pod\",\n  \"port\": \"8080\"\n}\n{\n  \"kind\": \"Service\"\n}\n");
  const auto json = read_stream("{\"kind\":\"Pod\",\"port\":\"8080\"}{\"kind\":\"Service\"}");
  REQUIRE(json);
  CHECK(write_stream(*json, Format::yaml) == "---\nkind: Pod\nport: \"8080\"\n---\nkind: Service\n");
}

TEST_CASE("errors name line and column of the whole stream") {
  const auto yaml = read_stream("kind: Pod\n---\nkind: Service\nspec: [a\n");
  REQUIRE_FALSE(yaml);
  CHECK(yaml.error().line == 5);
  const auto twice = read_stream("a: 1\n---\n# comment\nb: 1\nb: 2\n");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().line == 5);
  CHECK(twice.error().column == 1);
  CHECK(twice.error().message.contains("second time"));
  const auto json = read_stream("{\"a\": 1}\n{\"b\": }\n");
  REQUIRE_FALSE(json);
  CHECK(json.error().line == 2);
  CHECK(json.error().column == 7);
}

TEST_CASE("a number that is too large for JSON is an error of the text") {
  const auto stream = read_stream("{\"a\": 1}\n{\"b\": 1e999}\n");
  REQUIRE_FALSE(stream);
  CHECK(stream.error().line == 2);
  CHECK(stream.error().message.contains("number overflow"));
}

// yaml-cpp makes empty documents of it without end.
TEST_CASE("a token that begins no value is refused where it stands") {
  const auto comma = read_stream("kind: Pod\n---\n,\n");
  REQUIRE_FALSE(comma);
  CHECK(comma.error().line == 3);
  CHECK(comma.error().message == "what stands here begins no value");
  const auto after = read_stream("\"a\" ,");
  REQUIRE_FALSE(after);
  CHECK(after.error().line == 1);
}

TEST_CASE("bytes that are no text are refused where they stand") {
  using namespace std::string_literals;
  for (const std::string& text :
       {"a: b\nc: \x90\n"s, "a: b\nc: \0\n"s, "a: b\nc: \x01\n"s, "a: b\nc: \x7F\n"s, "a: b\nc: \rd\n"s}) {
    const auto stream = read_stream(text);
    REQUIRE_FALSE(stream);
    CHECK(stream.error().line == 2);
    CHECK(stream.error().column == 4);
  }
}

TEST_CASE("aliases and merge keys are written out") {
  const auto stream = read_stream("base: &base\n  cpu: 10m\n  memory: 32Mi\nlimits:\n  <<: *base\n  cpu: \"1\"\n");
  REQUIRE(stream);
  CHECK(to_ordered_json(stream->documents.front().root).dump() ==
        R"({"base":{"cpu":"10m","memory":"32Mi"},"limits":{"cpu":"1","memory":"32Mi"}})");
}

TEST_CASE("a document that grows without bound is an error") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  CHECK_FALSE(read_stream(bomb));
  CHECK_FALSE(read_stream("a: &a [*a]\n"));
  CHECK_FALSE(read_stream(std::string(3000, '[')));
  CHECK_FALSE(read_stream("a: !!binary aGk=\n"));
  CHECK_FALSE(read_stream("? [a]\n: b\n"));
}
