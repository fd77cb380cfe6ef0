#include "tests/integration/dataset/program.hpp"

#include <fstream>

#include "tests/support/eventually.hpp"
#include "tests/support/places.hpp"

namespace chandler::dataset {

std::vector<std::string> command_line(const Fixture& fixture, const std::filesystem::path& report,
                                      std::vector<std::string> words) {
  const auto& at = fixture.settings().parameters;
  words.insert(words.begin(), tests::chandler_program());
  words.insert(words.end(), {"--source", fixture.folder().string(), "--report", report.string(), "--database",
                             "host=" + at.at("host") + " port=" + at.at("port") + " user=" + at.at("user") +
                                 " dbname=" + at.at("dbname")});
  return words;
}

Program::Program(const Fixture& fixture, const std::string& name, const std::vector<std::string>& words)
    : report_(fixture.reports() / name), process_(command_line(fixture, report_, words)) {}

nlohmann::json Program::report() const {
  std::ifstream in(report_);
  return nlohmann::json::parse(in);
}

std::string rows(int count, const std::string& value) {
  std::string text = "id,v\n";
  for (int row = 1; row <= count; ++row) text += std::to_string(row) + "," + value + "\n";
  return text;
}

void wait_until(Fixture& fixture, const std::string& condition) {
  if (!tests::eventually([&] { return fixture.value("SELECT " + condition) == "t"; })) {
    FAIL("never true: " << condition);
  }
}

}  // namespace chandler::dataset
