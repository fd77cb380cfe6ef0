#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

TEST_CASE_METHOD(Fixture, "a table that is not there is told with the nearest name") {
  run("CREATE TABLE food_item(id int PRIMARY KEY)");
  write("food_items.csv", "id\n1\n");
  const auto error = failure();
  CHECK(error.code == "load.no_table");
  CHECK(error.hint.contains("Did you mean food_item?"));
}

TEST_CASE_METHOD(Fixture, "a table without a primary key is loaded while it is empty, and refused after") {
  run("CREATE TABLE plain(id int)");
  write("plain.csv", "id\n1\n1\n");
  CHECK(load_one().counts.inserted == 2);
  CHECK(load_one().action == Action::unchanged);
  write("plain.csv", "id\n1\n2\n");
  CHECK(failure().code == "load.no_key");
  CHECK(value("SELECT count(*) FROM plain WHERE id = 1") == "2");
}

TEST_CASE_METHOD(Fixture, "a bad row for a table without a primary key is found, too") {
  run("CREATE TABLE plain(id int CHECK (id < 10))");
  write("plain.csv", "id\n1\n12\n");
  CHECK(failure().where == "plain.csv:3");
}

TEST_CASE_METHOD(Fixture, "what is no table is refused") {
  run("CREATE VIEW seen AS SELECT 1 AS id");
  write("seen.csv", "id\n1\n");
  const auto error = failure();
  CHECK(error.code == "load.not_a_table");
  CHECK(error.message == "public.seen is a view");
}

TEST_CASE_METHOD(Fixture, "one table under two names is refused") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\n");
  write("public.t.csv", "id\n2\n");
  CHECK(failure().code == "load.duplicate_table");
}

TEST_CASE_METHOD(Fixture, "identity columns keep the file's values, and the app's next value is free") {
  run("CREATE TABLE always(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text);"
      "CREATE TABLE serial(id serial PRIMARY KEY, v text)");
  for (const std::string name : {"always", "serial"}) {
    INFO(name);
    write(name + ".csv", "id,v\n1,a\n7,b\n");
    CHECK(load().has_value());
    CHECK(value("INSERT INTO " + name + "(v) VALUES ('of the app') RETURNING id") == "8");
    write(name + ".csv", "id,v\n1,a\n7,c\n20,d\n");
    CHECK(load().has_value());
    CHECK(value("INSERT INTO " + name + "(v) VALUES ('of the app') RETURNING id") == "21");
    CHECK(value("SELECT v FROM " + name + " WHERE id = 7") == "c");
  }
}

TEST_CASE_METHOD(Fixture, "a sequence is never moved back") {
  run("CREATE TABLE t(id serial PRIMARY KEY); SELECT setval('t_id_seq', 500)");
  write("t.csv", "id\n1\n2\n");
  load_one();
  CHECK(value("SELECT nextval('t_id_seq')") == "501");
}

TEST_CASE_METHOD(Fixture, "generated columns follow, and are refused in a file") {
  run("CREATE TABLE t(id int PRIMARY KEY, net numeric, gross numeric GENERATED ALWAYS AS (net * 2) STORED)");
  write("t.csv", "id,net\n1,5\n");
  load_one();
  CHECK(value("SELECT gross FROM t") == "10");
  write("t.csv", "id,net,gross\n1,5,10\n");
  CHECK(failure().message.contains("generated"));
}

TEST_CASE_METHOD(Fixture, "a partitioned table is loaded through its root") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text) PARTITION BY RANGE (id);"
      "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) "
      "TO (20)");
  write("t.csv", "id,v\n1,a\n11,b\n");
  CHECK(load_one().counts.inserted == 2);
  CHECK(load_one().action == Action::unchanged);
  write("t.csv", "id,v\n1,a\n11,c\n12,d\n");
  const auto result = load_one();
  CHECK(result.counts.updated == 1);
  CHECK(result.counts.inserted == 1);
  run("TRUNCATE t2");
  CHECK(load_one().counts.inserted == 2);
  write("t.csv", "id,v\n30,x\n");
  CHECK(failure().message.contains("no partition"));
}

TEST_CASE_METHOD(Fixture, "unusual types go through unchanged, twice") {
  run("CREATE TABLE t(id uuid PRIMARY KEY, a int[], j jsonb, b bytea, n numeric, d timestamptz, i interval, x xml, r "
      "int4range)");
  write("t.csv",
        "id,a,j,b,n,d,i,x,r\n"
        "00000000-0000-0000-0000-000000000001,\"{1,NULL,3}\",\"{\"\"a\"\": [1, "
        "\"\"é\"\"]}\",\\xDEADBEEF,NaN,infinity,1 day 02:00,<a/>,\"[1,5)\"\n");
  CHECK(load_one().counts.inserted == 1);
  run("CREATE TABLE before AS SELECT t::text FROM t");
  write("t.csv",
        "id,a,j,b,n,d,i,x,r\n"
        "00000000-0000-0000-0000-000000000001,\"{1,NULL,3}\",\"{\"\"a\"\": [1, "
        "\"\"é\"\"]}\",\\xdeadbeef,NaN,infinity,26:00:00,<a/>,\"[1,4]\"\n");
  // 1 day 02:00 and 26:00:00 are equal to =, and not the same.
  CHECK(load_one().counts.updated == 1);
  write("t.csv",
        "id,a,j,b,n,d,i,x,r\n"
        "00000000-0000-0000-0000-000000000001,\"{1,NULL,3}\",\"{\"\"a\"\": [1, "
        "\"\"é\"\"]}\",\\xdeadbeef,NaN,infinity,26:00:00,<a/>,\"[1,5)\"\n");
  CHECK(load_one().counts.updated == 0);
}

TEST_CASE_METHOD(Fixture, "a table of 1,600 columns is loaded and merged") {
  std::string columns = "id int PRIMARY KEY";
  std::string header = "id";
  std::string row = "1";
  for (int i = 1; i < 1600; ++i) {
    columns += ", c" + std::to_string(i) + " bool";
    header += ",c" + std::to_string(i);
    row += ",t";
  }
  run("CREATE TABLE t(" + columns + ")");
  write("t.csv", header + "\n" + row + "\n");
  // The stage has two columns more than PostgreSQL allows, so only an empty table takes so many.
  CHECK(load_one().counts.inserted == 1);
}

TEST_CASE_METHOD(Fixture, "row-level security of another owner is obeyed, not gone around") {
  run("CREATE TABLE t(id int PRIMARY KEY, tenant text); ALTER TABLE t ENABLE ROW LEVEL SECURITY;"
      "CREATE POLICY own ON t USING (tenant = 'a') WITH CHECK (tenant = 'a')");
  run("DO $$ BEGIN CREATE ROLE tenant_a LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  run("GRANT ALL ON t TO tenant_a; GRANT CREATE, TEMP ON DATABASE " + settings().parameters.at("dbname") +
      " TO tenant_a");
  Options as_tenant = options();
  as_tenant.database.parameters["user"] = "tenant_a";
  write("t.csv", "id,tenant\n1,a\n");
  CHECK(bring(as_tenant, {}).has_value());
  write("t.csv", "id,tenant\n1,a\n2,b\n");
  const auto refused = bring(as_tenant, {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().where == "t.csv:3");
  CHECK(value("SELECT count(*) FROM t") == "1");
}

}  // namespace
}  // namespace chandler::dataset
