#include "sql/batch.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "sql/failed_at.hpp"
#include "sql/position.hpp"

namespace chandler::sql {
namespace {

using platform::postgres::ServerError;

const Wrapping wrapping{.prefix = "BEGIN;SET LOCAL x = 1;", .prefix_statements = 2, .suffix = "COMMIT"};

// The text has to outlive the script.
Script script(std::string_view text) {
  return analyse(text).value();
}

std::vector<std::string> texts(const Script& file) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < batches_of(file, wrapping); ++i) out.push_back(make_batch(file, i, wrapping).text);
  return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("a file without COPY is one text") {
  CHECK(texts(script("SELECT 1;\nSELECT 2 -- end")) ==
        Texts{"BEGIN;SET LOCAL x = 1;SELECT 1;\nSELECT 2 -- end\n;COMMIT"});
}

TEST_CASE("an empty file still writes its row") {
  CHECK(texts(script("-- nothing")) == Texts{"BEGIN;SET LOCAL x = 1;COMMIT"});
}

TEST_CASE("a file's own COMMIT gives way to ours") {
  CHECK(texts(script("BEGIN; SELECT 1;\nCOMMIT;")) == Texts{"BEGIN;SET LOCAL x = 1;BEGIN; SELECT 1;\n\n;COMMIT"});
}

TEST_CASE("rows of COPY end a text, and what follows is the next") {
  const Script file = script("SELECT 1;\nCOPY t FROM stdin;\n1\n\\.\nSELECT 2;\nCOPY t FROM stdin;\n2\n\\.\n");
  CHECK(texts(file) ==
        Texts{"BEGIN;SET LOCAL x = 1;SELECT 1;\nCOPY t FROM stdin;\n;", "SELECT 2;\nCOPY t FROM stdin;\n;", "COMMIT"});
  CHECK(make_batch(file, 0, wrapping).copy_data->of(file.text) == "1\n");
  CHECK(make_batch(file, 1, wrapping).copy_data->of(file.text) == "2\n");
  CHECK_FALSE(make_batch(file, 2, wrapping).copy_data.has_value());
}

TEST_CASE("a big file is many texts that together are the file") {
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i) text += "INSERT INTO t VALUES (" + std::to_string(i) + ", 'a;''b');\n";
  const Script file = script(text);
  CHECK(file.pieces.size() > 4);
  std::string joined;
  for (const Piece& piece : file.pieces) {
    CHECK(piece.sql.size() < 300'000);
    joined += piece.whole.of(text);
  }
  CHECK((joined == text));
  CHECK(make_batch(file, file.pieces.size() - 1, wrapping).text.ends_with(";COMMIT"));
}

TEST_CASE("the server's position is traced to the file") {
  const Script file = script("SELECT 'é';\nSELECT nowhere;\nSELECT 3;");
  const Batch batch = make_batch(file, 0, wrapping);
  ServerError error;
  error.position = wrapping.prefix.size() + std::string_view("SELECT 'e';\nSELECT ").size() + 1;  // in characters
  const auto at = locate(error, batch, file.text);
  REQUIRE(at.has_value());
  CHECK(at->statement.of(file.text) == "SELECT nowhere;");
  CHECK(place_of(file.text, at->byte) == Place{2, 8});
}

TEST_CASE("without a position the statements that ended tell which one failed") {
  const Script file = script("SELECT 1;\n  SELECT 1/0;\nSELECT 3;");
  const Batch batch = make_batch(file, 0, wrapping);
  ServerError error;
  error.statements_done = 3;
  const auto at = locate(error, batch, file.text);
  REQUIRE(at.has_value());
  CHECK(at->statement.of(file.text) == "SELECT 1/0;");
  CHECK(place_of(file.text, at->byte) == Place{2, 3});
  error.statements_done = 5;  // COMMIT
  CHECK_FALSE(locate(error, batch, file.text).has_value());
  error.statements_done = 1;  // SET LOCAL
  CHECK_FALSE(locate(error, batch, file.text).has_value());
}

TEST_CASE("a bad row of COPY is found by its line") {
  const Script file = script("COPY t FROM stdin;\n1\ntwo\n3\n\\.\n");
  const Batch batch = make_batch(file, 0, wrapping);
  ServerError error;
  error.context = "COPY t, line 2, column a: \"two\"";
  const auto at = locate(error, batch, file.text);
  REQUIRE(at.has_value());
  CHECK(place_of(file.text, at->byte) == Place{3, 1});
}

}  // namespace
}  // namespace chandler::sql
