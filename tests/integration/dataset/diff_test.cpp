#include <string>
#include <vector>

#include "dataset/diff/sample.hpp"
#include "tests/integration/dataset/fixture.hpp"

namespace chandler::dataset {
namespace {

class Diff : public Fixture {
 public:
  std::vector<std::string> diff(Options how, std::size_t wanted = 10) {
    how.dry_run = true;
    how.sample = wanted;
    const auto results = bring(how, {});
    if (!results) FAIL(core::describe(results.error()));
    std::vector<std::string> lines;
    for (const RowChange& change : results->front().changes) lines.push_back(line_of(change));
    return lines;
  }
  Options refresh() const {
    Options how = options();
    how.purpose = Purpose::refresh;
    how.policy.delete_vanished = true;
    return how;
  }
};

using Lines = std::vector<std::string>;

TEST_CASE_METHOD(Diff, "a dry run shows the rows that would change, as they are and as they would be") {
  run("CREATE TABLE dish(id int PRIMARY KEY, name text, price numeric(6,2))");
  run("INSERT INTO dish VALUES (1, 'soup', 3.5), (2, 'cake', 4), (3, 'tea', NULL), (9, 'old', 1)");
  write("dish.csv", "id,name,price\n1,soup,3.50\n2,\"cake\n of today\",\n3,tea,1.20\n4,pie,5\n");
  CHECK(diff(refresh()) == Lines{R"(~ line 3: id="2": name "cake" -> "cake\n of today", price "4.00" -> NULL)",
                                 R"(~ line 5: id="3": price NULL -> "1.20")",
                                 R"(+ line 6: id="4", name="pie", price="5.00")",
                                 R"(- id="9", name="old", price="1.00")"});
  CHECK(value("SELECT string_agg(name, ',' ORDER BY id) FROM dish") == "soup,cake,tea,old");
  CHECK(value("SELECT to_regclass('chandler.dataset_load')") == "NULL");
}

TEST_CASE_METHOD(Diff, "no more rows are shown than asked for") {
  run("CREATE TABLE dish(id int PRIMARY KEY, name text); INSERT INTO dish VALUES (7, 'a'), (8, 'b'), (9, 'c')");
  write("dish.csv", "id,name\n1,soup\n2,cake\n3,tea\n");
  const auto lines = diff(refresh(), 2);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == R"(+ line 2: id="1", name="soup")");
  CHECK(lines[1] == R"(+ line 3: id="2", name="cake")");
  CHECK(lines[2].starts_with("- id="));
}

TEST_CASE_METHOD(Diff, "an empty table and one without a key show the rows that would go in") {
  run("CREATE TABLE dish(id int PRIMARY KEY, name text)");
  write("dish.json", R"([{"id": 1, "name": "soup"}])");
  CHECK(diff(options()) == Lines{R"(+ element 1: id="1", name="soup")"});
  run("ALTER TABLE dish DROP CONSTRAINT dish_pkey");
  CHECK(diff(options()) == Lines{R"(+ element 1: id="1", name="soup")"});
}

TEST_CASE_METHOD(Diff, "values of secret columns are not shown") {
  run("CREATE TABLE account(id int PRIMARY KEY, token text); INSERT INTO account VALUES (1, 'hush')");
  write("account.csv", "id,token\n1,hash\n2,hish\n");
  write(
      "load.yaml",
      "version: 1\ndata_sets:\n  - file: account.csv\n    columns:\n      - {from: token, to: token, secret: true}\n");
  CHECK(diff(options()) ==
        Lines{R"(~ line 2: id="1": token (secret) -> (secret))", R"(+ line 3: id="2", token=(secret))"});
}

TEST_CASE_METHOD(Diff, "a swap compares nothing and says so") {
  run("CREATE TABLE dish(id int PRIMARY KEY)");
  write("dish.csv", "id\n1\n");
  Options how = refresh();
  how.policy.mode = Mode::swap;
  how.policy.delete_vanished = false;
  how.dry_run = true;
  how.sample = 3;
  const auto refused = bring(how, {});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == "refresh.no_diff");
}

}  // namespace
}  // namespace chandler::dataset
