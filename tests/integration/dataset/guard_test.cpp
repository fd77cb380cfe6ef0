#include <format>

#include "tests/integration/dataset/fixture.hpp"
#include "tests/support/scripted_server.hpp"

namespace chandler::dataset {
namespace {

using tests::ScriptedServer;

class Guarded : public Fixture {
 public:
  core::Expected<std::vector<DataSetResult>> refresh(const Guards& guards, Mode mode = Mode::merge) const {
    return refresh_from({folder().string()}, guards, mode);
  }
  core::Expected<std::vector<DataSetResult>> refresh_from(std::vector<std::string> sources, const Guards& guards,
                                                          Mode mode = Mode::merge) const {
    Options how = options();
    how.sources = std::move(sources);
    how.policy = {.mode = mode, .guards = guards};
    how.purpose = Purpose::refresh;
    return bring(how, {});
  }
};

constexpr Guards strict{.columns_may_go = false, .older_allowed = false};

TEST_CASE_METHOD(Guarded, "a source that lost a column is refused, by its name, in every mode") {
  run("CREATE TABLE t(id int PRIMARY KEY, v text, \"a b\" text, gone text)");
  write("t.csv", "id,v,a b,gone\n1,a,b,c\n");
  REQUIRE(refresh(strict).has_value());
  write("t.csv", "id,v\n1,z\n");
  for (const Mode mode : {Mode::merge, Mode::swap, Mode::append}) {
    const auto refused = refresh(strict, mode);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "refresh.columns_gone");
    CHECK(refused.error().outcome == core::Outcome::problem);
    CHECK(
        refused.error().message.contains("2 columns when the table was last brought, and has them no more: a b, gone"));
    CHECK(refused.error().hint.contains("--allow-missing-columns"));
    CHECK(value("SELECT v || \"a b\" || gone FROM t") == "abc");
  }
  SECTION("unless that is allowed") {
    CHECK(refresh({.columns_may_go = true, .older_allowed = false}).has_value());
    CHECK(value("SELECT v || \"a b\" || gone FROM t") == "zbc");
    write("t.csv", "id,v\n1,y\n");
    CHECK(refresh(strict).has_value());  // by then the source has these columns
  }
  SECTION("or the table has it no more, either") {
    run("ALTER TABLE t DROP COLUMN gone, DROP COLUMN \"a b\"");
    CHECK(refresh(strict).has_value());
  }
  SECTION("a swap in between does not make it forget") {
    write("t.csv", "id,v,a b,gone\n1,a,b,c\n2,a,b,c\n");
    REQUIRE(refresh(strict, Mode::swap).has_value());
    write("t.csv", "id,v,a b\n1,z,z\n");
    CHECK(
        refresh(strict).error().message.contains("1 column when the table was last brought, and has it no more: gone"));
  }
}

TEST_CASE_METHOD(Guarded, "a version that its server says is older than what is loaded is refused") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  std::string modified = "Sat, 21 Nov 2026 10:00:00 GMT";
  std::string content = "id\n1\n2\n";
  ScriptedServer server([&](const ScriptedServer::Peer& peer) {
    peer.read_head();
    peer.send(std::format("HTTP/1.1 200 OK\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{}",
                          modified.empty() ? "" : "Last-Modified: " + modified + "\r\n", content.size(), content));
  });
  const std::string address = std::format("http://127.0.0.1:{}/t.csv", server.port());
  REQUIRE(refresh_from({address}, strict).has_value());
  content = "id\n7\n";
  modified = "Fri, 20 Nov 2026 10:00:00 GMT";
  const auto refused = refresh_from({address}, strict);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "refresh.older_source");
  CHECK(refused.error().message.contains("Fri, 20 Nov 2026 10:00:00 GMT"));
  CHECK(value("SELECT count(*) FROM t") == "2");
  SECTION("unless that is allowed") {
    CHECK(refresh_from({address}, {.columns_may_go = false, .older_allowed = true}).has_value());
  }
  SECTION("a server that says no date is taken at its word") {
    modified.clear();
    CHECK(refresh_from({address}, strict).has_value());
  }
  SECTION("a newer one is taken") {
    modified = "Sat, 21 Nov 2026 10:00:01 GMT";
    CHECK(refresh_from({address}, strict).has_value());
  }
  SECTION("another address is not compared") {
    CHECK(refresh_from({address + "?mirror=2"}, strict).has_value());
  }
}

TEST_CASE_METHOD(Guarded, "a dry run without a ledger has nothing to compare with") {
  run("CREATE TABLE t(id int PRIMARY KEY)");
  write("t.csv", "id\n1\n");
  Options how = options();
  how.policy.guards = strict;
  how.purpose = Purpose::refresh;
  how.dry_run = true;
  CHECK(bring(how, {}).has_value());
}

}  // namespace
}  // namespace chandler::dataset
