#include <chrono>
#include <csignal>
#include <iterator>
#include <sys/wait.h>
#include <thread>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <spawn.h>

#include "tests/integration/dataset/fixture.hpp"
#include "tests/support/eventually.hpp"

extern char** environ;

namespace chandler::dataset {
namespace {

using Clock = std::chrono::steady_clock;

// `chandler load` as a process of its own.
class Program {
 public:
  Program(const Fixture& fixture, const std::string& name, std::vector<std::string> more = {})
      : report_(fixture.folder().parent_path() / (fixture.folder().filename().string() + "." + name)) {
    const auto& at = fixture.settings().parameters;
    std::vector<std::string> words{
        CHANDLER_PROGRAM,
        "load",
        "--source",
        fixture.folder().string(),
        "--report",
        report_.string(),
        "--database",
        "host=" + at.at("host") + " port=" + at.at("port") + " user=" + at.at("user") + " dbname=" + at.at("dbname")};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int failed = posix_spawn(&pid_, words.front().c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(failed == 0);
  }
  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      wait();
    }
    std::filesystem::remove(report_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&& other) noexcept : pid_(std::exchange(other.pid_, 0)), report_(std::exchange(other.report_, {})) {}
  Program& operator=(Program&&) = delete;

  void signal(int number) const { kill(pid_, number); }

  // The exit code, or 128 and the signal.
  int wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  nlohmann::json report() const {
    std::ifstream in(report_);
    return nlohmann::json::parse(in);
  }

 private:
  pid_t pid_ = 0;
  std::filesystem::path report_;
};

std::string rows(int count, const std::string& value) {
  std::string text = "id,v\n";
  for (int row = 1; row <= count; ++row) text += std::to_string(row) + "," + value + "\n";
  return text;
}

void wait_until(Fixture& fixture, const std::string& condition) {
  if (!tests::eventually([&] { return fixture.value("SELECT " + condition) == "t"; })) {
    FAIL("never true: " << condition);
  }
}

TEST_CASE_METHOD(Fixture, "eight replicas at once do the work once, and all succeed") {
  run("CREATE TABLE a(id int PRIMARY KEY, v text); CREATE TABLE b(id int PRIMARY KEY, v text)");
  for (const std::string round : {"x", "y"}) {
    write("a.csv", rows(20'000, round));
    write("b.csv", rows(20'000, round));
    std::vector<Program> programs;
    for (int replica = 0; replica < 8; ++replica) programs.emplace_back(*this, "report" + std::to_string(replica));
    std::int64_t written = 0;
    for (Program& program : programs) {
      CHECK(program.wait() == 0);
      const auto report = program.report();
      written += report.at("inserted").get<std::int64_t>() + report.at("updated").get<std::int64_t>();
    }
    CHECK(written == 40'000);
  }
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "4");
  CHECK(value("SELECT count(*) FROM a JOIN b USING (id, v) WHERE v = 'y'") == "20000");
}

TEST_CASE_METHOD(Fixture, "killed at any moment, it leaves all or nothing, and the next run finishes") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  int killed = 0;
  for (int round = 0; round < 30; ++round) {
    const std::string fresh = "round " + std::to_string(round);
    write("t.csv", rows(30'000, fresh));
    const std::string before = value("SELECT coalesce(min(v) || count(*), '') FROM t");
    Program program(*this, "killed");
    // Spread over the run, which takes about a tenth of a second.
    std::this_thread::sleep_for(std::chrono::milliseconds(5 * round));
    program.signal(SIGKILL);
    if (program.wait() != 0) ++killed;
    wait_until(*this,
               "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
               "'chandler load')");
    const std::string after = value("SELECT coalesce(min(v) || count(*), '') FROM t");
    CHECK((after == before || after == fresh + "30000"));
    CHECK(value("SELECT count(DISTINCT v) <= 1 FROM t") == "t");
    Program again(*this, "again");
    CHECK(again.wait() == 0);
    CHECK(value("SELECT min(v) || max(v) || count(*) FROM t") == fresh + fresh + "30000");
  }
  CHECK(killed > 3);
}

TEST_CASE_METHOD(Fixture, "SIGTERM cancels the running statement and frees the lock") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'old')");
  run("CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN new; END'");
  run("CREATE TRIGGER stall BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION stall()");
  write("t.csv", "id,v\n1,new\n");
  Program program(*this, "report");
  wait_until(*this,
             "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())");
  const auto began = Clock::now();
  program.signal(SIGTERM);
  CHECK(program.wait() == 1);
  CHECK(Clock::now() - began < std::chrono::seconds(5));
  const auto report = program.report();
  CHECK(report.at("outcome") == "could_not");
  CHECK(report.at("error").at("code") == "stopped");
  wait_until(*this, "NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')");
  CHECK(value("SELECT v FROM t") == "old");
}

TEST_CASE_METHOD(Fixture, "a lock that is not had in time names its holder, and trying again may help") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\n");
  run("SET application_name = 'the other load'; BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler.load "
      "public.t', 0))");
  Program program(*this, "report", {"--lock-timeout", "300ms"});
  CHECK(program.wait() == 1);
  const auto error = program.report().at("error");
  CHECK(error.at("code") == "load.locked");
  CHECK(error.at("message").get<std::string>().contains("\"the other load\" (server process"));
  run("COMMIT");
  Program again(*this, "again");
  CHECK(again.wait() == 0);
}

TEST_CASE_METHOD(Fixture, "a connection that breaks in the middle is no problem of the data") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'old')");
  run("CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN new; END'");
  run("CREATE TRIGGER stall BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION stall()");
  write("t.csv", "id,v\n1,new\n");
  Program program(*this, "report");
  wait_until(*this,
             "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database())");
  run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chandler load' AND datname = "
      "current_database()");
  CHECK(program.wait() == 1);
  CHECK(program.report().at("outcome") == "could_not");
}

TEST_CASE_METHOD(Fixture, "a row that the app inserts meanwhile is merged, not a failure") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'a')");
  // The load's UPDATE waits for the app, which inserts what the load took for new.
  run("BEGIN; UPDATE t SET v = 'app' WHERE id = 1; INSERT INTO t VALUES (3, 'app')");
  write("t.csv", "id,v\n1,file\n2,a\n3,file\n");
  Program program(*this, "report");
  wait_until(*this, "EXISTS (SELECT FROM pg_locks WHERE NOT granted)");
  run("COMMIT");
  CHECK(program.wait() == 0);
  CHECK(value("SELECT string_agg(v, ',' ORDER BY id) FROM t") == "file,a,file");
}

TEST_CASE_METHOD(Fixture, "exit codes and the report tell how it ended") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", "id,v\n1,a\n");
  Program good(*this, "good");
  CHECK(good.wait() == 0);
  CHECK(good.report().at("outcome") == "done");
  CHECK(good.report().at("data_sets").at(0).at("table") == "public.t");
  write("t.csv", "id,v\nx,a\n");
  Program bad(*this, "bad");
  CHECK(bad.wait() == 2);
  CHECK(bad.report().at("error").at("where") == "t.csv:2, column id");
  Program usage(*this, "usage", {"--no-such-flag"});
  CHECK(usage.wait() == 64);
}

}  // namespace
}  // namespace chandler::dataset
