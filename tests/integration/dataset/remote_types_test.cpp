#include <catch2/generators/catch_generators.hpp>

#include "tests/integration/dataset/remote.hpp"

namespace chandler::dataset {
namespace {

// Built-in types, whose rows can go in binary form.
constexpr std::string_view built_in = R"(CREATE TABLE t(
  id int PRIMARY KEY, b bool, i2 int2, i8 int8, f4 float4, f8 float8, n numeric, n2 numeric(10,3), c char(5),
  vc varchar(20), tx text, by bytea, d date, ts timestamp, tz timestamptz, ti time, iv interval, u uuid, j json,
  jb jsonb, ia int[], ta text[], na numeric[], r int4range, tr tstzrange, mr int4multirange, ip inet, bt bit(4),
  vb bit varying, pt point, lsn pg_lsn, x xml, ts_v tsvector))";

constexpr std::string_view built_in_rows = R"(INSERT INTO t VALUES
  (1, true, -32768, 9223372036854775807, 'NaN', '-Infinity', 'NaN', 12.340, 'ab', 'ä ''"', E'a\tb\nc\\d\r\\N', '\x00ff5c',
   'infinity', '-infinity', '2026-11-21 10:00:00.123456+02', '24:00', '-1 mons +3 days -04:05:06.7', gen_random_uuid(),
   '{"b": 1,  "a": [null]}', '{"k": "\u00e4\\"}', '{{1,NULL},{3,4}}', '{"a,b",NULL,"","NULL","\\N"}', '{NaN,1.50}',
   '[1,5)', '(,2026-01-01 00:00+00]', '{[1,3),[7,9)}', '10.0.0.0/8', B'1010', B'1', '(1.5,-2)', '16/B374D848',
   '<a>&lt;</a>', 'a:1 fat:2'),
  (2, NULL, 0, -1, '1e-40', '5e-324', '1e-20', NULL, NULL, '', '', '', '4713-01-01 BC', '294276-12-31 23:59:59.999999',
   'infinity', '00:00:00.000001', '178000000 years', NULL, 'null', '0', '{}', NULL, '{}', 'empty', 'empty', '{}',
   '::1', B'0000', B'', NULL, NULL, NULL, ''),
  (3, false, 32767, 0, '-0', '0.1', 123456789012345678901234567890.123456789, -1234567.891, 'x', E'\\.', E'\\.',
   decode(repeat('00', 70000), 'hex'), '0001-01-01', '2000-01-01', '1900-01-01 00:00:00 Europe/Berlin', '12:00',
   '0', NULL, '[]', '[1.10, true]', '[2:3]={7,8}', '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))";

constexpr std::string_view image = "SELECT md5(string_agg(t::text, E'\\x01' ORDER BY id)) FROM t";

// In both databases alike, whatever they set for themselves.
void settle(Remote& remote) {
  const std::string_view same = "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET extra_float_digits = 3";
  remote.run(same);
  remote.run_there(same);
}

void set_otherwise(Remote& remote) {
  const std::string name = remote.value_there("SELECT current_database()");
  for (const std::string_view set :
       {"datestyle = 'SQL, DMY'", "intervalstyle = 'sql_standard'", "bytea_output = 'escape'",
        "timezone = 'Asia/Kolkata'", "extra_float_digits = 0", "statement_timeout = '1h'"})
    remote.run_there(std::format("ALTER DATABASE {} SET {}", name, set));
}

TEST_CASE_METHOD(Remote, "every built-in type comes as it was, in binary form and in text") {
  run(built_in);
  run_there(built_in);
  run_there(built_in_rows);
  set_otherwise(*this);
  settle(*this);
  const bool text = GENERATE(false, true);
  // A domain is a type of each database's own.
  if (text) run("CREATE DOMAIN positive AS int CHECK (VALUE > 0); ALTER TABLE t ALTER id TYPE positive");
  const bool filled = GENERATE(false, true);
  if (filled) run("INSERT INTO t (id) VALUES (3)");
  CHECK(load(table("t")).counts.read == 3);
  CHECK(value(image) == value_there(image));
}

TEST_CASE_METHOD(Remote, "types of a database's own go by their names") {
  const std::string_view types = R"(
    CREATE TYPE mood AS ENUM ('sad', 'ok "quoted"', 'happy'); CREATE TYPE pair AS (a int, b text);
    CREATE DOMAIN code AS text CHECK (VALUE ~ '^[A-Z]'); CREATE DOMAIN codes AS code[];
    CREATE TYPE floats AS RANGE (subtype = float8);)";
  const std::string_view made =
      "CREATE TABLE t(id int PRIMARY KEY, m mood, ms mood[], p pair, ps pair[], c code, cs codes, r floats, o "
      "regclass)";
  run("CREATE TYPE elsewhere AS ENUM ('other numbers')");
  run(types);
  run(made);
  run_there(types);
  run_there(made);
  run_there(R"sql(INSERT INTO t VALUES
    (1, 'happy', '{sad,NULL,"ok \"quoted\""}', '(1,"a,b")', '{"(1,x)",NULL,"(,)"}', 'Abc', '{A,B}', '[1.5,2.5]', 'pg_class'),
    (2, NULL, '{}', '(,)', NULL, NULL, NULL, 'empty', NULL))sql");
  CHECK(load(table("t")).counts.read == 2);
  CHECK(value(image) == value_there(image));
}

TEST_CASE_METHOD(Remote, "a value goes into a wider type, and from a view's into a narrower one that holds it") {
  run("CREATE TABLE t(id bigint PRIMARY KEY, n numeric(5,1), v varchar(3), d timestamptz)");
  run_there("CREATE TABLE t(id int, n float8, v text, d date); INSERT INTO t VALUES (1, 1.25, 'abc', '2026-11-21')");
  CHECK(load(table("t")).counts.inserted == 1);
  CHECK(value("SELECT n || v FROM t") == "1.3abc");
  run_there("UPDATE t SET v = 'abcd'");
  const core::Error error = refusal(from({table("t")}));
  CHECK(error.where.ends_with(": row 1, column v"));
  CHECK(error.message.starts_with("\"abcd\""));
}

TEST_CASE_METHOD(Remote, "identities, serials and their sequences") {
  const std::string_view made =
      "CREATE TABLE t(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s serial, g int GENERATED ALWAYS AS (s + 1) "
      "STORED)";
  run(made);
  run_there(made);
  run_there("INSERT INTO t DEFAULT VALUES; INSERT INTO t DEFAULT VALUES; INSERT INTO t DEFAULT VALUES");
  CHECK(load(table("t")).counts.inserted == 3);
  run("INSERT INTO t DEFAULT VALUES");
  CHECK(value("SELECT string_agg(id || '/' || s || '/' || g, ' ' ORDER BY id) FROM t") == "1/1/2 2/2/3 3/3/4 4/4/5");
}

TEST_CASE_METHOD(Remote, "a row larger than the buffers, and a table without rows") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text); CREATE TABLE none(id int PRIMARY KEY)");
  run_there(
      "CREATE TABLE none(id int); CREATE TABLE t(id int, v text); INSERT INTO t SELECT i, repeat(md5(i::text), "
      "100000) FROM generate_series(1, 3) i");
  const bool filled = GENERATE(false, true);
  if (filled) run("INSERT INTO t VALUES (2, 'old')");
  CHECK(bring(from({table("t"), table("none")}), {}).has_value());
  CHECK(value("SELECT md5(string_agg(v, '' ORDER BY id)) FROM t") ==
        value_there("SELECT md5(string_agg(v, '' ORDER BY id)) FROM t"));
  CHECK(bring(from({table("none")}), {}).value().front().action == Action::unchanged);
}

}  // namespace
}  // namespace chandler::dataset
