#include "init/migrate/source/folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate {
namespace {

TEST_CASE("a folder lists its files and those below, sorted") {
  const TemporaryFolder folder({{"V2__b.sql", ""}, {"V1__a.sql", ""}, {"sub/deep/V3__c.sql", ""}});
  CHECK(folder.open().files() == std::vector<std::string>{"V1__a.sql", "V2__b.sql", "sub/deep/V3__c.sql"});
}

TEST_CASE("a ConfigMap's folder is read through its links, without its book-keeping") {
  const TemporaryFolder folder({{"..2026_11_21/V1__a.sql", "SELECT 1;"}});
  std::filesystem::create_directory_symlink("..2026_11_21", folder.path() / "..data");
  std::filesystem::create_symlink("..data/V1__a.sql", folder.path() / "V1__a.sql");
  const Folder open = folder.open();
  CHECK(open.files() == std::vector<std::string>{"V1__a.sql"});
  CHECK(**open.read("V1__a.sql") == "SELECT 1;");
}

TEST_CASE("a byte order mark is taken off") {
  const TemporaryFolder folder({{"a.sql", "\xEF\xBB\xBFSELECT 1;"}});
  CHECK(**folder.open().read("a.sql") == "SELECT 1;");
}

TEST_CASE("a file is read whole, and one that cannot be read is told so") {
  const std::string large(100'000, 'x');
  const TemporaryFolder folder({{"a.sql", large}, {"b.sql", ""}});
  std::filesystem::create_symlink("nowhere", folder.path() / "c.sql");
  const Folder open = folder.open();
  CHECK(**open.read("a.sql") == large);
  CHECK((**open.read("b.sql")).empty());
  const auto missing = open.read("c.sql");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == "source.unreadable");
  CHECK(missing.error().message.contains("No such file"));
}

TEST_CASE("a folder that is missing, empty or a file is a problem") {
  const TemporaryFolder folder;
  const auto empty = Folder::open(folder.path());
  REQUIRE_FALSE(empty.has_value());
  CHECK(empty.error().code == "source.empty");
  CHECK(empty.error().outcome == core::Outcome::problem);
  CHECK(Folder::open(folder.path() / "nowhere").error().code == "source.missing");
  folder.write("file", "");
  CHECK(Folder::open(folder.path() / "file").error().code == "source.missing");
}

TEST_CASE("links that lead in a circle end in an error") {
  const TemporaryFolder folder({{"a.sql", ""}});
  std::filesystem::create_directory_symlink(".", folder.path() / "loop");
  CHECK(Folder::open(folder.path()).error().code == "source.unreadable");
}

TEST_CASE("a big file is viewed in place, piece by piece the same bytes") {
  std::string text = "\xEF\xBB\xBF-- rows\n";
  for (int i = 0; text.size() < (3UZ << 20U); ++i) text += std::to_string(i) + ",";
  const TemporaryFolder files({{"1_big.up.sql", text}});
  const auto folder = Folder::open(files.path()).value();
  const std::string_view view = folder.view("1_big.up.sql").value();
  CHECK((view == std::string_view(text).substr(3)));
  std::string joined;
  folder.sweep(view, [&](std::string_view piece) { joined += piece; });
  CHECK((joined == view));
  folder.release(view);
  CHECK((view == joined));  // read again
}

TEST_CASE("a file that is gone is named, whatever its size would be") {
  const TemporaryFolder files({{"1_a.up.sql", "SELECT 1"}});
  const auto folder = Folder::open(files.path()).value();
  const auto gone = folder.view("2_b.up.sql");
  REQUIRE_FALSE(gone.has_value());
  CHECK(gone.error().code == "source.unreadable");
  CHECK(gone.error().message.contains("No such file"));
}

}  // namespace
}  // namespace chandler::migrate
