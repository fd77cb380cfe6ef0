#include <algorithm>
#include <format>
#include <fstream>
#include <iterator>
#include <mutex>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "tests/integration/probe/probed_database.hpp"
#include "tests/support/api/schema.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/places.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::tests {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Ended {
  int code = -1;
  std::string output;
};

// Not settings: the tests' servers have fsync off, which is a problem.
Ended chandler_probe(const ProbedDatabase& database, const Words& further) {
  Words words{chandler_program(), "probe", "--database", database.uri(), "--check", "invalid_indexes,sequences"};
  words.insert(words.end(), further.begin(), further.end());
  ChildProcess program(words);
  const int code = program.wait();
  return {.code = code, .output = program.output()};
}

std::vector<std::filesystem::path> reports_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

// A sequence near its end: the verdict that no output may change.
void make_problem(const ProbedDatabase& database) {
  database.sql("CREATE TABLE t (id smallint GENERATED ALWAYS AS IDENTITY); SELECT setval('t_id_seq', 32000)");
}

TEST_CASE("each run leaves a report as docs/probe.schema.json says, and old ones go") {
  const ProbedDatabase database;
  make_problem(database);
  const TemporaryFolder folder;
  const std::string reports = (folder.path() / "reports").string();
  for (int run = 0; run < 3; ++run) {
    const Ended ended = chandler_probe(database, {"--report-dir", reports, "--keep-reports", "2"});
    INFO(ended.output);
    CHECK(ended.code == 2);
    CHECK_FALSE(ended.output.contains("probe.report_not_kept"));
  }
  const auto files = reports_in(reports);
  REQUIRE(files.size() == 2);
  const json schema = json::parse(content(source_dir() / "docs/probe.schema.json"));
  const json report = json::parse(content(files.back()));
  CHECK(mismatches(report, schema, schema) == Words{});
  CHECK(report.at("verdict") == "problem");
  CHECK(report.at("databases").at(0).at("checks").size() == 2);
}

TEST_CASE("the real checks' reports are as the schema says, of a database that is away, too") {
  const ProbedDatabase database;
  make_problem(database);
  database.sql("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p)");
  const TemporaryFolder folder;
  ChildProcess program({chandler_program(), "probe", "--database", database.uri(), "--database",
                        "postgresql://nobody@127.0.0.1:1/none", "--verify-constraints", "--report-dir",
                        folder.path().string()});
  CHECK(program.wait() == 2);
  INFO(program.output());
  const auto files = reports_in(folder.path());
  REQUIRE(files.size() == 1);
  const json schema = json::parse(content(source_dir() / "docs/probe.schema.json"));
  const json report = json::parse(content(files.front()));
  CHECK(mismatches(report, schema, schema) == Words{});
  CHECK(report.at("databases").at(0).at("checks").size() >= 12);
  CHECK(report.at("databases").at(1).contains("error"));
}

TEST_CASE("the metrics' file is replaced whole") {
  const ProbedDatabase database;
  const TemporaryFolder folder({{"chandler.prom", "old"}});
  const Ended ended = chandler_probe(database, {"--metrics-file", (folder.path() / "chandler.prom").string()});
  INFO(ended.output);
  CHECK(ended.code == 0);
  const std::string metrics = content(folder.path() / "chandler.prom");
  CHECK(metrics.starts_with("# HELP chandler_probe_database_verdict"));
  CHECK(metrics.contains("check=\"sequences\"} 0\n"));
  CHECK(reports_in(folder.path()).size() == 1);
}

TEST_CASE("outputs that fail are told of and change no verdict") {
  const ProbedDatabase database;
  const TemporaryFolder folder({{"file", ""}});
  const Words broken{"--report-dir",   (folder.path() / "file").string(),
                     "--metrics-file", (folder.path() / "none" / "m.prom").string(),
                     "--push-gateway", "http://me:secret@127.0.0.1:1",
                     "--report",       (folder.path() / "report.json").string()};
  const Ended sound = chandler_probe(database, broken);
  INFO(sound.output);
  CHECK(sound.code == 0);
  for (const std::string_view code : {"probe.report_not_kept", "probe.metrics_not_written", "probe.not_pushed"}) {
    CHECK(sound.output.contains(code));
  }
  CHECK_FALSE(sound.output.contains("secret"));
  CHECK(json::parse(content(folder.path() / "report.json")).at("not_delivered") ==
        json::array({"probe.report_not_kept", "probe.metrics_not_written", "probe.not_pushed"}));
  make_problem(database);
  CHECK(chandler_probe(database, broken).code == 2);
}

TEST_CASE("metrics are pushed with their labels") {
  const ProbedDatabase database;
  std::mutex mutex;
  std::string head;
  const ScriptedServer gateway([&](const ScriptedServer::Peer& peer) {
    const std::scoped_lock lock(mutex);
    head = peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  const Ended ended = chandler_probe(
      database,
      {"--push-gateway", std::format("http://127.0.0.1:{}/push", gateway.port()), "--push-label", "cluster=west"});
  INFO(ended.output);
  CHECK(ended.code == 0);
  CHECK_FALSE(ended.output.contains("probe.not_pushed"));
  const std::scoped_lock lock(mutex);
  CHECK(head.starts_with("PUT /push/metrics/job/chandler_probe/database@base64/"));
  CHECK(head.contains("/cluster@base64/d2VzdA HTTP/1.1\r\n"));
}

TEST_CASE("a flag that is wrong ends the run before it begins") {
  const ProbedDatabase database;
  for (const Words& wrong : {Words{"--keep-reports", "all"}, Words{"--push-gateway", "gateway:9091"},
                             Words{"--push-gateway", "http://g", "--push-label", "x"}}) {
    const Ended ended = chandler_probe(database, wrong);
    INFO(ended.output);
    CHECK(ended.code == 64);
    CHECK(ended.output.contains(wrong[wrong.size() - 2]));
    CHECK_FALSE(ended.output.contains("invalid_indexes "));
  }
}

}  // namespace
}  // namespace chandler::tests
