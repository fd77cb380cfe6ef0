#include "platform/process/one_shot.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace chandler::platform {
namespace {

namespace fs = std::filesystem;

class TemporaryFile {
 public:
  TemporaryFile() {
    std::string name = (fs::temp_directory_path() / "chandler-report-XXXXXX").string();
    close(mkstemp(name.data()));
    path_ = name;
  }
  ~TemporaryFile() { fs::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::string path() const { return path_.string(); }
  std::string text() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  fs::path path_;
};

TEST_CASE("the report replaces what the file held, and the exit code is the outcome's") {
  const TemporaryFile file;
  std::ofstream(file.path()) << std::string(5'000, 'x');
  core::Report report{.tool = "migrate", .outcome = core::Outcome::could_not};
  report.error = core::Error{.outcome = report.outcome, .code = "database.unreachable", .message = "away"};
  CHECK(finish(report, {{"applied", 3}}, {file.path()}) == 1);
  const auto parsed = nlohmann::json::parse(file.text());
  CHECK(parsed.at("outcome") == "could_not");
  CHECK(parsed.at("applied") == 3);
  CHECK(parsed.at("error").at("code") == "database.unreachable");
}

TEST_CASE("a report file that cannot be written does not change the exit code") {
  CHECK(finish({.tool = "load"}, nlohmann::ordered_json::object(), {"/no/such/folder/report.json"}) == 0);
}

}  // namespace
}  // namespace chandler::platform
