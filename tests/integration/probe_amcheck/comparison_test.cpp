#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>

#include "tests/integration/probe_amcheck/damaged.hpp"

namespace chandler::tests {
namespace {

using probe::Severity;

// A table that is large enough for several connections to share its primary key, every tenth number of which is there.
struct Shared : Damaged {
  Shared() {
    sql("CREATE TABLE large (id int PRIMARY KEY, filler text); "
        "INSERT INTO large SELECT i * 10, repeat('x', 90) FROM generate_series(1, 500000) i");
    sql("VACUUM (FREEZE, ANALYZE) large");
    sql("ALTER SYSTEM SET log_statement = 'all'");
    sql("SELECT pg_reload_conf()");
  }

  Probed by_two() {
    probe::RunOptions options = options_for(server().settings("postgres"), "amcheck");
    options.check_options.jobs = 2;
    return probe_by(options);
  }

  std::string log() {
    std::ifstream in(server().folder() / "server.log");
    return {(std::istreambuf_iterator<char>(in)), {}};
  }
};

// The fourth tuple of the second leaf, behind its high key: 6 bytes of the row's place, 2 of flags, then the key.
constexpr std::int64_t leaf = 2;

TEST_CASE("a large unique index that is sound is proved by sharing") {
  Shared server;
  const Probed probed = server.by_two();
  INFO(probed.text());
  CHECK(probed.verdict == Severity::ok);
  CHECK(probed.outcome.whole);
  const std::string log = server.log();
  CHECK(log.contains("pg_export_snapshot"));
  CHECK(log.contains("bit_xor(hashtidextended(ctid, 0)), 0) FROM ONLY public.large WHERE ctid >= '(0,0)'"));
  CHECK(log.contains("heapallindexed => false"));
}

TEST_CASE("a shared index that lacks a row is named with the row") {
  Shared server;
  server.sql("UPDATE pg_index SET indisready = false WHERE indexrelid = 'large_pkey'::regclass");
  server.sql("INSERT INTO large VALUES (5, 'missing')");
  server.sql("UPDATE pg_index SET indisready = true WHERE indexrelid = 'large_pkey'::regclass");
  const std::string block = server.sql("SELECT (ctid::text::point)[0]::int FROM large WHERE filler = 'missing'");
  const Probed probed = server.by_two();
  CHECK(std::to_string(
            figure(probed.one("amcheck.index_lacks_rows", "index public.large_pkey").figures, "table_block")) == block);
}

TEST_CASE("a shared index of which an entry has another key than its row is found, though its order is right") {
  Shared server;
  const std::int64_t at = server.tuple_at("large_pkey", leaf, 4);
  const std::string key =
      server.sql("CREATE EXTENSION pageinspect; SELECT data FROM bt_page_items('large_pkey', 2) WHERE itemoffset = 4");
  // The key's lowest byte, one more than it was.
  const auto lowest = static_cast<char>(std::stoi(key.substr(0, 2), nullptr, 16) + 1);
  server.write("large_pkey", leaf, at + 8, std::string(1, lowest));
  const Probed probed = server.by_two();
  probed.one("amcheck.index_lacks_rows", "index public.large_pkey");
  CHECK(probed.outcome.findings.size() == 1);
}

TEST_CASE("a shared index of which two entries lead to each other's row is found") {
  Shared server;
  const std::int64_t first = server.tuple_at("large_pkey", leaf, 4);
  const std::int64_t second = server.tuple_at("large_pkey", leaf, 5);
  server.sql("CREATE EXTENSION pageinspect");
  // The place's last two bytes are the row's offset in its block, which both have.
  const auto offset = [&](int item) {
    return std::stoi(
        server.sql("SELECT (ctid::text::point)[1]::int FROM bt_page_items('large_pkey', 2) WHERE itemoffset = " +
                   std::to_string(item)));
  };
  const auto bytes = [](int number) {
    return std::string{static_cast<char>(number & 0xff), static_cast<char>(number >> 8)};
  };
  const std::string fourth = bytes(offset(4));
  const std::string fifth = bytes(offset(5));
  server.write("large_pkey", leaf, first + 4, fifth);
  server.write("large_pkey", leaf, second + 4, fourth);
  CHECK(server.by_two().count("amcheck.index_lacks_rows") == 1);
}

}  // namespace
}  // namespace chandler::tests
