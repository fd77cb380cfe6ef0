#include "platform/process/program.hpp"

#include <csignal>

#include <catch2/catch_test_macros.hpp>
#include <pthread.h>

namespace chandler::platform {
namespace {

using namespace std::chrono_literals;

std::expected<Ended, std::string> shell(const std::string& script, ProgramOptions options = {}) {
  options.words = {"sh", "-c", script};
  return run_program(options, 30s, {});
}

}  // namespace

TEST_CASE("a program's output and exit code come back") {
  const auto ended = shell("echo out; echo errors >&2; exit 3", {.errors = ProgramOptions::Output::dropped});
  REQUIRE(ended);
  CHECK(ended->code == 3);
  CHECK(ended->output == "out\n");
  CHECK(shell("echo errors >&2", {.errors = ProgramOptions::Output::captured})->output == "errors\n");
  CHECK(shell("kill -TERM $$")->code == 128 + SIGTERM);
}

TEST_CASE("a program gets variables in the place of ours, and no input unless it takes ours") {
  CHECK(shell("echo $HOME", {.environment = {{"HOME", "/elsewhere"}}})->output == "/elsewhere\n");
  CHECK(shell("read -r line || echo none")->output == "none\n");
}

TEST_CASE("a program that is not there is an error for a person") {
  const auto missing = run_program({.words = {"no-such-program"}}, 30s, {});
  REQUIRE(!missing);
  CHECK(missing.error() == "cannot run no-such-program: No such file or directory");
}

TEST_CASE("a program that takes too long, or is not wanted any more, is ended") {
  CHECK(run_program({.words = {"sleep", "600"}}, 100ms, {}).error().contains("did not end within"));
  std::stop_source stop;
  stop.request_stop();
  CHECK(run_program({.words = {"sleep", "600"}}, 600s, stop.get_token()).error() == "stopped");
}

TEST_CASE("signals that we block end a program all the same") {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &set, &before);
  CHECK(shell("kill -TERM $$; echo survived")->output.empty());
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace chandler::platform
