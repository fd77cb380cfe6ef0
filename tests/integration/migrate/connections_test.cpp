#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <pwd.h>
#include <unistd.h>

#include "tests/integration/migrate/database.hpp"
#include "tests/integration/migrate/program.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/postgres_server.hpp"

namespace chandler::migrate {
namespace {

namespace fs = std::filesystem;
using tests::Database;
using tests::PostgresServer;
using tests::Program;

const TemporaryFolder& one_file() {
  static const TemporaryFolder folder({{"1_a.up.sql", "CREATE TABLE a(x int);"}});
  return folder;
}

struct Ended {
  int code;
  std::string output;
};

Ended run(const std::string& uri, const std::vector<std::string>& more = {}) {
  Program program(one_file().path(), uri, more);
  const int code = program.wait();
  return {code, program.output()};
}

// An environment variable of this process, and so of the programs it starts.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  Variable(Variable&&) = delete;
  Variable& operator=(Variable&&) = delete;

 private:
  const char* name_;
};

void shell(const std::string& command) {
  INFO(command);
  REQUIRE(std::system(command.c_str()) == 0);
}

void give_to_server(const fs::path& path) {
  if (geteuid() != 0) return;
  const passwd* user = getpwnam("postgres");
  REQUIRE(user != nullptr);
  REQUIRE(chown(path.c_str(), user->pw_uid, user->pw_gid) == 0);
}

std::string name_of(const Database& database) {
  return database.settings().parameters.at("dbname");
}

TEST_CASE("PG* variables stand for the address") {
  Database database;
  const Variable host("PGHOST", "127.0.0.1");
  const Variable port("PGPORT", std::to_string(PostgresServer::shared().port()));
  const Variable user("PGUSER", "postgres");
  const Variable name("PGDATABASE", name_of(database));
  const Ended ended = run("");
  INFO(ended.output);
  CHECK(ended.code == 0);
  CHECK(database.value("SELECT to_regclass('a') IS NOT NULL") == "t");
}

TEST_CASE("a service file stands for the address") {
  Database database;
  const TemporaryFolder folder({{"services", std::format("[menu]\nhost=127.0.0.1\nport={}\nuser=postgres\ndbname={}\n",
                                                         PostgresServer::shared().port(), name_of(database))}});
  const Variable file("PGSERVICEFILE", (folder.path() / "services").string());
  const Ended ended = run("service=menu");
  INFO(ended.output);
  CHECK(ended.code == 0);
  CHECK(database.value("SELECT to_regclass('a') IS NOT NULL") == "t");
}

TEST_CASE("of several hosts the primary is taken, past one that is away and a read-only replica") {
  PostgresServer replica({"default_transaction_read_only = on"});
  Database database;
  const std::string hosts = std::format("postgresql://postgres@127.0.0.1:1,127.0.0.1:{},127.0.0.1:{}/{}",
                                        replica.port(), PostgresServer::shared().port(), name_of(database));
  {
    auto admin = platform::postgres::Session::connect(replica.settings("postgres"), {}, {});
    REQUIRE(admin.has_value());
    REQUIRE(admin->run("SET default_transaction_read_only = off").has_value());
    REQUIRE(admin->run("CREATE DATABASE " + name_of(database)).has_value());
  }
  const Ended refused = run(hosts);
  CHECK(refused.code == 2);
  CHECK(refused.output.contains("database.read_only"));
  CHECK(refused.output.contains("target_session_attrs=read-write"));
  const Ended ended = run(hosts + "?target_session_attrs=read-write");
  INFO(ended.output);
  CHECK(ended.code == 0);
  CHECK(database.value("SELECT to_regclass('a') IS NOT NULL") == "t");
}

TEST_CASE("an unknown host, a missing right and a wrong password are told in the server's words") {
  const Ended unknown = run("postgresql://app:hunter2@no-such-host.invalid/menu");
  CHECK(unknown.code == 1);
  CHECK(unknown.output.contains("could not translate host name"));
  CHECK_FALSE(unknown.output.contains("hunter2"));
  Database database;
  database.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC");  // the default since 15
  database.run("DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  const Ended right = run(
      std::format("postgresql://reader:hunter2@127.0.0.1:{}/{}", PostgresServer::shared().port(), name_of(database)));
  CHECK(right.code == 2);
  CHECK(right.output.contains("permission denied for schema public"));
  CHECK(right.output.contains("42501"));
  CHECK_FALSE(right.output.contains("hunter2"));
}

TEST_CASE("IPv6, where the machine has it") {
  PostgresServer server({"listen_addresses = '127.0.0.1, ::1'"});
  std::ofstream(server.folder() / "data" / "pg_hba.conf")
      << "host all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n";
  server.stop();
  server.start();
  auto probe = platform::postgres::Session::connect(
      {{{"host", "::1"}, {"port", std::to_string(server.port())}, {"user", "postgres"}, {"dbname", "postgres"}}}, {},
      {});
  if (!probe) SKIP("no IPv6 loopback: " << probe.error().message);
  const Ended ended = run(std::format("postgresql://postgres@[::1]:{}/postgres", server.port()));
  INFO(ended.output);
  CHECK(ended.code == 0);
}

TEST_CASE("verify-full with an authority of one's own, and SCRAM") {
  PostgresServer server({"password_encryption = 'scram-sha-256'"});
  const fs::path data = server.folder() / "data";
  const std::string f = server.folder().string();
  shell(std::format(
      "cd {0} && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=authority "
      "-keyout ca.key -out ca.crt 2>/dev/null && "
      "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout data/server.key "
      "-out server.csr 2>/dev/null && printf 'subjectAltName=DNS:localhost\n' >ext && "
      "openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile ext "
      "-out data/server.crt 2>/dev/null && chmod 600 data/server.key",
      f));
  give_to_server(data / "server.key");
  give_to_server(data / "server.crt");
  {
    auto admin = platform::postgres::Session::connect(server.settings("postgres"), {}, {});
    REQUIRE(admin.has_value());
    REQUIRE(admin->run("CREATE ROLE app LOGIN SUPERUSER PASSWORD 'right'").has_value());
  }
  std::ofstream(data / "postgresql.conf", std::ios::app) << "ssl = on\n";
  std::ofstream(data / "pg_hba.conf")
      << "hostssl all app 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n";
  server.stop();
  server.start();
  const auto uri = [&](std::string_view host, std::string_view more) {
    return std::format("postgresql://app:right@{}:{}/postgres?hostaddr=127.0.0.1&sslmode=verify-full{}", host,
                       server.port(), more);
  };
  const std::string authority = "&sslrootcert=" + f + "/ca.crt";
  const Ended stranger = run(uri("elsewhere", authority));
  CHECK(stranger.code != 0);
  CHECK(stranger.output.contains("does not match host name"));
  const Ended plain = run(std::format("postgresql://app:right@127.0.0.1:{}/postgres?sslmode=disable", server.port()));
  CHECK(plain.code == 2);
  CHECK(plain.output.contains("no pg_hba.conf entry"));
  const Ended ended = run(uri("localhost", authority));
  INFO(ended.output);
  CHECK(ended.code == 0);
  CHECK_FALSE(ended.output.contains("right"));
}

int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  REQUIRE(bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(fd);
  return ntohs(address.sin_port);
}

// PgBouncer on a free port before the shared server; gone with the object.
class PgBouncer {
 public:
  explicit PgBouncer(const std::string& mode) : folder_({}) {
    const std::string program = "/usr/sbin/pgbouncer";
    if (!fs::exists(program)) return;
    const std::string f = folder_.path().string();
    std::ofstream(folder_.path() / "users") << "\"postgres\" \"\"\n";
    // Another program may take the port between the look and the start.
    for (int attempt = 0; attempt < 5 && !runs(); ++attempt) {
      port_ = free_port();
      std::ofstream(folder_.path() / "ini") << std::format(
          "[databases]\n* = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={}\n"
          "auth_type=trust\nauth_file={}/users\npool_mode={}\npidfile={}/pid\nlogfile={}/log\nunix_socket_dir=\n"
          "default_pool_size=20\n",
          PostgresServer::shared().port(), port_, f, mode, f, f);
      shell(std::format("chmod -R a+rwX {}", f));
      if (std::system(start_command(program).c_str()) == 0) tests::eventually([&] { return runs(); });
    }
    REQUIRE(runs());
  }
  ~PgBouncer() {
    if (pid_file_exists()) (void)!std::system(("kill -INT $(cat " + (folder_.path() / "pid").string() + ")").c_str());
  }
  PgBouncer(const PgBouncer&) = delete;
  PgBouncer& operator=(const PgBouncer&) = delete;
  PgBouncer(PgBouncer&&) = delete;
  PgBouncer& operator=(PgBouncer&&) = delete;

  bool runs() const { return pid_file_exists(); }
  std::string uri(const Database& database) const {
    return std::format("postgresql://postgres@127.0.0.1:{}/{}", port_, name_of(database));
  }

 private:
  bool pid_file_exists() const {
    return fs::exists(folder_.path() / "pid") && fs::file_size(folder_.path() / "pid") > 0;
  }
  std::string start_command(const std::string& program) const {
    const std::string user = geteuid() == 0 ? "--user postgres " : "";
    return std::format("{} -q -d {}{}/ini", program, user, folder_.path().string());
  }

  TemporaryFolder folder_;
  int port_ = 0;
};

TEST_CASE("PgBouncer in transaction mode is refused with the remedy, in session mode it is fine") {
  Database database;
  {
    const PgBouncer transaction("transaction");
    if (!transaction.runs()) SKIP("no /usr/sbin/pgbouncer here");
    const Ended refused = run(transaction.uri(database));
    INFO(refused.output);
    CHECK(refused.code == 2);
    CHECK(refused.output.contains("database.pooled"));
    CHECK(refused.output.contains("pool_mode = session"));
    CHECK(database.value("SELECT to_regclass('a') IS NULL") == "t");
    CHECK(run(database.uri()).code == 0);
    // Nothing pending needs no lock.
    CHECK(run(transaction.uri(database)).code == 0);
  }
  Database other;
  const PgBouncer session("session");
  const Ended ended = run(session.uri(other));
  INFO(ended.output);
  CHECK(ended.code == 0);
  CHECK(other.value("SELECT version FROM schema_migrations") == "1");
}

}  // namespace
}  // namespace chandler::migrate
