#include "platform/files/replace_file.hpp"

#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include "tests/support/temporary_folder.hpp"

namespace chandler::platform {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  return names;
}

TEST_CASE("a file is made, then replaced, and nothing else stays in its folder") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.prom";
  REQUIRE_FALSE(replace_file(file, "first\n"));
  REQUIRE_FALSE(replace_file(file, "second\n"));
  CHECK(content(file) == "second\n");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"metrics.prom"});
}

TEST_CASE("who has the old file open goes on reading the old one") {
  const tests::TemporaryFolder folder({{"a", "old and long"}});
  std::ifstream reader(folder.path() / "a", std::ios::binary);
  REQUIRE_FALSE(replace_file(folder.path() / "a", "new"));
  CHECK(std::string(std::istreambuf_iterator<char>(reader), {}) == "old and long");
}

// As on a full disk: the process may write no file of more than so many bytes.
TEST_CASE("where there is no room the old file stays, and nothing beside it") {
  const tests::TemporaryFolder folder({{"a", "old"}});
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    static constexpr rlimit limit{.rlim_cur = 4096, .rlim_max = 4096};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(1);
    const auto error = replace_file(folder.path() / "a", std::string(100'000, 'x'));
    _exit(error == std::errc::file_too_large ? 0 : 2);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(content(folder.path() / "a") == "old");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("a folder that is not there is an error, and so is a folder in the file's place") {
  const tests::TemporaryFolder folder({{"sub/file", "x"}});
  CHECK(replace_file(folder.path() / "none" / "a", "x") == std::errc::no_such_file_or_directory);
  CHECK(replace_file(folder.path() / "sub", "x") == std::errc::is_a_directory);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"sub"});
}

TEST_CASE("what a kill left is known by its name") {
  CHECK(is_left_over(".probe-1.json.0123abcd.new", "probe-"));
  CHECK_FALSE(is_left_over("probe-1.json", "probe-"));
  CHECK_FALSE(is_left_over(".probe-1.json", "probe-"));
  CHECK_FALSE(is_left_over(".other.0123abcd.new", "probe-"));
}

}  // namespace
}  // namespace chandler::platform
