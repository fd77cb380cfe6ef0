#include <filesystem>
#include <format>
#include <sys/mount.h>
#include <sys/stat.h>

#include <catch2/generators/catch_generators.hpp>
#include <unistd.h>

#include "tests/integration/dataset/program.hpp"
#include "tests/support/eventually.hpp"

// What happens to a database besides its data: full disks, deadlocks, others at work, tables at the limit.
namespace chandler::dataset {
namespace {

// A file system with room for so many bytes.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& folder) : folder_(folder.string()) {
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::all);
    mounted_ = mount("none", folder_.c_str(), "tmpfs", 0, "size=3m,mode=0777") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  void grow() const { REQUIRE(mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0); }
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  bool mounted_ = false;
};

TEST_CASE_METHOD(Fixture, "a server whose disk is full leaves the old data, and the next run with room finishes") {
  const std::string mode = GENERATE(as<std::string>{}, "merge", "swap");
  const SmallDisk disk(tests::PostgresServer::shared().folder() / ("disk_" + mode));
  if (!disk.mounted()) SKIP("a file system of one's own cannot be mounted here");
  // Whom the server runs as owns what it makes there.
  struct stat owner{};
  REQUIRE(stat((tests::PostgresServer::shared().folder() / "data").c_str(), &owner) == 0);
  REQUIRE(chown(disk.folder().c_str(), owner.st_uid, owner.st_gid) == 0);
  run("CREATE TABLESPACE small_" + mode + " LOCATION '" + disk.folder() + "'");
  run("CREATE TABLE t(id int PRIMARY KEY, v text) TABLESPACE small_" + mode);
  write("t.csv", rows(10, "old"));
  load_one();
  write("t.csv", rows(50000, std::string(100, 'n')));
  Program full(*this, "full", {"refresh", "--mode", mode});
  CHECK(full.wait() == 1);
  CHECK(full.report().at("error").at("sqlstate") == "53100");
  CHECK(value("SELECT count(*) || min(v) FROM t") == "10old");
  CHECK(value("SELECT count(*) FROM pg_class WHERE relname LIKE 'chandler_beside%'") == "0");
  CHECK(value("SELECT outcome FROM chandler.dataset_load ORDER BY id DESC LIMIT 1") == "failed");
  disk.grow();
  CHECK(Program(*this, "again", {"refresh", "--mode", mode}).wait() == 0);
  CHECK(value("SELECT count(*) || left(min(v), 1) FROM t") == "50000n");
  run("DROP TABLE t");
  run("DROP TABLESPACE small_" + mode);
}

TEST_CASE_METHOD(Fixture, "a deadlock with the application is tried again, and told") {
  run("CREATE TABLE a(id int PRIMARY KEY, v text); CREATE TABLE b(id int PRIMARY KEY, a int REFERENCES a, v text)");
  run("INSERT INTO a VALUES (1, 'old'); INSERT INTO b VALUES (1, 1, 'old')");
  run("ALTER DATABASE " + settings().parameters.at("dbname") + " SET deadlock_timeout = '2s'");
  // The application looks for deadlocks too late to be the one that gives way.
  run("SET deadlock_timeout = '1h'; BEGIN; UPDATE b SET v = 'app'");
  write("a.csv", "id,v\n1,new\n");
  write("b.csv", "id,a,v\n1,1,new\n");
  Program program(*this, "deadlock");
  auto observer = platform::postgres::Session::connect(settings(), {}, {});
  REQUIRE(observer.has_value());
  const std::string waits =
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chandler "
      "load' AND wait_event_type = 'Lock')";
  REQUIRE(tests::eventually([&] { return observer->run(waits)->boolean(0, 0); }));
  run("UPDATE a SET v = 'app'; COMMIT");
  CHECK(program.wait() == 0);
  CHECK(program.output().contains("SQLSTATE 40P01"));
  CHECK(program.output().contains("again, since"));
  CHECK(value("SELECT a.v || b.v FROM a, b") == "newnew");
}

TEST_CASE_METHOD(Fixture, "two refreshes at once do the work once, in every mode") {
  const std::string mode = GENERATE(as<std::string>{}, "merge", "swap", "append");
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  write("t.csv", rows(5000, "a"));
  Program first(*this, "first", {"refresh", "--mode", mode});
  Program second(*this, "second", {"refresh", "--mode", mode});
  CHECK(first.wait() == 0);
  CHECK(second.wait() == 0);
  CHECK(value("SELECT count(*) FROM t") == "5000");
  CHECK(value("SELECT count(*) FROM chandler.dataset_load") == "1");
  const auto inserted = first.report().value("inserted", 0) + second.report().value("inserted", 0);
  CHECK(inserted == 5000);
}

TEST_CASE_METHOD(Fixture, "a file that changes between its hash and its rows is not loaded") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text)");
  run("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('chandler.load public.t', 0))");
  write("t.csv", rows(1000, "first"));
  Program program(*this, "changed");
  auto observer = platform::postgres::Session::connect(settings(), {}, {});
  REQUIRE(observer.has_value());
  // It has hashed the file, and waits for its turn.
  REQUIRE(tests::eventually([&] {
    return observer
        ->run(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
            "'chandler load')")
        ->boolean(0, 0);
  }));
  REQUIRE(tests::eventually([&] { return program.output().contains("waiting for"); }));
  write("t.csv", rows(1000, "other"));
  run("COMMIT");
  CHECK(program.wait() == 1);
  CHECK(program.report().at("error").at("code") == "load.changed");
  CHECK(value("SELECT count(*) FROM t") == "0");
  CHECK(Program(*this, "again").wait() == 0);
  CHECK(value("SELECT min(v) FROM t") == "other");
}

std::string wide(int columns, char separator, const std::string& first, const std::string& name, bool numbered) {
  std::string out = first;
  for (int i = 1; i < columns; ++i) out += separator + name + (numbered ? std::to_string(i) : "");
  return out;
}

TEST_CASE_METHOD(Fixture, "tables of as many columns as there can be are loaded, merged and swapped") {
  const auto create = [](int columns) {
    std::string out = "CREATE TABLE t(id int PRIMARY KEY";
    for (int i = 1; i < columns; ++i) out += ", c" + std::to_string(i) + " bool";
    return out + ")";
  };
  const auto file = [&](int columns, const std::string& value) {
    write("t.csv", wide(columns, ',', "id", "c", true) + "\n" + wide(columns, ',', "1", value, false) + "\n");
  };
  Options swap = options();
  swap.policy.mode = Mode::swap;
  swap.purpose = Purpose::refresh;
  SECTION("1,598, besides which the stage has two of its own") {
    run(create(1598));
    file(1598, "t");
    CHECK(load_one().counts.inserted == 1);
    file(1598, "f");
    CHECK(load_one().counts.updated == 1);
    CHECK(value("SELECT c1597 FROM t") == "f");
    file(1598, "t");
    REQUIRE(bring(swap, {}).has_value());
    CHECK(value("SELECT c1597 FROM t") == "t");
  }
  SECTION("1,600 only without a stage") {
    run(create(1600));
    file(1600, "t");
    CHECK(load_one().counts.inserted == 1);
    file(1600, "f");
    const auto refused = bring(options(), {});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sqlstate == "54011");
    REQUIRE(bring(swap, {}).has_value());
    CHECK(value("SELECT c1599 FROM t") == "f");
  }
}

TEST_CASE_METHOD(Fixture, "a cycle of foreign keys is merged when one of them is deferrable, as is a table's own") {
  run("CREATE TABLE a(id int PRIMARY KEY, b int); CREATE TABLE b(id int PRIMARY KEY, a int REFERENCES a);"
      "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY IMMEDIATE;"
      "CREATE TABLE own(id int PRIMARY KEY, up int REFERENCES own)");
  write("a.csv", "id,b\n1,1\n");
  write("b.csv", "id,a\n1,1\n");
  write("own.csv", "id,up\n1,2\n2,1\n");
  REQUIRE(load().has_value());
  write("a.csv", "id,b\n1,2\n2,1\n");
  write("b.csv", "id,a\n1,2\n2,1\n");
  write("own.csv", "id,up\n1,3\n2,1\n3,2\n");
  REQUIRE(load().has_value());
  CHECK(value("SELECT string_agg(id || '-' || b, ' ' ORDER BY id) FROM a") == "1-2 2-1");
  CHECK(value("SELECT string_agg(id || '-' || up, ' ' ORDER BY id) FROM own") == "1-3 2-1 3-2");
  write("a.csv", "id,b\n1,9\n");
  CHECK(failure().where == "a.csv:2, column b");
  CHECK(value("SELECT b FROM a WHERE id = 1") == "2");
}

TEST_CASE_METHOD(Fixture, "a role that row-level security binds merges, deletes and is refused within its own rows") {
  run("CREATE TABLE parent(id int PRIMARY KEY); INSERT INTO parent VALUES (1); ALTER TABLE parent ENABLE ROW LEVEL "
      "SECURITY; CREATE POLICY none ON parent USING (false);"
      "CREATE TABLE t(id int PRIMARY KEY, tenant text, parent int REFERENCES parent); INSERT INTO t VALUES (1, 'b', "
      "1); "
      "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON t USING (tenant = 'a') WITH CHECK (tenant = 'a')");
  run("DO $$ BEGIN CREATE ROLE tenant_of_one LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  run("GRANT ALL ON t TO tenant_of_one; GRANT SELECT ON parent TO tenant_of_one; GRANT CREATE, TEMP ON DATABASE " +
      settings().parameters.at("dbname") + " TO tenant_of_one");
  Options as_tenant = options();
  as_tenant.database.parameters["user"] = "tenant_of_one";
  as_tenant.policy = {.delete_vanished = true};
  as_tenant.purpose = Purpose::refresh;
  write("t.csv", "id,tenant,parent\n2,a,1\n3,a,1\n");
  REQUIRE(bring(as_tenant, {}).has_value());
  write("t.csv", "id,tenant,parent\n2,a,1\n");
  REQUIRE(bring(as_tenant, {}).has_value());
  CHECK(value("SELECT string_agg(id || tenant, ' ' ORDER BY id) FROM t") == "1b 2a");
  // The parent's rows are there, though this role sees none: only the row of another tenant is bad.
  write("t.csv", "id,tenant,parent\n2,a,1\n4,a,1\n5,b,1\n6,a,9\n");
  as_tenant.policy = {.max_errors = 5};
  const auto results = bring(as_tenant, {});
  if (!results) FAIL(core::describe(results.error()));
  CHECK(results->front().counts == Counts{.read = 4, .inserted = 1, .rejected = 2});
  CHECK(value("SELECT string_agg(line || sqlstate, ' ' ORDER BY line) FROM chandler.dataset_reject") ==
        "442501 523503");
}

}  // namespace
}  // namespace chandler::dataset
