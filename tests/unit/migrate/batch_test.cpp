#include "init/migrate/apply/batch.hpp"

#include <catch2/catch_test_macros.hpp>

#include "init/migrate/apply/failure.hpp"
#include "init/migrate/statements/position.hpp"

namespace chandler::migrate {
namespace {

using platform::postgres::ServerError;

const Wrapping wrapping{.prefix = "BEGIN;SET LOCAL x = 1;", .prefix_statements = 2, .suffix = "COMMIT"};

Script script(std::string text) {
  return analyse(std::move(text)).value();
}

TEST_CASE("a file without COPY is one text") {
  const Script file = script("SELECT 1;\nSELECT 2 -- end");
  const auto batches = make_batches(file, 0, 2, wrapping);
  REQUIRE(batches.size() == 1);
  CHECK(batches[0].text == "BEGIN;SET LOCAL x = 1;SELECT 1;\nSELECT 2 -- end\n;COMMIT");
}

TEST_CASE("an empty file still writes its row") {
  const Script file = script("-- nothing");
  const auto batches = make_batches(file, 0, 0, wrapping);
  REQUIRE(batches.size() == 1);
  CHECK(batches[0].text == "BEGIN;SET LOCAL x = 1;COMMIT");
}

TEST_CASE("rows of COPY end a text, and what follows is the next") {
  const Script file = script("SELECT 1;\nCOPY t FROM stdin;\n1\n\\.\nSELECT 2;\nCOPY t FROM stdin;\n2\n\\.\n");
  const auto batches = make_batches(file, 0, 4, wrapping);
  REQUIRE(batches.size() == 3);
  CHECK(batches[0].text == "BEGIN;SET LOCAL x = 1;SELECT 1;\nCOPY t FROM stdin;\n;");
  CHECK(batches[0].copy_data->of(file.text) == "1\n");
  CHECK(batches[1].text == "SELECT 2;\nCOPY t FROM stdin;\n;");
  CHECK(batches[2].text == "COMMIT");
}

TEST_CASE("the server's position is traced to the file") {
  const Script file = script("SELECT 'é';\nSELECT nowhere;\nSELECT 3;");
  const Batch batch = make_batches(file, 0, 3, wrapping).front();
  ServerError error;
  error.position = wrapping.prefix.size() + std::string_view("SELECT 'e';\nSELECT ").size() + 1;  // in characters
  const auto at = locate(error, batch, file);
  REQUIRE(at.has_value());
  CHECK(at->statement == 1);
  CHECK(place_of(file.text, at->byte) == Place{2, 8});
}

TEST_CASE("without a position the statements that ended tell which one failed") {
  const Script file = script("SELECT 1;\n  SELECT 1/0;\nSELECT 3;");
  const Batch batch = make_batches(file, 0, 3, wrapping).front();
  ServerError error;
  error.statements_done = 3;
  const auto at = locate(error, batch, file);
  REQUIRE(at.has_value());
  CHECK(at->statement == 1);
  CHECK(place_of(file.text, at->byte) == Place{2, 3});
  error.statements_done = 5;  // COMMIT
  CHECK_FALSE(locate(error, batch, file).has_value());
  error.statements_done = 1;  // SET LOCAL
  CHECK_FALSE(locate(error, batch, file).has_value());
}

TEST_CASE("a bad row of COPY is found by its line") {
  const Script file = script("COPY t FROM stdin;\n1\ntwo\n3\n\\.\n");
  const Batch batch = make_batches(file, 0, 1, wrapping).front();
  ServerError error;
  error.context = "COPY t, line 2, column a: \"two\"";
  const auto at = locate(error, batch, file);
  REQUIRE(at.has_value());
  CHECK(place_of(file.text, at->byte) == Place{3, 1});
}

}  // namespace
}  // namespace chandler::migrate
