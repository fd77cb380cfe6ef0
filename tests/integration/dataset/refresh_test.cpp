#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

// A table that a load has filled with ten rows, 1 to 10.
class Loaded : public Fixture {
 public:
  Loaded() {
    run("CREATE TABLE t(id int PRIMARY KEY, v text)");
    write("t.csv", rows(1, 10));
    load_one();
  }

  static std::string rows(int first, int last, std::string_view value = "a") {
    std::string out = "id,v\n";
    for (int id = first; id <= last; ++id) out += std::format("{},{}\n", id, value);
    return out;
  }

  core::Expected<std::vector<DataSetResult>> refresh(const Policy& policy) const {
    Options how = options();
    how.policy = policy;
    how.purpose = Purpose::refresh;
    return bring(how, {});
  }
  DataSetResult refresh_one(const Policy& policy) const {
    const auto results = refresh(policy);
    if (!results) FAIL(core::describe(results.error()));
    return results->front();
  }
  // The code of the refusal, which has to leave the ten rows as they were.
  std::string refused(const Policy& policy) {
    const auto results = refresh(policy);
    REQUIRE_FALSE(results.has_value());
    CHECK(results.error().outcome == core::Outcome::problem);
    CHECK(results.error().where == "t.csv");
    CHECK(value("SELECT count(*) || min(v) FROM t") == "10a");
    CHECK(value("SELECT command || outcome FROM chandler.dataset_load ORDER BY id DESC LIMIT 1") == "refreshfailed");
    return results.error().code;
  }
};

core::text::Percentage percent(double value) {
  return {.percent = value};
}

TEST_CASE_METHOD(Loaded, "rows that vanished from the source stay, unless they are to go") {
  write("t.csv", rows(2, 11));
  CHECK(refresh_one({}).counts == Counts{.read = 10, .inserted = 1});
  CHECK(value("SELECT count(*) FROM t") == "11");
  CHECK(refresh_one({.delete_vanished = true}).counts == Counts{.read = 10, .deleted = 1});
  CHECK(value("SELECT min(id) || ' ' || max(id) FROM t") == "2 11");
  CHECK(value("SELECT concat_ws('|', command, deleted, exact) FROM chandler.dataset_load ORDER BY id DESC LIMIT 1") ==
        "refresh|1|t");
  CHECK(refresh_one({.delete_vanished = true}).action == Action::unchanged);
}

TEST_CASE_METHOD(Loaded, "a source that is empty or too short is refused") {
  write("t.csv", "id,v\n");
  CHECK(refused({.guards = {.empty_allowed = false}}) == "refresh.empty_source");
  write("t.csv", rows(1, 4, "b"));
  CHECK(refused({.guards = {.min_rows = 5}}) == "refresh.too_few_rows");
  CHECK(refresh_one({.guards = {.min_rows = 4}}).counts.updated == 4);
}

TEST_CASE_METHOD(Loaded, "a refresh that would delete too much is refused") {
  write("t.csv", rows(4, 12, "b"));
  CHECK(refused({.delete_vanished = true, .guards = {.max_delete = percent(29.9)}}) == "refresh.too_many_deletions");
  CHECK(refresh_one({.delete_vanished = true, .guards = {.max_delete = percent(30)}}).counts ==
        Counts{.read = 9, .inserted = 2, .updated = 7, .deleted = 3});
}

TEST_CASE_METHOD(Loaded, "an empty source deletes all where that is allowed") {
  write("t.csv", "id,v\n");
  CHECK(refresh_one({.delete_vanished = true}).counts == Counts{.deleted = 10});
  CHECK(value("SELECT count(*) FROM t") == "0");
}

TEST_CASE_METHOD(Loaded, "children are deleted before their parents, and written after them") {
  run("CREATE TABLE child(id int PRIMARY KEY, t int NOT NULL REFERENCES t)");
  write("child.csv", "id,t\n1,1\n2,2\n");
  REQUIRE(load().has_value());
  write("t.csv", rows(2, 11));
  write("child.csv", "id,t\n2,2\n3,11\n");
  REQUIRE(refresh({.delete_vanished = true}).has_value());
  CHECK(value("SELECT string_agg(id || '-' || t, ' ' ORDER BY id) FROM child") == "2-2 3-11");
  CHECK(value("SELECT min(id) FROM t") == "2");
}

TEST_CASE_METHOD(Loaded, "a vanished row that others refer to is told") {
  run("CREATE TABLE child(t int REFERENCES t); INSERT INTO child VALUES (1)");
  write("t.csv", rows(2, 10, "b"));
  const auto results = refresh({.delete_vanished = true});
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().code == "load.bad_row");
  CHECK(results.error().message.contains("Key (id)=(1) is still referenced from table \"child\""));
  CHECK(value("SELECT count(*) || min(v) FROM t") == "10a");
}

TEST_CASE_METHOD(Loaded, "appended content goes in once, whatever came between") {
  const Policy append{.mode = Mode::append};
  write("t.csv", rows(11, 12));
  CHECK(refresh_one(append).counts == Counts{.read = 2, .inserted = 2});
  write("t.csv", rows(13, 13));
  CHECK(refresh_one(append).counts == Counts{.read = 1, .inserted = 1});
  write("t.csv", rows(11, 12));
  CHECK(refresh_one(append).action == Action::unchanged);
  CHECK(value("SELECT count(*) FROM t") == "13");
}

TEST_CASE_METHOD(Loaded, "an appended row that is there already is told with its line, and none goes in") {
  write("t.csv", "id,v\n11,b\n12,b\n3,b\n");
  const auto results = refresh({.mode = Mode::append});
  REQUIRE_FALSE(results.has_value());
  CHECK(results.error().where == "t.csv:4");
  CHECK(results.error().message.contains("Key (id)=(3) already exists"));
  CHECK(value("SELECT count(*) FROM t") == "10");
}

TEST_CASE_METHOD(Loaded, "the ledger tells when an unchanged source was last looked at, and counts failures") {
  CHECK(value("SELECT confirmed FROM chandler.dataset_load") == "NULL");
  CHECK(refresh_one({}).action == Action::unchanged);
  CHECK(value("SELECT confirmed > finished FROM chandler.dataset_load") == "t");
  write("t.csv", "id,v\n");
  for (int attempt = 0; attempt < 3; ++attempt) refused({.guards = {.empty_allowed = false}});
  CHECK(value("SELECT attempts FROM chandler.dataset_load WHERE outcome = 'failed'") == "3");
}

TEST_CASE_METHOD(Loaded, "a ledger of an earlier version is brought up to date") {
  run("ALTER TABLE chandler.dataset_load DROP COLUMN command, DROP COLUMN exact, DROP COLUMN attempts, DROP COLUMN "
      "confirmed, DROP COLUMN address, DROP COLUMN etag, DROP COLUMN last_modified, DROP COLUMN columns, DROP COLUMN "
      "fresh_for; DROP TABLE chandler.dataset_reject");
  write("t.csv", rows(1, 10, "b"));
  CHECK(refresh_one({}).counts.updated == 10);
  CHECK(value("SELECT string_agg(command, ' ' ORDER BY id) FROM chandler.dataset_load") == "load refresh");
}

}  // namespace
}  // namespace chandler::dataset
