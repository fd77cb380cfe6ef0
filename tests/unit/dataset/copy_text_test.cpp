#include <format>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "dataset/copy_text/record.hpp"
#include "dataset/copy_text/scanner.hpp"

namespace chandler::dataset::copy_text {
namespace {

using Values = std::vector<std::optional<std::string>>;

CsvOptions options(bool header = true) {
  return {.delimiter = standard_delimiter, .null = std::string(standard_null), .header = header};
}

class Records : public RecordSink {
 public:
  void begin(std::uint64_t line) override { text += std::format("{}[", line); }
  void bytes(std::string_view raw) override { text += raw; }
  void end(std::uint64_t server_line) override { text += std::format("]{} ", server_line); }

  std::string text;
};

struct Scanned {
  std::expected<void, Defect> end;
  std::string records;
};

Scanned scan(std::string_view file, std::size_t piece, bool with_header = true) {
  const auto header = read_header(file, true, options(with_header)).value().value();
  Records records;
  Scanner scanner(header, records, '\t');
  Scanned out;
  for (std::string_view rest = file.substr(header.bytes); !rest.empty() && out.end;) {
    out.end = scanner.feed(rest.substr(0, piece));
    rest.remove_prefix(std::min(piece, rest.size()));
  }
  if (out.end) out.end = scanner.finish();
  out.records = records.text;
  return out;
}

TEST_CASE("records, in pieces of any size") {
  struct Row {
    std::string_view file;
    std::string_view records;
  };
  const auto test = GENERATE(values<Row>({
      {"a\tb\n1\t2\n3\t4\n", "2[1\t2\n]1 3[3\t4\n]2 "},
      {"a\tb\n1\t2", "2[1\t2]1 "},
      {"a\tb\r\n1\t2\r\n3\t4\r\n", "2[1\t2\r\n]1 3[3\t4\r\n]2 "},
      {"a\tb\r1\t2\r", "2[1\t2\r]1 "},
      {"a\tb\n\\N\tx\\\ny\\\tz\n1\t\n", "2[\\N\tx\\\ny\\\tz\n]1 4[1\t\n]2 "},
      {"a\tb\n1\t2\n\\.\n", "2[1\t2\n]1 "},
      {"a\tb\n1\t2\n\\.", "2[1\t2\n]1 "},
      {"a\tb\r\n\\.\r\n", ""},
      {"a\tb\n\\\\.\t\\\\.\n", "2[\\\\.\t\\\\.\n]1 "},
      {"a\n\n\\\\\n", "2[\n]1 3[\\\\\n]2 "},
      {"\xEF\xBB\xBF"
       "a\tb\n1\t2\n",
       "2[1\t2\n]1 "},
      {"a\tb\n", ""},
      {"a", ""},
  }));
  for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
    INFO(test.file);
    const Scanned got = scan(test.file, piece);
    REQUIRE(got.end.has_value());
    CHECK(got.records == test.records);
  }
}

TEST_CASE("what is not in COPY's text format is told with its line") {
  struct Row {
    std::string_view file;
    Defect defect;
  };
  const auto test = GENERATE(values<Row>({
      {"a\tb\n1\n", {.fault = Fault::column_count, .line = 2, .seen = 1, .expected = 2}},
      {"a\tb\n1\\\n2\tx\n1\t2\t3\n", {.fault = Fault::column_count, .line = 4, .seen = 3, .expected = 2}},
      {"a\tb\n1\t2\r\n", {.fault = Fault::bare_return, .line = 2, .field = 2}},
      {"a\tb\r\n1\t2\n", {.fault = Fault::bare_newline, .line = 2, .field = 2}},
      {"a\tb\r\n1\t2\r3", {.fault = Fault::bare_return, .line = 2, .field = 2}},
      {"a\tb\n1\t\\.\n", {.fault = Fault::end_in_row, .line = 2, .field = 2}},
      {"a\tb\n\\.x\n", {.fault = Fault::end_in_row, .line = 2, .field = 1}},
      {"a\tb\n\\.\n1\t2\n", {.fault = Fault::behind_end, .line = 3, .field = 1}},
      {"a\tb\n1\t\xE9\n", {.fault = Fault::not_utf8, .line = 2, .field = 2, .seen = 0xE9}},
      {"a\tb\n1\t2\\", {.fault = Fault::cut_escape, .line = 2, .field = 2}},
      {"a\tb\n1\t\xC3", {.fault = Fault::cut_character, .line = 2, .field = 2}},
  }));
  for (const std::size_t piece : {1U, 2U, 100U}) {
    INFO(test.file);
    const Scanned got = scan(test.file, piece);
    REQUIRE_FALSE(got.end.has_value());
    CHECK(got.end.error() == test.defect);
  }
}

TEST_CASE("the first line names the columns, or is a row") {
  const auto named = read_header("i\\d\tOrder\\tItem\n1\t2\n", true, options()).value().value();
  CHECK(named.names == std::vector<std::string>{"id", "Order\tItem"});
  CHECK(named.bytes == 16);
  const auto numbered = read_header("a\tb\tc\n", true, options(false)).value().value();
  CHECK(numbered.names == std::vector<std::string>{"1", "2", "3"});
  CHECK(numbered.bytes == 0);
  CHECK(scan("a\tb\n", 100, false).records == "1[a\tb\n]1 ");
  CHECK(read_header("\\.\n", true, options(false)).value().value().names.empty());
  CHECK_FALSE(read_header("a\tb", false, options()).value().has_value());
  CHECK_FALSE(read_header("a\tb\r", false, options()).value().has_value());
  CHECK(read_header("", true, options()).error().fault == Fault::empty);
  CHECK(read_header("\xFF\xFE"
                    "a\0",
                    true, options())
            .error()
            .fault == Fault::utf16);
}

TEST_CASE("escapes are taken off as COPY takes them") {
  const CsvOptions text = options();
  CHECK(split_record("\\N\t\\\\N\tN\t", text) == Values{std::nullopt, "\\N", "N", ""});
  CHECK(split_record("a\\tb\\nc\\rd\\be\\ff\\vg", text) == Values{"a\tb\nc\rd\be\ff\vg"});
  CHECK(split_record("\\101\\x41\\x4g\\q\\\t\\1019", text) == Values{"AA\x04gq\tA9"});
  CHECK(split_record("1|\\|", {.delimiter = '|', .null = ""}) == Values{"1", "|"});
  CHECK(split_record("|", {.delimiter = '|', .null = ""}) == Values{std::nullopt, std::nullopt});
}

}  // namespace
}  // namespace chandler::dataset::copy_text
