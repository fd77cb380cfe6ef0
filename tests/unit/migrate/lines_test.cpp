#include "init/migrate/source/lines.hpp"

#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "tests/unit/migrate/temporary_folder.hpp"

namespace chandler::migrate {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  const Folder folder;
  Lines lines(folder, text);
  std::vector<std::string> out;
  std::size_t next = 0;
  while (const auto line = lines.next()) {
    CHECK(line->number == out.size() + 1);
    CHECK(line->begin == next);
    next = line->next;
    out.emplace_back(line->text);
  }
  CHECK(next == text.size());
  return out;
}

TEST_CASE("a text is read line by line, without the lines' ends") {
  using Texts = std::vector<std::string>;
  CHECK(lines_of("").empty());
  CHECK(lines_of("a") == Texts{"a"});
  CHECK(lines_of("a\n") == Texts{"a"});
  CHECK(lines_of("a\r\n\nb\rc\n") == Texts{"a", "", "b\rc"});
  CHECK(lines_of("\n\n") == Texts{"", ""});
}

TEST_CASE("a big file is read line by line to its end") {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "SELECT " + std::to_string(i) + ";\n";
  const TemporaryFolder files({{"1_a.sql", text}});
  const Folder folder = files.open();
  Lines lines(folder, folder.view("1_a.sql").value());
  std::size_t number = 0;
  while (const auto line = lines.next()) {
    if (line->text != "SELECT " + std::to_string(number) + ";") FAIL(line->text);
    ++number;
  }
  CHECK(number == 300'000);
}

TEST_CASE("a byte order mark is no part of the text, and remembered") {
  const std::string big = "\xEF\xBB\xBF" + std::string(2UZ << 20U, 'x');
  const TemporaryFolder files({{"big.sql", big}, {"plain.sql", "x"}, {"small.sql", "\xEF\xBB\xBFx"}});
  const Folder folder = files.open();
  CHECK(folder.view("small.sql") == "x");
  CHECK(folder.view("big.sql")->size() == 2UZ << 20U);
  CHECK(folder.view("plain.sql") == "x");
  CHECK(folder.begins_with_mark("small.sql"));
  CHECK(folder.begins_with_mark("big.sql"));
  CHECK_FALSE(folder.begins_with_mark("plain.sql"));
}

TEST_CASE("blanks around a text are taken off") {
  CHECK(without_blanks(" \t a b\r\n") == "a b");
  CHECK(without_blanks(" \n").empty());
}

}  // namespace
}  // namespace chandler::migrate
