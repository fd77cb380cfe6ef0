#include "tests/support/postgres_server.hpp"

#include <cerrno>
#include <cstdlib>
#include <format>
#include <fstream>
#include <ranges>
#include <stdexcept>
#include <sys/wait.h>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <spawn.h>
#include <unistd.h>

#include "platform/postgres/session.hpp"
#include "tests/support/free_port.hpp"

namespace chandler::tests {
namespace {

namespace fs = std::filesystem;

// PostgreSQL refuses to run as root, so its programs run as the user of Debian's package.
int run(const std::vector<std::string>& words, const fs::path& output) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const int log = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (log < 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) _exit(126);
    if (geteuid() == 0) {
      const passwd* user = getpwnam("postgres");
      if (user == nullptr || setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
        _exit(126);
    }
    // A test program ignores nothing that the server would inherit.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    unsetenv("PGDATA");
    setenv("LC_ALL", "C.UTF-8", 1);
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void must_run(const std::vector<std::string>& words, const fs::path& log) {
  if (run(words, log) == 0) return;
  std::ifstream in(log);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  throw std::runtime_error(std::format("{} failed:\n{}", words.front(), text));
}

fs::path make_folder() {
  std::string name = (fs::temp_directory_path() / "chandler-postgres-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (user == nullptr || chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
      throw std::runtime_error("no user postgres: install postgresql-17");
    }
  }
  return name;
}

}  // namespace

// Of CHANDLER_TEST_POSTGRES_BIN, or else of the newest major version that is installed the Debian way.
fs::path PostgresServer::program(const std::string& name) {
  if (const char* folder = std::getenv("CHANDLER_TEST_POSTGRES_BIN")) return fs::path(folder) / name;
  fs::path best;
  int best_version = 0;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql")) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version > best_version && fs::exists(entry.path() / "bin" / name)) {
      best = entry.path() / "bin" / name;
      best_version = version;
    }
  }
  if (best.empty()) throw std::runtime_error("no PostgreSQL server under /usr/lib/postgresql: install postgresql-17");
  return best;
}

PostgresServer::PostgresServer(const std::vector<std::string>& settings, const std::vector<std::string>& initdb)
    : folder_(make_folder()), port_(free_port()) {
  std::vector<std::string> words{program("initdb"),     "--pgdata=" + (folder_ / "data").string(),
                                 "--username=postgres", "--auth=trust",
                                 "--no-sync",           "--encoding=UTF8"};
  words.insert(words.end(), initdb.begin(), initdb.end());
  must_run(words, folder_ / "initdb.log");
  configure(settings);
  start();
}

PostgresServer::PostgresServer(StandbyOf of) : folder_(make_folder()), port_(free_port()) {
  must_run({program("pg_basebackup"), "--pgdata=" + (folder_ / "data").string(), "--write-recovery-conf", "--no-sync",
            "--checkpoint=fast", "--dbname=" + of.primary.uri("postgres")},
           folder_ / "pg_basebackup.log");
  configure({});
  start();
}

// Later lines win: a standby brings those of its primary.
void PostgresServer::configure(const std::vector<std::string>& settings) {
  std::ofstream conf(folder_ / "data" / "postgresql.conf", std::ios::app);
  conf << "listen_addresses = '127.0.0.1'\nport = " << port_ << "\nunix_socket_directories = '" << folder_.string()
       << "'\nfsync = off\nmax_connections = 200\n";
  for (const std::string& line : settings) conf << line << '\n';
}

PostgresServer::~PostgresServer() {
  run({program("pg_ctl"), "--pgdata=" + (folder_ / "data").string(), "--mode=immediate", "--wait", "stop"},
      folder_ / "pg_ctl.log");
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

void PostgresServer::start() {
  must_run({program("pg_ctl"), "--pgdata=" + (folder_ / "data").string(), "--wait", "--timeout=60",
            "--log=" + (folder_ / "server.log").string(), "start"},
           folder_ / "pg_ctl.log");
}

void PostgresServer::stop(const std::string& mode) {
  must_run({program("pg_ctl"), "--pgdata=" + (folder_ / "data").string(), "--mode=" + mode, "--wait", "stop"},
           folder_ / "pg_ctl.log");
}

platform::postgres::ConnectionSettings PostgresServer::settings(const std::string& database) const {
  return {{{"host", "127.0.0.1"}, {"port", std::to_string(port_)}, {"user", "postgres"}, {"dbname", database}}};
}

std::string PostgresServer::uri(const std::string& database) const {
  return std::format("postgresql://postgres@127.0.0.1:{}/{}", port_, database);
}

platform::postgres::ConnectionSettings PostgresServer::new_database() {
  const std::string name = std::format("test_{}_{}", getpid(), ++databases_);
  auto session = platform::postgres::Session::connect(settings("postgres"), {}, {});
  if (!session) throw std::runtime_error(session.error().message);
  if (auto made = session->run("CREATE DATABASE " + name); !made) throw std::runtime_error(made.error().message);
  return settings(name);
}

}  // namespace chandler::tests
