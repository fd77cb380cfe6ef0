#include <catch2/catch_test_macros.hpp>

#include "dataset/csv/scanner.hpp"
#include "tests/unit/dataset/csv_records.hpp"

namespace chandler::dataset::csv {
namespace {

struct Accepted {
  const char* what;
  std::string file;
  std::vector<Record> records;
};

struct Refused {
  const char* what;
  std::string file;
  Defect defect;
};

TEST_CASE("records come with the line they begin on, and as they stand in the file") {
  const std::vector<Accepted> cases{
      {"plain rows", "a,b\n1,2\n3,4\n", {{2, 2, "1,2\n"}, {3, 3, "3,4\n"}}},
      {"the last line needs no end", "a,b\n1,2", {{2, 2, "1,2"}}},
      {"only a header", "a,b\n", {}},
      {"only a header, without a line end", "a,b", {}},
      {"a byte order mark",
       "\xEF\xBB\xBF"
       "a\n1\n",
       {{2, 2, "1\n"}}},
      {"CRLF", "a,b\r\n1,2\r\n3,4\r\n", {{2, 2, "1,2\r\n"}, {3, 3, "3,4\r\n"}}},
      {"CR alone", "a,b\r1,2\r3,4\r", {{2, 2, "1,2\r"}, {3, 3, "3,4\r"}}},
      {"a newline in quotes", "a,b\n1,\"x\ny\"\n2,z\n", {{2, 3, "1,\"x\ny\"\n"}, {4, 4, "2,z\n"}}},
      {"CRLF in quotes, where the server counts newlines only",
       "a\n\"x\r\ny\"\nz\n",
       {{2, 3, "\"x\r\ny\"\n"}, {4, 4, "z\n"}}},
      {"a lone CR in quotes is a line to an editor, not to the server",
       "a\n\"x\ry\"\nz\n",
       {{2, 2, "\"x\ry\"\n"}, {4, 3, "z\n"}}},
      {"LF in quotes of a CRLF file", "a\r\n\"x\ny\"\r\nz\r\n", {{2, 2, "\"x\ny\"\r\n"}, {4, 3, "z\r\n"}}},
      {"quotes within quotes", "a,b\n\"say \"\"hi\"\"\",2\n", {{2, 2, "\"say \"\"hi\"\"\",2\n"}}},
      {"a quote in the middle of a value starts quoting, as in PostgreSQL",
       "a,b\nx\"y,z\"w,2\n",
       {{2, 2, "x\"y,z\"w,2\n"}}},
      {"commas and line ends in quotes are data", "a,b\n\",\n,\",2\n", {{2, 3, "\",\n,\",2\n"}}},
      {"an empty line is one NULL for one column", "a\n\n1\n", {{2, 2, "\n"}, {3, 3, "1\n"}}},
      {"backslash and full stop are data", "a\n\\.\n1\n", {{2, 2, "\\.\n"}, {3, 3, "1\n"}}},
      {"a header of two lines", "\"a\nb\"\n1\n", {{3, 2, "1\n"}}},
      {"four-byte characters", "a\n\xF0\x9F\x8D\x95\n", {{2, 2, "\xF0\x9F\x8D\x95\n"}}},
  };
  for (const Accepted& test : cases) {
    INFO(test.what);
    const auto records = read_all(test.file, test.file.size() + 1);
    REQUIRE(records.has_value());
    REQUIRE(records->size() == test.records.size());
    for (std::size_t i = 0; i < records->size(); ++i) {
      CHECK((*records)[i].raw == test.records[i].raw);
      CHECK((*records)[i].line == test.records[i].line);
      CHECK((*records)[i].server_line == test.records[i].server_line);
    }
  }
}

TEST_CASE("a file that is no CSV is refused where the fault is") {
  const std::vector<Refused> cases{
      {"nothing", "", {.fault = Fault::empty, .line = 1}},
      {"only a byte order mark", "\xEF\xBB\xBF", {.fault = Fault::empty, .line = 1}},
      {"a value too many", "a,b\n1,2\n1,2,3\n", {.fault = Fault::column_count, .line = 3, .seen = 3, .expected = 2}},
      {"a value too few, in the last line",
       "a,b\n1",
       {.fault = Fault::column_count, .line = 2, .seen = 1, .expected = 2}},
      {"the row's first line is named",
       "a,b\n\"x\ny\"\n",
       {.fault = Fault::column_count, .line = 2, .seen = 1, .expected = 2}},
      {"an empty line", "a,b\n1,2\n\n", {.fault = Fault::column_count, .line = 3, .seen = 1, .expected = 2}},
      {"a quote that stays open, by the line that opens it",
       "a,b\n1,\"x\n2,y\n",
       {.fault = Fault::open_quote, .line = 2, .field = 2}},
      {"an open quote in the header", "a,\"b\n1,2\n", {.fault = Fault::open_quote, .line = 1}},
      {"a CR in a LF file", "a,b\n1,\r2\n", {.fault = Fault::bare_return, .line = 2, .field = 2}},
      {"a CRLF line in a LF file", "a,b\n1,2\r\n", {.fault = Fault::bare_return, .line = 2, .field = 2}},
      {"a LF line in a CRLF file", "a,b\r\n1,2\n", {.fault = Fault::bare_newline, .line = 2, .field = 2}},
      {"a LF line in a CR file", "a,b\r1,2\n", {.fault = Fault::bare_newline, .line = 2, .field = 2}},
      {"a CR at the very end of a CRLF file", "a\r\n1\r", {.fault = Fault::bare_return, .line = 2, .field = 1}},
      {"Latin-1", "a,b\n1,caf\xE9\n", {.fault = Fault::not_utf8, .line = 2, .field = 2, .seen = 0xE9}},
      {"Latin-1 behind a newline in quotes",
       "a,b\n1,\"\n\xE9\"\n",
       {.fault = Fault::not_utf8, .line = 3, .field = 2, .seen = 0xE9}},
      {"a character cut off by the end", "a\nx\xC3", {.fault = Fault::cut_character, .line = 2, .field = 1}},
      {"Latin-1 before a delimiter",
       "a,b\ncaf\xE9,1\n",
       {.fault = Fault::not_utf8, .line = 2, .field = 1, .seen = 0xE9}},
      {"a NUL byte", std::string("a\nx\0y\n", 6), {.fault = Fault::not_utf8, .line = 2, .field = 1}},
      {"Latin-1 in the header", "caf\xE9\n1\n", {.fault = Fault::not_utf8, .line = 1, .seen = 0xE9}},
      {"UTF-16",
       "\xFF\xFE"
       "a",
       {.fault = Fault::utf16, .line = 1}},
      {"UTF-16 without a mark", std::string("a\0,\0b\0", 6), {.fault = Fault::utf16, .line = 1}},
      {"UTF-32", std::string("\xFF\xFE\0\0a\0\0\0", 8), {.fault = Fault::utf32, .line = 1}},
  };
  for (const Refused& test : cases) {
    INFO(test.what);
    const auto records = read_all(test.file, test.file.size() + 1);
    REQUIRE_FALSE(records.has_value());
    CHECK(records.error().fault == test.defect.fault);
    CHECK(records.error().line == test.defect.line);
    CHECK(records.error().field == test.defect.field);
    CHECK(records.error().seen == test.defect.seen);
    CHECK(records.error().expected == test.defect.expected);
  }
}

}  // namespace
}  // namespace chandler::dataset::csv
