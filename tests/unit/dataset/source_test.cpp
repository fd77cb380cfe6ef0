#include "dataset/source/source.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::dataset {
namespace {

namespace fs = std::filesystem;

// Of files with a header alone.
class Folder : public tests::TemporaryFolder {
 public:
  void write(const std::string& name) const { TemporaryFolder::write(name, "id\n"); }
  std::vector<std::string> source() const { return {path().string()}; }
};

std::string code_of(const core::Expected<std::vector<SourceFile>>& listed) {
  return listed ? std::string("listed") : listed.error().code;
}

TEST_CASE("a ConfigMap's folder gives each file once") {
  const Folder folder;
  folder.write("..2026_11_21/b.csv");
  folder.write("..2026_11_21/a.csv");
  fs::create_directory_symlink("..2026_11_21", folder.path() / "..data");
  fs::create_symlink("..data/b.csv", folder.path() / "b.csv");
  fs::create_symlink("..data/a.csv", folder.path() / "a.csv");
  const auto files = list_sources(folder.source());
  REQUIRE(files.has_value());
  REQUIRE(files->size() == 2);
  CHECK((*files)[0].name == "a.csv");
  CHECK((*files)[1].name == "b.csv");
}

TEST_CASE("a missing or empty source is a problem, never nothing to do") {
  const Folder folder;
  CHECK(code_of(list_sources(folder.source())) == "load.source_empty");
  folder.write(".gitkeep");
  CHECK(code_of(list_sources(folder.source())) == "load.source_empty");
  const std::vector<std::string> missing{(folder.path() / "nowhere").string()};
  CHECK(code_of(list_sources(missing)) == "load.source_missing");
  fs::create_symlink("nothing.csv", folder.path() / "a.csv");
  CHECK(code_of(list_sources(folder.source())) == "load.source_missing");
}

TEST_CASE("what cannot be loaded is named, not passed over") {
  const Folder folder;
  folder.write("a.csv");
  SECTION("another kind of file") {
    folder.write("b.xml");
    CHECK(code_of(list_sources(folder.source())) == "load.unsupported");
  }
  SECTION("a description of another name") {
    folder.write("load.yml");
    CHECK(list_sources(folder.source()).error().message.contains("is named load.yaml"));
  }
  SECTION("a folder within") {
    folder.write("inner.csv/b.csv");
    CHECK(code_of(list_sources(folder.source())) == "load.unsupported");
  }
  SECTION("but a file system's own folder does not count") {
    fs::create_directory(folder.path() / "lost+found");
    CHECK(code_of(list_sources(folder.source())) == "listed");
  }
}

TEST_CASE("two files for one table are refused") {
  const Folder one;
  const Folder two;
  one.write("a.csv");
  two.write("a.csv");
  const std::vector<std::string> both{one.path().string(), two.path().string()};
  CHECK(code_of(list_sources(both)) == "load.duplicate_table");
}

TEST_CASE("a load.yaml gives the files their tables and formats, in its order") {
  const Folder folder;
  folder.write("a.csv");
  folder.write("dishes.txt");
  folder.TemporaryFolder::write("load.yaml",
                                "version: 1\ndata_sets:\n"
                                "  - {file: dishes.txt, table: menu.\"Dish\", format: tsv, quote: \"'\", null: NULL_}\n"
                                "  - {file: a.csv}\n");
  const auto files = list_sources(folder.source());
  if (!files) FAIL(core::describe(files.error()));
  REQUIRE(files->size() == 2);
  CHECK((*files)[0].table == TableName{"menu", "Dish"});
  CHECK((*files)[0].format == Format{.csv = {.delimiter = '\t', .quote = '\'', .escape = '\'', .null = "NULL_"}});
  CHECK((*files)[1].table == TableName{"", "a"});
  CHECK((*files)[1].format == Format{});
}

TEST_CASE("a load.yaml and its folder have to hold the same files") {
  const Folder folder;
  const auto refused = [&](const std::string& data_sets) {
    folder.TemporaryFolder::write("load.yaml", "version: 1\ndata_sets:\n" + data_sets);
    const auto files = list_sources(folder.source());
    REQUIRE_FALSE(files.has_value());
    CHECK(files.error().code == "load.bad_description");
    return core::describe(files.error());
  };
  folder.write("a.csv");
  folder.write("dishes.csv");
  CHECK(refused("  - file: a.csv\n").contains("load.yaml: the file dishes.csv lies beside it"));
  CHECK(refused("  - file: a.csv\n  - file: dishes.csv\n  - file: dish.csv\n")
            .contains(
                "load.yaml:5:5: there is no file dish.csv beside it. Nothing was loaded. Did you mean dishes.csv?"));
  CHECK(refused("  - file: a.csv\n  - {file: dishes.csv, table: 'a b'}\n")
            .contains("load.yaml:4:5: dishes.csv: a b is not a"));
  folder.write("a.txt");
  CHECK(
      refused("  - file: a.csv\n  - file: dishes.csv\n  - file: a.txt\n").contains("a.txt: this version loads files"));
}

TEST_CASE("the flag --table is for one file") {
  const Folder folder;
  folder.write("a.csv");
  const auto one = list_single(folder.source(), {"menu", "food"});
  REQUIRE(one.has_value());
  CHECK(one->front().table == TableName{"menu", "food"});
  folder.write("b.csv");
  CHECK(list_single(folder.source(), {"menu", "food"}).error().outcome == core::Outcome::usage);
}

}  // namespace
}  // namespace chandler::dataset
