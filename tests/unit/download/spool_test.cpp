#include "dataset/download/spool.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <sys/resource.h>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::dataset {
namespace {

std::string read(const std::filesystem::path& path) {
  auto reader = FileReader::open(path).value();
  std::string text;
  for (auto piece = reader.read().value(); !piece.empty(); piece = reader.read().value()) text += piece;
  return text;
}

// No file of this process may grow beyond so many bytes: what a full disk does.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  FileSizeLimit(FileSizeLimit&&) = delete;
  FileSizeLimit& operator=(FileSizeLimit&&) = delete;

 private:
  rlimit before_{};
};

TEST_CASE("a spool can be read again and again, and leaves nothing in its folder") {
  const tests::TemporaryFolder folder;
  Spool spool = Spool::make(folder.path()).value();
  REQUIRE(spool.append("hello "));
  REQUIRE(spool.append("world"));
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(spool.size() == 11);
  const Spool moved = std::move(spool);
  CHECK(read(moved.path()) == "hello world");
  CHECK(read(moved.path()) == "hello world");
  CHECK(std::filesystem::is_regular_file(moved.path()));
}

TEST_CASE("a spool that starts anew forgets what it held") {
  const tests::TemporaryFolder folder;
  Spool spool = Spool::make(folder.path()).value();
  REQUIRE(spool.append("a longer text"));
  REQUIRE(spool.clear());
  REQUIRE(spool.append("abc"));
  CHECK(read(spool.path()) == "abc");
  CHECK(spool.hash() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, B.1
}

TEST_CASE("a folder that cannot be written is named") {
  const tests::TemporaryFolder folder;
  const auto spool = Spool::make(folder.path() / "missing");
  REQUIRE_FALSE(spool.has_value());
  CHECK(spool.error().code == "load.unwritable");
  CHECK(spool.error().where == (folder.path() / "missing").string());
  CHECK(spool.error().hint.contains("TMPDIR"));
}

TEST_CASE("a disk without room is no problem of the data, and is named with what was written") {
  const tests::TemporaryFolder folder;
  Spool spool = Spool::make(folder.path()).value();
  const FileSizeLimit limit(1000);
  REQUIRE(spool.append(std::string(600, 'x')));
  const auto full = spool.append(std::string(600, 'x'));
  REQUIRE_FALSE(full.has_value());
  CHECK(full.error().outcome == core::Outcome::could_not);
  CHECK(full.error().code == "load.disk_full");
  CHECK(full.error().message.starts_with("no room for the download after 1000 bytes: "));
  CHECK(full.error().where == folder.path().string());
}

}  // namespace
}  // namespace chandler::dataset
