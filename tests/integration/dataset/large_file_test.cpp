#include <chrono>

#include "dataset/content/content.hpp"
#include "dataset/content/file_identity.hpp"
#include "tests/integration/dataset/jobs_fixture.hpp"
#include "tests/integration/dataset/program.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::dataset {
namespace {

constexpr int count = 160'000;

// So large and so old that its hash may be learned while it is loaded.
void write_large(const JobsFixture& fixture, const std::string& text) {
  fixture.write("t.csv", text);
  const auto settled = [&] {
    const auto identity = identity_of(fixture.folder() / "t.csv");
    return identity && identity->bytes > 16 * 1024 * 1024 &&
           is_settled(*identity, std::chrono::system_clock::now().time_since_epoch());
  };
  REQUIRE(tests::eventually(settled));
}

std::string hash_in_ledger(JobsFixture& fixture) {
  return fixture.value("SELECT hash FROM chandler.dataset_load ORDER BY id DESC LIMIT 1");
}

std::string hash_of_file(JobsFixture& fixture) {
  return *hash_of(fixture.folder() / "t.csv", {});
}

TEST_CASE_METHOD(JobsFixture, "a large file's hash is learned by the load that brings it first") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write_large(*this, many_rows(count));
  CHECK(load_one().counts.inserted == count);
  CHECK(hash_in_ledger(*this) == hash_of_file(*this));
  CHECK(load_one().action == Action::unchanged);
}

TEST_CASE_METHOD(JobsFixture, "by a merge with several connections, and by a swap, too") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES (0, '')");
  write_large(*this, many_rows(count));
  const auto loaded = bring(with_jobs(3), {});
  if (!loaded) FAIL(core::describe(loaded.error()));
  CHECK(hash_in_ledger(*this) == hash_of_file(*this));
  run("DROP TABLE t; CREATE TABLE t(id int PRIMARY KEY, v text)");
  Options how = options();
  how.purpose = Purpose::refresh;
  how.policy.mode = Mode::swap;
  const auto swapped = bring(how, {});
  if (!swapped) FAIL(core::describe(swapped.error()));
  CHECK(swapped->front().counts.inserted == count);
  CHECK(hash_in_ledger(*this) == hash_of_file(*this));
  CHECK(bring(how, {})->front().action == Action::unchanged);
}

TEST_CASE_METHOD(JobsFixture, "a failure of a large file is noted by its hash, and counted when it comes again") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write_large(*this, many_rows(count) + "x,y\n");
  CHECK(failure().code == "load.bad_value");
  CHECK(failure().code == "load.bad_value");
  CHECK(hash_in_ledger(*this) == hash_of_file(*this));
  CHECK(value("SELECT attempts FROM chandler.dataset_load ORDER BY id DESC LIMIT 1") == "2");
}

TEST_CASE_METHOD(JobsFixture, "replicas that start with a large file at once do the work once") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write_large(*this, many_rows(count));
  std::vector<Program> programs;
  for (int replica = 0; replica < 3; ++replica) programs.emplace_back(*this, "report" + std::to_string(replica));
  std::int64_t inserted = 0;
  for (Program& program : programs) {
    CHECK(program.wait() == 0);
    inserted += program.report().at("inserted").get<std::int64_t>();
  }
  CHECK(inserted == count);
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "1");
}

// The server is at the first row, and the reader has not come to the end, since nobody takes what it has read.
TEST_CASE_METHOD(JobsFixture, "a large file that is written to while it is read is not loaded") {
  run("CREATE FUNCTION patient(v text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN IF v = 'first' THEN PERFORM "
      "pg_advisory_xact_lock(7); END IF; RETURN true; END $$; CREATE DOMAIN patient AS text CHECK (patient(value)); "
      "CREATE TABLE t(id int PRIMARY KEY, v patient)");
  write_large(*this, "id,v\n0,first\n" + many_rows(count).substr(5));
  run("SELECT pg_advisory_lock(7)");
  Program program(*this, "report");
  wait_until(*this, "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");
  std::filesystem::resize_file(folder() / "t.csv", std::filesystem::file_size(folder() / "t.csv") - 1);
  run("SELECT pg_advisory_unlock(7)");
  CHECK(program.wait() == 1);
  CHECK(program.report().at("error").at("code") == "load.changed");
  CHECK(value("SELECT count(*) FROM t") == "0");
}

}  // namespace
}  // namespace chandler::dataset
